"""A round whose municipalities report: one project stalls, one is finished, one is silent."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ...sharing import made_once
from .after import OF, ROUND, After, gb, quietly, wbi
from .conftest import MAKER, Verdeel
from .monitoring import Row, each, filled

STALLED, FINISHED, SILENT, MEASURES = "WBI-1", "WBI-2", "WBI-3", "GB-1"
ROWS: dict[str, list[dict[str, Any]]] = {
    "gebiedsbudget": [gb(MEASURES, 4)],
    "woningbouwimpuls": [
        wbi(STALLED, 2, Gemeentecode="GM0599"), wbi(FINISHED, 2, Gemeentecode="GM0518"),
        wbi(SILENT, 1, Gemeentecode="GM0344"),
    ],
}  # fmt: skip
D = date
JANUARY = D(2028, 1, 1)


@pytest.fixture(scope="session")
def sent(samples: Path, shared_folder: Path) -> After:
    """The round with its letters sent and its templates written, to copy."""

    def make(folder: Path) -> None:
        folder.mkdir()
        made = After(folder, quietly).written(samples)
        made.decided(ROWS)
        made.does("monitor", "template", ROUND, "--out", folder / "sjablonen", *MAKER)

    return After(made_once(shared_folder, "voortgang", make), quietly)


@pytest.fixture
def after(sent: After, desk: Path, verdeel: Verdeel) -> After:
    return sent.copied(desk, verdeel)


def template(after: After, code: str) -> Path:
    return after.desk / "sjablonen" / f"voortgang_{code}.xlsx"


def load(after: After, *files: Path, on: str = "2028-01-20") -> list[dict[str, Any]]:
    told = after.says("monitor", "load", *files, *OF, "--date", on, *MAKER)
    assert told["round"] == ROUND
    return told["files"]


def codes(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["code"], one["cell"], one["value"]) for one in told["findings"]]


def finished_report(after: After, as_of: date = JANUARY) -> Path:
    done = each(
        Vergunning_op=D(2026, 9, 1), Start_bouw=D(2026, 11, 2), Gereed_op=D(2027, 12, 15),
        Peildatum=as_of,
    )  # fmt: skip
    return filled(template(after, "GM0518"), after.desk / "gereed.xlsx", done)


def stalled_report(after: After, as_of: date = JANUARY) -> Path:
    """The social homes have a permit; everything starts in 2030, and the last in 2037."""

    def change(rows: list[Row]) -> list[Row]:
        for row in rows:
            row |= {"Peildatum": as_of, "Start bouw": D(2030, 3, 1)}
        rows[0]["Vergunning op"] = D(2027, 5, 1)
        rows[3]["Start bouw"] = D(2037, 1, 1)
        return rows

    return filled(template(after, "GM0599"), after.desk / "stil.xlsx", change)
