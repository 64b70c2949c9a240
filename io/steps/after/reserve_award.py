"""Giving freed money to whoever is next (*toekennen uit de reserve*): proposed by one officer, and
decided by another."""

from __future__ import annotations

from datetime import date

from ....grants.ledger.ledger import Overdrawn
from ....grants.lives.round import Step
from ....grants.record import Record
from ...errors import RefusedByProcess, WrongUse
from ...records.after.award_decisions import DecisionKind, Detail, StoredAwardDecision
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.after.deciding import (
    approve,
    permit_deciding,
    propose,
    taken_before,
    to_approve,
)
from ...rounds.after.reserve import Turn, whose_turn
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.incomplete import no_application
from ...rounds.ledger import book_from_reserve


class FromReserveDecision(Record):
    """An award from the reserve, proposed or given."""

    decision: StoredAwardDecision
    new: bool = True


def propose_award(
    reader: RoundReader, number: str | None, scheme: str | None, who: Actor, on: date, reason: str
) -> FromReserveDecision:
    """Propose to give what came free to whoever is next, who may be named.

    Raises:
        WrongUse: the scheme is unknown or cannot be told, or the reason is missing.
        RefusedByProcess: nobody can have it, another is next, or the state or role forbids it.
    """
    permit_deciding(reader, Step.RESERVE, who)
    require_after("De toekenning", on, _since(reader))
    key = _scheme(reader, number, scheme)
    turn = whose_turn(reader, key, on)
    if number is not None and turn.award.application_id != number:
        raise RefusedByProcess(
            f"Aan de beurt is {turn.award.application_id}, niet {number}. De volgorde is die van "
            "de ronde; er is niets voorgesteld."
        )
    made, new = propose(
        reader, turn.award.application_id, DecisionKind.RESERVE, who, on, turn.basis, reason,
        _detail(turn),
    )  # fmt: skip
    return FromReserveDecision(decision=made, new=new)


def _detail(turn: Turn) -> Detail:
    return Detail(before=turn.refused, after=turn.award, freed=turn.free)


def _since(reader: RoundReader) -> tuple[Ground, ...]:
    """What it rests on: the letters, and whatever made money come free."""
    days = [reader.published_on] if reader.published_on is not None else []
    days += [one.on for one in reader.withdrawals if one.late]
    days += [one.approved_on for one in reader.after.award_decisions if one.approved_on is not None]
    return tuple(Ground(day=day, dutch="waardoor geld vrijviel") for day in days)


def _scheme(reader: RoundReader, number: str | None, scheme: str | None) -> str:
    known = reader.policy.instruments
    if number is not None:
        for one in reader.applications:
            if one.application.application_id == number:
                return one.instrument
        raise no_application(reader, number)
    if scheme is not None and scheme.lower() in known:
        return scheme.lower()
    if scheme is None and len(known) == 1:
        return next(iter(known))
    raise WrongUse(f"Noem de aanvraag, of met --instrument een van: {', '.join(known)}.")


def approve_award(reader: RoundReader, number: str, who: Actor, on: date) -> FromReserveDecision:
    """Take the decision: the money is reserved and committed; the same again changes nothing.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, it is not that application's turn any more,
            or the state or role forbids it.
    """
    permit_deciding(reader, Step.RESERVE, who)
    again = taken_before(reader, number, (DecisionKind.RESERVE,), who, on)
    if again is not None:
        return FromReserveDecision(decision=again, new=False)
    one = to_approve(reader, number, (DecisionKind.RESERVE,), who, on)
    require_after("De toekenning", on, _since(reader))
    turn = whose_turn(reader, one.detail.after.instrument, on)
    if on.year != one.on.year or _detail(turn) != one.detail:
        raise RefusedByProcess(
            f"Sinds het voorstel over {number} is wat vrij is, wie aan de beurt is, of het jaar "
            "van betaling veranderd. Doe het voorstel opnieuw."
        )
    try:
        book_from_reserve(reader, one.detail.after, on)
    except Overdrawn as short:
        raise RefusedByProcess(f"Er is niet genoeg vrij voor {number}: {short}.") from short
    return FromReserveDecision(decision=approve(reader, one, who, on))
