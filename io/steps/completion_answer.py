"""What is said of a completion in which more differs than was asked: refused, or accepted by two.

Refused by an officer, what was asked counts and the rest stays as it was; accepted by two, the
completion counts as it was sent.
"""

from __future__ import annotations

from datetime import date

from ...grants.lives.round import KNOWN
from ...grants.names import is_same_person
from ...grants.record import Record
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import completions
from ..records.rounds.completions import StoredCompletion
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.completing.accepting import counted_as
from ..rounds.completing.acting import permit_completing, require_reason
from ..rounds.completing.asking import waiting_completion
from ..rounds.state import record


class Answered(Record):
    """What was said of a completion, and whether it counts now. ``row_id`` is that of the version
    that came to count, 0 as long as none did."""

    completion: StoredCompletion
    counts: bool
    row_id: int = 0
    new: bool = True


def refuse(reader: RoundReader, number: str, who: Actor, on: date, reason: str) -> Answered:
    """Refuse what differs in a completion: what was asked counts, the rest stays as it was.

    Raises:
        WrongUse: nothing waits, or the reason is missing.
        RefusedByProcess: the state or the role forbids it.
    """
    permit_completing(reader, who)
    require_reason(reason)
    before = _answered_last(reader, number)
    if before is not None and (before.accepted, before.answered_by, before.reason) == (
        False, who.name, reason,
    ):  # fmt: skip
        return Answered(completion=before, counts=bool(before.kept), new=False)
    one = _waiting(reader, number)
    _not_before(one, on)
    completions.add_answer(reader, one, accepts=False, on=on, reason=reason, officer=who.name)
    row_id = counted_as(reader, one, one.kept) if one.kept else 0
    record(reader, EventKind.COMPLETION_ANSWERED, who)
    return Answered(completion=_again(reader, one), counts=bool(row_id), row_id=row_id)


def accept(reader: RoundReader, number: str, who: Actor, on: date, reason: str) -> Answered:
    """Accept what differs in a completion; it counts once another officer confirmed that.

    Raises:
        WrongUse: nothing waits, or the reason is missing.
        RefusedByProcess: the state or the role forbids it.
    """
    permit_completing(reader, who)
    require_reason(reason)
    one = _waiting(reader, number)
    _not_before(one, on)
    if (one.accepted, one.answered_by, one.reason) == (True, who.name, reason):
        return Answered(completion=one, counts=False, new=False)
    completions.add_answer(reader, one, accepts=True, on=on, reason=reason, officer=who.name)
    record(reader, EventKind.COMPLETION_ANSWERED, who)
    return Answered(completion=_again(reader, one), counts=False)


def confirm_accept(reader: RoundReader, number: str, who: Actor, on: date) -> Answered:
    """Put the second name under an acceptance: the completion counts as it was sent.

    Raises:
        WrongUse: nobody accepted it.
        RefusedByProcess: the same officer did, or the state or the role forbids it.
    """
    permit_completing(reader, who)
    before = _answered_last(reader, number)
    if before is not None and before.accepted and is_same_person(before.confirmed_by, who.name):
        return Answered(completion=before, counts=True, new=False)
    one = _waiting(reader, number)
    if one.accepted is not True:
        raise WrongUse(f"De aanvulling van {number} is nog door niemand aanvaard.")
    if is_same_person(one.answered_by, who.name):
        raise RefusedByProcess(
            f"{who.name} aanvaardde dit zelf. Laat een ander het bevestigen (vier ogen)."
            f"{who.instead(KNOWN)}"
        )
    _not_before(one, on)
    completions.add_confirmation(reader, one, on, who.name)
    row_id = counted_as(reader, one, one.stated)
    record(reader, EventKind.COMPLETION_ANSWERED, who)
    return Answered(completion=_again(reader, one), counts=True, row_id=row_id)


def _waiting(reader: RoundReader, number: str) -> StoredCompletion:
    found = waiting_completion(reader, number)
    if found is None:
        raise WrongUse(f"Over geen aanvulling van {number} moet nog worden beslist.")
    return found


def _answered_last(reader: RoundReader, number: str) -> StoredCompletion | None:
    """The newest completion of an application where none waits: that which was answered last."""
    if waiting_completion(reader, number) is not None:
        return None
    return next((one for one in reversed(reader.completions) if one.number == number), None)


def _not_before(one: StoredCompletion, on: date) -> None:
    if on < one.on:
        raise WrongUse(f"De aanvulling kwam op {one.on:%d-%m-%Y}; dit kan niet eerder zijn.")


def _again(reader: RoundReader, one: StoredCompletion) -> StoredCompletion:
    return next(two for two in reader.completions if two.row_id == one.row_id)
