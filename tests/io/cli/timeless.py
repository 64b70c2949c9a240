"""Workbooks that a test fills have the same bytes whenever it fills them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

_WHEN = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_CORE = "docProps/core.xml"


def save_timeless(patch: pytest.MonkeyPatch) -> None:
    """Let openpyxl write no moment of its own in a workbook that it saves."""
    save = openpyxl.Workbook.save

    def saved(book: openpyxl.Workbook, filename: Any) -> None:
        save(book, filename)
        if isinstance(filename, str | Path):
            _without_moments(Path(filename))

    patch.setattr(openpyxl.Workbook, "save", saved)


def _without_moments(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = [(one.filename, archive.read(one)) for one in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts:
            told = _WHEN.sub(b"2026-01-02T03:04:05Z", data) if name == _CORE else data
            archive.writestr(zipfile.ZipInfo(name), told, zipfile.ZIP_DEFLATED)
