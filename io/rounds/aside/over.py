"""A supplement that is decided over: its letters did not go out in the year from which it pays.

A decision has effect only once it was sent (Awb art. 3:40), so that one of which no letter went can
be taken again. The new list takes the place of the old for the same applications, pays from its own
year on, and has its own two people. What was approved before stays in the records as it was.
"""

from __future__ import annotations

from datetime import date

from ...records.rounds.reader import RoundReader
from ...records.rounds.supplements import StoredSupplement
from ..checks.decision_date import paid_before
from .waiting import sent_alone


def standing_supplements(reader: RoundReader) -> tuple[StoredSupplement, ...]:
    """The approved lists that hold, oldest first: another one took the place of none of them."""
    newest = {number: one.row_id for one in reader.supplements if one.approver
              for number in one.numbers}  # fmt: skip
    held = set(newest.values())
    return tuple(one for one in reader.supplements if one.row_id in held)


def to_decide_over(reader: RoundReader, on: date) -> tuple[str, ...]:
    """The applications of an approved list that has to be decided over on a day; mostly none.

    A letter of that day would promise a payment in a year that is over. Who withdrew since is left
    out.
    """
    sent = sent_alone(reader)
    gone = {one.application_id for one in reader.withdrawals}
    for one in standing_supplements(reader):
        left = tuple(n for n in one.numbers if n not in gone)
        if left and not sent.intersection(one.numbers) and paid_before(one.awards, on):
            return left
    return ()


def replaced_by(reader: RoundReader, one: StoredSupplement) -> StoredSupplement | None:
    """The approved list in the place of which one comes, if it does."""
    before = [
        other
        for other in reader.supplements
        if other.approver and other.row_id < one.row_id and set(other.numbers) & set(one.numbers)
    ]
    return before[-1] if before else None
