"""What a letter may say of why: the ground, the limits that bound, the order and the place."""

from __future__ import annotations

import re
from typing import Any

import pytest

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.decisions.allocation import Outcome, Reason
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.basis import LegalBasis
from verdeelsleutel.io.letters.context import outcome_named
from verdeelsleutel.io.letters.covers import CoverAuthor, covers
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.pages.blocks import Table

from . import reasons as why
from .filed import ber, gb, rs, wbi
from .grounds import (
    FLOOR,
    GOAL,
    GRANTED,
    OWN,
    REFUSED,
    letter,
    refused,
    round_of,
    said,
    whole,
)
from .reasons import RS_FEWER, WBI_FITS, WBI_NOT
from .rounds import FEW_HOMES, decided, dossier, sample_office


@pytest.mark.parametrize("made", [wbi, rs])
@pytest.mark.parametrize(
    ("lang", "keeps", "less_well"),
    [("nl", "houdt de verdeling zich niet meer aan", "niet of minder goed"),
     ("en", "the division no longer keeps to", "keeps less well")],
)  # fmt: skip
def test_a_hard_limit_is_not_said_to_be_kept_less_well(
    made: Any, lang: str, keeps: str, less_well: str
) -> None:
    """A limit that nobody may exceed is kept or not, of a statement as of an application."""
    one = decided(made(), REFUSED, reasons=WBI_NOT if made is wbi else why.RS_NOT,
                  requested=Euro.euros(8_400_000), binding=("FUND-vro",))  # fmt: skip
    told = said(one, round_of(), lang)
    assert keeps in told
    assert less_well not in told


# The ground of a refusal is the article of the rule that was applied.


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_refusal_under_another_rule_cites_that_rule_and_no_ceiling_of_the_scheme(
    lang: str,
) -> None:
    told = said(refused("FUND-vro"), round_of(), lang)
    article = "artikel 3" if lang == "nl" else "article 3"
    assert f"Besluit verdeling woningbouwmiddelen 2026 (Stb. 2026, 214), {article}" in told
    assert not re.search("eerste lid, onderdeel c|first paragraph, under c", told)


@pytest.mark.parametrize(
    ("one", "article"),
    [
        (decided(wbi(homes=FEW_HOMES), Outcome.REFUSED_RULE), "onderdeel a"),
        (decided(wbi(score_effectiveness="4"), Outcome.REFUSED_RULE), "onderdeel b"),
        (decided(wbi(), REFUSED, reasons=why.BELOW_THE_LINE, rank=3), "onderdeel c"),
    ],
    ids=["a requirement", "a score", "the ceiling by the ranking"],
)
def test_a_refusal_of_the_woningbouwimpuls_names_its_own_ground(one: Decided, article: str) -> None:
    told = said(one, round_of(OWN))
    grounds = re.findall(r"Dit besluit berust op artikel 6, eerste lid, (onderdeel [abc])", told)
    assert grounds == [article]


def test_a_refusal_of_an_area_rests_on_the_list_and_not_on_the_ceiling() -> None:
    told = said(decided(gb(area="Zwolle Voorst"), Outcome.REFUSED_RULE), round_of(OWN))
    assert "Dit besluit berust op artikel 3 van de Tijdelijke regeling" in told
    assert "artikelen 3, 4 en 5" not in told


def test_no_basis_is_named_that_nothing_rests_on() -> None:
    told = said(decided(wbi(), GRANTED, reasons=WBI_FITS, rank=1), round_of(OWN))
    assert "Besluit verdeling woningbouwmiddelen" not in told
    assert "De grondslag voor de verdeling van het geld" not in told


def test_a_refusal_on_a_rule_of_bereikbaarheid_does_not_rest_on_the_rule_of_division() -> None:
    one = decided(ber(regional_share=Euro.euros(19_600_000)), Outcome.REFUSED_RULE)
    told = said(one, round_of())
    assert "Dit besluit berust op artikel 17, vijfde lid, van de Financiële-verhoudingswet" in told
    assert "Besluit verdeling woningbouwmiddelen 2026" not in told


