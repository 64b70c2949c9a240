"""The calendar: each kind of term at its edges, with what set it, and a round in one list."""

import json
import os
import random
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.records.rounds.reader import RoundReader, reading_round
from verdeelsleutel.io.rounds.calendar.kinds import KINDS
from verdeelsleutel.io.rounds.calendar.listing import calendar
from verdeelsleutel.io.rounds.calendar.term import Nature

from .conftest import MAKER, ROUND, Verdeel

OBJECT, DECIDE = "bezwaar maken tegen het besluit", "beslissen op de aanvraag"
LAST_HOME = "de bouw van de laatste woning is begonnen"
# The general holidays from 2026 to 2029 that are no Saturday or Sunday, from a printed calendar.
FREE = [
    date.fromisoformat(day)
    for day in (
        *("2026-01-01", "2026-04-03", "2026-04-06", "2026-04-27", "2026-05-05", "2026-05-14"),
        *("2026-05-25", "2026-12-25", "2027-01-01", "2027-03-26", "2027-03-29", "2027-04-27"),
        *("2027-05-05", "2027-05-06", "2027-05-17", "2028-04-14", "2028-04-17", "2028-04-27"),
        *("2028-05-05", "2028-05-25", "2028-06-05", "2028-12-25", "2028-12-26", "2029-01-01"),
        *("2029-03-30", "2029-04-02", "2029-04-27", "2029-05-10", "2029-05-21", "2029-12-25"),
        "2029-12-26",
    )
]
EDGES = {
    "2026-11-13": "2026-12-28",  # Christmas on a Friday, then the weekend
    "2026-11-20": "2027-01-04",  # New Year's Day on a Friday
    "2027-02-12": "2027-03-30",  # Good Friday to Easter Monday
    "2027-03-16": "2027-04-28",  # King's Day
    "2027-03-25": "2027-05-07",  # Ascension Day, right after 5 May
    "2026-11-28": "2027-01-11",  # a Saturday
    "2026-11-30": "2027-01-11",  # an ordinary Monday
}


def moved(day: date) -> date:
    while day.isoweekday() > 5 or day in FREE:
        day += timedelta(days=1)
    return day


def told(verdeel: Verdeel, on: str, *more: str) -> list[dict[str, Any]]:
    """The calendar on a day, as it is for a program; its exit code says whether any is late."""
    done = verdeel("calendar", "--date", on, "--json", *more)
    terms = json.loads(done.out)["terms"]
    assert done.code == (1 if any(one["late"] for one in terms) else 0), done.err
    return terms


def of(terms: list[dict[str, Any]], what: str) -> dict[str, Any]:
    found = [one for one in terms if one["what"]["nl"] == what]
    assert len(found) == 1, [one["what"]["nl"] for one in terms]
    return found[0]


