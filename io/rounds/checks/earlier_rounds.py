"""What earlier rounds of the same database took: their money, and what they paid for.

Only rounds that were approved and stand so consume, real ones beside real ones and examples beside
examples. It is read when a round is divided, recorded with the list, and read again when that is
approved: what another round took meanwhile is not there any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ....grants.decisions.allocation import Award
from ....grants.ledger.ledger import WHOLE_FUND, Account, budget_year
from ....grants.ledger.opening import NOTHING_TAKEN, OpeningBalance, Taken, carries, left_of
from ....grants.money import ZERO, Euro
from ....grants.rounds.policy import RoundKind
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess
from ...records.rounds.applications import StoredApplication
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind
from ..after.awards_now import awards_now
from ..after.freed import paid_and_not_due
from ..settling.carried import carried_of

if TYPE_CHECKING:
    from ....instruments.findings.overlap import PaidBefore


def opening_of(reader: RoundReader) -> OpeningBalance:
    """What earlier rounds have taken by now.

    Where no amount of this round outlives it, only what was charged ahead to it; a round of the
    first edition is read without that.
    """
    ahead = reader.policy.asks
    if not carries(reader.policy) and not ahead:
        return NOTHING_TAKEN
    others = tuple(_approved(reader))
    windows = (reader, *readers_beside(reader)) if ahead else ()
    found = [one for other in others for one in _taken(other, windows)]
    if not carries(reader.policy):
        found = [one for one in found if one.window == reader.id]
    in_order = sorted(found, key=lambda one: (one.round, one.fund, one.instrument, one.year))
    return OpeningBalance(taken=tuple(in_order)) if in_order else NOTHING_TAKEN


def left_told(reader: RoundReader) -> tuple[str, ...]:
    """Of each fund and scheme that earlier rounds took of, what they left of it, in Dutch.

    As the list has it; before there is one, as it is now.
    """
    policy, divided = reader.policy, reader.newest_allocation is not None
    taken = reader.opening if divided else opening_of(reader)
    left = left_of(policy, taken)
    found: list[str] = []
    for key, fund in policy.funds.items():
        by = {one.round for one in taken.taken if one.fund == key}
        found += _less(f"Geldbron {fund.name('nl')}", fund.total, left.funds[key].total, by)
    for key, own in policy.instruments.items():
        by = {one.round for one in taken.taken if one.instrument == key}
        name = f"Plafond {instruments()[key].name_nl}"
        found += _less(name, own.ceiling, left.instruments[key].ceiling, by)
    return tuple(found)


def _less(name: str, stated: object, left: object, by: Iterable[str]) -> Iterator[str]:
    """Only of an amount, as a round that divides has it; not of the range of a planning round."""
    if isinstance(stated, Euro) and isinstance(left, Euro) and left < stated:
        yield (
            f"{name}: {left}; in het beleid staat {stated}, waarvan {stated - left} is gebruikt "
            f"door ronde {', '.join(sorted(by))}"
        )


def readers_beside(reader: RoundReader) -> tuple[RoundReader, ...]:
    """The other rounds of the database that decide, really or as an example, as this one would."""
    kind = RoundKind.EXAMPLE if reader.example else RoundKind.REAL
    return tuple(
        other
        for other in reader.rounds
        if other.id != reader.id and other.policy.round.kind is kind
    )


def next_window(
    of: RoundReader, instrument: str, rounds: Iterable[RoundReader]
) -> RoundReader | None:
    """The round with the first window of a scheme after that of a round, as far as it is open."""
    later = [
        one
        for one in rounds
        if one.id != of.id
        and instrument in one.policy.instruments
        and one.policy.round.window_opens > of.policy.round.window_opens
    ]
    return min(later, key=lambda one: (one.policy.round.window_opens, one.id), default=None)


def check_opening(reader: RoundReader) -> None:
    """Refuse to decide on money that another round took since the list was drawn.

    Raises:
        RefusedByProcess: with the rounds that it differs by.
    """
    now, then = opening_of(reader), reader.opening
    if now == then:
        return
    differs = [one for one in now.taken if one not in then.taken]
    differs += [one for one in then.taken if one not in now.taken]
    others = sorted({one.round for one in differs})
    raise RefusedByProcess(
        f"Sinds de verdeling is in ronde {', '.join(others)} over hetzelfde geld beslist, of is er "
        f'iets vrijgevallen. Verdeel opnieuw met "verdeel allocate --round {reader.id}".'
    )


def used_elsewhere(reader: RoundReader, instrument: str) -> Euro:
    """What the other rounds of this database have committed of a scheme, or paid above that.

    What was paid of a commitment is the same money, and counts once.
    """
    found = ZERO
    for other in reader.rounds:
        if other.id != reader.id and other.has_ledger:
            now, out = other.balances, paid_and_not_due(other)
            found = found + Euro.total(
                now.of(cell, Account.COMMITTED) + out.get(cell, ZERO)
                for cell in now.cells
                if cell.instrument == instrument
            )
    return found


def paid_before(reader: RoundReader) -> tuple[PaidBefore, ...]:
    """What earlier rounds gave money for, by round and number."""
    if not reader.policy.asks:
        return ()
    found: list[PaidBefore] = []
    for other in _approved(reader):
        now = awards_now(other)
        given = {number for number, award in now.items() if award.amount}
        given -= {one.application_id for one in other.withdrawals}
        found += [
            _paid(other, one, now[one.application.application_id].amount)
            for one in other.applications
            if one.application.application_id in given
        ]
    return tuple(found)


def _paid(other: RoundReader, one: StoredApplication, granted: Euro) -> PaidBefore:
    from ....instruments.findings.overlap import PaidBefore  # late: few rounds have one before

    number = one.application.application_id
    paid = PaidBefore.of(
        other.id, one.instrument, one.application, granted, _back(other, number)
    )  # fmt: skip
    left = carried_of(other.after.settling_acts_of.get(number, ()))
    if left is None:
        return paid
    return paid.model_copy(update={"carried": left.amount, "since": left.homes})


def _back(other: RoundReader, number: str) -> Euro:
    """What was claimed back of an award, or settled with a later statement."""
    kinds = (SettlingKind.RECLAIMED, SettlingKind.CORRECTED)
    acts = other.after.settling_acts_of.get(number, ())
    return Euro.total(one.detail.amount for one in acts if one.kind in kinds and one.counts)


def _approved(reader: RoundReader) -> Iterator[RoundReader]:
    """The other rounds that were approved; a planning round or a what-if reads the real ones."""
    yield from (one for one in readers_beside(reader) if one.state.decided)


def _taken(other: RoundReader, windows: Sequence[RoundReader]) -> Iterator[Taken]:
    """What a round has committed still, or paid above that and not got back, by scheme and year.

    What it charged ahead is of the next of these windows, and of its year where there is one.
    """
    if not other.has_ledger:
        return
    now, own_year = other.balances, budget_year(other.policy)
    payments, out = _payments(other), paid_and_not_due(other)
    # What was charged ahead is paid last; the first edition knew no difference.
    for cell in reversed(now.cells) if windows else now.cells:
        if cell.instrument == WHOLE_FUND:
            continue
        committed = now.of(cell, Account.COMMITTED)
        amount = committed + out.get(cell, ZERO)
        if not amount:
            continue
        planned = payments.get(cell.instrument, {})
        ahead = cell.year > own_year and bool(windows)
        window = next_window(other, cell.instrument, windows) if ahead else None
        yield Taken(
            round=other.id, fund=cell.fund, instrument=cell.instrument,
            year=cell.year if window is None else budget_year(window.policy),
            amount=amount, window="" if window is None else window.id,
            payments=_last(planned, committed) if ahead else _rest(planned),
        )  # fmt: skip


def _last(planned: dict[int, int], amount: Euro) -> tuple[tuple[int, int], ...]:
    """The latest payments of a plan, up to an amount, which are taken off it."""
    left, found = amount.cents, dict[int, int]()
    for year in sorted(planned, reverse=True):
        part = min(planned[year], left)
        planned[year] -= part
        left -= part
        if part:
            found[year] = part
    return tuple(sorted(found.items()))


def _rest(planned: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """What is left of a plan, once: a scheme can have more than one year."""
    found = tuple(sorted((year, cents) for year, cents in planned.items() if cents))
    planned.clear()
    return found


def _payments(other: RoundReader) -> dict[str, dict[int, int]]:
    """Cents by calendar year that the awards of each scheme still bring."""
    now, found = other.balances, dict[str, dict[int, int]]()
    for _, award in sorted(awards_now(other).items()):
        of_scheme = found.setdefault(award.instrument, {})
        for year, amount in _still(award, now.total(Account.COMMITTED, award.application_id)):
            of_scheme[year] = of_scheme.get(year, 0) + amount.cents
    return found


def _still(award: Award, committed: Euro) -> Iterator[tuple[int, Euro]]:
    left = committed
    for payment in sorted(award.payments, key=lambda one: one.year):
        paid = min(payment.amount, left)
        left = left - paid
        if paid > ZERO:
            yield payment.year, paid
