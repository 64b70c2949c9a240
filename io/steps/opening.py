"""Opening a round, its policy checked against the law and sealed, and closing its intake."""

from __future__ import annotations

from pathlib import Path

from ...grants.lives.round import RoundState, Step
from ...grants.money import Euro
from ...grants.rounds.fund import Holds
from ...grants.rounds.policy import Policy, RoundKind
from ...instruments.instrument import instruments
from ..errors import InfeasiblePolicy, RefusedByProcess, WrongUse
from ..records import tables
from ..records.rounds import register
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.checks.earlier_rounds import used_elsewhere
from ..rounds.checks.retake import check_retake
from ..rounds.lawful import check_law, require_basis, require_known
from ..rounds.ledger import book_opening
from ..rounds.seal import policy_hash, program_version
from ..rounds.state import in_edition_of, move, record, require_may


def open_round(reader: RoundReader, policy: Policy, policy_file: Path, who: Actor) -> bool:
    """Open a round and seal its policy. ``False`` if it was open already with the same policy.

    Raises:
        WrongUse: the policy is of another round, or names an instrument nobody knows.
        Unreadable: the law is not known on the first day of the window, or the policy sets a
            parameter that it may not.
        InfeasiblePolicy: a ceiling is missing, higher than the law allows, or higher than what
            earlier rounds left of it.
        RefusedByProcess: the round is open with another policy, real in an example database, or
            real without a basis that suffices.
    """
    if policy.round.id != reader.id:
        raise WrongUse(
            f"Het beleid is van ronde {policy.round.id}, niet van {reader.id}. "
            f'Schrijf "verdeel round open {policy.round.id} --policy {policy_file}".'
        )
    require_known(policy)
    require_may(who, Step.OPEN)
    read = in_edition_of(reader, policy) if reader.exists else policy
    check_law(read)
    require_basis(read)
    if reader.example and policy.round.kind is RoundKind.REAL:
        raise RefusedByProcess("Een voorbeelddatabase kan geen echte ronde bevatten.")
    sealed = policy_hash(policy)
    if not reader.exists:
        _check_left(reader, policy)
        check_retake(reader, policy)
    if reader.exists:
        if reader.newest_seal == policy_hash(read):
            return False
        raise RefusedByProcess(
            f"Ronde {reader.id} is al geopend met een ander beleid of een andere versie van het "
            "programma. Een verzegeld beleid wijzigt alleen met een wijzigingsbesluit: "
            f'"verdeel round amend {reader.id}".'
        )
    opened = tables.Round(
        id=reader.id,
        state=RoundState.OPEN,
        policy_json=policy.model_dump_json(),
        policy_hash=sealed,
        policy_file=str(policy_file.resolve()),
        program_version=program_version(),
        opened_by=who.name,
    )
    register.add(reader, opened)
    book_opening(reader)
    record(reader, EventKind.OPENED, who)
    return True


def _check_left(reader: RoundReader, policy: Policy) -> None:
    """A ceiling for all years together: what earlier real rounds committed is no longer there.

    Where the policy says that its ceiling holds in total, that is taken off it when money is
    divided, and here there is nothing to refuse.
    """
    day = policy.round.window_opens
    for key, chosen in policy.instruments.items():
        own = instruments()[key]
        lawful = own.ceiling_on(day) if policy.held_against_law else None
        if lawful is None or not own.ceiling_over_years or not isinstance(chosen.ceiling, Euro):
            continue
        used = used_elsewhere(reader, key)
        if chosen.ceiling_holds is not Holds.TOTAL and chosen.ceiling > lawful - used:
            raise InfeasiblePolicy(
                f"Het plafond van {own.name_nl} is {chosen.ceiling}. Van de {lawful} die de "
                f"{own.regulation} in totaal toestaat, is in eerdere rondes {used} verleend. Noem "
                f'een plafond tot {lawful - used}, of zet ceiling_holds op "total".'
            )


def close_intake(reader: RoundReader, who: Actor) -> bool:
    """Close intake before the screening. ``False`` if it was closed already.

    Raises:
        RefusedByProcess: the actor is an auditor.
    """
    state = reader.state
    require_may(who, Step.CLOSE)
    if state is not RoundState.OPEN:
        return False
    move(reader, Step.CLOSE)
    record(reader, EventKind.CLOSED, who)
    return True
