"""What each step of a round writes into its ledger, and whether the ledger agrees with the awards.

Every function here is called by the step itself, before its audit event, so that the money moves in
the same transaction or not at all. A round of before there were ledgers gets its ceilings with the
first posting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from ...grants import booking
from ...grants.allocation import Allocation, Award
from ...grants.application import Application
from ...grants.ledger import Account, Balances, Cell, Charge, budget_year, ceilings_of, charges_of
from ...grants.money import ZERO, Euro
from ...grants.policy import Policy
from ...grants.rounds import RoundState
from ..records import changes, tables
from ..records.ledger import balances_of, is_kept, lowered, post
from .state import policy_of

SETTLED = "settled"
RECLAIMED = "reclaimed"
ADVANCED = "advanced"


def balances(session: Session, row: tables.Round) -> Balances:
    """The balances of a round under the policy that holds."""
    return balances_of(session, row.id, ceilings_of(policy_of(session, row)))


def book_opening(session: Session, row: tables.Round) -> Balances:
    """Post the ceilings of the policy that holds; returns the balances with them."""
    before = balances(session, row)
    postings = booking.opened(before)
    post(session, row.id, "opened", postings, policy_of(session, row).round.window_opens)
    return before.after(postings)


def book_requests(
    session: Session, row: tables.Round, stated: Iterable[tuple[str, Application]]
) -> None:
    """Post what these applications ask now; ``stated`` has the instrument of each.

    A statement without an amount asks nothing until its scheme has computed one.
    """
    policy = policy_of(session, row)
    asked = {
        one.application_id: _request(policy, one.application_id, instrument, one.requested)
        for instrument, one in stated
    }
    now = book_opening(session, row)
    post(session, row.id, "requested", booking.requested(now, asked))


def _request(policy: Policy, number: str, instrument: str, amount: Euro | None) -> Charge | None:
    if not amount:
        return None
    fund = policy.instruments[instrument].fund
    return Charge(number, Cell(fund, instrument, budget_year(policy)), amount)


def book_reservations(session: Session, row: tables.Round, awards: Sequence[Award]) -> None:
    """Reserve what a list gives; the reservations of a former list come free."""
    policy = policy_of(session, row)
    asked = {
        award.application_id: _request(
            policy, award.application_id, award.instrument, award.requested
        )
        for award in awards
    }
    now = book_opening(session, row)
    requests = booking.requested(now, asked)
    post(session, row.id, "requested", requests)
    now = now.after(requests)
    post(session, row.id, "reserved", booking.reserved(now, charges_of(policy, awards)))


def book_commitments(
    session: Session, row: tables.Round, awards: Sequence[Award], on: date
) -> None:
    """Commit the list that was approved, out of what was reserved for it."""
    book_reservations(session, row, awards)
    post(session, row.id, "committed", booking.committed(balances(session, row)), on)


def _kept(session: Session, row: tables.Round) -> Balances:
    """The balances of a decided round; one of before there were ledgers gets its ledger here."""
    if not is_kept(session, row.id):
        allocation, on = session.exec(
            select(tables.Allocation.allocation_json, tables.Approval.on)
            .where(
                tables.Approval.round_id == row.id,
                tables.Approval.allocation_id == tables.Allocation.id,
            )
            .order_by(col(tables.Approval.id).desc())
        ).one()
        awards = Allocation.model_validate_json(allocation).awards
        book_commitments(session, row, awards, date.fromisoformat(on))
    return balances(session, row)


def book_release(session: Session, row: tables.Round, application_id: str, on: date) -> Euro:
    """Set free what is committed to an application; returns how much that was."""
    now = _kept(session, row)
    due = now.total(Account.COMMITTED, application_id)
    post(session, row.id, "released", booking.released(now, application_id), on)
    return due


def book_amendment(session: Session, row: tables.Round, former: Policy) -> None:
    """Undo what was divided under the former policy, and post the ceilings that hold now."""
    then = balances_of(session, row.id, ceilings_of(former))
    post(session, row.id, "amended", booking.undone(then))
    book_opening(session, row)


def book_advance(
    session: Session, row: tables.Round, application_id: str, amount: Euro, on: date
) -> None:
    """Pay an advance.

    Raises:
        Overdrawn: more than is committed.
    """
    postings = booking.advanced(_kept(session, row), application_id, amount, on.year)
    post(session, row.id, ADVANCED, postings, on)


def book_settlement(
    session: Session, row: tables.Round, application_id: str, final: Euro, on: date
) -> None:
    """Settle at a final amount; what it is lower by comes free.

    Raises:
        Overdrawn: more than is committed.
    """
    post(
        session, row.id, SETTLED,
        booking.settled(balances(session, row), application_id, final), on,
    )  # fmt: skip


def book_reclaim(
    session: Session, row: tables.Round, application_id: str, amount: Euro, on: date
) -> None:
    """Claim back what was paid above what is due.

    Raises:
        Overdrawn: more than was paid above what is due.
    """
    postings = booking.reclaimed(balances(session, row), application_id, amount)
    post(session, row.id, RECLAIMED, postings, on)


def ledger_faults(session: Session) -> tuple[str, ...]:
    """What does not balance in any round's ledger, or does not agree with its awards, in Dutch."""
    found: list[str] = []
    for row in session.exec(select(tables.Round).order_by(col(tables.Round.id))).all():
        if is_kept(session, row.id):
            now = balances(session, row)
            told = [*now.faults(), *_against_awards(session, row, now)]
            found += [f"Grootboek van ronde {row.id}: {fault}" for fault in told]
    return tuple(found)


