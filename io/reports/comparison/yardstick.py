"""Whether two sides of a comparison keep the same limits: only then is a difference between their
rules the price of a rule.
"""

from __future__ import annotations

from ....grants.decisions.allocation import Allocation
from ....grants.rounds.policy import Policy
from ..words import Words
from .sides import Side


def unlike(a: Side, b: Side) -> tuple[str, ...]:
    """In what two sides differ besides the rules that divide: keys of words, in their order."""
    found: list[str] = []
    if _claims(a.allocation) != _claims(b.allocation):
        found.append("unlike_applications")
    mine, theirs = a.policy, b.policy
    if mine.funds != theirs.funds:
        found.append("unlike_funds")
    if _ceilings(mine) != _ceilings(theirs):
        found.append("unlike_ceilings")
    if mine.constraint != theirs.constraint:
        found.append("unlike_limits")
    if (mine.fixed, mine.marginal) != (theirs.fixed, theirs.marginal):
        found.append("unlike_decisions")
    return tuple(found)


def compare_note(a: Side, b: Side, words: Words) -> str:
    """What A and B are, and that their difference is no price of the law where limits differ."""
    found = [words(key) for key in unlike(a, b)]
    note = words("compare_note")
    if not found:
        return note
    listed = found[0]
    if len(found) > 1:
        listed = f"{', '.join(found[:-1])} {words('and')} {found[-1]}"
    return f"{note} {words('compare_no_price', what=listed)}"


def _claims(allocation: Allocation) -> dict[str, int | None]:
    return {
        one.application_id: None if one.requested is None else one.requested.cents
        for one in allocation.awards
    }


def _ceilings(policy: Policy) -> dict[str, tuple[object, ...]]:
    """What limits each scheme, and what counts of it; not the rule by which it is divided.

    One that lets the application that crosses its ceiling take of the next window has more money.
    """
    return {
        key: (
            one.fund, one.ceiling, one.ceiling_holds, tuple(sorted(one.cash.items())),
            one.max_per_municipality, one.enables_homes, one.cut, one.cut_for,
            one.marginal_application,
        )
        for key, one in policy.instruments.items()
    }  # fmt: skip
