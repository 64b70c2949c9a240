"""The commands about a round as a whole: opened, looked at, closed, amended, archived; its ledger.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from gettext import gettext
from pathlib import Path
from typing import Any

import click

from ..choices import OneOf
from ..invocation import Invocation
from ..options import DAY, common, confirmed, day, of_application, of_round, time_limit, why
from .starting import round_new

OUT_OR_YEARS = "--out writes the ledger of one round. Leave out --years or --out."
CSV_NEEDS_YEARS = "--csv prints the table by year as CSV. Give --years with it."


class _NamedToo(click.Command):
    """A command about a round that takes its name as an argument, or with ``--round``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        found = [at for at, one in enumerate(args) if one == _ROUND or one.startswith(f"{_ROUND}=")]
        if len(found) == 1:
            at = found[0]
            named = args[at].partition("=")[2:] if "=" in args[at] else args[at + 1 : at + 2]
            rest = args[:at] + args[at + 1 + (0 if "=" in args[at] else 1) :]
            args = [*rest, *named]
        return super().parse_args(ctx, args)


class _RoundGroup(click.Group):
    """Everywhere else a round is named with ``--round``, so here that is understood too."""

    command_class = _NamedToo


_ROUND = "--round"


@click.group("round", cls=_RoundGroup)
def round_group() -> None:
    """Open a round, see where it stands, amend or archive it."""


round_group.add_command(round_new)


@round_group.command("open")
@click.argument("round_id", metavar="ROUND")
@click.option(
    "--policy", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="The policy; it is sealed.",
)  # fmt: skip
@common
def round_open(call: Invocation, **own: Any) -> int:
    """Open ROUND and seal its policy."""
    from ..commands import rounds

    return rounds.round_open(call, **own)


@round_group.command("status")
@click.argument("round_id", metavar="[ROUND]", required=False)
@day("The day to hold the dates against; default the latest date recorded in the round.")
@common
def round_status(call: Invocation, **own: Any) -> int:
    """Show where ROUND stands, what comes next and who may do it, and its dates.

    Where there is one round only, that one is meant; so it is with `applications` and `check`.
    """
    from ..commands import rounds

    return rounds.status(call, **own)


@round_group.command("applications")
@click.argument("round_id", metavar="[ROUND]", required=False)
@click.option(
    "--state",
    type=OneOf(
        received="ontvangen", incomplete="onvolledig", completing="aanvulling gevraagd",
        complete="volledig", withdrawn="ingetrokken", not_treated="niet in behandeling genomen",
    ),
    help="Only the applications in this state.",
)  # fmt: skip
@click.option("--instrument", metavar="NAME", help="Only those of this scheme.")
@click.option("--waiting", is_flag=True, help="Only those for which somebody has to act.")
@day("The day on which decisions are told as final; without one, none is.")
@common
def round_applications(call: Invocation, **own: Any) -> int:
    """List the applications of ROUND: state, what is open, the term, and who has to act."""
    from ..commands import rounds

    return rounds.applications(call, **own)


@round_group.command("check")
@click.argument("round_id", metavar="[ROUND]", required=False)
@day("The day to hold the dates against; without one, none is told to have passed.")
@common
def round_check(call: Invocation, **own: Any) -> int:
    """Show what stands in the way of the next steps of ROUND; exit code 1 where anything does."""
    from ..commands import checking

    return checking.check(call, **own)


@round_group.command("close")
@click.argument("round_id", metavar="ROUND")
@common
def round_close(call: Invocation, **own: Any) -> int:
    """Close the intake of ROUND; `screen` does so too."""
    from ..commands import rounds

    return rounds.close(call, **own)


@round_group.command("amend")
@click.argument("round_id", metavar="ROUND")
@click.option(
    "--policy", type=click.Path(path_type=Path), metavar="FILE", help="The policy to go on with.",
)  # fmt: skip
@click.option(
    "--program", is_flag=True, help="Replay the round under this version of the program instead.",
)  # fmt: skip
@why
@confirmed
@click.option(
    "--drop", "dropped", is_flag=True, help="Take back the proposal that waits; with --reason.",
)  # fmt: skip
@day("The date of the proposal or the confirmation.")
@common
def round_amend(call: Invocation, **own: Any) -> int:
    """Change what ROUND was sealed with: proposed by one officer, confirmed by another.

    Shows who wins and who loses by it. Without an option: the amendments that there are.
    """
    from ..commands import amendment

    return amendment.amend(call, **own)


@round_group.command("marginal")
@click.argument("round_id", metavar="ROUND")
@click.argument("application", metavar="[APPLICATION]", required=False)
@click.option("--reason", metavar="TEXT", help="Why it is granted, in a sentence.")
@confirmed
@click.option("--undo", is_flag=True, help="Propose to take that decision back, before approval.")
@day("The day of the decision, after the window.")
@common
def round_marginal(call: Invocation, **own: Any) -> int:
    """Grant in full the APPLICATION that crosses a ceiling, at the cost of the next window.

    RWbi article 6(3): proposed by one officer after the money of ROUND was divided, confirmed by
    another, before the approval. Without APPLICATION: who crosses, what it buys, what it takes.
    """
    from ..commands import marginal

    return marginal.marginal(call, **own)


