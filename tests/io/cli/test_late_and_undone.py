"""What came too late bears interest; what was booked and did not come is undone by two."""

from pathlib import Path

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.rounds.reader import RoundReader, changing_round
from verdeelsleutel.io.records.settling.stored import SettlingDetail, SettlingKind

from .after import OF, ROUND, After
from .conftest import MAKER, SECOND, Verdeel
from .settled import in_debt, letter, paid
from .settling import WHY, Settling
from .test_settling_forged import keep

__all__ = ["in_debt", "paid"]  # fixtures

RATE = ("--rate", "2027-07-01=6", "--rate", "2028-01-01=5,5", "--source", "Stb. 2027, 456")
GONE = ("--reason", "De bank boekte dit bedrag op de verkeerde vordering.")


@pytest.fixture
def ends(in_debt: After, desk: Path, verdeel: Verdeel) -> Settling:
    """A claim of € 1,166,666.67 on the municipality, to be paid by 13 December 2027."""
    return Settling(in_debt.copied(desk, verdeel))


def repaid(ends: Settling, amount: str, on: str, reference: str, *more: str) -> None:
    typed = ("--amount", amount, "--reference", reference, *more)
    ends.both("reclaim repaid", "GB-1", on, *typed, letter=False)


def test_what_came_too_late_bears_interest_to_the_cent_with_its_letter(ends: Settling) -> None:
    repaid(ends, "€ 500.000", "2027-12-13", "ONTV-1")  # on the last day: in time
    repaid(ends, "€ 600.000", "2027-12-20", "ONTV-2")
    told = ends.refused("reclaim interest", "GB-1", "2028-01-10", *WHY)
    assert "staat nog € 66.666,67 open" in told
    repaid(ends, "€ 66.666,67", "2028-01-10", "ONTV-3")
    told = ends.after.refused(
        "reclaim", "interest", "GB-1", *OF, "--date", "2028-01-17", *WHY, *MAKER, code=2
    )
    assert "loopt rente op 14-12-2027" in told
    assert "--rate 2027-07-01=<procent> en --source" in told
    unsourced = ends.after.refused(
        "reclaim", "interest", "GB-1", *OF, "--date", "2028-01-17", *WHY, *RATE[:4], *MAKER, code=2
    )
    assert "met --source waar dat percentage staat" in unsourced
    done = ends.both("reclaim interest", "GB-1", "2028-01-17", *WHY, *RATE)
    # 600,000 for 6 days at 6 %, 66,666.67 for 18 days at 6 % and for 9 at 5.5 % of a leap year.
    assert [one["interest"] for one in done["lines"]] == [59_178, 19_726, 9_016]
    assert (done["amount"], done["pay_by"]) == (87_920, "2028-02-28")
    ends.after.sound()
    assert "Deze percentages staan in: Stb. 2027, 456." in letter(ends, "rentebesluit_GB-1")
    assert ends.told("GB-1")["interest"] == 87_920
    assert "Wettelijke rente vastgesteld: € 879,20, waarvan ontvangen € 0." in ends.after.does(
        "explain", "GB-1", *OF
    ).replace("\u00a0", " ")
    again = ends.refused("reclaim interest", "GB-1", "2028-01-18", *WHY, *RATE)
    assert "Onder € 20 is zij niet verschuldigd (artikel 4:98, tweede lid, Awb)" in again


def test_what_was_paid_in_time_or_in_its_parts_bears_no_interest(ends: Settling) -> None:
    parts = ("--part", "2028-03-01=€ 500.000", "--part", "2028-09-01=€ 666.666,67")
    ends.both("reclaim arrange", "GB-1", "2027-12-06", *WHY, *parts)
    repaid(ends, "€ 500.000", "2028-03-01", "ONTV-1")
    repaid(ends, "€ 666.666,67", "2028-09-01", "ONTV-2")
    told = ends.refused("reclaim interest", "GB-1", "2028-09-11", *WHY)
    assert "alles op tijd betaald" in told


@pytest.mark.slow(sample="test_what_came_too_late_bears_interest_to_the_cent_with_its_letter")
def test_what_was_late_before_an_arrangement_bears_interest_until_it(ends: Settling) -> None:
    ends.both("reclaim arrange", "GB-1", "2027-12-24", *WHY, "--part", "2028-03-01=€ 1.166.666,67")
    repaid(ends, "€ 1.166.666,67", "2028-03-02", "ONTV-1")
    done = ends.both("reclaim interest", "GB-1", "2028-03-06", *WHY, *RATE)
    # 14 to 23 December; the part was due on 1 March and came on the first day of default.
    assert [(one["since"], one["until"]) for one in done["lines"]] == [
        ("2027-12-14", "2027-12-24"),
    ]
    assert done["amount"] == 191_780


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    "rate", ["2027-12-01=6", "2024-01-01=6", "2027-07-01=0", "2027-07-01=zes", "morgen=6"]
)
def test_a_rate_that_cannot_be_is_refused_in_a_sentence(ends: Settling, rate: str) -> None:
    repaid(ends, "€ 1.166.666,67", "2027-12-30", "ONTV-1")
    told = ends.after.refused(
        "reclaim", "interest", "GB-1", *OF, "--date", "2028-01-17", *WHY, "--rate", rate, *MAKER,
        code=2,
    )  # fmt: skip
    assert "--rate" in told


