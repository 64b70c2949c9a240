"""Who is at work on a step of a round: one at a time, named, and free when its process dies."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.records.claims import claimed
from verdeelsleutel.io.records.database import transaction

_HOLD = """
import sys
from verdeelsleutel.io.records.claims import claimed
with claimed(sys.argv[1], "2026-1", "allocate", "Z. Øster"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def made(any_url: str) -> str:
    with transaction(any_url, create_as=True):
        pass
    return any_url


def holder_of(url: str) -> subprocess.Popen[str]:
    """Another process that holds the claim until it reads a line."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, url],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_of_a_step_is_refused_with_who_is_at_it(made: str) -> None:
    with (
        claimed(made, "2026-1", "allocate", "S. Vermeulen"),
        pytest.raises(RefusedByProcess, match=r'S\. Vermeulen is bezig met "verdeel allocate"'),
        claimed(made, "2026-1", "allocate", "B. Dekker"),
    ):
        pass
    with claimed(made, "2026-1", "allocate", "B. Dekker"):
        pass


def test_another_round_and_another_step_are_free(made: str) -> None:
    with (
        claimed(made, "2026-1", "allocate", "S. Vermeulen"),
        claimed(made, "2026-2", "allocate", "B. Dekker"),
        claimed(made, "2026-1", "letters", "B. Dekker"),
    ):
        pass


def test_a_killed_process_blocks_nobody(made: str) -> None:
    process = holder_of(made)
    with (
        pytest.raises(RefusedByProcess, match=r"Z\. Øster is bezig"),
        claimed(made, "2026-1", "allocate", "B. Dekker"),
    ):
        pass
    process.kill()
    process.communicate()
    _until_free(made)


def _until_free(url: str) -> None:
    """A server notices within moments that a session has ended."""
    for _ in range(1_000):
        try:
            with claimed(url, "2026-1", "allocate", "B. Dekker"):
                return
        except RefusedByProcess:
            continue
    pytest.fail("the claim of a killed process stays")


def test_whoever_holds_a_claim_keeps_nobody_from_writing(made: str) -> None:
    with claimed(made, "2026-1", "allocate", "S. Vermeulen"), transaction(made):
        pass


def test_nothing_is_left_beside_the_database(made: str) -> None:
    with claimed(made, "2026-1", "allocate", "S. Vermeulen"):
        pass
    if made.startswith("sqlite"):
        path = Path(str(make_url(made).database))
        assert [one.name for one in path.parent.iterdir()] == [path.name]
