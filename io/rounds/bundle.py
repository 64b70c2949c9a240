"""A round packed into one file, to be kept for years and done over by anybody: a zip with

- ``manifest.json``: what it is, the SHA-256 and size of each part, the head of the audit trail;
- ``rows/<table>.jsonl``: every row of the round as it is kept, an object a line;
- ``law/``: the rule catalogues and shared data that the round is sealed with;
- ``allocation.json`` and ``receipts.json``, as they are written for others;
- ``letters.csv``, the register of its letters, where a folder of letters is named.

The trail is that of the whole database, since each event is hashed with the one before it. The
comment of the zip is the SHA-256 of every byte before it. Contact persons are not in it.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, Table
from sqlmodel import Session

from ...grants.policy import Policy
from ...grants.record import Record
from ...grants.rounds import RoundState
from ..errors import RefusedByProcess, Unreadable
from ..files.allocation import allocation_json
from ..files.archive import Contents, Part, damaged, pack, unpack
from ..records import audit, schema
from ..records.allocations import allocation_row
from ..records.copies import rows_of, tables_of
from ..records.without_contacts import cleaned
from .division import is_current
from .dossier import dossier
from .receipts import receipts_json, receipts_of
from .seal import catalogue_of, program_version, shared_law
from .state import policy_of, round_of

# How a table without a round of its own belongs to one: by which column, to a row of which table.
_BELONGS = {
    "finding": ("batch_id", "batch"),
    "award": ("allocation_id", "allocation"),
    "amendment_confirmation": ("amendment_id", "amendment"),
    "ledger_posting": ("entry_id", "ledger_entry"),
}
_WHOLE = ("mark", "event")
_LEFT_OUT = ("contact",)
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
    schema_number: int
    head: audit.Anchor
    digest: str
    stripped: tuple[str, ...]
    parts: tuple[Part, ...]
    content: str


FORMAT = "verdeel-bundle-1"
MANIFEST = "manifest.json"


def bundle_of(session: Session, round_id: str, letters: Path | None = None) -> Contents[Manifest]:
    """A round as a bundle, with the bytes of the file.

    Raises:
        RefusedByProcess: the round is not divided as it stands now, or its records are not sound.
        Unreadable: the register of letters cannot be read.
    """
    row = round_of(session, round_id)
    stored = allocation_row(session, round_id)
    # Nothing that a decided list rests on can change; rows of before schema 4 had contact persons
    # in them when the list was drawn, so that what it was drawn from has another hash now.
    if not RoundState(row.state).decided and not is_current(session, row, stored):
        raise RefusedByProcess(
            f"Ronde {round_id} is sinds de verdeling gewijzigd; een bundel zou niet na te rekenen "
            f"zijn. Doe eerst 'verdeel allocate --round {round_id}'."
        )
    faults = audit.verify(session)
    if faults:
        raise RefusedByProcess(
            "Er wordt geen bundel gemaakt: het spoor klopt niet. " + " ".join(faults[:5])
        )
    stripped: list[str] = []
    parts = dict(_rows(session.connection(), round_id, stripped))
    parts |= law_parts(policy_of(session, row))
    whole = dossier(session, round_id)
    parts["allocation.json"] = allocation_json(whole.allocation).encode()
    parts["receipts.json"] = receipts_json(receipts_of(session, whole)).encode()
    if letters is not None:
        parts["letters.csv"] = _register(letters)
    listed = tuple(Part.of(name, parts[name]) for name in sorted(parts))
    manifest = Manifest(
        format=FORMAT,
        round=round_id,
        program_version=program_version(),
        libraries={name: version(name) for name in _LIBRARIES},
        schema_number=schema.number_of(session.connection()),
        head=audit.head(session),
        digest=stored.digest,
        stripped=tuple(stripped),
        parts=listed,
        content=content_of(listed),
    )
    written = manifest.model_dump_json(indent=1).encode() + b"\n"
    return Contents(manifest, parts, pack({MANIFEST: written, **dict(sorted(parts.items()))}))


def content_of(parts: Iterable[Part]) -> str:
    """One hash for all parts, whatever the program that compressed them."""
    told = "\n".join(f"{part.sha256} {part.name}" for part in parts)
    return hashlib.sha256(told.encode()).hexdigest()


def law_parts(policy: Policy) -> dict[str, bytes]:
    """The law of a round: the catalogue of each of its instruments, and what they share."""
    found = {f"law/{key}.json": catalogue_of(key) for key in sorted(policy.instruments)}
    return found | {f"law/shared/{name}": data for name, data in shared_law().items()}


def _rows(
    connection: Connection, round_id: str, stripped: list[str]
) -> Iterator[tuple[str, bytes]]:
    kept: dict[str, set[Any]] = {}
    people: set[int] = set()
    for table in sorted(tables_of(connection), key=_order):
        if table.name in _LEFT_OUT:
            continue
        made = io.BytesIO()
        keys = kept.setdefault(table.name, set())
        for row in _of_round(connection, table, round_id, kept, people):
            if "id" in row:
                keys.add(row["id"])
            if table.name == "event" and row["round_id"] == round_id:
                people.add(row["person"])
            if cleaned(table.name, row):
                stripped.append(f"{table.name}/{row['id']}")
            line = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            made.write(line.encode() + b"\n")
        yield f"rows/{table.name}.jsonl", made.getvalue()


def _order(table: Table) -> tuple[bool, bool, str]:
    """Tables that belong to another after it, and the people after the events."""
    return (table.name == "person", table.name in _BELONGS, table.name)


def _of_round(
    connection: Connection,
    table: Table,
    round_id: str,
    kept: Mapping[str, set[Any]],
    people: set[int],
) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns]
    for values in rows_of(connection, table):
        row = dict(zip(names, values, strict=True))
        if table.name in _WHOLE:
            yield row
        elif table.name == "person":
            if row["number"] in people:
                yield row
        elif table.name in _BELONGS:
            column, parent = _BELONGS[table.name]
            if row[column] in kept[parent]:
                yield row
        elif row["id" if table.name == "round" else "round_id"] == round_id:
            yield row


def _register(folder: Path) -> bytes:
    path = folder / "letters.csv"
    try:
        return path.read_bytes()
    except OSError as fault:
        raise Unreadable(
            f"Het register {path} kan niet worden gelezen. Noem de map waarin 'verdeel letters' "
            "de brieven schreef."
        ) from fault


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
