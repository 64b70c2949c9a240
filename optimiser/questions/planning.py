"""Planning: before a window opens, which ceilings within their ranges would support most homes.

A ceiling lies within its range, and the ceilings of a fund together within the fund. An instrument
that the optimiser divides gets what its list uses. One with a statutory rule answers with what its
rule would award: an order that stops gives the longest part from its start that fits, so that a
choice of its ceiling is a choice of where it stops, and that is solved with all the rest. Of the
other rules a list of ceilings is tried: every one that changes who is awarded and, pro rata, a few
amounts between the ends. What is proposed is then divided again under the real rules, and that list
is the answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ...grants.allocation import Status
from ...grants.application import Payment
from ...grants.candidate import Candidate, Form
from ...grants.homes import NO_HOMES
from ...grants.money import Euro
from ...grants.policy import (
    CeilingRange,
    ConstraintPolicy,
    DistributionRule,
    InstrumentPolicy,
    Measure,
    Policy,
)
from ...grants.record import Record
from ..model.distribution import Fixed, Outcome, distribute
from ..model.limits import THOUSAND_EUROS
from ..model.objectives import MOST_HOMES
from ..search.allocation import allocate
from ..solution import Solution, Why

MOST_TRIED = 64  # combinations of ceilings that are tried
_BETWEEN = 8  # ceilings between the ends of a range that are tried pro rata
_ORDERS = (DistributionRule.RANK, DistributionRule.FIRST_COME, DistributionRule.LOTTERY)
_KEPT_YEAR = 2060  # what a ceiling keeps without an award leaves in no year with a limit


class Plan(Record):
    """Proposed ceilings in cents, by instrument with a range, and what they would bring.

    ``policy`` is the policy with these ceilings, and ``solution`` its division under the real
    rules. ``every`` is false where not every ceiling that makes a difference was tried: there were
    too many, or an instrument is divided pro rata, of which any amount is possible.
    """

    ceilings: dict[str, int]
    policy: Policy
    solution: Solution
    every: bool


def plan(
    candidates: Sequence[Candidate],
    policy: Policy,
    *,
    time_limit_seconds: int | None = None,
) -> Plan:
    """Propose a ceiling for every instrument whose ceiling is a range.

    Where no ceilings within the ranges are possible there are none, and the solution is infeasible,
    with the conflict. The time limit is of each division.
    """
    ranges = {
        key: rules.ceiling
        for key, rules in policy.instruments.items()
        if isinstance(rules.ceiling, CeilingRange)
    }
    options = {
        key: _options(candidates, policy, key, ranges[key])
        for key in ranges
        if not _is_solved(policy.instruments[key])
    }
    tried = list(itertools.islice(itertools.product(*options.values()), MOST_TRIED + 1))
    best: tuple[list[int], dict[str, int]] | None = None
    failed: Solution | None = None
    for ceilings in tried[:MOST_TRIED]:
        chosen = dict(zip(options, ceilings, strict=True))
        stated, eased = _stated(candidates, policy, ranges, chosen)
        found = allocate(stated, eased, time_limit_seconds=time_limit_seconds)
        if found.status is Status.INFEASIBLE:
            failed = found
        else:
            values = [-s.value if s.name in MOST_HOMES else s.value for s in found.stages]
            if best is None or values[:-1] < best[0]:
                best = (values[:-1], _used(stated, found, ranges, chosen))
    every = len(tried) <= MOST_TRIED and not any(
        policy.instruments[key].rule is DistributionRule.PRO_RATA for key in options
    )
    if best is None:
        assert failed is not None  # at least one combination was tried
        return Plan(ceilings={}, policy=policy, solution=failed, every=every)
    fixed = _with_ceilings(policy, best[1])
    solution = allocate(candidates, fixed, time_limit_seconds=time_limit_seconds)
    return Plan(ceilings=best[1], policy=fixed, solution=solution, every=every)


def _is_solved(rules: InstrumentPolicy) -> bool:
    """Whether a choice of its ceiling can be stated to the optimiser with all the rest."""
    stops = rules.when_it_does_not_fit == "stop" and not rules.marginal_application
    return rules.rule is DistributionRule.OPTIMISE or (rules.rule in _ORDERS and stops)


def _with_ceilings(policy: Policy, ceilings: Mapping[str, int]) -> Policy:
    rules = {
        key: one.model_copy(update={"ceiling": Euro(ceilings[key])}) if key in ceilings else one
        for key, one in policy.instruments.items()
    }
    return policy.model_copy(update={"instruments": rules})


def _outcome(candidates: Sequence[Candidate], policy: Policy, key: str, available: int) -> Outcome:
    decisions = {decision.application: decision for decision in policy.fixed}
    fixed = Fixed(decisions, asks=policy.asks)
    mine = [one for one in candidates if one.instrument == key]
    return distribute(mine, policy.instruments[key], available, fixed)


def _options(
    candidates: Sequence[Candidate], policy: Policy, key: str, within: CeilingRange
) -> list[int]:
    """The ceilings to try of one statutory rule, the largest first."""
    least, most = within.at_least.cents, within.at_most.cents
    rules = policy.instruments[key]
    if rules.rule is DistributionRule.PRO_RATA:
        asked = sum(one.requested.cents for one in candidates if one.instrument == key)
        most = max(least, min(most, asked))
        stride = max(THOUSAND_EUROS, (most - least) // (_BETWEEN + 1))
        return sorted({least, most, *range(least, most, stride)}, reverse=True)
    found: list[int] = []
    available = most
    while available >= least:
        shares = _outcome(candidates, policy, key, available).shares.values()
        spent = sum(share.cents - share.next_window for share in shares)
        found.append(max(least, spent))
        if rules.rule not in _ORDERS or not spent:
            break
        available = min(available, spent) - 1
    return found


def _stated(
    candidates: Sequence[Candidate],
    policy: Policy,
    ranges: Mapping[str, CeilingRange],
    chosen: Mapping[str, int],
) -> tuple[list[Candidate], Policy]:
    """The round with what can be solved stated as such, and the rest at the chosen ceilings.

    Of every ceiling its lower end, or the one chosen, is kept within the fund also where awards do
    not use it, by something that asks for the rest and brings no homes.
    """
    made = {one.application_id: one for one in candidates}
    instruments = dict(policy.instruments)
    constraints = list(policy.constraint)
    for key, within in ranges.items():
        rules = instruments[key]
        ceiling = Euro(chosen.get(key, within.at_most.cents))
        update: dict[str, Any] = {"ceiling": ceiling}
        if key not in chosen and rules.rule is not DistributionRule.OPTIMISE:
            update["rule"] = DistributionRule.OPTIMISE
            constraints.append(_chain(candidates, policy, key, within, made))
        instruments[key] = rules.model_copy(update=update)
        least = chosen.get(key, within.at_least.cents)
        if least:
            _tag(key, made)
            kept = _kept(key, least)
            made[kept.application_id] = kept
            instruments[kept.instrument] = InstrumentPolicy(
                fund=rules.fund, rule=DistributionRule.OPTIMISE, enables_homes=False
            )
            amount = Euro(least).format(cents=True)
            constraints.append(_floor(f"PLAN-{key}", Measure.MONEY, amount, tag=_name(key)))
    update = {"instruments": instruments, "constraint": tuple(constraints)}
    return list(made.values()), policy.model_copy(update=update)


def _chain(
    candidates: Sequence[Candidate],
    policy: Policy,
    key: str,
    within: CeilingRange,
    made: dict[str, Candidate],
) -> ConstraintPolicy:
    """Each of an order needs the one before it; as many as fit in the lower end are in."""
    everything = sum(one.requested.cents for one in candidates)
    shares = _outcome(candidates, policy, key, everything).shares
    first = _outcome(candidates, policy, key, within.at_least.cents).shares
    before: str | None = None
    for name in sorted(shares, key=lambda name: (shares[name].rank or 0, name)):
        if shares[name].reason is not Why.FITS:
            if not shares[name].cents:
                del made[name]
            continue
        requires = made[name].requires if before is None else (*made[name].requires, before)
        update = {"form": Form.WHOLE, "minimum": None, "requires": requires}
        made[name] = made[name].model_copy(update=update)
        before = name
    most = sum(1 for share in first.values() if share.cents)
    return _floor(f"PLAN-FIRST-{key}", Measure.NUMBER, most, instrument=key)


def _name(key: str) -> str:
    return f"plan:{key}"


def _tag(key: str, made: dict[str, Candidate]) -> None:
    for name, one in made.items():
        if one.instrument == key:
            made[name] = one.model_copy(update={"tags": (*one.tags, _name(key))})


def _kept(key: str, cents: int) -> Candidate:
    """What asks for the part of a ceiling that awards leave."""
    return Candidate(
        application_id=_name(key),
        instrument=_name(key),
        municipality_codes=(),
        province="",
        project_id=_name(key),
        requested=Euro(cents),
        form=Form.SCALABLE,
        minimum=Euro(min(cents, THOUSAND_EUROS)),
        step=Euro(THOUSAND_EUROS),
        homes=NO_HOMES,
        payments=(Payment(year=_KEPT_YEAR, amount=Euro(cents)),),
        tags=(_name(key),),
        received_at=datetime(_KEPT_YEAR, 1, 1),  # noqa: DTZ001 - as a workbook gives it
    )


def _floor(code: str, measure: Measure, least: str | int, **group: str) -> ConstraintPolicy:
    return ConstraintPolicy.model_validate(
        {
            "code": code.replace("_", "-")[:40],
            "measure": measure,
            "group": group,
            "at_least": least,
            "hard": True,
            "source": "planning",
            "sentence_nl": f"De ondergrens van een plafond ({code}): ten minste {least}.",
            "sentence_en": f"The lower end of a ceiling ({code}): at least {least}.",
        }
    )


def _used(
    stated: Sequence[Candidate],
    found: Solution,
    ranges: Mapping[str, CeilingRange],
    chosen: Mapping[str, int],
) -> dict[str, int]:
    """The ceilings that a division needs: what it awards, and at least the lower end."""
    spent = dict.fromkeys(ranges, 0)
    instrument = {one.application_id: one.instrument for one in stated}
    for one in found.given:
        if instrument[one.application_id] in spent:
            spent[instrument[one.application_id]] += one.charged
    return {
        key: chosen.get(key, max(within.at_least.cents, spent[key]))
        for key, within in ranges.items()
    }
