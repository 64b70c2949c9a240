"""Open data after the letters: the division as it was decided, what was decided since, and what
stands today; anybody can follow the one to the other, and notices what was changed in them."""

import csv
import json
import random
import shutil
from pathlib import Path

import pytest

from verdeelsleutel.io.reports.open_data.outside.recompute import UNREADABLE, examined

from ..reports.open_data.changes import ANY, OF_LATER, Change, restate
from .since import POLICIES, lived, reported

SEED = 20261201


@pytest.fixture(scope="session", params=sorted(POLICIES))
def published(
    request: pytest.FixtureRequest, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """What is published of a round long after its letters, under either policy."""
    folder = tmp_path_factory.mktemp("sinds") / request.param
    return reported(lived(samples, folder, POLICIES[request.param]))


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.mark.sample(only="optimised")
def test_the_division_is_divided_again_and_leads_to_what_stands_today(published: Path) -> None:
    found = examined(published)
    said = " ".join(one.nl for one in found.holds)
    assert "Sinds het besluit is 7 keer over een toekenning beslist of iets vastgelegd" in said
    assert "€ 12.000.000,00 verplicht, € 4.000.000,00 betaald" in said
    assert "De lijst houdt zich aan alle" in said


@pytest.mark.sample(only="optimised")
def test_each_later_decision_says_what_why_by_which_article_and_how_much(published: Path) -> None:
    rows = table(published / "later_decisions.csv")
    shown = [
        (r["application_id"], r["decided_on"], r["decision"], r["why"], r["before_eur"],
         r["after_eur"], r["document"])
        for r in rows
    ]  # fmt: skip
    assert shown == [
        ("GB-4", "2026-06-16", "withdrawn", "by_municipality", "1500000.00", "0.00", ""),
        ("GB-5", "2026-06-22", "reserve", "freed_money", "0.00", "1000000.00", "GB-5.pdf"),
        ("GB-2", "2026-07-10", "changed", "amount", "2000000.00", "1500000.00",
         "wijziging_GB-2.pdf"),
        ("GB-3", "2026-07-10", "changed", "year", "1500000.00", "1500000.00",
         "wijziging_GB-3.pdf"),
        ("GB-1", "2026-07-15", "revoked", "obligations", "1000000.00", "0.00",
         "intrekkingsbesluit_GB-1.pdf"),
        ("GB-6", "2026-08-20", "objection", "founded", "0.00", "2000000.00",
         "bezwaar_besluit_BZ-1.pdf"),
        ("WBI-2", "2026-08-20", "objection", "unfounded", "2000000.00", "2000000.00",
         "bezwaar_besluit_BZ-2.pdf"),
    ]  # fmt: skip
    articles = {row["decision"]: row["article"] for row in rows}
    assert articles["reserve"].startswith("artikel 9, tweede lid, van de Voorbeeldregeling")
    assert articles["withdrawn"] == ""
    assert rows[5]["from_objection_reserve_eur"] == "2000000.00"
    assert rows[1]["came_free_eur"] == "1500000.00"
    listed = {(r["document"], r["decided_on"]) for r in table(published / "publication_list.csv")}
    assert {(r["document"], r["decided_on"]) for r in rows if r["document"]} <= listed


@pytest.mark.sample(only="optimised")
def test_tables_and_grants_state_both_the_decision_and_today(published: Path) -> None:
    rows = {row["application_id"]: row for row in table(published / "decisions.csv")}
    both = {
        name: (row["outcome"], row["amount_eur"], row["still_committed_eur"])
        for name, row in rows.items()
        if row["standing"]
    }
    assert both == {
        "GB-1": ("granted", "1000000.00", "0.00"),
        "GB-2": ("granted", "2000000.00", "1500000.00"),
        "GB-3": ("granted", "1500000.00", "1500000.00"),
        "GB-4": ("granted", "1500000.00", "0.00"),
        "GB-5": ("refused_ceiling", "0.00", "1000000.00"),
        "GB-6": ("refused_ceiling", "0.00", "2000000.00"),
        "WBI-1": ("granted", "2000000.00", "2000000.00"),
        "WBI-2": ("granted", "2000000.00", "2000000.00"),
    }
    paid = [
        (r["application_id"], r["year"], r["amount_eur"], r["decided_eur"], r["paid_eur"])
        for r in table(published / "payments.csv")
        if r["application_id"] in ("GB-2", "GB-3", "GB-4", "GB-6")
    ]
    assert paid == [
        ("GB-2", "2026", "1500000.00", "2000000.00", "2000000.00"),
        ("GB-3", "2026", "0.00", "1500000.00", "0.00"),
        ("GB-3", "2028", "1500000.00", "0.00", "0.00"),
        ("GB-4", "2026", "0.00", "1500000.00", "0.00"),
        ("GB-6", "2026", "2000000.00", "0.00", "0.00"),
    ]
    giving = json.loads((published / "360giving.json").read_text("utf-8"), parse_float=str)
    grants = {one["id"].partition("besluit-")[2]: one for one in giving["grants"]}
    assert {"GB-1", "GB-4"}.isdisjoint(grants)
    given = {name: (grants[name]["amountAwarded"], grants[name]["awardDate"]) for name in grants}
    assert given["GB-6"] == ("2000000.00", "2026-08-20")
    assert given["GB-5"] == ("1000000.00", "2026-06-22")
    assert given["GB-2"] == ("1500000.00", rows["GB-2"]["decided_on"])
    page = (published / "distribution_rule.md").read_text("utf-8").replace("\u00a0", " ")
    assert "Nu is er € 12.000.000 verplicht, waarvan € 2.000.000 door beslissingen" in page


def noticed(change: Change, draw: random.Random, published: Path, folder: Path) -> str:
    """What a check says of a copy with a change, its hashes restated."""
    copy = folder / "changed"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(published, copy)
    told = change(draw, copy)
    restate(copy)
    try:
        examined(copy)
    except UNREADABLE as wrong:
        return str(wrong) or type(wrong).__name__
    pytest.fail(f"{change.__name__} of {told} is not noticed")


@pytest.mark.sample(only="optimised")
@pytest.mark.parametrize("change", [*OF_LATER, *ANY])
def test_what_is_forged_of_it_is_noticed(change: Change, published: Path, tmp_path: Path) -> None:
    draw = random.Random(SEED)
    for _ in range(4):
        assert noticed(change, draw, published, tmp_path)


@pytest.mark.slow
def test_each_of_many_forgeries_is_noticed(published: Path, tmp_path: Path) -> None:
    draw = random.Random(SEED + 3)
    for at in range(400):
        assert noticed((*OF_LATER, *ANY)[at % len((*OF_LATER, *ANY))], draw, published, tmp_path)
