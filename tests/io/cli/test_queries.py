"""Parliament's questions: each answer added up again from the allocation."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.io.records.views import NAMES

from .conftest import ROUND, Verdeel

ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(finished: Path) -> str:
    return f"sqlite:///{(finished / 'verdeel.db').as_posix()}"


@pytest.fixture
def awards(finished: Path) -> list[dict[str, Any]]:
    return json.loads((finished / "allocation.json").read_text(encoding="utf-8"))["awards"]


@pytest.fixture
def connection(finished: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(finished / "verdeel.db")) as opened:
        yield opened


def _in(province: str, award: dict[str, Any]) -> bool:
    return municipalities()[award["municipality_code"]].province == province


@pytest.mark.parametrize("province", ["Zeeland", "Noord-Brabant", "Fryslân"])
def test_a_province_got_what_its_awards_add_up_to(
    verdeel: Verdeel, database: str, awards: list[dict[str, Any]], province: str
) -> None:
    told = verdeel(
        "query", "province", province.lower(), "--round", ROUND, "--database", database, "--json"
    )
    rows = json.loads(told.out)["rows"]
    mine = [award for award in awards if _in(province, award)]
    assert sum(row["amount_cents"] for row in rows) == sum(award["amount"] for award in mine)
    assert sum(row["applications"] for row in rows) == len(mine)
    homes = sum(award["homes"]["social_rent"] for award in mine)
    assert sum(row["social_rent"] for row in rows) == homes


def test_a_municipality_is_found_by_its_name_and_by_its_code(
    verdeel: Verdeel, database: str
) -> None:
    options = ("--round", ROUND, "--database", database)
    by_name = verdeel("query", "municipality", "den haag", *options)
    by_code = verdeel("query", "municipality", "GM0518", *options, "--csv")
    assert by_name.code == by_code.code == 0
    assert by_name.out.startswith("'s-Gravenhage kreeg €")
    assert by_code.out.startswith("instrument;applications;awarded;")


def test_social_homes_below_an_amount_are_those_of_the_cheaper_awards(
    verdeel: Verdeel, database: str, awards: list[dict[str, Any]]
) -> None:
    told = verdeel(
        "query", "social-homes", "--below", "€ 15.000", "--round", ROUND,
        "--database", database, "--json",
    )  # fmt: skip
    cheap = [
        award for award in awards
        if award["amount"] and award["amount"] < 1_500_000 * award["affordable_homes"]
    ]  # fmt: skip
    rows = json.loads(told.out)["rows"]
    assert {row["application_id"] for row in rows} == {award["application_id"] for award in cheap}
    assert sum(r["social_rent"] for r in rows) == sum(a["homes"]["social_rent"] for a in cheap)


def test_a_breakthrough_location_that_got_nothing_comes_with_its_reason(
    verdeel: Verdeel, database: str, awards: list[dict[str, Any]]
) -> None:
    told = verdeel("query", "breakthrough", "--round", ROUND, "--database", database, "--csv")
    rows = list(csv.DictReader(io.StringIO(told.out), delimiter=";"))
    amounts = {award["application_id"]: award["amount"] for award in awards}
    assert rows
    assert all(amounts[row["application_id"]] == 0 for row in rows)
    assert all(row["reason_codes"] and row["reasons"] for row in rows)


def test_an_officer_reads_the_reason_in_words_and_finds_its_code_in_the_data(
    verdeel: Verdeel, database: str
) -> None:
    asked = ("query", "breakthrough", "--round", ROUND, "--database", database)
    rows = json.loads(verdeel(*asked, "--json").out)["rows"]
    codes = {row["application_id"]: row["reason_codes"] for row in rows}
    assert "SET_ASIDE" in codes.values()
    for lang, chosen, elsewhere, rule, aside, asks in (
        ("nl", "Past niet naast de toekenningen binnen geld en voorwaarden",
         "Alle betaalbare woningen tellen al elders mee", "Voldoet niet aan GB-07",
         "Aangehouden; wordt later beslist",
         "GB-07: Is een voldoende deel van de woningen betaalbaar?"),
        ("en", "Does not fit beside the awards within money and conditions",
         "All affordable homes count elsewhere already", "Does not meet GB-07",
         "Set aside; decided on later",
         "GB-07: Is a sufficient part of the homes affordable?"),
    ):  # fmt: skip
        words = {
            "MONEY-NOT-CHOSEN": chosen, "COUNTED-ELSEWHERE": elsewhere, "GB-07": rule,
            "SET_ASIDE": aside,
        }  # fmt: skip
        lines = verdeel(*asked, "--lang", lang).out.splitlines()
        told = {line.split()[0]: line for line in lines if "-2026-" in line}
        assert asks in lines
        assert told.keys() == codes.keys()
        for number, code in codes.items():
            assert told[number].endswith(words[code])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("province", "Atlantis"), "Atlantis is geen provincie"),
        (("municipality", "Atlantis"), "Atlantis is geen gemeente"),
        (("social-homes", "--below", "veel"), "--below"),
        (("social-homes", "--below", "0"), "groter zijn dan nul"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_in_a_sentence(
    verdeel: Verdeel, database: str, arguments: tuple[str, ...], said: str
) -> None:
    told = verdeel("query", *arguments, "--round", ROUND, "--database", database)
    assert told.code == 2
    assert said in told.err


def test_a_round_that_is_not_allocated_has_no_answers(verdeel: Verdeel, opened_small: Path) -> None:
    told = verdeel("query", "breakthrough", "--round", ROUND)
    assert told.code == 3
    assert "nog niet verdeeld" in told.err


def test_the_views_add_up_to_the_allocation(
    connection: sqlite3.Connection, awards: list[dict[str, Any]]
) -> None:
    total = sum(award["amount"] for award in awards)
    for view in ("report_award", "report_payment", "report_province"):
        assert connection.execute(f"SELECT sum(amount_cents) FROM {view}").fetchone()[0] == total
    count = connection.execute("SELECT count(*) FROM report_award").fetchone()[0]
    assert count == len(awards)


def test_the_views_can_only_be_read_and_hold_no_personal_data(
    connection: sqlite3.Connection,
) -> None:
    for view in NAMES:
        with pytest.raises(sqlite3.OperationalError, match="cannot modify"):
            connection.execute(f"DELETE FROM {view}")
        for row in connection.execute(f"SELECT * FROM {view}"):
            assert not any(isinstance(cell, str) and "@" in cell for cell in row)


def test_every_column_of_every_view_is_documented(connection: sqlite3.Connection) -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    parts = re.split(r"^### (\w+)\n", page, flags=re.MULTILINE)[1:]
    documented = {
        name: re.findall(r"^\| (?!column|---)(\w+) \|", body, re.MULTILINE)
        for name, body in zip(parts[::2], parts[1::2], strict=True)
    }
    actual = {
        name: [column[1] for column in connection.execute(f"PRAGMA table_info({name})")]
        for name in NAMES
    }
    assert documented == actual
