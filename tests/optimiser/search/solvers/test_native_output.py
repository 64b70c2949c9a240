"""What a solver writes by itself never reaches standard output."""

import subprocess
import sys

WRITES = (
    "import os, sys\n"
    "from verdeelsleutel.optimiser.search.solvers.native_output import native_output_aside\n"
    "print('voor')\n"
    "with native_output_aside():\n"
    "    os.write(1, b'a greeting of a library')\n"
    "print('na')\n"
)
NOWHERE = "import os\nos.close(1)\n" + WRITES.replace("print(", "str(").replace(
    "    os.write(1, b'a greeting of a library')\n", "    pass\n"
)


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_a_native_greeting_is_dropped_and_nothing_of_python_is_lost() -> None:
    done = run(WRITES)
    assert (done.returncode, done.stdout.split()) == (0, ["voor", "na"])


def test_a_failure_within_gives_standard_output_back() -> None:
    code = WRITES.replace("print('na')", "    raise KeyError('x')\nprint('na')")
    code = code.replace("with native", "try:\n  with native").replace("\n    ", "\n      ")
    code = code.replace("print('na')", "except KeyError: print('na')")
    done = run(code)
    assert (done.returncode, done.stdout.split()) == (0, ["voor", "na"]), done.stderr


def test_without_standard_output_the_work_goes_on() -> None:
    assert run(NOWHERE).returncode == 0


def test_making_an_engine_writes_nothing() -> None:
    code = (
        "from verdeelsleutel.optimiser.problem import knapsack\n"
        "knapsack([3, 2], [[2, 1]], [2]).solve()\n"
        "print('klaar')\n"
    )
    done = run(code)
    assert (done.returncode, done.stdout) == (0, "klaar\n"), done.stderr
