"""The catalogue of rules that the office asked for, row by row."""

from __future__ import annotations

import re
from pathlib import Path

from verdeelsleutel.instruments.listing import catalogues

ROWS = (
    *(f"WBI-{n:02d}" for n in range(1, 29)),
    *(f"RS-{n:02d}" for n in range(1, 13)),
    *(f"GB-{n:02d}" for n in range(1, 12)),
    *(f"BER-{n:02d}" for n in range(1, 5)),
    *("AFF-01", "AFF-02", "AFF-03", "GEN-01", "GEN-02", "GEN-03", "GEN-04", "GOAL-01"),
)
_ROW = re.compile(r"^\| ([A-Z]{2,5}-[0-9]{2}) \| (.+) \|$", re.MULTILINE)


def explained() -> dict[str, str]:
    """The codes that docs/law.md says no application is tested on, with the reason."""
    page = Path(__file__).parents[2] / "docs" / "law.md"
    return dict(_ROW.findall(page.read_text(encoding="utf-8")))


def test_every_row_is_a_rule_or_a_parameter_or_explained() -> None:
    versions = [version for one in catalogues() for version in one.versions]
    rules = {version.code for version in versions if version.sentences}
    parameters = {version.code for version in versions if version.parameters}
    for code in ROWS:
        assert code in rules or code in parameters or explained().get(code), code


def test_what_no_application_is_tested_on_has_its_reason_in_the_documentation() -> None:
    versions = [version for one in catalogues() for version in one.versions]
    tested = {version.code for version in versions if version.sentences}
    untested = {version.code for version in versions} - tested
    assert set(explained()) == untested
    assert all(reason.endswith(".") for reason in explained().values())
