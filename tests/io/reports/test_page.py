"""report.html: one file that loads nothing, says everything and trusts no text."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.shares import share_texts
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.reports.writing import write_report

from .rounds import LINES, dossier

AMOUNT = 18_197_700_133
_VOID = {"meta", "br", "input", "link", "img", "hr"}
_OPEN_ENDED = {"tr", "td", "th"}  # a row or cell may end where the next begins


class Reader(HTMLParser):
    """Elements, tables and whether all that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._table = ""
        self._skip = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        if tag == "table":
            self._table = given.get("id", f"table-{len(self.tables)}")
            self.tables[self._table] = []
        if tag == "tr":
            self.tables[self._table].append([])
        if tag in ("td", "th"):
            self.tables[self._table][-1].append("")
        if tag not in _VOID and tag not in _OPEN_ENDED:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _OPEN_ENDED:
            assert self.stack.pop() == tag
        if tag == "table":
            self._table = ""

    def handle_data(self, data: str) -> None:
        if self._table and self.tables[self._table] and self.tables[self._table][-1]:
            self.tables[self._table][-1][-1] += data


def _read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.stack == []
    return reader


@pytest.fixture(scope="session")
def page(report: Path) -> str:
    return (report / "report.html").read_text(encoding="utf-8")


def _cents(text: str) -> int:
    return Euro.parse(text).cents


def test_the_page_parses_and_says_its_language(page: str) -> None:
    reader = _read(page)
    assert reader.elements[0] == ("html", {"lang": "nl"})
    assert page.startswith("<!doctype html>")
    identifiers = [attrs["id"] for _, attrs in reader.elements if "id" in attrs]
    assert len(identifiers) == len(set(identifiers))


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    for tag, attrs in _read(page).elements:
        assert "src" not in attrs
        assert tag not in {"link", "img", "iframe", "object", "embed", "base"}
        assert attrs.get("href", "#").startswith("#")
        assert not any(name.startswith("on") for name in attrs)
    assert "@import" not in page
    assert all(target.startswith("#") for target in re.findall(r"url\(([^)]*)\)", page))
    assert re.findall(r"https?:", page) == []


def test_the_security_policy_allows_this_script_and_no_other(page: str) -> None:
    policy = next(a["content"] for _, a in _read(page).elements if "http-equiv" in a)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(scripts) == 1
    digest = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    assert policy == (
        "default-src 'none'; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_without_the_drawing_library_the_page_says_so_and_shows_the_tables(
    page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)  # as where the extra is not installed
    given = dossier()
    plain = report_page(given, figures(given), Words("nl"))
    assert "geen grafieken, omdat het onderdeel daarvoor niet is geïnstalleerd" in plain
    assert "geen grafieken" not in page
    assert 'class="wide"><svg viewBox' in page
    assert plain.count(' class="alone" open>') > 5
    assert ' class="alone" open>' not in page
    assert _read(plain).tables == _read(page).tables


def test_names_with_markup_are_text(page: str) -> None:
    assert "<script>alert" not in page
    rows = {row[0]: row for row in _read(page).tables["table"]}
    assert rows["WBI-002"][1] == '<script>alert("x")</script> Woningbouwimpuls'
    assert rows["WBI-003"][1] == "Merwede & Kanaalzone Woningbouwimpuls"
    assert rows["WBI-007"][1] == "Sphinxkwartier </table> 'citaat' Woningbouwimpuls"


def test_a_municipality_or_scheme_in_a_picture_is_text_too() -> None:
    given = dossier()
    funds = {**given.policy.funds}
    funds["vro"] = funds["vro"].model_copy(update={"name_nl": "<script>fonds</script> & meer"})
    policy = given.policy.model_copy(update={"funds": funds})
    hostile = given.model_copy(update={"policy": policy})
    text = report_page(hostile, figures(hostile), Words("nl"))
    assert "<script>fonds" not in text
    _read(text)


def test_the_table_of_applications_adds_up_to_the_awards(page: str) -> None:
    rows = _read(page).tables["table"][1:]
    assert len(rows) == len(LINES)
    assert sum(_cents(row[5]) for row in rows) == AMOUNT
    assert sum(_cents(row[4]) for row in rows) == sum(line.requested for line in LINES)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("schemes-table", [4]),
        ("provinces-table", [4]),
        ("municipalities-table", [4]),
        ("flow-table", [3]),
        ("map-table", [4]),
    ],
)
def test_the_numbers_behind_a_picture_add_up_to_the_awards(
    page: str, name: str, columns: list[int]
) -> None:
    rows = _read(page).tables[name][1:]
    for column in columns:
        assert sum(_cents(row[column]) for row in rows) == AMOUNT


