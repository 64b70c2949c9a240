"""Terms of this flow on both sides of their last day, with what set the day and what moved it.

Each is told on its last day, and on the day after it is late, where somebody had to act, or over,
where it ends by itself. Terms of objections, of settling and of paying stand in
``test_calendar_to_the_end.py``, ``test_objection_terms.py``, ``test_reclaiming.py`` and
``test_calendar.py``.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from .after import OF, ROUND, After
from .conftest import MAKER, Verdeel
from .objecting import HANDLER, WHY, decided
from .objecting import OF as OF_OBJECTION
from .orders import MAKER as FIRST
from .orders import Desk, begun, written
from .test_reserve_awards import sent
from .test_supplement_paid_apart import STATED

__all__ = ["sent"]  # a fixture

Terms = dict[str, Any]


def by_what(told: Any) -> Terms:
    return {one["what"]["nl"]: one for one in told["terms"]}


def reasons(one: Any) -> str:
    return " ".join(reason["nl"] for reason in one["reasons"])


def on_desk(desk: Desk, day: str) -> Terms:
    desk.asks("calendar", "--date", day, "--json")
    return by_what(json.loads(desk.said))


def on(after: After, day: str) -> Terms:
    return by_what(after.says("calendar", "--date", day))


def test_a_hearing_and_its_papers_are_counted_back_and_late_the_day_after(
    tmp_path: Path, samples: Path
) -> None:
    desk = decided(tmp_path / "r", samples)
    hear = ("objection", "hear", "BZ-1", *OF_OBJECTION)
    objected = (
        "objection",
        "open",
        "C",
        "--channel",
        "post",
        *OF_OBJECTION,
        "--received",
        "2026-07-01",
    )
    assert desk.give(HANDLER, *objected, "--date", "2026-07-01", *WHY) == 0, desk.said
    invite = ("--invite", "2026-08-10", "--at", "10.00", "--place", "Den Haag")
    assert desk.give(HANDLER, *hear, *invite, "--date", "2026-07-15") in (0, 1), desk.said
    handed, open_ = "stukken indienen voor de hoorzitting over BZ-1", "de stukken ter inzage leggen"
    papers, opened, hearing = handed, f"{open_} van BZ-1", "de hoorzitting over BZ-1"
    last = on_desk(desk, "2026-07-31")
    assert [last[what]["first"] for what in (papers, opened, hearing)] == [
        "2026-07-31", "2026-08-03", "2026-08-10",
    ]  # fmt: skip
    assert "artikel 7:4, eerste lid, Awb" in reasons(last[papers])
    assert "niet verschoven" in reasons(last[papers])
    assert papers not in on_desk(desk, "2026-08-01")
    assert opened in on_desk(desk, "2026-08-03")
    assert opened not in on_desk(desk, "2026-08-04")
    assert on_desk(desk, "2026-08-10")[hearing]["late"] is False
    assert on_desk(desk, "2026-08-11")[hearing]["late"] is True
    held = ("--held", "--by", "mr. V. Zitter", "--by", "B. Dekker", "--date", "2026-08-10", *WHY)
    assert desk.give(HANDLER, *hear, *held) in (0, 1), desk.said
    assert hearing not in on_desk(desk, "2026-08-11")


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("number", "received", "last", "after_it", "why"),
    [
        ("GB-1", "2026-09-01", "2026-12-01", "2026-12-02", "meer dan twaalf weken"),
        ("WBI-1", "2026-09-01", "2026-10-27", "2026-10-28", "artikel 4:13"),
        # Eight weeks after 30 October is Christmas; a term that the office lengthens is not moved.
        ("WBI-1", "2026-10-30", "2026-12-25", "2026-12-26", "niet verschoven: een redelijke"),
    ],
)  # fmt: skip
def test_a_request_to_change_is_decided_on_in_its_term(
    sent: After, desk: Path, verdeel: Verdeel, number: str, received: str, last: str,
    after_it: str, why: str,
) -> None:  # fmt: skip
    after = sent.copied(desk, verdeel)
    asked = ("--with", "a,b,c,d,e,f,g", "--amount", "€ 1,5 mln")
    after.does("change", "request", number, *OF, "--date", received, *WHY, *asked, *MAKER)
    decide = "beslissen op het verzoek tot wijziging"
    there = on(after, last)[decide]
    assert (there["first"], there["late"]) == (last, False)
    assert why in reasons(there)
    assert on(after, after_it)[decide]["late"] is True


def test_the_reserve_is_given_until_and_including_its_last_day(
    sent: After, desk: Path, verdeel: Verdeel
) -> None:
    after = sent.copied(desk, verdeel)
    gone = ("withdraw", "GB-1", *OF, "--date", "2026-06-10", "--reason", "brief 41", *MAKER)
    after.does(*gone)

    def told(day: str) -> list[str]:
        return [what for what in on(after, day) if what.startswith("vrijgevallen geld toekennen")]

    (what,) = told("2026-10-31")
    assert on(after, "2026-10-31")[what]["first"] == "2026-10-31"
    assert "niet verschoven" in reasons(on(after, "2026-10-31")[what])
    assert told("2026-11-01") == []
    award = ("reserve", "award", "GB-3", *OF, *WHY, *MAKER)
    assert "31-10-2026" in after.refused(*award, "--date", "2026-11-01")
    after.does(*award, "--date", "2026-10-31")


def test_a_regulation_is_told_until_and_including_its_last_day(
    desk: Path, verdeel: Verdeel, samples: Path
) -> None:
    after = After(desk, verdeel).written(samples, STATED)
    after.does("round", "open", ROUND, "--policy", desk / "policy.toml", *MAKER)
    for scheme, last, over in (
        ("Realisatiestimulans", "2030-12-31", "2031-01-01"),
        ("Gebiedsbudget", "2040-09-29", "2040-09-30"),
    ):
        what = f"laatste dag van de regeling {scheme}"
        assert on(after, last)[what]["first"] == last
        assert "niet verschoven" in reasons(on(after, last)[what])
        assert what not in on(after, over)
    # Each start year that no round is about yet, up to and including the last day to fix it.
    fixing = "vaststelling over startjaar {}"
    for year, last, over in (
        (2026, "2027-12-31", "2028-01-01"),
        (2027, "2028-12-31", "2029-01-01"),
    ):
        told = on(after, last)[fixing.format(year)]
        assert (told["first"], told["nature"], told["late"]) == (last, "moment", False)
        assert "artikel 2.4, derde lid" in reasons(told)
        assert "niet verschoven" in reasons(told)
        assert fixing.format(year) not in on(after, over)


def test_completing_and_leaving_untreated_end_on_their_days(tmp_path: Path, samples: Path) -> None:
    folder = tmp_path / "r"
    written(folder, samples)
    desk = begun(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")
    of = OF_OBJECTION
    assert desk.give(FIRST, "screen", "--close", *of) in (0, 1), desk.said
    asked = ("complete", "request", "E", *of, "--date", "2026-04-20", "--no-word")
    out = ("--out", str(folder / "brieven"))
    assert desk.give(FIRST, *asked, *out) in (0, 1), desk.said
    complete = "de aanvraag aanvullen"
    leave = "besluiten de niet aangevulde aanvraag buiten behandeling te laten"
    last = on_desk(desk, "2026-05-04")
    assert (last[complete]["first"], last[complete]["late"]) == ("2026-05-04", False)
    assert "verschoven" in reasons(last[complete])
    assert leave not in last
    over = on_desk(desk, "2026-05-05")
    assert complete not in over
    assert (over[leave]["first"], over[leave]["late"]) == ("2026-06-01", False)
    assert "artikel 4:5" in reasons(over[leave])
    assert on_desk(desk, "2026-06-01")[leave]["late"] is False
    assert on_desk(desk, "2026-06-02")[leave]["late"] is True
    # C waits for the scores of the committee, which can take its extension once.
    advice = on_desk(desk, "2026-05-26")
    assert advice["advies"]["first"] == "2026-05-26"
    assert "niet verschoven" in reasons(advice["advies"])
    longer = on_desk(desk, "2026-05-27")
    assert "advies" not in longer
    assert longer["advies, eenmaal verlengd"]["first"] == "2026-06-23"
    assert on_desk(desk, "2026-06-23")["advies, eenmaal verlengd"]["late"] is False
    assert on_desk(desk, "2026-06-24")["advies, eenmaal verlengd"]["late"] is True
