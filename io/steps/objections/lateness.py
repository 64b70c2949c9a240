"""Why an objection came late, as the objector explained it (Awb 6:11)."""

from __future__ import annotations

from datetime import date

from ....grants.after.objection import ObjectionStep
from ....instruments.terms.objections import Arrived
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.objections.terms import terms_of
from .handling import Days, Handled, keep_act, open_one


def explain_lateness(
    reader: RoundReader, name: str, reason: str, who: Actor, on: date, equated: Days = ()
) -> Handled:
    """Record the explanation that an objector gave; whether it excuses is decided.

    Raises:
        WrongUse: the explanation is missing or too short.
        RefusedByProcess: the objection is not late and cannot be, or cannot be acted on.
    """
    one = open_one(reader, name, who)
    terms = terms_of(reader, one, equated, on)
    if terms.arrived not in (Arrived.LATE, Arrived.UNSHOWN):
        raise RefusedByProcess(
            f"{one.name} kwam {terms.arrived.dutch}. Waarom een bezwaar te laat kwam, wordt alleen "
            "vastgelegd van wat te laat is of kan zijn (artikel 6:11 Awb)."
        )
    return keep_act(
        reader, one, ObjectionStep.LATENESS_EXPLAINED, who, on, reason, equated
    )  # fmt: skip
