"""Every last day of the calendar at its edges, but for those of an objection and of a claim.

A row has the day that a term runs from, and what it ends on for the day before that, for that day
and for the day after. Objections stand in
``tests/instruments/test_every_term_of_an_objection.py``, what comes after the payment in
``tests/io/cli/test_every_term.py``; the last tests here hold the three of them against every
function of the program that gives a term.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

import verdeelsleutel.instruments
import verdeelsleutel.io.rounds
from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.calendar import months_after
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.obligation import ObligationKind
from verdeelsleutel.grants.opening import OpeningBalance, Taken, left_of
from verdeelsleutel.grants.policy import Holds, Policy
from verdeelsleutel.instruments import deadlines as law_of_days
from verdeelsleutel.instruments.deadlines import deadlines, retake_may_open, statement_years
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.obligations import obligations_of
from verdeelsleutel.instruments.settling_terms import to_pay_back
from verdeelsleutel.instruments.statutory_interest import Late, Rate, interest_on
from verdeelsleutel.io.records.rounds.completions import StoredRequest
from verdeelsleutel.io.records.rounds.reader import RoundReader
from verdeelsleutel.io.records.settling.stored import SettlingDetail, SettlingKind, StoredAct
from verdeelsleutel.io.rounds.after.changing import term_to_decide_change
from verdeelsleutel.io.rounds.after.freed import lapsed, last_day_to_give
from verdeelsleutel.io.rounds.after.instalments import term_to_pay
from verdeelsleutel.io.rounds.after.revoking import last_day_to_answer
from verdeelsleutel.io.rounds.calendar.deadlines import deadline_of
from verdeelsleutel.io.rounds.checks.earlier_rounds import next_window
from verdeelsleutel.io.rounds.completing.closing import closing_term
from verdeelsleutel.io.rounds.settling.claims import Claim
from verdeelsleutel.io.rounds.settling.lateness import late_on

from ...instruments import test_every_term_of_an_objection as of_objections
from ..cli import test_every_term as after_payment
from .test_instalments import policy, standing

D = date.fromisoformat
WBI, GB, RS = "woningbouwimpuls", "gebiedsbudget", "realisatiestimulans"
STAYS, MOVED, BROUGHT = "niet verschoven", "verschoven naar", "vervroegd"
Ends = tuple[date, str]


def law(key: str, rule: str, at: int = 0, opens: str = "2026-03-02") -> Callable[[date], Ends]:
    """The day of a rule for a window that closes on a day."""

    def last(closes: date) -> Ends:
        found = deadlines(instruments()[key].catalogue, D(opens), closes)
        one = [two for two in found if two.rule == rule][at]
        return one.last, said(one.reasons)

    return last


def edition(rule: str) -> Callable[[date], Ends]:
    """The fixed day of a rule of the Gebiedsbudget, of a window that opens on a day."""
    return lambda opens: law(GB, rule, opens=opens.isoformat())(D("2026-03-31"))


def said(reasons: tuple[Bilingual, ...]) -> str:
    return " ".join(one.nl for one in reasons)


def decided(day: date, **changes: Any) -> Policy:
    """A policy whose decision is planned on a day."""
    plain = policy()
    about = plain.round.model_copy(update={"decision_date": day, "window_closes": day})
    own = {
        key: one.model_copy(update=changes) for key, one in plain.instruments.items()
    }  # fmt: skip
    return plain.model_copy(update={"round": about, "instruments": own})


def reasonable(closes: date) -> Ends:
    found = deadline_of(decided(closes), "bereikbaarheid")
    moved = law_of_days.moved_or_not(found.day, may_move=found.may_move)
    last = law_of_days.next_working_day(found.day) if found.may_move else found.day
    return last, f"{found.article} {moved.nl}"


def paying(year: int, **more: Any) -> Callable[[date], Ends]:
    def last(sent: date) -> Ends:
        term = term_to_pay(standing(GB, (year, 400), sent_on=sent), year, **more)
        return term.day, said(term.reasons)

    return last


def untreated(until: date, *came: date) -> Ends:
    """Of a request with a term, and of what came to it before its end."""
    completions = [SimpleNamespace(request_id=1, on=day) for day in came]
    reader = SimpleNamespace(completions=completions)
    request = SimpleNamespace(row_id=1, until=until)
    term = closing_term(cast("RoundReader", reader), cast("StoredRequest", request))
    return term.last, term.why.nl


def changing(key: str) -> Callable[[date], Ends]:
    def last(received: date) -> Ends:
        term = term_to_decide_change(policy(), key, received)
        return term.day, said(term.reasons)

    return last


def giving(day: date) -> Ends:
    found = last_day_to_give(decided(day), GB)
    assert found is not None
    return found[0], f"{found[1].nl} {law_of_days.moved_or_not(found[0], may_move=False).nl}"


def owed(kind: ObligationKind) -> Callable[[date], Ends]:
    def last(day: date) -> Ends:
        own = instruments()[WBI]
        found = obligations_of(
            own.key, own.obligations, own.catalogue.law_on(D("2026-09-01")), day
        )  # fmt: skip
        one = next(two for two in found if two.kind is kind)
        assert one.day is not None
        return one.day, said(one.reasons)

    return last


@dataclass(frozen=True)
class Row:
    """A term: by which functions, from which day, its ends beside and on it, its article, and what
    is said of each to have moved it or why nothing did; ``why`` where the days alone are given."""

    of: tuple[str, ...]
    last: Callable[[date], Ends]
    starts: str
    lasts: tuple[str, str, str]
    article: str
    moved: tuple[str, str, str] = (STAYS, STAYS, STAYS)
    why: str = ""


ROWS: dict[str, Row] = {
    "advice of the committee in eight weeks, to Good Friday": Row(
        ("deadlines", "_advice"), law(WBI, "WBI-22"), "2027-01-29",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "artikel 7, derde lid",
        (STAYS, MOVED, MOVED),
    ),
    "advice of the committee, extended once, to Good Friday": Row(
        ("_advice",), law(WBI, "WBI-22", 1), "2027-01-01",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "artikel 7, derde lid",
        (STAYS, MOVED, MOVED),
    ),
    "deciding on the impulse in thirteen weeks, to Good Friday": Row(
        ("_decision", "deadlines_of"), law(WBI, "WBI-23"), "2026-12-25",
        ("2027-03-25", "2027-03-26", "2027-03-27"), "artikel 4, derde lid",
    ),
    "a second window in seventeen weeks, to Good Friday": Row(
        ("_retake",), law(WBI, "WBI-24"), "2026-11-27",
        ("2027-03-25", "2027-03-26", "2027-03-27"), "artikel 4, eerste lid",
    ),
    "fixing over a start year, at the turn of a year": Row(
        ("_end_of_year",), law(RS, "RS-08"), "2026-12-31",
        ("2026-12-31", "2026-12-31", "2027-12-31"), "artikel 2.4, derde lid",
    ),
    "fixing the supplement for room, at the turn of a year": Row(
        ("_end_of_cost_year",), law("nplv_ruimte", "NPR-07"), "2026-12-31",
        ("2026-12-31", "2026-12-31", "2027-12-31"), "artikel 3.4",
    ),
    "fixing the supplement for capacity, at the turn of a year": Row(
        ("_end_of_cost_year",), law("nplv_capaciteit", "NPC-07"), "2026-12-31",
        ("2026-12-31", "2026-12-31", "2027-12-31"), "artikel 3.8",
    ),
    "deciding on the area budget, by its edition": Row(
        ("make", "_fixed"), edition("GB-04"), "2025-11-28",
        ("2023-12-31", "2026-06-01", "2026-06-01"), "artikel 4, eerste lid",
    ),
    "the last start of the area budget, by its edition": Row(
        ("make",), edition("GB-05"), "2025-11-28",
        ("2030-12-31", "2034-12-31", "2034-12-31"), "artikel 6, derde lid",
    ),
    "measures ready of the area budget, by its edition": Row(
        ("make",), edition("GB-06"), "2025-11-28",
        ("2035-12-31", "2039-12-31", "2039-12-31"), "artikel 6, vierde lid",
    ),
    "the first report, of a window that closes on its day": Row(
        ("_report",), law(GB, "GB-08"), "2026-07-01",
        ("2026-07-01", "2027-07-01", "2027-07-01"), "artikel 6, zevende lid",
    ),
    "deciding where no law sets a term, to Good Friday": Row(
        ("deadline_of",), reasonable, "2027-01-29",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "artikel 4:13, tweede lid, Awb",
        (STAYS, MOVED, MOVED),
    ),
    "leaving an application untreated, to Good Friday": Row(
        ("closing_term",), lambda day: untreated(day),
        "2027-02-26", ("2027-03-25", "2027-03-30", "2027-03-30"),
        "artikel 4:5, vierde lid, Awb", (STAYS, MOVED, MOVED),
    ),
    "leaving untreated what was completed early and not enough": Row(
        ("closing_term",), lambda day: untreated(D("2027-04-30"), day),
        "2027-02-26", ("2027-03-25", "2027-03-30", "2027-03-30"),
        "artikel 4:5, vierde lid, Awb", (STAYS, MOVED, MOVED),
    ),
    "paying in six weeks, to Christmas": Row(
        ("term_to_pay",), paying(2026), "2026-11-13",
        ("2026-12-24", "2026-12-28", "2026-12-28"), "artikel 4:87", (STAYS, MOVED, MOVED),
    ),
    "paying within the cash year, to New Year": Row(
        ("term_to_pay",), paying(2026), "2026-11-20",
        ("2026-12-31", "2026-12-31", "2026-12-31"), "artikel 4:87", (STAYS, BROUGHT, BROUGHT),
    ),
    "paying in the later year that the decision names": Row(
        ("term_to_pay",), paying(2027), "2026-11-20",
        ("2027-12-31", "2027-01-04", "2027-01-04"), "artikel 4:87",
        ("besluit noemt 2027", MOVED, MOVED),
    ),
    "paying on the day that the decision names, sent on that day": Row(
        ("term_to_pay", "day_named"), paying(2026, named=D("2026-09-01")), "2026-09-01",
        ("2026-09-01", "2026-09-01", "2026-10-14"), "artikel 4:87",
    ),
    "deciding on a change of the area budget in thirteen weeks": Row(
        ("term_to_decide_change",), changing(GB), "2026-12-25",
        ("2027-03-25", "2027-03-26", "2027-03-27"), "artikel 8, negende lid",
    ),
    "deciding on a change in a reasonable term, to Good Friday": Row(
        ("term_to_decide_change",), changing(WBI), "2027-01-29",
        ("2027-03-25", "2027-03-26", "2027-03-27"), "artikel 4:13, tweede lid",
    ),
    "a view on a revocation, to Good Friday": Row(
        ("last_day_to_answer",), lambda day: (last_day_to_answer(day), ""), "2027-03-12",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "", why="two weeks that the office sets, on a "
        "working day (Awb 4:8)",
    ),
    "giving what came free, at the end of a budget year": Row(
        ("last_day_to_give",), giving, "2026-12-31",
        ("2026-12-31", "2026-12-31", "2027-12-31"), "artikel 105 Grondwet",
    ),
    "the first start of the impulse, over a leap day": Row(
        ("obligations_of",), owed(ObligationKind.FIRST_START), "2028-02-29",
        ("2031-02-28", "2031-02-28", "2031-03-01"), "artikel",
    ),
    "the last start of the impulse, over a leap day": Row(
        ("obligations_of",), owed(ObligationKind.LAST_START), "2028-02-29",
        ("2038-02-28", "2038-02-28", "2038-03-01"), "artikel 3, tweede lid",
    ),
    "keeping contact persons for half a year, to the end of February": Row(
        ("months_after",), lambda day: (months_after(day, 6), ""), "2026-08-31",
        ("2027-02-28", "2027-02-28", "2027-03-01"), "", why="months that the office file names",
    ),
    "keeping the papers for twenty years, over a leap day": Row(
        ("months_after",), lambda day: (months_after(day, 240), ""), "2028-02-29",
        ("2048-02-28", "2048-02-29", "2048-03-01"), "", why="years (Archiefwet art. 12)",
    ),
}  # fmt: skip


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

# What gives no term of its own: it passes on one that has rows, or only reads what was kept.
PASSED_ON = {
    "_fixed_date", "term_of_an_act",  # what the terms of settling and of an act are made with
    "term",  # a number of weeks or months of a law
    "_term", "term_to_decide",  # the days of the law with what suspended them
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
                    if names & {"Term", "Deadline", "OfLaw", "Due", "SettlingTerm", "ClosingTerm"}:
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
