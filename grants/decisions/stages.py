"""The stages of an optimum: what each came to, and what shows that nothing is better."""

from __future__ import annotations

from enum import StrEnum

from ..record import Record


class Unit(StrEnum):
    """The unit of a constraint's numbers."""

    CENTS = "cents"
    HOMES = "homes"
    NUMBER = "number"
    ROW = "row"  # the integer row of a share, such as 3 x affordable - 2 x all


class Basis(StrEnum):
    """What it rests on that a stage has no better value."""

    EXACT_BOUND = "exact_bound"  # multipliers in fractions, worked out again without a solver
    CHECKED_TREE = "checked_tree"  # a tree of such sums, followed to its end without a solver
    TWO_SOLVERS = "two_solvers"  # each by itself at zero gap; no proof
    ONE_SOLVER = "one_solver"
    NOTHING = "nothing"  # time ran out


PROOFS = (Basis.EXACT_BOUND, Basis.CHECKED_TREE)  # what needs no trust in any solver
ORDER = "published order"


class Stage(Record):
    """One stage of the lexicographic optimum: its value, its bound, and who found it.

    ``multipliers`` are those of an exact bound: the place of a row in the program that the case
    states, and its multiplier as a multiple of 2 to the power -70.
    """

    name: str
    unit: Unit
    value: int
    bound: int
    proven: bool
    solver: str
    basis: Basis = Basis.ONE_SOLVER
    multipliers: tuple[tuple[int, int], ...] = ()
