"""The commands about awards once their decisions went out: paid, given from the reserve, changed.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from .invocation import Invocation
from .options import common, day, of_round

_REASON = click.option("--reason", metavar="TEXT", help="Why, in a sentence.")
_CONFIRM = click.option(
    "--confirm", is_flag=True, help="Put the second name under what another recorded."
)


@click.group("pay")
def pay_group() -> None:
    """Pay what was granted: one officer orders, another confirms that it was carried out."""


@pay_group.command("order")
@click.argument("applications", nargs=-1, metavar="[APPLICATION]...")
@of_round
@day("The date of the order; what is due in its year is ordered.")
@click.option(
    "--set-off", "set_off", metavar="AMOUNT",
    help="What is settled with the payment, only where a statute has that.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Write the open orders here for the financial system, a CSV for each ministry.",
)  # fmt: skip
@common
def pay_order(call: Invocation, **own: Any) -> int:
    """Order the payments of these awards, or of all, that are due this year."""
    from .commands.after import payments

    return payments.order(call, **own)


@pay_group.command("confirm")
@click.argument("application_id", metavar="[APPLICATION]", required=False)
@of_round
@day("The day on which was paid.")
@click.option("--amount", metavar="AMOUNT", help="What was paid.")
@click.option("--reference", metavar="TEXT", default="", help="That of the financial system.")
@click.option(
    "--file", "answers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Take in the CSV as the financial system gave it back: all of it, or nothing.",
)  # fmt: skip
@common
def pay_confirm(call: Invocation, **own: Any) -> int:
    """Confirm what was paid, of one award or by the file of the financial system."""
    from .commands.after import payments

    return payments.confirm(call, **own)


@pay_group.command("correct")
@click.argument("application_id", metavar="APPLICATION")
@of_round
@day("The day on which the order lapsed or the money came back, or that of the confirmation.")
@_REASON
@click.option("--cancelled", is_flag=True, help="The order was not carried out, and lapses.")
@click.option("--returned", is_flag=True, help="What was paid came back.")
@_CONFIRM
@common
def pay_correct(call: Invocation, **own: Any) -> int:
    """Correct a payment; it counts when a second officer confirms it, and can be ordered again."""
    from .commands.after import payments

    return payments.correct(call, **own)


@pay_group.command("list")
@of_round
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Also write it here, a CSV for each ministry.",
)  # fmt: skip
@common
def pay_list(call: Invocation, **own: Any) -> int:
    """List all payments by ministry, to the cent as the ledger has them."""
    from .commands.after import payments

    return payments.list_all(call, **own)


AFTER = (pay_group,)
