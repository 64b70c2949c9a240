"""The fields that an objection corrects: how they are named, and read as a cell is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import cast

from ....grants.applications.application import Application
from ....grants.applications.checks import check_application
from ....grants.applications.finding import Finding, Severity
from ....grants.columns import ColumnSpec, columns_of
from ....grants.money import Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ....instruments.screening.filling import column_of
from ...errors import WrongUse
from ...files.toml import nearest
from ..differences import shown_value

_LEFT_ALONE = ("application_id", "withdrawn_on", "bag_ids")
TREATED = "treated"
"""The correction by which an application is treated after all, as it was not: by its own decision
(Awb 4:5), or since it came outside the window (Awb 7:11, second paragraph)."""


class Corrected(Record):
    """A field that is corrected: what it said, and what it says now.

    ``before`` and ``shown`` are as an officer reads them, ``after`` as it was typed.
    """

    field: str
    label: str
    before: str
    after: str
    shown: str


def treated_after_all() -> Corrected:
    """That an application is treated, as a correction of its round."""
    return Corrected(field=TREATED, label="Behandeld", before="nee", after="ja", shown="ja")


def correctable(model: type[Application], name: str, *, years: bool = False) -> ColumnSpec:
    """The column of a scheme that a correction names; ``years`` says that one of a year will do.

    Raises:
        WrongUse: the scheme has no such field, or it does not count in the division.
    """
    column = column_of(model, name)
    if column is None or (column.year is not None and not years):
        heads = [
            one.label
            for one in columns_of(model)
            if (years or one.year is None) and not one.personal and one.field not in _LEFT_ALONE
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


def typed(name: str, column: ColumnSpec, text: str) -> object:
    """A correction as its cell would be read.

    Raises:
        WrongUse: it would have been a fault there.
    """
    from ...workbooks.intake import cells, codes  # late: most of a round asks no cell

    value = cells.typed(column, text.strip())
    if not isinstance(value, cells.Fault):
        return value
    fills = {"label": column.label, "note": column.note, **value.fills}
    told = codes.finding(value.code, file="", value=text.strip(), **fills)
    raise WrongUse(f"--set {name}: bij {column.label} past {text.strip()} niet. {told.message}")


def as_kept(value: object) -> str:
    """What a field of an application holds, as it is kept; nothing where it is empty."""
    match value:
        case None:
            return ""
        case Euro():
            return str(value.cents)
        case date():
            return value.isoformat()
        case tuple():
            return "; ".join(str(one) for one in cast("tuple[object, ...]", value))
        case _:
            return str(value)


def shown_as(name: str, column: ColumnSpec, text: str) -> str:
    """A correction as an officer reads it.

    Raises:
        WrongUse: it would have been a fault in its cell.
    """
    kept = as_kept(typed(name, column, text))
    return shown_value(column, kept) if kept else text.strip()


def errors_of(application: Application) -> Iterator[Finding]:
    """What an application has wrong of itself, as at intake."""
    scheme = next(one for one in instruments().values() if type(application) is one.model)
    found = (*check_application(application), *scheme.checks(application))
    return (one for one in found if one.severity is Severity.ERROR)
