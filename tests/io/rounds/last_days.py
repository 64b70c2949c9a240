"""The last days of the calendar in rows: what each runs from, its edges, what set and moved it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from verdeelsleutel.grants.after.obligation import ObligationKind
from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.calendar import months_after
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.after.obligations import obligations_of
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.terms import deadlines as law_of_days
from verdeelsleutel.instruments.terms.deadlines import deadlines
from verdeelsleutel.io.records.rounds.completions import StoredRequest
from verdeelsleutel.io.records.rounds.reader import RoundReader
from verdeelsleutel.io.rounds.after.changing import term_to_decide_change
from verdeelsleutel.io.rounds.after.freed import last_day_to_give
from verdeelsleutel.io.rounds.after.instalments import term_to_pay
from verdeelsleutel.io.rounds.after.revoking import last_day_to_answer
from verdeelsleutel.io.rounds.calendar.deadlines import deadline_of
from verdeelsleutel.io.rounds.completing.closing import closing_term

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
class Request:
    """A request to complete, as far as its term."""

    until: date
    row_id: int = 1


@dataclass(frozen=True)
class Came:
    """What came in upon it, and when."""

    on: date
    request_id: int = 1


@dataclass(frozen=True)
class Completions:
    """A round as far as its completions."""

    completions: tuple[Came, ...]


def closing(until: date, came: date | None) -> Ends:
    reader = cast("RoundReader", Completions(() if came is None else (Came(came),)))
    term = closing_term(reader, cast("StoredRequest", Request(until)))
    return term.last, term.why.nl


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
        ("deadline_of", "eight_weeks_after"), reasonable, "2027-01-29",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "artikel 4:13, tweede lid, Awb",
        (STAYS, MOVED, MOVED),
    ),
    "leaving an application untreated, to Good Friday": Row(
        ("closing_term",), lambda until: closing(until, None), "2027-02-26",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "artikel 4:5, vierde lid, Awb",
        (STAYS, MOVED, MOVED),
    ),
    "leaving one untreated that was completed in its term, not enough": Row(
        ("closing_term",), lambda came: closing(D("2027-03-12"), came), "2027-02-26",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "na de aanvulling van", (STAYS, MOVED, MOVED),
    ),
    "leaving one untreated of which a completion came on the last day or after it": Row(
        ("closing_term",), lambda came: closing(D("2027-01-04"), came), "2027-01-04",
        ("2027-02-01", "2027-02-01", "2027-02-01"), "artikel 4:5, vierde lid, Awb",
        (MOVED, STAYS, STAYS),
    ),
    "paying in six weeks, to Christmas": Row(
        ("term_to_pay", "term_after"), paying(2026), "2026-11-13",
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
