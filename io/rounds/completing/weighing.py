"""What counts of a completion (*aanvulling*): what was asked, and nothing that may not change.

A field that was not asked counts only if two officers accept it. After the closing of a window in
which applications compete, nothing that bears on score, place, amount or homes is supplied or
changed; an unclear value may be made clear from what was filed in time, which two officers have to
find. What may never change keeps its earlier value, without a word of anybody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ValidationError

from ....grants.applications.application import Application
from ....grants.applications.checks import check_application
from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.columns import ColumnSpec
from ....grants.rounds.policy import Policy
from ....instruments.instrument import Instrument, SheetBeside, instruments
from ....instruments.screening.completing import bears, filled_by_office, settled_on
from ...records.rounds.completions import Asked, Differs, StoredRequest, Why
from ...workbooks.intake.codes import finding
from ...workbooks.intake.draft import Draft
from ...workbooks.intake.rows import ReadRow
from ...workbooks.intake.written import without
from ..incomplete import readable
from .beside import NOTHING, Stood, field_of

_CODES = {
    Why.LATE: "INT-094",
    Why.NOT_ASKED: "INT-095",
    Why.CLARIFIED: "INT-096",
    Why.SUPPLIED: "INT-097",
    Why.CLOSED: "INT-098",
}
_EMPTY: tuple[object, ...] = (None, "", (), False)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A completion, held against its request.

    ``stated`` is the application as it was sent, less what never counts; ``kept`` as it is with the
    earlier values of everything that does not count by itself, or ``None`` where no application is
    left without those. ``counts`` is what takes the place of the version before, if anything does.
    """

    stated: Application | None
    kept: Application | None
    differs: tuple[Differs, ...]
    findings: tuple[Finding, ...]

    @property
    def waits(self) -> bool:
        """Whether somebody has to say what counts of it."""
        return self.stated is not None and any(not one.why.never for one in self.differs)

    @property
    def counts(self) -> Application | None:
        """What takes the place of the version before; ``None`` while somebody has to accept it."""
        return None if self.waits else self.kept


def weighed(
    policy: Policy,
    request: StoredRequest,
    earlier: Mapping[str, str],
    office: Collection[str],
    row: ReadRow,
    file: str,
    on: date,
    stood: Stood = NOTHING,
) -> Weighed:
    """Hold a row that came in against what was asked.

    ``earlier`` are the cells of the version that was asked about, by header; ``office`` the fields
    which the office had to mend itself; ``stood`` what its further sheets said.
    """
    own = instruments()[row.instrument]
    row, missing = _with_sheets(own, row, file, stood)
    settled = settled_on(policy, row.instrument, on)
    asked = {one.field: one for one in request.asked}
    wrong = {one.field for one in request.asked if not one.absent}
    before = readable(own.columns, earlier, wrong)
    now = readable(own.columns, dict(row.raw))
    found: list[tuple[ColumnSpec, Why]] = []
    for column in own.columns:
        if column.personal or column.field in office or column.field == "application_id":
            continue
        if column.field in ("municipality", "public_body") and "municipality_code" in asked:
            continue  # who applies goes with the code, and reading held them against each other
        one = asked.get(column.field)
        if one is not None:
            if settled and one.bears and one.absent and column.field in now:
                found.append((column, Why.SUPPLIED))
            elif settled and one.bears and not one.absent:
                found.append((column, Why.CLARIFIED))
        elif not _same(before.get(column.field), now.get(column.field)):
            found.append((column, Why.CLOSED if settled and bears(column) else Why.NOT_ASKED))
    beside = tuple(_beside(own, row.application, stood, asked, settled=settled))
    told = tuple(_differs(column.field, column.label, why) for column, why in found)
    told += tuple(_differs(field_of(sheet), f"het blad {sheet.name}", why) for sheet, why in beside)
    if settled and "application_id" in asked:  # which of several rows counts decides about it all
        told += (_differs(own.columns[0].field, own.columns[0].label, Why.CLARIFIED),)
    if on > request.until:
        late = f"De aanvulling kwam na {request.until:%d-%m-%Y}, de laatste dag van de termijn."
        told += (Differs(why=Why.LATE, field="", sentence=late),)
    never = [column for column, why in found if why.never]
    closed = {field_of(sheet) for sheet, why in beside if why.never}
    if row.application is None:
        return Weighed(None, None, told, missing)
    every = [column for column, _ in found]
    differing = {field_of(sheet) for sheet, _ in beside}
    return Weighed(
        stated=_with_earlier(own, row.application, now, before, never, stood, closed),
        kept=_with_earlier(own, row.application, now, before, every, stood, differing)
        if not any(one.why in (Why.LATE, Why.CLARIFIED) for one in told)
        else None,
        differs=told,
        findings=tuple(_finding(one, row, file, request) for one in told),
    )


def _same(before: object, now: object) -> bool:
    return before == now or (before in _EMPTY and now in _EMPTY)


