"""What letters after the award say, told from their blocks: each kind of sentence, both ways."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from verdeelsleutel.grants.after.objection import ObjectionOutcome, Objector
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.money import ZERO
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.letters.after.matters import after_texts
from verdeelsleutel.io.letters.completing.author import completing_texts
from verdeelsleutel.io.letters.objecting.matters import decision_letter
from verdeelsleutel.io.letters.settling.matters import settling_texts
from verdeelsleutel.io.letters.verification.reading import block_texts
from verdeelsleutel.io.pages.blocks import Letter
from verdeelsleutel.io.records.rounds.objections import StoredObjectionDecision
from verdeelsleutel.io.rounds.after.revoking import Ground

from .after import revoked_by_intention
from .cases import CASES
from .filed import gb
from .objections import DECIDED, HEARD, objection, objection_letters, terms
from .rounds import decided, sample_office

_QUOTED = re.compile(r"\(in Dutch\) “[^”]*”")


UPHELD = StoredObjectionDecision(
    outcome=ObjectionOutcome.UNFOUNDED, ground="", on=DECIDED, departs="", corrections={},
    award=None, reason="Het besluit is juist.", from_reserve=ZERO, beyond=ZERO, costs=ZERO,
    approver="P. Wiersma",
)  # fmt: skip


def words_of(letter: Letter) -> str:
    return "\n".join(part for one in letter.blocks for part in block_texts(one)).replace(
        "\u00a0", " "
    )


def said(name: str, lang: str) -> str:
    author, matter = CASES[name](lang)
    return words_of(author.letter(matter))


_BEFORE_IT = {
    f"{kind}_opgave"
    for kind in (
        "ontvangst", "aanvulling", "nietbehandeld", "voornemen", "later_besluit", "aanhouding",
    )
}  # fmt: skip
OF_A_FIXING = [name for name in CASES if "opgave" in name and "voortgang" not in name]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", OF_A_FIXING)
def test_what_was_fixed_at_once_is_never_said_to_have_been_granted(name: str, lang: str) -> None:
    text = said(name, lang)
    assert not re.search(r"\bverle(en|ning)|I gave you a|granted", text), text
    if name not in _BEFORE_IT:
        assert re.search(r"stelde ik de specifieke|I fixed the specific-purpose grant", text)


def test_every_later_letter_names_what_was_decided_by_the_words_of_its_scheme() -> None:
    for texts in (after_texts(), settling_texts()):
        for key, one in texts.items():
            for section in one.section:
                for words in (*section.nl, *section.en):
                    assert not re.search("verleende|I gave you", words), key


def test_a_grant_that_is_revoked_from_a_later_day_is_not_said_to_be_gone_already() -> None:
    area = decided(gb(), Outcome.GRANTED)
    author, matter = revoked_by_intention(area, Ground.CIRCUMSTANCES)("nl")
    blocks = author.letter(matter).blocks
    text = "\n".join(part for one in blocks for part in block_texts(one)).replace("\u00a0", " ")
    assert "Ik trek die uitkering in, met ingang van 1 juli 2027." in text
    assert "U hebt er geen recht meer op." not in text
    assert "U hebt er geen recht meer op." in said("intrekking_gehoord", "nl")


def test_what_is_said_of_the_shortfall_stands_under_the_amount_and_not_under_an_obligation() -> (
    None
):
    text = said("vaststelling_verplichtingen", "nl")
    amount, unmet = (
        text.index(one) for one in ("Waarom dit bedrag", "Aan welke verplichting niet is voldaan")
    )
    assert amount < text.index("Het werkelijke tekort van") < unmet


def test_the_compensation_fund_has_one_name_in_english_and_is_told_only_of_vat() -> None:
    for file in sorted((Path(__file__).parent / "golden").glob("*_en.txt")):
        assert "BTW-compensatiefonds" not in file.read_text(encoding="utf-8"), file.name
    for name, told in (("intrekking_deel", True), ("terugvordering_na_intrekking", False)):
        assert ("of overgemaakt naar het BTW" in said(name, "nl")) is told
        assert ("or transferred to the VAT compensation fund" in said(name, "en")) is told


def test_the_heading_of_a_claim_says_that_nothing_was_said_where_nothing_was() -> None:
    assert "Wat u daarover kon zeggen" in said("terugvordering", "nl")
    assert "Wat u daarover zei" in said("terugvordering_gehoord", "nl")
    assert "gaf u uw zienswijze" in said("vaststelling_verplichtingen", "nl")


def test_interest_that_takes_the_place_of_other_interest_says_why_it_is_owed() -> None:
    text = said("bezwaar_gedeeltelijk_rente", "nl")
    assert "vanaf 2 september 2042 (artikelen 4:97 en 4:98, eerste lid, Awb)" in text
    assert "artikel 4:102, derde lid, Awb" in text
    assert "Het besluit van 9 maart 2043 herroep ik." in text


def test_what_is_treated_after_all_names_its_corrections_before_it_speaks_of_them() -> None:
    text = said("bezwaar_alsnog", "nl")
    listed = "Sociale huurwoningen: 100 → 150"
    assert text.index(listed) < text.index("Met deze correcties had u")
    assert text.count("Sociale huurwoningen: 100 → 150") == 1


@pytest.mark.parametrize("kind", ["verlenging", "aanhouding"])
def test_a_penalty_is_told_with_its_end_and_its_exceptions(kind: str) -> None:
    for section in completing_texts()[kind].section:
        for lang, owed, most in (("nl", "dwangsom", "42 dagen"), ("en", "penalty", "42 days")):
            text = section.parts(lang)[1]
            if "geen aanvraag" in text or "no application" in text:  # of a statement none is owed
                assert most not in text
                continue
            assert (owed in text) == (most in text) == ("4:17" in text)


@pytest.mark.parametrize("name", sorted(
    one for one in CASES if one.startswith(("bezwaar_", "rentebesluit", "wijziging", "voortgang"))
))  # fmt: skip
def test_dutch_in_an_english_letter_after_the_award_is_quoted(name: str) -> None:
    own = _QUOTED.sub("", said(name, "en"))
    found = re.findall(r"\b(?:het|een|niet|voor|werd|wordt|deze|artikel|bijlage|lid)\b", own)
    assert found == []
    assert re.search(r"\b20\d\d-\d\d-\d\d\b", own) is None


@pytest.mark.parametrize("name", sorted(CASES))
def test_no_english_letter_writes_a_day_in_figures_or_doubles_its_brackets(name: str) -> None:
    told = _QUOTED.sub("", said(name, "en"))
    assert re.search(r"\b20\d\d-\d\d-\d\d\b|\b\d\d-\d\d-20\d\d\b", told) is None
    assert "((" not in told


@pytest.mark.parametrize(
    ("lang", "told"),
    [("nl", "na aftrek van € 60.000, nog open uit een eerdere verrekening"),
     ("en", "after taking off €60,000, left open by an earlier settlement")],
)  # fmt: skip
def test_what_an_earlier_settlement_left_open_is_told_as_taken_off_already(
    lang: str, told: str
) -> None:
    """1,420 homes at EUR 7,000 are EUR 9,940,000; the amount beside it is ten million."""
    text = said("realisatiestimulans_correction_nothing_left", lang)
    amount = ("-€ 10.000.000", "-€10,000,000")[lang == "en"]
    assert f"{amount}\n{told}" in text


# The court is named in every decision on an objection.


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", sorted(
    name for name, case in CASES.items()
    if name.startswith("bezwaar_") and case("nl")[1].kind == "besluit"
))  # fmt: skip
def test_every_decision_on_an_objection_names_the_court(name: str, lang: str) -> None:
    text = said(name, lang)
    (appeal,) = re.findall(
        {"nl": "U kunt beroep instellen bij ([^.]*)", "en": "You can appeal to ([^.]*)"}[lang], text
    )
    assert re.search("rechtbank|[Cc]ourt", appeal)


@pytest.mark.parametrize(
    "objector",
    ["Bonaire", "openbaar lichaam Sint Eustatius", "het bestuurscollege van Saba",
     "Fundashon Cas Bonieriano, Bonaire"],
)  # fmt: skip
def test_a_decision_to_the_caribbean_is_not_written_while_nobody_named_its_court(
    objector: str,
) -> None:
    one = objection(HEARD, objector=objector, municipality_code="", decision=UPHELD)
    matter = decision_letter(one, terms(one), "woningbouwimpuls", (), "nl")
    author, _ = objection_letters()["bezwaar_ongegrond"]("nl")
    assert "rechtbank Den Haag. Dat berust op" in words_of(author.letter(matter))
    bare = sample_office()
    with pytest.raises(RefusedByProcess, match="caribbean_court") as found:
        replace(author, office=bare).letter(matter)
    assert "8:7, tweede lid" in str(found.value)


@pytest.mark.parametrize(
    ("objector", "code", "court"),
    [("gemeente Utrecht", "GM0344", "in wier gebied u bent gevestigd"),
     ("provincie Utrecht", "", "in wier gebied u bent gevestigd"),
     ("Stichting De Sabatier", "", "rechtbank Den Haag, waar ik mijn zetel heb")],
)  # fmt: skip
def test_an_objector_is_sent_to_the_court_of_its_own_district(
    objector: str, code: str, court: str
) -> None:
    one = objection(HEARD, objector=objector, municipality_code=code, decision=UPHELD)
    matter = decision_letter(one, terms(one), "woningbouwimpuls", (), "nl")
    author, _ = objection_letters()["bezwaar_ongegrond"]("nl")
    assert court in words_of(replace(author, office=sample_office()).letter(matter))


def test_an_advice_that_is_followed_is_told_with_its_day_and_whose_it_is() -> None:
    text = said("bezwaar_advies_gevolgd", "nl")
    for part in ("Adviescommissie bezwaarschriften VRO", "8 februari 2027", "Ik volg haar advies",
                 "artikel 3:49 Awb", "als apart stuk bij deze brief"):  # fmt: skip
        assert part in text
    departs = said("bezwaar_gedeeltelijk", "nl")
    assert "8 februari 2027" in departs
    assert "Ik volg haar advies niet, want" in departs


@pytest.mark.parametrize(
    ("objector", "kind", "dutch", "english"),
    [
        (
            "provincie Utrecht", Objector.APPLICANT, "Geacht college,",
            "Dear members of the provincial executive,",
        ),
        (
            "Openbaar lichaam Bonaire", Objector.APPLICANT, "Geacht college,",
            "Dear members of the executive council,",
        ),
        (
            "waterschap Vallei en Veluwe", Objector.OTHER, "Geacht bestuur,",
            "Dear members of the executive board,",
        ),
        ("Woningstichting De Voorzorg", Objector.OTHER, "Geachte heer of mevrouw,",
         "Dear sir or madam,"),
    ],
)  # fmt: skip
def test_who_is_no_municipality_is_addressed_as_what_it_is(
    objector: str, kind: Objector, dutch: str, english: str
) -> None:
    for lang, begun in (("nl", dutch), ("en", english)):
        author, matter = CASES["bezwaar_ontvangst"](lang)
        by = {"objector": objector, "place": None, "by_applicant": kind is Objector.APPLICANT}
        letter = author.letter(matter.model_copy(update=by))
        assert letter.salutation == begun
        assert objector.split()[-1] in " ".join(letter.addressee)


def test_every_letter_to_a_municipality_is_to_its_college() -> None:
    for name in (
        "vaststelling_geheel",
        "aanmaning",
        "voortgangsverzoek",
        "wijziging",
        "aanbieding",
    ):
        author, matter = CASES[name]("nl")
        assert author.letter(matter).salutation == "Geacht college,"
