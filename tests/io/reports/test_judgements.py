"""What people judged stands in the report, with both names; where nobody did, there is no sheet."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook

from verdeelsleutel.grants.applications.assessment import Answer, Assessment
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import report_workbook

from .rounds import dossier

SET_ASIDE = Assessment(
    code="GB-05", answer=Answer.MET, article="artikel 6, derde lid", source="de regeling",
    measured="29-06-2035", threshold="31-12-2034", sentence_nl="Zin.", sentence_en="Sentence.",
    judged_by=("S. Vermeulen", "B. Dekker"), judged_on=date(2026, 11, 2),
    judgement="=1+1 is geen formule.", set_aside_under="artikel 12",
)  # fmt: skip


def judged() -> Dossier:
    whole = dossier()
    first, *others = whole.decided
    with_answer = first.model_copy(update={"assessments": (SET_ASIDE,)})
    return whole.model_copy(update={"decided": (with_answer, *others)})


def sheets(whole: Dossier, lang: str) -> dict[str, list[tuple[object, ...]]]:
    words = Words(lang)
    book = load_workbook(io.BytesIO(report_workbook(whole, figures(whole), words)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def test_a_judgement_stands_in_the_report_with_both_names_and_the_clause() -> None:
    rows = sheets(judged(), "nl")["Oordelen"]
    number = judged().decided[0].application.application_id
    assert (
        number, "GB-05", "artikel 6, derde lid", "voldoet", "artikel 12", "=1+1 is geen formule.",
        "S. Vermeulen", "B. Dekker", "02-11-2026",
    ) in rows  # fmt: skip


def test_without_judgements_the_report_has_no_such_sheet() -> None:
    assert "Oordelen" not in sheets(dossier(), "nl")
    assert "Judgements" in sheets(judged(), "en")
