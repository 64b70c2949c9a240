"""Letters in bulk: several processes, concepts, one letter alone, printing, the archive."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from pypdf import PdfReader

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.letters.making import Formats
from verdeelsleutel.io.letters.verification.reading import read_back
from verdeelsleutel.io.letters.writing import LetterOptions, write_letters

from .filed import ber, gb, rs, wbi
from .rounds import decided, dossier, sample_office

PDF_ONLY = Formats(word=False)
MANY = tuple(decided(wbi(f"WBI-2026-{n:04d}", project_id=f"ZW-{n}",
                     requested=Euro.euros(1_000_000)), Outcome.GRANTED)
             for n in range(50))  # fmt: skip
FEW = MANY[:3]


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def lines(folder: Path) -> list[dict[str, str]]:
    text = (folder / "letters.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


@pytest.mark.slow(
    sample="tests/io/letters/test_writing.py::test_two_runs_give_equal_bytes_and_the_second_writes_nothing"
)
def test_many_letters_made_in_processes_have_the_bytes_of_those_made_one_by_one(
    tmp_path: Path,
) -> None:
    told: list[int] = []
    whole = dossier(MANY)
    options = LetterOptions(formats=PDF_ONLY)
    write_letters(
        whole, sample_office(), tmp_path / "uit", options=options,
        progress=lambda done, _of: told.append(done),
    )  # fmt: skip
    assert told == list(range(1, 51))
    some = ("WBI-2026-0000", "WBI-2026-0031", "WBI-2026-0049")
    alone = LetterOptions(formats=PDF_ONLY, only=some)
    write_letters(whole, sample_office(), tmp_path / "los", options=alone)
    for name in some:
        file = f"{name}.pdf"
        assert (tmp_path / "uit" / file).read_bytes() == (tmp_path / "los" / file).read_bytes()
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["los", "uit"]


def test_only_what_is_not_as_the_office_writes_it_is_written_again(tmp_path: Path) -> None:
    write_letters(dossier(FEW), sample_office(), tmp_path)
    before = files(tmp_path)
    (tmp_path / "WBI-2026-0001.docx").write_bytes(b"geopend en bewaard")
    again = write_letters(dossier(FEW), sample_office(), tmp_path)
    assert again.written == ("WBI-2026-0001.docx",)
    assert again.unchanged == 2
    assert files(tmp_path) == before


def test_a_letter_is_held_against_the_decision_and_not_against_the_register_beside_it(
    tmp_path: Path,
) -> None:
    """Somebody puts another letter there, and its hash in the register."""
    write_letters(dossier(FEW), sample_office(), tmp_path, options=LetterOptions(formats=PDF_ONLY))
    before = files(tmp_path)
    forged = before["WBI-2026-0001.pdf"] + b"% anders"
    (tmp_path / "WBI-2026-0001.pdf").write_bytes(forged)
    told = (
        before["letters.csv"]
        .decode("utf-8-sig")
        .replace(sha256(before["WBI-2026-0001.pdf"]).hexdigest(), sha256(forged).hexdigest())
    )
    (tmp_path / "letters.csv").write_text(told, encoding="utf-8-sig", newline="")
    again = write_letters(
        dossier(FEW), sample_office(), tmp_path, options=LetterOptions(formats=PDF_ONLY)
    )
    assert again.written == ("WBI-2026-0001.pdf",)
    assert files(tmp_path) == before


def test_a_concept_needs_no_approval_and_says_on_every_page_that_it_is_one(tmp_path: Path) -> None:
    unapproved = dossier(FEW, approval=None, example=False)
    with pytest.raises(RefusedByProcess, match="nog niet vastgesteld"):
        write_letters(unapproved, sample_office(), tmp_path / "uit")
    options = LetterOptions(formats=PDF_ONLY, concept=True, register="concept.csv")
    write_letters(unapproved, sample_office(), tmp_path / "uit", options=options)
    assert sorted(files(tmp_path / "uit")) == [
        "concept.csv", "concept.xlsx", "concept_WBI-2026-0000.pdf", "concept_WBI-2026-0001.pdf",
        "concept_WBI-2026-0002.pdf",
    ]  # fmt: skip
    for page in PdfReader(tmp_path / "uit" / "concept_WBI-2026-0000.pdf").pages:
        assert "CONCEPT - GEEN BESLUIT" in page.extract_text()


def test_a_concept_of_an_example_says_both(tmp_path: Path) -> None:
    options = LetterOptions(formats=PDF_ONLY, concept=True, only=("WBI-2026-0002",))
    write_letters(dossier(FEW), sample_office(), tmp_path, options=options)
    for page in PdfReader(tmp_path / "concept_WBI-2026-0002.pdf").pages:
        assert "CONCEPT - VOORBEELD - GEEN BESLUIT" in page.extract_text()


def test_the_print_file_begins_each_letter_on_a_new_sheet(tmp_path: Path) -> None:
    options = LetterOptions(formats=PDF_ONLY, merged=True)
    written = write_letters(dossier(FEW), sample_office(), tmp_path / "a", options=options)
    assert written.merged == tmp_path / "a" / "letters.pdf"
    reader = PdfReader(tmp_path / "a" / "letters.pdf")
    pages = len(PdfReader(tmp_path / "a" / "WBI-2026-0000.pdf").pages)
    sheets = pages + pages % 2
    assert len(reader.pages) == 3 * sheets
    starts = [reader.get_destination_page_number(mark) for mark in reader.outline]  # pyright: ignore[reportArgumentType]
    assert starts == [0, sheets, 2 * sheets]
    write_letters(dossier(FEW), sample_office(), tmp_path / "b", options=options)
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_a_municipality_with_several_decisions_gets_a_cover_letter_too(tmp_path: Path) -> None:
    some = (
        decided(wbi("WBI-2026-0001"), Outcome.GRANTED),
        decided(gb("GB-2026-0001"), Outcome.GRANTED),
        decided(rs("RS-2026-0001"), Outcome.GRANTED, requested=Euro.euros(8_400_000)),
        decided(ber("BER-2026-0001", municipality_code="GM0193"), Outcome.GRANTED),
    )
    options = LetterOptions(formats=PDF_ONLY, merged=True, covers=True)
    written = write_letters(dossier(some), sample_office(), tmp_path, options=options)
    assert written.letters == 5
    assert "aanbieding_GM0193.pdf" in written.written
    row = next(row for row in lines(tmp_path) if row["bestand"] == "aanbieding_GM0193.pdf")
    assert (row["aanvraagnummer"], row["uitkomst"]) == ("", "aanbiedingsbrief")
    marks = [mark["/Title"] for mark in PdfReader(tmp_path / "letters.pdf").outline]  # pyright: ignore
    assert marks == [
        "aanbieding_GM0193", "BER-2026-0001", "GB-2026-0001", "WBI-2026-0001", "RS-2026-0001",
    ]  # fmt: skip
    pages = PdfReader(tmp_path / "letters.pdf").pages  # a cover of one page, and its empty back
    assert (pages[0].extract_text() != "", pages[1].extract_text()) == (True, "")
    text = " ".join(read_back((tmp_path / "aanbieding_GM0193.pdf").read_bytes()).text.split())
    assert "U krijgt in deze ronde 2 besluiten van mij." in text
    assert "BER-2026-0001" not in text  # another minister decides on it
    assert "bezwaar" not in text.lower()


def test_the_register_is_a_workbook_too_with_the_same_lines(tmp_path: Path) -> None:
    odd: tuple[Decided, ...] = (
        *FEW,
        decided(
            wbi("WBI-9", municipality_code="GM0344", requested=Euro.euros(1_000_000)),
            Outcome.GRANTED,
        ),
    )
    write_letters(dossier(odd), sample_office(), tmp_path, options=LetterOptions(formats=PDF_ONLY))
    text = (tmp_path / "letters.csv").read_text(encoding="utf-8-sig")
    lines = list(csv.reader(text.splitlines(), delimiter=";"))
    sheet = openpyxl.load_workbook(tmp_path / "letters.xlsx").worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0] == lines[0]
    amount = lines[0].index("bedrag")
    for made, line in zip(cells[1:], lines[1:], strict=True):
        assert made[amount] == 1_000_000
        assert [value or "" for at, value in enumerate(made) if at != amount] == [
            value for at, value in enumerate(line) if at != amount
        ]


MDTO = "{https://www.nationaalarchief.nl/mdto}"


def test_metadata_for_the_archive_describes_the_letter_and_its_file(tmp_path: Path) -> None:
    formats = Formats(word=False, metadata=True)
    write_letters(
        dossier(FEW[:1]), sample_office(), tmp_path, options=LetterOptions(formats=formats)
    )
    assert sorted(files(tmp_path)) == [
        "WBI-2026-0000.mdto.xml", "WBI-2026-0000.pdf", "WBI-2026-0000.pdf.mdto.xml",
        "letters.csv", "letters.xlsx",
    ]  # fmt: skip
    letter = ElementTree.parse(tmp_path / "WBI-2026-0000.mdto.xml").getroot()
    assert letter.tag == f"{MDTO}MDTO"
    assert letter.findtext(f".//{MDTO}taal") == "nl"
    assert letter.findtext(f".//{MDTO}eventTijd") == "2026-09-07"
    file = ElementTree.parse(tmp_path / "WBI-2026-0000.pdf.mdto.xml").getroot()
    size = (tmp_path / "WBI-2026-0000.pdf").stat().st_size
    assert file.findtext(f".//{MDTO}omvang") == str(size)