# It names the constraint that bound.


def test_the_limits_that_bound_are_named_with_their_source() -> None:
    under = round_of(constraint=[FLOOR, GOAL])
    told = said(refused("FUND-vro", "CEILING-woningbouwimpuls", "DOEL", "CASH-vro-2027"), under)
    for limit in ("het geld dat er is in ‘de woningbouwmiddelen van VRO’: € 5.000.000.000",
                  "het uitkeringsplafond van de Woningbouwimpuls: € 800.000.000",
                  "Doel van de proef (Besluit verdeling woningbouwmiddelen 2026, artikel 7)",
                  "wat in 2027 kan worden betaald uit ‘de woningbouwmiddelen"):  # fmt: skip
        assert limit in told.replace("\u00a0", " ")
    sources = {
        "Besluit verdeling woningbouwmiddelen 2026, artikel 7":
            "Besluit verdeling woningbouwmiddelen 2026, article 7",
        "Pers; € 1,2 mld": "(in Dutch) “Pers; € 1,2 mld”",
    }  # fmt: skip
    for source, english in sources.items():
        under = round_of(constraint=[FLOOR, GOAL | {"source": source}])
        made = letter(refused("DOEL"), under, "en")
        bracketed = english if english.startswith("(") else f"({english})"
        assert f"Goal of the test {bracketed}" in whole(made)  # what left no room
        tables = [block for block in made.annex if isinstance(block, Table)]
        notes = {cell.note for table in tables for row in table.rows for cell in row}
        assert english in notes  # and the list of all


@pytest.mark.parametrize(
    ("codes", "is_short"),
    [(("FUND-vro",), True), (("CEILING-woningbouwimpuls", "DOEL"), True),
     (("CASH-vro-2027",), False), (("DOEL",), False), ((), False)],
)  # fmt: skip
def test_want_of_money_is_said_only_where_money_was_what_lacked(
    codes: tuple[str, ...], is_short: bool
) -> None:
    under = round_of(constraint=[FLOOR, GOAL])
    assert ("Er is niet genoeg geld" in said(refused(*codes), under)) is is_short
    assert ("There is not enough money" in said(refused(*codes), under, "en")) is is_short


@pytest.mark.parametrize(
    ("rules", "nl", "en"),
    [
        ({}, "fgewezen bij de verdeling", "efused in the division"),
        ({"woningbouwimpuls": "rank"}, "fgewezen wegens het plafond", "efused for the ceiling"),
    ],
    ids=["chosen", "rank"],
)
def test_a_refusal_is_called_one_for_the_ceiling_only_where_the_ceiling_decided(
    rules: dict[str, str], nl: str, en: str
) -> None:
    one, under = refused("FUND-vro"), round_of(rules)
    two = decided(wbi("WBI-2026-0002"), GRANTED)
    for lang, called in (("nl", nl), ("en", en)):
        assert called in said(one, under, lang)
        setting = setting_of(dossier((one, two), policy=under), sample_office(), lang)
        (cover,) = covers((one, two), sample_office())
        assert called in whole(CoverAuthor(setting).letter(cover))
        assert called in outcome_named(one.award, setting)


