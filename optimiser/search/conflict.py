"""Why a policy is infeasible: a smallest set of constraints that cannot hold together."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.case import Case
from ..model.formulation import program_of
from ..model.program import Linear, Program, Row
from ..solution import Named
from .loaded import engines_of
from .solver import Ended

_NAMES = {
    "EXCLUDES": ("Aanvragen die elkaar uitsluiten.", "Applications that exclude each other."),
    "REQUIRES": ("Aanvragen die een andere vereisen.", "Applications that require another."),
    "FIXED": ("Besluiten die aanvragen vastzetten.", "Decisions that fix applications."),
}


def conflict_of(case: Case, solver: str, seconds: float = 60.0) -> list[Named]:
    """Leave out one constraint after another as long as no allocation can hold the rest.

    What remains is minimal: without any one of them, the others can hold together.
    """
    program = program_of(case)
    codes = list(dict.fromkeys(row.code for row in program.rows if row.code))
    if any(item.in_or_out for item in case.items):
        codes.append("FIXED")
    kept = list(codes)
    for code in codes:
        without = [other for other in kept if other != code]
        if not _feasible(program, without, solver, seconds):
            kept = without
    return [_named(case, code) for code in kept]


def _feasible(program: Program, codes: Sequence[str], solver: str, seconds: float) -> bool:
    rows: list[Row] = [row for row in program.rows if not row.code or row.code in codes]
    trial = Program(program.case, list(program.variables), rows, program.places)
    loaded = engines_of(trial, solver)[-1]
    if "FIXED" not in codes:
        for i, place in program.places.items():
            able = int(program.case.items[i].ladder.top > 0)
            loaded.change(place.x, program.variables[place.x].within(0, able))
    answer = loaded.run(Linear(), maximise=False, seconds=seconds, start=None)
    return answer.ended is not Ended.INFEASIBLE


def _named(case: Case, code: str) -> Named:
    for limit in case.limits:
        if limit.code == code:
            return Named(
                code=code,
                sentence_nl=limit.sentence_nl,
                sentence_en=limit.sentence_en,
                source=limit.source,
            )
    for cash in case.cash:
        if code.startswith(cash.code + "-"):
            year = code.removeprefix(cash.code + "-")
            return Named(
                code=code,
                sentence_nl=f"Het kasplafond van {cash.name_nl} in {year}.",
                sentence_en=f"The cash limit of {cash.name_en} in {year}.",
                source=cash.source,
            )
    nl, en = _NAMES[code]
    return Named(code=code, sentence_nl=nl, sentence_en=en, source="aanvraag")
