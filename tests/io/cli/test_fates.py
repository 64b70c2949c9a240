"""Every application that came in ends in a row of every list: late, early, faulty or good."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from .conftest import ANSWERED_LATER, ROUND, Verdeel
from .editing import Rows, edit
from .test_bad_input import one_sentence, state

LATE, EARLY, LAST = "BER-2026-0002", "BER-2026-0005", "BER-2026-0008"
FAULTY, NAMELESS = "BER-2026-0009", "BER-2026-0011"
FIRST, SECOND, THIRD = "sanne.vermeulen", "bram.dekker", "yasmina.haddou"
WHY = "Het loket van het ministerie was op de laatste dag gestoord; dat staat in het logboek."
RECEIVED = {
    LATE: "2026-10-16T00:00:00",
    EARLY: "2026-08-31T23:59:00",
    LAST: "2026-10-15T23:59:59",
}


def _set(headers: list[str], row: list[Any], label: str, value: object) -> None:
    row[headers.index(label)] = value


def odd(headers: list[str], rows: Rows) -> Rows:
    """One late, one early, one in the last second, one with a faulty date, one without a number."""
    for row in rows:
        number = row[headers.index("Aanvraagnummer")]
        if number in RECEIVED:
            _set(headers, row, "Ontvangen op", datetime.fromisoformat(RECEIVED[number]))
        if number == FAULTY:
            _set(headers, row, "Start uitvoering", "volgend jaar")
        if number == NAMELESS:
            _set(headers, row, "Aanvraagnummer", None)
            _set(headers, row, "Gevraagd bedrag", "ongeveer 12 mln")
    return rows


def unchanged(headers: list[str], rows: Rows) -> Rows:
    return rows


def only_times(headers: list[str], rows: Rows) -> Rows:
    for row in rows:
        number = row[headers.index("Aanvraagnummer")]
        if number in RECEIVED:
            _set(headers, row, "Ontvangen op", datetime.fromisoformat(RECEIVED[number]))
    return rows


@pytest.fixture
def loaded(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> Callable[[Callable[[list[str], Rows], Rows]], Path]:
    """Load the small round with its workbook changed; the desk."""

    def load(change: Callable[[list[str], Rows], Rows]) -> Path:
        shutil.copy(small_samples / "office.toml", opened_small)
        book = edit(small_samples / "bereikbaarheid.xlsx", opened_small / "ber.xlsx", change)
        result = verdeel("load", book, "--round", ROUND, "--as", FIRST, "--json")
        assert result.code in (0, 1), result.err
        (opened_small / "loaded.json").write_text(result.out, encoding="utf-8")
        return opened_small

    return load


def told(verdeel: Verdeel, *command: str) -> Any:
    result = verdeel(*command, "--round", ROUND, "--json", "--as", FIRST)
    assert result.code == 0, result.err
    return json.loads(result.out)


def listed(verdeel: Verdeel, *filters: str) -> list[dict[str, Any]]:
    result = verdeel("round", "applications", ROUND, "--json", *filters)
    assert result.code == 0, result.err
    return json.loads(result.out)


def test_who_is_outside_the_window_is_told_at_its_cell_and_taken_in(
    loaded: Any, verdeel: Verdeel
) -> None:
    desk = loaded(only_times)
    found = json.loads((desk / "loaded.json").read_text(encoding="utf-8"))[0]["findings"]
    outside = {f["application_id"]: f for f in found if f["field"] == "received_at"}
    assert set(outside) == {LATE, EARLY}
    assert outside[LATE]["code"] == "INT-090"
    assert outside[LATE]["cell"] == "F2"
    assert outside[LATE]["message"] == (
        "De aanvraag is ontvangen op 16-10-2026. Dat is te laat: het tijdvak sloot op 15-10-2026."
    )
    assert outside[EARLY]["code"] == "INT-091"
    assert "op 31-08-2026 om 23.59 uur. Dat is te vroeg" in outside[EARLY]["message"]
    lines = {one["application_id"]: one for one in listed(verdeel)}
    assert [lines[n]["timeliness"] for n in (LATE, EARLY, LAST)] == ["late", "early", "in_time"]


@pytest.mark.slow(sample="tests/io/cli/test_story.py::test_every_application_gets_its_decision")
def test_late_and_early_are_refused_by_their_own_outcome_unless_two_people_admit_one(
    loaded: Any, verdeel: Verdeel
) -> None:
    desk = loaded(only_times)
    assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 0
    assert verdeel(*ANSWERED_LATER, "--as", FIRST).code == 0
    awards = {a["application_id"]: a for a in told(verdeel, "allocate")["awards"]}
    assert awards[LATE]["outcome"] == "refused_late"
    assert awards[LATE]["reasons"] == ["BER-07"]
    assert awards[EARLY]["outcome"] == "refused_early"
    assert awards[LAST]["outcome"] in ("granted", "refused_ceiling")
    when = ("--round", ROUND, "--date", "2026-11-02")
    alone = verdeel("judge", LATE, "--admit", *when, "--as", FIRST)
    assert alone.code == 2  # without a reason
    assert verdeel("judge", LATE, "--admit", "--reason", WHY, *when, "--as", FIRST).code == 0
    assert {a["application_id"]: a for a in told(verdeel, "allocate")["awards"]}[LATE][
        "outcome"
    ] == "refused_late"  # one name is none
    assert verdeel("judge", LATE, "--admit", "--confirm", *when, "--as", FIRST).code == 3
    assert verdeel("judge", LATE, "--admit", "--confirm", *when, "--as", SECOND).code == 0
    after = {a["application_id"]: a for a in told(verdeel, "allocate")["awards"]}
    assert after[LATE]["outcome"] in ("granted", "refused_ceiling")
    answers = told(verdeel, "explain", LATE)["assessments"]
    window = next(a for a in answers if a["code"] == "BER-07")
    assert window["set_aside_under"] == (
        "artikel 3:4, tweede lid, van de Algemene wet bestuursrecht"
    )
    lines = {one["application_id"]: one for one in listed(verdeel)}
    assert lines[LATE]["timeliness"] == "admitted"
    assert verdeel("approve", "--round", ROUND, "--as", THIRD).code == 0
    out = desk / "brieven"
    sent = verdeel("letters", "--round", ROUND, "--out", out, "--as", FIRST)
    assert sent.code == 0, sent.err
    assert (out / f"{EARLY}.pdf").exists()
    with (out / "letters.csv").open(encoding="utf-8-sig", newline="") as register:
        rows = {r["aanvraagnummer"]: r for r in csv.DictReader(register, delimiter=";")}
    assert rows[EARLY]["uitkomst"] == "afgewezen: te vroeg ontvangen"
    report = verdeel("report", "--round", ROUND, "--out", desk / "rapport", "--as", FIRST)
    assert report.code == 0, report.err
    page = (desk / "rapport" / "report.html").read_text(encoding="utf-8")
    assert "Afgewezen: te vroeg" in page


def test_nobody_in_time_can_be_admitted(loaded: Any, verdeel: Verdeel) -> None:
    loaded(only_times)
    assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 0
    result = verdeel(
        "judge", LAST, "--admit", "--reason", WHY, "--round", ROUND, "--date", "2026-11-02",
        "--as", FIRST,
    )  # fmt: skip
    assert result.code == 3
    assert "BER-07 is gehaald" in one_sentence(result)


def test_a_row_with_a_fault_is_in_every_list_and_nothing_is_approved_over_it(
    loaded: Any, verdeel: Verdeel
) -> None:
    desk = loaded(odd)
    before = state(desk / "verdeel.db")
    refused = verdeel("screen", "--round", ROUND, "--as", FIRST)
    assert refused.code == 3
    assert FAULTY in refused.err
    assert "ONBEKEND-BEREIKBAARHEID-6-" in refused.err
    assert state(desk / "verdeel.db") == before
    assert verdeel("screen", "--close", "--round", ROUND, "--as", FIRST).code == 0
    assert verdeel(*ANSWERED_LATER, "--as", FIRST).code == 0
    whole = told(verdeel, "allocate", "--out", str(desk / "uit"))
    awards = {a["application_id"]: a for a in whole["awards"]}
    assert len(awards) == len(whole["awards"]) == whole["totals"]["applications"] == 39
    nameless = next(number for number in awards if number.startswith("ONBEKEND-"))
    assert re.fullmatch(r"ONBEKEND-BEREIKBAARHEID-6-[0-9A-F]{8}", nameless)
    assert awards[FAULTY]["outcome"] == awards[nameless]["outcome"] == "incomplete"
    assert awards[FAULTY]["requested"] == 4_472_500_000
    assert awards[FAULTY]["municipality_code"] == "GM0861"
    assert awards[nameless]["requested"] is None
    assert awards[FAULTY]["explanation"][0]["article"].startswith("artikel 4:5, eerste lid")
    status = json.loads(verdeel("round", "status", ROUND, "--json").out)
    assert status["applications"] == 39
    assert status["incomplete"] == sorted([FAULTY, nameless])
    lines = {one["application_id"]: one for one in listed(verdeel, "--state", "incomplete")}
    assert set(lines) == {FAULTY, nameless}
    assert lines[FAULTY]["waits_for"] == "officer"
    assert [f["code"] for f in lines[FAULTY]["faults"]] == ["INT-011"]
    assert lines[nameless]["requested"] is None
    shown = verdeel("explain", FAULTY, "--round", ROUND).out
    assert "onvolledig" in shown
    assert "Start uitvoering: volgend jaar" in shown
    assert lines[FAULTY]["faults"][0]["cell"] in shown
    concept = verdeel(
        "report", "--round", ROUND, "--out", desk / "rapport", "--as", FIRST, "--date", "2026-11-02"
    )
    assert concept.code == 0, concept.err
    page = (desk / "rapport" / "report.html").read_text(encoding="utf-8")
    assert FAULTY in page
    assert nameless in page
    assert "Onvolledig" in page
    left = verdeel("approve", "--round", ROUND, "--as", THIRD)
    assert left.code == 3
    assert FAULTY in one_sentence(left)
    assert nameless in one_sentence(left)
    gone = ("--round", ROUND, "--date", "2026-11-02", "--reason", "Brief van de gemeente.")
    for number in (FAULTY, nameless):
        assert verdeel("withdraw", number, *gone, "--as", FIRST).code == 0
    awards = {a["application_id"]: a for a in told(verdeel, "allocate")["awards"]}
    assert awards[nameless]["outcome"] == "withdrawn"
    assert verdeel("approve", "--round", ROUND, "--as", THIRD).code == 0


@pytest.mark.slow(sample="test_a_row_with_a_fault_is_in_every_list_and_nothing_is_approved_over_it")
def test_a_faulty_correction_leaves_the_good_version_standing_and_is_told(
    loaded: Any, verdeel: Verdeel, small_samples: Path
) -> None:
    desk = loaded(unchanged)
    worse = edit(small_samples / "bereikbaarheid.xlsx", desk / "beter.xlsx", odd)
    assert verdeel("load", worse, "--round", ROUND, "--as", FIRST).code == 1
    status = json.loads(verdeel("round", "status", ROUND, "--json").out)
    assert status["waiting_corrections"] == [FAULTY]
    lines = {one["application_id"]: one for one in listed(verdeel, "--waiting")}
    assert lines[FAULTY]["state"] == "complete"
    assert [f["code"] for f in lines[FAULTY]["later_faults"]] == ["INT-011"]
    assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 3
    assert verdeel("screen", "--close", "--round", ROUND, "--as", FIRST).code == 0
    awards = {a["application_id"]: a for a in told(verdeel, "allocate")["awards"]}
    assert awards[FAULTY]["outcome"] != "incomplete"
    text = verdeel("explain", FAULTY, "--round", ROUND).out
    assert "een nieuwere versie heeft fouten en wacht" in text


def test_a_mended_workbook_takes_the_place_of_rows_without_a_number(
    loaded: Any, verdeel: Verdeel, small_samples: Path
) -> None:
    desk = loaded(odd)
    edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", only_times)
    assert verdeel("load", desk / "ber.xlsx", "--round", ROUND, "--as", FIRST).code == 0
    assert listed(verdeel, "--state", "incomplete") == []
    assert len(listed(verdeel)) == 39
    assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 0


def otherwise(headers: list[str], rows: Rows) -> Rows:
    _set(headers, rows[0], "Totale kosten", 200_000_000.5)
    _set(headers, rows[0], "Start uitvoering", datetime.fromisoformat("2028-03-01"))
    _set(headers, rows[0], "Ontsloten woningen", 1_250)
    return rows


def test_a_new_version_tells_what_differs_as_the_office_writes_it(
    loaded: Any, verdeel: Verdeel, small_samples: Path
) -> None:
    desk = loaded(unchanged)
    book = edit(small_samples / "bereikbaarheid.xlsx", desk / "nieuw.xlsx", otherwise)
    told = verdeel("load", book, "--round", ROUND, "--as", FIRST).out.replace("\u00a0", " ")
    assert re.search(rf"{LATE}: Totale kosten: € [\d.]+ wordt € 200\.000\.000,50", told)
    assert re.search(rf"{LATE}: Start uitvoering: \d\d-\d\d-\d{{4}} wordt 01-03-2028", told)
    assert re.search(rf"{LATE}: Ontsloten woningen: [\d.]+ wordt 1\.250", told)
