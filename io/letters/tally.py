"""What became of all applications under one instrument: the totals that a letter may give.

Totals and averages only, so that no letter tells what another municipality asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...grants.decisions.allocation import FEWEST_IN_AVERAGE, Award, Outcome
from ...grants.frozen import frozen
from ...grants.money import ZERO, Euro

_GRANTED = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)


@frozen
class Tally:
    """Counts of applications, and amounts in cents. ``line`` is the last place that was granted.

    Withdrawn applications are counted apart, and left out of all else. ``charged_later`` is what is
    charged to the ceiling of the next window; it is part of ``granted_amount``. One that was not
    treated is decided on (Awb art. 4:5), so that nobody judges it any more. Of ``without_amount``
    nothing was worked out, as of a statement that came too late: ``requested`` is of the others.
    """

    filed: int = 0
    requested: Euro = ZERO
    granted: int = 0
    granted_amount: Euro = ZERO
    charged_later: Euro = ZERO
    affordable_homes: int = 0
    refused_on_rules: int = 0
    refused_for_ceiling: int = 0
    counted_elsewhere: int = 0
    not_treated: int = 0
    set_aside: int = 0
    tied: int = 0
    line: int | None = None
    withdrawn: int = 0
    without_amount: int = 0

    @property
    def to_judge(self) -> int:
        """The applications on which nothing is decided yet, so that the counts add up."""
        refused = self.refused_on_rules + self.refused_for_ceiling + self.counted_elsewhere
        return self.filed - self.granted - refused - self.not_treated

    @property
    def charged_now(self) -> Euro:
        """What is charged to the ceiling of this window."""
        return self.granted_amount - self.charged_later

    @property
    def per_affordable_home(self) -> Euro | None:
        """The average grant for an affordable home, rounded down; ``None`` of very few grants."""
        if self.granted < FEWEST_IN_AVERAGE:
            return None
        return self.granted_amount.per(self.affordable_homes)


_TIED = frozenset({"MONEY-EXCLUDED", "MONEY-REQUIRES", "MONEY-FIXED-OUT"})


def tied(award: Award) -> bool:
    """Whether another application or an officer decided: with more money it would get none too."""
    return any(reason.code in _TIED for reason in award.reasons)


def tallies(awards: Iterable[Award]) -> dict[str, Tally]:
    """The tally of each instrument by its key."""
    by_instrument: dict[str, list[Award]] = {}
    for award in awards:
        by_instrument.setdefault(award.instrument, []).append(award)
    return {key: _tally(some) for key, some in by_instrument.items()}


def _tally(everything: list[Award]) -> Tally:
    awards = [award for award in everything if award.outcome is not Outcome.WITHDRAWN]
    granted = [award for award in awards if award.outcome in _GRANTED]
    return Tally(
        filed=len(awards),
        requested=Euro.total(award.asked for award in awards),
        granted=len(granted),
        granted_amount=Euro.total(award.amount for award in granted),
        charged_later=Euro.total(award.next_window for award in granted),
        affordable_homes=sum(award.affordable_homes for award in granted),
        refused_on_rules=sum(award.outcome.on_a_rule for award in awards),
        refused_for_ceiling=sum(award.outcome is Outcome.REFUSED_CEILING for award in awards),
        counted_elsewhere=sum(award.outcome is Outcome.COUNTED_ELSEWHERE for award in awards),
        not_treated=sum(award.outcome is Outcome.NOT_TREATED for award in awards),
        tied=sum(award.outcome is Outcome.REFUSED_CEILING and tied(award) for award in awards),
        set_aside=sum(award.outcome is Outcome.SET_ASIDE for award in awards),
        line=max((award.rank for award in granted if award.rank is not None), default=None),
        withdrawn=len(everything) - len(awards),
        without_amount=sum(one.outcome.on_a_rule and not one.asked for one in awards),
    )
