"""The words of the reports, Dutch with English beside them, as data in ``words.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from ...grants.money import Euro
from ...instruments.instrument import instruments
from ...instruments.law.quantity import cut_off

LANGUAGES = ("nl", "en")
_MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = files("verdeelsleutel.io.reports").joinpath("words.toml").read_text(encoding="utf-8")
    return MappingProxyType({**tomllib.loads(text)})


@dataclass(frozen=True, slots=True)
class Words:
    """The words in one language, ``nl`` or ``en``; another is a ``ValueError``."""

    lang: str

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ValueError(f"a report is written in nl or en, not in {self.lang!r}")

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, with its values filled in."""
        text = _table()[key][self.lang]
        return text.format(**values) if values else text

    def pick(self, nl: str, en: str) -> str:
        """One of two texts that a value of the domain carries itself."""
        return nl if self.lang == "nl" else en or nl

    def capital(self, text: str) -> str:
        """A text as a sentence begins."""
        return text[:1].upper() + text[1:]

    def code(self, code: str, outcome: str) -> str:
        """A phrase for the code of a reason, for who does not know the codes."""
        key = f"code_{code.removeprefix('MONEY-').lower().replace('-', '_')}"
        if key in _table():
            return self(key)
        return self("code_judgement" if outcome == "needs_judgement" else "code_rule", code=code)

    def reasons(self, codes: Iterable[str], outcome: str) -> str:
        """The reasons of an award in a few words each, from its codes; the same words once."""
        phrases = [self.code(code, outcome) for code in codes]
        return "; ".join(dict.fromkeys(phrases))

    def scheme(self, key: str) -> str:
        """The name of a scheme; its key where it is not installed."""
        scheme = instruments().get(key)
        return self.pick(scheme.name_nl, scheme.name_en) if scheme else key

    def day(self, day: date | None) -> str:
        """A date in words, or a dash."""
        if day is None:
            return "–"
        return f"{day.day} {_MONTHS[self.lang].split()[day.month - 1]} {day.year}"

    def number(self, number: int) -> str:
        """A whole number with its thousands apart."""
        grouped = f"{abs(number):,}"
        if self.lang == "nl":
            grouped = grouped.replace(",", ".")
        return f"−{grouped}" if number < 0 else grouped

    def money(self, cents: int) -> str:
        """An amount in full, to the cent."""
        return Euro(cents).format(cents=True) if self.lang == "nl" else self._english(cents, True)

    def money_or_dash(self, cents: int | None) -> str:
        """An amount to the cent; a dash where there is none."""
        return "–" if cents is None else self.money(cents)

    def euros(self, cents: int) -> str:
        """An amount in whole euros, rounded down; the cents stand in the tables."""
        whole = Euro(cents // 100 * 100)
        return whole.format(cents=False) if self.lang == "nl" else self._english(whole.cents, False)

    def tenths(self, cents: int) -> str:
        """An amount in millions with one decimal, rounded towards zero, without its unit."""
        if cents == 0:
            return "0"
        return self._decimals(cents, 100_000_000, 1)

    def millions(self, cents: int) -> str:
        """An amount in a sentence: in whole euros, in millions, or in billions."""
        if abs(cents) < 100_000_000:
            return self.euros(cents)
        minus = "−" if cents < 0 else ""
        if abs(cents) < 100_000_000_000:
            size, unit = self._decimals(abs(cents), 100_000_000, 1), self("million")
        else:
            size, unit = self._decimals(abs(cents), 100_000_000_000, 3), self("billion")
        return f"{minus}{self._sign}{size}\u00a0{unit}"

    @property
    def _sign(self) -> str:
        return "€\u00a0" if self.lang == "nl" else "€"

    def _decimals(self, number: int, unit: int, places: int) -> str:
        """A number in a unit with so many decimals, rounded towards zero."""
        whole, rest = divmod(abs(number) * 10**places // unit, 10**places)
        sign, point = "−" if number < 0 else "", "," if self.lang == "nl" else "."
        return f"{sign}{self.number(whole)}{point}{rest:0{places}d}"

    def percent(self, part: int, of: int) -> str:
        """A share of homes or applications in percent with one decimal, rounded down."""
        share = cut_off(part, of)
        return self.pick(share.nl, share.en)

    def _english(self, cents: int, show: bool) -> str:
        euros, rest = divmod(abs(cents), 100)
        sign = "−" if cents < 0 else ""
        return f"{sign}€{euros:,}.{rest:02d}" if show else f"{sign}€{euros:,}"
