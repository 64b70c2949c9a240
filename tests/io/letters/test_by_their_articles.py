"""Letters of the Realisatiestimulans and the Gebiedsbudget, held against the texts of both."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided, Weighed
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.realisatiestimulans.scheme import HomeKinds
from verdeelsleutel.io.letters.clauses import LETTER_OUTCOMES
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.decision.facts import compared
from verdeelsleutel.io.pages.blocks import Table

from . import reasons as why
from .chapter_three import office_with_supplements, supplement_letters
from .completing import completing_letters
from .filed import ber, gb, rs, wbi
from .grounds import OWN, letter, round_of, said, whole
from .rounds import decided, dossier, every_decision, policy, sample_office, screened
from .special import special_letters
from .test_content import words as read

GRANTED, ON_A_RULE = Outcome.GRANTED, Outcome.REFUSED_RULE
LATE, EARLY = Outcome.REFUSED_LATE, Outcome.REFUSED_EARLY


def with_cut(share: str, *municipalities: str) -> Policy:
    """A round that cuts the amount a home of these municipalities (article 2.2(3))."""
    data = round_of(OWN).model_dump(mode="json")
    data["instruments"]["realisatiestimulans"] |= {"cut": share, "cut_for": municipalities}
    return Policy.model_validate(data)


def row_of(one: Decided, code: str, under: Policy, lang: str = "nl") -> tuple[str, str, str]:
    """Sentence, threshold and measured value of a rule in the letter's table, and its source."""
    made = letter(one, under, lang)
    for block in made.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                if row[0].note.startswith(f"{code}:"):
                    return row[0].text, row[1].text, row[2].text
    raise AssertionError(f"the letter has no row for {code}")


# The Realisatiestimulans.


@pytest.mark.parametrize(("excluded", "counted"), [(0, "1.244"), (44, "1.200"), (1_243, "1")])
def test_a_statement_is_fixed_for_the_homes_that_count(excluded: int, counted: str) -> None:
    one = rs(already_subsidised=excluded)
    told = said(decided(one, GRANTED, requested=Euro.euros(8_400_000)), round_of(OWN))
    which = "woning die meetelt" if counted == "1" else "woningen die meetellen"
    assert f"Dit bedrag is voor de {counted} betaalbare {which} en waarvan de bouw" in told


def test_the_amount_of_the_law_and_its_cut_each_stand_with_their_own_paragraph() -> None:
    under = with_cut("33%", "GM0344")
    one = rs(over_programmed=True)
    cut = decided(
        one, GRANTED, requested=Euro.euros(5_628_000), rules=screened(one, under),
        reasons=why.RS_WHOLE,
    )  # fmt: skip
    sentence, required, measured = row_of(cut, "RS-01", under)
    assert sentence == (
        "De opgave geldt voor 1.200 woningen. Het bedrag van €\u00a07.000 per woning, exclusief "
        "btw, is voor deze gemeente verlaagd tot €\u00a04.690 (artikel 2.2, derde lid). Samen is "
        "dat €\u00a05.628.000."
    )
    assert (required, measured) == ("€\u00a04.690 per woning", "€\u00a05.628.000")
    assert row_of(cut, "RS-05", under)[1:] == ("ten hoogste 33%", "33%")
    assert "(article 2.2, third paragraph)" in row_of(cut, "RS-01", under, "en")[0]
    assert "het hele bedrag" not in said(cut, under)


def test_an_amount_that_a_municipality_names_beside_a_cut_is_told_too() -> None:
    one = rs(over_programmed=True, requested=Euro.euros(8_400_000))
    (rule, *_) = screened(one, with_cut("10%", "GM0344"))
    assert "verlaagd tot €\u00a06.300" in rule.sentence_nl
    assert "De gemeente noemt €\u00a08.400.000; de regeling bepaalt het bedrag." in rule.sentence_nl


