"""The rule by which a round was divided, as data: with the claims, anybody can divide again.

What is in it is decided by what :mod:`.outside.recompute` needs, and by what the law asks to be
published with a decision: the rule of each scheme, all limits and goals, their order, the weights,
the published order of ties, and the choices that were made. Amounts are whole cents.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ....grants.applications.candidate import Candidate
from ....grants.decisions.allocation import Outcome
from ....grants.dossier import Dossier
from ....grants.homes import SEGMENTS
from ....grants.rounds.answers import Answers
from ....grants.rounds.constraint import ConstraintPolicy, Measure
from ....grants.rounds.fund import CeilingRange
from ....grants.rounds.policy import DistributionRule, FixedPolicy, Policy
from ....instruments.instrument import instruments
from ...wording.grounds import grounds_of
from .outside.published import FORMAT_OF_RULE
from .weighed import withheld_fields

_OBJECTIVE = {Measure.AFFORDABLE_HOMES: "affordable homes"}


@dataclass(frozen=True, slots=True)
class Divided:
    """What a list was divided from, as it was worked out again.

    ``left`` is the policy with what was there to divide: less what earlier rounds took and what was
    kept for who is set aside. ``proof`` has the files of its proof, by name, if there is one.
    """

    candidates: Sequence[Candidate]
    left: Policy
    proof: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


def published_rule(
    dossier: Dossier, divided: Divided, clean: Callable[[str], str], prefix: str
) -> dict[str, Any]:
    """The rule of an approved round, with the claim of every application that took part.

    ``clean`` takes personal data out of a text; ``prefix`` is that of the identifiers of grants.
    """
    policy, allocation = dossier.policy, dossier.allocation
    later = sorted(dossier.supplemented)
    taking_part = {one.application_id for one in divided.candidates}
    claims = sorted(divided.candidates, key=lambda one: one.application_id)
    return {
        "format": FORMAT_OF_RULE,
        "round": allocation.round,
        "title": policy.round.title,
        "kind": policy.round.kind.value,
        "example": dossier.example,
        "decided_on": dossier.approval.on.isoformat() if dossier.approval else "",
        "policy_sha256": dossier.policy_hash,
        "list_sha256": allocation.certificate.digest if allocation.certificate else "",
        "rests_on": list(grounds_of(dossier)),
        "giving_prefix": prefix,
        "segments": list(SEGMENTS),
        "windows": {key: _window(policy, key) for key in policy.instruments},
        "funds": [_fund(policy, divided.left, key) for key in policy.funds],
        "schemes": [_scheme(policy, divided.left, key) for key in policy.instruments],
        "stages": _stages(policy),
        "objective": _OBJECTIVE.get(policy.objective, policy.objective.value),
        "limits": [_limit(one) for one in policy.constraint],
        "published_order": {
            "keys": [key.value for key in policy.order.keys],
            "schemes": list(policy.order.instruments),
        },
        "choices": [_choice(one, clean) for one in policy.fixed],
        "totals": _totals(dossier),
        "decided_later": later,
        "took_no_part": {
            award.application_id: award.outcome.value
            for award in allocation.awards
            if award.application_id not in taking_part
        },
        "claims": [published_claim(one, policy, clean) for one in claims],
    }


def _totals(dossier: Dossier) -> dict[str, Any]:
    """What the list adds up to; a total with what is kept back would tell that by subtraction."""
    allocation = dossier.allocation
    withheld = {
        one.application_id: withheld_fields(dossier, one.application_id, one.instrument)
        for one in allocation.awards
    }
    return {
        "applications": len(allocation.awards),
        "granted": sum(1 for award in allocation.awards if award.amount),
        "by_outcome": _by_outcome(dossier),
        "requested_cents": sum(
            award.asked.cents
            for award in allocation.awards
            if "requested" not in withheld[award.application_id]
        ),
        "amount_cents": sum(award.amount.cents for award in allocation.awards),
        "homes_asked": sum(
            one.application.homes.total
            for one in dossier.decided
            if "homes" not in withheld[one.award.application_id]
        ),
        "affordable_homes": allocation.totals.affordable_homes,
        "objective_homes": allocation.totals.affordable_homes,
    }


def _by_outcome(dossier: Dossier) -> dict[str, int]:
    counted = Counter(award.outcome for award in dossier.allocation.awards)
    return {outcome.value: counted[outcome] for outcome in Outcome if counted[outcome]}


def _window(policy: Policy, scheme: str) -> dict[str, str | None]:
    window = policy.window_of(scheme)
    return {
        "opens": window.opens.isoformat() if window.opens else None,
        "closes": window.closes.isoformat(),
        "closes_at": window.closes_at.isoformat() if window.closes_at else None,
    }


def _fund(policy: Policy, left: Policy, key: str) -> dict[str, Any]:
    fund, now = policy.funds[key], left.funds[key]
    return {
        "key": key,
        "name_nl": fund.name_nl,
        "name_en": fund.name_en,
        "total_cents": fund.total.cents,
        "objection_reserve_cents": fund.objection_reserve.cents,
        "left_cents": now.total.cents - now.objection_reserve.cents,
        "cash_cents": {str(year): now.cash[year].cents for year in sorted(now.cash)},
        "carry_over_cents": fund.carry_over.cents if fund.carry_over else 0,
        "source": fund.source,
    }


def _scheme(policy: Policy, left: Policy, key: str) -> dict[str, Any]:
    own, now, law = policy.instruments[key], left.instruments[key], instruments()[key]
    most, ceiling = own.ceiling, now.ceiling
    assert not isinstance(most, CeilingRange)  # such a round is never approved
    assert not isinstance(ceiling, CeilingRange)
    return {
        "key": key,
        "name_nl": law.name_nl,
        "name_en": law.name_en,
        "fund": own.fund,
        "rule": own.rule.value,
        "own_rule": law.own_rule.value,
        "basis": law.rests_on(own),
        "authorised_by": len(own.authorised_by),
        "ceiling_cents": most.cents if most else None,
        "left_cents": ceiling.cents if ceiling else None,
        "cash_cents": {str(year): now.cash[year].cents for year in sorted(now.cash)},
        "carry_over_cents": 0,
        "when_it_does_not_fit": own.when_it_does_not_fit,
        "marginal_application": own.marginal_application,
        "marginal_decided": next(
            (one.application for one in policy.marginal if one.instrument == key), None
        ),
        "max_per_municipality": own.max_per_municipality,
        "counts_homes": own.enables_homes,
        "step_cents": own.step.cents,
        **_answers(own.answers),
        "reserve": own.reserve_text,
        "reserve_until": own.reserve_until.isoformat() if own.reserve_until else None,
    }


def _answers(found: Answers | None) -> dict[str, Any]:
    """The answers to what the law of a scheme leaves open; nothing where it leaves nothing."""
    return {} if found is None else {"answers": found.model_dump(mode="json")}


def _stages(policy: Policy) -> list[str]:
    """What is made as good as can be, one after another, where the optimiser chooses."""
    if all(one.rule is not DistributionRule.OPTIMISE for one in policy.instruments.values()):
        return []
    soft = [one for one in policy.constraint if not one.hard]
    by_importance = [
        "shortfall " + ", ".join(one.code for one in soft if one.importance == importance)
        for importance in sorted({one.importance for one in soft})
    ]
    objective = _OBJECTIVE.get(policy.objective, policy.objective.value)
    return [*by_importance, objective, "money", "published order"]


def _limit(one: ConstraintPolicy) -> dict[str, Any]:
    limit = one.limit
    return {
        "code": one.code,
        "measure": one.measure.value,
        "group": one.group.model_dump(mode="json", exclude_none=True),
        "relation": ">=" if one.at_least is not None else "<=",
        "limit": str(limit) if isinstance(limit, Fraction) else limit,
        "of": one.of.value if one.of is not None else None,
        "of_group": one.of_group.model_dump(mode="json", exclude_none=True),
        "hard": one.hard,
        "importance": None if one.hard else one.importance,
        "weight": None if one.hard else one.weight,
        "sentence_nl": one.sentence_nl,
        "sentence_en": one.sentence_en,
        "source": one.source,
    }


def _choice(one: FixedPolicy, clean: Callable[[str], str]) -> dict[str, Any]:
    return {
        "application": one.application,
        "decision": one.decision,
        "amount_cents": one.amount.cents if one.amount else None,
        "reason": clean(one.reason),
        "article": one.article,
        "authorised_by": len(one.authorised_by),
    }


def published_claim(one: Candidate, policy: Policy, clean: Callable[[str], str]) -> dict[str, Any]:
    return {
        "application": one.application_id,
        "scheme": one.instrument,
        "municipalities": list(one.municipality_codes),
        "province": one.province,
        "project": clean(one.project_id),
        "phases": [clean(phase) for phase in one.phases],
        "requested_cents": one.requested.cents,
        "form": one.form.value,
        "minimum_cents": one.minimum.cents if one.minimum is not None else None,
        "step_cents": one.step.cents if one.step is not None else None,
        "all_homes_at_minimum": one.all_homes_at_minimum,
        "homes": list(one.homes.by_segment().values()),
        "payments": [[paid.year, paid.amount.cents] for paid in one.payments],
        "tags": sorted(policy.tags.intersection(one.tags)),
        "excludes": list(one.excludes),
        "requires": list(one.requires),
        "score": str(one.score) if one.score is not None else None,
        "rank_keys": [
            {
                "name": key.name,
                "value": str(key.value) if key.value is not None else None,
                "higher_first": key.higher_first,
            }
            for key in one.rank_keys
        ],
        "received_at": one.received_at.isoformat(),
        "time_known": not one.received_by_day,
        "lot": one.lot,
        "shared": [{"code": each.code, "most_cents": each.most.cents} for each in one.shared],
        **({"homes_by_municipality": _located(one)} if one.places else {}),
    }


def _located(one: Candidate) -> list[dict[str, Any]]:
    """Where its homes are built, in the order in which those of a part of the award are rounded."""
    return [
        {
            "municipality": place.municipality_code,
            "province": place.province,
            "homes": list(place.homes.by_segment().values()),
        }
        for place in one.places
    ]
