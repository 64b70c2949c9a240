"""A round as others can check it: the integer program, the list and its values, in one text.

What stands here is what the case states, before a row is brought to the size in which a proof adds
it up; ``docs/proof.md`` says what every key means. Numbers that need not be whole are texts, such
as ``"1/3"``. The SHA-256 of the text is what a proof names as its claim.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from ...grants.applications.candidate import Candidate
from ...grants.rounds.policy import Policy
from ..model.case import Grant, case_of
from ..model.formulation import program_of
from ..model.linear import Number, Variable
from ..model.objectives import objectives_of
from ..model.point import point_of
from ..model.program import Program
from ..solution import Solution
from .restating import levels_of, places_of, rows_of
from .system import Payment, StatedRow

FORMAT = "verdeelsleutel problem 1"


def problem_text(program: Program, grants: Sequence[Grant]) -> str:
    """The text of a problem and its list, one for each list; awards stand in the items' order.

    Raises:
        ValueError: an award is none that its application can have.
    """
    case = program.case
    places = places_of(program, levels_of(case, grants))
    stated: dict[str, Any] = {
        "format": FORMAT,
        "columns": [[v.name, v.lower, v.upper, _kind(v)] for v in program.variables],
        "rows": [_row(row) for row in rows_of(program)],
        "goals": [
            {
                "name": one.name,
                "unit": one.unit.value,
                "maximise": one.maximise,
                "terms": [[v, int(c)] for v, c in sorted(one.linear.terms.items()) if c],
                "constant": int(one.linear.constant),
                "value": one.exact(grants),
            }
            for one in objectives_of(program)
        ],
        "order": [
            {
                "application": case.items[i].candidate.application_id,
                "columns": list(place.columns),
                "most": list(place.most),
                "level": place.level,
            }
            for i, place in zip(case.open_items, places, strict=True)
        ],
        "point": [str(value) for value in point_of(program, grants)],
    }
    return json.dumps(stated, separators=(",", ":")) + "\n"


def problem_of(candidates: Sequence[Candidate], policy: Policy, solution: Solution) -> str:
    """The same from what was asked, the policy and a list that its certificate calls valid.

    Raises:
        ValueError: an award is none that its application can have.
    """
    case = case_of(candidates, policy)
    levels = {one.application_id: one.steps for one in solution.given}
    grants = [item.grant(levels[item.candidate.application_id]) for item in case.items]
    return problem_text(program_of(case), grants)


def conflict_text(
    variables: Sequence[Variable], rows: Sequence[StatedRow], codes: Sequence[str]
) -> str:
    """The text of constraints that are said not to hold together: no goals, and no list."""
    stated: dict[str, Any] = {
        "format": FORMAT,
        "columns": [[v.name, v.lower, v.upper, _kind(v)] for v in variables],
        "rows": [_row(row) for row in rows],
        "conflict": list(codes),
    }
    return json.dumps(stated, separators=(",", ":")) + "\n"


def claim_hash(text: str) -> str:
    """What a proof of this problem and list names."""
    return hashlib.sha256(text.encode()).hexdigest()


def _kind(variable: Variable) -> str:
    return "whole" if variable.whole else "implied" if variable.implied else "part"


def _row(row: StatedRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "terms": [[v, _number(c)] for v, c in row.terms],
        "limit": _number(row.limit),
        "payments": [_payment(one) for one in row.payments],
    }


def _payment(one: Payment) -> dict[str, Any]:
    return {
        "columns": list(one.columns),
        "cents": list(one.cents),
        "shares": list(one.shares),
        "requested": one.requested,
        "rest": one.rest,
    }


def _number(number: Number) -> int | str:
    return number if isinstance(number, int) else str(number)
