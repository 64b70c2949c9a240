"""The ledger of a round: every euro by fund, instrument and budget year, in double entry.

A posting moves an amount from one account to another *within one cell* (a fund, an instrument or
the fund as a whole, a budget year), so that no posting can make or lose a cent. An amount is given
in two phases: reserved when the money is divided, committed (*verplicht*) when that is approved.

===================  ==============================================================================
account              what its balance is
===================  ==============================================================================
ceiling              minus the ceiling: where the room of the cell comes from
free, released       room: never used, and come free after a decision
reserved             divided, not yet approved
committed            decided
applicants           minus what was asked
requested            what was asked
treasury             minus what has been paid
advanced             paid in advance, not yet settled
settled              paid, and found to be due
reclaimed            paid, and claimed back
interest_income      minus the statutory interest that was fixed
interest_due         interest that was fixed and did not come in; below zero, to be given back
interest_received    interest that came in
===================  ==============================================================================

So in every cell, always: reserved + committed + free + released = ceiling. A cell without a ceiling
of its own (an instrument that only its fund limits, the next window) draws its ceiling as it needs
it, and has no room of its own. The budget year of a ceiling and of what is charged to it is that of
the decision; of a payment, the year it is made in. Cash limits by year are kept by the certificate.
Interest is income of the State beside the grant: it stands in the cell of the payment that came
back late, and gives no room and takes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from ..decisions.allocation import Award
from ..frozen import frozen
from ..money import Euro
from ..rounds.fund import CeilingRange
from ..rounds.policy import Policy

WHOLE_FUND = ""  # the instrument of the cell that a fund's own ceiling limits


class Account(StrEnum):
    """An account of a cell: see the table above."""

    CEILING = "ceiling"
    FREE = "free"
    RELEASED = "released"
    RESERVED = "reserved"
    COMMITTED = "committed"
    APPLICANTS = "applicants"
    REQUESTED = "requested"
    TREASURY = "treasury"
    ADVANCED = "advanced"
    SETTLED = "settled"
    RECLAIMED = "reclaimed"
    INTEREST_INCOME = "interest_income"
    INTEREST_DUE = "interest_due"
    INTEREST_RECEIVED = "interest_received"

    # As that of its text, and not looked up by name: an account is half of a key, over and over.
    __hash__ = str.__hash__

    @property
    def dutch(self) -> str:
        """The word of a Dutch office; also a part of an account's name in the export."""
        return _DUTCH[self]


_DUTCH = MappingProxyType(
    {
        Account.CEILING: "Plafond",
        Account.FREE: "Vrij",
        Account.RELEASED: "Vrijgevallen",
        Account.RESERVED: "Gereserveerd",
        Account.COMMITTED: "Verplicht",
        Account.APPLICANTS: "Aanvragers",
        Account.REQUESTED: "Gevraagd",
        Account.TREASURY: "Schatkist",
        Account.ADVANCED: "Bevoorschot",
        Account.SETTLED: "Vastgesteld",
        Account.RECLAIMED: "Teruggevorderd",
        Account.INTEREST_INCOME: "Renteopbrengst",
        Account.INTEREST_DUE: "Rentevordering",
        Account.INTEREST_RECEIVED: "Renteontvangst",
    }
)
# Balances that can never be below zero: there is no negative room, reservation or payment.
_MAY_BE_NEGATIVE = (
    Account.CEILING, Account.APPLICANTS, Account.TREASURY, Account.INTEREST_INCOME,
    Account.INTEREST_DUE,
)  # fmt: skip
_NEVER_NEGATIVE = tuple(account for account in Account if account not in _MAY_BE_NEGATIVE)
_USING_ROOM = (Account.RESERVED, Account.COMMITTED)


class Cell(NamedTuple):
    """A fund, one of its instruments (or :data:`WHOLE_FUND`), and a budget year."""

    fund: str
    instrument: str
    year: int

    @property
    def dutch(self) -> str:
        """The cell in words."""
        return f"{self.fund}, {self.instrument or 'de geldbron'}, {self.year}"


@frozen
class Posting:
    """An amount above zero moved within a cell. ``application_id`` is empty for a whole cell."""

    cell: Cell
    source: Account
    target: Account
    amount: Euro
    application_id: str = ""

    def __post_init__(self) -> None:
        if self.amount.cents <= 0 or self.source is self.target:
            raise ValueError("a posting moves an amount above zero to another account")


@frozen
class Charge:
    """What an application takes, or asks, of a cell."""

    application_id: str
    cell: Cell
    amount: Euro


class Overdrawn(ValueError):
    """A posting would take more out of an account than there is in it."""


