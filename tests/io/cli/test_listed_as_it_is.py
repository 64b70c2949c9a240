"""What the list and the explanation say of a moment, a municipality and a withdrawal is so."""

from datetime import date, datetime
from pathlib import Path

import pytest

from .conftest import Verdeel
from .test_unknown import DECIDED, MAKER, POLICY, ROUND, Small, row, workbook


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def at(*moment: int) -> datetime:
    return datetime(*moment)  # type: ignore[arg-type]  # noqa: DTZ001 - as a workbook has it


def test_a_moment_is_listed_as_it_was_recorded(small: Small) -> None:
    policy = small.policy(POLICY.format(decision=f"{DECIDED}\nwindow_closes_at = 17:00:00"))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    moments = {
        "OP": at(2026, 3, 31, 17, 0, 0), "NA": at(2026, 3, 31, 17, 0, 1),
        "DAG": date(2026, 3, 30), "LAATST": date(2026, 3, 31),
    }  # fmt: skip
    rows = [
        row("gebiedsbudget", number, Ontvangen_op=moment, Gevraagd_bedrag=1_000_000)
        for number, moment in moments.items()
    ]
    book = workbook(small.desk / "aanvragen.xlsx", {"gebiedsbudget": rows})
    small.verdeel("load", book, *small.of(MAKER))
    listed = " ".join(small.does("round", "applications", ROUND).split())
    assert "ontvangen 31-03-2026 om 17.00 uur beslissen" in listed
    assert "ontvangen 31-03-2026 om 17.00.01 uur (te laat)" in listed
    assert "ontvangen 30-03-2026 beslissen" in listed
    assert "ontvangen 31-03-2026 beslissen" in listed


def test_a_municipality_that_may_end_later_is_not_told_to_be_gone(small: Small) -> None:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    rows = [row("gebiedsbudget", "A", Gemeentecode="Wijdemeren"),
            row("gebiedsbudget", "B", Gemeentecode="Brielle")]  # fmt: skip
    book = workbook(small.desk / "aanvragen.xlsx", {"gebiedsbudget": rows})
    told = small.verdeel("load", book, *small.of(MAKER)).out
    assert "B2  INT-014" in told, told
    assert "B3  INT-088" in told, told


def test_who_withdrew_is_told_so_before_there_is_a_list(small: Small) -> None:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    rows = [row("gebiedsbudget", "A", Start_bouw="volgend jaar"), row("gebiedsbudget", "B")]
    book = workbook(small.desk / "aanvragen.xlsx", {"gebiedsbudget": rows})
    small.verdeel("load", book, *small.of(MAKER))
    before = small.does("explain", "A", "--round", ROUND)
    assert "onvolledig" in before
    for number in "AB":
        small.does("withdraw", number, "--date", "2026-03-25", "--reason", "Op verzoek.",
                   *small.of(MAKER))  # fmt: skip
        told = small.does("explain", number, "--round", ROUND)
        assert "niet meer mee" in told
        assert "nog niets bepaald" not in told
    assert "A: Gebiedsbudget; ingetrokken." in small.does("explain", "A", "--round", ROUND)
