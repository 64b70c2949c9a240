"""Why a policy is infeasible: a smallest set of constraints that cannot hold together."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..model.case import Case
from ..model.formulation import program_of
from ..model.linear import Linear
from ..model.program import Program
from ..proof.no_list import FIXED, codes_of, freed, keeps, places_kept
from ..solution import Named
from .solvers.solver import Ended
from .stages.loaded import engines_of
from .trees.proving import Prover
from .trees.tree import BetterList

_NAMES = {
    "EXCLUDES": ("Aanvragen die elkaar uitsluiten.", "Applications that exclude each other."),
    "REQUIRES": ("Aanvragen die een andere vereisen.", "Applications that require another."),
    "FIXED": ("Besluiten die aanvragen vastzetten.", "Decisions that fix applications."),
}


def conflict_of(
    case: Case, solver: str, prover: Prover | None = None, seconds: float = 60.0
) -> list[Named]:
    """Leave out one constraint after another as long as no allocation can hold the rest.

    What remains is minimal: without any one of them there is a list that keeps the others, to the
    cent. Where no such list came up in time the constraint stays. That all together cannot hold is
    for a tree to show.

    What a solver is told may be looser than the truth by a few cents. Where its list breaks what it
    should keep, a tree, which knows the cents, finds another list or shows that there is none.
    """
    program = program_of(case)
    grown = prover or Prover(case, math.inf)
    kept = codes_of(program)
    for code in tuple(kept):
        without = [other for other in kept if other != code]
        if not _feasible(program, without, solver, seconds, grown):
            kept = without
    return named(case, kept)


def named(case: Case, codes: Sequence[str]) -> list[Named]:
    """Constraints by their codes, with what they say."""
    return [_named(case, code) for code in codes]


def _feasible(
    program: Program, codes: Sequence[str], solver: str, seconds: float, prover: Prover
) -> bool:
    """Whether a list keeps these constraints; true too where that is not known in time."""
    rows = [program.rows[place] for place in places_kept(program, codes)]
    trial = Program(program.case, list(program.variables), rows, program.places)
    loaded = engines_of(trial, solver)[-1]
    if FIXED not in codes:
        for v, free in freed(program).items():
            loaded.change(v, free)
    answer = loaded.run(Linear(), maximise=False, seconds=seconds, start=None)
    if answer.ended is Ended.INFEASIBLE:
        return False

    def true(values: Sequence[int]) -> bool:
        case = program.case
        pairs = zip(case.items, program.levels(values), strict=True)
        return keeps(case, codes, [item.grant(level) for item, level in pairs])

    if answer.values is None or true(answer.values):
        return True
    try:
        return prover.conflict(codes, true) is None
    except BetterList:
        return True


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
