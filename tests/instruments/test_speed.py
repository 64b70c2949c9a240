"""Screening is quick, and loads nothing of the optimiser."""

from __future__ import annotations

import subprocess
import sys
from time import process_time

import pytest

from verdeelsleutel.grants.application import Application
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.instruments.instrument import instruments

from .applications import application, setting

MUNICIPALITIES = ("GM0363", "GM0344", "GM0599", "GM0518", "GM0014", "GM0855", "GM0193", "GM0200")


@pytest.mark.parametrize(
    ("key", "number"), [("woningbouwimpuls", 10_000), ("gebiedsbudget", 2_000)]
)
def test_screening_takes_half_a_millisecond_an_application(key: str, number: int) -> None:
    """Woningbouwimpuls has the most rules; in Gebiedsbudget all ask for one area here."""
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
    its_setting = setting(others=asked)
    begun = process_time()
    answers = [instruments()[key].screen(one, its_setting) for one in asked]
    assert process_time() - begun < 5 * number / 10_000
    assert all(answers)


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
