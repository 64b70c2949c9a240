"""What was held against limits and goals, and against the rule of the law itself, on the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ....grants.decisions.allocation import CheckedConstraint, Unit
from ....grants.dossier import Dossier
from ....instruments.instrument import about_homes
from ...wording.limits import limit_told
from ..figures import Figures
from ..shares import share_texts
from ..words import Words

CHANGES = 500
"""So many applications that the other rule pays otherwise are listed; the workbook has all."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A limit or goal with what was measured, as text."""

    sentence: str
    source: str
    value: str
    limit: str
    slack: str
    holds: bool
    hard: bool


def goals(dossier: Dossier, words: Words) -> dict[str, Any]:
    """Every limit and goal with what was measured; what is not met comes first."""
    certificate = dossier.allocation.certificate
    checks = certificate.checks if certificate else ()
    met = sum(1 for check in checks if check.holds)
    # After those come the goals, then what the round could not have broken.
    ordered = sorted(checks, key=lambda check: (check.holds, check.hard))
    return {
        "sentence": words("fig_goals_sentence", met=met, all=len(checks)),
        "rows": [_goal(check, dossier, words) for check in ordered],
    }


def _goal(check: CheckedConstraint, dossier: Dossier, words: Words) -> Goal:
    shares = share_texts(check, dossier, words)
    value, limit = shares or (
        _measured(check, check.value, words),
        f"{_relation(check.relation)} {_measured(check, check.limit, words)}",
    )
    told = limit_told(check, dossier.policy, words.lang)
    return Goal(
        sentence=told.sentence,
        source=told.source,
        value=value,
        limit=limit,
        slack="" if shares else _measured(check, check.slack, words),
        holds=check.holds,
        hard=check.hard,
    )


def _relation(relation: str) -> str:
    return {"<=": "≤", ">=": "≥"}.get(relation, relation)


def _measured(check: CheckedConstraint, value: int, words: Words) -> str:
    return words.money(value) if check.unit is Unit.CENTS else words.number(value)


def other_rule(dossier: Dossier, found: Figures, words: Words) -> dict[str, Any] | None:
    """The round under the law's own rule; ``None`` where no homes can be held against it."""
    other = dossier.allocation.counterpart
    if other is None or not about_homes(dossier.policy.instruments):
        return None
    gain = dossier.allocation.totals.affordable_homes - other.affordable_homes
    key = "more" if gain > 0 else "less" if gain < 0 else "same"
    changed = found.comparison[found.comparison["difference"] != 0]
    rest = len(changed) - CHANGES
    return {
        "name": words.capital(other.name(words.lang)),
        "sentence": words(
            f"fig_law_sentence_{key}",
            name=words.capital(other.name(words.lang)),
            homes=words.number(other.affordable_homes),
            amount=words.millions(other.amount.cents),
            difference=words.number(abs(gain)),
        ),
        "count": words("law_changes", count=words.number(len(changed))),
        "rows": [
            (
                row["application_id"], row["project"], row["municipality"],
                words.money(int(row["amount"])), words.money(int(row["counterpart"])),
                words.money(int(row["difference"])),
            )
            for row in changed.head(CHANGES).to_dict("records")
        ],
        "rest": words("law_rest", count=words.number(rest)) if rest > 0 else "",
    }  # fmt: skip
