"""An incomplete application is asked for what is missing, and ends in a decision either way."""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.grants.calendar import is_working_day, next_working_day

from ..letters.pages import flat, page_texts
from .conftest import ANSWERED, ROUND, Prepared, Verdeel
from .editing import Rows, edit
from .test_bad_input import one_sentence, state
from .test_fates import FIRST, SECOND, THIRD, listed, told

UNREADABLE, UNCLEAR, ABSENT = "BER-2026-0009", "BER-2026-0011", "BER-2026-0012"
GONE, NAMELESS = "BER-2026-0015", "BER-2026-0018"
ASKED = "2026-10-20"
WHY = "De gemeente stuurde dit op 14 oktober al met haar plan mee, bladzijde 3."
_CELLS = {
    UNREADABLE: ("Start uitvoering", "volgend jaar"),
    UNCLEAR: ("Gevraagd bedrag", "ongeveer 12 mln"),
    ABSENT: ("Start uitvoering", None),
    GONE: ("Totale kosten", None),
    NAMELESS: ("Aanvraagnummer", None),
}


def spoiled(headers: list[str], rows: Rows) -> Rows:
    number = headers.index("Aanvraagnummer")
    years = [at for at, label in enumerate(headers) if label.startswith("Kas ")]
    for row in rows:
        label, value = _CELLS.get(row[number], ("", None))
        if row[number] == UNCLEAR:  # without years of its own, which would have to add up to it
            for at in years:
                row[at] = None
        if label:
            row[headers.index(label)] = value
    return rows


@pytest.fixture
def screened(prepared: Prepared, small_samples: Path, verdeel: Verdeel) -> Path:
    """The small round, screened over five rows with a fault; the desk."""

    def made(desk: Path) -> None:
        opened = verdeel("round", "open", ROUND, "--policy", small_samples / "policy.toml")
        assert opened.code == 0, opened.err
        book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", spoiled)
        assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code == 1
        assert verdeel("screen", "--close", "--round", ROUND, "--as", FIRST).code == 0
        assert verdeel(*ANSWERED, "--as", FIRST).code == 0

    return prepared(made)


def ask(verdeel: Verdeel, desk: Path, *numbers: str, on: str = ASKED, **more: str) -> Any:
    options = [part for key, value in more.items() for part in (f"--{key}", value)]
    result = verdeel(
        "complete", "request", *numbers, "--round", ROUND, "--date", on, "--out", desk / "brieven",
        "--no-word", "--as", FIRST, "--json", *options,
    )  # fmt: skip
    assert result.code == 0, result.err
    return json.loads(result.out)


def give(verdeel: Verdeel, *command: str | Path, by: str = FIRST, code: int = 0) -> Any:
    result = verdeel(*command, "--round", ROUND, "--as", by, "--json")
    assert result.code == code, (result.err, result.out)
    return json.loads(result.out) if code in (0, 1) else one_sentence(result)


