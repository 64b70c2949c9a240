"""The dated duties that the law lays on a round."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from ....grants.policy import Policy
from ....grants.record import Record
from ....instruments.deadlines import Deadline, deadlines
from ....instruments.instrument import STATEMENT, instruments
from ....instruments.law.parameters import NotInForce

_REASONABLE = timedelta(weeks=8)


def deadlines_of(policy: Policy) -> tuple[Deadline, ...]:
    """The dated duties of every scheme of a round, by day. A what-if outside the law has none."""
    window = policy.round.window_opens, policy.round.window_closes
    found: list[Deadline] = []
    for key in policy.instruments:
        with suppress(NotInForce):
            found += deadlines(instruments()[key].catalogue, *window)
    return tuple(sorted(found, key=lambda one: (one.day, one.rule)))


def before_the_window(policy: Policy, one: Deadline) -> bool:
    """Whether a date lies before the window: then nobody can be late for it in this round."""
    return one.day < policy.round.window_opens


class OfLaw(Record):
    """The last day of a term as the law has it, the article that sets it, and whether the Algemene
    termijnenwet moves it; ``weeks`` is the length of one that it leaves alone.

    ``suspended``: whether a request to complete lets it stand still (Awb art. 4:15). It does so for
    an application, and not where the minister decides on a statement by a fixed day.
    """

    day: date
    article: str
    may_move: bool = False
    weeks: int = 0
    suspended: bool = True


def deadline_of(policy: Policy, instrument: str) -> OfLaw:
    """The last day to decide on the applications of a scheme, and what sets it.

    Where its law sets none, the reasonable term of the Awb: eight weeks, here from the closing of
    the window, since applications that compete are decided on together. So too where the day that
    the law sets lies before the window: then nobody can be late for it in this round.
    """
    stated = instruments()[instrument].submission == STATEMENT
    suspended = not (stated and policy.tells_its_grounds)
    found = [
        one
        for one in deadlines_of(policy)
        if one.decides and one.instrument == instrument and not before_the_window(policy, one)
    ]
    if found:
        last = found[-1]
        return OfLaw(
            day=last.day, article=last.article, may_move=last.may_move, weeks=last.weeks,
            suspended=suspended,
        )  # fmt: skip
    closes = policy.window_of(instrument).closes
    article = "artikel 4:13, tweede lid, Awb"
    return OfLaw(day=closes + _REASONABLE, article=article, may_move=True, suspended=suspended)
