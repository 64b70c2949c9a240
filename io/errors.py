"""The exceptions an operator can meet, each with the exit code of the command line.

::

    VerdeelError                what, where, and what to do, in one Dutch sentence or two
    ├── WrongUse            2   the command was given something it does not take
    ├── RefusedByProcess    3   a rule of the process forbids it
    │   └── CrossedByAnother    another command crossed this one; the same again will do
    ├── InfeasiblePolicy    4   the policy's ceilings and constraints cannot hold together
    └── Unreadable          5   a file or the database cannot be read
        └── OutputGone          what the command says cannot be written

What is wrong *inside* an application is never an exception: that is a finding.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import ClassVar


class VerdeelError(Exception):
    """An expected failure: told in a sentence, without a traceback."""

    exit_code: ClassVar[int] = 1


class WrongUse(VerdeelError):
    """The command was given something it does not take."""

    exit_code = 2


class RefusedByProcess(VerdeelError):
    """A rule of the process forbids it: seal, four eyes, certificate, state of the round."""

    exit_code = 3


class CrossedByAnother(RefusedByProcess):
    """Another command changed the same data at the same time; nothing was written by this one."""


class InfeasiblePolicy(VerdeelError):
    """The policy's ceilings and constraints cannot hold together.

    ``told`` is the same as data, for ``--json``, where a round was divided.
    """

    exit_code = 4

    def __init__(self, message: str, told: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.told = told


class Unreadable(VerdeelError):
    """A file or the database cannot be read."""

    exit_code = 5


class OutputGone(Unreadable):
    """What a command says cannot be written. Where nobody reads on, that is no failure."""


_OF_A_FILE = {
    errno.ENOENT: "bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EISDIR: "is een map",
    errno.EACCES: "geen toegang",
    errno.EPERM: "geen toegang",
    errno.EROFS: "daar kan alleen worden gelezen",
    errno.EEXIST: "bestaat al",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "de schijfruimte is op",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.EBUSY: "in gebruik",
}


def why_not(fault: OSError) -> str:
    """What the system says of a file, in Dutch where it is one of the usual things.

    >>> why_not(FileNotFoundError(errno.ENOENT, "No such file or directory"))
    'bestaat niet'
    """
    said = _OF_A_FILE.get(fault.errno or 0)
    return said if said is not None else str(fault.strerror or fault)
