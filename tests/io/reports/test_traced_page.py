"""Every number on ``report.html`` is worked out again from the round, and no other is there."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from verdeelsleutel.grants.dossier import Dossier

from ..letters.pages import texts_with_pictures
from .derived import Derived, grouped, numbers
from .derived_page import Page, Words
from .derived_summary import summary_words, texts_of_sources
from .reading_page import Spot, spots
from .rounds import dossier

# By hand from the two statements in rounds.py, of which beside.py has the arithmetic.
BESIDE: Words = {
    ("beside", "p"): ["", "2 -€ 210.000,00", "1 € 1.000.000,01"],
    ("settled", "RS-001 | Aanvraag"): ["RS-001"],
    ("settled", "RS-001 | Toegekend"): ["€ 1.400.000,00"],
    ("settled", "RS-001 | Verrekening"): ["-€ 70.000,00"],
    ("settled", "RS-001 | Te betalen"): ["€ 1.330.000,00"],
    ("settled", "RS-001 | Naar de volgende opgave"): ["€ 0,00"],
    ("settled", "RS-002 | Aanvraag"): ["RS-002"],
    ("settled", "RS-002 | Toegekend"): ["€ 77.000,00"],
    ("settled", "RS-002 | Verrekening"): ["-€ 140.000,00"],
    ("settled", "RS-002 | Te betalen"): ["€ 0,00"],
    ("settled", "RS-002 | Naar de volgende opgave"): ["-€ 63.000,00"],
    ("supplements", "RS-001 | Aanvraag"): ["RS-001"],
    ("supplements", "RS-001 | Kosten"): ["€ 1.210.000,01"],
    ("supplements", "RS-001 | Gereserveerd"): ["€ 7.403.000,00"],  # the annex, for this area
    ("supplements", "RS-001 | Binnen de reservering"): ["€ 1.210.000,01"],
    ("supplements", "RS-001 | Compensabele btw"): ["€ 210.000,00"],
    ("supplements", "RS-001 | Toeslag naar een lezing"): ["€ 1.000.000,01"],
}
_PICTURES = ("wide", "narrow")


class Traced:
    """A page held against what its round says."""

    def __init__(self, whole: Dossier, beside: Words) -> None:
        self.derived = Derived(whole)
        self.words = {**Page(self.derived).words, **beside}

    def faults(self, found: Mapping[Spot, str]) -> Iterator[str]:
        for spot, text in found.items():
            if spot.kind in _PICTURES and (spot.part, spot.kind) in self.words:
                continue
            if spot.part == "divisions":
                continue  # the same rows as in the workbook, where each number is traced
            told = self.words.get((spot.part, spot.kind), [])
            if spot.number < len(told):
                if numbers(text) != numbers(told[spot.number]):
                    yield f"{spot}: {text}, and not {told[spot.number]}"
            elif self.derived.untold(text):
                yield f"{spot}: nobody derives {self.derived.untold(text)} in {text}"
        for (part, kind), told in self.words.items():
            if kind in _PICTURES:
                yield from self._picture(part, kind, found, told)
            for number, text in enumerate(told if kind not in _PICTURES else ()):
                if numbers(text) and Spot(part, kind, number) not in found:
                    yield f"{part} {kind} {number}: {text} is not there"

    def _picture(
        self, part: str, kind: str, found: Mapping[Spot, str], told: list[str]
    ) -> Iterator[str]:
        """A picture has each of its numbers just as often; its names stand in any order."""
        texts = [t for spot, t in found.items() if (spot.part, spot.kind) == (part, kind)]
        if not texts:
            return
        shown = Counter(n for text in texts for n in numbers(text))
        meant = Counter(n for text in told for n in numbers(text))
        scale = shown - meant
        if part == "costs" and meant <= shown and _is_scale(scale):
            return  # what is left is the axis of the counts: a scale, no number of the round
        if shown != meant:
            yield f"{part} {kind}: {dict(shown - meant)} and not {dict(meant - shown)}"


def _is_scale(left: Counter[str]) -> bool:
    if not all(number.isdigit() for number in left):
        return False
    steps = sorted(int(number) for number in left.elements())
    return len(steps) > 1 and steps == [steps[1] * at for at in range(len(steps))]


@pytest.fixture(scope="module")
def traced() -> Traced:
    return Traced(dossier(), BESIDE)


@pytest.fixture(scope="module")
def shown(report: Path) -> dict[Spot, str]:
    return spots((report / "report.html").read_text(encoding="utf-8"))


def test_every_number_of_the_page_follows_from_the_round(
    shown: dict[Spot, str], traced: Traced
) -> None:
    assert list(traced.faults(shown)) == []


def changed(text: str, chance: random.Random) -> str:
    """The text with one digit changed: a cent, a home or a year off."""
    at = chance.choice([i for i, c in enumerate(text) if c.isdigit()])
    return f"{text[:at]}{(int(text[at]) + chance.randint(1, 9)) % 10}{text[at + 1 :]}"


def with_a_number(found: Mapping[Spot, str]) -> list[Spot]:
    return [spot for spot, text in found.items() if any(c.isdigit() for c in text)]


def unseen(
    found: Mapping[Spot, str], wanted: Iterable[Spot], traced: Traced, chance: random.Random
) -> list[tuple[Spot, str]]:
    changes = [(spot, changed(found[spot], chance)) for spot in wanted]
    return [one for one in changes if not list(traced.faults({**found, one[0]: one[1]}))]


def test_a_number_that_is_off_is_found_wherever_it_stands_on_the_page(
    shown: dict[Spot, str], traced: Traced
) -> None:
    places, chance = with_a_number(shown), random.Random(20261127)
    assert len(places) > 1_500
    assert unseen(shown, chance.sample(places, 40), traced, chance) == []


@pytest.mark.slow
def test_every_single_number_of_the_page_is_found_when_it_is_off(
    shown: dict[Spot, str], traced: Traced
) -> None:
    chance = random.Random(20261127)
    assert unseen(shown, with_a_number(shown), traced, chance) == []


def summary_faults(text: str, traced: Traced) -> Counter[str]:
    """The numbers of ``summary.pdf`` that are too many, or missing, and the sources that are not
    there word for word; none where all is right."""
    words = traced.words
    parts = [(part, kind) for part in ("segments", "schemes") for kind in ("p", "wide")]
    parts += [("header", kind) for kind in ("p.lead", "strong", "span.note")]
    met, all_of = words["goals", "p"][0].split()
    missed = int(all_of) - int(met)
    goals = f"{all_of} {met} {missed}" if missed else all_of
    pages = "1 2 2 2"
    beside = summary_words(traced.derived)
    divided = [one.affordable_homes for one in traced.derived.dossier.allocation.divisions]
    if divided:  # as announced, the best within the law, the free optimum
        within, free = divided[1], divided[2]
        beside = [*beside, *(grouped(one) for one in (within, free, free - within, free - within))]
    drawn = traced.derived.without_sources(words["map", "p"][0])  # names the licence of the borders
    legend = map(traced.derived.without_sources, words["map", "li"])  # a bound may be one's limit
    told = [*(said for key in parts for said in words[key]), *legend]
    told += [drawn, *beside, goals, pages]
    meant = Counter(number for said in told for number in numbers(said))
    shown = Counter(numbers(traced.derived.without_sources(text)))
    lost = Counter(said for said in texts_of_sources(traced.derived) if said not in text)
    return (shown - meant) + (meant - shown) + lost


def test_every_number_of_the_summary_follows_from_the_round(report: Path, traced: Traced) -> None:
    text = " ".join(texts_with_pictures((report / "summary.pdf").read_bytes()))
    assert summary_faults(text, traced) == Counter()
    chance = random.Random(20261127)
    for _ in range(40):
        other = changed(text, chance)
        assert summary_faults(other, traced), other