@round_group.command("supplement")
@click.argument("round_id", metavar="ROUND")
@click.option("--list", "listing", is_flag=True, help="Print the list that waits for approval.")
@click.option(
    "--approve", is_flag=True,
    help="Approve the list; by an approver in office.toml who had no part in it.",
)  # fmt: skip
@click.option("--letters", is_flag=True, help="Write the decisions of the approved list.")
@click.option(
    "--check", "typed", metavar="XXXX-XXXX",
    help="The two blocks that the screen leaves out, typed from the printed list.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="FILE|FOLDER",
    help="The PDF, or the folder of letters.",
)  # fmt: skip
@time_limit
@day("The date of the list, of its approval, or of its letters.")
@common
def round_supplement(call: Invocation, round_id: str, **own: Any) -> int:
    """Decide on what was set aside: the sealed round of ROUND done over with it in.

    Each gets what it would have got, at most what was reserved; nobody else's award changes.
    """
    from ..commands import supplement

    return supplement.supplement(call, round_id, supplement.SupplementRequest(**own))


@round_group.command("admit")
@click.argument("round_id", metavar="ROUND")
@click.argument("login", metavar="LOGIN", required=False)
@common
def round_admit(call: Invocation, **own: Any) -> int:
    """Let LOGIN, who came to ROUND later, decide on it; two who stood before each give this.

    Without LOGIN: the office files that were used for ROUND, and who waits to be admitted.
    """
    from ..commands import admission

    return admission.admit(call, **own)


@round_group.command("archive")
@click.argument("round_id", metavar="ROUND")
@day("The day on which it is done; default the latest date recorded in the round.")
@common
def round_archive(call: Invocation, **own: Any) -> int:
    """Archive ROUND once nobody can object to its decisions; nothing in it changes after that."""
    from ..commands import rounds

    return rounds.archive(call, **own)


@click.command()
@of_application
@of_round
@day("The day on which the municipality withdrew it, or that of the correction.")
@click.option("--reason", metavar="TEXT", help="What shows that it was withdrawn, or was not.")
@click.option("--undo", is_flag=True, help="It was recorded by mistake; another has to confirm.")
@click.option("--confirm", is_flag=True, help="With --undo: confirm what another officer said.")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Also write the letter that confirms it to the municipality.",
)  # fmt: skip
@click.option(
    "--sent", type=DAY,
    metavar="YYYY-MM-DD", help="The date of that letter; default the day of the withdrawal.",
)  # fmt: skip
@common
def withdraw(call: Invocation, **own: Any) -> int:
    """Record that a municipality took APPLICATION back, before or after the decision."""
    from ..commands import withdrawal

    return withdrawal.withdraw(call, **own)


@click.command()
@click.argument("application_id", metavar="[APPLICATION]", required=False)
@click.argument("question", metavar="[QUESTION]", required=False)
@of_round
@day("The date of the answer.")
@click.option("--reason", metavar="TEXT", help="The answer in a sentence, and what shows it.")
@click.option("--no", is_flag=True, help="Of a new version: it does not count (INT-050, INT-051).")
@click.option(
    "--template", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write a workbook of the questions that wait, one row each, to be answered in it.",
)  # fmt: skip
@click.option(
    "--file", "answers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Record the answers of such a workbook: all, or none.",
)  # fmt: skip
@common
def answer(call: Invocation, **own: Any) -> int:
    """Answer QUESTION, such as INT-158, about APPLICATION; "all" is every one it is asked of.

    Questions that touch money wait for an answer before the approval. An answer says that what is
    asked about is right: both applications of a pair take part, a new version counts.
    """
    from ..commands import answering

    return answering.answer(call, answering.AnswerRequest(**own))


@click.command()
@click.option("--round", "round_id", metavar="ROUND", help="The round; with --years default all.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Also write the whole ledger here as plain text, in the form that hledger reads.",
)  # fmt: skip
@click.option(
    "--years", is_flag=True,
    help="By fund, scheme and year, over all rounds: committed, to pay, paid, settled and free.",
)  # fmt: skip
@click.option("--csv", "as_table", is_flag=True, help="With --years: print the rows as CSV.")
@common
@click.pass_context
def ledger(
    context: click.Context, call: Invocation, round_id: str | None, out: Path | None,
    years: bool, as_table: bool,
) -> int:  # fmt: skip
    """Show the money of a round: asked, reserved, committed, paid and free, to the cent."""
    if years:
        if out is not None:
            raise click.UsageError(
                gettext(OUT_OR_YEARS),
                context,
            )
        from ..commands.over_rounds import by_year

        return by_year.by_year(call, round_id, as_table=as_table)
    if as_table:
        raise click.UsageError(gettext(CSV_NEEDS_YEARS), context)
    if round_id is None:
        asked = next(one for one in context.command.params if one.name == "round_id")
        raise click.MissingParameter(ctx=context, param=asked)
    from ..commands import ledger

    return ledger.ledger(call, round_id, out)


COMMANDS = (round_group, withdraw, answer, ledger)
