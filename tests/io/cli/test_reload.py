"""Findings go back in the officer's own workbook, and a corrected one is told apart."""

import json
from pathlib import Path

from .conftest import ROUND, Verdeel
from .editing import Rows, edit


def _mended(headers: list[str], rows: Rows) -> Rows:
    """One amount mended, and one municipality wrong that was right."""
    if "Gevraagd bedrag" not in headers:
        return rows  # the list of findings
    amount, code = headers.index("Gevraagd bedrag"), headers.index("Gemeentecode")
    first_good = next(at for at, row in enumerate(rows) if row[code] != "GM9999")
    for row in rows:
        if isinstance(row[amount], str) and "?" in row[amount]:
            row[amount] = 12_000_000
    rows[first_good][code] = "GM0000"
    return rows


def test_findings_come_back_in_the_officers_own_workbook(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    faulty = samples / "faulty" / "fouten.xlsx"
    result = verdeel("load", faulty, "--round", ROUND, "--annotate", opened / "terug")
    copy = opened / "terug" / "fouten.bevindingen.xlsx"
    assert result.code == 1
    assert f"Bevindingen: {copy}." in result.out
    assert copy.exists()
    again = verdeel("load", faulty, "--round", ROUND, "--annotate", opened / "terug", "--json")
    (told,) = json.loads(again.out)
    assert told["already_loaded"]
    assert told["annotated"] == {"file": str(copy), "why_separate": ""}
    assert [path.name for path in (opened / "terug").iterdir()] == [copy.name]


def test_a_file_without_findings_gets_no_copy(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    clean = samples / "woningbouwimpuls_west_en_brabant.xlsx"
    result = verdeel("load", clean, "--round", ROUND, "--annotate", opened / "terug", "--json")
    (told,) = json.loads(result.out)
    assert told["findings"] == []
    assert told["annotated"] is None
    assert told["since"] is None
    assert not (opened / "terug").exists()


def test_a_corrected_copy_tells_what_is_fixed_new_and_open(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    faulty = samples / "faulty" / "fouten.xlsx"
    first = verdeel("load", faulty, "--round", ROUND, "--annotate", opened, "--json")
    (before,) = json.loads(first.out)
    mended = edit(opened / "fouten.bevindingen.xlsx", opened / "x.xlsx", _mended).rename(
        opened / "Fouten.bevindingen-2.xlsx"
    )
    second = verdeel("load", mended, "--round", ROUND, "--json")
    (told,) = json.loads(second.out)
    since = told["since"]
    assert since["earlier_file"] == "fouten.xlsx"
    assert "INT-008" in [found["code"] for found in since["fixed"]]
    assert [found["value"] for found in since["new"] if found["code"] == "INT-014"] == ["GM0000"]
    assert len(since["new"]) + len(since["still_open"]) == len(told["findings"])
    assert len(since["fixed"]) + len(since["still_open"]) == len(before["findings"])
    shown = verdeel("load", faulty, "--round", ROUND)
    assert "was al geladen" in shown.out