@pytest.mark.parametrize(
    ("kinds", "most"),
    [
        ({}, "0"),
        ({"flex": 90}, "90"),
        ({"transformation": 90, "flex": 90}, "90"),  # may be the same homes, so never 180
        ({"transformation": 12, "splitting": 40, "caravans": 3}, "40"),
    ],
)
def test_kinds_of_homes_that_overlap_are_not_added_up(kinds: dict[str, int], most: str) -> None:
    one = decided(rs(kinds=HomeKinds(**kinds)), GRANTED, requested=Euro.euros(8_400_000))
    sentence, required, measured = row_of(one, "RS-07", round_of(OWN))
    assert required == "per soort ten hoogste 1.244 woningen"
    assert measured == f"hoogste aantal {most}"
    assert ("van geen meer dan" in sentence) == bool(kinds)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_article_is_said_to_set_the_last_day_for_a_statement(lang: str) -> None:
    one = decided(rs(received_at="2026-05-30T00:01"), LATE)
    (rule,) = [rule for rule in one.assessments if rule.code == "RS-14"]
    assert "artikel" not in rule.article
    told = said(one, round_of(OWN), lang)
    assert {
        "nl": "(de vooraf bekendgemaakte laatste dag voor opgaven in deze ronde)",
        "en": "(the last day for statements in this round, announced beforehand)",
    }[lang] in told
    assert {"nl": "noemt daarvoor zelf geen laatste dag", "en": "names no last day for it"}[
        lang
    ] in told


def test_what_no_article_asks_of_a_municipality_is_no_duty() -> None:
    told = said(decided(rs(), GRANTED, requested=Euro.euros(8_400_000)), round_of(OWN))
    assert "De regeling noemt geen activiteiten waaraan u het geld moet besteden." in told
    assert "U bepaalt zelf" not in told
    assert "niet volledig of onrechtmatig heeft besteed" in told


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_of_statements_nothing_is_granted_or_refused(lang: str) -> None:
    one = decided(
        rs(), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000), requested=Euro.euros(8_400_000),
        reasons=why.PRO_RATA,
    )  # fmt: skip
    told = said(one, round_of(OWN), lang)
    fixed = {"nl": ("Samen vastgesteld", "deel dat ik niet toeken"), "en": ("Fixed together",)}
    for words in fixed[lang]:
        assert words in told
    assert not re.search("Samen verleend|Afgewezen|niet verleen|Granted together|Refused", told)


def test_in_proportion_is_told_as_what_was_decided_for_the_case_of_a_shortage() -> None:
    enough = decided(rs(), GRANTED, requested=Euro.euros(8_400_000), reasons=why.RS_WHOLE)
    told = said(enough, round_of(OWN))
    assert "Voor deze ronde is besloten dat ik dat dan doe." in told
    assert (
        "De bedragen worden daarom niet naar verhouding verlaagd (artikel 2.2, tweede lid" in told
    )


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", [n for n in completing_letters() if n.endswith("_opgave")])
def test_a_statement_is_no_application_in_the_sense_of_the_awb(name: str, lang: str) -> None:
    """It is fixed ex officio (article 2.4(2)): no penalty, no clock, and 4:5 by analogy only."""
    author, matter = completing_letters()[name](lang)
    told = read(author.letter(matter).blocks)
    analogy = {"nl": "naar analogie ", "en": "by analogy "}[lang]
    for article in re.findall(r"(.{13})arti(?:kel|cle) 4:(?:3a|5|14)\b(?!, derde|, third)", told):
        assert article.endswith(analogy[-11:])
    assert not re.search(r"4:15|staat stil|stands still|ben ik een dwangsom|I owe a penalty", told)
    assert ("6:12" in told) == (name in ("aanhouding_opgave", "later_besluit_opgave"))


@pytest.mark.parametrize("name", ["aanhouding", "later_besluit"])
def test_a_late_decision_on_an_application_costs_a_penalty(name: str) -> None:
    author, matter = completing_letters()[name]("nl")
    told = read(author.letter(matter).blocks)
    assert "dwangsom" in told
    assert "naar analogie" not in told


