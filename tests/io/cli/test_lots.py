"""A tie that decides money needs lots, drawn outside and entered as facts."""

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import ROUND, Verdeel
from .editing import Rows, edit
from .test_bad_input import one_sentence, state

DEED = "Proces-verbaal van 2 november 2026 (voorbeeld)"


@pytest.fixture
def tied(desk: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    """Two applications alike in everything but their project, and money for one of them."""

    def twins(headers: list[str], rows: Rows) -> Rows:
        def set_(row: list[Any], **values: object) -> list[Any]:
            changed = list(row)
            for header, value in values.items():
                changed[headers.index(header.replace("_", " "))] = value
            return changed

        plain = {
            header: None
            for header in headers
            if header.startswith("Kas ")
            or header in ("Sluit uit aanvraag", "Vereist aanvraag", "Minimaal bedrag", "Deelplan")
        }
        model = [None if h in plain else v for h, v in zip(headers, rows[0], strict=True)]
        alike = {"Gevraagd bedrag": 8_000_000, "Totale kosten": 20_000_000}
        alike |= {"Regionale bijdrage": 12_000_000, "Compensabele btw": 0}
        model = set_(model, **{key.replace(" ", "_"): value for key, value in alike.items()})
        one = set_(model, Aanvraagnummer="BER-A", Projectcode="P-A", Projectnaam="De Eerste")
        other = set_(model, Aanvraagnummer="BER-B", Projectcode="P-B", Projectnaam="De Tweede")
        empty: list[Any] = [None] * len(headers)
        return [one, other, *([empty] * (len(rows) - 2))]

    workbook = edit(small_samples / "bereikbaarheid.xlsx", desk / "gelijk.xlsx", twins)
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    policy = desk / "policy.toml"
    policy.write_text(text.replace('total = "€ 2,5 mld"', 'total = "€ 10 mln"'), encoding="utf-8")
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    maker = ("--round", ROUND, "--as", "sanne.vermeulen")
    assert verdeel("round", "open", ROUND, "--policy", policy).code == 0
    loaded = verdeel("load", workbook, *maker)
    assert loaded.code == 0, loaded.out
    assert verdeel("screen", *maker).code == 0
    result = verdeel("allocate", *maker)
    assert result.code == 0, result.out + result.err
    return desk


def test_a_tie_blocks_approval_until_lots_are_drawn(tied: Path, verdeel: Verdeel) -> None:
    before = state(tied / "verdeel.db")
    shown = json.loads(verdeel("lots", "--round", ROUND, "--json").out)
    assert shown["tied"] == ["BER-A", "BER-B"]
    blocked = verdeel("approve", "--round", ROUND, "--as", "yasmina.haddou")
    assert blocked.code == 3
    assert "lot" in one_sentence(blocked)
    assert state(tied / "verdeel.db") == before


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("winner", ["BER-A", "BER-B"])
def test_the_first_lot_gets_the_money(tied: Path, verdeel: Verdeel, winner: str) -> None:
    order = sorted(["BER-A", "BER-B"], key=lambda number: number != winner)
    clerk = ("--round", ROUND, "--as", "bram.dekker")
    assert verdeel("lots", *order, "--deed", DEED, *clerk).code == 0
    again = verdeel("lots", *order, "--deed", DEED, *clerk)
    assert again.code == 0
    stale = verdeel("approve", "--round", ROUND, "--as", "yasmina.haddou")
    assert stale.code == 3
    found = json.loads(verdeel("allocate", "--json", *clerk).out)
    granted = [a["application_id"] for a in found["awards"] if a["amount"]]
    assert granted == [winner]
    asks = verdeel("approve", "--round", ROUND, "--as", "yasmina.haddou")
    assert asks.code == 3
    assert "BER-A (INT-157)" in one_sentence(asks)
    own = "De twee tramlijnen kosten evenveel; elke gemeente telt haar eigen woningen."
    answer = ("answer", "BER-A", "INT-157", "--reason", own, "--date", "2026-11-02")
    assert verdeel(*answer, *clerk).code == 0
    assert verdeel("approve", "--round", ROUND, "--as", "yasmina.haddou").code == 0


def test_a_draw_counts_once_and_needs_a_deed(tied: Path, verdeel: Verdeel) -> None:
    clerk = ("--round", ROUND, "--as", "bram.dekker")
    assert verdeel("lots", "BER-A", "BER-B", *clerk).code == 2
    assert verdeel("lots", "BER-A", "BER-A", "--deed", DEED, *clerk).code == 2
    assert verdeel("lots", "BER-A", "BER-Z", "--deed", DEED, *clerk).code == 2
    assert verdeel("lots", "BER-A", "BER-B", "--deed", DEED, "--round", ROUND).code == 3
    assert verdeel("lots", "BER-A", "BER-B", "--deed", DEED, *clerk).code == 0
    assert verdeel("lots", "BER-B", "BER-A", "--deed", DEED, *clerk).code == 3
