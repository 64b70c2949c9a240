"""What an application has to be completed with (*aanvullen*, Awb art. 4:5).

Nothing of it is stored but the request itself. What the office fills in is never asked of an
applicant; what bears on the outcome is asked, and is not supplied any more once the window of a
scheme in which applications compete has closed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ....grants.applications.assessment import Answer
from ....grants.applications.finding import Finding
from ....grants.applications.public_body import PublicBody, body_in
from ....grants.lives.application import ApplicationState
from ....grants.municipality import plain_name
from ....grants.record import Record
from ....instruments.instrument import Instrument, instruments
from ....instruments.screening.completing import bears, filled_by_office
from ...errors import RefusedByProcess
from ...records.rounds.applications import FaultyRow, StoredApplication
from ...records.rounds.completions import Asked, StoredCompletion, StoredRequest
from ...records.rounds.reader import RoundReader
from ..incomplete import faults_of, faulty_row, fields_of, no_application, readable
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
