"""What each event in the life of a round posts to its ledger. Every function returns postings.

A function takes the balances as they are and says what to post; posting is adding the result to
the ledger (:meth:`Balances.after`). What is already as it should be posts nothing, so that a step
can be repeated. See :mod:`.ledger` for the accounts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..money import ZERO, Euro
from .ledger import Account, Balances, Cell, Charge, Overdrawn, Posting
from .posting import (
    Postings,
    Room,
    by_fund,
    changes,
    first_of,
    given_back,
    moved,
    standing_on,
    taken,
)


def opened(balances: Balances) -> Postings:
    """Post the ceilings that hold now, in place of those posted before.

    Raises:
        Overdrawn: a ceiling goes below what is reserved and committed under it.
    """
    found: list[Posting] = []
    room = Room(balances)
    for cell in balances.cells:
        wanted = balances.ceilings.get(cell, balances.used(cell))
        more = wanted - balances.ceiling(cell)
        if more.cents > 0:
            found.append(Posting(cell, Account.CEILING, Account.FREE, more))
        elif more:
            found += room.take(cell, Account.CEILING, -more)
    return tuple(found)


def requested(balances: Balances, asked: Mapping[str, Charge | None]) -> Postings:
    """What applications ask now, in place of what they asked before; ``None`` asks nothing more."""
    found: list[Posting] = []
    for number, charge in sorted(asked.items()):
        before = balances.part(Account.REQUESTED, number)
        now = {charge.cell: charge.amount} if charge is not None else {}
        for cell, change in changes(before, now):
            if change.cents > 0:
                more = Posting(cell, Account.APPLICANTS, Account.REQUESTED, change, number)
                found.append(more)
            else:
                less = Posting(cell, Account.REQUESTED, Account.APPLICANTS, -change, number)
                found.append(less)
    return tuple(found)


def reserved(balances: Balances, charges: Sequence[Charge]) -> Postings:
    """Reserve what a list charges; the reservations of a former list are released.

    Raises:
        Overdrawn: the list takes more than a ceiling leaves.
    """
    wanted: dict[str, dict[Cell, Euro]] = {}
    for one in charges:
        wanted.setdefault(one.application_id, {})[one.cell] = one.amount
    less: list[Charge] = []
    more: list[Charge] = []
    for number in sorted({*balances.applications_on(Account.RESERVED), *wanted}):
        before = balances.part(Account.RESERVED, number)
        for cell, change in changes(before, wanted.get(number, {})):
            (more if change.cents > 0 else less).append(
                Charge(number, cell, Euro(abs(change.cents)))
            )
    back = given_back(balances, Account.RESERVED, less, Account.FREE)
    return back + taken(balances.after(back), Account.RESERVED, more)


def held(balances: Balances, charges: Sequence[Charge]) -> Postings:
    """Reserve more beside what is committed already: the first phase of an award from the reserve.

    Raises:
        Overdrawn: there is not so much room.
    """
    return taken(balances, Account.RESERVED, charges)


def room_added(balances: Balances, charges: Sequence[Charge]) -> Postings:
    """Raise the ceilings that these charges fall under by as much: room for what comes on top.

    A cell without a ceiling of its own draws by itself, and is not raised.
    """
    cells = [(one.cell, one.amount) for one in charges] + by_fund(charges)
    return tuple(
        Posting(cell, Account.CEILING, Account.FREE, amount)
        for cell, amount in cells
        if cell in balances.ceilings
    )


def on_top(balances: Balances, charges: Sequence[Charge]) -> Postings:
    """Reserve charges out of room that was added for them, and of nothing that came free."""

    def source(cell: Cell) -> Account:
        return Account.FREE if cell in balances.ceilings else Account.CEILING

    found = [
        Posting(one.cell, source(one.cell), Account.RESERVED, one.amount, one.application_id)
        for one in charges
    ]
    found += [Posting(f, source(f), Account.RESERVED, total) for f, total in by_fund(charges)]
    return tuple(found)


def committed(balances: Balances, but: Collection[str] = ()) -> Postings:
    """Commit everything that is reserved, ``but`` to these: the second phase."""
    charges = [
        one for one in standing_on(balances, Account.RESERVED) if one.application_id not in but
    ]
    return moved(charges, Account.RESERVED, Account.COMMITTED)


def released(balances: Balances, application_id: str) -> Postings:
    """Set free what is committed to an application, such as when it is withdrawn.

    What has been paid already stays where it is, until it is reclaimed.
    """
    part = balances.part(Account.COMMITTED, application_id)
    charges = [Charge(application_id, cell, amount) for cell, amount in part.items()]
    return given_back(balances, Account.COMMITTED, charges, Account.RELEASED)


def given_up(balances: Balances, application_id: str, still: Euro = ZERO) -> Postings:
    """Set free what is reserved for an application above what it ``still`` takes of it."""
    part = balances.part(Account.RESERVED, application_id)
    lower = Euro.total(part.values()) - still
    charges = [
        Charge(application_id, cell, amount)
        for cell, amount in first_of(lower, reversed(list(part.items())))
    ]
    return given_back(balances, Account.RESERVED, charges, Account.RELEASED)


def undone(balances: Balances) -> Postings:
    """Undo every reservation and commitment, since the policy behind them was amended."""
    found: Postings = ()
    for account in (Account.RESERVED, Account.COMMITTED):
        found += given_back(balances, account, standing_on(balances, account), Account.FREE)
    come_free = ((cell, balances.of(cell, Account.RELEASED)) for cell in balances.cells)
    return found + tuple(
        Posting(cell, Account.RELEASED, Account.FREE, amount)
        for cell, amount in come_free
        if amount
    )


def lowered(balances: Balances, application_id: str, to: Euro) -> Postings:
    """Set free what a later decision takes off a commitment, the part of the next window first.

    Raises:
        Overdrawn: it would not become lower, or goes below zero.
    """
    due = balances.part(Account.COMMITTED, application_id)
    lower = Euro.total(due.values()) - to
    if lower.cents <= 0 or to.cents < 0:
        raise Overdrawn(
            f"{application_id}: {Euro.total(due.values())} is committed and cannot become {to}"
        )
    freed = [
        Charge(application_id, cell, amount)
        for cell, amount in first_of(lower, reversed(list(due.items())))
    ]
    return given_back(balances, Account.COMMITTED, freed, Account.RELEASED)


def advanced(balances: Balances, application_id: str, amount: Euro, year: int) -> Postings:
    """Pay an advance (*voorschot*) in a year, within what is committed.

    Raises:
        Overdrawn: more would be paid than is committed.
    """
    due = balances.part(Account.COMMITTED, application_id)
    paid = _paid(balances, application_id)
    if amount.cents <= 0 or paid + amount > Euro.total(due.values()):
        raise Overdrawn(
            f"{application_id}: {Euro.total(due.values())} is committed and {paid} is paid; "
            f"{amount} cannot be paid"
        )
    first = next(iter(due))
    cell = Cell(first.fund, first.instrument, year)
    return (Posting(cell, Account.TREASURY, Account.ADVANCED, amount, application_id),)


def returned(balances: Balances, application_id: str, amount: Euro, year: int) -> Postings:
    """Take back what was paid in a year and came back; it is due again.

    Raises:
        Overdrawn: not so much was paid in that year, or it was settled since.
    """
    paid = balances.part(Account.ADVANCED, application_id)
    cell = next((one for one in paid if one.year == year), None)
    if cell is None or amount.cents <= 0 or amount > paid[cell]:
        there = paid[cell] if cell is not None else ZERO
        raise Overdrawn(f"{application_id}: {there} was paid in {year}; {amount} cannot come back")
    return (Posting(cell, Account.ADVANCED, Account.TREASURY, amount, application_id),)


def settled(balances: Balances, application_id: str, final: Euro) -> Postings:
    """Settle (*vaststellen*) at a final amount, never a higher one than was committed.

    What it is lower by comes free, the part of the next window first. What was paid becomes
    settled up to the final amount; anything above it stays advanced, to be reclaimed.

    Raises:
        Overdrawn: the final amount is below zero or what is settled, or above what is committed.
    """
    due = balances.part(Account.COMMITTED, application_id)
    lower = Euro.total(due.values()) - final
    still = final - balances.total(Account.SETTLED, application_id)
    if lower.cents < 0 or still.cents < 0 or final.cents < 0:
        raise Overdrawn(f"{application_id}: {Euro.total(due.values())} cannot be fixed at {final}")
    freed = [
        Charge(application_id, cell, amount)
        for cell, amount in first_of(lower, reversed(list(due.items())))
    ]
    paid = balances.part(Account.ADVANCED, application_id)
    return given_back(balances, Account.COMMITTED, freed, Account.RELEASED) + tuple(
        Posting(cell, Account.ADVANCED, Account.SETTLED, amount, application_id)
        for cell, amount in first_of(still, paid.items())
    )


def committed_again(balances: Balances, freed: Sequence[Charge], amount: Euro) -> Postings:
    """Commit again what came free of an award: reserved and committed at once.

    ``freed`` is what came free, of which as much is taken in turn as the amount needs.

    Raises:
        Overdrawn: less came free, or it was given to somebody else since.
    """
    number = freed[0].application_id if freed else ""
    parts = list(first_of(amount, ((one.cell, one.amount) for one in freed)))
    charges = [Charge(number, cell, part) for cell, part in parts]
    if Euro.total(one.amount for one in charges) != amount:
        raise Overdrawn(f"{amount} cannot be committed again: less came free")
    reserving = held(balances, charges)
    others = set(balances.applications_on(Account.RESERVED)) - {number}
    return reserving + committed(balances.after(reserving), but=others)


def reclaimed(balances: Balances, application_id: str, amount: Euro) -> Postings:
    """Claim back (*terugvorderen*) what was advanced above what is still committed, latest first.

    Raises:
        Overdrawn: more is claimed than was advanced above what is due.
    """
    above = _paid(balances, application_id) - balances.total(Account.COMMITTED, application_id)
    advances = balances.part(Account.ADVANCED, application_id)
    most = min(above, Euro.total(advances.values()))
    if amount.cents <= 0 or amount > most:
        raise Overdrawn(f"{application_id}: {max(most, ZERO)} can be reclaimed, not {amount}")
    return tuple(
        Posting(cell, Account.ADVANCED, Account.RECLAIMED, part, application_id)
        for cell, part in first_of(amount, reversed(list(advances.items())))
    )


def unclaimed(balances: Balances, application_id: str, amount: Euro) -> Postings:
    """Claim so much no longer of what did not come back yet: it is paid, as it was before.

    Raises:
        Overdrawn: less is claimed and open.
    """
    claimed = balances.part(Account.RECLAIMED, application_id)
    most = Euro.total(claimed.values())
    if amount > most:
        raise Overdrawn(f"{application_id}: {most} is still claimed; {amount} cannot be let go")
    return tuple(
        Posting(cell, Account.RECLAIMED, Account.ADVANCED, part, application_id)
        for cell, part in first_of(amount, claimed.items())
    )


def repaid(balances: Balances, application_id: str, amount: Euro) -> Postings:
    """Take in what came back of what was claimed, latest payment first.

    It comes back into the cells that it was paid from, so that it stands under its own ceiling; the
    day of the entry tells the cash year of the receipt.

    Raises:
        Overdrawn: more came back than is still claimed.
    """
    claimed = balances.part(Account.RECLAIMED, application_id)
    most = Euro.total(claimed.values())
    if amount.cents <= 0 or amount > most:
        raise Overdrawn(f"{application_id}: {most} is still claimed; {amount} cannot come back")
    return tuple(
        Posting(cell, Account.RECLAIMED, Account.TREASURY, part, application_id)
        for cell, part in first_of(amount, reversed(list(claimed.items())))
    )


def unpaid(balances: Balances, came: Mapping[Cell, Euro], number: str, amount: Euro) -> Postings:
    """Take back what was booked as repaid and did not come: the claim stands open again.

    ``came`` is what was booked as repaid of the application so far, by cell; what was booked last
    goes first.

    Raises:
        Overdrawn: less was booked as repaid.
    """
    most = Euro.total(came.values())
    if amount.cents <= 0 or amount > most:
        raise Overdrawn(f"{number}: {most} was booked as repaid; {amount} cannot be undone")
    return tuple(
        Posting(cell, Account.TREASURY, Account.RECLAIMED, part, number)
        for cell, part in first_of(amount, sorted(came.items()))
    )


def interest_fixed(cell: Cell, number: str, more: Euro) -> Postings:
    """Owe so much statutory interest more, or less where a decision anew lowers it.

    What came in above that stands as less than nothing due: it is given back.
    """
    if not more:
        return ()
    accounts = (Account.INTEREST_INCOME, Account.INTEREST_DUE)
    source, target = accounts if more.cents > 0 else accounts[::-1]
    return (Posting(cell, source, target, Euro(abs(more.cents)), number),)


def interest_received(balances: Balances, number: str, amount: Euro) -> Postings:
    """Take in statutory interest that was fixed.

    Raises:
        Overdrawn: more came in than is due.
    """
    due = balances.part(Account.INTEREST_DUE, number)
    most = max(Euro.total(due.values()), ZERO)
    if amount.cents <= 0 or amount > most:
        raise Overdrawn(f"{number}: {most} of interest is due; {amount} cannot come in")
    return tuple(
        Posting(cell, Account.INTEREST_DUE, Account.INTEREST_RECEIVED, part, number)
        for cell, part in first_of(amount, due.items())
    )


def interest_unreceived(balances: Balances, number: str, amount: Euro) -> Postings:
    """Take back interest that was booked and did not come, or was given back.

    Raises:
        Overdrawn: less was booked.
    """
    came = balances.part(Account.INTEREST_RECEIVED, number)
    most = Euro.total(came.values())
    if amount.cents <= 0 or amount > most:
        raise Overdrawn(f"{number}: {most} of interest was booked; {amount} cannot be undone")
    return tuple(
        Posting(cell, Account.INTEREST_RECEIVED, Account.INTEREST_DUE, part, number)
        for cell, part in first_of(amount, reversed(list(came.items())))
    )


def _paid(balances: Balances, application_id: str) -> Euro:
    return balances.total(Account.ADVANCED, application_id) + balances.total(
        Account.SETTLED, application_id
    )
