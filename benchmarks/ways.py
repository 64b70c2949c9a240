"""The ways that are measured: each a function of a round, run in a process of its own.

A way answers with what it reached: a status, the affordable homes and the cents. Plain HiGHS and
CBC read the model of stage 2 from an MPS file, with the shortfalls of stage 1 held; reading it
counts, exporting it does not.
"""

from __future__ import annotations

import math
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import Any

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.optimiser.model.case import NO_GRANT, Grant, case_of
from verdeelsleutel.optimiser.model.formulation import program_of
from verdeelsleutel.optimiser.model.linear import Linear, Row
from verdeelsleutel.optimiser.model.recount import affordable_homes, charged_cents, checks
from verdeelsleutel.optimiser.questions.what_if.optimum import most_homes
from verdeelsleutel.optimiser.search.allocation import allocate, objectives_of
from verdeelsleutel.optimiser.search.solvers.office_solver import pulp_model
from verdeelsleutel.optimiser.search.stages.result import NotFound
from verdeelsleutel.optimiser.search.stages.search import Search
from verdeelsleutel.optimiser.search.trees.proving import Prover

# None of these libraries has types.
highspy: Any = import_module("highspy")
pulp: Any = import_module("pulp")
pulp_cbc_path: Any = import_module("pulp.apis.coin_api").pulp_cbc_path

Round = tuple[list[Candidate], Policy]
Reached = dict[str, Any]
Way = Callable[[Round, Path, int], Reached]


def export(made: Round, shortfall: int, target: Path) -> None:
    """Write stage 2 as MPS, a minimisation, with the weighted shortfall of stage 1 held."""
    program = program_of(case_of(*made))
    *short, homes, _money = objectives_of(program)
    for objective in short:
        program.at_most(objective.linear, shortfall)
    model, _ = pulp_model(program.variables, program.rows, homes.linear, maximise=True)
    model.writeMPS(str(target), mpsSense=pulp.LpMinimize)


def build(made: Round, _mps: Path, _seconds: int) -> Reached:
    """Stating the case and the model, without solving."""
    program = program_of(case_of(*made))
    return {"status": f"{len(program.variables)} variables, {len(program.rows)} rows"}


def ours(made: Round, _mps: Path, seconds: int) -> Reached:
    """All four stages."""
    began = time.perf_counter()
    starts: list[tuple[str, float]] = []
    solution = allocate(
        *made,
        time_limit_seconds=seconds,
        progress=lambda p: starts.append((p.stage, time.perf_counter() - began)),
    )
    last = max((at for stage, at in starts if stage == "money"), default=0.0)
    return {
        "status": solution.status.value + f", money from {last:.1f} s",
        "homes": solution.homes.affordable,
        "cents": solution.cents,
        "shortfall": sum(s.value for s in solution.stages if s.name.startswith("shortfall")),
        "gaps": {stage.name: abs(stage.bound - stage.value) for stage in solution.stages},
    }


def ours_homes(made: Round, _mps: Path, seconds: int) -> Reached:
    """Stages 1 and 2."""
    found = most_homes(*made, time_limit_seconds=seconds)
    return {"status": found.status.value, "homes": found.homes, "cents": found.cents}


def ours_three(made: Round, _mps: Path, seconds: int) -> Reached:
    """Stages 1 to 3, proven as an allocation is; no list yet."""
    case, deadline = case_of(*made), time.monotonic() + seconds
    prover = Prover(case, deadline)
    program = prover.searchable()
    search = Search(program, "highs", deadline, prover=prover)
    objectives = objectives_of(program)
    reached: Reached = {}
    for place, objective in enumerate(objectives):
        guide = objectives[-2] if place < len(objectives) - 2 else None
        search.at(objective.name, place, len(objectives))
        found = search.proven_best(objective, guide)
        if isinstance(found, NotFound):
            return {"status": f"nothing in {objective.name}"}
        reached[objective.name] = found
        if not found.proven:
            gap = abs(found.bound - found.value)
            return {"status": f"gap of {gap} in {objective.name}", "homes": None}
        prover.hold(objective, found.value)
        search.narrow(objective, found.value)
        search.hold(objective, found.value)
    bases = {one.basis.value for one in reached.values()}
    return {
        "status": "proven by " + " and ".join(sorted(bases)),
        "homes": reached["affordable homes"].value,
        "cents": reached["money"].value,
    }


