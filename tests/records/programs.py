"""The program as a process of its own, as an officer starts it: to be limited or killed."""

import os
import subprocess
import sys
from pathlib import Path

from .conftest import Result

_RUN = "import sys; from verdeelsleutel.io.cli import main; sys.argv[0] = 'verdeel'; main()"
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from verdeelsleutel.io import cli
sys.exit(cli.run(sys.argv[2:]))
"""
# Run once on another database, so that everything is loaded; then as somebody without rights.
_POWERLESS = """
import contextlib, io, os, sys
from verdeelsleutel.io import cli
nobody, warm, *arguments = sys.argv[1:]
target = os.environ["VERDEEL_DATABASE"]
os.environ["VERDEEL_DATABASE"] = warm
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    cli.run(arguments)
os.environ["VERDEEL_DATABASE"] = target
if os.geteuid() == 0:
    os.setegid(int(nobody))
    os.seteuid(int(nobody))
sys.exit(cli.run(arguments))
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


def run_powerless(warm: str, *arguments: str | Path, on: str) -> Result:
    """Run as somebody whom permissions hold back, also where the tests run as root."""
    code = ["-c", _POWERLESS, str(NOBODY), warm, *map(str, arguments)]
    return finished(_popen(code, on))


def _popen(arguments: list[str], on: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "VERDEEL_DATABASE": on, "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, *arguments], env=environment, text=True, encoding="utf-8",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
