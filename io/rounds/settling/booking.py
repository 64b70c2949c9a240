"""What fixings, claims and repayments post to the ledger of their round."""

from __future__ import annotations

from datetime import date

from ....grants import booking
from ....grants.ledger import Account, Cell, Charge
from ....grants.money import ZERO, Euro
from ...records.ledger import RECLAIMED, SETTLED, post
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
        again = booking.committed_again(now, _freed_by(reader, application_id), more)
    settling = booking.settled(now.after(again), application_id, final)
    post(reader, SETTLED, (*again, *settling), on)


def _freed_by(reader: RoundReader, application_id: str) -> list[Charge]:
    """What fixing an award set free and is not committed again, the first cell last."""
    freed: dict[Cell, int] = {}
    for entry in reader.entries:
        for one in entry.postings if entry.kind == SETTLED else ():
            if one.application_id != application_id:
                continue
            if Account.COMMITTED in (one.source, one.target):
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


def book_undoing(reader: RoundReader, number: str, amount: Euro, on: date) -> None:
    """Take back a repayment that was booked and did not come.

    Raises:
        Overdrawn: less was booked as repaid.
    """
    came = _came_back(reader, number)
    post(reader, UNPAID, booking.unpaid(reader.balances, came, number, amount), on)


def _came_back(reader: RoundReader, number: str) -> dict[Cell, Euro]:
    """What was booked as repaid of an award, by the cell that it came back into."""
    came: dict[Cell, Euro] = {}
    for entry in reader.entries:
        for one in entry.postings if entry.kind in (REPAID, UNPAID) else ():
            if one.application_id == number:
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
