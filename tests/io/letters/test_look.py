"""The office's own look: a logo and clauses from its folder, and nothing from outside it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import docx
import pytest
from page import ValidationProfile
from pypdf import PdfReader

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.homes import StatedHomes
from verdeelsleutel.io.config.office import HouseStyle, Office, load_office
from verdeelsleutel.io.errors import RefusedByProcess, Unreadable
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.look import clauses_of
from verdeelsleutel.io.letters.making import Formats
from verdeelsleutel.io.letters.verification.reading import read_back
from verdeelsleutel.io.letters.writing import LetterOptions, write_letters
from verdeelsleutel.io.pages.logo import logo_of
from verdeelsleutel.io.pages.pdf import Renderer
from verdeelsleutel.io.pages.word import WordWriter

from .filed import wbi
from .pages import failures
from .rounds import OFFICE_FILE, decided, dossier, sample_office, screened

GRANT = decided(wbi(), Outcome.GRANTED)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(2 * (b"\x00" + 2 * b"\x1b\x3a\x57")))
    + chunk(b"IEND", b"")
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def style(folder: Path, logo: str | None = "logo.svg", content: bytes | str = "") -> HouseStyle:
    folder.mkdir(exist_ok=True)
    if logo and content:
        data = content.encode() if isinstance(content, str) else content
        (folder / logo).write_bytes(data)
    return HouseStyle(folder=str(folder), logo=logo, logo_alt="Een merk" if logo else None)


def office_with(folder: Path, clauses: str) -> Office:
    folder.mkdir(exist_ok=True)
    (folder / "clauses.toml").write_text(clauses, encoding="utf-8")
    return sample_office().model_copy(update={"house_style": style(folder, None)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_clauses_are_read_as_notepad_and_powershell_write_them(
    encoding: str, tmp_path: Path
) -> None:
    office = office_with(tmp_path / "stijl", "")
    text = clause(nl="Één regel.").replace("\n", "\r\n")
    (tmp_path / "stijl" / "clauses.toml").write_bytes(text.encode(encoding))
    assert [one.nl for one in clauses_of(office.house_style)] == ["Één regel."]


def clause(**changes: str) -> str:
    values = {"section": "reporting", "article": "eigen clausule", "nl": "Tekst.", "en": "Text."}
    return "[[clause]]\n" + "".join(f'{k} = "{v}"\n' for k, v in (values | changes).items())


def test_the_logo_of_the_sample_office_stands_in_the_letter_with_its_description() -> None:
    own = sample_office().house_style
    logo = logo_of(own)
    letter = letter_of(GRANT, dossier((GRANT,)), sample_office())
    pdf = Renderer(own, logo).pdf(letter)
    assert "Beeldmerk van het voorbeeldkantoor: twee huizen" in described(pdf)
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []
    assert failures(pdf, ValidationProfile.PDF_A_2A) == []
    english = letter_of(GRANT, dossier((GRANT,)), sample_office(), "en")
    assert "Mark of the example office: two houses" in described(Renderer(own, logo).pdf(english))


def described(pdf: bytes) -> list[str]:
    """The descriptions of the pictures in a PDF."""
    reader = PdfReader(io.BytesIO(pdf))
    found: list[Any] = [reader.get_object(number + 1) for number in range(len(reader.xref[0]))]
    return [str(one["/Alt"]) for one in found if hasattr(one, "keys") and "/Alt" in one]


def test_the_word_file_holds_the_logo_as_a_picture_with_its_description() -> None:
    own = sample_office().house_style
    made = WordWriter(own, logo_of(own)).docx(letter_of(GRANT, dossier((GRANT,)), sample_office()))
    assert len(docx.Document(io.BytesIO(made)).inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        body = parts.read("word/document.xml").decode()
        picture = parts.read("word/media/image1.png")
    assert picture.startswith(b"\x89PNG")
    assert body.count('descr="Beeldmerk van het voorbeeldkantoor: twee huizen"') >= 1
    assert "@@" not in body


def test_a_logo_can_be_a_png(tmp_path: Path) -> None:
    own = style(tmp_path, "merk.png", PNG)
    logo = logo_of(own)
    pdf = Renderer(own, logo).pdf(letter_of(GRANT, dossier((GRANT,)), sample_office()))
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []
    assert failures(pdf, ValidationProfile.PDF_A_2A) == []
    assert WordWriter(own, logo).docx(letter_of(GRANT, dossier((GRANT,)), sample_office()))


@pytest.mark.parametrize(
    ("drawing", "said"),
    [
        ("geen tekening", "geen PNG en geen geldige SVG"),
        (SVG.format('<image href="file:///etc/hosts"/>'), "onderdeel image"),
        (SVG.format("<script>1</script>"), "onderdeel script"),
        (SVG.format("<style>@import url(http://x.example)</style>"), "onderdeel style"),
        (SVG.format("<text>Tekst</text>"), "onderdeel text"),
        (SVG.format('<use href="ander.svg#a"/>'), "verwijst naar iets buiten zichzelf"),
        (SVG.format('<rect fill="url(http://x.example/a)"/>'), "verwijst naar iets buiten"),
        ('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format(""), "DOCTYPE of een entiteit"),
        (SVG.format("<!--" + "a" * 600_000 + "-->"), "groter dan 500 kB"),
    ],
)
def test_a_drawing_that_reaches_outside_itself_is_refused(
    tmp_path: Path, drawing: str, said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        logo_of(style(tmp_path, content=drawing))


@pytest.mark.parametrize("word", [True, False])
def test_a_picture_that_cannot_be_drawn_is_found_before_any_letter(
    tmp_path: Path, word: bool
) -> None:
    own = style(tmp_path / "stijl", "merk.png", PNG[:-20])
    office = sample_office().model_copy(update={"house_style": own})
    with pytest.raises(Unreadable, match="kan niet worden getekend"):
        write_letters(
            dossier((GRANT,)), office, tmp_path / "uit",
            options=LetterOptions(formats=Formats(word=word)),
        )  # fmt: skip
    assert not (tmp_path / "uit").exists()


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "elders.svg").write_text(SVG.format(""), encoding="utf-8")
    own = style(tmp_path / "stijl")
    (tmp_path / "stijl" / "logo.svg").symlink_to(tmp_path / "elders.svg")
    with pytest.raises(Unreadable, match="ligt buiten de map van de huisstijl"):
        logo_of(own)
    with pytest.raises(Unreadable, match="staat niet in de map"):
        logo_of(own.model_copy(update={"logo": "ander.svg"}))


@pytest.mark.parametrize("name", ["../elders.svg", "/etc/hosts", "a/b.svg", "..\\\\b.svg"])
def test_the_name_of_a_logo_is_no_path(tmp_path: Path, name: str) -> None:
    file = tmp_path / "office.toml"
    file.write_text(
        f'[house_style]\nfolder = "stijl"\nlogo = "{name}"\nlogo_alt = "Een merk"\n',
        encoding="utf-8",
    )
    with pytest.raises(Unreadable, match=r"house_style\.logo"):
        load_office(file)


def test_a_logo_without_a_description_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text('[house_style]\nfolder = "stijl"\nlogo = "logo.svg"\n', encoding="utf-8")
    with pytest.raises(Unreadable, match="logo_alt"):
        load_office(file)


def test_the_folder_is_found_from_the_office_file_wherever_one_stands() -> None:
    folder = load_office(OFFICE_FILE).house_style.folder
    assert folder is not None
    assert Path(folder) == OFFICE_FILE.resolve().parent / "huisstijl"


def test_an_office_file_that_was_copied_alone_gives_letters_without_a_logo(tmp_path: Path) -> None:
    alone = tmp_path / "office.toml"
    alone.write_bytes(OFFICE_FILE.read_bytes())
    office = load_office(alone)
    assert office.folder_missing == str(tmp_path.resolve() / "huisstijl")
    options = LetterOptions(formats=Formats(word=False))
    assert write_letters(dossier((GRANT,)), office, tmp_path / "uit", options=options).letters == 1


def test_a_clause_of_the_office_stands_in_its_section_with_its_fields_filled(
    tmp_path: Path,
) -> None:
    office = office_with(tmp_path / "stijl", clause(nl="Bel over {reference}.", en="Call."))
    options = LetterOptions(formats=Formats(word=False))
    write_letters(dossier((GRANT,)), office, tmp_path / "uit", options=options)
    text = read_back((tmp_path / "uit" / "WBI-2026-0042.pdf").read_bytes()).text
    assert "Bel over 2026-1/WBI-2026-0042." in " ".join(text.split())


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (clause(nl="Zie {onbekend}."), r"noemt onbekend; dat heeft een brief voor woningbouwimp"),
        (clause(en="See {works_start}."), "noemt works_start"),
    ],
)
def test_a_clause_that_names_an_unknown_field_stops_the_letters(
    tmp_path: Path, written: str, said: str
) -> None:
    with pytest.raises(RefusedByProcess, match=said):
        write_letters(dossier((GRANT,)), office_with(tmp_path / "s", written), tmp_path / "uit")
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[[clause\n", "geen geldig TOML"),
        (clause(section="slot"), "het deel slot bestaat niet"),
        (clause(kind="table"), "een eigen tabel in reporting kan niet"),
        (clause(kleur="rood"), "kleur"),
        ("[regel]\na = 1\n", "sleutel regel is onbekend"),
        (clause(nl=""), "nl"),
    ],
)
def test_a_faulty_file_of_clauses_says_what_is_wrong(
    tmp_path: Path, written: str, said: str
) -> None:
    with pytest.raises(Unreadable, match=said):
        clauses_of(office_with(tmp_path, written).house_style)


def test_an_own_clause_that_speaks_of_a_subsidie_stops_the_letters(tmp_path: Path) -> None:
    office = office_with(tmp_path / "stijl", clause(nl="Deze subsidie is mooi."))
    with pytest.raises(RefusedByProcess, match="spreekt van subsidie"):
        write_letters(dossier((GRANT,)), office, tmp_path / "uit")


def test_a_grant_of_nothing_for_no_homes_is_a_letter_that_says_so(tmp_path: Path) -> None:
    nothing = decided(
        wbi(homes=StatedHomes(), requested=0), Outcome.GRANTED, payments=(), rules=screened(wbi())
    )
    write_letters(dossier((nothing,)), sample_office(), tmp_path, options=LetterOptions())
    text = " ".join(read_back((tmp_path / "WBI-2026-0042.pdf").read_bytes()).text.split())
    assert "specifieke uitkering van € 0 (nul euro)" in text
    assert "Er is niets te betalen." in text
