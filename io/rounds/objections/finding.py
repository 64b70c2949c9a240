"""Objections found by name, and the decision that each is about: when sent, by whom taken."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants.after.objection import Contested, Objector
from ....grants.applications.public_body import PublicBody
from ....grants.lives.decision import DecisionEvent
from ....grants.record import Record
from ...errors import WrongUse
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import StoredAct
from ..checks.makers import makers_of
from .made import applications_since


class SentDecision(Record):
    """A decision that somebody can object to, with the day on which it was sent.

    ``NONE`` where none was sent yet.
    """

    contested: Contested
    sent_on: date | None


def sent_decision(reader: RoundReader, number: str) -> SentDecision:
    """The decision that was sent about an application, if there was one."""
    left = reader.untreated.get(number)
    if left is not None:
        return SentDecision(contested=Contested.UNTREATED, sent_on=left.confirmed_on or left.on)
    alone = [
        one.on
        for one in reader.life_events
        if one.application_id == number and one.event == DecisionEvent.SENT
    ]
    if alone:
        return SentDecision(contested=Contested.SUPPLEMENT, sent_on=alone[-1])
    listed = reader.state.decided and reader.published_on is not None
    if listed and number not in reader.set_aside:
        return SentDecision(contested=Contested.LIST, sent_on=reader.published_on)
    return SentDecision(contested=Contested.NONE, sent_on=None)


def later_decision(
    reader: RoundReader, number: str, contested: Contested, by: date
) -> StoredAct | None:
    """The newest decision of a kind that fixed or claimed back an award by a day, if there was one.

    ``contested`` is one of the kinds that come after the grant.
    """
    found = [
        act
        for act in reader.after.settling_acts_of.get(number, ())
        if act.counts and act.kind.value == contested.value and act.done_on <= by
    ]
    return found[-1] if found else None


def contested_act(reader: RoundReader, one: StoredObjection) -> StoredAct | None:
    """The decision on an award that an objection is against, where it is one after the grant.

    What was decided anew upon this very objection is not the one that it is against.
    """
    if not one.contested.later:
        return None
    found = [
        act
        for act in reader.after.settling_acts_of.get(one.application_id, ())
        if act.counts and act.kind.value == one.contested.value and act.done_on <= one.on
        if act.detail.upon != one.name
    ]
    return found[-1] if found else None


def contested_still(reader: RoundReader, one: StoredObjection) -> StoredAct | None:
    """What stands of the decision that an objection is against: what took its place since, upon the
    objection of somebody else or on its own, is contested by this one too (Awb 6:19).

    What was decided anew upon this very objection ends that.
    """
    return next(iter(reversed(_contested(reader, one))), None)


def _contested(reader: RoundReader, one: StoredObjection) -> tuple[StoredAct, ...]:
    """The decision that an objection is against, and each that took the place of it since."""
    following = {
        other.detail.replaces: other
        for other in reader.after.settling_acts_of.get(one.application_id, ())
        if other.counts and other.detail.replaces is not None and other.detail.upon != one.name
    }
    act, found = contested_act(reader, one), list[StoredAct]()
    while act is not None:
        found.append(act)
        act = following.get(act.row_id)
    return tuple(found)


def contested_by(reader: RoundReader, one: StoredObjection) -> SentDecision:
    """The decision that an objection is about, with the day on which it was sent."""
    if not one.contested.later:
        return sent_decision(reader, one.application_id)
    act = contested_act(reader, one)
    return SentDecision(contested=one.contested, sent_on=None if act is None else act.done_on)


def sent_days(reader: RoundReader, one: StoredObjection) -> tuple[date, ...]:
    """Every day on which the decision that an objection is about can have been sent, as far as it
    is known now: what is sent about the application later is another decision."""
    found = {contested_by(reader, one).sent_on}
    if not one.contested.later:
        found.add(reader.published_on)
        found |= {
            event.on for event in reader.life_events
            if event.application_id == one.application_id and event.event == DecisionEvent.SENT
        }  # fmt: skip
    return tuple(sorted(day for day in found if day is not None))


def objection_of(reader: RoundReader, name: str) -> StoredObjection:
    """An objection by its name, or by the number of the only application that it can mean.

    Raises:
        WrongUse: there is none, or more than one.
    """
    wanted = name.strip().upper()
    for one in reader.objections:
        if one.name == wanted:
            return one
    about = [one for one in reader.objections if one.application_id == wanted]
    open_ = [one for one in about if one.open]
    if len(open_) == 1 or len(about) == 1:
        return (open_ or about)[0]
    if about:
        raise WrongUse(
            f"Over {wanted} zijn er meer bezwaren: {', '.join(one.name for one in about)}. Noem er "
            "een."
        )
    known = ", ".join(one.name for one in reader.objections)
    raise WrongUse(
        f"Ronde {reader.id} heeft geen bezwaar {name}. "
        + (f"Ingeschreven zijn: {known}." if known else "Er is er nog geen ingeschreven.")
    )


def also_told(reader: RoundReader, one: StoredObjection, on: date) -> tuple[str, ...]:
    """Who else is told of the decision of a day on an objection (Awb 7:12(2) and (3)).

    Whoever applied, where somebody else objected, and who objected to the same decision too.
    """
    found: list[str] = []
    if one.kind is not Objector.APPLICANT:
        found += [
            applicant.name if isinstance(applicant, PublicBody) else f"gemeente {applicant.name}"
            for two in applications_since(reader)
            if two.application.application_id == one.application_id
            for applicant in (two.application.applicant,)
        ]
    found += [
        other.objector
        for other in reader.objections
        if other.application_id == one.application_id and other.row_id != one.row_id
        if other.contested.later == one.contested.later
        if other.on <= on and not (other.withdrawn is not None and other.withdrawn.on <= on)
    ]
    return tuple(dict.fromkeys(name for name in found if name != one.objector))


def takers_of(reader: RoundReader, one: StoredObjection) -> Collection[str]:
    """Who took the decision that is objected to: no mandate to decide on it again (Awb 10:3).

    Who put another in its place upon the objection of somebody else decides on this one too: both
    are heard against the same first decision.
    """
    if one.contested.later:
        acts = _contested(reader, one)
        return [act.approver for act in acts if act is acts[0] or not act.detail.upon]
    if one.contested is Contested.UNTREATED:
        left = reader.untreated.get(one.application_id)
        return () if left is None else (left.officer, left.confirmed_by)
    if one.contested is Contested.SUPPLEMENT:
        return tuple(
            made.approver
            for made in reader.supplements
            if made.approver and one.application_id in made.numbers
        )
    approval = reader.approval
    return () if approval is None else approval.approvers


def involved_in(reader: RoundReader, one: StoredObjection) -> Collection[str]:
    """Who prepared or took that decision, and so does not hear alone (Awb 7:5)."""
    if one.contested.later:
        act = contested_act(reader, one)
        return () if act is None else (act.made_by, act.approver)
    made = [name for names in makers_of(reader).values() for name in names if name]
    made += [made.made_by for made in reader.supplements if one.application_id in made.numbers]
    return (*made, *takers_of(reader, one))
