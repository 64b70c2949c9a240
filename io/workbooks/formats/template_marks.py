"""By what a workbook shows that it is a template of ours: version, labels, and the example row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

from ....grants.columns import ColumnSpec, Kind
from ....grants.money import Euro
from ....instruments.instrument import Instrument

TEMPLATE_VERSION = 6
"""Goes up when a template changes. Headers were added so far, and none was changed.

Since 6 there are *Deelnemende gemeenten* and the sheet *Woningen per gemeente*, for joint
applications, and *Openbaar lichaam* of *Gebiedsbudget* and *Bereikbaarheid*. Since 5 the first of
these has *Kosten vanaf*, and *Woningbouwimpuls* *Inwoners*; a file of before lacks them, and GB-03
and WBI-02 ask.
"""

CHECK_LABEL = "Controle (sjabloon)"
"""The header of the column with the formulas; reading leaves it alone."""

RULES_LABEL = "Regels (sjabloon)"
"""The header of the column with the rules that a row does not meet; left alone too."""

COMPLETION_SHEET, COMPLETION_TITLE = "Aanvulling", "Aanvulling van "
"""The sheet before that of an application to be completed, and with what its first cell begins."""

EXPLANATION, LISTS = "Toelichting", "Lijsten"
"""The sheets of a template that explain it and that its dropdowns refer to."""

LISTED = ("Gemeentecode", "Gemeente", "Provincie")
"""The first headings of the sheet with the lists."""

EXAMPLE_NUMBER = "VOORBEELD"

EXAMPLE_SHOWN = "voorbeeld; wordt overgeslagen"

_EXAMPLE_BY_KIND: Mapping[Kind, object] = {
    Kind.TEXT: "Voorbeeld",
    Kind.MONEY: Euro.euros(1_250_000),
    Kind.COUNT: 40,
    Kind.DATE: date(2027, 5, 1),
    Kind.MOMENT: datetime(2026, 3, 2, 9, 30),  # noqa: DTZ001 - an office's own clock
    Kind.YES_NO: True,
    Kind.MUNICIPALITY: "GM0344",
    Kind.AREA: "Naam van het gebied",
}

_EXAMPLE_BY_FIELD: Mapping[str, object] = {
    "application_id": EXAMPLE_NUMBER,
    "municipality": "Utrecht",
    "project_id": "P-0001",
    "project_name": "Voorbeeldproject",
    "start_year": 2027,
}


def title_of(instrument: Instrument) -> str:
    """The first cell of the sheet that explains a template."""
    return f"{instrument.name_nl}: {instrument.regulation}"


def example_row(
    columns: Sequence[ColumnSpec], own: Mapping[str, object] = MappingProxyType({})
) -> dict[str, object]:
    """The example of a template by field: ``own`` values, else what is required, filled in."""
    row: dict[str, object] = {}
    for column in columns:
        if column.field in own:
            row[column.field] = own[column.field]
        elif own and column.field != "application_id":
            continue
        elif column.field in _EXAMPLE_BY_FIELD:
            row[column.field] = _EXAMPLE_BY_FIELD[column.field]
        elif column.required and column.kind is Kind.CHOICE:
            row[column.field] = column.choices[0]
        elif column.required:
            row[column.field] = _EXAMPLE_BY_KIND[column.kind]
    return row
