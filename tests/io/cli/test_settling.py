"""Fixing an award: by its last account, by two, never above what the law lets it be."""

import pytest

from .after import OF, ROUND
from .conftest import APPROVER, MAKER, SECOND
from .settled import GB, GOOD, codes, ends, letter, paid
from .settling import WHY, Settling, account

__all__ = ["ends", "paid"]  # fixtures


def test_an_award_is_fixed_only_after_its_last_account(ends: Settling) -> None:
    assert "geen verantwoording ontvangen" in ends.refused("settle", "GB-1", "2027-10-04", *WHY)
    ends.load(GOOD | {"laatste": "nee"})
    assert "niet de laatste" in ends.refused("settle", "GB-1", "2027-10-04", *WHY)


def test_four_eyes_and_roles_are_asked_of_every_decision(ends: Settling) -> None:
    ends.load(GOOD)
    ends.propose("settle", "GB-1", "2027-10-04", *WHY)
    out = ("--confirm", "--out", str(ends.after.desk / "afrekening"))
    told = ends.refused("settle", "GB-1", "2027-10-05", *out, by=SECOND)
    assert "vaststeller" in told
    own = ends.after.says("settle", "GB-1", *OF, "--date", "2027-10-05", *WHY, *APPROVER)
    assert own["made_by"]
    assert "vier ogen" in ends.refused("settle", "GB-1", "2027-10-05", *out, by=APPROVER)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("more", "said", "code"),
    [
        (("--final", "€ 2.666.666,67"), "meer dan mag", 2),
        (("--final", "€ 2 mln"), "noem --obligations", 2),
        (("--obligations",), "hoort bij een lager bedrag", 2),
        (("--final", "€ 2 mln", "--obligations"), "Noem met --unmet aan welke verplichting", 2),
        (("--final", "€ 2 mln", "--obligations", "--unmet", "spent"), "niets onrechtmatig", 3),
        (("--unmet", "spent"), "hoort bij --early", 2),
        (("--foreseen", "€ 8 mln"), "laat --foreseen weg", 2),
        (("--early", "het park"), "hoort niet bij een laatste", 2),
        (("--despite-objection", "Het kan niet wachten."), "loopt geen bezwaar", 2),
    ],
)
def test_what_does_not_follow_from_the_account_is_refused(
    ends: Settling, more: tuple[str, ...], said: str, code: int
) -> None:
    ends.load(GOOD)
    told = ends.after.refused(
        "settle", "GB-1", *OF, "--date", "2027-10-04", *WHY, *more, *MAKER, code=code
    )
    assert said in told


def test_a_lower_amount_for_obligations_is_heard_first_and_rests_on_its_article(
    ends: Settling,
) -> None:
    ends.load(GOOD | {"woningen": "100", "betaalbare_woningen": "49"})
    lower = ("--final", "€ 2 mln", "--obligations", "--unmet", "affordable")
    assert "nog niet gehoord" in ends.refused("settle", "GB-1", "2027-10-04", *WHY, *lower)
    heard = ("--heard", "2027-09-20", "--view", "De helft betaalbaar is niet gehaald door uitval.")
    done = ends.both("settle", "GB-1", "2027-10-04", *WHY, *lower, *heard)
    assert done["ground"] == "obligations"
    assert done["article"].startswith("artikel 10, vijfde lid")
    said = letter(ends, "vaststelling_GB-1")
    assert "Aan welke verplichting niet is voldaan" in said
    assert "van de 100 woningen in uw verantwoording zijn er 49 betaalbaar" in said
    ends.after.sound()


def test_a_real_shortfall_of_nought_is_asked_about_and_never_taken_by_default(
    ends: Settling,
) -> None:
    told = ends.load(GOOD | {"werkelijk_tekort": "0"})
    assert codes(told) == [("ACC-020", "werkelijk_tekort")]
    assert '--final "€ 0"' in ends.refused("settle", "GB-1", "2027-10-04", *WHY)
    done = ends.both("settle", "GB-1", "2027-10-04", *WHY, "--final", "€ 0")
    assert (done["final"], done["above"]) == (0, 400_000_000)
    ends.after.sound()


