"""A version that takes the place of an incomplete one once somebody said what counts of it."""

from __future__ import annotations

from ....instruments.instrument import instruments
from ...records.rounds import applications, contacts
from ...records.rounds.completions import StoredCompletion
from ...records.rounds.reader import RoundReader
from ..ledger import book_requests
from .counting import screen_anew


def counted_as(reader: RoundReader, one: StoredCompletion, written: str) -> int:
    """Keep a completion anew with what counts of it, as its row stated it; the number of the row.

    It has the cells and the contact person of the version that came in, is put to the rules where
    the round was screened, and its request is booked.
    """
    row = applications.version(reader, one.version_row_id)
    versions = applications.Versions(reader, (one.number,))
    values = {
        "round_id": reader.id, "batch_id": row.batch_id, "application_id": one.number,
        "version": versions.add(one.number, written), "instrument": row.instrument,
        "sheet": row.sheet, "row": row.row, "application_json": written,
        "cells_json": row.cells_json, "raw_json": row.raw_json,
    }  # fmt: skip
    (row_id,) = applications.add_versions(reader, [values])
    contacts.copy(reader, one.version_row_id, row_id)
    application = instruments()[row.instrument].model.model_validate_json(written)
    book_requests(reader, [(row.instrument, application)])
    screen_anew(reader, (row_id,))
    return row_id
