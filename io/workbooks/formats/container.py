"""An .xlsx or .xlsm as a file: whether it is safe to read, and its sheets.

The content decides what a file is, not its name. Everything that cannot be read ends in one
sentence; nothing that can be read is refused.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

from python_calamine import CalamineWorkbook

from ...errors import Unreadable
from .drawings import texts_drawn
from .limits import MAX_CELLS, check_time
from .look import Malformed, Place, SheetLook, feed
from .parts import COUNTS, Parts, main_part, parts_of, plain_copy, utf8, with_slashes
from .program import Program, program_in
from .rewriting import READ_ERRORS, rewritten
from .second_reader import WHOLE, SecondReader, forget, rows_in, sampled
from .sheet_xml import look_at, parsed
from .source import (
    SheetEntry,
    Value,
    as_the_sender_sees,
    check_limits,
    elements,
    fast_values,
    fast_workbook,
    open_part,
    opened,
    read_part,
    refusing,
)
from .styles import odd_formats
from .template_marks import TEMPLATE_VERSION

_PROPERTIES = "docProps/custom.xml"
_EMPTY = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/>'
    b"</worksheet>"
)
_LEFT = frozenset(("1", "true"))


class Container:
    """An .xlsx or .xlsm: a package of XML parts."""

    kind = ".xlsx"
    encoding = ""  # the file states it

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        with refusing(self.name), opened(data) as archive:
            check_limits(name, archive)
        with refusing(self.name):
            self.data = with_slashes(data)
        with refusing(self.name), opened(self.data) as archive:
            self.workbook = _workbook_part(name, archive)
            self.parts = parts_of(archive, self.workbook)
            self.sheets: tuple[SheetEntry, ...] = tuple(_sheets(archive, self.parts))
            macros = any(part.lower() == "xl/vbaproject.bin" for part in archive.namelist())
            self.template = _template(archive)
            version = self.template[1] if self.template else None
            self.remarks: tuple[str, ...] = (
                *(("INT-049",) if macros else ()),
                *(("INT-056",) if version is not None and version < TEMPLATE_VERSION else ()),
                *(("INT-057",) if version is not None and version > TEMPLATE_VERSION else ()),
            )
            self.program = _program(archive, self.workbook)
            self._formats = odd_formats(archive, self.parts.of_kind("styles"))
            honest = _check_parts(archive, self.parts)
            usual = self.parts.usual and honest
            self.readable = self.data if usual else plain_copy(archive, self.parts)
            self._looks: dict[str, SheetLook] = {}
            self._names: tuple[str, ...] = ()  # of sheets, as a reader of a sample sees them
            self._mended: dict[str, CalamineWorkbook] = {}

    @cached_property
    def _calamine(self) -> CalamineWorkbook:
        return fast_workbook(self.readable)

    def look(self, entry: SheetEntry) -> SheetLook:
        """What the XML of a sheet says.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with refusing(self.name):
            if entry.part not in self._looks:
                self._looks[entry.part] = self._looked(entry)
            return self._looks[entry.part]

    def _looked(self, entry: SheetEntry) -> SheetLook:
        with opened(self.data) as archive:
            with open_part(archive, entry.part) as part:
                look = look_at(part, enough=MAX_CELLS, formats=self._formats)
            look.drawn = texts_drawn(archive, entry.part)
        return self.program.judged(look)

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        look = self.look(entry)
        with refusing(self.name):
            values = self._values(entry, look)
            if look.filled is not None and _count(values) != look.filled:
                self._account(entry, look, values)
            return as_the_sender_sees(values, look)

    def _values(self, entry: SheetEntry, look: SheetLook) -> Sequence[Sequence[Value]]:
        """As the fast reader gives them; of XML that it cannot read, from a plainer copy of it."""
        if READ_ERRORS.issuperset(look.errors.values()):
            try:
                return fast_values(self._calamine, entry)
            except Malformed:
                pass  # the copy may be read, or says what is wrong
        return fast_values(self._plainer(entry), entry)

    def _plainer(self, entry: SheetEntry) -> CalamineWorkbook:
        if entry.part not in self._mended:
            with opened(self.data) as archive:
                with open_part(archive, entry.part) as part:
                    plain = rewritten(part).content
                copy = plain_copy(archive, self.parts, {entry.part: plain})
            self._mended[entry.part] = fast_workbook(copy)
        return self._mended[entry.part]

    def _account(
        self, entry: SheetEntry, look: SheetLook, values: Sequence[Sequence[Value]]
    ) -> None:
        """Note the cells that the XML fills and the fast reader does not give.

        A text that is empty in the list of texts, or only spaces, is no value and none is missed.
        """
        with opened(self.data) as archive, open_part(archive, entry.part) as part:
            exact = parsed(part, self._formats, every=True)
        aside = look.errors.keys() | look.formulas_without_value
        missed = {
            (row, column): text
            for (row, column), text in exact.unread.items()
            if (row, column) not in aside
            and (row >= len(values) or column >= len(values[row]) or values[row][column] == "")
        }
        look.unread = look.unread | missed | exact.twice

    def read_again(self, entry: SheetEntry, values: Sequence[Sequence[Value]]) -> str:
        """Note in the look of a sheet what a second reader makes of its cells, where it differs.

        Why it could not, or "".
        """
        look = self.look(entry)
        try:
            try:
                reader, rows = self._second_reader(entry)
                found = reader.differing(entry.name, values, look)
            except Malformed:
                reader, rows = None, None
                found = self._read_plainer(entry, values)
        except (Malformed, KeyError) as error:
            return str(error)
        if rows is not None:
            del reader
            forget()
        look.differing = {
            place: told for place, told in found.items() if rows is None or place[0] in rows
        }
        return ""

    def _second_reader(self, entry: SheetEntry) -> tuple[SecondReader, frozenset[int] | None]:
        """The second reader for a sheet, and the rows that it reads if it does not read all.

        It gets the file as it is; where it cannot open that, a plain copy of it.
        """
        if self.look(entry).rows > WHOLE:
            with opened(self.data) as archive:
                some = sampled(utf8(read_part(archive, entry.part)), self.sha256)
                if some is not None:
                    others = {one.part: _EMPTY for one in self.sheets if one.worksheet}
                    reader = self._plainly({**others, entry.part: some})
                    self._names = reader.sheets
                    return reader, rows_in(some)
        return self._second, None

    def _read_plainer(
        self, entry: SheetEntry, values: Sequence[Sequence[Value]]
    ) -> dict[Place, tuple[str, str]]:
        """What differs, where the second reader gets no more of the sheet than its values."""
        with opened(self.data) as archive:
            styles = self.parts.of_kind("styles") in archive.namelist()
            with open_part(archive, entry.part) as part:
                plain = rewritten(part, styles=styles, numbers_only=True)
        reader = self._plainly({entry.part: plain.content})
        return reader.differing(entry.name, values, self.look(entry), plain.left_out)

    @cached_property
    def _second(self) -> SecondReader:
        try:
            return SecondReader(self.readable)
        except Malformed:
            return self._plainly()

    def seen_by_one(self) -> tuple[str, ...]:
        """The names of worksheets that only one of both readers sees."""
        every = {entry.name for entry in self.sheets}
        ours = {entry.name for entry in self.sheets if entry.worksheet}
        try:
            theirs = set(self._names or self._second.sheets)
            if not ours <= theirs <= every:  # it may lack no more than a place in the list of parts
                theirs |= set(self._plainly().sheets)
        except Malformed:
            return ()  # which is told of each sheet
        finally:
            self.__dict__.pop("_second", None)
            forget()
        return tuple(sorted((ours - theirs) | (theirs - every)))

    def _plainly(self, rewritten: Mapping[str, bytes] = MappingProxyType({})) -> SecondReader:
        """The second reader for a plain copy, in which charts are nothing."""
        charts = [one.part for one in self.parts.relations.values() if one.kind == "chartsheet"]
        with opened(self.data) as archive:
            nothing = dict.fromkeys(charts, _EMPTY)
            return SecondReader(plain_copy(archive, self.parts, {**nothing, **rewritten}))


