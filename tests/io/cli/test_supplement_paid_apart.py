"""What is not paid by a round is not left out in silence: the supplements of chapter 3 of the
Realisatiestimulans are refused with their reason."""

from pathlib import Path
from typing import Any

import openpyxl

from .after import OF, POLICY, ROUND, After
from .conftest import APPROVER, MAKER, Verdeel
from .done_over import RS
from .test_unknown import workbook

STATED = f"""{POLICY}
[instruments.realisatiestimulans]
fund = "vro"
rule = "pro_rata"
ceiling = "€ 30 mln"
"""
SHEET = (
    ("Aanvraagnummer", "NPLV-gebied", "Kosten", "Compensabele btw", "Toeslag", "Kostenjaar"),
    ("RS-1", "Utrecht Overvecht", 1_210_000, 210_000, "openbare ruimte", 2025),
)


def test_an_order_says_that_a_supplement_is_not_paid_by_it_and_why(
    desk: Path, verdeel: Verdeel, samples: Path
) -> None:
    after = After(desk, verdeel).written(samples, STATED)
    rows = [
        {**RS, "Aanvraagnummer": f"RS-{at}", "Gemeentecode": code}
        for at, code in ((1, "GM0344"), (2, "GM0599"))
    ]
    path = workbook(desk / "opgaven.xlsx", {"realisatiestimulans": rows})
    book: Any = openpyxl.load_workbook(path)
    sheet = book.create_sheet("NPLV-toeslag")
    for line in SHEET:
        sheet.append(line)
    book.save(path)
    after.does("round", "open", ROUND, "--policy", desk / "policy.toml", *MAKER)
    after.does("load", path, *OF, *MAKER)
    after.does("screen", "--close", *OF, *MAKER)
    after.does("allocate", *OF, *MAKER)
    after.does("approve", *OF, *APPROVER)
    after.send()
    told = after.says("pay", "order", *OF, "--date", "2026-06-10", *MAKER)
    assert {one["application_id"] for one in told["orders"]} == {"RS-1", "RS-2"}
    (said,) = told["left"]
    assert said.startswith("De NPLV-toeslag van RS-1 wordt hier niet betaald: zij wordt bij een")
    assert "artikelen 3.2 en 3.6 van de Tijdelijke regeling realisatiestimulans" in said
    assert "geen zin zegt welk deel van de kosten wordt verleend" in said
    assert said.endswith("zegt verdeel explain RS-1.")
