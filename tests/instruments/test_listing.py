"""The catalogue as a list that others read."""

from __future__ import annotations

from datetime import date

from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.listing import catalogues, general, listed, markdown


def test_the_list_has_every_code_of_every_catalogue() -> None:
    rules = listed(catalogues())
    assert len({rule.code for rule in rules}) == 33 + 15 + 18 + 9 + 14 + 2 * 8
    assert [rule.instrument for rule in rules if rule.code == "AFF-03"] == ["algemeen", "algemeen"]


def test_a_day_chooses_the_text_in_force() -> None:
    gb = (instruments()["gebiedsbudget"].catalogue,)
    before = {r.code: r.parameters for r in listed(gb, date(2025, 11, 27))}
    after = {r.code: r.parameters for r in listed(gb, date(2025, 11, 28))}
    assert before["GB-05"]["last_start"].value == "31-12-2030"
    assert after["GB-05"]["last_start"].value == "31-12-2034"
    assert after["GB-01"]["ceiling"].value == "€\u00a01.017.500.000"


def test_each_entry_has_the_keys_that_others_rely_on() -> None:
    keys = {
        "code", "instrument", "question", "article", "source", "valid_from", "valid_to",
        "parameters",
    }  # fmt: skip
    for rule in listed(catalogues()):
        assert keys <= set(rule.model_dump(mode="json"))


def test_the_table_in_markdown_has_a_row_for_each_version() -> None:
    rules = listed((general(),), date(2026, 6, 1))
    table = markdown(rules).splitlines()
    assert len(table) == 2 + len(rules)
    assert table[4].startswith("| AFF-03 | Tot welke koopprijs is een woning betaalbaar? |")
    assert "price: €\u00a0420.000" in table[4]