def test_a_view_on_what_is_decided_ex_officio_is_asked_by_the_article_for_that() -> None:
    heard = decided(rs(already_subsidised=1_244), ON_A_RULE)
    heard = heard.model_copy(
        update={"heard": Weighed(on=date(2026, 8, 3), reason="Er kwam geen reactie.")}
    )
    told = said(heard, round_of(OWN))
    assert "(artikel 4:8 Awb)" in told
    assert "4:7" not in told


# The Gebiedsbudget.

DUTIES = {
    "artikel 6, eerste lid": "U voert de maatregelen uit",
    "artikel 6, tweede lid": "U gebruikt het geld alleen voor die maatregelen",
    "artikel 6, derde lid": "De bouw van de laatste woning",
    "artikel 6, vierde lid": "De maatregelen zijn uiterlijk",
    "artikel 6, vijfde lid": "ten minste 50% ervan betaalbaar",
    "artikel 6, zesde lid": "Meld dat dan meteen",
    "artikel 6, zevende lid": "de beheersing van de risico's",
    "artikel 13, tweede lid": "U werkt mee aan een evaluatie",
}


@pytest.mark.parametrize("opens", [date(2023, 11, 17), date(2026, 4, 1)])
def test_every_duty_of_the_regulation_stands_with_its_paragraph(opens: date) -> None:
    told = said(decided(gb(), GRANTED, vat=Euro.euros(2_350_000)), opening_on(opens))
    for article, words in DUTIES.items():
        assert re.search(rf"{words}[^()]*\([^()]*{article}", told), article


def opening_on(day: date) -> Policy:
    data = round_of(OWN).model_dump(mode="json")
    data["round"] |= {"window_opens": str(day), "window_closes": str(day)}
    return Policy.model_validate(data)


@pytest.mark.parametrize(
    ("change", "code", "obligation"),
    [
        ({"last_start": date(2035, 1, 1)}, "GB-05", True),
        ({"measures_ready": date(2040, 1, 1)}, "GB-06", True),
        ({"homes": {"social_rent": 100, "other": 500}}, "GB-07", True),
        ({"area": "Zwolle Voorst"}, "GB-02", False),
    ],
)
def test_an_obligation_is_not_called_a_requirement(
    change: dict[str, Any], code: str, obligation: bool
) -> None:
    one = decided(gb(**change), ON_A_RULE)
    assert code in {rule.code for rule in one.assessments if rule.answer.value == "not_met"}
    told = said(one, round_of(OWN))
    power = (
        "geen gebruik van mijn bevoegdheid om u een uitkering te verlenen (artikel 3, eerste lid"
    )
    assert (power in told) == obligation


def test_hardship_is_offered_only_where_a_provision_of_the_regulation_decided() -> None:
    beside = decided(gb(), Outcome.REFUSED_CEILING, reasons=why.GB_NOT)
    assert "onbillijkheid" not in said(beside, round_of())
    assert "onbillijkheid van overwegende aard" in said(beside, round_of(OWN))
    assert "onbillijkheid" not in said(
        decided(gb(), Outcome.COUNTED_ELSEWHERE, reasons=why.COUNTED), round_of()
    )
    assert "onbillijkheid van overwegende aard" in said(
        decided(gb(area="Zwolle Voorst"), ON_A_RULE), round_of()
    )
    part, amount = Outcome.PARTLY_GRANTED, Euro.euros(15_000_000)
    chosen = decided(gb(), part, amount, reasons=why.GB_FEWER)
    assert "onbillijkheid" not in said(chosen, round_of())
    assert "onbillijkheid van overwegende aard" in said(chosen, round_of(OWN))
    by_annex = decided(gb(), part, amount, reasons=why.GB_FITS)
    assert "onbillijkheid van overwegende aard" in said(by_annex, round_of())


@pytest.mark.parametrize(
    ("outcome", "at"),
    [(LATE, datetime(2026, 5, 30, 0, 1)), (EARLY, datetime(2026, 3, 31, 23, 59))],  # noqa: DTZ001
)
def test_what_comes_outside_the_window_is_refused_by_the_power_to_grant(
    outcome: Outcome, at: datetime
) -> None:
    told = said(decided(gb(received_at=at), outcome), round_of(OWN))
    assert (
        "Daarmee bepaal ik hoe ik mijn bevoegdheid gebruik om een uitkering te verlenen "
        "(artikel 3, eerste lid, van die regeling)."
    ) in told


