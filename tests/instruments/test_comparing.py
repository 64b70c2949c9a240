"""The law of two days on one batch, and texts carried to days that their dates do not reach."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.comparing import compare
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.parameters import NotInForce
from verdeelsleutel.instruments.listing import general

from .applications import application, setting

WBI = instruments()["woningbouwimpuls"]


def test_a_project_with_demolition_flips_where_net_homes_start_to_count() -> None:
    stays = application("woningbouwimpuls")
    flips = application(
        "woningbouwimpuls", {"application_id": "A-2026-002", "homes.demolished": 201}
    )
    found = compare(WBI, setting(others=(stays, flips)), date(2025, 12, 31), date(2026, 1, 1))
    assert [(f.application_id, f.before.answer, f.after.answer) for f in found.flips] == [
        ("A-2026-002", Answer.MET, Answer.NOT_MET)
    ]
    assert [a.code for a in found.flips[0].after.decided_by] == ["WBI-04"]
    assert (found.before.eligible, found.after.eligible) == (2, 1)
    assert (found.before.affordable_homes, found.after.affordable_homes) == (600, 300)
    assert found.before.claim - found.after.claim == Euro.euros(4_000_000)
    assert found.remarks == ()


def test_an_amount_that_the_law_lowers_is_a_difference_without_a_flip() -> None:
    asked = application("woningbouwimpuls", {"requested": "€ 4.400.000", "minimum": "€ 3.000.000"})
    found = compare(WBI, setting(others=(asked,)), date(2025, 12, 31), date(2026, 1, 1))
    only = found.flips[0]
    assert not only.flips
    assert (only.before.claim, only.after.claim) == (Euro.euros(4_400_000), Euro.euros(4_000_000))


def test_the_same_day_twice_changes_nothing_and_a_withdrawn_application_is_left_out() -> None:
    gone = application("woningbouwimpuls", {"withdrawn_on": date(2026, 4, 1)})
    found = compare(WBI, setting(others=(gone,)), date(2026, 3, 2), date(2026, 3, 2))
    assert (found.applications, found.flips) == (0, ())


def test_a_day_before_the_scheme_is_carried_on_and_says_so() -> None:
    rs = instruments()["realisatiestimulans"]
    found = compare(
        rs, setting(others=(application(rs.key),)), date(2025, 12, 31), date(2026, 1, 1)
    )
    assert found.flips == ()
    assert found.remarks[0].startswith("Doorgetrokken naar 31-12-2025: RS-01, RS-02")


def test_a_parameter_of_the_policy_that_the_other_law_lacks_is_left_out_and_named() -> None:
    gb = instruments()["gebiedsbudget"]
    asked = application(gb.key)
    found = compare(
        gb,
        setting(others=(asked,), parameters={"GB-02.Helmond Centrum+": "€ 40 mln"}),
        date(2025, 11, 27),
        date(2025, 11, 28),
    )
    assert found.remarks == ("Het beleid zet op 27-11-2025 niet: GB-02.Helmond Centrum+.",)


def test_a_real_round_stops_where_a_what_if_carries_on_and_marks_every_answer() -> None:
    rs = instruments()["realisatiestimulans"]
    asked = application(rs.key)
    real = setting(law_date=date(2031, 1, 1), others=(asked,))
    with pytest.raises(NotInForce):
        rs.screen(asked, real)
    answers = rs.screen(asked, replace(real, carry=True))
    assert all(a.provisional and "dit is een verkenning" in a.sentence_nl for a in answers)
    assert all("this is a what-if" in a.sentence_en for a in answers)
    assert rs.candidate(asked, replace(real, carry=True)).requested == Euro.euros(2_100_000)
    assert rs.ceiling_on(date(2031, 1, 1), carry=True) == Euro.euros(1_486_000_000)


def test_a_price_limit_is_carried_into_the_next_year_in_a_what_if_only() -> None:
    law = general().law_on(date(2027, 1, 1), carry=True)
    assert law.euro("AFF-01.monthly_rent") == Euro(93293)
    assert law.carried == {"AFF-01", "AFF-02", "AFF-03"}


def test_a_rule_that_another_replaced_is_not_carried_on() -> None:
    law = WBI.catalogue.law_on(date(2026, 3, 2), carry=True)
    codes = {version.code for version in law.rules}
    assert not codes & {"WBI-02", "WBI-03", "WBI-11", "WBI-14"}
    assert law.carried == frozenset()
