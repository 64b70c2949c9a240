"""A bundle done over: its records checked, its applications screened, its money divided again.

Nothing but the file and this program is needed: the rows are put into a database in memory, and
the same code that made the round makes it once more, by the policy and the law in the bundle. What
comes out is compared byte for byte.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ...grants.after.objection import ObjectionStep
from ...grants.decisions.allocation import Allocation, Basis, Stage
from ...grants.notation import counted
from ...grants.record import Record
from ...instruments.law.catalogue import Catalogue
from ..errors import RefusedByProcess
from ..files.allocation import allocation_json
from ..files.archive import Contents
from ..records import tables
from ..records.copies import NO_ROW, is_own
from ..records.database import in_memory
from ..records.rounds.events import is_in_trail
from ..records.rounds.reader import RoundReader
from ..records.trail import chain, verification
from ..rounds.balance import ledger_faults
from ..rounds.bundle import Manifest, filled, law_parts, laws_of, proof_parts, read_bundle
from ..rounds.checks.rederivation import allocation_difference, screening_difference
from ..rounds.checks.rederived_approvals import approval_difference
from ..rounds.checks.rederived_award_decisions import award_decision_difference
from ..rounds.checks.rederived_monitors import monitor_difference
from ..rounds.checks.rederived_objections import objection_difference
from ..rounds.checks.rederived_payments import payment_difference
from ..rounds.checks.rederived_settling import settling_difference
from ..rounds.checks.rederived_supplements import supplement_difference
from ..rounds.differences import first_difference
from ..rounds.dividing.case import RoundCase, case_of_round
from ..rounds.division import divide
from ..rounds.dossier import dossier
from ..rounds.receipts import receipts_json, receipts_of
from ..rounds.seal import program_version


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
        """Whether every step came out as the round has it."""
        return not any(step.difference for step in self.steps)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A bundle opened: its rows in a database, and its law by the name of the catalogue."""

    reader: RoundReader
    bundle: Contents[Manifest]
    laws: Mapping[str, Catalogue]
    head: chain.Anchor


def replay(path: Path, *, solve: bool = True, anchor: str | None = None) -> Replay:
    """Do a bundle over and compare; without ``solve`` the list is only proven again.

    ``anchor`` is a head of the trail that was kept elsewhere, which must be in the bundle's.

    Raises:
        Unreadable: the file is damaged or cannot be understood.
    """
    bundle = read_bundle(path)
    with in_memory() as session:
        laws, head = laws_of(bundle, path), filled(session, bundle, path)
        opened = _Opened(RoundReader(session, bundle.manifest.round), bundle, laws, head)
        steps = (
            _step("het spoor", _trail(opened, anchor)),
            *_readably_done_over(opened, solve=solve),
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


def _trail(opened: _Opened, anchor: str | None) -> list[str]:
    manifest, session = opened.bundle.manifest, opened.reader.session
    gone = [tuple(row.split("/")) for row in manifest.stripped]
    excused = {f"Rij {key} van {name.capitalize()} is na" for name, key in gone}
    faults = [
        fault
        for fault in verification.verify_round(session, opened.reader.id)
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
        if (now := _version_here(name)) != then
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
            f"Uit {counted(len(manifest.stripped), 'rij', 'rijen')} van een oudere versie zijn "
            "contactpersonen weggenomen; die rijen zijn niet aan het spoor te toetsen."
        )
    return tuple(found)


def _version_here(library: str) -> str:
    """The version of a library in this installation; a bundle may name one that there is not."""
    try:
        return version(library)
    except (PackageNotFoundError, ValueError):
        return "niet aanwezig"


def _readably_done_over(opened: _Opened, *, solve: bool) -> tuple[Step, ...]:
    """The round done over; a value that no program wrote is a difference too, with what it is."""
    try:
        return _done_over(opened, solve=solve)
    except NO_ROW as fault:
        if is_own(fault):
            raise
        told = f"een waarde erin is niet te lezen ({type(fault).__name__}: {str(fault)[:120]})"
        return (Step(what="de rijen", difference=told.replace("\n", " ")),)


def _done_over(opened: _Opened, *, solve: bool) -> tuple[Step, ...]:
    reader = opened.reader
    stored, case = reader.allocation_row, case_of_round(reader, laws=opened.laws)
    divided = _divided(reader, case) if solve else allocation_difference(reader, case)
    return (
        _step("het grootboek", ledger_faults(reader.session)),
        Step(what="de toetsing", difference=screening_difference(reader, opened.laws)),
        Step(what="de verdeling" if solve else "het certificaat", difference=divided),
        *_supplements(opened),
        *_since(opened),
        Step(what="de uitvoer", difference=_output(opened, stored, case)),
        Step(what="de brieven", difference=_letters(opened)),
    )


def _supplements(opened: _Opened) -> tuple[Step, ...]:
    """What was decided after the approval on who was set aside, where there is any."""
    if not opened.reader.supplements:
        return ()
    told = supplement_difference(opened.reader, opened.laws)
    return (Step(what="de aanvullende lijst", difference=told),)


def _since(opened: _Opened) -> Iterator[Step]:
    """What was decided after the letters, worked out again where there is any of it."""
    reader, laws = opened.reader, opened.laws
    if any(
        one.decision is not None or one.of_kind(ObjectionStep.PENALTY_FIXED)
        for one in reader.objections
    ):
        yield Step(what="de beslissingen op bezwaar", difference=objection_difference(reader, laws))
    if reader.after.award_decisions:
        told = award_decision_difference(reader)
        yield Step(what="de besluiten na de toekenning", difference=told)
    if reader.after.payment_orders:
        yield Step(what="de betalingen", difference=payment_difference(reader))
    if reader.after.settling_acts:
        told = settling_difference(reader)
        yield Step(what="de vaststellingen en terugvorderingen", difference=told)
    if reader.after.award_decisions or reader.after.settling_acts or reader.after.payment_orders:
        yield Step(what="de goedkeuringen", difference=approval_difference(reader))
    if reader.after.monitor_reports:
        yield Step(what="de voortgang", difference=monitor_difference(reader))


def _divided(reader: RoundReader, case: RoundCase) -> str:
    """The division done over: the same list, by the same values, with a proof of its own."""
    stored, before = reader.allocation_row, reader.allocation
    try:
        after, solution = divide(case, before.policy_hash)
    except RefusedByProcess as refused:
        return str(refused)
    if before.counterpart is not None and not before.counterpart.proven:
        # What was found in a time on another computer; nothing was decided by it.
        after = after.model_copy(update={"counterpart": before.counterpart})
    if not all(one.proven for one in before.divisions):
        after = after.model_copy(
            update={"counterpart": before.counterpart, "divisions": before.divisions}
        )
    then, now = _without_proof(before), _without_proof(after)
    if solution.digest != stored.digest or then != now:
        return _between(then, now) or (
            f"de hash van de lijst was {stored.digest} en is {solution.digest}"
        )
    return allocation_difference(reader, case)


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
    divisions = tuple(
        one.model_copy(update={"basis": Basis.NOTHING}) for one in allocation.divisions
    )
    bare = {"certificate": certificate, "divisions": divisions}
    return allocation.model_copy(update=bare).model_dump_json()


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
