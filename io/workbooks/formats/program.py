"""Which program wrote a file, and whether the outcomes of its formulas were ever computed.

Excel, LibreOffice and the like compute a formula and store its outcome. Programs that write a file
from a list leave that to Excel: they store nothing, nought or an empty text, and mark the file to
be computed when it is opened.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from enum import StrEnum

from .look import Malformed, SheetLook, feed

_SEVERAL = 3  # formulas, of which not one has an outcome


class Family(StrEnum):
    """Programs by what an officer does in them."""

    EXCEL = "Excel"
    LIBREOFFICE = "LibreOffice"
    ONLINE = "het programma waarin het is gemaakt"  # Google, WPS, OnlyOffice, Numbers and so on
    LISTS = "een programma dat niet rekent"
    UNKNOWN = "onbekend"


_COMPUTING = re.compile(
    r"google|wps|onlyoffice|kingsoft|numbers|apple|gnumeric|calligra|softmaker|planmaker|zoho"
    r"|microsoft macintosh excel|microsoft excel online|collabora",
    re.IGNORECASE,
)
_LIBRE = re.compile(r"libreoffice|openoffice|^calc$", re.IGNORECASE)
_FIRST_EXCEL = 14  # the version of 2010; libraries call themselves Excel 12 or their own version

_CURES = {
    Family.EXCEL: "Open het bestand in Excel, laat het rekenen met Ctrl+Alt+F9 en sla het op, of "
    "typ de waarde zelf in.",
    Family.LIBREOFFICE: "Open het bestand in LibreOffice, laat het rekenen met Ctrl+Shift+F9 en "
    "sla het op als .xlsx, of typ de waarde zelf in.",
    Family.ONLINE: "Open het bestand in het programma waarin het is gemaakt, download het opnieuw "
    "als .xlsx, of typ de waarde zelf in.",
    Family.LISTS: "Het bestand is gemaakt door {name}, dat niet rekent: open het in Excel, sla het "
    "opnieuw op, of typ de waarde zelf in.",
    Family.UNKNOWN: "Open het bestand in Excel en sla het opnieuw op, of typ de waarde zelf in.",
}


@dataclass(frozen=True, slots=True)
class Program:
    """The program that wrote a file. ``leaves_computing`` is the file's own mark that it must be
    computed when it is opened."""

    family: Family = Family.UNKNOWN
    name: str = ""
    leaves_computing: bool = False

    @property
    def cure(self) -> str:
        """What an officer does about a formula without an outcome, in Dutch."""
        return _CURES[self.family].format(name=self.name)

    @property
    def to_save_in(self) -> str:
        """The program to save the file in once more, for an advice."""
        known = (Family.LIBREOFFICE, Family.ONLINE)
        return str(self.family) if self.family in known else str(Family.EXCEL)

    def judged(self, look: SheetLook) -> SheetLook:
        """The look, with outcomes of nothing that were never computed among those without one."""
        look.cure, look.program = self.cure, self.to_save_in
        if self.never_computed(look):
            look.formulas_without_value |= look.of_nothing
        return look

    def never_computed(self, look: SheetLook) -> bool:
        """Whether outcomes of nothing on a sheet were never computed, or may not have been."""
        if not look.of_nothing:
            return False
        if self.leaves_computing or self.family is Family.LISTS:
            return True
        if self.family is not Family.UNKNOWN:
            return False
        without = len(look.of_nothing) + len(look.formulas_without_value)
        return without == look.formulas >= _SEVERAL


def program_of(name: str, version: str = "", *, leaves_computing: bool = False) -> Program:
    """The program by the name and the version that it writes of itself."""
    stated = name.strip()
    major = re.match(r"[0-9]+", version.strip())
    if _LIBRE.search(stated):
        family = Family.LIBREOFFICE
    elif _COMPUTING.search(stated):
        family = Family.ONLINE
    elif re.match("MicrosoftOffice/|MicrosoftExcel", stated):  # in a file of OpenDocument
        family = Family.EXCEL
    elif stated == "Microsoft Excel":
        real = major is not None and int(major[0]) >= _FIRST_EXCEL
        family = Family.EXCEL if real else Family.UNKNOWN
    else:
        family = Family.LISTS if stated else Family.UNKNOWN
    return Program(family, stated, leaves_computing)


def program_in(archive: zipfile.ZipFile) -> Program:
    """The program that says it wrote an Office package."""
    by_lower = {part.lower(): part for part in archive.namelist()}
    texts = texts_of(archive, by_lower.get("docprops/app.xml", ""))
    return program_of(texts.get("Application", ""), texts.get("AppVersion", ""))


def texts_of(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """The text of each element of a part about the document, by its name.

    Nothing but advice depends on it, so of a damaged part there is none.
    """
    texts: dict[str, str] = {}
    inside = ""

    def start(element: str, _: dict[str, str]) -> None:
        nonlocal inside
        inside = element

    def text(piece: str) -> None:
        texts[inside] = texts.get(inside, "") + piece

    try:
        with archive.open(part) as stream:
            feed(stream, start=start, text=text)
    except (KeyError, Malformed, zipfile.BadZipFile, OSError, EOFError):
        return {}
    return texts
