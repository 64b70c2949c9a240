"""Every last day of the calendar at its edges, but for those of an objection and of a claim.

A row of ``last_days.py`` has the day that a term runs from, and what it ends on for the day before
that, for that day and for the day after. Objections stand in
``tests/instruments/terms/test_every_term_of_an_objection.py``, what comes after the payment in
``tests/io/cli/test_every_term.py``; the last tests here hold the three of them against every
function of the program that gives a term.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

import verdeelsleutel.instruments
import verdeelsleutel.io.rounds
from verdeelsleutel.grants.ledger.opening import OpeningBalance, Taken, left_of
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Holds, Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.terms import deadlines as law_of_days
from verdeelsleutel.instruments.terms.deadlines import retake_may_open, statement_years
from verdeelsleutel.instruments.terms.rate import Rate
from verdeelsleutel.instruments.terms.settling import to_pay_back
from verdeelsleutel.instruments.terms.statutory_interest import Late, interest_on
from verdeelsleutel.io.records.rounds.reader import RoundReader
from verdeelsleutel.io.records.settling.stored import SettlingDetail, SettlingKind, StoredAct
from verdeelsleutel.io.rounds.after.freed import lapsed
from verdeelsleutel.io.rounds.checks.earlier_rounds import next_window
from verdeelsleutel.io.rounds.settling.claims import Claim
from verdeelsleutel.io.rounds.settling.lateness import late_on

from ...instruments.terms import test_every_term_of_an_objection as of_objections
from ..cli import test_every_term as after_payment
from .last_days import GB, ROWS, RS, STAYS, WBI, D, decided, said
from .test_instalments import policy


@pytest.mark.parametrize("name", ROWS)
def test_a_term_ends_where_its_article_says_on_the_day_and_beside_it(name: str) -> None:
    row = ROWS[name]
    for at, more in enumerate((-1, 0, 1)):
        day, why = row.last(D(row.starts) + timedelta(days=more))
        assert day == D(row.lasts[at]), (name, more, day, why)
        if row.why:
            assert why == ""
            continue
        assert row.article in why, (name, more, why)
        assert row.moved[at] in why, (name, more, why)


# Money over rounds.


def test_a_ceiling_of_a_year_bears_what_was_taken_of_that_year_alone() -> None:
    """On the last day of a budget year and the day after it; one in total bears it always, and one
    of the round only what was charged ahead to its window."""
    taken = Taken(round="eerst", fund="vro", instrument=GB, year=2026, amount=Euro(3_000))
    ahead = taken.model_copy(update={"year": 2027, "amount": Euro(500), "window": "2026-1"})
    opening = OpeningBalance(taken=(taken, ahead))

    def left(day: str, holds: Holds) -> int:
        own = decided(D(day), ceiling=Euro(10_000), ceiling_holds=holds)
        ceiling = left_of(own, opening).instruments[GB].ceiling
        assert isinstance(ceiling, Euro)
        return ceiling.cents

    edges = ("2025-12-31", "2026-01-01", "2026-12-30", "2026-12-31", "2027-01-01")
    assert [left(day, Holds.YEAR) for day in edges] == [9_500, 6_500, 6_500, 6_500, 9_500]
    assert {left(day, Holds.TOTAL) for day in edges} == {6_500}
    assert {left(day, Holds.ROUND) for day in edges} == {9_500}


def test_freed_money_of_a_year_can_be_given_up_to_its_last_day() -> None:
    own = decided(D("2026-06-01"))
    edges = ("2026-12-30", "2026-12-31", "2027-01-01")
    assert [bool(lapsed(own, GB, D(day))) for day in edges] == [False, False, True]
    assert "artikel 105 Grondwet" in lapsed(own, GB, D("2027-01-01"))


@dataclass(frozen=True)
class Window:
    """A round as far as its window."""

    id: str
    policy: Policy


def test_the_next_window_opens_after_that_of_the_round_itself() -> None:
    def window(name: str, day: str) -> RoundReader:
        about = policy().round.model_copy(update={"window_opens": D(day)})
        return cast("RoundReader", Window(name, policy().model_copy(update={"round": about})))

    own = window("eigen", "2026-03-02")
    later = [window(day, day) for day in ("2026-03-01", "2026-03-02", "2026-03-03", "2026-09-01")]
    for at, wanted in ((1, None), (2, None), (3, later[2]), (4, later[2])):
        assert next_window(own, WBI, later[:at]) is wanted
    assert next_window(own, "geen", later) is None


def test_the_years_of_statements_are_those_that_the_law_names() -> None:
    """The last day of each; a window of the year itself is about the year before it."""
    told = statement_years(instruments()[RS].catalogue.law_on(D("2026-03-02")))
    assert [(one.last.isoformat(), one.what_nl[-4:]) for one in told] == [
        (f"{year + 1}-12-31", str(year)) for year in range(2025, 2030)
    ]
    for one in told:
        assert "artikel 2.4, derde lid" in said(one.reasons)
        assert STAYS in said(one.reasons)


# Interest: the days of it.


def claim(repaid_on: date) -> Claim:
    """A claim of € 10,000 to be paid by 13 December 2027, with its one repayment."""

    def act(kind: SettlingKind, on: date, **more: Any) -> StoredAct:
        return StoredAct(
            row_id=1, application_id="GB-1", kind=kind, on=on, article="", reason="",
            detail=SettlingDetail(**more), made_by="", approver="", approved_on=on,
        )  # fmt: skip

    amount = Euro(1_000_000)
    made = act(SettlingKind.RECLAIMED, D("2027-11-01"), amount=amount, payable=amount)
    return Claim(
        act=made, first=made, term=to_pay_back(D("2027-11-01"), None), arrangements=(),
        reminded=(), repayments=(act(SettlingKind.REPAID, repaid_on, amount=amount),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("repaid", "days"),
    [("2027-12-12", 0), ("2027-12-13", 0), ("2027-12-14", 0), ("2027-12-15", 1), ("2027-12-16", 2)],
)
def test_interest_begins_the_day_after_the_last_one_and_ends_before_receipt(
    repaid: str, days: int
) -> None:
    """The day after the term is the first, and the day on which it came is none (Awb 4:98)."""
    found = late_on(claim(D(repaid)))
    assert sum((one.until - one.since).days for one in found) == days
    assert all(one.since == D("2027-12-14") for one in found)


def test_a_line_of_interest_ends_before_the_day_on_which_rate_or_year_change() -> None:
    rates = (
        Rate(since=D("2026-01-01"), hundredths=400),
        Rate(since=D("2027-07-01"), hundredths=600),
    )

    def lines(since: str, until: str) -> list[tuple[str, str, int, int]]:
        late = Late(amount=Euro(10_000_000), since=D(since), until=D(until))
        return [
            (str(one.since), str(one.until), one.hundredths, one.base.cents)
            for one in interest_on([late], rates, D("2030-12-31"))
        ]

    base = 10_000_000
    assert lines("2027-06-29", "2027-06-30") == [("2027-06-29", "2027-06-30", 400, base)]
    assert lines("2027-06-29", "2027-07-01") == [("2027-06-29", "2027-07-01", 400, base)]
    assert lines("2027-06-29", "2027-07-02") == [
        ("2027-06-29", "2027-07-01", 400, base), ("2027-07-01", "2027-07-02", 600, base),
    ]  # fmt: skip
    # After a year of default its interest bears interest, from the very day.
    year = lines("2026-03-02", "2027-03-03")
    assert [(one[0], one[1], one[3] > base) for one in year] == [
        ("2026-03-02", "2027-01-01", False), ("2027-01-01", "2027-03-02", False),
        ("2027-03-02", "2027-03-03", True),
    ]  # fmt: skip
    assert [one[1] for one in lines("2026-03-02", "2027-03-02")] == ["2027-01-01", "2027-03-02"]


# Nothing is left out.

_TERMS = {"Term", "Deadline", "OfLaw", "Due", "SettlingTerm", "ClosingTerm"}
# What gives no term of its own: it passes on one that has rows, or only reads what was kept.
PASSED_ON = {
    "_fixed_date", "term_of_an_act",  # what the terms of settling and of an act are made with
    "term",  # a number of weeks or months of a law
    "_deciding", "_term", "term_to_decide",  # the days of the law with what suspended them
    "last_to_object", "final_from", "interest_by", "barred", "reminding", "paying", "_beside",
    "terms_of", "_of_award", "_of_accounts", "_of_notices", "_of_claim", "_of_interest",
    "statement_years", "_due", "_by_law", "_on_request",
}  # fmt: skip
SUSPENDED = (  # the clock of an application (Awb 4:15)
    "test_a_request_has_a_letter_a_workbook_and_a_term_and_the_clock_stands_still",
    "test_completing_and_leaving_untreated_end_on_their_days",
)


def giving_a_term() -> Iterator[str]:
    """The functions of the schemes and of the rounds that give a term; the calendar shows them."""
    for module in (verdeelsleutel.instruments, verdeelsleutel.io.rounds):
        for path in sorted(Path(module.__path__[0]).rglob("*.py")):
            if path.parent.name == "calendar" and path.stem != "deadlines":
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef) and node.returns is not None:
                    names = {one.id for one in ast.walk(node.returns) if isinstance(one, ast.Name)}
                    if names & _TERMS:
                        yield node.name


def test_no_function_that_gives_a_term_is_without_a_row() -> None:
    listed = {name for row in ROWS.values() for name in row.of}
    listed |= {name for row in of_objections.ROWS.values() for name in row.of}
    listed |= {row.of.__name__ for row in after_payment.ROWS.values()}
    there = set(giving_a_term())
    assert there - listed - PASSED_ON == set()
    assert PASSED_ON - there == set()
    assert retake_may_open.__name__ == "retake_may_open"


def test_every_rule_of_the_law_with_a_day_has_a_row() -> None:
    made = {make.__name__ for make in vars(law_of_days)["_RULES"].values()}
    assert made <= {name for row in ROWS.values() for name in row.of}
