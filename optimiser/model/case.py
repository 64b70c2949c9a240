"""The allocation problem in plain integers: what has to be true, before any solver sees it.

A :class:`Case` is made from candidates and a policy by :func:`case_of`. Its items stand in the
published order, so that nothing after this point depends on application numbers or on the order of
rows. Statutory awards, and awards that a decision fixes with an amount, are constants in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.frozen import frozen
from ...grants.rounds.policy import DistributionRule, InstrumentPolicy, Policy
from ..solution import Why
from .distribution import distribute_all
from .ladder import Counts, Ladder, counts, homes_at, ladder, payments_at
from .limits import Cash, Limit, cash_limits, limits_of
from .order import in_published_order
from .shares import Fixed, Outcome, payments_of
from .supported import Part, parts_of_project


@frozen
class Grant:
    """An award in plain integers. ``charged`` cents count for this round's funds and ceilings."""

    cents: int
    charged: int
    homes: Counts
    payments: tuple[tuple[int, int], ...]


NO_GRANT = Grant(0, 0, (0, 0, 0, 0), ())


@frozen
class Item:
    """One candidate. ``constant`` is its award where the optimiser has no say in it.

    ``in_or_out`` is +1 where a decision puts it in without an amount, -1 where it stays out.
    """

    candidate: Candidate
    ladder: Ladder
    fund: str
    enabling: bool
    constant: Grant | None
    why: Why | None
    rank: int | None
    in_or_out: int
    tie_group: int

    def grant(self, level: int) -> Grant:
        """The award at a level; a constant has one level only."""
        return self.offer(level) if self.constant is None else self.constant

    def offer(self, level: int) -> Grant:
        """What its form makes of a level, whoever decides."""
        cents = self.ladder.cents(level)
        if cents == 0:
            return NO_GRANT
        candidate = self.candidate
        return Grant(cents, cents, homes_at(candidate, cents), payments_at(candidate, cents))


@frozen
class Case:
    """The problem. Items are named by their place in the published order, from 0."""

    policy: Policy
    items: tuple[Item, ...]
    projects: tuple[tuple[Part, ...], ...]
    limits: tuple[Limit, ...]
    cash: tuple[Cash, ...]
    exclusions: tuple[tuple[int, int], ...]
    requirements: tuple[tuple[int, int], ...]  # the first needs the second
    unmet: tuple[int, ...]  # items that need an application which is no candidate
    fixed_without_candidate: tuple[str, ...]
    ties: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def open_items(self) -> list[int]:
        """The items that the optimiser decides."""
        return [i for i, item in enumerate(self.items) if item.constant is None]


def case_of(candidates: Sequence[Candidate], policy: Policy) -> Case:
    """State the problem. Raises ``ValueError`` for an application number that occurs twice, or an
    instrument that the policy does not name."""
    _check_input(candidates, policy)
    fixed = Fixed.of(policy)
    outcomes = _outcomes(candidates, policy, fixed)
    ordered = in_published_order(
        candidates,
        policy.order,
        asks=policy.asks,
        free=lambda one: _is_free(one, policy, fixed),
    )
    items = _items(ordered, policy, fixed, outcomes)
    place = {item.candidate.application_id: i for i, item in enumerate(items)}
    exclusions, requirements, unmet = _links(items, place)
    ties = sorted(name for outcome in outcomes.values() for name in outcome.ties)
    absent = tuple(
        sorted(
            d.application for d in policy.fixed if d.decision == "in" and d.application not in place
        )
    )
    return Case(
        policy=policy,
        items=items,
        projects=_projects(items),
        limits=limits_of([item.candidate for item in items], policy),
        cash=cash_limits([item.candidate for item in items], policy),
        exclusions=exclusions,
        requirements=requirements,
        unmet=unmet,
        fixed_without_candidate=absent,
        ties=tuple(ties),
        remarks=_remarks(items, requirements),
    )


def _check_input(candidates: Iterable[Candidate], policy: Policy) -> None:
    seen: set[str] = set()
    for candidate in candidates:
        if candidate.application_id in seen:
            raise ValueError(f"application {candidate.application_id} is there twice")
        seen.add(candidate.application_id)
        if candidate.instrument not in policy.instruments:
            raise ValueError(
                f"application {candidate.application_id} is of instrument {candidate.instrument}, "
                "which takes no part in this round"
            )


def _outcomes(candidates: Sequence[Candidate], policy: Policy, fixed: Fixed) -> dict[str, Outcome]:
    """What each instrument's statutory rule gives; nothing where the optimiser divides."""
    statutory: dict[str, tuple[Sequence[Candidate], InstrumentPolicy, int]] = {}
    for key in sorted(policy.instruments):
        rules = policy.instruments[key]
        if rules.rule is not DistributionRule.OPTIMISE:
            mine = [c for c in candidates if c.instrument == key]
            statutory[key] = (mine, rules, available_cents(policy, rules))
    elsewhere = frozenset(c.application_id for c in candidates if c.instrument not in statutory)
    outcomes = {key: Outcome() for key in policy.instruments}
    return outcomes | distribute_all(statutory, fixed, elsewhere)


