"""Running one command line: the one edge where failures become sentences and exit codes."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from ..errors import OutputGone, VerdeelError
from ..files.signs import visible
from .page import speak_to_whoever_reads
from .process import arrange
from .program import verdeel
from .speaking import language_of, spoken
from .terminal import dressed, saying_that_it_works

_INTERRUPTED = 130


def main() -> None:
    """Run the program and exit with its code."""
    arrange()
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code. Expected failures become one sentence."""
    for stream in (sys.stdout, sys.stderr):
        speak_to_whoever_reads(stream)
    with spoken(verdeel, language_of(arguments, os.environ)):
        return _run(arguments)


def _run(arguments: list[str]) -> int:
    try:
        with saying_that_it_works():
            result = verdeel.main(arguments, prog_name="verdeel", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except VerdeelError as failure:
        if isinstance(failure, OutputGone):
            _leave_the_output()
        with suppress(OSError):  # there is nobody left to tell it to
            click.echo(dressed(visible(f"verdeel: {failure}"), err=True), err=True)
        return failure.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(
            "verdeel: afgebroken. Geef dezelfde opdracht opnieuw om haar af te maken.", err=True
        )
        return _INTERRUPTED


def _leave_the_output() -> None:
    """Let what still waits to be written go nowhere, so that the end of the process is quiet."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
