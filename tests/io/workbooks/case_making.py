"""Making the files of :mod:`.kinds`: a sound workbook of two applications, with one oddity."""

# openpyxl is not typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportMissingModuleSource=false

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from .made import as_typed, by_openpyxl, by_xlsxwriter, table
from .odd_files import (
    BOOK,
    RELATIONS,
    TYPES,
    Change,
    both,
    cell,
    packed,
    parts_of,
    regex,
)
from .scheme import BRIDGES, GOOD, good

COLUMNS = [column for column in BRIDGES.columns if column.field in GOOD]
ROWS = [GOOD, good(2)]
FILES = Path(__file__).parent / "files"
Make = Callable[[Path], Path]
Asked = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """A file of a kind.

    ``asked`` are the codes and cells of what is said of it, ``rows`` how many of its two
    applications are taken in, ``reads`` values of the first by field.
    """

    kind: str
    name: str
    make: Make
    asked: Asked = ()
    rows: int = 2
    reads: Mapping[str, object] = field(default_factory=dict[str, object])


def edited(change: Change) -> Make:
    """The parts of a workbook of XlsxWriter, changed."""

    def make(folder: Path) -> Path:
        path = by_xlsxwriter(folder / "bruggen.xlsx", {"Bruggen": table(COLUMNS, ROWS)})
        path.write_bytes(packed(change(parts_of(path))))
        return path

    return make


def calculated(change: Change) -> Make:
    """The same, in a file that leaves no mark that it must be computed."""
    unmarked = regex(BOOK, rb"<calcPr [^>]*/>", b"")
    return edited(both(change, unmarked))


def typed_in(**cells: object) -> Make:
    """A workbook of openpyxl with other values."""
    return lambda folder: by_openpyxl(
        folder / "bruggen.xlsx", {"Bruggen": {**table(COLUMNS, ROWS), **cells}}
    )


def formatted(address: str, value: object, code: str) -> Make:
    """A workbook of openpyxl with a cell in a number format."""

    def make(folder: Path) -> Path:
        path = typed_in(**{address: value})(folder)
        workbook: Any = openpyxl.load_workbook(path)
        workbook["Bruggen"][address].number_format = code
        workbook.save(path)
        return path

    return make


def all_cells(write: Callable[[str], object], *, rows: Callable[[int], bool] = bool) -> Make:
    """A workbook of openpyxl in which the cells of some rows hold something else."""
    cells = table(COLUMNS, ROWS)
    changed = {at: write(at) if rows(int(at.lstrip("ABCDEFGHIJKLMNOPQRSTU"))) else value
               for at, value in cells.items()}  # fmt: skip
    return lambda folder: by_openpyxl(folder / "bruggen.xlsx", {"Bruggen": changed})


def all_errors(value: str) -> Make:
    """A sheet of nothing but an error value."""

    def make(folder: Path) -> Path:
        path = typed_in()(folder)
        workbook: Any = openpyxl.load_workbook(path)
        for row in workbook["Bruggen"].iter_rows():
            for one in row:
                one.value, one.data_type = value, "e"
        workbook.save(path)
        return path

    return make


def formulas_of_xlsxwriter(*addresses: str, value: object = 0) -> Make:
    """Formulas that XlsxWriter stores with an outcome that it did not compute."""

    def make(folder: Path) -> Path:
        path = folder / "bruggen.xlsx"
        workbook = xlsxwriter.Workbook(str(path))
        sheet: Any = workbook.add_worksheet("Bruggen")
        moment = workbook.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        for at, one in table(COLUMNS, ROWS).items():
            if at in addresses:
                sheet.write_formula(at, f"=Bron!{at}", None, value)
            elif hasattr(one, "year"):
                sheet.write_datetime(at, one, moment)
            else:
                sheet.write(at, one)
        workbook.close()
        return path

    return make


def headed(**headers: str) -> Make:
    """A workbook with other headers, by the letters of their columns."""
    return typed_in(**{f"{letters}1": text for letters, text in headers.items()})


def renamed(old: str, new: str) -> Change:
    """A part of another name, and all that refers to it."""

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        was, now = old.removeprefix("xl/").encode(), new.removeprefix("xl/").encode()
        moved = {new if name == old else name: one for name, one in parts.items()}
        return {
            name: one.replace(was, now) if name.endswith(".rels") or name == TYPES else one
            for name, one in moved.items()
        }

    return change


def workbook_named(name: str) -> Change:
    """The workbook part, and the list of its relations, under another name."""
    folder, _, base = name.rpartition("/")

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        moved = {n: c.replace(b"xl/workbook.xml", name.encode()) for n, c in parts.items()}
        moved[name] = moved.pop(BOOK)
        relations = moved.pop(RELATIONS)
        if folder != "xl":
            relations = relations.replace(b'Target="', b'Target="/xl/')
        return {**moved, f"{folder}/_rels/{base}.rels".lstrip("/"): relations}

    return change


def with_names(change: Callable[[str], str]) -> Make:
    """A package whose parts have other names in the zip itself."""

    def make(folder: Path) -> Path:
        path = by_xlsxwriter(folder / "a.xlsx", {"Bruggen": table(COLUMNS, ROWS)})
        out = folder / "bruggen.xlsx"
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
            for one in source.infolist():
                target.writestr(zipfile.ZipInfo(change(one.filename)), source.read(one))
        return out

    return make


def open_document(old: str, new: str, count: int = 1) -> Make:
    """A document of LibreOffice with two applications, changed."""

    def make(folder: Path) -> Path:
        path = folder / "bruggen.ods"
        with zipfile.ZipFile(FILES / "twee.ods") as source, zipfile.ZipFile(path, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                if name == "content.xml":
                    text = content.decode()
                    assert re.search(old, text), old
                    content = re.sub(old, new, text, count=count).encode()
                target.writestr(zipfile.ZipInfo(name), content)
        return path

    return make


def lines(changes: Mapping[str, str], encoding: str, name: str = "Bruggen.csv") -> Make:
    """Lines of text in an encoding, with other texts by field in the first row."""

    def make(folder: Path) -> Path:
        path = folder / name
        rows = [[column.label for column in COLUMNS]]
        for number, row in enumerate(ROWS):
            own = {**row, **(changes if number == 0 else {})}
            rows.append([_line_text(own[column.field]) for column in COLUMNS])
        path.write_bytes("\r\n".join(";".join(row) for row in rows).encode(encoding))
        return path

    return make


def _line_text(value: object) -> str:
    plain = as_typed(value)
    if hasattr(plain, "strftime"):
        return plain.strftime("%d-%m-%Y %H:%M" if hasattr(plain, "hour") else "%d-%m-%Y")
    return str(plain).replace(".", ",") if isinstance(plain, float) else str(plain)


def inline(address: str, text: str) -> Change:
    return cell(address, f"<is><t>{text}</t></is>".encode(), b"inlineStr")


def kept(name: str) -> Make:
    """A file that another program made, and that is kept with the tests."""
    return lambda _: FILES / name
