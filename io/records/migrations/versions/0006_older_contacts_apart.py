"""Contact persons of rows from before schema 4 move to the table apart.

The trail is over rows as they were, names and all. So each row is first held against it and then
moved, and an event tells the fingerprint that it has from then on; no event of before changes. A
row that does not agree with the trail is left for ``audit verify`` to name.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, cast

import sqlalchemy as sa
from alembic import op

from verdeelsleutel.grants.municipality import plain_name
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.records.login import system_user

revision = "0006"
down_revision = "0005"

_FIELDS = ("contact", "email")
_KIND = "contacts.moved"


def upgrade() -> None:
    """Move them, round by round, each round in an event of its own."""
    connection = op.get_bind()
    _clean_findings(connection)
    told = _told(connection)
    found = connection.execute(sa.text("SELECT * FROM application ORDER BY id")).mappings()
    rows: list[dict[str, Any]] = [{str(name): one[name] for name in one} for one in found]
    moved: dict[str, list[list[str]]] = {}
    with _changeable(connection, "application"):
        for row in rows:
            parted = _parted(row)
            if parted is None or told.get(str(row["id"])) != _fingerprint(row):
                continue
            kept, contact = parted
            connection.execute(
                sa.text(
                    "UPDATE application SET application_json = :application_json, "
                    "raw_json = :raw_json WHERE id = :id"
                ),
                {name: kept[name] for name in ("application_json", "raw_json", "id")},
            )
            connection.execute(
                sa.text(
                    "INSERT INTO contact (round_id, application_row_id, contact, email, "
                    "beside_json, purged_on) "
                    "VALUES (:round_id, :id, :contact, :email, :beside_json, '')"
                ),
                contact,
            )
            detail = ["Application", str(row["id"]), _fingerprint(kept)]
            moved.setdefault(row["round_id"], []).append(detail)
    for round_id, detail in moved.items():
        _tell(connection, round_id, sorted(detail, key=lambda one: one[1]))


def _parted(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """The row without contact persons, and what is kept apart; nothing where there is none."""
    written, known = row["application_json"], _headers(row["instrument"])
    application: dict[str, Any] = json.loads(written) if written else {}
    people = {name: application.get(name) or "" for name in _FIELDS}
    raw: dict[str, str] = json.loads(row["raw_json"])
    own = {key: value for key, value in raw.items() if plain_name(key) in known}
    beside = {key: value for key, value in raw.items() if key not in own and value}
    if not beside and not any(people.values()):
        return None
    if any(people.values()):
        application |= dict.fromkeys(_FIELDS)
        written = json.dumps(application, ensure_ascii=False, separators=(",", ":"))
    texts = {"application_json": written, "raw_json": _json(own)}
    apart = {"round_id": row["round_id"], "id": row["id"], **people}
    return {**row, **texts}, apart | {"beside_json": _json(beside) if beside else ""}


def _headers(scheme: str) -> frozenset[str]:
    """The headers that hold nobody's name; none of a scheme that is not installed any more."""
    own = instruments().get(scheme)
    if own is None:
        return frozenset()
    labels = [column.label for column in own.columns if not column.personal]
    return frozenset(map(plain_name, [*labels, *(old.label for old in own.renamed)]))


def _clean_findings(connection: sa.Connection) -> None:
    """The value of a cell for contact persons, out of what was found about it."""
    rows = connection.execute(sa.text("SELECT id, finding_json FROM finding")).all()
    with _changeable(connection, "finding"):
        for key, written in rows:
            found = cast("dict[str, Any]", json.loads(written))
            value = found.get("value")
            if found.get("field") not in _FIELDS or not value:
                continue
            hidden = {
                name: str(found[name]).replace(str(value), "…") for name in ("message", "cure")
            }
            told = json.dumps(
                {**found, **hidden, "value": ""}, ensure_ascii=False, separators=(",", ":")
            )
            connection.execute(
                sa.text("UPDATE finding SET finding_json = :told WHERE id = :id"),
                {"told": told, "id": key},
            )


@contextmanager
def _changeable(connection: sa.Connection, table: str) -> Generator[None]:
    """Take the trigger that refuses changes away for as long as the block runs."""
    trigger = f"{table}_no_update"
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
        return
    made = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = :name"),
        {"name": trigger},
    ).scalar_one()
    connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    yield
    connection.exec_driver_sql(made)


def _told(connection: sa.Connection) -> dict[str, str]:
    """The fingerprint of each application, by its key, as the trail told it last."""
    found: dict[str, str] = {}
    details = connection.execute(sa.text("SELECT detail_json FROM event ORDER BY number")).scalars()
    for detail in details:
        found |= {key: told for name, key, told in json.loads(detail) if name == "Application"}
    return found


def _tell(connection: sa.Connection, round_id: str, rows: Sequence[Sequence[str]]) -> None:
    """Add an event to the trail, as it was written in schema 6."""
    last = connection.execute(
        sa.text("SELECT number, hash FROM event ORDER BY number DESC LIMIT 1")
    ).one()
    detail, salt = json.dumps(rows, separators=(",", ":")), secrets.token_hex(16)
    link = {
        "previous": last.hash, "number": last.number + 1, "round_id": round_id, "kind": _KIND,
        "person": _person(connection), "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "program_version": version("verdeelsleutel"), "detail_hash": _sha(salt, detail),
    }  # fmt: skip
    link |= {"hash": _sha(*link.values()), "salt": salt, "detail_json": detail}
    names = ", ".join(link)
    values = ", ".join(f":{name}" for name in link)
    connection.execute(sa.text(f"INSERT INTO event ({names}) VALUES ({values})"), link)


def _person(connection: sa.Connection) -> int:
    """The number of whoever brings the database forwards."""
    if connection.dialect.name == "postgresql":
        name = connection.execute(
            sa.text(
                "SELECT coalesce((SELECT name FROM login WHERE role = session_user), session_user)"
            )
        ).scalar_one()
    else:
        name = system_user()
    number = sa.text("SELECT number FROM person WHERE name = :name")
    known = connection.execute(number, {"name": name}).scalar()
    if known is None:
        connection.execute(sa.text("INSERT INTO person (name) VALUES (:name)"), {"name": name})
        known = connection.execute(number, {"name": name}).scalar_one()
    return int(known)


def _fingerprint(row: Mapping[str, Any]) -> str:
    return _sha(json.dumps(dict(row), sort_keys=True, ensure_ascii=False))


def _json(values: Mapping[str, str]) -> str:
    return json.dumps(values, sort_keys=True, ensure_ascii=False)


def _sha(*parts: object) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()
