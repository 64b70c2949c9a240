"""Whose second name a command asks for is said by its help, before anybody is refused."""

from collections.abc import Iterator

import click
import pytest

from verdeelsleutel.io.cli import program

from .conftest import Verdeel

# What approvers of the office file alone decide, and what any second officer may confirm.
BY_APPROVERS = {
    "approve", "change decide", "objection cover", "objection decide", "reclaim arrange",
    "reclaim correct", "reclaim decide", "reclaim interest", "reclaim repaid", "reclaim undo",
    "reserve award", "revoke", "round supplement", "settle",
}  # fmt: skip
BY_ANYBODY = {
    "complete accept", "complete close", "judge", "pay correct", "publish weigh", "round amend",
    "round marginal", "withdraw",
}  # fmt: skip


def with_second_name(group: click.Group, above: tuple[str, ...] = ()) -> Iterator[str]:
    for name, one in group.commands.items():
        if isinstance(one, click.Group):
            yield from with_second_name(one, (*above, name))
        elif any(option in ("--confirm", "--approve") for p in one.params for option in p.opts):
            yield " ".join((*above, name))


def test_every_command_with_a_second_name_is_known_to_be_of_one_kind() -> None:
    alone = {"approve", "objection cover", "objection decide"}  # the command is the second name
    assert set(with_second_name(program.verdeel)) == BY_APPROVERS - alone | BY_ANYBODY


@pytest.mark.parametrize("command", sorted(BY_APPROVERS))
def test_the_help_says_that_the_name_has_to_be_of_an_approver(
    command: str, verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    dutch = " ".join(verdeel(*command.split(), "--help").out.split())
    assert "vaststeller" in dutch
    assert "door een ander " not in dutch
    monkeypatch.setenv("VERDEEL_LANG", "en")
    assert "an approver" in " ".join(verdeel(*command.split(), "--help").out.split())
