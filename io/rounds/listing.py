"""All applications of a round: the state of each, what is open about it, and who has to act.

Every one is there once, also one that could not be read, by application number.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ...grants.after.progress import Stage
from ...grants.applications.assessment import Answer, verdict
from ...grants.applications.finding import Finding
from ...grants.bilingual import Bilingual
from ...grants.decisions.allocation import IncompleteApplication, Outcome
from ...grants.dossier import Objected
from ...grants.lives.application import ApplicationState
from ...grants.lives.decision import DecisionState
from ...grants.lives.round import RoundState
from ...grants.money import ZERO, Euro
from ...grants.municipality import municipalities
from ...grants.record import Record
from ...grants.rounds.window import Arrival
from ...instruments.instrument import instruments
from ..records.rounds.applications import StoredApplication
from ..records.rounds.reader import RoundReader
from .after.told import awards_told
from .aside.waiting import waiting_aside
from .calendar.deadlines import deadline_of
from .checks.answers import pending
from .completing.term import Term
from .completing.until import term_to_decide, why_until
from .incomplete import incomplete_of, number_of, waiting_corrections
from .lives import lives_of
from .monitors.progress import progress_of
from .objections.standing import decision_on, objected_of
from .screening import windows_held
from .settling.told import SettlingTold, settlings_told

_ENDED = (ApplicationState.WITHDRAWN, ApplicationState.NOT_TREATED)


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

    ``municipality`` leads where several apply together, and ``partners`` are the others; of another
    public body it is the name, without a code.
    ``timeliness`` is that of its window, or ``admitted``; empty where it is not known or not held.
    ``faults`` are those of an application without a good version, ``later_faults`` those of a newer
    version that waits. ``questions`` touch money and wait for an answer, ``judgements`` are rules
    that do, ``to_confirm`` those whose answer waits for a second name. ``term`` is the last day on
    which has to be decided on it, with why it is that day; ``complete_by`` the last day of a
    request that waits, with why, and ``completion`` whether what came in upon it waits for an
    officer. ``decision`` is where the decision on it stands, and ``standing`` the award by its
    identifier, or ``revoked``; empty where there is none. ``committed`` and ``paid`` are its money,
    and ``settling`` how it ends, once it was accounted for; ``objections`` are those to the
    decision. ``reported_as_of`` is the day that the newest report about its homes is about, with
    how many of them had started, were completed and are at risk.
    """

    application_id: str
    instrument: str
    municipality_code: str | None
    municipality: str | None
    partners: tuple[str, ...]
    project_name: str | None
    received_at: datetime | None
    requested: Euro | None
    state: ApplicationState
    timeliness: str
    outcome: Outcome | None
    faults: tuple[Finding, ...]
    later_faults: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    judgements: tuple[str, ...]
    to_confirm: tuple[str, ...]
    term: date | None
    term_reasons: tuple[Bilingual, ...]
    complete_by: date | None
    complete_by_reasons: tuple[Bilingual, ...]
    completion: bool
    waits_for: Mover
    decision: DecisionState
    standing: str = ""
    committed: Euro = ZERO
    paid: Euro = ZERO
    settling: SettlingTold | None = None
    objections: tuple[Objected, ...] = ()
    reported_as_of: date | None = None
    homes_started: int | None = None
    homes_completed: int | None = None
    homes_at_risk: int | None = None


def lines_of(reader: RoundReader, on: date | None = None) -> tuple[ApplicationLine, ...]:
    """All applications of a round, by number; a decision that is final by then is told as that.

    Raises:
        WrongUse: there is no such round.
    """
    about = _About(reader, on)
    found = [about.complete(one) for one in reader.applications]
    found += [about.incomplete(one) for one in incomplete_of(reader)]
    return tuple(sorted(found, key=lambda line: line.application_id))


