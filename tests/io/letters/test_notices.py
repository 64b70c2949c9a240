"""Letters before a decision: what they say, whom they go to, and that none speaks of objecting."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from page import ValidationProfile

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.applications.assessment import Answer, Assessment
from verdeelsleutel.io.letters.making import Formats
from verdeelsleutel.io.letters.notices import (
    Kind,
    NoticeAuthor,
    Recipient,
    concerns,
    notices,
    to_a_municipality,
)
from verdeelsleutel.io.letters.verification.reading import block_texts, page_faults, read_back
from verdeelsleutel.io.letters.writing import LetterOptions, write_all
from verdeelsleutel.io.pages.blocks import Letter, Paragraph, Run
from verdeelsleutel.io.pages.pdf import Renderer

from .filed import ber, rs, wbi
from .pages import failures
from .rounds import FEW_HOMES, sample_office, screened

WBI_RULES, RS_RULES, BER_RULES = screened(wbi()), screened(rs()), screened(ber())
WBI_UNMET = screened(wbi(homes=FEW_HOMES))

UNKNOWN = WBI_RULES[4].model_copy(update={"answer": Answer.NEEDS_JUDGEMENT})
OFFICE = sample_office()
RENDERER = Renderer(OFFICE.house_style)


def author(kind: Kind, lang: str = "nl", *, example: bool = True) -> NoticeAuthor:
    return NoticeAuthor(
        kind, "2026-1", OFFICE, lang, date(2026, 6, 15), date(2026, 6, 29), example=example
    )


def matter(
    application: Application, rules: tuple[Assessment, ...], instrument: str = "woningbouwimpuls"
) -> Recipient:
    return Recipient(instrument=instrument, application=application, assessments=rules)


MATTERS = {
    Kind.INTENTION: matter(wbi("WBI-2026-0044"), WBI_UNMET),
    Kind.COMPLETION: matter(wbi("WBI-2026-0050"), (*WBI_RULES[:3], UNKNOWN)),
    Kind.EXTENSION: matter(ber(), BER_RULES, "bereikbaarheid"),
}


def said(letter: Letter) -> str:
    parts = (part for block in letter.blocks for part in block_texts(block))
    return "\n".join((letter.subject, *parts)).replace("\u00a0", " ")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("kind", list(Kind))
def test_a_letter_before_a_decision_names_its_day_and_never_speaks_of_objecting(
    kind: Kind, lang: str
) -> None:
    write, one = author(kind, lang), MATTERS[kind]
    letter = write.letter(one)
    pdf = RENDERER.pdf(letter)
    assert write.faults(one, letter) == ()
    assert list(page_faults(letter, read_back(pdf), RENDERER.safe)) == []
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []
    assert failures(pdf, ValidationProfile.PDF_A_2A) == []
    text = said(letter).lower()
    assert ("29 juni 2026" if lang == "nl" else "29 june 2026") in text
    assert "bezwaar" not in text
    assert "objection" not in text
    assert "subsid" not in text


def test_an_intention_gives_the_rule_its_article_and_the_way_to_respond() -> None:
    letter = author(Kind.INTENTION).letter(MATTERS[Kind.INTENTION])
    assert letter.subject == "Voornemen: ik wil uw aanvraag voor ‘Kop van de Haven’ afwijzen"
    assert letter.reference == "2026-1/voornemen_WBI-2026-0044"
    text = said(letter)
    assert (
        "Het project voegt per saldo 199 woningen toe: 199 nieuw en 0 gesloopt. De regeling vraagt "
        "ten minste 200 woningen "
        "(artikel 3, eerste lid, van de Regeling Woningbouwimpuls 2020)."
    ) in text
    assert "tot en met 29 juni 2026 uw zienswijze geven" in text
    assert "Deze brief is nog geen besluit." in text


def test_a_request_to_complete_asks_only_what_the_municipality_can_supply() -> None:
    text = said(author(Kind.COMPLETION).letter(MATTERS[Kind.COMPLETION]))
    assert UNKNOWN.sentence_nl.removesuffix(".").replace("\u00a0", " ") in text
    assert "uiterlijk op 29 juni 2026 (artikel 4:5, eerste lid, Awb)" in text
    score = UNKNOWN.model_copy(update={"code": "WBI-16"})
    assert not concerns(Kind.COMPLETION, matter(wbi(), (*WBI_RULES[:3], score)))


def sentences() -> Iterator[tuple[str, str, str]]:
    """Every sentence of a rule in the law data, with its code, in Dutch and in English."""
    data = Path(__file__).parents[3] / "instruments" / "data"
    for file in sorted(data.glob("*.toml")):
        for rule in tomllib.loads(file.read_text(encoding="utf-8")).get("rule", ()):
            for told in (rule, *rule["version"]):
                for kept in ("sentences", "later_sentences"):
                    for one in told.get(kept, {}).values():
                        yield rule["code"], one["nl"], one["en"]


def test_no_municipality_reads_what_an_officer_is_told_to_do() -> None:
    orders = {
        code
        for code, nl, en in sentences()
        if (to_a_municipality(nl, "nl") != nl, to_a_municipality(en, "en") != en) == (True, True)
    }
    of_one = [
        (nl, en)
        for _, nl, en in sentences()
        if (to_a_municipality(nl, "nl") == nl) != (to_a_municipality(en, "en") == en)
    ]
    assert of_one == []
    assert {"WBI-29", "GB-03", "GB-13", "RS-05", "RS-07", "BER-06"} <= orders
    assert "Stel vast" not in said(
        author(Kind.COMPLETION).letter(
            matter(wbi("WBI-2026-0050"), screened(wbi(first_start=None)))
        )
    )


def test_a_statement_is_called_a_statement() -> None:
    one = matter(rs(), RS_RULES, "realisatiestimulans")
    text = said(author(Kind.EXTENSION).letter(one))
    assert "uw opgave voor de realisatiestimulans" in text
    assert "aanvra" not in text.lower()


def test_who_gets_which_letter() -> None:
    good = matter(wbi(), WBI_RULES)
    bad = matter(wbi(), (*WBI_UNMET[:3], UNKNOWN))
    gone = matter(wbi(withdrawn_on=date(2026, 6, 1)), WBI_UNMET)
    assert [concerns(kind, good) for kind in Kind] == [False, False, True]
    assert [concerns(kind, bad) for kind in Kind] == [True, False, True]
    assert [concerns(kind, gone) for kind in Kind] == [False, False, False]


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("U kunt bezwaar maken.", "geen bezwaar open"),
        ("Noem {reference}.", "‘{reference}’ is niet ingevuld"),
    ],
)
def test_a_planted_fault_is_found(sentence: str, named: str) -> None:
    write, one = author(Kind.INTENTION), MATTERS[Kind.INTENTION]
    letter = write.letter(one)
    extra = Paragraph(text=(Run(text=sentence),))
    wrong = letter.model_copy(update={"blocks": (*letter.blocks, extra)})
    assert any(named in fault for fault in write.faults(one, wrong))
    later = author(Kind.INTENTION).letter(one)
    other = NoticeAuthor(
        Kind.INTENTION, "2026-1", OFFICE, "nl", date(2026, 6, 15), date(2026, 7, 1), example=False
    )
    found = other.faults(one, later)
    assert "de brief noemt de datum 01-07-2026 niet" in found
    assert "het merk van een voorbeeld klopt niet" in found


def test_letters_of_another_day_stay_beside_the_new_ones(tmp_path: Path) -> None:
    options = LetterOptions(formats=Formats(word=False), others_stay=True, register="voornemen.csv")
    write = author(Kind.INTENTION)
    first = [matter(wbi("WBI-1"), WBI_UNMET)]
    second = [matter(wbi("WBI-2"), WBI_UNMET)]
    write_all(first, write, OFFICE.house_style, tmp_path, options)
    result = write_all(second, write, OFFICE.house_style, tmp_path, options)
    assert result.removed == ()
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "voornemen.csv",
        "voornemen.xlsx",
        "voornemen_WBI-1.pdf",
        "voornemen_WBI-2.pdf",
    ]
    lines = (tmp_path / "voornemen.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == ["WBI-1", "WBI-2"]


def test_both_languages_name_the_same_fields_and_say_no_word_of_a_subsidie() -> None:
    for kind in Kind:
        for section in notices().of(kind).section:
            for dutch, english in zip(section.nl, section.en, strict=True):
                assert dutch.count("{") == english.count("{")
                assert dutch.count("**") == english.count("**")
                assert "subsid" not in (dutch + english).lower()


@pytest.mark.parametrize(
    ("lang", "fixes", "gives_none"),
    [
        ("nl", "de specifieke uitkering daarvoor vast te stellen op nihil", "geen specifieke"),
        ("en", "fix the specific-purpose grant for it at nil", "no grant"),
    ],
)
def test_on_a_statement_it_is_intended_to_fix_at_nil_and_not_to_give_nothing(
    lang: str, fixes: str, gives_none: str
) -> None:
    """The minister fixes on a statement (RS 2.4): nil is an amount. First-edition rounds stay."""
    stated = matter(rs(), RS_RULES, "realisatiestimulans")
    letter = author(Kind.INTENTION, lang).letter(stated)
    told = said(letter)
    assert fixes in told
    assert gives_none not in told
    assert ("op nihil" if lang == "nl" else "at nil") in letter.subject
    first = replace(author(Kind.INTENTION, lang), by_ground=False).letter(stated)
    assert fixes not in said(first)
    assert gives_none in first.subject
