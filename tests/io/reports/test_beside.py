"""What stands beside an award, in the workbook and on the page, and apart from every total."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.settlement import beside
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import report_workbook

from .rounds import LINES, dossier

SETTLED = [
    ("RS-001", "Amsterdam", "1400000.00", "-70000.00", "1330000.00", "0.00"),
    ("RS-002", "Aa en Hunze", "77000.00", "-140000.00", "0.00", "-63000.00"),
]
GRANTED = (
    "RS-001", "Amsterdam", "openbare ruimte", "Utrecht Overvecht", "1210000.01", "7403000.00",
    "1210000.01", "210000.00", "1000000.01",
)  # fmt: skip


def _sheet(whole: Dossier, lang: str = "nl") -> list[tuple[str, ...]]:
    content = report_workbook(whole, figures(whole), Words(lang))
    book = load_workbook(io.BytesIO(content), data_only=True)
    name = "Naast de toekenning" if lang == "nl" else "Beside the award"
    return [
        tuple(
            f"{Decimal(str(value)):.2f}" if isinstance(value, int | float) else str(value)
            for value in row
            if value not in (None, "")
        )
        for row in book[name].iter_rows(values_only=True)
    ]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_settlement_and_a_supplement_stand_on_a_sheet_of_their_own_to_the_cent(lang: str) -> None:
    rows = _sheet(dossier(), lang)
    assert all(row in rows for row in SETTLED)
    supplement = GRANTED if lang == "nl" else (*GRANTED[:2], "public space", *GRANTED[3:])
    assert supplement in rows
    word = "Totaal" if lang == "nl" else "Total"
    assert (word, "1477000.00", "-210000.00", "1330000.00", "-63000.00") in rows


def test_the_page_tells_them_apart_from_the_awards() -> None:
    whole = dossier()
    page = report_page(whole, figures(whole), Words("nl"))
    section = page.split('<section id="beside">')[1].split("</section>")[0]
    assert "Niets hiervan telt mee in een totaal of plafond" in section
    assert "Besluiten met een verrekening: 2; samen -€\u00a0210.000,00." in section
    assert "<td>€\u00a01.400.000,00</td><td>-€\u00a070.000,00</td>" in section
    assert (
        "Toeslagen naar een lezing van de regeling, niet verleend: 1; samen €\u00a01.000.000,01."
        in section
    )


def test_no_total_of_the_round_knows_them() -> None:
    with_them, without = dossier(), _without(dossier())
    assert not beside(without)
    assert figures(with_them).amount == figures(without).amount == Euro(18_197_700_133)
    assert figures(with_them).schemes.equals(figures(without).schemes)


def _without(whole: Dossier) -> Dossier:
    nothing = {"corrections": (), "supplements": ()}
    decided = tuple(
        one.model_copy(update={"application": one.application.model_copy(update=nothing)})
        if one.award.instrument == "realisatiestimulans"
        else one
        for one in whole.decided
    )
    return whole.model_copy(update={"decided": decided})


def test_a_withdrawn_statement_settles_nothing() -> None:
    none: dict[str, Any] = {
        "outcome": Outcome.WITHDRAWN,
        "amount": 0,
        "homes": (0, 0, 0, 0),
        "paid": {},
    }
    gone = [replace(line, **none) if line.number == "RS-001" else line for line in LINES]
    assert beside(dossier(gone)).settled["application_id"].tolist() == ["RS-002"]


def test_without_any_there_is_no_sheet_and_no_section() -> None:
    whole = _without(dossier())
    content = report_workbook(whole, figures(whole), Words("nl"))
    assert "Naast de toekenning" not in load_workbook(io.BytesIO(content)).sheetnames
    assert 'id="beside"' not in report_page(whole, figures(whole), Words("nl"))