def _count(values: Sequence[Sequence[Value]]) -> int:
    return sum(len(row) - row.count("") for row in values)


def _workbook_part(name: str, archive: zipfile.ZipFile) -> str:
    by_lower = {part.lower(): part for part in archive.namelist()}
    if "[content_types].xml" not in by_lower:
        kind = "een OpenDocument-bestand" if "mimetype" in by_lower else "geen Excel-bestand"
        raise Unreadable(f"{name} is {kind}. Sla de aanvragen op als Excel-werkmap (.xlsx).")
    found = main_part(archive)
    if not found:
        raise Unreadable(
            f"{name} is geen Excel-werkmap: het onderdeel met de lijst van bladen ontbreekt. Sla "
            "de aanvragen op als Excel-werkmap (.xlsx)."
        )
    if found.lower().startswith(("word/", "ppt/")):
        kind = "een Word-document" if found.lower().startswith("word/") else "een presentatie"
        raise Unreadable(
            f"{name} is {kind}, geen Excel-werkmap. Sla de aanvragen op als Excel-werkmap (.xlsx)."
        )
    return found


def _program(archive: zipfile.ZipFile, workbook: str) -> Program:
    """The program that wrote the package, and whether it left computing to who opens it."""
    left = any(
        one.get("fullCalcOnLoad") in _LEFT
        or one.get("forceFullCalc") in _LEFT
        or one.get("calcCompleted", "1") in ("0", "false")
        for one in elements(archive, workbook, "calcPr")
    )
    return replace(program_in(archive), leaves_computing=left)


