"""Where decisions stand once somebody objected, and from when they cannot be contested."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ....grants.after.objection import ObjectionStep
from ....grants.lives.decision import DecisionState
from ....grants.money import Euro
from ....instruments.terms.objections import Term, to_object
from ...records.rounds.objections import StoredObjection
from ...records.rounds.reader import RoundReader
from .finding import sent_decision

if TYPE_CHECKING:
    from ....grants.dossier import Objected
    from .terms import ObjectionTerms


def objected_of(reader: RoundReader) -> dict[str, tuple[Objected, ...]]:
    """The objections of a round by application, in the order in which they were registered."""
    found: dict[str, tuple[Objected, ...]] = {}
    for one in reader.objections:
        found[one.application_id] = (*found.get(one.application_id, ()), _objected(one))
    return found


def _objected(one: StoredObjection) -> Objected:
    from ....grants.dossier import Objected  # late: with all that letters and reports tell

    made, gone = one.decision, one.withdrawn
    if made is not None:
        return Objected(
            name=one.name, received=one.received, outcome=made.outcome.value, on=made.on
        )
    if gone is not None:
        return Objected(name=one.name, received=one.received, outcome="withdrawn", on=gone.on)
    return Objected(name=one.name, received=one.received)


def final_from(reader: RoundReader, number: str, equated: Collection[date] = ()) -> Term | None:
    """The last day on which a decision can be contested; ``None`` while that is still open.

    It is open before the decision was sent, while somebody objects or an appeal runs.
    """
    sent_on = sent_decision(reader, number).sent_on
    if sent_on is None:
        return None
    term = to_object(sent_on, equated)
    for one in reader.objections:
        if one.application_id != number or one.contested.later:
            continue
        if one.open or one.of_kind(ObjectionStep.APPEALED):
            return None
        from .terms import terms_of  # late: few decisions are contested

        appealing = terms_of(reader, one, equated).appealing
        if appealing is not None and appealing.last > term.last:
            term = appealing
    return term


def decision_on(
    reader: RoundReader, number: str, state: DecisionState, on: date | None,
    equated: Collection[date] = (),
) -> DecisionState:  # fmt: skip
    """The state of a decision on a day: final once nobody can contest it any more.

    What is recorded says no more than *sent* or *revised*; the calendar does the rest.
    """
    if on is None or state not in (DecisionState.SENT, DecisionState.REVISED):
        return state
    term = final_from(reader, number, equated)
    return DecisionState.FINAL if term is not None and on > term.last else state


def open_objections(
    reader: RoundReader, equated: Collection[date] = (), on: date | None = None
) -> Iterator[tuple[StoredObjection, ObjectionTerms]]:
    """The objections that still have to be decided, each with its terms."""
    for one in reader.objections:
        if one.open:
            from .terms import terms_of

            yield one, terms_of(reader, one, equated, on)


def asks_cover(reader: RoundReader) -> tuple[tuple[StoredObjection, Euro], ...]:
    """The decisions beyond the objection reserve for which nobody named what covers them."""
    return tuple(
        (one, one.decision.beyond)
        for one in reader.objections
        if one.decision is not None and one.decision.beyond
        if not one.of_kind(ObjectionStep.COVERED)
    )
