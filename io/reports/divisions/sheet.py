"""The three divisions as a sheet of the workbook: in total, and application by application."""

from __future__ import annotations

import pandas as pd

from ....grants.decisions.divisions import DivisionKind
from ...wording.divisions import division_lines, division_rows
from ...wording.texts import sentences_in
from ..book import Kind
from ..sheets import Tables

_COUNTS = ("homes", "more", "less")


def divisions_sheet(tables: Tables) -> None:
    """The sheet of it, only where a round has the three."""
    words, dossier = tables.words, tables.dossier
    rows = division_rows(dossier.allocation, dossier.policy, words.lang, dossier.supplemented)
    if not rows:
        return
    texts, sheet = sentences_in(words.lang), tables.sheet("divisions")
    for line in division_lines(
        dossier.allocation,
        dossier.policy,
        words.lang,
        dossier.supplemented,
        approved=dossier.approval is not None,
    ):
        sheet.text(0, line)
        sheet.row += 1
    sheet.row += 1
    keys = ("name", *_COUNTS[:1], "amount", "cost", *_COUNTS[1:], "stands")
    for at, key in enumerate(keys):
        sheet.text(at, texts(f"division.{key}"), "header")
    sheet.row += 1
    for row in rows:
        sheet.text(0, words.capital(row.name), "label")
        sheet.value(sheet.row, 1, row.affordable, Kind.COUNT)
        sheet.value(sheet.row, 2, row.amount.cents, Kind.MONEY)
        if row.cost is not None:
            sheet.value(sheet.row, 3, row.cost.cents, Kind.MONEY)
        sheet.value(sheet.row, 4, row.more, Kind.COUNT)
        sheet.value(sheet.row, 5, row.less, Kind.COUNT)
        sheet.text(6, row.stands)
        sheet.row += 1
    sheet.row += 1
    columns = [
        tables.col("application_id", Kind.TEXT, 24, label="application"),
        tables.money("amount"),
        *(tables.money(kind.value) for kind in _kinds(tables)),
    ]
    tables.place(sheet, "divisions", _each(tables), columns)


def _kinds(tables: Tables) -> list[DivisionKind]:
    return [one.kind for one in tables.dossier.allocation.divisions]


def _each(tables: Tables) -> pd.DataFrame:
    """A row for each application, by number: its cents here and in each of the three."""
    allocation = tables.dossier.allocation
    awards = sorted(allocation.awards, key=lambda one: one.application_id)
    table = pd.DataFrame({"application_id": [one.application_id for one in awards]}, dtype="str")
    table["amount"] = pd.Series([one.amount.cents for one in awards], dtype="int64")
    for one in allocation.divisions:
        cents = [
            one.amounts[award.application_id].cents if award.application_id in one.amounts else 0
            for award in awards
        ]
        table[one.kind.value] = pd.Series(cents, dtype="int64")
    return table
