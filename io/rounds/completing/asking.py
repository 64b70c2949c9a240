"""What an application has to be completed with (*aanvullen*, Awb art. 4:5), and until when.

Nothing of it is stored but the request itself. What the office fills in is never asked of an
applicant; what bears on the outcome is asked, and is not supplied any more once the window of a
scheme in which applications compete has closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from ....grants.applications.assessment import Answer
from ....grants.applications.finding import Finding
from ....grants.applications.public_body import PublicBody, body_in
from ....grants.bilingual import Bilingual
from ....grants.calendar import next_working_day
from ....grants.lives.application import ApplicationState
from ....grants.municipality import plain_name
from ....grants.notation import article_in, counted, short_day
from ....grants.record import Record
from ....instruments.instrument import Instrument, instruments
from ....instruments.screening.completing import bears, filled_by_office
from ....instruments.terms.deadlines import moved_or_not
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.applications import FaultyRow, StoredApplication
from ...records.rounds.completions import Asked, StoredCompletion, StoredNotice, StoredRequest
from ...records.rounds.reader import RoundReader
from ..calendar.deadlines import OfLaw, eight_weeks_after
from ..incomplete import faults_of, faulty_row, fields_of, incomplete_of, no_application, readable
from ..lives import ApplicationLives, lives_of
from .beside import NOTHING, Stood, field_of, stood_beside


class Incomplete(Record):
    """An application as far as it can be read, with what is missing of it.

    ``asked`` is what its applicant can complete, ``of_the_office`` the headers of what only the
    office fills in. ``values`` are its cells by header, ``stood`` what its further sheets say.
    ``body`` is the public body in the place of a municipality, if there is one.
    """

    number: str
    instrument: str
    version_row_id: int
    state: ApplicationState
    municipality_code: str
    project_id: str
    project_name: str
    received_at: datetime | None
    values: dict[str, str]
    asked: tuple[Asked, ...]
    of_the_office: tuple[str, ...]
    stood: Stood = NOTHING
    body: PublicBody | None = None

    @property
    def applicant_code(self) -> str:
        """The code of the municipality that applies; empty where none is known, or a body does."""
        return "" if self.body is not None else self.municipality_code


def incomplete_one(reader: RoundReader, number: str) -> Incomplete:
    """An application with what is missing of it; of one that is complete, nothing.

    Raises:
        WrongUse: the round has no application of that number.
    """
    life = life_of(reader, number)
    row = faulty_row(reader, number)
    if row is not None:
        return _of_row(reader, row, life)
    for one in reader.judged_applications:
        if one.application.application_id == number:
            return _of_application(reader, one, life)
    raise no_application(reader, number)


def life_of(reader: RoundReader, number: str) -> ApplicationLives:
    """Where an application stands, by its number, or by the one made of its place.

    Raises:
        WrongUse: there is none.
    """
    row = faulty_row(reader, number)
    for one in lives_of(reader):
        if one.application_id == number or (row is not None and one.row_id == row.row_id):
            return one
    raise no_application(reader, number)


def _of_row(reader: RoundReader, row: FaultyRow, life: ApplicationLives) -> Incomplete:
    scheme = instruments()[row.instrument]
    faults = faults_of(reader, row)
    read = readable(scheme.columns, row.values, fields_of(row, faults))
    own, office = _divided(scheme, faults, row, linked=row.row_id in reader.linked_numbers)
    received = read.get("received_at")
    return Incomplete(
        number=row.application_id,
        instrument=row.instrument,
        version_row_id=row.row_id,
        state=life.application,
        municipality_code=_text(read.get("municipality_code")),
        project_id=_text(read.get("project_id")),
        project_name=_text(read.get("project_name")),
        received_at=received if isinstance(received, datetime) else None,
        values=row.values,
        asked=own,
        of_the_office=office,
        stood=stood_beside(reader, scheme, row.row_id, row.application_id),
        body=body_in(faults, row.values),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _divided(
    scheme: Instrument, faults: Iterable[Finding], row: FaultyRow, *, linked: bool
) -> tuple[tuple[Asked, ...], tuple[str, ...]]:
    """What the applicant can complete, and the headers of what the office has to.

    ``linked`` says that an officer gave the row its number.
    """
    by_field = {column.field: column for column in scheme.columns}
    beside = {plain_name(sheet.name): field_of(sheet) for sheet in scheme.sheets}
    texts = {plain_name(header): text for header, text in row.values.items()}
    own: list[Asked] = []
    office: list[str] = []
    for one in faults:
        further = beside.get(plain_name(one.sheet)) if one.sheet != row.sheet else None
        column = by_field.get(one.field) if further is None else None
        if linked and one.field == "application_id":
            continue
        if column is not None and filled_by_office(column):
            office.append(column.label)
            continue
        own.append(
            Asked(
                field=further or one.field,
                label=column.label if column is not None else one.sheet,
                cell=one.cell,
                code=one.code,
                said=f"{one.message} {one.cure}".strip(),
                absent=column is not None and not texts.get(plain_name(column.label), ""),
                # Which of several rows counts under one number decides about all that they state.
                bears=column is None or bears(column) or one.field == "application_id",
            )
        )
    return tuple(own), tuple(dict.fromkeys(office))


def _of_application(
    reader: RoundReader, one: StoredApplication, life: ApplicationLives
) -> Incomplete:
    """An application that was read, of which rules ask a value that its applicant left open."""
    application, number = one.application, one.application.application_id
    applicant = application.applicant
    columns = {column.field: column for column in instruments()[one.instrument].columns}
    asked = tuple(
        Asked(
            field=field,
            label=columns[field].label,
            cell=one.cells.get(field, ""),
            code=rule.code,
            said=rule.sentence_nl,
            absent=True,
            bears=bears(columns[field]),
        )
        for rule in reader.assessments.get(number, ())
        if rule.answer is Answer.NEEDS_JUDGEMENT
        for field in rule.asks
        if field in columns and not filled_by_office(columns[field])
    )
    return Incomplete(
        number=number,
        instrument=one.instrument,
        version_row_id=one.row_id,
        state=life.application,
        municipality_code=application.municipality_code,
        project_id=application.project_id or "",
        project_name=application.project_name or "",
        received_at=application.received_at,
        values=reader.values_of_row(one.row_id),
        asked=asked,
        of_the_office=(),
        stood=stood_beside(reader, instruments()[one.instrument], one.row_id, number),
        body=applicant if isinstance(applicant, PublicBody) else None,
    )


def open_request(reader: RoundReader, number: str) -> StoredRequest | None:
    """The newest request to an application that still waits for its completion, if there is one."""
    found = [one for one in reader.requests if one.number == number]
    if not found or life_of(reader, number).application is not ApplicationState.COMPLETING:
        return None
    return found[-1]


def waiting_completion(reader: RoundReader, number: str) -> StoredCompletion | None:
    """The newest completion of an application about which somebody still has to decide."""
    found = [one for one in reader.completions if one.number == number]
    return found[-1] if found and found[-1].waits else None


def term_of(reader: RoundReader, on: date, until: date | None) -> date:
    """The last day of a request of that day: what the policy gives, or another, on a working day.

    Raises:
        WrongUse: the other day leaves less time than the policy does.
    """
    given = next_working_day(on + timedelta(days=reader.policy.round.completion_days))
    if until is None:
        return given
    if until < given:
        raise WrongUse(
            f"Het beleid geeft {counted(reader.policy.round.completion_days, 'dag', 'dagen')} om "
            f"aan te vullen, dus tot en met {given:%d-%m-%Y}. Een eerdere dag dan die kan niet."
        )
    return next_working_day(until)


def why_until(reader: RoundReader, request: StoredRequest) -> tuple[Bilingual, ...]:
    """Which article sets the last day of a request, and what made it that day."""
    days = reader.policy.round.completion_days
    least = request.on + timedelta(days=days)
    given = request.until - request.on
    longer = request.until > next_working_day(least)
    return (
        Bilingual(
            nl=f"{counted(given.days, 'dag', 'dagen')} na het verzoek van {request.on:%d-%m-%Y} "
            f"(artikel 4:5, eerste lid, Awb; het beleid geeft er ten minste {days})",
            en=f"{counted(given.days, 'day', 'days', 'en')} after the request of "
            f"{short_day(request.on, 'en')} (article 4:5, first paragraph, Awb; the policy gives "
            f"at least {days})",
        ),
        Bilingual(
            nl="niet verschoven: het is een werkdag",
            en="not moved: it is a working day",
        )
        if longer or request.until == least
        else Bilingual(
            nl=f"verschoven van {least:%d-%m-%Y}, een weekend of feestdag",
            en=f"moved from {short_day(least, 'en')}, a weekend or holiday",
        ),
    )


class Clock(Bilingual):
    """The days by which the term for a decision stood still (Awb art. 4:15), with why.

    ``ends`` is the first day on which it runs again; ``open`` says that the applicant may still
    complete it, so that it is an expectation.
    """

    days: int
    since: date
    ends: date
    open: bool


def clock_of(reader: RoundReader, number: str) -> tuple[Clock, ...]:
    """For each request to an application, how long the term to decide stood still by it.

    From the day after the request until the day on which it was completed, or the end of the term
    that was given (Awb art. 4:15, first paragraph). Of its competitors it leaves the term alone.
    """
    requests = [one for one in reader.requests if one.number == number]
    if not requests:
        return ()
    came = {one.request_id: one.on for one in reader.completions if one.number == number}
    waits = open_request(reader, number)  # of what came in, whatever it lacks, the office decides
    found: list[Clock] = []
    for at, one in enumerate(requests):
        answered = one.row_id in came
        still = waits is not None and waits.row_id == one.row_id and not answered
        ends = one.until + timedelta(days=1)
        if answered:
            ends = min(ends, came[one.row_id])
        if at + 1 < len(requests):  # the next request goes on from where it came
            ends = min(ends, requests[at + 1].on + timedelta(days=1))
        found.append(_clock(one, ends, still=still))
    return tuple(found)


def _clock(one: StoredRequest, ends: date, *, still: bool) -> Clock:
    since = one.on + timedelta(days=1)
    days = max((ends - since).days, 0)
    return Clock(
        days=days,
        since=since,
        ends=max(ends, since),
        open=still,
        nl=f"{days} {'dag' if days == 1 else 'dagen'} opgeschort vanaf {since:%d-%m-%Y}, de dag na "
        f"het verzoek om aanvulling{', dat nog loopt' if still else ''} (artikel 4:15, eerste lid, "
        "onderdeel a, Awb)",
        en=f"suspended by {days} {'day' if days == 1 else 'days'} from {short_day(since, 'en')}, "
        f"the day after the request to complete{', which still runs' if still else ''} (article "
        "4:15, first paragraph, under a, Awb)",
    )


def running(clock: Clock, begins: date | None) -> Clock:
    """What a request suspended of a term that was running: one that had not begun cannot be."""
    if begins is None or clock.since >= begins:
        return clock
    days = max((clock.ends - begins).days, 0)
    nl = (
        f"{counted(days, 'dag', 'dagen')} opgeschort vanaf {begins:%d-%m-%Y}, de dag waarop de "
        f"termijn begon, door het verzoek om aanvulling{', dat nog loopt' if clock.open else ''} "
        "(artikel 4:15, eerste lid, onderdeel a, Awb)"
    )
    en = (
        f"suspended by {counted(days, 'day', 'days', 'en')} from {short_day(begins, 'en')}, the "
        f"day on which the term began, by the request to complete"
        f"{', which still runs' if clock.open else ''} (article 4:15, first paragraph, under a, "
        "Awb)"
    )
    if not days:
        nl = "niet opgeschort: het verzoek om aanvulling was voorbij toen de termijn begon"
        en = "not suspended: the request to complete was over when the term began"
    return clock.model_copy(update={"days": days, "since": begins, "nl": nl, "en": en})


class Term(Record):
    """By when has to be decided on an application, and why that day.

    ``day`` is that of the law, moved by what suspended it. ``announced`` is the day of the newest
    notice (Awb art. 4:14), ``None`` without one: it leaves the term of a regulation as it is, and
    is the term itself where that is a ``reasonable`` one and the notice came within it.
    """

    day: date
    reasons: tuple[Bilingual, ...]
    announced: date | None = None
    reasonable: bool = False


def received_on(reader: RoundReader) -> dict[str, date]:
    """The day on which each application came in, as far as that could be read."""
    whole = {
        one.application.application_id: one.application.received_at.date()
        for one in reader.applications
    }
    return {
        one.application_id: one.received_at.date()
        for one in incomplete_of(reader)
        if one.received_at is not None
    } | whole


def term_to_decide(
    reader: RoundReader,
    number: str,
    of_law: OfLaw,
    received: date | None = None,
    *,
    besides: tuple[StoredNotice, ...] = (),
) -> Term:
    """The term for a decision on one application; ``of_law`` is that of its scheme in the round.

    ``received`` is the day on which it came in, from which a reasonable term is counted, and
    ``besides`` are notices that the reader did not read yet.
    """
    if of_law.reasonable and received is not None:
        of_law = eight_weeks_after(received, suspended=of_law.suspended)
    clocks = (
        tuple(running(one, of_law.begins) for one in clock_of(reader, number))
        if of_law.suspended
        else ()
    )
    day = of_law.day + timedelta(days=sum(one.days for one in clocks))
    reasons: list[Bilingual] = [
        Bilingual(
            nl=f"{of_law.day:%d-%m-%Y} volgens {of_law.article}",
            en=f"{short_day(of_law.day, 'en')} by {article_in(of_law.article, 'en')}",
        ),
        *(Bilingual(nl=one.nl, en=one.en) for one in clocks),
    ]
    if not clocks:
        reasons.append(
            Bilingual(nl="niets schortte de termijn op", en="nothing suspended the term")
        )
    reasons.append(moved_or_not(day, may_move=of_law.may_move, weeks=of_law.weeks))
    day = next_working_day(day) if of_law.may_move else day
    told = [*(one for one in reader.notices if one.number == number), *besides]
    if told and of_law.reasonable:
        day = _told_in_time(day, told, reasons)
    elif told:
        later = told[-1].later
        reasons.append(
            Bilingual(
                nl=f"aangekondigd is {later:%d-%m-%Y} (artikel 4:14, eerste lid, Awb); de "
                "wettelijke termijn loopt door",
                en=f"announced is {short_day(later, 'en')} (article 4:14, first paragraph, Awb); "
                "the term of the law runs on",
            )
        )
    return Term(
        day=day, reasons=tuple(reasons), announced=told[-1].later if told else None,
        reasonable=of_law.reasonable,
    )  # fmt: skip


def _told_in_time(day: date, told: Sequence[StoredNotice], reasons: list[Bilingual]) -> date:
    """The end of a reasonable term, which a notice within it puts off (Awb 4:14)."""
    for one in told:
        if one.on <= day:
            day = max(day, one.later)
            reasons.append(
                Bilingual(
                    nl=f"op {one.on:%d-%m-%Y} genoemd: {one.later:%d-%m-%Y} (artikel 4:14, derde "
                    "lid, Awb)",
                    en=f"named on {short_day(one.on, 'en')}: {short_day(one.later, 'en')} (article "
                    "4:14, third paragraph, Awb)",
                )
            )
        else:
            reasons.append(
                Bilingual(
                    nl=f"pas op {one.on:%d-%m-%Y} genoemd: {one.later:%d-%m-%Y}; de termijn was "
                    "toen voorbij",
                    en=f"named only on {short_day(one.on, 'en')}: {short_day(one.later, 'en')}; "
                    "the term was over by then",
                )
            )
    return day


def past_supplying(one: Asked, *, settled: bool) -> bool:
    """Whether something that was asked about was absent, and cannot be supplied any more.

    ``settled`` says that the window has closed of a scheme in which applications compete.
    """
    return settled and one.absent and one.bears


def require_linked(number: str) -> None:
    """Refuse what is done to an application whose row has no number yet.

    Raises:
        RefusedByProcess: an officer has to link it to one first.
    """
    if number.startswith("ONBEKEND-"):
        raise RefusedByProcess(
            f"De rij {number} heeft geen bruikbaar aanvraagnummer. Koppel haar eerst: verdeel "
            f"complete link {number} --number <nummer> --reason <waarom> --date jjjj-mm-dd"
        )
