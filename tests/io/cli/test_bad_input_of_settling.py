"""What officers type about accounts and claims that cannot be: told in a sentence, nothing kept."""

from pathlib import Path

import pytest

from .after import OF, ROUND, After
from .conftest import APPROVER, MAKER, Verdeel
from .settled import GB, GOOD, claimed, codes, paid, unspent
from .settling import WHY, Settling, account

__all__ = ["paid"]  # fixtures


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(paid.copied(desk, verdeel))


def fixed(ends: Settling) -> tuple[str, ...]:
    """GB-1 fixed lower on 4 October 2027; where letters go."""
    ends.load(GOOD)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    return ("--out", str(ends.after.desk / "afrekening"))


@pytest.mark.slow(sample="test_a_claim_waits_for_an_objection_unless_it_is_said_why_not")
def test_a_claim_after_five_years_is_refused_and_rests_on_what_carries_it_all_the_same(
    ends: Settling,
) -> None:
    out = fixed(ends)
    last, late = "2032-10-04", "2032-10-05"
    told = ends.refused("reclaim intend", "GB-1", late, *WHY, *out)
    assert "Te laat: GB-1 is vastgesteld op 04-10-2027" in told
    assert "terugvorderen kon tot en met 04-10-2032" in told
    assert "artikel 4:57, vierde lid, Awb" in told
    ends.intend("GB-1", "2032-09-01")
    assert "Te laat" in ends.refused("reclaim decide", "GB-1", late, *WHY)
    ends.propose("reclaim decide", "GB-1", last, *WHY)
    ends.propose(
        "reclaim decide", "GB-1", late, *WHY, "--basis", "De gemeente erkende de vordering."
    )


def test_a_claim_waits_for_an_objection_unless_it_is_said_why_not(ends: Settling) -> None:
    fixed(ends)
    ends.intend("GB-1", "2027-10-11")
    ends.after.does(
        "objection", "open", "GB-1", "--channel", "post",
            *OF, "--received", "2026-06-20", "--date", "2027-10-12",
        "--reason", "Het bedrag is te laag berekend.", *MAKER,
    )  # fmt: skip
    told = ends.refused("reclaim decide", "GB-1", "2027-11-01", *WHY)
    assert "wat terug te vorderen is, kan daarna anders uitvallen (artikel 7:11 Awb)" in told
    why = ("--despite-objection", "De termijn van de regeling laat geen uitstel toe.")
    ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY, *why)
    ends.after.sound()


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"werkelijk_tekort": "-1"}, [("ACC-004", "werkelijk_tekort")]),
        ({"werkelijk_tekort": "onbekend"}, [("ACC-004", "werkelijk_tekort")]),
        ({"werkelijk_tekort": "0", "jaar": "2028"}, [("ACC-015", "jaar"),
                                                    ("ACC-020", "werkelijk_tekort")]),
        ({"gemeentecode": "GM0501"}, [("ACC-013", "gemeentecode")]),
        ({"besteed": "5.000.000", "rechtmatig": "5.000.000", "jaar": "2025"},
         [("ACC-015", "jaar"), ("ACC-017", "besteed")]),
    ],
)  # fmt: skip
def test_every_fault_of_a_line_is_told_at_once(
    ends: Settling, changes: dict[str, str], found: list[tuple[str, str]]
) -> None:
    assert codes(ends.load(GOOD | changes, code=1)) == found
    assert ends.after.says("account", "list", *OF) == []


def test_a_real_shortfall_above_the_foreseen_one_never_raises_what_was_granted(
    ends: Settling,
) -> None:
    ends.load(GOOD | {"werkelijk_tekort": "12.000.000"})
    done = ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert (done["final"], done["above"]) == (400_000_000, 0)
    assert done["next"] is None
    out = ("--out", str(ends.after.desk / "afrekening"))
    assert "er valt niets terug te vorderen" in ends.refused(
        "reclaim intend", "GB-1", "2027-10-11", *WHY, *out
    )


def test_a_refused_application_has_nothing_to_account_for_or_to_fix(ends: Settling) -> None:
    ends.after.does(
        "revoke", "GB-2", *OF, "--date", "2027-02-22", "--ground", "obligations", "--not-heard",
        "on_request", "--reason", "De gemeente ziet af van het plan en wil het geld niet.",
        "--interest", "De gemeente verliest geld voor het plein.",
        "--weighed", "Zij vroeg er zelf om, en de woningen komen er niet.", *MAKER,
    )  # fmt: skip
    out = ("--out", str(ends.after.desk / "intrekken"))
    ends.after.does("revoke", "GB-2", "--confirm", *OF, "--date", "2027-02-22", *out, *APPROVER)
    told = ends.load(account("GB-2", GB, "0", werkelijk_tekort="1"), code=1)
    assert codes(told) == [("ACC-011", "aanvraag")]
    assert "is ingetrokken bij besluit" in told["findings"][0]["message"]
    assert "ingetrokken" in ends.refused("settle", "GB-2", "2027-10-04", *WHY)


@pytest.mark.slow(
    sample="tests/io/cli/test_story_of_settling.py::test_awards_are_accounted_for_fixed_claimed_back_and_repaid"
)
def test_a_claim_goes_on_in_a_round_that_was_archived_in_between(ends: Settling) -> None:
    claimed(ends)
    unspent(ends)
    ends.after.does("round", "archive", ROUND, "--date", "2030-01-02", *APPROVER)
    out = ("--out", str(ends.after.desk / "afrekening"))
    parts = ("--part", "2028-03-01=€ 500.000", "--part", "2028-09-01=€ 666.666,67")
    ends.both("reclaim arrange", "GB-1", "2027-12-06", *WHY, *parts)
    ends.propose("reclaim remind", "GB-1", "2028-03-02", *out)
    back = ("--amount", "€ 500.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "GB-1", "2028-03-06", *back, letter=False)
    ends.intend("WBI-1", "2028-07-12")
    ends.after.sound()
