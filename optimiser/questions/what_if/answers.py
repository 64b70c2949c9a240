"""What a rule costs, what more money would buy, and who is next, each by solving again.

Integer problems have no usable shadow prices: every number here is a difference of two optima.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from functools import partial
from itertools import accumulate

from ....grants.applications.candidate import Candidate
from ....grants.bilingual import said
from ....grants.decisions.allocation import Status
from ....grants.money import Euro
from ....grants.record import Record
from ....grants.rounds.policy import DistributionRule, FixedPolicy, Policy
from ...search.allocation import allocate
from ...solution import Solution
from ..many import in_order
from .optimum import (
    Optimum,
    most_homes,
    most_homes_by_budget,
    most_that_counts,
    only_limits,
    with_total,
)

Done = Callable[[int, int], None]

POINT_SECONDS = 10  # for one point of the frontier
PRICE_SECONDS = 60  # for the price of one rule
_TOGETHER = 6  # points in a job of its own


class RulePrice(Record):
    """What one rule costs: the affordable homes that the round would gain without it.

    ``homes_gained`` is ``None`` where that could not be proven in time; ``at_most`` is then what it
    cannot pass, where a bound is known. It can be negative, since without one soft constraint the
    next in order may ask for more.
    """

    code: str
    sentence_nl: str
    sentence_en: str
    homes_gained: int | None
    at_most: int | None = None

    def sentence(self, lang: str) -> str:
        """What it says, in ``nl`` or ``en``."""
        return said(lang, self.sentence_nl, self.sentence_en)


class FrontierPoint(Record):
    """The most affordable homes with one budget of a fund, in cents.

    ``binding`` are the codes of the funds, ceilings and cash years that keep more from being given
    in the list that was found (``FUND-<fund>``, ``CEILING-<scheme>``, ``CASH-<which>-<year>``);
    ``None`` where it is not known, nothing where everybody has what can be given.
    """

    cents: int
    status: Status
    homes: int | None
    bound: int | None
    binding: tuple[str, ...] | None = None


class Next(Record):
    """Who would get money if an amount came free, with all existing awards held.

    ``awards`` are application numbers with the cents they would get, in their order. ``came_free``
    says that it did, since the decision: then all limits of the round hold for it.
    """

    freed: int
    status: Status
    awards: tuple[tuple[str, int], ...]
    homes_gained: int
    came_free: bool = False


def price_of_rules(
    candidates: Sequence[Candidate],
    policy: Policy,
    *,
    executor: Executor | None = None,
    done: Done | None = None,
    time_limit_seconds: int = PRICE_SECONDS,
) -> tuple[RulePrice, ...]:
    """The price of every own constraint, ceiling and limit a municipality of an optimised round.

    The time limit is of each of them, and of the round itself.
    """
    named, variants = _without_each(policy)
    solve = partial(most_homes, time_limit_seconds=time_limit_seconds)
    found = in_order(solve, [(candidates, one) for one in (policy, *variants)], executor, done)
    base, others = found[0], found[1:]
    return tuple(
        RulePrice(
            code=code,
            sentence_nl=nl,
            sentence_en=en,
            homes_gained=_gain(base, other),
            at_most=_most_gained(base, other),
        )
        for (code, nl, en), other in zip(named, others, strict=True)
    )


def _gain(base: Optimum, other: Optimum) -> int | None:
    if base.status is not Status.PROVEN or other.status is not Status.PROVEN:
        return None
    return (other.homes or 0) - (base.homes or 0)


def _most_gained(base: Optimum, other: Optimum) -> int | None:
    """What the gain cannot pass: the bound without the rule, less what was found with it."""
    if base.homes is None or not base.goals_proven or other.bound is None:
        return None
    return other.bound - base.homes


def _without_each(policy: Policy) -> tuple[list[tuple[str, str, str]], list[Policy]]:
    named: list[tuple[str, str, str]] = []
    variants: list[Policy] = []
    for one in policy.constraint:
        rest = tuple(other for other in policy.constraint if other.code != one.code)
        named.append((one.code, one.sentence_nl, one.sentence_en))
        variants.append(policy.model_copy(update={"constraint": rest}))
    for key, rules in policy.instruments.items():
        if rules.rule is not DistributionRule.OPTIMISE:
            continue
        if rules.ceiling is not None:
            nl, en = f"Het uitkeringsplafond van {key}.", f"The ceiling of {key}."
            named.append((f"CEILING-{key}", nl, en))
            variants.append(_changed(policy, key, {"ceiling": None}))
        if rules.max_per_municipality is not None:
            nl = f"Het grootste aantal toekenningen uit {key} aan een gemeente."
            en = f"The largest number of awards of {key} to a municipality."
            named.append((f"MUNICIPALITY-{key}", nl, en))
            variants.append(_changed(policy, key, {"max_per_municipality": None}))
    return named, variants


def _changed(policy: Policy, key: str, update: dict[str, object]) -> Policy:
    rules = {**policy.instruments, key: policy.instruments[key].model_copy(update=update)}
    return policy.model_copy(update={"instruments": rules})


def frontier(
    candidates: Sequence[Candidate],
    policy: Policy,
    fund: str,
    budgets: Sequence[int],
    *,
    executor: Executor | None = None,
    done: Done | None = None,
    time_limit_seconds: int = POINT_SECONDS,
) -> tuple[FrontierPoint, ...]:
    """The most affordable homes for each budget of a fund, in cents; ceilings and cash stay.

    Where the total is nothing but a limit, budgets beyond what the cash limits let through are one
    question, and the others are searched for some at a time, from the largest on. The jobs depend
    on the budgets only, not on who does them. The time limit is of each point.

    Raises ``KeyError`` for a fund that the policy does not name.
    """
    asked = sorted(set(budgets), reverse=True)
    alike = only_limits(policy, fund)
    beyond = most_that_counts(candidates, policy, fund) if alike else None
    first = max(1, 0 if beyond is None else sum(cents >= beyond for cents in asked))
    size = _TOGETHER if alike else 1
    chunks = [asked[:first], *(asked[k : k + size] for k in range(first, len(asked), size))]
    jobs = [(candidates, policy, fund, one, alike, time_limit_seconds) for one in chunks if one]
    points = [0, *accumulate(len(job[3]) for job in jobs)]

    def told(answered: int, _: int) -> None:
        if done is not None:
            done(points[answered], len(asked))

    found: dict[int, FrontierPoint] = {}
    for some in in_order(_points, jobs, executor, told):
        found |= {point.cents: point for point in some}
    return tuple(found[cents] for cents in budgets)


def _points(
    candidates: Sequence[Candidate],
    policy: Policy,
    fund: str,
    budgets: Sequence[int],
    alike: bool,
    seconds: int,
) -> tuple[FrontierPoint, ...]:
    """The points of some budgets."""
    if alike:
        most = most_homes_by_budget(candidates, policy, fund, budgets, seconds)
    else:
        changed = [with_total(policy, fund, cents) for cents in budgets]
        most = tuple(most_homes(candidates, one, time_limit_seconds=seconds) for one in changed)
    return tuple(
        FrontierPoint(
            cents=cents, status=one.status, homes=one.homes, bound=one.bound, binding=one.binds
        )
        for cents, one in zip(budgets, most, strict=True)
    )


def reserve_ladder(
    candidates: Sequence[Candidate],
    policy: Policy,
    solution: Solution,
    fund: str,
    amounts: Sequence[int],
    *,
    instrument: str | None = None,
    executor: Executor | None = None,
    done: Done | None = None,
    time_limit_seconds: int | None = None,
) -> tuple[Next, ...]:
    """Who is next for each amount in cents that may come free in a fund, existing awards held.

    The money goes to ``instrument``, by its own rule in this policy; without one, to all
    instruments of the fund that the optimiser divides. Ceilings, cash limits and hard constraints
    are left out, because money that comes free was within them. The lists of growing amounts need
    not be nested. Every list is canonical, by the same published order. The time limit is of each
    amount, by default that of the policy.
    """
    taking = [
        key
        for key, rules in policy.instruments.items()
        if rules.fund == fund
        and (key == instrument or (not instrument and rules.rule is DistributionRule.OPTIMISE))
    ]
    before = {one.application_id: one.cents for one in solution.given}
    part = [c for c in candidates if before[c.application_id] or c.instrument in taking]
    charged = {one.application_id: one.charged for one in solution.given}
    jobs = [
        (part, _holding(policy, solution, part, charged, fund, taking, amount))
        for amount in amounts
    ]
    solve = partial(allocate, time_limit_seconds=time_limit_seconds)
    found = in_order(solve, jobs, executor, done)
    return tuple(
        Next(
            freed=amount,
            status=one.status,
            awards=tuple(
                (g.application_id, g.cents)
                for g in sorted(one.given, key=lambda g: (g.rank or 0, g.application_id))
                if g.cents > before[g.application_id]
            ),
            homes_gained=one.homes.affordable - solution.homes.affordable,
        )
        for amount, one in zip(amounts, found, strict=True)
    )


def _holding(
    policy: Policy,
    solution: Solution,
    part: Sequence[Candidate],
    charged: dict[str, int],
    fund: str,
    taking: Sequence[str],
    amount: int,
) -> Policy:
    """The policy with all existing awards fixed and ``amount`` cents more for those who take."""
    fixed = tuple(
        FixedPolicy(
            application=one.application_id,
            decision="in",
            amount=Euro(one.cents),
            reason="Bestaande toekenning van deze ronde.",
            article="",
            authorised_by=("toekenning", "toekenning"),
        )
        for one in solution.given
        if one.cents
    )
    spent: dict[str, int] = {}
    for candidate in part:
        key = candidate.instrument
        spent[key] = spent.get(key, 0) + charged[candidate.application_id]
    rules = {
        key: about.model_copy(
            update={
                "cash": {},
                "max_per_municipality": None,
                "ceiling": Euro(spent.get(key, 0) + (amount if key in taking else 0)),
            }
        )
        for key, about in policy.instruments.items()
    }
    funds = {
        key: about.model_copy(
            update={
                "cash": {},
                "objection_reserve": Euro(0),
                "total": Euro(
                    sum(spent.get(name, 0) for name, r in rules.items() if r.fund == key)
                    + (amount if key == fund else 0)
                ),
            }
        )
        for key, about in policy.funds.items()
    }
    return policy.model_copy(
        update={
            "fixed": (*(one for one in policy.fixed if one.decision == "out"), *fixed),
            "instruments": rules,
            "funds": funds,
            "constraint": tuple(one for one in policy.constraint if not one.hard),
        }
    )
