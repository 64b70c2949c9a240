"""Two rounds side by side: in total, over every dimension, and who wins and loses."""

import io
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import MarginalDecision
from verdeelsleutel.io.reports.comparison.book import versus_book
from verdeelsleutel.io.reports.comparison.page import versus_page
from verdeelsleutel.io.reports.comparison.sides import Versus, side, versus
from verdeelsleutel.io.reports.comparison.yardstick import unlike
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import write_comparison

from ...sharing import LibreOffice
from .recalculating import recalculated
from .rounds import LINES, Line, dossier

# Under B, The Hague gets its money instead of Rotterdam, and Utrecht gets a cent less.
_PAID = {2026: 1_000_000_000, 2027: 1_499_999_999}


def _other(line: Line) -> Line:
    if line.number == "WBI-002":
        return replace(line, outcome=Outcome.REFUSED_CEILING, amount=0, homes=(0, 0, 0, 0), paid={})
    if line.number == "WBI-003":
        return replace(line, amount=2_499_999_999, paid=_PAID)
    if line.number == "WBI-004":
        paid = {2026: 5_600_000_000}
        homes = (10, 20, 30, 40)
        return replace(line, outcome=Outcome.GRANTED, amount=5_600_000_000, homes=homes, paid=paid)
    return line


B = tuple(_other(line) for line in LINES)


def _found() -> Versus:
    return versus(side(dossier(), "A"), side(dossier(B), "B"), example=True)


def test_the_changes_are_those_that_an_officer_would_name() -> None:
    changed = _found().applications
    assert list(changed["application_id"]) == ["WBI-002", "WBI-003", "WBI-004"]
    assert list(changed["change"]) == [-3_300_000_099, -1, 5_600_000_000]
    assert (_found().winners, _found().losers) == (1, 2)


def test_every_dimension_adds_up_to_both_allocations() -> None:
    found = _found()
    for table in (found.schemes, found.provinces, found.municipalities):
        assert int(table["amount_a"].sum()) == found.a.allocation.totals.amount.cents
        assert int(table["amount_b"].sum()) == found.b.allocation.totals.amount.cents
        assert int(table["amount_change"].sum()) == int(found.applications["change"].sum())


def test_a_loss_in_millions_has_its_sign_before_the_euro() -> None:
    assert Words("nl").millions(-100_076_900_000) == "−€\u00a01,001\u00a0mld"
    assert Words("en").millions(-3_300_000_099) == "−€33.0\u00a0m"


def test_a_round_beside_itself_has_neither_winners_nor_losers() -> None:
    found = versus(side(dossier()), side(dossier()), example=True)
    assert (found.winners, found.losers) == (0, 0)
    same = "Elke aanvraag krijgt onder A en onder B hetzelfde bedrag en dezelfde uitkomst."
    assert same in versus_page(found, Words("nl"))
    assert versus_book(found, Words("nl"))


def test_an_application_that_only_one_round_has_counts_as_nothing_in_the_other() -> None:
    found = versus(side(dossier()), side(dossier(LINES[1:])), example=True)
    row = found.applications.to_dict("records")[0]
    assert row["application_id"] == "WBI-001"
    assert (row["after"], row["outcome_b"]) == (0, "")


@pytest.mark.slow(
    sample="tests/io/reports/test_workbook.py::test_libreoffice_recalculates_every_formula_to_our_result"
)
def test_the_differences_in_the_workbook_are_live_and_libreoffice_finds_the_same(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    path, _page = write_comparison(dossier(), side(dossier(B)), tmp_path)
    formulas, ours = load_workbook(path), load_workbook(path, data_only=True)
    theirs = recalculated(libreoffice, path, tmp_path)
    live = 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    live += 1
                    mine: Any = ours[sheet.title][cell.coordinate].value
                    other: Any = theirs[sheet.title][cell.coordinate].value
                    assert _rounded(mine) == _rounded(other), (sheet.title, cell.coordinate)
    assert live > 80


def _rounded(value: Any) -> Decimal:
    return round(Decimal(str(value)), 2)


def test_the_page_shows_each_total_to_the_cent_and_nothing_as_markup() -> None:
    found, words = _found(), Words("nl")
    page = versus_page(found, words)
    for one in (found.a, found.b):
        assert words.money(one.allocation.totals.amount.cents) in page
    assert '<script>alert("x")</script>' not in page
    assert "&lt;script&gt;" in page
    assert "<script" not in page


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_same_comparison_gives_the_same_bytes(tmp_path: Path, lang: str) -> None:
    first = write_comparison(dossier(), side(dossier(B)), tmp_path / "a", lang=lang)
    second = write_comparison(dossier(), side(dossier(B)), tmp_path / "b", lang=lang)
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]
    with io.BytesIO(first[0].read_bytes()) as content:
        assert len(load_workbook(content).worksheets) == 5


def test_without_the_drawing_library_the_comparison_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    text = versus_page(_found(), Words("en"))
    assert "This page has no charts" in text
    assert 'class="wide"' not in text
    assert text.count('<details class="alone" open>') == 2


def _with(key: str) -> Versus:
    """B under another limit than A."""
    found = _found()
    policy = found.b.policy
    name, own = next(iter(policy.instruments.items()))
    fund, about = next(iter(policy.funds.items()))
    changed: dict[str, Any] = {
        "unlike_funds": {"funds": {**policy.funds, fund: about.model_copy(
            update={"total": about.total + Euro(1)})}},
        "unlike_ceilings": {"instruments": {**policy.instruments, name: own.model_copy(
            update={"enables_homes": not own.enables_homes})}},
        "unlike_limits": {"constraint": policy.constraint[1:]},
    }[key]  # fmt: skip
    return replace(found, b=replace(found.b, policy=policy.model_copy(update=changed)))


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("key", ["unlike_funds", "unlike_ceilings", "unlike_limits"])
def test_a_difference_under_other_limits_is_called_no_price_of_the_law(key: str, lang: str) -> None:
    words, found = Words(lang), _with(key)
    said = words("compare_no_price", what=words(key))
    assert unlike(found.a, found.b) == (key,)
    assert said in versus_page(found, words)
    book = load_workbook(io.BytesIO(versus_book(found, words)))
    assert any(said in str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row)


def test_under_the_same_limits_another_rule_is_the_only_difference() -> None:
    found = _found()
    key, own = next(iter(found.b.policy.instruments.items()))
    other = own.model_copy(update={"when_it_does_not_fit": "skip", "rule": "rank"})
    policy = found.b.policy.model_copy(
        update={"instruments": {**found.b.policy.instruments, key: other}}
    )
    assert unlike(found.a, replace(found.b, policy=policy)) == ()
    assert "niet de prijs van de wet" not in versus_page(found, Words("nl"))


def test_money_of_the_next_window_is_another_limit_too() -> None:
    found = _found()
    policy = found.b.policy
    key, own = next(iter(policy.instruments.items()))
    crossing = own.model_copy(update={"marginal_application": True})
    decided = MarginalDecision(
        instrument=key, application="WBI-2", reason="De woningen staan in de planning.",
        article="artikel 6, derde lid, RWbi",
    )  # fmt: skip
    for update, said in (
        ({"instruments": {**policy.instruments, key: crossing}}, "unlike_ceilings"),
        ({"marginal": (decided,)}, "unlike_decisions"),
    ):
        other = replace(found.b, policy=policy.model_copy(update=update))
        assert unlike(found.a, other) == (said,)
