"""Terms that are alike are one line, nothing is lost in it, and what presses comes first."""

import random
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.settling_terms import to_pay_back
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.records.settling.stored import (
    Part,
    SettlingDetail,
    SettlingKind,
    StoredAct,
)
from verdeelsleutel.io.rounds.calendar.listing import grouped
from verdeelsleutel.io.rounds.calendar.settling import terms_of_a_claim
from verdeelsleutel.io.rounds.calendar.term import CalendarTerm, Nature, RoundOnDay, Who
from verdeelsleutel.io.rounds.settling.claims import Claim

TODAY = date(2027, 3, 1)
SCHEMES = ("gebiedsbudget", "woningbouwimpuls")


def both(text: str) -> Bilingual:
    return Bilingual(nl=text, en=text)


def any_term(draw: random.Random, number: int) -> CalendarTerm:
    return CalendarTerm(
        round=draw.choice(("2026-1", "2026-2")),
        instrument=draw.choice(SCHEMES),
        application_id=f"A-{number}",
        what=both(draw.choice(("betalen", "beslissen"))),
        day=TODAY + timedelta(days=draw.randrange(-5, 6)),
        reasons=(both(draw.choice(("artikel 1", "artikel 2"))), both("niet verschoven")),
        who=draw.choice((Who.OFFICER, Who.MINISTER)),
        cost=both("rente"),
        command="verdeel pay order {number}",
        nature=draw.choice(tuple(Nature)),
    )


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32))
def test_no_term_is_lost_in_a_line_and_none_is_told_twice(seed: int) -> None:
    draw = random.Random(seed)
    terms = [any_term(draw, number) for number in range(draw.randrange(40))]
    lines = grouped(terms, TODAY)
    assert sum(one.count for one in lines) == len(terms)
    told = sorted(number for one in lines for number in one.applications)
    assert told == sorted(one.application_id for one in terms)
    days = {one.application_id: one.day for one in terms}
    for line in lines:
        own = [days[number] for number in line.applications]
        assert (line.first, line.last, line.count) == (min(own), max(own), len(own))
        assert line.late == (line.first < TODAY) == (line.last < TODAY)  # never both in one
        named = line.applications[0] if line.count == 1 else "<aanvraag>"
        assert line.command == f"verdeel pay order {named}"
    assert [one.first for one in lines] == sorted(one.first for one in lines)
    assert grouped(reversed(terms), TODAY) == lines


def claim(parts: tuple[Part, ...] = (), reminded: tuple[date, ...] = (), paid: int = 0) -> Claim:
    """A claim of thousand euros that was sent on 15 February 2027, with what came of it."""

    def act(kind: SettlingKind, on: date, **detail: Any) -> StoredAct:
        return StoredAct(
            row_id=1, application_id="WBI-1", kind=kind, on=on, article="", reason="",
            detail=SettlingDetail(**detail), digest="", made_by="A", approver="B", approved_on=on,
        )  # fmt: skip

    sent = date(2027, 2, 15)
    repaid = (act(SettlingKind.REPAID, date(2027, 3, 1), amount=Euro(paid)),) if paid else ()
    whole = Euro(100_000)
    return Claim(
        act=act(SettlingKind.RECLAIMED, sent, amount=whole, payable=whole, vat=ZERO),
        term=to_pay_back(sent, None),
        arranged=act(SettlingKind.ARRANGED, sent, parts=parts) if parts else None,
        reminded=tuple(act(SettlingKind.REMINDED, on) for on in reminded),
        repayments=repaid,
    )  # fmt: skip


def terms_on(on: date, of: Claim) -> dict[str, CalendarTerm]:
    reader = cast(Any, SimpleNamespace(id="2026-1"))
    seen = RoundOnDay(reader, on, Office())
    return {one.what.nl.split(" (")[0]: one for one in terms_of_a_claim(seen, "WBI-1", "x", of)}


def test_paying_back_presses_until_easter_has_passed_and_then_it_is_late() -> None:
    # Six weeks after 15 February is Easter Monday, 29 March 2027.
    term = terms_on(date(2027, 3, 30), claim())["terugbetalen"]
    assert (term.day, term.over(date(2027, 3, 30))) == (date(2027, 3, 30), False)
    assert "reclaim repaid" in term.command
    late = terms_on(date(2027, 3, 31), claim())["terugbetalen"]
    assert (late.day, late.over(date(2027, 3, 31))) == (date(2027, 3, 30), True)
    assert "reclaim remind" in late.command


def test_a_reminder_gives_two_weeks_and_begins_the_five_years_anew() -> None:
    reminded = claim(reminded=(date(2027, 4, 13),))
    told = terms_on(date(2027, 4, 14), reminded)
    assert told["terugbetalen"].day == date(2027, 4, 28)  # the 27th is the King's birthday
    assert told["laatste dag voordat de terugvordering verjaart"].day == date(2032, 4, 13)
    before = terms_on(date(2027, 4, 1), claim())
    assert before["laatste dag voordat de terugvordering verjaart"].day == date(2032, 3, 30)


def test_an_arrangement_is_told_part_by_part() -> None:
    parts = (
        Part(by=date(2027, 4, 1), amount=Euro(40_000)),
        Part(by=date(2027, 5, 1), amount=Euro(60_000)),
    )
    first = terms_on(date(2027, 3, 20), claim(parts))["terugbetalen"]
    assert (first.day, first.reasons[1].nl) == (
        date(2027, 4, 1), "niet verschoven: een afgesproken dag is geen termijn van een wet",
    )  # fmt: skip
    paid = terms_on(date(2027, 4, 2), claim(parts, paid=40_000))["terugbetalen"]
    assert paid.day == date(2027, 5, 1)
    unpaid = terms_on(date(2027, 4, 2), claim(parts))["terugbetalen"]
    assert (unpaid.day, unpaid.over(date(2027, 4, 2))) == (date(2027, 4, 1), True)
