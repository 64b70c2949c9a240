"""What every kind of file is read as: sheets with values, and a look at what values do not tell.

The limits on size hold for every kind. Whatever cannot be read ends here in one sentence.
"""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Protocol

from python_calamine import CalamineError, CalamineWorkbook

from ...errors import Unreadable
from ...files.archive import require_usual_packing
from .limits import MAX_CELLS, MAX_PARTS, MAX_RATIO, MAX_UNPACKED, RATIO_FROM, check_time
from .look import Malformed, SheetLook, feed
from .number_formats import ByFormat, Value, as_dated, as_shown, as_told
from .program import Program

_UNPACKING = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)
"""What the library raises while it unpacks: damage, or a way of packing that it does not know."""

_ZONE = re.compile(r"(?<=[0-9])(?:Z|[+-][0-9]{2}:[0-9]{2})$")

_MISREADING = (KeyError, ValueError, OverflowError, RuntimeError, OSError, struct.error)
"""What it raises besides while it opens a package or a part whose lists are damaged."""


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. ``part`` is where its XML is; ``visible`` in the tabs."""

    name: str
    part: str
    visible: bool
    worksheet: bool


class Source(Protocol):
    """An opened file, held in memory so that what is hashed is what is read."""

    @property
    def name(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    @property
    def kind(self) -> str:
        """What it is, as an officer calls it, as in ``.xlsx``."""
        ...

    @property
    def sheets(self) -> tuple[SheetEntry, ...]: ...

    @property
    def remarks(self) -> tuple[str, ...]:
        """Codes of the register for what must be said of the file as a whole."""
        ...

    @property
    def template(self) -> tuple[str, int] | None:
        """The template that the file says it was made from, by name and version, if it says so."""
        ...

    @property
    def encoding(self) -> str:
        """The encoding of a text where it was guessed, as an officer calls it; else ""."""
        ...

    @property
    def program(self) -> Program:
        """The program that wrote the file, as far as the file says."""
        ...

    def look(self, entry: SheetEntry) -> SheetLook:
        """What the file says of a sheet besides its values.

        Raises:
            Unreadable: the sheet is damaged.
        """
        ...

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        ...

    def read_again(self, entry: SheetEntry, values: Sequence[Sequence[Value]]) -> str:
        """Note in the look of a sheet what a second reader makes of its cells, where it differs.

        Why it could not, or ""; a kind of file that no second reader knows says nothing.
        """
        ...

    def seen_by_one(self) -> tuple[str, ...]:
        """The names of worksheets that only one of both readers sees."""
        ...


class ReadOnce:
    """A kind of file that no second reader knows: its own look does what it would."""

    def read_again(self, entry: SheetEntry, values: Sequence[Sequence[Value]]) -> str:
        """Nothing to note."""
        return ""

    def seen_by_one(self) -> tuple[str, ...]:
        """No sheet."""
        return ()


@contextmanager
def refusing(name: str) -> Generator[None]:
    """Turn a damaged file into one sentence. A fault of our own is none, and passes."""
    try:
        yield
    except (*_UNPACKING, Malformed) as error:
        program = "LibreOffice" if name.lower().endswith(".ods") else "Excel"
        raise Unreadable(
            f"{name} is beschadigd of geen Excel-bestand. Open het bestand in {program}, sla "
            "het opnieuw op als .xlsx en probeer het nog eens."
        ) from error


@contextmanager
def unpacking() -> Generator[None]:
    """What the library raises while it unpacks a damaged part, as ``Malformed``."""
    try:
        yield
    except _UNPACKING as error:
        raise Malformed(str(error)) from error


@contextmanager
def opened(data: bytes) -> Generator[zipfile.ZipFile]:
    """A package of parts.

    Raises:
        Malformed: it is none, or its list of parts is damaged.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        require_usual_packing(archive)
    except (*_UNPACKING, *_MISREADING) as error:
        raise Malformed(str(error)) from error
    with archive:
        yield archive


@contextmanager
def open_part(archive: zipfile.ZipFile, part: str) -> Generator[IO[bytes]]:
    """One part of a package; what is read of it is checked while it is read.

    Raises:
        Malformed: there is no such part, or it is not where the package says.
    """
    try:
        stream = archive.open(part)
    except (*_UNPACKING, *_MISREADING) as error:
        raise Malformed(str(error)) from error
    with stream:
        yield stream


