"""The PDF itself: what can be read back from it, hostile names, standards, reading order."""

from __future__ import annotations

import io
from typing import Any

import pytest
from page import ValidationProfile
from pypdf import PdfReader

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.io.config.office import HouseStyle
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.pages.pdf import Renderer

from .filed import wbi
from .pages import failures, flat, in_tag_order, page_texts, pdf_of, text_of
from .rounds import decided, dossier, every_decision, sample_office

LETTERS = tuple(every_decision()[:16])


@pytest.mark.sample(every=5)
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_every_letter_passes_the_checks_of_pdf_ua_and_pdf_a(one: Decided, lang: str) -> None:
    pdf = pdf_of(one, lang=lang)
    for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A):
        assert failures(pdf, profile) == []


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_amounts_names_and_dates_can_be_read_back_from_the_page(one: Decided) -> None:
    said = text_of(one)
    award = one.award
    assert f"van de gemeente {one.application.place.name}" in said
    assert "7 september 2026" in said
    assert "19 oktober 2026" in said
    assert f"2026-1/{award.application_id}" in said
    amount = award.amount if award.amount else award.requested
    if award.instrument != "realisatiestimulans" or award.amount:
        assert flat(str(amount)) in said
    if award.amount:
        assert flat(str(award.payable)) in said


@pytest.mark.sample(every=5)
@pytest.mark.parametrize("one", LETTERS, ids=lambda d: d.award.application_id)
def test_the_mark_of_an_example_stands_on_every_page_and_never_on_a_real_letter(
    one: Decided,
) -> None:
    pages = page_texts(pdf_of(one))
    assert len(pages) >= 3
    for text in pages:
        assert "VOORBEELD - GEEN BESLUIT" in text
    real = page_texts(pdf_of(one, dossier((one,), example=False)))
    assert not [text for text in real if "VOORBEELD - GEEN" in text]


def test_pages_are_numbered_and_bear_the_reference() -> None:
    pages = page_texts(pdf_of(LETTERS[0]))
    for place, text in enumerate(pages, start=1):
        assert f"Pagina {place} van {len(pages)}" in text
        assert "2026-1/WBI-2026-0042" in text


def test_title_language_and_date_are_in_the_document() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(LETTERS[0])))
    assert reader.metadata is not None
    assert reader.metadata.title == (
        "VOORBEELD - GEEN BESLUIT: Besluit 2026-1/WBI-2026-0042: "
        "Verlening specifieke uitkering Woningbouwimpuls voor ‘Kop van de Haven’"
    )
    root: Any = reader.trailer["/Root"]
    assert str(root["/Lang"]) == "nl"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date().isoformat() == "2026-09-07"


HOSTILE = [
    "#panic(1) #text(red)[x]",
    "$x^2$ en $ 5",
    "<label> & <script>alert(1)</script>",
    "*vet* _schuin_ `code` ~ @ref = kop",
    "// commentaar /* niet */ \\ \\n \\u{41}",
    "aanhalings\" ' en „tekens”",
    "{amount} {onbekend} **vet**",
    "= - + @SUM(A1)",
    "[haken] (ronde) {accolades}",
    "100% ‰ € £ ½ ² é ë ĳ ŵ",
    "שכונה חדשה",
    "Ænima Żółć Δelta Жилье",
]


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_comes_out_as_it_was_written(name: str) -> None:
    said = text_of(decided(wbi(project_name=name), Outcome.GRANTED))
    if "ש" in name:  # pypdf reads right-to-left words in the order of the page
        assert all(word in said or word[::-1] in said for word in name.split())
    else:
        assert flat(name) in said


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Huis 🏠 aan zee", "Huis [U+1F3E0] aan zee"),
        ("新しい家", "[U+65B0][U+3057][U+3044][U+5BB6]"),
        ("bel\x07len", "bel[U+0007]len"),
        ("om\u202egekeerd", "om[U+202E]gekeerd"),
        ("on\u200bzichtbaar", "on[U+200B]zichtbaar"),
        ("gezin 👨‍👩‍👧", "gezin [U+1F468][U+200D][U+1F469][U+200D][U+1F467]"),
    ],
)
def test_what_no_font_can_show_is_written_as_its_code_point(name: str, shown: str) -> None:
    pdf = pdf_of(decided(wbi(project_name=name), Outcome.GRANTED))
    assert shown in " ".join(page_texts(pdf))
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("name", ["W" * 200, "Zeer lange naam " * 12 + "einde", "é" * 200])
def test_a_name_of_two_hundred_characters_stays_on_the_page_whole(name: str) -> None:
    pdf = pdf_of(decided(wbi(project_name=name[:200]), Outcome.GRANTED))
    said = "".join(page_texts(pdf)).replace(" ", "")
    assert name[:200].replace(" ", "") in said
    for page in PdfReader(io.BytesIO(pdf)).pages:
        places: list[float] = []
        page.extract_text(
            visitor_text=lambda _text, _cm, tm, _font, _size, into=places: into.append(tm[4])
        )
        assert max(places) < float(page.mediabox.width)


def test_the_same_letter_has_the_same_bytes_from_another_renderer() -> None:
    office = sample_office()
    letter = letter_of(LETTERS[5], dossier(), office)
    first, second = Renderer(office.house_style), Renderer(office.house_style)
    second.pdf(letter_of(decided(wbi(project_name="🏠"), Outcome.GRANTED), dossier(), office))
    assert first.pdf(letter) == second.pdf(letter) == first.pdf(letter)


def test_a_larger_font_and_another_colour_of_the_house_still_pass() -> None:
    letter = letter_of(LETTERS[5], dossier(), sample_office())
    pdf = Renderer(HouseStyle(font_size_pt=14, accent="#7a003c")).pdf(letter)
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 5


def test_a_reader_hears_the_letter_in_its_natural_order() -> None:
    """The order of the marked content, without the artifacts of head, foot and mark."""
    said = flat(in_tag_order(pdf_of(LETTERS[0])))
    order = [
        "Ministerie van Volkshuisvesting",
        "Het college van burgemeester en wethouders",
        "Ons kenmerk",
        "Verlening specifieke uitkering",
        "Geacht college,",
        "Mijn besluit",
        "Waarop dit besluit berust",
        "Van welke gegevens ik uitga",
        "Hoe ik heb getoetst",
        "Hoe het geld is verdeeld",
        "Hoe ik het bedrag heb berekend",
        "Wanneer ik betaal",
        "Wat u moet doen",
        "Hoe u verantwoording aflegt",
        "Als u het niet eens bent met dit besluit",
        "Hoogachtend,",
        "mr. A.B. Voorbeeld",
        "Bijlage 1: de berekening, regel voor regel",
        "Bijlage 2: de verdeling van het geld",
        "Bijlage 3: het advies van de commissie",
        "Bijlage 4: welke regels golden",
        "Bijlage 5: hoe u dit besluit kunt narekenen",
    ]
    places = [said.find(words) for words in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)
    assert "Pagina 1" not in said
    assert "VOORBEELD - GEEN BESLUIT" not in said
