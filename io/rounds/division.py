"""Dividing the money of a round: solve, prove, and keep with its proof."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from ...grants.decisions.allocation import (
    Allocation,
    Certificate,
    Status,
)
from ...optimiser.solution import OURS, Progress, Solution
from ..errors import RefusedByProcess, WrongUse
from ..records import tables
from ..records.rounds import allocations
from ..records.rounds.reader import RoundReader
from ..wording.infeasible import infeasible
from ..wording.unproven import divide_again
from .dividing.awards import awards_of, totals_of
from .dividing.beside import beside
from .dividing.case import RoundCase, case_of_round
from .dividing.planning import has_ranges, planned


def divide(
    case: RoundCase,
    policy_hash: str,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
    solver: str = OURS,
) -> tuple[Allocation, Solution]:
    """Divide the money of a round and prove it; nothing is kept.

    Raises:
        WrongUse: the solver is not on this machine.
        RefusedByProcess: the certificate is not valid, or no list was found in time.
        InfeasiblePolicy: no allocation keeps every hard constraint.
    """
    case, solution, certificate = proven_list(
        case, progress=progress, time_limit_seconds=time_limit_seconds, solver=solver
    )
    awards = awards_of(case, solution)
    counterpart, divisions = beside(case, solution, time_limit_seconds)
    allocation = Allocation(
        round=case.round_id,
        policy_hash=policy_hash,
        status=solution.status,
        totals=totals_of(awards, solution),
        certificate=certificate,
        inputs=case.inputs,
        awards=awards,
        counterpart=counterpart,
        divisions=divisions,
        remarks=solution.remarks,
    )
    return allocation, solution


def proven_list(
    case: RoundCase,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit_seconds: int | None = None,
    solver: str = OURS,
    then: tuple[RoundCase, Solution] | None = None,
) -> tuple[RoundCase, Solution, Certificate]:
    """The list of a round with its certificate, and the case under the ceilings of its proposal.

    ``then`` is a round that is nearly this one with its proven list, from which the search begins;
    nothing rests on it.

    Raises:
        WrongUse: the solver is not on this machine.
        RefusedByProcess: the certificate is not valid, or no list was found in time.
        InfeasiblePolicy: no allocation keeps every hard constraint.
    """
    # Imported here, because what only reads a list has no search to wait for.
    from ...optimiser.proof.certificate import certify
    from ...optimiser.search.allocation import allocate
    from ...optimiser.search.solvers.office_solver import SolverMissing
    from ...optimiser.search.trees.known import known_of

    if has_ranges(case.policy):
        policy, solution = planned(case.candidates, case.policy, time_limit_seconds)
        case = replace(case, policy=policy)
    else:
        known = None if then is None else known_of(then[0].candidates, then[0].policy, then[1])
        try:
            solution = allocate(
                case.candidates, case.policy, progress=progress, solver=solver,
                time_limit_seconds=time_limit_seconds, known=known,
            )  # fmt: skip
        except SolverMissing as missing:
            raise WrongUse(
                f"{missing.name} staat niet op deze computer, of heeft er geen licentie. Laat "
                "--solver weg: de lijst is met elke solver dezelfde. SCIP komt met "
                "verdeelsleutel[solvers]."
            ) from missing
    if solution.status is Status.INFEASIBLE:
        raise infeasible(case.candidates, case.policy, solution, case.said_met, case.round_id)
    certificate = certify(case.candidates, case.policy, solution)
    if solution.status is Status.NOT_PROVED and not (certificate.valid and solution.cents):
        raise RefusedByProcess(
            "In de tijd die er was, is geen verdeling gevonden die aan alle harde voorwaarden "
            "voldoet, en ook niet bewezen dat die er niet is; er is niets bewaard. "
            + divide_again(case.policy)
        )
    if not certificate.valid:
        raise RefusedByProcess(
            "De verdeling doorstaat de controle niet en wordt niet bewaard: "
            + " ".join(certificate.faults)
        )
    return case, solution, certificate


def is_current(
    reader: RoundReader, stored: tables.Allocation, case: RoundCase | None = None
) -> bool:
    """Whether an allocation rests on the round as it stands now."""
    plain = input_hash_of(reader, case)
    return stored.input_hash == plain or stored.input_hash == _again(
        plain, allocations.before(reader, stored)
    )


def next_hash(reader: RoundReader, case: RoundCase) -> str:
    """The hash to keep an allocation under; another one where its input came back unchanged.

    The newest allocation of a round is the one that counts. When a judgement is taken back, the
    same input as of an earlier one must make a newer allocation again.
    """
    plain = input_hash_of(reader, case)
    if not allocations.rests_on(reader, plain):
        return plain
    return _again(plain, reader.allocation_id)


def _again(plain: str, before: int | None) -> str:
    return hashlib.sha256(f"{plain} after {before}".encode()).hexdigest()


def input_hash_of(reader: RoundReader, case: RoundCase | None = None) -> str:
    """A hash over all that the division of a round rests on; ``case`` where it was read already."""
    case = case or case_of_round(reader)
    parts = [reader.seal]
    parts += [f"amendment {one.id}" for one in reader.decisive_amendments]
    parts += [candidate.model_dump_json() for candidate in case.candidates]
    # Of who is set aside only what is kept counts: an answer to the question is for later.
    taking_part = [
        one for one in case.applications if one.application.application_id not in case.reserved
    ]
    parts += [one.application.model_dump_json() for one in taking_part]
    parts += [
        answer.model_dump_json()
        for one in taking_part
        for answer in case.assessments[one.application.application_id]
        if answer.judged_by
    ]
    parts += [one.model_dump_json() for one in case.incomplete]
    parts += [case.opening.model_dump_json()] if case.opening.taken else []
    parts += [one.model_dump_json() for one in case.reserved.values()]
    parts += [f"untreated {number}" for number in sorted(case.untreated)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
