"""A workbook as LibreOffice computes it, from a copy in which no formula has a result."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from openpyxl import Workbook, load_workbook

from ...sharing import LibreOffice


def recalculated(libreoffice: LibreOffice, path: Path, folder: Path) -> Workbook:
    """The values that LibreOffice finds; skips the test, saying so, where it is not installed."""
    blank, out = folder / "blank.xlsx", folder / "out"
    _without_results(path, blank)
    libreoffice.convert([blank], "xlsx", out)
    return load_workbook(out / "blank.xlsx", data_only=True)


def _without_results(path: Path, to: Path) -> None:
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(to, "w") as copy:
        for name in packed.namelist():
            content = packed.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v></v>", content)
            copy.writestr(name, content)