@pytest.mark.slow(sample="test_what_came_too_late_bears_interest_to_the_cent_with_its_letter")
def test_a_repayment_that_did_not_come_is_undone_by_two_and_open_again(ends: Settling) -> None:
    def free() -> int:
        told = ends.after.says("reserve", *OF, *MAKER)
        return sum(one["freed"] for one in told if one["came_free"])

    repaid(ends, "€ 500.000", "2027-12-01", "ONTV-1")
    repaid(ends, "€ 666.666,67", "2027-12-01", "ONTV-2")
    repaid(ends, "€ 166.666,67", "2027-12-02", "BCF-1", "--fund")
    assert free() == 133_333_334
    nothing = ends.after.refused(
        "reclaim", "undo", "GB-1", *OF, "--date", "2027-12-06", "--reference", "ONTV-9", *GONE,
        *MAKER, code=2,
    )  # fmt: skip
    assert "Geboekt is: ONTV-1, ONTV-2, BCF-1" in nothing
    told = ends.propose("reclaim undo", "GB-1", "2027-12-06", "--reference", "ONTV-1", *GONE)
    assert (told["left"], free()) == (0, 133_333_334)  # it counts with its second name
    assert "vaststeller" in ends.refused(
        "reclaim undo", "GB-1", "2027-12-06", "--confirm", by=SECOND
    )
    told = ends.confirm("reclaim undo", "GB-1", "2027-12-06", letter=False)
    assert (told["left"], told["left_of_fund"]) == (50_000_000, 0)
    assert told["next"]["command"].startswith("verdeel reclaim repaid GB-1")
    ends.after.sound()
    assert (ends.after.on("reclaimed"), free()) == (50_000_000, 83_333_334)
    again = ends.after.refused(
        "reclaim", "undo", "GB-1", *OF, "--date", "2027-12-07", "--reference", "ONTV-1", *GONE,
        *MAKER, code=2,
    )  # fmt: skip
    assert "geen terugbetaling met kenmerk 'ONTV-1'" in again
    repaid(ends, "€ 500.000", "2027-12-10", "ONTV-1B")
    ends.after.sound()
    assert (ends.after.on("reclaimed"), free()) == (0, 133_333_334)


@pytest.mark.slow(sample="test_what_came_too_late_bears_interest_to_the_cent_with_its_letter")
def test_what_is_undone_after_interest_was_fixed_brings_the_rest_of_it_later(
    ends: Settling,
) -> None:
    repaid(ends, "€ 1.166.666,67", "2027-12-24", "ONTV-1")
    first = ends.both("reclaim interest", "GB-1", "2028-01-03", *WHY, *RATE)
    ends.both("reclaim undo", "GB-1", "2028-01-10", "--reference", "ONTV-1", *GONE, letter=False)
    ends.after.sound()
    repaid(ends, "€ 1.166.666,67", "2028-01-24", "ONTV-2")
    second = ends.both("reclaim interest", "GB-1", "2028-01-31", *WHY, *RATE)
    whole = sum(one["interest"] for one in second["lines"])
    assert (first["amount"], first["amount"] + second["amount"]) == (191_780, whole)
    ends.after.sound()


def undone(reader: RoundReader) -> None:
    """What never was booked, undone."""
    keep(reader, "GB-1", SettlingKind.UNDONE, SettlingDetail(about=1, amount=Euro(1)))


def too_much_interest(reader: RoundReader) -> None:
    claim = next(o for o in reader.after.settling_acts if o.kind is SettlingKind.RECLAIMED)
    detail = SettlingDetail(about=claim.row_id, amount=Euro(5_000))
    keep(reader, "GB-1", SettlingKind.INTEREST, detail)


def corrected(reader: RoundReader) -> None:
    detail = SettlingDetail(
        granted=Euro(1_000), amount=Euro(500), payable=Euro(500), lowered=Euro(500), stated=10,
        actual=6, statement="RS-9", settled_in="later",
    )  # fmt: skip
    keep(reader, "GB-1", SettlingKind.CORRECTED, detail)


@pytest.mark.parametrize("forge", [undone, too_much_interest, corrected])
def test_a_forged_act_beside_a_claim_is_found_at_every_door(ends: Settling, forge: object) -> None:
    assert callable(forge)
    url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
    with changing_round(url, ROUND) as reader:
        forge(reader)
    found = ends.after.verdeel("audit", "verify")
    assert found.code != 0
    assert "GB-1" in found.out + found.err
    ends.after.refused("ledger", *OF)
