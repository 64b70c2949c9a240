"""What a decision on an objection grants as a letter tells it: with the corrections, by its rules.

The letter of such an award says all that the letter of any other award says. So here is the round
with the application as it was corrected, assessed again, and its award in the place of the first.
What was decided about others since is left out, so that the letter can be made anew at any time.
"""

from __future__ import annotations

from datetime import date

from ....grants.decisions.allocation import Award
from ....grants.dossier import Decided, Dossier
from ...records.rounds.objections import StoredObjection, StoredObjectionDecision
from ...records.rounds.reader import RoundReader
from ..dossier import dossier
from .correcting import corrected_application, round_with
from .fields import TREATED
from .replaying import Evidence, replayed


def refused(reader: RoundReader, one: StoredObjection) -> tuple[Dossier, Decided]:
    """The same of an application that is treated after all and gets nothing, with why not.

    Raises:
        WrongUse: the application cannot be read.
        RefusedByProcess: what is kept with the decision does not show its outcome.
    """
    made = one.decision
    assert made is not None
    number = one.application_id
    kept = Evidence.model_validate_json(made.evidence) if made.evidence else None
    over = replayed(
        reader, number, made.corrections, evidence=kept,
        withdrawn=() if kept is None else kept.withdrawn,
    )  # fmt: skip
    return _told_with(reader, one, made, over.after, made.on)


def granted(reader: RoundReader, one: StoredObjection, sent_on: date) -> tuple[Dossier, Decided]:
    """The round as the letter of a decision that gives money tells it, and the decision itself.

    What the first decision had as its day stays the day from which terms run, where it gave an
    award; else they run from the decision on the objection. The rules that ask something within a
    term of the decision are told of the same day. That the application meets them was asked as of
    the first decision, as of everybody, so that nobody gains by the time that an objection takes.

    Raises:
        WrongUse: the application cannot be read.
    """
    made = one.decision
    assert made is not None
    assert made.award is not None
    return _told_with(reader, one, made, made.award, sent_on)


def _told_with(
    reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision, award: Award,
    sent_on: date,
) -> tuple[Dossier, Decided]:  # fmt: skip
    number = one.application_id
    whole = dossier(reader, sent_on=sent_on, supplemented=True)
    changed = corrected_application(reader, number, made.corrections)
    first_award = bool(award.amount) and award.amount == made.from_reserve + made.beyond
    case = round_with(
        reader, number, changed.filed,
        on=made.on if first_award and reader.policy.asks else None,
        treated=TREATED in made.corrections,
    )  # fmt: skip
    decided = Decided(
        application=changed.own.application, assessments=case.assessments[number], award=award

    )  # fmt: skip
    approval = whole.approval
    assert approval is not None
    awards = tuple(
        award if listed.application_id == number else listed for listed in whole.allocation.awards
    )
    anew: dict[str, object] = {
        "allocation": whole.allocation.model_copy(update={"awards": awards}),
        "approval": approval.model_copy(update={"on": made.on}) if first_award else approval,
    }
    return whole.model_copy(update=anew), decided
