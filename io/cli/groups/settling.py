"""The commands about how awards end: accounted for, fixed, claimed back and repaid.

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
    view,
    why_in_letter,
)

_WEIGHED = click.option(
    "--reason", metavar="TEXT",
    help="Why, and how the interest of the municipality was weighed (Awb 3:4); it stands in the "
    "letter.",
)  # fmt: skip
_LETTER = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Where the letter goes.",
)  # fmt: skip
_DESPITE = click.option(
    "--despite-objection", "despite", metavar="TEXT",
    help="Why it cannot wait for the decision on an objection that runs.",
)  # fmt: skip
_BASIS = click.option(
    "--basis", metavar="TEXT", help="What it rests on where the regulation has lapsed."
)
_OTHER_HOMES = click.option(
    "--other-homes", "other_homes", metavar="TEXT",
    help="Why these are other homes than those that a later statement settles.",
)  # fmt: skip
_CARRIED = click.option(
    "--carried", is_flag=True,
    help="Claim apart what a later statement could not settle and carried on.",
)  # fmt: skip
_NOT_HEARD = click.option(
    "--not-heard", "not_heard",
    type=OneOf(
        own_data="eigen gegevens", urgent="spoed", heard_before="eerder gehoord",
        purpose="doel", on_request="op verzoek",
    ),
    help="Why it need not be heard (Awb 4:8, 4:11).",
)  # fmt: skip


_UPON = click.option(
    "--upon", "upon", metavar="OBJECTION",
    help="The objection in whose decision this takes the place of what it is against (Awb 7:11).",
)  # fmt: skip


@click.group("account")
def account_group() -> None:
    """Take in what municipalities account for, and show it."""


@account_group.command("load")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE")
@of_round
@day("The day on which the accounts were received; terms run from it.")
@common
def account_load(call: Invocation, **own: Any) -> int:
    """Take in a CSV of accounts: all of it, or nothing; the same year again is a new version."""
    from ..commands.settling import accounts

    return accounts.load(call, **own)


@account_group.command("list")
@of_round
@common
def account_list(call: Invocation, **own: Any) -> int:
    """List the accounts of a round, and what was fixed, claimed and repaid by them."""
    from ..commands.settling import accounts

    return accounts.list_all(call, **own)


@click.command()
@of_application
@of_round
@day("The date of the proposal or of the decision.")
@_WEIGHED
@click.option(
    "--final", metavar="AMOUNT", help="The final amount, where the account gives another."
)
@click.option("--obligations", is_flag=True, help="It is lower because obligations were not met.")
@click.option("--early", metavar="TEXT", help="Which measure is fixed before the last account.")
@click.option(
    "--unmet",
    metavar="OBLIGATION",
    help="The obligation that was not met, with --early or --obligations.",
)
@click.option(
    "--foreseen", metavar="AMOUNT", help="The foreseen shortfall, where none is recorded."
)
@on_a_day("--heard", "heard", "The day on which the municipality gave its view (Awb 4:8).")
@view
@_NOT_HEARD
@_DESPITE
@_BASIS
@_UPON
@approval
@_LETTER
@common
def settle(call: Invocation, **own: Any) -> int:
    """Fix an award by its last account; with --confirm an approver takes the decision."""
    from ..commands.settling import fixing

    return fixing.settle(call, **own)


@click.group("reclaim")
def reclaim_group() -> None:
    """Claim back what was paid too much: announced, heard, decided by two, and repaid."""


@reclaim_group.command("recalculate")
@of_application
@of_round
@click.option("--costs", metavar="AMOUNT", help="What was spent in its year, VAT included.")
@click.option("--vat", metavar="AMOUNT", help="The compensable VAT in that.")
@click.option(
    "--time-limit", type=Whole(1), metavar="SECONDS", help="For dividing the money again.",
)  # fmt: skip
@common
def reclaim_recalculate(call: Invocation, **own: Any) -> int:
    """Tell what a supplement would have been by what was spent after all; nothing changes."""
    from ..commands.settling import recalculating

    return recalculating.recalculate(call, **own)


@reclaim_group.command("intend")
@of_application
@of_round
@day("The date of the letter.")
@why_in_letter
@click.option("--amount", metavar="AMOUNT", help="What is claimed, where it is not all of it.")
@on_a_day("--until", "until", "The last day to give a view; two weeks where it is not named.")
@_OTHER_HOMES
@_CARRIED
@_LETTER
@common
def reclaim_intend(call: Invocation, **own: Any) -> int:
    """Announce a claim and ask for a view; where the law has a term for the notice, this is it."""
    from ..commands.settling import claims

    return claims.intend(call, **own)


@reclaim_group.command("view")
@of_application
@of_round
@day("The day on which the view came in.")
@click.option("--said", metavar="TEXT", help="What the municipality said, in a few sentences.")
@common
def reclaim_view(call: Invocation, **own: Any) -> int:
    """Record what the municipality said about the intention."""
    from ..commands.settling import claims

    return claims.view(call, **own)


@reclaim_group.command("decide")
@of_application
@of_round
@day("The date of the proposal or of the decision.")
@_WEIGHED
@click.option(
    "--amount",
    metavar="AMOUNT",
    help="What is claimed, where it is less than announced or, with --upon, than it was.",
)
@on_a_day("--until", "until", "A later last day to pay than six weeks.")
@click.option("--view", metavar="TEXT", help="How what the municipality said was weighed.")
@_NOT_HEARD
@_DESPITE
@_BASIS
@_OTHER_HOMES
@_CARRIED
@_UPON
@approval
@_LETTER
@common
def reclaim_decide(call: Invocation, **own: Any) -> int:
    """Propose to claim back; with --confirm an approver takes the decision."""
    from ..commands.settling import claims

    return claims.decide(call, **own)


@reclaim_group.command("arrange")
@of_application
@of_round
@day("The date of the proposal or of the decision.")
@why_in_letter
@click.option(
    "--part", "parts", multiple=True, metavar="YYYY-MM-DD=AMOUNT",
    help="A part with its last day; once for each.",
)  # fmt: skip
@approval
@_LETTER
@common
def reclaim_arrange(call: Invocation, **own: Any) -> int:
    """Propose payment in parts; with --confirm an approver takes the decision."""
    from ..commands.settling import claims

    return claims.arrange(call, **own)


@reclaim_group.command("remind")
@of_application
@of_round
@day("The date of the reminder.")
@_LETTER
@common
def reclaim_remind(call: Invocation, **own: Any) -> int:
    """Remind a municipality that did not pay in its term."""
    from ..commands.settling import claims

    return claims.remind(call, **own)


@reclaim_group.command("repaid")
@of_application
@of_round
@day("The day on which it was received, or that of the confirmation.")
@click.option("--amount", metavar="AMOUNT", help="What came back.")
@reference
@click.option("--fund", is_flag=True, help="It is the part of the BTW-compensatiefonds.")
@click.option("--interest", is_flag=True, help="It is statutory interest, beside what was claimed.")
@approval
@common
def reclaim_repaid(call: Invocation, **own: Any) -> int:
    """Record what was repaid, or interest that came in; booked when an approver confirms it."""
    from ..commands.settling import receipts

    return receipts.repaid(call, **own)


@reclaim_group.command("undo")
@of_application
@of_round
@day("The day on which it turned out, or that of the confirmation.")
@click.option("--reference", metavar="TEXT", help="That of the repayment that was recorded.")
@why_in_letter
@approval
@common
def reclaim_undo(call: Invocation, **own: Any) -> int:
    """Undo a repayment that was recorded and did not come; it is open again once an approver
    confirms that."""
    from ..commands.settling import receipts

    return receipts.undo(call, **own)


@reclaim_group.command("interest")
@of_application
@of_round
@day("The date of the proposal or of the decision.")
@why_in_letter
@click.option(
    "--rate", "rates", multiple=True, metavar="YYYY-MM-DD=PERCENT",
    help="A rate that the program does not know, from a day on; once for each.",
)  # fmt: skip
@click.option("--source", metavar="TEXT", help="Where those rates stand; it stands in the letter.")
@click.option(
    "--amount",
    metavar="AMOUNT",
    help="Less than follows from the days, upon a founded objection to the interest.",
)
@_UPON
@approval
@_LETTER
@common
def reclaim_interest(call: Invocation, **own: Any) -> int:
    """Fix the interest on what was repaid too late (Awb 4:99); an approver confirms it."""
    from ..commands.settling import beside

    return beside.interest(call, **own)


@reclaim_group.command("correct")
@of_application
@of_round
@day("The date of the proposal or of the confirmation.")
@why_in_letter
@click.option("--statement", metavar="APPLICATION", help="The later statement that settles it.")
@_OTHER_HOMES
@_BASIS
@approval
@common
def reclaim_correct(call: Invocation, **own: Any) -> int:
    """Keep that a later statement settles fewer homes (RS 2.4(5)); an approver confirms it."""
    from ..commands.settling import beside

    return beside.correct(call, **own)


COMMANDS = (account_group, settle, reclaim_group)
"""The commands about how awards end."""
