"""The map of municipalities as a sheet of the workbook, with what its shades mean as cells."""

from __future__ import annotations

import pandas as pd

from ...pages.summary import on_paper
from ..book import Col, Kind
from ..sheets import Tables
from ..story import Story
from .drawing import can_draw, standing_alone
from .municipality_map import NPLV, printed_map

_PIXELS = 0.6  # of the picture's own units: sharp in print, and a small file
_SIZE = 0.6  # of those pixels on the screen


def map_sheet(tables: Tables) -> None:
    """The legend as a table, each row with its shade, and the map beside it."""
    words = tables.words
    figure = printed_map(Story(tables.dossier, tables.found, words))
    sheet = tables.sheet("map", source=words("fig_map_source"))
    columns = [
        Col("name", words("map_meaning"), Kind.TEXT, 34),
        Col("shade", words("map_shade"), Kind.TEXT, 10),
        Col("count", words("sheet_municipalities"), Kind.COUNT, 14),
        tables.col("affordable", width=14),
    ]
    rows = [(key.name, "", key.count, key.homes) for key in figure.keys]
    table = pd.DataFrame(rows, columns=[column.key for column in columns], dtype="object")
    at = tables.place(sheet, "map", table, columns, repeat=False)
    for row, key in enumerate(figure.keys, start=at.first):
        shade = tables.book.format(key.mark)
        sheet.worksheet.write_string(
            row, at.columns["shade"], "●" if key.mark == NPLV else "", shade
        )
    if not can_draw():
        sheet.worksheet.write_string(at.header, len(columns) + 1, words("summary_undrawn"))
        return
    import vl_convert

    png = vl_convert.svg_to_png(on_paper(standing_alone(figure.wide)), scale=_PIXELS)
    sheet.picture((at.header, len(columns) + 1), png, f"{figure.title}. {figure.sentence}", _SIZE)