def _with_sheets(
    own: Instrument, row: ReadRow, file: str, stood: Stood
) -> tuple[ReadRow, tuple[Finding, ...]]:
    """The row with what stood on the sheets that did not come back with it.

    Where that cannot be read there is no application, and the finding says so.
    """
    if row.application is None:
        return row, ()
    away = [one for one in own.sheets if one.name not in row.sheets]
    kept = {field_of(one): stood.fields.get(field_of(one), ()) for one in away}
    missing = tuple(
        finding(
            "INT-100", file=file, sheet=row.sheet, cell=row.cells.get("application_id", ""),
            value=row.application_id, application_id=row.application_id, field="application_id",
            other=one.name,
        )
        for one in away
        if kept[field_of(one)] is None
    )  # fmt: skip
    if missing:
        return row._replace(application=None), missing
    known = {field: rows for field, rows in kept.items() if rows}
    amiss = tuple(_amiss(own, row, file, known))
    if any(one.severity is Severity.ERROR for one in amiss):
        return row._replace(application=None), amiss
    return row._replace(application=row.application.model_copy(update=known)), amiss


def _amiss(
    own: Instrument, row: ReadRow, file: str, known: Mapping[str, tuple[object, ...]]
) -> Iterator[Finding]:
    """What stood on a sheet that did not come back, and does not agree with what did."""
    for sheet in own.sheets:
        rows = known.get(field_of(sheet))
        if sheet.held is None or not rows:
            continue
        for one in sheet.held(row.application, rows):
            yield make_finding(
                code=one.code, severity=one.severity, message=one.message,
                cure=f"{one.cure} Voeg het blad {sheet.name} toe aan de werkmap.",
                file=file, sheet=row.sheet, cell=row.cells.get("application_id", ""),
                value=one.value, application_id=row.application_id, field=field_of(sheet),
            )  # fmt: skip


def _beside(
    own: Instrument, stated: Application | None, stood: Stood, asked: Mapping[str, Asked],
    *, settled: bool,
) -> Iterator[tuple[SheetBeside, Why]]:  # fmt: skip
    """The further sheets that say something else, and do not count by themselves."""
    for sheet in own.sheets:
        field = field_of(sheet)
        if stated is None or getattr(stated, field, ()) == stood.fields.get(field, ()):
            continue
        if field not in asked:
            yield sheet, Why.CLOSED if settled else Why.NOT_ASKED
        elif settled:
            yield sheet, Why.CLARIFIED


def _differs(field: str, label: str, why: Why) -> Differs:
    said = {
        Why.NOT_ASKED: "is gewijzigd, en dat was niet gevraagd.",
        Why.CLARIFIED: "is verduidelijkt. Zij telt mee voor score, plaats, bedrag of woningen, dus "
        "alleen wat uit de tijdig ingediende stukken volgt.",
        Why.SUPPLIED: "ontbrak bij de sluiting en telt mee voor score, plaats, bedrag of woningen. "
        "Zij wordt daarna niet meer aangevuld.",
        Why.CLOSED: "is na de sluiting gewijzigd en telt mee voor score, plaats, bedrag of "
        "woningen. De eerdere waarde blijft gelden.",
    }[why]
    return Differs(why=why, field=field, sentence=f"De waarde bij {label} {said}")


def _finding(one: Differs, row: ReadRow, file: str, request: StoredRequest) -> Finding:
    own = instruments()[row.instrument]
    label = next((c.label for c in own.columns if c.field == one.field), "")
    label = label or next((s.name for s in own.sheets if field_of(s) == one.field), "")
    return finding(
        _CODES[one.why], file=file, sheet=row.sheet,
        cell=row.cells.get(one.field) or row.cells.get("application_id", ""),
        value=dict(row.raw).get(label, ""), application_id=row.application_id, field=one.field,
        label=label, number=row.application_id, until=f"{request.until:%d-%m-%Y}",
    )  # fmt: skip


def _with_earlier(
    own: Instrument,
    stated: Application,
    now: Mapping[str, object],
    before: Mapping[str, object],
    back: Sequence[ColumnSpec],
    stood: Stood,
    sheets: Collection[str],
) -> Application | None:
    """The application with the earlier values of these columns, and of the further sheets that fill
    these fields; ``None`` where that is none."""
    earlier = {field: stood.fields.get(field, ()) for field in sheets}
    if None in earlier.values():
        return None
    stated = stated.model_copy(update=earlier)
    if not back:
        return without(stated)
    fields = {column.field for column in back}
    draft = Draft("", "", {})
    for column in own.columns:
        value = (before if column.field in fields else now).get(column.field)
        if value is None and column.required:
            return None  # what was unknown is no nought
        if value is not None and not column.personal:
            draft.values.append((column, value))
    at_once: dict[str, Any] = draft.nested()
    of_columns = {column.path[0] for column in own.columns}
    besides = {name: getattr(stated, name) for name in own.model.model_fields}
    at_once |= {name: value for name, value in besides.items() if name not in of_columns}
    try:
        made: Application = own.model.model_validate(at_once)
    except ValidationError:
        return None
    wrong = any(
        one.severity is Severity.ERROR for one in (*check_application(made), *own.checks(made))
    )
    return None if wrong else made


def office_fields(instrument: str, wrong: Collection[str]) -> frozenset[str]:
    """Of the fields with a fault, those that the office fills in itself."""
    columns = instruments()[instrument].columns
    return frozenset(c.field for c in columns if c.field in wrong and filled_by_office(c))
