"""What takes long to compute, in the workbook and on the page, from answers given by hand."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.io.reports.deep import Deep
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import report_workbook
from verdeelsleutel.optimiser.questions.comparison.swaps import SwingReport
from verdeelsleutel.optimiser.questions.what_if.answers import FrontierPoint, Next, RulePrice

from .rounds import dossier

NL = Words("nl")
DEEP = Deep(
    swing=SwingReport(could_be_in=("WBI-004",), could_be_out=("WBI-001", "WBI-003"), complete=True),
    prices=(
        RulePrice(code="vloer", sentence_nl="De vloer.", sentence_en="Floor.", homes_gained=120),
        RulePrice(code="kas", sentence_nl="De kas.", sentence_en="Cash.", homes_gained=None),
    ),
    frontiers={
        "vro": (
            FrontierPoint(cents=250_000_000_000, status=Status.PROVEN, homes=1_200, bound=1_200),
            FrontierPoint(cents=500_000_000_000, status=Status.PROVEN, homes=2_031, bound=2_031),
            FrontierPoint(cents=750_000_000_000, status=Status.NOT_PROVED, homes=None, bound=3_000),
        ),
    },
    reserves={
        "vro": (
            Next(freed=100_000_000, status=Status.PROVEN, awards=(), homes_gained=0),
            Next(freed=600_000_000_000, status=Status.PROVEN, awards=(("WBI-004", 5_600_000_001),),
                 homes_gained=88),
        ),
    },
)  # fmt: skip


def test_the_page_shows_the_answers_and_where_the_round_stands() -> None:
    round_ = dossier()
    page = report_page(round_, figures(round_), NL, DEEP)
    assert "Met €\u00a02,500\u00a0mld steunt de ronde 1.200 betaalbare woningen" in page
    assert "Zonder die regel steunt de ronde 120 betaalbare woningen meer." in page
    assert "WBI-004 (€\u00a056.000.000,01)" in page
    assert ">5.000</text>" in page  # millions of euros along the axis, as Dutch readers write them
    assert "1 afgewezen aanvraag had kunnen worden toegekend en 2 toegekende" in page
    assert "niet bewezen in de tijd" in page
    assert "--deep" not in page


def test_each_point_says_what_binds_in_the_picture_the_table_and_the_workbook() -> None:
    round_ = dossier()
    bound = (("FUND-vro",), ("FUND-vro", "CASH-vro-2027"), ())
    points = [
        FrontierPoint(cents=c, status=Status.PROVEN, homes=homes, bound=homes, binding=binds)
        for c, homes, binds in zip(
            (250_000_000_000, 500_000_000_000, 750_000_000_000), (1_200, 2_031, 2_500), bound,
            strict=True,
        )
    ]  # fmt: skip
    deep = Deep(swing=DEEP.swing, prices=(), frontiers={"vro": tuple(points)})
    page = report_page(round_, figures(round_), NL, deep)
    name = round_.policy.funds["vro"].name("nl")
    told = f"a: geldbron {name}; b: geldbron {name}, kas {name} in 2027; c: niets"
    assert f"Wat er knelt, staat met een letter bij elk punt. {told}." in page
    picture = page.split('id="frontier-0"')[1].split("</svg>")[0]
    assert [letter for letter in "abc" if f">{letter}</text>" in picture] == ["a", "b", "c"]
    book: Any = load_workbook(io.BytesIO(report_workbook(round_, figures(round_), NL, deep)))
    sheet = book["Meer of minder geld"]
    column = next(cell.column for cell in sheet[5] if cell.value == "Wat er knelt")
    assert [sheet.cell(row, column).value for row in (6, 7, 8)] == [
        f"a: geldbron {name}", f"b: geldbron {name}, kas {name} in 2027", "c: niets",
    ]  # fmt: skip
    labels = sheet._charts[0].series[0].dLbls
    assert labels is not None
    assert len(labels.dLbl) == 3


def test_what_was_not_proven_in_the_time_is_never_told_as_found() -> None:
    round_ = dossier()
    unknown = Deep(
        swing=SwingReport(could_be_in=(), could_be_out=(), complete=False),
        prices=(RulePrice(code="kas", sentence_nl="De kas.", sentence_en="C.", homes_gained=None),),
        frontiers={
            "vro": (
                FrontierPoint(
                    cents=500_000_000_000, status=Status.NOT_PROVED, homes=2_000, bound=2_100
                ),
            ),
        },
    )
    page = report_page(round_, figures(round_), NL, unknown)
    assert "Geen enkele regel kost woningen" not in page
    assert "Van geen regel is bewezen dat zij woningen kost" in page
    assert "Dat bewijst niet dat zij er niet zijn." in page
    assert "Niet elk punt is bewezen" in page
    frontier = page.split('id="frontier-0-table"')[1].split("</table>")[0]
    assert "<td>2.031</td><td>2.100</td><td>nee</td>" in frontier  # the round's own list is better


def test_a_list_for_less_money_is_one_for_more_where_every_goal_is_met() -> None:
    whole = dossier()
    certificate = whole.allocation.certificate
    assert certificate is not None
    met = certificate.model_copy(update={"checks": certificate.checks[:2]})
    allocation = whole.allocation.model_copy(update={"certificate": met})
    round_ = whole.model_copy(update={"allocation": allocation})
    points = [
        FrontierPoint(cents=c, status=Status.NOT_PROVED, homes=homes, bound=bound)
        for c, homes, bound in (
            (400_000_000_000, 1_500, 2_600), (500_000_000_000, 1_990, 2_400),
            (600_000_000_000, 1_980, 2_100), (700_000_000_000, None, 2_031),
        )
    ]  # fmt: skip
    deep = Deep(swing=DEEP.swing, prices=(), frontiers={"vro": tuple(points)})
    page = report_page(round_, figures(round_), NL, deep)
    frontier = page.split('id="frontier-0-table"')[1].split("</table>")[0]
    rows = re.findall(r"<td>([^<]*)</td><td>([^<]*)</td><td>([^<]*)</td>", frontier)
    assert rows == [
        ("1.500", "2.600", "nee"),  # with less money the goals may come out otherwise
        *[("2.031", "2.031", "ja")] * 3,
    ]


def test_a_price_that_was_not_proven_says_what_it_cannot_pass() -> None:
    round_ = dossier()
    price = RulePrice(
        code="kas", sentence_nl="De kas.", sentence_en="C.", homes_gained=None, at_most=1_857
    )
    deep = Deep(swing=DEEP.swing, prices=(price,))
    page = report_page(round_, figures(round_), NL, deep)
    assert "<td>niet bewezen; ten hoogste 1.857</td>" in page


def test_a_page_without_them_says_how_to_get_them() -> None:
    round_ = dossier()
    page = report_page(round_, figures(round_), NL)
    assert "verdeel report --round 2026-1 --deep" in page


def test_the_workbook_has_a_sheet_for_each_answer_and_a_native_curve() -> None:
    round_ = dossier()
    content = report_workbook(round_, figures(round_), NL, DEEP)
    book: Any = load_workbook(io.BytesIO(content))
    for name in ("Meer of minder geld", "Prijs van regels", "Reservelijst", "Wisselingen"):
        assert name in book.sheetnames
    sheet = book["Meer of minder geld"]
    assert len(sheet._charts) == 1
    left = sheet["C6"].value, sheet["D6"].value
    assert (Decimal(str(left[0])), left[1]) == (Decimal(2_500_000_000), 1_200)
    assert sheet["D8"].value is None
    ladder = [cell.value for cell in book["Reservelijst"]["E"]]
    assert Decimal("56000000.01") in [Decimal(str(v)) for v in ladder if isinstance(v, int | float)]
    assert content == report_workbook(round_, figures(round_), NL, DEEP)


@pytest.mark.slow(
    sample="test_each_point_says_what_binds_in_the_picture_the_table_and_the_workbook"
)
def test_answers_that_are_empty_give_a_whole_report() -> None:
    round_ = dossier()
    none = Deep(swing=SwingReport(could_be_in=(), could_be_out=(), complete=False), prices=())
    assert "Geen enkele regel kost woningen" in report_page(round_, figures(round_), NL, none)
    assert report_workbook(round_, figures(round_), NL, none)
