"""Objections to decisions by which a grant was fixed or claimed back: terms of their own."""

from pathlib import Path

import pytest

from .after import OF, OTHER_APPROVER, ROUND, After
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settled import GOOD, paid
from .settling import WHY, Settling

__all__ = ["paid"]  # fixtures

GROUNDS = ("--reason", "Het werkelijke tekort is te laag berekend.")


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    """GB-1 fixed lower on 4 October 2027."""
    made = Settling(paid.copied(desk, verdeel))
    made.load(GOOD)
    made.both("settle", "GB-1", "2027-10-04", *WHY)
    return made


def objects(ends: Settling, received: str, *more: str) -> tuple[str, ...]:
    return ("objection", "open", "GB-1", "--channel", "post",
        *OF, "--received", received, "--date", received,
            "--channel", "electronic", *GROUNDS, *more, *MAKER)  # fmt: skip


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(("received", "code"), [("2027-11-15", 0), ("2027-11-16", 1)])
def test_the_term_runs_from_the_day_of_the_decision_that_is_contested(
    ends: Settling, received: str, code: int
) -> None:
    out = ("--out", str(ends.after.desk / "bezwaar"))
    told = ends.after.verdeel(*objects(ends, received, "--against", "settled", *out))
    assert told.code == code, told.out + told.err
    listed = ends.after.does("objection", "list", "BZ-1", *OF)
    assert "15-11-2027" in listed
    letters = [path.name for path in (ends.after.desk / "bezwaar").glob("*.pdf")]
    assert len(letters) == 1
    ends.after.sound()


def test_only_a_decision_that_was_taken_can_be_contested_and_each_once(ends: Settling) -> None:
    told = ends.after.refused(*objects(ends, "2027-10-20", "--against", "reclaimed"), code=2)
    assert "nog geen besluit genomen dat u met --against noemt" in told
    ends.after.does(*objects(ends, "2027-10-20", "--against", "settled"))
    ends.after.does(*objects(ends, "2027-10-20"))  # to the grant itself, and late
    again = ends.after.refused(
        *(part.replace("laag", "hoog") for part in objects(ends, "2027-10-21")),
        "--against", "settled",
    )  # fmt: skip
    assert "maakte al bezwaar" in again
    assert len(ends.after.says("objection", "list", *OF)) == 2


def test_another_approver_decides_and_the_claim_waits_for_it(ends: Settling) -> None:
    ends.after.does(*objects(ends, "2027-10-20", "--against", "settled"))
    ends.intend("GB-1", "2027-10-25")
    told = ends.refused("reclaim decide", "GB-1", "2027-11-09", *WHY)
    assert "loopt het bezwaar" in told
    without = ("--without", "c", "--reason", "De gemeente wilde niet worden gehoord.")
    ends.after.does("objection", "hear", "BZ-1", *OF, "--date", "2027-11-01", *without, *SECOND)

    def decides(outcome: str, by: tuple[str, str]) -> tuple[str, ...]:
        return ("objection", "decide", "BZ-1", *OF, "--date", "2027-11-10", "--outcome", outcome,
                "--reason", "Het tekort volgt uit de verantwoording zelf.",
                "--out", str(ends.after.desk / "bezwaar"), *by)  # fmt: skip

    own = ends.after.refused(*decides("unfounded", APPROVER))
    assert "nam het besluit waartegen BZ-1 is gericht" in own
    assert "staat in een voorstel dat u met deze beslissing neemt" in ends.after.refused(
        *decides("founded", OTHER_APPROVER), "--amount", "€ 4 mln"
    )
    ends.after.does(*decides("unfounded", OTHER_APPROVER))
    ends.after.sound()
    ends.both("reclaim decide", "GB-1", "2027-11-11", *WHY)
    ends.after.sound()
    ends.after.does(*objects(ends, "2027-11-15", "--against", "reclaimed"))
    told = ends.after.refused(
        "objection", "decide", "BZ-2", *OF, "--date", "2027-11-20", "--outcome", "founded",
        *WHY, *OTHER_APPROVER,
    )  # fmt: skip
    assert "Bij BZ-2 is niemand gehoord" in told
    ends.after.does("objection", "hear", "BZ-2", *OF, "--date", "2027-11-18", *without, *SECOND)
    told = ends.after.refused(
        "objection", "decide", "BZ-2", *OF, "--date", "2027-11-20", "--outcome", "founded",
        *WHY, *OTHER_APPROVER,
    )  # fmt: skip
    assert "reclaim decide GB-1 --upon BZ-2" in told
    # The decision by which it was given is not contested by this.
    (line,) = [
        one for one in ends.after.says("round", "applications", ROUND)
        if one["application_id"] == "GB-1"
    ]  # fmt: skip
    assert line["decision"] in ("sent", "final")


def test_the_calendar_says_what_to_type_when_one_comes_in(ends: Settling) -> None:
    terms = ends.after.says("calendar", "--round", ROUND, "--date", "2027-10-05")["terms"]
    assert any("--against settled" in one["command"] for one in terms)
