"""A decision on an award: proposed by an officer, taken when somebody else approves it.

What is decided rests on the award as it stands. Where that changed since the proposal, it has to be
proposed anew.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants.decisions.allocation import Award
from ....grants.lives.round import APPROVERS, Step
from ....grants.names import is_same_person
from ...errors import RefusedByProcess, WrongUse
from ...records.after import award_decisions
from ...records.after.award_decisions import (
    DecisionKind,
    Detail,
    StoredAwardDecision,
    digested,
)
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ..actor import Actor, proposed_by_another, require_admitted, require_role
from ..incomplete import no_application
from ..lawful import require_deciding
from ..objections.made import applications_since
from ..settling.claims import claiming_acts, settlement_of
from ..state import permit, record
from .paying import require_no_open_order
from .standing import Ended, StandingAward, standing_awards

SHORTEST_REASON = 20


def standing_of(reader: RoundReader, number: str) -> StandingAward:
    """An award that still stands and was not fixed, whose letter went.

    Raises:
        WrongUse: the application is unknown, or was granted nothing.
        RefusedByProcess: nothing is owed of it any more, it was fixed, or its letter has not gone.
    """
    one = standing_to_fix(reader, number)
    fixed = settlement_of(reader, number)
    if fixed is not None:
        raise RefusedByProcess(
            f"{number} is vastgesteld op {fixed.done_on:%d-%m-%Y}, op {fixed.detail.final}; "
            "daarover valt niets meer te beslissen dan na bezwaar."
        )
    return one


def standing_to_fix(reader: RoundReader, number: str) -> StandingAward:
    """An award that still stands, fixed or not, whose letter went.

    Raises:
        WrongUse: the application is unknown, or was granted nothing.
        RefusedByProcess: nothing is owed of it any more, or its letter has not gone.
    """
    one = standing_awards(reader).get(number)
    if one is None:
        known = {o.application.application_id for o in applications_since(reader)}
        if number not in known:
            raise no_application(reader, number)
        raise WrongUse(f"Aan {number} is geen geld verleend; er is niets te wijzigen.")
    if one.ended is not Ended.NOT and one.ended_on is not None:
        raise RefusedByProcess(
            f"{number} is {one.ended.dutch} op {one.ended_on:%d-%m-%Y}; daarover valt niets "
            "meer te beslissen."
        )
    if one.sent_on is None:
        raise RefusedByProcess(f"De brief met het besluit over {number} is nog niet verstuurd.")
    return one


def waiting(
    reader: RoundReader, number: str, kinds: Collection[DecisionKind]
) -> StoredAwardDecision | None:
    """The newest proposal on an award that nobody approved, and that nothing was decided after."""
    own = [one for one in reader.after.award_decisions if one.application_id == number]
    decided = max((one.row_id for one in own if one.approver), default=0)
    open_ = [o for o in own if not o.approver and o.row_id > decided and o.kind in kinds]
    return open_[-1] if open_ else None


def permit_deciding(reader: RoundReader, step: Step, who: Actor) -> None:
    """Refuse whoever may not take a step towards a decision on an award.

    Raises:
        RefusedByProcess: the state, the role, or what the round rests on forbids it.
    """
    permit(reader, step, who)
    require_deciding(reader.policy)


def propose(
    reader: RoundReader,
    number: str,
    kind: DecisionKind,
    who: Actor,
    on: date,
    article: str,
    reason: str,
    detail: Detail,
    request_id: int | None = None,
) -> tuple[StoredAwardDecision, bool]:
    """Keep a proposal; the second value is ``False`` where the very same waits already.

    Raises:
        WrongUse: the reason is missing.
    """
    if len(reason) < SHORTEST_REASON:
        raise WrongUse(
            "Noem met --reason in een paar zinnen waarom zo wordt beslist; dat komt in de brief."
        )
    made = digested(
        StoredAwardDecision(
            row_id=0, application_id=number, kind=kind, request_id=request_id, on=on,
            article=article, reason=reason, detail=detail, made_by=who.name,
        )
    )  # fmt: skip
    waits = waiting(reader, number, (kind,))
    if waits is not None and waits.model_copy(update={"row_id": 0}) == made:
        return waits, False
    award_decisions.add_decision(reader, made)
    record(reader, EventKind.AWARD_PROPOSED, who)
    newest = waiting(reader, number, (kind,))
    assert newest is not None
    return newest, True


def to_approve(
    reader: RoundReader, number: str, kinds: Collection[DecisionKind], who: Actor, on: date
) -> StoredAwardDecision:
    """The proposal that this officer may approve on a day.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer made it, something kept does not follow from what came
            in, or the role forbids it.
    """
    require_role(
        who, APPROVERS, "een tweede naam zetten onder wat over een toekenning is voorgesteld"
    )
    require_admitted(who)
    one = proposed_by_another(waiting(reader, number, kinds), number, who, on)
    from ..checks.rederivation import require_derivable  # late: who only reads does without

    require_derivable(reader)
    return one


def taken_before(
    reader: RoundReader, number: str, kinds: Collection[DecisionKind], who: Actor, on: date
) -> StoredAwardDecision | None:
    """The decision that this officer took on this day already, so that the same command writes its
    letter again; ``None`` where something else waits or was decided.

    Raises:
        RefusedByProcess: what is kept of the round does not follow from what came in.
    """
    if waiting(reader, number, tuple(DecisionKind)) is not None:
        return None
    own = [o for o in reader.after.award_decisions if o.application_id == number and o.approver]
    if not own or own[-1].kind not in kinds or own[-1].approved_on != on:
        return None
    if not is_same_person(own[-1].approver, who.name):
        return None
    from ..checks.rederivation import require_derivable  # late: who only reads does without

    require_derivable(reader)
    return own[-1]


def require_unchanged(one: StoredAwardDecision, award: Award) -> None:
    """Refuse a proposal about an award that has become another since.

    Raises:
        RefusedByProcess: it is about an award that no longer stands so.
    """
    if one.detail.before != award:
        raise RefusedByProcess(
            f"Sinds het voorstel is {one.application_id} gewijzigd. Doe het voorstel opnieuw, over "
            "wat er nu ligt."
        )


def approve(
    reader: RoundReader, one: StoredAwardDecision, who: Actor, on: date
) -> StoredAwardDecision:
    """Keep the approval; whoever calls this has booked what it moves."""
    award_decisions.approve(reader, one, who.name, on)
    record(reader, EventKind.AWARD_DECIDED, who)
    return next(two for two in reader.after.award_decisions if two.row_id == one.row_id)


def require_still(reader: RoundReader, number: str, what: str) -> None:
    """Refuse what would move an award that an order to pay is out for, or that was claimed back.

    A decision names what is left of an award by its own decision; a claim that took off that before
    would be counted twice.

    Raises:
        RefusedByProcess: with the order or the claim, and what to do.
    """
    require_no_open_order(reader, number, what)
    require_none_claimed(reader, number, what)


def require_none_claimed(reader: RoundReader, number: str, what: str) -> None:
    """Refuse to change or revoke an award that a claim (*terugvordering*) lowered.

    Raises:
        RefusedByProcess: with the claim, and that more is claimed by a decision of its own.
    """
    one = next((act for act in claiming_acts(reader, number) if act.detail.lowered), None)
    if one is not None:
        raise RefusedByProcess(
            f"Op {number} is {one.detail.amount} {one.kind.dutch} op {one.done_on:%d-%m-%Y}, wat "
            f"de toekenning al verlaagt; {what} kan daarna niet meer. Is er meer terug te betalen? "
            f"Vorder dat terug bij eigen besluit: verdeel reclaim intend {number}"
        )
