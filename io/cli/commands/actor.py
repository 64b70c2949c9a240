"""Who gives a command about a round, by the office file of that round."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import Path

from ....grants.names import is_same_person
from ...config.office import Office, load_office
from ...records.rounds.reader import RoundReader, changing_round, reading_round
from ...rounds.actor import Actor, actor, office_path
from ..console import say
from ..invocation import Invocation

# A command in a sentence ends before a comma, unless that stands in what is quoted.
_COMMAND = re.compile(r'verdeel (?:"[^"]*"|[^,"])*')


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


def next_here(reader: RoundReader, call: Invocation) -> str:
    """What an office has to do next in a round as it stands, as it can be typed here."""
    from ...rounds.checks.upcoming import upcoming  # late: few commands tell it

    after = upcoming(reader)
    return as_typed(reader, call, after.command, after.roles)


def mine(call: Invocation, command: str) -> str:
    """A command that the same person may give after this one, as it can be typed here."""
    return command if call.as_name is None else with_name(command, call.as_name)


def by_another(
    reader: RoundReader, call: Invocation, roles: Collection[str] = ("officer",)
) -> Callable[[str], str]:
    """Writes a command for who puts the second name under this one, as it can be typed here.

    Where examples are tried it is given as the first of the office, with one of these roles, who is
    not who gave this command.
    """
    known = _office(reader, call) if reader.example and call.as_name is not None else None
    if known is None:
        return str
    now = actor(reader, known, call.as_name)
    able = [one for one in known.officers if one.role in roles]
    others = [one.user for one in able if not is_same_person(one.name, now.name)]
    return (lambda command: with_name(command, others[0])) if others else str


def second_name(
    call: Invocation, round_id: str, roles: Collection[str] = ("officer",)
) -> Callable[[str], str]:
    """The same of a round that is open no more."""
    with reading_round(call.database, round_id) as reader:
        return by_another(reader, call, roles)


def as_typed(reader: RoundReader, call: Invocation, command: str, roles: Collection[str]) -> str:
    """The command that comes next, as it can be typed here.

    On a computer where examples are tried nobody is known by a login, and each command says as whom
    it is given (``--as``): as who gave this one, where they may and no second name is asked, and
    else as the first of the office who may.
    """
    if not reader.example or not command:
        return command
    known = _office(reader, call)
    if known is None:
        return command
    now = actor(reader, known, call.as_name)
    able = [one for one in known.officers if one.role in roles]
    asks_another = "door een ander" in command
    able = [one for one in able if not asks_another or not is_same_person(one.name, now.name)]
    able.sort(key=lambda one: not is_same_person(one.name, now.name))
    return with_name(command, able[0].user) if able else command


def with_name(command: str, user: str) -> str:
    """A command with who gives it in an example database, before what is said about it.

    >>> with_name("verdeel approve --round 2026-1, door een ander", "y.haddou")
    'verdeel approve --round 2026-1 --as y.haddou, door een ander'
    >>> with_name('verdeel pay order A --amount "€ 4.000,50"', "b.dekker")
    'verdeel pay order A --amount "€ 4.000,50" --as b.dekker'
    """
    return _COMMAND.sub(lambda typed: f"{typed[0]} --as {user}", command)


def office_if_there(path: Path, *, named: bool) -> Office | None:
    """The office file; it may be missing where nobody named it."""
    return load_office(path) if named or path.exists() else None
