"""The money in a letter: figures, words, tables and sums against the award itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from ....grants import notation
from ....grants.bilingual import Bilingual
from ....grants.decisions.allocation import Outcome
from ....grants.money import ZERO
from ....grants.municipality import Municipality
from ...pages.blocks import Table
from ...wording.numerals import amount_in_words
from ..decision.showing import papers_of
from ..setting import recipient_of, to_pay
from .checked import Checked

_REFUSALS = (
    Bilingual(nl="geen specifieke uitkering", en="no specific-purpose grant"),
    Bilingual(nl="vast op nihil", en="at nil"),
)
GRANTED = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)


def decision(c: Checked) -> Iterator[str]:
    award, lang, said = c.decided.award, c.letter.lang, c.text("decision")
    to = c.decided.application.applicant
    place = to.name if isinstance(to, Municipality) else recipient_of(to, c.letter.lang)
    if award.outcome not in GRANTED:
        if not any(refusal.text(lang) in said for refusal in _REFUSALS):
            yield "de beslissing zegt niet dat er geen specifieke uitkering is"
        return
    figures, words = notation.amount(award.amount, lang), amount_in_words(award.amount, lang)
    first = said.split("\n", 1)[0]
    if place not in first:
        yield f"de beslissing noemt {place} niet"
    if not re.search(rf"{re.escape(figures)}(?![\d.,]*\d)", first):
        yield f"de beslissing noemt het bedrag {award.amount} niet in cijfers"
    if f"({words})" not in first:
        yield f"de beslissing noemt het bedrag {award.amount} niet in woorden"
    if award.next_window:
        for part in (award.amount - award.next_window, award.next_window):
            if notation.amount(part, lang) not in said:
                yield f"de beslissing noemt het deel {part} niet"
    if award.compensable_vat and notation.amount(award.payable, lang) not in said:
        yield f"de beslissing noemt het uit te betalen bedrag {award.payable} niet"


def calculation(c: Checked) -> Iterator[str]:
    if c.decided.award.outcome not in GRANTED:
        return
    words, award = c.setting.words, c.decided.award
    table = c.table("calculation", words.part)
    if table is None:
        yield "de berekening ontbreekt"
        return
    rows = [(row[0].text, c.cents(row[1].text)) for row in table.rows]
    yield from sum_faults(rows, words.less.replace("{what}", ""), words.plus.replace("{what}", ""))
    by_label = dict(rows)
    expected = {
        c.setting.label("granted"): award.amount,
        c.setting.label("payable"): to_pay(c.decided, c.setting),
        c.setting.label("requested"): award.asked,
        c.setting.label("claim"): award.asked,
        c.setting.label("from_next_window"): award.next_window,
    }
    for label, amount in expected.items():
        if label in by_label and by_label[label] != amount.cents:
            yield f"in de berekening is ‘{label}’ geen {amount}"
    if c.setting.label("granted") not in by_label:
        yield "de berekening eindigt niet met de uitkering"


def sum_faults(rows: Sequence[tuple[str, int | None]], less: str, plus: str) -> Iterator[str]:
    """Where a calculation does not add up: what stands after deductions is their outcome.

    The rows are label and cents; a row that is no amount begins anew.
    """
    running: int | None = None
    deducted = False
    for label, cents in rows:
        if cents is None:
            running, deducted = None, False
        elif label.startswith((less, plus)):
            if running is None:
                continue
            if (cents > 0) if label.startswith(less) else (cents < 0):
                way = "af" if label.startswith(less) else "bij"
                yield f"in de berekening gaat ‘{label}’ er niet {way}"
            running, deducted = running + cents, True
        else:
            if deducted and running != cents:
                yield f"in de berekening klopt ‘{label}’ niet met de regels erboven"
            running, deducted = cents, False


def payments(c: Checked) -> Iterator[str]:
    award = c.decided.award
    if award.outcome not in GRANTED:
        return
    words = c.setting.words
    table = c.table("payment", words.year)
    due = to_pay(c.decided, c.setting)
    if table is None and not due:
        return  # nothing is paid, and the letter says so
    if table is None:
        yield "de betaaltabel ontbreekt"
        return
    rows = [[cell.text for cell in row] for row in table.rows if row[0].text != words.total]
    first = 2 if table.columns[1].head == words.paid_by else 1  # the days are no amounts
    paid = {row[0]: [c.cents(text) for text in row[first:]] for row in rows}
    planned = {str(payment.year): payment.amount.cents for payment in award.payments}
    if {year: amounts[0] for year, amounts in paid.items()} != planned:
        yield "de betaaltabel zegt iets anders dan het betaalschema"
    if sum(amounts[-1] or 0 for amounts in paid.values()) != due.cents:
        yield f"de betaaltabel telt niet op tot {due}"
    for row in table.rows:
        if row[0].text == words.total and c.cents(row[-1].text) != due.cents:
            yield f"het totaal van de betaaltabel is geen {due}"
    yield from (
        f"de betaling van {row[0]} heeft geen laatste dag" for row in rows if not row[first - 1]
    )


def measures(c: Checked) -> Iterator[str]:
    table = c.table("calculation", c.setting.words.measure)
    if table is None:
        if papers_of(c.decided).measures is not None and c.decided.award.outcome in GRANTED:
            yield "het bedrag per maatregel ontbreekt"
        return
    body, total = table.rows[:-1], table.rows[-1]
    for column in (1, 2):
        parts = sum(c.cents(row[column].text) or 0 for row in body)
        if parts != c.cents(total[column].text):
            yield f"de tabel met maatregelen telt niet op in kolom {column + 1}"
    if c.cents(total[2].text) != c.decided.award.amount.cents:
        yield f"de maatregelen zijn samen geen {c.decided.award.amount}"


def vat(c: Checked) -> Iterator[str]:
    award = c.decided.award
    if award.outcome not in GRANTED or not award.compensable_vat:
        return
    if notation.amount(award.compensable_vat, c.letter.lang) not in c.text("calculation"):
        yield f"de compensabele btw van {award.compensable_vat} staat niet bij de berekening"


def worksheet(c: Checked) -> Iterator[str]:
    """Each line of the sheet that is made of lines above it, worked out again from its text."""
    table = c.table("worksheet", c.setting.words.step)
    if table is None:
        if c.decided.award.outcome in GRANTED:
            yield "de berekening regel voor regel ontbreekt"
        return
    known: dict[str, int] = {}
    for letter, label, how, value in (tuple(cell.text for cell in row) for row in table.rows):
        known[letter] = worth(value, c)
        made = _made_of(how, known)
        if made is not None and not _agrees(made, known[letter], value):
            yield f"in de bijlage klopt regel {letter} (‘{label}’) niet met ‘{how}’"


def worth(written: str, c: Checked) -> int:
    """A value as written: an amount in cents, a percentage in hundredths, or a count."""
    cents = c.cents(written)
    if cents is not None:
        return cents
    dutch = notation.as_dutch(written, c.letter.lang)
    whole, _, decimals = dutch.removesuffix("%").partition(",")
    number = int(whole.replace(".", ""))
    return number * 100 + int(decimals.ljust(2, "0")) if dutch.endswith("%") else number


_FORMULA = re.compile(r"^[a-z](?: [-+×:] [a-z])+$")


def _made_of(how: str, known: dict[str, int]) -> tuple[str, int, int] | None:
    """What a formula gives: its last sign, and its two sides."""
    if not _FORMULA.match(how):
        return None
    parts = how.split(" ")
    total = known[parts[0]]
    for sign, letter in zip(parts[1:-2:2], parts[2:-2:2], strict=True):
        total += known[letter] if sign == "+" else -known[letter]
    return parts[-2], total, known[parts[-1]]


def _agrees(made: tuple[str, int, int], value: int, written: str) -> bool:
    sign, left, right = made
    if sign == ":":
        if written.endswith("%"):  # rounded half up to two decimals
            return right != 0 and value == (left * 20_000 // right + 1) // 2
        return right != 0 and value == left // right
    return value == {"+": left + right, "-": left - right, "×": left * right}[sign]


def ledger(c: Checked) -> Iterator[str]:
    """The amount against what the ledger has committed; a concept has nothing committed yet."""
    posted, award = c.setting.committed, c.decided.award
    if posted is None or c.setting.concept:
        return
    there = posted.get(award.application_id, ZERO)
    if there != award.amount:
        yield f"in het grootboek is {there} verplicht, het besluit zegt {award.amount}"


def corrections(c: Checked) -> Iterator[str]:
    """A correction of earlier years against its own sums and against the award."""
    made = c.setting.corrections.get(c.decided.award.application_id)
    if made is None or c.decided.award.outcome not in GRANTED:
        return
    yield from made.faults(c.decided.award.amount)
    if notation.amount(made.settled.payable, c.letter.lang) not in c.text("decision"):
        yield f"de beslissing noemt het uit te betalen bedrag {made.settled.payable} niet"
    table = next(
        (b for b in c.sections.get("calculation", ())
         if isinstance(b, Table) and len(b.columns) == 6), None,
    )  # fmt: skip
    rows = [] if table is None else [(row[0].text, c.cents(row[5].text)) for row in table.rows]
    if rows != [(str(one.start_year), one.amount.cents) for one in made.years]:
        yield "de correctie van eerdere jaren staat anders in de brief"


CHECKS: tuple[Callable[[Checked], Iterator[str]], ...] = (
    decision, calculation, worksheet, ledger, corrections, payments, measures, vat,
)  # fmt: skip
