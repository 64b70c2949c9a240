"""The application of an objection with its corrections, in the sealed round.

A correction is read as the cell of a workbook is, and the application with it is checked as one
that comes in: so it is the application that the corrected workbook would have given.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from ....grants.applications.application import Application
from ....grants.applications.assessment import Answer
from ....grants.columns import ColumnSpec
from ....grants.record import Record
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Catalogue
from ...errors import WrongUse
from ...records.rounds.applications import StoredApplication
from ...records.rounds.reader import RoundReader
from ..differences import shown_value
from ..dividing.case import RoundCase, case_of_round
from ..incomplete import faulty_row
from .fields import TREATED, Corrected, as_kept, correctable, errors_of, treated_after_all, typed
from .of_row import made_of_row, told_of_row


class CorrectedRound(Record):
    """An application with its corrections, all of the round with it among them, what changed."""

    own: StoredApplication
    filed: tuple[StoredApplication, ...]
    told: tuple[Corrected, ...]


def corrected(
    application: Application, corrections: Mapping[str, str]
) -> tuple[Application, tuple[Corrected, ...]]:
    """An application with its corrections, and what each of them changes.

    Raises:
        WrongUse: a field is not one of its scheme, may not be corrected, or does not take it; or
            the application has an error with it, so that it would be sent back.
    """
    fields: dict[str, Any] = application.model_dump()
    columns: list[ColumnSpec] = []
    for name, text in corrections.items():
        if name == TREATED:
            continue
        column = correctable(type(application), name)
        at = fields
        for part in column.path[:-1]:
            at = at[part]
        at[column.path[-1]] = typed(name, column, text)
        columns.append(column)
    try:
        changed = type(application).model_validate(fields)
    except ValidationError as fault:
        values = ", ".join(f"{k} {v.strip()}" for k, v in corrections.items() if k != TREATED)
        raise WrongUse(f"--set: de waarde past niet in haar kolom: {values}.") from fault
    known = {one.code for one in errors_of(application)}
    wrong = next((one for one in errors_of(changed) if one.code not in known), None)
    if wrong is not None:
        number = application.application_id
        raise WrongUse(
            f"--set: met deze correctie heeft {number} een fout ({wrong.code}): "
            f"{wrong.message} Zo was zij teruggegaan om te laten aanvullen; corrigeer ook wat "
            "daarbij hoort."
        )
    treated = (treated_after_all(),) if TREATED in corrections else ()
    texts = (text.strip() for name, text in corrections.items() if name != TREATED)
    told = tuple(
        _told(application, changed, column, text)
        for column, text in zip(columns, texts, strict=True)
    )
    return changed, treated + told


def _told(filed: Application, changed: Application, column: ColumnSpec, text: str) -> Corrected:
    before, now = (as_kept(_value(one, column)) for one in (filed, changed))
    return Corrected(
        field=column.field, label=column.label, before=shown_value(column, before), after=text,
        shown=shown_value(column, now) if now else text,
    )  # fmt: skip


def _value(application: Application, column: ColumnSpec) -> object:
    value: object = application
    for part in column.path:
        value = getattr(value, part)
    return value


def _judged(reader: RoundReader, number: str) -> StoredApplication:
    for one in reader.judged_applications:
        if one.application.application_id == number:
            return one
    raise WrongUse(
        f"Ronde {reader.id} heeft geen aanvraag {number} waarover met de verdeling is beslist."
    )


def corrected_application(
    reader: RoundReader, number: str, corrections: Mapping[str, str]
) -> CorrectedRound:
    """An application with its corrections, and all of the round with it in its place.

    Raises:
        WrongUse: there is no such application, or a value does not fit its field.
    """
    row = faulty_row(reader, number)
    if row is not None and number in reader.untreated:
        made, told = made_of_row(reader, row, corrections)
        filed = sorted((*reader.applications, made), key=lambda one: one.application.application_id)
        return CorrectedRound(own=made, filed=tuple(filed), told=told)
    own = _judged(reader, number)
    changed, told = corrected(own.application, corrections)
    swapped = own.model_copy(update={"application": changed})
    filed = tuple(
        swapped if one.application.application_id == number else one for one in reader.applications
    )
    return CorrectedRound(own=swapped, filed=filed, told=told)


def corrections_told(
    reader: RoundReader, number: str, corrections: Mapping[str, str]
) -> tuple[Corrected, ...]:
    """What corrections of an application change, with what was filed.

    Raises:
        WrongUse: a value does not fit its field.
    """
    row = faulty_row(reader, number)
    if row is not None:
        return told_of_row(row, corrections)
    known = {one.application.application_id: one.application for one in reader.judged_applications}
    own = known.get(number)
    return corrected(own, corrections)[1] if own is not None else ()


def round_with(
    reader: RoundReader,
    number: str,
    filed: Sequence[StoredApplication],
    laws: Mapping[str, Catalogue] = MappingProxyType({}),
    on: date | None = None,
    *,
    treated: bool = False,
) -> RoundCase:
    """The sealed round with these applications, put to the rules of the day of the decision.

    ``laws`` are catalogues to read in place of those of this program, ``on`` is the day of another
    decision, and ``treated`` says that this one takes part although it did not.
    """
    decided: Collection[str] = reader.supplemented if number in reader.supplemented else ()
    return case_of_round(
        reader, reader.policy_as_decided if on is None else reader.policy.decided_on(on),
        laws=laws, decided=decided, filed=tuple(filed), treated=number if treated else "",
    )  # fmt: skip


def require_untreated(reader: RoundReader, number: str) -> None:
    """Refuse to treat what was treated: it is in the round, or came within its window.

    Raises:
        WrongUse: it took part already.
    """
    if number in reader.untreated:
        return
    own = _judged(reader, number)
    rule = instruments()[own.instrument].window_rule
    said = {one.code: one.answer for one in reader.assessments.get(number, ())}
    if said.get(rule) is not Answer.NOT_MET:
        raise WrongUse(
            f"{number} is behandeld, en kwam binnen het tijdvak; laat --treat weg en noem met "
            "--set wat er anders is."
        )
