"""The layers of the program, drawn from its imports: ``python -m tests.house.drawing`` prints them.

A box is a folder, or a package of ``io`` or ``optimiser``. A box stands one line above the highest
that it imports; behind it are those that it imports and that no other of them brings along.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import grimp

FOLDERS = ("grants", "instruments", "optimiser", "io")
_PARTED = ("optimiser", "io")  # drawn by their packages

Arrows = Mapping[str, frozenset[str]]


class Circle(Exception):
    """Boxes that import each other; there is no picture with layers of those."""


def arrows() -> Arrows:
    """What each box imports."""
    graph = grimp.build_graph(*(f"verdeelsleutel.{folder}" for folder in FOLDERS), cache_dir=None)
    found: dict[str, set[str]] = {}
    for module in graph.modules:
        for other in graph.find_modules_directly_imported_by(module):
            found.setdefault(_box(module), set()).add(_box(other))
            found.setdefault(_box(other), set())
    return {
        box: frozenset(others - {box, *_PARTED}) for box, others in found.items()
        if box not in _PARTED
    }  # fmt: skip


def _box(module: str) -> str:
    folder, *rest = module.split(".")[1:]
    return f"{folder}.{rest[0]}" if folder in _PARTED and rest else folder


def drawn(found: Arrows) -> str:
    """The picture.

    Raises:
        Circle: there is no line on which a box can stand.
    """
    levels = _levels(found)
    width = max(map(len, found))
    lines = [
        f"{levels[box]:>2}  {box:<{width}}  {' '.join(_direct(found, box)) or '-'}"
        for box in sorted(found, key=lambda box: (-levels[box], box))
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _levels(found: Arrows) -> dict[str, int]:
    levels: dict[str, int] = {}
    while len(levels) < len(found):
        placed = {
            box: 1 + max((levels[other] for other in others), default=-1)
            for box, others in found.items()
            if box not in levels and others <= set(levels)
        }
        if not placed:
            raise Circle(", ".join(sorted(set(found) - set(levels))))
        levels |= placed
    return levels


def _direct(found: Arrows, box: str) -> list[str]:
    """What a box imports, less what another of those imports already."""

    @cache
    def below(one: str) -> frozenset[str]:
        return found[one].union(*(below(other) for other in found[one]))

    brought = frozenset[str]().union(*(below(other) for other in found[box]))
    return sorted(found[box] - brought)


def picture(page: Path) -> str:
    """The picture on a page: its first block that is marked as text."""
    _, _, rest = page.read_text(encoding="utf-8").partition("```text\n")
    return rest.partition("```")[0]


if __name__ == "__main__":
    print(drawn(arrows()), end="")  # noqa: T201 - to be copied to the page
