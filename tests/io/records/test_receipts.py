"""Receipts: beside each decision, with the very code that its letter carries."""

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.letters.verification.reading import read_back

from .conftest import Verdeel
from .keeping import Kept, write_kept
from .rounds import MAKER, ROUND


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return write_kept(tmp_path_factory.mktemp("kept") / "desk")


def receipts(kept: Kept) -> list[dict[str, Any]]:
    return json.loads((kept.letters / "receipts.json").read_text(encoding="utf-8"))


def test_every_decision_has_a_receipt_with_the_code_of_its_letter(kept: Kept) -> None:
    by_number = {one["application_id"]: one for one in receipts(kept)}
    assert len(by_number) == 9
    with (kept.letters / "letters.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file, delimiter=";"))
    assert lines
    for line in lines:
        one = by_number[line["aanvraagnummer"]]
        assert one["code"] == line["controlecode"]
        assert str(one["amount_cents"]) == line["bedrag_in_centen"]
    first = lines[0]
    letter = read_back((kept.letters / first["bestand"]).read_bytes())
    assert first["controlecode"] in str(letter)


def test_a_receipt_names_the_cells_and_the_hash_of_the_workbook(kept: Kept) -> None:
    one = receipts(kept)[0]
    book = kept.folder / "aanvragen.xlsx"
    assert one["source"]["file"] == book.name
    assert one["source"]["sha256"] == hashlib.sha256(book.read_bytes()).hexdigest()
    assert (one["source"]["sheet"], one["source"]["row"]) == ("Woningbouwimpuls", 2)
    assert one["source"]["cells"]["application_id"] == "A2"
    assert one["division"]["status"] == "proven"
    assert one["division"]["options"] == {"time_limit_seconds": 600}


def test_the_same_letters_give_the_same_receipts(
    verdeel: Verdeel, kept: Kept, tmp_path: Path
) -> None:
    before = (kept.letters / "receipts.json").read_bytes()
    sent = ("letters", "--round", ROUND, "--out", tmp_path, "--no-word", "--as", MAKER)
    assert verdeel(*sent, on=kept.url).code == 0
    assert (tmp_path / "receipts.json").read_bytes() == before
