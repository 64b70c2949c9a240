"""Deciding on an objection (*beslissing op bezwaar*, Awb 7:11, 7:12, 10:3).

By an approver who did not take the first decision. What it adds to an award comes out of the
objection reserve; what is more is a commitment of its own that asks for cover. Nobody else's award
changes. The round is done over before the transaction, as it can take a while.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from ....grants.after.objection import (
    Contested,
    ObjectionOutcome,
    ObjectionStep,
)
from ....grants.decisions.allocation import Award
from ....grants.lives.application import ApplicationEvent, ApplicationState
from ....grants.lives.decision import DecisionEvent, DecisionState
from ....grants.lives.round import APPROVERS
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds import objections
from ...records.rounds.events import EventKind
from ...records.rounds.objections import StoredObjection, StoredObjectionDecision
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor, require_role
from ...rounds.checks.chronology import require_after
from ...rounds.completing.asking import life_of
from ...rounds.ledger import book_objection
from ...rounds.lives import record_event
from ...rounds.objections.correcting import corrections_told
from ...rounds.objections.fields import Corrected
from ...rounds.objections.finding import objection_of
from ...rounds.objections.granting import Asked, award_on_objection, gained, undecided
from ...rounds.objections.replaying import Replayed, current_award
from ...rounds.objections.reserve import left_in_reserve
from ...rounds.objections.terms import EXCUSED, ObjectionTerms, advice_told, terms_of
from ...rounds.settling.anew import proposed_upon
from ...rounds.state import record
from .handling import lead_back, open_one
from .verdict import (
    SHORTEST_REASON,
    Verdict,
    grounds,
    require_admissible,
    require_advice,
    require_another,
    require_costs_borne,
    require_hearing,
)

_ARTICLE = "artikel 7:11, tweede lid, van de Algemene wet bestuursrecht"


class DecidedOn(Record):
    """A decision on an objection with its terms, and what was corrected; ``new`` if it was not
    recorded before. ``to_court`` says that an appeal runs, so that the court gets it too."""

    objection: StoredObjection
    terms: ObjectionTerms
    corrected: tuple[Corrected, ...]
    to_court: bool
    new: bool


def decide(
    reader: RoundReader,
    name: str,
    verdict: Verdict,
    over: Replayed | None,
    who: Actor,
    on: date,
    equated: Collection[date] = (),
) -> DecidedOn:
    """Decide on an objection; ``over`` is the round done over with its corrections, where asked.

    Raises:
        WrongUse: the reason or a ground is missing, or the amount cannot be.
        RefusedByProcess: it was decided already, by whom the first decision was taken, without a
            hearing or a reason for none; or the outcome does not follow.
    """
    known = objection_of(reader, name)
    if known.decision is not None and _same(reader, known, verdict, who, on):
        return _told(reader, known, equated, new=False)
    one = open_one(reader, name, who)
    require_another(reader, one, who)
    if len(verdict.reason) < SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in ten minste {SHORTEST_REASON} tekens waarop de beslissing rust "
            "(artikel 7:12 Awb)."
        )
    terms = terms_of(reader, one, equated, on)
    require_after(f"De beslissing op {one.name}", on, grounds(reader, one))
    require_admissible(one, terms, verdict, on)
    require_hearing(one, verdict)
    require_advice(one, verdict, who, on)
    require_costs_borne(verdict)
    before = _standing(reader, one)
    after = _new_award(reader, one, verdict, over, before, on)
    gains = gained(before, after, _left(reader, after))
    made = StoredObjectionDecision(
        outcome=verdict.outcome, ground=_ground_told(verdict), on=on, reason=verdict.reason,
        departs=verdict.departs,
        corrections={} if over is None else {c.field: c.after for c in over.corrections},
        award=after, from_reserve=gains[0], beyond=gains[1], costs=verdict.costs,
        approver=who.name, evidence="" if over is None else over.evidence.model_dump_json(),
    )  # fmt: skip
    _keep_beside(reader, one, verdict, who, on)
    objections.add_decision(reader, one, made)
    _lead(reader, one, verdict.outcome, who, on)
    if verdict.outcome.revises:
        _treat(reader, one, over, who, on)
    if after is not None:
        anew = before is None or not before.amount
        book_objection(reader, after, gains, on, anew=anew)
    record(reader, EventKind.OBJECTION_DECIDED, who)
    return _told(reader, objection_of(reader, one.name), equated, new=True)


def _same(
    reader: RoundReader, one: StoredObjection, verdict: Verdict, who: Actor, on: date
) -> bool:
    """Whether what is typed is what was decided: also its ground, its corrections, its amount."""
    made = one.decision
    if made is None:
        return False
    told = (made.outcome, made.ground, made.on, made.reason, made.departs, made.costs)
    given = None if made.award is None else made.award.amount
    return (
        told == (
            verdict.outcome, _ground_told(verdict), on, verdict.reason, verdict.departs,
            verdict.costs,
        )
        and made.approver == who.name
        and verdict.amount in (None, given)
        and made.corrections == _typed(reader, one, verdict)
        and [(act.kind, act.on, act.reason, act.detail) for act in one.of_kind(*_BESIDE)]
        == [(kind, day, told, detail) for kind, day, told, detail in _beside(verdict, on)]
    )  # fmt: skip


def _typed(reader: RoundReader, one: StoredObjection, verdict: Verdict) -> dict[str, str]:
    """The corrections that were typed, by the field that each is of."""
    told = corrections_told(reader, one.application_id, verdict.corrections)
    return {each.field: each.after for each in told}


def _told(
    reader: RoundReader, one: StoredObjection, equated: Collection[date], *, new: bool
) -> DecidedOn:
    made = one.decision
    assert made is not None
    told = corrections_told(reader, one.application_id, made.corrections)
    return DecidedOn(
        objection=one, terms=terms_of(reader, one, equated, made.on), corrected=told,
        to_court=bool(one.of_kind(ObjectionStep.APPEALED)), new=new,
    )  # fmt: skip


_BESIDE = (ObjectionStep.ADVISED, ObjectionStep.COSTS_REFUSED)


def _beside(
    verdict: Verdict, on: date
) -> Iterator[tuple[ObjectionStep, date, str, dict[str, str]]]:
    """What is kept beside the decision: the advice, and why costs are refused."""
    advice = verdict.advice
    if advice is not None:
        told = advice_told(verdict.departs)
        yield ObjectionStep.ADVISED, advice.on, told, {"by": advice.by}
    if verdict.costs_refused:
        yield ObjectionStep.COSTS_REFUSED, on, verdict.costs_refused, {}


def _keep_beside(
    reader: RoundReader, one: StoredObjection, verdict: Verdict, who: Actor, on: date
) -> None:
    for kind, day, told, detail in _beside(verdict, on):
        objections.add_act(reader, one, kind, on=day, reason=told, officer=who.name, detail=detail)
        record(reader, EventKind.OBJECTION_ACT, who)


def _standing(reader: RoundReader, one: StoredObjection) -> Award | None:
    """The award as it stands; ``None`` as long as the round was not decided."""
    if not reader.state.decided:
        return None
    known = {award.application_id for award in reader.allocation.awards}
    return current_award(reader, one.application_id) if one.application_id in known else None


def _new_award(
    reader: RoundReader, one: StoredObjection, verdict: Verdict, over: Replayed | None,
    before: Award | None, on: date,
) -> Award | None:  # fmt: skip
    """The award from now on; ``None`` where it stays as it is."""
    if one.contested.later:
        _in_its_place(reader, one, verdict, over)
        return None
    if one.contested is Contested.UNTREATED and verdict.outcome.revises:
        _is_treated(one, over)
    if over is not None and over.asks_judgement:
        raise undecided(one.application_id)
    asked = Asked(outcome=verdict.outcome, amount=verdict.amount, over=over)
    made = award_on_objection(reader, one, asked, before, on)
    if (
        made is not None
        and life_of(reader, one.application_id).application is ApplicationState.WITHDRAWN
    ):
        raise RefusedByProcess(f"{one.application_id} is ingetrokken; zij krijgt niets meer.")
    return made


def _is_treated(one: StoredObjection, over: Replayed | None) -> None:
    """Refuse to revoke a decision not to treat without deciding on the application itself."""
    if over is None or not over.treated:
        raise RefusedByProcess(
            f"Is {one.name} gegrond, dan behandelt u {one.application_id} alsnog en beslist u er "
            "in deze beslissing op (artikel 7:11, tweede lid, Awb). Noem --treat: de ronde wordt "
            "overgedaan met haar erin. Zie eerst wat dat geeft: verdeel objection replay "
            f"{one.name} --treat"
        )


_PROPOSING = {
    Contested.SETTLED: "settle {number} --upon {name}",
    Contested.RECLAIMED: 'reclaim decide {number} --upon {name} --amount "€ .."',
    Contested.INTEREST: "reclaim interest {number} --upon {name}",
}


def _in_its_place(
    reader: RoundReader, one: StoredObjection, verdict: Verdict, over: Replayed | None
) -> None:
    """Refuse to revoke a later decision without what takes its place, which goes with it."""
    if verdict.amount is not None or over is not None:
        raise RefusedByProcess(
            f"{one.name} is gericht tegen een besluit over de afrekening. Wat daarvoor in de "
            "plaats komt, staat in een voorstel dat u met deze beslissing neemt. Laat --set en "
            "--amount hier weg."
        )
    if verdict.outcome.revises and proposed_upon(reader, one) is None:
        typed = _PROPOSING[one.contested].format(number=one.application_id, name=one.name)
        raise RefusedByProcess(
            f"Is {one.name} gegrond, dan herroept u een besluit en neemt u er in dezelfde "
            "beslissing een ander voor in de plaats (artikel 7:11, tweede lid, Awb). Dat ligt er "
            f'nog niet. Laat een medewerker het voorstellen: verdeel {typed} --reason "..."'
        )


def _left(reader: RoundReader, after: Award | None) -> Euro:
    if after is None:
        return ZERO
    return left_in_reserve(reader, reader.policy.instruments[after.instrument].fund)


def _ground_told(verdict: Verdict) -> str:
    if verdict.ground is not None:
        return verdict.ground.value
    return f"{EXCUSED}{verdict.excused}" if verdict.excused else ""


def _lead(
    reader: RoundReader, one: StoredObjection, outcome: ObjectionOutcome, who: Actor, on: date
) -> None:
    """Lead the decision that was objected to on: revised, or upheld."""
    if one.contested.later:
        return
    life = life_of(reader, one.application_id)
    if life.decision is DecisionState.SENT:  # it was sent after the objection came
        told = f"Bezwaar {one.name} van {one.objector}, ontvangen op {one.received:%d-%m-%Y}."
        record_event(reader, life.row_id, DecisionEvent.OBJECTED, who, on, told)
        life = life_of(reader, one.application_id)
    if life.decision not in (DecisionState.OBJECTED, DecisionState.REVISED):
        return
    if outcome.revises:
        told = f"Bezwaar {one.name} van {one.objector}: {outcome.dutch}."
        record_event(reader, life.row_id, DecisionEvent.REVISED, who, on, told)
    else:
        lead_back(reader, one, DecisionEvent.UPHELD, who, on)


def _treat(
    reader: RoundReader, one: StoredObjection, over: Replayed | None, who: Actor, on: date
) -> None:
    """Record that an application is treated after all, since the objection won that."""
    life = life_of(reader, one.application_id)
    if over is None or not over.treated or life.application is not ApplicationState.NOT_TREATED:
        return
    told = f"Bezwaar {one.name} van {one.objector}, gegrond."
    record_event(reader, life.row_id, ApplicationEvent.TREATED_AFTER_ALL, who, on, told)


def cover(reader: RoundReader, name: str, source: str, who: Actor, on: date) -> StoredObjection:
    """Name what covers the part of a decision that is beyond the objection reserve.

    Raises:
        WrongUse: the source is missing.
        RefusedByProcess: nothing of it is beyond the reserve, or the role forbids it.
    """
    require_role(who, APPROVERS, "dekking aanwijzen")
    one = objection_of(reader, name)
    if one.decision is None or not one.decision.beyond:
        raise RefusedByProcess(f"{one.name} vraagt geen dekking.")
    if len(source) < SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in ten minste {SHORTEST_REASON} tekens waaruit het wordt betaald, "
            "zoals een begrotingsartikel."
        )
    covered = one.of_kind(ObjectionStep.COVERED)
    if covered and covered[-1].reason == source:
        return one
    objections.add_act(reader, one, ObjectionStep.COVERED, on=on, reason=source, officer=who.name)
    record(reader, EventKind.OBJECTION_ACT, who)
    return objection_of(reader, name)
