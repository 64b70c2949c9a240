"""The parts in which an award is paid, by the law of its scheme and the decision on it.

The law says how a scheme pays (``instruments.schedule``). Where it pays at once, neither the policy
nor a cash year splits that: only the application that crosses the ceiling is paid in two parts, by
an article of its own. Compensable VAT goes to the BTW-compensatiefonds, in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ....grants.bilingual import Bilingual
from ....grants.calendar import last_working_day_of, next_working_day
from ....grants.decisions.allocation import Award
from ....grants.money import ZERO, Euro, in_proportion
from ....grants.notation import short_day
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ....instruments.instrument import instruments
from ....instruments.terms.deadlines import moved_or_not
from ....instruments.terms.settling import NAMED
from ...errors import RefusedByProcess
from ..completing.term import Term
from .standing import StandingAward

WEEKS_TO_PAY = 6
_WITHIN_SIX_WEEKS = "artikel 4:87, eerste lid, Awb"
_NO_ARTICLE = "het besluit; artikel 4:87, eerste lid, Awb"


class Instalment(Record):
    """A part of an award that is paid in one payment; ``part`` counts from 1, by year.

    ``charged`` is what of the award it pays. Of that ``payable`` goes to the municipality and
    ``compensable_vat`` to the BTW-compensatiefonds; ``set_off`` is settled with earlier years,
    below zero where these add to the payment. ``article`` says how the scheme pays.
    """

    application_id: str
    instrument: str
    part: int
    year: int
    charged: Euro
    payable: Euro
    compensable_vat: Euro
    set_off: Euro
    article: str
    term: Term


def instalments_of(
    policy: Policy, standing: StandingAward, equated: Iterable[date] = ()
) -> tuple[Instalment, ...]:
    """How an award is paid, by year. ``equated`` are days that count as holidays.

    The first part bears what is settled with earlier years, as the decision tells.

    Raises:
        RefusedByProcess: its law pays at once, and the decision has more payments than that lets.
    """
    award = standing.award
    planned = sorted((one for one in award.payments if one.amount), key=lambda one: one.year)
    article = _article(policy, standing, len(planned))
    vat = in_proportion(award.compensable_vat, [one.amount for one in planned])
    rest = standing.to_settle
    found: list[Instalment] = []
    for at, (one, part_vat) in enumerate(zip(planned, vat, strict=True), start=1):
        found.append(
            Instalment(
                application_id=award.application_id,
                instrument=award.instrument,
                part=at,
                year=one.year,
                charged=one.amount,
                payable=one.amount - part_vat + rest,
                compensable_vat=part_vat,
                set_off=-rest,
                article=article,
                term=term_to_pay(standing, one.year, equated, named=day_named(policy, award)),
            )
        )
        rest = ZERO
    return tuple(found)


def _article(policy: Policy, standing: StandingAward, parts: int) -> str:
    award = standing.award
    own, chosen = instruments()[award.instrument], policy.instruments[award.instrument]
    law = own.catalogue.law_on(policy.round.window_opens, chosen.parameters, carry=True)
    if chosen.rule is not own.own_rule or not own.schedule.article_in(law):
        return _NO_ARTICLE  # a rule with a text of its own says in the decision how it pays
    article = own.schedule.article_in(law)
    if not (own.schedule.at_once and policy.asks) or parts <= 1:
        return article
    if award.next_window and own.schedule.in_parts:
        return next(one.article for one in law.rules if one.code == own.schedule.in_parts)
    raise RefusedByProcess(
        f"{award.application_id} heeft {parts} betalingen, en de regeling betaalt in één keer "
        f"({article}). Er is niets opgedragen; leg dit voor aan wie de lijst maakte."
    )


def day_named(policy: Policy, award: Award) -> date | None:
    """The day of payment that a decision names, where the answers of its policy have one."""
    answers = policy.instruments[award.instrument].answers
    return None if answers is None else answers.pay_on


def term_to_pay(
    standing: StandingAward,
    year: int,
    equated: Iterable[date] = (),
    *,
    named: date | None = None,
) -> Term:
    """The last day to pay what a decision promises in a year, with what set it and what moved it.

    Six weeks after the decision was sent (Awb art. 4:87), unless it names a later year, or a day in
    ``named`` that was still to come when it was sent. It never leaves the year of the decision's
    payment, since the cash is that year's, and never ends on a weekend or a holiday.
    """
    return term_after(standing.sent_on or standing.decided_on, year, equated, named=named)


def term_after(
    sent: date, year: int, equated: Iterable[date] = (), *, named: date | None = None
) -> Term:
    """The same of a decision that was sent on a day."""
    if named is not None and named >= sent and named.year == year:
        reason = Bilingual(
            nl=f"het besluit noemt {named:%d-%m-%Y} als dag van betaling "
            f"({_WITHIN_SIX_WEEKS}, slot)",
            en=f"the decision names {short_day(named, 'en')} as the day of payment (article 4:87, "
            "first paragraph, Awb, at the end)",
        )
        return Term(day=named, reasons=(reason, NAMED))
    last_of_year = last_working_day_of(year)
    by_law = sent + timedelta(weeks=WEEKS_TO_PAY)
    reasons = [
        Bilingual(
            nl=f"{by_law:%d-%m-%Y}, zes weken na {sent:%d-%m-%Y}, volgens {_WITHIN_SIX_WEEKS}",
            en=f"{short_day(by_law, 'en')}, six weeks after {short_day(sent, 'en')}, by article "
            "4:87, first paragraph, Awb",
        )
    ]
    free = frozenset(equated)
    day = next_working_day(by_law)
    while day in free:
        day = next_working_day(day + timedelta(days=1))
    reasons.append(moved_or_not(by_law, may_move=True))
    if year > by_law.year:
        reasons = [
            Bilingual(
                nl=f"het besluit noemt {year} als jaar van betaling ({_WITHIN_SIX_WEEKS}, slot)",
                en=f"the decision names {year} as the year of payment (article 4:87, first "
                "paragraph, Awb, at the end)",
            )
        ]
        day = last_of_year
        if day < date(year, 12, 31):
            reasons.append(
                Bilingual(
                    nl=f"vervroegd naar {day:%d-%m-%Y}, de laatste werkdag van dat jaar",
                    en=f"brought forward to {short_day(day, 'en')}, the last working day of that "
                    "year",
                )
            )
    elif day > last_of_year:
        reasons.append(
            Bilingual(
                nl=f"vervroegd naar {last_of_year:%d-%m-%Y}: het kasjaar {year} sluit dan",
                en=f"brought forward to {short_day(last_of_year, 'en')}: cash year {year} closes "
                "then",
            )
        )
        day = last_of_year
    return Term(day=day, reasons=tuple(reasons))
