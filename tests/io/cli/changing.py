"""The round of ``after`` whose awards are changed or revoked: made once for all tests."""

from pathlib import Path
from typing import Any

import pytest

from ...sharing import made_once
from ..letters.pages import flat, page_texts
from .after import OF, POLICY, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, Verdeel

GM = {"Gemeentecode": "GM0599"}
GROUND = ("--ground", "not_performed", "--reason", "De gemeente heeft het plan definitief gestopt.")
CASH = 'cash = { 2026 = "€ 20 mln", 2027 = "€ 3 mln", 2028 = "€ 20 mln" }'


@pytest.fixture(scope="session")
def sent(samples: Path, shared_folder: Path) -> After:
    """The round with its letters sent, to copy."""

    def make(folder: Path) -> None:
        folder.mkdir()
        policy = POLICY.replace("objection_reserve", f"{CASH}\nobjection_reserve")
        After(folder, quietly).written(samples, policy).decided(
            {
                "gebiedsbudget": [gb("GB-1", 4), gb("GB-2", 2, Sociale_huurwoningen=160)],
                "woningbouwimpuls": [wbi("WBI-1", 3, **GM)],
            }
        )

    return After(made_once(shared_folder, "wijzigen", make), quietly)


@pytest.fixture
def after(sent: After, desk: Path, verdeel: Verdeel) -> After:
    return sent.copied(desk, verdeel)


def taken(after: After, number: str, on: str = "2026-06-25", command: str = "change decide") -> Any:
    return after.says(
        *command.split(), number, *OF, "--date", on, "--confirm", "--out", after.desk / "later",
        *APPROVER,
    )  # fmt: skip


def letter(after: After, kind: str, number: str) -> str:
    return flat(" ".join(page_texts((after.desk / "later" / f"{kind}_{number}.pdf").read_bytes())))


def revoke(*more: str, on: str = "2026-06-20") -> tuple[str, ...]:
    return ("revoke", "GB-1", *OF, "--date", on, *GROUND, *more, *MAKER)