def test_every_municipality_has_its_shape_once_and_its_row(page: str) -> None:
    rows = _read(page).tables["map-table"][1:]
    assert len(rows) == len(municipalities()) == 342
    assert {row[1] for row in rows} == set(municipalities())
    drawn = page.split('<svg class="map"')[1].split("</svg>")[0]
    shapes = re.findall(r'<g class="m".*?</g>', drawn)
    names = [re.findall(r"<tspan[^>]*>([^<]*)", shape)[0] for shape in shapes]
    assert sorted(map(unescape, names)) == sorted(one.name for one in municipalities().values())
    assert len({re.findall(r'd="([^"]+)"', shape)[0] for shape in shapes}) == 342
    nplv = {row[0]: row[3] for row in rows if row[3] != "–"}
    assert nplv["Amsterdam"] == "Amsterdam Zuidoost, Amsterdam Nieuw-West"
    assert drawn.count("<circle") == sum(len(one.split(", ")) for one in nplv.values()) == 20


def test_who_asked_is_reached_by_the_keyboard_with_name_and_amount(page: str) -> None:
    drawn = page.split('<svg class="map"')[1].split("</svg>")[0]
    reached = re.findall(r'tabindex="0" role="img" aria-label="([^"]*)"', drawn)
    asked = {line.place for line in LINES}
    assert {unescape(one).split(":")[0] for one in reached} == {
        municipalities()[code].name for code in asked
    }
    assert any("gevraagd, niets gekregen" in one for one in reached)


def test_cash_of_the_funds_adds_up_to_the_awards(page: str) -> None:
    tables = _read(page).tables
    cash = [row[1] for name in ("years-0-table", "years-1-table") for row in tables[name][1:]]
    assert sum(map(_cents, cash)) == AMOUNT


def test_the_big_numbers_tell_the_round(page: str) -> None:
    bigs = re.findall(r"<strong>([^<]+)</strong>", page)
    assert bigs == ["€\u00a0182,0\u00a0mln", "2.031", "69,0%", "€\u00a089.600", "+721"]
    assert "Toegekend is €\u00a0182,0\u00a0mln, bij 8 van de 14 aanvragen." in page


def test_an_example_says_so_on_top_and_a_real_round_does_not(page: str) -> None:
    assert ">VOORBEELD - GEEN BESLUIT</aside>" in page
    real = dossier(example=False)
    assert "VOORBEELD" not in report_page(real, figures(real), Words("nl"))


def test_every_picture_has_its_sentence_and_its_table(page: str) -> None:
    assert page.count("<figure id=") == 9
    assert page.count("<figcaption>") == 9
    assert page.count("Cijfers bij deze grafiek") == 9
    pictures = re.sub(r'<ul class="legend keys">.*?</ul>', "", page, flags=re.DOTALL)
    assert pictures.count("<svg") == 17  # each for a screen and for a phone; the map for both


def test_a_goal_that_is_a_share_is_told_as_a_share(page: str) -> None:
    goals = _read(page).tables["goals-table"]
    row = next(row for row in goals if row[0].startswith("Ten minste twee derde"))
    assert row[1:4] == ["✓ ja", "69,0%", "≥ 2/3"]


def test_a_share_that_the_awards_do_not_give_exactly_is_shown_as_it_was_checked() -> None:
    given = dossier()
    certificate = given.allocation.certificate
    assert certificate is not None
    goal = next(check for check in certificate.checks if check.code == "twee-derde-betaalbaar")
    assert share_texts(goal, given, Words("nl")) == ("69,0%", "≥ 2/3")
    other = goal.model_copy(update={"value": goal.value + 1})
    assert share_texts(other, given, Words("nl")) is None


def test_what_is_not_met_stands_first(page: str) -> None:
    goals = _read(page).tables["goals-table"][1:]
    assert [row[1] for row in goals] == ["✗ nee", "✗ nee", "✓ ja"]


def test_a_card_explains_an_application_with_article_and_homes(page: str) -> None:
    row = next(r for r in _read(page).tables["table"] if r[0] == "WBI-005")
    assert "Het project telt netto 199 woningen; nodig zijn er 200." in row[8]
    assert "BWbi art. 5, eerste lid" in row[8]


@pytest.mark.parametrize("count", [0, 1])
def test_a_round_of_none_or_one_gives_a_whole_page(count: int) -> None:
    given = dossier(LINES[:count], findings=(), counterpart=False)
    text = report_page(given, figures(given), Words("en"))
    reader = _read(text)
    assert reader.elements[0] == ("html", {"lang": "en"})
    assert ("Nothing was awarded in this round." in text) == (count == 0)


