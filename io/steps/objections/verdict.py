"""What is decided on an objection, and what has to be so before it may be (Awb 7:2, 7:13, 10:3)."""

from __future__ import annotations

from datetime import date

from ....grants.after.objection import (
    Inadmissible,
    ObjectionOutcome,
    ObjectionStep,
    Objector,
    WithoutHearing,
)
from ....grants.lives.round import ANOTHER_APPROVER, APPROVERS
from ....grants.money import ZERO, Euro
from ....grants.names import is_among, is_same_person
from ....grants.record import Record
from ....instruments.terms.objections import Arrived
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor, require_admitted, require_role
from ...rounds.after.awards_now import later_awards
from ...rounds.checks.chronology import Ground
from ...rounds.lawful import require_deciding
from ...rounds.objections.finding import takers_of
from ...rounds.objections.terms import ObjectionTerms
from ...rounds.settling.claims import acts_of

SHORTEST_REASON = 10


class Advice(Record):
    """The advice of a committee (Awb 7:13): whose it is, and of which day."""

    by: str
    on: date


class Verdict(Record):
    """What is decided. ``amount`` is the award from then on; left out it stays, or follows from
    the ``corrections``, as they were typed, by field. ``excused`` is why being late is not held
    against the objector (Awb 6:11). ``advice`` is that of the committee, followed unless
    ``departs`` says why not; ``costs_refused`` why costs that were asked for are not compensated.
    """

    outcome: ObjectionOutcome
    reason: str
    ground: Inadmissible | None = None
    excused: str = ""
    departs: str = ""
    amount: Euro | None = None
    costs: Euro = ZERO
    costs_refused: str = ""
    advice: Advice | None = None
    corrections: dict[str, str] = {}


def require_another(reader: RoundReader, one: StoredObjection, who: Actor) -> None:
    """Refuse whoever took the decision that is objected to, or took the objection in.

    Raises:
        RefusedByProcess: it is one of them, or the role or what the round rests on forbids it.
    """
    require_deciding(reader.policy)
    require_role(who, APPROVERS, "op een bezwaar beslissen")
    require_admitted(who)
    if is_among(who.name, takers_of(reader, one)):
        raise RefusedByProcess(
            f"{who.name} nam het besluit waartegen {one.name} is gericht. Wie dat in mandaat deed, "
            "beslist niet op het bezwaar (artikel 10:3, derde lid, Awb). Laat "
            f"{ANOTHER_APPROVER} beslissen."
        )
    if is_same_person(one.officer, who.name):
        raise RefusedByProcess(
            f"{who.name} schreef {one.name} zelf in. Laat {ANOTHER_APPROVER} beslissen (vier ogen)."
            f"{who.instead(APPROVERS)}"
        )


def grounds(reader: RoundReader, one: StoredObjection) -> list[Ground]:
    """What it rests on: all that was done about it, and what was decided on its award before."""
    found = [Ground(day=one.on, dutch=f"de inschrijving van {one.name}")]
    found += [
        Ground(day=act.on, dutch=f"wat bij {one.name} is vastgelegd ({act.kind.dutch})")
        for act in one.acts
    ]
    found += [
        Ground(day=later.on, dutch=f"wat eerder over {number} is beslist")
        for number, later in later_awards(reader)
        if number == one.application_id
    ]
    found += [
        Ground(day=act.done_on, dutch=f"wat op {one.application_id} is {act.kind.dutch}")
        for act in acts_of(reader, one.application_id)
    ]
    return found


