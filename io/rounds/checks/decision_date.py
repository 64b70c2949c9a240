"""The date that counts: that on which is decided, which need not be the one that was planned.

Start terms run from it, and it fixes the first year of payment and the budget year. So at the
approval every rule is asked again for that day, in the law of the window (BWbi art. 11). Where that
changes nothing but words, the answers of that day stand in the decision; where it changes who gets
what, or when, nothing is decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ....grants.applications.assessment import Answer, Assessment, verdict
from ....grants.decisions.allocation import Award
from ....grants.ledger.ledger import budget_year
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader
from ...records.rounds.screenings import as_json
from ..screening import screened_under

if TYPE_CHECKING:
    from ..dividing.case import RoundCase

_SHOWN = 5


def answers_on(reader: RoundReader, on: date) -> tuple[tuple[int, str], ...]:
    """What the rules say of each application on the day of the decision, where it reads otherwise.

    As rows of the application with their answers, as they are kept. In a round of the first edition
    the answers of the screening stand, whatever the day.

    Raises:
        RefusedByProcess: on that day something else is decided or paid than the list has.
    """
    planned = reader.policy
    dated = planned.decided_on(on)
    if dated == planned or not planned.asks:
        return ()
    from ..dividing.case import case_of_round  # late: who only reads divides nothing

    then = case_of_round(reader)
    now = case_of_round(reader, dated)
    differs = [*_other_years(reader, on), *_paid_by_then(reader, on), *_other_outcomes(then, now)]
    if differs:
        more = f" (en nog {len(differs) - _SHOWN})" if len(differs) > _SHOWN else ""
        raise RefusedByProcess(
            f"Op {on:%d-%m-%Y} wordt iets anders beslist dan in deze verdeling staat: "
            f"{'; '.join(differs[:_SHOWN])}{more}. Er is niets vastgesteld. Neem een andere dag, "
            f'of leg decision_date = {on.isoformat()} vast met "verdeel round amend {reader.id}" '
            "en verdeel opnieuw."
        )
    screened = screened_under(dated, reader.applications)
    return tuple(
        (one.row_id, text)
        for one in reader.applications
        for number in (one.application.application_id,)
        for text in (as_json(screened[number]),)
        if text != as_json(reader.answers.get(number, ()))
    )


def _other_years(reader: RoundReader, on: date) -> Iterator[str]:
    planned = budget_year(reader.policy)
    if on.year != planned:
        yield f"het geld komt ten laste van begrotingsjaar {on.year}, niet van {planned}"


def _paid_by_then(reader: RoundReader, on: date) -> Iterator[str]:
    """The schemes of which the decision would name a day of payment that is over."""
    for key, chosen in reader.policy.instruments.items():
        paid = None if chosen.answers is None else chosen.answers.pay_on
        if paid is not None and paid < on:
            yield f"{key} wordt betaald op {paid:%d-%m-%Y}, en die dag (pay_on) is dan voorbij"


def _other_outcomes(then: RoundCase, now: RoundCase) -> Iterator[str]:
    """For whom the answers, or what is paid in which year, are others than in the list."""
    for one in then.applications:
        number = one.application.application_id
        before, after = then.assessments[number], now.assessments[number]
        if verdict(before) is not verdict(after):
            codes = {a.code for a in before if a.answer is not Answer.MET}
            codes ^= {a.code for a in after if a.answer is not Answer.MET}
            yield f"{number} wordt anders beoordeeld ({', '.join(sorted(codes))})"
        elif _unmet(before) != _unmet(after):
            yield f"{number} wordt op een andere grond afgewezen"
    taken = {one.application_id: one for one in then.candidates}
    for candidate in now.candidates:
        before = taken.get(candidate.application_id)
        if before is not None and before != candidate:
            yield f"{candidate.application_id} wordt in andere jaren betaald"


def _unmet(said: tuple[Assessment, ...]) -> frozenset[str]:
    return frozenset(one.code for one in said if one.answer is Answer.NOT_MET)


def paid_before(awards: tuple[Award, ...], on: date) -> tuple[str, ...]:
    """The awards of which a payment is in a year that is over on a day, by application number."""
    return tuple(
        one.application_id
        for one in awards
        if any(payment.amount and payment.year < on.year for payment in one.payments)
    )