def _loaded(mps: Path, seconds: float) -> Any:
    highs: Any = highspy.Highs()
    for option, value in (
        ("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.9),
        ("time_limit", seconds),
    ):  # fmt: skip
        highs.setOptionValue(option, value)
    highs.readModel(str(mps))
    return highs


def plain_highs(_made: Round, mps: Path, seconds: int) -> Reached:
    """HiGHS on stage 2, gap 0."""
    highs = _loaded(mps, seconds)
    highs.run()
    return {
        "status": highs.getModelStatus().name,
        "homes": round(-highs.getInfo().objective_function_value),
    }


def plain_four(made: Round, mps: Path, seconds: int) -> Reached:
    """HiGHS on the stages one after another, and stage 4 one application at a time."""
    deadline = time.monotonic() + seconds
    highs = _loaded(mps, seconds)
    program = program_of(case_of(*made))
    columns = len(program.variables)
    for objective in objectives_of(program):
        value = _stage(highs, objective.linear, columns, objective.maximise)
        if value is None:
            return {"status": f"stopped in {objective.name}"}
        _hold(highs, objective.linear, objective.maximise, value)
    for done, i in enumerate(program.case.open_items):
        if time.monotonic() > deadline:
            return {"status": f"stopped at {done} of {len(program.case.open_items)} of the order"}
        level = program.level(i)
        value = _stage(highs, level, columns, True)
        if value is None:
            return {"status": f"stopped at {done} of {len(program.case.open_items)} of the order"}
        _hold(highs, level, True, value)
    return {"status": "all four"}


def _stage(highs: Any, linear: Linear, columns: int, maximise: bool) -> float | None:
    for v in range(columns):
        cost = float(linear.terms.get(v, 0))
        highs.changeColCost(v, -cost if maximise else cost)
    highs.run()
    if highs.getModelStatus().name != "kOptimal":
        return None
    return highs.getInfo().objective_function_value


def _hold(highs: Any, linear: Linear, maximise: bool, value: float) -> None:
    sign = -1.0 if maximise else 1.0
    columns = [v for v, c in linear.terms.items() if c]
    costs = [sign * float(linear.terms[v]) for v in columns]
    highs.addRow(-math.inf, value + 1e-6 * max(1.0, abs(value)), len(columns), columns, costs)


def plain_cbc(_made: Round, mps: Path, seconds: int) -> Reached:
    """CBC on stage 2, gap 0."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        _, model = pulp.LpProblem.fromMPS(str(mps))
        path = str(Path(str(pulp_cbc_path)).resolve())
        solver: Any = pulp.COIN_CMD(
            msg=False, path=path, gapRel=0.0, gapAbs=0.9, threads=1, timeLimit=seconds
        )
        model.solve(solver)
        value = pulp.value(model.objective)
    return {
        "status": pulp.LpSolution[model.sol_status],
        "homes": None if value is None else round(-value),
    }


def cp_sat(made: Round, _mps: Path, seconds: int) -> Reached:
    """CP-SAT on stage 2, in whole numbers, where ortools is installed.

    Rows too large for it are loosened by rounding, so that it may find a home too many.
    """
    try:
        cp_model: Any = import_module("ortools.sat.python.cp_model")
    except ImportError:
        return {"status": "ortools is not installed"}
    program = program_of(case_of(*made))
    *short, homes, _money = objectives_of(program)
    model: Any = cp_model.CpModel()
    # What moves to the next year is a part of what may move: here it is counted in whole cents.
    parts = {v: cash.carry_over for v, (cash, _) in program.carried.items()}
    most = [parts.get(v, one.upper) for v, one in enumerate(program.variables)]
    known: list[Any] = [
        model.new_int_var(one.lower, upper, one.name)
        for one, upper in zip(program.variables, most, strict=True)
    ]
    for row in program.rows:
        terms, limit = _whole_row(row, parts, most)
        model.add(sum(known[v] * c for v, c in terms) <= limit)
    # The goals of these rounds can be met, so that stage 1 is a shortfall of nothing.
    for objective in short:
        model.add(sum(known[v] * int(c) for v, c in objective.linear.terms.items()) == 0)
    model.maximize(sum(known[v] * int(c) for v, c in homes.linear.terms.items()))
    solver: Any = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "status": solver.status_name(status),
        "homes": round(solver.objective_value) if found else None,
    }


def plain_scip(_made: Round, mps: Path, seconds: int) -> Reached:
    """SCIP on stage 2 as it comes, gap 0."""
    scip: Any = import_module("pyscipopt")
    model: Any = scip.Model()
    model.hideOutput()
    model.readProblem(str(mps))
    model.setParam("limits/time", float(seconds))
    model.setParam("limits/absgap", 0.9)
    model.optimize()
    found = model.getNSols() > 0
    return {"status": model.getStatus(), "homes": round(-model.getObjVal()) if found else None}


def _whole_row(
    row: Row, parts: Mapping[int, int], most: Sequence[int]
) -> tuple[list[tuple[int, int]], int]:
    """A row in whole numbers that add up to at most 2**60, loosened where that takes rounding."""
    stated = [(v, Fraction(c) / parts.get(v, 1)) for v, c in row.terms]
    times = Fraction(math.lcm(*(c.denominator for _, c in stated)))
    factor = times / (math.gcd(*(int(c * times) for _, c in stated)) or 1)
    reached = sum(abs(c) * most[v] for v, c in stated) * factor
    if reached > 2**60:
        factor *= 2**60 / reached
    terms = [(v, math.floor(c * factor)) for v, c in stated]
    exact = all(whole == c * factor for (_, whole), (_, c) in zip(terms, stated, strict=True))
    limit = row.limit * factor
    return terms, math.floor(limit) if exact else math.ceil(limit)


def greedy(made: Round, _mps: Path, _seconds: int) -> Reached:
    """By affordable homes per euro, whoever still fits; floors and goals are not looked at."""
    case = case_of(*made)
    grants: list[Grant] = [NO_GRANT] * len(case.items)
    best = sorted(
        range(len(case.items)),
        key=lambda i: Fraction(
            -case.items[i].candidate.homes.affordable, case.items[i].candidate.requested.cents
        ),
    )
    room = _Room(made)
    for i in best:
        if room.takes(case.items[i].candidate):
            grants[i] = case.items[i].grant(case.items[i].ladder.top)
    broken = [one.code for one in checks(case, grants) if one.hard and not one.holds]
    return {
        "status": "breaks " + ", ".join(broken) if broken else "a list",
        "homes": affordable_homes(case, grants),
        "cents": charged_cents(grants),
    }


class _Room:
    """What is left of funds, ceilings and cash years, in cents."""

    def __init__(self, made: Round) -> None:
        self._policy = made[1]
        self._left: dict[tuple[str, str], int] = {}
        for fund, about in self._policy.funds.items():
            self._left["fund", fund] = about.total.cents
            for year, cents in about.cash.items():
                self._left[fund, str(year)] = cents.cents
        for key, rules in self._policy.instruments.items():
            if isinstance(rules.ceiling, Euro):
                self._left["ceiling", key] = rules.ceiling.cents

    def takes(self, one: Candidate) -> bool:
        fund = self._policy.instruments[one.instrument].fund
        cents = one.requested.cents
        needs = [(("fund", fund), cents), (("ceiling", one.instrument), cents)]
        needs += [((fund, str(p.year)), p.amount.cents) for p in one.payments]
        known = [(key, cents) for key, cents in needs if key in self._left]
        if any(cents > self._left[key] for key, cents in known):
            return False
        for key, cents in known:
            self._left[key] -= cents
        return True


WAYS: dict[str, Way] = {
    "build the model": build,
    "ours, stages 1-2": ours_homes,
    "ours, stages 1-3": ours_three,
    "ours, all four": ours,
    "plain HiGHS, stage 2": plain_highs,
    "plain HiGHS, all four": plain_four,
    "plain CBC, stage 2": plain_cbc,
    "SCIP, stage 2": plain_scip,
    "CP-SAT, stage 2": cp_sat,
    "greedy, homes per euro": greedy,
}
