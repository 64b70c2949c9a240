"""Databases for tests: SQLite in a file, PostgreSQL from a wheel or on a server."""

from pathlib import Path

import pytest

from .postgresql import Server, server_of_the_environment, server_of_the_wheel


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A PostgreSQL server: one for each process that runs tests."""
    given = server_of_the_environment()
    return given or server_of_the_wheel(tmp_path_factory.mktemp("postgresql"))


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
