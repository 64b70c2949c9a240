"""The whole database as CSV and JSON with a data dictionary, for an archive or another program.

Personal data stays behind unless it is asked for: contact persons, the rows of workbooks as they
came in, and whatever looks like an address or a number in a text; officers are told by the number
that the audit trail gives them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import tomli

from ..errors import Unreadable, WrongUse, why_not
from ..files.allocation import harmless
from ..files.privacy import REMOVED, Redactor
from ..files.temporary import draft_beside
from ..records.copies import NO_ROW, KeptTable, is_own, kept_tables
from ..records.database import Session
from ..records.rounds.contacts import names_in
from ..records.rounds.objections import outsiders_in
from ..records.rounds.people import named_in
from ..records.trail.audit import people_in
from ..records.trail.held import ACTOR, LOGIN

DICTIONARY = "data_dictionary.csv"
_LEFT_OUT = {
    "raw_json", "contact", "email", "beside_json", "people_json", "login", "person_login",
    "person_name",
}  # fmt: skip
# With these a name could be tried: what the trail has of whoever bears it is hashed with the salts,
# and the other hashes are of what an officer said and of who that was, or of the office's own file.
_SECRET = (
    "contact.salt", "event.salt", "award_decision.digest", "award_decision_approval.digest",
    "settling_act.digest", "settling_act_approval.digest", "office_file.sha256",
)  # fmt: skip
_PERSONAL_KEYS = {"contact", "email", "authorised_by"}
# Hashes, salts and numbers look like nothing else, and are what the rest is checked with.
_AS_IT_IS = {
    "salt", "hash", "previous", "detail_hash", "digest", "policy_hash", "input_hash",
    "sha256", "before_hash",
}  # fmt: skip
# What an event holds under a login: that is of a person.
_WITH_LOGIN = (ACTOR, LOGIN)
# Columns that hold names by themselves, also those too short to look for in a text.
_OF_OUTSIDERS = ("objection.objector", "objection_act.detail_json")
Clean = Callable[[str, Any], Any]


@cache
def meanings() -> Mapping[str, tuple[str, str]]:
    """What a column means, in Dutch and English, by its name or by ``table.column``."""
    text = (files("verdeelsleutel.io.records") / "columns.toml").read_text(encoding="utf-8")
    told = tomli.loads(text).items()
    return MappingProxyType({name: (nl, en) for name, (nl, en) in told})


def meaning_of(table: str, column: str) -> tuple[str, str]:
    """What a column of a table means, in Dutch and in English."""
    known = meanings()
    return known.get(f"{table}.{column}") or known[column]


def export_tables(session: Session, out: Path, *, personal: bool) -> dict[str, int]:
    """Write every table into a new folder, which is there whole or not at all; rows by table.

    Raises:
        WrongUse: the folder holds something.
        Unreadable: the database cannot be read, or the folder cannot be written.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise WrongUse(f"{out} is niet leeg. Noem een nieuwe map voor de open bestanden.")
    try:
        with draft_beside(out) as draft:
            folder = draft / out.name
            folder.mkdir(mode=0o700 if personal else 0o777)
            counts = _written(session, folder, personal=personal)
            if out.exists():
                out.rmdir()
            folder.replace(out)
        return counts
    except OSError as fault:
        raise Unreadable(
            f"De map {out} kan niet worden geschreven ({why_not(fault)}). Maak ruimte of noem een "
            "andere map, en geef dezelfde opdracht opnieuw."
        ) from fault
    except NO_ROW as fault:
        if is_own(fault):
            raise
        raise Unreadable(
            f"Een bewaarde waarde is niet te lezen ({type(fault).__name__}). Er is niets "
            'geschreven; "verdeel audit verify" zegt wat er mis is.'
        ) from fault


def _written(session: Session, folder: Path, *, personal: bool) -> dict[str, int]:
    clean = _as_it_is if personal else _discreet(session)
    listed = kept_tables(session)
    with (folder / DICTIONARY).open("w", encoding="utf-8", newline="") as dictionary:
        writer = csv.writer(dictionary, delimiter=";", lineterminator="\r\n")
        writer.writerow(("table", "column", "type", "meaning_nl", "meaning_en"))
        for table in listed:
            for name, kind in table.columns.items():
                writer.writerow((table.name, name, kind, *meaning_of(table.name, name)))
    return {table.name: _table(table, folder, clean) for table in listed}


def _table(table: KeptTable, folder: Path, clean: Clean) -> int:
    names = list(table.columns)
    count = 0
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as flat,
        (folder / f"{table.name}.json").open("w", encoding="utf-8", newline="\n") as nested,
    ):
        writer = csv.writer(flat, delimiter=";", lineterminator="\r\n")
        writer.writerow(names)
        nested.write("[")
        for row in _cleaned(table.rows(), table.name, names, clean):
            writer.writerow([harmless(_flat(value)) for value in row.values()])
            line = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
            nested.write(f"{',' if count else ''}\n{line}")
            count += 1
        nested.write("\n]\n")
    return count


def _cleaned(
    rows: Iterator[tuple[Any, ...]], table: str, names: list[str], clean: Clean
) -> Iterator[dict[str, Any]]:
    """Each row by column, the JSON documents in it unfolded."""
    for row in rows:
        told: dict[str, Any] = {}
        for name, value in zip(names, row, strict=True):
            unfolded = json.loads(value) if name.endswith("_json") and value else value
            told[name] = clean(f"{table}.{name}", unfolded)
        yield told


def _flat(value: Any) -> str | int | None:
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return value if value is None or isinstance(value, (str, int)) else str(value)


def _as_it_is(_column: str, value: Any) -> Any:
    return value


def _discreet(session: Session) -> Clean:
    """Takes personal data out of a value of a column."""
    people = {name: f"persoon {number}" for name, number in people_in(session).items()}
    outsiders = outsiders_in(session)
    texts = Redactor([*people, *names_in(session), *outsiders, *named_in(session)])

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return people.get(value) or texts(value)
        if isinstance(value, list):
            return [clean(inner) for inner in cast("list[Any]", value)]
        if isinstance(value, dict):
            held = cast("dict[str, Any]", value)
            hidden = held.get("field") in _PERSONAL_KEYS  # a finding about such a cell
            return {
                key: "" if hidden and key == "value" else clean(inner)
                for key, inner in held.items()
                if key not in _PERSONAL_KEYS
            }
        return value

    def of_column(column: str, value: Any) -> Any:
        name = column.partition(".")[2]
        if name in _LEFT_OUT or column in _SECRET:
            return ""
        if column == "event.detail_json":
            return [_without_names(one) for one in value]
        if column in _OF_OUTSIDERS:
            return clean(_without(value, outsiders))
        return value if name in _AS_IT_IS else clean(value)

    return of_column


def _without_names(told: list[str]) -> list[str]:
    """Of which row an event tells, without what tells a name or lets one be tried.

    A fingerprint has no salt: who knows all of a row but who did it could try names against it.
    """
    kind, key, _ = told
    return ["", "", ""] if kind in _WITH_LOGIN else [kind, key, ""]


def _without(value: Any, names: Collection[str]) -> Any:
    """A text that is one of these names, or a document with such texts, without them."""
    if isinstance(value, dict):
        held = cast("dict[str, Any]", value)
        return {key: _without(inner, names) for key, inner in held.items()}
    return REMOVED if isinstance(value, str) and value in names else value
