"""The pictures of the report: what stands in them can be read."""

import random
import re

import pytest

from verdeelsleutel.io.reports.charts.drawing import NARROW, WIDE, Part, can_draw, groups

NARROWEST = 5  # pixels: no character of 12 pixels that an amount has is this narrow on average
_WORDS = re.compile(r'text-anchor="start" transform="translate\(([\d.]+),([\d.]+)\)"[^>]*>([^<]+)<')
_TICK = re.compile(r'd="M([\d.]+),([\d.]+)h3v20[^"]*" fill="var\(--limit\)"')


def crossed(drawn: str) -> list[str]:
    """The words that a tick of their own bar runs through."""
    ticks = [(float(x), float(y)) for x, y in _TICK.findall(drawn)]
    assert ticks
    return [
        words
        for x, y, words in _WORDS.findall(drawn)
        for at, top in ticks
        if top < float(y) < top + 20 and float(x) - 1 < at + 1.5 < float(x) + NARROWEST * len(words)
    ]


def test_a_ceiling_just_past_what_was_awarded_stands_before_its_words() -> None:
    if not can_draw():
        pytest.skip("without the extra 'charts' there is no picture")
    rows = [
        Part("Gebiedsbudget", 1, 6_245, "€ 624,5 mln", 10_175),
        Part("Gebiedsbudget", 2, 10_213, "€ 1,021 mld", 10_175),
        Part("Bereikbaarheid", 1, 25_000, "€ 2,500 mld"),
        Part("Bereikbaarheid", 2, 45_529, "€ 4,553 mld"),
    ]
    for width in (WIDE, NARROW):
        assert crossed(groups(rows, width)) == []


@pytest.mark.parametrize("seed", range(6))
def test_no_tick_crosses_the_words_of_a_bar_wherever_it_falls(seed: int) -> None:
    if not can_draw():
        pytest.skip("without the extra 'charts' there is no picture")
    draw = random.Random(seed)
    most = 10 ** draw.randint(1, 12)
    rows: list[Part] = []
    for scheme in range(1, 6):
        tick = draw.choice([None, draw.randint(0, most), draw.randint(0, most)])
        if scheme == 1:
            tick = draw.randint(0, most)
        for series in (1, 2):
            value = draw.randint(0, most)
            text = f"€ {draw.randint(1, 999)},{draw.randint(1, 9)} mln"
            rows.append(Part(f"regeling {scheme}", series, value, text, tick))
    for width in (WIDE, NARROW):
        assert crossed(groups(rows, width)) == []
