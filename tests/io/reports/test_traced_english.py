"""Each number of the English reports is the one that stands in its place in the Dutch ones.

The Dutch ones are traced to the round in ``test_traced_page.py`` and ``test_traced_workbook.py``;
the English ones are thereby traced too, in the notation of English.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from verdeelsleutel.io.reports.writing import write_report

from ..letters.pages import texts_with_pictures
from .derived import numbers
from .reading_page import spots
from .rounds import dossier
from .test_traced_page import changed

_ENGLISH = str.maketrans({".": ",", ",": ".", " ": ""})
_ALIKE = ("HiGHS 1.11", "CC BY 4.0", "CC\u00a0BY\u00a04.0")  # a version is written the same in both
Places = dict[Any, Any]


def differences(dutch: Places, english: Places) -> Iterator[str]:
    """The places whose numbers are not the same in both languages."""
    for place in dict.fromkeys([*dutch, *english]):
        here, there = dutch.get(place), english.get(place)
        meant, shown = _sorted(here, _ENGLISH), _sorted(there, {})
        if meant != shown:
            yield f"{place}: {here!r} and {there!r}"


def _sorted(value: Any, notation: Mapping[int, str]) -> list[Any]:
    if value is None or isinstance(value, int | float):
        return [value]
    said = str(value).replace("-€", "−€")
    for version in _ALIKE:
        said = said.replace(version, "")
    return sorted(one.translate(notation) for one in numbers(said))


def cells(path: Path) -> Places:
    """Every filled cell by the place of its sheet and its own."""
    book = load_workbook(path, data_only=True)
    return {
        (at, cell.coordinate): cell.value
        for at, sheet in enumerate(book.worksheets)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def page(path: Path) -> Places:
    return dict(enumerate(spots(path.read_text(encoding="utf-8")).values()))


def summary(path: Path) -> Places:
    return dict(enumerate(texts_with_pictures(path.read_bytes())))


FILES: dict[str, Callable[[Path], Places]] = {
    "report.xlsx": cells,
    "report.html": page,
    "summary.pdf": summary,
}


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("english")
    write_report(dossier(), out, lang="en")
    return out


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("name", FILES)
def test_english_has_in_each_place_the_numbers_of_the_dutch(
    report: Path, english: Path, name: str
) -> None:
    dutch, there = FILES[name](report / name), FILES[name](english / name)
    assert list(differences(dutch, there)) == []
    assert sum(1 for value in there.values() if numbers(str(value))) >= 2


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("name", FILES)
def test_a_number_that_is_off_in_english_is_found(report: Path, english: Path, name: str) -> None:
    dutch, there = FILES[name](report / name), FILES[name](english / name)
    places, chance = [p for p in there if numbers(str(there[p]))], random.Random(20261127)
    for place in chance.sample(places, min(40, len(places))):
        value = there[place]
        off = changed(value, chance) if isinstance(value, str) else value + 1
        assert list(differences(dutch, {**there, place: off})), (place, off)
