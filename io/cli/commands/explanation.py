"""The command ``verdeel explain``: why an application got what it got."""

from __future__ import annotations

from ....grants.allocation import Outcome
from ....grants.assessment import Answer
from ....grants.money import Euro
from ....grants.policy import DistributionRule
from ....instruments.besides import Besides, Supplement
from ....instruments.instrument import instruments
from ....instruments.law.quantity import written
from ....optimiser.questions.explain import Explanation as WhyNot
from ...records.database import reading
from ...rounds.questions import why_not
from ...steps.explanation import Explanation, explanation
from ...wording.numbers import whole
from ...wording.outcomes import OUTCOMES_EN, OUTCOMES_NL
from ...wording.reasons import rule_name
from ...wording.refusals import why_not_lines
from ..console import show, show_json
from ..invocation import Invocation


def explain(call: Invocation, application_id: str, round_id: str) -> int:
    """Why an application got what it got."""
    number = application_id.upper()
    with reading(call.database) as session:
        told = explanation(session, round_id, number)
        refused = told.award is not None and told.award.outcome is Outcome.REFUSED_CEILING
        facts = why_not(session, round_id, number) if refused else None
    if call.as_json:
        show_json(
            {
                **told.model_dump(mode="json"),
                "why_not": facts.model_dump(mode="json") if facts else None,
            }
        )
    else:
        for line in explanation_lines(told, call.lang, facts):
            show(line)
    return 0


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
