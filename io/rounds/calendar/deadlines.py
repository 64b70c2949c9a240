"""The dated duties that the law lays on a round."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ....instruments.instrument import STATEMENT, instruments
from ....instruments.law.parameters import NotInForce
from ....instruments.terms.deadlines import Deadline, deadlines

_REASONABLE = timedelta(weeks=8)
_ARTICLE = "artikel 4:13, tweede lid, Awb"


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

    ``reasonable``: no regulation sets it. Then it is over eight weeks after the receipt of an
    application at the latest, unless the applicant was told another day by then (Awb art. 4:13 and
    4:14, third paragraph); ``day`` is that of one that came in as the window closed. ``suspended``:
    a request to complete lets the term stand still (art. 4:15). It does so for an application, and
    not where the minister decides on a statement.
    """

    day: date
    article: str
    may_move: bool = False
    weeks: int = 0
    reasonable: bool = False
    suspended: bool = True

    @property
    def begins(self) -> date | None:
        """The first day of a term of weeks that a regulation sets; ``None`` of any other."""
        return self.day - timedelta(weeks=self.weeks, days=-1) if self.weeks else None


def eight_weeks_after(received: date, *, suspended: bool = True) -> OfLaw:
    """The reasonable term of one application that came in on a day, of a scheme without another."""
    day = received + _REASONABLE
    return OfLaw(day=day, article=_ARTICLE, may_move=True, reasonable=True, suspended=suspended)


def deadline_of(policy: Policy, instrument: str) -> OfLaw:
    """The last day to decide on the applications of a scheme, and what sets it.

    Where its law sets none, the reasonable term of the Awb: eight weeks, here of an application
    that came in as the window closed. So too where the day that the law sets lies before the
    window: then nobody can be late for it in this round.
    """
    stated = instruments()[instrument].submission is STATEMENT
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
    return eight_weeks_after(policy.window_of(instrument).closes, suspended=suspended)
