"""That no list keeps some constraints together, shown without a solver.

The box is that of all levels. Its rows are those of the named constraints, and what every list is
by its structure: the steps of an application, a project's homes once. There is no cutoff, because
nothing is to be better: a tree that closes the box shows that nothing is in it. Rows of goals that
may fall short take no part, since they exclude nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.decisions.allocation import PROOFS, Basis, Status
from ...grants.frozen import frozen
from ...grants.rounds.policy import Policy
from ..model.case import NO_GRANT, Case, Grant, case_of
from ..model.formulation import program_of
from ..model.limits import Cash
from ..model.linear import Variable
from ..model.program import Program
from ..model.recount import checks, paid_by_year
from ..solution import Solution
from .box import Box
from .checking import close
from .export import claim_hash, conflict_text
from .restating import rows_of
from .system import Column, StatedRow
from .tree import Refused, opened

FIXED = "FIXED"
"""The code of decisions that put an application in or out, which are bounds and no rows."""


@frozen
class Together:
    """Constraints that are to hold together: the variables and rows of any list that keeps them."""

    codes: tuple[str, ...]
    variables: tuple[Variable, ...]
    rows: tuple[StatedRow, ...]

    def box(self) -> Box:
        """The box that a tree has to close."""
        columns = [Column(one.lower, one.upper, one.whole) for one in self.variables]
        return Box(columns, [row.sized() for row in self.rows])

    def claim(self) -> str:
        """What a proof about it names."""
        return claim_hash(self.text())

    def text(self) -> str:
        """The same for others to check, as ``docs/proof.md`` has it."""
        return conflict_text(self.variables, self.rows, self.codes)


def codes_of(program: Program) -> list[str]:
    """Every hard constraint of a case by its code, in the order in which they are stated."""
    codes = list(dict.fromkeys(row.code for row in program.rows if row.code))
    if any(item.in_or_out for item in program.case.items):
        codes.append(FIXED)
    return codes


def freed(program: Program) -> dict[int, Variable]:
    """The variables that decisions about applications fix, as they are without those."""
    found: dict[int, Variable] = {}
    for i, place in program.places.items():
        item = program.case.items[i]
        if item.in_or_out:
            found[place.x] = program.variables[place.x].within(0, int(item.ladder.top > 0))
    return found


def places_kept(program: Program, codes: Collection[str]) -> list[int]:
    """The places of the rows of these constraints, and of those that hold of every list."""
    short = set(program.shortfall.values())
    return [
        place
        for place, row in enumerate(program.rows)
        if row.code in codes or not (row.code or any(v in short for v, _ in row.terms))
    ]


def together(program: Program, codes: Sequence[str]) -> Together:
    """These constraints of a case, without any other."""
    free = {} if FIXED in codes else freed(program)
    stated = rows_of(program)
    return Together(
        tuple(codes),
        tuple(free.get(v, one) for v, one in enumerate(program.variables)),
        tuple(stated[place] for place in places_kept(program, codes)),
    )


def keeps(case: Case, codes: Collection[str], grants: Sequence[Grant]) -> bool:
    """Whether a list keeps these constraints, to the cent, whatever it does to the others."""
    without: dict[str, Any] = {}
    if "EXCLUDES" not in codes:
        without["exclusions"] = ()
    if "REQUIRES" not in codes:
        without |= {"requirements": (), "unmet": ()}
    if FIXED not in codes:
        without["policy"] = case.policy.model_copy(update={"fixed": ()})
    only = replace(
        case,
        limits=tuple(one for one in case.limits if one.code in codes),
        cash=tuple(_years_of(one, codes, grants) for one in case.cash),
        **without,
    )
    return all(one.holds for one in checks(only, grants) if one.hard)


def _years_of(cash: Cash, codes: Collection[str], grants: Sequence[Grant]) -> Cash:
    """Cash of which a year that is not among the constraints has all that it needs."""
    paid = paid_by_year(grants, cash.members)
    years = {
        year: most if f"{cash.code}-{year}" in codes else paid.get(year, 0) + cash.carry_over
        for year, most in cash.years.items()
    }
    return replace(cash, years=years)


def conflict_fault(candidates: Sequence[Candidate], policy: Policy, solution: Solution) -> str:
    """Why it is not shown that the conflict of a solution cannot hold together; empty where it is.

    What a solver said is no reason, so that a conflict that rests on it has such a fault too.
    """
    if solution.status is not Status.INFEASIBLE or not solution.conflict:
        return "no conflict is named"
    if solution.conflict_basis not in PROOFS:
        return "it rests on the word of a solver"
    case, codes = case_of(candidates, policy), [one.code for one in solution.conflict]
    if solution.conflict_basis is Basis.EXACT_BOUND:
        return "" if set(codes) <= _broken(case) else "what is named is not broken"
    program = program_of(case)
    if not set(codes) <= set(codes_of(program)):
        return "what is named is no hard constraint of the policy"
    try:
        _follow(together(program, codes), solution.proof)
    except Refused as refused:
        return str(refused)
    return ""


def _broken(case: Case) -> set[str]:
    """What no list can keep, where nothing is left to choose or a decision is about nobody."""
    if case.fixed_without_candidate:
        return {absent(name) for name in case.fixed_without_candidate}
    if case.open_items:
        return set()
    grants = [item.constant or NO_GRANT for item in case.items]
    return {one.code for one in checks(case, grants) if one.hard and not one.holds}


def absent(name: str) -> str:
    """The code of a decision about an application that takes no part."""
    return f"{FIXED}-{name}"


def _follow(asked: Together, text: str) -> None:
    proof = opened(text)
    if proof.claim != asked.claim():
        raise Refused("it is a proof of other constraints, or of another round")
    if list(proof.stages) != [0] or proof.shared is not None:
        raise Refused("it is a proof of a list")
    close(asked.box(), proof.stages[0])
