"""Revoking an award (*intrekken*), or a part of it: an own decision, after the municipality was
told of the intention and could give its view.

What is taken off comes free. What was paid stays paid until it is claimed back, which is another
decision.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ....grants.lives.decision import DECISION_LIFE, DecisionEvent
from ....grants.lives.round import Step
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.after import award_decisions
from ...records.after.award_decisions import (
    DecisionKind,
    Detail,
    StoredAwardDecision,
    StoredIntention,
)
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.after.deciding import (
    SHORTEST_REASON,
    approve,
    permit_deciding,
    propose,
    require_none_claimed,
    require_still,
    require_unchanged,
    standing_of,
    taken_before,
    to_approve,
)
from ...rounds.after.paying import paid_of
from ...rounds.after.revoking import (
    SHORTEST_TO_ANSWER,
    Ground,
    NotHeard,
    article_for,
    heard_difference,
    intention_for,
    last_day_to_answer,
    require_effect,
    require_revocable,
    revoked_award,
)
from ...rounds.after.standing import StandingAward, before_decision, standing_versions
from ...rounds.checks.chronology import Ground as Since
from ...rounds.checks.chronology import require_after
from ...rounds.ledger import book_change, book_release
from ...rounds.lives import lives_of, record_event
from ...rounds.objections.made import judged_since
from ...rounds.settling.hearing import heard_before
from ...rounds.state import record

_SHORTEST_TEXT = 20


class Weighing(Record):
    """What a revocation says beside its ground: its reason, how the municipality was heard or why
    not, what it loses by it and how that was weighed.

    ``silent`` says that no view came in the term; ``remains`` is what is left of the award.
    ``effect`` is the day from which it has effect, and ``notice`` why that is a reasonable term,
    where circumstances changed.
    """

    ground: Ground
    reason: str
    remains: Euro = ZERO
    heard_on: date | None = None
    view: str = ""
    silent: bool = False
    not_heard: NotHeard | None = None
    interest: str = ""
    weighed: str = ""
    effect: date | None = None
    notice: str = ""


class Intended(Record):
    """An intention to revoke; ``new`` if it was not recorded before."""

    intention: StoredIntention
    standing: StandingAward
    paid: Euro
    new: bool = True


class Revoked(Record):
    """A revocation, proposed or taken; ``paid`` had been paid of the award."""

    decision: StoredAwardDecision
    standing: StandingAward
    paid: Euro
    new: bool = True


def intend(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    ground: Ground,
    reason: str,
    until: date | None = None,
    remains: Euro = ZERO,
    effect: date | None = None,
) -> Intended:
    """Tell a municipality that its award may be revoked, and until when it can give its view.

    Raises:
        WrongUse: the award is unknown or was given nothing, the reason is missing, or what would be
            left is not less than the award.
        RefusedByProcess: the term is no real chance, nothing is owed of it any more, or the state
            or role forbids it.
    """
    permit_deciding(reader, Step.REVOKE, who)
    standing = standing_of(reader, number)
    require_after("Het voornemen", on, _since(standing))
    require_none_claimed(reader, number, "de toekenning intrekken")
    _require_lower(standing, remains)
    if len(reason) < SHORTEST_REASON:
        raise WrongUse("Noem met --reason in een paar zinnen waarom; dat komt in de brief.")
    last = until or last_day_to_answer(on)
    if last < on + SHORTEST_TO_ANSWER:
        raise RefusedByProcess(
            f"Tot {last:%d-%m-%Y} is te kort voor een zienswijze: geef ten minste een week, want "
            "artikel 4:8 Awb vraagt een werkelijke gelegenheid. Zonder --until is het twee weken."
        )
    own = instruments()[standing.award.instrument]
    require_revocable(own, ground, standing.decided_on, on)
    require_effect(ground, effect, last, None)
    made = StoredIntention(
        row_id=0, application_id=number, on=on, until=last, ground=ground.value,
        article=article_for(own, ground), reason=reason, remains=remains, officer=who.name,
        effect=effect,
    )  # fmt: skip
    before = intention_for(reader, number)
    new = before is None or before.model_copy(update={"row_id": 0}) != made
    if new:
        award_decisions.add_intention(reader, made)
        record(reader, EventKind.REVOCATION_INTENDED, who)
    found = intention_for(reader, number)
    assert found is not None
    return Intended(intention=found, standing=standing, paid=paid_of(reader, number), new=new)


def propose_revocation(
    reader: RoundReader, number: str, who: Actor, on: date, told: Weighing
) -> Revoked:
    """Propose to revoke an award, or a part of it.

    Raises:
        WrongUse: it is unknown or was given nothing; the reason or the weighing is missing; or how
            it was heard is told by half.
        RefusedByProcess: it was not heard on this intention and no article excuses that, its term
            still runs, an order to pay it is out, nothing is owed of it any more, or the state or
            role forbids it.
    """
    permit_deciding(reader, Step.REVOKE, who)
    standing = standing_of(reader, number)
    require_after("De intrekking", on, _since(standing))
    _require_lower(standing, told.remains)
    intention = _require_heard(reader, number, on, standing, told)
    _require_weighed(told)
    require_revocable(
        instruments()[standing.award.instrument], told.ground, standing.decided_on, on
    )
    require_effect(told.ground, told.effect, on, None if intention is None else intention.effect)
    _require_notice(told)
    require_still(reader, number, "de toekenning intrekken")
    award = standing.award
    before_that = told.not_heard is NotHeard.HEARD_BEFORE
    after = revoked_award(standing, _application(reader, number), told.remains)
    detail = Detail(
        before=award, after=after, freed=award.amount - after.amount, heard_on=told.heard_on,
        view=told.view, not_heard="" if told.not_heard is None else told.not_heard.value,
        ground=told.ground.value, interest=told.interest, weighed=told.weighed,
        intention=None if intention is None else intention.row_id,
        silent_until=intention.until if intention is not None and told.silent else None,
        effect=told.effect, notice=told.notice,
        heard_before=heard_before(reader, number, on) if before_that else None,
    )  # fmt: skip
    article = article_for(instruments()[award.instrument], told.ground)
    made, new = propose(reader, number, DecisionKind.REVOKED, who, on, article, told.reason, detail)
    return Revoked(decision=made, standing=standing, paid=paid_of(reader, number), new=new)


def _application(reader: RoundReader, number: str) -> Any:
    return next(
        one.application for one in judged_since(reader) if one.application.application_id == number
    )


def _since(standing: StandingAward) -> tuple[Since, ...]:
    days = [standing.sent_on or standing.decided_on]
    days += [one.approved_on for one in standing.by if one.approved_on is not None]
    return (Since(day=max(days), dutch="het laatste besluit over de toekenning"),)


def _require_lower(standing: StandingAward, remains: Euro) -> None:
    if not ZERO <= remains < standing.award.amount:
        raise WrongUse(
            f"Noem met --amount wat er overblijft, minder dan {standing.award.amount}; zonder "
            "--amount wordt alles ingetrokken."
        )


def _require_weighed(told: Weighing) -> None:
    if len(told.interest) < _SHORTEST_TEXT or len(told.weighed) < _SHORTEST_TEXT:
        raise WrongUse(
            "Noem met --interest wat de gemeente door de intrekking verliest, en met --weighed "
            "waarom dat minder weegt, ook voor een deel van het bedrag (artikel 3:4 Awb). Beide "
            "komen in de brief."
        )


def _require_notice(told: Weighing) -> None:
    if told.ground is Ground.CIRCUMSTANCES and len(told.notice) < _SHORTEST_TEXT:
        raise WrongUse(
            "Noem met --notice waarom de tijd tot de dag van ingang een redelijke termijn is voor "
            "de gemeente; het komt in de brief (naar analogie artikel 4:50, eerste lid, Awb)."
        )
    if told.ground is not Ground.CIRCUMSTANCES and told.notice:
        raise WrongUse("--notice hoort bij --ground circumstances; laat het weg.")


def _require_heard(
    reader: RoundReader, number: str, on: date, standing: StandingAward, told: Weighing
) -> StoredIntention | None:
    """The intention on which a municipality was heard; ``None`` where it need not be."""
    ways = [told.heard_on is not None, told.silent, told.not_heard is not None]
    if sum(ways) > 1:
        raise WrongUse("Kies een van --heard, --silent en --not-heard.")
    if told.not_heard is not None:
        return None
    intention = intention_for(reader, number)
    if intention is None:
        raise RefusedByProcess(
            f"Voor het intrekken van {number} is de gemeente nog niet gehoord (artikel 4:8 Awb). "
            f"Stuur haar eerst het voornemen: verdeel revoke {number} --intend. Of noem met "
            "--not-heard waarom het niet hoeft."
        )
    if (intention.ground, intention.remains) != (told.ground.value, told.remains):
        raise RefusedByProcess(
            f"Het voornemen van {intention.on:%d-%m-%Y} was een ander: een andere grond, of een "
            "ander bedrag. Stuur een nieuw voornemen met --intend."
        )
    if not any(ways):
        raise RefusedByProcess(
            f"Over {number} is een voornemen gestuurd op {intention.on:%d-%m-%Y}. Noem --heard "
            "jjjj-mm-dd met --view, of --silent als er voor de laatste dag "
            f"({intention.until:%d-%m-%Y}) niets kwam."
        )
    if told.silent and on <= intention.until:
        raise RefusedByProcess(
            f"{number} kan haar zienswijze nog geven tot en met {intention.until:%d-%m-%Y} "
            "(artikel 4:8 Awb)."
        )
    if told.heard_on is not None and len(told.view) < _SHORTEST_TEXT:
        raise WrongUse(
            "Noem met --view wat de gemeente naar voren bracht en hoe dat is gewogen; het komt in "
            "de brief (artikel 3:46 Awb)."
        )
    if told.heard_on is not None:
        sent = Since(day=intention.on, dutch="het voornemen")
        require_after("Het horen", told.heard_on, (*_since(standing), sent))
        require_after("De intrekking", on, (Since(day=told.heard_on, dutch="het horen"),))
    return intention


def approve_revocation(reader: RoundReader, number: str, who: Actor, on: date) -> Revoked:
    """Take the decision: what it takes off comes free; the same again changes nothing.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, the award or what the municipality was told
            changed since, an order to pay it is out, or the state or role forbids it.
    """
    permit_deciding(reader, Step.REVOKE, who)
    again = taken_before(reader, number, (DecisionKind.REVOKED,), who, on)
    if again is not None:
        stands = before_decision(standing_versions(reader)[number], again)
        assert stands is not None
        return Revoked(decision=again, standing=stands, paid=paid_of(reader, number), new=False)
    one = to_approve(reader, number, (DecisionKind.REVOKED,), who, on)
    standing = standing_of(reader, number)
    require_unchanged(one, standing.award)
    require_effect(Ground(one.detail.ground), one.detail.effect, on, None)
    newest = intention_for(reader, number)
    moved = newest is not None and newest.row_id != (one.detail.intention or newest.row_id)
    heard = one.detail.heard_before
    if heard is not None and heard != heard_before(reader, number, on):
        moved = True
    if moved or heard_difference(reader, one):
        raise RefusedByProcess(
            f"Sinds het voorstel is de gemeente over {number} iets anders gezegd. Doe het voorstel "
            "opnieuw."
        )
    require_still(reader, number, "de toekenning intrekken")
    paid = paid_of(reader, number)
    if one.ends:
        book_release(reader, number, on)
        life = next(o for o in lives_of(reader) if o.application_id == number)
        if DECISION_LIFE.allowed(DecisionEvent.REVOKED, life.decision):
            record_event(reader, life.row_id, DecisionEvent.REVOKED, who, on, one.reason)
    else:
        book_change(reader, number, one.detail.after.amount, on)
    taken = approve(reader, one, who, on)
    return Revoked(decision=taken, standing=standing, paid=paid)
