"""Whether the ledger of a round balances, and agrees with what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from ...grants.ledger.ledger import (
    WHOLE_FUND,
    Account,
)
from ...grants.lives.round import RoundState
from ...grants.money import ZERO, Euro
from ..records import tables
from ..records.database import Session
from ..records.ledger import RAISES, raised
from ..records.rounds.reader import RoundReader, readers
from .after.awards_now import changed_amounts


def ledger_faults(session: Session) -> tuple[str, ...]:
    """What does not balance in any round's ledger, or does not agree with its awards, in Dutch."""
    return tuple(
        f"Grootboek van ronde {reader.id}: {fault}"
        for reader in readers(session)
        for fault in ledger_faults_of(reader)
    )


def ledger_faults_of(reader: RoundReader) -> tuple[str, ...]:
    """As :func:`ledger_faults`, of one round; a round of before there was a ledger has none."""
    if not reader.has_ledger:
        return ()
    return (
        *reader.balances.faults(), *_against_awards(reader), *_against_objections(reader),
    )  # fmt: skip


def _against_objections(reader: RoundReader) -> list[str]:
    """What ceilings were raised by that no decision on an objection says, and the other way."""
    found: list[str] = []
    decided = [one.decision for one in reader.objections if one.decision and one.decision.award]
    for at, kind in enumerate(RAISES):
        posted = raised(reader.session, reader.id, (kind,)) if reader.objections else {}
        for fund, own in reader.policy.funds.items():
            due = Euro.total(
                (one.from_reserve, one.beyond)[at]
                for one in decided
                if one.award and reader.policy.instruments[one.award.instrument].fund == fund
            )
            booked = Euro.total(
                amount for cell, amount in posted.items()
                if cell.fund == fund and cell.instrument == WHOLE_FUND
            )  # fmt: skip
            if booked != due:
                found.append(
                    f"{fund}: na bezwaar is {booked} bijgeboekt, de besluiten zeggen {due}."
                )
            if kind == RAISES[0] and due > own.objection_reserve:
                found.append(f"{fund}: uit de bezwaarreserve van {own.objection_reserve} is {due}.")
    return found


def _against_awards(reader: RoundReader) -> list[str]:
    now = reader.balances
    found: list[str] = []
    for account, wanted in ((Account.REQUESTED, _asked(reader)), *_expected(reader).items()):
        if wanted is None:
            continue
        for number in sorted({*wanted, *now.applications_on(account)}):
            posted, due = now.total(account, number), wanted.get(number, ZERO)
            if posted != due:
                found.append(
                    f"{number}: {account.dutch.lower()} is {posted}, de toekenning zegt {due}."
                )
    return found


def _asked(reader: RoundReader) -> dict[str, Euro] | None:
    """What each application asks by the list that stands; nothing to compare without a list."""
    if reader.state is not RoundState.ALLOCATED and not reader.state.decided:
        return None
    return {
        one.application_id: Euro(one.requested_cents)
        for one in reader.awards
        if one.requested_cents
    }


def _expected(reader: RoundReader) -> dict[Account, dict[str, Euro]]:
    """What should be reserved and committed to each application, by the rows of the decisions."""
    reserved: dict[str, Euro] = {}
    committed: dict[str, Euro] = {}
    if reader.state is RoundState.ALLOCATED:
        reserved = _amounts(reader.awards) | _kept_aside(reader)
    elif reader.state.decided:
        given = {n: award.amount for n, award in reader.supplemented.items()}
        committed = _amounts(reader.awards) | {n: cents for n, cents in given.items() if cents}
        gone = {one.application_id for one in reader.withdrawals}
        kept = _kept_aside(reader).items()
        reserved = {n: cents for n, cents in kept if n not in given and n not in gone}
        changed = changed_amounts(reader)
        committed |= {number: award.amount for number, award in changed.items()}
        allocation_ids = {one.allocation_id for one in reader.awards}
        for gone in reader.withdrawals:
            if gone.allocation_id in allocation_ids:
                committed.pop(gone.application_id, None)
        for number, less in reader.lowered.items():
            if number in committed:
                committed[number] = committed[number] - less
    committed = {number: amount for number, amount in committed.items() if amount}
    return {Account.RESERVED: reserved, Account.COMMITTED: committed}


def _kept_aside(reader: RoundReader) -> dict[str, Euro]:
    """What the list that stands keeps for applications that are set aside."""
    if not reader.set_aside:
        return {}
    return {a.application_id: a.reserved for a in reader.allocation.awards if a.reserved}


def _amounts(awards: Sequence[tables.Award]) -> dict[str, Euro]:
    return {one.application_id: Euro(one.amount_cents) for one in awards if one.amount_cents}
