"""What was withdrawn after the decision stands so in every output, and nothing sent is lost."""

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.reports.open_data.outside.recompute import examined

from .conftest import APPROVER, MAKER, ROUND, Verdeel
from .test_bad_input import one_sentence
from .test_changes import as_json, awards, sound

BECAUSE = ("--reason", "brief van het college, kenmerk 14")


def table(path: Path, delimiter: str = ",") -> dict[str, dict[str, str]]:
    """The rows of a CSV by the number of their application."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    read = list(csv.DictReader(lines, delimiter=delimiter))
    return {row.get("application_id") or row["aanvraagnummer"]: row for row in read}


def letters(verdeel: Verdeel, out: Path, *more: str) -> dict[str, dict[str, str]]:
    told = verdeel("letters", "--round", ROUND, "--out", out, "--no-word", *more, *MAKER)
    assert told.code == 0, told.err
    return table(out / "letters.csv", ";")


def withdraw(verdeel: Verdeel, number: str) -> None:
    told = verdeel("withdraw", number, "--round", ROUND, "--date", "2026-12-10", *BECAUSE, *MAKER)
    assert told.code == 0, told.err


def reported(verdeel: Verdeel, out: Path) -> Path:
    told = verdeel("report", "--round", ROUND, "--out", out, *MAKER)
    assert told.code == 0, told.err
    return out


def test_who_withdraws_before_the_letters_gets_no_award_in_any_output(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("approved")
    given = {one["application_id"]: one["amount"] for one in awards(verdeel)}
    gone = next(iter(given))
    withdraw(verdeel, gone)
    register = letters(verdeel, desk / "brieven")
    assert not (desk / "brieven" / f"{gone}.pdf").exists()
    assert register[gone]["bestand"] == ""
    assert register[gone]["bedrag_in_centen"] == "0"
    assert register[gone]["uitkomst"].endswith("; ingetrokken op 10\xa0december\xa02026")
    assert all(register[number]["bestand"] for number in given if number != gone)

    again = letters(verdeel, desk / "brieven")
    assert again[gone] == register[gone]
    assert not (desk / "brieven" / f"{gone}.pdf").exists()

    made = reported(verdeel, desk / "rapport")
    assert gone not in table(made / "open_data" / "publication_list.csv")
    decisions = table(made / "open_data" / "decisions.csv")
    assert decisions[gone]["withdrawn_on"] == "2026-12-10"
    assert decisions[gone]["still_committed_eur"] == "0.00"
    assert decisions[gone]["amount_eur"] == f"{given[gone] // 100}.{given[gone] % 100:02d}"
    assert {row["withdrawn_on"] for number, row in decisions.items() if number != gone} == {""}
    row = table(made / "open_data" / "payments.csv")[gone]
    assert (row["amount_eur"], row["paid_eur"]) == ("0.00", "0.00")
    assert row["decided_eur"] != "0.00"
    assert recompute_holds(made)
    giving = json.loads((made / "open_data" / "360giving.json").read_text(encoding="utf-8"))
    assert not any(grant["id"].endswith(gone) for grant in giving["grants"])
    assert "ingetrokken op 10 december 2026" in told_on(made).replace("\xa0", " ")
    sound(verdeel)


def recompute_holds(made: Path) -> bool:
    """Whether the published data lead from the division to what stands."""
    return bool(examined(made / "open_data").holds)


def told_on(made: Path) -> str:
    """The section of the page about what happened since the decision."""
    page = (made / "report.html").read_text(encoding="utf-8")
    return page.split('<section id="since">')[1].split("</section>")[0]


@pytest.mark.slow(sample="test_who_withdraws_before_the_letters_gets_no_award_in_any_output")
def test_who_withdraws_after_the_letters_keeps_its_letter_and_is_told_as_withdrawn(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("approved")
    gone = awards(verdeel)[0]["application_id"]
    out = desk / "brieven"
    before = letters(verdeel, out)
    sent = (out / f"{gone}.pdf").read_bytes()
    withdraw(verdeel, gone)
    after = letters(verdeel, out)
    assert (out / f"{gone}.pdf").read_bytes() == sent
    assert after[gone]["uitkomst"] == (
        before[gone]["uitkomst"] + "; ingetrokken op 10\xa0december\xa02026"
    )
    assert {number: row for number, row in after.items() if number != gone} == {
        number: row for number, row in before.items() if number != gone
    }
    decisions = table(reported(verdeel, desk / "rapport") / "open_data" / "decisions.csv")
    assert decisions[gone]["withdrawn_on"] == "2026-12-10"


@pytest.mark.slow(sample="test_a_bundle_says_of_no_letter_that_is_not_there_that_it_is")
def test_a_database_from_an_older_copy_never_writes_over_later_letters(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    database = at("approved")
    out = desk / "brieven"
    gone = awards(verdeel)[0]["application_id"]
    older = Path(shutil.copy(database, desk / "ouder.db"))
    letters(verdeel, out, "--date", "2026-12-02")
    withdraw(verdeel, gone)
    letters(verdeel, out)
    there = {one.name: one.read_bytes() for one in out.iterdir()}

    shutil.copy(older, database)
    write = ("letters", "--round", ROUND, "--out", out, "--no-word", *MAKER)
    told = verdeel(*write, "--date", "2026-12-20")
    assert told.code == 3
    assert "vanuit een latere stand van ronde 2026-1" in one_sentence(told)
    assert {one.name: one.read_bytes() for one in out.iterdir()} == there
    elsewhere = letters(verdeel, desk / "elders")
    assert elsewhere[gone]["bestand"]


def test_a_bundle_says_of_no_letter_that_is_not_there_that_it_is(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("approved")
    out = desk / "brieven"
    register = letters(verdeel, out)
    pack = ("bundle", "--round", ROUND, "--letters", out, "--out")
    assert verdeel(*pack, desk / "heel.zip").code == 0
    first, second, *_ = sorted(register)
    (out / f"{first}.pdf").unlink()
    (out / f"{second}.pdf").write_bytes(b"met de hand gewijzigd")
    told = verdeel(*pack, desk / "half.zip")
    assert told.code == 3
    assert f"{first}.pdf, {second}.pdf" in one_sentence(told)
    assert not (desk / "half.zip").exists()


def test_a_bundle_takes_no_letters_of_another_decision(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("approved")
    out = desk / "brieven"
    letters(verdeel, out)
    register = out / "letters.csv"
    code = table(register, ";").popitem()[1]["controlecode"]
    text = register.read_text(encoding="utf-8-sig").replace(code, "0000-0000-0000-0000")
    register.write_text(text, encoding="utf-8-sig")
    told = verdeel("bundle", "--round", ROUND, "--letters", out, "--out", desk / "vals.zip")
    assert told.code == 3
    assert "is niet van het besluit van ronde 2026-1" in one_sentence(told)


def test_a_report_shows_nothing_since_the_decision_where_nothing_happened(
    at: Any, verdeel: Verdeel, desk: Path
) -> None:
    at("allocated")
    assert verdeel("approve", "--round", ROUND, *APPROVER).code == 0
    made = reported(verdeel, desk / "rapport")
    assert '<section id="since">' not in (made / "report.html").read_text(encoding="utf-8")
    assert as_json(verdeel, "round", "status", ROUND)["withdrawn"] == 0
