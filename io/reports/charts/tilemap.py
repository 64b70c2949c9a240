"""A map of tiles of all municipalities: a block for each province, a tile for each municipality.

The blocks stand roughly where the provinces lie; within a block the municipalities stand by name.
The layout follows from the table of municipalities alone, so it moves only when that table does.
Each tile bears the digits of its code; one with an award also the amount, in millions of euros.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from ....grants.municipality import Municipality, municipalities, provinces
from ..story import PROVINCE_TILES, Figure, Story
from .drawing import NARROW, WIDE

_TILE, _HIGH, _GAP, _NAME = 33, 29, 2, 22  # pixels
_ACROSS = {WIDE: 6, NARROW: 9}  # tiles in a row of a block


class _Place(NamedTuple):
    x: int
    y: int
    one: Municipality


def municipality_map(story: Story) -> Figure:
    """The picture, its sentence, and a table of all municipalities."""
    words, found = story.words, story.found.municipalities
    amounts = {
        str(code): int(cents)
        for code, cents in zip(found["municipality_code"], found["amount"], strict=True)
    }
    paid = sum(1 for cents in amounts.values() if cents)
    all_of = municipalities()
    sentence = words(
        "fig_map_sentence",
        paid=words.number(paid),
        asked=words.number(len(amounts)),
        all=words.number(len(all_of)),
    )
    rows = tuple(
        (one.name, one.code, one.province, words.money(amounts.get(one.code, 0)))
        for one in sorted(all_of.values(), key=lambda one: (one.province, one.name))
    )
    return Figure(
        name="map",
        title=words("fig_map"),
        sentence=sentence,
        wide=_picture(amounts, story, WIDE),
        narrow=_picture(amounts, story, NARROW),
        headers=tuple(
            words(key) for key in ("municipality", "municipality_code", "province", "amount")
        ),
        rows=rows,
    )


def _blocks() -> dict[str, list[Municipality]]:
    return {
        name: sorted(
            (one for one in municipalities().values() if one.province == name),
            key=lambda one: (one.name, one.code),
        )
        for name in provinces()
    }


def _picture(amounts: Mapping[str, int], story: Story, width: int) -> str:
    blocks = _blocks()
    names, places, height = _laid_out(blocks, width)
    most = max([1, *amounts.values()])
    parts = [
        f'<text x="{x}" y="{y + 15}" font-size="13" font-weight="600" fill="var(--ink)">'
        f"{escape(name)}</text>"
        for name, x, y in names
    ]
    parts += _without_money(amounts, places)
    parts += [
        f'<path d="{_outline(place)}" fill="var(--c1)" stroke="var(--c1)" '
        f'fill-opacity="0.{6 + 44 * amounts[place.one.code] // most:02d}"/>'
        for place in _paid(amounts, places)
    ]
    parts += _texts(amounts, places, story)
    return (
        f'<svg viewBox="-1 0 {width} {height}" style="max-width:{width}px" aria-hidden="true" '
        f'focusable="false"><g text-anchor="start">{"".join(parts)}</g></svg>'
    )


def _laid_out(
    blocks: Mapping[str, Sequence[Municipality]], width: int
) -> tuple[list[tuple[str, int, int]], list[_Place], int]:
    """Where each name and each tile stands, and how high the picture is."""
    across = _ACROSS[width]
    column = across * (_TILE + _GAP) + 5
    rows = max(row for _, row in PROVINCE_TILES.values()) + 1
    names: list[tuple[str, int, int]] = []
    places: list[_Place] = []
    top = 0
    for row in range(rows):
        here = sorted((at[0], name) for name, at in PROVINCE_TILES.items() if at[1] == row)
        below = top
        for at, name in here:
            x, y = (at * column, top) if width == WIDE else (0, below)
            names.append((name, x, y))
            for number, one in enumerate(blocks[name]):
                left = x + number % across * (_TILE + _GAP)
                places.append(_Place(left, y + _NAME + number // across * (_HIGH + _GAP), one))
            lines = -(-len(blocks[name]) // across)
            below = max(below, y + _NAME + lines * (_HIGH + _GAP) + 10)
        top = below
    return names, places, top


def _outline(place: _Place) -> str:
    return f"M{place.x} {place.y}h{_TILE}v{_HIGH}h-{_TILE}z"


def _paid(amounts: Mapping[str, int], places: Sequence[_Place]) -> list[_Place]:
    return [place for place in places if amounts.get(place.one.code)]


def _without_money(amounts: Mapping[str, int], places: Sequence[_Place]) -> list[str]:
    """Two paths: the tiles of who did not ask, and of who asked and got nothing, with a border."""
    rest = [place for place in places if not amounts.get(place.one.code)]
    drawn: list[str] = []
    for asked, edge in ((False, "var(--rule)"), (True, "var(--c1)")):
        outlines = "".join(_outline(p) for p in rest if (p.one.code in amounts) is asked)
        if outlines:
            drawn.append(f'<path d="{outlines}" fill="var(--raised)" stroke="{edge}"/>')
    return drawn


def _texts(amounts: Mapping[str, int], places: Sequence[_Place], story: Story) -> list[str]:
    """The digits of each code, and the amounts."""
    codes = "".join(
        f'<text x="{place.x + 4}" y="{place.y + 12}">{place.one.code[2:]}</text>'
        for place in places
    )
    money = "".join(
        f'<text x="{place.x + 2}" y="{place.y + 24}">'
        f"{story.words.tenths(amounts[place.one.code])}</text>"
        for place in _paid(amounts, places)
    )
    return [
        f'<g font-size="9" fill="var(--soft)">{codes}</g>',
        f'<g font-size="9" font-weight="600" fill="var(--ink)">{money}</g>',
    ]
