"""Charts for the web page: static pictures drawn by Vega-Lite, without a script in the page.

Colours are the page's own variables, so that the pictures follow light, dark and print. Each is
drawn for a wide screen and for a phone. Values are integers; what a reader reads is text made
beforehand, so nothing here rounds an amount.

The library that draws is an extra, ``charts``. Without it every picture is empty, and the page says
that and shows the tables (:func:`can_draw`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

WIDE, NARROW = 860, 340
PRINTED = 800  # for a page, which gives a picture little height: its bars stand closer together
_COLUMNS_HIGH, _TALL_WORDS = 220, 18  # pixels: a picture of columns, and the words above one
_BARS_WIDE = 45  # of a hundred parts of a picture of lying bars: no less goes to the bars
_CHARACTER, _BEFORE_WORDS = 8, 12  # pixels: no character of the words of a bar is wider
_FONT = "Arial"  # to measure by; the page sets its own
_SERIES = ("var(--c1)", "var(--c2)")
_CLIP = re.compile(r"clip[0-9]+")


def can_draw() -> bool:
    """Whether the extra ``charts`` is installed."""
    return find_spec("vl_convert") is not None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its length, the words at its end, and what a column is compared with."""

    name: str
    value: int
    text: str
    tick: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a group of bars: the group, the series (1, 2, ...), its length and its words.

    ``tick`` is what the group may be compared with.
    """

    group: str
    series: int
    value: int
    text: str
    tick: int | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of a map: its column and row, its name, its words, and its weight (0 to 9)."""

    column: int
    row: int
    name: str
    text: str
    weight: int


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a curve: millions of euros, homes, and whether this is where the round stands.

    ``mark`` is a letter beside it.
    """

    millions: int
    homes: int
    today: bool
    mark: str = ""


def curve(rows: Sequence[Point], width: int, thousands: str) -> str:
    """Homes against money, with a mark where the round stands; ``thousands`` parts the digits."""
    if not rows:
        return ""
    values = [
        {"x": row.millions, "y": row.homes, "now": row.today, "mark": row.mark} for row in rows
    ]
    axis = {
        "title": None, "labelColor": "var(--soft)", "labelFontSize": 12, "ticks": False,
        "gridColor": "var(--rule)", "domainColor": "var(--soft)", "tickCount": 5,
        "labelExpr": f"replace(format(datum.value, ','), /,/g, '{thousands}')",
    }  # fmt: skip
    line = {
        "type": "line",
        "color": "var(--c1)",
        "strokeWidth": 2.5,
        "point": {"color": "var(--c1)"},
    }
    encoding: dict[str, Any] = {
        "x": {"field": "x", "type": "quantitative", "axis": axis, "scale": {"zero": False}},
        "y": {"field": "y", "type": "quantitative", "axis": {**axis, "grid": True}},
    }
    now = {
        "type": "point",
        "filled": True,
        "color": "var(--limit)",
        "size": 160,
        "shape": "diamond",
    }
    layers: list[dict[str, Any]] = [
        {"mark": line},
        {"mark": {**now, "opacity": 1}, "transform": [{"filter": "datum.now"}]},
    ]
    if any(row.mark for row in rows):
        beside = {"type": "text", "dy": -12, "fontSize": 12, "color": "var(--ink)"}
        layers.append({"mark": beside, "encoding": {"text": {"field": "mark", "type": "nominal"}}})
    spec = {"data": {"values": values}, "encoding": encoding, "layer": layers, "height": 240}
    return _draw(spec, width)


def bars(rows: Sequence[Bar], width: int) -> str:
    """Lying bars with their words beside them."""
    if not rows:
        return ""
    most = max([1, *(row.value for row in rows)])
    values = [{"n": r.name, "v": r.value, "t": r.text} for r in rows]
    scale = {"domain": [0, most * (13 if width > NARROW else 21) // 10], "nice": False}
    x = {"field": "v", "type": "quantitative", "axis": None, "scale": scale}
    bar = {"type": "bar", "color": "var(--c1)", "size": 14, "cornerRadiusEnd": 2}
    text = {"type": "text", "align": "left", "dx": 8, "color": "var(--ink)"}
    text["fontSize"] = 13 if width > NARROW else 12
    layers = [{"mark": bar}, {"mark": text, "encoding": {"text": {"field": "t"}}}]
    names = {"field": "n", "type": "nominal", "sort": None, "axis": _names(width)}
    return _draw(
        {"data": {"values": values}, "encoding": {"y": names, "x": x}, "layer": layers,
         "height": {"step": 36}}, width,
    )  # fmt: skip


def groups(rows: Sequence[Part], width: int, colours: Sequence[str] = _SERIES) -> str:
    """Lying bars in groups, one for each series, with their words at the end of each.

    The words stand after the bar, or after the tick of the group where that would run through them.
    """
    most = max([1, *(max(row.value, row.tick or 0) for row in rows)])
    room = most * (13 if width > NARROW else 18) // 10  # what the picture is wide
    step = 13 if width == PRINTED else 20  # a bar, in pixels
    values = [
        {"g": r.group, "s": r.series, "v": r.value, "t": r.text, "k": r.tick,
         "at": _clear_of_tick(r, room, width)}
        for r in rows
    ]  # fmt: skip
    scale = {"domain": [0, room], "nice": False}
    x: dict[str, Any] = {"type": "quantitative", "axis": None, "scale": scale}
    encoding = {
        "y": {"field": "g", "type": "nominal", "sort": None, "axis": _names(width)},
        "yOffset": {"field": "s", "type": "ordinal"},
    }
    shades = {"domain": [1, 2], "range": list(colours)}
    paint = {"field": "s", "type": "ordinal", "scale": shades, "legend": None}
    bar = {"type": "bar", "cornerRadiusEnd": 2}
    layers: list[dict[str, Any]] = [
        {"mark": bar, "encoding": {"x": {"field": "v", **x}, "color": paint}}
    ]
    ticked = any(row.tick is not None for row in rows)
    if ticked:
        tick = {"type": "tick", "color": "var(--limit)", "opacity": 1, "thickness": 3, "size": step}
        layers.append({"mark": tick, "encoding": {"x": {"field": "k", **x}}})
    text = {"type": "text", "align": "left", "dx": 6, "color": "var(--ink)", "fontSize": 12}
    halo = {**text, "stroke": "var(--page)", "strokeWidth": 4}
    for words in (halo, text) if ticked else (text,):  # in front of a tick: they stay readable
        encoded = {"x": {"field": "at", **x}, "text": {"field": "t"}}
        layers.append({"mark": words, "encoding": encoded})
    return _draw(
        {"data": {"values": values}, "encoding": encoding, "layer": layers,
         "height": {"step": step}}, width,
    )  # fmt: skip


def _clear_of_tick(row: Part, room: int, width: int) -> int:
    """Where the words of a lying bar begin: at its end, or at the tick that would cross them."""
    drawn = width * _BARS_WIDE // 100  # pixels: the rest is names
    words = room * (_BEFORE_WORDS + _CHARACTER * len(row.text)) // drawn
    tick = row.tick
    return tick if tick is not None and row.value <= tick < row.value + words else row.value


def columns(rows: Sequence[Bar], width: int) -> str:
    """Standing bars, a year or a class each, with a tick for the limit of each.

    The words stand above the bar, or above its tick where that would run through them.
    """
    most = max([1, *(max(row.value, row.tick or 0) for row in rows)])
    near = most * 12 // 10 * _TALL_WORDS // _COLUMNS_HIGH
    values = [
        {"n": r.name, "v": r.value, "t": r.text, "k": r.tick,
         "at": r.tick if r.tick and 0 <= r.tick - r.value < near else r.value}
        for r in rows
    ]  # fmt: skip
    y: dict[str, Any] = {
        "type": "quantitative", "axis": None,
        "scale": {"domain": [0, most * 12 // 10], "nice": False},
    }  # fmt: skip
    size = (width - 20) // max(1, len(rows))
    names = {"field": "n", "type": "nominal", "sort": None, "axis": _below(len(rows), width)}
    bar = {
        "type": "bar",
        "color": "var(--c1)",
        "cornerRadiusEnd": 2,
        "size": min(64, size * 6 // 10),
    }
    small = 11 if size < 50 else 13
    text = {"type": "text", "dy": -9, "color": "var(--ink)", "fontSize": small}
    layers: list[dict[str, Any]] = [{"mark": bar, "encoding": {"y": {"field": "v", **y}}}]
    if any(row.tick is not None for row in rows):
        wide = min(80, size * 8 // 10)
        tick = {"type": "tick", "color": "var(--limit)", "opacity": 1, "thickness": 3, "size": wide}
        layers.append({"mark": tick, "encoding": {"y": {"field": "k", **y}}})
    halo = {**text, "stroke": "var(--page)", "strokeWidth": 4}
    for words in (halo, text):  # in front of the limit, so that it stays readable
        encoding = {"y": {"field": "at", **y}, "text": {"field": "t"}}
        layers.append({"mark": words, "encoding": encoding})
    return _draw(
        {"data": {"values": values}, "encoding": {"x": names}, "layer": layers,
         "height": _COLUMNS_HIGH}, width,
    )  # fmt: skip


def stacks(rows: Sequence[Part], width: int, line: tuple[str, int] | None = None) -> str:
    """Standing bars, each of stacked series; a line in a group, so many thousandths within it."""
    values = [{"g": r.group, "s": r.series, "v": r.value} for r in rows]
    count = len({row.group for row in rows})
    names = {"field": "g", "type": "nominal", "sort": None, "axis": _below(count, width)}
    colours = {"domain": [1, 2], "range": ["var(--c1)", "var(--c2)"]}
    axis = {
        "title": None, "labelColor": "var(--soft)", "labelFontSize": 12, "grid": True,
        "gridColor": "var(--rule)", "domain": False, "ticks": False, "tickMinStep": 1,
        "format": "d",
    }  # fmt: skip
    encoding = {
        "x": names,
        "y": {"field": "v", "type": "quantitative", "axis": axis},
        "color": {"field": "s", "type": "ordinal", "scale": colours, "legend": None},
        "order": {"field": "s", "type": "ordinal"},
    }
    mark = {"type": "bar", "stroke": "var(--page)", "strokeWidth": 1}
    layers: list[dict[str, Any]] = [{"mark": mark, "encoding": encoding}]
    if line is not None:
        group, within = line
        rule = {"type": "rule", "color": "var(--limit)", "strokeWidth": 3}
        at = {**names, "bandPosition": within / 1000}
        layers.append({"mark": rule, "data": {"values": [{"g": group}]}, "encoding": {"x": at}})
    spec = {"data": {"values": values}, "layer": layers, "height": 220}
    return _draw(spec, width)


def tiles(rows: Sequence[Tile], width: int) -> str:
    """A map of tiles, darker with more weight, with a name and words on each."""
    values = [
        {"c": r.column, "r": r.row, "n": r.name, "t": r.text, "w": r.weight} for r in rows
    ]  # fmt: skip
    place: dict[str, Any] = {"axis": None, "type": "ordinal"}
    padding = {"paddingInner": 0.04, "paddingOuter": 0}
    encoding = {
        "x": {"field": "c", **place, "scale": padding},
        "y": {"field": "r", **place, "scale": padding},
    }
    shade = {
        "field": "w", "type": "quantitative", "legend": None,
        "scale": {"domain": [0, 9], "range": [0.06, 0.5]},
    }  # fmt: skip
    size = 10 if width <= NARROW else 13
    text = {"type": "text", "color": "var(--ink)", "fontSize": size}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "rect", "color": "var(--c1)", "cornerRadius": 4, "stroke": "var(--c1)",
                  "strokeOpacity": 0.4}, "encoding": {"fillOpacity": shade}},
        {"mark": {**text, "dy": -9}, "encoding": {"text": {"field": "n"}}},
        {"mark": {**text, "dy": 10, "fontWeight": 700}, "encoding": {"text": {"field": "t"}}},
    ]  # fmt: skip
    spec = {"data": {"values": values}, "encoding": encoding, "layer": layers}
    return _draw({**spec, "height": {"step": 62}}, min(width, 520))


def drawn_paths(
    bands: Sequence[Mapping[str, Any]], boxes: Sequence[Mapping[str, Any]],
    labels: Sequence[Mapping[str, Any]], width: int, height: int,
) -> str:  # fmt: skip
    """Bands (path ``p``, series ``c``), boxes (``x``, ``y``, ``h``, ``c``) and their labels."""
    colours = {"name": "ink", "type": "ordinal", "domain": [1, 2, 3],
               "range": ["var(--c1)", "var(--c2)", "var(--c3)"]}  # fmt: skip
    text = {
        "x": {"field": "x"}, "y": {"field": "y"}, "text": {"field": "t"},
        "baseline": {"value": "middle"}, "fontSize": {"value": 13 if width > NARROW else 11},
        "fill": {"value": "var(--ink)"}, "font": {"value": _FONT},
    }  # fmt: skip
    halo = {**text, "stroke": {"value": "var(--page)"}, "strokeWidth": {"value": 4},
            "strokeOpacity": {"value": 0.75}}  # fmt: skip
    shade = {"scale": "ink", "field": "c"}
    spec: dict[str, Any] = {
        "width": width - 8, "height": height, "padding": 4, "autosize": "none",
        "scales": [colours],
        "data": [
            {"name": "bands", "values": list(bands)},
            {"name": "boxes", "values": list(boxes)},
            {"name": "labels", "values": list(labels)},
        ],
        "marks": [
            {"type": "path", "from": {"data": "bands"}, "encode": {"enter": {
                "path": {"field": "p"}, "fill": shade, "fillOpacity": {"value": 0.32}}}},
            {"type": "rect", "from": {"data": "boxes"}, "encode": {"enter": {
                "x": {"field": "x"}, "y": {"field": "y"}, "width": {"value": 12},
                "height": {"field": "h"}, "fill": shade}}},
            {"type": "text", "from": {"data": "labels"}, "encode": {"enter": halo}},
            {"type": "text", "from": {"data": "labels"}, "encode": {"enter": text}},
        ],
        "config": {"background": None, "aria": False},
    }  # fmt: skip
    if not can_draw():
        return ""
    import vl_convert

    return _tidy(vl_convert.vega_to_svg(spec, allowed_base_urls=[]))


def _names(width: int) -> dict[str, Any]:
    return {
        "title": None, "labelColor": "var(--ink)", "ticks": False, "domain": False,
        "labelFontSize": 13 if width > NARROW else 12, "labelPadding": 10, "labelLimit": width // 2,
    }  # fmt: skip


def _below(count: int, width: int) -> dict[str, Any]:
    crowded = (width - 20) // max(1, count) < 44
    return {
        "title": None, "labelColor": "var(--ink)", "labelFontSize": 11 if crowded else 13,
        "ticks": False, "domainColor": "var(--soft)", "labelAngle": -60 if crowded else 0,
        "labelPadding": 8, "labelOverlap": False, "labelLimit": 120,
    }  # fmt: skip


def _draw(spec: Mapping[str, Any], width: int) -> str:
    """The picture without identifiers that change from run to run, sizes or names of namespaces."""
    if not can_draw():
        return ""
    import vl_convert

    config = {
        "view": {"stroke": None}, "font": _FONT, "aria": False, "background": None,
        "axis": {"grid": False},
    }  # fmt: skip
    fit = {"type": "fit-x", "contains": "padding"}
    whole = {**spec, "width": width, "autosize": fit, "padding": 4, "config": config}
    svg = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    return _tidy(svg)


def _tidy(svg: str) -> str:
    head, rest = svg.split(">", 1)
    box = re.search(r'viewBox="([^"]+)"', head)
    size = re.search(r'width="([0-9.]+)"', head)
    if box is None or size is None:
        raise ValueError("the chart library drew no picture")
    order = list(dict.fromkeys(_CLIP.findall(rest)))
    rest = _CLIP.sub(lambda found: f"clip-{order.index(found[0])}", rest)
    style = f"max-width:{size[1]}px"
    return f'<svg viewBox="{box[1]}" style="{style}" aria-hidden="true" focusable="false">{rest}'


def named(svg: str, name: str) -> str:
    """The picture with the identifiers in it made its own, so that many can stand in one page."""
    return svg.replace('"clip-', f'"{name}-').replace("url(#clip-", f"url(#{name}-")


def standing_alone(svg: str) -> str:
    """A picture with the name of its language, which within a page goes without saying."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
