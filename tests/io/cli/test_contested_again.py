"""Objections to what took the place of a decision, to a further one of its kind, and their days."""

from pathlib import Path

import pytest

from .after import OF, OTHER_APPROVER, After
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settled import in_debt, paid
from .settling import WHY, Settling
from .test_claim_objected_to import owed, repays
from .test_decided_anew import RATE, founded, objects, verified

__all__ = ["in_debt", "paid"]  # fixtures

NEIGHBOURS = ("--objector", "Stichting Wijkraad Noord")


@pytest.fixture
def ends(in_debt: After, desk: Path, verdeel: Verdeel) -> Settling:
    """A claim on GB-1 of 1 November 2027, to be paid by 13 December."""
    return Settling(in_debt.copied(desk, verdeel))


def neighbours_object(ends: Settling, name: str, on: str, against: str = "reclaimed") -> None:
    ends.after.does("objection", "open", "GB-1", "--channel", "post",
        *OF, "--received", on, "--date", on, "--against",
                    against, *NEIGHBOURS, *WHY, *MAKER)  # fmt: skip
    ends.after.does("objection", "hear", name, *OF, "--date", on, "--without", "c", "--reason",
                    "De stichting wilde niet worden gehoord.", *SECOND)  # fmt: skip


def lowers(ends: Settling, name: str, amount: str, on: str) -> None:
    ends.propose("reclaim decide", "GB-1", on, *WHY, "--upon", name, "--amount", amount)
    founded(ends, name, on)
    verified(ends)


def fixes_interest(ends: Settling) -> None:
    """€ 600,000 came a week late, which is fixed on 17 January, and turns out not to have come."""
    repays(ends, "GB-1", "2027-12-13", "€ 566.666,67")
    repays(ends, "GB-1", "2027-12-20", "€ 600.000")
    ends.both("reclaim interest", "GB-1", "2028-01-17", *WHY, *RATE)


def undoes(ends: Settling) -> None:
    gone = ("--reference", "ONTV2027-12-20", "--reason", "Het was van een andere gemeente.")
    ends.both("reclaim undo", "GB-1", "2028-02-10", *gone, letter=False)


def test_a_second_objection_is_to_what_took_the_place_of_the_decision_by_the_first(
    ends: Settling,
) -> None:
    objects(ends, "BZ-1", "reclaimed", "2027-11-22")
    neighbours_object(ends, "BZ-2", "2027-11-23")
    lowers(ends, "BZ-1", "€ 400.000", "2027-12-06")
    typed = ("reclaim", "decide", "GB-1", *OF, "--date", "2027-12-08", *WHY, "--upon", "BZ-2")
    more = ends.after.refused(*typed, "--amount", "€ 400.000", *MAKER, code=2)
    assert "Teruggevorderd is € 400.000" in more
    lowers(ends, "BZ-2", "€ 300.000", "2027-12-08")
    assert owed(ends, "GB-1") == (26_249_999, 3_750_001)
    repays(ends, "GB-1", "2027-12-13", "€ 262.499,99")
    ends.after.sound()


@pytest.mark.slow(
    sample="test_a_second_objection_is_to_what_took_the_place_of_the_decision_by_the_first"
)
def test_who_took_what_took_the_place_does_not_decide_on_an_objection_to_that(
    ends: Settling,
) -> None:
    objects(ends, "BZ-1", "reclaimed", "2027-11-22")
    lowers(ends, "BZ-1", "€ 400.000", "2027-12-06")
    again = ends.after.refused(
        "objection", "open", "GB-1", "--channel", "post",
            *OF, "--received", "2027-12-10", "--date", "2027-12-10",
        "--against", "reclaimed", "--reason", "Het is nog steeds te veel geld.", *MAKER,
    )  # fmt: skip
    assert "Daartegen staat beroep bij de rechtbank open" in again
    neighbours_object(ends, "BZ-2", "2027-12-10")
    ends.propose("reclaim decide", "GB-1", "2027-12-20", *WHY, "--upon", "BZ-2", "--amount", "€ 0")
    decide = ("objection", "decide", "BZ-2", *OF, "--outcome", "founded", "--date", "2027-12-20",
              *WHY)  # fmt: skip
    assert "nam het besluit waartegen BZ-2" in ends.after.refused(*decide, *OTHER_APPROVER)
    ends.after.does(*decide, "--out", ends.after.desk / "bezwaar", *APPROVER)
    assert owed(ends, "GB-1") == (0, 0)
    verified(ends)


