"""All applications of a round: the state of each, what is open about it, and who has to act.

Every one is there once, also one that could not be read, by application number.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from ...grants.allocation import IncompleteApplication, Outcome
from ...grants.assessment import Answer
from ...grants.finding import Finding, Severity
from ...grants.money import Euro
from ...grants.municipality import municipalities
from ...grants.record import Record
from ...grants.rounds import RoundState
from ...grants.window import Arrival
from ...instruments.instrument import instruments
from ..records.rounds.applications import StoredApplication
from ..records.rounds.reader import RoundReader
from .deadlines import before_the_window, deadlines_of
from .incomplete import incomplete_of, waiting_corrections
from .screening import windows_held


class State(StrEnum):
    """Where an application stands, before it is decided on."""

    INCOMPLETE = "incomplete"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"

    @property
    def dutch(self) -> str:
        """The state in words an office uses."""
        return {"incomplete": "onvolledig", "complete": "volledig"}.get(self.value, "ingetrokken")


class Mover(StrEnum):
    """Who has to act before an application can go on."""

    APPLICANT = "applicant"
    OFFICER = "officer"
    SECOND_OFFICER = "second_officer"
    NOBODY = ""

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {
            "applicant": "de aanvrager", "officer": "een medewerker",
            "second_officer": "een tweede medewerker",
        }.get(self.value, "")  # fmt: skip


class ApplicationLine(Record):
    """One application. What could not be read is ``None``, never nought.

    ``timeliness`` is that of its window, or ``admitted``; empty where it is not known or not held.
    ``faults`` are those of an application without a good version, ``later_faults`` those of a newer
    version that waits. ``judgements`` are rules that wait for an answer, ``to_confirm`` those whose
    answer waits for a second name. ``term`` is the last day on which has to be decided on it.
    """

    application_id: str
    instrument: str
    municipality_code: str | None
    municipality: str | None
    project_name: str | None
    received_at: datetime | None
    requested: Euro | None
    state: State
    timeliness: str
    outcome: Outcome | None
    faults: tuple[Finding, ...]
    later_faults: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    judgements: tuple[str, ...]
    to_confirm: tuple[str, ...]
    term: date | None
    waits_for: Mover


def lines_of(reader: RoundReader) -> tuple[ApplicationLine, ...]:
    """All applications of a round, by number.

    Raises:
        WrongUse: there is no such round.
    """
    about = _About(reader)
    found = [about.complete(one) for one in reader.applications]
    found += [about.incomplete(one) for one in incomplete_of(reader)]
    return tuple(sorted(found, key=lambda line: line.application_id))


class _About:
    """What is asked of a round once, for all of its applications."""

    def __init__(self, reader: RoundReader) -> None:
        stands = reader.state is not RoundState.AMENDED and reader.allocation_id is not None
        awards = reader.allocation.awards if stands else ()
        self.outcomes = {award.application_id: award.outcome for award in awards}
        self.assessments = reader.assessments
        self.later = {one.application_id: one for one in waiting_corrections(reader)}
        self.windows = dict(windows_held(reader.policy))
        self.questions: dict[str, list[Finding]] = {}
        for found in reader.findings:
            if found.severity is Severity.QUESTION:
                self.questions.setdefault(found.application_id, []).append(found)
        newest = {(one.application_id, one.rule): one for one in reader.judgements}
        self.unconfirmed: dict[str, list[str]] = {}
        for (number, rule), one in newest.items():
            if not one.confirmed_by:
                self.unconfirmed.setdefault(number, []).append(rule)
        self.terms = {
            one.instrument: one.day
            for one in deadlines_of(reader.policy)
            if one.decides and not before_the_window(reader.policy, one)
        }

    def complete(self, one: StoredApplication) -> ApplicationLine:
        application = one.application
        number = application.application_id
        gone = application.withdrawn_on is not None
        later = self.later.get(number)
        waiting = tuple(
            a.code for a in self.assessments.get(number, ()) if a.answer is Answer.NEEDS_JUDGEMENT
        )
        confirm = () if gone else tuple(sorted(self.unconfirmed.get(number, ())))
        judgements = () if gone else tuple(code for code in waiting if code not in confirm)
        mover = Mover.NOBODY
        if not gone and (later is not None or judgements):
            mover = Mover.OFFICER
        elif confirm:
            mover = Mover.SECOND_OFFICER
        return ApplicationLine(
            application_id=number,
            instrument=one.instrument,
            municipality_code=application.municipality_code,
            municipality=application.place.name,
            project_name=application.project_name,
            received_at=application.received_at,
            requested=application.requested,
            state=State.WITHDRAWN if gone else State.COMPLETE,
            timeliness=self._timeliness(one.instrument, number, application.received_at),
            outcome=self.outcomes.get(number),
            faults=(),
            later_faults=() if later is None else later.findings,
            questions=tuple(self.questions.get(number, ())),
            judgements=judgements,
            to_confirm=confirm,
            term=None if gone else self.terms.get(one.instrument),
            waits_for=mover,
        )

    def incomplete(self, one: IncompleteApplication) -> ApplicationLine:
        place = municipalities().get(one.municipality_code or "")
        gone = one.withdrawn_on is not None
        return ApplicationLine(
            application_id=one.application_id,
            instrument=one.instrument,
            municipality_code=one.municipality_code,
            municipality=None if place is None else place.name,
            project_name=one.project_name,
            received_at=one.received_at,
            requested=one.requested,
            state=State.WITHDRAWN if gone else State.INCOMPLETE,
            timeliness=self._timeliness(one.instrument, one.application_id, one.received_at),
            outcome=self.outcomes.get(one.application_id),
            faults=one.findings,
            later_faults=(),
            questions=(),
            judgements=(),
            to_confirm=(),
            term=None if gone else self.terms.get(one.instrument),
            waits_for=Mover.NOBODY if gone else Mover.OFFICER,
        )

    def _timeliness(self, instrument: str, number: str, received: datetime | None) -> str:
        window = self.windows.get(instrument)
        if window is None or received is None:
            return ""
        arrival = window.arrival(received)
        rule = instruments()[instrument].window_rule
        for answer in self.assessments.get(number, ()):
            if answer.code == rule and answer.judged_by and answer.answer is Answer.MET:
                return "admitted" if answer.set_aside_under else Arrival.IN_TIME.value
        return arrival.value
