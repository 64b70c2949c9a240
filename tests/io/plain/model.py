"""Three divisions of the sample in a plain model: an order walked by hand, the rest by PuLP.

Amounts are whole cents; in the program they are counted in steps of a thousand euros, in which
every amount of the sample is whole. Where a share is rounded (homes and years of an award that was
cut), the program bounds it from above only, and :func:`kept` adds the cents of a list exactly: so
its optimum is one that no list passes, and a list that reaches it is best.
"""

# PuLP ships no types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import pulp  # pyright: ignore[reportMissingTypeStubs]

from .facts import Claim, Facts, euros

STEP = 100_000  # EUR 1,000, in which an amount that has a minimum is cut
WBI, GB, RS, BER = "woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid"
Amounts = dict[str, int]


def ceilings(facts: Facts) -> dict[str, int]:
    """The announced ceilings: the one that is not named is what the others leave of the fund."""
    named = dict(facts.ceilings)
    if WBI not in named:
        named[WBI] = facts.funds[facts.fund_of[WBI]] - named[GB] - named[RS]
    return named


def given_by_right(facts: Facts) -> Amounts:
    """What the closed list and the entitlement give: all of it, or the same part to everybody."""
    asked = sum(one.cents for one in facts.of(RS))
    part = min(Fraction(1), Fraction(ceilings(facts)[RS], asked))
    given = {one.name: one.cents for one in facts.of(GB)}
    return given | {one.name: int(one.cents * part) for one in facts.of(RS)}


def given_in_order(facts: Facts, *, crossing: bool = False) -> tuple[Amounts, str, int]:
    """What the ranking gives; with ``crossing`` also to who crosses the ceiling.

    Also its number, and how much of it the next window bears.
    """
    left, given, marginal, ahead = ceilings(facts)[WBI], Amounts(), "", 0
    for one in sorted(facts.of(WBI), key=lambda claim: claim.rank):
        if any(given.get(other) for other in one.excludes):
            continue
        if one.cents <= left:
            given[one.name] = one.cents
            left -= one.cents
        elif facts.stops[WBI]:
            if crossing and left:
                marginal, ahead = one.name, one.cents - left
                given[one.name] = one.cents
            break
    return given, marginal, ahead


def paid(one: Claim, cents: int, later: int = 0) -> dict[int, int]:
    """An award by year: every year but the last rounded down; what the next window bears after."""
    found = _years(one, cents - later)
    for year, more in _years(one, later).items():
        found[year + 1] = found.get(year + 1, 0) + more
    return found


