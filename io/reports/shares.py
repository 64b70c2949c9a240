"""Goals that are shares, told as shares: 76.3% and at least 2/3, not 3 x affordable - 2 x all."""

from __future__ import annotations

from fractions import Fraction

from ...grants.allocation import CheckedConstraint, Dossier, Totals, Unit
from ...grants.policy import ConstraintPolicy, Group, Measure
from .words import Words


def share_texts(check: CheckedConstraint, dossier: Dossier, words: Words) -> tuple[str, str] | None:
    """Where the round stands and what the goal asks, as shares.

    ``None`` where the constraint is no share of the whole round, or where the round's own totals
    do not give exactly the checked number: then that number itself is shown.
    """
    constraint = next((one for one in dossier.policy.constraint if one.code == check.code), None)
    if check.unit is not Unit.ROW or constraint is None or constraint.of is None:
        return None
    limit = constraint.limit
    part = _of_the_round(constraint.measure, constraint.group, dossier.allocation.totals)
    whole = _of_the_round(constraint.of, constraint.of_group, dossier.allocation.totals)
    if part is None or whole is None or not _agrees(check, constraint, part, whole):
        return None
    return words.percent(part, whole), f"{_sign(check.relation)} {_share(Fraction(limit), words)}"


def _of_the_round(measure: Measure, group: Group, totals: Totals) -> int | None:
    if group != Group():
        return None
    homes = totals.homes
    return {
        Measure.MONEY: totals.amount.cents,
        Measure.HOMES: homes.total,
        Measure.AFFORDABLE_HOMES: homes.affordable,
        Measure.SOCIAL_RENT: homes.social_rent,
        Measure.MID_RENT: homes.mid_rent,
        Measure.AFFORDABLE_PURCHASE: homes.affordable_purchase,
    }.get(measure)


def _agrees(check: CheckedConstraint, constraint: ConstraintPolicy, part: int, whole: int) -> bool:
    share = Fraction(constraint.limit)
    return share.denominator * part - share.numerator * whole == check.value - check.limit


def _sign(relation: str) -> str:
    return {"<=": "≤", ">=": "≥"}.get(relation, relation)


def _share(share: Fraction, words: Words) -> str:
    """A share in percent where that is exact, else as a fraction."""
    if 1000 % share.denominator:
        return str(share)
    thousandths = share.numerator * (1000 // share.denominator)
    if thousandths % 10 == 0:
        return f"{thousandths // 10}%"
    return words.percent(thousandths, 1000)
