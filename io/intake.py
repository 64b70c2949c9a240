"""Opening a round and taking workbooks in."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from sqlmodel import Session, col, select

from ..grants.application import Application
from ..grants.finding import Finding, Severity
from ..grants.policy import CeilingRange, Policy, RoundKind
from ..grants.record import Record
from ..grants.rounds import RoundState, Step
from ..instruments.instrument import instruments
from ..instruments.parameters import CatalogueError
from .bookkeeping import book_opening, book_requests
from .contacts import Contacts, divided, without
from .differences import FieldChange, differences
from .errors import InfeasiblePolicy, RefusedByProcess, Unreadable, WrongUse
from .identity import Actor
from .records import audit, tables
from .records.database import is_example
from .seal import policy_hash, program_version
from .standing import move, newest_seal, policy_of, require_may, require_seal
from .versions import Versions
from .without_contacts import clean_finding
from .workbooks.annotated import HandedBack, hand_back
from .workbooks.codes import weighed_on
from .workbooks.comparing import SinceEarlier, compare, file_key
from .workbooks.reading import ReadRow, ReadWorkbook, read_workbook


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


def open_round(
    session: Session, round_id: str, policy: Policy, policy_file: Path, who: Actor
) -> bool:
    """Open a round and seal its policy. ``False`` if it was open already with the same policy.

    Raises:
        WrongUse: the policy is of another round, or names an instrument nobody knows.
        Unreadable: the law is not known on the first day of the window, or the policy sets a
            parameter that it may not.
        InfeasiblePolicy: a ceiling is missing or higher than the law allows.
        RefusedByProcess: the round is open with another policy, or real in an example database.
    """
    if policy.round.id != round_id:
        raise WrongUse(
            f"Het beleid is van ronde {policy.round.id}, niet van {round_id}. "
            f"Schrijf 'verdeel round open {policy.round.id}'."
        )
    unknown = [key for key in policy.instruments if key not in instruments()]
    if unknown:
        raise WrongUse(
            f"Het beleid noemt de regeling {unknown[0]}, die niet bestaat. "
            f"Bekend zijn: {', '.join(instruments())}."
        )
    require_may(who, Step.OPEN)
    check_law(policy)
    if is_example(session) and policy.round.kind is RoundKind.REAL:
        raise RefusedByProcess("Een voorbeelddatabase kan geen echte ronde bevatten.")
    sealed = policy_hash(policy)
    existing = session.get(tables.Round, round_id)
    if existing is not None:
        if newest_seal(session, existing) == sealed:
            return False
        raise RefusedByProcess(
            f"Ronde {round_id} is al geopend met een ander beleid of een andere versie van het "
            "programma. Een verzegeld beleid wijzigt alleen met een wijzigingsbesluit: "
            f"'verdeel round amend {round_id}'."
        )
    opened = tables.Round(
        id=round_id,
        state=RoundState.OPEN,
        policy_json=policy.model_dump_json(),
        policy_hash=sealed,
        policy_file=str(policy_file.resolve()),
        program_version=program_version(),
        opened_by=who.name,
    )
    session.add(opened)
    session.flush()
    book_opening(session, opened)
    audit.append(session, round_id, "round.opened", who.name, program_version())
    return True


def check_law(policy: Policy) -> None:
    """The law of the window must be known, and its ceilings kept by the policy.

    Raises:
        Unreadable: the law is not known, or does not know a parameter that the policy sets.
        InfeasiblePolicy: a ceiling is missing or higher than the law allows.
    """
    day = policy.round.window_opens
    explores = policy.round.explores
    for key, chosen in policy.instruments.items():
        own = instruments()[key]
        try:
            own.catalogue.law_on(day, chosen.parameters, carry=explores)
            lawful = own.ceiling_on(day, carry=explores)
        except CatalogueError as fault:
            raise Unreadable(
                f"Het beleid voor {own.name_nl} past niet bij de regels op {day:%d-%m-%Y}: {fault}."
            ) from fault
        if lawful is None:
            continue
        ceiling = chosen.ceiling
        highest = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
        if highest is None or highest > lawful:
            has = "geen plafond" if highest is None else f"een plafond van {highest}"
            raise InfeasiblePolicy(
                f"Het beleid noemt {has} voor {own.name_nl}; de {own.regulation} staat op "
                f"{day:%d-%m-%Y} ten hoogste {lawful} toe. Noem een plafond tot dat bedrag."
            )


def round_of(session: Session, round_id: str) -> tables.Round:
    """The row of a round.

    Raises:
        WrongUse: there is no such round.
    """
    found = session.get(tables.Round, round_id)
    if found is None:
        known = session.exec(select(tables.Round.id).order_by(tables.Round.id)).all()
        there = f"Bekend zijn: {', '.join(known)}." if known else "Open er eerst een."
        raise WrongUse(f"Ronde {round_id} bestaat niet in deze database. {there}")
    return found


def load_files(
    session: Session,
    round_id: str,
    files: Sequence[Path],
    who: Actor,
    watch: Callable[[str], None] | None = None,
) -> tuple[LoadedFile, ...]:
    """Take workbooks in: all of them, or none if one cannot be read.

    ``watch`` is told of each large sheet that was read.

    Raises:
        RefusedByProcess: intake of the round is closed, the actor is an auditor, or the seal is
            that of another program.
        Unreadable: a file cannot be read.
    """
    row = round_of(session, round_id)
    require_may(who, Step.LOAD)
    if row.state != RoundState.OPEN:
        raise RefusedByProcess(
            f"De inname van ronde {round_id} is gesloten. Wat nu binnenkomt, hoort in een "
            "volgende ronde."
        )
    require_seal(session, row)
    policy = policy_of(session, row)
    known = {key: instruments()[key] for key in policy.instruments}
    weigh = weighed_on(policy.round.window_opens)
    read = [read_workbook(path, known, weigh, watch) for path in files]
    twice = _in_two_files(read)
    return tuple(_load(session, row, workbook, twice, who) for workbook in read)


def handed_back(
    files: Sequence[Path], loaded: Sequence[LoadedFile], folder: Path
) -> dict[Path, HandedBack]:
    """Write the findings of each file that has any into a folder: see ``annotated.hand_back``."""
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


def _load(
    session: Session,
    row: tables.Round,
    workbook: ReadWorkbook,
    twice: dict[str, tuple[str, ...]],
    who: Actor,
) -> LoadedFile:
    earlier = session.exec(
        select(tables.Batch).where(
            tables.Batch.round_id == row.id, tables.Batch.sha256 == workbook.sha256
        )
    ).first()
    if earlier is not None and earlier.id is not None:
        return _again(session, earlier.id, workbook)
    before = _earlier_version(session, row.id, workbook.file)
    batch = tables.Batch(
        round_id=row.id, file=workbook.file, sha256=workbook.sha256, loaded_by=who.name
    )
    session.add(batch)
    session.flush()
    assert batch.id is not None
    findings = list(workbook.findings)
    new = changed = unchanged = faulty = 0
    changes: list[FieldChange] = []
    stated: list[tuple[str, Application]] = []
    people = Contacts(session, row.id)
    versions = Versions(session, row.id, (one.application_id for one in workbook.rows))
    for read_row in workbook.rows:
        conflict = _conflict(read_row, workbook.file, twice)
        findings.extend(conflict)
        good = read_row.application is not None and not conflict
        known = versions.good(read_row.application_id)
        stated_now = without(read_row.application) if read_row.application and good else None
        written = stated_now.model_dump_json() if stated_now else ""
        if good and known == written:
            people.mend(read_row)
            unchanged += 1
            continue
        version = versions.add(read_row.application_id, written)
        added = _version(row.id, batch.id, version, read_row, written)
        session.add(added)
        people.add(added, read_row)
        if good and read_row.application is not None:
            stated.append((read_row.instrument, read_row.application))
        if not good:
            faulty += 1
        elif known is None:
            new += 1
        else:
            changed += 1
            changes.extend(differences(read_row.application_id, known, written))
    for finding in findings:
        told = clean_finding(finding.model_dump_json())
        session.add(tables.Finding(batch_id=batch.id, finding_json=told))
    people.write()
    book_requests(session, row, stated)
    audit.append(session, row.id, "batch.loaded", who.name, program_version())
    return LoadedFile(
        file=workbook.file,
        already_loaded=False,
        new=new,
        changed=changed,
        unchanged=unchanged,
        faulty=faulty,
        other_sheets=workbook.other_sheets,
        changes=tuple(changes),
        findings=tuple(findings),
        since=None
        if before is None
        else compare(before.file, _findings_of(session, before.id), findings),
    )


def _earlier_version(session: Session, round_id: str, file: str) -> tables.Batch | None:
    """The newest file of this name in the round, whatever its kind; an annotated copy counts."""
    batches = session.exec(
        select(tables.Batch)
        .where(tables.Batch.round_id == round_id)
        .order_by(col(tables.Batch.id).desc())
    )
    return next((batch for batch in batches if file_key(batch.file) == file_key(file)), None)


def _findings_of(session: Session, batch_id: int | None) -> tuple[Finding, ...]:
    stored = session.exec(
        select(tables.Finding.finding_json)
        .where(tables.Finding.batch_id == batch_id)
        .order_by(col(tables.Finding.id))
    ).all()
    return tuple(Finding.model_validate_json(text) for text in stored)


def _again(session: Session, batch_id: int, workbook: ReadWorkbook) -> LoadedFile:
    """The same file again: nothing changes, and what was found then is told again."""
    return LoadedFile(
        file=workbook.file,
        already_loaded=True,
        new=0,
        changed=0,
        unchanged=sum(1 for row in workbook.rows if row.application is not None),
        faulty=sum(1 for row in workbook.rows if row.application is None),
        other_sheets=workbook.other_sheets,
        changes=(),
        findings=_findings_of(session, batch_id),
    )


def _conflict(row: ReadRow, file: str, twice: dict[str, tuple[str, ...]]) -> tuple[Finding, ...]:
    if row.application_id not in twice:
        return ()
    others = ", ".join(name for name in twice[row.application_id] if name != file)
    return (
        Finding(
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


def latest(session: Session, round_id: str, application_id: str) -> tables.Application | None:
    """The newest good version of an application in a round."""
    return session.exec(
        select(tables.Application)
        .where(
            tables.Application.round_id == round_id,
            tables.Application.application_id == application_id,
            tables.Application.application_json != "",
        )
        .order_by(col(tables.Application.version).desc())
    ).first()


def _version(
    round_id: str, batch_id: int, version: int, row: ReadRow, written: str
) -> tables.Application:
    return tables.Application(
        round_id=round_id,
        batch_id=batch_id,
        application_id=row.application_id,
        version=version,
        instrument=row.instrument,
        sheet=row.sheet,
        row=row.row,
        application_json=written,
        cells_json=json.dumps(dict(row.cells), sort_keys=True, ensure_ascii=False),
        raw_json=json.dumps(divided(row)[0], sort_keys=True, ensure_ascii=False),
    )


def close_intake(session: Session, round_id: str, who: Actor) -> bool:
    """Close intake before the screening. ``False`` if it was closed already.

    Raises:
        RefusedByProcess: the actor is an auditor.
    """
    row = round_of(session, round_id)
    require_may(who, Step.CLOSE)
    if row.state != RoundState.OPEN:
        return False
    move(session, row, Step.CLOSE)
    audit.append(session, round_id, "round.closed", who.name, program_version())
    return True
