"""Many independent solves: in this process, in processes on one machine, or on a cluster.

Anything with the interface of ``concurrent.futures`` will do, among them the executor of a Dask
client. Results come back in the order of the jobs, so that they are the same wherever they ran.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")
_TO_CLOSE = 5.0  # seconds
_LOOK_AGAIN = 0.1  # seconds; an executor of a cluster has futures of its own kind


def follow_who_started() -> None:
    """For a process of a pool: leave Ctrl-C to the one that started it, and end when that one ends.

    One that is killed cannot tell its processes, which would wait for work for ever.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_who_started, daemon=True).start()


def _end_with_who_started() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "only a process that another one started follows it"
    parent.join()
    os._exit(1)


def local_processes(
    workers: int,
    initializer: Callable[..., None] = follow_who_started,
    given: tuple[Any, ...] = (),
) -> ProcessPoolExecutor:
    """Processes on this machine, started afresh: after a fork HiGHS fails without a word.

    They are started here, while Ctrl-C waits: one that it met on its way up, before it left it to
    who started it, would tell of it itself.
    """
    spawned = multiprocessing.get_context("spawn")
    executor = ProcessPoolExecutor(workers, spawned, initializer, given)
    if sys.platform == "win32":
        return executor
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        for _ in range(workers):  # each starts one more, while none has nothing to do
            executor.submit(int)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return executor


class Here(Executor):
    """This process: each job is done when its result is asked for, one after another."""

    def submit(self, fn: Callable[..., Result], /, *args: Any, **kwargs: Any) -> Future[Result]:
        """A future that has its result as soon as somebody asks for it."""
        return _Later(lambda: fn(*args, **kwargs))


class _Later(Future[Result]):
    def __init__(self, work: Callable[[], Result]) -> None:
        super().__init__()
        self._work = work

    def done(self) -> bool:
        return True

    def result(self, timeout: float | None = None) -> Result:
        return self._work()


def given_up(executor: ProcessPoolExecutor) -> None:
    """End the processes of an executor at once, whatever they are at.

    Its own thread is waited for: left alone it may close what the end of the program still uses.
    """
    closing = threading.Thread(target=executor.shutdown, kwargs={"cancel_futures": True})
    closing.daemon = True
    closing.start()
    for process in multiprocessing.active_children():
        process.terminate()
    closing.join(_TO_CLOSE)


def in_order(
    function: Callable[..., Result],
    jobs: Sequence[tuple[Any, ...]],
    executor: Executor | None = None,
    done: Callable[[int, int], None] | None = None,
) -> list[Result]:
    """Call a function for each job, and give the results in the order of the jobs."""
    if executor is None:
        waiting: Sequence[Callable[[], Result]] = [_call(function, job) for job in jobs]
    else:
        waiting = [executor.submit(function, *job).result for job in jobs]
    found: list[Result] = []
    for place, get in enumerate(waiting):
        found.append(get())
        if done is not None:
            done(place + 1, len(jobs))
    return found


def as_done(
    function: Callable[..., Result], jobs: Sequence[tuple[Any, ...]], executor: Executor
) -> Iterator[Result]:
    """Call a function for each job, and give each result as soon as it is there, in any order."""
    waiting: dict[int, Future[Result]] = {
        place: executor.submit(function, *job) for place, job in enumerate(jobs)
    }
    while waiting:
        ready = [place for place, one in waiting.items() if one.done()]
        for place in ready:
            yield waiting.pop(place).result()
        if not ready:
            time.sleep(_LOOK_AGAIN)


def _call(function: Callable[..., Result], job: tuple[Any, ...]) -> Callable[[], Result]:
    return lambda: function(*job)