def require_admissible(
    one: StoredObjection, terms: ObjectionTerms, verdict: Verdict, on: date
) -> None:
    """Refuse what the terms and the objector contradict.

    Raises:
        WrongUse: it is inadmissible without a ground, or has a ground and another outcome.
        RefusedByProcess: the terms or the objector contradict the ground; or it cannot be treated:
            its decision was not sent, it came too late or may have, or can still be mended;
            or why it came late can still be explained.
    """
    ground = verdict.ground
    if terms.arrived is Arrived.UNSHOWN and ground in (None, Inadmissible.LATE):
        _refuse_before_shown(one, terms)
    if terms.explaining is not None and ground is Inadmissible.LATE:
        raise RefusedByProcess(
            f"{one.name} kwam te laat. Waarom, kan nog worden uitgelegd tot en met "
            f"{terms.explaining:%d-%m-%Y} (artikel 6:11 Awb). Beslis daarna, of leg vast wat er "
            f'kwam met "verdeel objection lateness {one.name} --reason".'
        )
    if (verdict.outcome is ObjectionOutcome.INADMISSIBLE) != (ground is not None):
        raise WrongUse(
            "Noem bij niet-ontvankelijk, en alleen daarbij, de grond met --ground: "
            f"{', '.join(one.value for one in Inadmissible)}."
        )
    if ground is None:
        _may_be_treated(one, terms, verdict, on)
        return
    agrees = {
        Inadmissible.LATE: terms.arrived is Arrived.LATE,
        Inadmissible.PREMATURE: terms.arrived is Arrived.PREMATURE,
        Inadmissible.NO_PARTY: one.kind is not Objector.APPLICANT,
        Inadmissible.NOT_MENDED: _unmended(one, on),
    }
    if not agrees.get(ground, True):
        raise RefusedByProcess(
            f"{one.name} is niet om die reden ({ground.value}) niet-ontvankelijk: het kwam "
            f"{terms.arrived.dutch}, van {one.kind.dutch}."
        )


def _refuse_before_shown(one: StoredObjection, terms: ObjectionTerms) -> None:
    """Refuse to treat, or to call late, what was posted on a day that nobody knows yet."""
    assert terms.objecting is not None
    came = (
        f"{one.name} kwam per post op {one.received:%d-%m-%Y}, binnen een week na "
        f"{terms.objecting.last:%d-%m-%Y}, de laatste dag. Het is op tijd als het uiterlijk op die "
        "dag is gepost, en dat is nog niet bekend (artikel 6:9, tweede lid, Awb). "
    )
    if terms.posting is not None:
        raise RefusedByProcess(
            f"{came}Een bewijs daarvan kan nog komen tot en met {terms.posting:%d-%m-%Y}. Beslis "
            f'daarna, of leg de dag vast met "verdeel objection posting {one.name} --shown".'
        )
    raise RefusedByProcess(
        f'{came}Vraag er eerst om met "verdeel objection posting {one.name} --out <map>", of leg '
        "met --shown vast op welke dag het is gepost en waaruit dat blijkt."
    )


def _may_be_treated(
    one: StoredObjection, terms: ObjectionTerms, verdict: Verdict, on: date
) -> None:
    if terms.objecting is None:
        raise RefusedByProcess(
            f"Het besluit over {one.application_id} is nog niet bekendgemaakt. Op {one.name} kan "
            "dan alleen niet-ontvankelijk worden beslist (artikel 6:10 Awb), of na dat besluit."
        )
    if terms.arrived is Arrived.LATE and len(verdict.excused) < SHORTEST_REASON:
        raise RefusedByProcess(
            f"{one.name} kwam te laat: het kon tot en met {terms.objecting.last:%d-%m-%Y} "
            f"({terms.objecting.text('nl')}) en kwam op {one.received:%d-%m-%Y}. Beslis "
            "niet-ontvankelijk met --ground late, of noem met --excused waarom het te laat komen "
            "niet aan de indiener is toe te rekenen (artikel 6:11 Awb)."
        )
    if _unmended(one, on) and not one.of_kind(ObjectionStep.MENDED):
        return  # the office may treat it all the same: 6:6 says "may"
    if terms.mending is not None and on <= terms.mending:
        raise RefusedByProcess(
            f"Bij {one.name} kan een verzuim nog worden hersteld tot en met "
            f"{terms.mending:%d-%m-%Y} (artikel 6:6 Awb). Beslis daarna, of leg het herstel vast."
        )


def _unmended(one: StoredObjection, on: date) -> bool:
    """Whether a defect was not mended in its term."""
    last = one.of_kind(ObjectionStep.ASKED_TO_MEND, ObjectionStep.MENDED)[-2:]
    if not last:
        return False
    if last[-1].kind is ObjectionStep.ASKED_TO_MEND:
        return last[-1].until is not None and on > last[-1].until
    asked = last[0].until
    return len(last) > 1 and asked is not None and last[-1].on > asked


