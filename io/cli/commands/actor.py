"""Who gives a command about a round, by the office file of that round."""

from __future__ import annotations

from pathlib import Path

from ...config.office import Office, load_office
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor, actor, office_path
from ..invocation import Invocation


def acting(reader: RoundReader, call: Invocation) -> Actor:
    """Who gives this command; the office file may be missing where nobody named it."""
    path = office_path(reader, call.office)
    return actor(reader, office_if_there(path, named=call.office is not None), call.as_name)


def office_of(reader: RoundReader, call: Invocation) -> Office:
    """The office of a round; one that says nothing where there is no file and nobody named it."""
    path = office_path(reader, call.office)
    return office_if_there(path, named=call.office is not None) or Office()


def office_if_there(path: Path, *, named: bool) -> Office | None:
    """The office file; it may be missing where nobody named it."""
    return load_office(path) if named or path.exists() else None
