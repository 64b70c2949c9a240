"""The register of letters: which were made, of what, for whom, with the hash of each file.

``letters.csv`` is what a later run goes by; ``letters.xlsx`` is the same for reading.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import Unreadable
from ..files.archive import NO_ZIP
from ..files.text import decoded

if TYPE_CHECKING:
    from .authors import Entry
    from .making import Made

REGISTER = "letters.csv"
COLUMNS = (
    "aanvraagnummer",
    "kenmerk",
    "gemeentecode",
    "gemeente",
    "regeling",
    "uitkomst",
    "bedrag_in_centen",
    "bedrag",
    "bestand",
    "sha256",
    "datum",
    "word",
    "word_sha256",
    "metadata",
    "metadata_sha256",
    "metadata_pdf",
    "metadata_pdf_sha256",
    "inhoud_sha256",
    "controlecode",
)
_FILES = (
    ("bestand", "sha256", ".pdf"),
    ("word", "word_sha256", ".docx"),
    ("metadata", "metadata_sha256", ".mdto.xml"),
    ("metadata_pdf", "metadata_pdf_sha256", ".pdf.mdto.xml"),
)
_LETTER_FILE = re.compile(
    r"^(?:[a-z]+_){0,2}[A-Z0-9][A-Z0-9-]{0,39}(?:\.pdf|\.docx|(?:\.pdf)?\.mdto\.xml)$"
)
_SHEET = "Brieven"
_LISTED = f'name="{_SHEET}"'.encode()
_LONGEST_HEAD = 4_096  # bytes: the columns of a register are a fifth of it
_LONGEST_LIST = 1 << 20  # bytes of the list of sheets that is looked at
_WIDTHS = {"gemeente": 24, "kenmerk": 26, "bedrag": 16, "bestand": 24, "word": 24, "uitkomst": 28}

Row = dict[str, str]
PARTNERS = "samen_met"
"""Of joint applications the other municipalities; a column only where a round has one."""


def columns_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """The columns of a register of these lines."""
    return (*COLUMNS, PARTNERS) if any(row.get(PARTNERS) for row in rows) else COLUMNS


def row_of(made: Made) -> Row:
    """A letter's line in the register."""
    entry = made.entry
    row = {
        "aanvraagnummer": entry.application_id,
        "kenmerk": entry.reference,
        "gemeentecode": entry.municipality_code,
        "gemeente": entry.municipality,
        "regeling": entry.instrument,
        "uitkomst": entry.outcome,
        "bedrag_in_centen": "" if entry.amount_cents is None else str(entry.amount_cents),
        "bedrag": entry.amount,
        "datum": entry.sent_on,
        "inhoud_sha256": made.content,
        "controlecode": entry.code,
    }
    for name, digest, ending in _FILES:
        file = f"{made.stem}{ending}"
        row[name] = file if file in made.files else ""
        row[digest] = made.files.get(file, "")
    found = {column: row[column] for column in COLUMNS}
    return {**found, PARTNERS: "; ".join(entry.partners)} if entry.partners else found


def row_without_letter(entry: Entry) -> Row:
    """The line of a decision that was withdrawn before its letter went: it gives nothing."""
    from .making import Made  # late: who takes workbooks in only tells registers from them

    nothing = Made(stem="", entry=entry, content="", files={})
    return row_of(nothing) | {"bedrag_in_centen": "0", "bedrag": "", "datum": ""}


def files_of(row: Mapping[str, str]) -> dict[str, str]:
    """The files of a line with their hashes; a name that cannot be a letter's is passed by."""
    named = {(row.get(name) or ""): (row.get(digest) or "") for name, digest, _ in _FILES}
    return {name: digest for name, digest in named.items() if _LETTER_FILE.match(name)}


def is_letter_file(name: str) -> bool:
    """Whether a file is named as those of letters are."""
    return bool(_LETTER_FILE.match(name))


def stem_of(row: Mapping[str, str]) -> str:
    """The name of a letter's files without the format."""
    return (row.get("bestand") or "").removesuffix(".pdf")