@pytest.mark.slow(
    sample="test_a_second_objection_is_to_what_took_the_place_of_the_decision_by_the_first"
)
def test_an_objection_to_interest_is_to_what_was_fixed_anew_while_it_ran(ends: Settling) -> None:
    objects(ends, "BZ-1", "reclaimed", "2027-11-22")
    repays(ends, "GB-1", "2028-01-10", "€ 1.166.666,67")
    ends.both("reclaim interest", "GB-1", "2028-01-17", *WHY, *RATE)
    objects(ends, "BZ-2", "interest", "2028-01-20")
    lowers(ends, "BZ-1", "€ 400.000", "2028-01-24")
    anew = ends.propose("reclaim interest", "GB-1", "2028-01-31", *WHY, *RATE)
    ends.confirm("reclaim interest", "GB-1", "2028-01-31")
    typed = ("--upon", "BZ-2", "--amount", "€ 100")
    made = ends.propose("reclaim interest", "GB-1", "2028-02-01", *WHY, *RATE, *typed)
    assert made["amount"] == 10_000 < anew["amount"]
    own = ends.after.refused("objection", "decide", "BZ-2", *OF, "--outcome", "founded", "--date",
                             "2028-02-02", *WHY, *APPROVER)  # fmt: skip
    assert "nam het besluit waartegen BZ-2" in own
    founded(ends, "BZ-2", "2028-02-02")
    assert ends.told("GB-1")["interest"] == 10_000
    verified(ends)


@pytest.mark.slow(
    sample="test_a_second_objection_is_to_what_took_the_place_of_the_decision_by_the_first"
)
def test_interest_that_was_fixed_once_more_can_be_objected_to_once_more(ends: Settling) -> None:
    fixes_interest(ends)
    objects(ends, "BZ-1", "interest", "2028-01-24")
    ends.after.does("objection", "decide", "BZ-1", *OF, "--outcome", "unfounded", "--date",
                    "2028-02-01", "--out", ends.after.desk / "bezwaar", *WHY,
                    *OTHER_APPROVER)  # fmt: skip
    undoes(ends)
    repays(ends, "GB-1", "2028-02-10", "€ 600.000")
    ends.both("reclaim interest", "GB-1", "2028-02-14", *WHY, *RATE)
    objects(ends, "BZ-2", "interest", "2028-02-20")
    was = ends.told("GB-1")["interest"]
    ends.propose("reclaim interest", "GB-1", "2028-02-25", *WHY, *RATE, "--upon", "BZ-2",
                 "--amount", "€ 100")  # fmt: skip
    founded(ends, "BZ-2", "2028-02-26")
    first = ends.told("GB-1")["interest"] - 10_000
    assert 0 < first < was - 10_000
    verified(ends)


@pytest.mark.slow(
    sample="test_a_second_objection_is_to_what_took_the_place_of_the_decision_by_the_first"
)
def test_a_second_name_is_dated_after_all_that_was_done_and_the_money_on_its_own_day(
    ends: Settling,
) -> None:
    fixes_interest(ends)
    undoes(ends)
    typed = ("--amount", "€ 600.000", "--reference", "ONTV-2")
    ends.propose("reclaim repaid", "GB-1", "2027-12-27", *typed)
    said = ends.refused("reclaim repaid", "GB-1", "2027-12-27", "--confirm", by=APPROVER)
    assert "terugbetaling ongedaan gemaakt) is van 10-02-2028" in said
    ends.confirm("reclaim repaid", "GB-1", "2028-02-10", letter=False)
    ends.after.sound()


@pytest.mark.slow(
    sample="test_a_second_objection_is_to_what_took_the_place_of_the_decision_by_the_first"
)
def test_money_that_came_before_the_claim_was_lowered_is_booked_on_its_day(
    ends: Settling,
) -> None:
    objects(ends, "BZ-1", "reclaimed", "2027-11-22")
    lowers(ends, "BZ-1", "€ 400.000", "2027-12-20")
    typed = ("--amount", "€ 349.999,99", "--reference", "ONTV-1")
    ends.propose("reclaim repaid", "GB-1", "2027-12-17", *typed)
    ends.confirm("reclaim repaid", "GB-1", "2027-12-21", letter=False)
    assert owed(ends, "GB-1") == (0, 5_000_001)
    verified(ends)
    ends.both("reclaim interest", "GB-1", "2028-01-17", *WHY, *RATE)
    # 6 per cent of 349,999.99 over the three days from 14 December until that of receipt.
    assert ends.told("GB-1")["interest"] == 17_260
    ends.after.sound()
