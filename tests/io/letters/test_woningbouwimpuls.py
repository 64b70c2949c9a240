"""What letters of the Woningbouwimpuls cite and tell, held against the texts of its windows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest

from verdeelsleutel.grants.applications.application import Application
from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.decisions.allocation import Basis, Outcome
from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.instrument import RuleContext, instruments
from verdeelsleutel.io.letters.completing.matters import request_letter
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.rounds.calendar.deadlines import deadline_of
from verdeelsleutel.io.rounds.completing.until import Clock, running

from . import reasons as why
from .completing import REQUEST, about
from .filed import wbi
from .grounds import OWN, round_of, said, whole
from .reasons import WBI_FITS
from .rounds import FEW_HOMES, decided, dossier, policy, sample_office, screened

GRANTED, REFUSED = Outcome.GRANTED, Outcome.REFUSED_RULE
CEILING = Outcome.REFUSED_CEILING
OF_2022 = {"window_opens": date(2022, 8, 19), "window_closes": date(2022, 9, 25),
           "decision_date": date(2022, 12, 15)}  # fmt: skip


def of_2022() -> Policy:
    data = round_of(OWN).model_dump(mode="json")
    data["round"] |= OF_2022
    data["instruments"] = {"woningbouwimpuls": data["instruments"]["woningbouwimpuls"]}
    return Policy.model_validate(data)


def filed_2022(**changes: Any) -> Application:
    return wbi(received_at=datetime(2022, 9, 5, 9), inhabitants=40_000,  # noqa: DTZ001
               first_start=date(2024, 3, 1), last_start=date(2029, 3, 1), **changes)  # fmt: skip


def granted_2022(under: Policy, **changes: Any) -> Decided:
    about = filed_2022(**changes)
    return decided(about, GRANTED, reasons=WBI_FITS, rank=1, rules=screened(about, under))


def _decided_on(one: Decided, under: Policy, day: date) -> Dossier:
    approval = dossier((one,)).approval
    assert approval is not None
    return dossier(
        (one,), policy=under, approval=approval.model_copy(update={"on": day}), sent_on=day
    )


@pytest.mark.parametrize("outcome", [Outcome.REFUSED_LATE, Outcome.REFUSED_EARLY])
def test_what_came_in_outside_the_window_rests_on_the_articles_about_windows(
    outcome: Outcome,
) -> None:
    late = outcome is Outcome.REFUSED_LATE
    about = wbi(received_at="2026-05-30T09:00" if late else "2026-03-31T09:00")
    told = said(decided(about, outcome), round_of(OWN))
    assert (
        "berust op artikel 4, eerste lid, en artikel 5, eerste lid, van het Besluit "
        "Woningbouwimpuls 2020"
    ) in told
    assert "artikel 3 van het Besluit" not in told


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_what_came_in_outside_the_window_is_told_by_no_other_rule(lang: str) -> None:
    about = wbi(received_at="2026-05-30T09:00", homes=FEW_HOMES)
    told = said(decided(about, Outcome.REFUSED_LATE), round_of(OWN), lang)
    assert "WBI-32" in told
    assert "WBI-04" not in told
    assert ("aan elke regel getoetst" if lang == "nl" else "against each rule") not in told


def test_a_rule_that_is_not_met_beside_a_score_is_refused_on_both_grounds() -> None:
    told = said(decided(wbi(homes=FEW_HOMES, score_effectiveness="4"), REFUSED), round_of(OWN))
    assert "berust op artikel 6, eerste lid, onderdelen a en b, van het Besluit" in told
    assert "niet aan de eisen voldoet of te laag scoort" in told


def test_an_application_too_many_rests_on_the_article_that_counts_them() -> None:
    about = wbi()
    rules = tuple(
        rule.model_copy(update={"answer": Answer.NOT_MET}) if rule.code == "WBI-13" else rule
        for rule in screened(about)
    )
    told = said(decided(about, REFUSED, rules=rules), round_of(OWN))
    assert "berust op artikel 4, vijfde lid, van de Regeling Woningbouwimpuls 2020" in told
    assert "artikel 6, eerste lid, onderdeel a" not in told


_MARKS = ("score_necessity", "score_effectiveness", "score_efficiency")


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize(
    "missing", [each for many in (1, 2, 3) for each in combinations(_MARKS, many)], ids=" ".join
)
def test_a_score_that_was_not_given_is_not_called_too_low_and_the_advice_is_there(
    missing: tuple[str, ...], lang: str
) -> None:
    left_out: dict[str, Any] = dict.fromkeys(missing)
    about = wbi(**left_out)
    judged = {"answer": Answer.NOT_MET, "judged_by": ("S. Vermeulen", "B. Dekker"),
              "judgement": "De commissie heeft dit niet kunnen vaststellen."}  # fmt: skip
    rules = tuple(
        rule.model_copy(update=judged) if rule.code in ("WBI-16", "WBI-17") else rule
        for rule in screened(about)
    )
    told = said(decided(about, REFUSED, rules=rules), round_of(OWN), lang)
    assert ("Hierop scoort zij te laag", "it scores too low")[lang == "en"] not in told
    assert ("niet aan elk minimum voor de scores", "does not meet each minimum")[
        lang == "en"
    ] in told
    annexes = ("bijlage ", "annex ")[lang == "en"]
    assert f"({annexes}1)" in told
    assert f"{annexes}0" not in told
    gave = ("Zij gaf deze scores", "It gave these scores")[lang == "en"]
    assert (gave in told) == (len(missing) < len(_MARKS))


def test_before_2026_no_revenue_is_taken_off_the_shortfall() -> None:
    under = of_2022()
    told = said(granted_2022(under), under)
    assert "Na aftrek van € 5.420.000 aan bijdragen blijft" in told
    assert "bijdragen en opbrengsten" not in told
    assert "Hoogste uitkering volgens de regeling | € 4.450.000" in told
    now = said(decided(wbi(), GRANTED, reasons=WBI_FITS, rank=1), round_of(OWN))
    assert "Hoogste uitkering volgens de regeling | € 4.350.000" in now


def test_before_2026_an_empty_cell_for_revenue_decides_nothing() -> None:
    under = of_2022()
    assert "Publieke opbrengsten" not in said(granted_2022(under, public_revenue=ZERO), under)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_urgency_of_2022_is_fixed_as_a_whole_and_nothing_public_is_called_unread(lang: str) -> None:
    under = of_2022()
    told = said(granted_2022(under), under, lang)
    fixed = ("De score voor urgentie staat vast; daarover oordeelt de commissie niet",
             "The score for urgency is fixed; the committee does not judge it")  # fmt: skip
    assert fixed[lang == "en"] in told
    assert ("vast gegeven van uw woningmarktgebied", "fixed data of your")[lang == "en"] not in told
    assert ("niet geraadpleegd", "not consulted")[lang == "en"] not in told
    assert ("Deze waarde is niet nagerekend", "was not recalculated")[lang == "en"] in told


@pytest.mark.parametrize(
    ("task", "told_nl", "told_en"),
    [
        # (5.5 + 5.5 + 5.5 + 2) / 4 = 4.625; with 10 for urgency 6.625
        ("5.5", "met de hoogste score voor urgentie, 10, is de gewogen score 6,625, en dat is niet "
         "lager dan het minimum", "the weighted score is 6.625, which is not below the minimum"),
        # (1 + 1 + 1 + 2) / 4 = 1.25; with 10 for urgency 3.25
        ("1", "ook met de hoogste score voor urgentie, 10, is de gewogen score 3,25, en dat is "
         "lager dan het minimum", "the weighted score is still 3.25, which is below the minimum"),
    ],
)  # fmt: skip
def test_a_refusal_on_an_urgency_that_nobody_recalculated_says_so_and_what_it_decides(
    task: str, told_nl: str, told_en: str
) -> None:
    under = of_2022()
    marks = dict.fromkeys(_MARKS, Decimal(task))
    about = filed_2022(**marks, score_housing_task=Decimal(2))
    one = decided(about, REFUSED, rules=screened(about, under))
    dutch, english = said(one, under), said(one, under, "en")
    assert "telt mee zoals zij is ingevuld: 2. Zij is niet nagerekend" in dutch
    assert "as it was entered: 2. It was not recalculated" in english
    assert told_nl in dutch
    assert told_en in english


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_urgency_that_people_worked_out_is_not_said_to_count_as_entered(lang: str) -> None:
    under = of_2022()
    about = filed_2022(**dict.fromkeys(_MARKS, Decimal("5.5")), score_housing_task=Decimal(2))
    within = RuleContext.within(under, "woningbouwimpuls", (about,))
    knowing = replace(within, found=frozenset({"score_housing_task"}))
    rules = tuple(
        rule.model_copy(update={"judged_by": ("S. Vermeulen", "D. Kuiper")})
        if rule.code == "WBI-18"
        else rule
        for rule in instruments()["woningbouwimpuls"].screen(about, knowing)
    )
    (urgency,) = [rule for rule in rules if rule.code == "WBI-18"]
    assert not urgency.provisional
    assert urgency.asks == ()
    letter = said(decided(about, REFUSED, rules=rules), under, lang)
    worked_out = ("uitgewerkt uit de klassen", "was worked out from the classes")[lang == "en"]
    assert worked_out in urgency.sentence(lang)
    for untold in ("zoals zij is ingevuld", "zoals ingevuld", "as entered", "as it was entered"):
        assert untold not in letter


@pytest.mark.parametrize(
    ("lang", "told", "untold"),
    [
        ("nl", "want uw aanvraag voldoet ook aan een andere regel niet", "Dat kan voor u verschil"),
        ("en", "since your application does not meet another rule either", "That can make a diff"),
    ],
)
def test_an_urgency_makes_no_difference_to_who_is_refused_on_another_rule_too(
    lang: str, told: str, untold: str
) -> None:
    under = of_2022()
    # (5 + 6 + 6 + 2) / 4 = 4.75, with 10 for urgency 6.75; a necessity of 5 is too low by itself
    marks = {"score_necessity": Decimal(5), "score_effectiveness": Decimal(6),
             "score_efficiency": Decimal(6)}  # fmt: skip
    about = filed_2022(**marks, score_housing_task=Decimal(2))
    letter = said(decided(about, REFUSED, rules=screened(about, under)), under, lang)
    assert told in letter
    assert ("6,75", "6.75")[lang == "en"] in letter
    assert untold not in letter


def test_who_is_below_the_ceiling_by_an_urgency_as_entered_reads_that_it_was_not_recalculated() -> (
    None
):
    under = of_2022()
    about = filed_2022()
    one = decided(about, Outcome.REFUSED_CEILING, reasons=why.CROSSES, rank=2,
                  rules=screened(about, under))  # fmt: skip
    assert "telt in de rangschikking mee zoals zij is ingevuld: 6. Zij is niet" in said(one, under)
    assert "zoals zij is ingevuld" not in said(granted_2022(under), under)
    today = decided(wbi(), Outcome.REFUSED_CEILING, reasons=why.CROSSES, rank=2)
    assert "zoals zij is ingevuld" not in said(today, round_of(OWN))


@pytest.mark.parametrize(
    "given", [each for many in (1, 2, 3) for each in combinations(_MARKS, many)], ids=" ".join
)
def test_the_scores_that_are_told_are_those_in_the_table(given: tuple[str, ...]) -> None:
    names = {"score_necessity": "noodzaak", "score_effectiveness": "effectiviteit",
             "score_efficiency": "efficiëntie"}  # fmt: skip
    absent: dict[str, Any] = {name: None for name in _MARKS if name not in given}
    low: dict[str, Any] = {given[0]: Decimal(4)}
    about = wbi(**absent, **low)
    told = said(decided(about, REFUSED, rules=screened(about)), round_of(OWN))
    *first, last = [names[name] for name in given]
    joined = f"{', '.join(first)} en {last}" if first else last
    assert f"Zij gaf deze scores voor {joined}." in told
    assert ("gaf zij niet." in told) is bool(absent)
    for name in absent:
        assert f"Score {names[name]}" not in told


def test_no_letter_tells_a_last_day_of_a_rule_that_was_not_there_when_it_was_decided() -> None:
    under = of_2022()
    one = granted_2022(under)
    told = {
        day: whole(letter_of(one, _decided_on(one, under, day), sample_office(), "nl"))
        for day in (date(2022, 12, 15), date(2026, 1, 12))
    }
    assert "01-07-2020 t/m 31-12-2025" not in told[date(2022, 12, 15)]
    assert "vanaf 01-07-2020" in told[date(2022, 12, 15)]
    assert "01-07-2020 t/m 31-12-2025" in told[date(2026, 1, 12)]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_who_crosses_the_ceiling_reads_what_that_would_take_of_the_next_window(lang: str) -> None:
    one = decided(wbi(), Outcome.REFUSED_CEILING, reasons=why.CROSSES, rank=2)
    told = said(one, round_of(OWN), lang)
    less = ("zou dan ten laste komen van het plafond van het eerstvolgende aanvraagtijdvak",
            "would then be charged to the ceiling of the next application window")  # fmt: skip
    assert less[lang == "en"] in told


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_lot_is_told_where_one_was_drawn(lang: str) -> None:
    lot = ("Het lot van uw aanvraag is 2.", "The lot of your application is 2.")[lang == "en"]
    one = decided(wbi(lot=2), GRANTED, reasons=WBI_FITS, rank=1)
    assert lot in said(one, round_of(OWN), lang)
    without = decided(wbi(), GRANTED, reasons=WBI_FITS, rank=1)
    assert ("het lot", "lots decided")[lang == "en"] not in said(without, round_of(OWN), lang)


def test_limits_that_may_not_be_broken_are_not_said_to_be_kept_less_well() -> None:
    one = decided(wbi(), Outcome.REFUSED_CEILING, reasons=why.WBI_NOT, rank=9,
                  binding=("FUND-vro",))  # fmt: skip
    told = said(one, round_of())
    assert "houdt de verdeling zich niet meer aan:" in told
    assert "minder goed" not in told


# A request to complete within the window, before the term to decide begins.


@pytest.mark.parametrize(
    ("on", "until", "fact"),
    [
        (date(2026, 5, 4), date(2026, 5, 18), "begins_later"),
        (date(2026, 5, 15), date(2026, 5, 29), "begins_later"),
        (date(2026, 5, 25), date(2026, 6, 8), "begins_within"),
        (date(2026, 5, 29), date(2026, 6, 12), "runs"),
        (date(2026, 6, 15), date(2026, 6, 29), "runs"),
    ],
)
def test_a_request_says_that_the_term_stands_still_only_from_when_it_runs(
    on: date, until: date, fact: str
) -> None:
    asked = REQUEST.model_copy(update={"on": on, "until": until})
    matter = request_letter(policy(), asked, about("WBI-2026-0042", "woningbouwimpuls"), "nl")
    told = [name for name in ("runs", "begins_within", "begins_later") if matter.facts[name]]
    assert told == [fact]
    assert str(matter.fields["begins"]).replace("\u00a0", " ") == "30 mei 2026"


def test_no_day_before_the_term_began_is_counted_as_suspended() -> None:
    of_law = deadline_of(policy(), "woningbouwimpuls")
    assert (of_law.begins, of_law.day) == (date(2026, 5, 30), date(2026, 8, 28))
    for since, ends, days in (
        (date(2026, 5, 5), date(2026, 5, 19), 0),
        (date(2026, 5, 26), date(2026, 6, 9), 10),
        (date(2026, 6, 16), date(2026, 6, 30), 14),
    ):
        clock = Clock(nl="", en="", days=14, since=since, ends=ends, open=False)
        assert running(clock, of_law.begins).days == days
        assert running(clock, None).days == 14


# What another application decided, and not the ranking.


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_who_is_excluded_by_another_is_not_said_to_be_refused_for_the_ceiling(lang: str) -> None:
    reasons = (why.reason("excluded", "stated", others="WBI-2026-0028"),)
    one = decided(wbi(), Outcome.REFUSED_CEILING, reasons=reasons, rank=7)
    told = said(one, round_of(OWN), lang)
    assert "WBI-2026-0028" in told
    for claim in ("eerste lid, onderdeel c", "past uw aanvraag niet meer", "zich niet meer aan",
                  "wegens het plafond | 1", "first paragraph, under c", "no longer fits",
                  "no longer keeps to", "for the ceiling | 1"):  # fmt: skip
        assert claim not in told
    apart = (
        "kan deze aanvraag niet samengaan met een andere",
        "this application cannot go together with another",
    )
    depends = ("hangt deze aanvraag af van een andere", "this application depends on another")
    assert apart[lang == "en"] in told
    assert depends[lang == "en"] not in told
    without = one.award.model_copy(
        update={"reasons": (why.reason("requires", "stated", others="WBI-2026-0028"),)}
    )
    told = said(one.model_copy(update={"award": without}), round_of(OWN), lang)
    assert depends[lang == "en"] in told
    assert apart[lang == "en"] not in told


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_ranking_that_passes_over_what_does_not_fit_says_so(lang: str) -> None:
    until = ("tot het plafond zou worden overschreden", "until the ceiling would be exceeded")
    over = ("een volgende die er nog in past, krijgt wel", "a later one that still fits does get")
    one = decided(wbi(), GRANTED, reasons=WBI_FITS, rank=1)
    stops = round_of(OWN)
    own = stops.instruments["woningbouwimpuls"]
    skips = stops.model_copy(
        update={
            "instruments": {
                **stops.instruments,
                "woningbouwimpuls": own.model_copy(update={"when_it_does_not_fit": "skip"}),
            }
        }
    )
    for under, there, gone in ((stops, until, over), (skips, over, until)):
        told = said(one, under, lang)
        assert there[lang == "en"] in told
        assert gone[lang == "en"] not in told


@pytest.mark.parametrize(("rules", "claimed"), [(OWN, False), ({}, True)])
def test_a_ranking_is_not_said_to_be_the_best_of_all_divisions(
    rules: dict[str, str], claimed: bool
) -> None:
    one = decided(wbi(), GRANTED, reasons=WBI_FITS, rank=1)
    made = dossier((one,), policy=round_of(rules))
    certificate = made.allocation.certificate
    assert certificate is not None
    proven = certificate.model_copy(update={"basis": Basis.CHECKED_TREE})
    allocation = made.allocation.model_copy(update={"certificate": proven})
    told = whole(
        letter_of(one, made.model_copy(update={"allocation": allocation}), sample_office(), "nl")
    )
    assert ("Volgens de verdeelregel is er met dit geld geen betere verdeling" in told) is claimed
    assert ("Bewijs van de verdeling | geen betere verdeling" in told) is claimed


@pytest.mark.parametrize("rule", ["rank", "first_come", "lottery"])
@pytest.mark.parametrize("fits", [True, False])
@pytest.mark.parametrize(
    ("lang", "not_fits", "ends", "left"),
    [("nl", "past uw aanvraag niet meer binnen het uitkeringsplafond",
      "zij houdt op bij de eerste aanvraag die niet meer binnen het uitkeringsplafond past",
      "nog € 5.000.000 over. Uw aanvraag zou daarin passen, maar de aanvraag op plaats 3 niet"),
     ("en", "your application no longer fits within the ceiling",
      "it ends at the first application that no longer fits within the ceiling",
      "€5,000,000 of the ceiling is left. Your application would fit within it, but the "
      "application at number 3 does not")],
)  # fmt: skip
def test_one_after_the_end_of_a_ranking_is_not_told_that_it_does_not_fit_where_it_does(
    fits: bool, rule: str, lang: str, not_fits: str, ends: str, left: str
) -> None:
    under = round_of({"woningbouwimpuls": rule})
    own = under.instruments["woningbouwimpuls"].model_copy(
        update={"ceiling": Euro.euros(9_350_000 if fits else 4_400_000)}
    )
    under = under.model_copy(update={"instruments": {**under.instruments, "woningbouwimpuls": own}})
    first = decided(wbi("WBI-2026-0041"), GRANTED, reasons=why.FITS_RANK, rank=1)
    over = decided(
        wbi("WBI-2026-0045", requested=Euro.euros(6_000_000)), CEILING,
        reasons=why.CROSSES, rank=3,
    )  # fmt: skip
    below = decided(wbi(), CEILING, reasons=why.BELOW_THE_LINE, rank=4)
    round_ = dossier((first, over, below), policy=under)
    told = whole(letter_of(below, round_, sample_office(), lang)).replace("\u00a0", " ")
    assert (not_fits in told) is (rule == "rank" and not fits)
    assert (ends in told) is (rule == "rank" and fits)
    assert (left in told) is fits
