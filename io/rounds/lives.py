"""The lives of a round: where every application stands, and the decision and the award that it got.

Every application that came in is there once, also one of which no row could be read. Its states are
worked out from what the records hold by the functions of ``grants``; nothing here is stored but
what no other row tells (``records.rounds.lives``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from ...grants.applications.assessment import Answer, verdict
from ...grants.decisions.allocation import Outcome
from ...grants.frozen import frozen
from ...grants.lives.application import (
    APPLICATION_LIFE,
    TIMELINESS_LIFE,
    ApplicationEvent,
    ApplicationState,
    Timeliness,
    TimelinessEvent,
    application_state,
)
from ...grants.lives.award import (
    AWARD_LIFE,
    AwardEvent,
    AwardState,
    award_state,
    booked_events,
    listed_state,
)
from ...grants.lives.decision import (
    DECISION_LIFE,
    DecisionEvent,
    DecisionState,
    decision_state,
    decision_through,
)
from ...grants.lives.life import Mover
from ...grants.lives.round import KNOWN, Step
from ...grants.money import Euro
from ...grants.names import is_same_person
from ...grants.record import Record
from ...grants.rounds.window import Arrival, Window
from ...instruments.instrument import instruments
from ..errors import RefusedByProcess, WrongUse
from ..records import tables
from ..records.rounds import lives
from ..records.rounds.applications import StoredApplication
from ..records.rounds.events import EventKind, kind_of
from ..records.rounds.lives import StoredLifeEvent, StoredVersion
from ..records.rounds.once import worked_out
from ..records.rounds.reader import RoundReader
from . import state
from .actor import Actor
from .incomplete import number_of
from .screening import windows_held

_SHORTEST_REASON = 10
Event = ApplicationEvent | TimelinessEvent | DecisionEvent | AwardEvent
# What no other row tells, so that it can be recorded; everything else follows from those rows.
RECORDED: tuple[Event, ...] = (
    ApplicationEvent.FOUND_INCOMPLETE,
    ApplicationEvent.ASKED,
    ApplicationEvent.LEFT_UNTREATED,
    ApplicationEvent.TREATED_AFTER_ALL,
    DecisionEvent.HEARD,
    DecisionEvent.SET_ASIDE,
    DecisionEvent.SUPPLEMENTED,
    DecisionEvent.TAKEN,  # by a supplement; that of a list the round tells
    DecisionEvent.SENT,  # idem
    DecisionEvent.OBJECTED,
    DecisionEvent.UPHELD,
    DecisionEvent.OBJECTION_WITHDRAWN,
    DecisionEvent.REVISED,
    DecisionEvent.REVOKED,
    DecisionEvent.BECAME_FINAL,
    AwardEvent.CHANGED,  # one that leaves the amount alone; any other is an entry in the ledger
)


class ApplicationLives(Record):
    """Where one application stands, with the decision and the award that it got.

    ``application_id`` is empty where no row of it had a number that could be read; ``row_id`` is
    its newest version in the records. ``timeliness`` is unknown until a version could be read.
    ``open_events`` wait for a second name, and count for nothing until then.
    """

    application_id: str
    row_id: int
    instrument: str
    application: ApplicationState
    timeliness: Timeliness | None
    decision: DecisionState
    award: AwardState | None
    open_events: tuple[StoredLifeEvent, ...] = ()

    @property
    def waits_for(self) -> Mover | None:
        """Who has to act next; ``None`` where nobody has any more."""
        return self.application.waits_for or self.decision.waits_for


@frozen
class _Told:
    """What the records of a round tell, by application number where it is about one."""

    reader: RoundReader
    applications: Mapping[str, StoredApplication]
    withdrawn: frozenset[str]
    answers: Mapping[str, Answer]
    listed: Mapping[str, tables.Award]
    booked: Mapping[str, Sequence[tuple[int, AwardEvent]]]
    windows: Mapping[str, Window]
    untreated: Collection[str]
    withdrawn_rows: frozenset[int]


@worked_out
def lives_of(reader: RoundReader) -> tuple[ApplicationLives, ...]:
    """Where every application of a round stands, by number; those without a number first.

    Raises:
        WrongUse: there is no such round.
    """
    known = {one.application.application_id: one for one in reader.applications}
    gone = {one.application_id for one in reader.withdrawals}
    gone |= {number for number, one in known.items() if one.application.withdrawn_on is not None}
    told = _Told(
        reader=reader,
        applications=known,
        withdrawn=frozenset(gone),
        answers={number: verdict(answers) for number, answers in reader.assessments.items()},
        listed={one.application_id: one for one in reader.awards},
        booked=booked_events((one.number, one.kind, one.postings) for one in reader.entries),
        windows=dict(windows_held(reader.policy)),
        untreated=reader.untreated,
        withdrawn_rows=frozenset(
            row.row_id for row in reader.faulty_rows if number_of(row) in gone
        ),
    )
    return tuple(_lives(told, versions, events) for versions, events in _by_application(reader))


def _by_application(
    reader: RoundReader,
) -> list[tuple[list[StoredVersion], list[StoredLifeEvent]]]:
    """The versions of each application, and what was done to it; a row without a number is one."""
    versions: dict[tuple[str, int], list[StoredVersion]] = defaultdict(list)
    for one in reader.versions:
        versions[_key(one.application_id, one.row_id)].append(one)
    events: dict[tuple[str, int], list[StoredLifeEvent]] = defaultdict(list)
    for event in reader.life_events:
        events[_key(event.application_id, event.version_row_id)].append(event)
    return [(versions[key], events[key]) for key in sorted(versions)]


def _key(number: str, row_id: int) -> tuple[str, int]:
    return (number, 0 if number else row_id)


def _lives(
    told: _Told, versions: Sequence[StoredVersion], events: Sequence[StoredLifeEvent]
) -> ApplicationLives:
    number = versions[-1].application_id
    counting = [one for one in events if not _waits_for_a_second(one)]
    return ApplicationLives(
        application_id=number,
        row_id=versions[-1].row_id,
        instrument=versions[-1].instrument,
        application=_application(told, number, versions, counting),
        timeliness=_timeliness(told, number, counting),
        decision=_decision(told, number, counting),
        award=_award(told, number, counting),
        open_events=tuple(one for one in events if _waits_for_a_second(one)),
    )


def _waits_for_a_second(one: StoredLifeEvent) -> bool:
    return not one.confirmed_by and _by(one.life, one.event) is Mover.TWO_OFFICERS


def _by(life: str, event: str) -> Mover:
    return next(one.by for one in _LIVES[life].table if one.event.value == event)


_LIVES = {one.name: one for one in (APPLICATION_LIFE, TIMELINESS_LIFE, DECISION_LIFE, AWARD_LIFE)}


def _of(life: str, events: Iterable[StoredLifeEvent]) -> list[StoredLifeEvent]:
    return [one for one in events if one.life == life]


def _application(
    told: _Told, number: str, versions: Sequence[StoredVersion], events: Sequence[StoredLifeEvent]
) -> ApplicationState:
    if number in told.withdrawn or versions[-1].row_id in told.withdrawn_rows:
        return ApplicationState.WITHDRAWN
    about: dict[int, list[ApplicationEvent]] = defaultdict(list)
    for one in _of(APPLICATION_LIFE.name, events):
        about[one.version_row_id].append(ApplicationEvent(one.event))
    return application_state((one.good, about[one.row_id]) for one in versions)


def _timeliness(told: _Told, number: str, events: Sequence[StoredLifeEvent]) -> Timeliness | None:
    if number not in told.applications:
        return None
    one = told.applications[number]
    found = _ARRIVED[_arrival(told, one)]
    rule = instruments()[one.instrument].window_rule
    said = told.reader.assessments.get(number, ())
    if any(answer.code == rule and answer.set_aside_under for answer in said):
        return Timeliness.ADMITTED
    for recorded in _of(TIMELINESS_LIFE.name, events):
        event = TimelinessEvent(recorded.event)
        # A later version may state another moment, on which nothing has to be admitted.
        if TIMELINESS_LIFE.allowed(event, found):
            found = TIMELINESS_LIFE.after(found, event)
    return found


def _arrival(told: _Told, one: StoredApplication) -> Arrival:
    """Held against the window of its scheme, or that of the round where its law holds none."""
    held = told.windows.get(one.instrument)
    window = held or told.reader.policy.window_of(one.instrument)
    return window.arrival(one.application.received_at)


# A day that closes at an hour, without a time: in time until a person established otherwise.
_ARRIVED = {
    Arrival.IN_TIME: Timeliness.IN_TIME,
    Arrival.EARLY: Timeliness.EARLY,
    Arrival.LATE: Timeliness.LATE,
    Arrival.UNDECIDED: Timeliness.IN_TIME,
}


def _decision(told: _Told, number: str, events: Sequence[StoredLifeEvent]) -> DecisionState:
    listed = told.listed.get(number)
    outcome = Outcome(listed.outcome) if listed is not None else None
    answer = told.answers.get(number)
    own = _of(DECISION_LIFE.name, events)
    if not own and number in told.untreated:
        return DecisionState.SENT  # its letter goes with the decision itself
    if not own:
        return decision_state(told.reader.state, outcome, answer)
    # What was recorded after an event of the trail comes before the next one.
    happened: list[tuple[tuple[int, int], Step | DecisionEvent]] = []
    for link in told.reader.events:
        kind = kind_of(link.kind)
        if kind is not None and kind.leads_to is not None:
            happened.append(((link.number, 0), kind.leads_to))
    happened += [((one.after_event, 1), DecisionEvent(one.event)) for one in own]
    in_order = [one for _, one in sorted(happened, key=lambda placed: placed[0])]
    return decision_through(in_order, outcome, answer)


def _award(told: _Told, number: str, events: Sequence[StoredLifeEvent]) -> AwardState | None:
    placed = [((entry, 0), event) for entry, event in told.booked.get(number, ())]
    placed += [
        ((one.after_entry, 1), AwardEvent(one.event)) for one in _of(AWARD_LIFE.name, events)
    ]
    if placed:
        return award_state(event for _, event in sorted(placed, key=lambda one: one[0]))
    listed = told.listed.get(number)
    return listed_state(told.reader.state, Euro(listed.amount_cents)) if listed else None


def record_event(
    reader: RoundReader, row_id: int, event: Event, who: Actor, on: date, reason: str
) -> int:
    """Keep what somebody did to an application, to its decision or to its award; its number.

    ``event`` is one of :data:`RECORDED`, ``row_id`` the newest version of the application. What
    asks two people counts once another confirmed it. Whether this officer may is for the step to
    ask.

    Raises:
        WrongUse: there is no such application, or the reason is missing.
        RefusedByProcess: the state that it is in does not allow it.
    """
    assert event in RECORDED, "another row tells of this event"
    if len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in een zin van ten minste {_SHORTEST_REASON} tekens waarom dit "
            "gebeurt, en waaruit dat blijkt."
        )
    found = _found(reader, row_id)
    _hold_against_the_table(found, event)
    life = _life_of(event)
    version = next(one for one in reader.versions if one.row_id == row_id)
    number = lives.add_event(
        reader, version, (life, event.value), on=on, reason=reason,
        article=next(one.article for one in _LIVES[life].table if one.event is event),
        officer=who.name,
    )  # fmt: skip
    state.record(reader, EventKind.LIFE_RECORDED, who)
    return number


def confirm_event(reader: RoundReader, event_id: int, who: Actor, on: date) -> None:
    """Put the second name under what somebody did.

    Raises:
        WrongUse: nothing with that number waits for a second name.
        RefusedByProcess: the same officer recorded it, or the state no longer allows it.
    """
    for one in lives_of(reader):
        for event in one.open_events:
            if event.row_id == event_id:
                _confirm(reader, one, event, who, on)
                return
    raise WrongUse(f"In ronde {reader.id} wacht niets met nummer {event_id} op een tweede naam.")


def _confirm(
    reader: RoundReader,
    found: ApplicationLives,
    event: StoredLifeEvent,
    who: Actor,
    on: date,
) -> None:
    if is_same_person(event.officer, who.name):
        raise RefusedByProcess(
            f"{who.name} legde dit zelf vast. Laat een ander het bevestigen (vier ogen)."
            f"{who.instead(KNOWN)}"
        )
    if event.version_row_id != found.row_id:
        raise RefusedByProcess(
            f"Van {event.application_id} kwam sindsdien een nieuwe versie binnen. Leg het opnieuw "
            "vast, over wat er nu ligt."
        )
    _hold_against_the_table(found, _EVENTS[event.life](event.event))
    lives.add_confirmation(reader, event, on=on, officer=who.name)
    state.record(reader, EventKind.LIFE_CONFIRMED, who)


_EVENTS: Mapping[str, type[Event]] = {
    APPLICATION_LIFE.name: ApplicationEvent,
    TIMELINESS_LIFE.name: TimelinessEvent,
    DECISION_LIFE.name: DecisionEvent,
    AWARD_LIFE.name: AwardEvent,
}


def _life_of(event: Event) -> str:
    return next(name for name, kind in _EVENTS.items() if isinstance(event, kind))


def _found(reader: RoundReader, row_id: int) -> ApplicationLives:
    for one in lives_of(reader):
        if one.row_id == row_id:
            return one
    raise WrongUse(f"Ronde {reader.id} heeft geen aanvraag met rij {row_id} als nieuwste versie.")


def _hold_against_the_table(found: ApplicationLives, event: Event) -> None:
    life = _life_of(event)
    stands: ApplicationState | Timeliness | DecisionState | AwardState | None = {
        APPLICATION_LIFE.name: found.application,
        TIMELINESS_LIFE.name: found.timeliness,
        DECISION_LIFE.name: found.decision,
        AWARD_LIFE.name: found.award,
    }[life]
    line = next(one for one in _LIVES[life].table if one.event is event)
    if stands in line.within:
        return
    said = stands.dutch if stands is not None else "er nog niet"
    raise RefusedByProcess(
        f"{found.application_id or 'De aanvraag'} is {said}; {line.dutch} kan dan niet."
    )
