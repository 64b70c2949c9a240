"""The life of an application (*aanvraag*): from receipt to complete, withdrawn or not treated.

===========  ========================================================================
state        what it means
===========  ========================================================================
received     it came in; nobody has looked whether it is complete
incomplete   something is missing or unreadable; nobody has been asked for it yet
completing   the applicant was asked for it, and has a term
complete     it can be decided on
withdrawn    its applicant took it back
not_treated  it was not completed in its term, and is not treated (Awb art. 4:5)
===========  ========================================================================

An application with a fault in its row is one in the state *incomplete*, never an absent one. A
faulty correction does not replace a good version: the application stays complete. That somebody
recorded a withdrawal by mistake is no event: two people strike the record, and the state is worked
out anew from what is left.

Beside it stands whether it came in time, which says nothing of whether it is complete; late or
early outranks incomplete when it is decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from .life import Life, Mover, Transition


class ApplicationState(StrEnum):
    """Where an application stands."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    COMPLETING = "completing"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"
    NOT_TREATED = "not_treated"

    @property
    def dutch(self) -> str:
        """The state in words an office uses."""
        return _DUTCH[self]

    @property
    def waits_for(self) -> Mover | None:
        """Who has to act before it can go on; ``None`` where nobody has."""
        return _WAITS_FOR.get(self)


_DUTCH = MappingProxyType(
    {
        ApplicationState.RECEIVED: "ontvangen",
        ApplicationState.INCOMPLETE: "onvolledig",
        ApplicationState.COMPLETING: "aanvulling gevraagd",
        ApplicationState.COMPLETE: "volledig",
        ApplicationState.WITHDRAWN: "ingetrokken",
        ApplicationState.NOT_TREATED: "niet in behandeling genomen",
    }
)
_WAITS_FOR = MappingProxyType(
    {
        ApplicationState.RECEIVED: Mover.INTAKE,
        ApplicationState.INCOMPLETE: Mover.OFFICER,
        ApplicationState.COMPLETING: Mover.APPLICANT,
    }
)


class ApplicationEvent(StrEnum):
    """What happens to an application."""

    FOUND_INCOMPLETE = "found_incomplete"
    FOUND_COMPLETE = "found_complete"
    ASKED = "asked"
    LEFT_UNTREATED = "left_untreated"
    TREATED_AFTER_ALL = "treated_after_all"
    WITHDRAWN = "withdrawn"


_S, _E = ApplicationState, ApplicationEvent
APPLICATION_LIFE: Life[ApplicationState, ApplicationEvent] = Life(
    name="application",
    starts=(_S.RECEIVED,),
    final=(_S.WITHDRAWN,),
    table=(
        Transition(_E.FOUND_INCOMPLETE, (_S.RECEIVED, _S.COMPLETE), _S.INCOMPLETE, Mover.INTAKE,
                   "artikel 4:5, eerste lid, Awb", "onvolledig bevonden"),
        Transition(_E.FOUND_COMPLETE, (_S.RECEIVED, _S.INCOMPLETE, _S.COMPLETING), _S.COMPLETE,
                   Mover.INTAKE, "artikel 4:5, eerste lid, Awb", "volledig bevonden"),
        Transition(_E.ASKED, (_S.INCOMPLETE, _S.COMPLETING), _S.COMPLETING, Mover.OFFICER,
                   "artikel 4:5, eerste lid, Awb", "om aanvulling gevraagd"),
        Transition(_E.LEFT_UNTREATED, (_S.COMPLETING,), _S.NOT_TREATED, Mover.TWO_OFFICERS,
                   "artikel 4:5, vierde lid, Awb", "niet in behandeling genomen"),
        Transition(_E.TREATED_AFTER_ALL, (_S.NOT_TREATED,), _S.COMPLETE, Mover.APPROVER,
                   "artikel 7:11 Awb", "na bezwaar alsnog in behandeling genomen"),
        Transition(_E.WITHDRAWN,
                   (_S.RECEIVED, _S.INCOMPLETE, _S.COMPLETING, _S.COMPLETE, _S.NOT_TREATED),
                   _S.WITHDRAWN, Mover.OFFICER, "artikel 3:2 Awb", "ingetrokken"),
    ),
)  # fmt: skip


class Timeliness(StrEnum):
    """Whether an application came in within the window (*tijdvak*) as it was announced."""

    IN_TIME = "in_time"
    LATE = "late"
    EARLY = "early"
    ADMITTED = "admitted"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return _TIMELINESS[self]


_TIMELINESS = MappingProxyType(
    {
        Timeliness.IN_TIME: "op tijd",
        Timeliness.LATE: "te laat",
        Timeliness.EARLY: "te vroeg",
        Timeliness.ADMITTED: "buiten het tijdvak, toegelaten",
    }
)


class TimelinessEvent(StrEnum):
    """What can change whether an application counts as in time: one reasoned judgement."""

    ADMITTED = "admitted"


TIMELINESS_LIFE: Life[Timeliness, TimelinessEvent] = Life(
    name="timeliness",
    starts=(Timeliness.IN_TIME, Timeliness.LATE, Timeliness.EARLY),
    final=(Timeliness.IN_TIME, Timeliness.ADMITTED),
    table=(
        Transition(
            TimelinessEvent.ADMITTED,
            (Timeliness.LATE, Timeliness.EARLY),
            Timeliness.ADMITTED,
            Mover.TWO_OFFICERS,
            "artikel 3:4, tweede lid, Awb",
            "toegelaten, hoewel buiten het tijdvak ontvangen",
        ),
    ),
)


def application_state(
    versions: Iterable[tuple[bool, Sequence[ApplicationEvent]]],
) -> ApplicationState:
    """The state of an application, from each of its versions and what was done about that version.

    A version is told by whether it could be read without a fault. What was done is taken as
    recorded: it was held against the table then.

    >>> application_state([(False, [ApplicationEvent.ASKED])]).value
    'completing'
    >>> application_state([(False, [ApplicationEvent.ASKED]), (True, [])]).value
    'complete'
    """
    state = ApplicationState.RECEIVED
    for good, events in versions:
        state = with_version(state, good=good)
        for event in events:
            state = APPLICATION_LIFE.transition(event).to
    return state


def with_version(state: ApplicationState, *, good: bool) -> ApplicationState:
    """The state once another version came in, which was read without a fault or not.

    A version leads on only from where the table lets it: it changes nothing of an application that
    was withdrawn or is not treated, and a faulty one nothing of what is complete.
    """
    event = ApplicationEvent.FOUND_COMPLETE if good else ApplicationEvent.FOUND_INCOMPLETE
    if state is ApplicationState.COMPLETE or not APPLICATION_LIFE.allowed(event, state):
        return state
    return APPLICATION_LIFE.after(state, event)


def timeliness_of(received: datetime, opens: date, closes: date) -> Timeliness:
    """Whether a moment lies in a window, both days of which are part of it.

    ``received`` is in Dutch local time, as the office wrote it down.

    >>> timeliness_of(datetime(2026, 10, 16), date(2026, 9, 1), date(2026, 10, 15)).value
    'late'
    """
    day = received.date()
    if day < opens:
        return Timeliness.EARLY
    return Timeliness.LATE if day > closes else Timeliness.IN_TIME
