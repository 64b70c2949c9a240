"""The Word file: real styles, lists and tables, the same bytes, and LibreOffice opens it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.verification.reading import block_texts, read_back
from verdeelsleutel.io.pages.blocks import Heading, Table
from verdeelsleutel.io.pages.logo import logo_of
from verdeelsleutel.io.pages.word import WordWriter

from ...sharing import LibreOffice
from .filed import wbi
from .pages import flat
from .rounds import decided, dossier, every_decision, sample_office
from .test_pages import HOSTILE

LETTERS = tuple(every_decision()[:16])
STYLE = sample_office().house_style
WRITER = WordWriter(STYLE, logo_of(STYLE))


def word_of(one: Decided, lang: str = "nl", **changes: Any) -> bytes:
    return WRITER.docx(letter_of(one, dossier((one,), **changes), sample_office(), lang))


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


@pytest.mark.sample(every=5)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_headings_tables_and_lists_are_real_ones_and_say_what_the_letter_says(
    one: Decided, lang: str
) -> None:
    letter = letter_of(one, dossier((one,)), sample_office(), lang)
    document = opened(WRITER.docx(letter))
    blocks = (*letter.blocks, *letter.annex)
    styled = [(p.style.name, p.text) for p in document.paragraphs]
    assert [text for style, text in styled if style == "Heading 1"] == [letter.subject]
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert [text for style, text in styled if style == "Heading 2"] == headings
    points = [text for b in blocks if b.kind == "bullets" for text in block_texts(b)]
    assert [text for style, text in styled if style == "List Bullet"] == points
    tables = [block for block in blocks if isinstance(block, Table)]
    assert len(document.tables) == len(tables)
    for made, meant in zip(document.tables, tables, strict=True):
        assert [cell.text for cell in made.rows[0].cells] == [c.head for c in meant.columns]
        assert "w:tblHeader" in made.rows[0]._tr.xml
        rows = [["\n".join(filter(None, (c.text, c.note))) for c in row] for row in meant.rows]
        assert [[cell.text for cell in row.cells] for row in made.rows[1:]] == rows


def test_title_language_and_dates_are_those_of_the_letter() -> None:
    data = word_of(LETTERS[0])
    about = opened(data).core_properties
    assert about.title.startswith("VOORBEELD - GEEN BESLUIT: Besluit 2026-1/WBI-2026-0042")
    assert about.language == "nl-NL"
    assert about.created.date().isoformat() == about.modified.date().isoformat() == "2026-09-07"
    assert about.author == "Ministerie van Volkshuisvesting en Ruimtelijke Ordening"


def test_the_mark_stands_in_the_head_of_an_example_and_not_of_a_real_letter() -> None:
    for example in (True, False):
        section = opened(word_of(LETTERS[0], example=example)).sections[0]
        said = section.header.paragraphs[0].text + section.first_page_header.paragraphs[0].text
        assert ("VOORBEELD - GEEN BESLUIT" in said) is example


@pytest.mark.parametrize("name", [*HOSTILE, "Huis 🏠 aan zee", "@@body@@", "W" * 200])
def test_a_name_comes_out_as_it_was_written(name: str) -> None:
    document = opened(word_of(decided(wbi(project_name=name), Outcome.GRANTED)))
    assert any(name in paragraph.text for paragraph in document.paragraphs)


def test_a_control_in_a_name_is_written_out() -> None:
    document = opened(word_of(decided(wbi(project_name="om\u202egekeerd\x07"), Outcome.GRANTED)))
    assert any("om[U+202E]gekeerd[U+0007]" in p.text for p in document.paragraphs)


def test_the_same_letter_has_the_same_bytes_and_no_date_of_today() -> None:
    other = WordWriter(STYLE, logo_of(STYLE))
    letter = letter_of(LETTERS[5], dossier(), sample_office())
    assert WRITER.docx(letter) == other.docx(letter)
    with zipfile.ZipFile(io.BytesIO(WRITER.docx(letter))) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in file.namelist() if "thumbnail" in name]
        text = b"".join(file.read(name) for name in file.namelist())
    assert not re.search(rb"@@[a-z_]+@@", text)


def test_libreoffice_opens_it_and_shows_the_same_text(
    tmp_path: Path, libreoffice: LibreOffice
) -> None:
    (tmp_path / "brief.docx").write_bytes(word_of(LETTERS[5]))
    libreoffice.convert([tmp_path / "brief.docx"], "pdf", tmp_path)
    if not (tmp_path / "brief.pdf").exists():
        pytest.skip("LibreOffice is installed without Writer")
    read = read_back((tmp_path / "brief.pdf").read_bytes())
    said = flat(read.text)
    for words in ("Mijn besluit", "€ 15.000.000,33", "€ 13.084.239,46", "19 oktober 2026"):
        assert words in said
    assert 3 <= len(read.pages) <= 8
