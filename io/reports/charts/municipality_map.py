"""A map of all municipalities by their borders, darker with more money.

Its classes follow from the amounts awarded, with bounds of one, two or five and noughts, so that
they can be remembered. Names stand in the picture where a reader points or moves by the keyboard,
and in the table beside it; on paper only in the table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from ....grants.municipality import municipalities
from ....instruments.areas.areas import AreaList, areas
from ..story import Figure, Key, Story
from ..words import Words
from .borders import Region, land

CLASSES = 5  # at most; m1 to m5 of the page's colours
ASKED, NOT_ASKED, NPLV = "asked", "none", "nplv"
_EDGE = 6  # units around the land
_MARK = 11  # units: how far a mark of an NPLV area reaches
_LINE, _TOP = 52, 200  # units: between lines of a label, and where its first stands
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Place:
    """What a municipality got: cents, and affordable homes that are built there.

    ``asked`` is false where it did not, or with another that leads and is paid.
    """

    amount: int = 0
    homes: int = 0
    asked: bool = False


def municipality_map(story: Story) -> Figure:
    """The picture, its sentence, and a table of all municipalities."""
    words, places = story.words, _places(story)
    all_of, nplv = municipalities(), _nplv(story)
    paid = [place for place in places.values() if place.amount]
    sentence = words(
        "fig_map_sentence",
        paid=words.number(len(paid)),
        asked=words.number(sum(1 for place in places.values() if place.asked)),
        all=words.number(len(all_of)),
        source=words("fig_map_source"),
    )
    rows = tuple(
        (
            one.name, one.code, one.province, ", ".join(nplv.get(one.code, ())) or "–",
            words.money(place.amount), *((words.number(place.homes),) if story.homes else ()),
        )
        for one in sorted(all_of.values(), key=lambda one: (one.province, one.name))
        for place in (places.get(one.code, Place()),)
    )  # fmt: skip
    keys = ("municipality", "municipality_code", "province", "nplv_area", "amount",
            *(("affordable",) if story.homes else ()))  # fmt: skip
    bounds = bounds_of([place.amount for place in paid])
    return Figure(
        name="map",
        title=words("fig_map"),
        sentence=sentence,
        wide=_picture(story, places, bounds, nplv, labelled=True),
        narrow="",
        headers=tuple(words(key) for key in keys),
        rows=rows,
        keys=tuple(_keys(story, places, bounds, nplv)),
    )


def printed_map(story: Story) -> Figure:
    """The same for paper: without the labels that only a screen shows."""
    figure, places = municipality_map(story), _places(story)
    bounds = bounds_of([place.amount for place in places.values() if place.amount])
    drawn = _picture(story, places, bounds, _nplv(story), labelled=False)
    return Figure(
        name=figure.name, title=figure.title, sentence=figure.sentence, wide=drawn, narrow="",
        headers=figure.headers, rows=figure.rows, keys=figure.keys,
    )  # fmt: skip


def bounds_of(amounts: Sequence[int]) -> tuple[int, ...]:
    """Where one class of amounts, in cents, ends and the next begins.

    They part the amounts in about as many each, rounded down to one, two or five and noughts of
    euros; of fewer different amounts there are fewer.
    """
    ordered = sorted(amounts)
    parts = [ordered[len(ordered) * part // CLASSES] for part in range(1, CLASSES) if ordered]
    found = sorted({_round_step(cents) for cents in parts if cents >= 100})
    return tuple(bound for bound in found if ordered[0] < bound)


def _round_step(cents: int) -> int:
    """The highest of one, two or five and noughts of euros that is no more than a euro or more."""
    euros = cents // 100
    tens = 10 ** (len(str(euros)) - 1)
    return max(step * tens for step in _STEPS if step * tens <= euros) * 100


def _places(story: Story) -> dict[str, Place]:
    table = story.found.municipalities
    columns = (
        table["municipality_code"], table["amount"], table["affordable"], table["applications"],
    )  # fmt: skip
    known = municipalities()
    return {
        str(code): Place(int(cents), int(homes), asked=filed > 0)
        for code, cents, homes, filed in zip(*columns, strict=True)
        if str(code) in known
    }


def _nplv(story: Story) -> dict[str, tuple[str, ...]]:
    """The names of the NPLV areas in each municipality, on the day that the window opened."""
    found: dict[str, tuple[str, ...]] = {}
    for area in areas(AreaList.NPLV, story.dossier.policy.round.window_opens):
        for code in area.municipalities:
            found[code] = (*found.get(code, ()), area.name)
    return found


def _mark_of(place: Place, bounds: Sequence[int]) -> str:
    if place.amount:
        return f"m{bisect_right(bounds, place.amount) + 1}"
    return ASKED if place.asked else NOT_ASKED


def _keys(
    story: Story, places: Mapping[str, Place], bounds: Sequence[int],
    nplv: Mapping[str, Sequence[str]],
) -> Iterator[Key]:  # fmt: skip
    """What each shade stands for, with how many municipalities have it and their homes."""
    words = story.words
    marked = {code: _mark_of(place, bounds) for code, place in places.items()}
    for number, text in enumerate(_ranges(story, bounds), start=1):
        own = [places[code] for code, mark in marked.items() if mark == f"m{number}"]
        if own:
            homes = sum(place.homes for place in own) if story.homes else None
            yield Key(f"m{number}", text, len(own), homes)
    for kind, key in ((ASKED, "map_asked"), (NOT_ASKED, "map_not_asked")):
        own = [places[code] for code, mark in marked.items() if mark == kind]
        away = len(municipalities()) - len(places) if kind == NOT_ASKED else 0
        homes = sum(place.homes for place in own)  # of joint applications that another leads
        if own or away:
            yield Key(kind, words(key), len(own) + away, homes or None)
    yield Key(NPLV, words("map_nplv"), len(nplv))


def told(key: Key, words: Words) -> str:
    """A line of the legend in words."""
    kind = "map_key" if key.homes is None else "map_class"
    homes = words.number(key.homes or 0)
    return words(kind, name=key.name, count=words.number(key.count), homes=homes)


def _ranges(story: Story, bounds: Sequence[int]) -> list[str]:
    """The range of each class in words: below, between two bounds, from the last bound on."""
    words = story.words
    if not bounds:
        return [words("map_any")]
    between = [
        words("map_between", low=words.bound(low), high=words.bound(high))
        for low, high in pairwise(bounds)
    ]
    first, last = words.bound(bounds[0]), words.bound(bounds[-1])
    return [words("map_below", high=first), *between, words("map_from", low=last)]


def _picture(
    story: Story, places: Mapping[str, Place], bounds: Sequence[int],
    nplv: Mapping[str, Sequence[str]], *, labelled: bool,
) -> str:  # fmt: skip
    ground = land()
    box = f"{-_EDGE} {-_EDGE} {ground.width + 2 * _EDGE} {ground.height + 2 * _EDGE}"
    shapes = [
        _shape(region, places.get(region.code, Place()), bounds, story if labelled else None)
        for region in ground.regions
    ]
    marks = [_dots(region, len(nplv.get(region.code, ()))) for region in ground.regions]
    lines = (
        f'<g fill="none" stroke-linejoin="round" pointer-events="none">'
        f'<path d="{ground.inner}" stroke="var(--page)" stroke-width="2"/>'
        f'<path d="{ground.outer}" stroke="var(--ink)" stroke-width="4"/></g>'
    )
    role = f'role="group" aria-label="{escape(story.words("fig_map"))}"' if labelled else ""
    return (
        f'<svg class="map" viewBox="{box}" {role}><defs>{_HATCH}</defs>{"".join(shapes)}{lines}'
        f'<g fill="var(--page)" stroke="var(--ink)" stroke-width="5" pointer-events="none">'
        f"{''.join(marks)}</g></svg>"
    )


# Lines, so that it is told from every shade in print without colours too.
_HATCH = (
    '<pattern id="map-asked" width="16" height="16" patternUnits="userSpaceOnUse">'
    '<rect width="16" height="16" fill="var(--page)"/>'
    '<path d="M0 16L16 0M-4 4L4 -4M12 20L20 12" stroke="var(--m4)" stroke-width="4"/></pattern>'
)


def _shape(region: Region, place: Place, bounds: Sequence[int], story: Story | None) -> str:
    """A municipality; on a screen with its label, and to be reached if there is more to say."""
    mark = _mark_of(place, bounds)
    fill = "url(#map-asked)" if mark == ASKED else f"var(--{mark})"
    path = f'<path d="{region.path}" fill="{fill}"/>'
    if story is None:
        return path
    lines = _label(story, region.code, place)
    reached = ""
    if place.asked or place.homes:
        name = escape(f"{lines[0]}: {', '.join(lines[1:])}")
        reached = f' tabindex="0" role="img" aria-label="{name}"'
    said = "".join(
        f'<tspan x="0" y="{_TOP + _LINE * at}">{escape(line)}</tspan>'
        for at, line in enumerate(lines)
    )
    return f'<g class="m"{reached}>{path}<text>{said}</text></g>'


def _label(story: Story, code: str, place: Place) -> list[str]:
    words, name = story.words, municipalities()[code].name
    if place.amount:
        homes = [words("map_homes", homes=words.number(place.homes))] if story.homes else []
        return [name, words.millions(place.amount), *homes]
    lines = [name, words("map_label_asked" if place.asked else "map_label_none")]
    return [*lines, words("map_homes", homes=words.number(place.homes))] if place.homes else lines


def _dots(region: Region, count: int) -> str:
    """A mark for each NPLV area, beside each other around the middle of the municipality."""
    x, y = region.middle
    left = x - _MARK * (count - 1)
    return "".join(
        f'<circle cx="{left + 2 * _MARK * at}" cy="{y}" r="{_MARK - 2}"/>' for at in range(count)
    )


def swatch(mark: str) -> str:
    """A small picture of what a key shows, in the page's colours."""
    if mark == NPLV:
        inside = '<circle cx="7" cy="7" r="4.5" fill="var(--page)" stroke="var(--ink)" '
        inside += 'stroke-width="2"/>'
    else:
        fill = "var(--page)" if mark == ASKED else f"var(--{mark})"
        inside = f'<rect x=".5" y=".5" width="13" height="13" fill="{fill}" stroke="var(--ink)"/>'
    if mark == ASKED:
        inside += '<path d="M1 7L7 1M1 13L13 1M7 13L13 7" stroke="var(--m4)" stroke-width="1.6"/>'
    return (
        '<svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" focusable="false">'
        f"{inside}</svg>"
    )