def _against_awards(session: Session, row: tables.Round, now: Balances) -> list[str]:
    state = RoundState(row.state)
    expected = _expected(session, row, state)
    asked = _asked(session, row, state)
    found: list[str] = []
    for account, wanted in ((Account.REQUESTED, asked), *expected.items()):
        if wanted is None:
            continue
        for number in sorted({*wanted, *now.applications_on(account)}):
            posted, due = now.total(account, number), wanted.get(number, ZERO)
            if posted != due:
                found.append(
                    f"{number}: {account.dutch.lower()} is {posted}, de toekenning zegt {due}."
                )
    return found


def _newest_awards(session: Session, round_id: str) -> Sequence[tables.Award]:
    newest = session.exec(
        select(tables.Allocation.id)
        .where(tables.Allocation.round_id == round_id)
        .order_by(col(tables.Allocation.id).desc())
    ).first()
    return session.exec(select(tables.Award).where(tables.Award.allocation_id == newest)).all()


def _asked(session: Session, row: tables.Round, state: RoundState) -> dict[str, Euro] | None:
    """What each application asks by the list that stands; nothing to compare without a list."""
    if state is not RoundState.ALLOCATED and not state.decided:
        return None
    awards = _newest_awards(session, row.id)
    return {one.application_id: Euro(one.requested_cents) for one in awards if one.requested_cents}


def _expected(
    session: Session, row: tables.Round, state: RoundState
) -> dict[Account, dict[str, Euro]]:
    """What should be reserved and committed to each application, by the rows of the decisions."""
    reserved: dict[str, Euro] = {}
    committed: dict[str, Euro] = {}
    if state is RoundState.ALLOCATED:
        reserved = _amounts(_newest_awards(session, row.id))
    elif state.decided:
        awards = _newest_awards(session, row.id)
        committed = _amounts(awards)
        allocation_ids = {one.allocation_id for one in awards}
        for gone in session.exec(
            select(changes.Withdrawal).where(changes.Withdrawal.round_id == row.id)
        ).all():
            if gone.allocation_id in allocation_ids:
                committed.pop(gone.application_id, None)
        for number, less in lowered(session, row.id, (SETTLED,)).items():
            if number in committed:
                committed[number] = committed[number] - less
    return {Account.RESERVED: reserved, Account.COMMITTED: committed}


def _amounts(awards: Sequence[tables.Award]) -> dict[str, Euro]:
    return {one.application_id: Euro(one.amount_cents) for one in awards if one.amount_cents}
