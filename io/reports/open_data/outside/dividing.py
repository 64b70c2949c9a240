"""The schemes' own rules, applied again to the published claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import Wrong, need
from .claims import Claim

Key = Callable[[Claim], tuple[Any, ...]]


class Given(NamedTuple):
    """What a rule gives: cents, of them those for the next window, and the place from 1."""

    cents: int
    next_window: int = 0
    rank: int | None = None


class Scheme(NamedTuple):
    """How a scheme divides, and what it has; cents. ``choices`` are the decisions by name."""

    key: str
    rule: str
    available: int
    stops: bool
    marginal: bool
    decided: str | None  # who crosses the ceiling, and is granted by a decision after the window
    choices: dict[str, int | None]


Places = dict[str, int | None]


def divide_again(
    schemes: Sequence[Scheme], claims: Sequence[Claim], places: Places
) -> dict[str, Given]:
    """What every claim under a scheme's own rule gets.

    ``places`` are the published places: they order only those whom the rule treats alike. One that
    requires another which gets nothing takes no part, and all is then divided again without it.
    """
    mine = {one.key: [c for c in claims if c.scheme == one.key] for one in schemes}
    known = {c.name for c in claims}
    waiting = set[str]()
    while True:
        found: dict[str, Given] = {}
        ties: list[str] = []
        for one in schemes:
            found |= by_rule(one, mine[one.key], waiting, places, ties)
        unmet = {
            c.name
            for one in schemes
            for c in mine[one.key]
            if found[c.name].cents
            and one.choices.get(c.name, 0) == 0
            and any(n not in known or (n in found and not found[n].cents) for n in c.requires)
        }
        if not unmet:
            need(not ties, f"the rule leaves open who comes first: {', '.join(ties)}")
            return found
        waiting |= unmet


def by_rule(
    scheme: Scheme,
    claims: Sequence[Claim],
    waiting: set[str],
    places: Places,
    ties: list[str],
) -> dict[str, Given]:
    """What one scheme gives; who is tied for the money is added to ``ties``."""
    given: dict[str, Given] = {}
    for one in claims:
        if one.name in scheme.choices:
            chosen = scheme.choices[one.name]
            given[one.name] = Given(one.requested if chosen is None else chosen)
        elif one.name in waiting:
            given[one.name] = Given(0)
    left = scheme.available - sum(one.cents for one in given.values())
    rest = [one for one in claims if one.name not in given]
    match scheme.rule:
        case "rank":
            return in_line(scheme, rest, left, given, by_rank, places, ties)
        case "first_come":
            return in_line(scheme, rest, left, given, by_receipt(claims), places, ties)
        case "lottery":
            return in_line(scheme, rest, left, given, lambda _: (), places, ties)
        case "pro_rata":
            return given | in_proportion(rest, max(0, left))
        case "closed_list":
            return given | {one.name: Given(one.requested) for one in rest}
        case _:
            raise Wrong(f"no rule is called {scheme.rule}")


def by_rank(claim: Claim) -> tuple[Any, ...]:
    need(None not in claim.keys, f"{claim.name} cannot be ranked: a score is missing")
    return tuple(claim.keys)


def by_receipt(claims: Sequence[Claim]) -> Key:
    """By moment, and by day where of one of that day no time is known."""
    days = {one.received.date() for one in claims if not one.time_known}
    return lambda one: (
        one.received.date().isoformat(),
        "" if one.received.date() in days else one.received.time().isoformat(),
    )


def in_line(
    scheme: Scheme,
    rest: list[Claim],
    left: int,
    given: dict[str, Given],
    key: Key,
    places: Places,
    ties: list[str],
) -> dict[str, Given]:
    """Give in order until the money is out; lots settle what the keys leave open."""
    alike: dict[tuple[Any, ...], list[Claim]] = {}
    for one in rest:
        alike.setdefault(key(one), []).append(one)
    groups: list[list[Claim]] = []
    for of in sorted(alike):
        lots = [one.lot for one in alike[of]]
        if None not in lots and len(set(lots)) == len(lots):
            groups += [[one] for one in sorted(alike[of], key=lambda c: c.lot or 0)]
        else:
            groups.append(sorted(alike[of], key=lambda c: places.get(c.name) or 0))
    given, closed, place = dict(given), False, 0
    for group in groups:
        if not closed and len(group) > 1 and open_tie(scheme, group, left):
            ties += [one.name for one in group]
        for one in group:
            place += 1
            if closed or by_another(one, given):
                given[one.name] = Given(0, 0, place)
            elif one.requested <= left:
                left -= one.requested
                given[one.name] = Given(one.requested, 0, place)
            elif may_cross(scheme, one) and left > 0:
                given[one.name] = Given(one.requested, one.requested - left, place)
                left, closed = 0, True
            else:
                given[one.name], closed = Given(0, 0, place), scheme.stops
    return given


def open_tie(scheme: Scheme, group: list[Claim], left: int) -> bool:
    if any(one.excludes or one.requires for one in group):
        return True
    amounts = [one.requested for one in group]
    none_fits = min(amounts) > left and not any(may_cross(scheme, one) for one in group)
    return not (sum(amounts) <= left or none_fits)


def may_cross(scheme: Scheme, one: Claim) -> bool:
    """Whether the rule, or a decision that names it, grants it where it crosses the ceiling."""
    return scheme.marginal or (scheme.stops and one.name == scheme.decided)


def by_another(one: Claim, given: dict[str, Given]) -> bool:
    """Within the scheme, who stands higher decides what it excludes."""
    excluded = any(name in given and given[name].cents for name in one.excludes)
    return excluded or any(name in given and not given[name].cents for name in one.requires)


def in_proportion(rest: list[Claim], left: int) -> dict[str, Given]:
    asked = sum(one.requested for one in rest)
    part = Fraction(1) if asked <= left else Fraction(left, asked)
    found: dict[str, Given] = {}
    for one in rest:
        cents = one.requested * part.numerator // part.denominator
        found[one.name] = Given(cents if cents >= one.lowest else 0)
    return found
