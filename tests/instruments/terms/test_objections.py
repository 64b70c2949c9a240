"""The terms of an objection at their edges: what sets each, and what moves it or does not."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.after.objection import Channel
from verdeelsleutel.grants.calendar import is_working_day
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.terms.objections import (
    Arrived,
    Mend,
    Moved,
    arrived,
    latest_adjournment,
    papers_from,
    papers_until,
    posted_in_time,
    to_appeal,
    to_decide,
    to_object,
    until_answered,
)
from verdeelsleutel.instruments.terms.penalty import penalties_read_until, penalty, penalty_rates

DAYS = st.dates(date(2025, 1, 1), date(2034, 12, 31))
FIRST_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2026, 9, 7), date(2026, 10, 19)),  # a Monday, six weeks later a Monday
        (date(2027, 2, 15), date(2027, 3, 30)),  # Easter Monday is 29 March 2027
        (date(2027, 2, 12), date(2027, 3, 30)),  # Good Friday, and then Easter
        (date(2026, 11, 13), date(2026, 12, 28)),  # Christmas Day, and then a weekend
        (date(2026, 11, 20), date(2027, 1, 4)),  # New Year's Day 2027 is a Friday
        (date(2026, 11, 19), date(2026, 12, 31)),  # the last day of a year is a working day
        (date(2026, 3, 24), date(2026, 5, 6)),  # 5 May
        (date(2027, 3, 25), date(2027, 5, 7)),  # Ascension Day is 6 May 2027
        (date(2026, 3, 16), date(2026, 4, 28)),  # King's Day, a Monday
        (date(2026, 4, 13), date(2026, 5, 26)),  # Whit Monday
    ],
)  # fmt: skip
def test_six_weeks_to_object_run_past_weekends_and_holidays(sent: date, last: date) -> None:
    assert to_object(sent).last == last


def test_a_term_says_which_article_set_it_and_what_moved_it() -> None:
    easter = to_object(date(2027, 2, 15))
    assert easter.law == date(2027, 3, 29)
    assert easter.text("nl") == (
        "zes weken vanaf de dag na 15-02-2027 (artikelen 6:7 en 6:8, eerste lid, Awb); verschoven "
        "van 29-03-2027 naar 30-03-2027, de eerste dag daarna die geen weekend of feestdag is "
        "(artikel 1, eerste lid, Algemene termijnenwet)"
    )
    plain = to_object(date(2026, 9, 7))
    assert "niet verschoven: het is geen weekend of feestdag" in plain.text("nl")
    assert "not moved: it is no weekend or holiday" in plain.text("en")


def test_a_day_that_a_decree_equates_with_a_holiday_moves_the_term_too() -> None:
    after_ascension = date(2026, 5, 15)
    term = to_object(date(2026, 4, 3), (after_ascension,))
    assert term.law == after_ascension
    assert term.last == date(2026, 5, 18)
    assert "artikel 3, derde lid, Algemene termijnenwet" in term.text("nl")


@given(DAYS)
def test_the_last_day_is_the_first_working_day_from_six_weeks_on(sent: date) -> None:
    term = to_object(sent)
    assert is_working_day(term.last)
    assert term.law == sent + timedelta(days=42)
    assert not any(
        is_working_day(term.law + timedelta(days=n)) for n in range((term.last - term.law).days)
    )
    assert to_appeal(sent) == term


POST, BY_HAND = Channel.POST, Channel.HANDED_IN


@pytest.mark.parametrize(
    ("received", "posted", "channel", "found"),
    [
        (date(2027, 3, 30), None, POST, Arrived.IN_TIME),  # the last day itself, after Easter
        (date(2027, 3, 31), None, POST, Arrived.UNSHOWN),  # a day over Easter: posted when?
        (date(2027, 4, 6), None, POST, Arrived.UNSHOWN),  # a week after the end
        (date(2027, 4, 7), None, POST, Arrived.LATE),  # posting can make no difference any more
        (date(2027, 3, 31), None, BY_HAND, Arrived.LATE),  # late by a day over Easter
        (date(2027, 3, 31), date(2027, 3, 30), POST, Arrived.BY_POST),
        (date(2027, 4, 6), date(2027, 3, 30), POST, Arrived.BY_POST),  # a week after the end
        (date(2027, 4, 7), date(2027, 3, 30), POST, Arrived.LATE),
        (date(2027, 4, 1), date(2027, 3, 31), POST, Arrived.LATE),  # posted too late
        (date(2027, 3, 31), date(2027, 3, 30), BY_HAND, Arrived.LATE),  # only post has a week
        (date(2027, 2, 15), None, POST, Arrived.IN_TIME),  # on the day on which it was sent
        (date(2027, 2, 14), None, POST, Arrived.PREMATURE),
    ],
)  # fmt: skip
def test_an_objection_is_in_time_by_receipt_or_by_post(
    received: date, posted: date | None, channel: Channel, found: Arrived
) -> None:
    sent = date(2027, 2, 15)
    assert arrived(to_object(sent), received, posted, channel, sent) is found


def test_without_a_decision_every_objection_is_premature() -> None:
    assert arrived(None, date(2027, 3, 1), None, POST, None) is Arrived.PREMATURE


def test_the_week_for_post_runs_past_a_holiday() -> None:
    week = posted_in_time(to_object(date(2026, 2, 16)))  # last day 30 March, a Monday
    assert (week.law, week.last) == (date(2026, 4, 6), date(2026, 4, 7))  # Easter Monday


OBJECTING = to_object(date(2026, 11, 30))  # until 11 January 2027


def test_six_weeks_to_decide_and_twelve_with_a_committee() -> None:
    assert OBJECTING.last == date(2027, 1, 11)
    alone = to_decide(OBJECTING, committee=False)
    advised = to_decide(OBJECTING, committee=True)
    assert (alone.last, advised.last) == (date(2027, 2, 22), date(2027, 4, 5))
    assert "artikel 7:13" in advised.text("nl")
    assert "zes weken vanaf 12-01-2027" in alone.text("nl")


@pytest.mark.parametrize(
    ("mend", "days"),
    [
        (Mend(on=date(2027, 1, 18), until=date(2027, 2, 1)), 14),  # never mended
        (Mend(on=date(2027, 1, 18), until=date(2027, 2, 1), mended_on=date(2027, 1, 25)), 6),
        (Mend(on=date(2027, 1, 18), until=date(2027, 2, 1), mended_on=date(2027, 2, 9)), 14),
        (Mend(on=date(2027, 1, 18), until=date(2027, 2, 1), mended_on=date(2027, 1, 19)), 0),
        # asked while the term to object still ran: only the days of the term to decide count
        (Mend(on=date(2027, 1, 4), until=date(2027, 1, 18)), 7),
        (Mend(on=date(2026, 12, 14), until=date(2026, 12, 28)), 0),
        (Mend(on=date(2027, 2, 23), until=date(2027, 3, 9)), 0),  # after the term was over
        (Mend(on=date(2027, 2, 21), until=date(2027, 3, 9)), 16),  # the day before it ended
    ],
)  # fmt: skip
def test_a_request_to_mend_stops_the_clock_only_as_far_as_it_ran(mend: Mend, days: int) -> None:
    term = to_decide(OBJECTING, committee=False, changes=(mend,))
    assert term.law == date(2027, 2, 22) + timedelta(days=days)
    told = "schortte niets op" if not days else f"{days} dag"
    assert told in term.text("nl")


def test_it_is_adjourned_once_by_six_weeks_at_most() -> None:
    term = to_decide(OBJECTING, committee=False)
    latest = latest_adjournment(term)
    assert latest == date(2027, 4, 5)
    moved = to_decide(OBJECTING, committee=False, changes=(Moved(on=term.last, until=latest),))
    assert moved.last == latest
    assert "verdaagd tot en met 05-04-2027 (artikel 7:10, derde lid, Awb)" in moved.text("nl")


def test_an_adjournment_into_easter_runs_on() -> None:
    term = to_decide(to_object(date(2026, 11, 23)), committee=False)
    assert (term.last, latest_adjournment(term)) == (date(2027, 2, 15), date(2027, 3, 30))


def test_a_day_that_was_agreed_on_is_not_moved() -> None:
    sunday = date(2027, 5, 2)
    agreed = Moved(on=date(2027, 3, 1), until=sunday, by_consent=True)
    term = to_decide(OBJECTING, committee=False, changes=(agreed,))
    assert term.last == sunday
    assert "een afgesproken dag is geen termijn van een wet" in term.text("nl")


@given(DAYS, st.booleans(), st.integers(0, 60), st.integers(1, 40))
def test_no_change_brings_a_decision_forwards(
    sent: date, committee: bool, after: int, long: int
) -> None:
    objecting = to_object(sent)
    plain = to_decide(objecting, committee=committee)
    asked = objecting.last + timedelta(days=after)
    mend = Mend(on=asked, until=asked + timedelta(days=long))
    moved = to_decide(objecting, committee=committee, changes=(mend,))
    assert plain.last <= moved.last <= plain.last + timedelta(days=long + 5)
    assert is_working_day(moved.last)


@given(DAYS)
def test_the_last_day_to_mend_is_a_working_day_two_weeks_on(asked: date) -> None:
    last = until_answered(asked, None)
    assert is_working_day(last)
    assert timedelta(days=14) <= last - asked <= timedelta(days=19)
    assert until_answered(asked, asked + FIRST_DAY) == last  # never less than two weeks


def test_papers_lie_open_a_week_and_come_in_until_ten_days_before() -> None:
    hearing = date(2027, 1, 7)
    assert papers_from(hearing) == date(2026, 12, 31)
    assert papers_until(hearing) == date(2026, 12, 28)


DECIDING = to_decide(OBJECTING, committee=False)  # 22 February 2027
NOTICE = date(2027, 3, 1)
NAMED = (2_300, 3_500, 4_500)
"""What an office names: of a notice in 2027 the amounts are not known here."""


@pytest.mark.parametrize(
    ("by", "days", "cents"),
    [
        (date(2027, 3, 15), 0, 0),  # the two weeks are over at the end of this day
        (date(2027, 3, 16), 1, 2_300),
        (date(2027, 3, 29), 14, 14 * 2_300),
        (date(2027, 3, 30), 15, 14 * 2_300 + 3_500),
        (date(2027, 4, 13), 29, 14 * 2_300 + 14 * 3_500 + 4_500),
        (date(2027, 4, 26), 42, 144_200),
        (date(2027, 6, 1), 42, 144_200),  # never more than 42 days
    ],
)  # fmt: skip
def test_a_penalty_runs_from_two_weeks_after_the_notice_for_at_most_42_days(
    by: date, days: int, cents: int
) -> None:
    due = penalty(NOTICE, DECIDING, by, None, per_day=NAMED)
    assert (due.first, due.last) == (date(2027, 3, 16), date(2027, 4, 26))
    assert (due.days, due.amount) == (days, Euro(cents))


def test_a_decision_stops_the_penalty_and_it_is_fixed_within_two_weeks() -> None:
    due = penalty(NOTICE, DECIDING, date(2027, 6, 1), date(2027, 3, 20), per_day=NAMED)
    assert (due.days, due.amount) == (4, Euro(9_200))
    assert due.fixed_by == date(2027, 4, 2)  # 19 March is the last day that is due


@pytest.mark.parametrize("notice", [date(2027, 2, 1), DECIDING.last])
def test_a_notice_before_the_term_is_over_brings_nothing(notice: date) -> None:
    due = penalty(notice, DECIDING, date(2027, 6, 1), None)
    assert due.premature
    assert not due.days
    assert due.fixed_by is None


def test_the_two_weeks_of_a_notice_run_past_a_holiday() -> None:
    due = penalty(date(2027, 3, 15), DECIDING, date(2027, 4, 1), None)
    assert due.grace.law == date(2027, 3, 29)  # Easter Monday
    assert due.first == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("notice", "each"),
    [
        (date(2018, 12, 31), (2000, 3000, 4000)),
        (date(2019, 1, 1), (2300, 3500, 4500)),
        (date(2025, 12, 31), (2300, 3500, 4500)),
    ],
)
def test_the_penalty_is_that_of_the_day_on_which_the_notice_was_received(
    notice: date, each: tuple[int, int, int]
) -> None:
    rates = penalty_rates(notice)
    assert rates is not None
    assert rates.each == each
    assert rates.source


def test_of_a_notice_after_the_text_that_was_read_the_amounts_are_asked() -> None:
    assert penalties_read_until() == date(2025, 12, 31)
    assert penalty_rates(date(2026, 1, 1)) is None
    due = penalty(NOTICE, DECIDING, date(2027, 3, 16), None)
    assert (due.days, due.amount) == (1, None)
    assert "het las artikel 4:17 Awb zoals dat gold tot en met 31 december 2025" in due.due("nl")
    assert "--per-day" in due.due("en")
    nothing = penalty(NOTICE, DECIDING, date(2027, 3, 15), None)
    assert nothing.amount == Euro(0)  # no day is due yet, whatever it costs


def test_a_penalty_of_42_days_is_the_most_by_the_amounts_of_its_notice() -> None:
    old = penalty(date(2018, 12, 3), DECIDING.model_copy(update={"last": date(2018, 12, 1)}),
                  date(2019, 6, 1), None)  # fmt: skip
    assert (old.days, old.amount) == (42, Euro(126_000))