def test_the_words_stand_in_both_languages() -> None:
    assert Words("nl")("amount") == "Toegekend"
    assert Words("en")("amount") == "Awarded amount"
    with pytest.raises(ValueError, match="nl or en"):
        Words("fr")


@pytest.mark.parametrize(
    ("cents", "text"),
    [
        (0, "€\u00a00"),
        (7_700_000, "€\u00a077.000"),
        (7_949_999_999, "€\u00a079,5\u00a0mln"),
        (7_954_999_999, "€\u00a079,5\u00a0mln"),
        (7_955_000_000, "€\u00a079,6\u00a0mln"),
        (749_973_200_000, "€\u00a07,500\u00a0mld"),
        (148_649_999_999, "€\u00a01,486\u00a0mld"),
        (99_999_949, "€\u00a0999.999"),
        (99_999_950, "€\u00a01,0\u00a0mln"),
        (99_994_999_999, "€\u00a0999,9\u00a0mln"),
        (99_995_000_000, "€\u00a01,000\u00a0mld"),
        (-7_955_000_000, "−€\u00a079,6\u00a0mln"),
    ],
)
def test_amounts_in_a_sentence_are_rounded_a_half_up(cents: int, text: str) -> None:
    assert Words("nl").millions(cents) == text


_UNITS = {"": 1, "mln": 10**6, "mld": 10**9, "m": 10**6, "bn": 10**9}


@given(st.integers(min_value=-(10**15), max_value=10**15), st.sampled_from(["nl", "en"]))
def test_no_shown_amount_is_more_than_half_its_last_digit_off(cents: int, lang: str) -> None:
    words = Words(lang)
    for shown, unit in (
        (words.millions(cents), None), (words.tenths(cents), 10**6), (words.euros(cents), 1),
    ):  # fmt: skip
        sign, digits, name = re.findall(r"^([−-]?)€?\u00a0?([0-9.,]+)\u00a0?([a-z]*)$", shown)[0]
        point = "," if lang == "nl" else "."
        whole, _, decimals = digits.partition(point)
        grouping = "." if lang == "nl" else ","
        size = unit if unit is not None else _UNITS[name]
        if unit is None and not name:
            assert not decimals
        value = Fraction(int(whole.replace(grouping, "") + decimals), 10 ** len(decimals)) * size
        half = Fraction(size, 2 * 10 ** len(decimals))
        exact = Fraction(abs(cents), 100)
        assert -half < exact - value < half or exact - value == -half  # a half goes up
        assert bool(sign) == (cents < 0 and value > 0)


@given(st.lists(st.integers(min_value=0, max_value=10**13), max_size=8))
def test_a_larger_amount_never_reads_as_a_smaller_one(amounts: list[int]) -> None:
    def size(text: str) -> Fraction:
        digits, name = re.findall(r"([0-9.,]+)\u00a0?([a-z]*)$", text)[0]
        return Fraction(digits.replace(".", "").replace(",", ".")) * _UNITS[name]

    shown = [size(Words("nl").millions(cents)) for cents in sorted(amounts)]
    assert shown == sorted(shown)


def test_a_share_is_rounded_down_so_that_a_missed_goal_never_looks_met() -> None:
    assert Words("nl").percent(1999, 3000) == "66,6%"
    assert Words("nl").percent(2, 3) == "66,6%"
    assert Words("en").percent(0, 0) == "–"


def test_progress_is_told_and_the_folder_is_made(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    written = write_report(
        dossier(LINES[:1]), tmp_path / "a" / "b", progress=lambda done, of: told.append((done, of))
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert [p.name for p in written[:3]] == ["report.xlsx", "report.html", "summary.pdf"]
    assert {path.parent.name for path in written[3:]} == {"open_data"}
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == [
        "open_data",
        "report.html",
        "report.xlsx",
        "summary.pdf",
    ]


@pytest.mark.slow
def test_ten_thousand_applications_stay_under_three_megabytes(tmp_path: Path) -> None:
    lines = [
        replace(line, number=f"{line.number}-{number:05d}", project_id=f"P-{number}-{line.number}")
        for number in range(715)
        for line in LINES
    ][:10_000]
    write_report(dossier(lines), tmp_path)
    assert (tmp_path / "report.html").stat().st_size < 3_000_000
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<dt>WBI-16</dt><dd>Wacht op een oordeel over WBI-16</dd>" in page
