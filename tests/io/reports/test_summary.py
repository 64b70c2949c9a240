"""summary.pdf: two pages, accessible, with the numbers of the allocation."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any, cast

import pytest
from page import ValidationProfile
from pypdf import PdfReader

from verdeelsleutel.grants.allocation import Dossier
from verdeelsleutel.io.reports.briefing import report_summary
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.words import Words

from ..letters.pages import failures, flat, page_texts
from .rounds import LINES, dossier


def _summary(round_: Dossier, lang: str = "nl") -> bytes:
    return report_summary(round_, figures(round_), Words(lang))


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return _summary(dossier())


@pytest.mark.parametrize("profile", [ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A])
def test_the_summary_passes_the_validator(pdf: bytes, profile: ValidationProfile) -> None:
    assert failures(pdf, profile) == []


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("lines", [LINES, LINES[:1], LINES[3:7]], ids=["all", "one", "none"])
def test_it_has_two_pages_whatever_the_round(lines: Any, lang: str) -> None:
    assert len(page_texts(_summary(dossier(lines), lang))) == 2


def test_each_number_is_that_of_the_allocation(pdf: bytes) -> None:
    text, words = " ".join(page_texts(pdf)), Words("nl")
    round_ = dossier()
    totals = round_.allocation.totals
    for said in (
        words.millions(totals.amount.cents),
        words.millions(totals.requested.cents),
        words.number(totals.affordable_homes),
        words.number(totals.homes.total),
        words.percent(totals.affordable_homes, totals.homes.total),
    ):
        assert flat(said) in text
    missed = [check for check in _checks(round_) if not check.holds]
    assert all(flat(check.sentence_nl) in text for check in missed)


def _checks(round_: Dossier) -> tuple[Any, ...]:
    certificate = round_.allocation.certificate
    assert certificate is not None
    return certificate.checks


def _alternatives(node: Any) -> list[str]:
    """The words for pictures in a structure tree, in reading order."""
    held: Any = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(held, list):
        return [said for child in cast(list[Any], held) for said in _alternatives(child)]
    if not isinstance(held, dict):
        return []
    element = cast(dict[str, Any], held)
    own = [str(element["/Alt"])] if "/Alt" in element else []
    return [*own, *_alternatives(element.get("/K"))]


def test_every_picture_says_in_words_what_it_shows(pdf: bytes) -> None:
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    described = _alternatives(root["/StructTreeRoot"])
    assert len(described) == 3
    assert all(alternative.endswith(".") for alternative in described)


def test_an_example_bears_its_mark_on_both_pages(pdf: bytes) -> None:
    assert all("VOORBEELD - GEEN BESLUIT" in text for text in page_texts(pdf))
    assert "VOORBEELD" not in " ".join(page_texts(_summary(dossier(example=False))))


def test_the_same_round_gives_the_same_bytes(pdf: bytes) -> None:
    assert _summary(dossier()) == pdf


def test_the_summary_stands_beside_the_report(report: Path, pdf: bytes) -> None:
    assert (report / "summary.pdf").read_bytes() == pdf
