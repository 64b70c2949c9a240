"""Outcomes of applications, answers of rules and rules of distribution, in words."""

from __future__ import annotations

from ...grants.applications.assessment import Answer
from ...grants.decisions.allocation import Outcome
from ...grants.rounds.policy import DistributionRule, Policy
from .texts import sentences_in

_UNTIL_THE_CEILING = (DistributionRule.RANK, DistributionRule.FIRST_COME, DistributionRule.LOTTERY)


def refused_by_ceiling(instrument: str, policy: Policy) -> bool:
    """Whether the ceiling decided what was refused in the division of a scheme.

    Where the optimiser chose, it may be a fund, a year, a floor or a goal, which the letter names.
    Rounds of the first edition called every such refusal one for the ceiling.
    """
    told = policy.tells_its_grounds
    return not told or policy.instruments[instrument].rule in _UNTIL_THE_CEILING


def outcome_in(outcome: Outcome, lang: str) -> str:
    """What became of an application, in ``nl`` or ``en``."""
    return sentences_in(lang)(f"outcome.{outcome.value}")


def answer_in(answer: Answer, lang: str) -> str:
    """The answer of a rule, in ``nl`` or ``en``."""
    return sentences_in(lang)(f"answer.{answer.value}")


def rule_in(rule: DistributionRule, lang: str) -> str:
    """A rule of distribution: its Dutch name, or in English the name that a policy has for it."""
    return sentences_in(lang)(f"distribution.{rule.value}")
