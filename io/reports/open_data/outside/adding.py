"""What published awards add up to, and the limits of the round that they have to keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import Wrong, need, number
from .claims import Claim, cents_in, homes_for, homes_in

SEGMENTS = {
    "homes": (0, 1, 2, 3),
    "affordable_homes": (0, 1, 2),
    "social_rent": (0,),
    "mid_rent": (1,),
    "affordable_purchase": (2,),
}


class Awarded(NamedTuple):
    """A claim with what it got: cents, those charged to this round, and the cents of each year."""

    claim: Claim
    cents: int
    charged: int
    years: dict[int, int]


class Kept(NamedTuple):
    """A limit held against the list. ``short`` is by how much it is broken; 0 where it holds."""

    code: str
    hard: bool
    value: int
    limit: int
    short: int


def supported(
    every: Sequence[Claim], awarded: Sequence[Awarded], where: Mapping[str, str] | None = None
) -> list[int]:
    """The homes that awards make possible, by segment; those of a project count once.

    Within a part of a project the largest number counts; a larger part counts for no less than the
    parts within it together. Claims that cross are read as claims of all their phases together.
    """
    by_project: dict[str, list[Claim]] = {}
    for one in every:
        by_project.setdefault(one.project, []).append(one)
    homes = {one.claim.name: homes_of(one, where or {}) for one in awarded if one.cents}
    total = [0, 0, 0, 0]
    for claims in by_project.values():
        parts = parts_of(claims)
        got = [(parts[c.name], homes[c.name]) for c in claims if c.name in homes]
        for part in outermost(set(parts.values())):
            total = plus(total, largest(part, set(parts.values()), got))
    return total


def homes_of(one: Awarded, where: Mapping[str, str]) -> list[int]:
    if not where or not one.claim.places:
        return homes_for(one.claim, one.cents)
    return homes_in(one.claim, one.cents, where.get("province"), where.get("municipality"))


def parts_of(claims: Sequence[Claim]) -> dict[str, frozenset[str]]:
    """The phases of each claim, joined until any two are apart or one holds the other."""
    named = frozenset(phase for one in claims for phase in one.phases) | {""}
    parts = {one.name: frozenset(one.phases) if one.phases else named for one in claims}
    while True:
        distinct = sorted(set(parts.values()), key=lambda part: (len(part), sorted(part)))
        crossing = [
            (one, other)
            for place, one in enumerate(distinct)
            for other in distinct[place + 1 :]
            if one & other and not one <= other and not other <= one
        ]
        if not crossing:
            return parts
        joined = {part: part for part in distinct}
        for one, other in crossing:
            whole = joined[one] | joined[other]
            joined = {
                part: whole if now in (joined[one], joined[other]) else now
                for part, now in joined.items()
            }
        parts = {name: joined[part] for name, part in parts.items()}


def outermost(parts: set[frozenset[str]]) -> list[frozenset[str]]:
    return sorted((one for one in parts if not any(one < other for other in parts)), key=sorted)


def largest(
    part: frozenset[str],
    parts: set[frozenset[str]],
    got: Sequence[tuple[frozenset[str], list[int]]],
) -> list[int]:
    own = [homes for of, homes in got if of == part]
    within = {one for one in parts if one < part}
    inner = [0, 0, 0, 0]
    for one in outermost(within):
        inner = plus(inner, largest(one, within, got))
    return [max(of_segment) for of_segment in zip(inner, *own, strict=True)]


def plus(one: list[int], other: list[int]) -> list[int]:
    return [a + b for a, b in zip(one, other, strict=True)]


class Round(NamedTuple):
    """The rule as published, with its claims, and what each of them got."""

    rule: dict[str, Any]
    claims: list[Claim]
    awarded: list[Awarded]
    fund_of: dict[str, str]
    counts_homes: dict[str, bool]

    def answers(self, claim: Claim, group: Mapping[str, Any]) -> bool:
        """Whether a claim answers to every key of a group."""
        for key, of in group.items():
            match key:
                case "instrument":
                    holds = claim.scheme == of
                case "fund":
                    holds = self.fund_of[claim.scheme] == of
                case "province":
                    holds = claim.province == of
                case "municipality":
                    holds = of in claim.municipalities
                case "tag":
                    holds = of in claim.tags
                case "without_tag":
                    holds = of not in claim.tags
                case _:
                    raise Wrong(f"a group is by an unknown key: {key}")
            if not holds:
                return False
        return True


def measured(measure: str, group: Mapping[str, Any], round_: Round) -> int:
    """What a limit counts over a group: cents, homes, or awards."""
    members = [one for one in round_.awarded if round_.answers(one.claim, group)]
    if measure == "money":
        return sum(one.charged for one in members)
    if measure == "number":
        return sum(1 for one in members if one.cents)
    where = {key: of for key, of in group.items() if key in ("province", "municipality")}
    if where:  # whoever stated where its homes are takes part with those, wherever it applied from
        rest = {key: of for key, of in group.items() if key not in where}
        members = [one for one in members if not one.claim.places]
        members += [o for o in round_.awarded if o.claim.places and round_.answers(o.claim, rest)]
    counting = [one for one in members if round_.counts_homes[one.claim.scheme]]
    homes = supported(round_.claims, counting, where)
    return sum(homes[segment] for segment in SEGMENTS[measure])


def limits_of(round_: Round) -> list[Kept]:
    """Every limit of the round, with what the list comes to."""
    found: list[Kept] = []
    for one in round_.rule["funds"]:
        left = cents_in(one["left_cents"])
        need(
            left <= cents_in(one["total_cents"]) - cents_in(one["objection_reserve_cents"]),
            f"fund {one['key']} has more to divide than its total less its reserve",
        )
        group = {"fund": one["key"]}
        found.append(at_most(f"FUND-{one['key']}", measured("money", group, round_), left))
        found += by_year(one, group, round_)
    for one in round_.rule["schemes"]:
        group = {"instrument": one["key"]}
        if one["left_cents"] is not None:
            left = cents_in(one["left_cents"])
            need(left <= cents_in(one["ceiling_cents"]), f"more than the ceiling of {one['key']}")
            found.append(at_most(f"CEILING-{one['key']}", measured("money", group, round_), left))
        found += by_year(one, group, round_)
        found += by_municipality(one, round_)
    found += shared_by(round_)
    found += [own(one, round_) for one in round_.rule["limits"]]
    return found + links(round_)


def at_most(code: str, value: int, limit: int) -> Kept:
    return Kept(code, True, value, limit, max(0, value - limit))


def by_year(one: Mapping[str, Any], group: dict[str, Any], round_: Round) -> list[Kept]:
    """What leaves in each year; a part of what is left moves to the next."""
    paid: dict[int, int] = {}
    for got in round_.awarded:
        if round_.answers(got.claim, group):
            for year, cents in got.years.items():
                paid[year] = paid.get(year, 0) + cents
    found: list[Kept] = []
    left: dict[int, int] = {}
    for text, cents in sorted(one["cash_cents"].items()):
        year = int(text)
        moved = max(0, min(cents_in(one["carry_over_cents"]), left.get(year - 1, 0)))
        most = cents_in(cents) + moved
        left[year] = most - paid.get(year, 0)
        found.append(at_most(f"CASH-{one['key']}-{year}", paid.get(year, 0), most))
    return found


def by_municipality(one: Mapping[str, Any], round_: Round) -> list[Kept]:
    most = one["max_per_municipality"]
    if most is None:
        return []
    codes = {
        c for claim in round_.claims for c in claim.municipalities if claim.scheme == one["key"]
    }
    return [
        at_most(
            f"MUNICIPALITY-{one['key']}-{code}",
            measured("number", {"instrument": one["key"], "municipality": code}, round_),
            cents_in(most),
        )
        for code in sorted(codes)
    ]


def shared_by(round_: Round) -> list[Kept]:
    """The maxima of the law that several claims share."""
    together: dict[str, int] = {}
    most: dict[str, int] = {}
    for one in round_.awarded:
        for code, cents in one.claim.shared.items():
            together[code] = together.get(code, 0) + one.charged
            most[code] = cents
    return [at_most(code, together[code], most[code]) for code in sorted(together)]


def own(one: Mapping[str, Any], round_: Round) -> Kept:
    """A floor, cap or share of the policy."""
    value = measured(one["measure"], one["group"], round_)
    limit = number(one["limit"])
    if one["of"] is not None:
        whole = measured(one["of"], one["of_group"], round_)
        value, limit = value * limit.denominator, number(limit.numerator * whole)
    short = value - limit if one["relation"] == "<=" else limit - value
    return Kept(one["code"], bool(one["hard"]), value, int(limit), max(0, int(short)))


def links(round_: Round) -> list[Kept]:
    """Who excludes whom, and who requires whom; a scheme's own rule has seen to its own."""
    got = {one.claim.name: one.cents for one in round_.awarded}
    found: list[Kept] = []
    for one in round_.awarded:
        name = one.claim.name
        for other in one.claim.excludes:
            both = bool(one.cents and got.get(other))
            found.append(at_most(f"EXCLUDES-{name}-{other}", int(both), 0))
        for other in one.claim.requires:
            without = bool(one.cents and not got.get(other))
            found.append(at_most(f"REQUIRES-{name}-{other}", int(without), 0))
    return found
