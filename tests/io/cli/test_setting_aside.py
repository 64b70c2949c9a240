"""Nothing is approved over an open question: answered, many at once, or set aside by two."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ..letters.pages import flat, page_texts
from .conftest import ANSWERED, ROUND, Prepared, Verdeel
from .editing import Rows, edit
from .test_bad_input import one_sentence, state
from .test_fates import FIRST, SECOND, THIRD, listed

LATER, SOON, OTHER = "BER-2026-0011", "BER-2026-0018", "BER-2026-0019"
FOURTH = "pieter.wiersma"
WHY = "De gemeente zoekt nog uit welke btw compensabel is."
RULE = "BER-06"


def without_vat(headers: list[str], rows: Rows) -> Rows:
    for row in rows:
        if row[headers.index("Aanvraagnummer")] in (LATER, SOON, OTHER):
            row[headers.index("Compensabele btw")] = None
    return rows


@pytest.fixture
def screened(prepared: Prepared, small_samples: Path, verdeel: Verdeel) -> Path:
    """The small round, screened, with three applications that wait for a value; the desk."""

    def made(desk: Path) -> None:
        opened = verdeel("round", "open", ROUND, "--policy", small_samples / "policy.toml")
        assert opened.code == 0, opened.err
        book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", without_vat)
        assert verdeel("load", book, "--round", ROUND, "--as", FIRST).code in (0, 1)
        assert verdeel("screen", "--round", ROUND, "--as", FIRST).code == 0
        assert verdeel(*ANSWERED, "--as", FIRST).code == 0

    return prepared(made)


def give(verdeel: Verdeel, *command: str | Path, by: str = FIRST, code: int = 0) -> Any:
    of = () if command[0] == "round" else ("--round", ROUND)
    result = verdeel(*command, *of, "--as", by, "--json")
    assert result.code == code, (result.err, result.out)
    return json.loads(result.out) if code in (0, 1) else one_sentence(result)


def filled(desk: Path, verdeel: Verdeel, cells: dict[str, dict[str, object]]) -> Path:
    """The workbook of questions with the answers of an officer, by application and header."""
    book = desk / "vragen.xlsx"
    give(verdeel, "judge", "--template", book)
    opened: Any = openpyxl.load_workbook(book)
    sheet = opened["Oordelen"]
    place = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        for header, value in cells.get(sheet.cell(row, 1).value, {}).items():
            sheet.cell(row, place[header]).value = value
    opened.save(book)
    return book


def answer(value: object) -> dict[str, object]:
    reason = "Zo staat het in de brief van de gemeente."
    return {"Waarde": value, "Bron": "brief van 2 november 2026", "Motivering": reason}


def set_aside(verdeel: Verdeel, *numbers: str) -> Any:
    asked = ("judge", *numbers, "--set-aside", "--date", "2026-11-02")
    give(verdeel, *asked, "--reason", WHY)
    return give(verdeel, *asked, "--confirm", "--out", "berichten", by=SECOND)


def awards(verdeel: Verdeel) -> dict[str, Any]:
    return {a["application_id"]: a for a in give(verdeel, "allocate")["awards"]}


def line(verdeel: Verdeel, number: str) -> Any:
    return next(one for one in listed(verdeel) if one["application_id"] == number)


def reserved_in_ledger(verdeel: Verdeel) -> int:
    told = give(verdeel, "ledger")
    return max(one["reserved"] for one in told["balances"])


def test_an_approval_names_every_open_question(screened: Path, verdeel: Verdeel) -> None:
    give(verdeel, "allocate")
    said = give(verdeel, "approve", by=THIRD, code=3)
    for number in (LATER, SOON, OTHER):
        assert f"{number} ({RULE})" in said


@pytest.mark.slow(sample="test_one_wrong_row_keeps_all_of_a_workbook_out_and_is_told_at_its_cell")
def test_many_judgements_are_recorded_and_confirmed_in_one_go(
    screened: Path, verdeel: Verdeel
) -> None:
    answers = {LATER: answer(1_000_000), SOON: answer("€ 2 mln"), OTHER: answer(0)}
    book = filled(screened, verdeel, answers)
    on = ("--date", "2026-11-03")
    told = give(verdeel, "judge", "--file", book, *on)
    assert [(one["application_id"], one["new"]) for one in told["rows"]] == [
        (LATER, True), (SOON, True), (OTHER, True),
    ]  # fmt: skip
    again = give(verdeel, "judge", "--file", book, *on)
    assert [one["new"] for one in again["rows"]] == [False] * 3
    own = give(verdeel, "judge", "--file", book, "--confirm", *on, code=1)
    assert own["kept"] is False
    assert "Laat een ander" in own["rows"][0]["wrong"]
    give(verdeel, "judge", "--file", book, "--confirm", *on, by=SECOND)
    assert not line(verdeel, LATER)["judgements"]
    give(verdeel, "allocate")
    give(verdeel, "approve", by=FOURTH)


def test_one_wrong_row_keeps_all_of_a_workbook_out_and_is_told_at_its_cell(
    screened: Path, verdeel: Verdeel
) -> None:
    odd = {
        LATER: answer(1_000_000),
        SOON: answer("heel veel"),
        OTHER: {**answer(None), "Waarde": None, "Oordeel": "misschien"},
    }
    book = filled(screened, verdeel, odd)
    held = state(screened / "verdeel.db")
    told = give(verdeel, "judge", "--file", book, "--date", "2026-11-03", code=1)
    assert [(one["cell"], one["application_id"]) for one in told["rows"]] == [
        ("H3", SOON), ("H4", OTHER),
    ]  # fmt: skip
    assert "misschien is geen oordeel" in told["rows"][1]["wrong"]
    assert state(screened / "verdeel.db") == held


def test_what_another_changed_in_the_workbook_is_not_confirmed(
    screened: Path, verdeel: Verdeel
) -> None:
    book = filled(screened, verdeel, {LATER: answer(1_000_000)})
    give(verdeel, "judge", "--file", book, "--date", "2026-11-03")
    other = filled(screened, verdeel, {LATER: answer(9_000_000)})
    told = give(verdeel, "judge", "--file", other, "--confirm", "--date", "2026-11-03",
                by=SECOND, code=1)  # fmt: skip
    assert "iets anders vastgelegd" in told["rows"][0]["wrong"]


@pytest.mark.slow(sample="tests/io/cli/test_story.py::test_every_application_gets_its_decision")
def test_what_is_set_aside_keeps_its_full_request_and_the_rest_is_approved(
    screened: Path, verdeel: Verdeel
) -> None:
    asked = line(verdeel, LATER)["requested"]
    alone = ("judge", LATER, "--set-aside", "--date", "2026-11-02")
    assert "tekens waarom" in give(verdeel, *alone, code=2)
    give(verdeel, *alone, "--reason", WHY)
    assert "Noem met --out" in give(verdeel, *alone, "--confirm", by=SECOND, code=2)
    out = ("--out", screened / "berichten")
    assert "vier ogen" in give(verdeel, *alone, "--confirm", *out, code=3)
    assert "wacht in ronde 2026-1 op geen antwoord" in give(
        verdeel, "judge", "BER-2026-0012", "--set-aside", "--date", "2026-11-02", "--reason", WHY,
        code=2,
    )  # fmt: skip
    (one,) = give(verdeel, *alone, "--confirm", *out, by=SECOND)
    assert one["reserved"] == asked
    text = flat(" ".join(page_texts(
        (screened / "berichten" / f"aanhouding_{LATER}.pdf").read_bytes()
    )))  # fmt: skip
    assert WHY in text
    assert "bezwaar" not in text
    set_aside(verdeel)  # all that still waits
    found = awards(verdeel)
    assert {found[n]["outcome"] for n in (LATER, SOON, OTHER)} == {"set_aside"}
    assert found[LATER]["reserved"] == asked
    assert found[LATER]["amount"] == 0
    given = sum(a["amount"] for a in found.values())
    kept = sum(a.get("reserved", 0) for a in found.values())
    assert reserved_in_ledger(verdeel) == given + kept
    give(verdeel, "approve", by=THIRD)
    assert reserved_in_ledger(verdeel) == kept
    give(verdeel, "letters", "--out", screened / "brieven", "--no-word")
    assert not (screened / "brieven" / f"{LATER}.pdf").exists()
    give(verdeel, "report", "--out", screened / "rapport")
    page = (screened / "rapport" / "report.html").read_text(encoding="utf-8")
    assert "Aangehouden" in page
    assert verdeel("audit", "verify").code == 0


@pytest.mark.slow(
    sample="tests/io/cli/test_supplements.py::test_a_supplement_and_what_came_after_it_can_be_checked_by_anybody"
)
def test_a_supplement_gives_what_the_round_would_have_given_and_changes_nobody_else(
    screened: Path, verdeel: Verdeel
) -> None:
    set_aside(verdeel)
    before = awards(verdeel)
    give(verdeel, "approve", by=THIRD)
    give(verdeel, "letters", "--out", screened / "brieven", "--no-word")
    of = ("round", "supplement", ROUND)
    assert f"{LATER} op {RULE}" in give(verdeel, *of, "--date", "2026-12-14", code=3)
    book = filled(screened, verdeel, {LATER: answer(0), SOON: answer(1_000_000)})
    give(verdeel, "judge", "--file", book, "--date", "2026-12-10")
    give(verdeel, "judge", "--file", book, "--confirm", "--date", "2026-12-11", by=SECOND)
    over = give(verdeel, "judge", "BER-2026-0012", "--rule", RULE, "--answer", "met", "--reason",
                WHY, "--date", "2026-12-11", code=3)  # fmt: skip
    assert "al beslist" in over
    early = give(verdeel, *of, "--date", "2026-12-10", code=3)
    assert f"het oordeel over {LATER}" in early or f"het oordeel over {SOON}" in early
    assert "is van 11-12-2026" in early
    before_the_decision = give(verdeel, *of, "--date", "2026-11-29", code=3)
    assert "kan niet van 29-11-2026 zijn" in before_the_decision
    made = give(verdeel, *of, "--date", "2026-12-14")
    assert [a["application_id"] for a in made["awards"]] == [LATER, SOON]
    assert give(verdeel, *of, "--date", "2026-12-14")["new"] is False
    for award in made["awards"]:
        assert 0 < _cents(award["amount"]) <= before[award["application_id"]]["reserved"]
    assert "een aanvullende lijst" in give(
        verdeel, *of, "--approve", "--date", "2026-12-15", code=3
    )  # by an officer
    give(verdeel, *of, "--list", "--out", screened / "lijst.pdf")
    assert (screened / "lijst.pdf").read_bytes().startswith(b"%PDF")
    give(verdeel, *of, "--approve", "--date", "2026-12-15", by=FOURTH)
    out = screened / "aanvullend"
    sent = give(verdeel, *of, "--letters", "--out", out, "--date", "2026-12-17")
    assert (sent["letters"], sent["new"]) == (2, True)
    text = flat(" ".join(page_texts((out / f"{LATER}.pdf").read_bytes())))
    assert "17 december 2026" in text
    assert "gereserveerd. Die vraag is nu beantwoord." in text
    assert "De laatste dag is 28 januari 2027" in text
    with (out / "aanvullend_besluit.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [r["aanvraagnummer"] for r in csv.DictReader(file, delimiter=";")] == [LATER, SOON]
    given = {a["application_id"]: _cents(a["amount"]) for a in made["awards"]}
    assert reserved_in_ledger(verdeel) == before[OTHER]["reserved"]
    give(verdeel, "report", "--out", screened / "rapport")
    with (screened / "rapport" / "open_data" / "decisions.csv").open(encoding="utf-8") as file:
        rows = {one["application_id"]: one for one in csv.DictReader(file)}
    for number, cents in given.items():
        assert rows[number]["amount_eur"] == f"{cents // 100}.{cents % 100:02d}"
    assert rows[OTHER]["outcome"] == "set_aside"
    for number, award in before.items():
        if number not in given:
            assert rows[number]["outcome"] == award["outcome"], number
    shown = verdeel("explain", LATER, "--round", ROUND).out
    assert "toegekend" in shown
    left = give(verdeel, "round", "archive", ROUND, by=THIRD, code=3)
    assert OTHER in left
    assert LATER not in left
    assert verdeel("audit", "verify").code == 0
    bundle: Callable[..., Any] = verdeel
    packed = screened / "ronde.zip"
    assert bundle("bundle", "--round", ROUND, "--out", packed).code == 0
    assert bundle("replay", packed).code == 0


def _cents(amount: Any) -> int:
    return int(amount)


def test_a_ranking_sets_nobody_aside(desk: Path, verdeel: Verdeel) -> None:
    from ..records.rounds import ROUND as RANKED
    from ..records.rounds import write_round

    (book,) = write_round(desk, count=4, batches=1)
    policy = (desk / "policy.toml").read_text(encoding="utf-8")
    ranked = policy.replace('rule = "optimise"', 'rule = "rank"\nceiling = "€ 30 mln"')
    (desk / "policy.toml").write_text(ranked, encoding="utf-8")
    of = ("--round", RANKED, "--as", FIRST)
    opened = ("round", "open", RANKED, "--policy", desk / "policy.toml", "--as", FIRST)
    assert verdeel(*opened).code == 0
    assert verdeel("load", book, *of).code == 0
    assert verdeel("screen", *of).code == 0
    asked = ("judge", "WBI-00003", "--set-aside", "--date", "2026-11-02", "--reason", WHY)
    said = one_sentence(verdeel(*asked, *of))
    assert "rangschikking" in said
    assert date(2026, 11, 2).isoformat() not in said


def test_the_letter_of_what_is_set_aside_is_written_again_by_the_same_command(
    screened: Path, verdeel: Verdeel
) -> None:
    alone = ("judge", LATER, "--set-aside", "--date", "2026-11-02")
    shown = verdeel(*alone, "--reason", WHY, "--round", ROUND, "--as", FIRST).out
    assert "--confirm" in shown
    assert "--out <map>" in shown
    confirm = (*alone, "--confirm", "--out", screened / "berichten")
    first = give(verdeel, *confirm, by=SECOND)
    letter = screened / "berichten" / f"aanhouding_{LATER}.pdf"
    written = letter.read_bytes()
    letter.unlink()
    held = state(screened / "verdeel.db")
    assert give(verdeel, *confirm, by=SECOND) == first
    all_of_it = ("judge", "--set-aside", "--confirm", "--date", "2026-11-09")
    assert give(verdeel, *all_of_it, "--out", screened / "berichten", by=SECOND) == first
    assert letter.read_bytes() == written
    assert state(screened / "verdeel.db") == held
    unasked = ("judge", SOON, "--set-aside", "--confirm", "--date", "2026-11-02", "--out", screened)
    assert "niet voorgesteld" in give(verdeel, *unasked, by=SECOND, code=2)
