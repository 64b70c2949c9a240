"""What the further sheets of an application said, held against what came in upon a request.

Their rows are one field of an application, such as its corrections of earlier years or the BAG-ids
of its homes: it changes, or stays, as a whole. A sheet that does not come back stands as it was
read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum

from pydantic import ValidationError

from ....grants.applications.application import Application
from ....grants.frozen import frozen
from ....grants.money import Euro
from ....instruments.instrument import Instrument, SheetBeside
from ...records.rounds.reader import RoundReader
from ...records.rounds.rows_beside import Beside, RowBeside
from ..incomplete import readable

BAG_IDS = "bag_ids"
_NUMBER = "application_id"


@frozen
class Stood:
    """What the further sheets of a version said.

    ``rows`` are those of a row with an error, as they stood there. ``fields`` is what they come to,
    by field of the application: ``None`` where a row cannot be read.
    """

    rows: Beside
    fields: Mapping[str, tuple[object, ...] | None]

    def said(self, sheet: SheetBeside) -> bool:
        """Whether a further sheet said something."""
        return self.fields.get(field_of(sheet), ()) != ()


NOTHING = Stood({}, {})


def field_of(sheet: SheetBeside) -> str:
    """The field of an application that a further sheet fills."""
    return sheet.into or BAG_IDS


def stood_beside(reader: RoundReader, own: Instrument, row_id: int, number: str) -> Stood:
    """What stood beside one version of an application, whether it could be taken in or not."""
    if not own.sheets:
        return NOTHING
    known = next((one for one in reader.judged_applications if one.row_id == row_id), None)
    if known is not None:
        fields = {field_of(one): _stated(known.application, field_of(one)) for one in own.sheets}
        return Stood({}, {field: rows for field, rows in fields.items() if rows})
    kept = reader.beside_row(row_id)
    rows = {name: tuple(_of_number(found, number)) for name, found in kept.items()}
    sheets = [one for one in own.sheets if one.name in rows]
    return Stood(rows, {field_of(one): _read(one, rows[one.name]) for one in sheets})


def _stated(application: Application, field: str) -> tuple[object, ...]:
    found: tuple[object, ...] = getattr(application, field, ())
    return found


def _of_number(rows: Sequence[RowBeside], number: str) -> Iterator[RowBeside]:
    """The rows of a number; a row that had none may have the rows of several."""
    for one in rows:
        if one.values.get("Aanvraagnummer", "").strip().upper() == number:
            yield one


def _read(sheet: SheetBeside, rows: Sequence[RowBeside]) -> tuple[object, ...] | None:
    """The rows as their field has them; ``None`` where one cannot be read."""
    if not sheet.into:
        written = (one.values.get("BAG-id", "") for one in rows)
        from ...workbooks.intake.homes import bag_id_of  # late: where a round stands reads no file

        return tuple(sorted({bag_id_of(text) for text in written if text}))
    found: list[object] = []
    for one in rows:
        values = readable(sheet.columns, one.values)
        filled = {c.field for c in sheet.columns if one.values.get(c.label)}
        if filled - values.keys():
            return None
        try:
            own = {field: value for field, value in values.items() if field != _NUMBER}
            found.append(sheet.model.model_validate(own))
        except ValidationError:
            return None
    return tuple(found)


def rows_to_show(own: Instrument, stood: Stood, number: str) -> Beside:
    """The rows of each further sheet as a workbook gives them back, by the name of the sheet.

    Of the homes of an application that could be taken in only the BAG-ids are kept: that sheet is
    not given back, and stands as it was read.
    """
    if stood.rows:
        return stood.rows
    found: dict[str, tuple[RowBeside, ...]] = {}
    for sheet in own.sheets:
        if sheet.into and stood.fields.get(sheet.into):
            found[sheet.name] = tuple(
                RowBeside(values=dict(_texts(sheet, one, number)))
                for one in stood.fields[sheet.into] or ()
            )
    return found


def _texts(sheet: SheetBeside, row: object, number: str) -> Iterator[tuple[str, str]]:
    """What the cells of a row held; one with the value of an empty cell is left empty."""
    for column in sheet.columns:
        if column.field == _NUMBER:
            yield column.label, number
            continue
        value = getattr(row, column.field)
        if value != sheet.model.model_fields[column.field].default:
            yield column.label, _text(value)


def _text(value: object) -> str:
    """A value as its cell would show it, and as intake reads it again."""
    match value:
        case Euro():
            return f"{value.cents // 100},{value.cents % 100:02}"
        case bool():
            return "ja" if value else "nee"
        case date():
            return f"{value:%d-%m-%Y}"
        case Enum():
            return str(value.value)
        case _:
            return str(value)
