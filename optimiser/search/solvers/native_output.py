"""What a native library writes by itself, held away from the result on standard output."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from threading import Lock

_STDOUT = 1  # the file descriptor; a native library knows nothing of ``sys.stdout``
_ONE_AT_A_TIME = Lock()


@contextmanager
def native_output_aside() -> Generator[None]:
    """Drop what is written to the file descriptor of standard output within.

    HiGHS 1.16 greets whoever makes an instance of it, whatever its options say, and ``--json``
    would no longer be JSON. Nothing of ours may be printed within.
    """
    with _ONE_AT_A_TIME:
        try:
            kept = os.dup(_STDOUT)
        except OSError:
            kept = -1  # there is no standard output to keep clean
        try:
            if kept >= 0:
                with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a device, not a path
                    os.dup2(nothing.fileno(), _STDOUT)
            yield
        finally:
            if kept >= 0:
                os.dup2(kept, _STDOUT)
                os.close(kept)
