"""Tables of what is paid: by calendar year, by part, and where earlier years are settled."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from ....grants import notation
from ....grants.applications.application import Payment
from ....grants.dossier import Decided
from ....grants.money import ZERO, Euro, in_proportion
from ....instruments.after.besides import Correction
from ...pages.blocks import Block, Cell, Table, TableColumn
from ..clauses import filled
from ..context import LetterContext
from .values import paid_by


def payments(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """What is paid in each calendar year, and by which day; where there is compensable VAT, without
    it. In rounds of the first edition no day is told."""
    award, words = decided.award, setting.words
    planned: Sequence[Payment] = sorted(award.payments, key=lambda payment: payment.year)
    gross = [payment.amount for payment in planned]
    correction = setting.corrections.get(award.application_id)
    if correction is not None:
        return _with_days(
            _settled_payments(planned, correction, setting, summary), decided, setting
        )
    if not award.compensable_vat:
        rows = [(str(payment.year), [payment.amount]) for payment in planned]
        if len(rows) > 1:
            rows.append((words.total, [Euro.total(gross)]))
        made = amounts_table((words.year, words.paid_out), rows, setting, summary)
        return _with_days(made, decided, setting)
    vat = in_proportion(award.compensable_vat, gross)
    rows = [
        (str(payment.year), [payment.amount, part, payment.amount - part])
        for payment, part in zip(planned, vat, strict=True)
    ]
    if len(rows) > 1:
        rows.append((words.total, [Euro.total(gross), Euro.total(vat), award.payable]))
    heads = (words.year, words.charged, words.compensable, words.paid_out)
    return _with_days(amounts_table(heads, rows, setting, summary), decided, setting)


def _with_days(made: Table, decided: Decided, setting: LetterContext) -> Table:
    """The same table with the last day of each payment behind its year (Awb 4:87)."""
    if not setting.dossier.policy.tells_its_grounds:
        return made
    first, *rest = made.columns
    days = {str(o.year): paid_by(o.year, decided, setting) for o in decided.award.payments}
    return made.model_copy(
        update={
            "columns": (first, TableColumn(head=setting.words.paid_by), *rest),
            "rows": tuple(
                (row[0], Cell(text=_day(days.get(row[0].text), setting)), *row[1:])
                for row in made.rows
            ),
        }
    )


def _day(day: date | None, setting: LetterContext) -> str:
    return "" if day is None else notation.short_day(day, setting.lang)


def _settled_payments(
    planned: Sequence[Payment], correction: Correction, setting: LetterContext, summary: str
) -> Table:
    """The payment of a grant with which earlier years are settled; the first one bears it."""
    words, rest = setting.words, correction.to_settle
    rows: list[tuple[str, list[Euro]]] = []
    for payment in planned:
        rows.append((str(payment.year), [payment.amount, rest, payment.amount + rest]))
        rest = ZERO
    if len(rows) > 1:
        rows.append((words.total, [Euro.total(row[at] for _, row in rows) for at in range(3)]))
    heads = (words.year, words.granted_year, words.settled, words.paid_out)
    return amounts_table(heads, rows, setting, summary)


def amounts_table(
    heads: Sequence[str],
    rows: Sequence[tuple[str, list[Euro]]],
    setting: LetterContext,
    summary: str,
) -> Table:
    cents = notation.show_cents(value for _, values in rows for value in values)
    first = TableColumn(head=heads[0], share=2 if len(heads) < 4 else 1)
    return Table(
        summary=summary,
        columns=(first, *(TableColumn(head=head, numbers=True) for head in heads[1:])),
        rows=tuple(
            (
                Cell(text=label),
                *(Cell(text=notation.amount(v, setting.lang, cents=cents)) for v in values),
            )
            for label, values in rows
        ),
        total=len(rows) > 1,
    )


def corrections(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The earlier years with the homes stated, those that started, and the difference."""
    words, made = setting.words, setting.corrections[decided.award.application_id]
    heads = (words.year, words.stated, words.actual, words.difference, words.a_home, words.amount)
    return Table(
        summary=summary,
        columns=tuple(
            TableColumn(head=head, share=2 + (place > 3), numbers=place > 0)
            for place, head in enumerate(heads)
        ),
        rows=tuple(
            (
                Cell(text=str(one.start_year)),
                Cell(text=setting.number(one.stated)),
                Cell(text=setting.number(one.actual)),
                Cell(text=setting.number(one.homes)),
                Cell(text=setting.amount(one.price)),
                Cell(text=setting.amount(one.amount), note=_owed(one.owed, setting)),
            )
            for one in made.years
        ),
    )


def _owed(amount: Euro, setting: LetterContext) -> str:
    """What an earlier settlement of that year left to be paid back, in the amount beside it."""
    if not amount:
        return ""
    told = "owed_within" if setting.dossier.policy.tells_its_grounds else "owed"
    return filled(setting.label(told), {"amount": setting.amount(amount)})


BUILDERS: dict[str, Callable[[Decided, LetterContext, str], Block]] = {
    "payments": payments,
    "corrections": corrections,
}
