"""Open data of a round that gives in proportion, with progress, other divisions and years beside
the list: anybody can check them, and notices what was changed in them."""

from __future__ import annotations

import csv
import random
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.reports.open_data.outside.recompute import UNREADABLE, examined

from ..reports.open_data.changes import ANY, OF_BESIDE, Change, restate
from .after import OF, POLICY, ROUND, After, gb, quietly, wbi
from .conftest import MAKER
from .monitoring import each, filled

SEED = 20261204
SHORT = (
    POLICY
    + """
[instruments.realisatiestimulans]
fund = "vro"
rule = "pro_rata"
ceiling = "€ 500.000"
"""
)


def statement(number: str, municipality: str, homes: int) -> dict[str, Any]:
    """A statement of homes that were started in the year before."""
    return {
        "Aanvraagnummer": number, "Gemeentecode": municipality, "Sociale huurwoningen": homes,
        "Middenhuurwoningen": 0, "Betaalbare koopwoningen": 0, "Overige woningen": 0,
        "Start bouw": date(2025, 2, 3), "Start laatste woning": date(2025, 11, 3),
        "Startjaar": 2025, "Overprogrammering": "nee",
        "Ontvangen op": datetime(2026, 3, 16, 10, 0),  # noqa: DTZ001 - as a workbook has it
    }  # fmt: skip


ROWS: dict[str, list[dict[str, Any]]] = {
    "gebiedsbudget": [gb("GB-1", 4)],
    "woningbouwimpuls": [
        wbi("WBI-1", 2, Gemeentecode="GM0599"), wbi("WBI-2", 2, Gemeentecode="GM0518"),
        wbi("WBI-3", 4, Gemeentecode="GM0363", Score_noodzaak=6),
    ],
    "realisatiestimulans": [
        statement("RS-1", "GM0599", 40),
        statement("RS-2", "GM0518", 97),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def published(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    after = After(tmp_path_factory.mktemp("ernaast"), quietly).written(samples, SHORT)
    after.decided({key: [dict(one) for one in own] for key, own in ROWS.items()})
    out = after.desk / "sjablonen"
    after.does("monitor", "template", ROUND, "--out", out, *MAKER)
    told = each(
        Vergunning_op=date(2026, 9, 1), Start_bouw=date(2026, 11, 2), Peildatum=date(2028, 1, 1)
    )
    report = filled(out / "voortgang_GM0518.xlsx", after.desk / "voortgang.xlsx", told)
    after.does("monitor", "load", report, *OF, "--date", "2028-01-20", *MAKER)
    after.does("report", *OF, "--out", after.desk / "rapport", *MAKER)
    return after.desk / "rapport" / "open_data"


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


@pytest.mark.slow(sample="test_what_is_forged_beside_the_list_is_noticed")
def test_who_gets_a_part_gets_it_for_all_its_homes_and_anybody_can_check_that(
    published: Path,
) -> None:
    rows = {one["application_id"]: one for one in table(published / "decisions.csv")}
    short = rows["RS-2"]
    assert short["outcome"] == "partly_granted"
    assert short["binding"] == "CEILING-realisatiestimulans"
    assert short["homes_social_rent"] == short["homes_asked_social_rent"] == "97"
    found = examined(published)
    said = " ".join(one.nl for one in found.holds)
    assert "realisatiestimulans" in said
    assert "Wat ernaast staat (divisions.csv, progress.csv, ledger_years.csv), telt op" in said
    unseen = " ".join(one.nl for one in found.unseen)
    assert "dat hebben gemeenten opgegeven" in unseen
    assert "van andere rondes" in unseen


@pytest.mark.parametrize("change", [*OF_BESIDE, *ANY])
def test_what_is_forged_beside_the_list_is_noticed(
    change: Change, published: Path, tmp_path: Path
) -> None:
    draw = random.Random(SEED)
    for _ in range(8):
        copy = tmp_path / "changed"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(published, copy)
        told = change(draw, copy)
        restate(copy)
        with pytest.raises(UNREADABLE):
            pytest.fail(f"{change.__name__} of {told} is not noticed: {examined(copy).holds}")
