"""One program in its solvers: the bounds of now, what is held, and the exact bound."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager

from ...model.case import Case, Grant
from ...model.linear import Variable
from ...model.objectives import Objective, held_row
from ...model.program import Program
from ...proof.bounds import Bound, Proof, exact_bound, tightened
from ...solution import OURS, Progress
from ..solvers.cp_sat import CpSat
from ..solvers.highs import Highs, Relaxation
from ..solvers.office_solver import SolverMissing, office_solver
from ..solvers.scip import Scip, scip_is_here
from ..solvers.solver import Engine, Engines, ScaledRow, scaled
from .verification import Truth


def engines_of(program: Program, solver: str) -> tuple[Engine, ...]:
    """The solvers of a search: ours, as far as they are installed, or one alone.

    CP-SAT is the first and HiGHS the last of ours.

    Raises:
        ValueError: there is no solver of that name.
        SolverMissing: there is, but not on this machine.
    """
    if solver == OURS:
        between = (Scip(program),) if scip_is_here() else ()
        return CpSat(program), *between, Highs(program)
    if solver == "scip":
        if not scip_is_here():
            raise SolverMissing("SCIP")
        return (Scip(program),)
    return (office_solver(program, solver),)


class Loaded:
    """A program, in every solver that may be asked."""

    def __init__(
        self,
        program: Program,
        solver: str,
        deadline: float,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.program = program
        self.case: Case = program.case
        self.engines = engines_of(program, solver)
        self.engine = Engines(program, self.engines)
        self.truth = Truth(program, self.engine)
        self.proof = Proof(program)
        self.deadline = deadline
        self.progress = progress
        self.reach: int | None = None
        self.fitted: list[ScaledRow] = []
        self._grants: dict[tuple[int, int], Grant] = {}
        self._stage: Progress | None = None
        self._relaxation = Relaxation()
        self._last: tuple[Objective, int, list[Variable], Bound | None] | None = None

    @property
    def alone(self) -> bool:
        """Whether one solver has to do it all: the second opinion, or the office's own."""
        return len(self.engines) == 1

    @property
    def whole(self) -> CpSat | None:
        """The solver that reasons in whole numbers only, where it takes part."""
        first = self.engines[0]
        return first if isinstance(first, CpSat) else None

    @property
    def floating(self) -> Engine:
        """The solver that is asked what CP-SAT does not get through, or all where it is alone."""
        return self.engines[-1]

    @property
    def variables(self) -> list[Variable]:
        """All variables with the bounds of now."""
        return self.engine.variables

    def at(self, stage: str, done: int, total: int) -> None:
        """A stage begins: what was found and what is possible in it are told from now on."""
        self._stage = Progress(stage=stage, done=done, total=total)
        self.tell(self._stage)

    def tell(self, progress: Progress) -> None:
        """Say how far it is."""
        if self.progress is not None:
            self.progress(progress)

    def tell_value(self, objective: Objective, value: int | None) -> None:
        """The best value so far, and what no list can pass, where it is the stage that is at."""
        if self._stage is not None and self._stage.stage == objective.name:
            self.tell(self._stage.model_copy(update={"value": value, "bound": self.reach}))

    def seconds_left(self) -> float:
        """Seconds until the time limit; a clock for stopping only, no output depends on it."""
        return self.deadline - time.monotonic()

    def hold(self, objective: Objective, value: int) -> None:
        """From now on, accept only allocations that are at least as good."""
        held = held_row(objective, value)
        if held is not None:
            self.proof.hold(len(self.program.rows))
            self.program.rows.append(held)
            self.engine.add_row(held)
        self.truth.held.append((objective, value))

    def grants(self, levels: Sequence[int]) -> list[Grant]:
        """The exact awards at these levels."""
        made = self._grants
        found: list[Grant] = []
        for i, level in enumerate(levels):
            grant = made.get((i, level))
            if grant is None:
                grant = made[i, level] = self.case.items[i].grant(level)
            found.append(grant)
        return found

    def after_homes(self) -> bool:
        """Whether what is held last is a most, such as the homes of stage 2."""
        return bool(self.truth.held) and self.truth.held[-1][0].maximise

    def relaxed(self, objective: Objective) -> Bound | None:
        """The exact bound of the relaxation; that of a moment ago where nothing changed since."""
        variables, rows = self.variables, self.program.rows
        last = self._last
        if last is not None and last[0] is objective and last[1:3] == (len(rows), variables):
            return last[3]
        for row in rows[len(self.fitted) :]:
            self.fitted.append(scaled(row, variables))
        linear, maximise = objective.linear, objective.maximise
        weights = self._relaxation.multipliers(variables, self.fitted, linear, maximise=maximise)
        bound: Bound | None = None
        if weights is not None:
            bound = exact_bound(variables, rows, linear, weights, maximise=maximise)
        self._last = (objective, len(rows), list(variables), bound)
        return bound

    def relaxed_values(self) -> list[float]:
        """The variables in the relaxation whose bound was worked out last."""
        return self._relaxation.values()

    @contextmanager
    def core(self, bound: Bound, aim: int, objective: Objective) -> Generator[bool]:
        """Only what a list that reaches the aim can hold; whether that is still everything."""
        changes = tightened(self.variables, bound, aim, maximise=objective.maximise)
        with self.within({v: (lower, upper) for v, lower, upper in changes}):
            yield not changes

    @contextmanager
    def within(self, bounds: Mapping[int, tuple[int, int]]) -> Generator[None]:
        """Bounds that hold for a moment."""
        before = {v: self.variables[v] for v in bounds}
        for v, (lower, upper) in bounds.items():
            self.engine.change(v, before[v].within(lower, upper))
        try:
            yield
        finally:
            for v, one in before.items():
                self.engine.change(v, one)
