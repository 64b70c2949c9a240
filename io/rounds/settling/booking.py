"""What claims and repayments post to the ledger of their round."""

from __future__ import annotations

from datetime import date

from ....grants import booking
from ....grants.ledger import Account, Cell
from ....grants.money import ZERO, Euro
from ...records.ledger import RECLAIMED, post
from ...records.rounds.reader import RoundReader

REPAID, UNPAID = "repaid", "unpaid"


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
    came: dict[Cell, Euro] = {}
    for entry in reader.entries:
        for one in entry.postings if entry.kind in (REPAID, UNPAID) else ():
            if one.application_id == number:
                sign = 1 if one.target is Account.TREASURY else -1
                came[one.cell] = came.get(one.cell, ZERO) + Euro(sign * one.amount.cents)
    post(reader, UNPAID, booking.unpaid(reader.balances, came, number, amount), on)


def book_repayment(reader: RoundReader, number: str, amount: Euro, on: date) -> None:
    """Take in what came back of a claim.

    Raises:
        Overdrawn: more came back than is still claimed.
    """
    post(reader, REPAID, booking.repaid(reader.balances, number, amount), on)
