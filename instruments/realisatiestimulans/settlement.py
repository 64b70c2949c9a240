"""Beside the amount for homes: supplements, the settlement of earlier years, the start of building.

The supplements of chapter 3 have ceilings of their own and are paid on costs, so that they are no
part of an award. Neither is a settlement: an award is what its own year's homes bring, and what is
paid follows from both (see :class:`~.supplements.Besides`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ...grants.applications.application import Application
from ...grants.applications.assessment import Answer
from ...grants.money import Euro
from ..after.besides import Besides, Settled, Supplement, SupplementGrant
from ..law.catalogue import Law
from ..law.quantity import HomeCount, Quantity, Words
from ..law.rule import Measured, Rule, undecided
from ..law.setting import RuleContext
from ..screening.measures import joined
from .application import RealisatiestimulansStatement
from .supplements import CeilingShort, NotReserved, ReportedCosts, settle, supplements

_YES = "ja"
_BEFORE = {
    Supplement.PUBLIC_SPACE: "RS-12.public_space_granted_before",
    Supplement.CAPACITY: "RS-12.capacity_granted_before",
}


def _reported(statement: Application, which: Supplement) -> tuple[ReportedCosts, ...]:
    if not isinstance(statement, RealisatiestimulansStatement):
        return ()
    return tuple(one for one in statement.supplements if one.purpose.supplement is which)


def _granted(
    statement: RealisatiestimulansStatement, which: Supplement, setting: RuleContext, law: Law
) -> tuple[SupplementGrant, ...]:
    """What the statement's areas get, with the claims of all statements of the round beside them.

    Raises :class:`NotReserved` and :class:`CeilingShort`, see :func:`.supplements.supplements`.
    """
    own = _reported(statement, which)
    others = [
        reported
        for other in setting.others
        if other.withdrawn_on is None and other.application_id != statement.application_id
        for reported in _reported(other, which)
    ]
    granted = supplements(
        law, which, (*own, *(one for one in others if _is_reserved(law, which, one))),
        granted_before=law.euro(_BEFORE[which]), pro_rata=law.text("RS-12.pro_rata") == _YES,
    )  # fmt: skip
    return granted[: len(own)]


def _is_reserved(law: Law, which: Supplement, one: ReportedCosts) -> bool:
    try:
        supplements(law, which, [one], pro_rata=True)
    except NotReserved:
        return False
    return True


def _supplement(
    which: Supplement, statement: RealisatiestimulansStatement, setting: RuleContext, law: Law
) -> Measured | None:
    """RS-10 and RS-11: only where the statement has rows for the supplement."""
    own = _reported(statement, which)
    if not own:
        return None
    areas = joined([Words(one.area, one.area) for one in own])
    try:
        granted = _granted(statement, which, setting, law)
    except NotReserved:
        nothing = Euro(0)
        costs = Euro.total(one.costs for one in own)
        return undecided(nothing, "not_reserved", areas=areas, costs=costs)
    except CeilingShort:
        return undecided(law.euro(f"{which.value}.ceiling"))
    amount = Euro.total(one.amount for one in granted)
    cut = amount < Euro.total(one.claim for one in granted)
    found: dict[str, Quantity] = {
        "areas": joined([Words(one.area, one.area) for one in granted]),
        "costs": Euro.total(one.costs for one in granted),
        "before": Euro.total(one.granted_before for one in own),
        "eligible": Euro.total(one.eligible for one in granted),
        "vat": Euro.total(one.compensable_vat for one in granted),
    }
    reserved = Euro.total(one.reserved for one in granted)
    said = "cut" if cut else ""
    if setting.asks:  # a reading, which the sentences of the first edition gave as the amount
        said = "cut_read" if cut else "met_read"
    return Measured(Answer.MET, amount, reserved, said, found, provisional=cut, by_policy=cut)


def correction(
    statement: RealisatiestimulansStatement, claim: Euro, price: Euro
) -> Measured | None:
    """RS-09: only where the statement corrects an earlier year, at most at the law's price."""
    rows = statement.corrections
    if not rows:
        return None
    years = joined([Words(str(one.start_year), str(one.start_year)) for one in rows])
    dearest = max(one.price for one in rows)
    if dearest > price:
        return undecided(price, years=years, price=dearest)
    settled = settle(claim, rows)
    return Measured(
        Answer.MET,
        settled.corrections,
        claim,
        _settled_how(settled),
        {
            "years": years,
            "stated": HomeCount(sum(one.stated for one in rows)),
            "actual": HomeCount(sum(one.actual for one in rows)),
            "difference": max(settled.corrections, -settled.corrections),
            "payable": settled.payable,
            "carried": -settled.carried,
        },
    )


def _settled_how(settled: Settled) -> str:
    """Which sentence fits a settlement."""
    if settled.carried < Euro(0):
        return "carried"
    if settled.corrections == Euro(0):
        return ""
    return "less" if settled.corrections < Euro(0) else "more"


_STATED = {
    "permitted": Words("de bouw is vergund", "building is permitted"),
    "building_begun": Words("de nieuwbouw is begonnen", "building has begun"),
    "conversion_begun": Words("de verbouw is begonnen", "conversion has begun"),
    "no_preparation": Words(
        "geen woning meetelt om voorbereidend werk alleen",
        "no home counts for preparatory work alone",
    ),
}


def _start(
    statement: RealisatiestimulansStatement, setting: RuleContext, law: Law
) -> Measured | None:
    """RS-13: the checklist. Without any of it, the statement itself says that building started.

    Nothing is said of a statement without affordable homes.
    """
    if not statement.homes.affordable:
        return None
    said = {name: getattr(statement.started, name) for name in _STATED}
    homes = HomeCount(statement.homes.affordable)
    definition = law.words("RS-13.start")
    if all(answer is None for answer in said.values()):
        return Measured(Answer.MET, homes, definition, "by_statement", {"homes": homes})
    asked = [name for name in _STATED if _applies(name, statement)]
    missing = [_STATED[name] for name in asked if not said[name]]
    if missing:
        return undecided(definition, homes=homes, missing=joined(missing))
    return Measured(
        Answer.MET, joined([_STATED[name] for name in asked]), definition, more={"homes": homes}
    )


def _applies(name: str, statement: RealisatiestimulansStatement) -> bool:
    """Whether the statement has homes that an item of the checklist is about."""
    converted = statement.kinds.transformation + statement.kinds.splitting
    if name == "building_begun":
        return converted < statement.homes.total
    return name != "conversion_begun" or converted > 0


RULES_BESIDE: dict[str, Rule] = {
    "RS-10": partial(_supplement, Supplement.PUBLIC_SPACE),
    "RS-11": partial(_supplement, Supplement.CAPACITY),
    "RS-13": _start,
}


def besides(
    statement: RealisatiestimulansStatement, setting: RuleContext, law: Law, award: Euro
) -> Besides:
    """What is settled and paid beside an award, for a letter: nothing for what is still open."""
    granted: list[SupplementGrant] = []
    for which in Supplement:
        if _reported(statement, which):
            granted += _or_nothing(statement, which, setting, law)
    settled = settle(award, statement.corrections) if statement.corrections else None
    return Besides(settled=settled, supplements=tuple(granted))


def _or_nothing(
    statement: RealisatiestimulansStatement, which: Supplement, setting: RuleContext, law: Law
) -> Sequence[SupplementGrant]:
    try:
        return _granted(statement, which, setting, law)
    except (NotReserved, CeilingShort):  # a question that RS-10 or RS-11 asks the officer
        return ()
