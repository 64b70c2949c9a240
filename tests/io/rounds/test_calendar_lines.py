"""Terms that are alike are one line, nothing is lost in it, and what presses comes first."""

import random
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.io.rounds.calendar.listing import grouped
from verdeelsleutel.io.rounds.calendar.term import CalendarTerm, Nature, Who

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
