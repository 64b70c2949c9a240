"""What was asked of an application and is still not there, when it is decided not to treat it."""

from __future__ import annotations

from datetime import date, timedelta

from ....grants.bilingual import Bilingual
from ....grants.calendar import next_working_day
from ....grants.notation import short_day
from ....grants.record import Record
from ....instruments.screening.completing import settled_on
from ....instruments.terms.deadlines import moved_or_not
from ...errors import RefusedByProcess
from ...records.rounds.completions import Asked, StoredCompletion, StoredRequest, Why
from ...records.rounds.reader import RoundReader
from .asking import Incomplete, past_supplying

WEEKS_TO_DECIDE = 4  # Awb art. 4:5, fourth paragraph


class Left(Record):
    """What is still open of a request; ``came`` is the day of the newest completion to it.

    ``in_time`` says whether anything came within the term: without that, late is the reason.
    """

    open: tuple[Asked, ...]
    came: date | None
    in_time: bool


class ClosingTerm(Record):
    """Within what time it can be decided not to treat an application (Awb 4:5, fourth paragraph).

    The four weeks run from ``since``: the day on which it was completed within the term that was
    given, however insufficiently (``completed``), or else the last day of that term. ``last`` is
    past weekends and holidays (Algemene termijnenwet art. 1).
    """

    since: date
    completed: bool
    last: date
    why: Bilingual


def closing_term(reader: RoundReader, request: StoredRequest) -> ClosingTerm:
    """By when it can be decided not to treat an application to which a request went."""
    came = [
        one.on
        for one in reader.completions
        if one.request_id == request.row_id and one.on <= request.until
    ]
    since = max(came, default=request.until)
    ends = since + timedelta(weeks=WEEKS_TO_DECIDE)
    moved = moved_or_not(ends, may_move=True)
    nl, en = (
        (f"de aanvulling van {since:%d-%m-%Y}", f"the completion of {short_day(since, 'en')}")
        if came
        else (f"de termijn tot en met {since:%d-%m-%Y}", f"the term until {short_day(since, 'en')}")
    )
    return ClosingTerm(
        since=since,
        completed=bool(came),
        last=next_working_day(ends),
        why=Bilingual(
            nl=f"vier weken na {nl}, artikel 4:5, vierde lid, Awb; {moved.nl}",
            en=f"four weeks after {en}, article 4:5, fourth paragraph, Awb; {moved.en}",
        ),
    )


def left_of(reader: RoundReader, request: StoredRequest, about: Incomplete) -> Left:
    """What of a request the newest version leaves open; ``about`` is the application as it is."""
    found = [one for one in reader.completions if one.request_id == request.row_id]
    in_time = any(one.on <= request.until for one in found)
    if not found:
        return Left(open=request.asked, came=None, in_time=False)
    newest = found[-1]
    return Left(open=_open(reader, request, about, newest), came=newest.on, in_time=in_time)


def _open(
    reader: RoundReader, request: StoredRequest, about: Incomplete, newest: StoredCompletion
) -> tuple[Asked, ...]:
    whys = {one.why for one in newest.differs}
    if Why.LATE in whys and not newest.confirmed_by:
        return request.asked  # nothing that came after the term counts by itself
    settled = settled_on(reader.policy, about.instrument, request.on)
    now = {one.field: one for one in about.asked}
    refused = {one.field for one in newest.differs if one.why in (Why.SUPPLIED, Why.CLARIFIED)}
    return tuple(
        # What was absent and may not be supplied is told as it was asked, whatever came.
        one if one.field in refused or past_supplying(one, settled=settled) else now[one.field]
        for one in request.asked
        if one.field in refused or one.field in now
    )


def require_left(reader: RoundReader, asked: StoredRequest, about: Incomplete) -> Left:
    """What is still open of a request, which is the ground for not treating an application.

    Raises:
        RefusedByProcess: nothing of it is; what else is wrong was never asked.
    """
    left = left_of(reader, asked, about)
    if not left.open:
        raise RefusedByProcess(
            f"Wat aan {about.number} op {asked.on:%d-%m-%Y} is gevraagd, is aangevuld. Wat er nog "
            "mis is, is niet gevraagd, en daarom kan zij niet onbehandeld blijven. Vraag het "
            f"eerst: verdeel complete request {about.number}"
        )
    return left


def not_counting(reader: RoundReader, number: str) -> tuple[str, ...]:
    """The fields of the newest version of an application that were sent, and do not count."""
    found = [one for one in reader.completions if one.number == number]
    if not found or found[-1].confirmed_by:
        return ()
    return tuple(dict.fromkeys(one.field for one in found[-1].differs))
