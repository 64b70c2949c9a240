"""How much of a file is read at most, in one place: its size, its cells, its findings and the time.

Each limit refuses the file in one sentence, and nothing of it is taken in. They are far above what
an office sends, so that only damage and malice meet them. How deep elements stand in each other is
no limit: they are followed as they come, and no depth is kept.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

from ....grants.applications.finding import Finding
from ....grants.frozen import frozen
from ...errors import Unreadable

MAX_FILE = 100 * 2**20
MAX_UNPACKED = 600 * 2**20
MAX_RATIO = 500  # a part may be this many times its packed size ...
RATIO_FROM = 50 * 2**20  # ... once it is larger than this
MAX_PARTS = 5_000
MAX_CELLS = 10_000_000
MAX_FINDINGS = 100_000
MAX_LINES, MAX_OF_LINES = 50_000, 5 * 2**20  # of a file with payments or accounts, and its bytes
MAX_SECONDS = 300
MAX_OTHER_SHEETS = 200  # sheets of another name that are held against the schemes


@frozen
class TimeLimit:
    """How long one file may be read, in seconds of the clock given."""

    seconds: float = MAX_SECONDS
    clock: Callable[[], float] = time.monotonic


USUAL = TimeLimit()


@frozen
class _Reading:
    """The file that is being read, and when it has to be done."""

    file: str
    limit: TimeLimit
    ends: float


_reading: ContextVar[_Reading | None] = ContextVar("reading", default=None)


@contextmanager
def within(file: str, limit: TimeLimit) -> Generator[None]:
    """Read a file within its time."""
    token = _reading.set(_Reading(file, limit, limit.clock() + limit.seconds))
    try:
        yield
    finally:
        _reading.reset(token)


def check_time() -> None:
    """Refuse the file where its time is up; asked at each step: a piece of a part, some rows.

    The fast reader cannot be asked meanwhile; what it is given is bounded by size and cells first,
    and the most that they allow takes it some ten seconds. The clock stops reading, and decides
    nothing else.

    Raises:
        Unreadable: the time is up.
    """
    reading = _reading.get()
    if reading is not None and reading.limit.clock() > reading.ends:
        raise Unreadable(
            f"{reading.file} is na {reading.limit.seconds:.0f} seconden nog niet gelezen; het "
            "lezen is gestopt en er is niets uit opgenomen. Verdeel de aanvragen over meer "
            "bestanden, of kopieer ze naar een nieuw sjabloon."
        )


def check_findings(count: int, first: Finding) -> None:
    """Refuse a file in which nearly everything is wrong.

    Raises:
        Unreadable: there are more findings than anybody would mend one by one.
    """
    if count > MAX_FINDINGS:
        most = f"{MAX_FINDINGS:,}".replace(",", ".")
        raise Unreadable(
            f"{first.file} heeft meer dan {most} bevindingen; er is niets uit opgenomen. De eerste "
            f"staat op blad '{first.sheet}', cel {first.cell}: {first.message} Controleer of elke "
            "kolom onder haar eigen kop staat en of er geen regels zijn die geen aanvraag zijn."
        )
