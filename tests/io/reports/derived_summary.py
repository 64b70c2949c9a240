"""What ``summary.pdf`` says beside the page, worked out from the awards: what each scheme gave,
what a home cost, who got nothing and why in groups, and the limits that refusals would break.

Only the numbers of the words count, as in :mod:`.derived_page`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from verdeelsleutel.grants.decisions.allocation import Award
from verdeelsleutel.grants.rounds.basis import LegalBasis
from verdeelsleutel.instruments.gate import needs_basis
from verdeelsleutel.instruments.instrument import instruments

from .derived import GRANTED, Derived, day, euros, grouped, millions, money

_FEWEST = 4  # awards of which a half is told
_MOST_LIMITS = 3


def summary_words(derived: Derived) -> list[str]:
    return [*_schemes(derived), *_cost(derived), *_nothing(derived), *_limits(derived),
            *_grounds(derived)]  # fmt: skip


def _schemes(derived: Derived) -> Iterator[str]:
    for key in derived.policy.instruments:

        def mine(award: Award, key: str = key) -> bool:
            return award.instrument == key

        sums = derived.where(mine)
        if sums["applications"]:
            yield _row(sums, sums["affordable"])
    yield _row(derived.where(lambda award: True), derived.totals.homes.affordable)


def _row(sums: dict[str, int], affordable: int) -> str:
    cost = euros(sums["amount"] // affordable) if affordable else ""
    return (
        f"{millions(sums['requested'])} {millions(sums['amount'])} {grouped(sums['awarded'])} "
        f"{grouped(sums['applications'])} {grouped(affordable)} {cost}"
    )


def _cost(derived: Derived) -> Iterator[str]:
    each = sorted(
        award.amount.cents // award.homes.affordable
        for award in derived.awards
        if award.amount.cents and award.homes.affordable
    )
    if len(each) >= _FEWEST:
        yield f"{euros(each[(len(each) - 1) // 2])} {euros(each[-1])}"
    twice = derived.where(lambda award: True)["affordable"] - derived.totals.homes.affordable
    if twice:
        yield f"{grouped(twice)} betaalbare woningen"


def _nothing(derived: Derived) -> Iterator[str]:
    """Each application without an award in one group: by its outcome, or by why money fell short.

    Which of two kinds stands first does not matter to numbers that are counted.
    """
    without = [award for award in derived.awards if award.outcome.value not in GRANTED]
    if not without:
        return
    yield f"{len(without)} {millions(sum(award.asked.cents for award in without))}"
    for kind in {_kind(award) for award in without}:
        group = [award for award in without if _kind(award) == kind]
        yield f"{grouped(len(group))} {millions(sum(award.asked.cents for award in group))}"
        for count in Counter(award.instrument for award in group).values():
            yield grouped(count)


def _kind(award: Award) -> str:
    money_fell_short = [one.code for one in award.reasons if one.code.startswith("MONEY-")]
    if award.outcome.value == "refused_ceiling" and money_fell_short:
        return money_fell_short[0]
    return award.outcome.value


def _limits(derived: Derived) -> Iterator[str]:
    """The three limits that most refusals would break, and how many each."""
    awards = derived.dossier.allocation.awards  # of as many, the one met first in their order
    refused = [award for award in awards if award.outcome.value == "refused_ceiling"]
    counts = Counter(code for award in refused for code in award.binding or ())
    for code, count in counts.most_common(_MOST_LIMITS):
        yield f"{_limit(derived, code)} {grouped(count)}"


def _limit(derived: Derived, code: str) -> str:
    """The numbers of a limit: what a fund had to divide, a ceiling, or a year of cash."""
    policy = derived.policy
    kind, _, rest = code.partition("-")
    if any(code == one.code for one in policy.constraint):
        return ""  # the words of the policy itself, which are left out of the text
    if kind == "FUND" and rest in policy.funds:
        fund = policy.funds[rest]
        kept = _reserved(derived, lambda award: derived.fund(award) == rest)
        free = fund.total.cents - fund.objection_reserve.cents - kept
        return f"{_in_words(free)} {_in_words(kept) if kept else ''}"
    if kind == "CEILING" and rest in policy.instruments:
        kept = _reserved(derived, lambda award: award.instrument == rest)
        return f"{_in_words(derived.ceiling(rest) or 0)} {_in_words(kept) if kept else ''}"
    return rest.rpartition("-")[2] if kind == "CASH" else ""


def _in_words(cents: int) -> str:
    """An amount within a sentence: cents only where there are any."""
    return money(cents) if cents % 100 else euros(cents)


def _reserved(derived: Derived, wanted: Callable[[Award], bool]) -> int:
    return sum(award.reserved.cents for award in derived.awards if wanted(award))


def _grounds(derived: Derived) -> Iterator[str]:
    """How many hard limits have a fictional source, and how many applications wait, set aside."""
    policy = derived.policy
    if not policy.tells_its_grounds:
        return
    hard = [one for one in policy.constraint if one.hard]
    fictional = [one for one in hard if "fictie" in one.source.lower()]
    if fictional:
        yield f"{len(hard)} {len(fictional)}"
    later = [award for award in derived.awards if award.outcome.value == "set_aside"]
    if later:
        yield f"{len(later)} {_in_words(sum(award.reserved.cents for award in later))}"


def texts_of_sources(derived: Derived) -> list[str]:
    """What the summary takes word for word from the round where another text of it would fit: the
    text that each scheme rests on, and the day of the approval."""
    policy, approval = derived.policy, derived.dossier.approval
    bases = [
        chosen.basis.title if isinstance(chosen.basis, LegalBasis) else chosen.basis
        for key, chosen in policy.instruments.items()
        if policy.tells_its_grounds and needs_basis(instruments()[key], chosen)
    ]
    return [*filter(None, bases), *([day(approval.on)] if approval else [])]
