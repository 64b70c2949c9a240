"""Claims: announced in time, heard, paid back to the cent, and told until they are."""

import json
from datetime import date

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.settling.terms import TermKind, terms_of

from .after import OF, ROUND
from .conftest import APPROVER, MAKER
from .settled import (
    GOOD,
    ends,
    in_debt,
    letter,
    owing,
    paid,
    unspent,
)
from .settling import WHY, Settling

__all__ = ["ends", "in_debt", "owing", "paid"]  # fixtures


def test_an_intention_is_refused_once_nothing_can_be_claimed_any_more(ends: Settling) -> None:
    unspent(ends)
    out = ("--out", str(ends.after.desk / "afrekening"))
    told = ends.refused("reclaim intend", "WBI-1", "2028-07-13", *WHY, *out)
    assert "van WBI-1 kon worden meegedeeld tot en met 12-07-2028" in told
    assert "artikel 10, tweede lid, van het Besluit Woningbouwimpuls 2020" in told
    assert ends.intend("WBI-1", "2028-07-12")["amount"] == 75_000_000


def test_the_decision_itself_tells_of_the_claim_within_the_year(ends: Settling) -> None:
    """BWbi 10(2): an intention says that nothing was decided yet."""
    unspent(ends)
    ends.intend("WBI-1", "2028-06-27")
    told = ends.refused("reclaim decide", "WBI-1", "2028-07-13", *WHY)
    assert "Een voornemen alleen is die mededeling niet" in told
    ends.propose("reclaim decide", "WBI-1", "2028-07-12", *WHY)
    late = ends.after.refused(
        "reclaim", "decide", "WBI-1", *OF, "--confirm", "--date", "2028-07-13",
        "--out", str(ends.after.desk / "afrekening"), *APPROVER,
    )  # fmt: skip
    assert "tot en met 12-07-2028" in late
    basis = ("--basis", "De gemeente stemde schriftelijk in met een besluit na dat jaar.")
    ends.both("reclaim decide", "WBI-1", "2028-07-13", *WHY, *basis)
    text = letter(ends, "terugvordering_WBI-1")
    assert "De gemeente stemde schriftelijk in" in text
    assert "dus op tijd" not in text


def test_nothing_is_claimed_before_the_notice_or_while_a_view_can_come(ends: Settling) -> None:
    unspent(ends)
    assert "niet aangekondigd" in ends.refused("reclaim decide", "WBI-1", "2027-09-01", *WHY)
    ends.intend("WBI-1", "2027-09-01")
    assert "tot en met 15-09-2027" in ends.refused("reclaim decide", "WBI-1", "2027-09-15", *WHY)
    ends.propose("reclaim decide", "WBI-1", "2027-09-16", *WHY)


def test_a_part_can_be_claimed_and_never_more_than_was_announced(ends: Settling) -> None:
    unspent(ends)
    ends.intend("WBI-1", "2027-09-01", "--amount", "€ 600.000")
    told = ends.after.refused(
        "reclaim", "decide", "WBI-1", *OF, "--date", "2027-09-20", *WHY, "--amount", "€ 700.000",
        *MAKER, code=2,
    )  # fmt: skip
    assert "nieuwe aankondiging" in told
    done = ends.both("reclaim decide", "WBI-1", "2027-09-20", *WHY, "--amount", "€ 500.000")
    assert (done["amount"], done["lowered"]) == (50_000_000, 50_000_000)
    ends.after.sound()
    assert ends.after.on("committed", "woningbouwimpuls") == 350_000_000


def test_what_is_not_fixed_yet_is_not_claimed_back(ends: Settling) -> None:
    ends.load(GOOD)
    out = ("--out", str(ends.after.desk / "afrekening"))
    told = ends.refused("reclaim intend", "GB-1", "2027-10-04", *WHY, *out)
    assert "verdeel settle GB-1" in told


def test_a_reminder_waits_for_default_and_not_longer(owing: Settling) -> None:
    out = ("--out", str(owing.after.desk / "afrekening"))
    told = owing.refused("reclaim remind", "GB-1", "2027-12-13", *out)
    assert "Aanmanen kan vanaf 14-12-2027" in told
    assert owing.propose("reclaim remind", "GB-1", "2027-12-14", *out)["pay_by"] == "2027-12-28"


def test_a_barred_claim_is_not_reminded_of_and_a_reminder_interrupts(owing: Settling) -> None:
    out = ("--out", str(owing.after.desk / "afrekening"))
    assert "verjaard op 13-12-2032" in owing.refused("reclaim remind", "GB-1", "2032-12-14", *out)
    owing.propose("reclaim remind", "GB-1", "2032-12-13", *out)
    later = ("--out", str(owing.after.desk / "later"))
    owing.propose("reclaim remind", "GB-1", "2037-12-13", *later)


