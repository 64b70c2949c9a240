"""What a letter may say of why: ground, limits, order, place, may and advice, each with a test."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from verdeelsleutel.grants.applications.application import Application, Payment
from verdeelsleutel.grants.decisions.allocation import Outcome, Reason
from verdeelsleutel.grants.dossier import Decided, Weighed
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.basis import LegalBasis
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.letters.clauses import library
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.context import outcome_named
from verdeelsleutel.io.letters.covers import CoverAuthor, covers
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.pages.blocks import Letter, Table

from . import reasons as why
from .filed import ber, gb, rs, wbi
from .reasons import RS_FEWER, WBI_FITS, WBI_NOT
from .rounds import FEW_HOMES, decided, dossier, policy, sample_office, with_ceilings
from .test_content import words

REFUSED, GRANTED = Outcome.REFUSED_CEILING, Outcome.GRANTED
OWN = {"woningbouwimpuls": "rank", "gebiedsbudget": "closed_list",
       "realisatiestimulans": "pro_rata"}  # fmt: skip
BASIS = {
    "kind": "amvb", "title": "Besluit verdeling woningbouwmiddelen 2026",
    "reference": "Stb. 2026, 214", "article": "artikel 3", "published": date(2026, 2, 1),
    "in_force": date(2026, 3, 1),
}  # fmt: skip
FLOOR = {
    "code": "PROVINCIE-UT", "measure": "money", "at_least": "€ 40 mln", "hard": True,
    "source": "Besluit verdeling woningbouwmiddelen 2026, artikel 7",
    "sentence_nl": "Ten minste € 40 miljoen gaat naar Utrecht.",
    "sentence_en": "At least EUR 40 million goes to Utrecht.", "group": {"province": "Utrecht"},
}  # fmt: skip
GOAL = FLOOR | {
    "code": "DOEL", "hard": False, "importance": 2, "sentence_nl": "Doel van de proef.",
    "sentence_en": "Goal of the test.",
}  # fmt: skip


def round_of(rules: dict[str, str] | None = None, **other: Any) -> Policy:
    """The round of these tests with a typed basis for every scheme."""
    data = policy(**(rules or {})).model_dump(mode="json")
    for own in data["instruments"].values():
        own["basis"] = BASIS
    return with_ceilings(Policy.model_validate(data | other), 100)


def said(one: Decided, under: Policy, lang: str = "nl") -> str:
    return whole(letter(one, under, lang))


def letter(one: Decided, under: Policy, lang: str = "nl") -> Letter:
    return letter_of(one, dossier((one,), policy=under), sample_office(), lang)


def whole(made: Letter) -> str:
    return words(made.blocks) + " " + words(made.annex)


def refused(*binding: str, **more: Any) -> Decided:
    return decided(wbi(), REFUSED, reasons=WBI_NOT, rank=11, binding=binding, **more)


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


# May is may, and nothing was chosen only where nothing could be.


def test_what_the_minister_may_do_is_told_as_a_power_that_was_used() -> None:
    one = decided(rs(), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000), reasons=RS_FEWER,
                  requested=Euro.euros(8_400_000))  # fmt: skip
    told = said(one, round_of(OWN))
    assert "dan kan ik de bedragen aanpassen naar rato" in told
    assert "verlaag ik alle bedragen" not in told


def test_a_power_that_was_left_is_told_to_the_first_that_crosses_the_ceiling() -> None:
    crossing = decided(wbi(), REFUSED, reasons=why.CROSSES, rank=3)
    assert "Van die bevoegdheid heb ik bij uw aanvraag geen gebruik gemaakt" in said(
        crossing, round_of(OWN)
    )
    below = decided(wbi(), REFUSED, reasons=why.BELOW_THE_LINE, rank=4)
    assert "geen gebruik gemaakt" not in said(below, round_of(OWN))


def test_no_letter_says_that_nothing_was_left_to_choose() -> None:
    for key in OWN:
        one = decided({"woningbouwimpuls": wbi, "gebiedsbudget": gb, "realisatiestimulans": rs}
                      [key](), GRANTED)  # fmt: skip
        for lang, claim in (("nl", "niets te kiezen"), ("en", "othing was left to choose")):
            assert claim not in said(one, round_of(OWN), lang)


def test_what_may_be_reclaimed_is_not_said_to_be_reclaimed() -> None:
    for one in (decided(wbi(), GRANTED), decided(gb(), GRANTED), decided(rs(), GRANTED)):
        told = said(one, round_of(OWN))
        assert re.search("kan ik (?:dat deel )?terugvragen", told)
        assert not re.search(r"vraag ik terug\b", told)


# The committee.


def test_an_advice_that_is_followed_is_annexed_and_a_departure_is_explained() -> None:
    one = decided(wbi(), GRANTED, reasons=WBI_FITS, rank=1)
    own, other = said(one, round_of(OWN)), said(one, round_of())
    for told in (own, other):
        assert "het advies van de commissie" in told
        assert "gaat als apart stuk bij deze brief" in told
    assert "wijk ik af" not in own
    assert re.search(r"Daarvan wijk ik af, omdat .* \(artikel 3:50 Awb\)", other)
    assert "artikel 3:50" not in said(decided(gb(), GRANTED), round_of())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_reasons_of_the_committee_are_no_part_of_a_refusal_on_a_requirement(lang: str) -> None:
    part = {"nl": "zijn een deel van de redenen van dit besluit",
            "en": "are part of the reasons of this decision"}[lang]  # fmt: skip
    few = decided(wbi(homes=FEW_HOMES), Outcome.REFUSED_RULE)
    late = decided(wbi(), Outcome.REFUSED_LATE)
    for one in (few, late):
        told = said(one, round_of(OWN), lang)
        assert part not in told
        assert ("apart stuk bij deze brief" if lang == "nl" else "document of its own") in told
    for one in (decided(wbi(), GRANTED), refused("CEILING-woningbouwimpuls")):
        assert part in said(one, round_of(OWN), lang)


# Payment, period and proof; dates; ways to object; hardship; provisional.


def test_a_refusal_on_a_rule_of_bereikbaarheid_does_not_rest_on_the_rule_of_division() -> None:
    one = decided(ber(regional_share=Euro.euros(19_600_000)), Outcome.REFUSED_RULE)
    told = said(one, round_of())
    assert "Dit besluit berust op artikel 17, vijfde lid, van de Financiële-verhoudingswet" in told
    assert "Besluit verdeling woningbouwmiddelen 2026" not in told


def test_the_woningbouwimpuls_is_paid_at_once_with_its_period_and_proof() -> None:
    told = said(decided(wbi(), GRANTED), round_of(OWN))
    assert "Ik betaal het hele bedrag in één keer, als voorschot van 100%" in told
    assert "De uitkering is voor de periode van de datum van dit besluit tot en met" in told
    assert "U toont aan dat de activiteiten zijn verricht met" in told
    parts = tuple(Payment(year=y, amount=Euro.euros(2_175_000)) for y in (2026, 2027))
    spread = said(decided(wbi(), GRANTED, payments=parts), round_of())
    assert "in delen, in de jaren die in het beleid van deze ronde staan" in spread
    stated = said(decided(wbi(payments=parts), GRANTED, payments=parts), round_of())
    assert "in delen, in de jaren die u heeft opgegeven." in stated


@pytest.mark.parametrize(("lang", "day"), [("nl", "uiterlijk op 1 juli"), ("en", "on 1 July at")])
def test_the_yearly_information_is_due_on_the_first_of_july_at_the_latest(
    lang: str, day: str
) -> None:
    told = said(decided(gb(), GRANTED), round_of(OWN), lang)
    assert day in told
    assert not re.search("vóór 1 juli|before 1 July", told)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_electronic_way_to_object_stands_beside_post(lang: str) -> None:
    for one in (decided(wbi(), GRANTED), refused("FUND-vro"), decided(rs(), GRANTED)):
        told = said(one, round_of(), lang)
        assert "https://bezwaar.voorbeeld.example" in told
        assert "Postbus" in told


def test_hardship_is_told_where_the_scheme_has_it_and_nowhere_else() -> None:
    outside = decided(gb(area="Zwolle Voorst"), Outcome.REFUSED_RULE)
    assert "artikel 12 van de regeling" in said(outside, round_of(OWN))
    less = decided(gb(), Outcome.PARTLY_GRANTED, Euro.euros(15_000_000), reasons=why.GB_FEWER)
    assert "artikel 12 van de regeling" in said(less, round_of(OWN))
    assert "onbillijk" not in said(decided(gb(), GRANTED), round_of())
    for one in (decided(wbi(homes=FEW_HOMES), Outcome.REFUSED_RULE), refused("FUND-vro")):
        assert "onbillijk" not in said(one, round_of())


def test_no_rule_of_a_public_article_is_called_provisional() -> None:
    told = said(decided(gb(), GRANTED), round_of(OWN))
    assert "voorlopige waarde" in told
    assert "voorlopige regel" not in told
    assert "niet openbaar" not in told


def test_a_statement_of_no_homes_is_fixed_at_nil() -> None:
    nothing = decided(rs(already_subsidised=1_244), Outcome.REFUSED_RULE)
    assert "vast op nihil" in said(nothing, round_of(OWN))
    assert "at nil" in said(nothing, round_of(OWN), "en")


def test_no_clause_of_these_rounds_says_that_somebody_gets_nothing() -> None:
    for clause in [one for scheme in instruments() for one in library(scheme).clause]:
        if "!by_ground" not in clause.when:
            assert not re.search(
                r"\bkrijgt u? ?niets\b|u niets krijgt|get none", clause.nl + clause.en
            )


# Texts of the day of the window.


def test_a_letter_of_a_window_of_2022_cites_the_articles_of_that_day() -> None:
    data = round_of(OWN).model_dump(mode="json")
    data["round"] |= {"window_opens": date(2022, 8, 19), "window_closes": date(2022, 9, 25),
                      "decision_date": date(2022, 12, 15)}  # fmt: skip
    data["instruments"] = {"woningbouwimpuls": data["instruments"]["woningbouwimpuls"]}
    under = Policy.model_validate(data)
    told = said(decided(wbi(), GRANTED, rules=()), under)
    assert "artikel 4, zesde lid, van de Regeling Woningbouwimpuls 2020" in told
    assert "artikel 11 van het Besluit" not in told
    assert "artikel 3, tweede lid, Regeling" not in told
    assert "artikel 2, eerste lid, Regeling Woningbouwimpuls 2020" in told


# Views that came in upon an intention to refuse are weighed.


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("statement", [False, True])
def test_what_an_applicant_said_of_the_intention_is_told_with_how_it_was_weighed(
    statement: bool, lang: str
) -> None:
    one = decided(rs(already_subsidised=10**6) if statement else wbi(homes=FEW_HOMES),
                  Outcome.REFUSED_RULE)  # fmt: skip
    weighed = "De gemeente noemt een wijziging van het plan; die is van na het tijdvak."
    heard = one.model_copy(update={"heard": Weighed(on=date(2026, 8, 3), reason=weighed)})
    told = said(heard, round_of(), lang).replace("\u00a0", " ")
    assert weighed in told
    assert "3 augustus 2026" in told or "3 August 2026" in told
    article = "4:8" if statement else "4:7"  # who applied is heard by another one
    assert f"artikel {article} Awb" in told or f"article {article} Awb" in told
    assert "4:7" not in said(one, round_of(), lang)


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
