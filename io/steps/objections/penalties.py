"""Fixing the penalty for a late decision on an objection (*dwangsom*, Awb 4:18)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants.after.objection import ObjectionStep
from ....grants.lives.round import APPROVERS
from ...errors import RefusedByProcess
from ...records.rounds import objections
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor, require_admitted, require_role
from ...rounds.checks.chronology import Ground, require_after
from ...rounds.lawful import require_deciding
from ...rounds.objections.finding import objection_of
from ...rounds.objections.terms import EQUATED, fixed_told, terms_of
from ...rounds.state import record
from .handling import Handled


def fix_penalty(
    reader: RoundReader, name: str, who: Actor, on: date, equated: Collection[date] = ()
) -> Handled:
    """Fix that a penalty is due and how much, once the days over which it is due are over.

    Raises:
        RefusedByProcess: nothing is due, its days still run, or its amounts are not known.
    """
    require_deciding(reader.policy)
    require_role(who, APPROVERS, "een dwangsom vaststellen")
    require_admitted(who)
    one = objection_of(reader, name)
    fixed = one.of_kind(ObjectionStep.PENALTY_FIXED)
    if fixed:
        if fixed[-1].on == on:
            return Handled(objection=one, terms=terms_of(reader, one, equated, on), new=False)
        raise RefusedByProcess(
            f"De dwangsom van {one.name} is al vastgesteld, op {fixed[-1].on:%d-%m-%Y}."
        )
    due = terms_of(reader, one, equated, on).penalty
    if due is None or due.premature or not due.days:
        raise RefusedByProcess(
            f"Bij {one.name} is geen dwangsom verschuldigd: er is niet in gebreke gesteld nadat de "
            "termijn verstreek, of er is beslist voordat zij begon (artikel 4:17 Awb)."
        )
    if due.fixed_by is None:
        raise RefusedByProcess(
            f"De dwangsom van {one.name} loopt nog, tot en met {due.last:%d-%m-%Y} of tot er is "
            "beslist. Pas daarna staat vast hoeveel het is (artikel 4:18 Awb)."
        )
    if due.amount is None:
        raise RefusedByProcess(f"De dwangsom van {one.name} is {due.due('nl')}.")
    ended = [] if one.decision is None else [
        Ground(day=one.decision.on, dutch=f"de beslissing op {one.name}")
    ]  # fmt: skip
    require_after(f"De dwangsom van {one.name}", on, ended)
    told = fixed_told(due.amount, due.days)
    detail = {"cents": str(due.amount.cents), "days": str(due.days)}
    moved = sorted(day.isoformat() for day in equated if one.received <= day <= on)
    if moved:
        detail[EQUATED] = " ".join(moved)
    objections.add_act(
        reader, one, ObjectionStep.PENALTY_FIXED, on=on, reason=told, officer=who.name,
        detail=detail,
    )  # fmt: skip
    record(reader, EventKind.OBJECTION_ACT, who)
    kept = objection_of(reader, one.name)
    return Handled(objection=kept, terms=terms_of(reader, kept, equated, on), new=True)