def as_csv(rows: Sequence[Row]) -> bytes:
    """The register as CSV that a Dutch Excel opens: semicolons, and a mark of UTF-8."""
    sheet = io.StringIO(newline="")
    table = csv.writer(sheet, delimiter=";", lineterminator="\r\n")
    columns = columns_of(rows)
    table.writerow(columns)
    table.writerows([row.get(column, "") for column in columns] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def as_workbook(rows: Sequence[Row]) -> bytes:
    """The register as a workbook; a text is never a formula, and an amount is a number."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]  # late: a preview has no register

    made = io.BytesIO()
    book: Any = xlsxwriter.Workbook(made, {"in_memory": True})
    latest = max((row["datum"] for row in rows), default="")
    on = datetime.fromisoformat(latest or "2000-01-01")
    book.set_properties({"title": "Register van brieven", "created": on})
    sheet = book.add_worksheet(_SHEET)
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    columns = columns_of(rows)
    for column, name in enumerate(columns):
        sheet.write_string(0, column, name, bold)
        sheet.set_column(column, column, _WIDTHS.get(name, 16))
    for line, row in enumerate(rows, start=1):
        for column, name in enumerate(columns):
            if name == "bedrag" and row["bedrag_in_centen"]:
                amount = Decimal(row["bedrag_in_centen"]).scaleb(-2)
                sheet.write_number(line, column, amount, money)
            else:
                sheet.write_string(line, column, row.get(name, ""))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    book.close()
    return made.getvalue()


def hurt(folder: Path, name: str = REGISTER) -> tuple[str, ...]:
    """The files that a register names and that are not in its folder as they were written.

    Raises:
        Unreadable: the register is no CSV any more.
    """
    return tuple(
        file
        for row in registered(folder / name)
        for file, digest in files_of(row).items()
        if not (folder / file).is_file()
        or hashlib.sha256((folder / file).read_bytes()).hexdigest() != digest
    )


def registered(register: Path) -> list[Row]:
    """The lines of an earlier register; none where there is no register yet.

    Raises:
        Unreadable: the file is no CSV any more.
    """
    if not register.exists():
        return []
    try:
        found = csv.DictReader(decoded(register.read_bytes()).splitlines(), delimiter=";")
        return [
            {column: row.get(column) or "" for column in COLUMNS}
            | ({PARTNERS: row[PARTNERS]} if row.get(PARTNERS) else {})
            for row in found
        ]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Unreadable(
            f"Het register {register} is geen leesbaar CSV-bestand meer. Verplaats het naar een "
            "andere map en geef de opdracht opnieuw."
        ) from fault


def without_registers(files: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """The files that are no register of letters, and those that are, each in their order.

    Workbooks to be filled in are written beside the letters that ask for them, so that the folder
    of both is named where they come back. A register is known by its own columns and not by its
    name, which somebody may have changed; a file that cannot be read is none.
    """
    others: list[Path] = []
    found: list[Path] = []
    for path in files:
        (found if _is_register(path) else others).append(path)
    return tuple(others), tuple(found)


def passed_over(registers: Sequence[Path]) -> str:
    """What is said of registers that stood among files to load."""
    names = ", ".join(path.name for path in registers)
    are = "is een register" if len(registers) == 1 else "zijn registers"
    return f"Niet gelezen: {names} {are} van brieven en geen werkmap die terugkwam."


def _is_register(path: Path) -> bool:
    from ..workbooks.formats.opening import open_source  # late: writing letters opens no workbook

    try:
        if path.suffix.lower() == ".csv":
            with path.open("rb") as file:
                first = decoded(file.readline(_LONGEST_HEAD))
            return any(_begins_as_one(line) for line in csv.reader([first], delimiter=";"))
        if path.suffix.lower() != ".xlsx" or not _names_the_sheet(path):
            return False
        source = open_source(path)
        values = [row for sheet in source.sheets[:1] for row in source.values(sheet)[:1]]
        return _begins_as_one([str(value) for value in (values[0] if values else ())])
    except (OSError, UnicodeDecodeError, csv.Error, Unreadable):
        return False  # whoever reads the file says what is wrong with it


def _begins_as_one(heads: Sequence[str]) -> bool:
    own = [head.strip().lstrip("\ufeff") for head in heads]
    return tuple(own[: len(COLUMNS)]) == COLUMNS


def _names_the_sheet(path: Path) -> bool:
    """Whether a package lists the sheet of a register: read of its list alone, since a folder can
    hold very many workbooks."""
    try:
        with zipfile.ZipFile(path) as archive:
            listed = archive.getinfo("xl/workbook.xml")
            if listed.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return False  # no office packs so, and other ways ask for much room
            with archive.open(listed) as part:
                return _LISTED in part.read(_LONGEST_LIST)
    except NO_ZIP:
        return False