def _template(archive: zipfile.ZipFile) -> tuple[str, int] | None:
    """The template that a workbook says it was made from, by name and version."""
    if _PROPERTIES not in archive.namelist():
        return None
    texts: dict[str, str] = {}
    name = ""

    def start(element: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if element == "property":
            name = attributes.get("name", "")

    def text(piece: str) -> None:
        texts[name] = texts.get(name, "") + piece

    with open_part(archive, _PROPERTIES) as part:
        feed(part, start=start, text=text)
    stated = texts.get("Sjabloonversie", "").strip()
    if re.fullmatch("[0-9]{1,4}", stated) is None:
        return None
    return texts.get("Sjabloon", "").strip(), int(stated)


def _check_parts(archive: zipfile.ZipFile, parts: Parts) -> bool:
    """Read the parts that the fast reader will read whole, so that none lies about its size.

    ``False`` where the list of texts claims to be longer than it is: the fast reader would set
    memory aside for it, more than there is.
    """
    honest, known = True, set(archive.namelist())
    for kind in ("sharedStrings", "styles"):
        name = parts.of_kind(kind)
        if name not in known:
            continue
        first, size = b"", 0
        with open_part(archive, name) as stream:
            while chunk := stream.read(1 << 20):
                check_time()
                first, size = first or chunk[:4096], size + len(chunk)
                if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                    raise Malformed("a document type")
        honest = honest and all(int(most) <= size for most in COUNTS.findall(first))
    return honest


def _sheets(archive: zipfile.ZipFile, parts: Parts) -> Iterator[SheetEntry]:
    for attributes in elements(archive, parts.workbook, "sheet"):
        key = next(
            (value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), ""
        )
        relation = parts.relations.get(key)
        yield SheetEntry(
            name=attributes.get("name", ""),
            part=relation.part if relation is not None else "",
            visible=attributes.get("state", "visible") == "visible",
            worksheet=relation is not None and relation.kind == "worksheet",
        )
