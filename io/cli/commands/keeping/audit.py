"""The commands about the audit trail: is it sound, and what is its head today."""

from __future__ import annotations

from pathlib import Path

from .....grants.notation import counted
from ....errors import RefusedByProcess
from ....records.copies import NO_ROW, is_own
from ....records.database import Session, reading
from ....records.rounds.reader import readers
from ....records.trail import chain, verification
from ....rounds.balance import ledger_faults
from ....rounds.checks.rederivation import derived_faults
from ....rounds.state import state_faults
from ....steps.anchor import anchor_faults
from ...console import show, show_json
from ...invocation import Invocation

_LONGEST = 120  # signs of what a library says


def verify(call: Invocation, anchor: str | None, letters: Path | None = None) -> int:
    """Walk the chain, take the fingerprint of every row again, and add the ledger up.

    ``anchor`` is what was kept elsewhere: a hash, a bundle, or the register of letters.
    ``letters`` is a folder of letters, of which each is made anew and compared.

    Raises:
        RefusedByProcess: something was changed, taken away or added behind the program's back.
    """
    with reading(call.database) as session, verification.whatever_is_there(session):
        faults = (*verification.verify(session), *state_faults(session))
        # Adding up rows that were tampered with says nothing more than that they were.
        faults = faults or _worked_out(session)
        if anchor is not None:
            faults = (*faults, *anchor_faults(session, anchor))
        if letters is not None and not faults:
            from .letters import letter_faults  # late: making letters takes long to load

            faults = letter_faults(session, call, letters)
        notices = verification.notices(session)
        head = chain.head(session)
    if call.as_json:
        told = {"sound": not faults, "faults": faults, "notices": notices}
        show_json({**told, **head.model_dump(mode="json")})
    elif not faults:
        events = counted(head.number, "gebeurtenis", "gebeurtenissen")
        show(f"In orde: {events}, en elke rij is zoals zij is vastgelegd.")
        show(f"Kop van de keten: {head.hash}")
        for notice in notices:
            show(notice)
    if faults:
        raise RefusedByProcess(
            f"Het spoor klopt niet ({counted(len(faults), 'fout', 'fouten')}). "
            + " ".join(faults[:10])
        )
    return 0


def _worked_out(session: Session) -> tuple[str, ...]:
    """What does not add up or follow; a value that no program wrote is told as what it is."""
    try:
        return (*ledger_faults(session), *_derived(session))
    except NO_ROW as fault:
        if is_own(fault):
            raise
        told = " ".join(str(fault).split())[:_LONGEST]
        return (f"Een bewaarde waarde is niet te lezen ({type(fault).__name__}: {told}).",)


def _derived(session: Session) -> tuple[str, ...]:
    """What was kept of each round and does not follow from what came in."""
    return tuple(
        f"Ronde {reader.id}: {fault}"
        for reader in readers(session)
        for fault in derived_faults(reader)
    )


def anchor(call: Invocation) -> int:
    """Print the head of the chain, to keep elsewhere: on paper, or with a time-stamping service."""
    with reading(call.database) as session:
        head = chain.head(session)
    if call.as_json:
        show_json(head.model_dump(mode="json"))
    else:
        show(f"Gebeurtenis {head.number}")
        show(head.hash)
    return 0
