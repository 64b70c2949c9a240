"""Planning: before a window opens, which ceilings within their ranges would support most homes.

A ceiling is published in steps from its lower end, and the ceilings of a fund lie together within
the fund. What the law fixes is never chosen: a closed list and an entitlement are constants, and an
entitlement is not starved to free money elsewhere. An order (a ranking, receipt, lots) answers to
each ceiling with what it would award, and forces what its awards require in another scheme. All of
it is one solve with funds, cash years, floors and goals: most homes, then the goals, the least
money and the smallest step. Where the optimiser divides money too, the goals come before homes, as
they do in every list of its own. What is proposed is then divided again under the real rules, and
that list is the answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ....grants.applications.candidate import Candidate, Form
from ....grants.decisions.allocation import Basis, Stage, Status
from ....grants.homes import NO_HOMES
from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds.fund import CeilingRange
from ....grants.rounds.policy import DistributionRule, Policy
from ...model.case import Case, Grant, case_of
from ...model.ceilings import Ceilings, Ranged
from ...model.choices import IN_ORDER, MOST_CHOICES, asked_of, choices_of
from ...model.recount import affordable_homes
from ...model.supported import supported
from ...search.allocation import allocate
from ...search.choosing import choose, until
from ...search.stages.result import Found, NotFound
from ...solution import Named, Solution, digest_of
from .no_ceilings import above_fund, above_need, no_choice, of_a_list, too_fine

MEASURED = frozenset({0, 1, 2})  # the segments of affordable homes


class Proposal(Record):
    """The ceiling that is proposed for one instrument, in cents.

    Each published ceiling from ``ceiling`` to ``highest`` has the same outcome, as far as the fund
    reaches. ``largest_loss`` is the most affordable homes by which a higher ceiling within the
    range supports fewer, all else as it is: under *skip* a dearer application can displace several.
    ``hindsight`` says that applications of this very window are known, so that it is no proposal
    but what would have been the best.
    """

    instrument: str
    ceiling: int
    highest: int
    largest_loss: int = 0
    hindsight: bool = False


class Plan(Record):
    """What is proposed for every range, and what it would bring.

    ``policy`` is the policy with these ceilings, and ``solution`` its division under the real
    rules. ``stages`` are those of the choice, with what each rests on; ``proven`` is whether all
    are. Where no ceilings are possible there are no proposals, and the solution is infeasible with
    the conflict.
    """

    proposals: tuple[Proposal, ...]
    policy: Policy
    solution: Solution
    stages: tuple[Stage, ...] = ()

    @property
    def ceilings(self) -> dict[str, int]:
        """The proposed ceilings in cents, by instrument."""
        return {one.instrument: one.ceiling for one in self.proposals}

    @property
    def proven(self) -> bool:
        """Whether no other ceilings are better: by a bound that was worked out, or two solvers."""
        return bool(self.proposals) and all(stage.proven for stage in self.stages)


def plan(
    candidates: Sequence[Candidate],
    policy: Policy,
    *,
    time_limit_seconds: int | None = None,
) -> Plan:
    """Propose a ceiling for every instrument whose ceiling is a range.

    The time limit is of each choice and of each division.
    """
    return _Planning(candidates, policy, time_limit_seconds).answer()


class _Planning:
    """One planning: what is fixed, what can be chosen, and what was barred on the way."""

    def __init__(
        self, candidates: Sequence[Candidate], policy: Policy, seconds: int | None
    ) -> None:
        self.candidates, self.policy, self.seconds = candidates, policy, seconds
        self.ranges = _ranges(policy)
        self.fixed, self.kept = self._constants()

    def answer(self) -> Plan:
        faults = self._faults()
        if faults:
            return self._none(faults, Basis.EXACT_BOUND)
        ranged = self._ranged()
        if many := [one.key for one in ranged if len(one.choices) > MOST_CHOICES]:
            return self._none([too_fine(key, self.ranges[key]) for key in many], Basis.EXACT_BOUND)
        barred: list[Mapping[str, int]] = []
        while True:
            ceilings = Ceilings(case_of(*self._stated()), self.policy, ranged, self.kept, barred)
            limit = self.policy.solver.time_limit_seconds
            found = choose(
                ceilings, self._in_order(ranged), homes_first=self._homes_first(),
                deadline=until(self.seconds or limit),
            )  # fmt: skip
            if isinstance(found, NotFound):
                return self._without(found)
            made = self._divided(ceilings, *found)
            if made is not None:
                return made
            barred.append(ceilings.outcomes(found[0].grants) or {})

    def _constants(self) -> tuple[Policy, dict[str, int]]:
        """The policy with the ceilings that are not searched, and what a fund has to have for them.

        An entitlement gets the step that pays it in full, or else the most that there may be.
        """
        chosen: dict[str, int] = {}
        for key, within in self.ranges.items():
            if self.policy.instruments[key].rule is DistributionRule.PRO_RATA:
                asked = asked_of(self.candidates, self.policy, key)
                chosen[key] = within.step_from(asked) or within.at_most.cents
        return with_ceilings(self.policy, chosen), chosen

    def _faults(self) -> list[Named]:
        found: list[Named] = []
        for key, within in self.ranges.items():
            if self.policy.instruments[key].rule is DistributionRule.CLOSED_LIST:
                found.append(of_a_list(key))
            elif within.at_least.cents > (asked := asked_of(self.candidates, self.policy, key)):
                found.append(above_need(key, within, asked))
        return found

    def _ranged(self) -> list[Ranged]:
        """The ceilings to be chosen, each order with all of its outcomes."""
        nothing = self._get_nothing()
        found: list[Ranged] = []
        for key, within in self.ranges.items():
            rules = self.policy.instruments[key]
            if rules.rule in IN_ORDER:
                choices = choices_of(self.candidates, self.policy, key, within, nothing)
                found.append(Ranged(key, within, tuple(choices)))
            elif rules.rule is DistributionRule.OPTIMISE:
                found.append(Ranged(key, within, ()))
        return found

    def _get_nothing(self) -> set[str]:
        """Who gets nothing by a rule of the law, whatever ceiling is chosen elsewhere."""
        case = case_of(*self._stated())
        return {
            item.candidate.application_id
            for item in case.items
            if item.constant is not None and not item.constant.cents
        }

    def _stated(self) -> tuple[list[Candidate], Policy]:
        """The round with every order whose ceiling is a range open, whole or not at all."""
        instruments, open_ = dict(self.fixed.instruments), set[str]()
        for key in self.ranges:
            rules = instruments[key]
            if key not in self.kept:
                update: dict[str, Any] = {"ceiling": None, "rule": DistributionRule.OPTIMISE}
                if rules.rule in IN_ORDER:
                    open_.add(key)
                instruments[key] = rules.model_copy(update=update)
        whole = {"form": Form.WHOLE, "minimum": None}
        made = [
            one.model_copy(update=whole) if one.instrument in open_ else one
            for one in self.candidates
        ]
        return made, self.fixed.model_copy(update={"instruments": instruments})

    def _homes_first(self) -> bool:
        """Whether the optimiser divides nothing of its own."""
        free = {
            key
            for key, rules in self.policy.instruments.items()
            if rules.rule is DistributionRule.OPTIMISE
        }
        return not any(one.instrument in free for one in self.candidates)

    def _in_order(self, ranged: Sequence[Ranged]) -> list[str]:
        """The instruments in the published order, and those it does not name in the policy's."""
        named = [*self.policy.order.instruments, *self.policy.instruments]
        keys = {one.key for one in ranged}
        return [key for key in dict.fromkeys(named) if key in keys]

    def _divided(self, ceilings: Ceilings, found: Found, stages: list[Stage]) -> Plan | None:
        """The plan with its division; ``None`` where the real rules answer otherwise than planned.

        That an order does so is possible only where applications require each other in a ring of
        schemes, or a marginal one is paid later than a floor counts it.
        """
        chosen = ceilings.chosen(found.grants) or {}
        fixed = with_ceilings(self.fixed, chosen)
        solution = allocate(self.candidates, fixed, time_limit_seconds=self.seconds)
        outcomes = ceilings.outcomes(found.grants) or {}
        got = {one.application_id for one in solution.given if one.cents}
        for one in ceilings.ranged:
            if one.choices:
                wanted = one.choices[outcomes[one.key]].awarded
                mine = frozenset(got.intersection(one.choices[0].outcome.shares))
                if solution.status is Status.INFEASIBLE or mine != wanted:
                    return None
        proposals = [self._proposal(ceilings, one, found.grants, chosen) for one in ceilings.ranged]
        proposals += [
            self._of_constant(key, cents) for key, cents in self.kept.items() if key in self.ranges
        ]
        place = {key: k for k, key in enumerate(self.policy.instruments)}
        proposals.sort(key=lambda one: place[one.instrument])
        return Plan(
            proposals=tuple(proposals), policy=fixed, solution=solution, stages=tuple(stages)
        )

    def _proposal(
        self,
        ceilings: Ceilings,
        one: Ranged,
        grants: Sequence[Grant],
        chosen: Mapping[str, int],
    ) -> Proposal:
        ceiling = chosen[one.key]
        outcomes = ceilings.outcomes(grants) or {}
        highest, loss = one.within.at_most.cents, 0
        if one.choices:
            highest = one.choices[outcomes[one.key]].highest
            loss = _largest_loss(ceilings.case, one, outcomes[one.key], grants)
        room = ceilings.left(grants, self.policy.instruments[one.key].fund)
        if highest > ceiling + room:
            highest = one.within.step_below(ceiling + room + 1)
        return Proposal(
            instrument=one.key, ceiling=ceiling, highest=max(ceiling, highest), largest_loss=loss,
            hindsight=self._hindsight(one.key),
        )  # fmt: skip

    def _of_constant(self, key: str, cents: int) -> Proposal:
        return Proposal(
            instrument=key, ceiling=cents, highest=cents, hindsight=self._hindsight(key)
        )

    def _hindsight(self, key: str) -> bool:
        """Whether an application of the window itself is among those that it was worked out on."""
        opens = self.policy.round.window_opens
        mine = (one for one in self.candidates if one.instrument == key)
        return any(one.received_at.date() >= opens for one in mine)

    def _none(
        self, conflict: Sequence[Named], basis: Basis, policy: Policy | None = None, proof: str = ""
    ) -> Plan:
        solution = Solution(
            status=Status.INFEASIBLE, given=(), homes=NO_HOMES, conflict=tuple(conflict),
            conflict_basis=basis, proof=proof, digest=digest_of(()),
        )  # fmt: skip
        return Plan(proposals=(), policy=policy or self.policy, solution=solution)

    def _without(self, found: NotFound) -> Plan:
        """Why there are no ceilings: what is fixed breaks a limit, or the ranges are too narrow."""
        lowest = {key: within.at_least.cents for key, within in self.ranges.items()} | self.kept
        fixed = with_ceilings(self.policy, lowest)
        if not found.proven:
            solution = allocate(self.candidates, fixed, time_limit_seconds=self.seconds)
            stage = Stage.model_validate(
                {
                    "name": "ceilings", "unit": "cents", "value": 0, "bound": 0, "proven": False,
                    "solver": "none", "basis": "nothing",
                }
            )  # fmt: skip
            proposals = tuple(self._of_constant(key, cents) for key, cents in lowest.items())
            return Plan(proposals=proposals, policy=fixed, solution=solution, stages=(stage,))
        over = [named for fund in self.policy.funds if (named := self._over(fund, lowest))]
        if over:
            return self._none(over, Basis.EXACT_BOUND)
        under = allocate(self.candidates, fixed, time_limit_seconds=self.seconds)
        conflict = list(under.conflict) if under.status is Status.INFEASIBLE else []
        if conflict and all(one.code.startswith(_ONLY_LESS) for one in conflict):
            return self._none(conflict, under.conflict_basis, fixed, under.proof)
        return self._none([no_choice(self.ranges), *conflict], Basis.ONE_SOLVER, fixed)

    def _over(self, fund: str, lowest: Mapping[str, int]) -> Named | None:
        """The lower ends of a fund and what is fixed in it, where they are more than it has."""
        about, taken = self.policy.funds[fund], 0
        free = about.total.cents - about.objection_reserve.cents
        case = case_of(*self._stated())
        for key, rules in self.policy.instruments.items():
            if rules.fund == fund:
                awards = sum(
                    item.constant.charged
                    for item in case.items
                    if item.constant is not None and item.candidate.instrument == key
                )
                taken += max(lowest[key], awards) if key in lowest else awards
        return above_fund(fund, about.name_nl, about.name_en, taken, free) if taken > free else None


