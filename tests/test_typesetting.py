"""A page that was kept is the page that would be made, in every way in which the program asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.verification.reading import read_back
from verdeelsleutel.io.pages import word
from verdeelsleutel.io.pages.logo import logo_of
from verdeelsleutel.io.pages.pdf import Renderer, as_picture
from verdeelsleutel.io.reports.charts import drawing

from .io.letters.filed import wbi
from .io.letters.rounds import decided, dossier, sample_office
from .typesetting import KeptPages

NAMES = ("Waterlandgemeente De Zuidrand", "Gemeente Łódź-aan-Zee", "\u202eomgekeerd", "漢字")


def pages() -> list[bytes]:
    """Letters with names that every font has, that need another, and that none has; a logo."""
    style = sample_office().house_style
    logo = logo_of(style)
    renderer = Renderer(style, logo)
    made: list[bytes] = []
    for name in NAMES:
        one = decided(wbi("WBI-2026-0001", project_name=name), Outcome.GRANTED)
        made.append(renderer.pdf(letter_of(one, dossier((one,)), sample_office(), "nl")))
    assert logo is not None
    return [*made, as_picture(logo.svg)]


def test_a_kept_page_has_the_bytes_of_a_made_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = pages()
    kept = KeptPages(tmp_path / "pages")
    kept.serve(monkeypatch)
    assert pages() == meant
    there = sorted(kept.folder.iterdir())
    assert pages() == meant
    assert sorted(kept.folder.iterdir()) == there
    for page in meant[:-1]:
        assert kept.read_back(page) == kept.read_back(page) == read_back(page)


def test_what_cannot_be_set_is_refused_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = KeptPages(tmp_path / "pages")
    kept.serve(monkeypatch)
    for _ in range(2):
        with pytest.raises(Unreadable, match="kan niet worden getekend"):
            as_picture("<svg>geen tekening")
    assert list(kept.folder.iterdir()) == []


def test_a_kept_drawing_and_word_package_are_those_that_would_be_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = {"mark": "bar", "data": {"values": [{"jaar": 2026}]}, "encoding": {}}
    style = sample_office().house_style

    def made() -> tuple[str, object]:
        drawn = drawing._draw(spec, 400)  # pyright: ignore[reportPrivateUsage]
        return drawn, word.package(style, logo_of(style))

    meant = made()
    KeptPages(tmp_path / "pages").serve(monkeypatch)
    assert meant == made() == made()
