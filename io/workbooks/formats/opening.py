"""Opening a file as what it is: its content decides, not its name."""

from __future__ import annotations

from pathlib import Path

from ...errors import Unreadable, why_not
from .biff import OldWorkbook
from .binary import BinaryWorkbook
from .container import Container
from .delimited import Delimited, is_delimited
from .limits import MAX_FILE
from .opendocument import OpenDocument
from .parts import main_part
from .source import Source, opened, refusing

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OWNER_FILES = ("~$", ".~lock.")  # of Excel and of LibreOffice
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_source(path: Path) -> Source:
    """Open a file with applications.

    Raises:
        Unreadable: there is no such file, or it is none that can be read.
    """
    name = path.name
    if name.startswith(_OWNER_FILES) and path.is_file():
        raise Unreadable(
            f"{name} is geen werkmap, maar een hulpbestand dat er staat zolang iemand de werkmap "
            "open heeft. Sluit de werkmap in Excel of LibreOffice en laad de werkmap zelf."
        )
    data = _bytes_of(path)
    if not data:
        raise Unreadable(f"{name} is leeg (0 bytes). Vraag het bestand opnieuw op.")
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable(
                f"{name} is met een wachtwoord versleuteld. Open het in Excel, haal het "
                "wachtwoord weg (Bestand, Info, Werkmap beveiligen) en sla het opnieuw op."
            )
        return OldWorkbook(name, data)
    if data.startswith(b"PK"):
        return _package(name, data)
    if is_delimited(name, data):
        return Delimited(name, data)
    raise Unreadable(
        f"{name} is geen Excel-bestand. Sla de aanvragen op als Excel-werkmap (.xlsx)."
    )


def _package(name: str, data: bytes) -> Source:
    with refusing(name), opened(data) as archive:
        parts = {part.replace("\\", "/").lower() for part in archive.namelist()}
        plain = not any("\\" in part for part in archive.namelist())
        main = main_part(archive).lower() if plain and "[content_types].xml" in parts else ""
    if "xl/workbook.bin" in parts or main.endswith(".bin"):
        return BinaryWorkbook(name, data)
    if "[content_types].xml" not in parts and "content.xml" in parts:
        return OpenDocument(name, data)
    return Container(name, data)


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
            f"{path} kan niet worden gelezen ({why_not(error)}). Sluit het bestand in andere "
            "programma's en controleer of u het mag lezen."
        ) from error
