"""Every number of a comparison is worked out again from the awards of its two sides."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.decisions.allocation import Award
from verdeelsleutel.grants.homes import SEGMENTS
from verdeelsleutel.grants.municipality import municipalities, provinces
from verdeelsleutel.io.reports.comparison.sides import side
from verdeelsleutel.io.reports.writing import write_comparison

from .derived import SCHEMES, SEGMENT_NAMES, Derived, grouped, millions, money, numbers
from .derived_book import TOTAL
from .reading_page import Spot, spots
from .rounds import dossier
from .test_traced_page import with_a_number
from .test_traced_workbook import Place, read
from .test_versus import B

Pair = tuple[int, int]
A_SIDE, B_SIDE = Derived(dossier()), Derived(dossier(B))
AMOUNT, HOMES = "Toegekend", "Betaalbare woningen"
MONEY = ("Gevraagd", AMOUNT)


def _both(wanted: Callable[[Award], bool]) -> dict[str, Pair]:
    a, b = A_SIDE.where(wanted), B_SIDE.where(wanted)
    return {AMOUNT: (a["amount"], b["amount"]), HOMES: (a["affordable"], b["affordable"])}


def _dimensions() -> dict[str, dict[str, dict[str, Pair]]]:
    """Of each scheme, province and municipality what A and B give."""
    codes = sorted({award.municipality_code for award in A_SIDE.awards})
    return {
        "scheme": {SCHEMES[k]: _both(lambda a, k=k: a.instrument == k) for k in SCHEMES},
        "province": {p: _both(lambda a, p=p: A_SIDE.province(a) == p) for p in provinces()},
        "municipality": {
            municipalities()[c].name: _both(lambda a, c=c: a.municipality_code == c) for c in codes
        },
    }


def _totals() -> dict[str, Pair]:
    """The round as a whole, each project once: that is in the totals of the allocation."""
    sums = [one.where(lambda award: True) for one in (A_SIDE, B_SIDE)]
    homes = [one.totals.homes for one in (A_SIDE, B_SIDE)]
    found = {
        "Aanvragen": [one["applications"] for one in sums],
        "Toekenningen": [one["awarded"] for one in sums],
        "Gevraagd": [one["requested"] for one in sums],
        AMOUNT: [one["amount"] for one in sums],
        "Woningen in de ronde": [one.total for one in homes],
        HOMES: [one.affordable for one in homes],
        **{SEGMENT_NAMES[key]: [getattr(one, key) for one in homes] for key in SEGMENTS},
    }
    return {label: (a, b) for label, (a, b) in found.items()}


def _changes() -> dict[str, Pair]:
    """What each application gets under A and under B, where that differs; here no outcome alone
    differs."""
    there = {award.application_id: award.amount.cents for award in B_SIDE.awards}
    return {
        award.application_id: (award.amount.cents, there[award.application_id])
        for award in A_SIDE.awards
        if award.amount.cents != there[award.application_id]
    }


def _shown(label: str, value: int) -> str:
    return money(value) if label in MONEY else grouped(value)


def _signed(text: str, value: int) -> str:
    return f"+{text}" if value > 0 else text


def _page() -> dict[Spot, str]:
    """Every text of the page with a number of its own."""
    told: dict[Spot, str] = {}

    def row(part: str, name: str, label: str, pair: Pair, plain: bool = False) -> None:
        marks = ("A", "B", "Verschil B − A" if part in ("totals", "changes") else "B − A")
        for mark, value in zip(marks, (*pair, pair[1] - pair[0]), strict=True):
            header = mark if plain or mark.startswith("Verschil") else f"{label} {mark}"
            told[Spot(part, f"{name} | {header}")] = _shown(label, value)

    totals, changes = _totals(), _changes()
    for label, pair in totals.items():
        row("totals", label, label, pair, plain=True)
    for part, names in list(_dimensions().items())[:2]:
        gains = [pairs[AMOUNT][1] - pairs[AMOUNT][0] for pairs in names.values()]
        more, less = sum(gain > 0 for gain in gains), sum(gain < 0 for gain in gains)
        told[Spot(part, "p")] = f"{more} {len(names)} {less}"
        bars = [millions(cents) for pairs in names.values() for cents in pairs[AMOUNT]]
        for kind in ("wide", "narrow"):  # the names come first
            told |= {Spot(part, kind, len(names) + at): text for at, text in enumerate(bars)}
        for name, pairs in names.items():
            for label, pair in pairs.items():
                row(part, name, label, pair)
    for number, pair in changes.items():
        told[Spot("changes", f"{number} | Aanvraag")] = number
        row("changes", number, AMOUNT, pair)
    return {**told, **_top(totals, changes)}


def _top(totals: Mapping[str, Pair], changes: Mapping[str, Pair]) -> dict[Spot, str]:
    (homes_a, homes_b), (cents_a, cents_b) = totals[HOMES], totals[AMOUNT]
    gains = [b - a for a, b in changes.values()]
    won, lost = [gain for gain in gains if gain > 0], [-gain for gain in gains if gain < 0]
    more, cents = homes_b - homes_a, cents_b - cents_a
    strong = (
        _signed(grouped(more), more), _signed(millions(cents), cents), str(len(won)), str(len(lost))
    )  # fmt: skip
    lead = f"{grouped(homes_a)} {millions(cents_a)} {grouped(homes_b)} {millions(cents_b)}"
    return {
        Spot("header", "p.lead"): lead,
        **{Spot("header", "strong", at): text for at, text in enumerate(strong)},
        Spot("header", "span.note", 2): millions(sum(won)),
        Spot("header", "span.note", 3): millions(sum(lost)),
    }


def _faults(found: Mapping[Spot, str], told: Mapping[Spot, str]) -> Iterator[str]:
    for spot, text in found.items():
        if spot in told:
            if numbers(text) != numbers(told[spot]):
                yield f"{spot}: {text}, and not {told[spot]}"
        elif A_SIDE.untold(text):
            yield f"{spot}: nobody derives {text}"
    yield from (f"{spot}: {text} is not there" for spot, text in told.items() if spot not in found)


def _book() -> dict[tuple[str, str, str], int]:
    """Every number in a cell, by its table, row and column; amounts in cents."""
    told: dict[tuple[str, str, str], int] = {}

    def row(table: str, name: str, label: str, pair: Pair) -> None:
        for mark, value in zip(("A", "B", "B − A"), (*pair, pair[1] - pair[0]), strict=True):
            told[table, name, f"{label} {mark}"] = value

    for label, (a, b) in _totals().items():
        told |= {("", label, at): value for at, value in (("1", a), ("2", b), ("3", b - a))}
    tables = {f"T_{key}": names for key, names in _dimensions().items()}
    tables["T_changes"] = {number: {AMOUNT: pair} for number, pair in _changes().items()}
    for table, names in tables.items():
        sums: dict[str, Pair] = {}
        for name, pairs in names.items():
            for label, pair in pairs.items():
                row(table, name, label, pair)
                before = sums.get(label, (0, 0))
                sums[label] = (before[0] + pair[0], before[1] + pair[1])
        for label, pair in sums.items():
            row(table, TOTAL, label, pair)
    return told


def _book_faults(
    cells: Mapping[Place, Any], told: Mapping[tuple[str, str, str], int]
) -> Iterator[str]:
    met: set[tuple[str, str, str]] = set()
    for place, value in cells.items():
        key = (place.table, place.row[0], place.header)
        if isinstance(value, int | float):
            met.add(key)
            label = place.header if place.table else place.row[0]
            unit = 100 if label.startswith(MONEY) else 1
            if key not in told or Decimal(str(value)) * unit != told[key]:
                yield f"{place}: {value}, and not {told.get(key)} / {unit}"
        elif place.header == "Aanvraag" and place.row[0] not in (*_changes(), TOTAL):
            yield f"{place}: no application that changes"
        elif A_SIDE.untold(str(value)) and B_SIDE.untold(str(value)):
            yield f"{place}: nobody derives {value}"
    yield from (f"{key}: the number is not there" for key in told if key not in met)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return write_comparison(dossier(), side(dossier(B)), tmp_path_factory.mktemp("versus"))


def test_every_number_of_the_page_of_a_comparison_follows_from_its_two_sides(
    written: tuple[Path, Path],
) -> None:
    found, told = spots(written[1].read_text(encoding="utf-8")), _page()
    assert list(_faults(found, told)) == []
    for spot in random.Random(20261127).sample(with_a_number(found), 20):
        text = found[spot]
        at = next(i for i, sign in enumerate(text) if sign.isdigit())
        off = f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"
        assert list(_faults({**found, spot: off}, told)), (spot, off)


def test_every_number_of_the_workbook_of_a_comparison_follows_from_its_two_sides(
    written: tuple[Path, Path],
) -> None:
    cells, told = read(written[0]), _book()
    assert list(_book_faults(cells, told)) == []
    counted = [place for place, value in cells.items() if isinstance(value, int | float)]
    for place in random.Random(20261127).sample(counted, 20):
        off = float(Decimal(str(cells[place])) + Decimal("0.01"))
        assert list(_book_faults({**cells, place: off}, told)), place
