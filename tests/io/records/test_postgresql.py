"""Every command of a round works on PostgreSQL, and gives the same bytes there as on SQLite."""

import json
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlmodel import col, select

from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.steps.publication import TRAIL, WrittenFrom

from ...postgresql import Server, address
from .conftest import Desk, Verdeel
from .rounds import (
    APPROVER,
    FOUND,
    MAKER,
    OPEN_NORM,
    REASON,
    ROUND,
    SECOND,
    answer_waiting,
    number,
)


def whole_round(verdeel: Verdeel, desk: Desk, url: str, out: Path) -> None:
    def step(*arguments: str | Path, who: str = MAKER) -> str:
        result = verdeel(*arguments, "--as", who, on=url)
        assert result.code == 0, (arguments, result.err)
        return result.out

    judged = ("judge", number(3), "--rule", OPEN_NORM, "--round", ROUND)
    step("round", "open", ROUND, "--policy", desk.policy)
    step("load", *desk.workbooks, "--round", ROUND)
    step("screen", "--round", ROUND)
    step(*judged, *FOUND, "--reason", REASON, "--date", "2026-11-02")
    step(*judged, "--confirm", "--date", "2026-11-03", who=SECOND)
    step("lots", number(1), number(2), "--deed", "Proces-verbaal (voorbeeld)", "--round", ROUND)
    step("allocate", "--round", ROUND, "--out", out)
    step("approve", "--round", ROUND, who=APPROVER)
    step("letters", "--round", ROUND, "--no-word", "--out", out / "letters")
    step("report", "--round", ROUND, "--out", out / "report")
    told = {
        "status": step("round", "status", ROUND, "--json"),
        "explain": step("explain", number(1), "--round", ROUND, "--json"),
        "province": step("query", "province", "Zuid-Holland", "--round", ROUND, "--json"),
        "without": step("query", "breakthrough", "--round", ROUND, "--json"),
        "reserve": step("reserve", "--round", ROUND, "--json"),
    }
    (out / "told.json").write_text(json.dumps(told), encoding="utf-8")
    assert "In orde" in step("audit", "verify")


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.slow(
    sample="tests/io/records/test_backup.py::test_a_copy_of_sqlite_goes_into_postgresql_and_back_with_the_same_bytes"
)
def test_a_round_on_postgresql_gives_the_bytes_that_it_gives_on_sqlite(
    verdeel: Verdeel, desk: Desk, sqlite_url: str, postgresql_url: str, tmp_path: Path
) -> None:
    one, other = tmp_path / "sqlite", tmp_path / "postgresql"
    whole_round(verdeel, desk, sqlite_url, one)
    whole_round(verdeel, desk, postgresql_url, other)
    made, again = bytes_below(one), bytes_below(other)
    for files, url in ((made, sqlite_url), (again, postgresql_url)):
        # The head of this very trail, which holds moments and salts.
        told = WrittenFrom.model_validate_json(files.pop(f"letters/{TRAIL}"))
        with reading(url) as session:
            heads = session.exec(select(tables.Event.hash).order_by(col(tables.Event.number))).all()
        assert (told.round, heads[told.head.number - 1]) == (ROUND, told.head.hash)
    assert made == again
    assert len(list((other / "letters").glob("*.pdf"))) > 3


@pytest.mark.slow(sample="tests/io/cli/test_round.py::test_every_step_twice_changes_nothing")
def test_every_step_twice_changes_nothing_on_postgresql(
    verdeel: Verdeel, desk: Desk, postgresql_url: str
) -> None:
    steps: list[tuple[str | Path, ...]] = [
        ("round", "open", ROUND, "--policy", desk.policy, "--as", MAKER),
        ("load", *desk.workbooks, "--round", ROUND, "--as", MAKER),
        ("screen", "--round", ROUND, "--as", MAKER),
        ("allocate", "--round", ROUND, "--as", MAKER),
        ("approve", "--round", ROUND, "--as", APPROVER),
    ]
    for step in steps:
        if step[0] == "allocate":
            answer_waiting(postgresql_url, desk.folder)
        heads: list[str] = []
        for _ in range(2):
            assert verdeel(*step, on=postgresql_url).code == 0, step
            heads.append(verdeel("audit", "anchor", "--json", on=postgresql_url).out)
        assert heads[0] == heads[1]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"database": "er_is_niets"}, "er_is_niets"),
        ({"host": "127.0.0.1", "port": 1}, "kan niet worden gelezen"),
        ({"username": "niemand"}, "niemand"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_in_a_sentence_without_its_password(
    verdeel: Verdeel, server: Server, change: dict[str, str | int], told: str
) -> None:  # fmt: skip
    url = server.home.set(password="geheim-woord")
    if "host" in change:
        url = url.set(query={})
    url = url.set(**change)  # pyright: ignore[reportArgumentType] - a name, a host or a port
    result = verdeel("audit", "verify", on=address(url))
    assert result.code == 5
    assert told in result.sentence
    assert "geheim-woord" not in result.sentence


@pytest.mark.parametrize(
    "written",
    [
        "postgresql://sanne:geheim-woord@server:poort/verdeel",
        "oracle://sanne:geheim-woord@server/verdeel",
        "sanne:geheim-woord@server",
        "postgresql+psycopg2://sanne:geheim-woord@server/verdeel",
    ],
)
def test_an_address_that_cannot_be_read_is_told_without_its_password(
    verdeel: Verdeel, written: str
) -> None:
    result = verdeel("audit", "verify", on=written)
    assert result.code == 5
    assert "geheim-woord" not in result.sentence


def test_a_password_on_the_command_line_is_warned_of_and_not_repeated(
    verdeel: Verdeel, postgresql_url: str
) -> None:
    url = make_url(postgresql_url)
    given = url if url.password else url.set(password="geheim-woord")
    created = verdeel("database", "create", "--database", address(given))
    in_query = address(given.update_query_dict({"password": str(given.password)}))
    upgraded = verdeel("database", "upgrade", "--database", in_query)
    for result in (created, upgraded):
        assert result.code == 0
        assert "PGPASSWORD" in result.err
        assert f":{given.password}@" not in result.err + result.out
        assert "password=" not in result.err + result.out


def test_an_empty_database_is_not_one_of_ours(verdeel: Verdeel, postgresql_url: str) -> None:
    result = verdeel("round", "status", ROUND, on=postgresql_url)
    assert result.code == 5
    assert "geen database van verdeel" in result.sentence
