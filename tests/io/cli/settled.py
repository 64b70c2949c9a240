"""The small round of ``after`` with its awards paid, and with a claim: made once for all tests."""

from pathlib import Path

import pytest

from ...sharing import made_once
from ..letters.pages import flat, page_texts
from .after import After, gb, quietly, wbi
from .conftest import Verdeel
from .settling import WHY, Settling, account

GB, WBI = "GM0363", "GM0599"


@pytest.fixture(scope="session")
def paid(samples: Path, shared_folder: Path) -> After:
    """The round with its awards paid, but for one, to copy."""

    def make(folder: Path) -> None:
        folder.mkdir()
        made = After(folder, quietly).written(samples)
        made.decided(
            {
                "gebiedsbudget": [gb("GB-1", 4), gb("GB-2", 2, Sociale_huurwoningen=160)],
                "woningbouwimpuls": [wbi("WBI-1", 3, Gemeentecode=WBI),
                                     wbi("WBI-2", 1, Gemeentecode="GM1696")],
            }
        )  # fmt: skip
        Settling(made).paid(GB_1="€ 3,5 mln", GB_2="€ 1,75 mln", WBI_1="€ 3 mln", WBI_2="€ 1 mln")

    return After(made_once(shared_folder, "betaald", make), quietly)


@pytest.fixture(scope="session")
def in_debt(paid: After, shared_folder: Path) -> After:
    """The same round with a claim on the Gebiedsbudget, to copy."""

    def make(folder: Path) -> None:
        claimed(Settling(paid.copied(folder, quietly)))

    return After(made_once(shared_folder, "gevorderd", make), quietly)


@pytest.fixture
def owing(in_debt: After, desk: Path, verdeel: Verdeel) -> Settling:
    """A claim of € 1,166,666.67 on the municipality, to be paid by 13 December 2027."""
    return Settling(in_debt.copied(desk, verdeel))


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(paid.copied(desk, verdeel))


def letter(ends: Settling, name: str) -> str:
    return flat(" ".join(page_texts((ends.after.desk / "afrekening" / f"{name}.pdf").read_bytes())))


def codes(told: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(one["code"], one["field"]) for one in told["findings"]]


GOOD = account("GB-1", GB, "4.000.000", werkelijk_tekort="6.000.000")


def unspent(ends: Settling) -> None:
    ends.load(account("WBI-1", WBI, "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"))


def claimed(ends: Settling) -> None:
    """A claim on the Gebiedsbudget of 1 November 2027, to be paid by 13 December."""
    ends.load(GOOD)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    ends.intend("GB-1", "2027-10-11")
    ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
