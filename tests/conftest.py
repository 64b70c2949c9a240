"""Databases for tests: SQLite in a file, PostgreSQL from a wheel or on a server."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .postgresql import Server, server_of_the_environment, server_of_the_wheel


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server: one for each process that runs tests."""
    given = server_of_the_environment()
    if given is not None:
        yield given
        return
    # Not in a folder of pytest's own: another user may have to run the server, and pytest closes
    # its folders to all others whenever it starts.
    with tempfile.TemporaryDirectory(prefix="verdeel-tests-", ignore_cleanup_errors=True) as folder:
        server = server_of_the_wheel(Path(folder) / "postgresql")
        yield server
        server.end()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of a SQLite database that does not exist yet."""
    return f"sqlite:///{(tmp_path / 'verdeel.db').as_posix()}"


@pytest.fixture
def postgresql_url(server: Server) -> str:
    """The address of a new, empty PostgreSQL database."""
    return server.fresh()


@pytest.fixture(params=["sqlite", "postgresql"])
def any_url(request: pytest.FixtureRequest) -> str:
    """Both kinds of database, one after the other."""
    return request.getfixturevalue(f"{request.param}_url")
