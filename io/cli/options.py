"""The options that commands share, each defined once."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import wraps
from gettext import gettext
from pathlib import Path
from typing import Any

import click

from ..records.location import DEFAULT_DATABASE
from ..records.retry import retry_on_conflict
from .invocation import Invocation

Command = Callable[..., Any]

NO_WHOLE_NUMBER = "{value!r} is not a whole number."
TOO_SMALL = "{value} is too small. Give a whole number of at least {least}."
NOT_BETWEEN = "{value} does not fit. Give a whole number from {least} to {most}."


class Whole(click.ParamType[int]):
    """A whole number of at least ``least``, and at most ``most`` where there is a most."""

    name = "number"

    def __init__(self, least: int, most: int | None = None) -> None:
        self._least, self._most = least, most

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        try:
            number = int(value)
        except ValueError:
            self.fail(gettext(NO_WHOLE_NUMBER).format(value=value), param, ctx)
        if self._most is not None and not self._least <= number <= self._most:
            told = gettext(NOT_BETWEEN)
            self.fail(told.format(value=number, least=self._least, most=self._most), param, ctx)
        if number < self._least:
            self.fail(gettext(TOO_SMALL).format(value=number, least=self._least), param, ctx)
        return number


as_json = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


_PASSWORD = re.compile(r"://[^/@]*:[^/@]+@|[?&]password=")


def _warn_of_a_shown_password(database: str) -> None:
    """Whoever may see the processes of a computer sees the command lines too."""
    source = click.get_current_context().get_parameter_source("database")
    if source is click.core.ParameterSource.COMMANDLINE and _PASSWORD.search(database):
        click.echo(
            "verdeel: een wachtwoord op de opdrachtregel is voor anderen te zien. Zet het in "
            "PGPASSWORD of in het wachtwoordbestand van PostgreSQL (.pgpass).",
            err=True,
        )


def warn_of_the_place(database: str) -> None:
    """A SQLite file on a network drive or in a synchronised folder is not safe there."""
    from ..records.connecting import file_named  # late: the database takes long to load
    from ..records.placement import wrong_place

    file = file_named(database)
    wrong = wrong_place(file) if file is not None else ""
    if wrong:
        click.echo(
            f"verdeel: de database {file} staat {wrong}; daar werken haar sloten niet en kan zij "
            "beschadigd raken. Zet haar op een schijf van deze computer, of gebruik PostgreSQL.",
            err=True,
        )


def common(command: Command) -> Command:
    """The options that every command on a database takes, handed over as one ``Invocation``."""

    @wraps(command)
    def with_invocation(
        database: str, office: Path | None, as_name: str | None, lang: str, as_json: bool,
        **own: Any,
    ) -> Any:  # fmt: skip
        _warn_of_a_shown_password(database)
        warn_of_the_place(database)
        if gc.get_freeze_count():  # in a process that is one command; in others it would leak
            gc.freeze()  # the libraries just loaded stay; there is nothing in them to look through
        call = Invocation(database, office, as_name, lang, as_json)
        return retry_on_conflict(lambda: command(call, **own))

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
        as_json,
    )  # fmt: skip
    wrapped: Command = with_invocation
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


of_round = click.option("--round", "round_id", metavar="ROUND", required=True, help="The round.")


of_application = click.argument("application_id", metavar="APPLICATION")
why = click.option("--reason", metavar="TEXT", help="Why, in a sentence.")
why_in_letter = click.option("--reason", metavar="TEXT", help="Why; it stands in the letter.")
view = click.option("--view", metavar="TEXT", help="What it said, and what was done with that.")

# Who comes second: an officer under what was recorded or proposed, an approver under a decision.
second_name = click.option(
    "--confirm", is_flag=True, help="Put the second name under what another recorded."
)
confirmed = click.option(
    "--confirm", "confirmed", is_flag=True, help="Confirm what another officer proposed."
)
approval = click.option(
    "--confirm", is_flag=True,
    help="Put the second name, of an approver in office.toml, under what another proposed.",
)  # fmt: skip

word = click.option(
    "--word/--no-word", default=True, help="An editable Word file beside each PDF.",
)  # fmt: skip
reference = click.option(
    "--reference", metavar="TEXT", default="", help="That of the financial system."
)
time_limit = click.option(
    "--time-limit", type=Whole(1), metavar="SECONDS",
    help="How long the solver may search; default in the policy.",
)  # fmt: skip
scheduler = click.option(
    "--scheduler", metavar="ADDRESS",
    help="Solve on this Dask scheduler, such as tls://host:8786.",
)  # fmt: skip


NO_DAY = "{value!r} is not a day. Write YYYY-MM-DD, such as 2026-11-30."


class Day(click.ParamType[date]):
    """A day of the calendar, the year first or last; what is none is told as a day is written."""

    name = "day"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        for form in ("%Y-%m-%d", "%d-%m-%Y"):
            with suppress(ValueError):
                return datetime.strptime(value, form).date()  # noqa: DTZ007 - a day has no zone
        raise click.BadParameter(gettext(NO_DAY).format(value=value), ctx, param)


DAY = Day()


def on_a_day(option: str, name: str, what: str) -> Callable[[Command], Command]:
    """A day of the calendar, as it is written in either order."""
    return click.option(
        option, name, type=DAY, metavar="YYYY-MM-DD", help=what,
    )  # fmt: skip


def day(what: str) -> Callable[[Command], Command]:
    """The day of the act itself."""
    return on_a_day("--date", "on", what)


def out_folder(default: str | None = None) -> Callable[[Command], Command]:
    """Where files go; required unless there is a default.

    A default of ``None`` that is given as such counts as a value, and nothing would be required.
    """
    folder = click.Path(path_type=Path, file_okay=False)
    if default is None:
        return click.option(
            "--out", type=folder, required=True, metavar="FOLDER", help="Where the files go."
        )
    return click.option(
        "--out", type=folder, default=default, show_default=True, metavar="FOLDER",
        help="Where the files go.",
    )  # fmt: skip
