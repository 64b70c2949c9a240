"""Everything in open formats: with a dictionary, and with personal data only when asked for."""

import csv
import json
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from verdeelsleutel.io import cli
from verdeelsleutel.io.steps.export import meaning_of, meanings

from .conftest import Verdeel
from .filled import write_filled


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database that is only read."""
    return write_filled(tmp_path_factory.mktemp("open") / "gevuld.db")


@pytest.fixture(scope="module")
def written(filled: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What it has in open formats, without personal data; it is only read."""
    out = tmp_path_factory.mktemp("open") / "zonder"
    assert cli.run(["backup", "--open-formats", "--out", str(out), "--database", filled]) == 0
    return out


def read(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def whole_text(folder: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()))


def test_every_column_of_every_table_has_a_meaning() -> None:
    used: set[str] = set()
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            nl, en = meaning_of(table.name, column.name)
            assert nl, en
            named = f"{table.name}.{column.name}"
            used.add(named if named in meanings() else column.name)
    assert used == set(meanings())


def test_every_table_is_there_as_csv_and_as_json(
    verdeel: Verdeel, filled: str, tmp_path: Path
) -> None:
    out = tmp_path / "open"
    made = verdeel("backup", "--open-formats", "--out", out, "--json", on=filled)
    assert made.code == 0, made.err
    counts = json.loads(made.out)["rows"]
    assert set(counts) == set(SQLModel.metadata.tables) - {"login", "gate"}
    for name, count in counts.items():
        assert len(read(out, name)) == count
        assert len(json.loads((out / f"{name}.json").read_text(encoding="utf-8"))) == count
    told = read(out, "data_dictionary")
    columns = {
        (table.name, c.name)
        for table in SQLModel.metadata.sorted_tables
        if table.name not in ("login", "gate")  # they are of the server
        for c in table.columns
    }
    assert {(row["table"], row["column"]) for row in told} == columns
    assert sum(int(row["amount_cents"]) for row in read(out, "award")) > 0


def test_personal_data_stays_behind_unless_it_is_asked_for(
    verdeel: Verdeel, filled: str, written: Path, tmp_path: Path
) -> None:
    with_it, without = tmp_path / "met", written
    flag = "--with-personal-data"
    assert verdeel("backup", "--open-formats", flag, "--out", with_it, on=filled).code == 0
    for personal in ("Vermeulen", "Haddou", "Team gebiedsontwikkeling", "@"):
        assert personal in whole_text(with_it)
        assert personal not in whole_text(without)
    assert read(without, "approval")[0]["approver"].startswith("persoon ")


def test_the_same_database_gives_the_same_bytes_and_a_full_folder_is_left_alone(
    verdeel: Verdeel, filled: str, written: Path, tmp_path: Path
) -> None:
    one, other = tmp_path / "een", written
    assert verdeel("backup", "--open-formats", "--out", one, on=filled).code == 0
    assert whole_text(one) == whole_text(other)
    refused = verdeel("backup", "--open-formats", "--out", one, on=filled)
    assert refused.code == 2
    assert "niet leeg" in refused.sentence


def test_a_backup_has_everything_so_the_flag_is_refused(
    verdeel: Verdeel, filled: str, tmp_path: Path
) -> None:
    wrong = verdeel("backup", "--with-personal-data", "--out", tmp_path / "k.zip", on=filled)
    assert wrong.code == 2
