"""report.html and comparison.html driven in headless Chromium, as a reader would."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from verdeelsleutel.io.reports.comparison.sides import side
from verdeelsleutel.io.reports.writing import write_comparison

from .rounds import LINES, dossier

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

SIZES = {"phone": (390, 844), "laptop": (1366, 768)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


class Reader:
    """A page that remembers every complaint on its console and every request it made."""

    def __init__(self, browser: Browser, path: Path, **options: Any) -> None:
        self.page: Page = browser.new_page(**options)
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def rows(self) -> list[str]:
        """The application numbers in sight, in their order."""
        return self.page.eval_on_selector_all(
            "#table tbody tr",
            "all => all.filter(r => r.offsetHeight).map(r => r.cells[0].innerText)",
        )


@pytest.fixture(scope="module")
def paths(report: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("comparison")
    write_comparison(dossier(), side(dossier(LINES[1:])), folder)
    return {"report": report / "report.html", "comparison": folder / "comparison.html"}


@pytest.mark.parametrize("name", ["report", "comparison"])
def test_the_page_loads_without_a_complaint_and_asks_nothing_of_any_network(
    browser: Browser, paths: dict[str, Path], name: str
) -> None:
    reader = Reader(browser, paths[name])
    assert reader.said == []
    assert reader.asked == [paths[name].as_uri()]
    reader.page.close()


@pytest.mark.sample(only="phone-light-report")
@pytest.mark.parametrize("name", ["report", "comparison"])
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_serious(
    browser: Browser, paths: dict[str, Path], name: str, size: str, colours: str
) -> None:
    width, height = SIZES[size]
    reader = Reader(
        browser, paths[name], color_scheme=colours, bypass_csp=True,
        viewport={"width": width, "height": height},
    )  # fmt: skip
    page = reader.page
    page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found: Any = page.evaluate("() => axe.run()")
    serious = [
        (fault["id"], fault["nodes"][0]["html"][:160])
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert len(found["passes"]) > 15
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_than_the_screen(
    browser: Browser, paths: dict[str, Path], size: str
) -> None:
    width, height = SIZES[size]
    for path in paths.values():
        page = Reader(browser, path, viewport={"width": width, "height": height}).page
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        page.close()


def test_search_filters_on_words_without_their_accents(
    browser: Browser, paths: dict[str, Path]
) -> None:
    reader = Reader(browser, paths["report"])
    reader.page.fill("input[type=search]", "merwede UTRECHT")
    assert reader.rows() == ["BER-001", "WBI-003"]
    reader.page.fill("input[type=search]", "bestaat niet")
    assert reader.rows() == []
    assert reader.said == []
    reader.page.close()


def test_a_press_on_a_header_sorts_by_the_amount_and_again_the_other_way(
    browser: Browser, paths: dict[str, Path]
) -> None:
    reader = Reader(browser, paths["report"])
    amounts = {line.number: line.amount for line in LINES}
    button = reader.page.locator("#table thead th").nth(5).locator("button")
    for descending, said in ((True, "descending"), (False, "ascending")):
        button.focus()
        reader.page.keyboard.press("Enter")
        seen = [amounts[number] for number in reader.rows()]
        assert seen == sorted(amounts.values(), reverse=descending)
        assert reader.page.locator("#table thead th").nth(5).get_attribute("aria-sort") == said
    reader.page.close()


def test_the_keyboard_alone_reaches_every_control_and_opens_a_card(
    browser: Browser, paths: dict[str, Path]
) -> None:
    reader = Reader(browser, paths["report"])
    page = reader.page
    page.evaluate(
        """() => {
          const wanted = 'a[href], button, input, select, summary, [tabindex="0"]';
          window.left = new Set([...document.querySelectorAll(wanted)].filter(
            (one) => one.getClientRects().length && !(one.closest('details:not([open])')
              && one.tagName !== 'SUMMARY')));
        }"""
    )
    total = int(page.evaluate("() => window.left.size"))
    assert total > 40
    for _ in range(total + 20):
        page.keyboard.press("Tab")
        page.evaluate("() => window.left.delete(document.activeElement)")
    assert page.evaluate("() => [...window.left].map((one) => one.outerHTML.slice(0, 80))") == []
    card = page.locator("#table tbody details").first
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    assert card.get_attribute("open") is not None
    assert "BWbi art. 6, eerste lid" in card.inner_text()
    page.close()


def test_the_printed_page_shows_the_whole_table_and_hides_what_only_a_screen_needs(
    browser: Browser, paths: dict[str, Path]
) -> None:
    reader = Reader(browser, paths["report"])
    reader.page.emulate_media(media="print")
    assert len(reader.rows()) == len(LINES)
    assert not reader.page.locator(".filters").is_visible()
    assert not reader.page.locator(".skip").is_visible()
    reader.page.close()
