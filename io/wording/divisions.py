"""Three divisions side by side, in words: on the screen, in reports and in open data."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ...grants.decisions.allocation import Allocation
from ...grants.decisions.divisions import Broken, Division, DivisionKind
from ...grants.decisions.stages import Unit
from ...grants.money import Euro
from ...grants.rounds.policy import DistributionRule, Policy, RoundKind
from ...instruments.instrument import about_homes, instruments
from .limits import limit_name
from .texts import Texts, sentences_in

_FACTS = (DistributionRule.PRO_RATA, DistributionRule.CLOSED_LIST)


@dataclass(frozen=True, slots=True)
class Row:
    """One division. ``more`` and ``less`` count who gains and loses against the list itself."""

    key: str
    name: str
    affordable: int
    homes: int
    amount: Euro
    more: int
    less: int
    stands: str

    @property
    def cost(self) -> Euro | None:
        """What an affordable home costs, rounded down to the cent; ``None`` without any."""
        return self.amount.per(self.affordable)


def division_rows(
    allocation: Allocation, policy: Policy, lang: str, later: Collection[str] = ()
) -> list[Row]:
    """The list itself and then the three; nothing where a round has none.

    ``later`` are the applications that a supplement decided on: they are in the list by now, and
    in none of the three, so that nobody gains or loses there by them. The three differ in homes:
    of a round that is not about homes there is nothing to tell.
    """
    if not allocation.divisions or not about_homes(policy.instruments):
        return []
    words, totals = sentences_in(lang), allocation.totals
    here = {
        one.application_id: one.amount
        for one in allocation.awards
        if one.application_id not in later
    }
    name = words("division.this_and_later" if later else "division.this")
    rows = [Row("this", name, totals.affordable_homes, totals.homes.total, totals.amount, 0, 0, "")]
    rows.extend(
        Row(
            one.kind.value, name_of(one, policy, lang), one.affordable_homes, one.homes.total,
            one.amount, *_changes(here, one), _stands(one, policy, words),
        )
        for one in allocation.divisions
    )  # fmt: skip
    return rows


def name_of(one: Division, policy: Policy, lang: str) -> str:
    """What a division is called; the best within the law with the moment at which it is."""
    key = one.kind.value
    if one.kind is DivisionKind.WITHIN_LAW:
        key = "beforehand" if policy.round.kind is RoundKind.PLANNING else "afterwards"
    return sentences_in(lang)(f"division.{key}")


def _changes(here: Mapping[str, Euro], one: Division) -> tuple[int, int]:
    amounts = [(one.amounts.get(number, Euro(0)), amount) for number, amount in here.items()]
    return sum(there > amount for there, amount in amounts), sum(
        there < amount for there, amount in amounts
    )


def _stands(one: Division, policy: Policy, words: Texts) -> str:
    """Whether it is payable, with what it lacks, and what it rests on that none is better."""
    told = [_short(broken, policy, words) for broken in one.broken] or [words("division.payable")]
    if one.missed:
        told.append(words("division.missed", goals=_goals(one, policy, words)))
    if one.certain:
        told.append(words("division.proven"))
    else:
        told.append(words("division.not_proven", basis=words(f"division.{one.basis.value}")))
    return "; ".join(told)


def _short(broken: Broken, policy: Policy, words: Texts) -> str:
    short = Euro(broken.short) if broken.unit is Unit.CENTS else broken.short
    limit = limit_name(broken.code, policy, words.lang)
    return words.told("division.broken", limit=limit, short=short)


def _goals(one: Division, policy: Policy, words: Texts) -> str:
    return ", ".join(limit_name(goal.code, policy, words.lang) for goal in one.missed)


def division_lines(
    allocation: Allocation, policy: Policy, lang: str, later: Collection[str] = (), *,
    approved: bool = False,
) -> Iterator[str]:  # fmt: skip
    """What the three say together: the price of the law with what it assumes, or why there is none.

    Only a difference between divisions that keep the same limits, miss no other goals and take as
    much of the next window is called that. Once the list is ``approved``, what could still be
    granted before is past.
    """
    words = sentences_in(lang)
    law, free = (allocation.division(kind) for kind in (DivisionKind.ANNOUNCED, DivisionKind.FREE))
    if law is not None and free is not None:
        yield from _price(law, free, policy, words)
    within = allocation.division(DivisionKind.WITHIN_LAW)
    if within is not None and law is not None:
        yield _within(law, within, policy, words, approved=approved)
    chosen = [
        instruments()[key].name(lang)
        for key, rules in policy.instruments.items()
        if rules.rule is DistributionRule.OPTIMISE and instruments()[key].own_rule in _FACTS
    ]
    if chosen and allocation.divisions:
        yield words("division.facts", schemes=", ".join(chosen))
    if later and allocation.divisions:
        yield words.told("division.later", count=len(later))
    if allocation.divisions:
        yield words("division.decided")


def _price(law: Division, free: Division, policy: Policy, words: Texts) -> Iterator[str]:
    figures = {
        "law": law.affordable_homes, "free": free.affordable_homes,
        "gap": free.affordable_homes - law.affordable_homes,
    }  # fmt: skip
    if not (law.payable and free.payable):
        yield words("division.no_price")
    elif not (law.proven and free.proven):
        yield words("division.not_priced")
    elif law.next_window != free.next_window:
        yield words.told("division.other_window", amount=law.next_window, **figures)
    elif not law.same_yardstick(free):
        none = words("division.no_goal")
        yield words.told(
            "division.other_goals", of_law=_goals(law, policy, words) or none,
            of_free=_goals(free, policy, words) or none, **figures,
        )  # fmt: skip
    else:
        yield words.told("division.price", **figures)
        for key, homes in free.price.items():
            name = instruments()[key].name(words.lang)
            yield words.told("division.price_each", scheme=name, homes=homes)
        yield words("division.assumes")


def _within(
    law: Division, within: Division, policy: Policy, words: Texts, *, approved: bool
) -> str:
    if not within.marginal:
        return words("division.no_marginal_past" if approved else "division.no_marginal")
    key = "marginal_past" if approved else "marginal"
    if within.marginal in {one.application for one in policy.marginal}:
        key = "marginal_decided"
    return words.told(
        f"division.{key}",
        number=within.marginal, amount=within.next_window,
        homes=within.affordable_homes - law.affordable_homes,
    )  # fmt: skip
