"""How an award is paid: by the law of its scheme, in whole cents, and by which day."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Award, Outcome
from verdeelsleutel.grants.homes import NO_HOMES
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.rounds.after.instalments import instalments_of, term_to_pay
from verdeelsleutel.io.rounds.after.standing import StandingAward

RULES = {"woningbouwimpuls": "rank", "gebiedsbudget": "closed_list",
         "realisatiestimulans": "pro_rata", "bereikbaarheid": "closed_list"}  # fmt: skip


def policy(**rules: str) -> Policy:
    return Policy.model_validate(
        {
            "round": {"id": "2026-1", "title": "Ronde", "kind": "example",
                      "window_opens": date(2026, 3, 2), "window_closes": date(2026, 3, 31),
                      "decision_date": date(2026, 6, 1)},
            "funds": {"vro": {"name_nl": "VRO", "name_en": "VRO", "total": "€ 100 mln"}},
            "instruments": {
                key: {"fund": "vro", "rule": rules.get(key, rule)} for key, rule in RULES.items()
            },
        }
    )  # fmt: skip


def standing(key: str, *payments: tuple[int, int], vat: int = 0, **more: Any) -> StandingAward:
    paid = tuple(Payment(year=year, amount=Euro(cents)) for year, cents in payments)
    amount = Euro.total(one.amount for one in paid)
    award = Award(
        application_id="A-1", instrument=key, project_id="P-1", municipality_code="GM0344",
        outcome=Outcome.GRANTED, requested=amount, amount=amount, compensable_vat=Euro(vat),
        payable=amount - Euro(vat), homes=NO_HOMES, payments=paid,
        next_window=more.pop("next_window", ZERO),
    )  # fmt: skip
    sent = more.pop("sent_on", date(2026, 6, 3))
    return StandingAward(award=award, decided_on=date(2026, 6, 1), sent_on=sent, **more)


def test_a_law_that_pays_at_once_is_not_split_by_anybody() -> None:
    (one,) = instalments_of(policy(), standing("woningbouwimpuls", (2026, 400)))
    assert one.article == "artikel 4, zevende lid, van de Regeling Woningbouwimpuls 2020"
    for key in ("woningbouwimpuls", "gebiedsbudget"):
        with pytest.raises(RefusedByProcess, match="de regeling betaalt in één keer"):
            instalments_of(policy(), standing(key, (2026, 400), (2027, 100)))


def test_only_the_application_that_crosses_the_ceiling_is_paid_in_two_parts() -> None:
    marginal = standing("woningbouwimpuls", (2026, 400), (2027, 100), next_window=Euro(100))
    parts = instalments_of(policy(), marginal)
    assert [(one.part, one.year, one.payable.cents) for one in parts] == [
        (1, 2026, 400), (2, 2027, 100),
    ]  # fmt: skip
    assert {one.article for one in parts} == {
        "artikel 6, derde lid, van de Regeling Woningbouwimpuls 2020"
    }


def test_a_rule_with_a_text_of_its_own_says_in_the_decision_how_it_pays() -> None:
    own = policy(woningbouwimpuls="optimise")
    parts = instalments_of(own, standing("woningbouwimpuls", (2026, 400), (2027, 100)))
    assert [one.article for one in parts] == ["het besluit; artikel 4:87, eerste lid, Awb"] * 2


def test_what_the_decision_settles_of_earlier_years_goes_off_the_payment() -> None:
    for settles, paid, off in ((-30, 70, 30), (20, 120, -20), (-100, 0, 100)):
        told = standing("realisatiestimulans", (2026, 100), to_settle=Euro(settles))
        (one,) = instalments_of(policy(), told)
        assert (one.payable.cents, one.set_off.cents, one.charged.cents) == (paid, off, 100)
        assert one.article.startswith("artikel 2.4, vierde lid")


def test_only_realisatiestimulans_has_a_statute_for_setting_off() -> None:
    assert [key for key, own in instruments().items() if own.schedule.set_off] == [
        "realisatiestimulans"
    ]


@given(
    st.lists(st.integers(1, 10**12), min_size=1, max_size=6),
    st.fractions(0, 1),
)
def test_the_parts_pay_the_award_and_its_vat_to_the_cent(cents: list[int], share: Any) -> None:
    vat = int(sum(cents) * share)
    told = standing("bereikbaarheid", *((2026 + k, c) for k, c in enumerate(cents)), vat=vat)
    parts = instalments_of(policy(), told)
    assert Euro.total(one.charged for one in parts) == told.award.amount
    assert Euro.total(one.payable for one in parts) == told.award.payable
    assert Euro.total(one.compensable_vat for one in parts) == told.award.compensable_vat
    assert all(one.payable + one.compensable_vat == one.charged for one in parts)


@pytest.mark.parametrize(
    ("sent", "year", "day", "why"),
    [
        ("2026-06-03", 2026, "2026-07-15", "niet verschoven"),
        ("2026-06-06", 2026, "2026-07-20", "verschoven naar 20-07-2026"),  # a Saturday
        ("2027-02-15", 2027, "2027-03-30", "verschoven naar 30-03-2027"),  # second Easter Monday
        ("2026-12-01", 2026, "2026-12-31", "het kasjaar 2026 sluit dan"),
        ("2026-12-01", 2027, "2027-01-12", "niet verschoven"),
        ("2026-06-03", 2029, "2029-12-31", "noemt 2029 als jaar van betaling"),
        ("2026-06-03", 2028, "2028-12-29", "vervroegd naar 29-12-2028"),  # a Sunday
    ],
)
def test_the_last_day_to_pay_says_what_set_it_and_what_moved_it(
    sent: str, year: int, day: str, why: str
) -> None:
    told = standing("gebiedsbudget", (year, 400), sent_on=date.fromisoformat(sent))
    term = term_to_pay(told, year)
    assert term.day == date.fromisoformat(day)
    assert why in "; ".join(one.nl for one in term.reasons)


def test_a_day_that_a_decree_equates_with_a_holiday_moves_the_last_day() -> None:
    told = standing("gebiedsbudget", (2026, 400))
    assert term_to_pay(told, 2026, (date(2026, 7, 15),)).day == date(2026, 7, 16)
