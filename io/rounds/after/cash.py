"""What may still leave in a calendar year (*kasruimte*) once an award moves to it or is given.

The limits of the policy are those under which the list was divided. What was carried over from one
year to the next is counted as the certificate counts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....grants.decisions.allocation import Award
from ....grants.ledger.ledger import Account
from ....grants.ledger.opening import left_of
from ....grants.money import ZERO, Euro
from ....instruments.instrument import instruments
from ...records.rounds.reader import RoundReader
from ..checks.earlier_rounds import opening_of
from .awards_now import awards_now


def full_years(reader: RoundReader, after: Award) -> tuple[str, ...]:
    """The years that are too full for an award as it becomes, in Dutch with what they lack."""
    policy = left_of(reader.policy_as_decided, opening_of(reader))
    before = {n: one for n, one in awards_now(reader).items() if _stands(reader, n)}
    own = policy.instruments[after.instrument]
    fund, scheme = policy.funds[own.fund], instruments()[after.instrument].name_nl
    of_fund = [n for n, a in before.items() if policy.instruments[a.instrument].fund == own.fund]
    of_scheme = [n for n, a in before.items() if a.instrument == after.instrument]
    carry = fund.carry_over or ZERO
    return (
        *_full(f"geldbron {own.fund}", fund.cash, carry, before, of_fund, after),
        *_full(scheme, own.cash, ZERO, before, of_scheme, after),
    )


def _stands(reader: RoundReader, number: str) -> bool:
    """Whether anything of an award is still to be paid, or was."""
    now = reader.balances
    return bool(now.total(Account.COMMITTED, number) or now.total(Account.ADVANCED, number))


def _full(
    name: str,
    limits: Mapping[int, Euro],
    carry: Euro,
    before: Mapping[str, Award],
    members: Iterable[str],
    after: Award,
) -> Iterable[str]:
    if not limits:
        return
    number, members = after.application_id, tuple(members)
    then = _planned(before[one] for one in members)
    now = _planned([*(before[one] for one in members if one != number), after])
    short_before, short_now = _short(limits, carry, then), _short(limits, carry, now)
    for year in sorted(short_now):
        more = short_now[year] - short_before.get(year, ZERO)
        if more.cents > 0:
            yield (
                f"kasjaar {year} van {name} heeft een plafond van {limits[year]}, en daarmee zou "
                f"er {short_now[year]} te veel worden betaald"
            )


def _planned(awards: Iterable[Award]) -> dict[int, Euro]:
    found: dict[int, Euro] = {}
    for award in awards:
        for one in award.payments:
            found[one.year] = found.get(one.year, ZERO) + one.amount
    return found


def _short(limits: Mapping[int, Euro], carry: Euro, planned: Mapping[int, Euro]) -> dict[int, Euro]:
    """By year what is paid above its limit and what moved to it unspent."""
    found: dict[int, Euro] = {}
    left: dict[int, Euro] = {}
    for year in sorted(limits):
        moved = max(ZERO, min(carry, left.get(year - 1, ZERO)))
        left[year] = limits[year] + moved - planned.get(year, ZERO)
        if left[year] < ZERO:
            found[year] = -left[year]
    return found