class Balances:
    """The balances of a ledger, by cell and account, and by application within them. Immutable.

    ``ceilings`` are the cells that have one of their own.
    """

    def __init__(self, ceilings: Mapping[Cell, Euro], postings: Iterable[Posting] = ()) -> None:
        self.ceilings: Mapping[Cell, Euro] = MappingProxyType(dict(ceilings))
        self._cells: dict[tuple[Cell, Account], int] = {}
        self._parts: dict[tuple[Account, str], dict[Cell, int]] = {}
        self._post(postings, own=set())

    def _post(self, postings: Iterable[Posting], own: set[tuple[Account, str]]) -> None:
        """Add to the balances. ``own`` are the parts that no other balances share."""
        for one in postings:
            for account, cents in ((one.source, -one.amount.cents), (one.target, one.amount.cents)):
                at = (one.cell, account)
                self._cells[at] = self._cells.get(at, 0) + cents
                if one.application_id:
                    of = (account, one.application_id)
                    if of not in own:
                        self._parts[of] = dict(self._parts.get(of, {}))
                        own.add(of)
                    part = self._parts[of]
                    part[one.cell] = part.get(one.cell, 0) + cents

    def after(self, postings: Iterable[Posting]) -> Balances:
        """The balances once these are posted too."""
        made = self.under(self.ceilings)
        made._cells = dict(made._cells)
        made._parts = dict(made._parts)
        made._post(postings, own=set())
        return made

    def under(self, ceilings: Mapping[Cell, Euro]) -> Balances:
        """The same balances, held against other ceilings."""
        made = Balances(ceilings)
        made._cells, made._parts = self._cells, self._parts
        return made

    def of(self, cell: Cell, account: Account) -> Euro:
        return Euro(self._cells.get((cell, account), 0))

    def part(self, account: Account, application_id: str) -> dict[Cell, Euro]:
        """What an application has on an account, by cell, in their order; nothing where zero."""
        found = self._parts.get((account, application_id), {})
        return {cell: Euro(found[cell]) for cell in sorted(found) if found[cell]}

    def total(self, account: Account, application_id: str) -> Euro:
        """What an application has on an account, over all cells."""
        return Euro.total(self.part(account, application_id).values())

    def applications_on(self, account: Account) -> tuple[str, ...]:
        """The applications with a balance on an account, in order."""
        return tuple(
            sorted(
                number
                for (of, number), part in self._parts.items()
                if of is account and any(part.values())
            )
        )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell that has a posting or a ceiling, in order."""
        return tuple(sorted({cell for cell, _ in self._cells} | set(self.ceilings)))

    def ceiling(self, cell: Cell) -> Euro:
        """The ceiling as it is posted; what was drawn, for a cell without one of its own."""
        return -self.of(cell, Account.CEILING)

    def room(self, cell: Cell) -> Euro:
        """What is still to be given: free, and come free."""
        return self.of(cell, Account.FREE) + self.of(cell, Account.RELEASED)

    def used(self, cell: Cell) -> Euro:
        """What is reserved and committed."""
        return self.of(cell, Account.RESERVED) + self.of(cell, Account.COMMITTED)

    def faults(self) -> tuple[str, ...]:
        """What does not balance, in Dutch; nothing where all is well.

        In every cell reserved, committed and room make up the ceiling, the ceiling is that of the
        policy, nothing is below zero, and a fund's own cell is the sum of its instruments'.
        """
        found: list[str] = []
        for cell in self.cells:
            ceiling = self.ceiling(cell)
            if self.used(cell) + self.room(cell) != ceiling:
                found.append(f"{cell.dutch}: gereserveerd, verplicht en vrij zijn niet {ceiling}.")
            wanted = self.ceilings.get(cell, self.used(cell))
            if ceiling != wanted:
                found.append(f"{cell.dutch}: het plafond is {wanted}, geboekt is {ceiling}.")
            found += [
                f"{cell.dutch}: {account.dutch.lower()} is {self.of(cell, account)}."
                for account in _NEVER_NEGATIVE
                if self.of(cell, account).cents < 0
            ]
            found += self._fund_faults(cell) if cell.instrument == WHOLE_FUND else []
        return tuple(found)

    def _fund_faults(self, fund: Cell) -> list[str]:
        under = [c for c in self.cells if (c.fund, c.year) == (fund.fund, fund.year) and c != fund]
        return [
            f"{fund.dutch}: {account.dutch.lower()} is {self.of(fund, account)}, de regelingen "
            f"samen {Euro.total(self.of(cell, account) for cell in under)}."
            for account in _USING_ROOM
            if self.of(fund, account) != Euro.total(self.of(cell, account) for cell in under)
        ]


def budget_year(policy: Policy) -> int:
    """The year of the decision, or of the close of the window where none is planned."""
    return (policy.round.decision_date or policy.round.window_closes).year


def ceilings_of(policy: Policy) -> dict[Cell, Euro]:
    """The ceilings of a round: of each fund less its objection reserve, and of each instrument.

    A range, in a planning round, counts at its most.
    """
    year = budget_year(policy)
    found = {
        Cell(key, WHOLE_FUND, year): fund.total - fund.objection_reserve
        for key, fund in policy.funds.items()
    }
    for key, instrument in policy.instruments.items():
        ceiling = instrument.ceiling
        most = ceiling.at_most if isinstance(ceiling, CeilingRange) else ceiling
        if most is not None:
            found[Cell(instrument.fund, key, year)] = most
    return found


def charges_of(policy: Policy, awards: Iterable[Award]) -> tuple[Charge, ...]:
    """What awards take: of this window, and of the next one where an award is in two parts.

    What is reserved for an application that is set aside is taken of this window.
    """
    year = budget_year(policy)
    found: list[Charge] = []
    for award in awards:
        fund = policy.instruments[award.instrument].fund
        for at, amount in (
            (year, award.amount - award.next_window + award.reserved),
            (year + 1, award.next_window),
        ):
            if amount:
                found.append(Charge(award.application_id, Cell(fund, award.instrument, at), amount))
    return tuple(found)
