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

from ...grants.allocation import Allocation, Stage
from ...grants.record import Record
from ...instruments.law.catalogue import Catalogue, WrittenCatalogue
from ...optimiser.proof.certificate import Era, certify
from ...optimiser.solution import Solution
from ..errors import RefusedByProcess, Unreadable
from ..files.allocation import allocation_json
from ..files.archive import Contents, damaged
from ..records import audit, tables
from ..records.database import Session, in_memory
from ..records.rounds.applications import StoredApplication
from ..records.rounds.copies import fill
from ..records.rounds.events import EventKind, is_in_trail
from ..records.rounds.reader import RoundReader
from ..records.rounds.screenings import as_json
from ..rounds.bundle import Manifest, law_parts, proof_parts, read_bundle
from ..rounds.division import RoundCase, case_of_round, divide
from ..rounds.dossier import dossier
from ..rounds.ledger import ledger_faults
from ..rounds.planning import under_proposal
from ..rounds.receipts import receipts_json, receipts_of
from ..rounds.screening import kept_as, screened_under
from ..rounds.seal import program_version

_SCREENED = (EventKind.SCREENED, EventKind.AMENDED)


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
class _Opened:
    """A bundle opened: its rows in a database, and its law by the name of the catalogue."""

    reader: RoundReader
    bundle: Contents[Manifest]
    laws: Mapping[str, Catalogue]
    head: audit.Anchor


def replay(path: Path, *, solve: bool = True, anchor: str | None = None) -> Replay:
    """Do a bundle over and compare; without ``solve`` the list is only proven again.

    ``anchor`` is a head of the trail that was kept elsewhere, which must be in the bundle's.

    Raises:
        Unreadable: the file is damaged or cannot be understood.
    """
    bundle = read_bundle(path)
    with in_memory() as session:
        laws, head = _laws(bundle, path), _fill(session, bundle, path)
        opened = _Opened(RoundReader(session, bundle.manifest.round), bundle, laws, head)
        steps = (
            _step("het spoor", _trail(opened, anchor)),
            _step("het grootboek", ledger_faults(session)),
            *_done_over(opened, solve=solve),
        )
        return Replay(
            round=bundle.manifest.round,
            content=bundle.manifest.content,
            digest=bundle.manifest.digest,
            steps=steps,
            remarks=_remarks(opened),
        )


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
    """Put the rows into a database; returns the head of the trail in them."""
    try:
        return fill(session, bundle.parts, bundle.manifest.schema_number)
    except ValueError as fault:
        raise damaged(path, "de rijen zijn niet die van een ronde") from fault


def _trail(opened: _Opened, anchor: str | None) -> list[str]:
    manifest, session = opened.bundle.manifest, opened.reader.session
    gone = [tuple(row.split("/")) for row in manifest.stripped]
    excused = {f"Rij {key} van {name.capitalize()} is na" for name, key in gone}
    faults = [
        fault
        for fault in audit.verify_round(session, opened.reader.id)
        if not any(fault.startswith(start) for start in excused)
    ]
    if opened.head != manifest.head:
        faults.append("De kop van het spoor is niet die van de inhoudsopgave.")
    if anchor is not None and not is_in_trail(session, anchor):
        faults.append(f"Het anker {anchor} staat niet in het spoor van de bundel.")
    return faults


def _remarks(opened: _Opened) -> tuple[str, ...]:
    manifest, found = opened.bundle.manifest, list[str]()
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
    ours = law_parts(opened.reader.policy)
    parts = opened.bundle.parts
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


def _done_over(opened: _Opened, *, solve: bool) -> tuple[Step, ...]:
    reader = opened.reader
    stored, case = reader.allocation_row, case_of_round(reader, laws=opened.laws)
    divided = _divided(case, stored) if solve else _certified(case, stored)
    return (
        Step(what="de toetsing", difference=_screening(opened)),
        Step(what="de verdeling" if solve else "het certificaat", difference=divided),
        Step(what="de uitvoer", difference=_output(opened, stored, case)),
        Step(what="de brieven", difference=_letters(opened)),
    )


def _screening(opened: _Opened) -> str:
    """Every application put to the law of the bundle, against the answers that were kept."""
    then = opened.reader.answers
    applications = _as_screened(opened.reader, opened.reader.applications)
    now = kept_as(then, screened_under(opened.reader.policy, applications, opened.laws))
    for one in applications:
        number = one.application.application_id
        before, after = as_json(then.get(number, ())), as_json(now[number])
        if before != after:
            return f"{number}: {first_difference(json.loads(before), json.loads(after))}"
    return ""


