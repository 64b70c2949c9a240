"""Small rounds in which one thing is unknown for one application, from the columns themselves.

A case names a scheme, a column of its sheet, what stands in the cell, and a rule of distribution.
The round has four applications of the scheme and money for two or three of them. It is divided as
the workbook has it, and again with the best and the worst value that the cell could have held.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from pydantic import ValidationError

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.applications.checks import check_application
from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule, Policy
from verdeelsleutel.instruments.findings.oddities import questions
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.records.rounds.applications import StoredApplication
from verdeelsleutel.io.rounds.screening import (
    divided_and_waiting,
    screened_under,
    settings,
)
from verdeelsleutel.io.workbooks.intake.cells import Fault, is_blank, typed
from verdeelsleutel.optimiser.search.allocation import allocate
from verdeelsleutel.optimiser.solution import UNDECIDED

from ...instruments.applications import answers_for, application

TARGET = "DOEL"
OTHERS = ("A", "B", "C")
DAY_ONLY = "day without a time"
PLACES = ("GM0363", "GM0344", "GM0599", "GM0855")
AREAS = ("Amsterdam Nieuw-West", "Utrecht Overvecht", "Rotterdam Zuid", "Tilburg Noordwest")
CELLS: Mapping[str, object] = {
    "empty": "", "dash": "-", "n.v.t.": "n.v.t.", "geen": "Geen", "onbekend": "onbekend",
    "words": "nog uit te zoeken", "negative": -1, "far too much": 10**12,
    DAY_ONLY: date(2026, 3, 16),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """What is unknown, and under which rule the money is divided."""

    instrument: str
    field: str
    cell: str
    rule: DistributionRule

    def __str__(self) -> str:
        return f"{self.instrument}-{self.field}-{self.cell}-{self.rule.value}"

    @property
    def column(self) -> ColumnSpec:
        columns = instruments()[self.instrument].columns
        return next(column for column in columns if column.field == self.field)

    @property
    def draw(self) -> random.Random:
        return random.Random(str(self))


@cache
def every_case() -> tuple[Case, ...]:
    """Every column of every scheme, with everything that can stand in it, under every rule."""
    return tuple(
        Case(key, column.field, cell, rule)
        for key, instrument in instruments().items()
        for column in instrument.columns
        if column.year in (None, 2026, 2027)
        for cell in CELLS
        if cell != DAY_ONLY or column.kind is Kind.MOMENT
        for rule in DistributionRule
    )


def some(count: int, seed: int) -> list[Case]:
    """So many cases, and of each column and of each rule at least one."""
    draw = random.Random(seed)
    cases = list(every_case())
    draw.shuffle(cases)
    return cases[:count]


def policy_of(case: Case) -> Policy:
    """Money for two or three of four, tags that count, and a cut for the one that is looked at."""
    tags = [
        {
            "code": "TAG-" + tag.replace("_", "-"), "measure": "number", "at_least": 1,
            "group": {"tag": tag}, "hard": False, "importance": 2, "source": "beleid",
            "sentence_nl": "Een.", "sentence_en": "One.",
        }
        for tag in ("nplv", "large_scale", "breakthrough", "industrialised")
    ]  # fmt: skip
    return Policy.model_validate(
        {
            "round": {
                "id": "klein", "title": "Klein", "kind": "example",
                "window_opens": date(2026, 3, 2), "window_closes": date(2026, 3, 31),
                "decision_date": date(2026, 6, 1),
            },
            "funds": {"vro": {"name_nl": "VRO", "name_en": "VRO", "total": "€ 100 mln"}},
            "instruments": {
                case.instrument: {
                    "fund": "vro", "rule": case.rule.value, "ceiling": "€ 9 mln",
                    "step": "€ 100.000", "cut_for": ["Amsterdam"], "cut": "20%",
                    "when_it_does_not_fit": case.draw.choice(["stop", "skip"]),
                    **answers_for(case.instrument),
                }
            },
            "constraint": tags,
        }
    )  # fmt: skip


def fields_of(case: Case, number: str, place: int) -> dict[str, Any]:
    """An ordinary application of the scheme, a little other than the others."""
    draw = random.Random(f"{case}-{number}")
    changes: dict[str, Any] = {
        "application_id": number,
        "municipality_code": PLACES[place],
        "received_at": datetime(2026, 3, 16, 9) + timedelta(minutes=draw.randint(0, 500)),  # noqa: DTZ001
        "homes.social_rent": draw.randint(150, 260),
        "homes.demolished": draw.choice([0, 0, 90]),
        "lot": place + 1 if case.rule is DistributionRule.LOTTERY else "",
        "minimum": "" if case.instrument == "realisatiestimulans" else "€ 3.000.000",
    }
    if case.instrument != "realisatiestimulans":
        changes["project_id"] = f"P-{number}"
        changes["requested"] = f"€ 3.{draw.randint(5, 9)}00.000"
    else:
        changes |= {"over_programmed": place == 0, "already_subsidised": draw.randint(0, 50)}
    if case.instrument == "woningbouwimpuls":
        changes["score_necessity"] = str(draw.randint(60, 90) / 10)
    if case.instrument == "gebiedsbudget":
        changes["area"] = ("Haven-Stad", "MRA Oost", "Oude Lijn", "Brabantse Stedenrij")[place]
    if not instruments()[case.instrument].for_homes:
        costs = f"€ {draw.randint(3, 6)}.{draw.randint(1, 9)}00.000"
        changes |= {"nplv_area": AREAS[place], "costs": costs}
        fields = {column.field for column in instruments()[case.instrument].columns}
        changes = {field: value for field, value in changes.items() if field in fields}
    return application(case.instrument, changes).model_dump()


class Unreadable(Exception):
    """The row has an error: it takes no part, and the officer is told at its cell."""


def with_value(case: Case, fields: dict[str, Any], value: object) -> Application:
    """The application with a value in the column; ``None`` empties the cell.

    Raises :class:`Unreadable` where the reader or a check finds an error.
    """
    model = instruments()[case.instrument].model
    path = case.column.path
    if case.column.year is not None:
        if value is not None:
            fields["payments"] = ({"year": case.column.year, "amount": value},)
    else:
        at = fields
        for part in path[:-1]:
            at = at[part]
        at.pop(path[-1], None)
        if value is not None:
            at[path[-1]] = value
        elif case.column.required:
            raise Unreadable(case.field)
    try:
        made = model.model_validate(fields)
    except ValidationError as fault:
        raise Unreadable(case.field) from fault
    found = [*check_application(made), *instruments()[case.instrument].checks(made)]
    if any(one.severity is Severity.ERROR for one in found):
        raise Unreadable(case.field)
    return made


def told_at(case: Case, made: Application) -> bool:
    """Whether intake tells the officer something at this very column."""
    found = [*check_application(made), *instruments()[case.instrument].checks(made)]
    return any(one.field == case.field for one in found)


def as_cell(case: Case) -> object:
    """What the reader makes of the cell. Raises :class:`Unreadable`."""
    cell: Any = CELLS[case.cell]
    if is_blank(cell):
        return None
    value = typed(case.column, cell)
    if isinstance(value, Fault):
        raise Unreadable(case.field)
    return value


def possible(case: Case) -> Iterator[object]:
    """The best and the worst values that the cell could hold, and an ordinary one."""
    column, first, last = case.column, date(2026, 1, 5), date(2045, 1, 5)
    own: dict[str, tuple[object, ...]] = {
        "area": ("Haven-Stad", "Zwolle Spoorzone"), "start_year": (2025, 2026),
        "cost_year": (2025, 2026),
        "excludes": (None, OTHERS), "requires": (None, ("A",)), "phases": (None, ("Deel 1",)),
        "project_id": ("P-DOEL", "P-A"), "municipality_code": ("GM0363", "GM0344"),
        "municipality": (None, "Amsterdam"), "lot": (None, 1, 9),
        "withdrawn_on": (None, date(2026, 3, 20)), "application_id": (TARGET,),
    }  # fmt: skip
    if case.field in own:
        yield from own[case.field]
        return
    match column.kind:
        case Kind.MONEY:
            yield from (Euro(0), Euro.euros(100_000), Euro.euros(50_000_000))
        case Kind.COUNT:
            yield from (0, 40, 5_000)
        case Kind.DECIMAL:
            yield from ("2", "5.5", "8")
        case Kind.DATE:
            yield from (first, last)
        case Kind.MOMENT if case.cell == DAY_ONLY:
            yield from (datetime(2026, 3, 16, 0, 1), datetime(2026, 3, 16, 23, 59))  # noqa: DTZ001
        case Kind.MOMENT:
            yield from (datetime(2026, 3, 2, 0, 1), datetime(2026, 3, 31, 23, 59))  # noqa: DTZ001
        case Kind.YES_NO:
            yield from (True, False)
        case Kind.CHOICE:
            yield from column.choices
        case Kind.AREA:
            yield from (None, "ja", "Amsterdam Zuidoost", "Haven-Stad")
        case _:
            yield from (None, "Iets")


@dataclass(frozen=True, slots=True)
class Divided:
    """Who gets how many cents, and whether the program says that it does not know something.

    ``measured`` is what each rule found of the one that is looked at, by its code.
    """

    cents: Mapping[str, int]
    asks: bool
    measured: Mapping[str, str]


def divided(case: Case, target: Application | None) -> Divided:
    """The round divided, with the application looked at or, where its row has an error, without."""
    policy = policy_of(case)
    made = [
        instruments()[case.instrument].model.model_validate(fields_of(case, number, place))
        for place, number in enumerate(OTHERS, start=1)
    ]
    everyone = [*([] if target is None else [target]), *made]
    taken = tuple(
        StoredApplication(
            row_id=place, batch_id=1, application=one, instrument=case.instrument, file="a.xlsx",
            sheet="", cells={}, version=1,
        )
        for place, one in enumerate(everyone, start=1)
    )  # fmt: skip
    said = screened_under(policy, taken)
    candidates, waits = divided_and_waiting(policy, taken, said)
    solution = allocate(candidates, policy)
    name = TARGET if target is None else target.application_id
    asks = (
        any(one.answer is Answer.NEEDS_JUDGEMENT for one in said.get(name, ()))
        or name in waits
        or name in solution.ties
        or any(
            asked.application_id == name and asked.field == case.field
            for asked in questions(settings(policy, taken))
        )
        or any(g.application_id == name and g.reason in UNDECIDED for g in solution.given)
    )
    cents = {g.application_id: g.cents for g in solution.given if g.cents}
    measured = {one.code: f"{one.answer} {one.measured}" for one in said.get(name, ())}
    return Divided({TARGET if k == name else k: v for k, v in cents.items()}, asks, measured)
