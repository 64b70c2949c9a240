"""Every list there is of a small round, in whole numbers: what the optimiser is held against.

Nothing of the optimiser is used here. What an application can get, the homes and the payments of
it, homes that count once, limits, cash that moves to the next year and shortfalls are stated anew,
from the definitions alone. All lists are worked out at once in 64-bit integers, so that fifteen
applications, 32,768 lists and more, take a moment.

Claims of phases have to be nested or apart, and the published order has to leave no tie.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.rounds.constraint import ConstraintPolicy, Group, Measure
from verdeelsleutel.grants.rounds.policy import Policy

Numbers = np.ndarray[Any, np.dtype[np.int64]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]
SEGMENTS = {
    Measure.HOMES: (0, 1, 2, 3),
    Measure.AFFORDABLE_HOMES: (0, 1, 2),
    Measure.SOCIAL_RENT: (0,),
    Measure.MID_RENT: (1,),
    Measure.AFFORDABLE_PURCHASE: (2,),
}


@dataclass(frozen=True)
class Best:
    """The values of the stages, and the cents of each application in the published order."""

    shortfalls: tuple[int, ...]
    homes: int
    cents: int
    awards: tuple[int, ...]


class Lists:
    """All lists of a round; one row of an array for each, one column for each application."""

    def __init__(self, candidates: Sequence[Candidate], policy: Policy) -> None:
        self.policy = policy
        self.made = sorted(candidates, key=lambda c: (c.instrument, c.received_at))
        self.names = [c.application_id for c in self.made]
        assert len({(c.instrument, c.received_at) for c in self.made}) == len(self.made)
        amounts = [_amounts(c, policy) for c in self.made]
        sizes = [len(one) for one in amounts]
        rows = math.prod(sizes)
        steps = np.indices(sizes, dtype=np.int64).reshape(len(sizes), rows).T
        self._steps = steps
        self.cents: Numbers = self._each(amounts)
        self.on: Truths = self.cents > 0
        self._amounts = amounts
        self._homes = self._homes_in(None)
        self.money: Numbers = self.cents.sum(axis=1)
        self.homes: Numbers = self.supported(range(len(self.made)), Measure.AFFORDABLE_HOMES)
        self.holds: dict[str, Truths] = self._hard()
        self.shortfalls: list[Numbers] = self._soft()

    def _each(self, tables: Sequence[Sequence[int]]) -> Numbers:
        rows = len(self._steps)
        found = np.zeros((rows, len(tables)), dtype=np.int64)
        for k, table in enumerate(tables):
            found[:, k] = np.array(table, dtype=np.int64)[self._steps[:, k]]
        return found

    def _homes_in(self, province: str | None) -> list[Numbers]:
        """By segment, the homes of each application in a province, or everywhere."""
        found: list[Numbers] = []
        for s in range(4):
            tables = [
                [_homes_in(c, a, province)[s] for a in of]
                for c, of in zip(self.made, self._amounts, strict=True)
            ]
            found.append(self._each(tables))
        return found

    def supported(
        self, members: Iterable[int], measure: Measure, homes: Sequence[Numbers] | None = None
    ) -> Numbers:
        """The homes that these applications support in each list, those of a project once."""
        counted = self._homes if homes is None else homes
        group = set(members)
        total = np.zeros(len(self._steps), dtype=np.int64)
        for project in sorted({c.project_id for c in self.made}):
            own = [i for i, c in enumerate(self.made) if c.project_id == project]
            phases = {i: frozenset(self.made[i].phases) for i in own}
            named = frozenset[str]().union(*phases.values())
            claims = {i: of or named | {""} for i, of in phases.items()}
            for segment in SEGMENTS[measure]:
                total += self._once(claims, group, counted[segment])
        return total

    def _once(
        self, claims: Mapping[int, frozenset[str]], group: set[int], homes: Numbers
    ) -> Numbers:
        """A claim of a whole brings what it claims, or what its parts bring if that is more."""
        value: dict[frozenset[str], Numbers] = {}
        for claim in sorted(set(claims.values()), key=lambda c: (len(c), sorted(c))):
            inner = [other for other in value if other < claim]
            apart = [one for one in inner if not any(one < other for other in inner)]
            found = np.zeros(len(self._steps), dtype=np.int64)
            for one in apart:
                found += value[one]
            for i, of in claims.items():
                if of == claim and i in group:
                    found = np.maximum(found, homes[:, i])
            value[claim] = found
        outer = [one for one in value if not any(one < other for other in value)]
        total = np.zeros(len(self._steps), dtype=np.int64)
        for one in outer:
            total += value[one]
        return total

    def _members(self, group: Group) -> list[int]:
        """The applications that answer to every key given; these are the keys that tests use."""
        assert (group.fund, group.municipality, group.tag, group.without_tag) == (None,) * 4
        return [
            i
            for i, c in enumerate(self.made)
            if group.province in (None, c.province) and group.instrument in (None, c.instrument)
        ]

    def _measured(self, measure: Measure, group: Group) -> Numbers:
        members = self._members(group)
        if measure in SEGMENTS and group.province is not None:  # where homes are, if that is known
            there = self._members(group.model_copy(update={"province": None}))
            stated = [i for i in there if self.made[i].located]
            plain = [i for i in members if not self.made[i].located]
            return self.supported([*plain, *stated], measure, self._homes_in(group.province))
        if measure is Measure.MONEY:
            return self.cents[:, members].sum(axis=1)
        if measure is Measure.NUMBER:
            return self.on[:, members].sum(axis=1)
        return self.supported(members, measure)

    def _missing(self, rule: ConstraintPolicy) -> Numbers:
        """By how much a constraint falls short in each list; zero or less where it holds."""
        found = self._measured(rule.measure, rule.group)
        limit = rule.limit
        if rule.of is not None:
            share = Fraction(limit)
            whole = self._measured(rule.of, rule.of_group)
            found = share.denominator * found - share.numerator * whole
            limit = 0
        return int(limit) - found if rule.at_least is not None else found - int(limit)

    def _soft(self) -> list[Numbers]:
        """The weighted shortfall of each importance; of money in thousands of euros, rounded up."""
        found: dict[int, Numbers] = {}
        for rule in self.policy.constraint:
            if not rule.hard:
                unit = 100_000 if Measure.MONEY in (rule.measure, rule.of) else 1
                short = np.maximum(0, -(-self._missing(rule) // unit)) * rule.weight
                found[rule.importance] = found.get(rule.importance, 0) + short
        return [found[importance] for importance in sorted(found)]

    def _hard(self) -> dict[str, Truths]:
        found: dict[str, Truths] = {}
        for key, fund in self.policy.funds.items():
            free = fund.total.cents - fund.objection_reserve.cents
            found[f"FUND-{key}"] = self.money <= free
        for key, rules in self.policy.instruments.items():
            own = [i for i, c in enumerate(self.made) if c.instrument == key]
            ceiling: Any = rules.ceiling
            if ceiling is not None:
                found[f"CEILING-{key}"] = self.cents[:, own].sum(axis=1) <= ceiling.cents
            most = rules.max_per_municipality
            for code in {c.municipality_codes[0] for c in self.made} if most else ():
                there = [i for i in own if self.made[i].municipality_codes == (code,)]
                found[f"MUNICIPALITY-{key}-{code}"] = self.on[:, there].sum(axis=1) <= most
        for rule in self.policy.constraint:
            if rule.hard:
                found[rule.code] = self._missing(rule) <= 0
        found["EXCLUDES"], found["REQUIRES"] = self._links()
        found["FIXED"] = np.ones(len(self._steps), dtype=np.bool_)
        for decision in self.policy.fixed:
            column = self.on[:, self.names.index(decision.application)]
            found["FIXED"] &= column if decision.decision == "in" else ~column
        return found

    def _links(self) -> tuple[Truths, Truths]:
        apart = np.ones(len(self._steps), dtype=np.bool_)
        after = np.ones(len(self._steps), dtype=np.bool_)
        for i, c in enumerate(self.made):
            for name in c.excludes:
                apart &= ~(self.on[:, i] & self.on[:, self.names.index(name)])
            for name in c.requires:
                after &= ~self.on[:, i] | self.on[:, self.names.index(name)]
        return apart, after

    def cash_holds(self, kept: Iterable[str]) -> Truths:
        """Whether the cash years named hold; a year that is not has all the cash it needs."""
        named = set(kept)
        holds = np.ones(len(self._steps), dtype=np.bool_)
        for key, fund in self.policy.funds.items():
            carry = 0 if fund.carry_over is None else fund.carry_over.cents
            left: dict[int, Numbers] = {}
            for year in sorted(fund.cash):
                before = left.get(year - 1, np.zeros(len(self._steps), dtype=np.int64))
                moved = np.clip(before, 0, carry)
                room = fund.cash[year].cents + moved - self._paid(year)
                if f"CASH-{key}-{year}" in named:
                    holds &= room >= 0
                else:
                    room = np.full(len(self._steps), carry, dtype=np.int64)
                left[year] = room
        return holds

    def _paid(self, year: int) -> Numbers:
        return self._each(
            [
                [_payments(c, a).get(year, 0) for a in of]
                for c, of in zip(self.made, self._amounts, strict=True)
            ]
        ).sum(axis=1)

    def codes(self) -> list[str]:
        """Every hard constraint by its name, cash years too."""
        years = [
            f"CASH-{key}-{year}"
            for key, fund in self.policy.funds.items()
            for year in sorted(fund.cash)
        ]
        return [*self.holds, *years]

    def feasible(self, kept: Iterable[str] | None = None) -> Truths:
        """Which lists keep every hard constraint, or those named."""
        names = self.codes() if kept is None else list(kept)
        found = self.cash_holds(names)
        for name in names:
            if name in self.holds:
                found = found & self.holds[name]
        return found

    def best(self) -> Best | None:
        """The one best list by all stages; ``None`` where no list keeps every hard constraint."""
        rows = np.flatnonzero(self.feasible())
        if not len(rows):
            return None
        order = [-self.cents[:, i] for i in range(len(self.made))]
        for key in (*self.shortfalls, -self.homes, self.money, *order):
            rows = rows[key[rows] == key[rows].min()]
        row = int(rows[0])
        return Best(
            tuple(int(short[row]) for short in self.shortfalls),
            int(self.homes[row]),
            int(self.money[row]),
            tuple(int(cents) for cents in self.cents[row]),
        )

    def homes_with(self, name: str, *, whole: bool = False) -> int | None:
        """The most homes of a list that holds an application, at the smallest shortfalls.

        With ``whole`` it has to have all that it can get.
        """
        i = self.names.index(name)
        rows = np.flatnonzero(self.feasible())
        for key in self.shortfalls:
            rows = rows[key[rows] == key[rows].min()]
        has = self.cents[rows, i] == self.cents[:, i].max() if whole else self.on[rows, i]
        rows = rows[has]
        return int(self.homes[rows].max()) if len(rows) else None


def _amounts(candidate: Candidate, policy: Policy) -> list[int]:
    """Everything that an application can get, in cents."""
    for decision in policy.fixed:
        if decision.application == candidate.application_id and decision.amount is not None:
            return [decision.amount.cents]
    asked = candidate.requested.cents
    if candidate.form is Form.WHOLE or not asked:
        return sorted({0, asked})
    assert candidate.step is not None
    step = candidate.step.cents
    least = candidate.minimum.cents if candidate.minimum is not None else 0
    if candidate.form is Form.PER_HOME:
        return [0, *(k * step for k in range(1, asked // step + 1) if k * step >= least)]
    return sorted({0, *range(least or min(step, asked), asked, step), asked})


def _homes(candidate: Candidate, cents: int) -> tuple[int, ...]:
    """The homes by segment of an award, each rounded down, or one after another if paid by home."""
    stated = candidate.homes
    asked = (stated.social_rent, stated.mid_rent, stated.affordable_purchase, stated.other)
    if not cents:
        return (0, 0, 0, 0)
    if candidate.all_homes_at_minimum:
        return asked
    if candidate.form is not Form.PER_HOME:
        return tuple(homes * cents // candidate.requested.cents for homes in asked)
    paid = [sum(asked[:k]) * cents // candidate.requested.cents for k in range(5)]
    return tuple(paid[k + 1] - paid[k] for k in range(4))


def _homes_in(candidate: Candidate, cents: int, province: str | None) -> tuple[int, ...]:
    """Those of them that are stated to be in a province; where nothing is stated, all of them.

    Of an award that is cut the homes of the first municipality, of the first two and so on are each
    rounded down.
    """
    if province is None or not candidate.located:
        return _homes(candidate, cents)
    asked = candidate.requested.cents
    of = cents if cents in (0, asked) or not candidate.all_homes_at_minimum else asked
    total = [0, 0, 0, 0]
    for s, name in enumerate(("social_rent", "mid_rent", "affordable_purchase", "other")):
        before = upto = 0
        for row in candidate.located:
            upto += getattr(row, name)
            own, before = upto * of // asked - before, upto * of // asked
            total[s] += own if row.province == province else 0
    return tuple(total)


def _payments(candidate: Candidate, cents: int) -> dict[int, int]:
    """The cents of each year, in proportion and rounded down; the last year takes the rest."""
    planned = {p.year: p.amount.cents for p in candidate.payments if p.amount.cents}
    if not planned or not cents:
        return {}
    *earlier, last = sorted(planned)
    found = {year: planned[year] * cents // candidate.requested.cents for year in earlier}
    return {**found, last: cents - sum(found.values())}
