"""Screening looks at each application once, and loads nothing of the optimiser."""

from __future__ import annotations

import subprocess
import sys
from types import FrameType

import pytest

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments

from .applications import application, setting

MUNICIPALITIES = ("GM0363", "GM0344", "GM0599", "GM0518", "GM0014", "GM0855", "GM0193", "GM0200")


def steps(key: str, number: int) -> int:
    """The functions that are called to screen so many applications of a round, after the first."""
    ordinary: Application = application(key)
    asked = [
        ordinary.model_copy(
            update={
                "application_id": f"A-{n}",
                "municipality_code": MUNICIPALITIES[n % len(MUNICIPALITIES)],
                "requested": Euro.euros(1_000_000 + n),
            }
        )
        for n in range(number)
    ]
    its_setting, scheme = setting(others=asked), instruments()[key]
    assert scheme.screen(asked[0], its_setting)
    called = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        for one in asked[1:]:
            scheme.screen(one, its_setting)
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize("key", ["woningbouwimpuls", "gebiedsbudget"])
def test_screening_an_application_takes_no_more_steps_where_there_are_more(key: str) -> None:
    """Woningbouwimpuls has the most rules; in Gebiedsbudget all ask for one area here.

    How long it takes is measured by ``benchmarks/screening.py``.
    """
    few, many = steps(key, 101), steps(key, 401)
    assert many < 4.4 * few
    assert few < 100 * 2_500  # for each application


def test_screening_loads_no_solver_table_or_file_library() -> None:
    script = (
        "import sys; from verdeelsleutel.instruments.instrument import instruments; instruments();"
        "heavy = {'pulp', 'pandas', 'numpy', 'openpyxl', 'sqlmodel', 'typst', 'click'};"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
