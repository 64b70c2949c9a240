"""The commands that come before a round: making its files, and looking at a policy.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..choices import OneOf
from ..options import DAY, as_json, day

_office = click.option(
    "--office", type=click.Path(path_type=Path), metavar="FILE",
    help="The office file; default office.toml beside the policy.",
)  # fmt: skip


def _on(name: str, help_text: str) -> Any:
    return click.option(
        f"--{name}", name, type=DAY, metavar="YYYY-MM-DD",
        help=help_text,
    )  # fmt: skip


def _many(name: str, metavar: str, help_text: str) -> Any:
    return click.option(f"--{name}", f"{name}s", multiple=True, metavar=metavar, help=help_text)


@click.command("new")
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option("--title", metavar="TEXT", help="What the round is called.")
@click.option(
    "--kind", type=OneOf(example="voorbeeld", real="echt", what_if="wat als", planning="planning"),
    help="What it may lead to; example where nothing is said.",
)  # fmt: skip
@_many("scheme", "NAME[=FUND]", "A scheme that takes part, with its fund where there are several.")
@_many("fund", "KEY=AMOUNT", 'A fund with its total, such as "vro=€ 160 mln".')
@_many("ceiling", "NAME=AMOUNT", 'The ceiling of a scheme, such as "woningbouwimpuls=€ 160 mln".')
@_on("opens", "The first day of the window.")
@_on("closes", "The last day of the window.")
@_on("decision", "The day that the decision is planned for.")
@_many("officer", "LOGIN=NAME", "Who loads, screens, divides and writes.")
@_many("approver", "LOGIN=NAME", "Who approves; somebody who does nothing else in the round.")
@_many("auditor", "LOGIN=NAME", "Who reads everything and changes nothing.")
@_many("administrator", "LOGIN=NAME", "Who looks after the database.")
@click.option("--minister", metavar="TEXT", help='The competent minister, "de minister van ...".')
@click.option("--mandate", metavar="TEXT", help="The mandate under which letters are signed.")
@click.option("--signatory", metavar="NAME=FUNCTION", help="Who signs, in what function.")
@_office
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Where the files go; default a folder with the name of the round.",
)  # fmt: skip
@as_json
def round_new(**own: Any) -> int:
    """Write the policy and the office file of a new round, commented, ready to open.

    Asks for what no option says. Nothing is opened, and an existing file is never overwritten. With
    --office that file is used, and no other one written.
    """
    from ..commands.starting import new_round

    return new_round.new(new_round.Asked(**own))


@click.group("policy")
def policy_group() -> None:
    """Look at a policy file before a round is opened with it."""


@policy_group.command("check")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@_office
@day("The day to hold the dates against; without one, none is told to have passed.")
@as_json
def policy_check(**own: Any) -> int:
    """Show everything that is wrong with FILE and its office file; exit code 1 where anything is.

    Each fault has its line, the key that was probably meant, and what to do. It is all that
    `round open` would refuse, and what `round check` would say of the round.
    """
    from ..commands.starting import policy

    return policy.check(**own)


@policy_group.command("show")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True,
    help="Language of the sentences.",
)  # fmt: skip
@as_json
def policy_show(**own: Any) -> int:
    """Say in plain sentences what the policy in FILE decides; nothing of it is left out."""
    from ..commands.starting import policy

    return policy.show_policy(**own)


COMMANDS = (policy_group,)
