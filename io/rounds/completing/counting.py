"""What a workbook that comes in after a request, or after the closing of the intake, may change.

Intake is open again for the applications that were asked, and for what only the office fills in of
those that are incomplete; for nothing else (Awb art. 4:5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ....grants.applications.application import Application
from ....grants.applications.assessment import Assessment
from ....grants.lives.application import ApplicationState
from ....grants.lives.round import RoundState
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds import applications, completions, screenings
from ...records.rounds.completions import StoredRequest
from ...records.rounds.reader import RoundReader
from ...records.rounds.screenings import as_json
from ...workbooks.intake.rows import ReadRow
from ..incomplete import faults_of, faulty_row, fields_of
from ..lives import lives_of
from ..screening import as_screened, kept_as, screened_under
from .beside import NOTHING, Stood, stood_beside
from .weighing import Weighed, office_fields, weighed

_OPEN = (ApplicationState.INCOMPLETE, ApplicationState.COMPLETING)
_SCREENED = (RoundState.SCREENED, RoundState.ALLOCATED, RoundState.AMENDED)


@dataclass(frozen=True, slots=True)
class Reply:
    """An application that rows may come in for, with the version that was asked about.

    Without a ``request`` only the fields of the ``office`` may be other ones. ``earlier`` are the
    cells of that version, by header, and ``stood`` what its further sheets said.
    """

    request: StoredRequest | None
    earlier: Mapping[str, str]
    office: frozenset[str]
    stood: Stood = NOTHING


def replies(reader: RoundReader, numbers: Iterable[str], on: date | None) -> Mapping[str, Reply]:
    """What may come in of these applications, by number; of any other, what always may.

    Raises:
        RefusedByProcess: intake is closed for one of them, or it is not treated.
        WrongUse: the day on which a completion came in is missing, or is before its request.
    """
    closed = reader.state is not RoundState.OPEN
    if not closed and not reader.requests:
        return {}
    wanted = sorted(set(numbers))
    states = {one.application_id: one for one in lives_of(reader)}
    asked = {one.number: one for one in reader.requests}
    found: dict[str, Reply] = {}
    for number in wanted:
        state = states[number].application if number in states else None
        if state in _OPEN and (closed or number in asked):
            request = asked.get(number) if state is ApplicationState.COMPLETING else None
            found[number] = _reply(reader, number, states[number].row_id, request)
        elif closed or state is ApplicationState.NOT_TREATED:
            said = "staat er niet in" if state is None else f"is {state.dutch}"
            which = number or "een rij zonder nummer"
            raise RefusedByProcess(
                f"De inname van ronde {reader.id} is gesloten voor {which} ({said}): er is niets "
                'ingenomen. Na de sluiting komt alleen binnen waarom is gevraagd met "verdeel '
                'complete request"; wat nieuw is, hoort in een volgende ronde.'
            )
    for number, one in found.items():
        if one.request is not None and (on is None or on < one.request.on):
            raise WrongUse(
                f"{number} vult aan wat op {one.request.on:%d-%m-%Y} is gevraagd. Noem met --date "
                "jjjj-mm-dd de dag waarop de aanvulling is ontvangen."
            )
    return found


def _reply(reader: RoundReader, number: str, row_id: int, request: StoredRequest | None) -> Reply:
    row = faulty_row(reader, number)
    wrong = set[str]() if row is None else fields_of(row, faults_of(reader, row))
    version = request.version_row_id if request is not None else row_id
    office = frozenset[str]() if row is None else office_fields(row.instrument, wrong)
    stood = _stood(reader, number, version)
    return Reply(request=request, earlier=reader.values_of_row(version), office=office, stood=stood)


def _stood(reader: RoundReader, number: str, version: int) -> Stood:
    kept = applications.version(reader, version)
    return stood_beside(reader, instruments()[kept.instrument], version, number)


def weigh(reader: RoundReader, reply: Reply, row: ReadRow, file: str, on: date | None) -> Weighed:
    """What counts of a row that came in for an application of ``replies``.

    Raises:
        RefusedByProcess: nothing was asked, and more than what the office fills in was changed.
    """
    request = reply.request
    day = on or reader.policy.round.window_closes
    if request is None:
        nothing = StoredRequest(
            row_id=0, number=row.application_id, version_row_id=0, municipality_code="",
            on=day, until=day, asked=(), officer="",
        )  # fmt: skip
        told = weighed(
            reader.policy, nothing, reply.earlier, reply.office, row, file, day, reply.stood
        )
        if row.application is None or told.differs:
            raise RefusedByProcess(
                f"Om een aanvulling van {row.application_id} is niet gevraagd; het kantoor kan nu "
                "alleen verbeteren wat het zelf invult. Er is niets ingenomen. Vraag haar eerst: "
                f"verdeel complete request {row.application_id} --round {reader.id}"
            )
        return told
    return weighed(reader.policy, request, reply.earlier, reply.office, row, file, day, reply.stood)


def keep(
    reader: RoundReader,
    came: Iterable[tuple[Reply, int, Weighed]],
    on: date | None,
    officer: str,
) -> None:
    """Keep that versions came in upon requests, each by its row, and put those to the rules that
    count where the round was screened already."""
    anew: list[int] = []
    for reply, row_id, told in came:
        if reply.request is not None:
            assert on is not None
            texts = (_json(told.stated), _json(told.kept))
            completions.add_completion(
                reader, reply.request, row_id, on, texts, told.differs, officer
            )
        if told.counts is not None:
            anew.append(row_id)
    screen_anew(reader, anew)


def _json(application: Application | None) -> str:
    return "" if application is None else application.model_dump_json()


def screen_anew(reader: RoundReader, rows: Iterable[int]) -> None:
    """Put versions to the rules that came to count after the round was screened.

    Rules that count applications then say something else of others too, which is kept with the
    newest of these versions as its cause.
    """
    wanted = set(rows)
    if not wanted or reader.state not in _SCREENED:
        return
    then, every = reader.answers, as_screened(reader)
    now = kept_as(then, screened_under(reader.policy, every))
    said = {one.row_id: now[one.application.application_id] for one in every}
    written = [(row_id, as_json(said[row_id])) for row_id in said if row_id in wanted]
    others = [
        (one.row_id, as_json(said[one.row_id]))
        for one in every
        if one.row_id not in wanted
        and _differs(then.get(one.application.application_id, ()), said[one.row_id])
    ]
    amended = reader.decisive_amendments[-1:]
    under = amended[0].id if amended else None
    if under is not None and reader.rescreened(under):
        screenings.add_anew(reader, under, written)
    else:
        under = None
        screenings.add(reader, written)
    if others:
        screenings.add_again(reader, under, max(wanted), others)


def _differs(then: Sequence[Assessment], now: Sequence[Assessment]) -> bool:
    """Whether the rules that were put say something else, also in what they measure."""
    said = {one.code: one for one in now}
    return any(said.get(one.code) != one for one in then)