_ONLY_LESS = ("CASH-", "FUND-", "FIXED-", "MUNICIPALITY-", "EXCLUDES", "REQUIRES")
"""Conflicts that a higher ceiling cannot mend."""


def _ranges(policy: Policy) -> dict[str, CeilingRange]:
    return {
        key: rules.ceiling
        for key, rules in policy.instruments.items()
        if isinstance(rules.ceiling, CeilingRange)
    }


def with_ceilings(policy: Policy, ceilings: Mapping[str, int]) -> Policy:
    """The policy with these ceilings in cents, by instrument."""
    rules = {
        key: one.model_copy(update={"ceiling": Euro(ceilings[key])}) if key in ceilings else one
        for key, one in policy.instruments.items()
    }
    return policy.model_copy(update={"instruments": rules})


def _largest_loss(case: Case, one: Ranged, chosen: int, grants: Sequence[Grant]) -> int:
    """The most homes by which a higher ceiling supports fewer; of each project only as it changes.

    Only the projects in which somebody's award changes are counted anew.
    """
    here = affordable_homes(case, grants)
    at = {i: k for k, parts in enumerate(case.projects) for p in parts for i in p.everyone()}
    members: dict[int, list[int]] = {}
    for i, k in at.items():
        members.setdefault(k, []).append(i)
    place = {item.candidate.application_id: i for i, item in enumerate(case.items)}
    now = {i for i, grant in enumerate(grants) if grant.cents}

    def homes(k: int) -> int:
        claimed = {
            i: (grants[i] if grants[i].cents else case.items[i].offer(1)).homes
            for i in members[k]
            if i in now and case.items[i].enabling
        }
        return sum(supported(case.projects[k], claimed)[s] for s in MEASURED)

    by_project = {k: homes(k) for k in members}
    total, worst = sum(by_project.values()), 0
    last = one.choices[chosen].awarded
    for choice in one.choices[chosen + 1 :]:
        changed = {place[name] for name in last ^ choice.awarded}
        last = choice.awarded
        now ^= changed
        for k in {at[i] for i in changed}:
            after = homes(k)
            total, by_project[k] = total + after - by_project[k], after
        worst = max(worst, here - total)
    return worst