def read_part(archive: zipfile.ZipFile, part: str) -> bytes:
    """One part of a package as a whole.

    Raises:
        Malformed: there is no such part, or it is damaged.
    """
    with unpacking(), open_part(archive, part) as stream:
        return stream.read()


@contextmanager
def fast_reader() -> Generator[None]:
    """What the fast reader raises on a damaged file, its panics included, as ``Malformed``.

    Where it panics it also writes lines of its own to the error output; those are not shown, since
    the officer gets a sentence instead.
    """
    try:
        with _no_error_output():
            yield
    except (CalamineError, OSError) as error:
        raise Malformed(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the Rust library; it has no other name
            raise
        raise Malformed(str(error)) from error


@contextmanager
def _no_error_output() -> Generator[None]:
    try:
        shown = os.dup(2)
    except OSError:  # there is none
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
    try:
        yield
    finally:
        os.dup2(shown, 2)
        os.close(shown)


def fast_workbook(data: bytes) -> CalamineWorkbook:
    """A workbook opened by the fast reader.

    Raises:
        Malformed: it is damaged.
    """
    check_time()
    with fast_reader():
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def fast_values(workbook: CalamineWorkbook, entry: SheetEntry) -> Sequence[Sequence[Value]]:
    """The values of a sheet as the fast reader gives them, from A1."""
    check_time()
    with fast_reader():
        sheet = workbook.get_sheet_by_name(entry.name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise Malformed("the fast reader finds more cells than the look did")
        return sheet.to_python(skip_empty_area=False)


def as_the_sender_sees(
    values: Sequence[Sequence[Value]], look: SheetLook
) -> Sequence[Sequence[Value]]:
    """The values, each that shows something else than it holds with what it shows.

    A date that the file holds as a text of ISO 8601 becomes a date: it is the time of the clock of
    the office, whatever zone a program writes behind it.
    """
    for places in (look.own, look.formats, look.shown, look.dated):
        for row, column in places:
            if row >= len(values) or column >= len(values[row]):
                continue
            cells = values[row]
            assert isinstance(cells, list)
            cells[column] = _seen(cells[column], look, (row, column))
    return values


def _seen(value: Value, look: SheetLook, place: tuple[int, int]) -> Value:
    if place in look.own:
        return look.own[place]
    if place in look.dated:
        return _iso_date(value) if isinstance(value, str) else value
    if isinstance(value, date) and place in look.formats:
        return as_dated(look.formats[place], value) or value
    if isinstance(value, date | bool) and place in look.shown:
        return ByFormat(value, look.shown[place], certain=isinstance(value, bool))
    if isinstance(value, bool) or not isinstance(value, int | float | str) or value == "":
        return value
    if place in look.shown:
        if isinstance(value, str):
            return (
                value if value.strip() == look.shown[place] else ByFormat(value, look.shown[place])
            )
        return as_told(value, look.shown[place]) or value
    return as_shown(look.formats[place], value) or value


def _iso_date(text: str) -> Value:
    plain = _ZONE.sub("", text.strip())
    try:
        return datetime.fromisoformat(plain)
    except ValueError:  # it is left as it stands, and its column says what is wrong
        return text


def check_limits(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse a package that is encrypted, or too large unpacked, before anything is unpacked."""
    parts = archive.infolist()
    if any(part.header_offset < 0 for part in parts):
        raise zipfile.BadZipFile("a part before the beginning")
    names = [part.filename.replace("\\", "/").lower() for part in parts]
    for twice in (at for at, known in Counter(names).items() if known > 1):
        part = parts[names.index(twice)].filename
        raise Unreadable(
            f"{name} bevat het onderdeel {part} twee keer. Welk van beide geldt, verschilt per "
            "programma; daarom wordt geen van beide gelezen. Open het bestand in Excel, controleer "
            "de aanvragen en sla het opnieuw op als .xlsx."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(
            f"{name} is een versleuteld zipbestand. Sla het op zonder wachtwoord, als .xlsx."
        )
    too_dense = any(
        part.file_size > RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size
        for part in parts
    )
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or too_dense:
        raise Unreadable(
            f"{name} is uitgepakt te groot om veilig te lezen (meer dan {MAX_UNPACKED >> 20} MB "
            "of te sterk samengeperst). Kopieer de aanvragen naar een nieuw sjabloon."
        )


def elements(archive: zipfile.ZipFile, part: str, name: str) -> list[dict[str, str]]:
    """The attributes of every element of this name in a part."""
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == name:
            found.append(attributes)

    with open_part(archive, part) as stream:
        feed(stream, start=start)
    return found
