"""The commands by which an application is completed: asked, answered, closed, linked to a number.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..invocation import Invocation
from ..options import (
    DAY,
    common,
    day,
    of_application,
    of_round,
    out_folder,
    second_name,
    why,
    word,
)


def _last_day(what: str) -> Any:
    return click.option(
        "--until", type=DAY,
        metavar="YYYY-MM-DD", help=what,
    )  # fmt: skip


@click.group("complete")
def complete_group() -> None:
    """Have an application completed, or decide not to treat it."""


@complete_group.command("request")
@click.argument("applications", nargs=-1, required=True, metavar="APPLICATION...")
@of_round
@out_folder()
@day("The date of the request.")
@_last_day("The last day of the term; default as the policy says, on a working day.")
@click.option(
    "--municipality", metavar="CODE", help="Whom to ask, where the row does not say so.",
)  # fmt: skip
@word
@common
def request(call: Invocation, out: Path, **own: Any) -> int:
    """Ask for what is missing: a letter, and a workbook of that application alone."""
    from ..commands.completing import asking

    return asking.request(call, out, **own)


@complete_group.command("extend")
@of_application
@of_round
@out_folder()
@day("The date of the notice.")
@_last_day("The new day by which will be decided.")
@why
@word
@common
def extend(call: Invocation, out: Path, **own: Any) -> int:
    """Tell an applicant that the decision comes later (Awb 4:14); the term of the law runs on."""
    from ..commands.completing import asking

    return asking.extend(call, out, **own)


@complete_group.command("close")
@of_application
@of_round
@out_folder()
@day("The date of the decision.")
@why
@second_name
@word
@common
def close(call: Invocation, out: Path, **own: Any) -> int:
    """Decide not to treat what was not completed in time (Awb 4:5).

    One officer records it, another confirms it; the letter comes with the confirmation.
    """
    from ..commands.completing import deciding

    return deciding.close(call, out, **own)


@complete_group.command("accept")
@of_application
@of_round
@day("The date on which it is accepted.")
@why
@second_name
@common
def accept(call: Invocation, **own: Any) -> int:
    """Accept what differs in a completion; it counts when a second officer confirms it."""
    from ..commands.completing import deciding

    return deciding.accept(call, **own)


@complete_group.command("refuse")
@of_application
@of_round
@day("The date on which it is refused.")
@why
@common
def refuse(call: Invocation, **own: Any) -> int:
    """Refuse what differs in a completion: what was asked counts, the rest stays as it was."""
    from ..commands.completing import deciding

    return deciding.refuse(call, **own)


@complete_group.command("link")
@click.argument("application_id", metavar="ROW")
@of_round
@click.option("--number", required=True, metavar="APPLICATION", help="The number it belongs to.")
@day("The date on which it is linked.")
@why
@common
def link(call: Invocation, **own: Any) -> int:
    """Give ROW, one without a usable number (ONBEKEND-...), the application number of it."""
    from ..commands.completing import deciding

    return deciding.link(call, **own)


@complete_group.command("acknowledge")
@click.argument("applications", nargs=-1, metavar="[APPLICATION]...")
@of_round
@out_folder()
@day("The date of the letters.")
@word
@common
def acknowledge(call: Invocation, out: Path, **own: Any) -> int:
    """Acknowledge receipt (Awb 4:3a) of these applications, or of all: letters with a list."""
    from ..commands.completing import asking

    return asking.acknowledge(call, out, **own)


COMMANDS = (complete_group,)
