"""Every deadline that is shown says which article set it, and what moved it or why nothing did."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from verdeelsleutel.grants.calendar import is_working_day, next_working_day
from verdeelsleutel.instruments.terms.deadlines import moved_or_not

from .conftest import ROUND, Prepared, Verdeel
from .editing import Rows, edit
from .test_completing import UNREADABLE, ask, completed, give, load, spoiled, text_of
from .test_fates import FIRST, SECOND, listed
from .test_setting_aside import LATER, set_aside

WHY = ("--reason", "De gemeente zoekt dit nog uit.")


@pytest.fixture
def desk_with_requests(prepared: Prepared, small_samples: Path, verdeel: Verdeel) -> Path:
    """The small round screened, with rows that have a fault and one that waits for a value."""

    def odd(headers: list[str], rows: Rows) -> Rows:
        for row in spoiled(headers, rows):
            if row[headers.index("Aanvraagnummer")] == LATER:
                row[headers.index("Compensabele btw")] = None
                row[headers.index("Gevraagd bedrag")] = 12_545_000
        return rows

    def made(desk: Path) -> None:
        opened = verdeel("round", "open", ROUND, "--policy", small_samples / "policy.toml")
        assert opened.code == 0, opened.err
        book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", odd)
        assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code == 1
        assert verdeel("screen", "--close", "--round", ROUND, "--as", FIRST).code == 0

    return prepared(made)


def explained(reasons: list[dict[str, str]], day: str) -> None:
    """Which article, what suspended it or that nothing did, and what moved it or why nothing."""
    for lang, law, moved in (("nl", "artikel", "verschoven"), ("en", "arti", "moved")):
        said = [one[lang] for one in reasons]
        assert law in said[0], reasons
        assert any(moved in one for one in said[1:]), reasons
    assert date.fromisoformat(day)


def test_each_date_of_the_law_says_what_set_and_what_moved_it(
    opened: Path, verdeel: Verdeel
) -> None:
    told = json.loads(verdeel("round", "status", ROUND, "--json").out)
    assert {one["instrument"] for one in told["deadlines"]} >= {"woningbouwimpuls", "gebiedsbudget"}
    shown = verdeel("round", "status", ROUND, "--date", "2026-11-20").out
    for one in told["deadlines"]:
        explained(one["reasons"], one["last"])
        assert one["article"] in one["reasons"][0]["nl"]
        last = date.fromisoformat(one["last"])
        assert (one["last"] == one["day"]) or one["may_move"]
        assert is_working_day(last) or not one["may_move"]
        past = last < date(2026, 11, 20)
        when = "Was uiterlijk {:%d-%m-%Y} (voorbij)" if past else "Uiterlijk {:%d-%m-%Y}"
        assert f"{when.format(last)}: {one['who_nl']}" in shown
        assert f"{one['article']}; {one['reasons'][1]['nl']})" in shown
    warned = [one["sentence"] for one in json.loads(
        verdeel("round", "status", ROUND, "--date", "2027-06-01", "--json").out
    )["warnings"] if one["rule"]]  # fmt: skip
    assert warned
    assert all("artikel" in one and "verschoven" in one for one in warned)


def test_each_term_of_an_application_says_so_too(
    desk_with_requests: Path, verdeel: Verdeel
) -> None:
    ask(verdeel, desk_with_requests, UNREADABLE)
    lines = listed(verdeel)
    for one in lines:
        assert (one["term"] is None) == (one["state"] in ("withdrawn", "not_treated"))
        if one["term"]:
            explained(one["term_reasons"], one["term"])
            stood = [r["nl"] for r in one["term_reasons"]]
            asked = one["application_id"] == UNREADABLE
            assert any("opgeschort" in r and "4:15" in r for r in stood) is asked
            assert any("niets schortte" in r for r in stood) is not asked
    (asked,) = [one for one in lines if one["complete_by"]]
    explained(asked["complete_by_reasons"], asked["complete_by"])
    shown = " ".join(verdeel("round", "applications", ROUND).out.split())
    why = "; ".join(one["nl"] for one in asked["complete_by_reasons"])
    assert f"aanvullen uiterlijk 03-11-2026 ({why})" in shown
    late = verdeel("round", "status", ROUND, "--date", "2026-11-10").out
    assert "artikel 4:5, vierde lid, Awb; niet verschoven: het is geen weekend" in late


def without_its_day(reason: str) -> str:
    """A letter has just named the day that nothing moved, and does not say it again."""
    return re.sub(r"^\d\d-\d\d-\d{4} ", "", reason)


@pytest.mark.slow(sample="test_each_term_of_an_application_says_so_too")
def test_each_letter_with_a_term_says_so_too(desk_with_requests: Path, verdeel: Verdeel) -> None:
    desk = desk_with_requests
    ask(verdeel, desk, UNREADABLE)
    asked = text_of(desk / "brieven" / f"aanvulling_{UNREADABLE}.pdf")
    assert "artikel 4:5" in asked
    assert "4:15" in asked
    later = ("complete", "extend", LATER, "--date", "2026-11-20", "--until", "2027-01-15", *WHY)
    give(verdeel, *later, "--out", desk / "brieven", "--no-word")
    term = next(one for one in listed(verdeel) if one["application_id"] == LATER)
    notice = text_of(desk / "brieven" / f"verlenging_{LATER}.pdf")
    for reason in term["term_reasons"][:-1]:  # the last is this notice
        assert without_its_day(reason["nl"]) in notice
    assert "artikel 4:13" in notice  # eight weeks were over: no notice moves them any more
    set_aside(verdeel, LATER)
    aside = text_of(Path("berichten") / f"aanhouding_{LATER}.pdf")
    for reason in term["term_reasons"]:
        assert without_its_day(reason["nl"]) in aside
    load(verdeel, completed(desk, UNREADABLE, Start_uitvoering="01-03-2028"), "2026-11-10", code=1)
    refused = ("complete", "refuse", UNREADABLE, "--date", "2026-11-11", *WHY)
    give(verdeel, *refused)
    shut = ("complete", "close", UNREADABLE, "--date", "2026-11-12", "--out", desk / "niet")
    proposed = verdeel(*shut, *WHY, "--round", ROUND, "--as", FIRST).out
    assert "artikel 4:5, vierde lid, Awb; niet verschoven" in proposed
    give(verdeel, *shut, "--confirm", "--no-word", by=SECOND)
    untreated = text_of(desk / "niet" / f"{UNREADABLE}.pdf")
    assert "artikel 4:5, vierde lid, Awb" in untreated
    assert "binnen zes weken na de dag waarop deze brief is verzonden" in untreated


def test_what_moves_a_day_is_told_for_every_day() -> None:
    for more in range(3 * 366):
        day = date(2026, 1, 1) + timedelta(days=more)
        nl, en = (moved_or_not(day, may_move=True).text(lang) for lang in ("nl", "en"))
        last = next_working_day(day)
        assert nl.startswith("niet verschoven") == (last == day)
        assert en.startswith("not moved") == (last == day)
        assert last == day or f"verschoven naar {last:%d-%m-%Y}" in nl
    assert "meer dan twaalf weken" in moved_or_not(date(2026, 5, 2), may_move=False, weeks=13).nl
    assert "vaste datum" in moved_or_not(date(2026, 5, 2), may_move=False).nl
