"""Markdown as the pages of the reference use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# What would otherwise become emphasis, a link, HTML or a role in the middle of a sentence.
_SIGNS = re.compile(r"([\\`*_\[\]<>{}|$~#^])")
_TYPED = re.compile(r"`([^`]+)`")


def text(said: str) -> str:
    """A sentence of the program on one line; what stands between backticks is typed.

    >>> text("een_naam, of <leeg> | niets, zie `verdeel round open`")
    'een\\\\_naam, of \\\\<leeg\\\\> \\\\| niets, zie `verdeel round open`'
    """
    parts = _TYPED.split(" ".join(said.split()))
    return "".join(
        code(part) if at % 2 else _SIGNS.sub(r"\\\1", part) for at, part in enumerate(parts)
    )


def code(said: str) -> str:
    """Something that is typed. A bar is escaped, since this may stand in a table.

    >>> code("a | b")
    '`a \\\\| b`'
    """
    return f"`{said.replace('|', chr(92) + '|')}`" if said else ""


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def page(label: str, title: str, *parts: str) -> str:
    """A page that others lead to by its label: ``[words](#label)``."""
    return "\n\n".join((f"({label})=\n# {title}", *(part.strip("\n") for part in parts))) + "\n"


def section(label: str, title: str, *parts: str, level: int = 2) -> str:
    """A part of a page, with a label of its own."""
    head = f"({label})=\n{'#' * level} {title}"
    return "\n\n".join((head, *(part.strip("\n") for part in parts if part)))
