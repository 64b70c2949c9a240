"""Registering an objection, and all that is done about it until it is decided (Awb ch. 6 and 7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.lives.decision import DecisionEvent, DecisionState
from ....grants.money import Euro
from ....grants.municipality import municipalities
from ....grants.names import comparable, is_among
from ....grants.objection import Channel, Contested, ObjectionStep, Objector, WithoutHearing
from ....grants.public_body import PublicBody, body_key
from ....grants.record import Record
from ....grants.rounds import Step
from ....instruments.objection_terms import (
    latest_adjournment,
    papers_until,
    penalty_rates,
    until_mended,
)
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds import objections
from ...records.rounds.events import EventKind
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.completing.asking import incomplete_one, life_of
from ...rounds.lawful import require_deciding
from ...rounds.lives import record_event
from ...rounds.objections.finding import (
    involved_in,
    later_decision,
    objection_of,
    sent_decision,
)
from ...rounds.objections.terms import PER_DAY, ObjectionTerms, open_request_to_mend, terms_of
from ...rounds.state import permit, record

_SHORTEST_REASON = 10
Days = Collection[date]


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


class Handled(Record):
    """An objection with its terms after an act; ``new`` as far as it was not recorded before."""

    objection: StoredObjection
    terms: ObjectionTerms
    new: bool


def register(
    reader: RoundReader, filed: Filed, who: Actor, on: date, equated: Days = ()
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
    if len(filed.grounds) < _SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in een zin van ten minste {_SHORTEST_REASON} tekens wat de gronden "
            "van het bezwaar zijn."
        )
    made = _stored(reader, filed, who, on)
    for one in reader.objections:
        if _same(one, made):
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
    others = {c for one in reader.applications for c in one.application.participants}
    return (Objector.COMPETITOR if code in others else Objector.OTHER), name, code


def _participants(reader: RoundReader, number: str) -> tuple[str, ...]:
    for one in reader.applications:
        if one.application.application_id == number:
            if isinstance(one.application.applicant, PublicBody):
                return tuple(partner.code for partner in one.application.partners)
            return one.application.participants
    asked = [one.municipality_code for one in reader.requests if one.number == number]
    return tuple(asked[-1:])


def _same(one: StoredObjection, made: StoredObjection) -> bool:
    left_out = {"row_id", "number", "acts", "decision", "shown", "on", "officer", "contested"}
    same = one.model_dump(exclude=left_out) == made.model_dump(exclude=left_out)
    return same and _about_the_same(one, made)


def _about_the_same(one: StoredObjection, made: StoredObjection) -> bool:
    """Whether two objections are to the same decision: the grant, or one later decision."""
    later = one.contested.later or made.contested.later
    return not later or one.contested is made.contested


def _first_of_this_objector(reader: RoundReader, made: StoredObjection) -> None:
    """Refuse a second objection of the same objector to the same decision.

    Raises:
        RefusedByProcess: with what belongs to the first, or is an appeal.
    """
    for one in reader.objections:
        if one.application_id != made.application_id or not _by_the_same(one, made):
            continue
        if not _about_the_same(one, made):
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


def open_one(reader: RoundReader, name: str, who: Actor) -> StoredObjection:
    """An objection that still has to be decided, which this officer may act on.

    Its decision is led to *objected* here where it was sent only after the objection came.

    Raises:
        WrongUse: there is no such objection.
        RefusedByProcess: it was decided or withdrawn, or the state or role forbids it.
    """
    permit(reader, Step.OBJECT, who)
    one = objection_of(reader, name)
    if one.decision is not None:
        raise RefusedByProcess(
            f"Op {one.name} is al beslist: {one.decision.outcome.dutch}, op "
            f"{one.decision.on:%d-%m-%Y} door {one.decision.approver}. Dat wijzigt niet meer."
        )
    if one.withdrawn is not None:
        raise RefusedByProcess(
            f"{one.name} is ingetrokken op {one.withdrawn.on:%d-%m-%Y}; er valt niets meer te doen."
        )
    return one


def _act(
    reader: RoundReader, one: StoredObjection, kind: ObjectionStep, who: Actor, on: date,
    reason: str, equated: Days, *, until: date | None = None,
    detail: dict[str, str] | None = None,
) -> Handled:  # fmt: skip
    """Keep an act; the same as the newest of its kind changes nothing."""
    if len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in een zin van ten minste {_SHORTEST_REASON} tekens wat er is "
            "gebeurd, of waarom."
        )
    require_after(
        f"Wat bij {one.name} wordt vastgelegd", on,
        [Ground(day=one.received, dutch=f"de ontvangst van {one.name}")],
    )  # fmt: skip
    newest = one.of_kind(kind)[-1:]
    told = (on, until, reason, detail or {})
    if newest and (newest[0].on, newest[0].until, newest[0].reason, newest[0].detail) == told:
        return Handled(objection=one, terms=terms_of(reader, one, equated, on), new=False)
    objections.add_act(
        reader, one, kind, on=on, reason=reason, officer=who.name, until=until, detail=detail
    )
    record(reader, EventKind.OBJECTION_ACT, who)
    kept = objection_of(reader, one.name)
    return Handled(objection=kept, terms=terms_of(reader, kept, equated, on), new=True)


def ask_to_mend(
    reader: RoundReader, name: str, defects: Sequence[str], until: date | None, who: Actor,
    on: date, equated: Days = (),
) -> Handled:  # fmt: skip
    """Ask to mend defects of an objection (Awb 6:5, 6:6); it stops the clock (7:10).

    Raises:
        WrongUse: no defect is named.
        RefusedByProcess: a request still waits, or it cannot be acted on.
    """
    one = open_one(reader, name, who)
    if not defects:
        raise WrongUse("Noem met --defect wat er aan het bezwaar ontbreekt (artikel 6:5 Awb).")
    waits, last = open_request_to_mend(one), until_mended(on, until, equated)
    detail = {str(at): text for at, text in enumerate(defects, 1)}
    if waits is not None and (waits.on, waits.until, waits.detail) != (on, last, detail):
        raise RefusedByProcess(
            f"{one.name} wacht al op herstel van een verzuim, tot en met {waits.until:%d-%m-%Y}. "
            "Leg eerst vast dat het is hersteld: verdeel objection mend --done."
        )
    return _act(
        reader, one, ObjectionStep.ASKED_TO_MEND, who, on,
        "Het bezwaar voldoet niet aan artikel 6:5 Awb.", equated, until=last, detail=detail,
    )  # fmt: skip


def mended(reader: RoundReader, name: str, who: Actor, on: date, equated: Days = ()) -> Handled:
    """Record the day on which a defect was mended.

    Raises:
        RefusedByProcess: nobody was asked, or it cannot be acted on.
    """
    one = open_one(reader, name, who)
    asked = open_request_to_mend(one)
    if asked is None:
        raise RefusedByProcess(f"Bij {one.name} wacht geen verzuim op herstel.")
    late = asked.until is not None and on > asked.until
    said = "Hersteld na de gestelde termijn." if late else "Hersteld binnen de gestelde termijn."
    return _act(reader, one, ObjectionStep.MENDED, who, on, said, equated)


def adjourn(
    reader: RoundReader, name: str, until: date | None, reason: str, who: Actor, on: date,
    equated: Days = (),
) -> Handled:  # fmt: skip
    """Adjourn the decision by at most six weeks, once, before its term has ended (Awb 7:10).

    Raises:
        RefusedByProcess: it was adjourned before, the term is over, or six weeks is passed.
    """
    one = open_one(reader, name, who)
    terms, earlier = terms_of(reader, one, equated, on), one.of_kind(ObjectionStep.ADJOURNED)
    if terms.deciding is None:
        raise RefusedByProcess(_NOT_SENT.format(name=one.name))
    if earlier:
        made = earlier[-1]
        if (made.on, made.reason) == (on, reason) and until in (None, made.until):
            return Handled(objection=one, terms=terms, new=False)
        raise RefusedByProcess(
            f"De beslissing op {one.name} is al eenmaal verdaagd, tot en met "
            f"{earlier[-1].until:%d-%m-%Y} (artikel 7:10, derde lid, Awb). Verder uitstel kan "
            "alleen met instemming: --consent."
        )
    last, latest = terms.deciding.last, latest_adjournment(terms.deciding, equated)
    if on > last:
        raise RefusedByProcess(
            f"De termijn voor {one.name} is op {last:%d-%m-%Y} verstreken; verdagen kan dan niet "
            "meer (artikel 7:10, derde lid, Awb). Verder uitstel kan alleen met instemming: "
            "--consent."
        )
    chosen = until or latest
    if not last < chosen <= latest:
        raise RefusedByProcess(
            f"Verdagen kan tot een dag na {last:%d-%m-%Y} en uiterlijk tot en met "
            f"{latest:%d-%m-%Y}, zes weken later (artikel 7:10, derde lid, Awb)."
        )
    return _act(
        reader, one, ObjectionStep.ADJOURNED, who, on, reason, equated, until=chosen,
        detail={"earlier": last.isoformat()},
    )  # fmt: skip


_NOT_SENT = (
    "Het besluit waartegen {name} is gericht, is nog niet bekendgemaakt: er loopt nog geen termijn."
)


def put_off_by_consent(
    reader: RoundReader, name: str, until: date | None, reason: str, who: Actor, on: date,
    equated: Days = (),
) -> Handled:  # fmt: skip
    """Put the decision off further, since all who are concerned consent (Awb 7:10, fourth).

    Raises:
        WrongUse: no later day is named.
    """
    one = open_one(reader, name, who)
    deciding = terms_of(reader, one, equated, on).deciding
    if deciding is None:
        raise RefusedByProcess(_NOT_SENT.format(name=one.name))
    if until is None or until <= deciding.last:
        raise WrongUse(f"Noem met --until een dag na {deciding.last:%d-%m-%Y}.")
    detail = {"earlier": deciding.last.isoformat()}
    return _act(
        reader, one, ObjectionStep.CONSENTED, who, on, reason, equated, until=until, detail=detail
    )


class Hearing(Record):
    """A hearing (*hoorzitting*) to come: its day, its hour and its place."""

    on: date
    at: str
    place: str


def invite(
    reader: RoundReader, name: str, hearing: Hearing, who: Actor, on: date, equated: Days = ()
) -> Handled:
    """Invite to a hearing, in time to hand in papers until ten days before it (Awb 7:4).

    Raises:
        WrongUse: the hour or the place is missing.
        RefusedByProcess: the hearing is too near.
    """
    one = open_one(reader, name, who)
    if not hearing.at.strip() or not hearing.place.strip():
        raise WrongUse("Noem het uur met --at 10.00 en de plaats met --place.")
    last = papers_until(hearing.on)
    if on > last:
        raise RefusedByProcess(
            f"De hoorzitting op {hearing.on:%d-%m-%Y} is te snel: tot tien dagen ervoor, "
            f"{last:%d-%m-%Y}, kunnen stukken worden ingediend, en de stukken liggen een week "
            "ervoor ter inzage (artikel 7:4 Awb). Kies een latere dag."
        )
    return _act(
        reader, one, ObjectionStep.INVITED, who, on, "Uitnodiging voor de hoorzitting.", equated,
        until=hearing.on, detail={"at": hearing.at.strip(), "place": hearing.place.strip()},
    )  # fmt: skip


def heard(
    reader: RoundReader, name: str, by: Sequence[str], summary: str, who: Actor, on: date,
    equated: Days = (),
) -> Handled:  # fmt: skip
    """Record a hearing: who heard, the first of them leading, and what was said (Awb 7:5, 7:7).

    Raises:
        WrongUse: nobody is named.
        RefusedByProcess: who prepared or took the decision heard alone, led, or was the majority.
    """
    one = open_one(reader, name, who)
    names = [text.strip() for text in by if text.strip()]
    if not names:
        raise WrongUse("Noem met --by wie hoorde; wie de hoorzitting leidde, als eerste.")
    involved = involved_in(reader, one)
    own = [text for text in names if is_among(text, involved)]
    if names[0] in own or 2 * len(own) >= len(names):
        raise RefusedByProcess(
            f"{', '.join(own)} was betrokken bij de voorbereiding van het besluit of nam het. Het "
            "horen gebeurt door iemand die daar niet bij was, of door meer personen van wie de "
            "meerderheid, en wie leidt, er niet bij was (artikel 7:5, eerste lid, Awb)."
        )
    return _act(
        reader, one, ObjectionStep.HEARD, who, on, summary, equated,
        detail={str(at): text for at, text in enumerate(names, 1)},
    )  # fmt: skip


def not_heard(
    reader: RoundReader, name: str, ground: WithoutHearing, reason: str, who: Actor, on: date,
    equated: Days = (),
) -> Handled:  # fmt: skip
    """Record that nobody is heard, with the ground of Awb 7:3."""
    one = open_one(reader, name, who)
    detail = {"ground": ground.value}
    return _act(reader, one, ObjectionStep.NOT_HEARD, who, on, reason, equated, detail=detail)


def notice_of_default(
    reader: RoundReader, name: str, reason: str, who: Actor, on: date, equated: Days = (),
    per_day: Sequence[Euro] = (),
) -> Handled:  # fmt: skip
    """Record a notice of default, on the day on which it was received (Awb 4:17).

    One that comes before the term has ended brings nothing; it is kept all the same. ``per_day``
    are the amounts of the penalty in its three periods, of a notice on a day whose text this
    program does not know.

    Raises:
        WrongUse: they are not three, go down, or are known for that day.
    """
    one = open_one(reader, name, who)
    said = reason or "Schriftelijke ingebrekestelling ontvangen."
    cents = [amount.cents for amount in per_day]
    if cents and (len(cents) != 3 or cents != sorted(cents) or cents[0] <= 0):
        raise WrongUse(
            "Noem --per-day drie keer: het bedrag per dag in de eerste, tweede en derde veertien "
            "dagen, zoals artikel 4:17, tweede lid, Awb ze noemt."
        )
    known = penalty_rates(on)
    if cents and known is not None:
        raise WrongUse(
            f"Van {on:%d-%m-%Y} zijn de bedragen bekend ({known.source}). Laat --per-day weg."
        )
    detail = {PER_DAY: " ".join(map(str, cents))} if cents else None
    return _act(reader, one, ObjectionStep.NOTICE_OF_DEFAULT, who, on, said, equated, detail=detail)


def appealed(
    reader: RoundReader, name: str, reason: str, who: Actor, on: date, equated: Days = ()
) -> Handled:
    """Record an appeal to the court: for want of a decision (Awb 6:12), or against that decision.

    Raises:
        WrongUse: there is no such objection.
    """
    permit(reader, Step.OBJECT, who)
    one = objection_of(reader, name)
    return _act(reader, one, ObjectionStep.APPEALED, who, on, reason, equated)


def withdraw(
    reader: RoundReader, name: str, reason: str, who: Actor, on: date, equated: Days = ()
) -> Handled:
    """Record that an objection was withdrawn (Awb 6:21); the decision stands as it was.

    Raises:
        RefusedByProcess: it was decided, or the state or role forbids it.
    """
    permit(reader, Step.OBJECT, who)
    known = objection_of(reader, name)
    gone = known.withdrawn
    if gone is not None and (gone.on, gone.reason) == (on, reason):
        return Handled(objection=known, terms=terms_of(reader, known, equated, on), new=False)
    one = open_one(reader, name, who)
    told = _act(reader, one, ObjectionStep.WITHDRAWN, who, on, reason, equated)
    lead_back(reader, one, DecisionEvent.OBJECTION_WITHDRAWN, who, on)
    return told


def lead_back(
    reader: RoundReader, one: StoredObjection, event: DecisionEvent, who: Actor, on: date
) -> None:
    """Lead the decision back to *sent* where no other objection to it is open."""
    if one.contested.later:
        return
    others = [
        other
        for other in reader.objections
        if other.application_id == one.application_id and other.open and other.name != one.name
        if not other.contested.later
    ]
    life = life_of(reader, one.application_id)
    if life.decision is DecisionState.OBJECTED and not others:
        record_event(reader, life.row_id, event, who, on, f"Bezwaar {one.name} van {one.objector}.")
