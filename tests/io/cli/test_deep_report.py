"""The answers that take long, computed for a round and told in its report."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round, reading_round
from verdeelsleutel.io.records.rounds.why_not import add_deep_answers
from verdeelsleutel.io.reports.deep import Deep
from verdeelsleutel.io.reports.deep_answers import as_kept, deep_of
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.state import record
from verdeelsleutel.io.steps.why_not import answer_deeply
from verdeelsleutel.optimiser.questions.comparison.swaps import SwingReport
from verdeelsleutel.optimiser.questions.what_if.answers import FrontierPoint, Next, RulePrice

from .conftest import MAKER, ROUND, Verdeel

SWING = SwingReport(could_be_in=(), could_be_out=(), complete=False)


def test_a_deep_report_reads_what_was_kept_at_once(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    """What is kept is told, whatever would be found now, and by a replay of its bundle too."""
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    verdeel("screen", "--round", ROUND)
    assert verdeel("allocate", "--round", ROUND).code == 0
    url = f"sqlite:///{opened_small / 'verdeel.db'}"
    with changing_round(url, ROUND) as reader:
        fund = next(iter(reader.policy.funds))
        point = FrontierPoint(cents=123_400_000_000, status=Status.PROVEN, homes=777, bound=777)
        deep = Deep(
            swing=SWING,
            prices=(RulePrice(code="A", sentence_nl="A.", sentence_en="A.", homes_gained=13),),
            frontiers={fund: (point,)},
            reserves={fund: (Next(freed=100, status=Status.PROVEN, awards=(), homes_gained=0),)},
        )
        add_deep_answers(reader, as_kept(deep))
        record(reader, EventKind.WHY_NOT_KEPT, Actor(name="Sanne Vermeulen"))
    out = opened_small / "rapport"
    told = verdeel("report", "--round", ROUND, "--out", out, "--deep")
    assert told.code == 0, told.err
    assert "stap" not in told.err
    sheet = load_workbook(out / "report.xlsx")["Meer of minder geld"]
    assert 777 in [row[3] for row in sheet.iter_rows(6, values_only=True)]
    with reading_round(url, ROUND) as reader:
        again = deep_of(reader, told=lambda _: lambda _done, _total: None)
    assert (again.swing, again.prices) == (deep.swing, deep.prices)
    assert dict(again.frontiers) == dict(deep.frontiers)
    assert dict(again.reserves) == dict(deep.reserves)
    who, packed = Actor(name="Sanne Vermeulen"), opened_small / "ronde.zip"
    assert not answer_deeply(url, ROUND, who, told=lambda _: lambda _done, _total: None)
    assert verdeel("audit", "verify").code == 0
    assert verdeel("bundle", "--round", ROUND, "--out", packed).code == 0
    assert verdeel("replay", packed).code == 0


@pytest.mark.slow(sample="test_a_deep_report_reads_what_was_kept_at_once")
def test_what_a_deep_report_says_is_kept_once(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    verdeel("screen", "--round", ROUND)
    assert verdeel("allocate", "--round", ROUND).code == 0
    assert verdeel("why-not", "--round", ROUND, "--deep", *MAKER).code == 0
    books: list[bytes] = []
    for name in ("een", "twee"):
        out = opened_small / name
        assert verdeel("report", "--round", ROUND, "--out", out, "--deep").code == 0
        books.append((out / "report.xlsx").read_bytes())
    assert books[0] == books[1]


@pytest.mark.slow(sample="test_a_deep_report_reads_what_was_kept_at_once")
def test_a_deep_report_tells_its_four_answers_with_its_steps_on_the_error_stream(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    assert verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND).code in (0, 1)
    assert verdeel("screen", "--round", ROUND).code in (0, 1)
    assert verdeel("allocate", "--round", ROUND).code == 0
    out = opened_small / "rapport"
    told = verdeel("report", "--round", ROUND, "--out", out, "--deep", "--minutes", "1")
    assert told.code == 0, told.err
    steps = [line for line in told.err.splitlines() if "stap" in line]
    assert [line.split(", ")[0] for line in steps] == [
        f"verdeel: stap {number} van 4" for number in (1, 2, 3, 4)
    ]
    book = load_workbook(out / "report.xlsx", data_only=True)
    for name in ("Meer of minder geld", "Prijs van regels", "Reservelijst", "Wisselingen"):
        assert name in book.sheetnames
    budgets = [row for row in book["Meer of minder geld"].iter_rows(6, values_only=True) if row[2]]
    assert len(budgets) == 9
    homes = [int(str(row[3])) for row in budgets if row[1] == "ja"]
    assert homes == sorted(homes)
    page = (out / "report.html").read_text(encoding="utf-8")
    assert 'id="frontier-0-table"' in page
    assert "niet in dit rapport" not in page
