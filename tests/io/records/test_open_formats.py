"""Everything in open formats: with a dictionary, and with personal data only when asked for."""

import csv
import json
import random
import tomllib
import unicodedata
from importlib.resources import as_file, files
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from verdeelsleutel.io import cli
from verdeelsleutel.io.files.privacy import REMOVED, Redactor
from verdeelsleutel.io.records.connecting import engine_of
from verdeelsleutel.io.records.trail import held
from verdeelsleutel.io.steps.export import meaning_of, meanings

from ..cli.objecting import decided, hears, opens
from ..cli.test_unknown import ROUND as KLEIN
from .conftest import Verdeel
from .filled import loosened, write_filled
from .rounds import APPROVER
from .test_two_names import SCHEMA, Rows

FIXED = """
[[fixed]]
application = "C"
decision = "in"
reason = "De minister heeft dit toegezegd."
article = "artikel 3 van het voorbeeldbesluit"
authorised_by = ["Lotte van Rijnsoever", "Marijke Oudekerk"]
"""


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


def test_who_objected_or_heard_is_named_nowhere_unless_it_is_asked_for(
    verdeel: Verdeel, tmp_path: Path
) -> None:
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        desk = decided(tmp_path / "desk", samples)
    assert opens(desk, "C", "2026-07-01", "--objector", "Fenna Oosterhof") in (0, 1)
    assert opens(desk, "G") in (0, 1)
    hears(desk, "BZ-1")
    without, with_it = tmp_path / "zonder", tmp_path / "met"
    open_ = ("backup", "--open-formats", "--out")
    assert verdeel(*open_, without, on=desk.url).code == 0
    assert verdeel(*open_, with_it, "--with-personal-data", on=desk.url).code == 0
    for name in ("Oosterhof", "Zitter"):
        assert name in whole_text(with_it)
        assert name not in whole_text(without)
    assert [row["objector"] for row in read(without, "objection")] == [
        "[verwijderd]", "gemeente Enschede"
    ]  # fmt: skip
    purge = ("privacy", "purge", "--round", KLEIN, "--before", "2030-01-01", "--dry-run")
    office = ("--office", desk.folder / "office.toml", "--as", APPROVER)
    told = verdeel(*purge, *office, on=desk.url)
    assert "3 namen van wie bezwaar maakte of daarover hoorde" in told.out, told.out + told.err


