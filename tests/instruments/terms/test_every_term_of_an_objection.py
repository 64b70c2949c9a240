"""Every term of an objection in one list: its article, its edges, and what moved it or why not.

A row has the day that a term runs from, and its last day for the day before that, for that day and
for the day after. Paying and claiming have a list of their own (``tests/io/cli/test_every_term``).
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from verdeelsleutel.instruments.terms import objections as objection_terms
from verdeelsleutel.instruments.terms import penalty as penalties
from verdeelsleutel.instruments.terms.objections import (
    Mend,
    Moved,
    Term,
    latest_adjournment,
    papers_from,
    papers_until,
    posted_in_time,
    to_appeal,
    to_decide,
    to_object,
    until_answered,
)
from verdeelsleutel.instruments.terms.penalty import Penalty, penalty
from verdeelsleutel.instruments.terms.settling import to_pay_back

D = date.fromisoformat
OBJECTING = to_object(D("2026-11-30"))  # until 11 January 2027
DECIDING = to_decide(OBJECTING, committee=False)  # until 22 February 2027
MOVED, STAYS = "artikel 1, eerste lid, Algemene termijnenwet", "niet verschoven"


def decided(sent: date, *, committee: bool = False) -> Term:
    return to_decide(to_object(sent), committee=committee)


def changed(*changes: Mend | Moved) -> Term:
    return to_decide(OBJECTING, committee=False, changes=changes)


def owed(notice: date, decided_on: date | None = None) -> Penalty:
    return penalty(notice, DECIDING, D("2027-06-01"), decided_on, per_day=(2_300, 3_500, 4_500))


@dataclass(frozen=True)
class Row:
    """A term: by which functions, from which day, its last days beside and on it, its article.

    ``moved`` is what is said of each to have moved it; empty where it is a day and no term, of
    which ``why`` says what moves it or why nothing does.
    """

    of: tuple[str, ...]
    last: Callable[[date], Term | date | None]
    starts: str
    lasts: tuple[str, str, str]
    article: str
    moved: tuple[str, str, str] = ("", "", "")
    why: str = ""


ROWS: dict[str, Row] = {
    "objecting, into Christmas": Row(
        ("to_object",), to_object, "2026-11-13",
        ("2026-12-24", "2026-12-28", "2026-12-28"), "artikelen 6:7 en 6:8", (STAYS, MOVED, MOVED),
    ),
    "a week more by post, to Easter Monday": Row(
        ("posted_in_time",), lambda day: posted_in_time(to_object(day)), "2026-02-16",
        ("2026-04-07", "2026-04-07", "2026-04-07"), "artikel 6:9", (MOVED, MOVED, STAYS),
    ),
    "mending a defect or showing when it was posted, to Good Friday": Row(
        ("until_answered",), lambda day: until_answered(day, None), "2027-03-12",
        ("2027-03-25", "2027-03-30", "2027-03-30"), "artikel 6:6",
        why="a term of two weeks that the office sets on a working day",
    ),
    "deciding in six weeks, to Easter Monday": Row(
        ("to_decide",), decided, "2027-01-04",
        ("2027-03-30", "2027-03-30", "2027-03-30"), "artikel 7:10, eerste lid",
        (MOVED, MOVED, STAYS),
    ),
    "deciding in twelve weeks with a committee": Row(
        ("to_decide",), lambda day: decided(day, committee=True), "2026-11-23",
        ("2027-03-30", "2027-03-30", "2027-03-30"), "artikel 7:13", (MOVED, MOVED, STAYS),
    ),
    "deciding, since the clock stood still until a defect was mended": Row(
        ("to_decide",),
        lambda day: changed(Mend(on=D("2027-01-18"), until=D("2027-02-01"), mended_on=day)),
        "2027-01-25", ("2027-03-01", "2027-03-01", "2027-03-01"), "artikel 7:10, tweede lid",
        (MOVED, MOVED, STAYS),
    ),
    "adjourned once, into Easter": Row(
        ("to_decide",), lambda day: changed(Moved(on=DECIDING.last, until=day)),
        "2027-03-27", ("2027-03-30", "2027-03-30", "2027-03-30"), "artikel 7:10, derde lid",
        (MOVED, MOVED, MOVED),
    ),
    "the latest adjournment, of a term that ends before Easter": Row(
        ("latest_adjournment",), lambda day: latest_adjournment(decided(day)), "2026-11-23",
        ("2027-03-30", "2027-03-30", "2027-03-30"), "artikel 7:10, derde lid",
        why="six weeks, past a weekend and Easter Monday",
    ),
    "put off by consent, to a Sunday": Row(
        ("to_decide",),
        lambda day: changed(Moved(on=DECIDING.last, until=day, by_consent=True)),
        "2027-05-02", ("2027-05-01", "2027-05-02", "2027-05-03"), "artikel 7:10, vierde lid",
        (STAYS, STAYS, STAYS),
    ),
    "handing in papers before a hearing": Row(
        ("papers_until",), papers_until, "2027-01-07",
        ("2026-12-27", "2026-12-28", "2026-12-29"), "artikel 7:4, eerste lid",
        why="counted back from the hearing, which art. 1 of the act does not lengthen",
    ),
    "papers lie open a week before a hearing": Row(
        ("papers_from",), papers_from, "2027-01-07",
        ("2026-12-30", "2026-12-31", "2027-01-01"), "artikel 7:4, tweede lid",
        why="counted back from the hearing, which art. 1 of the act does not lengthen",
    ),
    "two weeks after a notice of default, into Easter": Row(
        ("penalty",), lambda day: owed(day).grace, "2027-03-13",
        ("2027-03-30", "2027-03-30", "2027-03-30"), "artikel 4:17, derde lid",
        (MOVED, MOVED, MOVED),
    ),
    "the last of 42 days of a penalty": Row(
        ("penalty",), lambda day: owed(day).last, "2027-03-15",
        ("2027-05-11", "2027-05-11", "2027-05-11"), "artikel 4:17, eerste lid",
        why="42 days, to which the act does not apply; the two weeks before them end after Easter",
    ),
    "fixing a penalty, to a Saturday": Row(
        ("penalty",), lambda day: owed(D("2027-03-01"), day).fixed_by, "2027-03-21",
        ("2027-04-02", "2027-04-05", "2027-04-05"), "artikel 4:18",
        why="two weeks from its last day, the one before the decision, past a weekend",
    ),
    "paying again what a lower claim leaves, into New Year": Row(
        ("to_pay_back",), lambda day: to_pay_back(day, None), "2026-11-20",
        ("2026-12-31", "2027-01-04", "2027-01-04"), "artikel 4:87", (STAYS, MOVED, MOVED),
    ),
    "appealing, to Whit Monday": Row(
        ("to_appeal",), to_appeal, "2026-04-13",
        ("2026-05-26", "2026-05-26", "2026-05-26"), "artikelen 6:7 en 6:8", (MOVED, MOVED, STAYS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_term_ends_where_its_article_says_on_the_day_and_beside_it(name: str) -> None:
    row = ROWS[name]
    for at, more in enumerate((-1, 0, 1)):
        found = row.last(D(row.starts) + timedelta(days=more))
        if not isinstance(found, Term):
            assert found == D(row.lasts[at]), (name, more)
            assert row.why, name
            continue
        assert found.last == D(row.lasts[at]), (name, more, found)
        said = " ".join(one.nl for one in found.reasons)
        assert row.article in said, (name, said)
        assert row.moved[at] in said, (name, more, said)
        assert (found.last == found.law) is (STAYS in said), (name, more, said)


def test_no_function_that_gives_a_day_of_an_objection_is_without_a_row() -> None:
    gives = {
        name
        for module in (objection_terms, penalties)
        for name, one in inspect.getmembers(module, inspect.isfunction)
        if one.__module__ == module.__name__ and not name.startswith("_")
        if inspect.signature(one, eval_str=True).return_annotation in (Term, date, Penalty)
    }
    assert {"to_decide", "papers_from", "penalty"} <= gives
    # The first two make a term of any act and pass free days; the last is a day of the law itself.
    within = {"term_of_an_act", "past_free_days", "penalties_read_until"}
    assert gives - within <= {name for row in ROWS.values() for name in row.of}
