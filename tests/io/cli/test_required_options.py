"""Whatever a command cannot do without is asked for before anything is done."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from verdeelsleutel.io.cli.program import verdeel as program

from .conftest import Verdeel


def commands(
    group: click.Group, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, one in group.commands.items():
        if isinstance(one, click.Group):
            yield from commands(one, (*path, name))
        else:
            yield (*path, name), one


ASKING = [
    (path, one) for path, one in commands(program) if any(param.required for param in one.params)
]


@pytest.mark.parametrize(("path", "one"), ASKING, ids=lambda value: str(value))
def test_a_command_without_what_it_needs_is_refused(
    verdeel: Verdeel, path: tuple[str, ...], one: click.Command
) -> None:
    needed = [param for param in one.params if param.required]
    for missing in needed:
        given: list[str] = []
        for param in needed:
            if param is missing:
                continue
            value = "2026-11-30" if "date" in str(param.opts) else "x"
            given += [param.opts[0], value] if isinstance(param, click.Option) else [value]
        refused = verdeel(*path, *given)
        assert refused.code == 2, (path, missing.name, refused)
        assert "Traceback" not in refused.err
        assert "Missing" not in refused.err, "a Dutch screen says in Dutch what is missing"


@pytest.mark.parametrize("command", ["reserve", "ledger"])
def test_what_asks_for_the_round_by_itself_asks_in_dutch_too(
    verdeel: Verdeel, command: str
) -> None:
    refused = verdeel(command)
    assert (refused.code, refused.err.splitlines()[-1]) == (
        2, "verdeel: Deze optie ontbreekt: '--round'.",
    )  # fmt: skip