def test_a_settlement_waits_for_an_objection_unless_it_is_said_why_not(ends: Settling) -> None:
    ends.load(GOOD)
    ends.after.does(
        "objection", "open", "GB-1", "--channel", "post",
            *OF, "--received", "2026-06-20", "--date", "2026-06-22",
        "--reason", "Het bedrag is te laag berekend.", *MAKER,
    )  # fmt: skip
    told = ends.refused("settle", "GB-1", "2027-10-04", *WHY)
    assert "artikel 7:11 Awb" in told
    assert "artikel 6:16 Awb" in told
    why = ("--despite-objection", "De regeling vraagt een besluit in dit jaar.")
    ends.both("settle", "GB-1", "2027-10-04", *WHY, *why)


def test_after_the_year_of_the_last_account_it_is_fixed_all_the_same_and_told_as_late(
    ends: Settling,
) -> None:
    ends.load(GOOD)
    told = ends.after.does("settle", "GB-1", *OF, "--date", "2028-01-01", *WHY, *MAKER)
    assert "Dat is te laat." in told
    on_time = ends.after.does("settle", "GB-1", *OF, "--date", "2028-01-01", *WHY, *MAKER)
    assert "31-12-2027" in on_time


def test_what_is_fixed_is_not_fixed_changed_or_revoked_again(ends: Settling) -> None:
    ends.load(GOOD)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert "al vastgesteld op 04-10-2027" in ends.refused("settle", "GB-1", "2027-10-05", *WHY)
    why = ("--ground", "obligations", "--not-heard", "own_data")
    assert "is vastgesteld" in ends.refused("revoke", "GB-1", "2027-11-01", *WHY, *why)


def test_nothing_is_fixed_above_what_was_paid_and_nothing_is_paid_after_it(
    ends: Settling,
) -> None:
    ends.after.does(
        "pay", "correct", "GB-2", *OF, "--returned", "--date", "2026-07-01", *WHY, *MAKER
    )
    ends.after.does("pay", "correct", "GB-2", *OF, "--confirm", "--date", "2026-07-02", *SECOND)
    ends.load(account("GB-2", GB, "0", werkelijk_tekort="9.000.000"))
    some = ("--final", "€ 1", "--reason", "De gemeente heeft toch kosten gemaakt.")
    assert "Betaal eerst" in ends.refused("settle", "GB-2", "2027-10-04", *some)
    ends.both("settle", "GB-2", "2027-10-04", *WHY, "--final", "€ 0")
    ends.after.sound()
    told = ends.after.refused("pay", "order", "GB-2", *OF, "--date", "2027-10-05", *MAKER)
    assert "GB-2 is vastgesteld op 04-10-2027" in told


