"""Every number in ``report.xlsx`` is worked out again from the round, and no other is there."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from verdeelsleutel.grants.decisions.allocation import Unit
from verdeelsleutel.grants.dossier import Dossier

from .derived import Derived, numbers
from .derived_book import DIVISIONS, KEYS, MONEY, TOTAL, book_tables, book_texts, cover
from .rounds import dossier

# Sheets whose numbers stand in sentences, told by the page as well; see test_traced_page.py.
_SETTLED = {
    ("RS-001",): {"Toegekend": 140_000_000, "Verrekening": -7_000_000, "Te betalen": 133_000_000,
                  "Naar de volgende opgave": 0},
    ("RS-002",): {"Toegekend": 7_700_000, "Verrekening": -14_000_000, "Te betalen": 0,
                  "Naar de volgende opgave": -6_300_000},
    (TOTAL,): {"Toegekend": 147_700_000, "Verrekening": -21_000_000, "Te betalen": 133_000_000,
               "Naar de volgende opgave": -6_300_000},
}  # fmt: skip
_SUPPLEMENT = {
    "Kosten": 121_000_001, "Binnen de reservering": 121_000_001,
    "Compensabele btw": 21_000_000, "Toeslag naar een lezing": 100_000_001,
}  # fmt: skip
_SUPPLEMENTS = {
    ("RS-001", "openbare ruimte", "Utrecht Overvecht"): {
        **_SUPPLEMENT, "Gereserveerd": 740_300_000,  # the annex reserves this for the area
    },
    (TOTAL,): _SUPPLEMENT,
}  # fmt: skip
BESIDE = {"T_settled": _SETTLED, "T_supplements": _SUPPLEMENTS}


@dataclass(frozen=True)
class Place:
    """A cell: its sheet, its table (empty outside one), its row by its texts, and its header."""

    sheet: str
    table: str
    row: tuple[str, ...]
    header: str


def read(path: Path) -> dict[Place, Any]:
    """Every filled cell of a workbook by its place."""
    found: dict[Place, Any] = {}
    for sheet in load_workbook(path, data_only=True).worksheets:
        inside: set[tuple[int, int]] = set()
        for name, ref in _tables(sheet):
            left, top, right, bottom = _corners(ref)
            rows = list(sheet.iter_rows(top, bottom, left, right, values_only=True))
            headers = [str(header) for header in rows[0]]
            keys = KEYS.get(name, headers[:1])
            for at, row in enumerate(rows[1:], 1):
                texts = tuple(str(row[headers.index(key)] or "") for key in keys) or (str(at),)
                row_key = (TOTAL,) if texts[0] == TOTAL else texts
                for header, value in zip(headers, row, strict=True):
                    if value not in (None, ""):
                        found[Place(sheet.title, name, row_key, header)] = value
            inside |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        for row in sheet.iter_rows():
            filled = [c for c in row if c.value is not None and (c.row, c.column) not in inside]
            for at, cell in enumerate(filled):
                label = str(filled[0].value) if at else ""
                found[Place(sheet.title, "", (label, str(cell.row)), str(at))] = cell.value
    return found


def _tables(sheet: Any) -> list[tuple[str, str]]:
    return [(str(name), str(ref)) for name, ref in sheet.tables.items()]


def _corners(ref: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(ref)
    assert None not in (left, top, right, bottom)
    return left or 0, top or 0, right or 0, bottom or 0


DIVIDED = "Drie verdelingen"


class Traced:
    """A workbook held against what its round says."""

    def __init__(self, whole: Dossier, beside: Mapping[str, Any]) -> None:
        self.derived = Derived(whole)
        self.tables = {**book_tables(self.derived), **beside}
        self.cover, self.texts = cover(self.derived), book_texts(self.derived)
        self.sentences = {text for goal in self.derived.national() for text in goal}
        self.money = {c.code for c in self.derived.checks if c.unit is Unit.CENTS}

    def faults(self, cells: Mapping[Place, Any]) -> Iterator[str]:
        for place, value in cells.items():
            if isinstance(value, int | float):
                wanted, unit = self._wanted(place)
                if wanted is None:
                    yield f"{place}: nobody derives {value}"
                elif Decimal(str(value)) * unit != wanted:
                    yield f"{place}: {value}, and not {wanted} / {unit}"
            elif self._untold(place, str(value)):
                yield f"{place}: nobody derives {self._untold(place, str(value))} in {value}"
        told = {(place.table, place.row, place.header) for place in cells}
        for name, table in self.tables.items():
            headers = {place.header for place in cells if place.table == name}
            for row, numbers_ in table.items():
                for header in numbers_:
                    if header in headers and (name, row, header) not in told:
                        yield f"{name} {row} {header}: the number is not there"

    def _wanted(self, place: Place) -> tuple[Any, int]:
        if place.table:
            cents = place.header in MONEY and place.table != "T_segments"
            if place.table == "T_goals":
                cents = place.row[0] in self.money
            row = self.tables.get(place.table, {}).get(place.row, {})
            return row.get(place.header), 100 if cents else 1
        label = place.row[0]
        if place.sheet == DIVIDED:
            return self._divided(label, place.header)
        if place.sheet == "Wet naast optimum":
            return self._beside_the_law(label, place.header)
        if label.startswith("Aandeel"):
            return self.cover[label].numerator, 1000
        if place.header == "2":  # the difference of a sheet with the allocation
            return 0, 100
        sums = {"De verdeling", "Geldbronnen", "Regelingen", "Jaren", "Provincies", "Gemeenten",
                "Wet naast optimum"}  # fmt: skip
        if label in sums:
            return self.cover["Toegekend"], 100
        if label == "Aanvragen" and int(place.row[1]) > 20:
            return self.cover["Toegekend"], 100
        cents = label in MONEY
        return self.cover.get(label), 100 if cents else 1

    def _divided(self, label: str, header: str) -> tuple[Any, int]:
        """The list and the three beside it: homes, money, cost a home, who gets more or less."""
        allocation = self.derived.dossier.allocation
        here = {one.application_id: one.amount.cents for one in allocation.awards}
        there, homes = here, allocation.totals.affordable_homes
        for one in allocation.divisions:
            if label.startswith(DIVISIONS[one.kind]):
                homes = one.affordable_homes
                there = {n: one.amounts[n].cents if n in one.amounts else 0 for n in here}
        total = sum(there.values())
        told = {
            "1": (homes, 1),
            "2": (total, 100),
            "3": (total // homes, 100),
            "4": (sum(there[n] > here[n] for n in here), 1),
            "5": (sum(there[n] < here[n] for n in here), 1),
        }
        return told.get(header, (None, 1))

    def _told_of_divisions(self, text: str) -> list[str]:
        """The numbers in a sentence about the three that are of none of them."""
        homes = [one.affordable_homes for one in self.derived.dossier.allocation.divisions]
        known = {*homes, *(abs(one - other) for one in homes for other in homes)}
        told = {f"{one:,}".replace(",", ".") for one in known}
        return [one for one in numbers(text) if one not in told]

    def _beside_the_law(self, label: str, header: str) -> tuple[Any, int]:
        """The three or so numbers above the table: here, there, and the difference."""
        other, totals = self.derived.other, self.derived.totals
        if other is None:
            return None, 1
        pairs = {
            "Toegekend": (totals.amount.cents, other.amount.cents, 100),
            "Betaalbare woningen": (totals.homes.affordable, other.homes.affordable, 1),
            "Woningen": (totals.homes.total, other.homes.total, 1),
            "Sociale huur": (totals.homes.social_rent, other.homes.social_rent, 1),
            "Middenhuur": (totals.homes.mid_rent, other.homes.mid_rent, 1),
            "Betaalbare koop": (
                totals.homes.affordable_purchase, other.homes.affordable_purchase, 1,
            ),
            "Overig": (totals.homes.other, other.homes.other, 1),
        }  # fmt: skip
        if label not in pairs:
            return None, 1
        here, there, unit = pairs[label]
        return {"1": here, "2": there, "3": here - there}.get(header), unit

    def _untold(self, place: Place, text: str) -> list[str]:
        """The numbers in a text that neither a source of the round nor the derivation has."""
        if place.sheet == DIVIDED and not place.table and not self._told_of_divisions(text):
            return []
        if place.table == "T_national" and place.header != "Bron":
            return [] if text.replace("\u00a0", " ") in self.sentences else numbers(text)
        if place.table == "T_goals" and place.header == "Aandeel":
            share = self.derived.share(place.row[0])
            return [] if share and text == " ".join(share) else numbers(text)
        if place.table and text in place.row:
            return (
                [] if place.row in self.tables.get(place.table, {}) else self.derived.untold(text)
            )
        if place.header in KEYS.get(place.table, ("Aanvraag", "Code")) and text not in place.row:
            return numbers(text)  # another than the row is known by
        told = self.texts.get((place.table, place.row[0], place.header))
        if told is not None:
            return [] if text == told else numbers(text)
        return self.derived.untold(text)


@pytest.fixture(scope="module")
def traced() -> Traced:
    return Traced(dossier(), BESIDE)


def changed(cells: Mapping[Place, Any], place: Place, chance: random.Random) -> dict[Place, Any]:
    """The cells with one number in one place changed: a cent, a home, or a digit in a text."""
    value = cells[place]
    if isinstance(value, int | float):
        cents = place.header in MONEY or "." in str(value)
        step = Decimal("0.01") if cents else 1
        return {**cells, place: float(Decimal(str(value)) + step) if cents else value + 1}
    at = chance.choice([i for i, c in enumerate(value) if c.isdigit()])
    digit = str((int(value[at]) + chance.randint(1, 9)) % 10)
    return {**cells, place: value[:at] + digit + value[at + 1 :]}


def with_a_number(cells: Mapping[Place, Any]) -> list[Place]:
    return [place for place, value in cells.items() if numbers(str(value))]


def test_a_number_that_is_a_cent_or_a_home_off_is_found_wherever_it_stands(
    report: Path, traced: Traced
) -> None:
    cells, chance = read(report / "report.xlsx"), random.Random(20261127)
    places = with_a_number(cells)
    assert len(places) > 600
    for place in chance.sample(places, 60):
        other = changed(cells, place, chance)
        assert list(traced.faults(other)), (place, other[place])


@pytest.mark.slow
def test_every_single_number_is_found_when_it_is_off(report: Path, traced: Traced) -> None:
    cells, chance = read(report / "report.xlsx"), random.Random(20261127)
    for place in with_a_number(cells):
        other = changed(cells, place, chance)
        assert list(traced.faults(other)), (place, other[place])


def test_every_number_of_the_workbook_follows_from_the_round(report: Path, traced: Traced) -> None:
    assert list(traced.faults(read(report / "report.xlsx"))) == []
