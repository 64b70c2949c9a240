"""That one application has its level in every list that is the best, shown without a solver.

A list in hand, with the application at its level, is held against every list with it at another
one. Those levels are a box above and a box below it: of each a tree shows, goal by goal, that
nothing in it is as good as the list. So the best list has the application at that level, whatever
the others get in it.

Of lists without the application no tree is needed where another case differs in it alone, and a
list of that case is proven: lists without it are the same in both, and none is better than that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.rounds.policy import Policy
from ..model.case import NO_GRANT, Case, Grant, case_of
from ..model.formulation import program_of
from ..model.linear import Linear
from ..model.listing import award_in
from ..model.objectives import objectives_of
from ..model.program import Program
from ..model.recount import checks
from ..solution import LevelShown, ProposedAward
from .checking import check
from .export import claim_hash, problem_text
from .restating import goal_of, places_of, rows_of, system_of
from .system import Claim, Place, StatedRow, System
from .tree import Refused, opened

Bounds = Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Before:
    """The case before, in which one application was another, and a proven list of it."""

    case: Case
    given: tuple[ProposedAward, ...]

    def grants(self) -> list[Grant]:
        """The awards of the list in the order of the items."""
        levels = {one.application_id: one.steps for one in self.given}
        return [item.grant(levels[item.candidate.application_id]) for item in self.case.items]


def grants_of(case: Case, shown: LevelShown) -> list[Grant]:
    """The awards of the list that is shown.

    Raises:
        Refused: an application is missing, or has no such level.
    """
    levels = dict(shown.levels)
    names = [case.items[i].candidate.application_id for i in case.open_items]
    if sorted(levels) != sorted(names) or len(levels) != len(shown.levels):
        raise Refused("the list is not of these applications")
    found: list[Grant] = []
    for item in case.items:
        level = levels.get(item.candidate.application_id, 0)
        if item.constant is None and not 0 <= level <= item.ladder.top:
            raise Refused(f"{item.candidate.application_id} has no level {level}")
        found.append(item.constant or (item.offer(level) if level else NO_GRANT))
    return found


def values_of(program: Program, grants: Sequence[Grant]) -> tuple[int, ...]:
    """What a list comes to by each goal in turn; less is better."""
    return tuple(
        -one.exact(grants) if one.maximise else one.exact(grants) for one in objectives_of(program)
    )


def boxes(program: Program, place: Place) -> list[Bounds]:
    """The bounds of every level above that of a list, and of every level below it; as far as there
    are any."""
    found: list[Bounds] = []
    step = place.next_step()
    if step is not None and step[1] <= program.variables[step[0]].upper:
        found.append({step[0]: (step[1], program.variables[step[0]].upper)})
    for column, value in reversed(list(zip(place.columns, place.values(), strict=True))):
        if value:
            if value > program.variables[column].lower:
                found.append({column: (program.variables[column].lower, value - 1)})
            break
    return found


def claim_of_box(program: Program, grants: Sequence[Grant], bounds: Bounds) -> Claim:
    """That no list within these bounds is as good as the one of these awards.

    Each goal has no smaller value while those before it are held, and the last no equal one.
    """
    stated = system_of(program)
    columns = tuple(
        replace(one, lower=bounds[j][0], upper=bounds[j][1]) if j in bounds else one
        for j, one in enumerate(stated.columns)
    )
    goals = [goal_of(one, one.exact(grants)) for one in objectives_of(program)]
    goals[-1] = replace(goals[-1], value=goals[-1].value + 1)
    return Claim(System(columns, stated.rows), tuple(goals), ())


def hash_of_box(program: Program, grants: Sequence[Grant], bounds: Bounds) -> str:
    """What a proof about such a box names: the problem, the list and the bounds."""
    told = ",".join(f"{j}:{low}:{high}" for j, (low, high) in sorted(bounds.items()))
    return claim_hash(f"{problem_text(program, grants)}box {told}\n")


def place_of(program: Program, grants: Sequence[Grant], i: int) -> Place:
    """The variables of an item that the optimiser decides, at its level in a list."""
    case = program.case
    levels = [
        0 if item.constant is not None else item.ladder.level_of(grant.cents) or 0
        for item, grant in zip(case.items, grants, strict=True)
    ]
    return dict(zip(case.open_items, places_of(program, levels), strict=True))[i]


def level_fault(case: Case, application_id: str, shown: LevelShown, before: Before | None) -> str:
    """Why a level is not shown, or nothing where it is.

    ``before`` is needed where ``shown`` rests on it; that its list is proven is for its own
    certificate.
    """
    try:
        return _fault(case, application_id, shown, before)
    except Refused as refused:
        return str(refused)


def award_by_rule(case: Case, place: int) -> ProposedAward:
    """What a statutory rule gives, or a decision: worked out, so that nothing has to be shown."""
    return award_in(case, place, [one.constant or NO_GRANT for one in case.items])


def award_shown(
    candidates: Sequence[Candidate],
    policy: Policy,
    then: Sequence[Candidate],
    given: Sequence[ProposedAward],
    application_id: str,
    shown: LevelShown | None,
) -> tuple[ProposedAward | None, str]:
    """The award of a candidate as it is shown, and else why it is not.

    ``given`` is the proven list of those ``then``. Of what a rule gives nothing has to be shown.
    """
    case = case_of(candidates, policy)
    place = [item.candidate.application_id for item in case.items].index(application_id)
    if case.items[place].constant is not None:
        return award_by_rule(case, place), ""
    if shown is None:
        return None, "nothing shows it"
    fault = level_fault(case, application_id, shown, Before(case_of(then, policy), tuple(given)))
    return (None, fault) if fault else (award_in(case, place, grants_of(case, shown)), "")


def _fault(case: Case, application_id: str, shown: LevelShown, before: Before | None) -> str:
    grants, program = grants_of(case, shown), program_of(case)
    names = [item.candidate.application_id for item in case.items]
    i = names.index(application_id)
    if case.items[i].constant is not None:
        return f"{application_id} is not decided by the optimiser"
    broken = [one.code for one in checks(case, grants) if one.hard and not one.holds]
    if broken:
        return f"the list breaks {broken[0]}"
    asked = boxes(program, place_of(program, grants, i))
    if len(shown.proofs) != len(asked):
        return "it does not tell of every other level"
    for bounds, text in zip(asked, shown.proofs, strict=True):
        if text:
            _follow(program, grants, bounds, text)
        elif not _by_the_list_before(program, grants, i, bounds, shown, before):
            return "the list of before does not show it"
    return ""


def _follow(program: Program, grants: Sequence[Grant], bounds: Bounds, text: str) -> None:
    claim = claim_of_box(program, grants, bounds)
    found = check(claim, opened(text), hash_of_box(program, grants, bounds))
    if found.stages != tuple(range(len(claim.goals))):
        raise Refused("a goal is left open")


def _by_the_list_before(
    program: Program, grants: Sequence[Grant], i: int, bounds: Bounds, shown: LevelShown,
    before: Before | None,
) -> bool:  # fmt: skip
    """Whether lists without the application are all that is asked, and are shown by the case
    before to be worse."""
    if not shown.then or before is None or bounds.get(program.places[i].x) != (0, 0):
        return False
    return worse_without(program, grants, i, before)


def worse_without(program: Program, grants: Sequence[Grant], i: int, before: Before) -> bool:
    """Whether lists without an application are those of the case before, and its proven list, than
    which none of them is better, is worse than this one."""
    name = program.case.items[i].candidate.application_id
    then = program_of(before.case)
    if values_of(program, grants) >= values_of(then, before.grants()):
        return False
    same = lists_without(program, name)
    return same is not None and same == lists_without(then, name)


def lists_without(program: Program, application_id: str) -> object:
    """A program as it is for all lists without one application, to be held against another's.

    ``None`` where that cannot be told by leaving its variables out: it is in by a decision.
    """
    names = [item.candidate.application_id for item in program.case.items]
    i = names.index(application_id) if application_id in names else -1
    item = program.case.items[i] if i >= 0 else None
    if item is not None and (item.constant is not None or item.in_or_out > 0):
        return None
    gone = set(program.places[i].variables()) if i >= 0 else set[int]()
    gone |= {h for (j, _, _), h in program.stairs().items() if j == i}
    return _Projected(program, names, gone).told()


class _Projected:
    """A program without some of its variables; the others bear names that do not tell places."""

    def __init__(self, program: Program, names: Sequence[str], gone: set[int]) -> None:
        self._program, self._gone = program, gone
        self._called: dict[int, tuple[Any, ...]] = {}
        for j, place in program.places.items():
            for kind, v in (("x", place.x), ("t", place.t), ("rest", place.rest)):
                if v >= 0:
                    self._called[v] = (kind, names[j])
        for (j, segment, asked), h in program.stairs().items():
            self._called[h] = ("homes", names[j], segment, asked)
        for claimants, z in program.layers().items():
            self._called[z] = ("one of", *sorted(names[j] for j in claimants))
        for code, s in program.shortfall.items():
            self._called[s] = ("short", code)
        for c, (cash, year) in program.carried.items():
            self._called[c] = ("moved", cash.code, year)
        others = (v for v in range(len(program.variables)) if v not in self._called)
        self._called |= {v: ("other", k) for k, v in enumerate(others)}

    def told(self) -> object:
        program = self._program
        short = set(program.shortfall.values())  # its highest value only says how short it can be
        columns = sorted(
            (self._called[v], one.lower, -1 if v in short else one.upper, one.whole, one.implied)
            for v, one in enumerate(program.variables)
            if v not in self._gone
        )
        rows = [told for row in rows_of(program) if (told := self._row(row)) is not None]
        goals = [
            (one.name, one.maximise, self._terms(one.linear), one.linear.constant)
            for one in objectives_of(program)
        ]
        return columns, rows, goals

    def _terms(self, linear: Linear) -> list[Any]:
        return self._named(tuple(linear.terms.items()))

    def _named(self, terms: Sequence[tuple[int, Any]]) -> list[Any]:
        return sorted((self._called[v], c) for v, c in terms if c and v not in self._gone)

    def _row(self, row: StatedRow) -> object | None:
        """A row by its names; ``None`` where nothing within the bounds can break it."""
        payments = [
            ([self._called[v] for v in one.columns], one.cents, one.shares, one.requested, one.rest)
            for one in row.payments
            if not self._gone.issuperset(one.columns)
        ]
        left = [(v, c) for v, c in row.terms if c and v not in self._gone]
        variables = self._program.variables
        most = sum(max(c * variables[v].lower, c * variables[v].upper) for v, c in left)
        if not payments and most <= row.limit:
            return None
        return row.code, self._named(left), row.limit, payments
