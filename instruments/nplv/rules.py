"""What the rules of chapter 3 measure in a statement of costs, for either supplement."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ...grants.applications.assessment import Answer
from ...grants.money import ZERO, Euro
from ..answers import answer_told
from ..law.catalogue import Law
from ..law.quantity import CalendarYear, Words
from ..law.rule import Measured, Rule, undecided
from ..law.setting import RuleContext
from ..screening.measures import ceiling_of_the_round, joined
from ..screening.window import by_last_day
from .application import CostStatement
from .calculation import Calculated, calculated, earlier

_NOTHING = Words("niets", "nothing")


def rules_of(prefix: str) -> dict[str, Rule]:
    """The rules of a supplement, whose codes begin with ``prefix``."""
    made: dict[str, Callable[..., Measured | None]] = {
        "01": partial(_amount, prefix),
        "02": partial(_year, prefix),
        "03": partial(_ceiling, prefix),
        "04": _once,
        "05": by_last_day,
    }
    return {f"{prefix}-{number}": rule for number, rule in made.items()}


def claim_of(
    prefix: str, statement: CostStatement, setting: RuleContext, law: Law
) -> Calculated | None:
    """What a statement comes to; ``None`` where the policy or the annex leaves that open."""
    return calculated(statement, setting, law, f"{prefix}-01")


def _amount(prefix: str, statement: CostStatement, setting: RuleContext, law: Law) -> Measured:
    """01: what the costs come to by the answers of the policy."""
    answers, area = setting.policy.answers, Words(statement.nplv_area, statement.nplv_area)
    if answers is None:
        return undecided(_NOTHING, "not_answered", area=area, costs=statement.costs)
    found = claim_of(prefix, statement, setting, law)
    if found is None:
        return undecided(ZERO, "not_reserved", area=area, costs=statement.costs)
    how = Words(answer_told(answers, "amount", "nl"), answer_told(answers, "amount", "en"))
    vat = Words(
        answer_told(answers, "compensable_vat", "nl"), answer_told(answers, "compensable_vat", "en")
    )
    more = {
        "area": area,
        "year": CalendarYear(statement.cost_year),
        "costs": statement.costs,
        "compensable": statement.compensable_vat,
        "before": found.before or _NOTHING,
        "left": found.left,
        "how": how,
        "uses": vat,
    }
    answer = Answer.MET if found.claim else Answer.NOT_MET
    return Measured(answer, found.claim, found.reserved, more=more)


def _year(prefix: str, statement: CostStatement, setting: RuleContext, law: Law) -> Measured:
    """02: the costs of a year are stated in the year after it; of another a person decides.

    No sheet takes a year outside the period of the regulation.
    """
    first, last = law.day_of(f"{prefix}-02.first"), law.day_of(f"{prefix}-02.last")
    year, received = statement.cost_year, statement.received_at.year
    found = CalendarYear(year)
    if received != year + 1:
        return undecided(last, year=found, received=CalendarYear(received))
    return Measured(Answer.MET, found, last, more={"first": first})


def _ceiling(prefix: str, statement: CostStatement, setting: RuleContext, law: Law) -> Measured:
    """03: the ceiling of the round is at most that of the regulation, over all years."""
    return ceiling_of_the_round(setting, law.euro(f"{prefix}-03.ceiling"))


def _once(statement: CostStatement, setting: RuleContext, law: Law) -> Measured | None:
    """04: who else in the round uses the reservation first is told to a person."""
    if setting.policy.answers is None:
        return None
    others = earlier(statement, setting)
    one: Words = Words("één opgave", "one statement")
    if not others:
        return Measured(Answer.MET, one, one)
    numbers = joined([Words(other.application_id, other.application_id) for other in others])
    return undecided(one, others=numbers, costs=Euro.total(other.costs for other in others))
