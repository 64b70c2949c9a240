"""Every date of what comes after an award, in one list: what sets it, what moves it, its edges.

A row has the day that a term runs from, and the last day for the day before it, for that day and
for the day after: so a weekend or holiday, a leap day and the turn of a year are met on the day
itself and beside it. No kind of the calendar and no kind of obligation is without a test, and no
function that gives a term without a row (``tests/io/rounds/test_every_last_day.py`` reads them).
"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

from verdeelsleutel.grants.after.obligation import ObligationKind
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.terms import deadlines
from verdeelsleutel.instruments.terms import objections as objection_terms
from verdeelsleutel.instruments.terms import settling as settling_terms
from verdeelsleutel.instruments.terms.objections import Term
from verdeelsleutel.instruments.terms.settling import Postponed
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.records.rounds.reader import RoundReader, reading_round
from verdeelsleutel.io.rounds.calendar.kinds import KINDS, Kind
from verdeelsleutel.io.rounds.calendar.term import CalendarTerm, RoundOnDay
from verdeelsleutel.io.rounds.settling.terms import TermKind

from .after import OF, ROUND, After
from .conftest import APPROVER, MAKER, Verdeel
from .test_reserve_awards import sent

__all__ = ["sent"]  # a fixture
D = date.fromisoformat
TESTS = Path(__file__).parents[2]
S, B = settling_terms, objection_terms
BWBI = "artikel 10, tweede lid, van het Besluit Woningbouwimpuls 2020"
GB = "artikel 10, eerste lid, van de Tijdelijke regeling specifieke uitkering gebiedsbudget"


@dataclass(frozen=True)
class Row:
    """A term: its function, what it makes of the day that it runs from, that day, the last days for
    the day before it, the day itself and the day after, what sets it and what moves it or why not.
    """

    of: Callable[..., object]
    term: Callable[[date], Term]
    starts: str
    lasts: tuple[str, str, str]
    set_by: str
    moved: tuple[str, str, str]


STAYS, MOVED = "niet verschoven", "artikel 1"
ROWS: dict[str, Row] = {
    "accounts over a year (Fvw 17a)": Row(
        S.accounts_due, lambda day: S.accounts_due(day.year), "2027-12-31",
        ("2028-07-15", "2028-07-15", "2029-07-15"), "artikel 17a", (STAYS, STAYS, STAYS),
    ),
    "suspension of the gemeentefonds (Fvw 17b)": Row(
        S.suspended_until, S.suspended_until, "2027-07-16",
        ("2028-01-13", "2028-01-14", "2028-01-15"), "artikel 17b", (STAYS, STAYS, STAYS),
    ),
    "notice of a claim (BWbi 10(2)), over a leap day": Row(
        S.to_give_notice, lambda day: S.to_give_notice(day, 1, BWBI), "2028-02-29",
        ("2029-02-28", "2029-02-28", "2029-03-01"), "artikel 10, tweede lid", (STAYS, STAYS, STAYS),
    ),
    "fixing (GB 10), at the turn of a year": Row(
        S.to_fix, lambda day: S.to_fix(day, GB), "2027-12-31",
        ("2027-12-31", "2027-12-31", "2028-12-31"), "artikel 10, eerste lid", (STAYS, STAYS, STAYS),
    ),
    "view (Awb 4:8), to a Saturday": Row(
        S.to_view, lambda day: S.to_view(day, None), "2027-10-09",
        ("2027-10-22", "2027-10-25", "2027-10-25"), "artikel 4:8", ("", "", ""),
    ),
    "paying a claim back (Awb 4:87), to a Saturday": Row(
        S.to_pay_back, lambda day: S.to_pay_back(day, None), "2027-11-06",
        ("2027-12-17", "2027-12-20", "2027-12-20"), "artikel 4:87", (STAYS, MOVED, MOVED),
    ),
    "paying interest (Awb 4:87), into Easter": Row(
        S.to_pay_back, lambda day: S.to_pay_back(day, None), "2028-03-03",
        ("2028-04-13", "2028-04-18", "2028-04-18"), "artikel 4:87", (STAYS, MOVED, MOVED),
    ),
    "paying on a day that the decision names": Row(
        S.to_pay_back, lambda day: S.to_pay_back(D("2027-11-01"), day), "2027-12-18",
        ("2027-12-17", "2027-12-18", "2027-12-19"), "besluit", (STAYS, STAYS, STAYS),
    ),
    "after a reminder (Awb 4:112), to a Sunday": Row(
        S.after_reminder, S.after_reminder, "2028-09-03",
        ("2028-09-18", "2028-09-18", "2028-09-18"), "artikel 4:112", (MOVED, MOVED, STAYS),
    ),
    "limitation (Awb 4:104), over a leap day": Row(
        S.until_barred, S.until_barred, "2028-02-29",
        ("2033-02-28", "2033-02-28", "2033-03-01"), "artikel 4:104", (STAYS, STAYS, STAYS),
    ),
    "limitation that a reminder on its last day interrupts (Awb 4:106)": Row(
        S.until_barred, lambda day: S.until_barred(D("2027-12-13"), [day]), "2032-12-13",
        ("2037-12-12", "2037-12-13", "2032-12-13"), "artikel 4:104", (STAYS, STAYS, STAYS),
    ),
    "limitation that an arrangement lengthens (Awb 4:111)": Row(
        S.until_barred,
        lambda day: S.until_barred(D("2027-12-13"), (), [Postponed(on=D("2028-01-01"), until=day)]),
        "2028-01-31", ("2033-01-11", "2033-01-12", "2033-01-13"), "artikel 4:104",
        (STAYS, STAYS, STAYS),
    ),
    "objecting (Awb 6:7, 6:8), to Christmas": Row(
        B.to_object, B.to_object, "2026-11-13",
        ("2026-12-24", "2026-12-28", "2026-12-28"), "artikelen 6:7 en 6:8", (STAYS, MOVED, MOVED),
    ),
    "appeal (Awb 6:7), to Christmas": Row(
        B.to_appeal, B.to_appeal, "2026-11-13",
        ("2026-12-24", "2026-12-28", "2026-12-28"), "artikelen 6:7 en 6:8", (STAYS, MOVED, MOVED),
    ),
    "a week more by post (Awb 6:9)": Row(
        B.posted_in_time, lambda day: B.posted_in_time(B.to_object(day)), "2026-11-12",
        ("2026-12-30", "2026-12-31", "2027-01-04"), "artikel 6:9", ("", "", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_term_ends_where_its_article_says_on_the_day_and_beside_it(name: str) -> None:
    row = ROWS[name]
    for at, more in enumerate((-1, 0, 1)):
        term = row.term(D(row.starts) + timedelta(days=more))
        assert term.last == D(row.lasts[at]), (name, more, term)
        said = " ".join(one.nl for one in term.reasons)
        assert row.set_by in said, (name, more, said)
        assert row.moved[at] in said, (name, more, said)
        assert (term.last == term.law) or MOVED in said or "werkdag" in said, (name, more, said)
        assert len(term.reasons) >= 2 or row.of is B.posted_in_time


# Where each kind of the calendar is told on its last day and otherwise on the day after.
EDGES: dict[str, tuple[str, ...]] = {
    "window_terms": ("test_the_window_is_told_until_it_has_closed",),
    "completing_terms": ("test_completing_and_leaving_untreated_end_on_their_days",),
    "advice_terms": (
        "test_completing_and_leaving_untreated_end_on_their_days",
        "test_only_the_term_of_the_committee_can_move_past_a_holiday",
    ),
    "decision_terms": ("test_deciding_is_late_from_the_day_after_its_term_and_over_once_decided",),
    "sending_terms": ("test_deciding_is_late_from_the_day_after_its_term_and_over_once_decided",),
    "to_object_terms": (
        "test_the_terms_that_letters_begin_end_on_a_working_day",
        "test_the_terms_of_any_day_end_as_a_printed_calendar_says",
    ),
    "to_object_later": (
        "test_an_intention_to_revoke_and_a_later_decision_are_told",
        "test_the_term_runs_from_the_day_of_the_decision_that_is_contested",
    ),
    "objection_terms": (
        "test_an_objection_moves_its_own_terms_and_a_notice_of_default_presses",
        "test_a_proof_of_posting_is_told_until_its_last_day",
        "test_an_explanation_of_being_late_is_told_until_its_last_day",
        "test_six_weeks_to_decide_and_twelve_with_a_committee",
        "test_an_adjournment_into_easter_runs_on",
    ),
    "payment_terms": (
        "test_an_overdue_payment_stays_until_it_was_made",
        "test_the_terms_that_letters_begin_end_on_a_working_day",
    ),
    "change_terms": ("test_a_request_to_change_is_decided_on_in_its_term",),
    "intention_terms": ("test_an_intention_to_revoke_and_a_later_decision_are_told",),
    "reserve_terms": ("test_the_reserve_is_given_until_and_including_its_last_day",),
    "retake_terms": ("test_a_window_for_refused_projects_opens_within_its_weeks",),
    "dated_obligations": (
        "test_a_warning_comes_ahead_of_each_last_day_and_says_when_it_passed",
        "test_measures_have_a_last_day_of_their_own",
        "test_a_last_day_that_a_decision_moved_is_the_one_that_counts",
    ),
    "report_terms": (
        "test_a_report_is_owed_each_year_by_the_day_of_the_law",
        "test_who_is_asked_and_silent_is_reminded_with_a_letter",
    ),
    "settling_terms": (
        "test_each_term_of_settling_is_told_until_its_step_was_taken",
        "test_the_term_of_interest_is_in_the_calendar_until_it_came",
    ),
    "statement_terms": ("test_a_regulation_is_told_until_and_including_its_last_day",),
    "lapse_terms": ("test_a_regulation_is_told_until_and_including_its_last_day",),
    "keeping_terms": ("test_every_term_of_a_round_is_kept_on_its_day_and_passed_after_it",),
}
# Where a step itself is taken on the last day and refused, or told as late, on the day after.
STEPS: dict[str, tuple[str, ...]] = {
    "accounts": ("test_the_terms_of_an_award_follow_each_other",),
    "fixing": (
        "test_after_the_year_of_the_last_account_it_is_fixed_all_the_same_and_told_as_late",
    ),
    "notice": (
        "test_the_decision_itself_tells_of_the_claim_within_the_year",
        "test_a_notice_is_next_until_its_last_day_and_nothing_after_it",
    ),
    "view": ("test_nothing_is_claimed_before_the_notice_or_while_a_view_can_come",),
    "payment": ("test_a_reminder_waits_for_default_and_not_longer",),
    "reminder": ("test_a_reminder_waits_for_default_and_not_longer",),
    "limitation": (
        "test_a_barred_claim_is_not_reminded_of_and_a_reminder_interrupts",
        "test_a_claim_after_five_years_is_refused_and_rests_on_what_carries_it_all_the_same",
    ),
    "interest": (
        "test_what_came_too_late_bears_interest_to_the_cent_with_its_letter",
        "test_a_day_of_default_is_a_day_of_interest_and_the_day_of_receipt_is_none",
        "test_a_day_of_which_no_rate_is_known_is_asked_and_never_carried_on",
    ),
}
OBLIGATIONS: dict[str, tuple[str, ...]] = {
    "first_start": ("test_the_impulse_asks_a_start_in_three_years_and_the_last_in_ten",),
    "last_start": ("test_the_area_budget_asks_the_days_of_its_edition",),
    "measures_ready": ("test_the_area_budget_asks_the_days_of_its_edition",),
    "affordable": ("test_half_of_the_homes_stays_affordable_to_the_home",),
    "report": ("test_a_report_is_owed_each_year_by_the_day_of_the_law",),
    "notice": ("test_every_duty_names_a_rule_of_its_catalogue_or_an_article_with_its_source",),
    "on_request": ("test_who_is_asked_and_silent_is_reminded_with_a_letter",),
}


def test_every_kind_of_date_has_its_edges_in_a_test_that_is_there() -> None:
    assert set(EDGES) == {kind.__name__ for kind in KINDS}
    assert set(STEPS) == {one.value for one in TermKind}
    assert set(OBLIGATIONS) == {one.value for one in ObligationKind}
    there = {
        node.name
        for folder in ("io/cli", "io/rounds", "instruments")
        for file in sorted((TESTS / folder).rglob("test_*.py"))
        for node in ast.parse(file.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    for named in (EDGES, STEPS, OBLIGATIONS):
        for kind, tests in named.items():
            assert tests, kind
            assert set(tests) <= there, kind


def test_a_window_for_refused_projects_opens_within_its_weeks() -> None:
    """RWbi 4(1): 17 weeks, a term in weeks that is longer than twelve and stays where it is."""
    law = instruments()["woningbouwimpuls"].catalogue.law_on(D("2026-03-02"), carry=True)
    closed = D("2026-04-04")  # a Saturday, and so is the day 17 weeks later
    assert [deadlines.retake_may_open(law, closed, D(day)) for day in (
        "2026-04-04", "2026-04-05", "2026-07-31", "2026-08-01", "2026-08-02",
    )] == [False, True, True, True, False]  # fmt: skip


# Before a letter went, or of a scheme that this round has not: their edges have their own tests.
ELSEWHERE = {
    "window_terms", "completing_terms", "advice_terms", "decision_terms", "sending_terms",
    "statement_terms",
}  # fmt: skip


def acted(after: After) -> None:
    """Something of every kind that can wait on the awards: asked, announced, objected, decided."""
    why = ("--reason", "De gemeente heeft dit per brief toegelicht.")
    asked = ("--with", "a,b,c,d,e,f,g", "--amount", "€ 3,5 mln")
    change = ("change", "decide", "WBI-1", *OF, "--date", "2026-06-09")
    out = ("--out", after.desk / "later")
    for command in (
        ("withdraw", "GB-1", *OF, "--date", "2026-06-08", *why, *MAKER),
        ("change", "request", "WBI-1", *OF, "--date", "2026-06-08", *why, *asked, *MAKER),
        (*change, *why, *MAKER), (*change, "--confirm", *out, *APPROVER),
        ("change", "request", "WBI-1", *OF, "--date", "2026-06-10", *why, *asked, *MAKER),
        ("revoke", "GB-2", *OF, "--date", "2026-06-10", "--intend", "--ground", "not_performed",
         *why, *out, *MAKER),
        ("objection", "open", "GB-3", "--channel", "post",
            *OF, "--received", "2026-06-10", "--date", "2026-06-10",
         *why, *MAKER),
    ):  # fmt: skip
        after.does(*command)


def test_every_term_of_a_round_is_kept_on_its_day_and_passed_after_it(
    sent: After, desk: Path, verdeel: Verdeel
) -> None:
    """Whatever kind of term a round has once letters went: on the day before its last one and on
    that day nobody is late, and on the day after it is over: late where somebody had to act, and
    gone where it ends by itself. Each says what set it, and what moved it or why nothing did."""
    after = sent.copied(desk, verdeel)
    acted(after)
    url = f"sqlite:///{(desk / 'verdeel.db').as_posix()}"
    seen_of: set[str] = set()
    with reading_round(url, ROUND) as reader:
        for kind in KINDS:
            start = RoundOnDay(reader, D("2026-06-11"), Office())
            told = {one.day: one for one in kind(start) if not one.over(start.on)}
            for day in sorted(told)[:2]:
                _on_its_edges(reader, kind, told[day], start.on)
                seen_of.add(kind.__name__)
    assert {kind.__name__ for kind in KINDS} - seen_of == ELSEWHERE


def _on_its_edges(reader: RoundReader, kind: Kind, one: CalendarTerm, asked_on: date) -> None:
    before, on_it, after = (
        [
            two
            for two in kind(RoundOnDay(reader, one.day + timedelta(days=more), Office()))
            if (two.what, two.day, two.instrument) == (one.what, one.day, one.instrument)
        ]
        for more in (-1, 0, 1)
    )
    assert before or one.day == asked_on, (kind.__name__, one)
    assert on_it, (kind.__name__, one)
    assert not any(two.over(one.day - timedelta(days=1)) for two in before), kind.__name__
    assert not any(two.over(one.day) for two in on_it), kind.__name__
    assert all(two.over(one.day + timedelta(days=1)) for two in after), kind.__name__
    said = " ".join(reason.nl for reason in one.reasons)
    assert "artikel" in said or "kantoorbestand" in said or "de regeling" in said, said
    assert "verschoven" in said or "vervroegd" in said or "besluit noemt" in said, said