class _About:
    """What is asked of a round once, for all of its applications."""

    def __init__(self, reader: RoundReader, on: date | None) -> None:
        stands = reader.state is not RoundState.AMENDED and reader.allocation_id is not None
        awards = reader.allocation.awards if stands else ()
        self.outcomes = {award.application_id: award.outcome for award in awards}
        self.outcomes |= {n: award.outcome for n, award in reader.supplemented.items()}
        self.assessments = reader.assessments
        self.later = {one.application_id: one for one in waiting_corrections(reader)}
        self.windows = dict(windows_held(reader.policy))
        self.questions: dict[str, list[Finding]] = {}
        for one in pending(reader):
            self.questions.setdefault(one.application_id, []).append(one.finding)
        newest = {(one.application_id, one.rule): one for one in reader.judgements}
        self.unconfirmed: dict[str, list[str]] = {}
        for (number, rule), one in newest.items():
            if not one.confirmed_by:
                self.unconfirmed.setdefault(number, []).append(rule)
        self.reader = reader
        self.terms = {key: deadline_of(reader.policy, key) for key in reader.policy.instruments}
        self.aside = waiting_aside(reader) if reader.state.decided else ()
        lives = lives_of(reader)
        by_row = {one.row_id: one.application for one in lives}
        faulty = {number_of(row): row.row_id for row in reader.faulty_rows if not row.replaces}
        self.states = {one.application_id: one.application for one in lives}
        self.states |= {number: by_row[row_id] for number, row_id in faulty.items()}
        self.decisions = {
            one.application_id: decision_on(reader, one.application_id, one.decision, on)
            for one in lives
            if one.application_id
        }
        self.objected = objected_of(reader)
        self.told = awards_told(reader)
        self.settling = settlings_told(reader)
        progress = progress_of(reader, on)
        every = () if progress is None else progress.projects
        self.progress = {one.promise.application_id: one for one in every}
        self.requests = {one.number: one for one in reader.requests}
        self.completions = {one.number: one for one in reader.completions}

    def complete(self, one: StoredApplication) -> ApplicationLine:
        """The line of an application that was taken in."""
        application = one.application
        number = application.application_id
        gone = self.states[number] in _ENDED
        later = self.later.get(number)
        # What another rule refused, or a list decided on, waits for no judgement any more.
        said = self.assessments.get(number, ())
        over = gone or verdict(said) is Answer.NOT_MET
        over = over or (self.reader.state.decided and number not in self.aside)
        waiting = tuple(a.code for a in said if a.answer is Answer.NEEDS_JUDGEMENT)
        confirm = () if over else tuple(sorted(self.unconfirmed.get(number, ())))
        return self._line(
            number,
            one.instrument,
            code=application.applicant.code or None,
            place=application.applicant.name,
            partners=tuple(partner.name for partner in application.partners),
            project=application.project_name,
            received=application.received_at,
            requested=application.requested,
            later_faults=() if later is None or gone else later.findings,
            judgements=() if over else tuple(code for code in waiting if code not in confirm),
            to_confirm=confirm,
        )

    def incomplete(self, one: IncompleteApplication) -> ApplicationLine:
        """The line of one with a fault: what can be read of its row."""
        place = municipalities().get(one.municipality_code or "")
        return self._line(
            one.application_id,
            one.instrument,
            code=None if one.body is not None else one.municipality_code,
            place=one.body.name if one.body is not None else place.name if place else None,
            project=one.project_name,
            received=one.received_at,
            requested=one.requested,
            faults=one.findings,
        )

    def _line(
        self,
        number: str,
        instrument: str,
        *,
        code: str | None,
        place: str | None,
        project: str | None,
        received: datetime | None,
        requested: Euro | None,
        partners: tuple[str, ...] = (),
        faults: tuple[Finding, ...] = (),
        later_faults: tuple[Finding, ...] = (),
        judgements: tuple[str, ...] = (),
        to_confirm: tuple[str, ...] = (),
    ) -> ApplicationLine:
        state = self.states[number]
        request = self.requests.get(number) if state is ApplicationState.COMPLETING else None
        came = self.completions.get(number)
        waits = state is ApplicationState.COMPLETING and came is not None and came.waits
        answered = came is not None and request is not None and came.request_id == request.row_id
        term = None if state in _ENDED else self._term(number, instrument, received)
        told = self.told.get(number)
        return ApplicationLine(
            application_id=number,
            instrument=instrument,
            municipality_code=code,
            municipality=place,
            partners=partners,
            project_name=project,
            received_at=received,
            requested=requested,
            state=state,
            timeliness=self._timeliness(instrument, number, received),
            outcome=self.outcomes.get(number),
            faults=faults,
            later_faults=later_faults,
            questions=tuple(self.questions.get(number, ())),
            judgements=judgements,
            to_confirm=to_confirm,
            term=None if term is None else term.day,
            term_reasons=() if term is None else term.reasons,
            complete_by=None if request is None else request.until,
            complete_by_reasons=() if request is None else why_until(self.reader, request),
            completion=waits,
            standing="" if told is None else told.standing,
            committed=ZERO if told is None else told.committed,
            paid=ZERO if told is None else told.paid,
            settling=self.settling.get(number),
            waits_for=self._mover(
                state,
                asked=request is not None and not answered,
                office=bool(later_faults or judgements or self.questions.get(number))
                or number in self.aside,
                second=bool(to_confirm),
            ),
            decision=self.decisions.get(number, DecisionState.OPEN),
            objections=self.objected.get(number, ()),
            **self._homes(number),
        )

    def _homes(self, number: str) -> dict[str, Any]:
        """How far the homes of an award are, where that was reported."""
        one = self.progress.get(number)
        if one is None or one.report is None:
            return {}
        return {
            "reported_as_of": one.report.as_of,
            "homes_started": one.report.homes(Stage.START).total,
            "homes_completed": one.report.homes(Stage.COMPLETION).total,
            "homes_at_risk": one.at_risk,
        }

    def _mover(
        self,
        state: ApplicationState,
        *,
        asked: bool,
        office: bool,
        second: bool,
    ) -> Mover:
        if state in _ENDED:
            return Mover.NOBODY
        if asked:
            return Mover.APPLICANT
        if office or state in (ApplicationState.INCOMPLETE, ApplicationState.COMPLETING):
            return Mover.OFFICER
        return Mover.SECOND_OFFICER if second else Mover.NOBODY

    def _term(self, number: str, instrument: str, received: datetime | None) -> Term:
        day = None if received is None else received.date()
        return term_to_decide(self.reader, number, self.terms[instrument], day)

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
