"""A bundle done over: its records checked, its applications screened, its money divided again.

Nothing but the file and this program is needed: the rows are put into a database in memory, and
the same code that made the round makes it once more, by the policy and the law in the bundle. What
comes out is compared byte for byte.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, cast

from sqlalchemy import StaticPool, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, create_engine, select

from ...grants.allocation import Allocation
from ...grants.record import Record
from ...instruments.law.catalogue import Catalogue, WrittenCatalogue
from ...optimiser.proof.certificate import certify
from ...optimiser.solution import Solution
from ..errors import RefusedByProcess, Unreadable
from ..files.allocation import allocation_json
from ..files.archive import Contents, damaged
from ..records import audit, changes, schema, tables
from ..records.allocations import allocation_row
from ..records.copies import tables_of
from ..records.withdrawals import withdrawals
from ..rounds.bundle import Manifest, law_parts, read_bundle
from ..rounds.division import RoundCase, case_of_round, divide
from ..rounds.dossier import dossier
from ..rounds.ledger import ledger_faults
from ..rounds.receipts import receipts_json, receipts_of
from ..rounds.screening import (
    Taken,
    answers_of,
    applications,
    as_json,
    kept_as,
    screened_under,
)
from ..rounds.seal import program_version
from ..rounds.state import policy_of, round_of

_SCREENED = ("round.screened", "round.amended")


class Step(Record):
    """One thing that was done over, and in Dutch the first difference, if there is one."""

    what: str
    difference: str = ""


class Replay(Record):
    """What came of doing a bundle over. ``remarks`` are no differences but worth knowing."""

    round: str
    content: str
    digest: str
    steps: tuple[Step, ...]
    remarks: tuple[str, ...]

    @property
    def same(self) -> bool:
        return not any(step.difference for step in self.steps)


@dataclass(frozen=True, slots=True)
class _Bench:
    """A bundle opened: its rows in a database, and its law by the name of the catalogue."""

    session: Session
    bundle: Contents[Manifest]
    laws: Mapping[str, Catalogue]
    head: audit.Anchor

    @property
    def round_id(self) -> str:
        return self.bundle.manifest.round


def replay(path: Path, *, solve: bool = True, anchor: str | None = None) -> Replay:
    """Do a bundle over and compare; without ``solve`` the list is only proven again.

    ``anchor`` is a head of the trail that was kept elsewhere, which must be in the bundle's.

    Raises:
        Unreadable: the file is damaged or cannot be understood.
    """
    bundle = read_bundle(path)
    engine = create_engine("sqlite://", poolclass=StaticPool)
    try:
        with Session(engine) as session:
            laws = _laws(bundle, path)
            bench = _Bench(session, bundle, laws, head=_fill(session, bundle, path))
            steps = (
                _step("het spoor", _trail(bench, anchor)),
                _step("het grootboek", ledger_faults(session)),
                *_done_over(bench, solve=solve),
            )
            return Replay(
                round=bench.round_id,
                content=bundle.manifest.content,
                digest=bundle.manifest.digest,
                steps=steps,
                remarks=_remarks(bench),
            )
    finally:
        engine.dispose()


def _step(what: str, differences: Sequence[str]) -> Step:
    return Step(what=what, difference=differences[0] if differences else "")


def _laws(bundle: Contents[Manifest], path: Path) -> dict[str, Catalogue]:
    found: dict[str, Catalogue] = {}
    for name, data in bundle.parts.items():
        if name.startswith("law/") and name.count("/") == 1:
            try:
                catalogue = Catalogue(WrittenCatalogue.model_validate_json(data))
            except ValueError as fault:
                raise Unreadable(
                    f"{path}: de regels in {name} zijn voor dit programma ({program_version()}) "
                    f"niet te lezen. Neem versie {bundle.manifest.program_version}."
                ) from fault
            found[catalogue.name] = catalogue
    return found


def _fill(session: Session, bundle: Contents[Manifest], path: Path) -> audit.Anchor:
    """Put the rows into the schema that they came from, and bring that forwards.

    The head of the trail is that of before: a step of the schema may tell of itself in it.
    """
    connection, number = session.connection(), bundle.manifest.schema_number
    schema.migrate(connection, to=number)
    try:
        for table in tables_of(connection):
            lines = bundle.parts.get(f"rows/{table.name}.jsonl", b"").splitlines()
            rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
            if rows:
                connection.execute(insert(table), rows)
    except (ValueError, SQLAlchemyError) as fault:
        raise damaged(path, "de rijen zijn niet die van een ronde") from fault
    head = audit.head(session)
    if number < schema.newest():
        schema.migrate(connection)
    session.flush()
    session.expire_all()
    return head


def _trail(bench: _Bench, anchor: str | None) -> list[str]:
    manifest, session = bench.bundle.manifest, bench.session
    gone = [tuple(row.split("/")) for row in manifest.stripped]
    excused = {f"Rij {key} van {name.capitalize()} is na" for name, key in gone}
    faults = [
        fault
        for fault in audit.verify_round(session, bench.round_id)
        if not any(fault.startswith(start) for start in excused)
    ]
    if bench.head != manifest.head:
        faults.append("De kop van het spoor is niet die van de inhoudsopgave.")
    hashes = session.exec(select(tables.Event.hash)).all()
    if anchor is not None and anchor not in hashes:
        faults.append(f"Het anker {anchor} staat niet in het spoor van de bundel.")
    return faults


def _remarks(bench: _Bench) -> tuple[str, ...]:
    manifest, found = bench.bundle.manifest, list[str]()
    if manifest.program_version != program_version():
        found.append(
            f"De bundel is gemaakt met versie {manifest.program_version} van het programma; dit is "
            f"versie {program_version()}."
        )
    others = [
        f"{name} {then} (hier {now})"
        for name, then in sorted(manifest.libraries.items())
        if (now := version(name)) != then
    ]
    if others:
        found.append(f"De bundel is gemaakt met andere bibliotheken: {', '.join(others)}.")
    ours = law_parts(policy_of(bench.session, round_of(bench.session, bench.round_id)))
    parts = bench.bundle.parts
    for name in sorted({*ours, *(part for part in parts if part.startswith("law/"))}):
        if ours.get(name) != parts.get(name):
            used = "dit programma" if "/shared/" in name else "de bundel"
            found.append(f"{name} is in dit programma anders; gebruikt is die van {used}.")
    if manifest.stripped:
        found.append(
            f"Uit {len(manifest.stripped)} rijen van een oudere versie zijn contactpersonen "
            "weggenomen; die rijen zijn niet aan het spoor te toetsen."
        )
    return tuple(found)


def _done_over(bench: _Bench, *, solve: bool) -> tuple[Step, ...]:
    session, round_id = bench.session, bench.round_id
    stored = allocation_row(session, round_id)
    case = case_of_round(session, round_id, laws=bench.laws)
    divided = _divided(case, stored) if solve else _certified(case, stored)
    return (
        Step(what="de toetsing", difference=_screening(bench, case)),
        Step(what="de verdeling" if solve else "het certificaat", difference=divided),
        Step(what="de uitvoer", difference=_output(bench, stored)),
        Step(what="de brieven", difference=_letters(bench)),
    )


def _screening(bench: _Bench, case: RoundCase) -> str:
    """Every application put to the law of the bundle, against the answers that were kept."""
    then = answers_of(bench.session, bench.round_id)
    taken = _as_screened(bench, applications(bench.session, bench.round_id))
    now = kept_as(then, screened_under(case.policy, taken, bench.laws))
    for one in taken:
        number = one.application.application_id
        before, after = as_json(then.get(number, ())), as_json(now[number])
        if before != after:
            return f"{number}: {first_difference(json.loads(before), json.loads(after))}"
    return ""


def _as_screened(bench: _Bench, taken: Sequence[Taken]) -> tuple[Taken, ...]:
    """The applications as they stood at the screening: what was withdrawn later still stood."""
    links = bench.session.exec(
        select(tables.Event)
        .where(tables.Event.round_id == bench.round_id)
        .order_by(col(tables.Event.number))
    ).all()
    at = max((link.number for link in links if link.kind in _SCREENED), default=0)
    keys = {
        key
        for link in links
        if link.number > at
        for name, key, _ in json.loads(link.detail_json)
        if name == "Withdrawal"
    }
    rows = bench.session.exec(select(changes.Withdrawal)).all()
    later = {row.application_id for row in rows if str(row.id) in keys}
    later &= {one.application_id for one in withdrawals(bench.session, bench.round_id)}
    return tuple(
        one.model_copy(
            update={"application": one.application.model_copy(update={"withdrawn_on": None})}
        )
        if one.application.application_id in later
        else one
        for one in taken
    )


def _divided(case: RoundCase, stored: tables.Allocation) -> str:
    before = Allocation.model_validate_json(stored.allocation_json)
    try:
        after, solution = divide(case, before.policy_hash)
    except RefusedByProcess as refused:
        return str(refused)
    if before.counterpart is not None and not before.counterpart.proven:
        # What was found in a time on another computer; nothing was decided by it.
        after = after.model_copy(update={"counterpart": before.counterpart})
    if solution.digest != stored.digest or after.model_dump_json() != stored.allocation_json:
        return _between(stored.allocation_json, after.model_dump_json()) or (
            f"de hash van de lijst was {stored.digest} en is {solution.digest}"
        )
    return ""


def _certified(case: RoundCase, stored: tables.Allocation) -> str:
    before = Allocation.model_validate_json(stored.allocation_json)
    solution = Solution.model_validate_json(stored.solution_json)
    again = certify(case.candidates, case.policy, solution)
    if again.faults:
        return again.faults[0]
    if again != before.certificate:
        was = before.certificate.model_dump_json() if before.certificate else "{}"
        return _between(was, again.model_dump_json())
    given = {one.application_id: one.cents for one in solution.given}
    for award in before.awards:
        if award.amount.cents != given.get(award.application_id, 0):
            return f"{award.application_id}: de toekenning is niet die van de gecontroleerde lijst"
    return ""


def _output(bench: _Bench, stored: tables.Allocation) -> str:
    """The files for others, made again from the rows."""
    parts = bench.bundle.parts
    allocation = Allocation.model_validate_json(stored.allocation_json)
    receipts = _receipts(bench)
    made = {"allocation.json": allocation_json(allocation), "receipts.json": receipts}
    for name, text in made.items():
        if text.encode() != parts.get(name):
            return f"{name}: {_between(parts.get(name, b'null').decode(), text)}"
    return ""


def _receipts(bench: _Bench) -> str:
    whole = dossier(bench.session, bench.round_id)
    laws = {key: bench.bundle.parts[f"law/{key}.json"] for key in whole.policy.instruments}
    return receipts_json(receipts_of(bench.session, whole, laws))


def _letters(bench: _Bench) -> str:
    """The codes in the register of letters, against those of the receipts."""
    register = bench.bundle.parts.get("letters.csv")
    if register is None:
        return ""
    codes = {one["application_id"]: one["code"] for one in json.loads(_receipts(bench))}
    lines = register.decode("utf-8-sig", errors="replace").splitlines()
    for line in csv.DictReader(lines, delimiter=";"):
        number, code = line.get("aanvraagnummer") or "", line.get("controlecode") or ""
        if code and code != codes.get(number):
            return f"{number}: de brief draagt code {code}, de beslissing {codes.get(number)}"
    return ""


def _between(before: str, after: str) -> str:
    return first_difference(json.loads(before), json.loads(after))


def first_difference(before: Any, after: Any, path: str = "") -> str:
    """Where two JSON values first differ, in Dutch; empty where they are the same."""
    if isinstance(before, dict) and isinstance(after, dict):
        old, new = cast("dict[str, Any]", before), cast("dict[str, Any]", after)
        for key in (*old, *(key for key in new if key not in old)):
            found = first_difference(old.get(key), new.get(key), f"{path}.{key}" if path else key)
            if found:
                return found
        return ""
    if isinstance(before, list) and isinstance(after, list):
        first, second = cast("list[Any]", before), cast("list[Any]", after)
        for at, (old, new) in enumerate(zip(first, second, strict=False)):
            found = first_difference(old, new, f"{path}[{_named(old) or at}]")
            if found:
                return found
        if len(first) != len(second):
            return f"{path} had {len(first)} delen en heeft er {len(second)}"
        return ""
    return "" if before == after else f"{path} was {_short(before)} en is {_short(after)}"


def _named(value: Any) -> str:
    """The application or rule that a part of a list is about."""
    if not isinstance(value, dict):
        return ""
    held = cast("dict[str, Any]", value)
    return str(held.get("application_id") or held.get("code") or "")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]}…"
