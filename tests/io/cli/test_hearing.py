"""What an applicant says of an intention to refuse is weighed, and stands in the decision."""

import json
from pathlib import Path

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.dossier import dossier

from .conftest import ROUND, Verdeel
from .test_bad_input import one_sentence
from .test_fates import FIRST, SECOND

REFUSED = "BER-2026-0039"
WEIGHED = "De regio zegt later meer toe; dat was bij het sluiten van het tijdvak niet zo."


@pytest.fixture
def screened(opened_small: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    book = small_samples / "bereikbaarheid.xlsx"
    assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code == 0
    assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 0
    return opened_small


def test_the_weighing_of_a_reaction_is_recorded_once_and_told_in_the_decision(
    screened: Path, verdeel: Verdeel
) -> None:
    heard = ("judge", REFUSED, "--heard", "--round", ROUND, "--date", "2026-11-20", "--as", FIRST)
    assert "in een zin" in one_sentence(verdeel(*heard, "--reason", "nee"))
    told = verdeel(*heard, "--reason", WEIGHED, "--json")
    assert told.code == 0, told.err
    assert json.loads(told.out)["new"] is True
    again = verdeel(*heard, "--reason", WEIGHED)
    assert "Dit stond al vast" in again.out
    assert verdeel("allocate", "--round", ROUND, "--as", FIRST).code == 0
    late = verdeel(*heard, "--reason", f"{WEIGHED} Ook nu niet.")
    assert late.code == 3  # it stands in a list
    with reading_round(f"sqlite:///{(screened / 'verdeel.db').as_posix()}", ROUND) as reader:
        found = {one.award.application_id: one.heard for one in dossier(reader).decided}
    weighed = found.pop(REFUSED)
    assert weighed is not None
    assert (weighed.on.isoformat(), weighed.reason) == ("2026-11-20", WEIGHED)
    assert set(found.values()) == {None}


def test_nobody_is_heard_on_a_refusal_that_there_is_not(screened: Path, verdeel: Verdeel) -> None:
    heard = (
        "--heard",
        "--reason",
        WEIGHED,
        "--round",
        ROUND,
        "--date",
        "2026-11-20",
        "--as",
        FIRST,
    )
    met = verdeel("judge", "BER-2026-0002", *heard)
    assert met.code == 2
    assert "geen afwijzing" in one_sentence(met)
    assert verdeel("judge", "BER-2026-9999", *heard).code == 2
    assert verdeel("judge", REFUSED, *heard, "--confirm").code == 2
    early = verdeel("judge", REFUSED, *heard[:-3], "2026-08-01", "--as", SECOND)
    assert early.code == 3  # before it came in