@pytest.mark.parametrize(
    ("outcome", "nl", "en"),
    [(GRANTED, "vastgesteld", "fixed"),
     (Outcome.PARTLY_GRANTED, "gedeeltelijk vastgesteld", "fixed in part"),
     (Outcome.REFUSED_RULE, "vastgesteld op nihil", "fixed at nil"),
     (REFUSED, "geen uitkering bij de verdeling", "no grant in the division")],
)  # fmt: skip
def test_a_cover_says_of_a_statement_that_a_grant_is_fixed_as_its_letter_does(
    outcome: Outcome, nl: str, en: str
) -> None:
    one, two = decided(rs(), outcome), decided(rs("RS-2026-0002"), outcome)
    for lang, called in (("nl", nl), ("en", en)):
        setting = setting_of(dossier((one, two), policy=round_of()), sample_office(), lang)
        (cover,) = covers((one, two), sample_office())
        told = whole(CoverAuthor(setting).letter(cover))
        assert told.count(f"| {called} |") == 2
        assert ("Bij een uitkering leest u ook de berekening", "With a grant you also read the")[
            lang == "en"
        ] in told


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_part_names_the_limits_that_leave_no_room_for_more(lang: str) -> None:
    under = round_of(constraint=[FLOOR, GOAL])
    for filed, reasons in ((wbi(), why.WBI_FEWER), (rs(), RS_FEWER)):
        one = decided(filed, Outcome.PARTLY_GRANTED, Euro.euros(3_200_000), reasons=reasons,
                      requested=Euro.euros(4_350_000), binding=("FUND-vro", "DOEL"))  # fmt: skip
        told = said(one, under, lang)
        for part in {
            "nl": ("met € 4.350.000 voor uw", "in plaats van € 3.200.000",
                   "het geld dat er is in ‘de woningbouwmiddelen van VRO’", "Doel van de proef"),
            "en": ("with €4,350,000 for your", "instead of €3,200,000",
                   "the money there is in", "Goal of the test"),
        }[lang]:  # fmt: skip
            assert part in told
        assert "Er is niet genoeg geld" not in told
        none = decided(filed, Outcome.PARTLY_GRANTED, Euro.euros(3_200_000), reasons=reasons,
                       requested=Euro.euros(4_350_000), binding=())  # fmt: skip
        assert {"nl": "in plaats van", "en": "instead of"}[lang] not in said(none, under, lang)


@pytest.mark.parametrize(
    ("out", "bound"),
    [(0, "noemt dat als hoogste bedrag voor het gebied Zwolle Spoorzone"),
     (2_000_000, "van de kosten die u opgeeft, komt € 16.400.000 in aanmerking")],
    ids=["the annex", "the costs"],
)  # fmt: skip
def test_an_area_is_told_which_of_annex_and_costs_bounds_its_amount(out: int, bound: str) -> None:
    filed = gb(ineligible_costs=Euro.euros(out), requested=Euro.euros(19_000_000))
    amount = Euro.euros(16_400_000 if out else 17_000_000)
    one = decided(filed, Outcome.PARTLY_GRANTED, amount, reasons=why.GB_ANNEX)
    told = said(one, round_of(OWN))
    assert bound in told
    assert ("hoogste bedrag voor het gebied" in told) is not out


@pytest.mark.parametrize(
    ("source", "told"),
    [("Pers, 1 mei", "€5,000,000,000 (in Dutch) “Pers, 1 mei”"),
     ("Besluit budget, artikel 2", "€5,000,000,000 (Besluit budget, article 2)")],
)  # fmt: skip
def test_a_source_of_a_limit_stands_in_one_pair_of_brackets(source: str, told: str) -> None:
    under = round_of()
    vro = under.funds["vro"].model_copy(update={"source": source})
    under = under.model_copy(update={"funds": {**under.funds, "vro": vro}})
    assert told in said(refused("FUND-vro"), under, "en").replace("\u00a0", " ")


def test_other_applications_are_not_named_among_the_limits() -> None:
    told = said(refused("EXCLUDES-WBI-2026-0001-WBI-2026-0042", "FUND-vro"), round_of())
    assert "WBI-2026-0001" not in told


@pytest.mark.parametrize("tied", ["EXCLUDED", "REQUIRES", "FIXED-OUT"])
def test_what_another_application_or_an_officer_decided_is_no_want_of_money(tied: str) -> None:
    told = "Deze aanvraag kan niet samengaan met WBI-2026-0001."
    reason = Reason(code=f"MONEY-{tied}", article=why.BASIS, nl=told, en=told)
    one = decided(wbi(), REFUSED, reasons=(reason,), rank=11, binding=("FUND-vro",))
    assert "Er is niet genoeg geld" not in said(one, round_of())
    assert "De reden ligt in de verdeling van het geld." in said(one, round_of())


