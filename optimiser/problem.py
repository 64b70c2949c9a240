"""The optimiser from a notebook: candidates and a policy made in code, without files or a database.

>>> made = [
...     applied("A", 500_00, Homes(social_rent=50)),
...     applied("B", 400_00, Homes(mid_rent=70)),
... ]
>>> problem = Problem(candidates=tuple(made), policy=small_policy(600_00))
>>> solution = problem.solve()
>>> [(one.application_id, one.cents) for one in solution.given]
[('A', 0), ('B', 40000)]
>>> problem.certify(solution).valid
True

Frames of pandas in and out: ``io.reports.analysts``. A guide with examples that run:
``docs/python_interface.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import date, datetime
from typing import Any, Self

from ..grants.applications.application import Payment
from ..grants.applications.candidate import Candidate
from ..grants.decisions.allocation import Certificate
from ..grants.homes import Homes
from ..grants.money import Euro
from ..grants.record import Record
from ..grants.rounds.constraint import ConstraintPolicy
from ..grants.rounds.fund import CeilingRange, FundPolicy
from ..grants.rounds.policy import (
    DistributionRule,
    InstrumentPolicy,
    Policy,
    RoundKind,
    RoundPolicy,
)
from .proof.certificate import certify
from .questions.application.explain import explain
from .questions.application.facts import Explanation
from .questions.application.forced import Forced, forced_in
from .questions.comparison.crosscheck import CrossCheck, cross_check
from .questions.what_if.answers import (
    FrontierPoint,
    Next,
    RulePrice,
    frontier,
    price_of_rules,
    reserve_ladder,
)
from .questions.what_if.planning import Plan, plan
from .search.allocation import allocate
from .solution import Progress, Solution

__all__ = ["FIRST_YEAR", "Problem", "applied", "knapsack", "small_policy"]

FIRST_YEAR = 2026
INSTRUMENT, FUND = "scheme", "fund"  # the names in a small policy
YEARS = range(2020, 2061)  # the calendar years that a policy can name


class Problem(Record):
    """Who asks for money, and by which policy it is divided.

    Every method is a question; none changes the problem. Amounts are cents.
    """

    candidates: tuple[Candidate, ...]
    policy: Policy

    def solve(
        self,
        *,
        solver: str = "highs",
        progress: Callable[[Progress], None] | None = None,
        time_limit_seconds: int | None = None,
    ) -> Solution:
        """Divide the money; ``solver`` is one of those of :func:`.allocate`, with the same list.

        Raises ``ValueError`` where an application number occurs twice, an application is of an
        instrument that the policy does not name, or a ceiling is a range: see :meth:`plan`.
        """
        ranges = [
            key
            for key, rules in self.policy.instruments.items()
            if isinstance(rules.ceiling, CeilingRange)
        ]
        if ranges:
            raise ValueError(
                f"the ceiling of {', '.join(ranges)} is a range, which is still to be chosen: "
                "plan() proposes one, and under() takes a policy with it"
            )
        return allocate(
            self.candidates,
            self.policy,
            solver=solver,
            progress=progress,
            time_limit_seconds=time_limit_seconds,
        )

    def plan(self, *, time_limit_seconds: int | None = None) -> Plan:
        """Propose a ceiling for every one that is a range; nothing that can be approved."""
        return plan(self.candidates, self.policy, time_limit_seconds=time_limit_seconds)

    def certify(self, solution: Solution) -> Certificate:
        """Check a solution in exact numbers, without a solver."""
        return certify(self.candidates, self.policy, solution)

    def cross_check(self, solution: Solution, *, solver: str = "cbc") -> CrossCheck:
        """Solve with a second solver and compare stage by stage, and cent by cent."""
        return cross_check(self.candidates, self.policy, solution, solver=solver)

    def explain(self, solution: Solution, application: str, *, resolve: bool = True) -> Explanation:
        """The facts behind one outcome; with ``resolve`` also the homes lost if it were forced in.

        Raises ``KeyError`` for an application that takes no part.
        """
        return explain(self.candidates, self.policy, solution, application, resolve=resolve)

    def forced_in(
        self, solution: Solution, applications: Sequence[str] | None = None
    ) -> dict[str, Forced]:
        """What forcing each of these in would cost; by default everyone who got nothing."""
        wanted = applications
        if wanted is None:
            wanted = [one.application_id for one in solution.given if not one.cents]
        return forced_in(self.candidates, self.policy, solution, wanted)

    def frontier(
        self, budgets: Sequence[int], *, fund: str | None = None, executor: Executor | None = None
    ) -> tuple[FrontierPoint, ...]:
        """Homes against budgets of a fund in cents; by default the policy's first fund."""
        chosen = fund or next(iter(self.policy.funds))
        return frontier(self.candidates, self.policy, chosen, budgets, executor=executor)

    def price_of_rules(self, *, executor: Executor | None = None) -> tuple[RulePrice, ...]:
        """What each own constraint and ceiling costs in affordable homes."""
        return price_of_rules(self.candidates, self.policy, executor=executor)

    def reserve(
        self,
        solution: Solution,
        amounts: Sequence[int],
        *,
        fund: str | None = None,
        executor: Executor | None = None,
    ) -> tuple[Next, ...]:
        """Who is next for each amount in cents that comes free, existing awards held."""
        chosen = fund or next(iter(self.policy.funds))
        return reserve_ladder(
            self.candidates, self.policy, solution, chosen, amounts, executor=executor
        )

    def under(self, policy: Policy) -> Self:
        """The same candidates under another policy."""
        return self.model_copy(update={"policy": policy})


