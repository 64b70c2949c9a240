"""The command line: what each command of the main road takes, and where the others are.

What the commands do is in ``commands``. Those modules, and everything behind them, are imported
only when a command runs: the solver, pandas and the database take a second to load, and ``--help``
should not wait for them. What commands off the main road take, is imported when one of them is.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from ..records.location import DEFAULT_DATABASE
from .choices import OneOf
from .invocation import Invocation
from .later import Later
from .options import (
    DAY,
    Whole,
    as_json,
    common,
    day,
    of_application,
    of_round,
    out_folder,
    scheduler,
    time_limit,
)
from .speaking import speak_too

_LATER = {
    "starting": ("policy",),
    "rounds": ("round", "withdraw", "answer", "ledger"),
    "completing": ("complete",),
    "objections": ("objection",),
    "after": ("pay", "change", "revoke", "publish"),
    "monitors": ("monitor",),
    "settling": ("account", "settle", "reclaim"),
    "questions": ("calendar", "compare", "frontier", "reserve", "query", "rules", "audit"),
    "database": ("database", "backup", "restore"),
    "archive": ("bundle", "replay", "recompute", "privacy"),
}


@click.group(
    commands=Later(_LATER, speak_too),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(package_name="verdeelsleutel", prog_name="verdeel")
@click.option(
    "--lang", type=click.Choice(["nl", "en"]), expose_value=False,
    help="Language of this help; also VERDEEL_LANG.",
)  # fmt: skip
@click.pass_context
def verdeel(context: click.Context) -> int:
    """Spread housing grants over applications: lawfully, provably, and to the most homes.

    \b
    A round, step by step:
      verdeel round new 2026-1
      verdeel policy check 2026-1/policy.toml
      verdeel round open 2026-1 --policy 2026-1/policy.toml
      verdeel load batch1.xlsx batch2.xlsx --round 2026-1
      verdeel screen --round 2026-1
      verdeel allocate --round 2026-1
      verdeel approve --round 2026-1
      verdeel letters --round 2026-1 --out letters/
      verdeel report --round 2026-1 --out report/

    Exit codes: 0 done, 1 done with findings to look at, 2 wrong use, 3 refused by a rule of the
    process, 4 infeasible policy, 5 a file or the database cannot be read.

    Without a command: where you are, and what comes next.
    """
    if context.invoked_subcommand is not None:
        return 0
    from .commands.starting import overview

    return overview.overview(os.environ.get("VERDEEL_DATABASE", DEFAULT_DATABASE))


@verdeel.command()
@out_folder("demo")
@click.option(
    "--samples", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Run nothing; only put the sample workbooks, policies and office in FOLDER.",
)  # fmt: skip
@as_json
def demo(out: Path, samples: Path | None, as_json: bool) -> int:
    """Run the whole round on the sample applications; nothing to set up."""
    if samples is not None:
        from .commands.starting.samples import put_samples

        return put_samples(samples, as_json=as_json)
    from .commands.starting.demo import run

    return run(out, as_json=as_json)


@verdeel.command()
@click.argument("instrument", metavar="SCHEME")
@out_folder()
@click.option(
    "--policy", type=click.Path(path_type=Path), metavar="FILE",
    help="The round whose rules the template watches.",
)  # fmt: skip
@common
def template(call: Invocation, **own: Any) -> int:
    """Write empty intake workbooks; INSTRUMENT is a name, or "all"."""
    from .commands import intake

    return intake.template(call, **own)


@verdeel.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option(
    "--annotate", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Write a copy of each workbook with findings, marked at their cells.",
)  # fmt: skip
@of_round
@day("The day on which what completes an application came in.")
@common
def load(call: Invocation, **own: Any) -> int:
    """Take workbooks with applications in; all of them, or none.

    FILES are workbooks, patterns such as "*.xlsx", which every shell takes here, or folders, of
    which all workbooks are meant.
    """
    from .commands import intake

    return intake.load(call, **own)


@verdeel.command()
@of_round
@click.option(
    "--close", is_flag=True,
    help="Screen although rows have a fault: those applications are incomplete from then on.",
)  # fmt: skip
@common
def screen(call: Invocation, **own: Any) -> int:
    """Close intake and put every application to the rules."""
    from .commands import screening

    return screening.screen(call, **own)


@verdeel.command()
@of_round
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Also write allocation.json and allocation.csv here.",
)  # fmt: skip
@time_limit
@click.option(
    "--solver", default="highs", show_default=True,
    type=click.Choice(("highs", "scip", "cbc", "gurobi", "cplex", "copt")),
    help="Who looks for the list, which is the same with each. highs: CP-SAT, SCIP and HiGHS.",
)  # fmt: skip
@click.option(
    "--cross-check", "cross_check", is_flag=True,
    help="Solve again with a second solver, CBC, and compare every stage.",
)  # fmt: skip
@common
def allocate(call: Invocation, **own: Any) -> int:
    """Divide the money, and prove it."""
    from .commands import allocation

    return allocation.allocate(call, **own)


@verdeel.command("why-not")
@of_round
@click.option(
    "--time-limit", type=Whole(1), default=120, show_default=True, metavar="SECONDS",
    help="How long one application may take; its answer is an interval then.",
)  # fmt: skip
@scheduler
@click.option(
    "--deep", is_flag=True, help='Keep what "verdeel report --deep" says with the list too.'
)
@common
def why_not(call: Invocation, **own: Any) -> int:
    """Work out, once, with what change those without the full amount would have had it."""
    from .commands import why_not as command

    return command.why_not(call, **own)


@verdeel.command()
@click.argument("applications", nargs=-1, metavar="[APPLICATION]...")
@of_round
@click.option("--deed", metavar="TEXT", default="", help="Where the draw is recorded.")
@common
def lots(call: Invocation, **own: Any) -> int:
    """Show which ties need lots, or record the drawn order: the first APPLICATION has lot 1."""
    from .commands import lots

    return lots.lots(call, **own)


@verdeel.command()
@of_application
@of_round
@day("The day to name the next term of; default the latest date recorded in the round.")
@common
def explain(call: Invocation, **own: Any) -> int:
    """Say why APPLICATION got what it got, with articles and measured values."""
    from .commands import explanation

    return explanation.explain(call, **own)


@verdeel.command()
@of_round
@day("The date of the decision.")
@click.option(
    "--check", "typed", metavar="XXXX-XXXX",
    help="The two blocks that the screen leaves out, typed from the printed decision list.",
)  # fmt: skip
@click.option("--list", "listing", is_flag=True, help="Print the decision list instead.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="The PDF of the decision list.",
)  # fmt: skip
@common
def approve(call: Invocation, **own: Any) -> int:
    """Approve the allocation; by an approver in office.toml, other than who made it.

    In a real round, print the decision list first, and type the two blocks of its hash that the
    screen leaves out.
    """
    from .commands import approval

    return approval.approve(call, **own)


@verdeel.command()
@of_round
@out_folder()
@day("The date the letters are sent.")
@click.option("--concept", is_flag=True, help="Concepts with a watermark; before approval too.")
@click.option(
    "--preview", metavar="APPLICATION", help="Only this application's letter, as a concept.",
)  # fmt: skip
@click.option(
    "--kind", type=click.Choice(["besluit", "voornemen", "aanvulling", "verlenging"]),
    default="besluit", show_default=True,
    help="The decision, or an intention to refuse it. The other two, in a round of 0.1.0 only: "
    "later ones have `complete request` and `complete extend`.",
)  # fmt: skip
@click.option(
    "--until", type=DAY,
    metavar="YYYY-MM-DD", help="The last day that a letter before the decision names.",
)  # fmt: skip
@click.option(
    "--application", "only", multiple=True, metavar="APPLICATION",
    help="Only for this application, before the decision; can be given more than once.",
)  # fmt: skip
@click.option(
    "--covers", is_flag=True,
    help="Also a cover letter for each municipality with several decisions.",
)  # fmt: skip
@click.option("--merged", is_flag=True, help="Also one PDF of all letters, for printing.")
@click.option("--metadata", is_flag=True, help="Also MDTO metadata for the archive.")
@click.option(
    "--word/--no-word", default=None,
    help="An editable Word file beside each PDF; beside a preview only where asked.",
)  # fmt: skip
@common
def letters(call: Invocation, round_id: str, out: Path, **own: Any) -> int:
    """Write the decision letters of an approved round, as PDF and Word, with a register."""
    from .commands import letters

    return letters.letters(call, round_id, out, letters.LetterRequest(**own))


@verdeel.command()
@of_round
@out_folder()
@day("The date on the report.")
@click.option(
    "--compare", metavar="ROUND|POLICY",
    help="Also set this round beside another round, or beside itself under a policy file.",
)  # fmt: skip
@click.option(
    "--deep", is_flag=True,
    help="Also compute swaps, the reserve ladder, other budgets and the price of each rule.",
)  # fmt: skip
@click.option(
    "--minutes", type=Whole(1), metavar="MINUTES", default=5, show_default=True,
    help="About how long --deep may take; what is not proven by then is told as such.",
)  # fmt: skip
@common
def report(call: Invocation, **own: Any) -> int:
    """Write the budget report, as a workbook and a web page."""
    from .commands import report

    return report.report(call, **own)


@verdeel.command()
@click.argument("applications", nargs=-1, metavar="[APPLICATION]...")
@of_round
@click.option("--rule", metavar="CODE", help="The rule, such as GB-07.")
@click.option(
    "--admit", is_flag=True,
    help="Let an application from outside the window take part; in the place of --rule, --answer.",
)  # fmt: skip
@click.option(
    "--heard", is_flag=True,
    help="Record with --reason how a reaction to an intention to refuse was weighed.",
)  # fmt: skip
@click.option("--answer", type=OneOf(met="voldoet", not_met="voldoet niet"), help="The judgement.")
@click.option("--reason", metavar="TEXT", help="Why, in a sentence; it stands in the decision.")
@click.option(
    "--value", metavar="COLUMN=VALUE", multiple=True,
    help="A value that the rule asks for, such as \"Score noodzaak=7\"; each with an option.",
)  # fmt: skip
@click.option("--source", metavar="TEXT", help="Where the value comes from.")
@click.option("--confirm", is_flag=True, help="Confirm what another officer judged.")
@click.option(
    "--set-aside", "aside", is_flag=True,
    help="Decide later on these applications, or on all that wait, with what they ask reserved.",
)  # fmt: skip
@click.option(
    "--template", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Write a workbook of the open questions, one row each, to be answered in it.",
)  # fmt: skip
@click.option(
    "--file", "answers", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Record, or with --confirm confirm, the answers of such a workbook: all, or none.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Where the letters about it go; --set-aside --confirm needs it.",
)  # fmt: skip
@day("The date of the judgement or the confirmation; needed, but for --template.")
@common
def judge(call: Invocation, **own: Any) -> int:
    """Answer a rule that needs a person; it counts when a second officer confirms it.

    Many at once go by a workbook: --template writes it, --file takes it in, and --file --confirm
    puts the second name under all of it. What cannot be answered in time can be set aside.
    """
    from .commands import judgement

    return judgement.judge(call, judgement.JudgeRequest(**own))
