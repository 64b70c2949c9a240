"""Why an application did not get its full amount: as it was kept with the list, or worked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...grants.bilingual import LANGUAGES, Bilingual
from ...grants.decisions.allocation import Award, Outcome
from ...grants.dossier import Needed
from ...grants.money import Euro
from ...instruments.instrument import instruments
from ..records.rounds.reader import RoundReader
from ..records.rounds.why_not import kept_answer

if TYPE_CHECKING:
    from ...optimiser.questions.application.facts import Explanation

WITHOUT_FULL_AMOUNT = (Outcome.REFUSED_CEILING, Outcome.PARTLY_GRANTED)


def why_not(reader: RoundReader, application_id: str, outcome: Outcome) -> Explanation | None:
    """The facts behind one outcome, with what forcing it in would cost; ``None`` if no candidate.

    What ``verdeel why-not`` kept with the list is read, and is the same for ever. Without that it
    is worked out now for who got nothing for lack of money, and for nobody else.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    kept = kept_answer(reader, application_id)
    if kept is not None:
        from ...optimiser.questions.application.facts import Explanation  # late, as below

        return Explanation.model_validate_json(kept)
    if outcome is not Outcome.REFUSED_CEILING:
        return None
    # Imported late: who reads what was kept waits for no solver.
    from ...optimiser.questions.application.explain import explain
    from .questions import solved

    case, _, solution = solved(reader)
    if application_id not in {candidate.application_id for candidate in case.candidates}:
        return None
    return explain(case.candidates, case.policy, solution, application_id, resolve=True)


def needed(reader: RoundReader, awards: Mapping[str, Award]) -> dict[str, Needed]:
    """What was kept with the list of everybody without the full amount, for letters and reports."""
    kept = reader.why_not
    if not kept:
        return {}
    # late: of most rounds none was kept
    from ...optimiser.questions.application.facts import Explanation

    before = reader.answered_at_approval
    return {
        number: _needed(
            Explanation.model_validate_json(text), awards[number].instrument, number in before
        )
        for number, text in kept.items()
        if number in awards
    }


def _needed(facts: Explanation, instrument: str, before_approval: bool) -> Needed:
    from ...optimiser.questions.application.facts import Answered
    from ..wording.refusals import why_not_lines

    winning, noun = facts.winning, instruments()[instrument].submission
    said = {lang: why_not_lines(facts, noun.one(lang), lang) for lang in LANGUAGES}
    # The last line names who would give way: that is for the office.
    shown = {
        lang: lines[0] if len(lines) > bool(facts.displaced) else "" for lang, lines in said.items()
    }
    found = Needed(
        homes_lost=facts.homes_lost,
        displaced=facts.displaced,
        text=Bilingual(**shown),
        before_approval=before_approval,
    )
    if winning is None:
        return found
    open_amount = winning.amount_answer is Answered.NOT_DETERMINED
    open_homes = winning.homes_answer is Answered.NOT_DETERMINED
    return found.model_copy(
        update={
            "amount": None if winning.amount is None else Euro(winning.amount),
            "amount_below": Euro(winning.amount_at_most or facts.requested)
            if open_amount
            else None,
            "more_homes": winning.homes,
            "more_homes_from": (winning.homes_at_least or 1) if open_homes else None,
        }
    )
