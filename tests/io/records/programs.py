"""The program as a process of its own, as an officer starts it: to be limited or killed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from .conftest import Result

_RUN = "import sys; from verdeelsleutel.io.cli.running import main; sys.argv[0] = 'verdeel'; main()"
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from verdeelsleutel.io import cli
sys.exit(cli.run(sys.argv[2:]))
"""
# Run each command once on another database, so that everything is loaded; then as somebody without
# rights. What the second runs say is the last line that is printed.
_POWERLESS = """
import contextlib, io, json, os, sys
from verdeelsleutel.io import cli
nobody, commands = sys.argv[1], json.loads(sys.argv[2])
told = []
for last in (False, True):
    if last and os.geteuid() == 0:
        os.setegid(int(nobody))
        os.seteuid(int(nobody))
    for warm, target, arguments in commands:
        os.environ["VERDEEL_DATABASE"] = target if last else warm
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = cli.run(arguments)
        if last:
            told.append((code, out.getvalue(), err.getvalue()))
print(json.dumps(told))
"""
NOBODY = 65534


def started(*arguments: str | Path, on: str) -> subprocess.Popen[str]:
    """The program on the database ``on``, running."""
    return _popen(["-c", _RUN, *map(str, arguments)], on)


def finished(process: subprocess.Popen[str]) -> Result:
    out, err = process.communicate(timeout=300)
    return Result(process.returncode, out, err)


def run(*arguments: str | Path, on: str) -> Result:
    return finished(started(*arguments, on=on))


def run_limited(size: int, *arguments: str | Path, on: str) -> Result:
    """Run with no file allowed to grow over ``size`` bytes, as on a disk that is full."""
    return finished(_popen(["-c", _LIMITED, str(size), *map(str, arguments)], on))


def run_powerless(*commands: tuple[str, str, tuple[str | Path, ...]]) -> list[Result]:
    """Run as somebody whom permissions hold back, also where the tests run as root.

    Each command is a database to try it on first, its own database, and its arguments.
    """
    given = [(warm, on, [str(part) for part in arguments]) for warm, on, arguments in commands]
    told = finished(_popen(["-c", _POWERLESS, str(NOBODY), json.dumps(given)], ""))
    assert told.code == 0, told.err
    return [Result(*one) for one in json.loads(told.out)]


def _popen(arguments: list[str], on: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "VERDEEL_DATABASE": on, "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
