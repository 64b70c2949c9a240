"""Which schema a database has, and how it comes to the one of this program.

The steps are Alembic's revisions in ``migrations/versions``, numbered and in one line. They run
within the transaction of the command that meets an older database, on SQLite and PostgreSQL, so
that a step that fails leaves the database as it was. The views rest on the tables, and are made
anew after each change of schema.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

_FOLDER = Path(__file__).parent / "migrations"
_NUMBERED = re.compile(r"(\d{4})_\w+\.py")
# The schema that databases had before there were migrations is what the first of them makes.
_BASELINE = 1


@cache
def newest() -> int:
    """The number of the schema that this program works with: that of its last migration."""
    return max(_numbers())


def is_known(number: int) -> bool:
    """Whether there is, or has been, a schema with this number."""
    return number in _numbers()


@cache
def _numbers() -> frozenset[int]:
    found = (_NUMBERED.fullmatch(path.name) for path in (_FOLDER / "versions").iterdir())
    return frozenset(int(match[1]) for match in found if match)


def number_of(connection: Connection) -> int:
    """The number of the schema of a database; 0 where there is none of ours yet."""
    if not inspect(connection).has_table("mark"):
        return 0
    found = connection.execute(text("SELECT schema_version FROM mark WHERE id = 1")).scalar()
    return _BASELINE if found is None else int(found)


def migrate(connection: Connection, *, to: int | None = None) -> None:
    """Bring an empty or older database forwards, in the transaction that is open.

    ``to`` is the number of a schema to stop at; the newest, where it is not given.
    """
    # Imported here, because only a command that meets an older database has to wait for it.
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    from . import roles
    from .views import create_views, drop_views

    before, wanted = number_of(connection), to or newest()
    if not is_known(wanted):
        raise ValueError(f"there is no schema {wanted}")
    drop_views(connection)
    script = ScriptDirectory(_FOLDER)
    context = MigrationContext.configure(connection)
    if before == _BASELINE and context.get_current_revision() is None:
        context.stamp(script, _revision(_BASELINE))
    current = context.get_current_revision() or "base"
    steps = reversed(list(script.iterate_revisions(_revision(wanted), current)))
    with Operations.context(context):
        for step in steps:
            step.module.upgrade()
            context.stamp(script, step.revision)
    create_views(connection)
    connection.execute(text("UPDATE mark SET schema_version = :number"), {"number": wanted})
    if roles.in_use(connection):
        roles.apply(connection)


def _revision(number: int) -> str:
    return f"{number:04}"
