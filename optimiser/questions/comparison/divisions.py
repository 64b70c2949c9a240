"""Three divisions side by side: as announced, the best within the law, and the free optimum.

They have the same funds, ceilings, cash years, floors, goals and way of counting homes, so that
what they differ in is only the rule by which money is given. Awards of a closed list and of an
entitlement are facts, and the same in all three. What the law gives is given even where it breaks
a limit: such a limit is left out of the search, and told as broken, with by how much.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Status
from ....grants.decisions.divisions import Broken, Comparison, Division, DivisionKind
from ....grants.decisions.stages import Basis
from ....grants.money import ZERO, Euro
from ....grants.rounds.policy import DistributionRule, InstrumentPolicy, Policy
from ...model.case import Case, Grant, case_of, ceiling_cents
from ...model.choices import IN_ORDER
from ...model.ladder import homes_of
from ...model.recount import charged_cents, checks, homes_supported
from ...search.allocation import allocate
from ...solution import Named, Solution

_BEYOND = (DistributionRule.CLOSED_LIST, DistributionRule.OPTIMISE)
"""The rules that give what they give without a ceiling too."""
FACTS = (DistributionRule.PRO_RATA, DistributionRule.CLOSED_LIST)
"""The rules whose awards are no choice of anybody."""

_NAMES = {
    DivisionKind.ANNOUNCED: (
        "de eigen verdeelregels van de regelingen, zoals aangekondigd",
        "the regulations' own distribution rules, as announced",
    ),
    DivisionKind.WITHIN_LAW: (
        "de beste verdeling binnen de wet",
        "the best division within the law",
    ),
    DivisionKind.FREE: ("het vrije optimum", "the free optimum"),
}


def three_divisions(
    candidates: Sequence[Candidate],
    policy: Policy,
    own_rules: Mapping[str, DistributionRule],
    solution: Solution,
    *,
    marginal: Collection[str] = (),
    time_limit_seconds: int | None = None,
) -> tuple[Division, ...]:
    """The three divisions of a round whose list is ``solution``.

    ``own_rules`` are the rules of the schemes; one that has none of its own is divided by the
    optimiser in all three. ``marginal`` are the schemes whose law lets the application that crosses
    a ceiling be granted: after the window that is all that is left to choose, and only where the
    order stops at that application. Half of the time limit is for each: nothing is decided by them.
    """
    return _Three(candidates, policy, own_rules, solution, marginal, time_limit_seconds).all()


def opposite(policy: Policy, divisions: Sequence[Division]) -> Comparison | None:
    """The one that a list is held against: the law's beside an optimum, the optimum beside it."""
    optimises = any(r.rule is DistributionRule.OPTIMISE for r in policy.instruments.values())
    kind = DivisionKind.ANNOUNCED if optimises else DivisionKind.FREE
    one = next((one for one in divisions if one.kind is kind), None)
    if one is None:
        return None
    return Comparison.model_validate({name: getattr(one, name) for name in Comparison.model_fields})


def under(
    candidates: Sequence[Candidate],
    policy: Policy,
    own_rules: Mapping[str, DistributionRule],
    kind: DivisionKind,
    marginal: str = "",
) -> Policy:
    """The policy of one of the three; ``marginal`` is the scheme whose crossing one is granted.

    What was decided on such a one after the window was not announced, and is no free choice.
    """
    stated = dict(policy.instruments)
    ceilings = announced_ceilings(candidates, policy, own_rules)
    for key, rules in policy.instruments.items():
        own = _own(rules, own_rules.get(key, rules.rule))
        changed: dict[str, Any] = {"rule": own}
        if kind is DivisionKind.FREE and own not in FACTS:
            changed["rule"] = DistributionRule.OPTIMISE
        if key in ceilings:  # in all three, or they would be under other limits
            changed["ceiling"] = Euro(ceilings[key])
        if key == marginal:
            changed["marginal_application"] = True
        stated[key] = rules.model_copy(update=changed)
    return policy.model_copy(update={"instruments": stated, "marginal": ()})


def announced_ceilings(
    candidates: Sequence[Candidate], policy: Policy, own_rules: Mapping[str, DistributionRule]
) -> dict[str, int]:
    """The ceilings that a policy leaves out and that an order or an entitlement needs, in cents.

    What the other ceilings of its fund leave; several share that in proportion to what they ask.
    """
    found: dict[str, int] = {}
    for fund, about in policy.funds.items():
        keys = [key for key, rules in policy.instruments.items() if rules.fund == fund]
        left = about.total.cents - about.objection_reserve.cents
        left -= sum(ceiling_cents(policy.instruments[key]) or 0 for key in keys)
        asked = {
            key: sum(one.requested.cents for one in candidates if one.instrument == key)
            for key in keys
            if policy.instruments[key].ceiling is None
            and _own(policy.instruments[key], own_rules.get(key, policy.instruments[key].rule))
            not in (DistributionRule.OPTIMISE, DistributionRule.CLOSED_LIST)
        }
        total = sum(asked.values())
        for key, cents in asked.items():
            found[key] = max(0, left) * cents // total if total else max(0, left)
    return found


