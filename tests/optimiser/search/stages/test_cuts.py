"""Homes of a cut award are rounded down by rows that no solver's tolerance can turn round."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Form
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.model.case import case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.model.program import Program
from verdeelsleutel.optimiser.search.stages.cuts import rounded

from ....sampling import examples
from ...builders import MLN, candidate, goal, policy


def _values(program: Program, level: int, homes: dict[int, int]) -> list[int]:
    """The variables of the only application at a level, with these homes by segment."""
    place, item = program.places[0], program.case.items[0]
    values = [0] * len(program.variables)
    values[place.x] = int(level > 0)
    if place.t >= 0:
        values[place.t] = max(0, min(level - 1, item.ladder.whole))
    if place.rest >= 0:
        values[place.rest] = int(level == item.ladder.top)
    for (_, segment, _), h in program.stairs().items():
        values[h] = homes[segment]
    return values


def _over(program: Program, values: list[int]) -> Fraction:
    """By how much the row that is met worst is broken; below zero where all hold with room."""
    stairs = set(program.stairs().values())
    goals = set(program.shortfall.values())
    rows = [
        row
        for row in program.rows
        if any(v in stairs for v, _ in row.terms) and not any(v in goals for v, _ in row.terms)
    ]
    return max(Fraction(sum(c * values[v] for v, c in row.terms) - row.limit) for row in rows)


@given(
    thousands=st.integers(2, 60),
    odd=st.integers(0, 99_999),
    share=st.integers(1, 9),
    homes=st.lists(st.integers(0, 120), min_size=4, max_size=4),
)
@settings(max_examples=examples(60), deadline=None)
def test_every_level_has_its_own_homes_and_no_others(
    thousands: int, odd: int, share: int, homes: list[int]
) -> None:
    cents = thousands * 100_000 + odd
    one = candidate(
        "WBI-1",
        cents,
        homes,
        form=Form.SCALABLE,
        minimum=Euro(cents * share // 10),
        step=Euro(100_000),
    )
    wanted = goal("SOCIAAL", measure="social_rent", of="homes", at_least="30%", hard=False)
    program = program_of(case_of([one], policy(MLN, constraint=(wanted,))))
    if not program.stairs():
        return
    item = program.case.items[0]
    for level in range(1, item.ladder.top + 1):
        exact = {segment: rounded(item, homes[segment], level) for segment in range(4)}
        assert _over(program, _values(program, level, exact)) < 0
        for _, segment, _ in program.stairs():
            for wrong in (-1, 1):
                other = exact | {segment: exact[segment] + wrong}
                assert _over(program, _values(program, level, other)) > 0
