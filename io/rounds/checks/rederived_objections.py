"""Decisions on objections, worked out again from the sealed round and the corrections.

What shows the outcome was kept with the decision, so that no solver is asked; only of a decision
from before that, the round is done over. Each is put to the award as it stood when it was taken,
and to what was left in the objection reserve then. What was decided by an amount alone rests on the
reason for it: of that is worked out that the award is one of that amount, and no more than asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ....grants.after.objection import Inadmissible, ObjectionOutcome
from ....grants.decisions.allocation import Award
from ....grants.money import ZERO, Euro
from ....grants.names import is_among, is_same_person
from ....instruments.law.catalogue import Catalogue
from ...errors import VerdeelError
from ...records.after.award_decisions import DecisionKind
from ...records.rounds.objections import StoredObjection, StoredObjectionDecision
from ...records.rounds.reader import RoundReader
from ..aside.exclusions import never_withdrawn
from ..objections.finding import contested_act, takers_of
from ..objections.granting import Asked, award_on_objection, gained
from ..objections.replaying import Evidence, Replayed, Stood, replayed
from ..settling.anew import taken_upon
from .rederived_beside import beside_difference

_WHAT_TO_DO = (
    'Betaal en verstuur niets op deze beslissing. Doe de ronde over met "verdeel objection replay"'
)


Laws = Mapping[str, Catalogue]


def objection_difference(reader: RoundReader, laws: Laws = MappingProxyType({})) -> str:
    """The first decision on an objection that does not follow, or what was decided beside it, in
    Dutch; empty where all do.

    ``laws`` are catalogues to read in place of those of this program.
    """
    for one in reader.objections:
        beside = beside_difference(reader, one)
        if beside:
            return (
                f"{one.name} ({one.application_id}): {beside}. Betaal en verstuur niets op grond "
                f"daarvan. Bekijk wat is vastgelegd: verdeel objection list {one.name} "
                f"--round {reader.id}"
            )
        if one.decision is None:
            continue
        difference = _difference(reader, one, one.decision, laws)
        if difference:
            return f"{one.name} ({one.application_id}): {difference}. {_WHAT_TO_DO} {one.name}"
    return ""


def _difference(
    reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision, laws: Laws
) -> str:
    found = _people(reader, one, made) or _outcome(made)
    if one.contested.later and not found and made.award is not None:
        return "zij wijzigt een toekenning, en is gericht tegen een besluit over de afrekening"
    if one.contested.later and not found and contested_act(reader, one) is None:
        return "het besluit waartegen het bezwaar is gericht, is er niet"
    if one.contested.later and made.outcome.revises and not found:
        found = _in_its_place(reader, one, made)
    return found or _award_difference(reader, one, made, laws)


def _in_its_place(reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision) -> str:
    """Whether what takes the place of the decision that is revoked is no part of this one."""
    taken = taken_upon(reader, one)
    if taken is None:
        return "zij herroept een besluit, en neemt er geen ander voor in de plaats"
    if taken.done_on != made.on or not is_same_person(taken.approver, made.approver):
        return "wat in de plaats komt, is niet met deze beslissing genomen"
    return ""


def _people(reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision) -> str:
    if is_among(made.approver, takers_of(reader, one)):
        return f"{made.approver} nam ook het besluit waartegen het bezwaar is gericht"
    if is_same_person(one.officer, made.approver):
        return f"{made.approver} schreef het bezwaar zelf in"
    return ""


def _outcome(made: StoredObjectionDecision) -> str:
    """What an outcome cannot go with, whatever the round says."""
    inadmissible = made.outcome is ObjectionOutcome.INADMISSIBLE
    if inadmissible != (made.ground in {one.value for one in Inadmissible}):
        return f"bij {made.outcome.dutch} past de bewaarde grond niet"
    if made.award is None and (made.from_reserve or made.beyond):
        return "zij geeft geld zonder toekenning"
    if made.award is not None and not made.outcome.revises:
        return f"bij {made.outcome.dutch} hoort geen toekenning"
    return ""


def _award_difference(
    reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision, laws: Laws
) -> str:
    """The award and what it drew, against what follows upon what can have stood then."""
    if made.award is None and not made.corrections:
        return ""
    found = ""
    for before in _stood(reader, one, made):
        found = _upon(reader, one, made, before, laws)
        if not found:
            return ""
    return found or "er was geen toekenning waarop zij kan rusten"


def _upon(
    reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision, before: Award,
    laws: Laws,
) -> str:  # fmt: skip
    left = _left_then(reader, made, before)
    over: Replayed | None = None
    try:
        if made.corrections:
            upon = Stood(award=before, left=left)
            kept = Evidence.model_validate_json(made.evidence) if made.evidence else None
            gone = () if kept is None else kept.withdrawn
            stayed = never_withdrawn(reader, gone)
            if stayed:
                return f"{', '.join(stayed)} is nooit ingetrokken, en sluit haar nog uit"
            over = replayed(
                reader, one.application_id, made.corrections, upon=upon, evidence=kept,
                withdrawn=gone, laws=laws,
            )  # fmt: skip
        asked = Asked(
            outcome=made.outcome, over=over,
            amount=None if over is not None or made.award is None else made.award.amount,
        )  # fmt: skip
        wanted = award_on_objection(reader, one, asked, before, made.on)
    except VerdeelError as fault:
        return f"zij volgt niet uit de ronde: {str(fault).rstrip('.')}"
    if made.award != wanted:
        return _told(made.award, wanted)
    taken, beyond = gained(before, wanted, left)
    if (made.from_reserve, made.beyond) != (taken, beyond):
        return (
            f"uit de bezwaarreserve kwam {made.from_reserve} en daarboven {made.beyond}; dat is "
            f"{taken} en {beyond}"
        )
    return ""


def _told(kept: Award | None, wanted: Award | None) -> str:
    amounts = [ZERO if one is None else one.amount for one in (kept, wanted)]
    if amounts[0] != amounts[1]:
        return f"bewaard is een toekenning van {amounts[0]}, en uit de ronde volgt {amounts[1]}"
    return f"de toekenning van {amounts[0]} is in de rest niet die uit de ronde volgt"


def _stood(
    reader: RoundReader, one: StoredObjection, made: StoredObjectionDecision
) -> Iterator[Award]:
    """The award as it can have stood: what was decided on it before, by objections and otherwise.

    What the other register has of the same day can have come before it or after.
    """
    if not reader.state.decided:
        return
    number = one.application_id
    listed = {award.application_id: award for award in reader.allocation.awards}
    if number not in listed:
        return
    earlier = [
        ((other.decision.on, 0, other.decision.row_id), other.decision.award)
        for other in reader.objections
        if other.application_id == number and other.decision is not None
        if other.decision.award is not None and other.decision.row_id < made.row_id
    ]
    earlier += [
        ((other.approved_on, 1, other.row_id), other.detail.after)
        for other in reader.after.award_decisions
        if other.application_id == number and other.kind is not DecisionKind.CHANGE_REFUSED
        if other.approved_on is not None and other.approved_on <= made.on
    ]
    in_order = sorted(earlier, key=lambda told: told[0])
    certain = [award for (on, kind, _), award in in_order if on < made.on or not kind]
    yield (certain or [reader.supplemented.get(number) or listed[number]])[-1]
    yield from (award for (on, kind, _), award in in_order if on == made.on and kind)


def _left_then(reader: RoundReader, made: StoredObjectionDecision, before: Award) -> Euro:
    """What was left in the reserve of its fund when the decision was taken."""
    instruments = reader.policy.instruments
    fund = instruments[before.instrument].fund
    drawn = Euro.total(
        one.decision.from_reserve
        for one in reader.objections
        if one.decision is not None and one.decision.award is not None
        if one.decision.row_id < made.row_id
        if instruments[one.decision.award.instrument].fund == fund
    )
    return max(reader.policy.funds[fund].objection_reserve - drawn, ZERO)
