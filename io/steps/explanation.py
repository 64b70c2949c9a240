"""Why an application got what it got: rules, measured values, cells, place and line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlmodel import Session

from ...grants.allocation import Award, Outcome
from ...grants.assessment import Answer, Assessment
from ...grants.homes import Homes
from ...grants.money import Euro
from ...grants.policy import DistributionRule, Policy
from ...grants.record import Record
from ...instruments.besides import NOTHING_BESIDE, Besides, Supplement
from ...instruments.instrument import instruments
from ...instruments.law.quantity import written
from ...optimiser.questions.explain import Explanation as WhyNot
from ..cli.console import whole
from ..errors import WrongUse
from ..records.allocations import allocation_of
from ..records.withdrawals import withdrawals
from ..rounds.screening import Taken, as_judged, settings
from ..rounds.state import policy_of, round_of
from ..wording.reasons import rule_name
from ..wording.refusals import why_not_lines

OUTCOMES_NL = {
    Outcome.GRANTED: "toegekend",
    Outcome.PARTLY_GRANTED: "deels toegekend",
    Outcome.REFUSED_RULE: "afgewezen op een regel",
    Outcome.REFUSED_CEILING: "afgewezen omdat het geld op is",
    Outcome.NEEDS_JUDGEMENT: "oordeel nodig",
    Outcome.WITHDRAWN: "ingetrokken",
}
OUTCOMES_EN = {
    Outcome.GRANTED: "granted",
    Outcome.PARTLY_GRANTED: "partly granted",
    Outcome.REFUSED_RULE: "refused on a rule",
    Outcome.REFUSED_CEILING: "refused for lack of money",
    Outcome.NEEDS_JUDGEMENT: "needs judgement",
    Outcome.WITHDRAWN: "withdrawn",
}
_ANSWERS_NL = {
    Answer.MET: "voldoet",
    Answer.NOT_MET: "voldoet niet",
    Answer.NEEDS_JUDGEMENT: "oordeel nodig",
}
_ANSWERS_EN = {
    Answer.MET: "met",
    Answer.NOT_MET: "not met",
    Answer.NEEDS_JUDGEMENT: "needs judgement",
}


class Explanation(Record):
    """Everything that made one application's outcome. ``award`` is absent before allocation.

    ``besides`` is what the decision settles and grants beside the award. ``withdrawn_later`` is the
    day of a withdrawal that came after the decision, and leaves the award as it was decided.
    """

    application_id: str
    instrument: str
    municipality: str
    project_name: str
    homes: Homes
    file: str
    sheet: str
    cells: dict[str, str]
    version: int
    distribution_rule: DistributionRule
    basis: str
    assessments: tuple[Assessment, ...]
    award: Award | None
    ranked: int
    besides: Besides = NOTHING_BESIDE
    withdrawn_later: date | None = None


def explanation(session: Session, round_id: str, application_id: str) -> Explanation:
    """Why an application of a round got what it got.

    Raises:
        WrongUse: the round has no application of that number.
    """
    row = round_of(session, round_id)
    every, assessments = as_judged(session, round_id)
    taken = {one.application.application_id: one for one in every}
    one = taken.get(application_id)
    if one is None:
        raise WrongUse(
            f"Ronde {round_id} heeft geen aanvraag {application_id}. Controleer het nummer."
        )
    policy = policy_of(session, row)
    allocation = allocation_of(session, round_id)
    award = allocation.award_of(application_id) if allocation is not None else None
    awards = allocation.awards if allocation is not None else ()
    chosen = policy.instruments[one.instrument]
    own = instruments()[one.instrument]
    return Explanation(
        application_id=application_id,
        instrument=one.instrument,
        municipality=one.application.place.name,
        project_name=one.application.project_name or "",
        homes=one.application.homes.counts(),
        file=one.file,
        sheet=one.sheet,
        cells=one.cells,
        version=one.version,
        distribution_rule=chosen.rule,
        basis=own.rests_on(chosen),
        assessments=assessments.get(application_id, ()),
        award=award,
        ranked=sum(
            1 for a in awards if a.instrument in _ranked(policy, one) and a.rank is not None
        ),
        besides=besides_of(policy, tuple(taken.values()), one, award),
        withdrawn_later=next(
            (
                gone.on
                for gone in withdrawals(session, round_id)
                if gone.late and gone.application_id == application_id
            ),
            None,
        ),
    )


def _ranked(policy: Policy, one: Taken) -> tuple[str, ...]:
    """The instruments that share one order: all that are optimised, or this one by its own rule."""
    rule = policy.instruments[one.instrument].rule
    if rule is not DistributionRule.OPTIMISE:
        return (one.instrument,)
    return tuple(key for key, rules in policy.instruments.items() if rules.rule is rule)


def besides_of(policy: Policy, taken: Sequence[Taken], one: Taken, award: Award | None) -> Besides:
    """What a decision settles and grants beside an award; nothing where the scheme knows none."""
    own = instruments()[one.instrument]
    if own.beside is None or award is None or one.application.withdrawn_on is not None:
        return NOTHING_BESIDE
    return own.beside(one.application, settings(policy, taken)[one.instrument], award.amount)


def explanation_lines(told: Explanation, lang: str, facts: WhyNot | None = None) -> list[str]:
    """The explanation for the screen; ``facts`` are those of a refusal for lack of money."""
    dutch = lang == "nl"
    instrument = instruments()[told.instrument]
    name = instrument.name_nl if dutch else instrument.name_en
    project = f", {told.project_name}" if told.project_name else ""
    homes = (
        f"{whole(told.homes.total)} woningen, waarvan betaalbaar {whole(told.homes.affordable)}"
        if dutch
        else f"{told.homes.total:,} homes, of which affordable {told.homes.affordable:,}"
    )
    at = told.cells.get("application_id", "")
    lines = [
        f"{told.application_id}: {name}, {told.municipality}{project}; {homes}.",
        (f"Bron: {told.file}, blad {told.sheet}, cel {at}, versie {told.version}.")
        if dutch
        else (f"Source: {told.file}, sheet {told.sheet}, cell {at}, version {told.version}."),
    ]
    lines += [*_award_lines(told, lang), *_beside_lines(told.besides, dutch=dutch)]
    if told.withdrawn_later is not None:
        day = written(told.withdrawn_later, english=not dutch)
        lines.append(
            f"Na het besluit ingetrokken op {day}: het bedrag is vrijgevallen."
            if dutch
            else f"Withdrawn after the decision, on {day}: the amount has come free."
        )
    if facts is not None:
        sent = instrument.submission
        lines += why_not_lines(facts, sent.nl if dutch else sent.en, lang)
    lines += ["", "Regels:" if dutch else "Rules:"]
    for assessment in told.assessments:
        answer = (_ANSWERS_NL if dutch else _ANSWERS_EN)[assessment.answer]
        sentence = assessment.sentence_nl if dutch else assessment.sentence_en
        provisional = "voorlopig" if dutch else "provisional"
        mark = f" ({provisional})" if assessment.provisional else ""
        lines.append(f"  {assessment.code}  {answer}{mark}. {sentence} ({assessment.article})")
    if not told.assessments:
        lines.append("  nog niet getoetst" if dutch else "  not screened yet")
    return lines


def _en(amount: Euro) -> str:
    return written(amount, english=True)


def _beside_lines(besides: Besides, *, dutch: bool) -> list[str]:
    """The settlement of earlier years and the supplements, one a line."""
    lines: list[str] = []
    settled = besides.settled
    if settled is not None:
        left = -settled.carried
        if dutch:
            lines.append(
                f"Verrekening met eerdere jaren: {settled.corrections} bij {settled.claim}. "
                f"Te betalen: {settled.payable}; naar de volgende opgave: {left} terug te geven."
            )
        else:
            lines.append(
                f"Settled with earlier years: {_en(settled.corrections)} on {_en(settled.claim)}. "
                f"Payable: {_en(settled.payable)}; carried to the next statement: {_en(left)} owed."
            )
    for one in besides.supplements:
        name = _SUPPLEMENTS[one.which][0 if dutch else 1]
        lines.append(
            f"Toeslag {name}, {one.area}: {one.amount} op kosten van {one.costs} ({one.which})."
            if dutch
            else f"Supplement {name}, {one.area}: {_en(one.amount)} on costs of {_en(one.costs)} "
            f"({one.which})."
        )
    return lines


_SUPPLEMENTS = {
    Supplement.PUBLIC_SPACE: ("openbare ruimte", "public space"),
    Supplement.CAPACITY: ("ambtelijke capaciteit", "official capacity"),
}


def _award_lines(told: Explanation, lang: str) -> list[str]:
    dutch = lang == "nl"
    award = told.award
    published = told.distribution_rule is DistributionRule.OPTIMISE
    if award is None:
        return ["De ronde is nog niet verdeeld." if dutch else "The round is not allocated yet."]
    if dutch:
        lines = [
            f"Uitkomst: {OUTCOMES_NL[award.outcome]}; {award.amount} van de gevraagde "
            f"{award.requested}."
        ]
        if award.rank is not None:
            order = "de gepubliceerde volgorde" if published else "de rangschikking"
            lines.append(f"Plaats: {award.rank} van {told.ranked} in {order}.")
        lines.append(f"Verdeelregel: {rule_name(told.distribution_rule)}. Grondslag: {told.basis}.")
    else:
        lines = [
            f"Outcome: {OUTCOMES_EN[award.outcome]}; {_en(award.amount)} of "
            f"{_en(award.requested)} requested."
        ]
        if award.rank is not None:
            order = "the published order" if published else "the ranking"
            lines.append(f"Place: {award.rank} of {told.ranked} in {order}.")
        lines.append(f"Distribution rule: {told.distribution_rule}. Basis: {told.basis}.")
    for reason in award.reasons:
        sentence = reason.nl if dutch else reason.en
        lines.append(f"{sentence} ({reason.article})" if reason.article else sentence)
    return lines
