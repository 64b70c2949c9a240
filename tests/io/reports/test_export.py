"""allocation.json and allocation.csv: what other programs rely on."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.files.allocation import allocation_csv, allocation_json, write_allocation
from verdeelsleutel.io.files.placing import place

from .rounds import LINES, dossier

AWARD_KEYS = [
    "application_id", "instrument", "project_id", "municipality_code", "outcome", "requested",
    "amount", "compensable_vat", "payable", "homes", "affordable_homes", "rank", "reasons",
    "explanation", "payments",
]  # fmt: skip


def _json(**more: Any) -> dict[str, Any]:
    return json.loads(allocation_json(dossier(**more).allocation))


def test_the_json_has_the_keys_of_the_contract_in_a_fixed_order() -> None:
    document = _json()
    assert list(document) == [
        "round", "policy_hash", "status", "totals", "certificate", "inputs", "awards",
    ]  # fmt: skip
    assert all(list(award) == AWARD_KEYS for award in document["awards"])
    assert document["status"] == "proven"


def test_every_application_has_a_row_also_the_refused_in_the_order_of_their_numbers() -> None:
    numbers = [award["application_id"] for award in _json()["awards"]]
    assert numbers == sorted(line.number for line in LINES)


def test_amounts_are_integer_cents_and_add_up_to_the_totals() -> None:
    document = _json()
    assert sum(award["amount"] for award in document["awards"]) == 18_197_700_133
    assert document["totals"]["amount"] == 18_197_700_133
    for award in document["awards"]:
        assert award["payable"] + award["compensable_vat"] == award["amount"]
        assert sum(paid["amount"] for paid in award["payments"]) == award["amount"]


def test_an_award_says_why_with_code_and_article() -> None:
    refused = next(a for a in _json()["awards"] if a["application_id"] == "WBI-005")
    assert refused["outcome"] == "refused_rule"
    assert refused["amount"] == 0
    assert refused["reasons"] == ["WBI-04"]
    assert refused["explanation"] == [
        {
            "code": "WBI-04",
            "article": "BWbi art. 5, eerste lid",
            "nl": "Het project telt netto 199 woningen; nodig zijn er 200.",
            "en": "The project adds 199 homes; 200 are needed.",
        }
    ]


def test_the_order_of_the_awards_does_not_change_a_byte() -> None:
    one = dossier().allocation
    other = one.model_copy(update={"awards": tuple(reversed(one.awards))})
    assert allocation_json(one) == allocation_json(other)
    assert allocation_csv(one) == allocation_csv(other)
    assert allocation_json(one).endswith("}\n")


def test_no_personal_data_is_in_either_file() -> None:
    allocation = dossier().allocation
    for text in (allocation_json(allocation), allocation_csv(allocation)):
        assert "Geheim" not in text
        assert "geheim@" not in text


def test_the_csv_opens_in_a_dutch_spreadsheet_and_adds_up(tmp_path: Path) -> None:
    _, path = write_allocation(dossier().allocation, tmp_path / "new" / "folder")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == len(LINES)
    assert sum(int(row["amount"]) for row in rows) == 18_197_700_133
    assert sum(int(row["payment_2027"]) for row in rows) == 7_850_000_132
    assert rows[0]["application_id"] == "BER-001"
    assert rows[0]["homes_social_rent"] == "150"


@pytest.mark.parametrize(
    ("project", "shown"),
    [
        ("=1+1", "'=1+1"), ("+31 20", "'+31 20"), ("-4", "'-4"), ("@SOM(A1)", "'@SOM(A1)"),
        ("\t=1", "[U+0009]=1"), ("\r=1", "[U+000D]=1"), ("\u200b=1", "[U+200B]=1"),
    ],
)  # fmt: skip
def test_text_in_the_csv_is_never_a_formula(project: str, shown: str) -> None:
    line = replace(LINES[0], project_id=project)
    rows = list(
        csv.DictReader(io.StringIO(allocation_csv(dossier([line]).allocation)), delimiter=";")
    )
    assert rows[0]["project_id"] == shown


def test_a_round_without_applications_is_still_a_whole_file() -> None:
    document = _json(lines=())
    assert document["awards"] == []
    assert document["totals"]["amount"] == 0
    assert allocation_csv(dossier(()).allocation).count("\r\n") == 1


def test_writing_again_replaces_the_files_and_leaves_nothing_else(tmp_path: Path) -> None:
    write_allocation(dossier().allocation, tmp_path)
    first = (tmp_path / "allocation.json").read_bytes()
    write_allocation(dossier().allocation, tmp_path)
    assert (tmp_path / "allocation.json").read_bytes() == first
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "allocation.csv",
        "allocation.json",
    ]


def test_a_folder_that_is_a_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    taken = tmp_path / "out"
    taken.write_text("hier staat iets", encoding="utf-8")
    with pytest.raises(Unreadable, match="out"):
        write_allocation(dossier().allocation, taken)
    assert taken.read_text(encoding="utf-8") == "hier staat iets"


def test_a_file_that_cannot_be_replaced_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "report.html" / "bezet").mkdir(parents=True)
    with pytest.raises(Unreadable, match=r"report\.html kan niet worden geschreven"):
        place(tmp_path / "report.html", b"<!doctype html>")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
