"""The last day for an objection, over weekends and general holidays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.calendar import easter_sunday, general_holidays
from verdeelsleutel.io.letters.dates import last_day_for_objection, years_after


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        # sent on a working day, six weeks later a working day
        (date(2026, 9, 7), date(2026, 10, 19)),
        (date(2027, 3, 1), date(2027, 4, 12)),
        # the last day falls in a weekend
        (date(2026, 9, 5), date(2026, 10, 19)),
        (date(2026, 9, 6), date(2026, 10, 19)),
        # Goede Vrijdag 3 April 2026, then the weekend and tweede paasdag
        (date(2026, 2, 20), date(2026, 4, 7)),
        # tweede paasdag itself
        (date(2026, 2, 23), date(2026, 4, 7)),
        # Koningsdag on a Monday, 27 April 2026
        (date(2026, 3, 16), date(2026, 4, 28)),
        # 5 May of a year that is no lustrum
        (date(2026, 3, 24), date(2026, 5, 6)),
        # Hemelvaartsdag 14 May 2026; the Friday after it is a working day for the law
        (date(2026, 4, 2), date(2026, 5, 15)),
        # tweede pinksterdag 25 May 2026
        (date(2026, 4, 13), date(2026, 5, 26)),
        # Christmas on Friday and Saturday, then Sunday
        (date(2026, 11, 13), date(2026, 12, 28)),
        # New Year's Day on a Friday, then the weekend
        (date(2026, 11, 20), date(2027, 1, 4)),
        # Goede Vrijdag 26 March 2027
        (date(2027, 2, 12), date(2027, 3, 30)),
        # Hemelvaartsdag 6 May 2027, the day after 5 May
        (date(2027, 3, 24), date(2027, 5, 7)),
        # Christmas 2027: Saturday and Sunday
        (date(2027, 11, 13), date(2027, 12, 27)),
        # Koningsdag 2028 on a Thursday, Hemelvaartsdag 25 May, tweede pinksterdag 5 June
        (date(2028, 3, 16), date(2028, 4, 28)),
        (date(2028, 4, 13), date(2028, 5, 26)),
        (date(2028, 4, 24), date(2028, 6, 6)),
        # Goede Vrijdag 14 April 2028
        (date(2028, 3, 3), date(2028, 4, 18)),
    ],
)
def test_the_objection_term_ends_on_a_working_day(sent: date, last: date) -> None:
    assert last_day_for_objection(sent) == last


def test_the_kings_birthday_is_kept_on_the_26th_when_the_27th_is_a_sunday() -> None:
    assert date(2031, 4, 27).isoweekday() == 7
    assert date(2031, 4, 26) in general_holidays(2031)
    assert date(2031, 4, 27) not in general_holidays(2031)


def test_a_day_that_a_royal_decree_equates_with_a_holiday_moves_the_last_day() -> None:
    friday = date(2026, 5, 15)
    assert last_day_for_objection(date(2026, 4, 3)) == friday
    assert last_day_for_objection(date(2026, 4, 3), (friday,)) == date(2026, 5, 18)


def test_easter_agrees_with_another_implementation_for_two_centuries() -> None:
    assert all(easter_sunday(year) == easter(year) for year in range(1900, 2101))


@given(st.dates(date(2020, 1, 1), date(2099, 1, 1)))
def test_the_last_day_is_never_earlier_than_six_weeks_and_never_a_day_off(sent: date) -> None:
    last = last_day_for_objection(sent)
    assert last >= sent + timedelta(days=42)
    assert last - sent <= timedelta(days=42 + 5)
    assert last.isoweekday() <= 5
    assert last not in general_holidays(last.year)


def test_three_years_after_a_leap_day_is_28_february() -> None:
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert years_after(date(2026, 9, 7), 10) == date(2036, 9, 7)