def test_costs_that_are_reimbursed_already_are_not_paid_again() -> None:
    told = said(decided(gb(), GRANTED), round_of(OWN))
    assert "Kosten waarvoor u al een vergoeding van de overheid krijgt" in told
    assert "artikel 3, derde lid, onderdelen a en d" in told


def test_of_a_part_the_region_pays_at_least_what_it_promised() -> None:
    part = decided(ber(), Outcome.PARTLY_GRANTED, Euro.euros(20_000_000))
    assert "U en de regio betalen zelf ten minste € 24.500.000" in said(part, round_of())


@pytest.mark.parametrize("vat", [0, 2_350_000])
def test_the_advance_has_a_day_and_its_vat_an_article_of_its_own(vat: int) -> None:
    told = said(decided(gb(compensable_vat=vat), GRANTED, vat=Euro.euros(vat)), round_of(OWN))
    assert (
        "als voorschot van 100% (artikel 7 van de regeling), uiterlijk op 19 oktober 2026" in told
    )
    off = "De compensabele btw gaat daar eerst af (artikel 3, derde lid, onderdeel b"
    assert (off in told) == bool(vat)


def test_what_a_rule_asks_reads_as_a_limit_and_not_as_a_bare_value() -> None:
    one = decided(gb(), GRANTED)
    asked = {
        rule.code: compared(rule, one.award.instrument, "nl", by_ground=True)[0]
        for rule in one.assessments
    }
    assert asked == {
        "GB-01": "ten hoogste €\u00a01.017.500.000",
        "GB-02": "een gebied uit de bijlage; verleend wordt ten hoogste €\u00a018.400.000",
        "GB-03": "kosten vanaf 01-11-2025",
        "GB-05": "uiterlijk 31-12-2034",
        "GB-06": "uiterlijk 31-12-2039",
        "GB-07": "ten minste 50%",
        "GB-16": "binnen het tijdvak, tot en met 29-05-2026",
    }
    before = {
        rule.code: compared(rule, one.award.instrument, "nl", by_ground=False)[0]
        for rule in one.assessments
    }
    assert before["GB-05"] == "31-12-2034"


@pytest.mark.parametrize("outcome", [LATE, EARLY])
def test_a_window_is_not_said_to_be_for_a_division_where_nothing_is_divided(
    outcome: Outcome,
) -> None:
    day = "2026-05-30T00:01" if outcome is LATE else "2026-03-31T23:59"
    told = said(decided(gb(received_at=day), outcome), round_of(OWN))
    assert "in één keer verdeeld" not in told
    assert ("overmacht" in told) == (outcome is LATE)  # nobody is kept from waiting a day


def test_an_area_that_an_application_calls_otherwise_is_found_again_in_the_letter() -> None:
    one = decided(gb(area="Oude Lijn"), GRANTED)
    assert row_of(one, "GB-02", round_of(OWN))[0].startswith("Het gebied Oude Lijn staat in")
    one = decided(gb(area="Oude Lijn Leiden–Dordrecht"), GRANTED)
    assert row_of(one, "GB-02", round_of(OWN))[0].startswith(
        "Het gebied Oude Lijn (in de aanvraag: Oude Lijn Leiden–Dordrecht) staat in de bijlage."
    )
    assert "(in the application: " in row_of(one, "GB-02", round_of(OWN), "en")[0]


def in_2023() -> Policy:
    """A round of the closed list of 2023, decided on in time."""
    data = opening_on(date(2023, 11, 17)).model_dump(mode="json")
    data["round"] |= {"window_closes": date(2023, 12, 1), "decision_date": date(2023, 12, 29)}
    data["instruments"]["gebiedsbudget"]["parameters"] = {}  # a value of 2025 is none of 2023
    return Policy.model_validate(data)


def filed_2023(**changes: Any) -> Any:
    return gb(received_at=datetime(2023, 11, 20, 9), **changes)  # noqa: DTZ001