def _own(rules: InstrumentPolicy, own: DistributionRule) -> DistributionRule:
    """A scheme's own rule where the optimiser divides; else the rule that the policy has."""
    return own if rules.rule is DistributionRule.OPTIMISE else rules.rule


class _Three:
    def __init__(
        self,
        candidates: Sequence[Candidate],
        policy: Policy,
        own_rules: Mapping[str, DistributionRule],
        solution: Solution,
        marginal: Collection[str],
        seconds: int | None,
    ) -> None:
        self.candidates, self.policy, self.own = candidates, policy, own_rules
        self.solution, self.marginal = solution, marginal
        limit = policy.solver.time_limit_seconds if seconds is None else seconds
        self.seconds = limit // 2 or limit

    def all(self) -> tuple[Division, ...]:
        announced = self._one(DivisionKind.ANNOUNCED)
        if announced is None:
            return ()
        within = self._within(announced)
        free = self._one(DivisionKind.FREE)
        if free is None:
            return (announced, within)
        return announced, within, free.model_copy(update={"price": self._price(announced, free)})

    def _one(self, kind: DivisionKind, marginal: str = "") -> Division | None:
        rules = under(self.candidates, self.policy, self.own, kind, marginal)
        return self._of(kind, rules, marginal)

    def _of(self, kind: DivisionKind, rules: Policy, marginal: str = "") -> Division | None:
        solution = self._list(rules)
        if solution is None:
            return None
        case = case_of(self.candidates, rules)
        given = {one.application_id: one.cents for one in solution.given}
        found = added_up(case, kind, given, marginal)
        if found is None:
            return None
        proven = solution.status is Status.PROVEN
        name_nl, name_en = _NAMES[kind]
        if not proven:
            name_nl, name_en = f"{name_nl}, niet bewezen", f"{name_en}, not proven"
        order = list(Basis)
        basis = max((s.basis for s in solution.stages), key=order.index, default=Basis.NOTHING)
        return found.model_copy(
            update={"proven": proven, "basis": basis, "name_nl": name_nl, "name_en": name_en}
        )

    def _list(self, rules: Policy) -> Solution | None:
        """The list of a policy, without the limits that its awards of the law break."""
        if rules == self.policy:
            return self.solution
        while True:
            found = allocate(self.candidates, rules, time_limit_seconds=self.seconds)
            if found.status is not Status.INFEASIBLE:
                return found
            eased = _eased(rules, found.conflict)
            if eased is None:
                return None
            rules = eased

    def _within(self, announced: Division) -> Division:
        """The best of what is left to choose after the window: one marginal application at most."""
        name_nl, name_en = _NAMES[DivisionKind.WITHIN_LAW]
        if not announced.proven:
            name_nl, name_en = f"{name_nl}, niet bewezen", f"{name_en}, not proven"
        best = announced.model_copy(
            update={"kind": DivisionKind.WITHIN_LAW, "name_nl": name_nl, "name_en": name_en}
        )
        rules = under(self.candidates, self.policy, self.own, DivisionKind.ANNOUNCED)
        for key in sorted(self.marginal):
            chosen = rules.instruments.get(key)
            if chosen is None or not can_be_marginal(chosen):
                continue
            other = self._one(DivisionKind.WITHIN_LAW, key)
            if other is not None and other.marginal and _better(other, best):
                best = other
        return best

    def _price(self, announced: Division, free: Division) -> dict[str, int]:
        """What the rule of each scheme costs alone; nothing where more differs than the rule."""
        if not announced.same_yardstick(free):
            return {}
        rules = under(self.candidates, self.policy, self.own, DivisionKind.ANNOUNCED)
        freed = under(self.candidates, self.policy, self.own, DivisionKind.FREE)
        keys = [k for k, one in rules.instruments.items() if one.rule != freed.instruments[k].rule]
        if len(keys) == 1:
            return {keys[0]: free.affordable_homes - announced.affordable_homes}
        found: dict[str, int] = {}
        for key in keys:
            stated = {**rules.instruments, key: freed.instruments[key]}
            alone = self._of(DivisionKind.FREE, rules.model_copy(update={"instruments": stated}))
            if alone is not None and announced.same_yardstick(alone) and alone.proven:
                found[key] = alone.affordable_homes - announced.affordable_homes
        return found


