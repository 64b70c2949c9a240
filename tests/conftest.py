"""Databases for tests, SQLite and PostgreSQL, and what all processes that run tests share."""

import gc
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from .new_databases import made_at_once
from .postgresql import Server, server_of_the_environment, server_of_the_wheel
from .sampling import examples, mark_what_is_left_out
from .sharing import LibreOffice, made_once
from .typesetting import KeptPages
from .wheels import built

# Begun first, so that the processes of a run end together: what takes longest would otherwise be
# what all others wait for.
LONGEST = (
    "tests/io/cli/test_demo.py",
    "tests/io/manual/test_site.py",
    "tests/instruments/test_fifth_instrument.py",
    "tests/io/cli/test_judging.py",
    "tests/io/cli/test_changes.py",
    "tests/io/reports/test_browser.py",
    "tests/io/files/test_hostile.py",
    "tests/io/cli/test_story.py",
    "tests/io/cli/test_unproven.py",
    "tests/io/letters/test_golden.py",
    "tests/io/workbooks/test_live_rules.py",
    "tests/io/cli/test_story_after_the_letters.py",
    "tests/io/workbooks/test_templates.py",
    "tests/io/records/test_bundle.py",
    "tests/io/cli/test_gate.py",
    "tests/io/cli/test_supplements.py",
    "tests/io/cli/test_changes_of_awards.py",
    "tests/io/workbooks/test_mutations.py",
    "tests/optimiser/proof/test_certificate_of_trees.py",
    "tests/io/records/test_privacy.py",
    "tests/sealed/test_older_states.py",
    "tests/io/records/test_faults.py",
    "tests/optimiser/proof/test_false_claims.py",
    "tests/io/reports/test_workbook.py",
    "tests/io/cli/test_story_of_settling.py",
    "tests/io/cli/test_weighing.py",
    "tests/io/cli/test_corrected_years.py",
    "tests/io/records/test_backup.py",
    "tests/io/cli/test_claim_objected_to.py",
    "tests/io/cli/test_following_rounds.py",
    "tests/io/cli/test_payments.py",
    "tests/io/cli/test_any_order.py",
    "tests/io/cli/test_after_the_decision.py",
    "tests/io/records/test_life_of_a_round.py",
    "tests/io/records/test_kills.py",
    "tests/house/test_packaging.py",
)


@pytest.fixture(scope="session", autouse=True)
def new_databases() -> None:
    """Make empty databases at once, the first of a process as the program does."""
    made_at_once()


# A property holds or not; how long an example took says how busy the machine was.
settings.register_profile("untimed", deadline=None, max_examples=examples(100))
settings.load_profile("untimed")


def pytest_collection_finish() -> None:
    """Look for cycles as seldom as the program does: a process of tests holds much that stays.

    Nothing is put aside for good: reading a workbook counts what is, each time.
    """
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Mark what is in no sample; put the longest files first, and the others in their order."""
    mark_what_is_left_out(items)
    yield
    place = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.split("::")[0], len(place)))


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is the same in every process of one run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def libreoffice(shared_folder: Path) -> LibreOffice:
    """The LibreOffice of the machine; a test that uses it is skipped where there is none."""
    return LibreOffice(shared_folder)


@pytest.fixture(scope="session")
def wheel(shared_folder: Path) -> Path:
    """The wheel of the program, built once from a copy of its sources."""
    pytest.importorskip("setuptools", reason="setuptools, which builds the wheel, is not installed")
    return next(made_once(shared_folder, "wheel", built).glob("*.whl"))


@pytest.fixture(scope="session")
def kept_pages(shared_folder: Path) -> KeptPages:
    """The pages that were set in this run, which need not be set again."""
    return KeptPages(shared_folder / "pages")


@pytest.fixture
def pages_once(kept_pages: KeptPages, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that were set before are not set anew."""
    kept_pages.serve(monkeypatch)


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
