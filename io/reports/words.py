"""The words of the reports, Dutch with English beside them, as data in ``words.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import date
from fractions import Fraction

from ...grants import notation
from ...grants.bilingual import in_language
from ...grants.frozen import frozen
from ...grants.money import Euro
from ...instruments.instrument import instruments
from ...instruments.law.quantity import cut_off
from ..wording.texts import Table, Texts, read_texts

_EURO, _MILLION = 100, 100_000_000  # cents


def _table() -> Table:
    return read_texts("verdeelsleutel.io.reports", "words.toml")


@frozen
class Words(Texts):
    """The words in one language, ``nl`` or ``en``; another is a ``ValueError``."""

    table: Table = field(default_factory=_table, hash=False, compare=False, repr=False)

    def capital(self, text: str) -> str:
        """A text as a sentence begins."""
        return text[:1].upper() + text[1:]

    def code(self, code: str, outcome: str) -> str:
        """A phrase for the code of a reason, for who does not know the codes."""
        key = f"code_{code.removeprefix('MONEY-').lower().replace('-', '_')}"
        if key in self.table:
            return self(key)
        named = {"needs_judgement": "code_judgement", "incomplete": "code_incomplete"}
        return self(named.get(outcome, "code_rule"), code=code)

    def reasons(self, codes: Iterable[str], outcome: str) -> str:
        """The reasons of an award in a few words each, from its codes; the same words once."""
        phrases = [self.code(code, outcome) for code in codes]
        return "; ".join(dict.fromkeys(phrases))

    def scheme(self, key: str) -> str:
        """The name of a scheme; its key where it is not installed."""
        scheme = instruments().get(key)
        return scheme.name(self.lang) if scheme else key

    def day(self, day: date | None) -> str:
        """A date in words, or a dash."""
        if day is None:
            return "–"
        return notation.day(day, self.lang)

    def number(self, number: int) -> str:
        """A whole number with its thousands apart."""
        grouped = notation.whole(abs(number), self.lang)
        return f"−{grouped}" if number < 0 else grouped

    def money(self, cents: int) -> str:
        """An amount in full, to the cent."""
        return self._amount(Euro(cents), cents=True)

    def money_or_dash(self, cents: int | None) -> str:
        """An amount to the cent; a dash where there is none."""
        return "–" if cents is None else self.money(cents)

    def euros(self, cents: int) -> str:
        """An amount in whole euros, a half rounded up; the cents stand in the tables."""
        return self._amount(Euro(notation.nearest(cents, _EURO) * _EURO), cents=False)

    def tenths(self, cents: int) -> str:
        """An amount in millions with one decimal, a half rounded up, without its unit."""
        return self._decimals(cents, _MILLION, 1) if cents else "0"

    def millions(self, cents: int) -> str:
        """An amount in a sentence: in whole euros, in millions, or in billions.

        Rounded to the nearest that is shown, a half up, and in the unit that it has then. So what
        is shown of parts need not add up to what is shown of their sum: their readers are told.
        """
        if notation.nearest(abs(cents), _EURO) * _EURO < _MILLION:
            return self.euros(cents)
        minus = "−" if cents < 0 else ""
        if notation.nearest(abs(cents), _MILLION // 10) < 10_000:
            size, unit = self._decimals(abs(cents), _MILLION, 1), self("million")
        else:
            size, unit = self._decimals(abs(cents), 1000 * _MILLION, 3), self("billion")
        return f"{minus}{self._sign}{size}\u00a0{unit}"

    def bound(self, cents: int) -> str:
        """A round amount in a legend, without needless decimals: ``€ 500.000``, ``€ 2 mln``."""
        if cents < 100_000_000:
            return self.euros(cents)
        return (
            f"{self._sign}{notation.at_most(Fraction(cents, 100_000_000), 1, self.lang)}"
            f"\u00a0{self('million')}"
        )

    @property
    def _sign(self) -> str:
        return in_language(self.lang, "€\u00a0", "€")

    def _decimals(self, number: int, unit: int, places: int) -> str:
        """A number in a unit with so many decimals, a half rounded up."""
        shown = notation.nearest(abs(number), unit // 10**places)
        whole, rest = divmod(shown, 10**places)
        sign, point = "−" if number < 0 and shown else "", notation.point(self.lang)
        return f"{sign}{self.number(whole)}{point}{rest:0{places}d}"

    def percent(self, part: int, of: int) -> str:
        """A share of homes or applications in percent with one decimal, rounded down."""
        return cut_off(part, of).text(self.lang)

    def _amount(self, amount: Euro, *, cents: bool) -> str:
        """An amount; in English with the minus sign of the other numbers of a report."""
        written = notation.amount(amount, self.lang, cents=cents)
        return in_language(self.lang, written, written.replace("-", "−"))
