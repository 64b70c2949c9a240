"""The commands that ask about a round or the law, and change nothing.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..invocation import Invocation
from ..options import (
    DAY,
    Command,
    Whole,
    approval,
    common,
    day,
    of_round,
    scheduler,
)


@click.command()
@of_round
@click.option(
    "--policy", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="The other policy.",
)  # fmt: skip
@common
def compare(call: Invocation, **own: Any) -> int:
    """Set an allocated round beside the same applications under another policy."""
    from ..commands import analysis

    return analysis.compare(call, **own)


_fund = click.option("--fund", metavar="FUND", help="The fund; default the first of the policy.")


@click.command()
@of_round
@_fund
@click.option(
    "--points", type=Whole(2, 201), metavar="NUMBER", default=21, show_default=True,
    help="How many budgets, from half to one and a half times the fund.",
)  # fmt: skip
@click.option("--rules", is_flag=True, help="Instead: what each rule of the policy costs in homes.")
@scheduler
@common
def frontier(call: Invocation, **own: Any) -> int:
    """Show how many homes more or less money would support."""
    from ..commands import analysis

    return analysis.frontier(call, **own)


@click.group("reserve", invoke_without_command=True)
@click.option("--round", "round_id", metavar="ROUND", help="The round.")
@_fund
@click.option(
    "--amount", "amounts", multiple=True, metavar="AMOUNT",
    help='An amount that may come free, such as "€ 5 mln"; can be repeated.',
)  # fmt: skip
@scheduler
@common
@click.pass_context
def reserve(context: click.Context, call: Invocation, **own: Any) -> int:
    """List who is next for every amount that may come free; or award what did."""
    if context.invoked_subcommand is not None:
        return 0
    if own["round_id"] is None:
        asked = next(one for one in context.command.params if one.name == "round_id")
        raise click.MissingParameter(ctx=context, param=asked)
    from ..commands import analysis

    return analysis.reserve(call, **own)


@reserve.command("award")
@click.argument("application_id", metavar="[APPLICATION]", required=False)
@of_round
@day("The date of the proposal or of the decision.")
@click.option("--instrument", metavar="NAME", help="The scheme, where nobody is named.")
@click.option("--reason", metavar="TEXT", help="What came free, and why it goes to who is next.")
@approval
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Where the letter goes; --confirm needs it.",
)  # fmt: skip
@common
def reserve_award(call: Invocation, **own: Any) -> int:
    """Give what came free to whoever is next, where the policy cites what allows it."""
    from ..commands.after import reserve

    return reserve.award(call, **own)


@click.group("query")
def query_group() -> None:
    """Answer common questions straight from the database."""


_csv = click.option("--csv", "as_table", is_flag=True, help="Print the rows as CSV.")


@query_group.command("province")
@click.argument("value", metavar="NAME")
@of_round
@_csv
@common
def query_province(call: Invocation, **own: Any) -> int:
    """What did the province NAME get, by scheme?"""
    from ..commands import queries

    return queries.query(call, question="province", **own)


@query_group.command("municipality")
@click.argument("value", metavar="NAME")
@of_round
@_csv
@common
def query_municipality(call: Invocation, **own: Any) -> int:
    """What did the municipality NAME (or code) get, by scheme?"""
    from ..commands import queries

    return queries.query(call, question="municipality", **own)


@query_group.command("social-homes")
@click.option("--below", "value", metavar="AMOUNT", required=True, help="An amount a home.")
@of_round
@_csv
@common
def query_social_homes(call: Invocation, **own: Any) -> int:
    """How many social homes cost less than AMOUNT an affordable home?"""
    from ..commands import queries

    return queries.query(call, question="social-homes", **own)


@query_group.command("breakthrough")
@of_round
@_csv
@common
def query_breakthrough(call: Invocation, **own: Any) -> int:
    """Which breakthrough locations got nothing, and why?"""
    from ..commands import queries

    return queries.query(call, question="breakthrough", value="", **own)


@click.group("rules", invoke_without_command=True)
@click.option("--instrument", metavar="NAME", help="Only this instrument, by name or prefix.")
@day("Only what is in force on this day.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a table in Markdown.")
@common
@click.pass_context
def rules_group(context: click.Context, call: Invocation, **own: Any) -> int:
    """List the rules and numbers of the law, each with its article, source and dates."""
    if context.invoked_subcommand is not None:
        return 0
    from ..commands import law

    return law.rules(call, **own)


def _law_day(option: str, name: str, what: str) -> Callable[[Command], Command]:
    return click.option(
        option, name, type=DAY,
        metavar="YYYY-MM-DD", required=True, help=what,
    )  # fmt: skip


@rules_group.command("diff")
@of_round
@_law_day("--from", "first", "The day of the law to compare.")
@_law_day("--to", "second", "The day of the law to compare it with.")
@common
def rules_diff(call: Invocation, **own: Any) -> int:
    """Compare the law of two days on a loaded batch: who flips, homes and euros."""
    from ..commands import law

    return law.rules_diff(call, **own)


@click.group("audit")
def audit_group() -> None:
    """Check the audit trail, or print its head to keep elsewhere."""


@audit_group.command("verify")
@click.option(
    "--anchor", metavar="HASH|FILE",
    help="An earlier head, a bundle, or a letters.csv, which must still agree.",
)  # fmt: skip
@click.option(
    "--letters", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Also make every letter anew, and name each in this folder that is not the same.",
)  # fmt: skip
@common
def audit_verify(call: Invocation, **own: Any) -> int:
    """Find any event or row that was changed, taken away, added or re-ordered."""
    from ..commands.keeping import audit

    return audit.verify(call, **own)


@audit_group.command("anchor")
@common
def audit_anchor(call: Invocation) -> int:
    """Print the head of the chain, for paper or a time-stamping service."""
    from ..commands.keeping import audit

    return audit.anchor(call)


@click.command("calendar")
@click.option("--round", "round_id", metavar="ROUND", help="Only this round; default all.")
@click.option(
    "--scheme", "schemes", multiple=True, metavar="NAME",
    help="Only this scheme, by name or prefix; can be given more than once.",
)  # fmt: skip
@click.option(
    "--within", type=Whole(0), metavar="DAYS", help="Only what ends in so many days.",
)  # fmt: skip
@day("The day to hold the terms against; default today.")
@common
def calendar(call: Invocation, **own: Any) -> int:
    """Show every term of every round: what presses, by which article, who acts, what it costs.

    What was done in time is not told any more; what is late comes first. Exit code 1 where
    anything is late.
    """
    from ..commands.over_rounds import calendar as command

    return command.calendar(call, **own)


COMMANDS = (calendar, compare, frontier, reserve, query_group, rules_group, audit_group)
