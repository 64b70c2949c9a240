"""The workbook in which is weighed what is published: one row a field or letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ....grants.after.weighing import Publicity, WooGround
from ....grants.municipality import plain_name
from ....grants.record import Record
from .questions import Layout, filled_rows, workbook_of

WEIGHINGS = Layout(
    sheet="Openbaarheid",
    title="Wegen wat openbaar wordt",
    widths=MappingProxyType({
        "Aanvraagnummer": 18, "Gemeente": 18, "Regeling": 18, "Wat": 34, "Veld of brief": 30,
        "Nu": 22, "Openbaarheid": 18, "Grond": 12, "Motivering": 60,
    }),
    filled=("Openbaarheid", "Grond", "Motivering"),
    choice="Openbaarheid",
    choices=tuple(one.dutch for one in Publicity),
    notes=MappingProxyType({
        "Openbaarheid": "openbaar, deels openbaar (alleen een brief) of niet openbaar. Leeg: "
        "blijft zoals het nu is.",
        "Grond": "Van artikel 5.1 Woo, waar iets niet openbaar wordt. "
        + "; ".join(f"{one.value}: {one.told.nl}" for one in WooGround)
        + ".",
    }),
    command="verdeel publish weigh --template",
)  # fmt: skip
_OUTCOMES = MappingProxyType({plain_name(one.dutch): one for one in Publicity})


class WeighableRow(Record):
    """A field or letter as it stands in the workbook. ``now`` is what becomes of it."""

    application_id: str
    municipality: str
    scheme: str
    label: str
    subject: str
    now: str


class WeighedRow(NamedTuple):
    """A row that somebody filled in; ``outcome`` is ``None`` where the word is none."""

    cell: str
    application_id: str
    subject: str
    outcome: Publicity | None
    word: str
    ground: str
    reason: str


def weighings_workbook(rows: Sequence[WeighableRow]) -> bytes:
    """The workbook of these fields and letters. The same rows, the same bytes."""
    return workbook_of(
        WEIGHINGS,
        [
            (one.application_id, one.municipality, one.scheme, one.label, one.subject, one.now)
            for one in rows
        ],
    )


def weighed_rows(path: Path) -> tuple[WeighedRow, ...]:
    """The rows of such a workbook, or a CSV with its headers, that somebody filled in.

    Raises:
        Unreadable: the file cannot be read, or is no such workbook.
    """
    return tuple(
        WeighedRow(
            cell=one.cell("Openbaarheid"),
            application_id=one.said["Aanvraagnummer"].upper(),
            subject=one.said["Veld of brief"],
            outcome=_OUTCOMES.get(plain_name(one.said["Openbaarheid"])),
            word=one.said["Openbaarheid"] or "Een lege cel",
            ground=one.said["Grond"],
            reason=one.said["Motivering"],
        )
        for one in filled_rows(path, WEIGHINGS)
    )
