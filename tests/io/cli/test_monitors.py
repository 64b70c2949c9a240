"""What municipalities report of homes: asked for, taken in, and held against what they owe."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from .after import OF, ROUND, After, gb
from .conftest import MAKER, Verdeel
from .monitoring import each, filled, rows_in, written
from .reporting import (
    FINISHED,
    JANUARY,
    MEASURES,
    SILENT,
    STALLED,
    D,
    after,
    codes,
    finished_report,
    load,
    sent,
    stalled_report,
    template,
)

__all__ = ["after", "sent"]  # fixtures


def test_a_template_has_the_projects_of_a_municipality_and_what_they_promised(
    after: After,
) -> None:
    rows = rows_in(template(after, "GM0599"))
    assert [(r["Aanvraagnummer"], r["Segment"], r["Toegezegd"], r["Woningen"]) for r in rows] == [
        (STALLED, "sociale huur", 150, 150), (STALLED, "middenhuur", 100, 100),
        (STALLED, "betaalbare koop", 50, 50), (STALLED, "overig", 100, 100),
    ]  # fmt: skip
    assert {(r["Ronde"], r["Gemeentecode"], r["Gemeente"]) for r in rows} == {
        (ROUND, "GM0599", "Rotterdam")
    }
    assert {r[name] for r in rows for name in ("Peildatum", "Start bouw", "Gereed op")} == {None}
    again = after.desk / "nogmaals"
    after.does("monitor", "template", ROUND, "--out", again, *MAKER)
    assert (again / "voortgang_GM0599.xlsx").read_bytes() == template(after, "GM0599").read_bytes()


def test_a_template_that_nobody_filled_in_reports_nothing(after: After) -> None:
    (told,) = load(after, template(after, "GM0599"))
    assert codes(told) == [("MON-022", "N2", "")]
    assert (told["new"], told["faulty"]) == ([], [])
    status = after.says("monitor", "status", ROUND, "--date", "2028-02-01", *MAKER)
    assert status["silent"] == 4


def test_a_stalled_a_finished_and_a_silent_project_are_told_apart(after: After) -> None:
    done, still = load(after, finished_report(after), stalled_report(after))
    assert (done["new"], codes(done)) == ([FINISHED], [])
    # A start beyond the last day, without a word about it: once for each obligation.
    assert [(one["code"], one["cell"]) for one in still["findings"]] == [
        ("MON-019", "L2"), ("MON-019", "L5"),
    ]  # fmt: skip
    assert still["new"] == [STALLED]
    after.sound()

    told = after.says("monitor", "status", ROUND, "--date", "2028-02-01", *MAKER)
    assert {key: told[key] for key in ("projects", "silent", "promised", "reported")} == {
        "projects": 4, "silent": 2, "promised": 1600, "reported": 800,
    }  # fmt: skip
    assert [told[key] for key in ("permitted", "started", "completed", "at_risk")] == [
        550, 400, 400, 400,
    ]  # fmt: skip
    assert [
        (one["application_id"], one["kind"], one["state"], one["day"], one["at_risk"])
        for one in told["warnings"]
    ] == [
        (STALLED, "first_start", "foreseen", "2029-06-01", 400),
        (STALLED, "last_start", "foreseen", "2036-06-01", 100),
    ]
    assert "gemeente" not in told["warnings"][0]["article"]
    assert told["warnings"][0]["reasons"] == [
        "01-06-2029: 3 jaar na het besluit van 01-06-2026 (artikel 3, tweede lid, van de Regeling "
        "Woningbouwimpuls 2020)",
        "niet verschoven: een termijn in jaren (artikel 4, onderdeel a, Algemene termijnenwet)",
    ]
    assert told["warnings"][0]["missed_article"] == (
        "artikel 10, tweede lid, van het Besluit Woningbouwimpuls 2020"
    )
    listed = {
        one["application_id"]: one
        for one in after.says("monitor", "list", ROUND, "--date", "2028-02-01", *MAKER)
    }
    assert {n: one["slip_days"] for n, one in listed.items()} == {
        MEASURES: None, STALLED: 912, FINISHED: -303, SILENT: None,
    }  # fmt: skip
    duties = {one["kind"]: one["state"] for one in listed[FINISHED]["duties"]}
    assert duties == {"first_start": "met", "last_start": "met", "affordable": "met"}
    assert listed[SILENT]["reported"] is None


def test_every_view_of_an_application_and_of_the_round_tells_of_its_homes(after: After) -> None:
    shown = ("explain", STALLED, *OF)
    assert "Voortgang" not in after.does(*shown)
    assert "progress" not in after.says(*shown)
    before = after.says("round", "status", ROUND, "--date", "2028-02-01")
    assert (before["homes"], before["reports_missing"]) == ({}, [])
    load(after, finished_report(after), stalled_report(after))
    said = after.does(*shown)
    assert (
        "Voortgang op 01-01-2028, in woningen: toegezegd 400, gemeld 400, vergund 150, begonnen 0, "
        "klaar 0; in gevaar 400."
    ) in said
    assert (
        "wordt niet gehaald, volgens de gemeente: De bouw is begonnen uiterlijk 01-06-2029 "
        "(artikel 3, tweede lid, van de Regeling Woningbouwimpuls 2020); gemeld 01-03-2030; "
        "woningen in gevaar: 400 van 400"
    ) in said
    assert "homes at risk: 400 of 400" in after.does(*shown, "--lang", "en")
    assert after.says(*shown)["progress"]["report"]["version"] == 1
    status = after.says("round", "status", ROUND, "--date", "2028-02-01")
    assert status["homes"] == {
        "promised": 1600, "reported": 800, "permitted": 550, "started": 400, "completed": 400,
        "at_risk": 400,
    }  # fmt: skip
    assert status["reports_missing"] == ["GB-1 (Amsterdam)"]
    warned = [
        one["sentence"] for one in status["warnings"] if "woningen in gevaar" in one["sentence"]
    ]
    assert len(warned) == 2
    lines = after.does("round", "status", ROUND, "--date", "2028-02-01")
    assert "Voortgangsverslag ontbreekt: GB-1 (Amsterdam)" in lines
    assert "Woningen: toegezegd 1.600, gemeld 800, begonnen 400, klaar 400, in gevaar 400." in lines
    by = {one["application_id"]: one for one in after.says("round", "applications", ROUND)}
    keys = ("reported_as_of", "homes_started", "homes_completed", "homes_at_risk")
    assert [by[FINISHED][key] for key in keys] == ["2028-01-01", 400, 400, 0]
    assert [by[SILENT][key] for key in keys] == [None] * 4
    lines = after.does("round", "applications", ROUND)
    assert "woningen op 01-01-2028: begonnen 400, klaar 400, in gevaar 0" in lines


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2028-11-29", ("open", "open")),
        ("2028-11-30", ("soon", "open")),  # a half year before the last day
        ("2029-06-01", ("soon", "open")),
        ("2029-06-02", ("missed", "open")),
        ("2035-12-01", ("missed", "soon")),
        ("2036-06-02", ("missed", "missed")),
    ],
)
def test_a_warning_comes_ahead_of_each_last_day_and_says_when_it_passed(
    after: After, day: str, states: tuple[str, str]
) -> None:
    nothing = each(Peildatum=D(2028, 1, 1), Start_bouw=None)
    load(after, filled(template(after, "GM0599"), after.desk / "leeg.xlsx", nothing))
    listed = after.says("monitor", "list", ROUND, "--date", day, "--municipality", "GM0599", *MAKER)
    (one,) = listed
    by = {duty["kind"]: duty for duty in one["duties"]}
    assert (by["first_start"]["state"], by["last_start"]["state"]) == states
    waits = 0 if states == ("open", "open") else 400
    assert one["at_risk"] == waits


@pytest.mark.parametrize(
    ("day", "state"),
    [("2026-07-01", "expected"), ("2026-07-02", "missing"), ("2027-07-01", "missing")],
)
def test_a_report_is_owed_each_year_by_the_day_of_the_law(
    after: After, day: str, state: str
) -> None:
    (one,) = after.says("monitor", "list", ROUND, "--date", day, "--municipality", "GM0363", *MAKER)
    assert one["state"] == state
    assert one["due"]["day"] == "2026-07-01"
    assert "artikel 6, zevende lid" in one["due"]["article"]
    silent = after.says("monitor", "list", ROUND, "--date", day, "--municipality", "GM0344", *MAKER)
    assert [o["state"] for o in silent] == ["not_asked"]


def test_who_is_asked_and_silent_is_reminded_with_a_letter(after: After) -> None:
    out = after.desk / "brieven2"
    ask = ("monitor", "ask", ROUND, "--date", "2027-12-01", "--until", "2028-01-15", "--out", out)
    told = after.says(*ask, *MAKER)
    assert told["municipalities"] == ["GM0344", "GM0363", "GM0518", "GM0599"]
    assert sorted(path.name for path in out.glob("*.pdf")) == [
        "voortgangsverzoek_GM0344-WBI.pdf", "voortgangsverzoek_GM0363-GB.pdf",
        "voortgangsverzoek_GM0518-WBI.pdf", "voortgangsverzoek_GM0599-WBI.pdf",
    ]  # fmt: skip
    assert after.says(*ask, *MAKER)["new"] is False
    # What comes back stands in the folder of the letters: their registers are no reports.
    told = after.verdeel("monitor", "load", out, "--date", "2027-12-02", "--json", *MAKER)
    loaded = json.loads(told.out)
    assert loaded["registers"] == ["voortgangsverzoek.csv", "voortgangsverzoek.xlsx"]
    assert [one["file"] for one in loaded["files"]] == [
        f"voortgang_{code}.xlsx" for code in ("GM0344", "GM0363", "GM0518", "GM0599")
    ]  # fmt: skip
    assert "INT-001" not in {one["code"] for file in loaded["files"] for one in file["findings"]}
    assert "zijn registers van brieven en geen werkmap die terugkwam" in told.err
    renamed = out / "van de gemeente.csv"
    (out / "voortgangsverzoek.csv").rename(renamed)
    alone = after.refused("monitor", "load", renamed, "--date", "2027-12-02", *MAKER, code=2)
    assert "is een register van brieven" in alone
    renamed.rename(out / "voortgangsverzoek.csv")
    load(after, finished_report(after), on="2028-01-15")
    load(after, stalled_report(after), on="2028-01-16")
    listed = after.says("monitor", "list", ROUND, "--date", "2028-02-01", *MAKER)
    assert {one["application_id"]: one["state"] for one in listed} == {
        MEASURES: "missing", STALLED: "late", FINISHED: "in_time", SILENT: "missing",
    }  # fmt: skip
    remind = ("monitor", "remind", ROUND, "--date", "2028-02-01", "--until", "2028-02-15")
    told = after.says(*remind, "--out", out, *MAKER)
    assert (told["kind"], told["applications"]) == ("reminder", [MEASURES, SILENT])
    assert (out / "voortgangsherinnering_GM0344-WBI.pdf").is_file()
    english = after.desk / "english"
    after.does(*remind, "--out", english, "--lang", "en", *MAKER)
    assert (english / "voortgang_GM0344.xlsx").is_file()
    (one,) = after.says("monitor", "list", ROUND, "--date", "2028-02-02", "--municipality",
                        "GM0344", *MAKER)  # fmt: skip
    assert one["reminded"] == "2028-02-01"
    after.sound()


@pytest.mark.slow(
    sample="test_a_template_has_the_projects_of_a_municipality_and_what_they_promised"
)
def test_a_later_report_is_a_new_version_and_what_differs_is_told(after: After) -> None:
    load(after, stalled_report(after))
    later = stalled_report(after, D(2028, 7, 1))
    moved = filled(later, after.desk / "later.xlsx", each(**{"Start_bouw": D(2028, 6, 1)}))
    (told,) = load(after, moved, on="2028-07-10")
    assert [one["sentence"] for one in told["differences"]] == [
        "peildatum 01-01-2028 → 01-07-2028; begonnen 0 → 400; eerste start 01-03-2030 → "
        "01-06-2028; laatste start 01-01-2037 → 01-06-2028",
    ]
    (again,) = load(after, moved, on="2028-07-11")
    assert again["again"] is True
    # The same said in another file is no version either.
    copy = written(after.desk / "kopie.xlsx", list(rows_in(moved)[0]), rows_in(moved))
    book: Any = openpyxl.load_workbook(copy)
    book.properties.title = "kopie"
    book.save(copy)
    (same,) = load(after, copy, on="2028-07-12")
    assert (same["new"], same["unchanged"]) == ([], [STALLED])
    # An older one is kept, and changes nothing.
    (old,) = load(after, stalled_report(after, D(2027, 7, 1)), on="2028-07-13")
    assert [code for code, _, _ in codes(old)] == ["MON-017"]
    (one,) = after.says("monitor", "list", ROUND, "--date", "2028-08-01", "--municipality",
                        "GM0599", *MAKER)  # fmt: skip
    assert (one["versions"], one["as_of"], one["start"]) == (3, "2028-07-01", 400)
    after.sound()


def test_reports_come_in_after_the_round_went_to_the_archive(after: After) -> None:
    after.does("round", "archive", ROUND, "--date", "2030-01-02", "--as", "yasmina.haddou")
    (told,) = load(after, finished_report(after))
    assert told["new"] == [FINISHED]
    out = after.desk / "later"
    remind = ("monitor", "remind", ROUND, "--date", "2028-02-01", "--until", "2028-02-15")
    assert after.says(*remind, "--out", out, *MAKER)["applications"] == [MEASURES]
    after.sound()


@pytest.mark.slow(
    sample="test_a_template_has_the_projects_of_a_municipality_and_what_they_promised"
)
def test_nobody_reports_before_the_letters_went(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    early = After(desk, verdeel).written(samples)
    early.decided({"gebiedsbudget": [gb(MEASURES, 4)]}, sent=False)
    out = desk / "sjablonen"
    early.does("monitor", "template", ROUND, "--out", out, *MAKER)
    path = filled(out / "voortgang_GM0363.xlsx", desk / "vroeg.xlsx", each(Peildatum=JANUARY))
    said = early.refused("monitor", "load", path, "--date", "2028-01-20", *MAKER)
    assert "Ronde na-besluit is vastgesteld; voortgang vragen of laden kan dan niet." in said


def test_a_withdrawn_award_is_not_reported_about_any_more(after: After) -> None:
    after.does("withdraw", FINISHED, *OF, "--date", "2027-01-10", "--reason", "brief 3", *MAKER)
    (told,) = load(after, finished_report(after))
    assert [code for code, _, _ in codes(told)] == ["MON-003"]
    status = after.says("monitor", "status", ROUND, "--date", "2028-02-01", *MAKER)
    assert (status["projects"], status["promised"]) == (3, 1200)


def test_a_round_is_named_by_the_files_and_bad_files_are_one_sentence(after: After) -> None:
    told = after.says("monitor", "load", finished_report(after), "--date", "2028-01-20", *MAKER)
    assert (told["round"], told["files"][0]["new"]) == (ROUND, [FINISHED])
    empty = after.desk / "leeg.xlsx"
    book: Any = openpyxl.Workbook()
    book.save(empty)
    said = after.refused("monitor", "load", empty, "--date", "2028-01-20", *MAKER, code=2)
    assert "De bestanden noemen geen ronde; noem er één met --round." in said
    told = after.says("monitor", "load", empty, *OF, "--date", "2028-01-20", *MAKER)
    assert [one["code"] for one in told["files"][0]["findings"]] == ["INT-001"]
    (after.desk / "geen.xlsx").write_bytes(b"PK nee")
    said = after.refused("monitor", "load", after.desk / "geen.xlsx", "--date", "2028-01-20",
                         *MAKER, code=5)  # fmt: skip
    assert "is beschadigd of geen Excel-bestand" in said
    assert json.loads(after.does("monitor", "list", ROUND, "--date", "2028-02-01", "--missing",
                                 "--json", *MAKER))[0]["application_id"] == MEASURES  # fmt: skip
