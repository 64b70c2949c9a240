"""Homes that count through another grant already: an outcome of its own, never want of money."""

import csv
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from .conftest import Verdeel
from .test_completing import text_of
from .test_unknown import DECIDED, MAKER, POLICY, REASON, THIRD, Small, row

_BY_OPTIMISER = """rule = "optimise"
basis = "Voorbeeldbesluit woningbouw 2026 (fictief)"
authorised_by = ["A. van Rijnsoever (fictief)", "M. Oudekerk (fictief)"]
"""
OPTIMISED = re.sub(r'rule = "(?:rank|closed_list)"\n', _BY_OPTIMISER, POLICY)
SAID = "tellen al mee door wat voor hetzelfde project is toegekend: A."


@pytest.fixture
def small(desk: Any, samples: Any, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel, OPTIMISED)


def of_one_project(*, dearer: int, homes: int = 300, **own: Any) -> dict[str, list[dict[str, Any]]]:
    """A project in two schemes with the same homes; the second asks more for them."""
    same = {
        "Projectcode": "P-1", "Projectnaam": "Kade", "Gemeentecode": "GM0363",
        "Sociale_huurwoningen": homes, "Middenhuurwoningen": 0, "Betaalbare_koopwoningen": 0,
        "Overige_woningen": 0,
    }  # fmt: skip
    return {
        "woningbouwimpuls": [row("woningbouwimpuls", "A", **same, Gevraagd_bedrag=2_000_000)],
        "gebiedsbudget": [row("gebiedsbudget", "B", **{**same, **own}, Gevraagd_bedrag=dearer)],
    }


def divided(small: Small, rows: dict[str, list[dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    small.screened(decision=DECIDED, **rows)
    for question in sorted({one["code"] for one in small.questions()}):
        small.does("answer", "all", question, "--date", "2026-05-04", "--reason", REASON,
                   *small.of(MAKER))  # fmt: skip
    told = json.loads(small.does("allocate", "--json", "--out", "uit", *small.of(MAKER)))
    return {one["application_id"]: one for one in told["awards"]}


def test_it_stands_so_in_every_list_and_letter_though_there_is_money(small: Small) -> None:
    found = divided(small, of_one_project(dearer=3_000_000))
    assert {n: one["outcome"] for n, one in found.items()} == {
        "A": "granted", "B": "counted_elsewhere",
    }  # fmt: skip
    assert found["B"]["reasons"] == ["COUNTED-ELSEWHERE"]
    assert found["B"].get("binding") is None
    told = small.does("explain", "B", *small.of(MAKER)[:2])
    assert SAID in told
    assert "geld op" not in told
    lines = json.loads(small.does("round", "applications", "klein", "--json"))
    assert [one["outcome"] for one in lines] == ["granted", "counted_elsewhere"]
    small.does("approve", "--list", "--date", "2026-06-01", *small.of(THIRD), "--out", "lijst.pdf")
    assert "woningen tellen al elders mee" in text_of(Path("lijst.pdf"))
    assert small.approve("--date", "2026-06-01").code == 0
    small.does("letters", "--out", "brieven", "--no-word", *small.of(MAKER))
    said = text_of(Path("brieven/B.pdf"))
    assert SAID in said
    assert "niet genoeg geld" not in said
    assert "Voorbeeldbesluit woningbouw 2026" in said
    small.does("report", "--out", "rapport", *small.of(MAKER))
    assert "Afgewezen: telt al elders" in Path("rapport/report.html").read_text(encoding="utf-8")
    with Path("rapport/open_data/decisions.csv").open(encoding="utf-8", newline="") as file:
        decided = {one["application_id"]: one["outcome"] for one in csv.DictReader(file)}
    assert decided == {"A": "granted", "B": "counted_elsewhere"}
    assert small.verdeel("audit", "verify").code == 0


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("seed", range(4))
def test_whoever_states_the_most_homes_gets_the_money_and_the_other_counts_elsewhere(
    small: Small, seed: int
) -> None:
    drawn = random.Random(seed)
    homes = drawn.randrange(250, 500, 10)
    stated = drawn.choice([homes, homes - 50, homes + 50])
    rows = of_one_project(dearer=drawn.randrange(2_500_000, 4_500_000, 50_000), homes=homes,
                          Sociale_huurwoningen=stated)  # fmt: skip
    found = divided(small, rows)
    first, other = ("B", "A") if stated > homes else ("A", "B")
    wanted = {first: "granted", other: "counted_elsewhere"}
    assert {n: one["outcome"] for n, one in found.items()} == wanted


def test_a_ranking_pays_who_is_next_though_its_homes_count_already(
    desk: Any, samples: Any, verdeel: Verdeel
) -> None:
    small = Small(desk, samples, verdeel)
    found = divided(small, of_one_project(dearer=3_000_000))
    assert {one["outcome"] for one in found.values()} == {"granted"}
