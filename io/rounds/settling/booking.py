"""What fixings, claims and repayments post to the ledger of their round."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants.ledger import booking
from ....grants.ledger.ledger import Account, Cell, Charge
from ....grants.money import ZERO, Euro
from ...records.ledger import CLAIM_REVISED, RECLAIMED, SETTLED, post
from ...records.rounds.reader import RoundReader

REPAID, UNPAID = "repaid", "unpaid"
INTEREST, INTEREST_RECEIVED, INTEREST_UNDONE = "interest", "interest_received", "interest_undone"


def book_settlement(reader: RoundReader, application_id: str, final: Euro, on: date) -> None:
    """Settle at a final amount; what it is lower by comes free.

    Of one that was fixed lower before, what came free by that is committed again.

    Raises:
        Overdrawn: more than is committed, and came free of it and is there still.
    """
    now = reader.balances
    again: booking.Postings = ()
    more = final - now.total(Account.COMMITTED, application_id)
    if more.cents > 0:
        freed = _freed_by(reader, application_id, (SETTLED,))
        again = booking.committed_again(now, freed, more)
    settling = booking.settled(now.after(again), application_id, final)
    post(reader, SETTLED, (*again, *settling), on)


def _freed_by(
    reader: RoundReader, application_id: str, kinds: Collection[str] = ()
) -> list[Charge]:
    """What entries of these kinds, or of all, set free of an award and is not committed again, the
    first cell last. What a decision gave more is not what was committed again."""
    freed: dict[Cell, int] = {}
    for entry in reader.entries:
        for one in entry.postings if not kinds or entry.kind in kinds else ():
            if one.application_id != application_id:
                continue
            given = one.target is Account.COMMITTED and entry.kind not in (SETTLED, CLAIM_REVISED)
            if Account.COMMITTED in (one.source, one.target) and not given:
                cents = one.amount.cents if one.source is Account.COMMITTED else -one.amount.cents
                freed[one.cell] = freed.get(one.cell, 0) + cents
    return [
        Charge(application_id, cell, Euro(cents))
        for cell, cents in reversed(list(freed.items()))
        if cents > 0
    ]


def book_claim(reader: RoundReader, number: str, amount: Euro, lowered: Euro, on: date) -> None:
    """Claim back an amount, and take off the commitment what is no longer owed by that.

    What comes off is released under its own ceiling; it is free for nobody until it came back.

    Raises:
        Overdrawn: more than was paid above what stays due.
    """
    now = reader.balances
    lowering: booking.Postings = ()
    if lowered:
        committed = Euro.total(now.part(booking.Account.COMMITTED, number).values())
        lowering = booking.lowered(now, number, committed - lowered)
    claiming = booking.reclaimed(now.after(lowering), number, amount)
    post(reader, RECLAIMED, (*lowering, *claiming), on)


def book_revised_claim(
    reader: RoundReader, number: str, let_go: Euro, again: Euro, on: date
) -> None:
    """Lower a claim upon an objection: ``let_go`` of what is open is claimed no longer, and what it
    is lower by is committed ``again``, out of what came free of the award.

    Raises:
        Overdrawn: less came free of it, or it was given to somebody else since.
    """
    now = reader.balances
    committing: booking.Postings = ()
    if again:
        committing = booking.committed_again(now, _freed_by(reader, number), again)
    letting = booking.unclaimed(now, number, let_go)
    post(reader, CLAIM_REVISED, (*committing, *letting), on)


def book_undoing(
    reader: RoundReader, number: str, amount: Euro, on: date, beyond: Euro = ZERO
) -> None:
    """Take back a repayment that was booked and did not come; ``beyond`` is what of it was above a
    claim that an objection lowered, which stays with the municipality.

    Raises:
        Overdrawn: less was booked as repaid.
    """
    now = reader.balances
    opening = booking.unpaid(now, _came_back(reader, number), number, amount)
    letting = booking.unclaimed(now.after(opening), number, beyond)
    post(reader, UNPAID, (*opening, *letting), on)


def _came_back(reader: RoundReader, number: str) -> dict[Cell, Euro]:
    """What was booked as repaid of an award, by the cell that it came back into."""
    came: dict[Cell, Euro] = {}
    for entry in reader.entries:
        for one in entry.postings if entry.kind in (REPAID, UNPAID) else ():
            if one.application_id == number and Account.TREASURY in (one.source, one.target):
                sign = 1 if one.target is Account.TREASURY else -1
                came[one.cell] = came.get(one.cell, ZERO) + Euro(sign * one.amount.cents)
    return came


def book_interest(reader: RoundReader, number: str, more: Euro, on: date) -> None:
    """Owe so much statutory interest more or less, in the newest cell that money came back into."""
    own = [*reader.balances.part(Account.INTEREST_INCOME, number)] or [*_came_back(reader, number)]
    post(reader, INTEREST, booking.interest_fixed(max(own), number, more), on)


def book_interest_received(reader: RoundReader, number: str, amount: Euro, on: date) -> None:
    """Take in statutory interest.

    Raises:
        Overdrawn: more came in than is due.
    """
    postings = booking.interest_received(reader.balances, number, amount)
    post(reader, INTEREST_RECEIVED, postings, on)


def book_interest_undone(reader: RoundReader, number: str, amount: Euro, on: date) -> None:
    """Take back a receipt of interest that did not come, or was given back.

    Raises:
        Overdrawn: less was booked.
    """
    postings = booking.interest_unreceived(reader.balances, number, amount)
    post(reader, INTEREST_UNDONE, postings, on)


def book_repayment(reader: RoundReader, number: str, amount: Euro, on: date) -> None:
    """Take in what came back of a claim.

    Raises:
        Overdrawn: more came back than is still claimed.
    """
    post(reader, REPAID, booking.repaid(reader.balances, number, amount), on)
