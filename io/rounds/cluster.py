"""Where many solves run: processes on this machine, or the workers of a Dask scheduler."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Any

from ...optimiser.questions.many import given_up, local_processes
from ..errors import WrongUse

_TO_ANSWER = "5s"


@contextmanager
def solving(workers: int, scheduler: str | None) -> Generator[Executor]:
    """An executor, closed again at the end. The answers are the same wherever it runs.

    Where the block is left by an exception, such as Ctrl-C, nobody waits for what was not done.

    Raises:
        WrongUse: the extra ``cluster`` is not installed, or nothing answers at the address.
    """
    if scheduler is None:
        with local_processes(workers) as executor:
            try:
                yield executor
            except BaseException:
                given_up(executor)
                raise
        return
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
