"""Goals that are shares, told as shares: 76.3% and at least 2/3, not 3 x affordable - 2 x all."""

from __future__ import annotations

from fractions import Fraction

from ...grants.decisions.allocation import Award, CheckedConstraint, Unit
from ...grants.dossier import Dossier
from ...grants.homes import NO_HOMES, Homes
from ...grants.municipality import municipalities
from ...grants.rounds.constraint import ConstraintPolicy, Group, Measure
from .words import Words


def share_texts(check: CheckedConstraint, dossier: Dossier, words: Words) -> tuple[str, str] | None:
    """Where the round stands and what the goal asks, as shares.

    ``None`` where the constraint is no share, looks at a tag, or where adding the awards does not
    give exactly the checked number (homes that two awards share): then that number is shown.
    """
    constraint = next((one for one in dossier.policy.constraint if one.code == check.code), None)
    if check.unit is not Unit.ROW or constraint is None or constraint.of is None:
        return None
    limit = constraint.limit
    part = _measured(constraint.measure, constraint.group, dossier)
    whole = _measured(constraint.of, constraint.of_group, dossier)
    if part is None or whole is None or not _agrees(check, constraint, part, whole):
        return None
    return words.percent(part, whole), f"{_sign(check.relation)} {_share(Fraction(limit), words)}"


def _measured(measure: Measure, group: Group, dossier: Dossier) -> int | None:
    """What a constraint counts: over the round from its totals, over a group from its awards."""
    if group.tag is not None or group.without_tag is not None:
        return None
    awards = [award for award in dossier.allocation.awards if _inside(award, group, dossier)]
    totals = dossier.allocation.totals
    homes = totals.homes if group == Group() else _homes_in(group, dossier)
    return {
        Measure.MONEY: sum(award.amount.cents for award in awards),
        Measure.NUMBER: sum(1 for award in awards if award.amount),
        Measure.HOMES: homes.total,
        Measure.AFFORDABLE_HOMES: homes.affordable,
        Measure.SOCIAL_RENT: homes.social_rent,
        Measure.MID_RENT: homes.mid_rent,
        Measure.AFFORDABLE_PURCHASE: homes.affordable_purchase,
    }[measure]


def _homes_in(group: Group, dossier: Dossier) -> Homes:
    """The homes that stand in a group, each where it is built."""
    return sum(
        (
            homes
            for award in dossier.allocation.awards
            for code, homes in award.homes_by_place
            if _inside(award.model_copy(update={"municipality_code": code}), group, dossier)
        ),
        NO_HOMES,
    )


def _inside(award: Award, group: Group, dossier: Dossier) -> bool:
    place = municipalities().get(award.municipality_code)
    scheme = dossier.policy.instruments.get(award.instrument)
    asked = (
        (group.instrument, award.instrument),
        (group.fund, scheme.fund if scheme else None),
        (group.province, place.province if place else None),
        (group.municipality, award.municipality_code),
    )
    return all(wanted is None or wanted == found for wanted, found in asked)


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
