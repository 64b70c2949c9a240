"""What is decided beside a decision on an objection, worked out again: the advice of a committee,
costs that are refused, and the penalty for a late decision."""

from __future__ import annotations

from datetime import date

from ....grants.after.objection import ObjectionStep
from ....grants.money import ZERO
from ....grants.names import is_same_person
from ...records.rounds.objections import StoredAct, StoredObjection, StoredObjectionDecision
from ...records.rounds.reader import RoundReader
from ..objections.finding import sent_days
from ..objections.terms import EQUATED, advice_told, fixed_told, penalty_due

_WITH_DECISION = (ObjectionStep.ADVISED, ObjectionStep.COSTS_REFUSED)


def beside_difference(reader: RoundReader, one: StoredObjection) -> str:
    """The first act beside the decision on an objection that does not follow, in Dutch; empty where
    all do. In a round of the first edition a decision could do without them."""
    advised, refused = (one.of_kind(kind) for kind in _WITH_DECISION)
    if len(advised) > 1 or len(refused) > 1:
        return "het advies of de weigering van kosten is meer dan eens bewaard"
    made = one.decision
    if made is None:
        found = "er is nog niet beslist" if advised or refused else ""
    else:
        found = _advice(one, made, advised) or _costs(made, refused)
        if not found and reader.policy.asks:
            found = _lacking(one, made, advised)
    return found or _penalty(reader, one)


def _lacking(
    one: StoredObjection, made: StoredObjectionDecision, advised: tuple[StoredAct, ...]
) -> str:
    if one.committee and not advised:
        return "het advies van de adviescommissie ontbreekt"
    if not one.committee and made.departs:
        return "er was geen adviescommissie om van af te wijken"
    if made.costs and not made.outcome.revises:
        return f"bij {made.outcome.dutch} worden geen kosten vergoed"
    return ""


def _advice(
    one: StoredObjection, made: StoredObjectionDecision, advised: tuple[StoredAct, ...]
) -> str:
    for act in advised:
        if not one.committee:
            return "er adviseerde geen adviescommissie"
        if not is_same_person(act.officer, made.approver):
            return "het advies is niet met deze beslissing vastgelegd"
        if not one.received <= act.on <= made.on:
            return f"het advies kan niet van {act.on:%d-%m-%Y} zijn"
        if is_same_person(act.detail.get("by", ""), made.approver):
            return f"{made.approver} adviseerde en besliste"
        if set(act.detail) != {"by"} or not act.detail["by"].strip():
            return "van het advies is niet bewaard van wie het is"
        if act.reason != advice_told(made.departs):
            return "of het advies is gevolgd, is een ander dan in de beslissing"
    return ""


def _costs(made: StoredObjectionDecision, refused: tuple[StoredAct, ...]) -> str:
    if made.costs < ZERO:
        return f"de kosten zijn {made.costs}"
    for act in refused:
        if made.costs:
            return "er worden kosten vergoed en geweigerd"
        if act.on != made.on or not is_same_person(act.officer, made.approver):
            return "de weigering van kosten is niet met deze beslissing genomen"
        if not act.reason.strip() or act.detail:
            return "waarom de kosten niet worden vergoed, is niet bewaard"
    return ""


def _penalty(reader: RoundReader, one: StoredObjection) -> str:
    """A penalty is that of the objection as it stood: what came after it moves no term of it."""
    fixed = one.of_kind(ObjectionStep.PENALTY_FIXED)
    if len(fixed) > 1:
        return "de dwangsom is meer dan eens vastgesteld"
    for act in fixed:
        before = tuple(other for other in one.acts if other.row_id < act.row_id)
        stood = one.model_copy(update={"acts": before})
        days = [day for day in sent_days(reader, one) if day <= act.on]
        if not any(_is_due(stood, act, sent_on) for sent_on in days):
            return (
                f"de dwangsom van {act.on:%d-%m-%Y} ({act.reason.rstrip('.')}) volgt niet uit de "
                "ingebrekestelling en de termijnen"
            )
    return ""


def _is_due(stood: StoredObjection, act: StoredAct, sent_on: date) -> bool:
    try:
        equated = tuple(date.fromisoformat(day) for day in act.detail.get(EQUATED, "").split())
    except ValueError:
        return False  # no day that an office file can hold
    due = penalty_due(stood, sent_on, equated, act.on)
    if due is None or due.fixed_by is None or due.amount is None:
        return False
    if stood.decision is not None and act.on < stood.decision.on and act.on <= due.last:
        return False  # its days still ran
    wanted = {"cents": str(due.amount.cents), "days": str(due.days)}
    kept = {key: value for key, value in act.detail.items() if key != EQUATED}
    return kept == wanted and act.reason == fixed_told(due.amount, due.days)
