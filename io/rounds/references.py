"""By what a letter is known: its reference, and the code that says what was decided."""

from __future__ import annotations

import hashlib

from ...grants.dossier import Decided, Dossier


def reference_of(decided: Decided, dossier: Dossier) -> str:
    """The letter's reference (*kenmerk*): the round and the application.

    One about an award from the reserve says so: an earlier letter bears the bare reference.
    """
    number = decided.application.application_id
    later = "/reserve" if number in dossier.from_reserve else ""
    return f"{dossier.allocation.round}/{number}{later}"


def verification_code(decided: Decided, dossier: Dossier) -> str:
    """A short code by which the office tells that a letter is its own and says what was decided.

    The first sixteen signs of a SHA-256 over the round's list, the reference, the outcome and the
    amounts, in groups of four.
    """
    award, certificate = decided.award, dossier.allocation.certificate
    told = (
        certificate.digest if certificate is not None else "",
        reference_of(decided, dossier),
        award.outcome.value,
        *(str(part.cents) for part in (award.amount, award.compensable_vat, award.payable)),
    )
    signs = hashlib.sha256("\n".join(told).encode()).hexdigest()[:16].upper()
    return "-".join(signs[at : at + 4] for at in range(0, 16, 4))
