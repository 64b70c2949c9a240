"""A request to complete gives back the further sheets of a statement, and takes them in again."""

import json
import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.records.rounds.reader import reading_round

from .conftest import Verdeel
from .test_completing import text_of
from .test_unknown import MAKER, REASON, ROUND, SECOND, Small

RS = instruments()["realisatiestimulans"]
NUMBER = "RS-2027-0001"
POLICY = """
[round]
id = "klein"
title = "Kleine ronde"
kind = "example"
window_opens = 2027-03-01
window_closes = {closes}
decision_date = 2027-10-01

[funds.vro]
name_nl = "Ministerie van VRO"
name_en = "Ministry of VRO"
total = "€ 100 mln"

[instruments.realisatiestimulans]
fund = "vro"
rule = "pro_rata"
ceiling = "€ 60 mln"
"""
OPEN, CLOSED = "2027-12-31", "2027-04-30"
STATEMENT: dict[str, Any] = {
    "Aanvraagnummer": NUMBER, "Gemeentecode": "GM0363", "Projectnaam": "Opgave over 2026",
    "Sociale huurwoningen": 2, "Middenhuurwoningen": 0, "Betaalbare koopwoningen": 0,
    "Overige woningen": 0, "Startjaar": 2026,
    "Ontvangen op": datetime(2027, 3, 16, 10, 0),  # noqa: DTZ001 - as a workbook has it
}  # fmt: skip
COSTS: dict[str, Any] = {
    "Aanvraagnummer": NUMBER, "NPLV-gebied": "Amsterdam Zuidoost", "Kosten": 1_210_000.5,
    "Compensabele btw": 210_000, "Toeslag": "openbare ruimte", "Kostenjaar": 2026,
}  # fmt: skip
FEWER: dict[str, Any] = {
    "Aanvraagnummer": NUMBER, "Startjaar": 2025, "Vastgestelde woningen": 300,
    "Werkelijke woningen": 290, "Bedrag per woning": 7_000,
}  # fmt: skip
HOMES: list[dict[str, Any]] = [
    {
        "Aanvraagnummer": NUMBER, "BAG-id": f"036301000000000{at}", "Segment": "sociale huur",
        "Soort": "nieuwbouw", "Huur of koopprijs": 850, "Startdatum": date(2026, 5, at),
    }
    for at in (1, 2)
]  # fmt: skip
BESIDE = {"Woningen": HOMES, "NPLV-toeslag": [COSTS], "Correcties": [FEWER]}


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel, POLICY)


def statement(path: Path, own: dict[str, Any], beside: dict[str, list[dict[str, Any]]]) -> Path:
    """A workbook as a municipality sends it: an empty first row of each further sheet stays."""
    book: Any = openpyxl.Workbook()
    book.remove(book.active)
    columns = {one.name: one.columns for one in RS.sheets} | {RS.sheet: RS.columns}
    for name, rows in {RS.sheet: [own], **beside}.items():
        sheet = book.create_sheet(name)
        headers = [column.label for column in columns[name] if column.year is None]
        sheet.append(headers)
        for row in rows:
            assert set(row) <= set(headers), set(row) - set(headers)
            sheet.append([row.get(header) for header in headers])
    book.save(path)
    return path


def opened(
    small: Small, closes: str, own: dict[str, Any], *, more: str = "", code: int = 1, **beside: Any
) -> None:
    policy = small.policy(POLICY.format(closes=closes) + more)
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    book = statement(small.desk / "opgave.xlsx", {**STATEMENT, **own}, {**BESIDE, **beside})
    assert small.verdeel("load", book, *small.of(MAKER)).code == code
    assert small.verdeel("screen", "--close", *small.of(MAKER)).code == 0


def asked(small: Small) -> Any:
    """The workbook of the request, as it goes out."""
    small.does("complete", "request", NUMBER, "--date", "2027-05-10", "--out", "brieven",
               "--no-word", *small.of(MAKER))  # fmt: skip
    return openpyxl.load_workbook(small.desk / "brieven" / f"aanvulling_{NUMBER}.xlsx")


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    headers, *rows = list(sheet.iter_rows(values_only=True))
    return [{h: v for h, v in zip(headers, row, strict=True) if v is not None} for row in rows]


def amber(sheet: Any) -> list[str]:
    return [
        cell.coordinate for row in sheet.iter_rows(min_row=2) for cell in row
        if str(cell.fill.fgColor.rgb).endswith("FFE699")
    ]  # fmt: skip


def back(small: Small, book: Any, code: int = 0) -> list[dict[str, str]]:
    """Send the workbook back; its findings."""
    path = small.desk / f"terug_{len(list(small.desk.iterdir()))}.xlsx"
    book.save(path)
    told = small.verdeel("load", path, "--date", "2027-05-17", "--json", *small.of(MAKER))
    assert told.code == code, told.out + told.err
    return json.loads(told.out)[0]["findings"]


def application(small: Small) -> Any:
    with reading_round(f"sqlite:///{(small.desk / 'verdeel.db').as_posix()}", ROUND) as reader:
        return next(
            (one.application for one in reader.applications), None
        )  # fmt: skip


def taken(small: Small) -> None:
    """All that the statement said, on whatever sheet, is part of it."""
    one = application(small)
    assert [row.costs.cents for row in one.supplements] == [121_000_050]
    assert [(row.stated, row.actual) for row in one.corrections] == [(300, 290)]
    assert one.bag_ids == ("0363010000000001", "0363010000000002")


