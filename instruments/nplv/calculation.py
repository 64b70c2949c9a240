"""What a statement of costs comes to by the answers of the policy, with every step of it in cents.

Each amount is rounded down to the cent: of a part of the costs, and of what is left of an amount
without its compensable VAT, since that VAT is not granted (articles 3.1(3) and 3.5(3)).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ...grants.applications.application import Application
from ...grants.frozen import frozen
from ...grants.money import ZERO, Euro
from ...grants.rounds.answers import AmountGranted, Answers, CompensableVat, ReservationOf
from ..areas.areas import Area, AreaList, area_named
from ..law.catalogue import Law
from ..law.setting import RuleContext
from .application import CostStatement


@frozen
class Calculated:
    """A statement under the answers.

    ``reserved`` is the reservation that bears it, ``before`` what earlier years and earlier
    statements of the round took of it. ``counted`` is the part of the costs that is granted or
    reimbursed otherwise, ``vat`` the compensable VAT in it, ``claim`` the rest, and ``used`` what
    the statement takes of the reservation.
    """

    reserved: Euro
    before: Euro
    counted: Euro
    vat: Euro
    claim: Euro
    used: Euro

    @property
    def left(self) -> Euro:
        """What is left of the reservation for this statement."""
        return max(self.reserved - self.before, ZERO)


def by_answers(
    answers: Answers, costs: Euro, compensable: Euro, reserved: Euro, before: Euro
) -> Calculated:
    """The costs of a year under the answers; all amounts in cents, ``costs`` including VAT.

    More VAT than there are costs, which is a fault of the statement, leaves nothing.
    """
    compensable = min(compensable, costs)
    left = max(reserved - before, ZERO)
    if answers.compensable_vat is CompensableVat.USES:
        counted = _counted(answers, costs, left)
        claim = counted.fraction(_without_vat(costs, compensable))
        return Calculated(reserved, before, counted, counted - claim, claim, counted)
    claim = _counted(answers, costs - compensable, left)
    return Calculated(reserved, before, claim, ZERO, claim, claim)


def _counted(answers: Answers, costs: Euro, left: Euro) -> Euro:
    """What of an amount of costs the answers grant, before VAT is taken off."""
    if not costs:
        return ZERO
    match answers.amount:
        case AmountGranted.COSTS:
            return costs
        case AmountGranted.PART_OF_COSTS:
            return min(costs.fraction(answers.part or Fraction(0)), left)
        case AmountGranted.UP_TO_RESERVATION:
            return min(costs, left)
        case AmountGranted.RESERVATION:
            return left


def _without_vat(costs: Euro, compensable: Euro) -> Fraction:
    """The part of the costs that is no compensable VAT."""
    return Fraction((costs - compensable).cents, costs.cents) if costs else Fraction(1)


def reserved_in(law: Law, code: str) -> Mapping[str, Euro]:
    """The reservations of an annex, by area."""
    return {name: law.euro(f"{code}.{name}") for name in law.amounts_of(code)}


def reservation_of(statement: CostStatement, answers: Answers, law: Law, code: str) -> Euro | None:
    """What is reserved for a statement; ``None`` where the annex has no area of its municipality."""
    annex, area = reserved_in(law, code), area_named(AreaList.NPLV, statement.nplv_area)
    if area is None or area.name not in annex or not _lies_in(area, statement):
        return None
    if answers.reservation_of is ReservationOf.AREA:
        return annex[area.name]
    return Euro.total(
        amount
        for name, amount in annex.items()
        if (one := area_named(AreaList.NPLV, name)) is not None and _lies_in(one, statement)
    )


def _lies_in(area: Area, statement: CostStatement) -> bool:
    return statement.municipality_code in area.municipalities


def earlier(statement: CostStatement, setting: RuleContext) -> tuple[CostStatement, ...]:
    """The statements of the round that use the same reservation before this one does.

    The older year comes first; of one year, what came in first. Nothing where nothing is answered.
    """
    answers = setting.policy.answers
    if answers is None:
        return ()
    of = _by_area if answers.reservation_of is ReservationOf.AREA else _by_municipality
    own = _turn(statement)
    found = [
        one
        for one in setting.grouped(of).get(of(statement), ())
        if isinstance(one, CostStatement)
        and one.application_id != statement.application_id
        and _turn(one) < own
    ]
    return tuple(sorted(found, key=_turn))


def _turn(one: CostStatement) -> tuple[int, str, str]:
    return (one.cost_year, one.received_at.isoformat(), one.application_id)


def _by_municipality(application: Application) -> str:
    return application.municipality_code


def _by_area(application: Application) -> str:
    area = area_named(AreaList.NPLV, application.nplv_area or "")
    return f"{application.municipality_code} {area.name if area else application.nplv_area}"


def calculated(
    statement: CostStatement, setting: RuleContext, law: Law, code: str
) -> Calculated | None:
    """What a statement comes to in its round; ``None`` where nothing is answered or reserved.

    ``code`` is the rule that holds the annex. Statements of the round that use the reservation
    first leave so much less of it.
    """
    answers = setting.policy.answers
    reserved = None if answers is None else reservation_of(statement, answers, law, code)
    if answers is None or reserved is None:
        return None
    before = statement.granted_before
    for one in earlier(statement, setting):
        before = before + by_answers(answers, one.costs, one.compensable_vat, reserved, before).used
    return by_answers(answers, statement.costs, statement.compensable_vat, reserved, before)
