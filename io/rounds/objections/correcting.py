"""The application of an objection with its corrections, in the sealed round.

A correction is read as the cell of a workbook is, and the application with it is checked as one
that comes in: so it is the application that the corrected workbook would have given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from ....grants.application import Application
from ....grants.assessment import Answer
from ....grants.checks import check_application
from ....grants.columns import ColumnSpec, columns_of
from ....grants.finding import Finding, Severity
from ....grants.record import Record
from ....instruments.filling import column_named
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Catalogue
from ...errors import RefusedByProcess, WrongUse
from ...files.toml import nearest
from ...records.rounds.applications import StoredApplication
from ...records.rounds.reader import RoundReader
from ...workbooks.intake import cells, codes
from ..division import RoundCase, case_of_round

_LEFT_ALONE = ("application_id", "withdrawn_on", "bag_ids")
TREATED = "treated"
"""The correction by which an application is treated after all, as it was not: by its own decision
(Awb 4:5), or since it came outside the window (Awb 7:11, second paragraph)."""


class Corrected(Record):
    """A field that is corrected: what it said, and what it says now."""

    field: str
    label: str
    before: str
    after: str


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
    told: list[Corrected] = []
    if TREATED in corrections:
        told.append(Corrected(field=TREATED, label="Behandeld", before="nee", after="ja"))
    for name, text in corrections.items():
        if name == TREATED:
            continue
        column = _column(application, name)
        at = fields
        for part in column.path[:-1]:
            at = at[part]
        at[column.path[-1]] = _typed(name, column, text)
        told.append(
            Corrected(
                field=column.field, label=column.label, before=_value(application, column),
                after=text.strip(),
            )
        )  # fmt: skip
    try:
        changed = type(application).model_validate(fields)
    except ValidationError as fault:
        values = ", ".join(f"{one.field} {one.after}" for one in told)
        raise WrongUse(f"--set: de waarde past niet in haar kolom: {values}.") from fault
    known = {one.code for one in _errors(application)}
    wrong = next((one for one in _errors(changed) if one.code not in known), None)
    if wrong is not None:
        number = application.application_id
        raise WrongUse(
            f"--set: met deze correctie heeft {number} een fout ({wrong.code}): "
            f"{wrong.message} Zo was zij teruggegaan om te laten aanvullen; corrigeer ook wat "
            "daarbij hoort."
        )
    return changed, tuple(told)


def _errors(application: Application) -> Iterator[Finding]:
    """What an application has wrong of itself, as at intake."""
    scheme = next(one for one in instruments().values() if type(application) is one.model)
    found = (*check_application(application), *scheme.checks(application))
    return (one for one in found if one.severity is Severity.ERROR)


def _typed(name: str, column: ColumnSpec, text: str) -> object:
    """A correction as its cell would be read."""
    value = cells.typed(column, text.strip())
    if not isinstance(value, cells.Fault):
        return value
    fills = {"label": column.label, "note": column.note, **value.fills}
    told = codes.finding(value.code, file="", value=text.strip(), **fills)
    raise WrongUse(f"--set {name}: bij {column.label} past {text.strip()} niet. {told.message}")


def _column(application: Application, name: str) -> ColumnSpec:
    column = column_named(application, name)
    if column is None or column.year is not None:
        heads = [
            one.label
            for one in columns_of(type(application))
            if one.year is None and not one.personal and one.field not in _LEFT_ALONE
        ]
        raise WrongUse(
            f"--set {name}: deze regeling kent dat veld niet. {_meant(name, heads)}Schrijf het "
            "veld zoals in homes.social_rent, of de kop van de kolom, en dan =waarde. Koppen: "
            f"{', '.join(heads)}."
        )
    if column.personal or column.field in _LEFT_ALONE:
        raise WrongUse(f"--set {name}: dit veld telt niet mee in de verdeling.")
    return column


def _meant(name: str, heads: Sequence[str]) -> str:
    near = nearest(name, heads)
    return f"Bedoelt u {near}? " if near else ""


def _value(application: Application, column: ColumnSpec) -> str:
    value: object = application
    for part in column.path:
        value = getattr(value, part)
    return "" if value is None else str(value)


def _judged(reader: RoundReader, number: str) -> StoredApplication:
    for one in reader.judged_applications:
        if one.application.application_id == number:
            return one
    if number in reader.untreated:
        raise RefusedByProcess(
            f"Van {number} is geen regel ingediend die te lezen is, ook niet na het verzoek om "
            "aanvulling. Dit programma kan haar daarom niet alsnog in de verdeling zetten; overleg "
            "met een jurist hoe u op haar beslist."
        )
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
    own = _judged(reader, number)
    changed, told = corrected(own.application, corrections)
    swapped = own.model_copy(update={"application": changed})
    filed = tuple(
        swapped if one.application.application_id == number else one for one in reader.applications
    )
    return CorrectedRound(own=swapped, filed=filed, told=told)


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
    own = _judged(reader, number)
    rule = instruments()[own.instrument].window_rule
    said = {one.code: one.answer for one in reader.assessments.get(number, ())}
    if number not in reader.untreated and said.get(rule) is not Answer.NOT_MET:
        raise WrongUse(
            f"{number} is behandeld, en kwam binnen het tijdvak; laat --treat weg en noem met "
            "--set wat er anders is."
        )
