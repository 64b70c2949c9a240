"""What each step of a round writes into its ledger, and what was committed by it.

Every function here is called by the step itself, before its audit event, so that the money moves in
the same transaction or not at all. A round of before there were ledgers gets its ceilings with the
first posting.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ...grants.applications.application import Application
from ...grants.decisions.allocation import Award
from ...grants.ledger import booking
from ...grants.ledger.ledger import (
    Account,
    Balances,
    Cell,
    Charge,
    Overdrawn,
    budget_year,
    charges_of,
)
from ...grants.money import ZERO, Euro
from ...grants.rounds.policy import Policy
from ..errors import RefusedByProcess
from ..records.ledger import RAISES, RECLAIMED, post
from ..records.rounds.allocations import allocation_of
from ..records.rounds.objections import drawn
from ..records.rounds.reader import RoundReader

ADVANCED = "advanced"
RETURNED = "returned"
CHANGED = "changed"


def book_opening(reader: RoundReader) -> Balances:
    """Post the ceilings of the policy that holds; returns the balances with them."""
    before = reader.balances
    postings = booking.opened(before)
    post(reader, "opened", postings, reader.policy.round.window_opens)
    return before.after(postings)


def book_requests(reader: RoundReader, stated: Iterable[tuple[str, Application]]) -> None:
    """Post what these applications ask now; ``stated`` has the instrument of each.

    A statement without an amount asks nothing until its scheme has computed one.
    """
    policy = reader.policy
    cells = _cells(policy)
    asked = {
        one.application_id: Charge(one.application_id, cells[instrument], one.requested)
        if one.requested
        else None
        for instrument, one in stated
    }
    now = book_opening(reader)
    post(reader, "requested", booking.requested(now, asked))


def _cells(policy: Policy) -> dict[str, Cell]:
    """Where what is asked of each instrument is booked."""
    year = budget_year(policy)
    return {key: Cell(own.fund, key, year) for key, own in policy.instruments.items()}


def book_reservations(reader: RoundReader, awards: Sequence[Award]) -> None:
    """Reserve what a list gives; the reservations of a former list come free."""
    policy = reader.policy
    cells = _cells(policy)
    asked = {
        award.application_id: Charge(award.application_id, cells[award.instrument], award.asked)
        if award.asked
        else None
        for award in awards
    }
    now = book_opening(reader)
    requests = booking.requested(now, asked)
    post(reader, "requested", requests)
    now = now.after(requests)
    post(reader, "reserved", booking.reserved(now, charges_of(policy, awards)))


def book_commitments(reader: RoundReader, awards: Sequence[Award], on: date) -> None:
    """Commit the list that was approved, out of what was reserved for it."""
    book_reservations(reader, awards)
    aside = [award.application_id for award in awards if award.reserved]
    post(reader, "committed", booking.committed(reader.balances, but=aside), on)


def book_supplement(
    reader: RoundReader, awards: Sequence[Award], on: date, *, over: bool = False
) -> None:
    """Commit what a supplement gives out of what was reserved for it; the rest comes free.

    ``over`` says that it takes the place of a list that was never sent.

    Raises:
        RefusedByProcess: what the list before let go is not there any more.
    """
    if over:
        _reserve_again(reader, awards, on)
    for award in awards:
        given_up = booking.given_up(reader.balances, award.application_id, award.amount)
        post(reader, "released", given_up, on)
    decided = {award.application_id for award in awards}
    others = set(reader.balances.applications_on(Account.RESERVED)) - decided
    post(reader, "committed", booking.committed(reader.balances, but=others), on)


def _reserve_again(reader: RoundReader, awards: Sequence[Award], on: date) -> None:
    """Let go what a list committed that was never sent, and reserve what comes in its place."""
    for award in awards:
        post(reader, "released", booking.released(reader.balances, award.application_id), on)
    year, policy = budget_year(reader.policy), reader.policy
    charges = [
        Charge(one.application_id, Cell(policy.instruments[key].fund, key, year), one.amount)
        for one in awards
        if one.amount
        for key in (one.instrument,)
    ]
    try:
        post(reader, "reserved", booking.held(reader.balances, charges), on)
    except Overdrawn as short:
        raise RefusedByProcess(
            f"Wat de eerdere aanvullende lijst liet vrijvallen, is er niet meer: {short}. Er is "
            "niets vastgesteld."
        ) from short


def book_objection(
    reader: RoundReader, award: Award, gains: tuple[Euro, Euro], on: date, *, anew: bool
) -> None:
    """Commit what a decision on an objection adds to an award: out of the reserve, and beyond it.

    The ceilings rise by exactly that, so that nobody else's room is touched. ``anew`` says that
    nothing was committed to the application before.
    """
    now = _kept(reader)
    fund = reader.policy.instruments[award.instrument].fund
    cell = Cell(fund, award.instrument, budget_year(reader.policy))
    for kind, amount in zip(RAISES, gains, strict=True):
        if amount:
            charge = Charge(award.application_id, cell, amount)
            added = booking.room_added(now, [charge])
            post(reader, kind, added, on)
            now = now.after(added)
    charge = Charge(award.application_id, cell, gains[0] + gains[1])
    reserving = booking.on_top(now, [charge])
    others = set(now.applications_on(Account.RESERVED)) - {award.application_id}
    committing = booking.committed(now.after(reserving), but=others)
    if anew:
        post(reader, "reserved", reserving, on)
        post(reader, "committed", committing, on)
    else:
        post(reader, "changed", (*reserving, *committing), on)


def added_by_objections(reader: RoundReader) -> tuple[Charge, ...]:
    """What decisions on objections added to awards, where it is booked."""
    year, policy = budget_year(reader.policy), reader.policy
    return tuple(
        Charge(number, Cell(policy.instruments[scheme].fund, scheme, year), Euro.total(added))
        for number, added in drawn(reader.objections).items()
        for scheme in (reader.revised[number].instrument,)
    )


def _kept(reader: RoundReader) -> Balances:
    """The balances of a decided round; one of before there were ledgers gets its ledger here."""
    if not reader.has_ledger:
        approval = reader.approvals[-1]
        awards = allocation_of(reader, approval.allocation_id).awards
        book_commitments(reader, awards, date.fromisoformat(approval.on))
    return reader.balances


def book_release(reader: RoundReader, application_id: str, on: date) -> Euro:
    """Set free what is committed to an application, or kept for it; returns how much that was."""
    now = _kept(reader)
    due = now.total(Account.COMMITTED, application_id)
    due += now.total(Account.RESERVED, application_id)  # of one that was set aside
    given_up = booking.given_up(now, application_id)
    post(reader, "released", given_up + booking.released(now.after(given_up), application_id), on)
    return due


def book_again(reader: RoundReader, application_id: str, on: date) -> Euro:
    """Commit again what a withdrawal, recorded by mistake, had freed; returns how much that is.

    Raises:
        RefusedByProcess: it was given to somebody else meanwhile.
    """
    freed = [entry for entry in reader.entries if entry.kind == "released"]
    last = next(
        (
            entry.postings
            for entry in reversed(freed)
            if any(one.application_id == application_id for one in entry.postings)
        ),
        (),
    )
    own = [one for one in last if one.application_id == application_id]
    was = {Account.COMMITTED, Account.RESERVED} & {one.source for one in own}
    charges = [Charge(application_id, one.cell, one.amount) for one in own if one.source in was]
    try:
        post(reader, "reserved", booking.held(reader.balances, charges), on)
    except Overdrawn as short:
        raise RefusedByProcess(
            f"Wat door de intrekking van {application_id} vrijviel, is er niet meer: {short}. Er "
            "is niets gewijzigd."
        ) from short
    if Account.COMMITTED in was:  # who was set aside has a reservation, and no decision yet
        others = set(reader.balances.applications_on(Account.RESERVED)) - {application_id}
        post(reader, "committed", booking.committed(reader.balances, but=others), on)
    return Euro.total(one.amount for one in charges)


def book_amendment(reader: RoundReader, former: Policy) -> None:
    """Undo what was divided under the former policy, and post the ceilings that hold now."""
    then = reader.balances_under(former)
    post(reader, "amended", booking.undone(then))
    book_opening(reader)


def book_advance(reader: RoundReader, application_id: str, amount: Euro, on: date) -> None:
    """Pay an advance.

    Raises:
        Overdrawn: more than is committed.
    """
    postings = booking.advanced(_kept(reader), application_id, amount, on.year)
    post(reader, ADVANCED, postings, on)


def book_change(reader: RoundReader, application_id: str, to: Euro, on: date) -> None:
    """Lower what is committed to an application to what a later decision leaves of it.

    Raises:
        Overdrawn: it would not become lower.
    """
    post(reader, CHANGED, booking.lowered(_kept(reader), application_id, to), on)


def book_from_reserve(reader: RoundReader, award: Award, on: date) -> None:
    """Reserve and commit an award out of what came free, in two phases.

    Raises:
        Overdrawn: there is not so much room.
    """
    cell = _cells(reader.policy)[award.instrument]
    charge = Charge(award.application_id, cell, award.amount)
    post(reader, "reserved", booking.held(_kept(reader), [charge]), on)
    others = set(reader.balances.applications_on(Account.RESERVED)) - {award.application_id}
    post(reader, "committed", booking.committed(reader.balances, but=others), on)


def book_return(
    reader: RoundReader, application_id: str, amount: Euro, year: int, on: date
) -> None:
    """Take back a payment of a year that came back.

    Raises:
        Overdrawn: not so much was paid in that year.
    """
    postings = booking.returned(reader.balances, application_id, amount, year)
    post(reader, RETURNED, postings, on)


def book_reclaim(reader: RoundReader, application_id: str, amount: Euro, on: date) -> None:
    """Claim back what was paid above what is due.

    Raises:
        Overdrawn: more than was paid above what is due.
    """
    postings = booking.reclaimed(reader.balances, application_id, amount)
    post(reader, RECLAIMED, postings, on)


def committed_by_approval(reader: RoundReader) -> dict[str, Euro] | None:
    """What the approval committed to each application; ``None`` in a round without a ledger."""
    if not reader.has_ledger:
        return None
    posted: dict[str, Euro] | None = None
    for entry in reader.entries:
        if entry.kind == "amended":
            posted = None  # what was committed under the former policy was undone
        elif entry.kind == "committed" and posted is None:
            posted = {}
            for one in entry.postings:
                if one.application_id and one.target is Account.COMMITTED:
                    posted[one.application_id] = posted.get(one.application_id, ZERO) + one.amount
    return posted or {}


def committed_to(reader: RoundReader, numbers: Iterable[str]) -> dict[str, Euro] | None:
    """What is committed to these applications; ``None`` in a round without a ledger."""
    if not reader.has_ledger:
        return None
    now = reader.balances
    found = {number: now.total(Account.COMMITTED, number) for number in numbers}
    return {number: amount for number, amount in found.items() if amount}