def _as_screened(
    reader: RoundReader, applications: Sequence[StoredApplication]
) -> tuple[StoredApplication, ...]:
    """The applications as they stood at the screening: what was withdrawn later still stood."""
    at = max((link.number for link in reader.events if link.kind in _SCREENED), default=0)
    keys = {
        key
        for link in reader.events
        if link.number > at
        for name, key, _ in json.loads(link.detail_json)
        if name == "Withdrawal"
    }
    later = {one.application_id for one in reader.withdrawals if str(one.row_id) in keys}
    return tuple(
        one.model_copy(
            update={"application": one.application.model_copy(update={"withdrawn_on": None})}
        )
        if one.application.application_id in later
        else one
        for one in applications
    )


def _divided(case: RoundCase, stored: tables.Allocation) -> str:
    """The division done over: the same list, by the same values, with a proof of its own."""
    before = Allocation.model_validate_json(stored.allocation_json)
    try:
        after, solution = divide(case, before.policy_hash)
    except RefusedByProcess as refused:
        return str(refused)
    if before.counterpart is not None and not before.counterpart.proven:
        # What was found in a time on another computer; nothing was decided by it.
        after = after.model_copy(update={"counterpart": before.counterpart})
    then, now = _without_proof(before), _without_proof(after)
    if solution.digest != stored.digest or then != now:
        return _between(then, now) or (
            f"de hash van de lijst was {stored.digest} en is {solution.digest}"
        )
    return _certified(case, stored)


def _without_proof(allocation: Allocation) -> str:
    """An allocation without what shows that none is better: another version of a solver finds
    another proof of the same list, and before there were trees there were two solvers instead."""
    certificate = allocation.certificate
    if certificate is not None:
        stages = tuple(
            Stage(
                name=one.name, unit=one.unit, value=one.value, bound=one.bound,
                proven=one.proven, solver="",
            )
            for one in certificate.stages
        )  # fmt: skip
        certificate = certificate.model_copy(update={"stages": stages, "rests_on": "", "proof": ""})
    return allocation.model_copy(update={"certificate": certificate}).model_dump_json()


def _certified(case: RoundCase, stored: tables.Allocation) -> str:
    """The kept list and its kept proof, checked again without a solver."""
    before = Allocation.model_validate_json(stored.allocation_json)
    solution = Solution.model_validate_json(stored.solution_json)
    if before.certificate is None:
        return "de verdeling heeft geen certificaat"
    policy = under_proposal(case.policy, before.certificate)
    again = certify(case.candidates, policy, solution)
    if again != before.certificate and not solution.proof:
        # Before there were trees, two solvers were called a proof; it stays what it was.
        again = certify(case.candidates, policy, solution, era=Era.BEFORE_TREES)
    if again.faults:
        return again.faults[0]
    if again != before.certificate:
        return _between(before.certificate.model_dump_json(), again.model_dump_json())
    given = {one.application_id: one.cents for one in solution.given}
    for award in before.awards:
        if award.amount.cents != given.get(award.application_id, 0):
            return f"{award.application_id}: de toekenning is niet die van de gecontroleerde lijst"
    return ""


def _output(opened: _Opened, stored: tables.Allocation, case: RoundCase) -> str:
    """The files for others, made again from the rows."""
    parts = opened.bundle.parts
    allocation = Allocation.model_validate_json(stored.allocation_json)
    receipts = _receipts(opened)
    made = {"allocation.json": allocation_json(allocation), "receipts.json": receipts}
    for name, text in made.items():
        if text.encode() != parts.get(name):
            return f"{name}: {_between(parts.get(name, b'null').decode(), text)}"
    for name, data in proof_parts(stored, case).items():
        if name in parts and parts[name] != data:  # a bundle of before has none
            return f"{name}: dit is niet het bewijs van de bewaarde verdeling"
    return ""


def _receipts(opened: _Opened) -> str:
    whole = dossier(opened.reader)
    laws = {key: opened.bundle.parts[f"law/{key}.json"] for key in whole.policy.instruments}
    return receipts_json(receipts_of(opened.reader, whole, laws))


def _letters(opened: _Opened) -> str:
    """The codes in the register of letters, against those of the receipts."""
    register = opened.bundle.parts.get("letters.csv")
    if register is None:
        return ""
    codes = {one["application_id"]: one["code"] for one in json.loads(_receipts(opened))}
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