def test_what_stood_on_further_sheets_comes_back_filled_in_and_is_taken_in_again(
    small: Small,
) -> None:
    opened(small, CLOSED, {"Start bouw": "in het voorjaar"})
    book = asked(small)
    assert book.sheetnames == ["Aanvulling", RS.sheet, *BESIDE]
    assert rows_of(book["NPLV-toeslag"]) == [COSTS]
    assert rows_of(book["Correcties"]) == [FEWER]
    assert [row["BAG-id"] for row in rows_of(book["Woningen"])] == [h["BAG-id"] for h in HOMES]
    assert [amber(book[name]) for name in BESIDE] == [[], [], []]
    letter = text_of(small.desk / "brieven" / f"aanvulling_{NUMBER}.pdf")
    assert "Wat u bij uw opgave op Woningen, NPLV-toeslag en Correcties invulde, heb ik" in letter
    assert "Voeg die ongewijzigd" not in letter
    place = {cell.value: cell.column for cell in book[RS.sheet][1]}
    book[RS.sheet].cell(2, place["Start bouw"]).value = date(2026, 5, 1)
    assert back(small, book) == []
    taken(small)


def test_a_sheet_that_does_not_come_back_stands_as_it_was_read(small: Small) -> None:
    opened(small, CLOSED, {"Start bouw": "in het voorjaar"})
    book = asked(small)
    for name in BESIDE:
        del book[name]
    place = {cell.value: cell.column for cell in book[RS.sheet][1]}
    book[RS.sheet].cell(2, place["Start bouw"]).value = date(2026, 5, 1)
    assert back(small, book) == []
    taken(small)


def test_a_fault_on_a_further_sheet_is_asked_at_its_cell_there(small: Small) -> None:
    own = {**FEWER, "Werkelijke woningen": "circa 290"}
    wrong = [{**FEWER, "Aanvraagnummer": "RS-2027-0002"}, own]
    opened(small, OPEN, {}, Correcties=wrong)
    (line,) = json.loads(small.does("round", "applications", ROUND, "--json"))
    assert line["state"] == "incomplete"
    book = asked(small)
    assert amber(book["Correcties"]) == ["D2"]  # closed up: only its own row stands there
    assert rows_of(book["Correcties"]) == [own]
    assert amber(book[RS.sheet]) == []
    assert book["Aanvulling"]["A1"].value.endswith(NUMBER)
    away = asked(small)
    del away["Correcties"]
    assert [one["code"] for one in back(small, away, code=1)] == ["INT-100"]
    assert application(small) is None
    book["Correcties"]["D2"].value = 290
    assert back(small, book) == []
    taken(small)


def test_after_the_closing_what_was_unclear_there_needs_two_officers(small: Small) -> None:
    opened(small, CLOSED, {}, Correcties=[{**FEWER, "Werkelijke woningen": "circa 290"}])
    book = asked(small)
    book["Correcties"]["D2"].value = 290
    assert [one["code"] for one in back(small, book, code=1)] == ["INT-096"]
    on = ("--date", "2027-05-18")
    small.does("complete", "accept", NUMBER, *on, "--reason", REASON, *small.of(MAKER))
    assert application(small) is None
    small.does("complete", "accept", NUMBER, *on, "--confirm", *small.of(SECOND))
    taken(small)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", range(3))
def test_what_was_not_asked_on_a_further_sheet_never_gets_better(small: Small, seed: int) -> None:
    drawn = random.Random(seed)
    opened(small, CLOSED, {"Start bouw": "in het voorjaar"})
    book = asked(small)
    place = {cell.value: cell.column for cell in book[RS.sheet][1]}
    book[RS.sheet].cell(2, place["Start bouw"]).value = date(2026, 5, 1)
    name, cell, value = drawn.choice(
        [("NPLV-toeslag", "C2", drawn.randrange(2_000_000, 9_000_000)), ("Correcties", "D2", 310),
         ("Woningen", "B3", "0363010000000099")]
    )  # fmt: skip
    headers = [one.value for one in book[name][1]]
    assert headers[ord(cell[0]) - ord("A")] in ("Kosten", "Werkelijke woningen", "BAG-id")
    book[name][cell].value = value
    assert [one["code"] for one in back(small, book)] == ["INT-098"]
    taken(small)


def test_a_row_without_a_number_gets_its_further_sheets_back_once_it_is_linked(
    small: Small,
) -> None:
    opened(small, CLOSED, {"Aanvraagnummer": None, "Start bouw": "in het voorjaar"})
    (line,) = json.loads(small.does("round", "applications", ROUND, "--json"))
    small.does("complete", "link", line["application_id"], "--number", NUMBER, "--date",
               "2027-05-09", "--reason", REASON, *small.of(MAKER))  # fmt: skip
    assert rows_of(asked(small)["Correcties"]) == [FEWER]


def test_a_statement_that_a_rule_asks_about_keeps_what_its_further_sheets_said(
    small: Small,
) -> None:
    cut = 'cut = "10%"\ncut_for = ["GM0363"]\n'
    opened(small, OPEN, {}, more=cut, code=0)
    taken(small)
    book = asked(small)
    assert "Woningen" not in book.sheetnames  # its homes were counted, and are not asked again
    assert rows_of(book["Correcties"]) == [FEWER]
    assert amber(book[RS.sheet]) == [
        cell.coordinate.replace("1", "2")
        for cell in book[RS.sheet][1]
        if cell.value == "Overprogrammering"
    ]
    book[RS.sheet][amber(book[RS.sheet])[0]].value = "ja"
    assert back(small, book) == []
    taken(small)
    assert application(small).over_programmed
