"""The manual as a site: whole, in Dutch, of files alone, and for everybody to read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import lxml.html  # pyright: ignore[reportMissingTypeStubs]
import pytest
from playwright.sync_api import Browser, Page

from verdeelsleutel.io.manual.commands import command_names
from verdeelsleutel.io.manual.findings import findings
from verdeelsleutel.io.manual.writing import reference_pages

from .conftest import MANUAL

SIZES = {"phone": (390, 844), "laptop": (1366, 768)}
LOOKED_AT = ("index", "doen/bezwaar", "naslag/bevindingen", "naslag/opdrachten/pay")
_LOADED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src"}


def pages_of(site: Path) -> dict[str, Any]:
    read: Any = lxml.html  # its makers give no types
    return {
        path.relative_to(site).as_posix(): read.fromstring(path.read_bytes())
        for path in sorted(site.rglob("*.html"))
        if "_static" not in path.parts
    }


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Any]:
    return pages_of(site)


def test_every_page_is_in_the_site_in_dutch(pages: dict[str, Any]) -> None:
    written = {
        path.relative_to(MANUAL).with_suffix(".html").as_posix() for path in MANUAL.rglob("*.md")
    }
    written |= {f"naslag/{name}.html" for name in reference_pages()}
    assert written <= set(pages)
    assert {page.get("lang") for page in pages.values()} == {"nl"}


def test_nothing_is_loaded_from_any_network(site: Path, pages: dict[str, Any]) -> None:
    loaded: set[str] = {
        one.get(what)
        for page in pages.values()
        for kind, what in _LOADED.items()
        for one in page.iter(kind)
        if one.get(what)
    }
    assert [one for one in loaded if urlsplit(one).netloc or urlsplit(one).scheme] == []
    styles = "\n".join(path.read_text("utf-8") for path in site.rglob("*.css"))
    assert re.findall(r"""(?:url\(|@import )["']?(?:https?:)?//""", styles) == []


def test_every_link_leads_somewhere(site: Path, pages: dict[str, Any]) -> None:
    marks = {name: set(page.xpath("//@id")) for name, page in pages.items()}
    broken: set[tuple[str, str]] = set()
    for name, page in pages.items():
        for link in page.iter("a"):
            address = urlsplit(link.get("href") or "")
            if address.scheme or address.netloc:
                broken.add((name, address.geturl()))  # the manual leads to no other site
                continue
            target = (site / name).parent / unquote(address.path) if address.path else site / name
            where = target.resolve().relative_to(site.resolve()).as_posix()
            mark = unquote(address.fragment)
            if not target.exists() or (mark and where in marks and mark not in marks[where]):
                broken.add((name, address.geturl()))
    assert broken == set()


def test_the_site_has_every_command_and_every_finding(pages: dict[str, Any]) -> None:
    shown = {name: page.text_content() for name, page in pages.items()}
    for name in command_names():
        assert f"verdeel {name}" in shown[f"naslag/opdrachten/{name.split()[0]}.html"]
    assert all(number in shown["naslag/bevindingen.html"] for number in findings())


def faults_of(page: Page, width: int) -> Iterator[str]:
    """What axe finds serious on a page that is open, and whether it is wider than the screen."""
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    if wide > width:
        yield f"{wide} pixels wide on a screen of {width}"
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found: Any = page.evaluate("() => axe.run({preload: false})")
    for fault in found["violations"]:
        if fault["impact"] in ("serious", "critical"):
            yield f"{fault['id']}: {fault['nodes'][0]['html'][:200]}"
    if len(found["passes"]) <= 15:
        yield "axe looked at next to nothing"


def listen(page: Page, said: list[str]) -> None:
    """Keep what the browser says is wrong."""
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))


def look_at(
    browser: Browser, site: Path, names: Sequence[str], looks: Sequence[tuple[str, str]]
) -> dict[tuple[str, str, str], list[str]]:
    """Every fault of these pages, each seen at these sizes and colours, one after another."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for size, colours in looks:
        width, height = SIZES[size]
        page = browser.new_page(
            color_scheme=colours,  # pyright: ignore[reportArgumentType] - "light" or "dark"
            viewport={"width": width, "height": height},
        )
        said: list[str] = []
        listen(page, said)
        for name in names:
            said.clear()
            page.goto((site / f"{name}.html").as_uri())
            page.wait_for_load_state("load")
            faults = [*said, *faults_of(page, width)]
            if faults:
                found[name, size, colours] = faults
        page.close()
    return found


# The menus at the side show on a laptop only.
EVERY_DAY = (("phone", "light"), ("laptop", "dark"))


def test_axe_finds_nothing_serious_and_nothing_is_wider_than_the_screen(
    browser: Browser, site: Path
) -> None:
    """Two pages at either size; all of them at both with `make verify`."""
    for at, look in enumerate(EVERY_DAY):
        assert look_at(browser, site, LOOKED_AT[at::2], [look]) == {}


@pytest.mark.slow
def test_axe_finds_nothing_serious_on_any_page(
    browser: Browser, site: Path, pages: dict[str, Any]
) -> None:
    every = [name.removesuffix(".html") for name in pages]
    assert len(every) > 100
    assert look_at(browser, site, every, EVERY_DAY) == {}
    others = [look for look in product(SIZES, ("light", "dark")) if look not in EVERY_DAY]
    assert look_at(browser, site, LOOKED_AT, others) == {}


def test_who_searches_without_a_network_finds_words_in_another_form(
    browser: Browser, site: Path
) -> None:
    page = browser.new_page()
    for sought, wanted in (("loting", "doen/verdelen.html"), ("INT-154", "naslag/bevindingen.html"),
                           ("bezwaren", "doen/bezwaar.html")):  # fmt: skip
        page.goto(f"{(site / 'search.html').as_uri()}?q={sought}")
        page.wait_for_selector("#search-results li a")
        found = page.eval_on_selector_all(
            "#search-results li a", "all => all.map(a => a.getAttribute('href'))"
        )
        assert any(wanted in one for one in found), (sought, found)
    page.close()
