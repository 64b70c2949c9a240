"""The commands about the homes after the award: asked for, taken in, and looked at.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..invocation import Invocation
from ..options import DAY, common, day, out_folder

_ROUND = click.argument("round_id", metavar="ROUND")
_PLACE = click.option("--municipality", metavar="CODE", help="Only this municipality, by its code.")
_UNTIL = click.option(
    "--until", type=DAY,
    metavar="YYYY-MM-DD", help="The last day to report.",
)  # fmt: skip


@click.group("monitor")
def monitor_group() -> None:
    """Follow the homes after the award: permits, starts and completions, and what threatens."""


@monitor_group.command("template")
@_ROUND
@out_folder()
@day("The day that the municipalities are those of; one that went into another has its name.")
@_PLACE
@common
def monitor_template(call: Invocation, **own: Any) -> int:
    """Write the workbook of each municipality, with its projects filled in."""
    from ..commands.monitoring import papers

    return papers.template(call, **own)


@monitor_group.command("ask")
@_ROUND
@day("The day of the letters.")
@_UNTIL
@out_folder()
@_PLACE
@common
def monitor_ask(call: Invocation, **own: Any) -> int:
    """Ask municipalities to report by a day: letters and workbooks."""
    from ..commands.monitoring import papers

    return papers.ask(call, **own, remind=False)


@monitor_group.command("remind")
@_ROUND
@day("The day of the letters.")
@_UNTIL
@out_folder()
@_PLACE
@common
def monitor_remind(call: Invocation, **own: Any) -> int:
    """Remind the municipalities whose report is missing: letters and workbooks."""
    from ..commands.monitoring import papers

    return papers.ask(call, **own, remind=True)


@monitor_group.command("load")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--round", "round_id", metavar="ROUND", help="The round; else the one they name.")
@day("The day on which the reports came in.")
@click.option(
    "--annotate", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Hand the findings back in copies of the workbooks.",
)  # fmt: skip
@common
def monitor_load(call: Invocation, **own: Any) -> int:
    """Take in what municipalities report; a report with an error is kept and does not count."""
    from ..commands.monitoring import loading

    return loading.load(call, **own)


@monitor_group.command("list")
@_ROUND
@day("The day that it is told for.")
@_PLACE
@click.option("--missing", is_flag=True, help="Only whose report is missing.")
@common
def monitor_list(call: Invocation, **own: Any) -> int:
    """List every award: who reported, and how far its homes are."""
    from ..commands.monitoring import standing

    return standing.list_all(call, **own)


@monitor_group.command("status")
@_ROUND
@day("The day that it is told for.")
@common
def monitor_status(call: Invocation, **own: Any) -> int:
    """Tell who is late, the homes in all, what threatens, and homes that stand in two reports."""
    from ..commands.monitoring import standing

    return standing.status(call, **own)


COMMANDS = (monitor_group,)