@pytest.fixture
def sent(at: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The small round with its letters sent on a day."""
    database = at("approved")
    with sqlite3.connect(database) as rows:
        rows.execute("update round set state = 'published'")

    def on(day: date) -> str:
        monkeypatch.setattr(RoundReader, "published_on", property(lambda _: day))
        return f"sqlite:///{database.as_posix()}"

    return on


def days_of(url: str, on: date, what: str) -> set[date]:
    with reading_round(url, ROUND) as reader:
        lines = calendar([reader], on, lambda _: Office())
        return {one.first for one in lines if one.what.nl.startswith(what)}


def test_the_window_is_told_until_it_has_closed(opened_small: Path, verdeel: Verdeel) -> None:
    before = told(verdeel, "2026-08-31")
    assert of(before, "het aanvraagtijdvak opent")["first"] == "2026-09-01"
    assert of(before, "het aanvraagtijdvak sluit")["days_left"] == 45
    last = of(told(verdeel, "2026-10-15"), "het aanvraagtijdvak sluit")
    assert (last["days_left"], last["nature"], last["late"]) == (0, "moment", False)
    assert last["command"] == f"verdeel load <werkmap> --round {ROUND}"
    assert "het aanvraagtijdvak sluit" not in {
        one["what"]["nl"] for one in told(verdeel, "2026-10-16")
    }


def test_deciding_is_late_from_the_day_after_its_term_and_over_once_decided(
    at: Any, verdeel: Verdeel
) -> None:
    at("screened")
    # The first of those for which no regulation sets a term: eight weeks after it came in.
    on_time = of(told(verdeel, "2026-10-27"), DECIDE)
    assert (on_time["first"], on_time["days_left"], on_time["late"]) == ("2026-10-27", 0, False)
    assert on_time["count"] == len(on_time["applications"]) == 38
    late, rest = (one for one in told(verdeel, "2026-10-28") if one["what"]["nl"] == DECIDE)
    assert (late["days_left"], late["late"], late["nature"]) == (-1, True, "duty")
    assert late["applications"] == ["BER-2026-0044"]
    assert (rest["first"], rest["late"], rest["count"]) == ("2026-10-28", False, 37)
    assert late["command"].startswith("verdeel allocate")
    assert "artikel 4:13, tweede lid, Awb" in late["reasons"][0]["nl"]
    assert "4:17" in late["cost"]["nl"]
    at("approved")
    terms = told(verdeel, "2026-12-01")
    assert DECIDE not in {one["what"]["nl"] for one in terms}
    sending = [one for one in terms if one["what"]["nl"] == "het besluit versturen"]
    assert [(one["late"], one["count"]) for one in sending] == [(True, 28), (False, 11)]
    assert all(one["command"].startswith("verdeel letters") for one in sending)


@pytest.mark.parametrize(("day", "last"), EDGES.items(), ids=list(EDGES))
def test_the_terms_that_letters_begin_end_on_a_working_day(sent: Any, day: str, last: str) -> None:
    url, wanted = sent(date.fromisoformat(day)), date.fromisoformat(last)
    for on, there in ((wanted, {wanted}), (wanted + timedelta(days=1), set[date]())):
        assert days_of(url, on, OBJECT) == there
    paid = days_of(url, date.fromisoformat(day), "de uitkering betalen (kasjaar 2027)")
    assert paid == {wanted if wanted.year == 2027 else date(2027, 12, 31)}


def test_the_terms_of_any_day_end_as_a_printed_calendar_says(sent: Any) -> None:
    draw = random.Random(20261201)
    for _ in range(25):
        day = date(2026, 1, 1) + timedelta(days=draw.randrange(3 * 365))
        assert days_of(sent(day), day, OBJECT) == {moved(day + timedelta(days=42))}, day


def test_a_day_that_a_decree_equates_with_a_holiday_moves_a_term(sent: Any) -> None:
    url = sent(date(2026, 11, 30))
    office = Office(days_equated_with_holidays=(date(2027, 1, 11),))
    with reading_round(url, ROUND) as reader:
        lines = calendar([reader], date(2026, 12, 1), lambda _: office)
    days = {one.first for one in lines if one.what.nl == OBJECT}
    assert days == {date(2027, 1, 12)}


def test_an_overdue_payment_stays_until_it_was_made(sent: Any) -> None:
    url = sent(date(2026, 11, 30))
    with reading_round(url, ROUND) as reader:
        lines = calendar([reader], date(2027, 1, 12), lambda _: Office())
    late = [one for one in lines if one.late]
    assert {one.what.nl for one in late} == {"de uitkering betalen (kasjaar 2027)"}
    assert lines[0] in late
    assert "wettelijke rente" in lines[0].cost.nl
    assert lines[0].command.startswith("verdeel pay order")
    with reading_round(url, ROUND) as reader:
        lines = calendar([reader], date(2028, 1, 3), lambda _: Office())
    over = next(one for one in lines if one.what.nl == "de uitkering betalen (kasjaar 2027)")
    assert over.command.startswith("verdeel change request <aanvraag>")  # the year is closed


def test_every_term_tells_who_acts_what_set_it_what_it_costs_and_what_to_type(
    finished: Path, verdeel: Verdeel
) -> None:
    at = ("--database", f"sqlite:///{(finished / 'verdeel.db').as_posix()}")
    terms = told(verdeel, "2026-12-01", *at)
    assert [one["first"] for one in terms] == sorted(one["first"] for one in terms)
    for one in terms:
        said = " ".join(reason["nl"] for reason in one["reasons"])
        assert "artikel" in said or "kantoorbestand" in said or "de regeling" in said, one
        assert "verschoven" in said or "vervroegd" in said or "besluit noemt" in said, one
        assert all(one[key] for key in ("who", "command", "round")), one
        assert one["cost"]["nl"]
        assert one["cost"]["en"]
        assert one["command"].startswith("verdeel "), one
    assert {one["what"]["nl"] for one in terms} >= {
        OBJECT, DECIDE, "de uitkering betalen (kasjaar 2026)", "berichten over de voortgang",
        LAST_HOME, "de maatregelen zijn klaar", "contactpersonen wissen",
        "verantwoording over 2026", "vaststelling over startjaar 2029",
        "laatste dag van de regeling Realisatiestimulans",
    }  # fmt: skip
    obligations = {(one["what"]["nl"], *one["instruments"]): one["first"] for one in terms}
    assert obligations[LAST_HOME, "gebiedsbudget"] == "2034-12-31"
    assert obligations[LAST_HOME, "woningbouwimpuls"] == "2036-11-30"
    assert obligations["de bouw is begonnen", "woningbouwimpuls"] == "2029-11-30"
    assert obligations["de maatregelen zijn klaar", "gebiedsbudget"] == "2039-12-31"
    ends = "laatste dag van de regeling Realisatiestimulans"
    assert obligations[ends, "realisatiestimulans"] == "2030-12-31"


def test_the_calendar_of_the_demo_is_this_text(finished: Path, verdeel: Verdeel) -> None:
    at = ("--database", f"sqlite:///{(finished / 'verdeel.db').as_posix()}")
    for lang in ("nl", "en"):
        done = verdeel("calendar", "--date", "2026-12-01", "--within", "60", "--lang", lang, *at)
        kept = Path(__file__).with_name(f"calendar_{lang}.txt")
        assert done.code == 0, done.err
        if os.environ.get("VERDEEL_GOLDEN") == "write":
            kept.write_text(done.out, encoding="utf-8", newline="\n")
        assert done.out == kept.read_text(encoding="utf-8")
        # Only a command goes beyond it, whole on a line of its own, so that it can be copied.
        assert all(
            len(line) <= 80 or line.strip().startswith("verdeel ") for line in done.out.splitlines()
        )


def test_it_can_be_asked_about_a_scheme_and_a_round(finished: Path, verdeel: Verdeel) -> None:
    at = ("--database", f"sqlite:///{(finished / 'verdeel.db').as_posix()}")
    terms = told(verdeel, "2026-12-01", "--scheme", "GB", "--round", ROUND, *at)
    named = {name for one in terms for name in one["instruments"]}
    assert named == {"gebiedsbudget"}
    for wrong in (("--scheme", "nee"), ("--round", "2031-1")):
        done = verdeel("calendar", *wrong, *at)
        assert done.code == 2
        assert wrong[1] in done.err


def test_nothing_is_written_by_looking(at: Any, verdeel: Verdeel) -> None:
    database = at("approved")
    before = database.read_bytes()
    verdeel("calendar", "--date", "2027-01-01", *MAKER)
    assert database.read_bytes() == before


def test_a_kind_is_told_once_and_says_what_it_is() -> None:
    assert len(set(KINDS)) == len(KINDS)
    assert all(kind.__doc__ for kind in KINDS)
    assert set(Nature) == {Nature.DUTY, Nature.MOMENT}
