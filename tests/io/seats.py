"""Officers at computers of their own: each is another user of the operating system.

A test asks for the fixture ``seats`` of ``tests/io/conftest.py``, which puts the true user back.
"""

import json
import os
import sys
from pathlib import Path
from zlib import crc32


def login_of(user: str) -> str:
    """The login that this officer has; no user of the machine has a number so high."""
    return user if sys.platform == "win32" else str(60_000 + crc32(user.encode()) % 5_000)


def sit(user: str) -> None:
    """From now on commands are given by this officer."""
    login = login_of(user)
    if sys.platform == "win32":
        os.getlogin = lambda: login
    else:
        os.getuid = lambda: int(login)


def write_seats(source: Path, target: Path, users: tuple[str, ...]) -> None:
    """An office file in which these officers have the logins of their seats."""
    office = source.read_text(encoding="utf-8")
    for user in users:
        office = office.replace(f'"{user}"', json.dumps(login_of(user)))
    target.write_text(office, encoding="utf-8")
