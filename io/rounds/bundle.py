"""A round packed into one file, to be kept for years and done over by anybody: a zip with

- ``manifest.json``: what it is, the SHA-256 and size of each part, the head of the audit trail;
- ``rows/<table>.jsonl``: every row of the round as it is kept, an object a line;
- ``law/``: the rule catalogues and shared data that the round is sealed with;
- ``allocation.json`` and ``receipts.json``, as they are written for others;
- ``proof/``, where the allocation has one: the problem with its list, and the trees that show that
  none is better, as ``optimiser/proof/check_proof.py`` takes them;
- ``letters.csv``, the register of its letters, where a folder of letters is named.

The trail is that of the whole database, since each event is hashed with the one before it. The
comment of the zip is the SHA-256 of every byte before it. Contact persons are not in it.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from pydantic import Field, ValidationError

from ...grants.decisions.allocation import Allocation
from ...grants.record import Record
from ...grants.rounds.policy import Policy
from ...instruments.law.catalogue import Catalogue, WrittenCatalogue
from ...optimiser.proof.export import problem_of
from ...optimiser.proof.tree import opened
from ...optimiser.solution import Solution
from ..errors import RefusedByProcess, Unreadable
from ..files.allocation import allocation_json
from ..files.archive import Contents, Part, damaged, pack, unpack
from ..records import schema, tables
from ..records.database import Session, schema_number
from ..records.rounds.copies import fill, lines_of
from ..records.rounds.reader import RoundReader
from ..records.trail import chain
from .checks.rederivation import faults_of
from .dividing.case import RoundCase, case_of_round
from .dividing.planning import under_proposal
from .division import is_current
from .dossier import dossier
from .receipts import Receipt, receipts_json, receipts_of
from .seal import catalogue_of, program_version, shared_law

_LIBRARIES = ("highspy", "ortools", "pulp", "pydantic", "sqlalchemy")


class Manifest(Record):
    """What a bundle holds. ``content`` is a SHA-256 over the names and hashes of the parts.

    ``stripped`` names rows, as ``table/id``, from which contact persons were taken that an older
    version had kept in them; the trail can vouch for those only in the database itself.
    """

    format: str
    round: str
    program_version: str
    libraries: dict[str, str]
    schema_number: int = Field(ge=1)
    head: chain.Anchor
    digest: str
    stripped: tuple[str, ...]
    parts: tuple[Part, ...]
    content: str


FORMAT = "verdeel-bundle-1"
MANIFEST = "manifest.json"


def bundle_of(reader: RoundReader, letters: Path | None = None) -> Contents[Manifest]:
    """A round as a bundle, with the bytes of the file.

    Raises:
        RefusedByProcess: the round is not divided as it stands now, or its records are not sound.
        Unreadable: the register of letters cannot be read.
    """
    stored = reader.allocation_row
    # Nothing that a decided list rests on can change; rows of before schema 4 had contact persons
    # in them when the list was drawn, so that what it was drawn from has another hash now.
    if not reader.state.decided and not is_current(reader, stored):
        raise RefusedByProcess(
            f"Ronde {reader.id} is sinds de verdeling gewijzigd; een bundel zou niet na te rekenen "
            f'zijn. Doe eerst "verdeel allocate --round {reader.id}".'
        )
    faults = faults_of(reader)
    if faults:
        raise RefusedByProcess(
            "Er wordt geen bundel gemaakt: wat bewaard is, klopt niet. " + " ".join(faults[:5])
        )
    stripped: list[str] = []
    parts = dict(lines_of(reader, stripped))
    parts |= law_parts(reader.policy)
    whole = dossier(reader)
    parts["allocation.json"] = allocation_json(whole.allocation).encode()
    receipts = receipts_of(reader, whole)
    parts["receipts.json"] = receipts_json(receipts).encode()
    parts |= proof_parts(stored, case_of_round(reader))
    if letters is not None:
        parts["letters.csv"] = _register(reader, letters, receipts)
    listed = tuple(Part.of(name, parts[name]) for name in sorted(parts))
    manifest = Manifest(
        format=FORMAT,
        round=reader.id,
        program_version=program_version(),
        libraries={name: version(name) for name in _LIBRARIES},
        schema_number=schema_number(reader.session),
        head=chain.head(reader.session),
        digest=stored.digest,
        stripped=tuple(stripped),
        parts=listed,
        content=content_of(listed),
    )
    written = manifest.model_dump_json(indent=1).encode() + b"\n"
    return Contents(manifest, parts, pack({MANIFEST: written, **dict(sorted(parts.items()))}))


def laws_of(bundle: Contents[Manifest], path: Path) -> dict[str, Catalogue]:
    """The law in a bundle, by the name of the catalogue.

    Raises:
        Unreadable: it is of another program.
    """
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


def filled(session: Session, bundle: Contents[Manifest], path: Path) -> chain.Anchor:
    """Put the rows of a bundle into an empty database; returns the head of the trail in them.

    Raises:
        Unreadable: they are not those of a round.
    """
    try:
        head = fill(session, bundle.parts, bundle.manifest.schema_number)
    except ValueError as fault:
        raise damaged(path, "de rijen zijn niet die van een ronde") from fault
    if not RoundReader(session, bundle.manifest.round).exists:
        raise damaged(path, f"ronde {bundle.manifest.round} staat er niet in")
    return head


def content_of(parts: Iterable[Part]) -> str:
    """One hash for all parts, whatever the program that compressed them."""
    told = "\n".join(f"{part.sha256} {part.name}" for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def law_parts(policy: Policy) -> dict[str, bytes]:
    """The law of a round: the catalogue of each of its instruments, and what they share."""
    found = {
        f"law/{key}.json": catalogue_of(key, policy.edition) for key in sorted(policy.instruments)
    }
    return {**found, **{f"law/shared/{name}": data for name, data in shared_law().items()}}


def proof_parts(stored: tables.Allocation, case: RoundCase) -> dict[str, bytes]:
    """The proof of an allocation for somebody who has nothing else; nothing where it has none."""
    solution = Solution.model_validate_json(stored.solution_json)
    if not solution.proof:
        return {}
    allocation = Allocation.model_validate_json(stored.allocation_json)
    assert allocation.certificate is not None  # none is kept without
    policy = under_proposal(case.policy, allocation.certificate)
    return {
        "proof/problem.json": problem_of(case.candidates, policy, solution).encode(),
        "proof/proof.xz": opened(solution.proof).packed(),
    }


def _register(reader: RoundReader, folder: Path, receipts: Iterable[Receipt]) -> bytes:
    """The register of the letters of this very round, of every decision that it sent."""
    path = folder / "letters.csv"
    try:
        read = path.read_bytes()
    except OSError as fault:
        raise Unreadable(
            f'Het register {path} kan niet worden gelezen. Noem de map waarin "verdeel letters" '
            "de brieven schreef."
        ) from fault
    codes = {one.application_id: one.code for one in receipts}
    lines = read.decode("utf-8-sig", errors="replace").splitlines()
    for line in csv.DictReader(lines, delimiter=";"):
        number, code = line.get("aanvraagnummer") or "", line.get("controlecode") or ""
        if code and code != codes.get(number):
            raise RefusedByProcess(
                f"Het register {path} is niet van het besluit van ronde {reader.id}: de brief van "
                f"{number} draagt een andere controlecode. Noem de map met de brieven van nu."
            )
    return read


def read_bundle(path: Path) -> Contents[Manifest]:
    """A bundle of which every byte is as it was made.

    Raises:
        Unreadable: it is damaged, no bundle, or made by a newer program.
    """
    parts = unpack(path)
    try:
        manifest = Manifest.model_validate_json(parts.pop(MANIFEST, b""))
    except ValidationError as fault:
        raise damaged(path, "de inhoudsopgave is niet te lezen") from fault
    if manifest.format != FORMAT or manifest.schema_number > schema.newest():
        raise Unreadable(
            f"{path} is gemaakt door een nieuwere versie van verdeel ({manifest.program_version}). "
            "Werk het programma bij."
        )
    if [part.name for part in manifest.parts] != sorted(parts):
        raise damaged(path, "er ontbreken onderdelen, of er zijn er te veel")
    for part in manifest.parts:
        if Part.of(part.name, parts[part.name]) != part:
            raise damaged(path, f"de hash van {part.name} klopt niet")
    if content_of(manifest.parts) != manifest.content:
        raise damaged(path, "de hash van de inhoud klopt niet")
    return Contents(manifest, parts, path.read_bytes())
