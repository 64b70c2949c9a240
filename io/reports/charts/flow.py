"""The flow of money from funds over schemes to provinces, as one picture.

The amounts are integers; where the bands lie follows from them, in whole thousandths of a pixel.
Vega draws the bands from the paths made here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ..figures import UNKNOWN
from ..story import Figure, Story
from . import drawing as charts
from .drawing import NARROW, WIDE

_GAP = 14  # pixels between two boxes of a column
_BOX = 12  # pixels that a box is wide


@dataclass(frozen=True, slots=True)
class Stream:
    """Money, in cents, from one box to a box in the next column."""

    source: tuple[int, str]
    target: tuple[int, str]
    cents: int


def flow(story: Story) -> Figure | None:
    """The picture, or ``None`` where nothing was awarded."""
    words = story.words
    rows = story.found.applications
    keys = ["fund", "scheme", "province"]
    summed: pd.DataFrame = rows.groupby(keys, as_index=False)[["amount"]].sum()
    streams: dict[tuple[tuple[int, str], tuple[int, str]], int] = {}
    numbers: list[tuple[str, str, str, str]] = []
    thickest = ("", "", 0)
    for row in summed.to_dict("records"):
        cents = int(row["amount"])
        if not cents:
            continue
        fund, scheme = story.fund(row["fund"]), words.scheme(row["scheme"])
        province = words("unknown") if row["province"] == UNKNOWN else str(row["province"])
        numbers.append((fund, scheme, province, words.money(cents)))
        for key in (((0, fund), (1, scheme)), ((1, scheme), (2, province))):
            streams[key] = streams.get(key, 0) + cents
        if cents > thickest[2]:
            thickest = (scheme, province, cents)
    if not streams:
        return None
    listed = [Stream(source, target, cents) for (source, target), cents in streams.items()]
    scheme, province, cents = thickest
    sentence = words(
        "fig_flow_sentence", scheme=scheme, province=province, amount=words.millions(cents)
    )
    names = {box: _name(box, words.millions(_through(listed, box))) for box in _boxes(listed)}
    headers = [words(key) for key in ("fund", "scheme", "province", "amount")]
    return Figure(
        name="flow",
        title=words("fig_flow"),
        sentence=sentence,
        wide=charts.named(_picture(listed, names, WIDE), "flow-wide"),
        narrow=charts.named(_picture(listed, names, NARROW), "flow-narrow"),
        headers=tuple(headers),
        rows=tuple(numbers),
    )


def _boxes(streams: Sequence[Stream]) -> list[tuple[int, str]]:
    """Every box, column by column, the one with most money on top."""
    found = {box for stream in streams for box in (stream.source, stream.target)}
    return sorted(found, key=lambda box: (box[0], -_through(streams, box), box[1]))


def _through(streams: Sequence[Stream], box: tuple[int, str]) -> int:
    inward = sum(stream.cents for stream in streams if stream.target == box)
    outward = sum(stream.cents for stream in streams if stream.source == box)
    return max(inward, outward)


def _picture(streams: Sequence[Stream], names: Mapping[tuple[int, str], str], width: int) -> str:
    boxes = _boxes(streams)
    columns = [[box for box in boxes if box[0] == level] for level in (0, 1, 2)]
    narrow = width <= NARROW
    height = max(360, 34 * max(len(column) for column in columns))
    total = sum(_through(streams, box) for box in columns[0])
    room = height - _GAP * (max(len(column) for column in columns) - 1)
    tops = _tops(streams, columns, height, room, total)
    lefts = _lefts(width)
    bands = _bands(streams, boxes, tops, lefts, room * 1000, total)
    shapes = [
        {
            "x": lefts[box[0]], "y": tops[box] / 1000,
            "h": max(1000, _through(streams, box) * room * 1000 // total) / 1000,
            "c": box[0] + 1,
        }
        for box in boxes
    ]  # fmt: skip
    return charts.drawn_paths(bands, shapes, _labels(shapes, boxes, names, narrow), width, height)


def _lefts(width: int) -> list[int]:
    """Where the three columns of boxes stand; beside the last is room for its names."""
    last = width - (216 if width > NARROW else 112)
    return [0, last * 46 // 100, last]


def _tops(
    streams: Sequence[Stream], columns: Sequence[Sequence[tuple[int, str]]], height: int,
    room: int, total: int,
) -> dict[tuple[int, str], int]:  # fmt: skip
    """The upper edge of each box, in thousandths of a pixel; every column is centred."""
    tops: dict[tuple[int, str], int] = {}
    for column in columns:
        sizes = [_through(streams, box) * room * 1000 // total for box in column]
        free = height * 1000 - sum(sizes)
        gap = min(36_000, free // max(1, len(column)))
        at = (free - gap * (len(column) - 1)) // 2
        for box, size in zip(column, sizes, strict=True):
            tops[box] = at
            at += size + gap
    return tops


def _bands(
    streams: Sequence[Stream], boxes: Sequence[tuple[int, str]],
    tops: Mapping[tuple[int, str], int], lefts: Sequence[int], room: int, total: int,
) -> list[dict[str, Any]]:  # fmt: skip
    order = {box: number for number, box in enumerate(boxes)}
    leaving, arriving = dict(tops), dict(tops)
    bands: list[dict[str, Any]] = []
    for stream in sorted(streams, key=lambda s: (order[s.source], order[s.target])):
        size = stream.cents * room // total
        start, end = leaving[stream.source], arriving[stream.target]
        leaving[stream.source] += size
        arriving[stream.target] += size
        left, right = lefts[stream.source[0]] + _BOX, lefts[stream.target[0]]
        middle = (left + right) // 2
        upper, lower = _pixels(start), _pixels(start + size)
        to_upper, to_lower = _pixels(end), _pixels(end + size)
        path = (
            f"M{left},{upper}C{middle},{upper},{middle},{to_upper},{right},{to_upper}"
            f"L{right},{to_lower}C{middle},{to_lower},{middle},{lower},{left},{lower}Z"
        )
        bands.append({"p": path, "c": stream.source[0] + 1})
    return bands


def _pixels(thousandths: int) -> str:
    return f"{thousandths // 1000}.{thousandths % 1000:03d}"


def _labels(
    shapes: Sequence[Mapping[str, Any]], boxes: Sequence[tuple[int, str]],
    names: Mapping[tuple[int, str], str], narrow: bool,
) -> list[dict[str, Any]]:  # fmt: skip
    labels: list[dict[str, Any]] = []
    for shape, box in zip(shapes, boxes, strict=True):
        text = _folded(box[1], 17 + 3 * min(1, box[0])) if narrow else names[box]
        middle = shape["y"] + shape["h"] / 2
        labels.append({"x": shape["x"] + _BOX + 6, "y": middle, "t": text})
    return labels


def _name(box: tuple[int, str], amount: str) -> str:
    """A name with its amount, no longer than the room beside its box."""
    most = (40, 44, 28)[box[0]] - len(amount)
    return f"{_short(box[1], most)} {amount}"


def _folded(name: str, most: int) -> str | list[str]:
    """A name beside its box on a phone: on two lines where it does not fit on one.

    >>> _folded("Mobiliteitsfonds, wegen naar woningbouw", 17)
    'Mobiliteitsfonds'
    >>> _folded("Ministerie van VRO, woningbouw", 17)
    ['Ministerie van', 'VRO']
    """
    first = name if len(name) <= most else name.partition(",")[0]
    before, _, _ = first[: most + 1].rpartition(" ")
    if len(first) <= most or not before:
        return _short(first, most)
    return [before, _short(first.removeprefix(before).lstrip(), most)]


def _short(name: str, most: int) -> str:
    """A name that fits beside its box on a phone; the table below has it in full."""
    if len(name) <= most:
        return name
    first = name.partition(",")[0]  # what a fund is for stands behind the comma
    return first if len(first) <= most else f"{name[: most - 1].rstrip()}…"
