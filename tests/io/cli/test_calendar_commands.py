"""What the calendar says to type is a command that exists, with everything that it asks for."""

from __future__ import annotations

import re
import shlex
from datetime import date
from pathlib import Path

import click
import pytest

from verdeelsleutel.io.cli.program import verdeel as program
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.calendar.listing import calendar

from .conftest import ROUND

OBJECT = "bezwaar maken tegen het besluit"


def lacking(command: str) -> list[str]:
    """What a command as it was printed lacks; a ``click.UsageError`` where it has too much."""
    words = shlex.split(re.sub(r", over wat .*$", "", command))
    assert words.pop(0) == "verdeel"
    found: click.Command = program
    context = click.Context(found)
    while isinstance(found, click.Group) and not words[0].startswith("-"):
        one = found.get_command(context, words.pop(0))
        assert one is not None, command
        found, context = one, click.Context(one, parent=context)
    given, _, _ = found.make_parser(context).parse_args(words)
    asked = [param for param in found.params if param.required]
    return [str(param.name) for param in asked if not given.get(str(param.name))]


@pytest.mark.parametrize("day", ["2026-12-01", "2027-07-20", "2031-01-02", "2040-01-02"])
def test_every_command_of_the_calendar_can_be_typed(finished: Path, day: str) -> None:
    database = f"sqlite:///{(finished / 'verdeel.db').as_posix()}"
    with reading_round(database, ROUND) as reader:
        terms = calendar([reader], date.fromisoformat(day), lambda _: Office())
    assert terms
    for one in terms:
        assert not lacking(one.command), one.command


def test_who_withdrew_before_the_decision_has_none_to_object_to(finished: Path) -> None:
    database = f"sqlite:///{(finished / 'verdeel.db').as_posix()}"
    with reading_round(database, ROUND) as reader:
        lines = calendar([reader], date(2026, 12, 1), lambda _: Office())
        objecting = {
            number for one in lines if one.what.nl == OBJECT for number in one.applications
        }
        withdrawn = {one.application_id for one in reader.withdrawals}
        withdrawn |= {"BER-2026-0036", "WBI-2026-0074", "WBI-2026-0087"}
    assert not objecting & withdrawn
    assert len(objecting) == 252, "as many as there are letters"
