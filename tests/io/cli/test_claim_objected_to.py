"""A founded objection to a claim: lowered or revoked, and what came above it is paid again."""

from pathlib import Path

import pytest

from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io.records.rounds.reader import changing_round
from verdeelsleutel.io.rounds.settling.booking import book_revised_claim
from verdeelsleutel.io.rounds.settling.claims import claims_of

from ..letters.pages import flat, page_texts
from .after import OF, OTHER_APPROVER, ROUND, After
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settled import WBI, in_debt, paid
from .settling import WHY, Settling, account
from .test_decided_anew import RATE, founded, letter, objects, published, verified
from .test_settling_forged import ON, keep

__all__ = ["in_debt", "paid"]  # fixtures

MUNICIPAL, OF_FUND = 116_666_667, 16_666_667  # what the claim on GB-1 is, in cents
UPON = ("--upon", "BZ-1")


@pytest.fixture
def owing(in_debt: After, desk: Path, verdeel: Verdeel) -> Settling:
    """A claim on GB-1, which was fixed lower than it was paid, to which its municipality objected.

    It was decided on 1 November 2027 and is to be paid by 13 December."""
    made = Settling(in_debt.copied(desk, verdeel))
    objects(made, "BZ-1", "reclaimed", "2027-11-22")
    return made