def test_the_least_that_would_do_is_named_only_where_a_minimum_was_stated() -> None:
    whole_or_nothing = said(refused("FUND-vro"), round_of())
    assert "is minder dan het bedrag dat u vraagt." in whole_or_nothing
    assert "Met uw aanvraag erbij houdt de verdeling" in whole_or_nothing
    least = decided(wbi(minimum=Euro.euros(3_000_000)), REFUSED, reasons=WBI_NOT, rank=11,
                    binding=("FUND-vro",))  # fmt: skip
    assert "is minder dan het laagste bedrag dat u vraagt." in said(least, round_of())
    assert "Met uw aanvraag erbij, ook met haar laagste bedrag, houdt" in said(least, round_of())


# The order in which it was divided.


def test_the_order_of_the_division_is_told_with_the_limits_and_goals_in_it() -> None:
    told = said(refused("FUND-vro"), round_of(constraint=[GOAL, FLOOR])).replace("\u00a0", " ")
    steps = ["Eerst gelden de plafonds", "Dan komen haar doelen", "de meeste betaalbare woningen",
             "het laagste totaal", "de vooraf vastgelegde volgorde"]  # fmt: skip
    places = [told.index(step) for step in steps]
    assert places == sorted(places)
    assert told.index("Ten minste € 40 miljoen gaat naar Utrecht.") < told.index(
        "Doel van de proef."
    )
    assert "harde voorwaarde" in told
    assert "doel, op plaats 2" in told


# A place is told only where an order decided.


@pytest.mark.parametrize(
    ("rules", "tells"), [({}, False), ({"woningbouwimpuls": "rank"}, True)], ids=["chosen", "rank"]
)
def test_a_place_is_told_only_where_that_order_decided(rules: dict[str, str], tells: bool) -> None:
    for lang, words_ in (("nl", "op plaats 11"), ("en", "number 11 in the order")):
        assert (words_ in said(refused("FUND-vro"), round_of(rules), lang)) is tells


# What is refused for its moment alone rests on the window.


@pytest.mark.parametrize("outcome", [Outcome.REFUSED_LATE, Outcome.REFUSED_EARLY])
@pytest.mark.parametrize("about", [gb(), ber()], ids=["gebiedsbudget", "bereikbaarheid"])
def test_a_window_that_no_law_sets_is_the_ground_and_not_an_article_that_says_nothing_of_it(
    about: Application, outcome: Outcome
) -> None:
    for rules in ({}, OWN):
        told = said(decided(about, outcome), round_of(rules))
        assert "berust op het aanvraagtijdvak dat ik voor deze ronde vooraf bekend" in told
        assert not re.search(r"berust op artikel(en)? 3\b|artikel 3:4 van de Algemene", told)


@pytest.mark.parametrize(
    ("title", "cited"),
    [("Voorbeeldregeling woningbouwmiddelen 2026", "berust op de Voorbeeldregeling"),
     ("Besluit verdeling woningbouwmiddelen 2026", "berust op het Besluit verdeling"),
     ("Kaderwet woningbouw", "berust op de Kaderwet")],
)  # fmt: skip
def test_a_text_of_law_is_cited_with_its_article_in_a_sentence(title: str, cited: str) -> None:
    under = round_of()
    schemes = {
        key: own.model_copy(update={"basis": own.basis.model_copy(update={"title": title})})
        for key, own in under.instruments.items()
        if isinstance(own.basis, LegalBasis)
    }
    assert len(schemes) == 4
    under = under.model_copy(update={"instruments": schemes})
    assert cited in said(refused("FUND-vro"), under)
    assert f"rests on the {title}" in said(refused("FUND-vro"), under, "en")
