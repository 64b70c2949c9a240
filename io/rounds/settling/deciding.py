"""What two people do to settle an award or to claim back: proposed by one, taken by another."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from ....grants.lives.round import APPROVERS, Step
from ....grants.names import is_same_person
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...records.settling import stored
from ...records.settling.stored import SettlingDetail, SettlingKind, StoredAct, digested
from ..actor import Actor, proposed_by_another, require_admitted, require_role
from ..after.revoking import NotHeard
from ..after.standing import StandingAward, unsettled_awards
from ..checks.chronology import Ground, require_after
from ..checks.rederivation import require_derivable
from ..incomplete import no_application
from ..lawful import require_deciding
from ..objections.made import applications_since
from ..state import permit, record
from .claims import acts_of, waiting_act

SHORTEST_REASON = 20
SHORTEST_VIEW = 20


def permit_act(reader: RoundReader, step: Step, who: Actor) -> None:
    """Refuse whoever may not take a step towards settling an award or claiming money back.

    Raises:
        RefusedByProcess: the state, the role, or what the round rests on forbids it.
    """
    _may_act(reader, step, who)
    require_derivable(reader)


def permit_second_name(
    reader: RoundReader, number: str, kind: SettlingKind, step: Step, who: Actor
) -> None:
    """As :func:`permit_act`, of the second name under a proposal.

    What takes the place of a decision upon an objection passed the door with the decision on that,
    which is recorded by then and would not pass it without this.

    Raises:
        RefusedByProcess: the state, the role, or what the round rests on forbids it.
    """
    waits = waiting_act(reader, number, (kind,))
    if waits is not None and waits.detail.upon:  # refused further on while that is not decided
        _may_act(reader, step, who)
    else:
        permit_act(reader, step, who)


def _may_act(reader: RoundReader, step: Step, who: Actor) -> None:
    permit(reader, step, who)
    require_deciding(reader.policy)
    require_admitted(who)


def sent_award(reader: RoundReader, number: str) -> StandingAward:
    """An award whose letter went, also one that ended since: money of it may have to come back.

    Raises:
        WrongUse: the application is unknown, or was granted nothing.
        RefusedByProcess: its letter has not gone.
    """
    one = unsettled_awards(reader).get(number)
    if one is None:
        if number not in {o.application.application_id for o in applications_since(reader)}:
            raise no_application(reader, number)
        raise WrongUse(f"Aan {number} is geen geld verleend; er valt niets af te rekenen.")
    if one.sent_on is None:
        raise RefusedByProcess(f"De brief met het besluit over {number} is nog niet verstuurd.")
    return one


def since(reader: RoundReader, number: str, standing: StandingAward) -> tuple[Ground, ...]:
    """What any act on an award comes after: its decisions, its accounts and the acts before."""
    found = [Ground(day=standing.sent_on or standing.decided_on, dutch="het besluit")]
    found += [
        Ground(day=one.approved_on, dutch="het laatste besluit over de toekenning")
        for one in standing.by
        if one.approved_on is not None
    ]
    found += [
        Ground(day=one.on, dutch="de ontvangst van de verantwoording")
        for one in reader.after.account_versions
        if one.application_id == number
    ]
    return (*found, *_done(reader, number))


def _done(reader: RoundReader, number: str) -> Iterator[Ground]:
    """The acts on an award: each is worked out again from those before it, by their days."""
    for one in acts_of(reader, number):
        yield Ground(day=one.done_on, dutch=f"wat het laatst is gedaan ({one.kind.dutch})")


def require_reason(reason: str) -> None:
    """Refuse what has no reason that a letter can give.

    Raises:
        WrongUse: it is too short to be one.
    """
    if len(reason) < SHORTEST_REASON:
        raise WrongUse(
            "Noem met --reason in een paar zinnen waarom dit gebeurt; dat komt in de brief."
        )


def require_heard(
    number: str, on: date, heard_on: date | None, view: str, not_heard: NotHeard | None
) -> None:
    """Refuse a decision before the municipality was heard, or without an article that excuses that.

    Raises:
        RefusedByProcess: it was not heard.
        WrongUse: how it was heard is told by half.
    """
    if heard_on is None and not_heard is None:
        raise RefusedByProcess(
            f"Over {number} is de gemeente nog niet gehoord (artikel 4:8 Awb). Geef haar de "
            "gelegenheid en noem --heard jjjj-mm-dd met --view, of noem met --not-heard waarom "
            "het niet hoeft."
        )
    if heard_on is not None and not_heard is not None:
        raise WrongUse("Kies een van --heard en --not-heard.")
    if heard_on is not None and len(view) < SHORTEST_VIEW:
        raise WrongUse(
            "Noem met --view wat de gemeente naar voren bracht en hoe dat is gewogen; het komt in "
            "de brief (artikel 3:46 Awb)."
        )
    if heard_on is not None:
        require_after("Het besluit", on, (Ground(day=heard_on, dutch="het horen"),))


def act(
    reader: RoundReader,
    number: str,
    kind: SettlingKind,
    who: Actor,
    on: date,
    article: str,
    reason: str,
    detail: SettlingDetail,
) -> tuple[StoredAct, bool]:
    """Keep what one person did or proposed; ``False`` where the very same stands already."""
    made = digested(
        StoredAct(
            row_id=0, application_id=number, kind=kind, on=on, article=article, reason=reason,
            detail=detail, made_by=who.name,
        )
    )  # fmt: skip
    before = (
        waiting_act(reader, number, (kind,))
        if kind.by_two
        else next(iter(reversed(acts_of(reader, number, kind))), None)
    )
    if before is not None and before.model_copy(update={"row_id": 0}) == made:
        return before, False
    kept = stored.add_act(reader, made)
    record(reader, EventKind.SETTLING_PROPOSED if kind.by_two else EventKind.SETTLING_RECORDED, who)
    return kept, True


def to_approve_act(
    reader: RoundReader, number: str, kinds: Collection[SettlingKind], who: Actor, on: date
) -> StoredAct:
    """The proposal that this officer may approve on a day.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer made it, something was done on the award on a later day,
            or the role forbids it.
    """
    require_role(
        who, APPROVERS, "een tweede naam zetten onder wat over de afrekening is voorgesteld"
    )
    one = proposed_by_another(waiting_act(reader, number, kinds), number, who, on)
    require_after("De tweede naam", on, _done(reader, number))
    return one


def taken_before(
    reader: RoundReader, number: str, kind: SettlingKind, who: Actor, on: date
) -> StoredAct | None:
    """What this officer decided on this day already; ``None`` where something waits or did since.

    Its letter was written before it was kept, so that nothing is left to do.
    """
    if waiting_act(reader, number) is not None:
        return None
    done = [one for one in acts_of(reader, number) if one.kind.by_two]
    last = max(done, key=lambda one: (one.done_on, one.row_id), default=None)
    if last is None or last.kind is not kind or last.approved_on != on:
        return None
    return last if is_same_person(last.approver, who.name) else None


def approve_act(reader: RoundReader, one: StoredAct, who: Actor, on: date) -> StoredAct:
    """Keep the approval; whoever calls this has booked what it moves."""
    taken = stored.approve_act(reader, one, who.name, on)
    record(reader, EventKind.SETTLING_DECIDED, who)
    return taken


def changed_since(number: str) -> RefusedByProcess:
    """What is said of a proposal that rests on something that has become another since."""
    return RefusedByProcess(
        f"Sinds het voorstel is gewijzigd waarop het over {number} rust. Doe het opnieuw, over wat "
        "er nu ligt."
    )
