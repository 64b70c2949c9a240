"""Statutory interest comes in apart from what was claimed: by two, in the ledger, to the cent."""

import json
from pathlib import Path

import pytest

from verdeelsleutel.grants.ledger.ledger import Account
from verdeelsleutel.io.records.rounds.reader import reading_round

from .after import OF, ROUND, After, quietly
from .conftest import MAKER, SECOND, Verdeel
from .settled import in_debt, paid
from .settling import WHY, Settling
from .test_decided_anew import RATE, UPON, founded, objects

__all__ = ["in_debt", "paid"]  # fixtures

FIXED = 87_920


@pytest.fixture(scope="module")
def fixed(in_debt: After, tmp_path_factory: pytest.TempPathFactory) -> After:
    """€ 879.20 of interest fixed on 17 January 2028, to be paid by Monday 28 February."""
    made = Settling(in_debt.copied(tmp_path_factory.mktemp("rente"), quietly))
    for amount, on, reference in (
        ("€ 500.000", "2027-12-13", "ONTV-1"), ("€ 600.000", "2027-12-20", "ONTV-2"),
        ("€ 66.666,67", "2028-01-10", "ONTV-3"), ("€ 166.666,67", "2028-01-10", "BCF-1"),
    ):  # fmt: skip
        fund = ("--fund",) if reference.startswith("BCF") else ()
        typed = ("--amount", amount, "--reference", reference, *fund)
        made.both("reclaim repaid", "GB-1", on, *typed, letter=False)
    made.both("reclaim interest", "GB-1", "2028-01-17", *WHY, *RATE)
    return made.after


