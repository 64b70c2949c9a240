"""Numbers, amounts, dates and shares, as Dutch and as English writes them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants import notation
from verdeelsleutel.grants.bilingual import LANGUAGES, Bilingual
from verdeelsleutel.grants.money import Euro


@pytest.mark.parametrize(
    ("cents", "nl", "en"),
    [
        (0, "€\u00a00", "€0"),
        (1_234_567_00, "€\u00a01.234.567", "€1,234,567"),
        (1_234_50, "€\u00a01.234,50", "€1,234.50"),
        (-123_45, "-€\u00a0123,45", "-€123.45"),
    ],
)
def test_an_amount_is_written_with_the_cents_that_it_has(cents: int, nl: str, en: str) -> None:
    assert (notation.amount(Euro(cents), "nl"), notation.amount(Euro(cents), "en")) == (nl, en)


def test_a_date_is_in_words_or_short() -> None:
    day = date(2026, 3, 7)
    assert notation.day(day, "nl") == "7 maart 2026"
    assert notation.day(day, "en") == "7 March 2026"
    assert notation.unbroken_day(day, "nl") == "7\u00a0maart\u00a02026"
    assert notation.short_day(day, "nl") == "07-03-2026"
    assert notation.short_day(day, "en") == "7 March 2026"


@pytest.mark.parametrize(
    ("share", "nl", "en"),
    [
        (Fraction(2, 3), "66,67%", "66.67%"),
        (Fraction(1, 2), "50%", "50%"),
        (Fraction(1, 8), "12,5%", "12.5%"),
        (Fraction(-1, 3), "-33,33%", "-33.33%"),
        (Fraction(-1, 1_000_000), "0%", "0%"),
        (Fraction(1_234), "123.400%", "123,400%"),
    ],
)
def test_a_share_has_at_most_two_decimals(share: Fraction, nl: str, en: str) -> None:
    assert (notation.share(share, "nl"), notation.share(share, "en")) == (nl, en)


def test_a_decimal_has_no_needless_zeros() -> None:
    assert notation.decimal(Decimal("7.250"), "nl") == "7,25"
    assert notation.decimal(Decimal("7.250"), "en") == "7.25"
    assert notation.decimal(Decimal("10"), "nl") == "10"


def test_so_many_decimals_are_all_written() -> None:
    assert notation.exactly(Fraction(25), 1, "nl") == "25,0"
    assert notation.exactly(Fraction(1, 3), 2, "en") == "0.33"


@given(st.integers(-(10**14), 10**14), st.sampled_from(LANGUAGES), st.booleans())
def test_an_amount_is_read_back_from_either_notation(cents: int, lang: str, show: bool) -> None:
    written = notation.amount(Euro(cents), lang, cents=True if show else None)
    assert Euro.parse(notation.as_dutch(written, lang)) == Euro(cents)


@given(st.integers(-(10**12), 10**12))
def test_the_languages_differ_in_their_marks_only(number: int) -> None:
    nl, en = notation.whole(number), notation.whole(number, "en")
    assert nl.replace(".", "") == en.replace(",", "") == str(number)


@given(st.integers(0, 10**6), st.sampled_from(LANGUAGES))
def test_only_one_is_counted_in_the_singular(number: int, lang: str) -> None:
    said = notation.counted(number, "brief", "brieven", lang)
    assert said == f"{notation.whole(number, lang)} {'brief' if number == 1 else 'brieven'}"


@pytest.mark.parametrize(
    ("article", "english"),
    [
        (
            "artikel 10, tweede lid, van het Besluit Woningbouwimpuls 2020",
            "article 10, second paragraph, of the Besluit Woningbouwimpuls 2020",
        ),
        (
            "artikel 4.1, eerste en tweede lid, van de Tijdelijke regeling realisatiestimulans",
            "article 4.1, first and second paragraphs, of the Tijdelijke regeling "
            "realisatiestimulans",
        ),
        (
            "artikelen 3:2, 3:4 en 3:46 Awb; naar analogie artikel 4:48, eerste lid, onder a, Awb",
            "articles 3:2, 3:4 and 3:46 Awb; by analogy article 4:48, first paragraph, under a, "
            "Awb",
        ),
        (
            "artikel 4, achtste lid, van de Regeling Woningbouwimpuls 2020, en het besluit",
            "article 4, eighth paragraph, of the Regeling Woningbouwimpuls 2020, and the decision",
        ),
        (
            "artikel 2 en artikel 4, zesde lid, Regeling Woningbouwimpuls 2020",
            "article 2 and article 4, sixth paragraph, Regeling Woningbouwimpuls 2020",
        ),
        (
            "artikel 6, derde lid, Tijdelijke regeling specifieke uitkering gebiedsbudget, tekst "
            "van 2023",
            "article 6, third paragraph, Tijdelijke regeling specifieke uitkering gebiedsbudget, "
            "text of 2023",
        ),
        (
            "bijlage 1 bij de Regeling Woningbouwimpuls 2020",
            "annex 1 to the Regeling Woningbouwimpuls 2020",
        ),
        (
            "artikel 7, eerste lid, onderdeel b, van de Regeling Woningbouwimpuls 2020",
            "article 7, first paragraph, under b, of the Regeling Woningbouwimpuls 2020",
        ),
        (
            "artikel 2, eerste lid, onderdelen a en b, en artikel 3 Besluit specifieke uitkeringen "
            "volkshuisvesting; artikelen 2.1, 2.2 en 2.4 Tijdelijke regeling realisatiestimulans",
            "article 2, first paragraph, under a and b, and article 3 Besluit specifieke "
            "uitkeringen volkshuisvesting; articles 2.1, 2.2 and 2.4 Tijdelijke regeling "
            "realisatiestimulans",
        ),
        (
            "noot 10 bij de bijlage van de Tijdelijke regeling specifieke uitkering gebiedsbudget",
            "note 10 to the annex of the Tijdelijke regeling specifieke uitkering gebiedsbudget",
        ),
        (
            "het besluit, volgens het voorlopige beleid van de ronde",
            "the decision, by the provisional policy of the round",
        ),
    ],
)
def test_an_article_is_cited_in_english_and_a_law_keeps_its_name(
    article: str, english: str
) -> None:
    assert notation.article_in(article, "en") == english
    assert notation.article_in(article, "nl") == article


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("Besluit woningbouw 2026, artikel 7", "Besluit woningbouw 2026, article 7"),
        ("artikel 9, tweede lid, van de Wet X", "article 9, second paragraph, of the Wet X"),
        ("Stcrt. 2023, 31102, artikel 5", "Stcrt. 2023, 31102, article 5"),
        ("Kamerstuk 32847, nr. 1344", "Kamerstuk 32847, nr. 1344"),
        ("Kamerstuk 32847, nr. 1344; de verdeling is een voorbeeld",
         "(in Dutch) “Kamerstuk 32847, nr. 1344; de verdeling is een voorbeeld”"),
        ("Doel van het kabinet", "(in Dutch) “Doel van het kabinet”"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_typed_source_is_a_place_in_english_or_quoted_as_dutch(typed: str, english: str) -> None:
    assert notation.cited(typed, "en") == english
    assert notation.cited(typed, "nl") == typed


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_day_that_a_sentence_named_is_not_said_again_as_what_set_it(lang: str) -> None:
    set_by, why = (
        Bilingual(
            nl="14-01-2027 volgens artikel 4:13 Awb", en="14 January 2027 by article 4:13 Awb"
        ),
        Bilingual(nl="niets schortte de termijn op", en="nothing suspended the term"),
    )
    told = {"nl": "volgens artikel 4:13 Awb", "en": "by article 4:13 Awb"}[lang]
    day = date(2027, 1, 14)
    assert notation.reasons_of(day, (set_by, why), lang) == f"{told}; {why.text(lang)}"
    years = Bilingual(
        nl="14-01-2027: 3 jaar na het besluit", en="14 January 2027: 3 years after it"
    )
    assert notation.reasons_of(day, (years,), lang) == {
        "nl": "3 jaar na het besluit", "en": "3 years after it",
    }[lang]  # fmt: skip
    later = date(2027, 1, 28)  # suspended: the day of the law is another one, and stays
    assert (
        notation.reasons_of(later, (set_by, why), lang) == f"{set_by.text(lang)}; {why.text(lang)}"
    )
