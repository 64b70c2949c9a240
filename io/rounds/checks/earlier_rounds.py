"""What earlier rounds of the same database took: their money, and what they paid for.

Only rounds that were approved and stand so consume, real ones beside real ones and examples beside
examples. It is read when a round is divided, recorded with the list, and read again when that is
approved: what another round took meanwhile is not there any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....grants.allocation import Award
from ....grants.ledger import WHOLE_FUND, Account
from ....grants.money import ZERO, Euro
from ....grants.opening import NOTHING_TAKEN, OpeningBalance, Taken, carries
from ....grants.policy import RoundKind
from ....instruments.overlap import PaidBefore
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader, readers
from ..after.awards_now import awards_now


def opening_of(reader: RoundReader) -> OpeningBalance:
    """What earlier rounds have taken by now; nothing where no amount outlives the round."""
    if not carries(reader.policy):
        return NOTHING_TAKEN
    return OpeningBalance(
        taken=tuple(
            sorted(
                (one for other in _approved(reader) for one in _taken(other)),
                key=lambda one: (one.round, one.fund, one.instrument, one.year),
            )
        )
    )


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
        f"iets vrijgevallen. Verdeel opnieuw met 'verdeel allocate --round {reader.id}'."
    )


def paid_before(reader: RoundReader) -> tuple[PaidBefore, ...]:
    """What earlier rounds gave money for, by round and number."""
    if not reader.policy.asks:
        return ()
    found: list[PaidBefore] = []
    for other in _approved(reader):
        given = {number for number, award in awards_now(other).items() if award.amount}
        given -= {one.application_id for one in other.withdrawals}
        found += [
            PaidBefore.of(other.id, one.instrument, one.application)
            for one in other.applications
            if one.application.application_id in given
        ]
    return tuple(found)


def _approved(reader: RoundReader) -> Iterator[RoundReader]:
    """The other rounds that were approved; a planning round or a what-if reads the real ones."""
    kind = RoundKind.EXAMPLE if reader.example else RoundKind.REAL
    for other in readers(reader.session):
        if other.id != reader.id and other.state.decided and other.policy.round.kind is kind:
            yield other


def _taken(other: RoundReader) -> Iterator[Taken]:
    """What a round has committed still, by scheme and budget year."""
    if not other.has_ledger:
        return
    now = other.balances
    payments = _payments(other)
    for cell in now.cells:
        amount = now.of(cell, Account.COMMITTED)
        if cell.instrument != WHOLE_FUND and amount:
            yield Taken(
                round=other.id, fund=cell.fund, instrument=cell.instrument, year=cell.year,
                amount=amount, payments=payments.pop(cell.instrument, ()),
            )  # fmt: skip


def _payments(other: RoundReader) -> dict[str, tuple[tuple[int, int], ...]]:
    """Cents by calendar year that the awards of each scheme still bring."""
    now, found = other.balances, dict[str, dict[int, int]]()
    for _, award in sorted(awards_now(other).items()):
        of_scheme = found.setdefault(award.instrument, {})
        for year, amount in _still(award, now.total(Account.COMMITTED, award.application_id)):
            of_scheme[year] = of_scheme.get(year, 0) + amount.cents
    return {key: tuple(sorted(years.items())) for key, years in found.items() if years}


def _still(award: Award, committed: Euro) -> Iterator[tuple[int, Euro]]:
    left = committed
    for payment in sorted(award.payments, key=lambda one: one.year):
        paid = min(payment.amount, left)
        left = left - paid
        if paid > ZERO:
            yield payment.year, paid
