"""One run of ``verdeel screen``: read, put to the rules, and keep; the database free in between.

A large round takes a while. Where somebody changed it meanwhile, what was found is thrown away and
the round is read again, so that what is kept always rests on the round as it is then.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...grants.applications.assessment import Assessment
from ...grants.applications.finding import Finding
from ...grants.lives.round import RoundState, Step
from ...grants.record import Record
from ...grants.rounds.policy import Policy
from ...instruments.findings.oddities import CODES, questions
from ...instruments.findings.overlap import Elsewhere, PaidBefore
from ..errors import RefusedByProcess, WrongUse
from ..records.claims import claimed
from ..records.retry import retry_on_conflict
from ..records.rounds import findings, register, screenings
from ..records.rounds.applications import StoredApplication, rounds_with_homes
from ..records.rounds.events import EventKind, done_since
from ..records.rounds.reader import RoundReader, changing_round, reading_round
from ..records.rounds.screenings import as_json
from ..rounds.actor import Actor
from ..rounds.checks.earlier_rounds import paid_before
from ..rounds.incomplete import incomplete_of, waiting_corrections
from ..rounds.screening import screened_under, settings
from ..rounds.state import move, record, require_may, require_seal
from ..workbooks.formats.look import place_of

_TIMES = 3


class ScreenedRound(Record):
    """What the rules said of every application, by application number, and the scheme of each.

    ``findings`` are questions about the round as a whole: they refuse nobody.
    """

    assessments: dict[str, tuple[Assessment, ...]]
    instruments: dict[str, str]
    withdrawn: tuple[str, ...]
    faulty: int
    findings: tuple[Finding, ...] = ()


def screen_round(
    url: str,
    round_id: str,
    who: Actor,
    watch: Callable[[int], None] | None = None,
    *,
    close: bool = False,
) -> ScreenedRound:
    """Close intake and put every application to the rules. Done once; told again after that.

    ``watch`` is told how many applications are about to be put to the rules. With ``close`` the
    rows that have a fault are incomplete from then on; without it nothing changes while there are.

    Raises:
        WrongUse: nothing was loaded.
        RefusedByProcess: rows with a fault are open, the actor is an auditor, the seal is that of
            another program, somebody else is at it, or others changed the round each time that it
            was read.
    """
    with reading_round(url, round_id) as reader:
        waits = _waits(reader)
        require_may(who, Step.SCREEN)
        if not waits:
            return _told(reader)
        if not close:
            _require_no_faults(reader)
    done: tuple[str, ...] = ()
    with claimed(url, round_id, Step.SCREEN.value, who.name):
        for _ in range(_TIMES):
            with reading_round(url, round_id) as reader:
                read = _read(reader)
            if isinstance(read, ScreenedRound):
                return read
            if watch is not None:
                watch(len(read.applications))
            found = _put_to_the_rules(read)
            done = retry_on_conflict(lambda read=read, found=found: _kept(url, read, found, who))
            if not done:
                return _screened(read, found)
    raise RefusedByProcess(
        f"Tijdens het toetsen is in ronde {round_id} telkens {' en '.join(done)}. Er is niets "
        f'bewaard; sluit eerst de inname met "verdeel round close {round_id}", of geef dezelfde '
        "opdracht opnieuw."
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What a screening starts from; ``event`` is the last of the audit trail at that moment."""

    round_id: str
    policy: Policy
    applications: tuple[StoredApplication, ...]
    elsewhere: tuple[Elsewhere, ...]
    paid: tuple[PaidBefore, ...]
    faulty: int
    event: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What the rules said, as it is kept too; questions stand with the workbook they are about."""

    assessments: dict[str, tuple[Assessment, ...]]
    written: tuple[tuple[int, str], ...]
    questions: tuple[tuple[int, Finding], ...]


def _require_no_faults(reader: RoundReader) -> None:
    waiting = [one for one in incomplete_of(reader) if one.open]
    later = waiting_corrections(reader)
    if not waiting and not later:
        return
    named = [
        f"  {one.application_id} ({one.file}, {one.sheet}, regel {one.row})" for one in waiting
    ]
    named += [f"  {one.application_id} (een nieuwe versie in {one.file})" for one in later]
    listed = "\n".join(named)
    raise RefusedByProcess(
        f"In ronde {reader.id} staan nog fouten open, en er is niets gewijzigd:\n{listed}\n"
        "Laat ze verbeteren en laad de werkmap opnieuw, onder dezelfde bestandsnaam: een regel "
        'zonder aanvraagnummer wordt alleen zo vervangen (zie "verdeel round applications '
        f'{reader.id} --waiting"). Of toets met "verdeel screen --round {reader.id} --close": wie '
        "nog een fout heeft, is dan onvolledig; van een foute nieuwe versie telt de vorige."
    )


def _waits(reader: RoundReader) -> bool:
    return reader.state in (RoundState.OPEN, RoundState.CLOSED)


def _read(reader: RoundReader) -> _Read | ScreenedRound:
    if not _waits(reader):
        return _told(reader)
    require_seal(reader)
    return _Read(
        round_id=reader.id,
        policy=reader.policy,
        applications=_applications(reader),
        elsewhere=_elsewhere(reader),
        paid=paid_before(reader),
        faulty=_open_faults(reader),
        event=reader.last_event,
    )


def _open_faults(reader: RoundReader) -> int:
    return sum(1 for row in reader.faulty_rows if not row.replaces)


def _applications(reader: RoundReader) -> tuple[StoredApplication, ...]:
    found = reader.applications
    if not found and not incomplete_of(reader):
        raise WrongUse(f"Ronde {reader.id} heeft nog geen aanvragen. Laad eerst een werkmap.")
    return found


def _put_to_the_rules(read: _Read) -> _Found:
    answered = screened_under(read.policy, read.applications)
    asked = questions(settings(read.policy, read.applications), read.elsewhere, read.paid)
    return _Found(
        assessments=answered,
        written=tuple(
            (one.row_id, as_json(answered[one.application.application_id]))
            for one in read.applications
        ),
        questions=_placed(read.applications, asked),
    )


def _kept(url: str, read: _Read, found: _Found, who: Actor) -> tuple[str, ...]:
    """Keep what was found, unless the round is another one by now: then, what was done to it."""
    with changing_round(url, read.round_id) as reader:
        done = done_since(reader, read.event)
        # Whatever changes a round leaves an event: others are read again only where there is one.
        others = not done and reader.last_event != read.event
        if others and _elsewhere(reader) != read.elsewhere:
            done = ("in een andere ronde een aanvraag met dezelfde soort gegevens ingenomen",)
        if others and paid_before(reader) != read.paid:
            done = (*done, "in een andere ronde geld verleend")
        if done:
            return done
        require_seal(reader)
        screenings.add(reader, found.written)
        findings.add(reader, found.questions)
        register.set_screened_by(reader, who.name)
        move(reader, Step.SCREEN)
        record(reader, EventKind.SCREENED, who)
    return ()


def _screened(read: _Read, found: _Found) -> ScreenedRound:
    return ScreenedRound(
        assessments=found.assessments,
        instruments=_schemes(read.applications),
        withdrawn=_withdrawn(read.applications),
        faulty=read.faulty,
        findings=tuple(question for _, question in found.questions),
    )


def _told(reader: RoundReader) -> ScreenedRound:
    """What a screening of before found."""
    applications = _applications(reader)
    return ScreenedRound(
        assessments=reader.assessments,
        instruments=_schemes(applications),
        withdrawn=_withdrawn(applications),
        faulty=_open_faults(reader),
        findings=tuple(one for one in reader.findings if one.code in CODES),
    )


def _schemes(applications: Sequence[StoredApplication]) -> dict[str, str]:
    return {one.application.application_id: one.instrument for one in applications}


def _withdrawn(applications: Sequence[StoredApplication]) -> tuple[str, ...]:
    return tuple(
        one.application.application_id
        for one in applications
        if one.application.withdrawn_on is not None
    )


def _elsewhere(reader: RoundReader) -> tuple[Elsewhere, ...]:
    """The applications of other rounds that list their homes; a what-if decides on none."""
    found: list[Elsewhere] = []
    for number in rounds_with_homes(reader):
        other = RoundReader(reader.session, number)
        if other.policy.round.explores:
            continue
        found += [
            Elsewhere(
                round=other.id,
                instrument=one.instrument,
                application_id=one.application.application_id,
                bag_ids=one.application.bag_ids,
            )
            for one in other.applications
            if one.application.bag_ids and one.application.withdrawn_on is None
        ]
    return tuple(found)


def _placed(
    applications: Sequence[StoredApplication], found: Sequence[Finding]
) -> tuple[tuple[int, Finding], ...]:
    """The questions about a round, each with the workbook of its application, at its cell."""
    by_number = {one.application.application_id: one for one in applications}
    placed: list[tuple[int, Finding]] = []
    for question in found:
        one = by_number[question.application_id]
        cell = one.cells.get(question.field) or one.cells.get("application_id", "")
        at = {"file": one.file, "sheet": one.sheet, "cell": cell}
        placed.append((one.batch_id, question.model_copy(update=at)))
    placed.sort(key=lambda p: (p[1].file, p[1].sheet, place_of(p[1].cell), p[1].code))
    return tuple(placed)
