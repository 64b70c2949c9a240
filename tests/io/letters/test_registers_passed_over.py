"""A register of letters is known by its own columns, whatever its name is and whoever saved it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.io.letters.register import (
    COLUMNS,
    as_csv,
    as_workbook,
    passed_over,
    without_registers,
)

ROW = dict.fromkeys(COLUMNS, "") | {"aanvraagnummer": "GB-1", "datum": "2027-05-20"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "voortgangsverzoek.csv").write_bytes(as_csv([ROW]))
    (tmp_path / "map van de gemeente.xlsx").write_bytes(as_workbook([ROW]))
    (tmp_path / "met partners.csv").write_bytes(as_csv([ROW | {"samen_met": "GM0344"}]))
    book: Any = openpyxl.Workbook()
    book.create_sheet("Brieven").append(["Aanvraagnummer", "Gemeente"])
    book.save(tmp_path / "eigen brieven.xlsx")
    (tmp_path / "leeg.csv").write_bytes(b"")
    (tmp_path / "kapot.xlsx").write_bytes(b"PK\x03\x04 geen werkmap")
    (tmp_path / "voortgang.csv").write_text("Ronde;Aanvraagnummer\n2026-1;GB-1\n", "utf-8")
    return tmp_path


def test_what_has_the_columns_of_a_register_is_one_and_nothing_else_is(folder: Path) -> None:
    others, registers = without_registers(sorted(folder.iterdir()))
    assert [one.name for one in registers] == [
        "map van de gemeente.xlsx", "met partners.csv", "voortgangsverzoek.csv",
    ]  # fmt: skip
    assert [one.name for one in others] == [
        "eigen brieven.xlsx", "kapot.xlsx", "leeg.csv", "voortgang.csv",
    ]  # fmt: skip


def test_they_are_named_in_one_sentence(folder: Path) -> None:
    one = [folder / "voortgangsverzoek.csv"]
    assert passed_over(one).startswith("Niet gelezen: voortgangsverzoek.csv is een register van")
    assert "zijn registers van brieven" in passed_over([*one, folder / "met partners.csv"])


def test_a_file_that_is_not_there_is_left_to_whoever_reads_it(folder: Path) -> None:
    gone = folder / "weg.csv"
    assert without_registers([gone]) == ((gone,), ())
