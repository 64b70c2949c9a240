"""The name under which somebody is logged in, asked of the database or the operating system."""

from __future__ import annotations

import os
import sys

from sqlalchemy import text
from sqlmodel import Session


def login(session: Session) -> str:
    """The role that logged in to PostgreSQL, whatever role it took after that; else the user."""
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        return str(connection.execute(text("SELECT session_user")).scalar())
    return system_user()


def knows_names(session: Session) -> bool:
    """Whether the server was told which officer is behind each role, and holds rows to it."""
    connection = session.connection()
    if connection.dialect.name != "postgresql":
        return False
    return connection.execute(text("SELECT 1 FROM login LIMIT 1")).first() is not None


def system_user() -> str:
    """The user of this process, asked of the operating system itself.

    Not of the variables that hold a name too (``LOGNAME``, ``USERNAME``): anybody can set those.
    """
    if sys.platform == "win32":
        return os.getlogin()
    import pwd  # there is none on Windows

    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())  # a user without an entry, as in some containers
