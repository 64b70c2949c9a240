"""The ledgers of several rounds as one table by fund, scheme and year: see :mod:`.years`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..frozen import frozen
from ..money import ZERO, Euro
from .ledger import WHOLE_FUND, Account, Balances, Cell
from .years import MONEY, YearLine


@frozen
class RoundMoney:
    """What a round brings to the table: its ledger, and what its awards still have to be paid.

    ``ceilings`` are those cells whose ceiling is told by this round, with that ceiling as other
    rounds left it: of one that holds for longer only the newest round tells it. ``planned`` is
    what each award pays by calendar year, by application number. ``out`` was paid above what is
    committed and did not come back, which is free for nobody, in the cells of the schemes.
    """

    balances: Balances
    ceilings: Mapping[Cell, Euro]
    planned: Mapping[str, tuple[Cell, Mapping[int, Euro]]]
    out: Mapping[Cell, Euro]


def years_of(rounds: Iterable[RoundMoney]) -> tuple[YearLine, ...]:
    """The table, by fund, year and scheme; a fund as a whole comes before its schemes."""
    sums: dict[Cell, dict[str, int]] = {}
    ceilings: dict[Cell, int] = {}
    free: dict[Cell, int] = {}

    def add(cell: Cell, name: str, amount: Euro) -> None:
        of = sums.setdefault(cell, dict.fromkeys(MONEY, 0))
        of[name] += amount.cents

    for one in rounds:
        now = one.balances
        for cell in now.cells:
            add(cell, "reserved", now.of(cell, Account.RESERVED))
            add(cell, "committed", now.of(cell, Account.COMMITTED))
            if cell.instrument == WHOLE_FUND:
                continue  # payments stand in the cells of the schemes alone
            for at in (cell, Cell(cell.fund, WHOLE_FUND, cell.year)):
                add(at, "paid", -now.of(cell, Account.TREASURY))
                add(at, "settled", now.of(cell, Account.SETTLED))
                add(at, "reclaimed", now.of(cell, Account.RECLAIMED))
        for cell, amount in _to_pay(one):
            for at in (cell, Cell(cell.fund, WHOLE_FUND, cell.year)):
                add(at, "to_pay", amount)
        for cell, ceiling in one.ceilings.items():
            ceilings[cell] = ceilings.get(cell, 0) + ceiling.cents
            left = ceiling - now.used(cell) - _out(one, cell)
            free[cell] = free.get(cell, 0) + left.cents
    return tuple(
        YearLine(
            fund=cell.fund,
            instrument=cell.instrument,
            year=cell.year,
            ceiling=Euro(ceilings[cell]) if cell in ceilings else None,
            free=Euro(free[cell]) if cell in free else None,
            **{name: Euro(cents) for name, cents in sums.get(cell, {}).items()},
        )
        for cell in sorted({*sums, *ceilings}, key=lambda one: (one.fund, one.year, one))
        if cell in ceilings or any(sums[cell].values())
    )


def _out(one: RoundMoney, cell: Cell) -> Euro:
    """What of a cell was paid and has to come back; of a fund as a whole, of all its schemes."""
    if cell.instrument != WHOLE_FUND:
        return one.out.get(cell, ZERO)
    return Euro.total(
        amount for at, amount in one.out.items() if (at.fund, at.year) == (cell.fund, cell.year)
    )


def _to_pay(one: RoundMoney) -> Iterable[tuple[Cell, Euro]]:
    """By the cell of its calendar year what is committed to each application and was not paid.

    What was paid was paid first: the latest years of a plan are those that are left.
    """
    now = one.balances
    for number in now.applications_on(Account.COMMITTED):
        own = one.planned.get(number)
        plan: Mapping[int, Euro] = {} if own is None else own[1]
        paid = now.total(Account.ADVANCED, number) + now.total(Account.SETTLED, number)
        left = max(now.total(Account.COMMITTED, number) - paid, ZERO)
        cell = own[0] if own else next(iter(now.part(Account.COMMITTED, number)))
        for year in sorted(plan, reverse=True):
            part = min(plan[year], left)
            left = left - part
            if part:
                yield Cell(cell.fund, cell.instrument, year), part
        if left:  # no payment places it in a year: it is of the year of its decision
            yield cell, left
