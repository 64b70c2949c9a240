"""What the words *no better allocation exists* rest on, read from the certificate itself.

A letter never claims more than this. Where the certificate does not say what it rests on in a way
that is known here, the letter says only that everything was added up again.
"""

from __future__ import annotations

from enum import StrEnum

from ...grants.allocation import Allocation, Status


class Proof(StrEnum):
    """What the proof of an allocation rests on, from the strongest to none."""

    ARITHMETIC = "arithmetic"  # the rules left nothing to choose
    EXACT = "exact"  # a bound in fractions, worked out without a solver
    SOLVERS = "solvers"  # the bounds that named solvers found
    NONE = "none"  # amounts and limits add up; more is not claimed


def proof_of(allocation: Allocation) -> Proof:
    """What the proof of an allocation rests on."""
    certificate = allocation.certificate
    if certificate is None or not certificate.valid or allocation.status is not Status.PROVEN:
        return Proof.NONE
    told = certificate.rests_on.lower()
    if told.startswith("arithmetic alone"):
        return Proof.ARITHMETIC
    if "exact bound" in told or "in fractions" in told:
        return Proof.EXACT
    if solvers_of(allocation) and "bounds of" in told:
        return Proof.SOLVERS
    return Proof.NONE


def solvers_of(allocation: Allocation) -> tuple[str, ...]:
    """The solvers that found the stages of the optimum, by name."""
    certificate = allocation.certificate
    if certificate is None:
        return ()
    return tuple(sorted({s.solver for s in certificate.stages if s.solver not in ("", "none")}))
