"""The report of the sample round: every number follows from allocation, ledger and policy."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.after.by_year import money_by_year
from verdeelsleutel.io.rounds.dossier import dossier

from ..letters.pages import texts_with_pictures
from ..reports import test_traced_page as page
from ..reports import test_traced_workbook as workbook
from ..reports.derived import Derived
from ..reports.reading_page import spots
from .conftest import ROUND, Verdeel


@pytest.fixture(scope="module")
def whole(finished: Path) -> Dossier:
    with reading_round(f"sqlite:///{(finished / 'verdeel.db').as_posix()}", ROUND) as reader:
        return dossier(reader).model_copy(update={"years": money_by_year(reader.rounds)})


def test_the_round_of_the_report_is_that_of_the_allocation_and_the_policy(
    whole: Dossier, finished: Path, samples: Path
) -> None:
    """What the numbers below are worked out from is what the files of the round say."""
    told: dict[str, Any] = json.loads((finished / "allocation.json").read_text(encoding="utf-8"))
    keys = ("requested", "amount", "compensable_vat", "payable")
    assert {row["application_id"]: [row[key] for key in keys] for row in told["awards"]} == {
        award.application_id: [getattr(award, key).cents for key in keys]
        for award in whole.allocation.awards
    }
    assert {row["application_id"]: row["homes"] for row in told["awards"]} == {
        award.application_id: award.homes.model_dump() for award in whole.allocation.awards
    }
    written = tomllib.loads((samples / "policy.toml").read_text(encoding="utf-8"))
    assert whole.policy == Policy.model_validate(written)


def test_the_commitments_are_the_balances_of_the_ledger(whole: Dossier, finished: Path) -> None:
    with sqlite3.connect(finished / "verdeel.db") as database:
        rows = database.execute(
            "SELECT fund, instrument, year, sum(cents) FROM ("
            "SELECT fund, instrument, year, cents FROM ledger_posting WHERE target = 'committed' "
            "UNION ALL "
            "SELECT fund, instrument, year, -cents FROM ledger_posting WHERE source = 'committed'"
            ") GROUP BY fund, instrument, year"
        ).fetchall()
    posted = {(fund, instrument, year): cents for fund, instrument, year, cents in rows if cents}
    derived = Derived(whole).committed()
    assert posted == {key: charged for key, (charged, _) in derived.items() if charged}


def test_every_number_of_the_sample_report_follows_from_the_round(
    whole: Dossier, finished: Path
) -> None:
    told = workbook.read(finished / "report" / "report.xlsx")
    assert list(workbook.Traced(whole, {}).faults(told)) == []
    shown = spots((finished / "report" / "report.html").read_text(encoding="utf-8"))
    traced, chance = page.Traced(whole, {}), random.Random(20261127)
    assert list(traced.faults(shown)) == []
    summary = " ".join(texts_with_pictures((finished / "report" / "summary.pdf").read_bytes()))
    assert not page.summary_faults(summary, traced)
    assert page.unseen(shown, chance.sample(page.with_a_number(shown), 3), traced, chance) == []


def test_a_workbook_that_is_held_open_is_told_at_once_and_nothing_is_written(
    finished: Path, tmp_path: Path, verdeel: Verdeel
) -> None:
    (tmp_path / "report.xlsx").mkdir()
    database = f"sqlite:///{(finished / 'verdeel.db').as_posix()}"
    result = verdeel(
        "report", "--round", ROUND, "--out", tmp_path, "--deep", "--database", database
    )
    assert (result.code, result.out) == (5, "")
    assert result.err.count("\n") == 1
    assert "Sluit het bestand in andere programma's" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["report.xlsx"]


@pytest.mark.slow(
    sample="tests/io/letters/test_writing.py::test_a_run_that_is_broken_off_leaves_no_letter_and_can_be_repeated"
)
def test_ctrl_c_in_a_deep_report_leaves_nothing_and_nobody_behind(
    finished: Path, tmp_path: Path
) -> None:
    program = "import sys; from verdeelsleutel.io.cli import main; sys.argv[0] = 'verdeel'; main()"
    database = f"sqlite:///{(finished / 'verdeel.db').as_posix()}"
    out = tmp_path / "rapport"
    process = subprocess.Popen(
        [sys.executable, "-c", program, "report", "--round", ROUND, "--out", str(out), "--deep",
         "--database", database],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stderr.readline() == "verdeel: stap 1 van 6, de reservelijst van vro\n"
    time.sleep(2)  # so that processes are solving
    os.killpg(process.pid, signal.SIGINT)
    told, said = process.communicate(timeout=20)
    assert (process.returncode, told) == (130, "")
    assert "Traceback" not in said
    assert not out.exists()
    assert _all_gone(process.pid)


def _all_gone(group: int) -> bool:
    """Whether every process of a group has ended, within a few seconds."""
    for _ in range(50):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.2)
    return False
