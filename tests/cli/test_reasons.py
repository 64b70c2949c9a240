"""The sentences about the money: complete, and in the scheme's own words."""

import json
from pathlib import Path
from string import Formatter

import pytest

from verdeelsleutel.io.reasons import sentences
from verdeelsleutel.optimiser.solution import Why

FACTS = {
    "application", "applications", "own_price", "average_price", "rank", "of", "line", "ceiling",
    "left", "claim", "amount", "next_window", "received", "lot", "others", "names", "decision",
}  # fmt: skip


@pytest.mark.parametrize("why", list(Why))
def test_every_why_has_a_sentence_in_both_languages(why: Why) -> None:
    for sentence in sentences()[why.value].values():
        assert set(sentence) == {"nl", "en"}
        for text in sentence.values():
            assert text[0].isupper()
            assert text.endswith((".", "}"))
            named = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert named <= FACTS


def test_a_yearly_statement_is_never_called_an_application(finished: Path) -> None:
    awards = json.loads((finished / "allocation.json").read_text(encoding="utf-8"))["awards"]
    for award in awards:
        if award["instrument"] == "realisatiestimulans" and award["amount"]:
            for reason in award["explanation"]:
                assert "aanvraag" not in reason["nl"]
                assert "subsidie" not in reason["nl"]


def test_nobody_is_told_what_a_named_rival_asked(finished: Path) -> None:
    awards = json.loads((finished / "allocation.json").read_text(encoding="utf-8"))["awards"]
    numbers = {award["application_id"] for award in awards}
    for award in awards:
        if award["outcome"] == "refused_ceiling":
            text = " ".join(reason["nl"] for reason in award["explanation"])
            assert text
            assert not [number for number in numbers if number in text.split()]