@pytest.fixture
def unspent(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    """A claim of € 750,000 on WBI-1 for what its account leaves unspent, with an objection."""
    made = Settling(paid.copied(desk, verdeel))
    made.load(account("WBI-1", WBI, "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"))
    made.intend("WBI-1", "2027-09-01")
    made.both("reclaim decide", "WBI-1", "2027-09-20", *WHY)
    objects(made, "BZ-1", "reclaimed", "2027-10-04", "WBI-1")
    return made


def repays(ends: Settling, number: str, on: str, amount: str, *fund: str) -> None:
    reference = ("--amount", amount, "--reference", f"ONTV{on}{''.join(fund)}", *fund)
    ends.both("reclaim repaid", number, on, *reference, letter=False)


def lowers(ends: Settling, number: str, amount: str, on: str = "2027-12-06") -> str:
    """An officer proposes the lower claim, and the objection is founded on the same day."""
    ends.propose("reclaim decide", number, on, *WHY, *UPON, "--amount", amount)
    said = founded(ends, "BZ-1", on)
    verified(ends)
    return said


def pays(ends: Settling, number: str, on: str, cents: int) -> None:
    """What is owed again is ordered and paid."""
    ends.after.order(number, on=on)
    euros = f"€ {cents // 100},{cents % 100:02d}"
    ends.after.confirm(number, euros, on=on)
    ends.after.sound()


def owed(ends: Settling, number: str) -> tuple[int, int]:
    told = ends.told(number)
    return told["left"], told["left_of_fund"]


@pytest.mark.slow(
    sample="test_what_was_not_spent_stays_with_the_municipality_and_is_not_claimed_once_more"
)
def test_a_claim_that_was_not_paid_yet_is_revoked_and_nothing_is_open(owing: Settling) -> None:
    was = owing.after.on("committed")
    lowers(owing, "GB-1", "€ 0")
    assert owed(owing, "GB-1") == (0, 0)
    assert owing.after.on("committed") == was + MUNICIPAL + OF_FUND
    assert owing.after.on("reclaimed") == 0
    text = letter(owing)
    assert "Ik vorder niets terug. U hoeft dus niets te betalen." in text
    assert "Wat u terugkrijgt" not in text
    assert "reclaim intend GB-1" not in owing.after.does("round", "status", OF[1])
    published(owing)


def test_a_claim_that_was_paid_in_full_is_lowered_and_the_rest_comes_back(owing: Settling) -> None:
    repays(owing, "GB-1", "2027-11-29", "€ 1.166.666,67")
    lowers(owing, "GB-1", "€ 400.000")
    text = letter(owing)
    assert "Ik vorder nu € 400.000 terug." in text
    # 400,000 is split as the claim was: 349,999.99 of the municipality, rounded down.
    assert "Dat is € 816.666,68 meer dan ik nu van u terugvorder." in text
    assert "uiterlijk op 17 januari 2028: zes weken na 06-12-2027" in text
    assert "(artikel 4:102, eerste lid, Awb)" in text
    assert owed(owing, "GB-1") == (0, 5_000_001)
    pays(owing, "GB-1", "2028-01-13", 81_666_668)  # a year after that of the decision
    told = owing.after.refused("pay", "order", "GB-1", *OF, "--date", "2028-01-14", *MAKER)
    assert "Deel 3 van GB-1 is al" in told
    repays(owing, "GB-1", "2028-01-20", "€ 50.000,01", "--fund")
    owing.after.sound()
    published(owing)


@pytest.mark.slow(sample="test_a_claim_that_was_paid_in_full_is_lowered_and_the_rest_comes_back")
def test_of_a_claim_paid_in_part_only_what_is_above_the_lower_one_comes_back(
    owing: Settling,
) -> None:
    repays(owing, "GB-1", "2027-11-29", "€ 500.000")
    lowers(owing, "GB-1", "€ 1.000.000")
    assert owed(owing, "GB-1") == (37_499_999, 12_500_001)
    text = letter(owing)
    assert (
        "U betaalt nog € 374.999,99, uiterlijk op 13 december 2027. Die dag verandert niet" in text
    )
    repays(owing, "GB-1", "2027-12-13", "€ 374.999,99")
    repays(owing, "GB-1", "2027-12-13", "€ 125.000,01", "--fund")
    owing.after.sound()
    told = owing.after.refused("pay", "order", "GB-1", *OF, "--date", "2027-12-14", *MAKER)
    assert "wordt niets meer betaald" in told


def test_what_was_not_spent_stays_with_the_municipality_and_is_not_claimed_once_more(
    unspent: Settling,
) -> None:
    was = unspent.after.on("committed", "woningbouwimpuls")
    repays(unspent, "WBI-1", "2027-10-18", "€ 750.000")
    lowers(unspent, "WBI-1", "€ 0", "2027-11-08")
    assert unspent.after.on("committed", "woningbouwimpuls") == was + 75_000_000
    pays(unspent, "WBI-1", "2027-11-15", 75_000_000)
    said = unspent.refused("reclaim intend", "WBI-1", "2027-12-01", *WHY, "--out", "x")
    assert "er valt niets terug te vorderen" in said
    published(unspent)


@pytest.mark.slow(sample="test_a_claim_that_was_paid_in_full_is_lowered_and_the_rest_comes_back")
def test_a_repayment_that_turns_out_not_to_have_come_opens_no_more_than_is_claimed(
    owing: Settling,
) -> None:
    repays(owing, "GB-1", "2027-11-29", "€ 1.166.666,67")
    lowers(owing, "GB-1", "€ 400.000")
    gone = ("--reference", "ONTV2027-11-29", "--reason", "Het was van een andere gemeente.")
    owing.both("reclaim undo", "GB-1", "2027-12-08", *gone, letter=False)
    owing.after.sound()
    assert owed(owing, "GB-1") == (34_999_999, 5_000_001)


@pytest.mark.slow(sample="test_a_claim_that_was_paid_in_full_is_lowered_and_the_rest_comes_back")
def test_a_repayment_that_is_undone_after_it_was_paid_again_can_be_claimed(
    owing: Settling,
) -> None:
    repays(owing, "GB-1", "2027-11-29", "€ 1.166.666,67")
    lowers(owing, "GB-1", "€ 400.000")
    pays(owing, "GB-1", "2027-12-13", 81_666_668)
    gone = ("--reference", "ONTV2027-11-29", "--reason", "Het was van een andere gemeente.")
    owing.both("reclaim undo", "GB-1", "2027-12-15", *gone, letter=False)
    owing.after.sound()
    repays(owing, "GB-1", "2027-12-16", "€ 349.999,99")
    repays(owing, "GB-1", "2027-12-16", "€ 50.000,01", "--fund")
    told = owing.propose(
        "reclaim intend", "GB-1", "2027-12-20", *WHY, "--out", str(owing.after.desk / "x")
    )
    assert told["amount"] == 81_666_668


@pytest.mark.slow(sample="test_a_claim_that_was_paid_in_full_is_lowered_and_the_rest_comes_back")
def test_interest_on_a_claim_that_was_lowered_is_fixed_anew_and_no_higher(
    owing: Settling,
) -> None:
    repays(owing, "GB-1", "2028-01-10", "€ 1.166.666,67")
    owing.both("reclaim interest", "GB-1", "2028-01-17", *WHY, *RATE)
    was = owing.told("GB-1")["interest"]
    lowers(owing, "GB-1", "€ 400.000", "2028-01-24")
    assert "Ik stel haar daarom bij een volgend besluit opnieuw vast" in letter(owing)
    assert "de rente opnieuw vaststellen" in owing.after.does("round", "status", OF[1])
    owing.both("reclaim interest", "GB-1", "2028-01-31", *WHY, *RATE)
    owing.after.sound()
    now = owing.told("GB-1")["interest"]
    assert 0 < now < was
    paper = (owing.after.desk / "afrekening" / "rentebesluit_GB-1.pdf").read_bytes()
    text = flat(" ".join(page_texts(paper)))
    assert "Op uw bezwaar is de terugvordering daarna verlaagd." in text
    assert "bezwaar maken" in text


@pytest.mark.slow(sample="test_a_claim_that_was_paid_in_full_is_lowered_and_the_rest_comes_back")
def test_an_arrangement_loses_its_last_parts_with_the_claim(owing: Settling) -> None:
    parts = ("--part", "2028-03-01=€ 600.000", "--part", "2028-06-01=€ 566.666,67")
    owing.both("reclaim arrange", "GB-1", "2027-11-29", *WHY, *parts)
    lowers(owing, "GB-1", "€ 800.000")
    assert owed(owing, "GB-1") == (69_999_999, 10_000_001)
    assert "uiterlijk op 1 juni 2028" in letter(owing)
    repays(owing, "GB-1", "2028-03-01", "€ 600.000")
    said = owing.after.refused("reclaim", "remind", "GB-1", *OF, "--date", "2028-06-01", "--out",
                               owing.after.desk / "x", *MAKER)  # fmt: skip
    assert "01-06-2028" in said
    owing.after.sound()


@pytest.mark.parametrize(
    ("amount", "code", "said"),
    [
        ("€ 1.333.333,34", 2, "is lager, of nihil"),
        ("€ 2.000.000", 2, "is lager, of nihil"),
        ("-€ 1", 2, "€"),
    ],
)
def test_what_takes_the_place_of_a_claim_is_lower(
    owing: Settling, amount: str, code: int, said: str
) -> None:
    told = owing.after.refused("reclaim", "decide", "GB-1", *OF, "--date", "2027-12-06", *WHY,
                               *UPON, "--amount", amount, *MAKER, code=code)  # fmt: skip
    assert said in told


def test_a_claim_is_not_revoked_without_what_takes_its_place_nor_by_who_took_it(
    owing: Settling,
) -> None:
    typed = ("objection", "decide", "BZ-1", *OF, "--outcome", "founded", "--date", "2027-12-06",
             *WHY)  # fmt: skip
    assert "reclaim decide GB-1 --upon BZ-1" in owing.after.refused(*typed, *OTHER_APPROVER)
    owing.propose("reclaim decide", "GB-1", "2027-12-06", *WHY, *UPON, "--amount", "€ 0")
    assert "10:3" in owing.after.refused(*typed, *APPROVER)


@pytest.mark.parametrize("cents", [0, 133_333_335])
def test_no_forged_claim_in_the_place_of_another_passes_a_door(owing: Settling, cents: int) -> None:
    url = f"sqlite:///{(owing.after.desk / 'verdeel.db').as_posix()}"
    with changing_round(url, ROUND) as reader:
        (one,) = claims_of(reader, "GB-1")
        detail = one.act.detail
        lower = {"amount": Euro(cents), "payable": Euro(cents), "vat": ZERO, "upon": "BZ-1",
                 "replaces": one.act.row_id}  # fmt: skip
        if not cents:
            book_revised_claim(reader, "GB-1", detail.amount, detail.amount, ON)
        keep(reader, "GB-1", one.act.kind, detail.model_copy(update=lower), "P. Wiersma")
    told = owing.after.refused("pay", "order", *OF, "--date", "2027-12-02", *SECOND)
    assert "zonder gegrond bezwaar" in told
    assert owing.after.verdeel("audit", "verify").code == 3
