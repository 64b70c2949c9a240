"""Templates of every scheme, filled in by LibreOffice and by openpyxl, load without findings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.instruments.applications import application
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.workbooks.intake.reading import read_workbook
from verdeelsleutel.io.workbooks.templates.template import write_template

from .made import as_typed, filled_template
from .test_live_rules import cells_of

SCRIPT = Path(__file__).with_name("typed_by_libreoffice.py")
SYSTEM_PYTHON = "/usr/bin/python3"
DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - an office's own clock


def libreoffice_can_be_typed_into() -> bool:
    if shutil.which("soffice") is None or not Path(SYSTEM_PYTHON).exists():
        return False
    done = subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return done.returncode == 0


def typed(value: object) -> str | float | None:
    """A value as it is typed: a text, a number, or the number of a day."""
    plain: Any = as_typed(value)
    if isinstance(plain, datetime):
        return (plain - DAY_ZERO).total_seconds() / 86_400
    if isinstance(plain, date):
        return float((datetime.combine(plain, datetime.min.time()) - DAY_ZERO).days)
    return plain


def loads(path: Path, key: str) -> None:
    workbook = read_workbook(path, {key: instruments()[key]})
    assert workbook.findings == ()
    (row,) = workbook.rows
    asked = application(key, {"application_id": "A-1"})
    assert row.application == asked


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("key", list(instruments()))
def test_a_template_filled_in_by_openpyxl_loads_without_findings(key: str, tmp_path: Path) -> None:
    scheme = instruments()[key]
    write_template(scheme, tmp_path / "leeg.xlsx")
    row = cells_of(application(key, {"application_id": "A-1"}), scheme.columns)
    loads(filled_template(tmp_path / "leeg.xlsx", tmp_path / "vol.xlsx", scheme, [row]), key)


@pytest.mark.skipif(not libreoffice_can_be_typed_into(), reason="LibreOffice has no Python here")
def test_templates_filled_in_by_libreoffice_load_without_findings(tmp_path: Path) -> None:
    files: list[dict[str, Any]] = []
    for key, scheme in instruments().items():
        write_template(scheme, tmp_path / f"{key}.xlsx")
        row = cells_of(application(key, {"application_id": "A-1"}), scheme.columns)
        cells = [
            [at, 2, typed(row[column.field])]
            for at, column in enumerate(scheme.columns)
            if row[column.field] is not None
        ]
        files.append(
            {
                "open": (tmp_path / f"{key}.xlsx").as_uri(), "sheet": scheme.sheet, "cells": cells,
                "save": (tmp_path / f"{key} vol.xlsx").as_uri(),
            }
        )  # fmt: skip
    pipe = f"verdeelsleutel-{os.getpid()}"
    orders = tmp_path / "orders.json"
    orders.write_text(json.dumps({"pipe": pipe, "files": files}), encoding="utf-8")
    office = subprocess.Popen(
        [
            "soffice", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        subprocess.run([SYSTEM_PYTHON, str(SCRIPT), str(orders)], check=True, timeout=240)
        office.wait(timeout=60)
    finally:
        office.kill()
        office.wait()
    for key in instruments():
        loads(tmp_path / f"{key} vol.xlsx", key)
