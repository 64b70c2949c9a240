"""Registering an objection: who objects, to which decision, and when it came (Awb 6:4 to 6:9)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants.after.objection import Channel, Contested, Objector
from ....grants.applications.public_body import PublicBody, body_key
from ....grants.lives.decision import DecisionEvent, DecisionState
from ....grants.lives.round import Step
from ....grants.municipality import municipalities
from ....grants.names import comparable
from ....grants.record import Record
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds import objections
from ...records.rounds.events import EventKind
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.completing.asking import incomplete_one, life_of
from ...rounds.lawful import require_deciding
from ...rounds.lives import record_event
from ...rounds.objections.finding import contested_act, later_decision, sent_decision
from ...rounds.objections.made import applications_since
from ...rounds.objections.terms import terms_of
from ...rounds.state import permit, record
from .handling import SHORTEST_REASON, Handled


class Filed(Record):
    """An objection as it came in. ``municipality_code`` is that of whoever objects, or empty.

    ``objector`` is the name of somebody else; both empty means the applicant itself. ``against`` is
    the decision that fixed or claimed back the award, where it is not about the grant.
    """

    application_id: str
    received: date
    grounds: str
    channel: Channel = Channel.POST
    dated: date | None = None
    posted: date | None = None
    objector: str = ""
    municipality_code: str = ""
    committee: bool = False
    against: Contested | None = None


def register(
    reader: RoundReader, filed: Filed, who: Actor, on: date, equated: Collection[date] = ()
) -> Handled:
    """Put an objection in the register, in whatever state its decision is; again changes nothing.

    Raises:
        WrongUse: there is no such application, or the dates or grounds cannot be.
        RefusedByProcess: the same objector objected before, or the state or role forbids it.
    """
    permit(reader, Step.OBJECT, who)
    require_deciding(reader.policy)
    life = life_of(reader, filed.application_id)
    _check_days(filed, on)
    if len(filed.grounds) < SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in een zin van ten minste {SHORTEST_REASON} tekens wat de gronden "
            "van het bezwaar zijn."
        )
    made = _stored(reader, filed, who, on)
    for one in reader.objections:
        if _same(reader, one, made):
            return Handled(objection=one, terms=terms_of(reader, one, equated, on), new=False)
    _first_of_this_objector(reader, made)
    objections.add(reader, made)
    if life.decision is DecisionState.SENT and not made.contested.later:
        kept = reader.objections[-1]
        record_event(
            reader, life.row_id, DecisionEvent.OBJECTED, who, on,
            f"Bezwaar {kept.name} van {made.objector}, ontvangen op {made.received:%d-%m-%Y}.",
        )  # fmt: skip
    record(reader, EventKind.OBJECTION_OPENED, who)
    kept = reader.objections[-1]
    return Handled(objection=kept, terms=terms_of(reader, kept, equated, on), new=True)


def _check_days(filed: Filed, on: date) -> None:
    if on < filed.received:
        raise WrongUse(
            f"Het bezwaar is ontvangen op {filed.received:%d-%m-%Y}; het kan niet eerder zijn "
            "ingeschreven. Noem met --date die dag of een latere."
        )
    for day, what in ((filed.posted, "gepost"), (filed.dated, "gedagtekend")):
        if day is not None and day > filed.received:
            raise WrongUse(
                f"Het bezwaar kan niet op {day:%d-%m-%Y} zijn {what}: het is ontvangen op "
                f"{filed.received:%d-%m-%Y}."
            )
    if filed.posted is not None and filed.channel is not Channel.POST:
        raise WrongUse("--posted hoort bij een bezwaar dat per post kwam (artikel 6:9 Awb).")


def _stored(reader: RoundReader, filed: Filed, who: Actor, on: date) -> StoredObjection:
    kind, name, code = _objector(reader, filed)
    return StoredObjection(
        row_id=0, number=1, application_id=filed.application_id, objector=name, kind=kind,
        municipality_code=code,
        contested=_contested(reader, filed, on),
        dated=filed.dated, posted=filed.posted, received=filed.received, channel=filed.channel,
        committee=filed.committee, grounds=filed.grounds, on=on, officer=who.name,
    )  # fmt: skip


def _contested(reader: RoundReader, filed: Filed, on: date) -> Contested:
    """The decision that is objected to: the one on the application, or the later one named.

    Raises:
        WrongUse: there is no such later decision.
    """
    if filed.against is None:
        return sent_decision(reader, filed.application_id).contested
    if later_decision(reader, filed.application_id, filed.against, on) is None:
        raise WrongUse(
            f"Over {filed.application_id} is op {on:%d-%m-%Y} nog geen besluit genomen dat u met "
            "--against noemt. Laat het weg voor een bezwaar tegen de verlening of de afwijzing."
        )
    return filed.against


def _objector(reader: RoundReader, filed: Filed) -> tuple[Objector, str, str]:
    """Who objects beside the application, by what name and code."""
    own = _participants(reader, filed.application_id)
    body = incomplete_one(reader, filed.application_id).body
    lead = own[0] if own and not filed.objector and body is None else ""
    code = filed.municipality_code or lead
    if not code:
        if filed.objector and body is not None and body.key == body_key(filed.objector):
            return Objector.APPLICANT, body.name, ""
        body = None if filed.objector else body
        if body is not None:
            return Objector.APPLICANT, body.name, ""
        if not filed.objector:
            raise WrongUse(
                f"Van {filed.application_id} is niet te lezen welke gemeente haar deed. Noem wie "
                "bezwaar maakt met --municipality of --objector."
            )
        return Objector.OTHER, filed.objector, ""
    place = municipalities()[code]
    name = filed.objector or f"gemeente {place.name}"
    if code in own:
        return Objector.APPLICANT, name, code
    others = {c for one in applications_since(reader) for c in one.application.participants}
    return (Objector.COMPETITOR if code in others else Objector.OTHER), name, code


def _participants(reader: RoundReader, number: str) -> tuple[str, ...]:
    for one in applications_since(reader):
        if one.application.application_id == number:
            if isinstance(one.application.applicant, PublicBody):
                return tuple(partner.code for partner in one.application.partners)
            return one.application.participants
    asked = [one.municipality_code for one in reader.requests if one.number == number]
    return tuple(asked[-1:])


def _same(reader: RoundReader, one: StoredObjection, made: StoredObjection) -> bool:
    left_out = {"row_id", "number", "acts", "decision", "shown", "on", "officer", "contested"}
    same = one.model_dump(exclude=left_out) == made.model_dump(exclude=left_out)
    return same and _about_the_same(reader, one, made)


def _about_the_same(reader: RoundReader, one: StoredObjection, made: StoredObjection) -> bool:
    """Whether two objections are to the same decision: the grant, or one later decision.

    An award can be claimed back more than once, and interest fixed: each is a decision of its own.
    What took the place of one upon an objection is no other: against that is an appeal (Awb 8:1).
    """
    if not one.contested.later and not made.contested.later:
        return True
    if one.contested is not made.contested:
        return False
    number, kind = made.application_id, made.contested
    first = contested_act(reader, one)
    act = later_decision(reader, number, kind, made.on)
    every = {other.row_id: other for other in reader.after.settling_acts_of.get(number, ())}
    while act is not None and act != first and act.detail.upon:
        act = every.get(act.detail.replaces or 0)
    return act == first


def _first_of_this_objector(reader: RoundReader, made: StoredObjection) -> None:
    """Refuse a second objection of the same objector to the same decision.

    Raises:
        RefusedByProcess: with what belongs to the first, or is an appeal.
    """
    for one in reader.objections:
        if one.application_id != made.application_id or not _by_the_same(one, made):
            continue
        if not _about_the_same(reader, one, made):
            continue
        if one.open:
            raise RefusedByProcess(
                f"{made.objector} maakte al bezwaar tegen het besluit over {made.application_id} "
                f"({one.name}, ontvangen op {one.received:%d-%m-%Y}). Wat daarna komt, hoort bij "
                "dat bezwaar; een tweede wordt niet ingeschreven."
            )
        if one.decision is not None:
            raise RefusedByProcess(
                f"Op het bezwaar van {made.objector} is al beslist ({one.name}, op "
                f"{one.decision.on:%d-%m-%Y}). Daartegen staat beroep bij de rechtbank open, geen "
                "bezwaar. Stuur het geschrift door (artikel 6:15 Awb)."
            )


def _by_the_same(one: StoredObjection, other: StoredObjection) -> bool:
    if one.municipality_code or other.municipality_code:
        return one.municipality_code == other.municipality_code
    return comparable(one.objector) == comparable(other.objector)
