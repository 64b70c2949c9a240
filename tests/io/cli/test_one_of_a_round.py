"""One application of a round, read by itself, is as it is among all of them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.dossier import corrections_of, dossier

from .conftest import BY_LAW, MAKER, ROUND, Verdeel
from .test_judging import FIRST, LOW, REASON, SCORELESS, SECOND


@pytest.fixture
def screened(desk: Path, by_law: Path) -> Path:
    """The sample round under the regulations' own rules, to work in."""
    return Path(shutil.copytree(by_law, desk, dirs_exist_ok=True))


@pytest.fixture
def url(finished: Path) -> str:
    return f"sqlite:///{(finished / 'verdeel.db').as_posix()}"


def test_each_application_is_judged_alike_by_itself_and_among_all(
    screened: Path, verdeel: Verdeel
) -> None:
    ask = ("judge", SCORELESS, "--rule", "WBI-17", "--round", BY_LAW, "--date", "2026-11-04")
    assert verdeel(*ask, *LOW, "--reason", REASON, "--as", FIRST).code == 0
    assert verdeel(*ask, "--confirm", "--as", SECOND).code == 0
    url = f"sqlite:///{(screened / 'verdeel.db').as_posix()}"
    with reading_round(url, BY_LAW) as reader:
        said = reader.assessments
        among_all = {
            one.application.application_id: (one, said[one.application.application_id])
            for one in reader.judged_applications
        }
    with reading_round(url, BY_LAW) as reader:
        # All are read for the one that people judged, so that it comes last.
        apart = sorted(among_all, key=lambda number: (number == SCORELESS, number))
        by_itself = {number: reader.judged(number) for number in apart}
        assert reader.judged("WBI-2026-9999") is None
    assert by_itself == among_all
    assert {one.answer for one in among_all[SCORELESS][1]} >= {Answer.NOT_MET}


def test_what_a_letter_is_made_from_is_alike_by_itself_and_among_all(url: str) -> None:
    with reading_round(url, ROUND) as reader:
        whole = dossier(reader)
        corrections = corrections_of(reader, whole)
        of_each = {(one.award.instrument, one.award.outcome): one for one in whole.decided}
    assert len({scheme for scheme, _ in of_each}) == 4
    for one in of_each.values():
        number = one.application.application_id
        with reading_round(url, ROUND) as reader:
            alone = dossier(reader, only=number)
            own = corrections_of(reader, alone)
        assert alone == whole.model_copy(update={"decided": (one,), "incomplete": ()})
        assert own.get(number) == corrections.get(number)


def test_a_preview_is_the_page_of_the_concept_of_all(at: Any, desk: Path, verdeel: Verdeel) -> None:
    at("allocated")
    ask = ("letters", "--round", ROUND, *MAKER)
    assert verdeel(*ask, "--concept", "--no-word", "--out", desk / "alle").code == 0
    awards = json.loads(verdeel("allocate", "--round", ROUND, "--json").out)["awards"]
    for number in {(a["instrument"], a["outcome"]): a["application_id"] for a in awards}.values():
        page = f"concept_{number}.pdf"
        if (desk / "alle" / page).exists():
            assert verdeel(*ask, "--preview", number, "--out", desk / "een").code == 0
            assert (desk / "een" / page).read_bytes() == (desk / "alle" / page).read_bytes()
    told = {
        a["outcome"]
        for a in awards
        if (desk / "een" / f"concept_{a['application_id']}.pdf").exists()
    }
    assert told == {"granted", "refused_ceiling", "refused_rule"}


def test_a_number_that_is_nearly_one_is_told_by_every_command(
    at: Any, desk: Path, verdeel: Verdeel
) -> None:
    at("screened")
    said = "Ronde 2026-1 heeft geen aanvraag BER-2026-0O18. Bedoelde u BER-2026-0018?"
    number, rest = "BER-2026-0O18", ("--round", ROUND, "--out", desk / "uit", *MAKER)
    days = ("--date", "2026-11-02", "--until", "2026-11-20")
    asked: tuple[tuple[Any, ...], ...] = (
        ("letters", "--kind", "voornemen", "--application", number, *days, *rest),
        ("complete", "request", number, *days, *rest),
        ("complete", "extend", number, "--reason", REASON, *days, *rest),
        ("complete", "acknowledge", number, "--date", "2026-11-02", *rest),
    )
    for command in asked:
        done = verdeel(*command)
        assert (done.code, said in " ".join(done.err.split())) == (2, True), (command, done.err)
    at("allocated")
    done = verdeel("letters", "--preview", number, *rest)
    assert (done.code, said in " ".join(done.err.split())) == (2, True), done.err
