"""Every constraint re-added in exact integers, from a list of awards. No solver comes near it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ...grants.decisions.allocation import CheckedConstraint, Unit
from ...grants.money import Euro
from ...grants.rounds.constraint import Measure
from .case import Case, Grant
from .ladder import Counts, homes_in
from .limits import SEGMENTS_OF, Cash, Limit, Term
from .supported import supported

Where = tuple[tuple[int, tuple[str, ...]], ...]
"""Items with the municipalities whose homes count: see :class:`~.limits.Term`."""

AFFORDABLE = SEGMENTS_OF[Measure.AFFORDABLE_HOMES]


def homes_supported(
    case: Case, grants: Sequence[Grant], members: Iterable[int], *, enabling: bool = True,
    where: Where = (),
) -> Counts:  # fmt: skip
    """The homes by segment that awards of these items support, each project's homes once.

    Of the items in ``where`` those in these municipalities.
    """
    claimed = {
        i: grants[i].homes
        for i in members
        if grants[i].cents and case.items[i].enabling is enabling
    }
    for i, codes in where:
        if i in claimed:
            claimed[i] = in_place(case, i, grants[i], codes)
    return supported((part for parts in case.projects for part in parts), claimed)


def in_place(case: Case, i: int, grant: Grant, codes: tuple[str, ...]) -> Counts:
    """The homes of an award that are built in these municipalities."""
    return homes_in(case.items[i].candidate, grant.homes, grant.cents, codes)


def affordable_homes(case: Case, grants: Sequence[Grant]) -> int:
    """The objective of stage 2."""
    found = homes_supported(case, grants, range(len(grants)))
    return sum(found[segment] for segment in SEGMENTS_OF[case.policy.objective])


def charged_cents(grants: Iterable[Grant]) -> int:
    """What is charged to the ceilings of this round."""
    return sum(grant.charged for grant in grants)


def value_of(case: Case, term: Term, grants: Sequence[Grant]) -> int:
    """A measure over a group, times its factor."""
    if term.measure is Measure.MONEY:
        found = sum(grants[i].charged for i in term.members)
    elif term.measure is Measure.NUMBER:
        found = sum(1 for i in term.members if grants[i].cents)
    else:
        homes = homes_supported(case, grants, term.members, where=term.where)
        found = sum(homes[segment] for segment in SEGMENTS_OF[term.measure])
    return term.times * found


def limit_value(case: Case, limit: Limit, grants: Sequence[Grant]) -> int:
    """The left side of a limit."""
    return sum(value_of(case, term, grants) for term in limit.terms)


def shortfalls(case: Case, grants: Sequence[Grant]) -> dict[str, int]:
    """By how many of its units each soft constraint falls short."""
    return {
        limit.code: limit.shortfall(limit_value(case, limit, grants))
        for limit in case.limits
        if not limit.hard
    }


def paid_by_year(grants: Sequence[Grant], members: Iterable[int]) -> dict[int, int]:
    """The cents of each calendar year."""
    paid: dict[int, int] = {}
    for i in members:
        for year, amount in grants[i].payments:
            paid[year] = paid.get(year, 0) + amount
    return paid


def cash_room(cash: Cash, paid: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """For each limited year: what moved in from the year before, and what is left after paying."""
    room: dict[int, tuple[int, int]] = {}
    for year in sorted(cash.years):
        left_before = room[year - 1][1] if year - 1 in room else 0
        moved = max(0, min(cash.carry_over, left_before))
        room[year] = (moved, cash.years[year] + moved - paid.get(year, 0))
    return room


def checks(case: Case, grants: Sequence[Grant]) -> tuple[CheckedConstraint, ...]:
    """Every constraint with its value, its limit and what is left of it."""
    found = [_check_limit(case, limit, grants) for limit in case.limits]
    for cash in case.cash:
        found.extend(_check_cash(cash, grants))
    found.extend(_check_links(case, grants))
    return tuple(found)


def _check_limit(case: Case, limit: Limit, grants: Sequence[Grant]) -> CheckedConstraint:
    value = limit_value(case, limit, grants)
    slack = limit.limit - value if limit.relation == "<=" else value - limit.limit
    return CheckedConstraint(
        code=limit.code,
        sentence_nl=limit.sentence_nl,
        sentence_en=limit.sentence_en,
        source=limit.source,
        hard=limit.hard,
        unit=limit.unit,
        value=value,
        relation=limit.relation,
        limit=limit.limit,
        slack=slack,
        shortfall=0 if limit.hard else limit.shortfall(value),
    )


def _check_cash(cash: Cash, grants: Sequence[Grant]) -> list[CheckedConstraint]:
    paid = paid_by_year(grants, cash.members)
    found: list[CheckedConstraint] = []
    for year, (moved, left) in cash_room(cash, paid).items():
        most = cash.years[year] + moved
        found.append(
            CheckedConstraint(
                code=f"{cash.code}-{year}",
                sentence_nl=f"Uit {cash.name_nl} gaat in {year} ten hoogste {Euro(most)} "
                f"(waarvan {Euro(moved)} uit het jaar ervoor).",
                sentence_en=f"{cash.name_en} pays at most {Euro(most)} in {year} "
                f"(of which {Euro(moved)} from the year before).",
                source=cash.source,
                hard=True,
                unit=Unit.CENTS,
                value=paid.get(year, 0),
                relation="<=",
                limit=most,
                slack=left,
            )
        )
    return found


def _check_links(case: Case, grants: Sequence[Grant]) -> list[CheckedConstraint]:
    found: list[CheckedConstraint] = []
    names = [item.candidate.application_id for item in case.items]
    for one, other in case.exclusions:
        both = bool(grants[one].cents) + bool(grants[other].cents)
        first, second = sorted((names[one], names[other]))
        found.append(
            _number(
                f"EXCLUDES-{first}-{second}",
                f"{first} en {second} sluiten elkaar uit.",
                f"{first} and {second} exclude each other.",
                both,
                "<=",
                1,
            )
        )
    for one, other in case.requirements:
        has = bool(grants[other].cents) - bool(grants[one].cents)
        found.append(
            _number(
                f"REQUIRES-{names[one]}-{names[other]}",
                f"{names[one]} vereist {names[other]}.",
                f"{names[one]} requires {names[other]}.",
                has,
                ">=",
                0,
            )
        )
    found.extend(
        _number(
            f"REQUIRES-{names[i]}",
            f"{names[i]} vereist een aanvraag die niet meedoet.",
            f"{names[i]} requires an application that takes no part.",
            int(bool(grants[i].cents)),
            "<=",
            0,
        )
        for i in case.unmet
    )
    found.extend(_check_fixed(case, grants, names))
    return sorted(found, key=lambda check: check.code)


def _check_fixed(
    case: Case, grants: Sequence[Grant], names: Sequence[str]
) -> list[CheckedConstraint]:
    found: list[CheckedConstraint] = []
    for decision in case.policy.fixed:
        if decision.application not in names:
            continue
        i = names.index(decision.application)
        inside = decision.decision == "in"
        exact = decision.amount is not None and inside
        found.append(
            CheckedConstraint(
                code=f"FIXED-{decision.application}",
                sentence_nl=f"{decision.application} is bij besluit "
                f"{'toegekend' if inside else 'afgewezen'}: {decision.reason}",
                sentence_en=f"{decision.application} is {'in' if inside else 'out'} by decision: "
                f"{decision.reason}",
                source=decision.article,
                hard=True,
                unit=Unit.CENTS if exact else Unit.NUMBER,
                value=grants[i].cents if exact else int(bool(grants[i].cents)),
                relation="=",
                limit=decision.amount.cents if decision.amount and exact else int(inside),
                slack=0
                if (
                    grants[i].cents == decision.amount.cents
                    if decision.amount and exact
                    else bool(grants[i].cents) is inside
                )
                else -1,
            )
        )
    return found


def _number(
    code: str, nl: str, en: str, value: int, relation: str, limit: int
) -> CheckedConstraint:
    return CheckedConstraint(
        code=code,
        sentence_nl=nl,
        sentence_en=en,
        source="aanvraag",
        hard=True,
        unit=Unit.NUMBER,
        value=value,
        relation=relation,
        limit=limit,
        slack=limit - value if relation == "<=" else value - limit,
    )
