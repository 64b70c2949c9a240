"""A decision not to treat says what is still missing when it is taken, and nothing else."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.incomplete import no_application

from .conftest import ROUND, Prepared, Verdeel
from .editing import Rows, edit
from .test_completing import GONE, ask, completed, give, line, load, text_of
from .test_fates import FIRST, SECOND

COSTS, START = "Totale kosten", "Start uitvoering"


def without_two(headers: list[str], rows: Rows) -> Rows:
    for row in rows:
        if row[headers.index("Aanvraagnummer")] == GONE:
            for label in (COSTS, START):
                row[headers.index(label)] = None
    return rows


@pytest.fixture
def asked(prepared: Prepared, small_samples: Path, verdeel: Verdeel) -> Path:
    """The small round, with an application that was asked for two values; the desk."""

    def made(desk: Path) -> None:
        opened = verdeel("round", "open", ROUND, "--policy", small_samples / "policy.toml")
        assert opened.code == 0, opened.err
        book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", without_two)
        assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code == 1
        assert verdeel("screen", "--close", "--round", ROUND, "--as", FIRST).code == 0
        ask(verdeel, desk, GONE)

    return prepared(made)


def test_a_request_marks_only_what_can_be_completed_still(asked: Path, verdeel: Verdeel) -> None:
    letter = text_of(asked / "brieven" / f"aanvulling_{GONE}.pdf")
    assert f"{COSTS}: dit ontbrak toen het tijdvak sloot" in letter
    assert "De cellen die u kunt aanvullen, zijn geel." in letter
    book: Any = openpyxl.load_workbook(asked / "brieven" / f"aanvulling_{GONE}.xlsx")
    sheet = book["Bereikbaarheid"]
    yellow = [
        sheet.cell(1, one.column).value
        for one in sheet[2]
        if str(one.fill.fgColor.rgb).endswith("FFE699")
    ]
    assert yellow == [START]
    said = {row[0].value: row[1].value for row in book["Aanvulling"].iter_rows(min_row=4)}
    assert "kan niet meer worden aangevuld" in said[COSTS]
    assert "niet meer" not in said[START]
    shown = verdeel(
        "complete", "request", GONE, "--round", ROUND, "--date", "2026-10-20", "--out",
        asked / "brieven", "--no-word", "--as", FIRST,
    ).out  # fmt: skip
    (line_,) = (one for one in shown.splitlines() if one.startswith(f"  {COSTS}"))
    assert "kan niet meer worden aangevuld" in line_
    assert "Vul" not in line_


def test_once_something_came_back_an_officer_acts_and_the_term_runs_again(
    asked: Path, verdeel: Verdeel
) -> None:
    assert line(verdeel, GONE)["waits_for"] == "applicant"
    assert "14 dagen opgeschort" in line(verdeel, GONE)["term_reasons"][1]["nl"]
    load(verdeel, completed(asked, GONE, Start_uitvoering="01-03-2028"), "2026-10-28", code=1)
    after = line(verdeel, GONE)
    assert (after["state"], after["waits_for"]) == ("completing", "officer")
    # 21 to 27 October; on the 28th it came back.
    assert "7 dagen opgeschort vanaf 21-10-2026" in after["term_reasons"][1]["nl"]
    assert "dat nog loopt" not in after["term_reasons"][1]["nl"]


def closed(verdeel: Verdeel, desk: Path) -> str:
    """The text of the letter with the decision not to treat."""
    shut = ("complete", "close", GONE, "--out", desk / "besluiten", "--no-word")
    give(verdeel, *shut, "--reason", "Zonder dit is niets te beoordelen.", "--date", "2026-11-05")
    give(verdeel, *shut, "--confirm", "--date", "2026-11-06", by=SECOND)
    return text_of(desk / "besluiten" / f"{GONE}.pdf")


def test_what_came_in_time_and_could_be_read_is_not_named_as_missing(
    asked: Path, verdeel: Verdeel
) -> None:
    load(verdeel, completed(asked, GONE, Start_uitvoering="01-03-2028"), "2026-10-28", code=1)
    text = closed(verdeel, asked)
    assert "omdat zij niet volledig is aangevuld" in text
    assert "niet op tijd" not in text
    assert "Op 28 oktober 2026 ontving ik een aanvulling, maar zij lost dit niet op." in text
    assert COSTS in text
    assert START not in text
    shown = verdeel("explain", GONE, "--round", ROUND).out
    assert "binnen de termijn niet (volledig) aangevuld" in shown


def test_a_payment_to_who_was_not_treated_is_refused_with_what_became_of_it(
    asked: Path, verdeel: Verdeel
) -> None:
    closed(verdeel, asked)
    with reading_round(f"sqlite:///{asked / 'verdeel.db'}", ROUND) as reader:
        assert str(no_application(reader, GONE)) == (
            f"Aanvraag {GONE} doet niet mee in de verdeling: niet in behandeling genomen op "
            f'06-11-2026. Zie "verdeel explain {GONE} --round {ROUND}".'
        )
        near = sorted(reader.application_numbers)[0]
        typed = near.replace("BER", "BRE")
        assert str(no_application(reader, typed)) == (
            f"Ronde {ROUND} heeft geen aanvraag {typed}. Bedoelde u {near}?"
        )
        assert str(no_application(reader, "X")) == (
            f"Ronde {ROUND} heeft geen aanvraag X. Controleer het nummer."
        )


def test_what_was_supplied_and_may_not_be_is_missing_and_is_told_not_to_count(
    asked: Path, verdeel: Verdeel
) -> None:
    cells = {"Start_uitvoering": "01-03-2028", "Totale_kosten": 150_000_000}
    load(verdeel, completed(asked, GONE, **cells), "2026-10-28", code=1)
    text = closed(verdeel, asked)
    assert f"{COSTS}: dit ontbrak toen het tijdvak sloot" in text
    assert START not in text
    assert "niet op tijd" not in text
    shown = verdeel("explain", GONE, "--round", ROUND).out
    (costs,) = (one for one in shown.splitlines() if one.startswith(f"  {COSTS}: "))
    assert costs.endswith("(telt niet mee)")
    (start,) = (one for one in shown.splitlines() if one.startswith(f"  {START}: "))
    assert "telt niet mee" not in start


def test_of_what_came_too_late_everything_is_missing_still(asked: Path, verdeel: Verdeel) -> None:
    late = completed(asked, GONE, Start_uitvoering="01-03-2028")
    load(verdeel, late, "2026-11-04", code=1)
    text = closed(verdeel, asked)
    assert "omdat zij niet op tijd is aangevuld" in text
    assert "Op 4 november 2026, na die dag, ontving ik een aanvulling." in text
    for label in (COSTS, START):
        assert label in text


def test_who_sent_nothing_did_not_complete_it_in_time(asked: Path, verdeel: Verdeel) -> None:
    text = closed(verdeel, asked)
    assert "omdat zij niet is aangevuld" in text
    assert "Ik heb geen aanvulling ontvangen." in text
    for label in (COSTS, START):
        assert label in text


def test_a_check_is_silent_about_what_two_people_closed(asked: Path, verdeel: Verdeel) -> None:
    assert f"{GONE} is onvolledig: 2 fouten" in verdeel("round", "check", ROUND).out
    closed(verdeel, asked)
    assert f"{GONE} is onvolledig" not in verdeel("round", "check", ROUND).out


def test_a_refusal_to_screen_names_a_list_that_has_what_is_open(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    book = edit(small_samples / "bereikbaarheid.xlsx", opened_small / "ber.xlsx", without_two)
    assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code == 1
    for step in ("before", "after"):
        refused = verdeel("screen", "--round", ROUND, "--as", FIRST)
        assert refused.code == 3
        row = next(one for one in refused.err.splitlines() if one.startswith(f"  {GONE} ("))
        assert row.startswith(f"  {GONE} (ber.xlsx, Bereikbaarheid, regel ")
        assert "laad de werkmap opnieuw, onder dezelfde bestandsnaam" in refused.err
        said = " ".join(refused.err.split())
        command = said.split('(zie "verdeel ')[1].split('")')[0]
        assert GONE in verdeel(*command.split()).out, step
        if step == "before":
            ask(verdeel, opened_small, GONE)
