"""What every kind of file is read as: sheets with values, and a look at what values do not tell.

The limits on size hold for every kind. Whatever cannot be read ends here in one sentence.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from python_calamine import CalamineError, CalamineWorkbook

from ..errors import Unreadable
from .look import Malformed, SheetLook, feed

Value = int | float | str | bool | date | datetime | time | timedelta
"""A cell as the fast reader gives it; an empty text for an empty cell."""

MAX_FILE = 100 * 2**20
MAX_UNPACKED = 600 * 2**20
MAX_RATIO = 500  # a part may be this many times its packed size ...
_RATIO_FROM = 50 * 2**20  # ... once it is larger than this
MAX_PARTS = 5_000
MAX_CELLS = 10_000_000


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


@contextmanager
def refusing(name: str) -> Generator[None]:
    """Turn what a damaged file makes of the libraries into one sentence."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        KeyError,
        NotImplementedError,  # zipfile, of a way of compressing it does not know
        UnicodeDecodeError,
        struct.error,
        IndexError,  # a binary record that is shorter than it must be
        Malformed,
    ) as error:
        raise Unreadable(
            f"{name} is beschadigd of geen Excel-bestand. Open het bestand in Excel, sla "
            "het opnieuw op als .xlsx en probeer het nog eens."
        ) from error


@contextmanager
def fast_reader() -> Generator[None]:
    """What the fast reader raises on a damaged file, its panics included, as ``Malformed``."""
    try:
        yield
    except (CalamineError, OSError) as error:
        raise Malformed(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the Rust library; it has no other name
            raise
        raise Malformed(str(error)) from error


def fast_workbook(data: bytes) -> CalamineWorkbook:
    """A workbook opened by the fast reader.

    Raises:
        Malformed: it is damaged.
    """
    with fast_reader():
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def fast_values(workbook: CalamineWorkbook, entry: SheetEntry) -> Sequence[Sequence[Value]]:
    """The values of a sheet as the fast reader gives them, from A1."""
    with fast_reader():
        sheet = workbook.get_sheet_by_name(entry.name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise Malformed("the fast reader finds more cells than the look did")
        return sheet.to_python(skip_empty_area=False)


def check_limits(name: str, archive: zipfile.ZipFile) -> None:
    """Refuse a package that is encrypted, or too large unpacked, before anything is unpacked."""
    parts = archive.infolist()
    if any(part.header_offset < 0 for part in parts):
        raise zipfile.BadZipFile("a part before the beginning")
    names = [part.filename.lower() for part in parts]
    if len(set(names)) < len(names):
        raise zipfile.BadZipFile("a part occurs twice")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable(
            f"{name} is een versleuteld zipbestand. Sla het op zonder wachtwoord, als .xlsx."
        )
    too_dense = any(
        part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * part.compress_size
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

    with archive.open(part) as stream:
        feed(stream, start=start)
    return found
