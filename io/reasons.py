"""Reasons about the money, in sentences: the optimiser gives facts, the words are data.

The sentences are in ``reasons.toml``, by why an application got what it got and by distribution
rule. They name no other application's project or price, only totals and averages.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from ..grants.allocation import Reason
from ..grants.candidate import Candidate
from ..grants.money import Euro
from ..grants.policy import CeilingRange, DistributionRule, Policy
from ..instruments.instrument import instruments
from ..optimiser.solution import Given, Solution, Why


@cache
def sentences() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """The sentences by why and by rule (``any`` where the rule makes no difference)."""
    text = files("verdeelsleutel.io").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def ceiling_reasons(
    policy: Policy, candidates: Sequence[Candidate], solution: Solution
) -> dict[str, tuple[Reason, ...]]:
    """Why every candidate got what it got, by application number."""
    by_id = {candidate.application_id: candidate for candidate in candidates}
    return {
        given.application_id: (_reason(policy, by_id, solution, given),) for given in solution.given
    }


def _reason(
    policy: Policy, by_id: Mapping[str, Candidate], solution: Solution, given: Given
) -> Reason:
    candidate = by_id[given.application_id]
    chosen = policy.instruments[candidate.instrument]
    written = sentences()[given.reason.value]
    sentence = written.get(chosen.rule.value) or written.get("any") or written["optimise"]
    own = instruments()[candidate.instrument]
    return Reason(
        code=_code(given.reason),
        article=own.own_rule_article if chosen.rule is own.own_rule else chosen.basis,
        nl=sentence["nl"].format_map(_facts(policy, by_id, solution, given, "nl")),
        en=sentence["en"].format_map(_facts(policy, by_id, solution, given, "en")),
    )


def _code(why: Why) -> str:
    """The code that stands in ``allocation.json``, such as ``MONEY-NOT-CHOSEN``."""
    return f"MONEY-{why.value.upper().replace('_', '-')}"


def _facts(
    policy: Policy,
    by_id: Mapping[str, Candidate],
    solution: Solution,
    given: Given,
    lang: str,
) -> dict[str, str]:
    candidate = by_id[given.application_id]
    chosen = policy.instruments[candidate.instrument]
    alike = [
        g for g in solution.given if by_id[g.application_id].instrument == candidate.instrument
    ]
    spent = Euro(sum(g.charged for g in alike))
    fund = policy.funds[chosen.fund]
    ceiling = chosen.ceiling
    limit = (
        fund.total - fund.objection_reserve
        if ceiling is None or isinstance(ceiling, CeilingRange)
        else ceiling
    )
    sent = instruments()[candidate.instrument].submission
    fixed = next((f for f in policy.fixed if f.application == given.application_id), None)
    return {
        "application": sent.nl if lang == "nl" else sent.en,
        "applications": sent.nl_plural if lang == "nl" else sent.en_plural,
        "own_price": _price(candidate.requested, candidate.homes.affordable, lang),
        "average_price": _price(
            Euro(sum(g.cents for g in alike)), sum(g.homes.affordable for g in alike), lang
        ),
        "rank": str(given.rank or ""),
        "of": str(len(alike)),
        "line": str(max((g.rank or 0 for g in alike if g.cents), default=0)),
        "ceiling": str(limit),
        "left": str(limit - spent),
        "claim": str(candidate.requested),
        "amount": str(Euro(given.cents)),
        "next_window": str(Euro(given.next_window)),
        "received": f"{candidate.received_at:%d-%m-%Y}",
        "lot": str(candidate.lot or ""),
        "others": ", ".join(candidate.excludes + candidate.requires),
        "names": " en ".join(fixed.authorised_by) if fixed else "",
        "decision": fixed.reason if fixed else "",
    }


def _price(amount: Euro, homes: int, lang: str) -> str:
    per_home = amount.per(homes)
    if per_home is None:
        return "geen bedrag" if lang == "nl" else "no amount"
    return str(Euro.euros(per_home.cents // 100))


def rule_name(rule: DistributionRule) -> str:
    """The distribution rule in Dutch words."""
    return {
        DistributionRule.OPTIMISE: "optimalisering",
        DistributionRule.RANK: "rangschikking",
        DistributionRule.PRO_RATA: "naar evenredigheid",
        DistributionRule.CLOSED_LIST: "gesloten lijst",
        DistributionRule.FIRST_COME: "volgorde van ontvangst",
        DistributionRule.LOTTERY: "loting",
    }[rule]
