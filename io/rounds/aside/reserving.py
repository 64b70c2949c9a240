"""What is reserved for an application that is set aside (*aangehouden*), and what that leaves.

Its full request is kept in its fund, under its ceiling and in each year, so that a later decision
can give it what it would have got. Under pro rata it counts with its full claim from the start, and
its own part of the money is kept; on a closed list its own maximum is. Under a ranking nobody is
set aside: everybody's place depends on everybody (BWbi art. 5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ....grants.applications.application import Payment
from ....grants.applications.candidate import Candidate
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....grants.rounds.fund import CeilingRange, FundPolicy
from ....grants.rounds.policy import DistributionRule, InstrumentPolicy, Policy
from ....instruments.instrument import instruments
from ....optimiser.model.case import available_cents
from ....optimiser.model.distribution import distribute
from ....optimiser.model.ladder import payments_at
from ....optimiser.model.shares import Fixed
from ...errors import RefusedByProcess
from ...records.rounds.applications import StoredApplication
from ..screening import settings


class Reserved(Record):
    """What is kept for one application, in all and by calendar year."""

    application_id: str
    instrument: str
    amount: Euro
    payments: tuple[Payment, ...]


def can_be_set_aside(policy: Policy, instrument: str) -> bool:
    """Whether the rule by which a scheme is divided lets an application be decided on later."""
    return policy.instruments[instrument].rule is not DistributionRule.RANK


def claims_of(
    policy: Policy, applications: Sequence[StoredApplication], numbers: Iterable[str]
) -> tuple[Candidate, ...]:
    """These applications as they ask, whatever the rules say of them."""
    wanted = set(numbers)
    within = settings(policy, applications)
    return tuple(
        instruments()[one.instrument].candidate(one.application, within[one.instrument])
        for one in applications
        if one.application.application_id in wanted
    )


def reserved_for(
    policy: Policy, claims: Sequence[Candidate], others: Sequence[Candidate]
) -> tuple[Reserved, ...]:
    """What is kept for each of these, by number; ``others`` are who is divided among."""
    return tuple(
        _reserved(policy, one, [*claims, *others])
        for one in sorted(claims, key=lambda one: one.application_id)
    )


def _reserved(policy: Policy, one: Candidate, everybody: Sequence[Candidate]) -> Reserved:
    rules = policy.instruments[one.instrument]
    cents = one.requested.cents
    if rules.rule is DistributionRule.PRO_RATA:
        among = [other for other in everybody if other.instrument == one.instrument]
        fixed = Fixed.of(policy)
        shares = distribute(among, rules, available_cents(policy, rules), fixed).shares
        cents = shares[one.application_id].cents
    paid = payments_at(one, cents) if cents else ()
    return Reserved(
        application_id=one.application_id,
        instrument=one.instrument,
        amount=Euro(cents),
        payments=tuple(Payment(year=year, amount=Euro(part)) for year, part in paid),
    )


def less_reserved(policy: Policy, kept: Sequence[Reserved]) -> Policy:
    """The policy with what is left of its funds, ceilings and years once this is kept.

    Raises:
        RefusedByProcess: there is not so much.
    """
    if not kept:
        return policy
    funds = {
        key: _fund(
            policy, key, [one for one in kept if policy.instruments[one.instrument].fund == key]
        )
        for key in policy.funds
    }
    schemes = {
        key: _scheme(own, key, [one for one in kept if one.instrument == key])
        for key, own in policy.instruments.items()
    }
    return policy.model_copy(update={"funds": funds, "instruments": schemes})


def _fund(policy: Policy, key: str, kept: Sequence[Reserved]) -> FundPolicy:
    fund = policy.funds[key]
    name = f"geldbron {key}"
    total = _less(fund.total, kept, name)
    if total < fund.objection_reserve:
        raise _too_little(name, _sum(kept), fund.total - fund.objection_reserve)
    return fund.model_copy(update={"total": total, "cash": _years(fund.cash, kept, key)})


def _scheme(own: InstrumentPolicy, key: str, kept: Sequence[Reserved]) -> InstrumentPolicy:
    name, ceiling = f"het plafond van {instruments()[key].name_nl}", own.ceiling
    if isinstance(ceiling, CeilingRange):
        ceiling = CeilingRange(
            at_least=max(ZERO, ceiling.at_least - _sum(kept)),
            at_most=_less(ceiling.at_most, kept, name),
        )
    elif ceiling is not None:
        ceiling = _less(ceiling, kept, name)
    return own.model_copy(update={"ceiling": ceiling, "cash": _years(own.cash, kept, name)})


def _sum(kept: Sequence[Reserved]) -> Euro:
    return Euro.total(one.amount for one in kept)


def _less(amount: Euro, kept: Sequence[Reserved], name: str) -> Euro:
    left = amount - _sum(kept)
    if left < ZERO:
        raise _too_little(name, _sum(kept), amount)
    return left


def _years(cash: Mapping[int, Euro], kept: Sequence[Reserved], name: str) -> dict[int, Euro]:
    found: dict[int, Euro] = {}
    for year, most in cash.items():
        paid = Euro.total(p.amount for one in kept for p in one.payments if p.year == year)
        if most < paid:
            raise _too_little(f"{name} in {year}", paid, most)
        found[year] = most - paid
    return found


def _too_little(name: str, needed: Euro, there: Euro) -> RefusedByProcess:
    return RefusedByProcess(
        f"Er is te weinig om alles wat is aangehouden te reserveren: {name} schiet tekort. "
        f"Daarvoor is {needed} nodig, en er is {there}. Beoordeel eerst een deel van wat nog "
        "wacht, of wijzig het beleid."
    )
