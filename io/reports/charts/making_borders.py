"""How ``gemeentegrenzen_2023.topo.json`` beside this file was made, to make it again or anew.

``python -m verdeelsleutel.io.reports.charts.making_borders SOURCE`` reads a TopoJSON of the
municipalities in WGS84 (object ``gm_features``, the code of each in ``code``), projects it to
Rijksdriehoek, leaves out points that a picture of a page does not show, and writes whole numbers
of 200 metres. Borders stay shared: an arc is simplified once for both municipalities that it
parts, so that no gap opens between them.

Source of the geometry: CBS and Kadaster, the municipalities of 2023, open data (CC BY 4.0), in the
simplified form of a public health dashboard (EUPL-1.2).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

NAME = "gemeentegrenzen_2023.topo.json"
GRID = 200  # metres
_TOLERANCE = 350  # metres that a border may move: less than a pixel of the widest picture
_SOURCE = "CBS en Kadaster, gemeentegrenzen 2023, CC BY 4.0; vereenvoudigd"
Point = tuple[float, float]

# Rijksdriehoek from WGS84, to within a metre: F.H. Schreutelkamp and G.L. Strang van Hees,
# "Benaderingsformules voor de transformatie tussen RD- en WGS84-kaartcoördinaten", Geodesia 2001/2.
_LATITUDE, _LONGITUDE = 52.15517440, 5.38720621
_X = {
    (0, 1): 190094.945, (1, 1): -11832.228, (2, 1): -114.221, (0, 3): -32.391, (1, 0): -0.705,
    (3, 1): -2.340, (1, 3): -0.608, (0, 2): -0.008, (2, 3): 0.148,
}  # fmt: skip
_Y = {
    (1, 0): 309056.544, (0, 2): 3638.893, (2, 0): 73.077, (1, 2): -157.984, (3, 0): 59.788,
    (0, 1): 0.433, (2, 2): -6.439, (1, 1): -0.032, (0, 4): 0.092, (1, 4): -0.054,
}  # fmt: skip


def rijksdriehoek(longitude: float, latitude: float) -> Point:
    """A place in metres east and north, from degrees in WGS84."""
    north, east = 0.36 * (latitude - _LATITUDE), 0.36 * (longitude - _LONGITUDE)
    x = sum(factor * north**p * east**q for (p, q), factor in _X.items())
    y = sum(factor * north**p * east**q for (p, q), factor in _Y.items())
    return 155_000 + x, 463_000 + y


def simplified(line: Sequence[Point], tolerance: float) -> list[Point]:
    """A line without the points that lie nearer to it than the tolerance; its ends stay.

    Douglas and Peucker's method. Of a ring, whose ends are one, the farthest point stays too.
    """
    if len(line) < 3:
        return list(line)
    far = max(range(1, len(line) - 1), key=lambda at: _apart(line[at], line[0], line[-1]))
    if line[0] != line[-1] and _apart(line[far], line[0], line[-1]) <= tolerance:
        return [line[0], line[-1]]
    before, behind = simplified(line[: far + 1], tolerance), simplified(line[far:], tolerance)
    return [*before[:-1], *behind]


def _apart(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the stretch between two others."""
    (x, y), (ax, ay), (bx, by) = point, start, end
    length = (bx - ax) ** 2 + (by - ay) ** 2
    along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length if length else 0.0
    along = min(1.0, max(0.0, along))
    return ((x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2) ** 0.5


def made(source: Mapping[str, Any]) -> dict[str, Any]:
    """The TopoJSON of the package, from that of the source."""
    shapes = source["objects"]["gm_features"]["geometries"]
    used = sorted({arc if arc >= 0 else ~arc for shape in shapes for arc in _arcs(shape["arcs"])})
    lines = [simplified(_projected(source, arc), _TOLERANCE) for arc in used]
    left = min(x for line in lines for x, _ in line)
    top = max(y for line in lines for _, y in line)
    number = {arc: at for at, arc in enumerate(used)}
    return {
        "type": "Topology",
        "source": _SOURCE,
        "transform": {"scale": [GRID, -GRID], "translate": [round(left), round(top)]},
        "arcs": [_steps(line, left, top) for line in lines],
        "objects": {
            "gemeenten": {
                "type": "GeometryCollection",
                "geometries": [
                    {
                        "type": "MultiPolygon",
                        "properties": {"code": shape["properties"]["code"]},
                        "arcs": _renumbered(_polygons(shape), number),
                    }
                    for shape in sorted(shapes, key=lambda one: one["properties"]["code"])
                ],
            }
        },
    }


def _arcs(nested: Any) -> Iterable[int]:
    for one in nested:
        if isinstance(one, int):
            yield one
        else:
            yield from _arcs(one)


def _polygons(shape: Mapping[str, Any]) -> Any:
    return [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]


def _renumbered(nested: Any, number: Mapping[int, int]) -> Any:
    if isinstance(nested, int):
        return number[nested] if nested >= 0 else ~number[~nested]
    return [_renumbered(one, number) for one in nested]


def _projected(source: Mapping[str, Any], arc: int) -> list[Point]:
    (wide, high), (west, south) = source["transform"]["scale"], source["transform"]["translate"]
    x = y = 0
    line: list[Point] = []
    for dx, dy in source["arcs"][arc]:
        x, y = x + dx, y + dy
        line.append(rijksdriehoek(west + x * wide, south + y * high))
    return line


def _steps(line: Sequence[Point], left: float, top: float) -> list[list[int]]:
    """The points on the grid, each as a step from the one before it, without standing still."""
    grid = [(round((x - left) / GRID), round((top - y) / GRID)) for x, y in line]
    steps, at = [list(grid[0])], grid[0]
    for x, y in grid[1:]:
        if (x, y) != at:
            steps.append([x - at[0], y - at[1]])
            at = (x, y)
    return steps


def main(source: Path) -> None:
    """Write the file of the package from a source."""
    topology = made(json.loads(source.read_text(encoding="utf-8")))
    text = json.dumps(topology, separators=(",", ":"), ensure_ascii=False)
    Path(__file__).with_name(NAME).write_text(f"{text}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
