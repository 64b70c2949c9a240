"""Accounts, settlements and claims in an order that nobody planned: no euro is counted twice."""

from pathlib import Path

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.settling.terms import TermKind, terms_of

from .after import OF, ROUND, After
from .conftest import APPROVER, MAKER, Verdeel
from .settled import GB, GOOD, WBI, codes, paid
from .settling import WHY, Settling, account, file_of

__all__ = ["paid"]  # fixtures

REVOKE = (
    "--ground", "obligations", "--not-heard", "own_data",
    "--interest", "De gemeente moet de gymzaal dan uit eigen middelen betalen.",
    "--weighed", "De woningen komen er niet, zodat het doel van de uitkering vervalt.",
)  # fmt: skip


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(paid.copied(desk, verdeel))


def claimed(ends: Settling) -> None:
    """What WBI-1 did not spend lawfully, claimed back and not repaid yet."""
    ends.load(account("WBI-1", WBI, "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"))
    ends.intend("WBI-1", "2027-09-01")
    ends.both("reclaim decide", "WBI-1", "2027-09-20", *WHY)


def test_what_an_account_leaves_unspent_is_claimed_once(ends: Settling) -> None:
    claimed(ends)
    repaid = ("--amount", "€ 750.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "WBI-1", "2027-10-01", *repaid, letter=False)
    out = ("--out", str(ends.after.desk / "nog-eens"))
    told = ends.refused("reclaim intend", "WBI-1", "2027-10-05", *WHY, *out)
    assert "er valt niets terug te vorderen" in told
    ends.after.sound()


@pytest.mark.slow(sample="test_what_an_account_leaves_unspent_is_claimed_once")
def test_what_a_part_of_was_claimed_leaves_the_rest_to_claim_and_no_more(ends: Settling) -> None:
    ends.load(account("WBI-1", WBI, "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"))
    ends.intend("WBI-1", "2027-09-01", "--amount", "€ 500.000")
    ends.both("reclaim decide", "WBI-1", "2027-09-20", *WHY)
    repaid = ("--amount", "€ 500.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "WBI-1", "2027-10-01", *repaid, letter=False)
    assert ends.intend("WBI-1", "2027-10-05")["amount"] == 25_000_000


@pytest.mark.slow(sample="test_what_an_account_leaves_unspent_is_claimed_once")
def test_what_was_claimed_by_an_early_account_is_no_part_of_what_the_last_one_leaves(
    ends: Settling,
) -> None:
    part = {"rechtmatig": "1.000.000", "onrechtmatig": "250.000", "laatste": "nee"}
    ends.load(account("WBI-1", WBI, "1.250.000") | part)
    ends.intend("WBI-1", "2027-09-01")
    ends.both("reclaim decide", "WBI-1", "2027-09-20", *WHY)
    repaid = ("--amount", "€ 250.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "WBI-1", "2027-10-01", *repaid, letter=False)
    last = {"jaar": "2027", "rechtmatig": "2.250.000", "onrechtmatig": "250.000"}
    ends.load(account("WBI-1", WBI, "2.500.000") | last, on="2028-07-12")
    url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
    with reading_round(url, ROUND) as reader:
        (notice,) = [one for one in terms_of(reader) if one.kind is TermKind.NOTICE]
    assert notice.what.en == "decision on claiming back €500,000"
    assert ends.intend("WBI-1", "2028-09-01")["amount"] == 50_000_000
    ends.both("reclaim decide", "WBI-1", "2028-09-20", *WHY)
    ends.after.sound()


def test_a_claim_of_nought_is_refused_and_not_taken_for_all(ends: Settling) -> None:
    ends.load(account("WBI-1", WBI, "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"))
    ends.intend("WBI-1", "2027-09-01")
    typed = ("reclaim", "decide", "WBI-1", *OF, "--date", "2027-09-20", *WHY, "--amount", "€ 0")
    assert "geen € 0" in ends.after.refused(*typed, *MAKER, code=2).replace("\u00a0", " ")


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("remains", ["", "€ 2 mln", "€ 2.250.000", "€ 2.999.999,99"])
def test_what_a_claim_lowered_is_not_revoked_too(ends: Settling, remains: str) -> None:
    claimed(ends)
    part = ("--amount", remains) if remains else ()
    told = ends.refused("revoke", "WBI-1", "2027-11-01", *WHY, *REVOKE, *part)
    assert "teruggevorderd op 20-09-2027" in told
    ends.after.sound()


@pytest.mark.slow(sample="test_what_a_claim_lowered_is_not_revoked_too")
def test_a_revocation_that_waits_is_not_taken_once_a_claim_lowered_the_award(
    ends: Settling,
) -> None:
    ends.propose("revoke", "WBI-1", "2027-07-01", *WHY, *REVOKE, "--amount", "€ 2 mln")
    claimed(ends)
    out = ("--confirm", "--out", str(ends.after.desk / "ingetrokken"))
    told = ends.refused("revoke", "WBI-1", "2027-11-02", *out, by=APPROVER)
    assert "teruggevorderd op 20-09-2027" in told
    ends.after.sound()


def test_what_was_fixed_does_not_come_free_by_a_withdrawal(ends: Settling) -> None:
    ends.load(GOOD)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    told = ends.refused("withdraw", "GB-1", "2027-11-01", "--reason", "brief 41")
    assert "vastgesteld op 04-10-2027" in told
    ends.after.sound()


@pytest.mark.parametrize("amount", ["9" * 18, "9" * 40, "99.999.999.999 mld"])
def test_an_amount_that_no_row_holds_is_a_finding(ends: Settling, amount: str) -> None:
    told = ends.load(account("GB-1", GB, "4.000.000", werkelijk_tekort=amount), code=1)
    assert codes(told) == [("ACC-004", "werkelijk_tekort")]
    assert file_of(ends.after).exists()
    assert ends.after.says("account", "list", *OF) == []
