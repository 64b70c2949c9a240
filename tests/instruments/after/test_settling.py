"""How awards end by the law of each scheme, and each term of it at its edges."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.calendar import is_working_day
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.after.settling import GENERAL, Manner, most_by_shortfall
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.terms.settling import (
    Postponed,
    accounts_due,
    after_reminder,
    default_from,
    suspended_until,
    to_fix,
    to_give_notice,
    to_pay_back,
    to_view,
    until_barred,
    years_later,
)

DAYS = st.dates(date(2026, 1, 1), date(2045, 12, 31))
CENTS = st.integers(1, 10**12)
BWBI = "artikel 10, tweede lid, van het Besluit Woningbouwimpuls 2020"


# The law of each scheme.


@pytest.mark.parametrize(
    ("key", "manner", "article"),
    [
        ("woningbouwimpuls", Manner.UNSPENT, "artikel 10 van het Besluit Woningbouwimpuls 2020"),
        ("gebiedsbudget", Manner.FIXED, "artikel 10, eerste lid, van de Tijdelijke regeling"),
        ("realisatiestimulans", Manner.CORRECTED, "artikel 2.4, vijfde lid"),
        ("bereikbaarheid", Manner.GENERAL, "artikelen 3:2, 3:4 en 3:46 Awb"),
    ],
)
def test_each_scheme_ends_as_its_own_law_says(key: str, manner: Manner, article: str) -> None:
    text = instruments()[key].settling.on(date(2026, 3, 2))
    assert text.manner is manner
    assert text.article.startswith(article)


def test_an_award_is_settled_by_the_text_of_its_own_window() -> None:
    own = instruments()["gebiedsbudget"].settling
    assert own.on(date(2025, 11, 27)).valid_from == date(2023, 11, 17)
    assert own.on(date(2025, 11, 28)).valid_from == date(2025, 11, 28)
    assert own.on(date(2020, 1, 1)).valid_from == date(2023, 11, 17)
    assert own.on(date(2041, 1, 1)).valid_from == date(2025, 11, 28)


def test_what_lapses_carries_nothing_more_unless_it_saves_what_was_given() -> None:
    stimulus = instruments()["realisatiestimulans"].settling
    text = stimulus.on(date(2026, 3, 2))
    assert not text.lapsed(date(2030, 12, 31), stimulus.lapses)
    assert text.lapsed(date(2031, 1, 1), stimulus.lapses)
    area = instruments()["gebiedsbudget"].settling
    assert area.lapses == date(2040, 9, 30)
    assert not area.on(date(2026, 3, 2)).lapsed(date(2040, 12, 1), area.lapses)
    assert not GENERAL.texts[0].lapsed(date(2099, 1, 1), GENERAL.lapses)


# At most the original share of the real shortfall.


@pytest.mark.parametrize(
    ("granted", "foreseen", "real", "most"),
    [
        (400_000_000, 900_000_000, 600_000_000, 266_666_666),  # a third of a cent is left out
        (400_000_000, 900_000_000, 900_000_000, 400_000_000),
        (400_000_000, 900_000_000, 0, 0),
        (1, 3, 2, 0),
        (2, 3, 3, 2),
        (1, 3, 3, 1),
    ],
)
def test_the_share_of_the_real_shortfall_is_rounded_down_to_the_cent(
    granted: int, foreseen: int, real: int, most: int
) -> None:
    assert most_by_shortfall(Euro(granted), Euro(foreseen), Euro(real)) == Euro(most)


@given(CENTS, CENTS, st.integers(0, 10**12))
def test_it_is_the_most_that_is_not_above_the_share(granted: int, short: int, real: int) -> None:
    most = most_by_shortfall(Euro(granted), Euro(short), Euro(real)).cents
    share = Fraction(granted, short)
    assert most <= share * real < most + 1


@given(CENTS, CENTS, st.integers(0, 10**12), st.integers(0, 10**9))
def test_a_higher_real_shortfall_never_makes_it_lower(
    granted: int, short: int, real: int, more: int
) -> None:
    lower = most_by_shortfall(Euro(granted), Euro(short), Euro(real))
    assert lower <= most_by_shortfall(Euro(granted), Euro(short), Euro(real + more))


def test_without_a_foreseen_shortfall_there_is_no_share() -> None:
    with pytest.raises(ValueError, match="no share"):
        most_by_shortfall(Euro(100), Euro(0), Euro(50))


# Terms, each at its edges.


@pytest.mark.parametrize(
    ("year", "day"),
    [(2026, date(2027, 7, 15)), (2027, date(2028, 7, 15))],  # that is a Saturday
)
def test_accounts_are_due_on_15_july_which_nothing_moves(year: int, day: date) -> None:
    term = accounts_due(year)
    assert (term.law, term.last) == (day, day)
    assert "artikel 17a" in term.reasons[0].nl
    assert "vaste datum" in term.reasons[1].nl


def test_the_gemeentefonds_is_suspended_for_at_most_26_weeks() -> None:
    term = suspended_until(date(2027, 7, 16))
    assert term.last == date(2028, 1, 14)
    assert "26 weken" in term.reasons[0].nl
    assert "artikel 4, onderdeel a" in term.reasons[1].nl


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2027, 7, 12), date(2028, 7, 12)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2027, 2, 28), date(2028, 2, 28)),
        (date(2027, 7, 15), date(2028, 7, 15)),  # a Saturday: a term in years does not move
        (date(2027, 1, 1), date(2028, 1, 1)),
    ],
)
def test_a_notice_comes_within_a_year_which_nothing_moves(received: date, last: date) -> None:
    term = to_give_notice(received, 1, BWBI)
    assert (term.law, term.last) == (last, last)
    assert BWBI in term.reasons[0].nl
    assert "termijn in jaren" in term.reasons[1].nl


@pytest.mark.parametrize("received", [date(2027, 1, 1), date(2027, 7, 12), date(2027, 12, 31)])
def test_an_award_is_fixed_in_the_year_of_its_last_account(received: date) -> None:
    term = to_fix(received, "artikel 10")
    assert term.last == date(2027, 12, 31)  # and in 2028 a Sunday, which does not move it either
    assert to_fix(date(2028, 1, 1), "artikel 10").last == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("sent", "law", "last"),
    [
        (date(2027, 11, 1), date(2027, 12, 13), date(2027, 12, 13)),
        (date(2027, 11, 13), date(2027, 12, 25), date(2027, 12, 27)),  # Christmas, on a Saturday
        (date(2026, 11, 13), date(2026, 12, 25), date(2026, 12, 28)),
        (date(2028, 3, 3), date(2028, 4, 14), date(2028, 4, 18)),  # Good Friday to Easter Monday
    ],
)
def test_a_claim_is_paid_in_six_weeks_past_weekends_and_holidays(
    sent: date, law: date, last: date
) -> None:
    term = to_pay_back(sent, None)
    assert (term.law, term.last) == (law, last)
    assert "4:87" in term.reasons[0].nl
    assert ("niet verschoven" in term.reasons[1].nl) == (law == last)


def test_a_later_day_that_the_decision_names_is_not_moved() -> None:
    named = date(2028, 1, 1)
    term = to_pay_back(date(2027, 11, 1), named)
    assert (term.last, term.law) == (named, named)
    assert "geen termijn van een wet" in term.reasons[1].nl
    assert to_pay_back(date(2027, 11, 1), date(2027, 12, 1)).last == date(2027, 12, 13)


def test_a_day_that_a_decree_equates_with_a_holiday_moves_it_too() -> None:
    term = to_pay_back(date(2027, 11, 1), None, [date(2027, 12, 13)])
    assert term.last == date(2027, 12, 14)
    assert "artikel 3" in term.reasons[1].nl


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2028, 9, 4), date(2028, 9, 18)),
        (date(2028, 9, 2), date(2028, 9, 18)),  # the 16th is a Saturday
        (date(2028, 12, 11), date(2028, 12, 27)),  # both days of Christmas
    ],
)
def test_a_reminder_gives_two_weeks(sent: date, last: date) -> None:
    term = after_reminder(sent)
    assert term.last == last
    assert "4:112" in term.reasons[0].nl


def test_a_view_has_two_weeks_or_longer_and_ends_on_a_working_day() -> None:
    assert to_view(date(2027, 10, 11), None).last == date(2027, 10, 25)
    assert to_view(date(2027, 10, 9), None).last == date(2027, 10, 25)  # the 23rd is a Saturday
    assert to_view(date(2027, 10, 11), date(2027, 10, 12)).last == date(2027, 10, 25)
    assert to_view(date(2027, 10, 11), date(2027, 11, 15)).last == date(2027, 11, 15)


def test_default_begins_on_the_day_after_the_last_day_to_pay() -> None:
    assert default_from(date(2027, 12, 13)) == date(2027, 12, 14)


def test_a_claim_is_barred_five_years_after_the_term_to_pay() -> None:
    term = until_barred(date(2027, 12, 13))
    assert term.last == date(2032, 12, 13)
    assert "4:104" in term.reasons[0].nl
    assert "termijn in jaren" in term.reasons[-1].nl


def test_a_reminder_interrupts_limitation_only_while_it_runs() -> None:
    paid_by = date(2027, 12, 13)
    assert until_barred(paid_by, [date(2030, 1, 7)]).last == date(2035, 1, 7)
    assert until_barred(paid_by, [date(2032, 12, 13)]).last == date(2037, 12, 13)
    assert until_barred(paid_by, [date(2032, 12, 14)]).last == date(2032, 12, 13)
    two = [date(2036, 5, 1), date(2031, 5, 2)]
    assert until_barred(paid_by, two).last == date(2041, 5, 1)


def test_time_for_which_payment_was_put_off_is_added() -> None:
    put_off = Postponed(on=date(2028, 1, 1), until=date(2028, 1, 31))
    assert until_barred(date(2027, 12, 13), (), [put_off]).last == date(2033, 1, 12)
    before = Postponed(on=date(2027, 12, 1), until=date(2027, 12, 20))  # from the 13th it runs
    assert until_barred(date(2027, 12, 13), (), [before]).last == date(2032, 12, 20)


@given(DAYS)
def test_a_term_of_an_act_ends_on_the_first_working_day_from_its_own(sent: date) -> None:
    for term in (to_pay_back(sent, None), after_reminder(sent)):
        assert is_working_day(term.last)
        between = (term.last - term.law).days
        assert all(not is_working_day(term.law + timedelta(days=k)) for k in range(between))
        assert len(term.reasons) == 2


@given(DAYS, st.integers(1, 10))
def test_years_later_is_never_a_day_too_late(day: date, years: int) -> None:
    found = years_later(day, years)
    assert (found.year, found.month) == (day.year + years, day.month)
    assert found.day in (day.day, 28)
