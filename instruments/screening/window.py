"""Whether an application came in within its window: the rule of every scheme (*te laat*, *te vroeg*).

The rule and its articles stand in the catalogue of each scheme, so that a round that was sealed
before there was one is read without it. Whoever is late or early is refused, unless two people
admit the application under the clause that the catalogue names.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from ...grants.applications.application import Application
from ...grants.applications.assessment import Answer, Assessment
from ...grants.applications.received import day_only
from ...grants.notation import short_day
from ...grants.rounds.window import Arrival, Window
from ..law.catalogue import Law
from ..law.quantity import Words
from ..law.rule import Measured, Rule
from ..law.setting import RuleContext


def moment(received: datetime) -> Words:
    """A moment of receipt as a sentence has it: the day, and the time where one was recorded."""
    nl, en = short_day(received.date(), "nl"), short_day(received.date(), "en")
    if day_only(received):
        return Words(nl, en)
    clock = f"{received:%H:%M:%S}" if received.second else f"{received:%H:%M}"
    return Words(f"{nl} om {clock.replace(':', '.')} uur", f"{en} at {clock}")


def last_moment(window: Window) -> Words:
    """The end of a window: its last day, and the time where it closes at one."""
    nl, en = short_day(window.closes, "nl"), short_day(window.closes, "en")
    if window.closes_at is None:
        return Words(nl, en)
    clock = f"{window.closes_at:%H:%M:%S}".removesuffix(":00")
    return Words(f"{nl} om {clock.replace(':', '.')} uur", f"{en} at {clock}")


def _window(
    application: Application, setting: RuleContext, law: Law, *, opens: bool = True
) -> Measured:
    window = _within(setting, opens=opens)
    first = Words("", "")
    if window.opens is not None:
        first = Words(short_day(window.opens, "nl"), short_day(window.opens, "en"))
    arrival = window.arrival(application.received_at)
    answer, sentence = _ANSWERS[arrival]
    return Measured(
        answer, moment(application.received_at), last_moment(window), sentence, {"first": first}
    )


_ANSWERS = {
    Arrival.IN_TIME: (Answer.MET, "met"),
    Arrival.EARLY: (Answer.NOT_MET, "early"),
    Arrival.LATE: (Answer.NOT_MET, "not_met"),
    Arrival.UNDECIDED: (Answer.NEEDS_JUDGEMENT, "needs_judgement"),
}

in_window: Rule = _window
"""The rule of a scheme with an application window."""

by_last_day: Rule = partial(_window, opens=False)
"""The rule of a scheme whose statements only have a last day."""


def _within(setting: RuleContext, *, opens: bool) -> Window:
    window = setting.within_window
    return window if opens else window.model_copy(update={"opens": None})


def window_by(rule: Rule, setting: RuleContext) -> Window:
    """The window that a rule of here holds an application against."""
    return _within(setting, opens=rule is not by_last_day)


def kept_out(code: str, assessments: Sequence[Assessment]) -> Assessment | None:
    """The answer by which an application is refused as late or early; ``None`` where it is not.

    ``code`` is the rule of its scheme; empty where the scheme has none.
    """
    for one in assessments:
        if one.code == code and one.answer is Answer.NOT_MET:
            return one
    return None