def test_what_was_withdrawn_or_revoked_is_claimed_back_as_it_was_paid(ends: Settling) -> None:
    gone = ("withdraw", "GB-2", *OF, "--date", "2026-07-01", "--reason", "brief 41", *MAKER)
    ends.after.does(*gone)
    ends.intend("GB-2", "2026-07-06")
    done = ends.both("reclaim decide", "GB-2", "2026-08-03", *WHY)
    assert (done["payable"], done["vat"], done["lowered"]) == (175_000_000, 25_000_000, 0)
    # The article of the scheme is about what accounts or a fixing show, and neither is there.
    assert done["article"].endswith("naar analogie artikel 4:57, eerste lid, Awb")
    ends.after.sound()
    paid = ("--amount", "€ 1.750.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "GB-2", "2026-09-01", *paid, letter=False)
    ends.after.sound()


@pytest.mark.slow(
    sample="tests/io/cli/test_story_of_settling.py::test_awards_are_accounted_for_fixed_claimed_back_and_repaid"
)
def test_an_archived_round_goes_on_to_be_accounted_for_fixed_and_claimed_back(
    ends: Settling,
) -> None:
    ends.load(GOOD)
    ends.after.does("round", "archive", ROUND, "--date", "2030-01-02", *APPROVER)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    ends.intend("GB-1", "2027-10-11")
    done = ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    # Article 11(2) is about obligations (10(5)); what the shortfall leaves too much is undue.
    assert done["article"].startswith("artikel 10, zesde lid, van de Tijdelijke regeling")
    assert "4:57, eerste lid" in done["article"]
    ends.after.sound()


# Before the last account: only for an obligation that is seen not to be met.

EARLY = ("--early", "De herinrichting van het stationsplein.")
NOT_THE_LAST = account("GB-1", GB, "4.000.000", laatste="nee", werkelijk_tekort="9.000.000")


def test_an_award_is_fixed_early_only_for_an_obligation_that_was_not_met(ends: Settling) -> None:
    """GB 10(2): the account has to show that an obligation of article 6 or 8 is not met."""
    ends.load(NOT_THE_LAST)
    settle = ("settle", "GB-1", *OF, "--date", "2027-10-04", *WHY)
    bare = ends.after.refused(*settle, *EARLY, *MAKER, code=2)
    assert "--unmet" in bare
    assert "spent, last_start, measures_ready, affordable" in bare
    for unmet, why in (
        ("spent", "is niets onrechtmatig besteed"),
        ("last_start", "tot en met 31-12-2034"),
        ("measures_ready", "tot en met 31-12-2039"),
        ("affordable", "blijkt niet dat te weinig woningen betaalbaar zijn"),
    ):
        assert why in ends.after.refused(*settle, *EARLY, "--unmet", unmet, *MAKER), unmet


def test_what_the_account_shows_not_to_be_met_is_a_ground(ends: Settling) -> None:
    ends.load({
        **NOT_THE_LAST, "rechtmatig": "3.000.000", "onrechtmatig": "1.000.000",
        "woningen": "100", "betaalbare_woningen": "49",
    })  # fmt: skip
    settle = ("settle", "GB-1", *OF, "--date", "2027-10-04", *WHY, *EARLY, *MAKER)
    for unmet in ("spent", "affordable"):  # both are seen; the award has more than one measure
        assert "meer dan één maatregel" in ends.after.refused(*settle, "--unmet", unmet)


# The original share, after a part was revoked.


@pytest.mark.slow(sample="test_what_was_withdrawn_or_revoked_is_claimed_back_as_it_was_paid")
def test_revoking_a_part_lowers_the_grant_and_not_the_share(ends: Settling) -> None:
    """GB 10(6): the percentage is that of the decision (art. 4(2)(g)). 4 of 9 million, of a real
    shortfall of 6, is 2,666,666.66: also where only 3 million was left of the grant."""
    weighing = (
        "--interest", "De gemeente mist geld voor het groen in de wijk.",
        "--weighed", "Dat deel van het werk wordt niet uitgevoerd.",
    )  # fmt: skip
    revoke = ("revoke", "GB-1", *OF, "--date", "2027-01-11", "--ground", "not_performed",
              "--reason", "Een deel van het werk gaat niet door.", "--amount", "€ 3 mln",
              "--not-heard", "own_data", *weighing)  # fmt: skip
    ends.after.does(*revoke, *MAKER)
    out = ("--out", str(ends.after.desk / "later"))
    ends.after.does("revoke", "GB-1", *OF, "--date", "2027-01-18", "--confirm", *out, *APPROVER)
    ends.load(account("GB-1", GB, "3.000.000", werkelijk_tekort="6.000.000"))
    done = ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert (done["granted"], done["most"], done["final"]) == (
        300_000_000, 266_666_666, 266_666_666,
    )  # fmt: skip
    said = letter(ends, "vaststelling_GB-1")
    assert "Het percentage is dat van de verlening van € 4.000.000." in said
    ends.after.sound()
