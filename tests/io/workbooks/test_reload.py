"""A file that comes again: what its officer mended, what is new, and what is still open."""

from __future__ import annotations

from verdeelsleutel.grants.applications.finding import Finding, Severity
from verdeelsleutel.io.workbooks.annotation.since_earlier import compare, file_key


def found(code: str, cell: str, number: str = "", field: str = "", value: str = "") -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, message="m", cure="c", sheet="Bruggen",
        cell=cell, application_id=number, field=field, value=value,
    )  # fmt: skip


def test_a_finding_is_the_same_when_its_row_moved() -> None:
    before = [found("INT-008", "G4", "BRU-1", "requested"), found("INT-007", "E4", "BRU-1", "x")]
    now = [
        found("INT-008", "G9", "BRU-1", "requested"),
        found("INT-008", "G4", "BRU-2", "requested"),
    ]
    since = compare("a.xlsx", before, now)
    assert [f.cell for f in since.fixed] == ["E4"]
    assert [f.cell for f in since.new] == ["G4"]
    assert [f.cell for f in since.still_open] == ["G9"]


def test_findings_that_repeat_are_counted() -> None:
    double = found("INT-034", "A9", value="Totaal")
    since = compare("a.xlsx", [double, double, double], [double, double])
    assert (len(since.fixed), len(since.new), len(since.still_open)) == (1, 0, 2)


def test_an_annotated_copy_and_another_kind_of_file_are_the_same_file() -> None:
    names = [
        "Batch 1.xlsx",
        "batch 1.XLSM",
        "Batch 1.bevindingen.xlsx",
        "batch 1.bevindingen-3.xlsx",
    ]
    assert len({file_key(name) for name in names}) == 1
    assert file_key("Batch 1.xlsx") != file_key("Batch 2.xlsx")
