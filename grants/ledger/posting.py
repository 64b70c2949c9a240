"""Moving amounts between the accounts of a ledger: room that is taken, and given back.

What stands in the cell of a scheme stands in that of its fund too, where both have a ceiling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..money import ZERO, Euro
from .ledger import WHOLE_FUND, Account, Balances, Cell, Charge, Overdrawn, Posting

Postings = tuple[Posting, ...]


def standing_on(balances: Balances, account: Account) -> list[Charge]:
    """What stands on an account, by application and cell."""
    return [
        Charge(number, cell, amount)
        for number in balances.applications_on(account)
        for cell, amount in balances.part(account, number).items()
    ]


def changes(before: Mapping[Cell, Euro], now: Mapping[Cell, Euro]) -> Iterator[tuple[Cell, Euro]]:
    """By how much each cell has more now than before, or less."""
    for cell in sorted({*before, *now}) if before else sorted(now):
        change = now.get(cell, ZERO) - before[cell] if cell in before else now[cell]
        if change:
            yield cell, change


def first_of(amount: Euro, parts: Iterable[tuple[Cell, Euro]]) -> Iterator[tuple[Cell, Euro]]:
    """As much of each part in turn as is needed for an amount."""
    left = amount
    for cell, part in parts:
        take = min(left, part)
        if take:
            yield cell, take
            left = left - take


def moved(charges: Iterable[Charge], source: Account, target: Account) -> Postings:
    """The same move in the cells of the instruments, and its sum in those of their funds."""
    charges = tuple(charges)
    found = [Posting(one.cell, source, target, one.amount, one.application_id) for one in charges]
    found += [Posting(fund, source, target, total) for fund, total in by_fund(charges)]
    return tuple(found)


def by_fund(charges: Iterable[Charge]) -> list[tuple[Cell, Euro]]:
    """What charges come to in the cells of their funds."""
    totals: dict[Cell, Euro] = {}
    for one in charges:
        fund = Cell(one.cell.fund, WHOLE_FUND, one.cell.year)
        totals[fund] = totals.get(fund, ZERO) + one.amount
    return sorted(totals.items(), key=lambda item: item[0])


def given_back(
    balances: Balances, source: Account, charges: Sequence[Charge], room: Account
) -> Postings:
    """Give room back; a cell without a ceiling of its own gives back what it drew."""

    def target(cell: Cell) -> Account:
        return room if cell in balances.ceilings else Account.CEILING

    found = [
        Posting(one.cell, source, target(one.cell), one.amount, one.application_id)
        for one in charges
    ]
    found += [Posting(f, source, target(f), total) for f, total in by_fund(charges)]
    return tuple(found)


def taken(balances: Balances, target: Account, charges: Sequence[Charge]) -> Postings:
    """Take room for charges, in the cells of the instruments and in those of their funds."""
    room = Room(balances)
    found = [
        p for one in charges for p in room.take(one.cell, target, one.amount, one.application_id)
    ]
    found += [p for fund, total in by_fund(charges) for p in room.take(fund, target, total)]
    return tuple(found)


class Room:
    """The room of every cell while it is being taken."""

    def __init__(self, balances: Balances) -> None:
        self._balances = balances
        self._left: dict[tuple[Cell, Account], int] = {}

    def take(
        self, cell: Cell, target: Account, amount: Euro, application_id: str = ""
    ) -> list[Posting]:
        """Take what came free first, then what was never used; or draw, where there is no ceiling.

        Raises:
            Overdrawn: there is not so much.
        """
        if cell not in self._balances.ceilings and target is not Account.CEILING:
            return [Posting(cell, Account.CEILING, target, amount, application_id)]
        found: list[Posting] = []
        wanted = amount.cents
        for account in (Account.RELEASED, Account.FREE):
            at = (cell, account)
            left = self._left.setdefault(at, self._balances.of(cell, account).cents)
            taken = min(left, wanted)
            if taken > 0:
                found.append(Posting(cell, account, target, Euro(taken), application_id))
                self._left[at] = left - taken
                wanted -= taken
        if wanted:
            raise Overdrawn(f"{cell.dutch}: {Euro(wanted)} more is asked than there is")
        return found