def available_cents(policy: Policy, rules: InstrumentPolicy) -> int:
    """What a statutory rule may divide: the ceiling, or what the fund holds where there is none."""
    most = ceiling_cents(rules)
    if most is not None:
        return most
    fund = policy.funds[rules.fund]
    return fund.total.cents - fund.objection_reserve.cents


def ceiling_cents(rules: InstrumentPolicy) -> int | None:
    """The ceiling in cents; of a range its upper end."""
    ceiling: Any = rules.ceiling
    if ceiling is None:
        return None
    return ceiling.at_most.cents if hasattr(ceiling, "at_most") else ceiling.cents


def _items(
    ordered: Sequence[tuple[Candidate, tuple[Any, ...]]],
    policy: Policy,
    fixed: Fixed,
    outcomes: Mapping[str, Outcome],
) -> tuple[Item, ...]:
    items: list[Item] = []
    group, last, optimised = -1, None, 0
    for candidate, key in ordered:
        if key != last:
            group, last = group + 1, key
        rules = policy.instruments[candidate.instrument]
        share = outcomes[candidate.instrument].shares.get(candidate.application_id)
        constant, why, rank = None, None, None
        if share is not None:
            paid = payments_of(candidate, share)
            homes = counts(candidate.homes) if share.cents else NO_GRANT.homes
            if share.reason is Why.FIXED_IN:
                homes = homes_at(candidate, share.cents)
            charged = share.cents - share.next_window
            constant = Grant(share.cents, charged, homes, paid)
            why, rank = share.reason, share.rank
        else:
            optimised += 1
            rank = optimised
            constant, why = _fixed_constant(candidate, fixed)
        in_or_out = 1 if fixed.amount_in(candidate) is not None else -fixed.is_out(candidate)
        items.append(
            Item(
                candidate=candidate,
                ladder=ladder(candidate),
                fund=rules.fund,
                enabling=rules.enables_homes,
                constant=constant,
                why=why,
                rank=rank,
                in_or_out=in_or_out,
                tie_group=group,
            )
        )
    return tuple(items)


def _is_free(candidate: Candidate, policy: Policy, fixed: Fixed) -> bool:
    """Whether the published order can decide on an application."""
    rule = policy.instruments[candidate.instrument].rule
    decided = candidate.application_id in fixed.decisions
    return rule is DistributionRule.OPTIMISE and not decided


def _fixed_constant(candidate: Candidate, fixed: Fixed) -> tuple[Grant | None, Why | None]:
    decision = fixed.decisions.get(candidate.application_id)
    if decision is None or decision.decision == "out" or decision.amount is None:
        return None, None
    cents = decision.amount.cents
    grant = Grant(cents, cents, homes_at(candidate, cents), payments_at(candidate, cents))
    return grant, Why.FIXED_IN


def _projects(items: Sequence[Item]) -> tuple[tuple[Part, ...], ...]:
    """The parts of each project, in the order in which the published order first meets it."""
    claims: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for i, item in enumerate(items):
        claims.setdefault(item.candidate.project_id, []).append((i, item.candidate.phases))
    return tuple(parts_of_project(listed) for listed in claims.values())


def _links(
    items: Sequence[Item], place: Mapping[str, int]
) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...], tuple[int, ...]]:
    exclusions: set[tuple[int, int]] = set()
    requirements: set[tuple[int, int]] = set()
    unmet: set[int] = set()
    for i, item in enumerate(items):
        for name in item.candidate.excludes:
            if name in place and place[name] != i:
                exclusions.add((min(i, place[name]), max(i, place[name])))
        for name in item.candidate.requires:
            if name not in place:
                unmet.add(i)
            elif place[name] != i:
                requirements.add((i, place[name]))
    return tuple(sorted(exclusions)), tuple(sorted(requirements)), tuple(sorted(unmet))


def _remarks(items: Sequence[Item], requirements: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    needs: dict[int, list[int]] = {}
    for one, other in requirements:
        needs.setdefault(one, []).append(other)

    def reaches(start: int) -> bool:
        seen: set[int] = set()
        waiting = list(needs.get(start, ()))
        while waiting:
            i = waiting.pop()
            if i == start:
                return True
            if i not in seen:
                seen.add(i)
                waiting.extend(needs.get(i, ()))
        return False

    ring = sorted(items[i].candidate.application_id for i in needs if reaches(i))
    if not ring:
        return ()
    return (
        "Deze aanvragen vereisen elkaar in een kring en worden samen toegekend of samen niet: "
        + ", ".join(ring)
        + ".",
    )