@pytest.fixture
def owing(fixed: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(fixed.copied(desk, verdeel))


def booked(ends: Settling) -> tuple[int, int, int]:
    """What the ledger has of interest: fixed, due and received, in cents."""
    with reading_round(f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}", ROUND) as reader:
        now = reader.balances
        return (
            -now.total(Account.INTEREST_INCOME, "GB-1").cents,
            now.total(Account.INTEREST_DUE, "GB-1").cents,
            now.total(Account.INTEREST_RECEIVED, "GB-1").cents,
        )


def receive(ends: Settling, amount: str, on: str, reference: str) -> None:
    typed = ("--interest", "--amount", amount, "--reference", reference)
    ends.both("reclaim repaid", "GB-1", on, *typed, letter=False)


def test_interest_comes_in_by_two_and_stands_beside_the_grant(owing: Settling) -> None:
    reclaimed, free = owing.after.on("reclaimed"), owing.after.on("released")
    assert booked(owing) == (FIXED, FIXED, 0)
    owing.after.sound()
    typed = ("--interest", "--amount", "€ 500", "--reference", "RENTE-1")
    owing.propose("reclaim repaid", "GB-1", "2028-02-01", *typed)
    assert booked(owing) == (FIXED, FIXED, 0)
    again = owing.after.does(
        "reclaim", "repaid", "GB-1", *OF, "--date", "2028-02-01", *typed, *MAKER
    )
    assert "Het wordt geboekt als een andere vaststeller (approver in office.toml) het bev" in again
    assert "Hierna: de tweede naam, van een andere vaststeller (approver in office.toml)" in again
    assert (
        "mag niet een tweede naam zetten onder wat over de afrekening is voorgesteld. Dat mag wel: "
        "vaststeller (approver in office.toml)."
    ) in owing.refused("reclaim repaid", "GB-1", "2028-02-02", "--confirm", by=SECOND)
    told = owing.confirm("reclaim repaid", "GB-1", "2028-02-02", letter=False)
    assert (told["kind"], told["interest_left"]) == ("interest_received", 37_920)
    assert told["next"]["command"].startswith("verdeel reclaim repaid GB-1")
    assert "--interest" in told["next"]["command"]
    assert (told["next"]["by"], told["next"]["presses"]) == ("2028-02-28", False)
    assert booked(owing) == (FIXED, 37_920, 50_000)
    owing.after.sound()
    receive(owing, "€ 379,20", "2028-02-28", "RENTE-2")
    assert booked(owing) == (FIXED, 0, FIXED)
    # Nothing of it is money of the grant: it gives no room and takes none.
    assert (owing.after.on("reclaimed"), owing.after.on("released")) == (reclaimed, free)
    assert (owing.told("GB-1")["interest"], owing.told("GB-1")["interest_received"]) == (
        FIXED, FIXED,
    )  # fmt: skip
    said = owing.after.does("explain", "GB-1", *OF).replace("\u00a0", " ")
    assert "Wettelijke rente vastgesteld: € 879,20, waarvan ontvangen € 879,20." in said
    assert json.loads(owing.after.verdeel("explain", "GB-1", *OF, "--json").out)["next_act"] is None
    owing.after.sound()


@pytest.mark.parametrize(
    ("more", "why", "code"),
    [
        (("--amount", "€ 879,21"), "staat € 879,20 open, geen € 879,21", 3),
        (("--amount", "€ 0"), "geen € 0", 3),
        (("--amount", "€ 10", "--fund"), "Kies een van --fund en --interest", 2),
    ],
)
def test_what_is_not_open_does_not_come_in(
    owing: Settling, more: tuple[str, ...], why: str, code: int
) -> None:
    typed = ("reclaim", "repaid", "GB-1", *OF, "--date", "2028-02-01", "--interest", *more)
    assert why in owing.after.refused(*typed, "--reference", "RENTE-1", *MAKER, code=code)


def test_before_interest_is_fixed_there_is_none_to_receive(
    in_debt: After, desk: Path, verdeel: Verdeel
) -> None:
    ends = Settling(in_debt.copied(desk, verdeel))
    typed = ("--interest", "--amount", "€ 10", "--reference", "RENTE-1")
    told = ends.after.refused(
        "reclaim", "repaid", "GB-1", *OF, "--date", "2028-02-01", *typed, *MAKER, code=2
    )
    assert "verdeel reclaim interest GB-1" in told


def test_a_receipt_that_did_not_come_is_undone_and_open_again(owing: Settling) -> None:
    receive(owing, "€ 879,20", "2028-02-01", "RENTE-1")
    gone = (
        "--reference",
        "RENTE-1",
        "--reason",
        "De bank boekte dit op een andere vordering.",
    )
    told = owing.both("reclaim undo", "GB-1", "2028-02-07", *gone, letter=False)
    assert (told["left"], told["interest_left"]) == (0, FIXED)
    assert booked(owing) == (FIXED, FIXED, 0)
    owing.after.sound()


@pytest.mark.slow(sample="test_interest_comes_in_by_two_and_stands_beside_the_grant")
def test_what_was_received_above_a_lower_decision_anew_is_told_to_give_back(
    owing: Settling,
) -> None:
    receive(owing, "€ 879,20", "2028-02-01", "RENTE-1")
    objects(owing, "BZ-1", "interest", "2028-02-02")
    less = ("--amount", "€ 600")
    owing.propose("reclaim interest", "GB-1", "2028-02-14", *WHY, *RATE, *UPON, *less)
    founded(owing, "BZ-1", "2028-02-15")
    assert booked(owing) == (60_000, -27_920, FIXED)
    owing.after.sound()
    told = json.loads(owing.after.verdeel("explain", "GB-1", *OF, "--json").out)["next_act"]
    assert told["what"]["nl"].replace("\u00a0", " ").startswith("teruggeven van € 279,20 rente")
    assert "reclaim undo GB-1" in told["command"]
    gone = ("--reference", "RENTE-1", "--reason", "Het verschil is teruggegeven na het bezwaar.")
    owing.both("reclaim undo", "GB-1", "2028-02-21", *gone, letter=False)
    receive(owing, "€ 600", "2028-02-21", "RENTE-1B")
    assert booked(owing) == (60_000, 0, 60_000)
    owing.after.sound()


@pytest.mark.parametrize(("day", "late"), [("2028-02-28", False), ("2028-02-29", True)])
def test_the_term_of_interest_is_in_the_calendar_until_it_came(
    owing: Settling, day: str, late: bool
) -> None:
    def told(on: str) -> list[tuple[str, bool, str]]:
        return [
            (one["first"], one["late"], " ".join(why["nl"] for why in one["reasons"]))
            for one in owing.after.says("calendar", "--date", on)["terms"]
            if one["what"]["nl"].startswith("betaling van")
        ]

    ((first, is_late, why),) = told(day)
    assert (first, is_late) == ("2028-02-28", late)
    assert "artikel 4:87, eerste lid" in why
    receive(owing, "€ 879,20", day, "RENTE-1")
    assert told(day) == []
