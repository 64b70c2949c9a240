"""Failures that an operator can mend: one root, caught once, at the command line.

VerdeelError                what went wrong outside the data, in one Dutch sentence
├── WrongUse          (2)   the command was given something it cannot mean
├── RefusedByProcess  (3)   a rule of the process forbids the step: a broken seal, the same person
├── InfeasiblePolicy  (4)   the wishes of the policy cannot hold together
└── Unreadable        (5)   a file or the database cannot be read

The number is the exit code. What a person wrote wrong in a workbook is never an exception: that is
a finding (``grants.finding``).
"""

from __future__ import annotations

from typing import ClassVar


class VerdeelError(Exception):
    """The root. ``message`` is one sentence that says what, where, and what to do."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WrongUse(VerdeelError):
    """A command or its arguments cannot be meant as they stand."""

    exit_code = 2


class RefusedByProcess(VerdeelError):
    """A rule of the process forbids the step."""

    exit_code = 3


class InfeasiblePolicy(VerdeelError):
    """The constraints of the policy cannot hold together."""

    exit_code = 4


class Unreadable(VerdeelError):
    """A file or the database cannot be read."""

    exit_code = 5
