"""What the words *no better allocation exists* rest on, read from the certificate itself.

A letter never claims more than this. Where the certificate does not say what it rests on in a way
that is known here, the letter says only that everything was added up again.
"""

from __future__ import annotations

from enum import StrEnum

from ...grants.decisions.allocation import ORDER, Allocation, Basis, Stage, Status
from .texts import sentences_in


class Proof(StrEnum):
    """What the proof of an allocation rests on, from the strongest to none."""

    ARITHMETIC = "arithmetic"  # the rules left nothing to choose
    EXACT = "exact"  # a bound in fractions, worked out without a solver
    TREE = "tree"  # every other list closed by such a bound, the published order with them
    SOLVERS = "solvers"  # the bounds that named solvers found
    NONE = "none"  # amounts and limits add up; more is not claimed


def proof_of(allocation: Allocation) -> Proof:
    """What the proof of an allocation rests on."""
    certificate = allocation.certificate
    if certificate is None or not certificate.valid or allocation.status is not Status.PROVEN:
        return Proof.NONE
    if not certificate.solvers:
        return Proof.ARITHMETIC
    if certificate.basis is Basis.EXACT_BOUND:
        return Proof.EXACT
    if certificate.basis is Basis.CHECKED_TREE:
        return Proof.TREE
    return Proof.NONE if certificate.basis is Basis.NOTHING else Proof.SOLVERS


def solvers_of(allocation: Allocation) -> tuple[str, ...]:
    """The solvers that found the stages of the optimum, by name."""
    return allocation.certificate.solvers if allocation.certificate is not None else ()


def most_homes_of(allocation: Allocation) -> int | None:
    """The most affordable homes that any list could support; ``None`` where no bound is known."""
    return allocation.certificate.most_homes if allocation.certificate is not None else None


_STEPS = ("goals", "homes", "money", "order")


def steps_told(allocation: Allocation, lang: str) -> tuple[str, ...]:
    """What each step of the division rests on, a sentence a step, the order that decides who last.

    A step that was not reached in time is told as such; goals only where there are any.
    """
    texts, found = sentences_in(lang), dict[str, list[Stage]]()
    certificate = allocation.certificate
    for stage in () if certificate is None else certificate.stages:
        found.setdefault(_step_of(stage), []).append(stage)
    told: list[str] = []
    for step in _STEPS:
        stages = found.get(step, [])
        if not stages and step == "goals":
            continue
        weakest = max((one.basis for one in stages), key=list(Basis).index, default=Basis.NOTHING)
        solvers = sorted({name for one in stages for name in one.solver.split(" and ")} - {"none"})
        key = "proof.step.order_tree" if (step, weakest) == _PROVEN_ORDER else None
        key = key or f"proof.step.{weakest.value if stages else 'not_reached'}"
        name = texts(f"proof.name.{step}")
        told.append(texts(key, step=name, solvers=", ".join(solvers)))
    return tuple(told)


_PROVEN_ORDER = ("order", Basis.CHECKED_TREE)


def _step_of(stage: Stage) -> str:
    if stage.name.startswith("shortfall"):
        return "goals"
    return {ORDER: "order", "money": "money"}.get(stage.name, "homes")
