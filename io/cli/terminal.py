"""What a terminal gets beside the text: lines broken at words, colours, and that work goes on.

Nothing of it goes to a file or a pipe: there the text is the same on every computer.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
import threading
from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic

from .tables import WIDTH

_RESET, _BOLD = "\x1b[0m", "\x1b[1m"
_COLOURS = (
    (re.compile(r"\b(?:fout|moet):"), "\x1b[31m"),
    (re.compile(r"\b(?:waarschuwing|vraag|[Ll]et op):"), "\x1b[33m"),
    (re.compile(r"^\s*Bewezen:"), "\x1b[32m"),
    (re.compile(r"^verdeel:"), "\x1b[31m"),
    (re.compile(r"^\s*Hierna\b.*$"), _BOLD),
)
_CODES = re.compile(r"\s*(?:\S+ {2,})+")  # what stands in columns before a sentence
_WORD = r'(?:"[^"]*"|<[^>]*>|[^\s"<(]\S*)'  # of a command: in quotes, to fill in, or bare
_STOPS = ".,;:"
_GOES_ON = rf"(?<![{_STOPS}]) "
_COMMAND = re.compile(  # its name with what it is about, and its options with their values
    rf"(?:(?<=\s)|^)verdeel(?:{_GOES_ON}(?!--){_WORD}){{1,5}}?"
    rf"(?:(?:{_GOES_ON}--[\w-]+(?:{_GOES_ON}(?!--){_WORD})?)+|(?=[.,;:]?(?:$| \()))"
)
_NARROWEST = 40
_QUIET_SECONDS = 2.0


def is_terminal(*, err: bool) -> bool:
    """Whether a person reads along."""
    return (sys.stderr if err else sys.stdout).isatty()


def for_terminal(text: str, columns: int, *, coloured: bool) -> str:
    r"""A text as a terminal shows it: long lines broken at words, under where they began.

    >>> for_terminal("  moet: een lange zin die niet past op de regel", 40, coloured=False)
    '  moet: een lange zin die niet past op\n    de regel'

    What stands behind its code goes on under where it began:

    >>> said = "  REG-04  voldoet. " + "Het project voegt 8.270 woningen toe. " * 2
    >>> print(for_terminal(said, 60, coloured=False))
      REG-04  voldoet. Het project voegt 8.270 woningen toe. Het
              project voegt 8.270 woningen toe.
    """
    wide = max(columns, _NARROWEST)
    pieces = [_broken(line, wide) for line in text.split("\n")]
    return "\n".join(
        line for broken in pieces for line in (_in_colours(broken) if coloured else broken)
    )


def _broken(line: str, wide: int) -> list[str]:
    if len(line) <= wide:
        return [line]
    if "  " in line.strip() and len(line) <= WIDTH:  # a row of a table, none of which is wider
        return [line]
    indent = len(line) - len(line.lstrip())
    hang = indent + 2
    codes = _CODES.match(line)
    if codes is not None and codes.end() <= wide // 2:
        hang = codes.end()
    return broken(line[indent:], wide, " " * indent, " " * hang)


def broken(text: str, wide: int, first: str, after: str) -> list[str]:
    """A text in lines, behind ``first`` and then ``after``; each command whole on a line.

    A command that goes beyond the width is left so: a terminal shows the rest below it, and what is
    copied is one line. The stop behind it is left out, so that it is not copied too.

    >>> said = 'Hierna: verdeel pay order --round 2026-1 --date jjjj-mm-dd (de behandelaar)'
    >>> broken(said, 40, "", "  ")
    ['Hierna:', '  verdeel pay order --round 2026-1 --date jjjj-mm-dd', '  (de behandelaar)']
    """
    if len(first) + len(text) <= wide:
        return [first + text]
    lines: list[str] = []
    at = 0
    for found in _COMMAND.finditer(text):
        lines += _wrapped(text[at : found.start()], wide, after if lines else first, after)
        lines.append((after if lines else first) + found[0].rstrip(_STOPS))
        at = found.end() + (text[found.end() : found.end() + 1] in tuple(_STOPS))
    return [*lines, *_wrapped(text[at:], wide, after if lines else first, after)]


def _wrapped(text: str, wide: int, first: str, after: str) -> list[str]:
    return textwrap.wrap(
        text.strip(), wide, initial_indent=first, subsequent_indent=after,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _in_colours(broken: list[str]) -> list[str]:
    """The lines that one was broken into; all of what comes next is bold."""
    first, *rest = map(_coloured, broken)
    if first.startswith(_BOLD):
        rest = [f"{_BOLD}{line}{_RESET}" for line in broken[1:]]
    return [first, *rest]


def _coloured(line: str) -> str:
    for pattern, colour in _COLOURS:
        found = pattern.search(line)
        if found is not None:
            return f"{line[: found.start()]}{colour}{found[0]}{_RESET}{line[found.end() :]}"
    return line


def dressed(text: str, *, err: bool) -> str:
    """The text for whoever reads it: as it is, or for a terminal of this width."""
    if not is_terminal(err=err):
        return text
    plain = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    return for_terminal(text, shutil.get_terminal_size().columns, coloured=not plain)


class _Heard:
    """When something was last shown, and whether the line that says so is on the screen."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.at = monotonic()
        self.waiting = False


_HEARD = _Heard()


def heard() -> None:
    """Something is about to be shown: the line that says that work goes on makes room."""
    with _HEARD.lock:
        _HEARD.at = monotonic()
        if _HEARD.waiting:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            _HEARD.waiting = False


@contextmanager
def saying_that_it_works() -> Generator[None]:
    """Tell on a terminal, each second, that a command goes on that shows nothing for two."""
    if not is_terminal(err=True):
        yield
        return
    heard()
    done = threading.Event()
    begun = monotonic()
    watch = threading.Thread(target=_watch, args=(done, begun), daemon=True)
    watch.start()
    try:
        yield
    finally:
        done.set()
        watch.join()
        heard()


def _watch(done: threading.Event, begun: float) -> None:
    while not done.wait(1):
        with _HEARD.lock:
            if monotonic() - _HEARD.at >= _QUIET_SECONDS:
                sys.stderr.write(f"\r\x1b[Kbezig, {monotonic() - begun:.0f} s")
                sys.stderr.flush()
                _HEARD.waiting = True
