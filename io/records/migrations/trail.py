"""An event of the audit trail as a step of the schema adds it, since schema 15.

Steps that were released call this, so what it writes must stay as it is.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import sqlalchemy as sa

from verdeelsleutel.io.records.login import system_user

Detail = tuple[str, str, str]


def tell(connection: sa.Connection, round_id: str, kind: str, rows: Iterable[Detail]) -> None:
    """Add an event about rows, by whoever brings the database forwards."""
    last = connection.execute(
        sa.text("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1")
    ).one()
    login, name = _who(connection)
    number = _number_of(connection, name)
    example = connection.execute(sa.text("SELECT example FROM mark WHERE id = 1")).scalar_one()
    who = held(number, name)
    told = [*rows, ("Person", str(number), who), ("Actor", login, who)]
    told.append(("Mark", "1", held(bool(example))))
    detail, salt = json.dumps(sorted(told), separators=(",", ":")), secrets.token_hex(16)
    link: dict[str, Any] = {
        "previous": last.hash, "number": last.number + 1, "round_id": round_id, "kind": kind,
        "person": number, "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "program_version": version("verdeelsleutel"), "detail_hash": _sha(salt, detail),
    }  # fmt: skip
    link |= {"hash": _sha(*link.values()), "salt": salt, "detail_json": detail}
    names = ", ".join(link)
    values = ", ".join(f":{one}" for one in link)
    connection.execute(sa.text(f"INSERT INTO event ({names}) VALUES ({values})"), link)


def fingerprint(row: Mapping[str, Any]) -> str:
    """SHA-256 over all columns of a row."""
    return _sha(json.dumps(dict(row), sort_keys=True, ensure_ascii=False))


def held(*values: object) -> str:
    """SHA-256 over values that an event holds beside rows."""
    return hashlib.sha256(json.dumps([*map(str, values)]).encode(errors="replace")).hexdigest()


def _who(connection: sa.Connection) -> tuple[str, str]:
    """The login of whoever brings the database forwards, and the name that belongs to it."""
    if connection.dialect.name != "postgresql":
        return system_user(), system_user()
    row = connection.execute(
        sa.text(
            "SELECT session_user AS login, "
            "coalesce((SELECT name FROM login WHERE role = session_user), session_user) AS name"
        )
    ).one()
    return str(row.login), str(row.name)


def _number_of(connection: sa.Connection, name: str) -> int:
    number = sa.text("SELECT number FROM person WHERE name = :name")
    known = connection.execute(number, {"name": name}).scalar()
    if known is None:
        # As the program numbers: the server would give out a number that somebody has already.
        added = (
            "INSERT INTO person (number, name) "
            "SELECT coalesce(max(number), 0) + 1, :name FROM person"
        )
        connection.execute(sa.text(added), {"name": name})
        known = connection.execute(number, {"name": name}).scalar_one()
    return int(known)


def _sha(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode(errors="replace")).hexdigest()
