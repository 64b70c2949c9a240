"""What a decision about the end of an award names: what was not met, and when who was heard."""

from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.settling.hearing import heard_before, hearings_of, was_heard

from .after import ROUND, After
from .conftest import APPROVER, Verdeel
from .settled import GOOD, WBI, letter, paid
from .settling import WHY, Settling, account

__all__ = ["paid"]  # fixtures


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(paid.copied(desk, verdeel))


def url_of(ends: Settling) -> str:
    return f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"


def test_an_obligation_that_was_met_to_the_home_is_no_ground_for_a_lower_amount(
    ends: Settling,
) -> None:
    ends.load(GOOD | {"woningen": "100", "betaalbare_woningen": "50"})
    lower = ("--final", "€ 2 mln", "--obligations", "--not-heard", "own_data")
    for unmet, why in (
        ("affordable", "blijkt niet dat te weinig woningen betaalbaar zijn"),
        ("spent", "is niets onrechtmatig besteed"),
        ("last_start", "tot en met 31-12-2034"),
    ):
        typed = (*WHY, *lower, "--unmet", unmet)
        assert why in ends.refused("settle", "GB-1", "2027-10-04", *typed), unmet


def test_who_was_heard_before_is_held_to_that_hearing(ends: Settling) -> None:
    """Awb 4:11, under b: an occasion that was recorded, and no account since it."""
    before = ("--not-heard", "heard_before")
    ends.load(GOOD | {"woningen": "100", "betaalbare_woningen": "49"}, on="2027-07-12")
    lower = ("--final", "€ 2 mln", "--obligations", "--unmet", "affordable")
    never = ends.refused("settle", "GB-1", "2027-10-04", *WHY, *lower, *before)
    assert "geen eerdere gelegenheid vastgelegd" in never
    heard = ("--heard", "2027-09-20", "--view", "De helft betaalbaar is niet gehaald door uitval.")
    ends.both("settle", "GB-1", "2027-10-04", *WHY, *lower, *heard)
    ends.both("reclaim decide", "GB-1", "2027-11-08", *WHY, *before)
    said = letter(ends, "terugvordering_GB-1")
    assert "artikel 4:11, onder b, Awb" in said
    assert "Die gelegenheid had u tot en met 20 september 2027" in said.replace("\u00a0", " ")
    ends.after.sound()


def test_an_account_that_came_in_since_is_a_new_fact(ends: Settling) -> None:
    part = {"rechtmatig": "1.000.000", "onrechtmatig": "250.000", "laatste": "nee"}
    ends.load(account("WBI-1", WBI, "1.250.000") | part)
    with reading_round(url_of(ends), ROUND) as reader:
        assert list(hearings_of(reader, "WBI-1")) == []
    ends.intend("WBI-1", "2027-09-01")
    said = ("--said", "De gemeente heeft geen bezwaar hiertegen.")
    ends.propose("reclaim view", "WBI-1", "2027-09-08", *said)
    with reading_round(url_of(ends), ROUND) as reader:
        assert heard_before(reader, "WBI-1", date(2027, 9, 8)) == date(2027, 9, 8)
        with pytest.raises(RefusedByProcess, match="geen eerdere gelegenheid"):
            heard_before(reader, "WBI-1", date(2027, 9, 7))
        # A kept decision of the day before cannot rest on it either.
        assert was_heard(reader, "WBI-1", date(2027, 9, 8), by=date(2027, 9, 8))
        assert not was_heard(reader, "WBI-1", date(2027, 9, 8), by=date(2027, 9, 7))
    last = {"jaar": "2027", "rechtmatig": "2.250.000", "onrechtmatig": "250.000"}
    ends.load(account("WBI-1", WBI, "2.500.000") | last, on="2028-07-12")
    with reading_round(url_of(ends), ROUND) as reader:
        assert heard_before(reader, "WBI-1", date(2028, 7, 11)) == date(2027, 9, 8)
        with pytest.raises(RefusedByProcess, match="een nieuw feit"):
            heard_before(reader, "WBI-1", date(2028, 7, 12))


REVOKED = (
    "--ground", "obligations", "--not-heard", "heard_before",
    "--interest", "De gemeente moet het plein dan uit eigen middelen betalen.",
    "--weighed", "De woningen komen er niet, zodat het doel van dat deel vervalt.",
)  # fmt: skip


def heard_about_wbi(ends: Settling) -> None:
    """WBI-1 could give its view on 8 September 2027, on a claim that was announced."""
    part = {"rechtmatig": "1.000.000", "onrechtmatig": "250.000", "laatste": "nee"}
    ends.load(account("WBI-1", WBI, "1.250.000") | part)
    ends.intend("WBI-1", "2027-09-01")
    said = ("--said", "De gemeente heeft geen bezwaar hiertegen.")
    ends.propose("reclaim view", "WBI-1", "2027-09-08", *said)


def test_a_revocation_rests_on_a_hearing_before_it_or_is_refused(ends: Settling) -> None:
    revoke = (*WHY, *REVOKED, "--amount", "€ 2 mln")
    never = ends.refused("revoke", "WBI-1", "2027-08-30", *revoke)
    assert "geen eerdere gelegenheid vastgelegd" in never
    heard_about_wbi(ends)
    ends.both("revoke", "WBI-1", "2027-09-15", *revoke)
    told = letter(ends, "intrekkingsbesluit_WBI-1").replace("\u00a0", " ")
    assert "artikel 4:11, onder b, Awb" in told
    assert "Die gelegenheid had u tot en met 8 september 2027" in told
    ends.after.sound()


def test_an_account_after_a_proposal_to_revoke_stops_its_approval(ends: Settling) -> None:
    heard_about_wbi(ends)
    ends.propose("revoke", "WBI-1", "2027-09-15", *WHY, *REVOKED, "--amount", "€ 2 mln")
    part = {"rechtmatig": "1.000.000", "onrechtmatig": "300.000", "laatste": "nee"}
    ends.load(account("WBI-1", WBI, "1.300.000") | part, on="2027-09-16")
    out = ("--confirm", "--out", str(ends.after.desk / "afrekening"))
    told = ends.refused("revoke", "WBI-1", "2027-09-17", *out, by=APPROVER)
    assert "een nieuw feit" in told
    ends.after.sound()
