"""Where many solves run: here, in processes on this machine, or on a Dask scheduler's workers."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from ...optimiser.questions.many import Here, given_up, local_processes
from ..errors import WrongUse

_HERE = ("localhost", "127.0.0.1", "::1")
_TO_ANSWER = "5s"
_FEW = 24  # candidates; all that is asked of so few is answered before a process has started


@contextmanager
def solving(workers: int, scheduler: str | None, *, candidates: int) -> Generator[Executor]:
    """An executor, closed again at the end. The answers are the same wherever it runs.

    Of few ``candidates`` it is this process itself, unless a scheduler is named.

    Where the block is left by an exception, such as Ctrl-C, nobody waits for what was not done.

    What a scheduler is given it unpickles, which runs whatever somebody puts in its place: so it is
    on this machine, or one that shows a certificate.

    Raises:
        WrongUse: the extra ``cluster`` is not installed, nothing answers at the address, or it is
            that of another machine without a certificate.
    """
    if scheduler is None and candidates <= _FEW:
        yield Here()
        return
    if scheduler is None:
        with local_processes(workers) as executor:
            try:
                yield executor
            except BaseException:
                given_up(executor)
                raise
        return
    _require_trusted(scheduler)
    try:
        from distributed import Client  # pyright: ignore[reportMissingTypeStubs]
    except ImportError as fault:
        raise WrongUse(
            "--scheduler vraagt de bibliotheek distributed: installeer verdeelsleutel[cluster]."
        ) from fault
    try:
        client: Any = Client(scheduler, timeout=_TO_ANSWER)
    except (OSError, ValueError) as fault:
        raise WrongUse(f"Op {scheduler} antwoordt geen planner van Dask.") from fault
    with client:
        yield client.get_executor()


def _require_trusted(scheduler: str) -> None:
    kind, found, rest = scheduler.partition("://")
    host = rest.rpartition(":")[0].strip("[]") if found else ""
    if kind in ("tls", "inproc") or not found or host in _HERE:
        return
    raise WrongUse(
        f"De planner {scheduler} staat op een andere computer en toont geen certificaat. Gebruik "
        "een planner met tls:// (zie docs/records.md), of een op deze computer."
    )
