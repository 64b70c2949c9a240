"""The commands about awards once their decisions went out: paid, given from the reserve, changed.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..choices import OneOf
from ..invocation import Invocation
from ..options import (
    Whole,
    approval,
    common,
    day,
    of_application,
    of_round,
    on_a_day,
    reference,
    second_name,
    view,
    why,
    why_in_letter,
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
    from ..commands.after import payments

    return payments.order(call, **own)


@pay_group.command("confirm")
@click.argument("application_id", metavar="[APPLICATION]", required=False)
@of_round
@day("The day on which was paid.")
@click.option("--amount", metavar="AMOUNT", help="What was paid.")
@reference
@click.option(
    "--file", "answers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Take in the CSV as the financial system gave it back: all of it, or nothing.",
)  # fmt: skip
@common
def pay_confirm(call: Invocation, **own: Any) -> int:
    """Confirm what was paid, of one award or by the file of the financial system."""
    from ..commands.after import payments

    return payments.confirm(call, **own)


@pay_group.command("correct")
@of_application
@of_round
@day("The day on which the order lapsed or the money came back, or that of the confirmation.")
@why
@click.option("--cancelled", is_flag=True, help="The order was not carried out, and lapses.")
@click.option("--returned", is_flag=True, help="What was paid came back.")
@second_name
@common
def pay_correct(call: Invocation, **own: Any) -> int:
    """Correct a payment; it counts when a second officer confirms it, and can be ordered again."""
    from ..commands.after import payments

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
    from ..commands.after import payments

    return payments.list_all(call, **own)


_LETTER = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Where the letter goes; --confirm and --intend need it.",
)  # fmt: skip


@click.group("change")
def change_group() -> None:
    """Change an award upon the request of its municipality, never to a higher amount."""


@change_group.command("request")
@of_application
@of_round
@day("The day on which the request came in; the term to decide runs from it.")
@click.option("--reason", metavar="TEXT", help="What the municipality asks, in a sentence.")
@click.option("--amount", metavar="AMOUNT", help="The whole grant as it would become.")
@click.option("--year", type=Whole(2020, 2060), metavar="YEAR", help="The year to pay in.")
@click.option(
    "--part", type=Whole(1), metavar="NUMBER", default=1, show_default=True,
    help="Which part of the award moves to that year.",
)  # fmt: skip
@on_a_day("--last-start", "last_start", "The new last day on which the last home starts.")
@on_a_day("--measures-ready", "measures_ready", "The new last day on which the measures are ready.")
@click.option(
    "--measure", metavar="TYPE",
    help="The type of the measure in the place of the old one: openbare_ruimte, hinder, "
    "klimaat_en_groen.",
)  # fmt: skip
@click.option("--area", metavar="NAME", help="The area that this measure serves.")
@on_a_day("--starts", "starts", "The day on which the works of the old measure start.")
@click.option("--shortfall", metavar="AMOUNT", help="The foreseen remaining shortfall.")
@click.option(
    "--with", "holds", metavar="a,b,...",
    help="What came with it, by the letters of article 8, eighth paragraph.",
)  # fmt: skip
@common
def change_request(call: Invocation, **own: Any) -> int:
    """Record what a municipality asks to change; given again it completes the request."""
    from ..commands.after import changes

    return changes.request(call, **own)


@change_group.command("decide")
@of_application
@of_round
@day("The date of the proposal or of the decision.")
@click.option("--reason", metavar="TEXT", help="Why it is decided so; it stands in the letter.")
@click.option("--special", metavar="TEXT", help="The special circumstances of new dates.")
@click.option("--refuse", is_flag=True, help="Refuse what was asked.")
@approval
@_LETTER
@common
def change_decide(call: Invocation, **own: Any) -> int:
    """Propose to grant or refuse what was asked; with --confirm an approver takes the decision."""
    from ..commands.after import changes

    return changes.decide(call, **own)


@click.command()
@of_application
@of_round
@day("The date of the proposal or of the decision.")
@why_in_letter
@click.option(
    "--ground",
    type=OneOf(
        not_performed="niet uitgevoerd", obligations="verplichtingen",
        wrong_data="onjuiste gegevens", knew="wist het", circumstances="omstandigheden",
    ),
    help="The ground, after Awb 4:48 and 4:50.",
)  # fmt: skip
@click.option(
    "--amount", metavar="AMOUNT", help="What is left of the grant, where a part is revoked."
)
@click.option(
    "--intend", is_flag=True,
    help="Write the letter that tells the municipality of the intention, before anything is "
    "decided (Awb 4:8).",
)  # fmt: skip
@on_a_day("--until", "until", "The last day for its view; two weeks, unless told otherwise.")
@on_a_day("--heard", "heard", "The day on which the municipality gave its view (Awb 4:8).")
@view
@click.option("--silent", is_flag=True, help="No view came in the term of the intention.")
@click.option(
    "--not-heard", "not_heard",
    type=OneOf(
        own_data="eigen gegevens", urgent="spoed", heard_before="eerder gehoord",
        purpose="doel", on_request="op verzoek", financial="financieel",
    ),
    help="Why it need not be heard (Awb 4:8, 4:11).",
)  # fmt: skip
@click.option("--interest", metavar="TEXT", help="What the municipality loses by it (Awb 3:4).")
@click.option("--weighed", metavar="TEXT", help="Why that weighs less; both stand in the letter.")
@on_a_day(
    "--effect", "effect", "The day from which it has effect, of changed circumstances (Awb 4:50)."
)
@click.option("--notice", metavar="TEXT", help="Why that day leaves a reasonable term (Awb 4:50).")
@approval
@_LETTER
@common
def revoke(call: Invocation, **own: Any) -> int:
    """Revoke an award or a part: --intend first, then the proposal; an approver confirms it."""
    from ..commands.after import revoking

    return revoking.revoke(call, **own)


@click.group("publish")
def publish_group() -> None:
    """Weigh what is published of applications and letters (Woo article 5.1)."""


@publish_group.command("weigh")
@click.argument("application_id", metavar="[APPLICATION]", required=False)
@of_round
@click.option(
    "--what", "subject", metavar="NAME",
    help="A field, such as \"Publiek tekort\", or the file of a letter, such as WBI-1.pdf.",
)  # fmt: skip
@click.option(
    "--outcome", type=OneOf(published="openbaar", partly="deels", withheld="niet openbaar"),
    help="What becomes of it; partly is for a letter with passages blacked out.",
)  # fmt: skip
@click.option("--ground", metavar="GROUND", help="Of Woo article 5.1, such as 5.1.2f.")
@why
@second_name
@click.option(
    "--template", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write a workbook of the fields and letters, one row each, to be weighed in it.",
)  # fmt: skip
@click.option(
    "--file", "answers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Record, or with --confirm confirm, the rows of such a workbook or CSV: all, or none.",
)  # fmt: skip
@day("The date of the weighing or the confirmation; needed, but for --template.")
@common
def publish_weigh(call: Invocation, **own: Any) -> int:
    """Weigh what is published of APPLICATION; it counts when another officer confirms it.

    A scheme says which fields may be a business secret or a position in negotiations, and those
    are withheld. What is weighed comes before that. `report` then writes the open data anew.
    """
    from ..commands.after import publishing

    return publishing.weigh(call, **own)


@publish_group.command("list")
@of_round
@click.option("--waiting", is_flag=True, help="Only what waits for a second name.")
@common
def publish_list(call: Invocation, round_id: str, waiting: bool) -> int:
    """Show what was weighed: outcome, ground, day and names."""
    from ..commands.after import publishing

    return publishing.list_(call, round_id, waiting=waiting)


COMMANDS = (pay_group, change_group, revoke, publish_group)
