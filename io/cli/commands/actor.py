"""Who gives a command about a round, by the office file of that round."""

from __future__ import annotations

from pathlib import Path

from ...config.office import Office, load_office
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.actor import Actor, actor, office_path
from ..console import say
from ..invocation import Invocation


def acting(reader: RoundReader, call: Invocation) -> Actor:
    """Who gives this command; the office file may be missing where nobody named it.

    Where the command changes a real round, another office file than was used before is recorded.
    """
    known = _office(reader, call)
    who = actor(reader, known, call.as_name)
    if not reader.may_write:
        return who
    from ...steps.admission import is_recorded, record_office  # late: who only reads needs no step

    if not is_recorded(reader, known):
        for change in record_office(reader, known, who):
            say(f"Het kantoorbestand is een ander dan eerder bij deze ronde: {change}.")
        return actor(reader, known, call.as_name)
    return who


def keep_office(call: Invocation, round_id: str) -> None:
    """Record another office file before a command that reads first and writes later begins."""
    from ...steps.admission import is_recorded

    with reading_round(call.database, round_id) as reader:
        if is_recorded(reader, _office(reader, call)):
            return
    with changing_round(call.database, round_id) as reader:
        acting(reader, call)


def _office(reader: RoundReader, call: Invocation) -> Office | None:
    return office_if_there(office_path(reader, call.office), named=call.office is not None)


def office_of(reader: RoundReader, call: Invocation) -> Office:
    """The office of a round; one that says nothing where there is no file and nobody named it."""
    return _office(reader, call) or Office()


def office_if_there(path: Path, *, named: bool) -> Office | None:
    """The office file; it may be missing where nobody named it."""
    return load_office(path) if named or path.exists() else None
