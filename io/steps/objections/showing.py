"""Showing an objector what decided about others: the file is logged before it leaves."""

from __future__ import annotations

import hashlib
from datetime import date

from ....grants.after.objection import Objector
from ....grants.lives.round import Step
from ....grants.record import Record
from ...errors import RefusedByProcess
from ...records.rounds import objections
from ...records.rounds.events import EventKind
from ...records.rounds.objections import StoredObjection, StoredShown
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor
from ...rounds.objections.comparison import Comparison, comparison
from ...rounds.objections.finding import objection_of
from ...rounds.state import permit, record

LOGGED_MASKED = ""
"""Under this number the log has what was masked of everybody."""


class Shown(Record):
    """A comparison file with its log; ``new`` if the same was not shown on that day before."""

    objection: StoredObjection
    file: Comparison
    log: StoredShown
    new: bool


def show_others(reader: RoundReader, name: str, who: Actor, on: date) -> Shown:
    """Make the comparison file of an objection, and log what it shows of whom.

    Raises:
        RefusedByProcess: the objector took no part in the round, the round was not decided, or the
            state or role forbids it.
    """
    permit(reader, Step.OBJECT, who)
    one = objection_of(reader, name)
    if one.kind is Objector.OTHER:
        raise RefusedByProcess(
            f"{one.objector} deed niet mee in ronde {reader.id}; een vergelijking met anderen is "
            "voor wie met hen meedong."
        )
    made = comparison(reader, one)
    log = StoredShown(
        on=on, file=made.name, sha256=hashlib.sha256(made.content).hexdigest(),
        shown={**made.shown, LOGGED_MASKED: made.masked}, officer=who.name,
    )  # fmt: skip
    known = [(two.on, two.sha256) for two in one.shown]
    if (log.on, log.sha256) in known:
        return Shown(objection=one, file=made, log=log, new=False)
    objections.add_shown(reader, one, log)
    record(reader, EventKind.OBJECTION_SHOWN, who)
    return Shown(objection=objection_of(reader, one.name), file=made, log=log, new=True)
