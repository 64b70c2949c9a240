"""What is done about a registered objection until it is decided (Awb ch. 6 and 7)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from ....grants.after.objection import ObjectionStep, WithoutHearing
from ....grants.lives.decision import DecisionEvent, DecisionState
from ....grants.lives.round import Step
from ....grants.money import Euro
from ....grants.names import is_among
from ....grants.record import Record
from ....instruments.terms.objections import latest_adjournment, papers_until, until_answered
from ....instruments.terms.penalty import penalty_rates
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds import objections
from ...records.rounds.events import EventKind
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.completing.asking import life_of
from ...rounds.lives import record_event
from ...rounds.objections.finding import involved_in, objection_of
from ...rounds.objections.terms import PER_DAY, ObjectionTerms, open_request_to_mend, terms_of
from ...rounds.state import permit, record

SHORTEST_REASON = 10
Days = Collection[date]


class Handled(Record):
    """An objection with its terms after an act; ``new`` as far as it was not recorded before."""

    objection: StoredObjection
    terms: ObjectionTerms
    new: bool


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


def keep_act(
    reader: RoundReader, one: StoredObjection, kind: ObjectionStep, who: Actor, on: date,
    reason: str, equated: Days, *, until: date | None = None,
    detail: dict[str, str] | None = None,
) -> Handled:  # fmt: skip
    """Keep an act; the same as the newest of its kind changes nothing."""
    if len(reason) < SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in een zin van ten minste {SHORTEST_REASON} tekens wat er is "
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
    waits, last = open_request_to_mend(one), until_answered(on, until, equated)
    detail = {str(at): text for at, text in enumerate(defects, 1)}
    if waits is not None and (waits.on, waits.until, waits.detail) != (on, last, detail):
        raise RefusedByProcess(
            f"{one.name} wacht al op herstel van een verzuim, tot en met {waits.until:%d-%m-%Y}. "
            "Leg eerst vast dat het is hersteld: verdeel objection mend --done."
        )
    return keep_act(
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
    return keep_act(reader, one, ObjectionStep.MENDED, who, on, said, equated)


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
    return keep_act(
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
        RefusedByProcess: the letter that it is against was not sent, or the state or role forbids
            it.
    """
    one = open_one(reader, name, who)
    deciding = terms_of(reader, one, equated, on).deciding
    if deciding is None:
        raise RefusedByProcess(_NOT_SENT.format(name=one.name))
    if until is None or until <= deciding.last:
        raise WrongUse(f"Noem met --until een dag na {deciding.last:%d-%m-%Y}.")
    detail = {"earlier": deciding.last.isoformat()}
    return keep_act(
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
    return keep_act(
        reader, one, ObjectionStep.INVITED, who, on, "Uitnodiging voor de hoorzitting.", equated,
        until=hearing.on, detail={"at": hearing.at.strip(), "place": hearing.place.strip()},
    )  # fmt: skip


def heard(
    reader: RoundReader, name: str, by: Sequence[str], summary: str, who: Actor, on: date,
    equated: Days = (),
) -> Handled:  # fmt: skip
    """Record a hearing: who heard, the first of them leading, and what was said (Awb 7:5, 7:7).

    Raises:
        WrongUse: nobody is named, or the day is before the one that the invitation names.
        RefusedByProcess: who prepared or took the decision heard alone, led, or was the majority.
    """
    one = open_one(reader, name, who)
    names = [text.strip() for text in by if text.strip()]
    if not names:
        raise WrongUse("Noem met --by wie hoorde; wie de hoorzitting leidde, als eerste.")
    invited = one.of_kind(ObjectionStep.INVITED)[-1:]
    if invited and invited[0].until is not None and on < invited[0].until:
        raise WrongUse(
            f"De uitnodiging noemt {invited[0].until:%d-%m-%Y}: eerder dan die dag is er niet "
            "gehoord. Noem met --date de dag van de hoorzitting."
        )
    involved = involved_in(reader, one)
    own = [text for text in names if is_among(text, involved)]
    if names[0] in own or 2 * len(own) >= len(names):
        raise RefusedByProcess(
            f"{', '.join(own)} was betrokken bij de voorbereiding van het besluit of nam het. Het "
            "horen gebeurt door iemand die daar niet bij was, of door meer personen van wie de "
            "meerderheid, en wie leidt, er niet bij was (artikel 7:5, eerste lid, Awb)."
        )
    return keep_act(
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
    return keep_act(reader, one, ObjectionStep.NOT_HEARD, who, on, reason, equated, detail=detail)


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
    return keep_act(
        reader, one, ObjectionStep.NOTICE_OF_DEFAULT, who, on, said, equated, detail=detail
    )


def appealed(
    reader: RoundReader, name: str, reason: str, who: Actor, on: date, equated: Days = ()
) -> Handled:
    """Record an appeal to the court: for want of a decision (Awb 6:12), or against that decision.

    Raises:
        WrongUse: there is no such objection.
    """
    permit(reader, Step.OBJECT, who)
    one = objection_of(reader, name)
    return keep_act(reader, one, ObjectionStep.APPEALED, who, on, reason, equated)


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
    told = keep_act(reader, one, ObjectionStep.WITHDRAWN, who, on, reason, equated)
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
