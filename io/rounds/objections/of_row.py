"""The application of an objection, made of a row with a fault and what it should have said.

Of an application that was never complete (Awb 4:5) nothing is kept but its row. Whoever wins the
objection to that has what stood in the row, with its faults put right as the decision has found
them: it is made of the two each time, and no version of the list comes of it. Every cell that was
at fault is named, so that nothing is taken for what it was sent back for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from ....grants.applications.application import Application
from ....grants.columns import ColumnSpec
from ....grants.municipality import plain_name
from ....instruments.instrument import Instrument, instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.applications import FaultyRow, StoredApplication
from ...records.rounds.reader import RoundReader
from ...workbooks.intake.draft import Draft
from ..completing.beside import stood_beside
from ..incomplete import faults_of, fields_of, number_of, readable
from .fields import (
    TREATED,
    Corrected,
    correctable,
    errors_of,
    shown_as,
    treated_after_all,
    typed,
)

_NUMBER = "application_id"
_OF_THE_APPLICANT = ("municipality", "public_body")


def made_of_row(
    reader: RoundReader, row: FaultyRow, corrections: Mapping[str, str]
) -> tuple[StoredApplication, tuple[Corrected, ...]]:
    """The application that a row with a fault comes to with these corrections, and what they say.

    Raises:
        WrongUse: a value does not fit its field, a cell at fault is not named, or the application
            has an error with it, so that it would be sent back.
        RefusedByProcess: what it says on a further sheet cannot be read.
    """
    own, number = instruments()[row.instrument], number_of(row)
    told = told_of_row(row, corrections)
    named = {one.field: one.after for one in told}
    _require_named(own, row, number, fields_of(row, faults_of(reader, row)), named)
    values = readable(own.columns, row.values) | {
        column.field: typed(column.label, column, named[column.field])
        for column in own.columns
        if column.field in named
    }
    if "municipality_code" in named:  # a name that was held against the former code goes with it
        values = {at: one for at, one in values.items() if at not in _OF_THE_APPLICANT}
    application = _made(own, number, {**values, _NUMBER: number}, _beside(reader, own, row))
    return (
        StoredApplication(
            row_id=row.row_id, batch_id=row.batch_id, application=application,
            instrument=row.instrument, file=row.file, sheet=row.sheet, cells=row.cells,
            version=row.version,
        ),
        told,
    )  # fmt: skip


def told_of_row(row: FaultyRow, corrections: Mapping[str, str]) -> tuple[Corrected, ...]:
    """What corrections of a row with a fault say, with what stood in its cells.

    Raises:
        WrongUse: a field is not one of its scheme, or may not be corrected.
    """
    texts = {plain_name(header): text for header, text in row.values.items()}
    told = [treated_after_all()] if TREATED in corrections else []
    for name, text in corrections.items():
        if name == TREATED:
            continue
        column = correctable(instruments()[row.instrument].model, name, years=True)
        told.append(
            Corrected(
                field=column.field, label=column.label,
                before=texts.get(plain_name(column.label), ""), after=text.strip(),
                shown=shown_as(name, column, text),
            )
        )  # fmt: skip
    return tuple(told)


def _require_named(
    own: Instrument, row: FaultyRow, number: str, wrong: set[str], named: Mapping[str, str]
) -> None:
    """Refuse as long as a cell that was at fault, or is empty, has no value that the decision
    found."""
    read = readable(own.columns, row.values)
    lacking = [
        column
        for column in own.columns
        if column.field != _NUMBER and not column.personal and column.field not in named
        if column.field in wrong or (column.required and column.field not in read)
    ]
    if lacking:
        cells = ", ".join(_place(row, one) for one in lacking)
        raise WrongUse(
            f"{number} kon niet worden gelezen, en er staat nog niet bij wat er had moeten staan: "
            f"{cells}. Noem van elk met --set wat uit het bezwaar en de stukken blijkt, zoals "
            f'--set "{lacking[0].label}=...", ook als wat er stond juist is.'
        )


def _place(row: FaultyRow, column: ColumnSpec) -> str:
    at = row.cells.get(column.field, "")
    return f"{column.label} ({row.sheet}!{at})" if at else column.label


def _beside(reader: RoundReader, own: Instrument, row: FaultyRow) -> Mapping[str, object]:
    """What its further sheets say, by field.

    Raises:
        RefusedByProcess: a row of one cannot be read.
    """
    stood = stood_beside(reader, own, row.row_id, row.application_id)
    unread = [field for field, rows in stood.fields.items() if rows is None]
    if unread:
        raise RefusedByProcess(
            f"Van {number_of(row)} is een regel op een volgend blad ({', '.join(unread)}) niet te "
            "lezen. Met --set is alleen de regel van de aanvraag zelf te verbeteren; overleg met "
            "een jurist hoe u op haar beslist."
        )
    return {field: rows for field, rows in stood.fields.items() if rows}


def _made(
    own: Instrument, number: str, values: Mapping[str, object], beside: Mapping[str, object]
) -> Application:
    draft = Draft("", "", {})
    draft.values += [
        (column, values[column.field])
        for column in own.columns
        if column.field in values and not column.personal
    ]
    fields: dict[str, Any] = {**draft.nested(), **beside}
    try:
        made: Application = own.model.model_validate(fields)
    except ValidationError as fault:
        labels = ", ".join(_labels(own.columns, fault)) or "de regel"
        raise WrongUse(
            f"--set: met deze waarden is {number} nog niet te lezen: {labels}. Verbeter wat daar "
            "staat."
        ) from fault
    wrong = next(errors_of(made), None)
    if wrong is not None:
        raise WrongUse(
            f"--set: met deze waarden heeft {number} een fout ({wrong.code}): {wrong.message} Zo "
            "was zij teruggegaan om te laten aanvullen; verbeter ook wat daarbij hoort."
        )
    return made


def _labels(columns: Sequence[ColumnSpec], fault: ValidationError) -> Iterator[str]:
    for detail in fault.errors():
        at = ".".join(str(part) for part in detail["loc"])
        yield next((one.label for one in columns if one.field == at), at)