def test_no_more_is_repaid_than_is_open_and_each_part_by_whom_it_comes_from(
    owing: Settling,
) -> None:
    paid = ("--amount", "€ 1.166.666,68", "--reference", "X")
    assert "geen" in owing.refused("reclaim repaid", "GB-1", "2027-12-01", *paid)
    fund = ("--amount", "€ 166.666,68", "--reference", "X", "--fund")
    assert "BTW-compensatiefonds open" in owing.refused(
        "reclaim repaid", "GB-1", "2027-12-01", *fund
    )
    assert "kenmerk" in owing.after.refused(
        "reclaim", "repaid", "GB-1", *OF, "--date", "2027-12-01", "--amount", "€ 1", *MAKER, code=2
    )


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    "parts",
    [
        ("2028-03-01=€ 500.000",),
        ("2028-03-01=€ 666.666,67", "2028-02-01=€ 500.000"),
        ("2027-11-20=€ 500.000", "2028-02-01=€ 666.666,67"),
        ("maart=€ 1.166.666,67",),
    ],
)
def test_an_arrangement_is_all_that_is_left_in_order(
    owing: Settling, parts: tuple[str, ...]
) -> None:
    typed = [word for part in parts for word in ("--part", part)]
    owing.after.refused(
        "reclaim", "arrange", "GB-1", *OF, "--date", "2027-12-01", *WHY, *typed, *MAKER, code=2
    )


@pytest.mark.slow(sample="test_a_part_can_be_claimed_and_never_more_than_was_announced")
def test_what_comes_back_is_free_for_the_next_and_not_before(owing: Settling) -> None:
    def free() -> int:
        told = owing.after.says("reserve", *OF, *MAKER)
        return sum(one["freed"] for one in told if one["came_free"])

    assert free() == 0
    for amount, more, comes in (
        ("€ 1.166.666,67", (), 116_666_667), ("€ 166.666,67", ("--fund",), 133_333_334),
    ):  # fmt: skip
        paid = ("--amount", amount, "--reference", "ONTV-1", *more)
        owing.both("reclaim repaid", "GB-1", "2027-12-01", *paid, letter=False)
        owing.after.sound()
        assert free() == comes


# Told.


@pytest.mark.slow(sample="test_a_part_can_be_claimed_and_never_more_than_was_announced")
def test_the_terms_of_an_award_follow_each_other(ends: Settling) -> None:
    def kinds(number: str) -> list[tuple[TermKind, date]]:
        url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
        with reading_round(url, ROUND) as reader:
            return [(o.kind, o.term.last) for o in terms_of(reader) if o.application_id == number]

    assert kinds("GB-1") == [(TermKind.ACCOUNTS, date(2027, 7, 15))]
    ends.load(GOOD)
    assert kinds("GB-1") == [(TermKind.FIXING, date(2027, 12, 31))]
    unspent(ends)
    assert kinds("WBI-1") == [(TermKind.NOTICE, date(2028, 7, 12))]
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert kinds("GB-1") == []
    ends.intend("GB-1", "2027-10-11")
    assert kinds("GB-1") == [(TermKind.VIEW, date(2027, 10, 25))]
    ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    assert kinds("GB-1") == [
        (TermKind.PAYMENT, date(2027, 12, 13)), (TermKind.LIMITATION, date(2032, 12, 13)),
    ]  # fmt: skip


def test_explain_the_status_and_the_list_tell_how_an_award_ends(owing: Settling) -> None:
    unspent(owing)
    said = owing.after.does("explain", "GB-1", *OF).replace("\u00a0", " ")
    assert "Verantwoord tot en met 2026, voor het laatst: rechtmatig besteed € 4.000.000." in said
    assert "Vastgesteld op 04-10-2027: € 2.666.666,66." in said
    assert "De gemeente betaalt nog € 1.166.666,67, uiterlijk op 13-12-2027: zes weken" in said
    english = owing.after.does("explain", "GB-1", *OF, "--lang", "en")
    assert "Fixed on 4 October 2027" in english.replace("\u00a0", " ")
    status = owing.after.says("round", "status", ROUND)
    assert any("WBI-1, besluit over de terugvordering" in one for one in status["to_settle"])
    listed = owing.after.says("round", "applications", ROUND)
    (one,) = [line for line in listed if line["application_id"] == "GB-1"]
    assert one["settling"]["left"] == 116_666_667
    calendar = owing.after.says("calendar", "--round", ROUND, "--date", "2027-11-02")
    assert "terugbetaling" in json.dumps(calendar, ensure_ascii=False)
