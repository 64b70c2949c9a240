"""The borders on the map: the file they come from, how it was made, and mergers."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.io.reports.charts.borders import drawn, land
from verdeelsleutel.io.reports.charts.making_borders import NAME, made, rijksdriehoek, simplified
from verdeelsleutel.io.reports.charts.municipality_map import CLASSES, bounds_of

PROVINCES = {code: one.province for code, one in municipalities().items()}


def _topology() -> dict[str, Any]:
    package = files("verdeelsleutel.io.reports.charts")
    return json.loads(package.joinpath(NAME).read_text(encoding="utf-8"))


def test_each_municipality_of_today_has_a_border_and_no_other_has() -> None:
    assert {region.code for region in land().regions} == set(municipalities())
    assert land().missing == ()


def test_the_file_is_small_and_names_its_source() -> None:
    package = files("verdeelsleutel.io.reports.charts").joinpath(NAME)
    assert len(package.read_bytes()) < 100_000
    assert "CBS en Kadaster" in _topology()["source"]
    assert "CC BY 4.0" in _topology()["source"]


def test_the_mark_of_each_municipality_lies_within_its_own_border() -> None:
    for region in land().regions:
        assert _contains(region.path, region.middle), region.code


def _contains(path: str, point: tuple[int, int]) -> bool:
    """Whether a point lies inside, by the number of sides to the left of it."""
    x, y = point[0] * 2, point[1] * 2 + 1
    left = 0
    for part in re.findall(r"M(\d+) (\d+)l([^z]*)z", path):
        at = (int(part[0]), int(part[1]))
        corners, numbers = [at], [int(n) for n in re.findall(r"-?\d+", part[2])]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            at = (at[0] + dx, at[1] + dy)
            corners.append(at)
        for (ax, ay), (bx, by) in pairwise([*corners, corners[0]]):
            if (2 * ay < y) is not (2 * by < y):
                left += 2 * ax + (bx - ax) * (y - 2 * ay) / (by - ay) <= x
    return left % 2 == 1


@pytest.mark.parametrize(
    ("longitude", "latitude", "place"),
    [
        (5.38720621, 52.15517440, (155_000, 463_000)),  # Amersfoort, where it begins
        (4.88352559, 52.37453253, (120_700.723, 487_525.502)),  # Westertoren, Amsterdam
        (6.56820053, 53.21938317, (233_883.131, 582_065.168)),  # Martinitoren, Groningen
    ],
)
def test_known_towers_stand_where_the_cadastre_has_them(
    longitude: float, latitude: float, place: tuple[float, float]
) -> None:
    assert rijksdriehoek(longitude, latitude) == pytest.approx(place, abs=0.01)


def test_a_line_keeps_its_ends_and_every_point_that_stands_out() -> None:
    line = [(0.0, 0.0), (10.0, 1.0), (20.0, 0.0), (30.0, 40.0), (40.0, 0.0)]
    assert simplified(line, 5) == [(0.0, 0.0), (20.0, 0.0), (30.0, 40.0), (40.0, 0.0)]
    ring = [(0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 40.0), (0.0, 0.0)]
    assert simplified(ring, 5) == ring


# Two squares side by side in degrees, with the side that they share stored once.
_SQUARES: dict[str, Any] = {
    "transform": {"scale": [0.1, 0.1], "translate": [5.0, 52.0]},
    "arcs": [
        [[1, 1], [0, -1]],  # shared, from the north down
        [[1, 0], [-1, 0], [0, 1], [1, 0]],  # round the west
        [[1, 1], [1, 0], [0, -1], [-1, 0]],  # round the east
        [[9, 9], [1, 1]],  # of another object
    ],
    "objects": {
        "gm_features": {
            "geometries": [
                {"type": "Polygon", "properties": {"code": "GM0002"}, "arcs": [[2, -1]]},
                {"type": "MultiPolygon", "properties": {"code": "GM0001"}, "arcs": [[[0, 1]]]},
            ]
        }
    },
}


def test_a_border_that_two_share_is_kept_once_and_parts_them() -> None:
    topology = made(_SQUARES)
    assert len(topology["arcs"]) == 3
    apart = drawn(topology, {"GM0001": "Utrecht", "GM0002": "Utrecht"}, {})
    assert (len(apart.regions), apart.inner.count("M"), apart.outer.count("M")) == (2, 1, 2)
    provinces = drawn(topology, {"GM0001": "Utrecht", "GM0002": "Gelderland"}, {})
    assert (provinces.inner.count("M"), provinces.outer.count("M")) == (0, 3)


def test_a_municipality_that_went_into_another_is_drawn_as_part_of_it() -> None:
    merged = drawn(made(_SQUARES), {"GM0003": "Utrecht"}, {"GM0001": "GM0003", "GM0002": "GM0003"})
    assert [region.code for region in merged.regions] == ["GM0003"]
    assert (merged.inner, merged.outer.count("M"), merged.missing) == ("", 2, ())
    later = drawn(made(_SQUARES), {"GM0002": "Utrecht", "GM0009": "Utrecht"}, {"GM0001": "GM0002"})
    assert later.missing == ("GM0009",)
    with pytest.raises(KeyError, match="GM0001"):
        drawn(made(_SQUARES), {"GM0002": "Utrecht"}, {})


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_whatever_merges_each_old_border_is_drawn_once_under_the_new_code(data: Any) -> None:
    codes = sorted(PROVINCES)
    gone = data.draw(st.lists(st.sampled_from(codes), max_size=5, unique=True))
    left = {code: where for code, where in PROVINCES.items() if code not in gone}
    into = {code: data.draw(st.sampled_from(sorted(left))) for code in gone}
    merged = drawn(_topology(), left, into)
    assert {region.code for region in merged.regions} == set(left)
    before = sum(region.path.count("M") for region in land().regions)
    assert sum(region.path.count("M") for region in merged.regions) >= before - len(gone)


@given(st.lists(st.integers(min_value=1, max_value=10**13), max_size=60))
def test_the_classes_of_a_map_are_few_round_and_none_is_empty_at_the_top(
    amounts: list[int],
) -> None:
    bounds = bounds_of(amounts)
    assert len(bounds) < CLASSES
    assert list(bounds) == sorted(set(bounds))
    assert all(re.fullmatch(r"[125]0*", str(bound // 100)) for bound in bounds)
    if bounds:
        assert min(amounts) < bounds[0]
        assert bounds[-1] <= max(amounts)