def test_an_amount_of_2023_that_was_announced_is_not_told_as_that_of_the_annex() -> None:
    under = in_2023()
    about = filed_2023(area="Brabantse Stedenrij", requested=Euro.euros(60_000_000))
    rules, most = screened(about, under), Euro.euros(56_279_000)
    one = decided(about, Outcome.PARTLY_GRANTED, most, rules=rules, reasons=why.GB_ANNEX)
    sentence = row_of(one, "GB-02", under)[0]
    assert "De tabel van de bijlage (Stcrt. 2023, 31102) is niet geraadpleegd." in sentence
    assert sentence.endswith("is €\u00a056.279.000. Meer dan dat bedrag wordt niet verleend.")
    told = said(one, under)
    assert "artikel 3, tweede lid, van de Tijdelijke regeling" in told
    assert "voorlopige waarde" in told
    assert "de bijlage bij de regeling noemt dat als hoogste bedrag" not in told
    assert "maakte de Rijksoverheid op 23 juni 2023 voor Brabantse Stedenrij bekend" in told


@pytest.mark.parametrize(
    ("lang", "annex", "example"),
    [("nl", "de bijlage bij de regeling noemt dat als hoogste bedrag",
      "een voorbeeldwaarde of een afgerond bedrag uit de pers, en in die bijlage niet nagekeken"),
     ("en", "the annex to the regulation names that as the highest amount",
      "an example or a rounded press figure, and was not checked in that annex")],
)  # fmt: skip
def test_a_rounded_amount_is_not_told_as_that_of_the_annex(
    lang: str, annex: str, example: str
) -> None:
    about = gb(area="Alkmaars Kanaal", requested=Euro.euros(8_855_000))
    for value, rounded in ((None, True), ("€ 6.800.000", False)):
        data = round_of(OWN).model_dump(mode="json")
        if value is not None:
            data["instruments"]["gebiedsbudget"]["parameters"] = {"GB-02.Alkmaars Kanaal": value}
        under = Policy.model_validate(data)
        one = decided(about, Outcome.PARTLY_GRANTED, Euro.euros(6_800_000),
                      rules=screened(about, under), reasons=why.GB_ANNEX)  # fmt: skip
        told = said(one, under, lang)
        assert (annex in told) is not rounded
        assert (example in told) is rounded


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_two_areas_of_nijmegen_are_not_called_one(lang: str) -> None:
    under = in_2023()
    about = filed_2023(area="Nijmegen Kanaalzone + Stationsgebied")
    one = decided(about, GRANTED, rules=screened(about, under))
    both = {
        "nl": "De gebieden Nijmegen Kanaalzone en Nijmegen Stationsgebied staan in de bijlage.",
        "en": "The areas Nijmegen Kanaalzone and Nijmegen Stationsgebied are in the annex.",
    }
    assert row_of(one, "GB-02", under, lang)[0].startswith(both[lang])
    told = said(one, under, lang)
    assert ("maatregelen in de gebieden", "measures in the areas")[lang == "en"] in told
    assert ("in het gebied Nijmegen", "in the area Nijmegen")[lang == "en"] not in told


def test_of_a_part_of_what_was_asked_it_is_the_area_that_meets_the_rule_of_the_annex() -> None:
    """The annex bounds the grant and not the question, so that more may be asked than it gives."""
    one = decided(gb(requested=Euro.euros(19_900_000)), Outcome.PARTLY_GRANTED,
                  Euro.euros(18_400_000))  # fmt: skip
    _, required, measured = row_of(one, "GB-02", round_of(OWN))
    assert required == "een gebied uit de bijlage; verleend wordt ten hoogste €\u00a018.400.000"
    assert measured == "gebied uit de bijlage; €\u00a019.900.000 gevraagd"


