"""Who withdraws gets a confirmation of it, that says what became of the decision."""

from pathlib import Path
from typing import Any

import pytest

from ..letters.pages import flat, page_texts
from .conftest import MAKER, ROUND, Verdeel
from .editing import edit
from .test_bad_input import one_sentence, state
from .test_changes import awards
from .test_completing import UNREADABLE, spoiled, text_of

BECAUSE = ("--reason", "brief van het college, kenmerk 14")


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ("loaded", "Zij doet niet mee in de verdeling, en u krijgt er geen besluit over."),
        ("approved", "maar het besluit over de uwe was nog niet verstuurd."),
    ],
)
def test_a_withdrawal_is_confirmed_by_letter(
    at: Any, verdeel: Verdeel, desk: Path, stage: str, says: str
) -> None:
    at(stage)
    number = "BER-2026-0012"
    out = desk / "brieven"
    command = ("withdraw", number, "--round", ROUND, "--date", "2026-12-10", *BECAUSE, "--out", out,
               "--sent", "2026-12-14", *MAKER)  # fmt: skip
    told = verdeel(*command)
    assert told.code == 0, told.err
    letter = out / f"intrekking_{number}.pdf"
    text = flat(" ".join(page_texts(letter.read_bytes())))
    assert "14 december 2026" in text
    assert "Op 10 december 2026 trok u die in." in text
    assert says in text
    assert "bezwaar" not in text
    assert (out / "intrekking.csv").is_file()
    held, before = letter.read_bytes(), state(desk / "verdeel.db")
    letter.unlink()
    assert verdeel(*command).code == 0  # once more: nothing is recorded, and the letter is there
    assert (letter.read_bytes(), state(desk / "verdeel.db")) == (held, before)


def test_who_had_its_decision_already_is_told_that_nothing_more_is_paid(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("approved")
    number = awards(verdeel)[0]["application_id"]
    wrote = verdeel("letters", "--round", ROUND, "--out", desk / "uit", "--no-word", *MAKER)
    assert wrote.code == 0
    gone = ("withdraw", number, "--round", ROUND, "--date", "2026-12-10", *BECAUSE)
    assert verdeel(*gone, "--out", desk / "brieven", *MAKER).code == 0
    text = text_of(desk / "brieven" / f"intrekking_{number}.pdf")
    assert "U kreeg al een besluit over deze aanvraag." in text
    assert "wat nog niet is betaald, betaal ik niet" in text


def test_an_incomplete_one_is_confirmed_too_and_an_undoing_has_no_letter(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    out = opened_small / "brieven"
    book = edit(small_samples / "bereikbaarheid.xlsx", opened_small / "ber.xlsx", spoiled)
    assert verdeel("load", book, "--round", ROUND, *MAKER).code == 1
    gone = ("withdraw", UNREADABLE, "--round", ROUND, "--date", "2026-10-22", *BECAUSE)
    assert verdeel(*gone, "--out", out, *MAKER).code == 0
    assert (out / f"intrekking_{UNREADABLE}.pdf").is_file()
    undo = verdeel(*gone, "--undo", "--out", out, *MAKER)
    assert undo.code == 2
    assert "--undo" in one_sentence(undo)