def require_hearing(one: StoredObjection, verdict: Verdict) -> None:
    """Refuse a decision without a hearing, or without a reason for none that agrees with it.

    Raises:
        RefusedByProcess: nobody was heard, or the reason for that belongs to another outcome.
    """
    if one.of_kind(ObjectionStep.HEARD):
        return
    without = one.of_kind(ObjectionStep.NOT_HEARD)[-1:]
    if not without:
        raise RefusedByProcess(
            f'Bij {one.name} is niemand gehoord. Leg de hoorzitting vast met "verdeel objection '
            'hear --held", of met --without waarom daarvan is afgezien (artikelen 7:2 en 7:3 Awb).'
        )
    ground = WithoutHearing(without[0].detail["ground"])
    needs = {
        WithoutHearing.INADMISSIBLE: (ObjectionOutcome.INADMISSIBLE,),
        WithoutHearing.UNFOUNDED: (ObjectionOutcome.UNFOUNDED,),
        WithoutHearing.MET: (ObjectionOutcome.FOUNDED,),
    }
    if verdict.outcome not in needs.get(ground, tuple(ObjectionOutcome)):
        raise RefusedByProcess(
            f"Bij {one.name} is van horen afgezien: {ground.nl} (artikel 7:3, onderdeel "
            f"{ground.value}, Awb). Daarbij past {verdict.outcome.dutch} niet: hoor alsnog."
        )


def require_advice(one: StoredObjection, verdict: Verdict, who: Actor, on: date) -> None:
    """Refuse a decision without the advice of the committee, where there is one (Awb 7:13).

    Raises:
        WrongUse: advice is named where there is no committee, or its day lies before the
            objection or after the decision.
        RefusedByProcess: it is missing, or whoever decides gave it.
    """
    advice = verdict.advice
    if advice is not None and is_same_person(advice.by, who.name):
        raise RefusedByProcess(
            f"{who.name} beslist, en is niet de adviescommissie (artikel 7:13, eerste lid, Awb). "
            "Noem met --adviser hoe de commissie heet."
        )
    if one.committee and advice is None:
        raise RefusedByProcess(
            f"Over {one.name} adviseert een adviescommissie. Noem met --advised de dag van haar "
            "advies en met --adviser hoe zij heet: de beslissing zegt of u het volgt, of met "
            "--departs waarom niet (artikelen 3:49 en 7:13, zevende lid, Awb)."
        )
    if not one.committee and (advice is not None or verdict.departs):
        raise WrongUse(
            f"{one.name} is zonder adviescommissie ingeschreven. Laat --advised, --adviser en "
            "--departs weg."
        )
    if advice is not None and not one.received <= advice.on <= on:
        raise WrongUse(
            f"Het advies is van {advice.on:%d-%m-%Y}. Dat kan niet voor de ontvangst van het "
            f"bezwaar ({one.received:%d-%m-%Y}) zijn, of na de beslissing ({on:%d-%m-%Y})."
        )


def require_costs_borne(verdict: Verdict) -> None:
    """Refuse costs that no article gives: only what is revoked for a wrong of the office is
    compensated, upon a request that is decided on here (Awb 7:15, second and third paragraphs).

    Raises:
        WrongUse: costs are given and refused at once, or refused without a reason.
        RefusedByProcess: costs are given, and nothing is revoked.
    """
    if verdict.costs and verdict.costs_refused:
        raise WrongUse("Noem --costs of --costs-refused, niet beide.")
    if verdict.costs and not verdict.outcome.revises:
        raise RefusedByProcess(
            "Kosten worden alleen vergoed als het besluit wordt herroepen wegens een onrechtmatig"
            f"heid van het bestuursorgaan (artikel 7:15, tweede lid, Awb). Bij "
            f"{verdict.outcome.dutch} is dat niet zo. Noem met --costs-refused waarom niet."
        )
    if verdict.costs_refused and len(verdict.costs_refused) < SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --costs-refused in ten minste {SHORTEST_REASON} tekens waarom de kosten "
            "niet worden vergoed (artikel 7:15 Awb)."
        )
