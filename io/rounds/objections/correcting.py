"""The application of an objection with its corrections, in the sealed round."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ....grants.application import Application
from ....grants.columns import ColumnSpec, Kind
from ....grants.record import Record
from ....instruments.filling import NoSuchValue, column_named, with_values
from ....instruments.law.judgement import FilledIn
from ...errors import WrongUse
from ...records.rounds.applications import StoredApplication
from ...records.rounds.reader import RoundReader
from ..division import RoundCase, case_of_round

_LEFT_ALONE = ("application_id", "withdrawn_on", "bag_ids")


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
        WrongUse: a field is not one of its scheme, may not be corrected, or does not take it.
    """
    values: list[FilledIn] = []
    told: list[Corrected] = []
    for name, text in corrections.items():
        column = _column(application, name)
        values.append(FilledIn(field=column.field, value=_iso(column, text)))
        told.append(
            Corrected(
                field=column.field, label=column.label, before=_value(application, column),
                after=text.strip(),
            )
        )  # fmt: skip
    try:
        changed = with_values(application, values)
    except NoSuchValue as fault:
        raise WrongUse(f"--set: {fault}") from fault
    return changed, tuple(told)


def _column(application: Application, name: str) -> ColumnSpec:
    column = column_named(application, name)
    if column is None or column.year is not None:
        raise WrongUse(
            f"--set {name}: deze regeling kent dat veld niet. Schrijf het veld zoals in "
            "homes.social_rent, of de kop van de kolom, en dan =waarde."
        )
    if column.personal or column.field in _LEFT_ALONE:
        raise WrongUse(f"--set {name}: dit veld telt niet mee in de verdeling.")
    return column


def _iso(column: ColumnSpec, text: str) -> str:
    """A day as Dutch offices write it, as the model reads it; anything else as it is."""
    plain = text.strip()
    if column.kind in (Kind.DATE, Kind.MOMENT):
        parts = plain.split("-")
        if len(parts) == 3 and len(parts[2]) == 4:
            return "-".join(reversed(parts))
    return plain


def _value(application: Application, column: ColumnSpec) -> str:
    value: object = application
    for part in column.path:
        value = getattr(value, part)
    return "" if value is None else str(value)


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
    own = _judged(reader, number)
    changed, told = corrected(own.application, corrections)
    swapped = own.model_copy(update={"application": changed})
    filed = tuple(
        swapped if one.application.application_id == number else one for one in reader.applications
    )
    return CorrectedRound(own=swapped, filed=filed, told=told)


def round_with(reader: RoundReader, number: str, filed: Sequence[StoredApplication]) -> RoundCase:
    """The sealed round with these applications, put to the rules of the day of the decision."""
    decided: Collection[str] = reader.supplemented if number in reader.supplemented else ()
    return case_of_round(reader, reader.policy_as_decided, decided=decided, filed=tuple(filed))
