"""Who acts: the role in PostgreSQL, the operating system's user on SQLite, or, in an example
database, a named officer."""

from __future__ import annotations

import os
import sys

from ...grants.record import Record
from ..config.office import Office
from ..errors import RefusedByProcess
from ..records.database import session_user
from ..records.reader import RoundReader


class Actor(Record):
    """Whoever gives the command. ``role`` is empty for somebody the office does not know.

    On SQLite the name is the operating system's, which is weaker proof than a database role: the
    server has checked the role, while whoever owns the computer chooses its users.
    """

    name: str
    role: str = ""


def actor(reader: RoundReader, office: Office | None, as_name: str | None) -> Actor:
    """The officer behind this command.

    Raises:
        RefusedByProcess: ``--as`` outside an example database, or naming nobody of the office.
    """
    if as_name is None:
        login = session_user(reader.session) or system_user()
        known = office.officer(login) if office else None
        return Actor(name=known.name, role=known.role) if known else Actor(name=login)
    if not reader.example:
        raise RefusedByProcess(
            "--as werkt alleen in een voorbeelddatabase. Meld u aan onder uw eigen naam."
        )
    for officer in office.officers if office else ():
        if as_name in (officer.user, officer.name):
            return Actor(name=officer.name, role=officer.role)
    raise RefusedByProcess(
        f"Het kantoorbestand kent niemand met de naam {as_name}. Controleer office.toml."
    )


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


def require_role(who: Actor, roles: tuple[str, ...], what: str) -> None:
    """Refuse whoever may not do this.

    Raises:
        RefusedByProcess: the actor has none of the roles.
    """
    if who.role not in roles:
        has = f"rol {who.role}" if who.role else "geen rol in office.toml"
        raise RefusedByProcess(
            f"{who.name} heeft {has} en mag niet {what}. Dat mag wel: {' of '.join(roles)}."
        )
