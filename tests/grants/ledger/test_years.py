"""The table by year says what the ledgers say: to the cent, whatever was booked in them."""

import random
from collections.abc import Mapping
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.ledger import booking
from verdeelsleutel.grants.ledger.by_year import RoundMoney, years_of
from verdeelsleutel.grants.ledger.ledger import (
    WHOLE_FUND,
    Account,
    Balances,
    Cell,
    Charge,
    Overdrawn,
)
from verdeelsleutel.grants.ledger.years import YearLine
from verdeelsleutel.grants.money import ZERO, Euro

SCHEMES = ("gebiedsbudget", "woningbouwimpuls")
YEARS = range(2026, 2041)


def any_round(draw: random.Random, at: int) -> RoundMoney:
    """A round with anything booked in it: awards in one or two years, paid, settled, withdrawn."""
    year = 2026 + at
    ceilings = {Cell("vro", WHOLE_FUND, year): Euro(draw.randrange(10**9, 10**11))}
    if draw.random() < 0.5:
        ceilings[Cell("vro", "gebiedsbudget", year)] = Euro(draw.randrange(10**8, 10**10))
    now = Balances(ceilings)
    now = now.after(booking.opened(now))
    planned: dict[str, tuple[Cell, Mapping[int, Euro]]] = {}
    for number in (f"R{at}-{n}" for n in range(draw.randrange(9))):
        cell = Cell("vro", draw.choice(SCHEMES), year + (draw.random() < 0.2))
        amount = Euro(draw.randrange(1, 10**9))
        try:
            now = now.after(booking.held(now, [Charge(number, cell, amount)]))
        except Overdrawn:
            continue
        planned[number] = (cell, plan_of(draw, amount))
    now = now.after(booking.committed(now, but=draw.sample(sorted(planned), len(planned) // 3)))
    for number in sorted(planned):
        now = anything(draw, now, number)
    assert now.faults() == ()
    return RoundMoney(now, ceilings, planned, {})


def plan_of(draw: random.Random, amount: Euro) -> dict[int, Euro]:
    """A plan that pays all of it, or, as an odd one, less."""
    cuts = sorted(draw.randrange(amount.cents + 1) for _ in range(draw.randrange(4)))
    edges = [0, *cuts, amount.cents if draw.random() < 0.9 else (cuts or [0])[-1]]
    plan: dict[int, Euro] = {}
    for low, high in pairwise(edges):
        year = draw.choice(YEARS)
        plan[year] = plan.get(year, ZERO) + Euro(high - low)
    return plan


def anything(draw: random.Random, now: Balances, number: str) -> Balances:
    due = now.total(Account.COMMITTED, number)
    for step in draw.choice(
        ((), ("pay",), ("pay", "settle"), ("pay", "settle", "claim"), ("gone",))
    ):
        try:
            if step == "pay":
                part = Euro(draw.randrange(due.cents + 1))
                now = now.after(booking.advanced(now, number, part, draw.choice(YEARS)))
            elif step == "settle":
                now = now.after(booking.settled(now, number, Euro(draw.randrange(due.cents + 1))))
            elif step == "claim":
                above = now.total(Account.ADVANCED, number)
                now = now.after(booking.reclaimed(now, number, above))
            else:
                now = now.after(booking.released(now, number))
        except (Overdrawn, ValueError):
            break  # what the ledger refuses was not done
    return now


def by_cell(lines: tuple[YearLine, ...]) -> dict[Cell, YearLine]:
    return {Cell(one.fund, one.instrument, one.year): one for one in lines}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_the_table_adds_up_to_the_ledgers_of_all_rounds(seed: int) -> None:
    draw = random.Random(seed)
    rounds = [any_round(draw, at) for at in range(draw.randrange(1, 4))]
    lines = by_cell(years_of(rounds))
    assert list(lines) == sorted(lines, key=lambda one: (one.fund, one.year, one))
    for account, name in (
        (Account.COMMITTED, "committed"), (Account.RESERVED, "reserved"),
        (Account.SETTLED, "settled"), (Account.RECLAIMED, "reclaimed"),
    ):  # fmt: skip
        for cell in sorted({c for one in rounds for c in one.balances.cells} | set(lines)):
            if cell.instrument == WHOLE_FUND and name in ("settled", "reclaimed"):
                continue
            posted = sum(one.balances.of(cell, account).cents for one in rounds)
            told = getattr(lines[cell], name).cents if cell in lines else 0
            assert told == posted, (cell, name)
    for cell, line in lines.items():
        own = [one for one in rounds if cell in one.ceilings]
        assert (line.free is None) == (not own)
        if line.free is not None:
            assert line.free == Euro.total(one.balances.room(cell) for one in own)
            assert line.ceiling == Euro.total(one.ceilings[cell] for one in own)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_still_to_pay_is_what_is_committed_and_was_not_paid(seed: int) -> None:
    draw = random.Random(seed)
    rounds = [any_round(draw, at) for at in range(draw.randrange(1, 4))]
    lines = years_of(rounds)
    wanted = 0
    for one in rounds:
        for number in one.balances.applications_on(Account.COMMITTED):
            due, paid = (
                one.balances.total(Account.COMMITTED, number),
                one.balances.total(Account.ADVANCED, number)
                + one.balances.total(Account.SETTLED, number),
            )
            wanted += max(due.cents - paid.cents, 0)
    for fund in (True, False):
        chosen = [one for one in lines if (one.instrument == WHOLE_FUND) is fund]
        assert sum(one.to_pay.cents for one in chosen) == wanted
    for line in lines:  # a fund as a whole is the sum of its schemes
        if line.instrument == WHOLE_FUND:
            of = [o for o in lines if o.instrument and (o.fund, o.year) == (line.fund, line.year)]
            for name in ("reserved", "committed", "to_pay", "paid", "settled", "reclaimed"):
                assert getattr(line, name) == Euro.total(getattr(one, name) for one in of), name


def test_what_was_paid_takes_the_first_years_of_a_plan() -> None:
    cell, fund = Cell("vro", "gebiedsbudget", 2026), Cell("vro", WHOLE_FUND, 2026)
    now = Balances({fund: Euro.euros(1000)})
    now = now.after(booking.opened(now))
    now = now.after(booking.held(now, [Charge("GB-1", cell, Euro.euros(100))]))
    now = now.after(booking.committed(now))
    now = now.after(booking.advanced(now, "GB-1", Euro.euros(70), 2026))
    plan = {2026: Euro.euros(60), 2027: Euro.euros(40)}
    lines = by_cell(
        years_of([RoundMoney(now, {fund: Euro.euros(1000)}, {"GB-1": (cell, plan)}, {})])
    )
    assert (lines[cell].paid, lines[cell].to_pay) == (Euro.euros(70), ZERO)
    later = lines[Cell("vro", "gebiedsbudget", 2027)]
    assert (later.paid, later.to_pay, later.committed) == (ZERO, Euro.euros(30), ZERO)
    assert lines[fund].free == Euro.euros(900)


def test_what_was_paid_and_has_to_come_back_is_free_for_nobody() -> None:
    cell, fund = Cell("vro", "gebiedsbudget", 2026), Cell("vro", WHOLE_FUND, 2026)
    ceilings = {fund: Euro.euros(1000), cell: Euro.euros(500)}
    now = Balances(ceilings)
    now = now.after(booking.opened(now))
    out = {cell: Euro.euros(70), Cell("vro", "gebiedsbudget", 2027): Euro.euros(5)}
    lines = by_cell(years_of([RoundMoney(now, ceilings, {}, out)]))
    assert (lines[cell].free, lines[fund].free) == (Euro.euros(430), Euro.euros(930))