def _years(one: Claim, cents: int) -> dict[int, int]:
    if not cents:
        return {}
    *first, last = sorted(one.years)
    found = {year: one.years[year] * cents // one.cents for year in first}
    return {**found, last: cents - sum(found.values())}


def homes_of(one: Claim, cents: int) -> list[int]:
    if one.scheme == RS:  # in proportion: less money for each home, and no home less
        return list(one.homes)
    return [count * cents // one.cents for count in one.homes]


def units(facts: Facts) -> list[list[Claim]]:
    """The claims of the same homes: of a project, or of the same phases of it."""
    found: dict[tuple[str, frozenset[str]], list[Claim]] = defaultdict(list)
    for one in facts.claims:
        if facts.counts[one.scheme]:
            found[one.project, one.phases].append(one)
    whole = {project for project, phases in found if not phases}
    assert not any(phases and project in whole for project, phases in found)
    return list(found.values())


def supported(facts: Facts, given: Mapping[str, int]) -> list[int]:
    """The homes of a list by segment, each project once."""
    total = [0, 0, 0, 0]
    for unit in units(facts):
        each = [homes_of(one, given[one.name]) for one in unit if given.get(one.name)]
        total = [sum(pair) for pair in zip(total, map(max, zip(*each, strict=True)), strict=True)
                 ] if each else total  # fmt: skip
    return total


def members(facts: Facts, group: Mapping[str, str]) -> list[Claim]:
    known = {"fund", "instrument", "province", "tag", "without_tag"}
    assert set(group) <= known
    return [
        one
        for one in facts.claims
        if group.get("fund", facts.fund_of[one.scheme]) == facts.fund_of[one.scheme]
        and group.get("instrument", one.scheme) == one.scheme
        and group.get("province", one.province) == one.province
        and ("tag" not in group or group["tag"] in one.tags)
        and group.get("without_tag") not in one.tags
    ]


def kept(facts: Facts, given: Mapping[str, int], later: Mapping[str, int]) -> list[str]:
    """The limits and goals that a list does not keep, added up to the cent."""
    charged = {name: cents - later.get(name, 0) for name, cents in given.items()}
    by_name = {one.name: one for one in facts.claims}
    short: list[str] = []
    for fund, most in facts.funds.items():
        own = [one for one in by_name.values() if facts.fund_of[one.scheme] == fund]
        if sum(charged.get(one.name, 0) for one in own) > most:
            short.append(f"FUND-{fund}")
        moved = 0
        for year, limit in sorted(facts.cash[fund].items()):
            gone = sum(paid(one, given[one.name], later.get(one.name, 0)).get(year, 0)
                       for one in own if given.get(one.name))  # fmt: skip
            room = limit + moved - gone
            if room < 0:
                short.append(f"CASH-{fund}-{year}")
            moved = max(0, min(facts.carry[fund], room))
    for scheme, most in ceilings(facts).items():
        if sum(charged.get(one.name, 0) for one in facts.of(scheme)) > most:
            short.append(f"CEILING-{scheme}")
    for one in by_name.values():
        if given.get(one.name):
            short += [f"{one.name} excludes {n}" for n in one.excludes if given.get(n)]
            short += [f"{one.name} requires {n}" for n in one.requires if not given.get(n)]
    homes = supported(facts, given)
    return short + [g["code"] for g in facts.goals if _short_of(facts, g, charged, homes)]


def _short_of(
    facts: Facts, goal: Mapping[str, Any], charged: Mapping[str, int], homes: list[int]
) -> bool:
    sums = {"homes": sum(homes), "affordable_homes": sum(homes[:3]), "social_rent": homes[0]}
    if goal["measure"] == "money":
        value = sum(charged.get(one.name, 0) for one in members(facts, goal.get("group", {})))
    else:
        value = sums[goal["measure"]]
    whole = goal.get("of")
    of = None
    if whole == "money":
        of = sum(charged.get(one.name, 0) for one in members(facts, goal.get("of_group", {})))
    elif whole:
        of = sums[whole]
    limit, least = _limit(goal)
    bound = limit * of if of is not None else limit
    return value < bound if least else value > bound


def _limit(goal: Mapping[str, Any]) -> tuple[Fraction, bool]:
    text = str(goal.get("at_least", goal.get("at_most")))
    least = "at_least" in goal
    if text.startswith("€"):
        return Fraction(euros(text)), least
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100, least
    return Fraction(text), least


class Best:
    """The most affordable homes, and then the least money, with all goals met."""

    def __init__(self, facts: Facts, fixed: Mapping[str, int], later: Mapping[str, int]) -> None:
        self.facts, self.fixed, self.later = facts, fixed, later
        self.model: Any = pulp.LpProblem("plain", pulp.LpMaximize)
        self.award: dict[str, Any] = {}  # in steps
        self.on: dict[str, Any] = {}
        for one in facts.claims:
            if one.name in fixed or one.scheme in self.ruled:
                self._constant(one, fixed.get(one.name, 0))
            else:
                self._variable(one)
        self._money()
        self._links()
        self.homes = self._homes()
        self._goals()

    @property
    def ruled(self) -> set[str]:
        """The schemes of which something is fixed: of those all is."""
        return {one.scheme for one in self.facts.claims if one.name in self.fixed}

    def _constant(self, one: Claim, cents: int) -> None:
        self.award[one.name] = (cents - self.later.get(one.name, 0)) / STEP
        self.on[one.name] = int(cents > 0)

    def _variable(self, one: Claim) -> None:
        x = self.model.add_variable(f"x_{one.name}".replace("-", "_"), cat="Binary")
        self.on[one.name] = x
        steps, rest = divmod(one.cents - one.least, STEP)
        assert not rest
        assert one.least % STEP == 0
        if not steps:
            self.award[one.name] = one.cents // STEP * x
            return
        more = self.model.add_variable(f"k_{one.name}".replace("-", "_"), 0, steps, cat="Integer")
        self.model += more <= steps * x
        self.award[one.name] = one.least // STEP * x + more

    def _year(self, one: Claim, year: int) -> Any:
        if one.name in self.fixed or one.scheme in self.ruled:
            cents = self.fixed.get(one.name, 0)
            return paid(one, cents, self.later.get(one.name, 0)).get(year, 0) / STEP
        return one.years.get(year, 0) / one.cents * self.award[one.name]

    def _money(self) -> None:
        facts, slack = self.facts, 1e-4  # ten cents: the exact sums are :func:`kept`
        for fund, most in facts.funds.items():
            own = [one for one in facts.claims if facts.fund_of[one.scheme] == fund]
            self.model += pulp.lpSum(self.award[o.name] for o in own) <= most / STEP + slack
            before: Any = 0
            for year, limit in sorted(facts.cash[fund].items()):
                gone = pulp.lpSum(self._year(one, year) for one in own)
                moved = self.model.add_variable(f"m_{fund}_{year}", 0, facts.carry[fund] / STEP)
                self.model += gone <= limit / STEP + before + slack
                self.model += moved <= limit / STEP + before - gone + slack
                before = moved
        for scheme, most in ceilings(facts).items():
            own = facts.of(scheme)
            self.model += pulp.lpSum(self.award[o.name] for o in own) <= most / STEP + slack

    def _links(self) -> None:
        for one in self.facts.claims:
            for other in one.excludes:
                if other in self.on:
                    self.model += self.on[one.name] + self.on[other] <= 1
            for other in one.requires:
                self.model += self.on[one.name] <= self.on.get(other, 0)

    def _homes(self) -> list[Any]:
        total: list[list[Any]] = [[], [], [], []]
        for at, unit in enumerate(units(self.facts)):
            each = [list(self._of(one)) for one in unit]
            for segment in range(4):
                own = [one[segment] for one in each]
                if len(own) == 1:
                    total[segment].append(own[0])
                    continue
                most = max(one.homes[segment] for one in unit)
                z = self.model.add_variable(f"z_{at}_{segment}", 0, most)
                pick = [self.model.add_variable(f"q_{at}_{segment}_{k}", cat="Binary")
                        for k in range(len(unit))]  # fmt: skip
                self.model += pulp.lpSum(pick) == 1
                for of, chosen in zip(own, pick, strict=True):
                    self.model += z >= of
                    self.model += z <= of + most * (1 - chosen)
                total[segment].append(z)
        return [pulp.lpSum(one) for one in total]

    def _of(self, one: Claim) -> Iterator[Any]:
        """The homes of a claim by segment; of one that is cut, whole and no more than its part."""
        if one.name in self.fixed or one.scheme in self.ruled:
            yield from homes_of(one, self.fixed.get(one.name, 0)) if self.fixed.get(one.name) else (
                0, 0, 0, 0,
            )  # fmt: skip
            return
        for segment, count in enumerate(one.homes):
            if one.least == one.cents:
                yield count * self.on[one.name]
                continue
            name = f"h_{one.name}_{segment}".replace("-", "_")
            h = self.model.add_variable(name, 0, count, cat="Integer")
            self.model += h * one.cents / STEP <= count * self.award[one.name]
            yield h

    def _goals(self) -> None:
        sums = {
            "homes": pulp.lpSum(self.homes), "affordable_homes": pulp.lpSum(self.homes[:3]),
            "social_rent": self.homes[0],
        }  # fmt: skip
        for goal in self.facts.goals:
            limit, least = _limit(goal)
            if goal["measure"] == "money":
                value, bound = self._group(goal.get("group", {})), float(limit) / STEP
                if goal.get("of"):
                    bound = float(limit) * self._group(goal.get("of_group", {}))
                slack = 1e-4
            else:
                # In whole homes: 3 x affordable - 2 x all, and so on.
                value = limit.denominator * sums[goal["measure"]]
                bound, slack = limit.numerator * sums[goal["of"]], 0.0
            self.model += value >= bound - slack if least else value <= bound + slack

    def _group(self, group: Mapping[str, str]) -> Any:
        return pulp.lpSum(self.award[one.name] for one in members(self.facts, group))

    def found(self) -> tuple[int, int]:
        """The most affordable homes, and the least money in cents for as many.

        What :attr:`fixed` gives in odd cents is added to the steps exactly.
        """
        affordable = pulp.lpSum(self.homes[:3])
        self.model.setObjective(affordable)
        homes = round(self._solved())
        self.model += affordable >= homes - 0.5
        chosen = [one for one in self.facts.claims if not isinstance(self.on[one.name], int)]
        self.model.sense = pulp.LpMinimize
        self.model.setObjective(pulp.lpSum(self.award[one.name] for one in chosen))
        steps = round(self._solved())
        fixed = sum(cents - self.later.get(name, 0) for name, cents in self.fixed.items())
        return homes, steps * STEP + fixed

    def _solved(self) -> float:
        self.model.solve(pulp.HiGHS(msg=False, gapRel=0, gapAbs=0, threads=1))
        assert pulp.LpStatus[self.model.status] == "Optimal"
        return float(self.model.objective.value())
