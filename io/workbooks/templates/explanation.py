"""The sheet of a template that explains its columns and the rules that it watches."""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from __future__ import annotations

import math

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ....grants.columns import Kind
from ....instruments.instrument import Instrument
from ..formats.template_marks import (
    CHECK_LABEL,
    EXAMPLE_NUMBER,
    EXPLANATION,
    RULES_LABEL,
    TEMPLATE_VERSION,
    title_of,
)
from ..formats.writing import Formats
from .live_conditions import LiveSetting
from .live_rules import live_rules, why_not_live

_COLUMNS_ON_A_PAGE = 20
_ABOUT_FURTHER = (
    "De bladen {sheets} mogen leeg blijven; hun regels horen bij de aanvraag waarvan zij het "
    "nummer noemen."
)
KINDS_NL: dict[Kind, str] = {
    Kind.TEXT: "tekst",
    Kind.MONEY: "bedrag in euro's",
    Kind.COUNT: "heel getal",
    Kind.DECIMAL: "getal, met een komma",
    Kind.DATE: "datum, dd-mm-jjjj",
    Kind.MOMENT: "datum, zo mogelijk met tijd",
    Kind.YES_NO: "ja of nee",
    Kind.CHOICE: "keuze",
    Kind.NAMES: "namen, gescheiden door ;",
    Kind.MUNICIPALITY: "gemeentecode",
    Kind.AREA: "naam van een gebied, of ja/nee",
}


def printable(sheet: Worksheet, *, columns: int = 1) -> None:
    """Print a sheet on its side, so many columns on a page as can be read, with its headers."""
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.repeat_rows(0)
    pages = math.ceil(columns / _COLUMNS_ON_A_PAGE)
    if pages > 1:
        sheet.repeat_columns("A:A")
    sheet.fit_to_pages(pages, 0)


def write_explanation(
    workbook: Workbook, instrument: Instrument, formats: Formats, setting: LiveSetting
) -> None:
    """What each column holds, and which rules of the scheme the template puts to a row."""
    sheet = workbook.add_worksheet(EXPLANATION)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 12)
    sheet.set_column(2, 2, 30)
    sheet.set_column(3, 3, 80)
    sheet.write_string(0, 0, title_of(instrument), formats.title)
    lines = (
        f"Vul op het blad {instrument.sheet} één regel per aanvraag in. De regel {EXAMPLE_NUMBER} "
        "is een voorbeeld en wordt overgeslagen; zij mag blijven staan.",
        f"Een regel die rood wordt, bevat een fout; de kolom {CHECK_LABEL} noemt haar.",
        "Een regel die geel wordt, voldoet niet aan een voorwaarde van de regeling; de kolom "
        f"{RULES_LABEL} noemt die. Indienen kan wel.",
        "De volgorde van de kolommen is vrij; de koppen moeten blijven zoals zij zijn.",
        "Verplichte kolommen hebben een donkerder kop. Eigen kolommen mogen erbij; zij worden "
        "bewaard, maar niet gebruikt.",
        *(_ABOUT_FURTHER.format(sheets=_listed(instrument)) for _ in instrument.sheets[:1]),
        f"Sjabloon {instrument.key}, versie {TEMPLATE_VERSION}.",
    )
    for row, line in enumerate(lines, start=1):
        sheet.write_string(row, 0, line)
    top = len(lines) + 2
    for index, heading in enumerate(("Kolom", "Verplicht", "Soort", "Toelichting")):
        sheet.write_string(top, index, heading, formats.required)
    further = [(one.name, column) for one in instrument.sheets for column in one.columns]
    every = [("", column) for column in instrument.columns] + further
    for row, (beside, column) in enumerate(every, start=top + 1):
        choices = f" Keuze uit: {', '.join(column.choices)}." if column.choices else ""
        texts = (
            f"{beside}: {column.label}" if beside else column.label,
            "ja" if column.required else "nee",
            KINDS_NL[column.kind],
            f"{column.note}{choices}",
        )
        for index, text in enumerate(texts):
            sheet.write_string(row, index, text, formats.wrapped)
    _write_rules(sheet, top + len(every) + 2, instrument, formats, setting)
    printable(sheet)


def _write_rules(
    sheet: Worksheet, top: int, instrument: Instrument, formats: Formats, setting: LiveSetting
) -> None:
    """The rules of the law, and of each whether a formula watches it."""
    live = {rule.code for rule in live_rules(instrument, setting)}
    about = [
        (
            version,
            "kleurt de regel geel" if version.code in live else why_not_live(version, setting),
        )
        for version in setting.law.rules
    ]
    shown = [(version, how) for version, how in about if how]
    if not shown:
        return
    sheet.write_string(top, 0, f"Regels op {setting.law.day:%d-%m-%Y}", formats.title)
    for index, heading in enumerate(("Regel", "", "In dit sjabloon", "Vraag en artikel")):
        sheet.write_string(top + 1, index, heading, formats.required)
    for row, (version, how) in enumerate(shown, start=top + 2):
        sheet.set_row(row, 30)  # two lines
        texts = (version.code, "", how, f"{version.question.nl} ({version.article})")
        for index, text in enumerate(texts):
            sheet.write_string(row, index, text, formats.wrapped)


def _listed(instrument: Instrument) -> str:
    names = [one.name for one in instrument.sheets]
    return f"{', '.join(names[:-1])} en {names[-1]}" if len(names) > 1 else names[0]