def can_be_marginal(rules: InstrumentPolicy) -> bool:
    """Whether an order stops at the one that crosses the ceiling, and it was not granted yet."""
    stops = rules.when_it_does_not_fit == "stop" and not rules.marginal_application
    return rules.rule in IN_ORDER and stops


def _better(one: Division, than: Division) -> bool:
    """Whether it breaks no more, and supports more affordable homes."""
    kept = {(b.code, b.short) for b in one.broken} <= {(b.code, b.short) for b in than.broken}
    return kept and one.affordable_homes > than.affordable_homes


def added_up(
    case: Case, kind: DivisionKind, given: Mapping[str, int], marginal: str = ""
) -> Division | None:
    """A division from its amounts in cents, everything else added up again without a solver.

    ``None`` where an amount is none that its application can have by its rule.
    """
    grants: list[Grant] = []
    for item in case.items:
        cents = given.get(item.candidate.application_id, 0)
        level = item.ladder.level_of(cents) if item.constant is None else 1
        if level is None or (item.constant is not None and item.constant.cents != cents):
            return None
        grants.append(item.grant(level))
    homes = homes_of(homes_supported(case, grants, range(len(grants))))
    ahead = [
        (item.candidate, grant.cents - grant.charged)
        for item, grant in zip(case.items, grants, strict=True)
        if grant.cents > grant.charged
    ]
    crossing = [one.application_id for one, _ in ahead if marginal and one.instrument == marginal]
    name_nl, name_en = _NAMES[kind]
    return Division(
        kind=kind,
        name_nl=name_nl,
        name_en=name_en,
        affordable_homes=homes.affordable,
        homes=homes,
        amount=Euro(charged_cents(grants)),
        amounts={name: Euro(cents) for name, cents in sorted(given.items()) if cents},
        basis=Basis.NOTHING,
        broken=tuple(_short(case, grants, hard=True)),
        missed=tuple(_short(case, grants, hard=False)),
        marginal=crossing[0] if crossing else "",
        next_window=Euro(sum(cents for _, cents in ahead)),
    )


def _short(case: Case, grants: Sequence[Grant], *, hard: bool) -> Iterator[Broken]:
    """The hard limits that do not hold, or the goals that are missed, each with by how much."""
    for check in checks(case, grants):
        short = max(0, -check.slack) if hard else check.shortfall
        if check.hard is hard and short:
            yield Broken(
                code=check.code, sentence_nl=check.sentence_nl, sentence_en=check.sentence_en,
                unit=check.unit, short=short,
            )  # fmt: skip


def _eased(policy: Policy, conflict: Sequence[Named]) -> Policy | None:
    """The policy without one limit of a conflict, cash first; ``None`` where none can give way."""
    codes = sorted((one.code for one in conflict), key=lambda code: (_turn(code), code))
    for code in codes:
        eased = _without(policy, code)
        if eased is not None:
            return eased
    return None


def _turn(code: str) -> int:
    starts = ("CASH-", "FUND-", "CEILING-", "MUNICIPALITY-")
    return next((k for k, start in enumerate(starts) if code.startswith(start)), len(starts))


def _without(policy: Policy, code: str) -> Policy | None:
    for key, fund in policy.funds.items():
        for year in fund.cash:
            if code == f"CASH-{key}-{year}":
                cash = {y: cents for y, cents in fund.cash.items() if y != year}
                return _with_fund(policy, key, {"cash": cash})
        if code == f"FUND-{key}":
            return _with_fund(policy, key, {"total": Euro(10**15), "objection_reserve": ZERO})
    for key, rules in policy.instruments.items():
        if code == f"CEILING-{key}" and rules.rule in _BEYOND and rules.ceiling is not None:
            return _with_rules(policy, key, {"ceiling": None})
        for year in rules.cash:
            if code == f"CASH-{key}-{year}":
                cash = {y: cents for y, cents in rules.cash.items() if y != year}
                return _with_rules(policy, key, {"cash": cash})
        if code.startswith(f"MUNICIPALITY-{key}-") and rules.max_per_municipality is not None:
            return _with_rules(policy, key, {"max_per_municipality": None})
    kept = tuple(one for one in policy.constraint if one.code != code)
    if len(kept) < len(policy.constraint):
        return policy.model_copy(update={"constraint": kept})
    return None


def _with_fund(policy: Policy, key: str, update: dict[str, Any]) -> Policy:
    about = policy.funds[key].model_copy(update=update)
    return policy.model_copy(update={"funds": {**policy.funds, key: about}})


def _with_rules(policy: Policy, key: str, update: dict[str, Any]) -> Policy:
    about = policy.instruments[key].model_copy(update=update)
    return policy.model_copy(update={"instruments": {**policy.instruments, key: about}})
