"""The applications that objections made of rows with a fault, beside those of the list.

They stand in no list: others' awards do not change by them. Whatever comes after an award (paying,
accounting, claiming, changing, telling) asks for its application, and finds it here.
"""

from __future__ import annotations

from ...records.rounds.applications import StoredApplication
from ...records.rounds.once import worked_out
from ...records.rounds.reader import RoundReader
from ..incomplete import faulty_row


@worked_out
def made_on_objection(reader: RoundReader) -> tuple[StoredApplication, ...]:
    """Each application that a founded objection had treated after all of a row with a fault."""
    found: list[StoredApplication] = []
    for one in reader.objections:
        made = one.decision
        if made is None or not made.outcome.revises:
            continue
        from .fields import TREATED  # late: few objections are founded

        if TREATED not in made.corrections:
            continue
        row = faulty_row(reader, one.application_id)
        if row is not None:
            from .of_row import made_of_row  # late: with the reading of cells

            found.append(made_of_row(reader, row, made.corrections)[0])
    return tuple(found)


def applications_since(reader: RoundReader) -> tuple[StoredApplication, ...]:
    """Every application of a round, with those that objections made."""
    return (*reader.applications, *made_on_objection(reader))


def judged_since(reader: RoundReader) -> tuple[StoredApplication, ...]:
    """The same, with the values that two people filled in for what was unknown."""
    return (*reader.judged_applications, *made_on_objection(reader))
