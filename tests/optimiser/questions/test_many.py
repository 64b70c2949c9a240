"""Processes that solve beside each other end with the one that started them."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from verdeelsleutel.optimiser.questions.many import Here, as_done, in_order

STARTS_ONE = """
import os, time
from verdeelsleutel.optimiser.questions.many import local_processes

with local_processes(1) as pool:
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(120)
"""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are read in /proc")
def test_a_process_of_a_pool_ends_when_the_one_that_started_it_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert runs(child)
        parent.kill()
    until = time.monotonic() + 60
    while runs(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not runs(child)


def runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_here_each_job_is_done_when_its_result_is_asked_for() -> None:
    """So that what was found before somebody stopped it has been kept by then."""
    asked: list[int] = []

    def square(number: int) -> int:
        asked.append(number)
        return number * number

    jobs = [(3,), (1,), (2,)]
    assert in_order(square, jobs, Here()) == in_order(square, jobs) == [9, 1, 4]
    asked.clear()
    one_by_one = as_done(square, jobs, Here())
    assert [next(one_by_one), next(one_by_one)] == [9, 1]
    assert asked == [3, 1]
    with pytest.raises(ZeroDivisionError):
        list(as_done(lambda: 1 // 0, [()], Here()))
