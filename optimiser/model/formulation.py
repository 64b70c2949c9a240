"""Writing a case down as an integer program: its applications, limits, cash years and links."""

from __future__ import annotations

from fractions import Fraction

from ...grants.rounds.constraint import Measure
from .case import Case, Item
from .limits import SEGMENTS_OF, Cash, Limit, Term
from .linear import Linear, Place
from .program import Program


def program_of(case: Case) -> Program:
    """State the case as an integer program."""
    program = Program(case)
    for i, item in enumerate(case.items):
        if item.constant is None:
            _place(program, i, item)
    for limit in case.limits:
        _state_limit(program, limit)
    for cash in case.cash:
        _state_cash(program, cash)
    for one, other in case.exclusions:
        both = program.number(one)
        both.add(program.number(other))
        program.at_most(both, 1, "EXCLUDES")
    for one, other in case.requirements:
        needs = program.number(one)
        needs.add(program.number(other), -1)
        program.at_most(needs, 0, "REQUIRES")
    for i in case.unmet:
        program.at_most(program.number(i), 0, "REQUIRES")
    for segment in SEGMENTS_OF[case.policy.objective]:
        program.affordable.add(program.homes(range(len(case.items)), segment))
    program.money = program.term(Term(1, Measure.MONEY, tuple(range(len(case.items)))))
    return program


def _place(program: Program, i: int, item: Item) -> None:
    steps = item.ladder
    able = int(steps.top > 0 and item.in_or_out >= 0)
    forced = int(item.in_or_out > 0)
    x = program.variable(f"x_{i}", max(able, forced), lower=forced)
    t = program.variable(f"t_{i}", steps.whole) if steps.whole else -1
    rest = program.variable(f"r_{i}", 1) if steps.rest else -1
    program.places[i] = Place(x, t, rest)
    if t >= 0:
        program.at_most(Linear({t: 1, x: -steps.whole}), 0)
    if rest >= 0 and t >= 0:
        program.at_most(Linear({rest: steps.whole, t: -1}), 0)
    elif rest >= 0:
        program.at_most(Linear({rest: 1, x: -1}), 0)


def _state_limit(program: Program, limit: Limit) -> None:
    left = Linear()
    for term in limit.terms:
        left.add(program.term(term))
    if not limit.hard:
        least = left.constant + sum(
            min(c * program.variables[v].lower, c * program.variables[v].upper)
            for v, c in left.terms.items()
        )
        most = left.constant + sum(
            max(c * program.variables[v].lower, c * program.variables[v].upper)
            for v, c in left.terms.items()
        )
        worst = limit.shortfall(int(most if limit.relation == "<=" else least))
        short = program.variable(f"s_{len(program.shortfall)}", worst)
        program.shortfall[limit.code] = short
        unit = limit.shortfall_unit
        left.terms[short] = -unit if limit.relation == "<=" else unit
    code = limit.code if limit.hard else ""
    if limit.relation == "<=":
        program.at_most(left, limit.limit, code)
    else:
        program.at_least(left, limit.limit, code)


def _state_cash(program: Program, cash: Cash) -> None:
    """In each year: what is paid, less what moved in, plus what moves on, is within the limit."""
    moved: int | None = None
    planned = _planned(program, cash)
    for year in sorted(cash.years):
        left, loose = _paid(program, planned.get(year, {}))
        if moved is not None and year - 1 in cash.years:
            left.terms[moved] = -cash.carry_over
        moved = None
        if cash.carry_over and year + 1 in cash.years:
            # As a part of what may move at most: in cents it would be too small for the solver.
            moved = program.variable(f"c_{cash.code}_{year}", 1, whole=False)
            left.terms[moved] = cash.carry_over
            program.carried[moved] = (cash, year)
        program.cash_rows[len(program.rows)] = (cash, year)
        program.at_most(left, cash.years[year] + loose, f"{cash.code}-{year}")


def _planned(program: Program, cash: Cash) -> dict[int, dict[int, int]]:
    """What the members would be paid in each year: of a constant its award, else its request."""
    found: dict[int, dict[int, int]] = {}
    for i in cash.members:
        item = program.case.items[i]
        if item.constant is not None:
            payments = item.constant.payments
        else:
            payments = [(p.year, p.amount.cents) for p in item.candidate.payments]
        for year, amount in payments:
            if amount:
                of_year = found.setdefault(year, {})
                of_year[i] = of_year.get(i, 0) + amount
    return found


def _paid(program: Program, planned: dict[int, int]) -> tuple[Linear, int]:
    """What is paid in a year, and by how many cents that may be too much for what is rounded."""
    left = Linear()
    loose = 0
    for i, amount in planned.items():
        item = program.case.items[i]
        requested = item.candidate.requested.cents
        if item.constant is not None:
            left.constant += amount
        elif item.ladder.top == 1 and item.ladder.base == requested:
            left.terms[program.places[i].x] = amount
        elif amount == requested:
            left.add(program.cents(i))
        else:
            for v, cents in program.cents(i).terms.items():
                left.terms[v] = Fraction(cents * amount, requested)
            loose += 1
    return left, loose