def completed(desk: Path, number: str, **cells: object) -> Path:
    """The workbook of a request as a municipality sends it back; ``_`` in a header is a space."""
    book: Any = openpyxl.load_workbook(desk / "brieven" / f"aanvulling_{number}.xlsx")
    sheet = book["Bereikbaarheid"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for header, value in cells.items():
        sheet.cell(2, place[header.replace("_", " ")]).value = value
    at = desk / f"terug_{number}_{len(list(desk.iterdir()))}.xlsx"
    book.save(at)
    return at


def text_of(pdf: Path) -> str:
    return flat(" ".join(page_texts(pdf.read_bytes())))


def load(verdeel: Verdeel, book: Path, on: str = "2026-10-27", code: int = 0) -> Any:
    return give(verdeel, "load", book, "--date", on, code=code)


def line(verdeel: Verdeel, number: str) -> dict[str, Any]:
    return next(one for one in listed(verdeel) if one["application_id"] == number)


def nameless(verdeel: Verdeel) -> str:
    return next(n for one in listed(verdeel) if (n := one["application_id"]).startswith("ONB"))


def test_a_request_has_a_letter_a_workbook_and_a_term_and_the_clock_stands_still(
    screened: Path, verdeel: Verdeel
) -> None:
    before, beside = line(verdeel, UNREADABLE), line(verdeel, "BER-2026-0002")["term"]
    assert (before["state"], before["waits_for"]) == ("incomplete", "officer")
    (asked,) = ask(verdeel, screened, UNREADABLE)
    assert (asked["on"], asked["until"], asked["new"]) == (ASKED, "2026-11-03", True)
    assert [(one["field"], one["absent"]) for one in asked["asked"]] == [("works_start", False)]
    after = line(verdeel, UNREADABLE)
    assert (after["state"], after["waits_for"]) == ("completing", "applicant")
    assert after["complete_by"] == "2026-11-03"
    assert date.fromisoformat(after["term"]) - date.fromisoformat(before["term"]) == timedelta(14)
    assert "artikel 4:15, eerste lid, onderdeel a, Awb" in after["term_reasons"][1]["nl"]
    assert line(verdeel, "BER-2026-0002")["term"] == beside  # a competitor's runs on
    text = text_of(screened / "brieven" / f"aanvulling_{UNREADABLE}.pdf")
    assert "3 november 2026" in text
    assert "'Start uitvoering' is 'volgend jaar'; dat is geen datum." in text
    assert "staat stil vanaf 21 oktober 2026" in text
    assert "bezwaar" not in text
    book: Any = openpyxl.load_workbook(screened / "brieven" / f"aanvulling_{UNREADABLE}.xlsx")
    assert book.sheetnames == ["Aanvulling", "Bereikbaarheid"]
    sheet = book["Bereikbaarheid"]
    place = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.max_row == 2
    assert sheet.cell(2, place["Aanvraagnummer"]).value == UNREADABLE
    assert sheet.cell(2, place["Start uitvoering"]).value == "volgend jaar"
    coloured = [c.column for c in sheet[2] if str(c.fill.fgColor.rgb).endswith("FFE699")]
    assert coloured == [place["Start uitvoering"]]
    assert isinstance(sheet.cell(2, place["Ontvangen op"]).value, datetime)
    stands = verdeel("round", "status", ROUND, "--date", "2026-11-10", "--json")
    told_of = json.loads(stands.out)
    assert told_of["completing"] == [UNREADABLE]
    overdue = [w["sentence"] for w in told_of["warnings"] if UNREADABLE in w["sentence"]]
    assert "kan tot en met 01-12-2026" in overdue[0]
    held = state(screened / "verdeel.db")
    assert ask(verdeel, screened, UNREADABLE)[0]["new"] is False
    assert state(screened / "verdeel.db") == held


@pytest.mark.slow(
    sample="test_where_applications_compete_nothing_that_bears_on_the_outcome_gets_better"
)
def test_what_was_asked_counts_at_once_and_is_put_to_the_rules(
    screened: Path, verdeel: Verdeel
) -> None:
    ask(verdeel, screened, UNREADABLE)
    book = completed(screened, UNREADABLE, Start_uitvoering="01-03-2028")
    assert "20-10-2026 is gevraagd" in give(verdeel, "load", book, code=2)  # without its day
    loaded = load(verdeel, book)[0]
    assert (loaded["new"], loaded["faulty"]) == (1, 0)
    after = line(verdeel, UNREADABLE)
    assert (after["state"], after["faults"]) == ("complete", [])
    # 21 to 26 October; on the 27th it was completed, and the term ran on.
    assert "6 dagen opgeschort vanaf 21-10-2026" in after["term_reasons"][1]["nl"]
    awards = {a["application_id"]: a for a in told(verdeel, "allocate")["awards"]}
    assert awards[UNREADABLE]["outcome"] in ("granted", "refused_ceiling", "refused_rule")
    assert awards[GONE]["outcome"] == "incomplete"
    assert told(verdeel, "explain", UNREADABLE)["assessments"]


def test_what_was_not_asked_waits_and_is_refused_by_one_or_accepted_by_two(
    screened: Path, verdeel: Verdeel
) -> None:
    ask(verdeel, screened, UNREADABLE, ABSENT)
    for number in (UNREADABLE, ABSENT):
        cells = {"Start_uitvoering": "01-03-2028", "Projectnaam": "Een andere naam"}
        found = load(verdeel, completed(screened, number, **cells), code=1)[0]["findings"]
        assert [(f["code"], f["field"]) for f in found] == [("INT-095", "project_name")]
        assert line(verdeel, number)["waits_for"] == "officer"
        assert line(verdeel, number)["completion"] is True
    on = ("--date", "2026-10-28", "--reason", WHY)
    refused = give(verdeel, "complete", "refuse", UNREADABLE, *on)
    assert (refused["accepted"], refused["counts"]) == (False, True)
    assert line(verdeel, UNREADABLE)["state"] == "complete"
    assert line(verdeel, UNREADABLE)["project_name"] != "Een andere naam"
    assert give(verdeel, "complete", "accept", ABSENT, *on)["counts"] is False
    assert line(verdeel, ABSENT)["state"] == "completing"
    again = ("complete", "accept", ABSENT, "--confirm", "--date", "2026-10-29")
    assert "vier ogen" in give(verdeel, *again, code=3)
    assert give(verdeel, *again, by=SECOND)["counts"] is True
    assert line(verdeel, ABSENT)["project_name"] == "Een andere naam"
    held = state(screened / "verdeel.db")
    once_more = ((("complete", "refuse", UNREADABLE, *on), FIRST), (again, SECOND))
    for command, who in once_more:
        told_again = give(verdeel, *command, by=who)
        assert (told_again["new"], told_again["counts"]) == (False, True)
    assert state(screened / "verdeel.db") == held


def test_where_applications_compete_nothing_that_bears_on_the_outcome_gets_better(
    screened: Path, verdeel: Verdeel
) -> None:
    ask(verdeel, screened, ABSENT, UNCLEAR, GONE)
    homes = line(verdeel, ABSENT)
    book = completed(screened, ABSENT, Start_uitvoering="01-03-2028", Ontsloten_woningen=9_000)
    loaded = load(verdeel, book, code=0)[0]
    assert [(f["code"], f["severity"]) for f in loaded["findings"]] == [("INT-098", "warning")]
    assert line(verdeel, ABSENT)["state"] == "complete"
    assert homes["requested"] == line(verdeel, ABSENT)["requested"]
    shown = verdeel("explain", ABSENT, "--round", ROUND).out
    assert "9.000" not in shown
    # What was unclear may be made clear from what was filed in time: two people find so.
    found = load(verdeel, completed(screened, UNCLEAR, Gevraagd_bedrag=12_000_000), code=1)
    assert [f["code"] for f in found[0]["findings"]] == ["INT-096"]
    on = ("--date", "2026-10-28")
    give(verdeel, "complete", "accept", UNCLEAR, *on, "--reason", WHY)
    give(verdeel, "complete", "accept", UNCLEAR, *on, "--confirm", by=SECOND)
    assert line(verdeel, UNCLEAR)["requested"] == 1_200_000_000
    # What was absent is not supplied any more, whoever would accept it.
    found = load(verdeel, completed(screened, GONE, Totale_kosten=150_000_000), code=1)
    assert [f["code"] for f in found[0]["findings"]] == ["INT-097"]
    assert line(verdeel, GONE)["state"] == "completing"
    assert "moet nog worden beslist" in give(
        verdeel, "complete", "accept", GONE, *on, "--reason", WHY, code=2
    )


@pytest.mark.sample(every=4)
@pytest.mark.parametrize(
    ("came", "last", "over"),
    [
        ("2026-10-25", "2026-11-23", "2026-11-24"),  # four weeks end on a Sunday
        ("2026-11-03", "2026-12-01", "2026-12-02"),
        ("2026-11-04", "2026-12-01", "2026-12-02"),  # after its term: that passed unused
    ],
)
def test_the_four_weeks_run_from_what_came_in_time_however_little_it_was(
    screened: Path, verdeel: Verdeel, came: str, last: str, over: str
) -> None:
    ask(verdeel, screened, GONE)
    load(verdeel, completed(screened, GONE, Totale_kosten=150_000_000), came, code=1)
    told = date.fromisoformat(last)
    status = verdeel("round", "status", ROUND, "--date", "2026-11-10").out
    assert f"Niet behandelen kan tot en met {told:%d-%m-%Y} (vier weken na" in status
    terms = json.loads(verdeel("calendar", "--round", ROUND, "--date", "2026-11-10", "--json").out)
    leaving = [one for one in terms["terms"] if "buiten behandeling" in one["what"]["nl"]]
    assert [one["first"] for one in leaving] == [last]
    out = ("--out", screened / "besluiten", "--no-word")
    shut = ("complete", "close", GONE, *out, "--reason", "Het bedrag ontbrak bij de sluiting.")
    assert f"tot en met {told:%d-%m-%Y}" in give(verdeel, *shut, "--date", over, code=3)
    give(verdeel, *shut, "--date", last)
    give(verdeel, "complete", "close", GONE, *out, "--confirm", "--date", last, by=SECOND)
    text = text_of(screened / "besluiten" / f"{GONE}.pdf")
    said = "U vulde de aanvraag aan op" if came < "2026-11-04" else "De termijn om aan te vullen"
    assert said in text


@pytest.mark.slow(sample="tests/io/cli/test_story.py::test_every_application_gets_its_decision")
def test_who_does_not_complete_in_time_is_not_treated_by_two_within_four_weeks(
    screened: Path, verdeel: Verdeel
) -> None:
    ask(verdeel, screened, GONE)
    out = ("--out", screened / "besluiten", "--no-word")
    shut = ("complete", "close", GONE, *out, "--reason", "De gemeente reageerde niet op de brief.")
    assert "loopt tot en met 03-11-2026" in give(verdeel, *shut, "--date", "2026-11-03", code=3)
    assert "vier weken" in give(verdeel, *shut, "--date", "2026-12-02", code=3)
    proposed = give(verdeel, *shut, "--date", "2026-11-04")
    assert proposed["letter"] is None
    assert give(verdeel, *shut, "--date", "2026-11-04")["new"] is False
    for other in (
        (*shut, "--date", "2026-11-05"),
        (*shut[:-1], "De gemeente schreef te laat terug.", "--date", "2026-11-04"),
    ):
        assert "is al vastgelegd op 04-11-2026 door" in give(verdeel, *other, code=3)
    assert "vaststel" not in line(verdeel, GONE)["state"]
    confirm = ("complete", "close", GONE, *out, "--confirm", "--date", "2026-11-06")
    assert "vier ogen" in give(verdeel, *confirm, code=3)
    taken = give(verdeel, *confirm, by=SECOND)
    assert (taken["on"], taken["confirmed_by"]) == ("2026-11-06", "B. Dekker")
    after = line(verdeel, GONE)
    assert (after["state"], after["waits_for"], after["term"]) == ("not_treated", "", None)
    text = text_of(screened / "besluiten" / f"{GONE}.pdf")
    assert "Besluit: ik behandel uw aanvraag" in text
    assert "Totale kosten: dit ontbrak toen het tijdvak sloot" in text
    assert "De laatste dag is 18 december 2026" in text  # six weeks after 6 November
    assert "artikel 4:5, vierde lid, Awb" in text
    with (screened / "besluiten" / "nietbehandeld.csv").open(encoding="utf-8-sig") as register:
        (row,) = csv.DictReader(register, delimiter=";")
    assert (row["aanvraagnummer"], row["uitkomst"]) == (GONE, "niet in behandeling genomen")
    assert give(verdeel, *confirm, by=SECOND)["new"] is False
    late = ("load", completed(screened, GONE, Totale_kosten=1), "--date", "2026-11-09")
    assert "niet in behandeling genomen" in give(verdeel, *late, code=3)


def test_a_completion_after_its_term_counts_only_if_two_find_so(
    screened: Path, verdeel: Verdeel
) -> None:
    ask(verdeel, screened, UNREADABLE)
    book = completed(screened, UNREADABLE, Start_uitvoering="01-03-2028")
    found = load(verdeel, book, on="2026-11-04", code=1)[0]["findings"]
    assert [f["code"] for f in found] == ["INT-094"]
    out = ("--out", screened / "b", "--date", "2026-11-05", "--reason", WHY)
    assert "nog niet is beslist" in give(verdeel, "complete", "close", UNREADABLE, *out, code=3)
    on = ("--date", "2026-11-05", "--reason", WHY)
    assert give(verdeel, "complete", "refuse", UNREADABLE, *on)["counts"] is False
    assert line(verdeel, UNREADABLE)["state"] == "completing"
    give(verdeel, "complete", "close", UNREADABLE, *out)


def test_intake_stays_closed_for_everything_that_was_not_asked(
    screened: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    held = state(screened / "verdeel.db")
    whole = edit(
        small_samples / "bereikbaarheid.xlsx", screened / "weer.xlsx", lambda _, rows: rows
    )
    said = give(verdeel, "load", whole, "--date", "2026-10-27", code=3)
    assert "er is niets ingenomen" in said
    ask(verdeel, screened, UNREADABLE)
    give(
        verdeel,
        "withdraw",
        UNREADABLE,
        "--date",
        "2026-10-22",
        "--reason",
        "Brief 12 van Veldhoven.",
    )
    book = completed(screened, UNREADABLE, Start_uitvoering="01-03-2028")
    assert "ingetrokken" in give(verdeel, "load", book, "--date", "2026-10-27", code=3)
    assert held != state(screened / "verdeel.db")


def test_a_row_without_a_number_is_linked_to_one_by_an_officer(
    screened: Path, verdeel: Verdeel
) -> None:
    row = nameless(verdeel)
    on = ("--date", "2026-10-19", "--reason", "Volgens het ontvangstregister is dit nummer 18.")
    out = ("--out", screened / "brieven", "--date", ASKED)
    assert "Koppel haar eerst" in give(verdeel, "complete", "request", row, *out, code=3)
    give(verdeel, "complete", "link", row, "--number", NAMELESS, *on)
    numbers = [one["application_id"] for one in listed(verdeel)]
    assert NAMELESS in numbers
    assert row not in numbers
    assert len(numbers) == 39
    # Nothing but its number was missing, so that nothing is left to ask.
    assert "ontbreekt niets" in give(verdeel, "complete", "request", NAMELESS, *out, code=3)


def test_a_later_decision_names_both_days_the_reason_and_that_the_term_runs_on(
    screened: Path, verdeel: Verdeel
) -> None:
    reason = "De onafhankelijke commissie heeft haar advies nog niet gegeven."
    later = (
        "complete", "extend", "BER-2026-0002", "--out", screened / "brieven", "--no-word",
        "--date", "2026-11-20", "--reason", reason,
    )  # fmt: skip
    # No regulation sets a term for it: eight weeks after 5 October, unless a day is named by then.
    assert "latere dag" in give(verdeel, *later, "--until", "2026-11-30", code=2)
    noticed = give(verdeel, *later, "--until", "2027-01-29")
    assert (noticed["earlier"], noticed["later"]) == ("2026-11-30", "2027-01-29")
    text = text_of(screened / "brieven" / "verlenging_BER-2026-0002.pdf")
    for said in ("30 november 2026", "29 januari 2027", reason, "artikel 4:14, derde lid, Awb"):
        assert said in text
    assert "wettelijke termijn" not in text
    told = line(verdeel, "BER-2026-0002")
    assert told["term"] == "2027-01-29"
    assert told["term_reasons"][-1]["nl"].startswith("op 20-11-2026 genoemd: 29-01-2027")


def test_a_notice_after_eight_weeks_leaves_the_term_as_it_was(
    screened: Path, verdeel: Verdeel
) -> None:
    give(
        verdeel,
        "complete",
        "extend",
        "BER-2026-0002",
        "--out",
        screened / "brieven",
        "--no-word",
        "--date",
        "2026-12-01",
        "--reason",
        "De commissie wacht.",
        "--until",
        "2027-01-29",
    )
    late = text_of(screened / "brieven" / "verlenging_BER-2026-0002.pdf")
    assert "Die was al voorbij op 30 november 2026" in late
    assert "U kunt mij schriftelijk in gebreke stellen." in late
    assert line(verdeel, "BER-2026-0002")["term"] == "2026-11-30"


def test_the_list_fits_a_terminal_and_counts_as_people_do(screened: Path, verdeel: Verdeel) -> None:
    ask(verdeel, screened, UNREADABLE)
    shown = verdeel("round", "applications", ROUND).out
    assert max(map(len, shown.splitlines())) <= 80
    assert "1 fout\n" in shown
    assert "1 fouten" not in shown
    assert "1 vragen" not in shown
    assert "aan zet: de aanvrager" in shown
    assert "niets schortte de termijn op" in shown.replace("\n    ", " ")
    only = verdeel("round", "applications", ROUND, "--state", "completing").out
    assert only.startswith(UNREADABLE)


def test_receipt_is_acknowledged_with_its_time_by_letter_and_list(
    screened: Path, verdeel: Verdeel
) -> None:
    out = ("--out", screened / "ontvangst", "--date", "2026-10-16", "--no-word")
    given = give(verdeel, "complete", "acknowledge", UNREADABLE, "BER-2026-0002", *out)
    assert given["letters"] == 2
    text = text_of(screened / "ontvangst" / f"ontvangst_{UNREADABLE}.pdf")
    assert "17 september 2026 om 09.49 uur" in text
    assert (screened / "ontvangst" / "ontvangst.csv").exists()


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        ("2026-03-20", "2026-04-07"),  # the fourteenth day is Good Friday: on to after Easter
        ("2026-03-23", "2026-04-07"),  # Easter Monday itself
        ("2026-10-20", "2026-11-03"),
        ("2026-10-17", "2026-11-02"),  # a Saturday
        ("2026-12-11", "2026-12-28"),  # Christmas, and the weekend after it
    ],
)
def test_a_term_ends_on_a_working_day(sent: str, last: str) -> None:
    day = next_working_day(date.fromisoformat(sent) + timedelta(days=14))
    assert day.isoformat() == last
    assert is_working_day(day)


