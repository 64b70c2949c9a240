"""What claims and repayments post to the ledger of their round."""

from __future__ import annotations

from datetime import date

from ....grants import booking
from ....grants.money import Euro
from ...records.ledger import RECLAIMED, post
from ...records.rounds.reader import RoundReader

REPAID = "repaid"


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


def book_repayment(reader: RoundReader, number: str, amount: Euro, on: date) -> None:
    """Take in what came back of a claim.

    Raises:
        Overdrawn: more came back than is still claimed.
    """
    post(reader, REPAID, booking.repaid(reader.balances, number, amount), on)
