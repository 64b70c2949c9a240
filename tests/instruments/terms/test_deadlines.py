"""The terms of a round by the law of its window."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.parameters import NotInForce
from verdeelsleutel.instruments.terms.deadlines import deadlines, retake_may_open


def days(key: str, opens: date, closes: date) -> list[tuple[str, date]]:
    found = deadlines(instruments()[key].catalogue, opens, closes)
    return [(one.rule, one.day) for one in found]


def test_the_terms_of_a_woningbouwimpuls_window_of_2026() -> None:
    assert days("woningbouwimpuls", date(2026, 3, 2), date(2026, 3, 31)) == [
        ("WBI-22", date(2026, 5, 26)),  # 8 weeks
        ("WBI-22", date(2026, 6, 23)),  # 4 weeks more, once
        ("WBI-23", date(2026, 6, 30)),  # 13 weeks
        ("WBI-24", date(2026, 7, 28)),  # 17 weeks
    ]


def test_the_committee_could_not_extend_its_term_before_2026() -> None:
    codes = [rule for rule, _ in days("woningbouwimpuls", date(2025, 9, 15), date(2025, 10, 6))]
    assert codes == ["WBI-22", "WBI-23", "WBI-24"]
    earlier = [rule for rule, _ in days("woningbouwimpuls", date(2025, 7, 31), date(2025, 8, 31))]
    assert earlier == ["WBI-22", "WBI-23"]


def test_only_the_term_of_the_committee_can_move_past_a_holiday() -> None:
    law = instruments()["woningbouwimpuls"].catalogue
    found = deadlines(law, date(2026, 3, 2), date(2026, 3, 31))
    assert [one.rule for one in found if one.may_move] == ["WBI-22", "WBI-22"]


def test_a_year_of_statements_is_fixed_by_its_last_day() -> None:
    assert days("realisatiestimulans", date(2026, 3, 2), date(2026, 6, 30)) == [
        ("RS-08", date(2026, 12, 31))
    ]


@pytest.mark.parametrize(
    ("opens", "expected"),
    [
        (date(2025, 11, 27), [date(2023, 12, 31), date(2030, 12, 31), date(2035, 12, 31)]),
        (date(2025, 11, 28), [date(2026, 6, 1), date(2034, 12, 31), date(2039, 12, 31)]),
    ],
)
def test_the_dates_of_both_editions_of_the_area_budget(opens: date, expected: list[date]) -> None:
    found = dict(days("gebiedsbudget", opens, date(2026, 3, 31)))
    assert [found[code] for code in ("GB-04", "GB-05", "GB-06")] == expected
    assert found["GB-08"] == date(2026, 7, 1)


def test_the_first_yearly_report_falls_after_the_window() -> None:
    found = dict(days("gebiedsbudget", date(2026, 3, 2), date(2026, 7, 1)))
    assert found["GB-08"] == date(2027, 7, 1)


def test_a_scheme_without_terms_has_none_and_an_unknown_day_stops() -> None:
    assert days("bereikbaarheid", date(2026, 3, 2), date(2026, 3, 31)) == []
    with pytest.raises(NotInForce):
        days("realisatiestimulans", date(2025, 12, 31), date(2026, 3, 31))


def test_a_second_window_opens_within_seventeen_weeks() -> None:
    catalogue = instruments()["woningbouwimpuls"].catalogue
    closed = date(2026, 3, 31)
    law = catalogue.law_on(date(2026, 3, 2))
    assert retake_may_open(law, closed, closed + timedelta(weeks=17))
    assert not retake_may_open(law, closed, closed + timedelta(weeks=17, days=1))
    assert not retake_may_open(law, closed, closed)
    assert not retake_may_open(catalogue.law_on(date(2025, 7, 31)), closed, date(2026, 4, 1))
