"""What a command prints: the result on stdout, progress and messages on stderr."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Self, TextIO

import click

from ...grants.applications.finding import Finding, Severity
from ...grants.money import Euro
from ...grants.notation import counted, whole
from ..errors import OutputGone, why_not
from ..files.signs import escaped, visible
from .page import has_every_sign
from .terminal import dressed, heard

if TYPE_CHECKING:
    from ...optimiser.solution import Progress  # every command prints, and few divide

_DUTCH_SEVERITY = {
    Severity.ERROR: "fout",
    Severity.WARNING: "waarschuwing",
    Severity.QUESTION: "vraag",
}


def say(message: str) -> None:
    """A message for the person at the keyboard, on stderr."""
    _write(visible(message), err=True)


def show(text: str = "") -> None:
    """A line of the result, on stdout."""
    _write(visible(text))


def show_json(value: Any) -> None:
    """A result as JSON, on stdout; amounts are integer cents.

    What the encoding of whoever reads it does not have is escaped: it says the same.
    """
    plain = not has_every_sign(sys.stdout)
    _write(escaped(json.dumps(value, ensure_ascii=plain, indent=2)), as_is=True)


def _write(text: str, *, err: bool = False, as_is: bool = False) -> None:
    heard()
    try:
        click.echo(text if as_is else dressed(text, err=err), err=err)
    except OSError as fault:
        if _stopped_reading(fault):
            _leave(sys.stderr if err else sys.stdout)
            return
        raise OutputGone(
            f"Wat deze opdracht zegt kan niet worden geschreven: {why_not(fault)}. Wilt u alles "
            "zien, geef dan dezelfde opdracht opnieuw; die maakt haar af, of zegt dat zij al "
            "gedaan was."
        ) from fault


def _stopped_reading(fault: OSError) -> bool:
    """Whether the program that read along has seen enough, as ``head`` does after ten lines."""
    # Windows says EINVAL of a pipe that nobody reads any more.
    return isinstance(fault, BrokenPipeError) or (os.name == "nt" and fault.errno == errno.EINVAL)


def _leave(stream: TextIO) -> None:
    """Let all that is still said go nowhere: the command itself goes on to its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def show_findings(findings: Sequence[Finding], limit: int = 40) -> None:
    """Findings grouped by file and sheet, each with its cell, on stdout."""
    place = ""
    for finding in findings[:limit]:
        here = " › ".join(part for part in (finding.file, finding.sheet) if part)
        if here != place:
            place = here
            show(f"\n{here}")
        cell = f"{finding.cell:>6}" if finding.cell else "     -"
        severity = _DUTCH_SEVERITY[finding.severity]
        show(f"{cell}  {finding.code}  {severity}: {finding.message} {finding.cure}")
    if len(findings) > limit:
        more = counted(len(findings) - limit, "bevinding", "bevindingen")
        show(f"\n… en nog {more}; alle staan in --json.")


class Counter:
    """A line on stderr that counts along; only where stderr is a terminal.

    ``always`` says once elsewhere too what is counted, so that a log shows where it is.
    """

    def __init__(self, what: str, *, always: bool = False) -> None:
        self._what = what
        self._live = sys.stderr.isatty()
        if self._live:
            heard()
            sys.stderr.write(f"\r{what}")
            sys.stderr.flush()
        elif always:
            say(f"verdeel: {what}")

    def __call__(self, done: int, total: int) -> None:
        if self._live:
            heard()
            end = "\n" if done == total else ""
            sys.stderr.write(f"\r{self._what}: {done} van {total}{end}")
            sys.stderr.flush()


class Timed:
    """What takes a moment, on stderr with how long it took; only where stderr is a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._live = sys.stderr.isatty()
        self._from = 0.0

    def __enter__(self) -> Self:
        if self._live:
            self._from = monotonic()
            sys.stderr.write(f"{self._what} ...")
            sys.stderr.flush()
        return self

    def __exit__(self, kind: object, value: object, trace: object) -> None:
        if self._live:
            took = f"{monotonic() - self._from:.1f}".replace(".", ",")
            sys.stderr.write(f"\r\x1b[K{self._what}: {took} s\n")
            sys.stderr.flush()


_STAGES_NL = {
    "affordable homes": "de meeste betaalbare woningen",
    "money": "het minste geld",
    "order": "de gepubliceerde volgorde",
    "published order": "de gepubliceerde volgorde",
    "swing": "wie zonder verlies van plaats kan wisselen",
}


def stage_nl(name: str) -> str:
    """A stage of the optimum in Dutch."""
    return _STAGES_NL.get(name, name.replace("shortfall ", "het kleinste tekort op "))


class Stages:
    """The stages of a long computation on stderr: a live line in a terminal, else one a stage."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._told = ""

    def __call__(self, progress: Progress) -> None:
        name = stage_nl(progress.stage)
        if self._live:
            heard()
            line = f"{name}, {progress.done} van {progress.total}{_so_far(progress)}"
            sys.stderr.write(f"\r\x1b[K{line}")
            sys.stderr.flush()
        elif name != self._told:
            say(f"verdeel: {name}")
        self._told = name

    def end(self) -> None:
        """Leave the live line behind."""
        if self._live and self._told:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def _so_far(progress: Progress) -> str:
    """What a stage has found, what is possible at most or at least, and the gap between them."""
    stated = progress.stage == "money"

    def said(number: int) -> str:
        return str(Euro(number)) if stated else whole(number)

    value, bound = progress.value, progress.bound
    if bound is None:
        return "" if value is None else f": {said(value)}"
    most = "ten minste" if progress.stage != "affordable homes" else "ten hoogste"
    if value is None:
        return f": {most} {said(bound)}"
    return f": {said(value)} gevonden, {most} {said(bound)}, verschil {said(abs(bound - value))}"
