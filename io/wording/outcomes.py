"""Outcomes of applications, answers of rules and rules of distribution, in words."""

from __future__ import annotations

from ...grants.allocation import Outcome
from ...grants.assessment import Answer
from ...grants.policy import DistributionRule
from .texts import sentences_in


def outcome_in(outcome: Outcome, lang: str) -> str:
    """What became of an application, in ``nl`` or ``en``."""
    return sentences_in(lang)(f"outcome.{outcome.value}")


def answer_in(answer: Answer, lang: str) -> str:
    """The answer of a rule, in ``nl`` or ``en``."""
    return sentences_in(lang)(f"answer.{answer.value}")


def rule_in(rule: DistributionRule, lang: str) -> str:
    """A rule of distribution: its Dutch name, or in English the name that a policy has for it."""
    return sentences_in(lang)(f"distribution.{rule.value}")
