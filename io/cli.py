"""The command line: what each command takes, and the one edge where failures become sentences.

What the commands do is in ``commands``. That module, and everything behind it, is imported only
when a command runs: the solver, pandas and the database take a second to load, and ``--help``
should not wait for them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TextIO

import click

from .errors import VerdeelError
from .invocation import Invocation

DEFAULT_DATABASE = "sqlite:///verdeel.db"
_INTERRUPTED = 130

Command = Callable[..., Any]

_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


def _common(command: Command) -> Command:
    """The options that every command on a database takes, handed over as one ``Invocation``."""

    @wraps(command)
    def with_invocation(
        database: str, office: Path | None, as_name: str | None, lang: str, as_json: bool,
        **own: Any,
    ) -> Any:  # fmt: skip
        return command(Invocation(database, office, as_name, lang, as_json), **own)

    options = (
        click.option(
            "--database", metavar="URL", envvar="VERDEEL_DATABASE", default=DEFAULT_DATABASE,
            show_default=True, help="The database; also VERDEEL_DATABASE.",
        ),
        click.option(
            "--office", type=click.Path(path_type=Path), metavar="FILE",
            help="The office file; default office.toml beside the policy.",
        ),
        click.option(
            "--as", "as_name", metavar="NAME",
            help="Act as this officer; only in an example database.",
        ),
        click.option(
            "--lang", type=click.Choice(["nl", "en"]), default="nl", show_default=True,
            help="Language of what leaves the office.",
        ),
        _json,
    )  # fmt: skip
    wrapped: Command = with_invocation
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


_round = click.option("--round", "round_id", metavar="ROUND", required=True, help="The round.")


def _date(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value is not None else None


def _day(what: str) -> Callable[[Command], Command]:
    return click.option(
        "--date", "on", type=click.DateTime(["%Y-%m-%d", "%d-%m-%Y"]), callback=_date,
        metavar="YYYY-MM-DD", help=what,
    )  # fmt: skip


def _out(default: str | None = None) -> Callable[[Command], Command]:
    return click.option(
        "--out", type=click.Path(path_type=Path, file_okay=False), default=default,
        required=default is None, show_default=default is not None, metavar="FOLDER",
        help="Where the files go.",
    )  # fmt: skip


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="verdeelsleutel", prog_name="verdeel")
def verdeel() -> None:
    """Spread housing grants over applications: lawfully, provably, and to the most homes.

    \b
    A round, step by step:
      verdeel round open 2026-1 --policy policy.toml
      verdeel load batch1.xlsx batch2.xlsx --round 2026-1
      verdeel screen --round 2026-1
      verdeel allocate --round 2026-1
      verdeel approve --round 2026-1
      verdeel letters --round 2026-1 --out letters/
      verdeel report --round 2026-1 --out report/

    Exit codes: 0 done, 1 done with findings to look at, 2 wrong use, 3 refused by a rule of the
    process, 4 infeasible policy, 5 a file or the database cannot be read.
    """


@verdeel.command()
@_out("demo")
@_json
def demo(out: Path, as_json: bool) -> int:
    """Run the whole round on the sample applications; nothing to set up."""
    from .demo import run

    return run(out, as_json=as_json)


@verdeel.command()
@click.argument("instrument")
@_out()
@_common
def template(call: Invocation, **own: Any) -> int:
    """Write empty intake workbooks; INSTRUMENT is a name, or "all"."""
    from . import commands

    return commands.template(call, **own)


@verdeel.group("round")
def round_group() -> None:
    """Open a round, or see where it stands."""


@round_group.command("open")
@click.argument("round_id", metavar="ROUND")
@click.option(
    "--policy", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="The policy; it is sealed.",
)  # fmt: skip
@_common
def round_open(call: Invocation, **own: Any) -> int:
    """Open ROUND and seal its policy."""
    from . import commands

    return commands.round_open(call, **own)


@round_group.command("status")
@click.argument("round_id", metavar="ROUND")
@_common
def round_status(call: Invocation, **own: Any) -> int:
    """Show where ROUND stands, and what comes next."""
    from . import commands

    return commands.round_status(call, **own)


@verdeel.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--annotate", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Write a copy of each workbook with findings, marked at their cells.",
)  # fmt: skip
@_round
@_common
def load(call: Invocation, **own: Any) -> int:
    """Take workbooks with applications in; all of them, or none."""
    from . import commands

    return commands.load(call, **own)


@verdeel.command()
@_round
@_common
def screen(call: Invocation, **own: Any) -> int:
    """Close intake and put every application to the rules."""
    from . import commands

    return commands.screen(call, **own)


@verdeel.command()
@_round
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
    help="Also write allocation.json and allocation.csv here.",
)  # fmt: skip
@click.option(
    "--time-limit", type=click.IntRange(min=1), metavar="SECONDS",
    help="How long the solver may search; default in the policy.",
)  # fmt: skip
@click.option(
    "--cross-check", "cross_check", is_flag=True,
    help="Solve again with a second solver, CBC, and compare every stage.",
)  # fmt: skip
@_common
def allocate(call: Invocation, **own: Any) -> int:
    """Divide the money, and prove it."""
    from . import commands

    return commands.allocate(call, **own)


@verdeel.command()
@click.argument("applications", nargs=-1, metavar="[APPLICATION]...")
@_round
@click.option("--deed", metavar="TEXT", default="", help="Where the draw is recorded.")
@_common
def lots(call: Invocation, **own: Any) -> int:
    """Show which ties need lots, or record the drawn order: the first APPLICATION has lot 1."""
    from . import lots_command

    return lots_command.lots(call, **own)


@verdeel.command()
@_round
@click.option(
    "--policy", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="The other policy.",
)  # fmt: skip
@_common
def compare(call: Invocation, **own: Any) -> int:
    """Set an allocated round beside the same applications under another policy."""
    from . import analysis_commands

    return analysis_commands.compare(call, **own)


_fund = click.option("--fund", metavar="FUND", help="The fund; default the first of the policy.")
_scheduler = click.option(
    "--scheduler", metavar="ADDRESS", help="Solve on this Dask scheduler, such as tcp://host:8786."
)


@verdeel.command()
@_round
@_fund
@click.option(
    "--points", type=click.IntRange(2, 201), default=21, show_default=True,
    help="How many budgets, from half to one and a half times the fund.",
)  # fmt: skip
@click.option("--rules", is_flag=True, help="Instead: what each rule of the policy costs in homes.")
@_scheduler
@_common
def frontier(call: Invocation, **own: Any) -> int:
    """Show how many homes more or less money would support."""
    from . import analysis_commands

    return analysis_commands.frontier(call, **own)


@verdeel.command()
@_round
@_fund
@click.option(
    "--amount", "amounts", multiple=True, metavar="AMOUNT",
    help="An amount that may come free, such as '€ 5 mln'; can be repeated.",
)  # fmt: skip
@_scheduler
@_common
def reserve(call: Invocation, **own: Any) -> int:
    """List who is next for every amount that may come free."""
    from . import analysis_commands

    return analysis_commands.reserve(call, **own)


@verdeel.command()
@click.argument("application_id", metavar="APPLICATION")
@_round
@_common
def explain(call: Invocation, **own: Any) -> int:
    """Say why APPLICATION got what it got, with articles and measured values."""
    from . import commands

    return commands.explain(call, **own)


@verdeel.command()
@_round
@_day("The date of the decision.")
@_common
def approve(call: Invocation, **own: Any) -> int:
    """Approve the allocation; by someone other than who made it."""
    from . import commands

    return commands.approve(call, **own)


@verdeel.command()
@_round
@_out()
@_day("The date the letters are sent.")
@click.option("--concept", is_flag=True, help="Concepts with a watermark; before approval too.")
@click.option(
    "--preview", metavar="APPLICATION", help="Only this application's letter, as a concept.",
)  # fmt: skip
@click.option(
    "--kind", type=click.Choice(["besluit", "voornemen", "aanvulling", "verlenging"]),
    default="besluit", show_default=True,
    help="The decision, or a letter before it: intention to refuse, request to complete, "
    "extension of the term.",
)  # fmt: skip
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d", "%d-%m-%Y"]), callback=_date,
    metavar="YYYY-MM-DD", help="The last day that a letter before the decision names.",
)  # fmt: skip
@click.option(
    "--application", "only", multiple=True, metavar="APPLICATION",
    help="Only for this application, before the decision; can be given more than once.",
)  # fmt: skip
@click.option("--merged", is_flag=True, help="Also one PDF of all letters, for printing.")
@click.option("--metadata", is_flag=True, help="Also MDTO metadata for the archive.")
@click.option("--word/--no-word", default=True, help="An editable Word file beside each PDF.")
@_common
def letters(call: Invocation, round_id: str, out: Path, **own: Any) -> int:
    """Write the decision letters of an approved round, as PDF and Word, with a register."""
    from . import letter_commands

    options = letter_commands.LetterOptions(**own)
    return letter_commands.letters(call, round_id, out, options)


@verdeel.command()
@_round
@_out()
@_day("The date on the report.")
@click.option(
    "--compare", metavar="ROUND|POLICY",
    help="Also set this round beside another round, or beside itself under a policy file.",
)  # fmt: skip
@_common
def report(call: Invocation, **own: Any) -> int:
    """Write the budget report, as a workbook and a web page."""
    from . import commands

    return commands.report(call, **own)


@verdeel.command()
@click.argument("application_id", metavar="APPLICATION")
@_round
@click.option("--rule", metavar="CODE", required=True, help="The rule, such as GB-07.")
@click.option("--answer", type=click.Choice(["met", "not_met"]), help="The judgement.")
@click.option("--reason", metavar="TEXT", help="Why, in a sentence; it stands in the decision.")
@click.option("--confirm", is_flag=True, help="Confirm what another officer judged.")
@_day("The date of the judgement or the confirmation.")
@_common
def judge(call: Invocation, **own: Any) -> int:
    """Answer a rule that needs a person; it counts when a second officer confirms it."""
    from . import judging

    return judging.judge(call, **own)


@verdeel.group("query")
def query_group() -> None:
    """Answer common questions straight from the database."""


_csv = click.option("--csv", "as_table", is_flag=True, help="Print the rows as CSV.")


@query_group.command("province")
@click.argument("value", metavar="NAME")
@_round
@_csv
@_common
def query_province(call: Invocation, **own: Any) -> int:
    """What did the province NAME get, by scheme?"""
    from . import queries

    return queries.query(call, question="province", **own)


@query_group.command("municipality")
@click.argument("value", metavar="NAME")
@_round
@_csv
@_common
def query_municipality(call: Invocation, **own: Any) -> int:
    """What did the municipality NAME (or code) get, by scheme?"""
    from . import queries

    return queries.query(call, question="municipality", **own)


@query_group.command("social-homes")
@click.option("--below", "value", metavar="AMOUNT", required=True, help="An amount a home.")
@_round
@_csv
@_common
def query_social_homes(call: Invocation, **own: Any) -> int:
    """How many social homes cost less than AMOUNT an affordable home?"""
    from . import queries

    return queries.query(call, question="social-homes", **own)


@query_group.command("breakthrough")
@_round
@_csv
@_common
def query_breakthrough(call: Invocation, **own: Any) -> int:
    """Which breakthrough locations got nothing, and why?"""
    from . import queries

    return queries.query(call, question="breakthrough", value="", **own)


@verdeel.group("rules", invoke_without_command=True)
@click.option("--instrument", metavar="NAME", help="Only this instrument, by name or prefix.")
@_day("Only what is in force on this day.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print a table in Markdown.")
@_common
@click.pass_context
def rules_group(context: click.Context, call: Invocation, **own: Any) -> int:
    """List the rules and numbers of the law, each with its article, source and dates."""
    if context.invoked_subcommand is not None:
        return 0
    from . import law

    return law.rules(call, **own)


def _law_day(option: str, name: str, what: str) -> Callable[[Command], Command]:
    return click.option(
        option, name, type=click.DateTime(["%Y-%m-%d", "%d-%m-%Y"]), callback=_date,
        metavar="YYYY-MM-DD", required=True, help=what,
    )  # fmt: skip


@rules_group.command("diff")
@_round
@_law_day("--from", "first", "The day of the law to compare.")
@_law_day("--to", "second", "The day of the law to compare it with.")
@_common
def rules_diff(call: Invocation, **own: Any) -> int:
    """Compare the law of two days on a loaded batch: who flips, homes and euros."""
    from . import law

    return law.rules_diff(call, **own)


@verdeel.group("audit")
def audit_group() -> None:
    """Check the audit trail, or print its head to keep elsewhere."""


@audit_group.command("verify")
@click.option("--anchor", metavar="HASH", help="An earlier head, which must still be in the chain.")
@_common
def audit_verify(call: Invocation, **own: Any) -> int:
    """Find any event or row that was changed, taken away, added or re-ordered."""
    from . import audit_commands

    return audit_commands.verify(call, **own)


@audit_group.command("anchor")
@_common
def audit_anchor(call: Invocation) -> int:
    """Print the head of the chain, for paper or a time-stamping service."""
    from . import audit_commands

    return audit_commands.anchor(call)


def main() -> None:
    """Run the program and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. Expected failures become one sentence."""
    for stream in (sys.stdout, sys.stderr):
        _use_utf8(stream)
    try:
        result = verdeel.main(arguments, prog_name="verdeel", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except VerdeelError as failure:
        click.echo(f"verdeel: {failure}", err=True)
        return failure.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            "verdeel: afgebroken. Geef dezelfde opdracht opnieuw om haar af te maken.", err=True
        )
        return _INTERRUPTED


def _use_utf8(stream: TextIO | Any) -> None:
    """Windows consoles and pipes default to an old code page, which has no € in many places."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="replace" if stream is sys.stderr else "strict")
