"""The borders of municipalities as paths of a picture, in whole units of 200 metres.

They are those of 2023; a code that ended since is drawn as part of the municipality that it went
to, as :func:`~....grants.municipality.successions` has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from ....grants.municipality import municipalities, successions
from .making_borders import NAME

Point = tuple[int, int]
Line = tuple[Point, ...]
_HEIGHTS = 8  # in so many parts the height of a shape is cut to look for room for a mark


@dataclass(frozen=True, slots=True)
class Region:
    """A municipality: its outline as a path, and a point well inside its largest part."""

    code: str
    path: str
    middle: Point


@dataclass(frozen=True, slots=True)
class Land:
    """All there is to draw. ``inner`` parts municipalities of one province, ``outer`` provinces.

    ``width`` and ``height`` hold everything from 0 on. ``regions`` stand from the north-west to the
    south-east. ``missing`` are the codes of municipalities that no border is known of.
    """

    width: int
    height: int
    regions: tuple[Region, ...]
    inner: str
    outer: str
    missing: tuple[str, ...]


@cache
def land() -> Land:
    """The land by the municipalities and provinces of today."""
    text = files("verdeelsleutel.io.reports.charts").joinpath(NAME).read_text(encoding="utf-8")
    return drawn(
        json.loads(text),
        {code: one.province for code, one in municipalities().items()},
        {code: one.successor for code, one in successions().items()},
    )


def drawn(
    topology: Mapping[str, Any], provinces: Mapping[str, str], successors: Mapping[str, str]
) -> Land:
    """The land of a topology; ``provinces`` has the province of each code that is in use.

    Raises ``KeyError`` where a shape has a code that is not in use and went nowhere.
    """
    arcs = [tuple(_walked(steps)) for steps in topology["arcs"]]
    rings: dict[str, list[list[int]]] = {}
    for shape in topology["objects"]["gemeenten"]["geometries"]:
        code = _of_today(shape["properties"]["code"], provinces, successors)
        rings.setdefault(code, []).extend(ring for part in shape["arcs"] for ring in part)
    points = [point for arc in arcs for point in arc]
    regions = [_region(code, own, arcs) for code, own in rings.items()]
    inner, outer = _parting(rings, arcs, provinces)
    return Land(
        width=max(x for x, _ in points) + 1,
        height=max(y for _, y in points) + 1,
        regions=tuple(sorted(regions, key=lambda one: (sum(one.middle), one.code))),
        inner="".join(_path(line) for line in inner),
        outer="".join(_path(line) for line in outer),
        missing=tuple(sorted(set(provinces) - set(rings))),
    )


def _of_today(code: str, provinces: Mapping[str, str], successors: Mapping[str, str]) -> str:
    while code not in provinces:
        code = successors[code]
    return code


def _walked(steps: Iterable[Sequence[int]]) -> Iterator[Point]:
    x = y = 0
    for dx, dy in steps:
        x, y = x + dx, y + dy
        yield x, y


def _region(code: str, rings: Sequence[Sequence[int]], arcs: Sequence[Line]) -> Region:
    lines = [_joined(ring, arcs) for ring in rings]
    lines = [line for line in lines if _doubled_area(line)] or lines
    largest = max(lines, key=_doubled_area)
    path = "".join(f"{_path(line[:-1])}z" for line in lines)
    return Region(code, path, _inside(largest))


def _joined(ring: Sequence[int], arcs: Sequence[Line]) -> Line:
    """The points of a ring, the first and the last the same; ``~n`` is arc ``n`` backwards."""
    points: list[Point] = []
    for arc in ring:
        line = arcs[arc] if arc >= 0 else arcs[~arc][::-1]
        points.extend(line if not points else line[1:])
    return tuple(points)


def _doubled_area(line: Line) -> int:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise(line)))


def _inside(line: Line) -> Point:
    """A point within a ring: in the middle of its widest stretch, preferring half its height."""
    low, high = min(y for _, y in line), max(y for _, y in line)
    best, found = -1, line[0]
    for part in range(1, _HEIGHTS):
        y = low + (high - low) * part // _HEIGHTS
        # In twice the unit, half a unit lower, so that no corner is met.
        cuts = sorted(_crossings(line, 2 * y + 1))
        for left, right in zip(cuts[::2], cuts[1::2], strict=True):
            room = (right - left) * min(part, _HEIGHTS - part)
            if room > best:
                best, found = room, ((left + right) // 4, y)
    return found


def _crossings(line: Line, y: int) -> Iterator[int]:
    """Where a height cuts the sides of a ring, both in twice the unit."""
    for (ax, ay), (bx, by) in pairwise(line):
        if (2 * ay < y) is not (2 * by < y):
            yield 2 * ax + (bx - ax) * (y - 2 * ay) // (by - ay)


def _parting(
    rings: Mapping[str, Sequence[Sequence[int]]],
    arcs: Sequence[Line],
    provinces: Mapping[str, str],
) -> tuple[list[Line], list[Line]]:
    """The arcs between two municipalities of one province, and those around a province."""
    beside: dict[Line, list[str]] = {}  # two arcs with the same points are one border
    for code, own in rings.items():
        for arc in (arc for ring in own for arc in ring):
            line = arcs[arc] if arc >= 0 else arcs[~arc]
            beside.setdefault(min(line, line[::-1]), []).append(code)
    inner: list[Line] = []
    outer: list[Line] = []
    for line, codes in sorted(beside.items()):
        if len(codes) == 1 or len({provinces[code] for code in codes}) > 1:
            outer.append(line)
        elif len(set(codes)) > 1:
            inner.append(line)
    return inner, outer


def _path(line: Sequence[Point]) -> str:
    """The path of a line, in steps: ``M3 4l1-2 5 6``."""
    (x, y), *_ = line
    steps = "".join(f"{_after(bx - ax)}{_after(by - ay)}" for (ax, ay), (bx, by) in pairwise(line))
    return f"M{x} {y}l{steps.lstrip()}" if steps else ""


def _after(number: int) -> str:
    """A number behind another: its minus sign parts it as well as a space."""
    return str(number) if number < 0 else f" {number}"
