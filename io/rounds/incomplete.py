"""The applications of a round that came in and could not be taken in whole (*onvolledig*).

Every row of a workbook is an application, also one with a fault (Awb art. 4:5). Nothing of it is
stored but the row: what can be read of that is read here, the same each time. A round of the first
edition is told as it was, without them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from ...grants.applications.finding import Finding, Severity
from ...grants.columns import ColumnSpec
from ...grants.decisions.allocation import Award, IncompleteApplication, Outcome, Reason
from ...grants.money import Euro
from ...grants.municipality import code_of, plain_name
from ...instruments.instrument import instruments
from ..errors import WrongUse
from ..files.toml import nearest
from ..records.rounds.applications import FaultyRow
from ..records.rounds.lives import StoredLifeEvent
from ..records.rounds.once import worked_out
from ..records.rounds.reader import RoundReader
from ..wording.outcomes import outcome_in
from ..wording.untreated import untreated_reasons

_LONGEST = 40  # signs of an application number
_OF_THE_HASH = 8
_ROW_OF = re.compile(r"^[A-Z]+([0-9]+)$")
_ARTICLE = "artikel 4:5, eerste lid, van de Algemene wet bestuursrecht"


@worked_out
def incomplete_of(reader: RoundReader) -> tuple[IncompleteApplication, ...]:
    """The applications of a round without a version that could be taken in, by number."""
    if not reader.policy.tells_all:
        return ()
    gone = {one.application_id: one.on for one in reader.withdrawals}
    left = reader.untreated
    found = [
        _incomplete(reader, row, gone.get(number), left.get(number))
        for row in reader.faulty_rows
        if not row.replaces
        for number in (number_of(row),)
    ]
    return tuple(sorted(found, key=lambda one: one.application_id))


def waiting_corrections(reader: RoundReader) -> tuple[IncompleteApplication, ...]:
    """Newer versions with a fault of applications of which an earlier one stands, by number."""
    if not reader.policy.tells_all:
        return ()
    found = [_incomplete(reader, row, None, None) for row in reader.faulty_rows if row.replaces]
    return tuple(sorted(found, key=lambda one: one.application_id))


def no_application(reader: RoundReader, number: str) -> WrongUse:
    """Why nothing can be done about a number: it names no application, or one that is incomplete.

    Where none has the number, the one that is most like it is named.
    """
    for one in incomplete_of(reader):
        if one.application_id == number:
            outcome = outcome_in(award_of_incomplete(one).outcome, "nl").lower()
            on = f" op {one.untreated_on:%d-%m-%Y}" if one.untreated_on is not None else ""
            return WrongUse(
                f"Aanvraag {number} doet niet mee in de verdeling: {outcome}{on}. Zie "
                f'"verdeel explain {number} --round {reader.id}".'
            )
    known = [*reader.application_numbers, *(o.application_id for o in incomplete_of(reader))]
    near = nearest(number, sorted(known))
    meant = f"Bedoelde u {near}?" if near else "Controleer het nummer."
    return WrongUse(f"Ronde {reader.id} heeft geen aanvraag {number}. {meant}")


def number_of(row: FaultyRow) -> str:
    """The number of a row, or one made of the place where it stands: it names nothing else."""
    if row.application_id:
        return row.application_id
    end = f"-{row.row}-{row.sha256[:_OF_THE_HASH].upper()}"
    sheet = re.sub(r"[^A-Z0-9]+", "", row.sheet.upper())
    return f"ONBEKEND-{sheet}"[: _LONGEST - len(end)] + end


def faulty_row(reader: RoundReader, number: str) -> FaultyRow | None:
    """The row of an application that is incomplete; ``None`` where it is not."""
    return next(
        (row for row in reader.faulty_rows if not row.replaces and number_of(row) == number), None
    )


def _incomplete(
    reader: RoundReader, row: FaultyRow, gone: date | None, left: StoredLifeEvent | None
) -> IncompleteApplication:
    own = instruments()[row.instrument]
    faults = faults_of(reader, row)
    read = readable(own.columns, row.values, fields_of(row, faults))
    return IncompleteApplication(
        application_id=number_of(row),
        instrument=row.instrument,
        file=row.file,
        sheet=row.sheet,
        row=row.row,
        cells=row.cells,
        values=row.values,
        project_id=_as(str, read.get("project_id")),
        project_name=_as(str, read.get("project_name")),
        municipality_code=_as(str, read.get("municipality_code")),
        received_at=_as(datetime, read.get("received_at")),
        requested=_as(Euro, read.get("requested")),
        municipality_codes=_codes(read.get("municipality_codes")),
        withdrawn_on=gone or _as(date, read.get("withdrawn_on")),
        findings=faults,
        untreated_on=None if left is None else left.confirmed_on or left.on,
    )


def _codes(named: object) -> tuple[str, ...]:
    """The codes of the municipalities that a cell names, as far as they are any."""
    names = cast("tuple[object, ...]", named) if isinstance(named, tuple) else ()
    return tuple(code for name in names if (code := code_of(str(name))) is not None)


def _as(kind: type[Any], value: object) -> Any:
    return value if isinstance(value, kind) else None


def fields_of(row: FaultyRow, faults: Sequence[Finding]) -> set[str]:
    """The fields of a row with a fault; one on a further sheet, or of the file, is none of them."""
    return {one.field for one in faults if one.field and one.sheet in ("", row.sheet)}


def readable(
    columns: Sequence[ColumnSpec], values: Mapping[str, str], wrong: Collection[str] = ()
) -> dict[str, object]:
    """The values of the cells of a row that can be read, by field, less those with a fault.

    ``values`` are by header, as they were kept. The number is read also where other rows have it.
    """
    from ..workbooks.intake.cells import Fault, typed  # late: most rounds have no such row left

    by_header = {plain_name(header): text for header, text in values.items()}
    found: dict[str, object] = {}
    for column in columns:
        text = by_header.get(plain_name(column.label), "")
        is_wrong = column.field in wrong and column.field != "application_id"
        value = typed(column, text) if text and not is_wrong else None
        if value is not None and not isinstance(value, Fault):
            found[column.field] = value
    return found


def faults_of(reader: RoundReader, row: FaultyRow) -> tuple[Finding, ...]:
    """The errors at a row, and those of its sheet as a whole."""
    return tuple(
        one
        for batch_id, one in reader.placed_findings
        if batch_id == row.batch_id
        and one.severity is Severity.ERROR
        and (
            (row.application_id and one.application_id == row.application_id)
            or (one.sheet == row.sheet and _row_of(one.cell) == row.row)
            or (one.sheet == row.sheet and not one.application_id and _row_of(one.cell) is None)
        )
    )


def _row_of(cell: str) -> int | None:
    found = _ROW_OF.match(cell)
    return int(found[1]) if found else None


def award_of_incomplete(one: IncompleteApplication) -> Award:
    """Its row in the allocation: no decision yet, with each fault as a reason."""
    gone, left = one.withdrawn_on is not None, one.untreated_on
    if left is not None and not gone:
        outcome, reasons = Outcome.NOT_TREATED, untreated_reasons(left)
    else:
        outcome = Outcome.WITHDRAWN if gone else Outcome.INCOMPLETE
        reasons = () if gone else tuple(map(_reason, one.findings))
    return Award(
        application_id=one.application_id,
        instrument=one.instrument,
        project_id=one.project_id or "",
        municipality_code=one.municipality_code or "",
        outcome=outcome,
        requested=one.requested,
        reasons=reasons,
    )


def _reason(found: Finding) -> Reason:
    at = f"{found.sheet}!{found.cell}" if found.cell else found.sheet
    return Reason(
        code=found.code,
        article=_ARTICLE,
        nl=f"{at}: {found.message}",
        en=f"{at}: this cannot be read or does not agree ({found.code}).",
    )
