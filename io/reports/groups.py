"""Who got nothing and why, in groups; and what an affordable home cost, by scheme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ...grants.decisions.allocation import Award, Outcome
from ...grants.dossier import Dossier
from ...grants.money import Euro
from ..wording.grounds import limit_in
from .words import Words

_NOTHING = (
    Outcome.REFUSED_RULE,
    Outcome.REFUSED_CEILING,
    Outcome.COUNTED_ELSEWHERE,
    Outcome.REFUSED_LATE,
    Outcome.REFUSED_EARLY,
    Outcome.NOT_TREATED,
    Outcome.WITHDRAWN,
    Outcome.SET_ASIDE,
    Outcome.NEEDS_JUDGEMENT,
    Outcome.INCOMPLETE,
)
_MOST_LIMITS = 3
_MONEY = "MONEY-"


@dataclass(frozen=True, slots=True)
class Group:
    """Applications that got nothing for one kind of reason, what they asked, and their schemes."""

    name: str
    applications: int
    asked: Euro
    schemes: str


def groups(dossier: Dossier, words: Words) -> tuple[Group, ...]:
    """Everything that got no money, each application in one group, in a fixed order."""
    found: dict[str, list[Award]] = {}
    for outcome in _NOTHING:
        for award in sorted(dossier.allocation.awards, key=lambda one: one.application_id):
            if award.outcome is outcome:
                found.setdefault(_name(award, words), []).append(award)
    return tuple(
        Group(
            name=name,
            applications=len(awards),
            asked=Euro.total(award.asked for award in awards),
            schemes=_by_scheme(awards, dossier, words),
        )
        for name, awards in found.items()
    )


def _name(award: Award, words: Words) -> str:
    """A refusal by the division by its reason; every other outcome by what it is."""
    if award.outcome is Outcome.REFUSED_CEILING:
        money = [one.code for one in award.reasons if one.code.startswith(_MONEY)]
        if money:
            return words(f"group_{money[0].removeprefix(_MONEY).lower().replace('-', '_')}")
    return words(f"group_{award.outcome.value}")


def _by_scheme(awards: Iterable[Award], dossier: Dossier, words: Words) -> str:
    counts = Counter(award.instrument for award in awards)
    return ", ".join(
        f"{words.scheme(key)} {words.number(counts[key])}"
        for key in dossier.policy.instruments
        if counts[key]
    )


def binding(dossier: Dossier, words: Words) -> tuple[str, ...]:
    """The limits that most refusals of the division would break, with how many of them."""
    refused = [a for a in dossier.allocation.awards if a.outcome is Outcome.REFUSED_CEILING]
    counts = Counter(code for award in refused for code in award.binding or ())
    order = {code: place for place, code in enumerate(counts)}
    most = sorted(counts, key=lambda code: (-counts[code], order[code]))[:_MOST_LIMITS]
    return tuple(
        words(
            "summary_bound",
            limit=limit_in(dossier, code, words.lang).sentence,
            count=words.number(counts[code]),
        )
        for code in most
    )


def prices(dossier: Dossier) -> tuple[int, ...]:
    """What each award cost for each affordable home that it grants, in cents, lowest first."""
    each = (award.amount.per(award.homes.affordable) for award in dossier.allocation.awards)
    return tuple(sorted(price.cents for price in each if price))