@pytest.mark.slow(sample="tests/io/cli/test_story.py::test_every_application_gets_its_decision")
def test_an_approval_waits_for_each_of_them_and_the_lists_tell_how_each_ended(
    screened: Path, verdeel: Verdeel
) -> None:
    row = nameless(verdeel)
    ask(verdeel, screened, UNREADABLE, ABSENT, UNCLEAR, GONE)
    load(verdeel, completed(screened, UNREADABLE, Start_uitvoering="01-03-2028"))
    gone = ("--date", "2026-10-22", "--reason", "Brief 12 van de gemeente.")
    for number in (row, ABSENT):
        give(verdeel, "withdraw", number, *gone)
    told(verdeel, "allocate")
    left = give(verdeel, "approve", by=THIRD, code=3)
    assert UNCLEAR in left
    assert GONE in left
    assert UNREADABLE not in left
    for number in (UNCLEAR, GONE):
        shut = ("complete", "close", number, "--out", screened / "besluiten", "--no-word")
        give(verdeel, *shut, "--reason", "De gemeente reageerde niet.", "--date", "2026-11-05")
        give(verdeel, *shut, "--confirm", "--date", "2026-11-06", by=SECOND)
    assert "Sinds de verdeling" in give(verdeel, "approve", by=THIRD, code=3)
    whole = told(verdeel, "allocate")
    awards = {a["application_id"]: a for a in whole["awards"]}
    assert [awards[n]["outcome"] for n in (UNCLEAR, GONE, ABSENT, row)] == [
        "not_treated", "not_treated", "withdrawn", "withdrawn",
    ]  # fmt: skip
    assert awards[UNCLEAR]["reasons"] == ["NOT_TREATED"]
    assert awards[UNCLEAR]["requested"] is None
    assert "besloten haar niet te behandelen" in verdeel("explain", UNCLEAR, "--round", ROUND).out
    give(verdeel, "approve", by=THIRD)
    give(verdeel, "letters", "--out", screened / "besluiten", "--no-word")
    assert (screened / "besluiten" / f"{GONE}.pdf").exists()
    give(verdeel, "report", "--out", screened / "rapport")
    page = (screened / "rapport" / "report.html").read_text(encoding="utf-8")
    assert "Niet in behandeling genomen" in page
    with (screened / "rapport" / "open_data" / "decisions.csv").open(encoding="utf-8") as file:
        rows = {one["application_id"]: one for one in csv.DictReader(file)}
    assert len(rows) == 39
    assert (rows[UNCLEAR]["outcome"], rows[UNCLEAR]["requested_eur"]) == ("not_treated", "")
    assert rows[row]["outcome"] == "withdrawn"
    assert verdeel("audit", "verify").code == 0
    check: Callable[..., Any] = verdeel
    assert check("ledger", "--round", ROUND).code == 0
