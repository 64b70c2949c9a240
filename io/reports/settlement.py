"""What decisions settle and grant beside their awards: earlier years, and the NPLV supplements.

None of it is in an amount awarded, in a total of the round or under its ceilings. A correction
(*verrekening*) changes what is paid of an award; a supplement (*toeslag*) is paid on costs under a
ceiling of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from ...grants.decisions.allocation import Outcome
from ...grants.dossier import Decided, Dossier
from ...instruments.after.besides import NOTHING_BESIDE, Besides
from ...instruments.instrument import instruments
from ...instruments.law.setting import RuleContext
from .book import Kind
from .frames import frame
from .sheets import Tables
from .words import Words

_SETTLED = ("amount", "corrections", "payable", "carried")
_GRANTED = ("costs", "reserved", "eligible", "compensable_vat", "amount")


@dataclass(frozen=True, slots=True)
class Beside:
    """Two tables in cents: ``settled`` by decision, and ``supplements`` by decision and area.

    ``carried`` is what is still owed after the settlement, zero or negative.
    """

    settled: pd.DataFrame
    supplements: pd.DataFrame

    def __bool__(self) -> bool:
        return len(self.settled) + len(self.supplements) > 0


def beside(dossier: Dossier) -> Beside:
    """What stands beside the awards of a round, by application number."""
    found = {
        one.award.application_id: (one, told)
        for one, told in _told(dossier)
        if told.settled is not None or told.supplements
    }
    listed = [found[number] for number in sorted(found)]
    settled = [
        {
            **_whose(one),
            "amount": told.settled.claim.cents,
            "corrections": told.settled.corrections.cents,
            "payable": told.settled.payable.cents,
            "carried": told.settled.carried.cents,
        }
        for one, told in listed
        if told.settled is not None
    ]
    granted = [
        {
            **_whose(one),
            "supplement": supplement.which.name.lower(),
            "area": supplement.area,
            **{column: getattr(supplement, column).cents for column in _GRANTED},
        }
        for one, told in listed
        for supplement in told.supplements
    ]
    return Beside(frame(settled, _SETTLED), frame(granted, _GRANTED))


def _told(dossier: Dossier) -> list[tuple[Decided, Besides]]:
    """Each decision of a scheme that has something beside its awards."""
    settings = {
        key: RuleContext.within(
            dossier.policy,
            key,
            tuple(d.application for d in dossier.decided if d.award.instrument == key),
        )
        for key in dossier.policy.instruments
        if instruments()[key].beside is not None
    }
    return [
        (one, _besides(one, settings[one.award.instrument]))
        for one in dossier.decided
        if one.award.instrument in settings and one.award.outcome is not Outcome.WITHDRAWN
    ]


def _besides(one: Decided, setting: RuleContext) -> Besides:
    tell = instruments()[one.award.instrument].beside
    return tell(one.application, setting, one.award.amount) if tell else NOTHING_BESIDE


def _whose(one: Decided) -> dict[str, Any]:
    return {
        "application_id": one.award.application_id,
        "municipality": one.application.applicant.name,
    }


def beside_sheet(tables: Tables, found: Beside) -> None:
    """A sheet with both tables, only where there is anything in them."""
    if not found:
        return
    sheet = tables.sheet("beside")
    whose = [
        tables.col("application_id", Kind.TEXT, 20, label="application"),
        tables.col("municipality", Kind.TEXT, 22),
    ]
    if len(found.settled):
        sheet.section(tables.words("section_settled"), tables.words("note_settled"))
        formula = "MAX(0,{amount}+{corrections})"
        columns = [
            *whose,
            tables.money("amount"),
            tables.money("corrections"),
            tables.money("payable", label="to_pay", formula=formula),
            tables.money("carried", label="carried_on", formula="{amount}+{corrections}-{payable}"),
        ]
        tables.place(sheet, "settled", found.settled, columns)
    if len(found.supplements):
        sheet.section(tables.words("section_supplements"), tables.words("note_supplements"))
        columns = [
            *whose,
            tables.col("supplement", Kind.TEXT, 24),
            tables.col("area", Kind.TEXT, 28),
            tables.money("costs"),
            tables.money("reserved", total=False),
            tables.money("eligible"),
            tables.money("compensable_vat"),
            tables.money("amount", label="supplement_amount"),
        ]
        table = tables.named(
            found.supplements, supplement=lambda key: tables.words(f"supplement_{key}")
        )
        tables.place(sheet, "supplements", table, columns)


@dataclass(frozen=True, slots=True)
class Listed:
    """A table of the page as text: its name, its sentence, its headers and its rows."""

    name: str
    title: str
    sentence: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def beside_tables(found: Beside, words: Words) -> list[Listed]:
    """The tables of the page, each with the sum of what it adds or takes."""
    made: list[Listed] = []
    if len(found.settled):
        together = words.money(int(found.settled["corrections"].sum()))
        keys = ("application", "municipality", "amount", "corrections", "to_pay", "carried_on")
        made.append(
            Listed(
                name="settled",
                title=words("section_settled"),
                sentence=words("fig_settled", count=len(found.settled), amount=together),
                headers=tuple(words(key) for key in keys),
                rows=_rows(found.settled, _SETTLED, words),
            )
        )
    if len(found.supplements):
        together = words.money(int(found.supplements["amount"].sum()))
        keys = (
            "application", "municipality", "supplement", "area", "costs", "reserved", "eligible",
            "compensable_vat", "supplement_amount",
        )  # fmt: skip
        made.append(
            Listed(
                name="supplements",
                title=words("section_supplements"),
                sentence=words("fig_supplements", count=len(found.supplements), amount=together),
                headers=tuple(words(key) for key in keys),
                rows=_rows(found.supplements, _GRANTED, words),
            )
        )
    return made


def _rows(table: pd.DataFrame, money: tuple[str, ...], words: Words) -> tuple[tuple[str, ...], ...]:
    def written(column: str, value: Any) -> str:
        if column in money:
            return words.money(int(value))
        return words(f"supplement_{value}") if column == "supplement" else str(value)

    return tuple(
        tuple(written(str(key), value) for key, value in row.items())
        for row in table.to_dict("records")
    )