@pytest.mark.parametrize(("decided_on", "late"), [("2026-06-01", False), ("2026-06-02", True)])
@pytest.mark.parametrize("outcome", [GRANTED, ON_A_RULE, LATE])
def test_a_decision_after_the_day_of_article_four_says_that_it_is_late(
    decided_on: str, late: bool, outcome: Outcome
) -> None:
    made = dossier((decided(gb(), outcome),), policy=round_of(OWN))
    assert made.approval is not None
    on = date.fromisoformat(decided_on)
    made = made.model_copy(update={"approval": made.approval.model_copy(update={"on": on})})
    for lang, told in (
        ("nl", "beslis ik uiterlijk op 1 juni 2026. Dit besluit is later genomen."),
        ("en", "I decide on 1 June 2026 at the latest. This decision was taken later."),
    ):
        letter_ = whole(letter_of(made.decided[0], made, sample_office(), lang))
        assert (told in letter_.replace("\u00a0", " ")) is late


def test_a_term_in_weeks_is_not_called_overdue_since_it_may_have_stood_still() -> None:
    one = decided(wbi(), Outcome.GRANTED, reasons=why.WBI_FITS, rank=1)
    assert "later genomen" not in said(one, round_of(OWN))


# Both.


@pytest.mark.parametrize("one", [gb(public_body="Stadsregio Kop"), ber(public_body="Saba")])
def test_nothing_of_the_municipalities_fund_is_told_to_a_body_that_gets_none_of_it(
    one: Any,
) -> None:
    told = said(decided(one, GRANTED), round_of())
    assert "artikel 17a van de Financiële-verhoudingswet" in told
    assert "gemeentefonds" not in told
    assert "gemeentefonds" in said(decided(gb(), GRANTED), round_of())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_regulation_is_one_that_the_letter_names_so(lang: str) -> None:
    """Beside the text by which money was divided, *the regulation* alone could be either."""
    refers, names = {
        "nl": ("van de regeling)", "(hierna: de regeling)"),
        "en": ("of the regulation)", "(below: the regulation)"),
    }[lang]
    under = policy()
    made = [(one, dossier((one,), policy=under)) for one in every_decision()]
    count = 0
    for one, its in (*made, *special_letters().values()):
        if one.award.outcome not in LETTER_OUTCOMES:
            continue
        told = whole(letter_of(one, its, sample_office(), lang))
        if one.award.instrument in ("gebiedsbudget", "realisatiestimulans") and refers in told:
            assert told.count(names) == 1, one.award.application_id
            assert told.index(names) < told.index(refers), one.award.application_id
            count += 1
    assert count >= 9


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_regulation_of_a_supplement_is_named_before_it_is_called_so(lang: str) -> None:
    refers, named = {
        "nl": ("van de regeling)", "hierna: de regeling)"),
        "en": ("of the regulation)", "below: the regulation)"),
    }[lang]
    for name, (one, its) in supplement_letters().items():
        told = whole(letter_of(one, its, office_with_supplements(), lang))
        assert told.count(named) == 1, name
        if refers in told:
            assert told.index(named) < told.index(refers), name
        too_strong = ("staan niet in de regeling", "do not stand in the regulation")[lang == "en"]
        assert too_strong not in told, name


@pytest.mark.parametrize("named", [True, False])
def test_an_amount_that_is_an_example_is_not_said_to_be_that_of_the_annex(named: bool) -> None:
    """Of 2025 the policy names the amounts of the annex; until then they are examples."""
    data = round_of(OWN).model_dump(mode="json")
    parameters = {"GB-02.Zwolle Spoorzone": "\u20ac 4.300.000"} if named else {}
    data["instruments"]["gebiedsbudget"]["parameters"] = parameters
    under = Policy.model_validate(data)
    about = gb(requested=Euro.euros(5_000_000))
    rules = screened(about, under)
    one = decided(
        about, Outcome.PARTLY_GRANTED, Euro.euros(4_300_000), rules=rules, reasons=why.GB_ANNEX
    )
    dutch, english = said(one, under), said(one, under, "en")
    assert ("voor het gebied Zwolle Spoorzone gerekend, als voorbeeld." in dutch) is not named
    assert ("Zwolle Spoorzone, as an example." in english) is not named
    assert ("de bijlage bij de regeling noemt dat als hoogste bedrag" in dutch) is named
