"""The commands about the database itself, for whoever looks after it.

As in ``program``, what a command does is imported only when it runs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ...errors import WrongUse
from ..invocation import Invocation
from ..options import common


@click.group("database")
def database_group() -> None:
    """Make a database, bring one forwards, or set its roles."""


@database_group.command("create")
@click.option("--example", is_flag=True, help="An example for ever; it never holds a real round.")
@common
def create(call: Invocation, **own: Any) -> int:
    """Make the tables in an empty database; `round open` does so too."""
    from ..commands.keeping import database

    return database.create(call, **own)


@database_group.command("upgrade")
@common
def upgrade(call: Invocation) -> int:
    """Bring a database from an older version forwards; every command does so too."""
    from ..commands.keeping import database

    return database.upgrade(call)


@database_group.command("roles")
@click.option("--apply", is_flag=True, help="Run the SQL instead of printing it.")
@common
def set_roles(call: Invocation, **own: Any) -> int:
    """Print the SQL that sets who may do what in PostgreSQL; --office adds its officers."""
    from ..commands.keeping import database

    return database.set_roles(call, **own)


@click.command()
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE",
    help="The file or the folder to make; an existing one is never overwritten.",
)  # fmt: skip
@click.option(
    "--open-formats", is_flag=True,
    help="A folder of CSV and JSON instead, with a data dictionary; it cannot be restored.",
)  # fmt: skip
@click.option(
    "--with-personal-data", "personal", is_flag=True,
    help="With --open-formats: contact persons and names of officers too.",
)  # fmt: skip
@common
def backup(call: Invocation, out: Path, open_formats: bool, personal: bool) -> int:
    """Copy the whole database to one file, while others work on."""
    from ..commands.keeping import backup
    from ..commands.keeping.backup import export

    if open_formats:
        return export(call, out, personal=personal)
    if personal:
        raise WrongUse("--with-personal-data hoort bij --open-formats; een backup heeft alles.")
    return backup.backup(call, out)


@click.command()
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@common
def restore(call: Invocation, **own: Any) -> int:
    """Fill an empty database, SQLite or PostgreSQL, from the FILE of a backup, and check it."""
    from ..commands.keeping import backup

    return backup.restore(call, **own)


COMMANDS = (database_group, backup, restore)
