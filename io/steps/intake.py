"""Taking workbooks in, and closing the intake.

Reading a workbook can take long. It is done before the transaction begins, so that others can go
on; the transaction looks again whether the round still takes applications, and as they were read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ...grants.applications.application import Application
from ...grants.applications.finding import Finding, Severity, make_finding
from ...grants.lives.round import RoundState, Step
from ...grants.record import Record
from ...grants.rounds.window import Window
from ...instruments.findings.agreement import OTHER_BODY
from ...instruments.instrument import instruments
from ..errors import RefusedByProcess
from ..files.memory import without_collection
from ..records.retry import retry_on_conflict
from ..records.rounds import applications, rows_beside
from ..records.rounds import findings as kept_findings
from ..records.rounds.applications import Versions
from ..records.rounds.contacts import Contacts, KeptApart
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader, changing_round, reading_round
from ..records.rounds.rows_beside import Beside
from ..rounds.actor import Actor
from ..rounds.checks.new_versions import Doubts
from ..rounds.completing.counting import Reply, keep, replies, weigh
from ..rounds.completing.weighing import Weighed
from ..rounds.differences import FieldChange, differences
from ..rounds.incomplete import incomplete_of
from ..rounds.ledger import book_requests
from ..rounds.screening import windows_held
from ..rounds.state import record, require_may, require_seal
from ..workbooks.annotation.since_earlier import SinceEarlier, compare, file_key
from ..workbooks.intake.codes import Weigh, weighed_on
from ..workbooks.intake.reading import ReadRow, ReadWorkbook, read_workbook
from ..workbooks.intake.received import held_against, received_findings
from ..workbooks.intake.written import WrittenRow, as_it_counts, written_row

if TYPE_CHECKING:
    from ..workbooks.annotation.annotated import HandedBack

# Where what was asked can still come in: before anything is decided.
_COMPLETED_IN = (RoundState.CLOSED, RoundState.SCREENED, RoundState.ALLOCATED, RoundState.AMENDED)


class LoadedFile(Record):
    """What became of one workbook.

    ``since`` tells its findings against those of an earlier version of the file; ``None`` if there
    was none in this round.
    """

    file: str
    already_loaded: bool
    new: int
    changed: int
    unchanged: int
    faulty: int
    other_sheets: tuple[str, ...]
    changes: tuple[FieldChange, ...]
    findings: tuple[Finding, ...]
    since: SinceEarlier | None = None


def load_files(
    url: str,
    round_id: str,
    files: Sequence[Path],
    who: Actor,
    watch: Callable[[str], None] | None = None,
    on: date | None = None,
) -> tuple[LoadedFile, ...]:
    """Take workbooks in: all of them, or none if one cannot be read.

    ``watch`` is told of each large sheet that was read. ``on`` is the day on which completions
    came in; once the intake is closed, nothing but those does.

    Raises:
        RefusedByProcess: intake of the round is closed, the actor is an auditor, or the seal is
            that of another program.
        WrongUse: a completion came in, and its day is missing.
        Unreadable: a file cannot be read.
    """
    with reading_round(url, round_id) as reader:
        terms = _terms(reader, who)
    with without_collection():
        books = _read(files, terms, watch)
        return retry_on_conflict(lambda: _kept(url, round_id, books, terms, who, on))


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a workbook is read by: the schemes of the round, and the day that its law is of.

    ``windows`` are those of the schemes whose law holds one, by key. ``bodies``: whether its rules
    ask about a public body that applies in the place of a municipality.
    """

    schemes: tuple[str, ...]
    opens: date
    windows: tuple[tuple[str, Window], ...]
    bodies: bool


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook as it is about to be kept. ``findings`` are those of the file as a whole."""

    file: str
    sha256: str
    rows: tuple[WrittenRow, ...]
    findings: tuple[Finding, ...]
    other_sheets: tuple[str, ...]


def _terms(reader: RoundReader, who: Actor) -> _Terms:
    state = reader.state
    require_may(who, Step.LOAD)
    waits = state in _COMPLETED_IN and (reader.requests or incomplete_of(reader))
    if state is not RoundState.OPEN and not waits:
        raise RefusedByProcess(
            f"De inname van ronde {reader.id} is gesloten. Wat nu binnenkomt, hoort in een "
            "volgende ronde."
        )
    require_seal(reader)
    policy = reader.policy
    return _Terms(
        tuple(policy.instruments), policy.round.window_opens, windows_held(policy), policy.asks
    )


def _read(
    files: Sequence[Path], terms: _Terms, watch: Callable[[str], None] | None
) -> tuple[_Book, ...]:
    known = {key: instruments()[key] for key in terms.schemes}
    weigh = weighed_on(terms.opens)
    if not terms.bodies:
        weigh = _municipalities_alone(weigh)
    others = {key: one for key, one in instruments().items() if key not in known}
    read = [read_workbook(path, known, weigh, watch, outside=others) for path in files]
    twice, windows = _in_two_files(read), dict(terms.windows)
    return tuple(_as_kept(book, twice, windows) for book in read)


def _municipalities_alone(weigh: Weigh) -> Weigh:
    """In a round of the first edition no rule asks who applies, so that only municipalities can."""

    def weighed(found: Finding) -> Finding:
        if found.code != OTHER_BODY:
            return weigh(found)
        cure = "In deze ronde kan alleen een gemeente aanvragen. Laat deze cel leeg."
        return found.model_copy(update={"severity": Severity.ERROR, "cure": cure})

    return weighed


def _as_kept(
    book: ReadWorkbook, twice: dict[str, tuple[str, ...]], windows: Mapping[str, Window]
) -> _Book:
    rows = held_against(book.rows, book.file, windows)
    return _Book(
        file=book.file,
        sha256=book.sha256,
        rows=tuple(written_row(row, _conflict(row, book.file, twice)) for row in rows),
        findings=(*book.findings, *received_findings(rows)),
        other_sheets=book.other_sheets,
    )


def _kept(
    url: str, round_id: str, books: Sequence[_Book], terms: _Terms, who: Actor, on: date | None
) -> tuple[LoadedFile, ...]:
    with changing_round(url, round_id) as reader:
        if _terms(reader, who) != terms:
            raise RefusedByProcess(
                f"Tijdens het lezen is het beleid van ronde {round_id} gewijzigd. Er is niets "
                "ingenomen; geef dezelfde opdracht opnieuw."
            )
        return tuple(_load(reader, book, who, on) for book in books)


def handed_back(
    files: Sequence[Path], loaded: Sequence[LoadedFile], folder: Path
) -> dict[Path, HandedBack]:
    """Write the findings of each file that has any into a folder: see ``annotated.hand_back``."""
    from ..workbooks.annotation.annotated import hand_back  # late: most files need no copy

    written: dict[Path, HandedBack] = {}
    for path, one in zip(files, loaded, strict=True):
        told = dict.fromkeys(one.since.new, "nieuw") if one.since else {}
        told |= dict.fromkeys(one.since.still_open, "nog open") if one.since else {}
        if one.findings:
            written[path] = hand_back(path, one.findings, folder, since=told)
            written[path].path.chmod(0o600)  # it holds contact persons, as the workbook did
    return written


def _in_two_files(read: Sequence[ReadWorkbook]) -> dict[str, tuple[str, ...]]:
    """Application numbers that stand in more than one of the files given together."""
    places: dict[str, list[str]] = {}
    for workbook in {workbook.sha256: workbook for workbook in read}.values():
        for number in sorted({row.application_id for row in workbook.rows if row.application_id}):
            places.setdefault(number, []).append(workbook.file)
    return {number: tuple(files) for number, files in places.items() if len(files) > 1}


def _load(reader: RoundReader, book: _Book, who: Actor, on: date | None) -> LoadedFile:
    same = [batch for batch in reader.batches if batch.sha256 == book.sha256]
    if same:
        return _again(reader, same[0].id, book)
    # The newest file of this name in the round, whatever its kind; an annotated copy counts.
    answers = replies(reader, (one.read.application_id for one in book.rows), on)
    former = [batch for batch in reader.batches if file_key(batch.file) == file_key(book.file)]
    before = former[-1] if former else None
    batch_id = applications.add_batch(reader, book.file, book.sha256, who.name)
    taking = _Taking(reader, book, batch_id, answers, on)
    for row in book.rows:
        taking.take(row)
    taking.keep(who)
    findings = (*book.findings, *taking.conflicts, *taking.contested)
    kept_findings.add(reader, ((batch_id, found) for found in findings))
    book_requests(reader, taking.asked)
    record(reader, EventKind.LOADED, who)
    return LoadedFile(
        file=book.file,
        already_loaded=False,
        new=taking.new,
        changed=taking.changed,
        unchanged=taking.unchanged,
        faulty=taking.faulty,
        other_sheets=book.other_sheets,
        changes=tuple(taking.changes),
        findings=findings,
        since=None
        if before is None
        else compare(before.file, kept_findings.of_batch(reader, before.id), findings),
    )


class _Added(NamedTuple):
    """A version that a workbook adds, with what is kept beside its row."""

    version: dict[str, Any]
    apart: KeptApart
    beside: Beside
    upon: tuple[Reply, Weighed] | None


class _Taking:
    """The rows of one workbook on their way in: looked at one by one, and kept all at once."""

    def __init__(
        self, reader: RoundReader, book: _Book, batch_id: int, answers: Mapping[str, Reply],
        on: date | None,
    ) -> None:  # fmt: skip
        self._reader, self._book, self._batch, self._on = reader, book, batch_id, on
        self._answers = answers
        self._doubts = Doubts(reader, book.file)
        self._people = Contacts(reader)
        self._versions = Versions(reader, (one.read.application_id for one in book.rows))
        self._added: list[_Added] = []
        self.new = self.changed = self.unchanged = self.faulty = 0
        self.changes: list[FieldChange] = []
        self.asked: list[tuple[str, Application]] = []
        self.contested: list[Finding] = []
        self.conflicts: list[Finding] = []

    def take(self, row: WrittenRow) -> None:
        """Look at one row: what of it counts, and whether it is new, changed or as it was."""
        number = row.read.application_id
        known, reply = self._versions.good(number), self._answers.get(number)
        told = None
        if reply is not None:
            told = weigh(self._reader, reply, row.read, self._book.file, self._on)
        one = row if told is None else as_it_counts(row, told.counts, told.findings)
        self.conflicts += one.conflict
        if one.written and known == one.written and reply is None:
            self._people.mend(number, one.apart)
            self.unchanged += 1
            return
        # A completion is weighed already.
        asks = self._doubts.of(one, known) if told is None else ()
        self.contested.extend(asks)
        counts = "" if asks else one.written
        upon = None if reply is None or told is None else (reply, told)
        self._added.append(
            _Added(
                _version(self._reader.id, self._batch, self._versions.add(number, counts), one),
                one.apart,
                {} if counts else {**(reply.stood.rows if reply else {}), **one.read.beside},
                upon,
            )
        )
        stands = told.counts if told is not None else one.read.application
        if counts and stands is not None:
            self.asked.append((one.read.instrument, stands))
        self._count(one, known)

    def _count(self, one: WrittenRow, known: str | None) -> None:
        if not one.written:
            self.faulty += 1
        elif known is None:
            self.new += 1
        else:
            self.changed += 1
            columns = instruments()[one.read.instrument].columns
            self.changes.extend(differences(one.read.application_id, columns, known, one.written))

    def keep(self, who: Actor) -> None:
        """Keep the versions that were added, with their contacts, their sheets and what counts."""
        row_ids = applications.add_versions(self._reader, [one.version for one in self._added])
        both = list(zip(self._added, row_ids, strict=True))
        self._people.add((row_id, one.apart) for one, row_id in both)
        rows_beside.add(self._reader, ((row_id, one.beside) for one, row_id in both))
        upon = ((*one.upon, row_id) for one, row_id in both if one.upon is not None)
        keep(
            self._reader,
            ((reply, row_id, told) for reply, told, row_id in upon), self._on, who.name,
        )  # fmt: skip


def _again(reader: RoundReader, batch_id: int | None, book: _Book) -> LoadedFile:
    """The same file again: nothing changes, and what was found then is told again."""
    return LoadedFile(
        file=book.file,
        already_loaded=True,
        new=0,
        changed=0,
        unchanged=sum(1 for one in book.rows if one.read.application is not None),
        faulty=sum(1 for one in book.rows if one.read.application is None),
        other_sheets=book.other_sheets,
        changes=(),
        findings=kept_findings.of_batch(reader, batch_id),
    )


def _conflict(row: ReadRow, file: str, twice: dict[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    if row.application_id not in twice:
        return ()
    others = ", ".join(name for name in twice[row.application_id] if name != file)
    return (
        make_finding(
            code="INT-040",
            severity=Severity.ERROR,
            message=f"Aanvraag {row.application_id} staat ook in {others}.",
            cure="Laat de aanvraag in één bestand staan, of laad het verbeterde bestand later.",
            file=file,
            sheet=row.sheet,
            cell=row.cells.get("application_id", ""),
            value=row.application_id,
            application_id=row.application_id,
            field="application_id",
        ),
    )


def _version(round_id: str, batch_id: int, version: int, one: WrittenRow) -> dict[str, Any]:
    return {
        "round_id": round_id,
        "batch_id": batch_id,
        "application_id": one.read.application_id,
        "version": version,
        "instrument": one.read.instrument,
        "sheet": one.read.sheet,
        "row": one.read.row,
        "application_json": one.written,
        "cells_json": one.cells_json,
        "raw_json": one.raw_json,
    }
