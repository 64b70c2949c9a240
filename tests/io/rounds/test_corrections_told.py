"""A correction of an objection is told as an officer reads it, whatever kind of column it is."""

import re

import pytest

from verdeelsleutel.grants.columns import Kind
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.errors import WrongUse
from verdeelsleutel.io.rounds.objections.correcting import corrected
from verdeelsleutel.io.rounds.objections.fields import TREATED

from ..cli.done_over import columns, values
from ..letters.filed import ber, gb, rs, wbi

_OF_THE_PROGRAM = re.compile(r"\b(?:True|False|None)\b|\d{4}-\d\d-\d\d|\d\.\d{1,2}$|\(\)")
FILED = {
    "woningbouwimpuls": wbi, "realisatiestimulans": rs, "gebiedsbudget": gb,
    "bereikbaarheid": ber,
}  # fmt: skip


@pytest.mark.parametrize("key", FILED)
def test_both_sides_of_every_column_are_in_the_notation_of_the_office(key: str) -> None:
    application, kinds = FILED[key](), set[Kind]()
    assert isinstance(application, instruments()[key].model)
    for column in columns(key):
        for text, _ in values(column):
            try:
                _, (told,) = corrected(application, {column.field: text})
            except WrongUse:  # it would have been sent back, or is no value of that column
                continue
            kinds.add(column.kind)
            assert told.after == text
            for side in (told.before, told.shown):
                assert side
                assert _OF_THE_PROGRAM.search(side) is None, (column.field, side)
    assert len(kinds) >= 3


def test_a_date_and_a_yes_are_told_in_words_of_the_office() -> None:
    _, told = corrected(wbi(), {TREATED: "ja", "Start bouw": "2027-03-02"})
    assert [(one.label, one.shown) for one in told] == [
        ("Behandeld", "ja"), ("Start bouw", "02-03-2027"),
    ]  # fmt: skip
    assert told[1].before == "01-03-2027"
