#!/usr/bin/env python3
"""Check the proof of an allocation, without the program that made it.

    python check_proof.py PROBLEM.json PROOF.xz

One file, Python 3.11 or later, nothing else needed. It is written apart from the program: it takes
the problem as it is stated (columns, rows, goals, the published order and the list) and the proof,
adds everything up again in whole numbers, and prints what holds. What the keys and steps mean is in
``docs/proof.md``; the numbers of the sections below are those of that page.

Exit codes: 0 everything is shown; 1 something does not hold; 3 what is there holds, but a goal or
the order has no proof.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import math
import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

NUMBER = re.compile(r"(0|-?[1-9][0-9]*)(/[1-9][0-9]*)?", re.ASCII)
STEP = re.compile(r"[BTL]( (0|-?[1-9][0-9]*))+", re.ASCII)
LONGEST, MOST_LINES = 2**26, 2**20  # of the text of a proof: bytes, and lines
HEADING = re.compile(r"(stage|application) (0|[1-9][0-9]*)", re.ASCII)


class Wrong(Exception):
    """Something does not hold, in a sentence."""


class Payment(NamedTuple):
    """What an award pays in a year: shares of it rounded down, or what those leave of it."""

    columns: list[int]
    cents: list[int]
    shares: list[int]
    requested: int
    rest: bool


class Stated(NamedTuple):
    """A row as the problem has it: terms and payments together at most the limit."""

    code: str
    terms: list[tuple[int, Fraction]]
    limit: Fraction
    payments: list[Payment]


class Goal(NamedTuple):
    """What is made as large or as small as possible, and what the list comes to."""

    name: str
    maximise: bool
    terms: list[tuple[int, int]]
    constant: int
    value: int


class Applied(NamedTuple):
    """An application in the published order: the variables of its level, and its level."""

    name: str
    columns: list[int]
    most: list[int]
    level: int


class Row(NamedTuple):
    """``sum of coefficients <= limit``, and the payments for whose rounding that leaves room."""

    coefficients: dict[int, int]
    limit: int
    payments: list[Payment]
    unit: int


class State(NamedTuple):
    """A box and the rows that hold in it."""

    lower: list[int]
    upper: list[int]
    rows: list[Row]


def need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)


def number(stated: Any) -> Fraction:
    """A whole number, or a fraction written as text."""
    if isinstance(stated, int) and not isinstance(stated, bool):
        return Fraction(stated)
    need(isinstance(stated, str) and NUMBER.fullmatch(stated) is not None, f"no number: {stated!r}")
    return Fraction(stated)


# 2. The problem -----------------------------------------------------------------------------------


class Problem:
    """The problem as stated, and the list in it."""

    def __init__(self, stated: dict[str, Any]) -> None:
        need(stated.get("format") == "verdeelsleutel problem 1", "this is no problem of format 1")
        self.lower = [int(number(column[1])) for column in stated["columns"]]
        self.upper = [int(number(column[2])) for column in stated["columns"]]
        self.kinds = [str(column[3]) for column in stated["columns"]]
        self.rows = [read_row(row) for row in stated["rows"]]
        self.goals = [
            Goal(
                name=str(one["name"]),
                maximise=bool(one["maximise"]),
                terms=[(int(j), int(c)) for j, c in one["terms"]],
                constant=int(one["constant"]),
                value=int(one["value"]),
            )
            for one in stated.get("goals", [])
        ]
        self.order = [
            Applied(
                name=str(one["application"]),
                columns=whole_numbers(one["columns"]),
                most=whole_numbers(one["most"]),
                level=int(one["level"]),
            )
            for one in stated.get("order", [])
        ]
        self.point = [number(value) for value in stated.get("point", [])]
        self.conflict = [str(code) for code in stated.get("conflict", [])]
        need(set(self.kinds) <= {"whole", "implied", "part"}, "a column is of no known kind")
        need(all(low >= 0 for low in self.lower), "a column may be below zero")
        if self.conflict:
            parts = self.goals or self.order or self.point
            need(not parts, "a problem that nothing can keep has a goal or a list")
            known = {"", *self.conflict}
            need(all(row.code in known for row in self.rows), "a row is of no named constraint")
        else:
            need(len(self.goals) >= 2, "there are no goals")

    def whole(self, j: int) -> bool:
        return self.kinds[j] == "whole"

    def check_list(self) -> None:
        """The list keeps every row, and comes to the values that it is said to have."""
        point = self.point
        need(len(point) == len(self.kinds), "the list does not have a value for every column")
        for j, value in enumerate(point):
            need(self.lower[j] <= value <= self.upper[j], f"column {j} is out of its bounds")
            need(self.kinds[j] == "part" or value.denominator == 1, f"column {j} is not whole")
        for place, row in enumerate(self.rows, 1):
            total = sum((c * point[j] for j, c in row.terms), Fraction(0))
            total += sum(paid(one, point) for one in row.payments)
            need(total <= row.limit, f"the list breaks row {place} {row.code}")
        for goal in self.goals:
            total = sum((c * point[j] for j, c in goal.terms), Fraction(goal.constant))
            need(total == goal.value, f"the list does not come to the value of {goal.name}")
        for one in self.order:
            values = spread(one)
            stands = all(point[j] == v for j, v in zip(one.columns, values, strict=True))
            need(stands, f"the level of {one.name} is not that of the list")
            need(sum(values) == one.level, f"{one.name} has no such level")


def whole_numbers(stated: list[Any]) -> list[int]:
    return [int(one) for one in stated]


def read_row(stated: dict[str, Any]) -> Stated:
    return Stated(
        code=str(stated["code"]),
        terms=[(int(j), number(c)) for j, c in stated["terms"]],
        limit=number(stated["limit"]),
        payments=[
            Payment(
                columns=whole_numbers(one["columns"]),
                cents=whole_numbers(one["cents"]),
                shares=whole_numbers(one["shares"]),
                requested=int(one["requested"]),
                rest=bool(one["rest"]),
            )
            for one in stated["payments"]
        ],
    )


def paid(one: Payment, values: Sequence[int | Fraction]) -> int:
    award = sum(c * int(values[j]) for j, c in zip(one.columns, one.cents, strict=True))
    shares = sum(share * award // one.requested for share in one.shares)
    return award - shares if one.rest else shares


def spread(one: Applied) -> list[int]:
    """A level over the variables that make it up, the first ones filled first."""
    values: list[int] = []
    for room in one.most:
        values.append(min(one.level - sum(values), room))
    return values


# 3. Rows in the size in which they are added up ---------------------------------------------------


def sized(coefficients: dict[int, Fraction], limit: Fraction, integral: bool) -> Row:
    coefficients = {j: c for j, c in coefficients.items() if c}
    common = math.lcm(*[c.denominator for c in coefficients.values()])
    whole = {j: int(c * common) for j, c in coefficients.items()}
    limit = limit * common
    if integral and whole:
        divisor = math.gcd(*whole.values())
        whole = {j: c // divisor for j, c in whole.items()}
        limit = Fraction(math.floor(limit / divisor))
    else:
        whole = {j: c * limit.denominator for j, c in whole.items()}
        limit = Fraction(limit.numerator)
    bits = max([abs(c).bit_length() for c in whole.values()], default=46)
    factor = Fraction(2) ** (46 - bits if bits < 46 else 96 - bits if bits > 96 else 0)
    rounded = {j: math.floor(c * factor) for j, c in whole.items()}
    return Row(rounded, math.ceil(limit * factor), [], 0)


def with_payments(stated: Stated, terms: dict[int, Fraction]) -> Row:
    """A row with rounded payments: each as its share of the award, with room for the rounding."""
    for one in stated.payments:
        share = Fraction(sum(one.shares), one.requested)
        for j, cents in zip(one.columns, one.cents, strict=True):
            terms[j] = terms.get(j, Fraction(0)) + (1 - share if one.rest else share) * cents
    unit = max(62 - max(math.floor(abs(c)).bit_length() for c in terms.values()), 10)
    factor = 2**unit
    limit = math.ceil(stated.limit * factor)
    limit += sum(room_for(one, unit) for one in stated.payments)
    coefficients = {j: math.floor(c * factor) for j, c in terms.items()}
    return Row(coefficients, limit, stated.payments, unit)


def room_for(one: Payment, unit: int) -> int:
    """By how much a payment may stay below its share: a cent, but the last one does not."""
    return 0 if one.rest else 2**unit


def own_rows(problem: Problem) -> list[Row]:
    found: list[Row] = []
    for stated in problem.rows:
        terms: dict[int, Fraction] = {}
        for j, c in stated.terms:
            terms[j] = terms.get(j, Fraction(0)) + c
        if stated.payments:
            found.append(with_payments(stated, terms))
        else:
            integral = all(problem.kinds[j] != "part" for j in terms)
            found.append(sized(terms, stated.limit, integral))
    return found


def turned(goal: Goal) -> tuple[dict[int, int], int]:
    """A goal of which less is better: its terms, and what they come to in the list."""
    sign = -1 if goal.maximise else 1
    return {j: sign * c for j, c in goal.terms}, sign * (goal.value - goal.constant)


def held(goal: Goal) -> Row:
    terms, value = turned(goal)
    return sized({j: Fraction(c) for j, c in terms.items()}, Fraction(value), True)


def cutoff(goal: Goal) -> Row:
    """Only what is better: by the greatest common divisor of the terms, or more."""
    terms, value = turned(goal)
    step = math.gcd(*terms.values()) or 1
    most = (value - 1) // step * step
    return sized({j: Fraction(c) for j, c in terms.items()}, Fraction(most), True)


# 4. Steps -----------------------------------------------------------------------------------------


class Checker:
    """Follows the steps of a tree until everything is closed."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem

    def combine(self, state: State, numbers: list[int]) -> bool:
        """Add rows up. Closed, or else the box gets smaller; anything else is refused."""
        need(len(numbers) % 2 == 0, "a sum without a multiplier")
        sums: dict[int, int] = {}
        beta, last = 0, -1
        for place, weight in zip(numbers[::2], numbers[1::2], strict=True):
            need(last < place < len(state.rows), f"row {place} is not there, or out of order")
            need(weight > 0, "a multiplier that is not above nought")
            last, row = place, state.rows[place]
            beta += weight * limit_in(row, state)
            for j, c in row.coefficients.items():
                sums[j] = sums.get(j, 0) + weight * c
        least = 0
        for j, d in sums.items():
            least += d * (state.lower[j] if d > 0 else state.upper[j])
        if least > beta:
            return True
        smaller = False
        for j, d in sums.items():
            if d and self.problem.whole(j):
                steps = (beta - least) // abs(d)
                if steps < state.upper[j] - state.lower[j]:
                    smaller = True
                    if d > 0:
                        state.upper[j] = state.lower[j] + steps
                    else:
                        state.lower[j] = state.upper[j] - steps
        need(smaller, "a sum that neither closes a box nor makes it smaller")
        return False

    def branch(self, state: State, numbers: list[int]) -> tuple[State, State]:
        need(len(numbers) == 2, "a branch needs a variable and a number")
        j, most = numbers
        need(0 <= j < len(state.lower) and self.problem.whole(j), f"variable {j} is not whole")
        need(state.lower[j] <= most < state.upper[j], f"variable {j} cannot be branched at {most}")
        first = State(list(state.lower), list(state.upper), state.rows)
        second = State(list(state.lower), list(state.upper), state.rows)
        first.upper[j], second.lower[j] = most, most + 1
        return first, second

    def lemma(self, state: State, numbers: list[int]) -> tuple[State, State]:
        need(len(numbers) % 2 == 1 and len(numbers) > 1, "a lemma needs terms and a limit")
        most, terms = numbers[0], dict(zip(numbers[1::2], numbers[2::2], strict=True))
        need(list(terms) == sorted(numbers[1::2]), "the variables of a lemma are out of order")
        need(len(terms) == len(numbers) // 2, "a lemma names a variable twice")
        for j, c in terms.items():
            fine = 0 <= j < len(state.lower) and self.problem.whole(j) and c != 0
            need(fine, f"a lemma cannot speak of variable {j}")
        fails = sized({j: Fraction(-c) for j, c in terms.items()}, Fraction(-most - 1), True)
        holds = sized({j: Fraction(c) for j, c in terms.items()}, Fraction(most), True)
        first = State(list(state.lower), list(state.upper), [*state.rows, fails])
        second = State(list(state.lower), list(state.upper), [*state.rows, holds])
        return first, second

    def close(self, state: State, steps: list[str]) -> int:
        """Every box has to be closed by the steps, and every step to be used. Counts the boxes."""
        waiting, closed = [state], 0
        for line in steps:
            need(bool(waiting), "a step is left over")
            now = waiting[-1]
            kind, numbers = line[0], [int(one) for one in line.split(" ")[1:]]
            if kind == "T":
                if self.combine(now, numbers):
                    waiting.pop()
                    closed += 1
            else:
                parts = (self.branch if kind == "B" else self.lemma)(now, numbers)
                waiting[-1:] = [parts[1], parts[0]]
        need(not waiting, "a box is left open")
        return closed


def limit_in(row: Row, state: State) -> int:
    """The limit of a row in a box: a payment whose award is fixed is known to the cent."""
    limit = row.limit
    for one in row.payments:
        if all(state.lower[j] == state.upper[j] for j in one.columns):
            stated = sum(row.coefficients[j] * state.lower[j] for j in one.columns)
            exact = paid(one, state.lower) * 2**row.unit
            limit += stated - exact - room_for(one, row.unit)
    return limit


# 5. The published order ---------------------------------------------------------------------------


def never_used(problem: Problem, rows: list[Row]) -> set[int]:
    """Whole variables that only cost: nought in every list that is as good by all goals."""
    costs, _ = turned(problem.goals[-1])
    needed_always = {j for g in problem.goals[:-1] for j, c in turned(g)[0].items() if c < 0}
    for row in rows:
        for one in row.payments:
            if one.rest:
                last = one.requested - sum(one.shares)
                for j, cents in zip(one.columns, one.cents, strict=True):
                    if cents * last < len(one.shares) * one.requested:
                        needed_always.add(j)
    upper, found = list(problem.upper), set[int]()
    while True:
        needed = set(needed_always)
        for row in rows:
            most = sum(
                c * (upper[j] if c > 0 else problem.lower[j]) for j, c in row.coefficients.items()
            )
            if row.payments or most > row.limit:
                needed |= {j for j, c in row.coefficients.items() if c < 0}
        more = {
            j
            for j, c in costs.items()
            if c > 0 and problem.whole(j) and problem.lower[j] == 0 < upper[j] and j not in needed
        }
        if not more:
            return found
        found |= more
        for j in more:
            upper[j] = 0


def check_order(
    problem: Problem, rows: list[Row], shared: list[str], trees: dict[int, list[str]]
) -> int:
    *before, last = problem.goals
    all_rows = [held(last), *rows, *[held(goal) for goal in before]]
    state = State(list(problem.lower), list(problem.upper), all_rows)
    for j in never_used(problem, rows):
        state.upper[j] = 0
    checker, closed, trees = Checker(problem), 0, dict(trees)
    for line in shared:
        need(line.startswith("T "), "before the first application only sums can stand")
        numbers = [int(one) for one in line.split(" ")[1:]]
        need(not checker.combine(state, numbers), "the list itself is not among the best")
    for place, one in enumerate(problem.order):
        values = spread(one)
        for j, value, most in zip(one.columns, values, one.most, strict=True):
            if value < most:
                if value + 1 <= state.upper[j]:
                    need(place in trees, f"{one.name} is left open")
                    more = State(list(state.lower), list(state.upper), state.rows)
                    more.lower[j] = value + 1
                    closed += checker.close(more, trees.pop(place))
                break
        for j, value in zip(one.columns, values, strict=True):
            need(state.lower[j] <= value <= state.upper[j], "the list is not among the best")
            state.lower[j] = state.upper[j] = value
    need(not trees, "there are steps for an application of which nothing is asked")
    return closed


# 1. The proof, and what holds ---------------------------------------------------------------------


def sections(text: str, claim: str) -> tuple[dict[int, list[str]], list[str] | None, Any]:
    """The steps of each stage, those before the first application, and those of each of them."""
    lines = text.split("\n")
    need(lines[:1] == ["verdeelsleutel proof 1"], "this is no proof of format 1")
    need(lines[-2:] == ["end", ""], "the proof is cut short")
    need(lines[1] == f"claim {claim}", "this is a proof of another problem or another list")
    stages: dict[int, list[str]] = {}
    trees: dict[int, list[str]] = {}
    shared: list[str] | None = None
    current: list[str] | None = None
    for line in lines[2:-2]:
        heading = HEADING.fullmatch(line)
        if line == "order":
            need(shared is None, "the order stands twice")
            current = shared = []
        elif heading is not None:
            of = stages if heading[1] == "stage" else trees
            place = int(heading[2])
            need((heading[1] == "stage") == (shared is None), "a part stands in the wrong place")
            need(not of or place > max(of), "a part stands in the wrong place")
            current = of[place] = []
        else:
            if current is None or STEP.fullmatch(line) is None:
                raise Wrong(f"no step: {line[:60]}")
            current.append(line)
    return stages, shared, trees


def check(problem_text: str, proof_text: str) -> tuple[list[str], bool]:
    """What holds, a sentence each, and whether that is everything.

    Raises:
        Wrong: something does not hold.
    """
    claim = hashlib.sha256(problem_text.encode()).hexdigest()
    problem = Problem(json.loads(problem_text))
    said = [f"Problem {claim}, proof {hashlib.sha256(proof_text.encode()).hexdigest()}."]
    stages, shared, trees = sections(proof_text, claim)
    rows, complete = own_rows(problem), True
    if problem.conflict:
        need(list(stages) == [0] and shared is None, "this is a proof of a list")
        state = State(list(problem.lower), list(problem.upper), rows)
        closed = Checker(problem).close(state, stages[0])
        named = ", ".join(problem.conflict)
        return [*said, f"{named}: no list keeps them together, in {closed} boxes."], True
    problem.check_list()
    said.append(f"The list keeps all {len(problem.rows)} rows, in whole cents and homes.")
    for place, goal in enumerate(problem.goals):
        if place not in stages:
            complete = False
            said.append(f"{goal.name}: {goal.value}; that none is better is not shown.")
            continue
        before = [held(one) for one in problem.goals[:place]]
        state = State(list(problem.lower), list(problem.upper), [cutoff(goal), *rows, *before])
        closed = Checker(problem).close(state, stages.pop(place))
        said.append(f"{goal.name}: {goal.value}; none is better, in {closed} boxes.")
    need(not stages, "there is a stage too many")
    if shared is None:
        need(not trees, "there are applications without the order")
        said.append("published order: not shown.")
        return said, False
    closed = check_order(problem, rows, shared, trees)
    said.append(f"published order: nobody can have more before who comes later, {closed} boxes.")
    return said, complete


def unpacked(packed: bytes) -> str:
    """The text of a proof; one that is longer than any can be is none."""
    reader = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=2**28)
    text = reader.decompress(packed, max_length=LONGEST)
    need(reader.eof and not reader.unused_data, "the proof is cut short, or more follows it")
    need(text.count(b"\n") <= MOST_LINES, "the proof has more lines than a proof has")
    return text.decode("ascii")


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        print(__doc__)  # noqa: T201
        return 2
    try:
        problem_text = Path(arguments[0]).read_bytes().decode("ascii")
        proof_text = unpacked(Path(arguments[1]).read_bytes())
        said, complete = check(problem_text, proof_text)
    except (
        Wrong, OSError, lzma.LZMAError, ValueError, KeyError, TypeError, IndexError, RecursionError,
    ) as wrong:  # fmt: skip
        print(f"REFUSED: {type(wrong).__name__}: {wrong}")  # noqa: T201
        return 1
    print("\n".join(said))  # noqa: T201
    return 0 if complete else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
