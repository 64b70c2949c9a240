"""Opening a workbook as a file: what it is, whether it is safe to read, and its sheets.

The content decides what a file is, not its name. Everything that cannot be read ends here in one
sentence; nothing that can be read is refused.
"""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from ..errors import Unreadable
from .look import Malformed, SheetLook, feed, look_at

Value = int | float | str | bool | date | datetime | time | timedelta
"""A cell as the fast reader gives it; an empty text for an empty cell."""

MAX_FILE = 100 * 2**20
MAX_UNPACKED = 600 * 2**20
MAX_RATIO = 500  # a part may be this many times its packed size ...
_RATIO_FROM = 50 * 2**20  # ... once it is larger than this
MAX_PARTS = 5_000
MAX_CELLS = 10_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it. ``part`` is where its XML is; ``visible`` in the tabs."""

    name: str
    part: str
    visible: bool
    worksheet: bool


class Container:
    """An opened workbook, held in memory so that what is hashed is what is read."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.data = data
        with self._refusing(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_limits(name, archive)
            self.sheets: tuple[SheetEntry, ...] = tuple(_sheets(name, archive))
            self.has_macros = any(
                part.lower() == "xl/vbaproject.bin" for part in archive.namelist()
            )
            _check_parts(archive)
            self._calamine = CalamineWorkbook.from_filelike(io.BytesIO(data))

    def look(self, entry: SheetEntry) -> SheetLook:
        """What the XML of a sheet says.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with (
            self._refusing(),
            zipfile.ZipFile(io.BytesIO(self.data)) as archive,
            archive.open(entry.part) as part,
        ):
            return look_at(part, enough=MAX_CELLS)

    def values(self, entry: SheetEntry) -> Sequence[Sequence[Value]]:
        """The values of a sheet by row and column from A1. Look first: see ``SheetLook.cells``.

        Raises:
            Unreadable: the sheet is damaged.
        """
        with self._refusing():
            sheet = self._calamine.get_sheet_by_name(entry.name)
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                raise Malformed("the fast reader finds more cells than the look did")
            return sheet.to_python(skip_empty_area=False)

    @contextmanager
    def _refusing(self) -> Generator[None]:
        try:
            yield
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            KeyError,
            NotImplementedError,
            UnicodeDecodeError,
            Malformed,
            CalamineError,
        ) as error:
            raise Unreadable(
                f"{self.name} is beschadigd of geen Excel-bestand. Open het bestand in Excel, sla "
                "het opnieuw op als .xlsx en probeer het nog eens."
            ) from error


def open_container(path: Path) -> Container:
    """Open a workbook.

    Raises:
        Unreadable: there is no such file, or it is not a workbook that can be read.
    """
    return Container(path.name, _recognised(path, _bytes_of(path)))


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise Unreadable(f"{path} is een map. Geef de naam van een Excel-bestand in die map.")
    try:
        if path.stat().st_size > MAX_FILE:
            raise Unreadable(
                f"{path.name} is groter dan {MAX_FILE >> 20} MB. Verwijder afbeeldingen en "
                "bladen die niet nodig zijn, of verdeel de aanvragen over meer bestanden."
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(f"{path} bestaat niet. Controleer de naam en de map.") from error
    except OSError as error:
        raise Unreadable(
            f"{path} kan niet worden gelezen ({error.strerror}). Sluit het bestand in andere "
            "programma's en controleer of u het mag lezen."
        ) from error


def _recognised(path: Path, data: bytes) -> bytes:
    """The data of an .xlsx or .xlsm; every other kind is named and refused."""
    if not data:
        raise Unreadable(f"{path.name} is leeg (0 bytes). Vraag het bestand opnieuw op.")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable(
                f"{path.name} is met een wachtwoord versleuteld. Open het in Excel, haal het "
                "wachtwoord weg (Bestand, Info, Werkmap beveiligen) en sla het opnieuw op."
            )
        raise Unreadable(
            f"{path.name} is in de oude Excel-indeling (.xls). Open het in Excel en sla het op "
            "als Excel-werkmap (.xlsx)."
        )
    if not data.startswith(b"PK"):
        raise Unreadable(
            f"{path.name} is geen Excel-bestand. Sla de aanvragen op als Excel-werkmap (.xlsx)."
        )
    return data


def _check_limits(name: str, archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
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


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Read the parts that the fast reader will read whole, so that none lies about its size."""
    for part in archive.infolist():
        folder, base = posixpath.split(part.filename.lower())
        if base in ("sharedstrings.xml", "styles.xml") and folder.startswith("xl"):
            with archive.open(part) as stream:
                while chunk := stream.read(1 << 20):
                    if b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk:
                        raise Malformed("a document type")


def _sheets(name: str, archive: zipfile.ZipFile) -> Iterator[SheetEntry]:
    by_lower = {part.lower(): part for part in archive.namelist()}
    if "[content_types].xml" not in by_lower:
        kind = "een OpenDocument-bestand" if "mimetype" in by_lower else "geen Excel-bestand"
        raise Unreadable(f"{name} is {kind}. Sla de aanvragen op als Excel-werkmap (.xlsx).")
    if "xl/workbook.bin" in by_lower:
        raise Unreadable(
            f"{name} is een binaire werkmap (.xlsb). Sla het op als Excel-werkmap (.xlsx)."
        )
    if "xl/workbook.xml" not in by_lower:
        raise Unreadable(
            f"{name} is geen Excel-werkmap. Sla de aanvragen op als Excel-werkmap (.xlsx)."
        )
    targets = dict(_relations(archive, by_lower))
    for attributes in _elements(archive, by_lower["xl/workbook.xml"], "sheet"):
        relation = next(
            (value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), ""
        )
        kind, target = targets.get(relation, ("", ""))
        yield SheetEntry(
            name=attributes.get("name", ""),
            part=by_lower.get(target.lower(), target),
            visible=attributes.get("state", "visible") == "visible",
            worksheet=kind == "worksheet",
        )


def _relations(
    archive: zipfile.ZipFile, by_lower: dict[str, str]
) -> Iterator[tuple[str, tuple[str, str]]]:
    part = by_lower["xl/_rels/workbook.xml.rels"]
    for attributes in _elements(archive, part, "Relationship"):
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/xl", attributes.get("Target", "")))
        yield attributes.get("Id", ""), (kind, target.lstrip("/"))


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element == name:
            found.append(attributes)

    with archive.open(part) as stream:
        feed(stream, start=start)
    return found