def applied(
    application: str,
    cents: int,
    homes: Homes,
    *,
    payments: Mapping[int, int] | None = None,
    instrument: str = INSTRUMENT,
    first_year: int = FIRST_YEAR,
    **more: Any,
) -> Candidate:
    """A candidate for ``cents`` and ``homes``, with as few other facts as it needs.

    ``payments`` is cents by calendar year; without it everything is paid in ``first_year``. It is
    a project of its own and came in at the start of that year unless ``more`` says otherwise, in
    the fields of :class:`Candidate`.

    Raises:
        ValueError: the payments do not add up, an amount is negative, or a form lacks its step.
    """
    paid = {first_year: cents} if payments is None else payments
    stated: dict[str, Any] = {
        "municipality_codes": (),
        "province": "",
        "project_id": application,
        "received_at": datetime(first_year, 1, 1),  # noqa: DTZ001 - as a workbook gives it
    }
    return Candidate.model_validate(
        {
            "application_id": application,
            "instrument": instrument,
            "requested": Euro(cents),
            "homes": homes,
            "payments": tuple(Payment(year=y, amount=Euro(c)) for y, c in sorted(paid.items())),
            **stated,
            **more,
        }
    )


def small_policy(
    total: int,
    *,
    cash: Mapping[int, int] | None = None,
    carry_over: int | None = None,
    ceilings: Mapping[str, int | None] | None = None,
    constraints: Iterable[ConstraintPolicy] = (),
    first_year: int = FIRST_YEAR,
    time_limit_seconds: int = 600,
) -> Policy:
    """A what-if policy of one fund of ``total`` cents, which the optimiser divides.

    ``cash`` limits what may be paid in a calendar year and ``carry_over`` what may move to the
    next; ``ceilings`` names the instruments, each with its ceiling or ``None``. Without it there
    is one instrument, ``scheme``, without a ceiling. All amounts are cents.
    """
    named = {INSTRUMENT: None} if ceilings is None else ceilings
    return Policy(
        round=RoundPolicy(
            id=f"what-if-{first_year}",
            title="What if",
            kind=RoundKind.WHAT_IF,
            window_opens=date(first_year, 1, 1),
            window_closes=date(first_year, 12, 31),
        ),
        funds={
            FUND: FundPolicy(
                name_nl="Geldbron",
                name_en="Fund",
                total=Euro(total),
                cash={year: Euro(cents) for year, cents in sorted((cash or {}).items())},
                carry_over=None if carry_over is None else Euro(carry_over),
            )
        },
        instruments={
            name: InstrumentPolicy(
                fund=FUND,
                rule=DistributionRule.OPTIMISE,
                ceiling=None if ceiling is None else Euro(ceiling),
            )
            for name, ceiling in named.items()
        },
        constraint=tuple(constraints),
        solver={"time_limit_seconds": time_limit_seconds},  # pyright: ignore[reportArgumentType]
    )


def knapsack(
    profits: Sequence[int], weights: Sequence[Sequence[int]], capacities: Sequence[int]
) -> Problem:
    """A knapsack of the literature, stated as it is: ``weights`` has a row for each dimension.

    Profit is homes and weight is cents. One dimension is the fund; of several, each is a calendar
    year with its cash limit. Items stand in the published order as given, by their score, and are
    called ``item 001`` and on. An item that weighs nothing in any dimension asks one cent of a
    year without a limit, since an application for nothing can't be awarded.

    Raises:
        ValueError: the rows are not of one length, or there are more than 40 dimensions.
    """
    if any(len(row) != len(profits) for row in weights) or len(weights) != len(capacities):
        raise ValueError("there must be a weight for every item, and a capacity for every row")
    if len(capacities) >= len(YEARS):
        raise ValueError(f"there are {len(capacities)} dimensions; at most {len(YEARS) - 1} fit")
    years = YEARS[: len(capacities)]
    made = [
        _item(k, profit, {year: row[k] for year, row in zip(years, weights, strict=True)})
        for k, profit in enumerate(profits)
    ]
    cash = dict(zip(years, capacities, strict=True))
    total = sum(one.requested.cents for one in made)
    policy = (
        small_policy(capacities[0], first_year=YEARS[0])
        if len(capacities) == 1 and all(weights[0])
        else small_policy(total, cash=cash, first_year=YEARS[0])
    )
    return Problem(candidates=tuple(made), policy=policy)


def _item(k: int, profit: int, weights: dict[int, int]) -> Candidate:
    paid = {year: weight for year, weight in weights.items() if weight} or {YEARS[-1]: 1}
    return applied(
        f"item {k + 1:03d}",
        sum(paid.values()),
        Homes(social_rent=profit),
        payments=paid,
        first_year=YEARS[0],
        score=-k,
    )