def reaches(text: str) -> list[str]:
    """A text as it is typed otherwise: spaced, broken, in capitals, with accents apart."""
    return [
        text, text.upper(), text.replace(" ", "  "), text.replace(" ", "\n"),
        text.replace(" ", "\u00a0"), unicodedata.normalize("NFD", text),
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_a_name_is_taken_out_of_a_text_however_it_was_typed_there(seed: int) -> None:
    draw = random.Random(seed)
    first = ["Fenna", "André", "Zoë", "J.", "Ömer"]
    last = ["van der Ploeg", "Müller", "Oosterhof-Ågård", "’t Hart", "d’Hondt (wethouder)"]
    for _ in range(40):
        name = f"{draw.choice(first)} {draw.choice(last)}"
        texts = Redactor([draw.choice(reaches(name)), "B. Ander"])
        for typed in reaches(name):
            assert texts(f"Gesproken met {typed}, per brief.") == (
                f"Gesproken met {REMOVED}, per brief."
            )
        assert texts("Gesproken met Fennand van der Ploegsma.") == (
            "Gesproken met Fennand van der Ploegsma."
        )


@pytest.mark.slow(sample="test_who_objected_or_heard_is_named_nowhere_unless_it_is_asked_for")
def test_nobody_is_named_who_authorised_a_policy_or_stands_in_an_office_file(
    verdeel: Verdeel, tmp_path: Path
) -> None:
    """They need not have acted: the reason of an award that a decision fixed names them."""
    names = ("Lotte van Rijnsoever", "Marijke Oudekerk")
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        desk = decided(tmp_path / "desk", samples, more=FIXED)
        office = tomllib.loads((samples / "office.toml").read_text(encoding="utf-8"))
    without, with_it = tmp_path / "zonder", tmp_path / "met"
    open_ = ("backup", "--open-formats", "--out")
    assert verdeel(*open_, without, on=desk.url).code == 0
    assert verdeel(*open_, with_it, "--with-personal-data", on=desk.url).code == 0
    for name in names:
        assert name in (with_it / "allocation.csv").read_text(encoding="utf-8")
    for name in (*names, *(one["name"] for one in office["officers"])):
        assert name not in whole_text(without), name


SAID_AND_WHO = "hash van wat iemand zei en van wie"


@pytest.mark.slow(sample="test_no_fingerprint_is_left_that_a_name_can_be_tried_against")
def test_no_hash_is_left_of_what_an_officer_said_and_who_that_was(
    verdeel: Verdeel, tmp_path: Path
) -> None:
    url = write_filled(tmp_path / "gevuld.db")
    hashed = [
        ("award_decision", "digest"), ("award_decision_approval", "digest"),
        ("settling_act", "digest"), ("settling_act_approval", "digest"), ("office_file", "sha256"),
    ]  # fmt: skip
    with engine_of(url).begin() as connection:
        for table, column in hashed:
            name = "Y. Haddou" if table.endswith("approval") else "S. Vermeulen"
            documents = {c.name: "[]" for c in SCHEMA[table].columns if c.name.endswith("_json")}
            Rows(connection, name).add(table, **{column: SAID_AND_WHO}, **documents)
    for personal in (True, False):
        out = tmp_path / str(personal)
        more = ("--with-personal-data",) if personal else ()
        assert verdeel("backup", "--open-formats", "--out", out, *more, on=url).code == 0
        for table, column in hashed:
            kept = {row[column] for row in read(out, table)}
            assert (SAID_AND_WHO in kept) == personal, table


@pytest.mark.slow(
    sample="tests/io/cli/test_audit.py::test_a_value_that_cannot_be_read_is_a_finding"
)
def test_a_value_that_cannot_be_read_is_one_sentence(verdeel: Verdeel, tmp_path: Path) -> None:
    url = write_filled(tmp_path / "gevuld.db")
    with loosened(tmp_path / "gevuld.db") as raw:
        raw.execute("UPDATE batch SET file = file")
        raw.execute("UPDATE application SET application_json = '{' WHERE id = 1")
    for more in ((), ("--with-personal-data",)):
        refused = verdeel("backup", "--open-formats", "--out", tmp_path / "open", *more, on=url)
        assert refused.code == 5
        assert "niet te lezen" in refused.sentence
        assert not (tmp_path / "open").exists()


def test_no_fingerprint_is_left_that_a_name_can_be_tried_against(
    verdeel: Verdeel, tmp_path: Path
) -> None:
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        desk = decided(tmp_path / "desk", samples)
    assert opens(desk, "C", "2026-07-01", "--objector", "Bo") in (0, 1)
    without, with_it = tmp_path / "zonder", tmp_path / "met"
    open_ = ("backup", "--open-formats", "--out")
    assert verdeel(*open_, without, on=desk.url).code == 0
    assert verdeel(*open_, with_it, "--with-personal-data", on=desk.url).code == 0
    prints = {
        print_
        for event in json.loads((with_it / "event.json").read_text(encoding="utf-8"))
        for _, _, print_ in event["detail_json"]
    }
    acted = {int(row["number"]): row["name"] for row in read(with_it, "person")}
    assert prints >= {held.print_of(*one) for one in acted.items()}
    told = whole_text(without)
    assert not [one for one in prints if one in told]
    assert len(prints) > 50  # of every row that an officer added, also where only he is left out
    assert {row["salt"] for row in read(without, "event")} == {""}
    assert [row["objector"] for row in read(without, "objection")] == ["[verwijderd]"]
