"""Fewer homes than were stated, settled with the statement of a later year by two people."""

from __future__ import annotations

from datetime import date

from ....grants.ledger.ledger import Overdrawn
from ....grants.lives.round import Step
from ....grants.money import ZERO
from ....grants.record import Record
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingDetail, SettlingKind, StoredAct
from ...rounds.actor import Actor
from ...rounds.checks.chronology import require_after
from ...rounds.settling.booking import book_claim, book_repayment
from ...rounds.settling.claims import committed_of, overpaid, settling_of
from ...rounds.settling.correcting import Corrected, correction_of
from ...rounds.settling.deciding import (
    act,
    approve_act,
    changed_since,
    permit_act,
    require_reason,
    sent_award,
    since,
    to_approve_act,
)
from ...rounds.settling.fixing import require_basis


class CorrectionKept(Record):
    """A correction, proposed or kept."""

    act: StoredAct
    found: Corrected
    new: bool = True


def propose_correction(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    statement: str,
    other_homes: str = "",
    basis: str = "",
) -> CorrectionKept:
    """Propose to keep what a later statement settles of an award.

    ``other_homes`` says why what was claimed back of the award is about other homes.

    Raises:
        WrongUse: there is no such statement, or the reason does not do.
        RefusedByProcess: it corrects nothing of the award, the same homes were claimed back, or the
            state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    standing = sent_award(reader, number)
    require_after("De verrekening", on, since(reader, number, standing))
    require_reason(reason)
    require_basis(reader, standing.award.instrument, on, basis)
    found = correction_of(reader, number, standing, statement)
    if found.claimed and not other_homes:
        raise RefusedByProcess(
            f"Van {number} is al {found.claimed} teruggevorderd, en {statement} verrekent "
            f"{found.lower + found.carried}. Zijn het andere woningen? Zeg dan met --other-homes "
            "waarom. Zijn het dezelfde, dan betaalt de gemeente ze twee keer terug: herzie een "
            "van beide."
        )
    _, law = settling_of(reader, standing.award.instrument)
    split = overpaid(reader, number, committed_of(reader, number) - found.lower)
    detail = SettlingDetail(
        granted=standing.award.amount, amount=found.lower, payable=split.payable, vat=split.vat,
        lowered=found.lower, stated=found.stated, actual=found.actual, statement=statement,
        settled_in=found.round, view=other_homes, basis=basis,
        carried=found.carried or None,
    )  # fmt: skip
    made, new = act(
        reader, number, SettlingKind.CORRECTED, who, on, law.article, reason, detail
    )  # fmt: skip
    return CorrectionKept(act=made, found=found, new=new)


def approve_correction(reader: RoundReader, number: str, who: Actor, on: date) -> CorrectionKept:
    """Keep it: the award is lower by what came back with the later payment; the rest is carried on.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, what it rests on changed since, or the
            state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (SettlingKind.CORRECTED,), who, on)
    standing, detail = sent_award(reader, number), one.detail
    require_basis(reader, standing.award.instrument, on, detail.basis)
    found = correction_of(reader, number, standing, detail.statement)
    now = (found.lower, found.carried, found.stated, found.actual)
    then = (detail.amount, detail.carried or ZERO, detail.stated, detail.actual)
    if now != then or (found.claimed and not detail.view):
        raise changed_since(number)
    try:
        if detail.amount:  # of a statement that was given nothing, all is carried on
            book_claim(reader, number, detail.amount, detail.lowered, on)
            book_repayment(reader, number, detail.amount, on)
    except Overdrawn as short:
        raise RefusedByProcess(f"{number} kan zo niet worden verrekend: {short}.") from short
    return CorrectionKept(act=approve_act(reader, one, who, on), found=found)
