"""Writes the workbooks of ``v0.1.0/desk``: some of the sample applications, a few of them changed.

``python -m tests.sealed.write_workbooks`` read the sample applications of the commit that
``v0.1.0/made_with.json`` names. The workbooks are kept: nothing needs this again, and the samples
of a later commit may give others.
"""

# xlsxwriter is annotated in part and ships no py.typed; openpyxl ships no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from openpyxl import load_workbook
from xlsxwriter import Workbook

SAMPLES = Path(__file__).parents[2] / "sample_applications"
DESK = Path(__file__).parent / "v0.1.0" / "desk"
NUMBER = "Aanvraagnummer"

CHOSEN = (
    "WBI-2026-0002",  # in an NPLV area
    "WBI-2026-0008",  # lacks a score of the committee
    "WBI-2026-0011",  # asks more than the shortfall leaves
    "WBI-2026-0061",
    "WBI-2026-0065",  # two phases of one project
    "WBI-2026-0084",
    "WBI-2026-0080",  # has a minimum, and shares its project with BER-2026-0006
    "WBI-2026-0087",  # withdrawn by the workbook
    "WBI-2026-0096",  # withdrawn later
    "GB-2026-0004",
    "GB-2026-0009",
    "GB-2026-0026",  # its area is not in the annex
    "RS-2026-0007",
    "RS-2026-0020",  # every home was paid for already
    "RS-2026-0024",
    "RS-2026-0048",
    "BER-2026-0001",  # these two came in at the same minute
    "BER-2026-0051",
    "BER-2026-0004",  # too few homes
    "BER-2026-0006",
)
Cells = dict[str, object]

_SAME_MINUTE: Cells = {"Ontvangen op": datetime(2026, 10, 7, 11, 39)}  # noqa: DTZ001 - of a cell
FIRST: dict[str, Cells] = {
    "BER-2026-0001": _SAME_MINUTE,
    "BER-2026-0051": _SAME_MINUTE,
    "GB-2026-0009": {"Compensabele btw": "drie miljoen"},
}
# The wrong cell put right, and a new version of a statement.
SECOND: dict[str, Cells] = {"GB-2026-0009": {}, "RS-2026-0024": {"Overige woningen": 12}}


def main() -> None:
    """Write both workbooks."""
    sheets = _sheets()
    write(DESK / "aanvragen.xlsx", sheets, CHOSEN, FIRST)
    write(DESK / "aanvulling.xlsx", sheets, SECOND, SECOND)


def _sheets() -> dict[str, tuple[list[str], dict[str, Cells]]]:
    """By sheet: its headers, and its applications by number."""
    found: dict[str, tuple[list[str], dict[str, Cells]]] = {}
    for path in sorted(SAMPLES.glob("*.xlsx")):
        for sheet in load_workbook(path):
            headers: list[str] = []
            for values in sheet.iter_rows(values_only=True):
                if values[0] == NUMBER:
                    headers = [str(value) for value in values]
                    found.setdefault(sheet.title, (headers, {}))
                elif headers and values[0]:
                    cells: Cells = dict(zip(headers, values, strict=True))
                    found[sheet.title][1][str(values[0])] = cells
    return found


def write(
    path: Path,
    sheets: dict[str, tuple[list[str], dict[str, Cells]]],
    chosen: Iterable[str],
    changes: dict[str, Cells],
) -> None:
    """A workbook with a sheet for each scheme of the chosen applications, the same bytes always."""
    book = Workbook(str(path))
    book.set_properties({"title": "Aanvragen", "created": datetime(2026, 1, 1, tzinfo=UTC)})
    moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
    for title, (headers, applications) in sheets.items():
        rows = [applications[number] for number in chosen if number in applications]
        if not rows:
            continue
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, headers)
        for line, row in enumerate(rows, start=1):
            cells = row | changes.get(str(row[NUMBER]), {})
            for column, header in enumerate(headers):
                value = cells[header]
                if isinstance(value, datetime):
                    sheet.write_datetime(line, column, value, moment)
                elif value is not None:
                    sheet.write(line, column, value)
    book.close()


if __name__ == "__main__":
    main()
