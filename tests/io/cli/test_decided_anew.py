"""A founded objection to a fixing, a claim or interest: that is decided anew, by its own decision."""

from pathlib import Path

import pytest

from verdeelsleutel.io import cli

from ..letters.pages import flat, page_texts
from .after import OF, OTHER_APPROVER, After
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settling import WHY, Settling
from .test_settling import GOOD, paid

__all__ = ["paid"]  # the module's own copy of the round with its awards paid

MORE = {**GOOD, "werkelijk_tekort": "7.000.000", "kenmerk": "SISA-GB-1b"}


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    """GB-1 fixed lower on 4 October 2027, to which its municipality objected."""
    made = Settling(paid.copied(desk, verdeel))
    made.load(GOOD)
    made.both("settle", "GB-1", "2027-10-04", *WHY)
    objects(made, "BZ-1", "settled", "2027-10-20")
    return made


def objects(ends: Settling, name: str, against: str, on: str, number: str = "GB-1") -> None:
    """Somebody objects to a later decision, and does not want to be heard."""
    ends.after.does("objection", "open", number, *OF, "--received", on, "--date", on, "--against",
                    against, *WHY, *MAKER)  # fmt: skip
    ends.after.does("objection", "hear", name, *OF, "--date", on, "--without", "c", "--reason",
                    "De gemeente wilde niet worden gehoord.", *SECOND)  # fmt: skip


def founded(ends: Settling, name: str, on: str) -> str:
    told = ends.after.does(
        "objection", "decide", name, *OF, "--outcome", "founded", "--date", on,
        "--out", ends.after.desk / "bezwaar", *WHY, *OTHER_APPROVER,
    )  # fmt: skip
    ends.after.sound()
    return told


def confirmed(ends: Settling, command: str, number: str, on: str) -> tuple[str | Path, ...]:
    return (*command.split(), number, *OF, "--date", on, "--confirm",
            "--out", ends.after.desk / "opnieuw")  # fmt: skip


def letter(ends: Settling, name: str) -> str:
    whole = (ends.after.desk / "opnieuw" / name).read_bytes()
    return flat(" ".join(page_texts(whole))).replace("\u00a0", " ")


def terms(ends: Settling, day: str) -> dict[str, str]:
    """The terms of a day about this objection, by their text."""
    told = ends.after.says("calendar", "--date", day)["terms"]
    return {one["what"]["nl"]: one["first"] for one in told if "BZ-1" in one["what"]["nl"]}


def published(ends: Settling) -> None:
    out = ends.after.desk / "rapport"
    ends.after.does("report", *OF, "--out", out)
    assert cli.run(["recompute", str(out / "open_data")]) == 0


def test_a_founded_objection_to_a_fixing_is_fixed_anew_by_another_and_what_lacks_is_committed(
    ends: Settling,
) -> None:
    was = ends.after.on("committed")
    assert "verdeel settle GB-1" in founded(ends, "BZ-1", "2027-11-10")
    told = terms(ends, "2027-11-11")
    assert told["opnieuw beslissen na BZ-1 (vastgesteld)"] == told_decided(ends)
    said = ends.refused("reclaim intend", "GB-1", "2027-11-11", *WHY, "--out", "x")
    assert "na BZ-1 herroepen" in said
    assert "opnieuw vaststellen, want BZ-1" in ends.after.does("round", "status", OF[1])
    ends.load(MORE, on="2027-11-12")
    made = ends.propose("settle", "GB-1", "2027-11-15", *WHY)
    before = ends.told("GB-1")["settled_at"]
    more = made["final"] - before
    assert more > 0
    own = ends.after.refused(*confirmed(ends, "settle", "GB-1", "2027-11-16"), *APPROVER)
    assert "neemt niet ook het besluit dat ervoor in de plaats komt" in own
    ends.after.does(*confirmed(ends, "settle", "GB-1", "2027-11-16"), *OTHER_APPROVER)
    ends.after.sound()
    assert ends.after.on("committed") == was + more
    text = letter(ends, "vaststelling_GB-1.pdf")
    assert "Uw bezwaar BZ-1 daartegen is gegrond, en op 10 november 2027 heb ik" in text
    assert "U kunt beroep instellen bij de bestuursrechter" in text
    assert "De laatste dag is 28 december 2027" in text
    assert "U kunt bezwaar maken" not in text
    told = terms(ends, "2027-11-17")
    assert told["beroep tegen wat na BZ-1 opnieuw is beslist (vastgesteld)"] == "2027-12-28"
    assert "opnieuw beslissen na BZ-1 (vastgesteld)" not in told
    assert "al vastgesteld" in ends.refused("settle", "GB-1", "2027-12-01", *WHY)
    published(ends)


def told_decided(ends: Settling) -> str:
    (one,) = ends.after.says("objection", "list", "BZ-1", *OF)
    return one["terms"]["deciding"]["last"]


def test_a_fixing_upon_an_objection_is_never_lower(ends: Settling) -> None:
    founded(ends, "BZ-1", "2027-11-10")
    lower = ("--final", "€ 1", "--obligations", "--not-heard", "own_data")
    said = ends.after.refused("settle", "GB-1", *OF, "--date", "2027-11-15", *WHY, *lower, *MAKER,
                              code=2)  # fmt: skip
    assert "maakt dat niet lager" in said
    made = ends.propose("settle", "GB-1", "2027-11-15", *WHY)
    assert made["final"] == ends.told("GB-1")["settled_at"]


def test_an_objection_to_a_fixing_is_about_that_fixing_and_not_about_the_grant(
    ends: Settling,
) -> None:
    said = ends.after.refused(
        "objection", "decide", "BZ-1", *OF, "--outcome", "founded", "--amount", "€ 4 mln",
        "--date", "2027-11-10", *WHY, *OTHER_APPROVER,
    )  # fmt: skip
    assert "wordt over dat bedrag opnieuw beslist" in said
