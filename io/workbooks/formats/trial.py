"""Reading a file by the fast reader once in a process of its own, where it might end the process.

The fast reader is native code. What it sets memory aside for is counted by the file, and where
there is less than that, it ends the process it is in without a word. Kinds of file of which the
counts are not all checked here are read in a child first.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import python_calamine

from .limits import MAX_SECONDS, check_time
from .look import Malformed

_READ = """
import io, os, sys
sys.path.append(sys.argv[1])
from python_calamine import CalamineWorkbook
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
try:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    for name in workbook.sheet_names:
        try:
            workbook.get_sheet_by_name(name)
        except BaseException:
            pass
except BaseException:
    pass
sys.stdout.write("alive")
sys.stdout.flush()
os._exit(0)
"""


_LIBRARIES = str(Path(python_calamine.__file__).parents[1])
"""Where the fast reader is; looking for it would take the child longer than reading."""


def survives(data: bytes) -> None:
    """Return where the fast reader survives the file; what it raises is found when it is read.

    Raises:
        Malformed: it ended the child.
    """
    check_time()
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _READ, _LIBRARIES],
            input=data, capture_output=True, timeout=MAX_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Malformed("the fast reader does not come to an end") from error
    if done.stdout != b"alive":
        raise Malformed("the fast reader ended its process")
