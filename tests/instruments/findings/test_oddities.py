"""Questions about a round: the same homes in several schemes, and input that is odd."""

from __future__ import annotations

from typing import Any

import pytest

from tests.instruments.applications import application, setting
from verdeelsleutel.grants.applications.finding import Finding, Severity
from verdeelsleutel.instruments.findings.oddities import CODES, questions
from verdeelsleutel.instruments.findings.overlap import Elsewhere, pairs
from verdeelsleutel.instruments.instrument import RuleContext

WBI, RS, GB, BER = "woningbouwimpuls", "realisatiestimulans", "gebiedsbudget", "bereikbaarheid"
# Within what is usual, and with figures of its own.
QUIET = {"requested": "€ 1.600.000", "project_name": "Proefkade"}


def asked(**by_instrument: list[Any]) -> tuple[Finding, ...]:
    rounds: dict[str, RuleContext] = {
        key: setting(others=ones) for key, ones in by_instrument.items()
    }
    return questions(rounds)


def codes(found: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(f.code, f.application_id) for f in found]


def wbi(number: str, **changes: Any) -> Any:
    fields = {**QUIET, "application_id": number, "project_id": f"P-{number}", **changes}
    return application(WBI, fields)


def test_an_ordinary_application_raises_no_question() -> None:
    assert asked(woningbouwimpuls=[wbi("W-1")]) == ()


def test_a_project_in_two_schemes_is_a_question_with_the_article() -> None:
    one = wbi("W-1", project_id="P-17")
    other = application(RS, {"application_id": "R-1", "project_id": "p-17"})
    found = asked(woningbouwimpuls=[one], realisatiestimulans=[other])
    assert codes(found) == [("INT-151", "W-1")]
    assert found[0].severity is Severity.QUESTION
    assert "Realisatiestimulans en Woningbouwimpuls" in found[0].message
    assert "R-1" in found[0].message
    assert "artikel 2.1, derde lid, onderdeel a" in found[0].message


def test_a_project_in_two_schemes_that_no_text_joins_says_so() -> None:
    one = application(BER, {"application_id": "B-1", "requested": "€ 4.000.000"})
    other = application(RS, {"application_id": "R-1", "project_id": "P-17"})
    found = asked(bereikbaarheid=[one], realisatiestimulans=[other])
    assert "Geen openbare tekst regelt deze samenloop" in found[0].message


@pytest.mark.parametrize(
    ("name", "place", "like"),
    [
        ("PROEFKADE", "0363", True),
        ("Proef-kade fase 2", "0363", True),
        ("Proefkade", "0344", False),
        ("Kadeproef Oost", "0363", False),
    ],
)
def test_a_similar_name_in_the_same_municipality_is_a_question(
    name: str, place: str, like: bool
) -> None:
    one = wbi("W-1")
    changes = {"application_id": "B-1", "project_name": name, "municipality_code": place}
    other = application(BER, {**changes, "project_id": "P-99"})
    found = asked(woningbouwimpuls=[one], bereikbaarheid=[other])
    assert codes(found) == ([("INT-152", "W-1")] if like else [])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"requested": "€ 1.600.000", "shortfall": "€ 7.600.000,01"}, "WBI-07"),
        ({"requested": "€ 1.600.000", "shortfall": "€ 7.608.000"}, "WBI-07"),  # 0,5%
        ({"requested": "€ 1.600.000", "shortfall": "€ 7.608.100"}, ""),
        ({"requested": "€ 1.600.000", "shortfall": "€ 7.600.000"}, ""),  # exactly what remains
    ],
)
def test_an_amount_a_hair_under_a_limit_is_a_question(changes: dict[str, str], said: str) -> None:
    found = asked(woningbouwimpuls=[wbi("W-1", **changes)])
    assert [f.code for f in found] == (["INT-153"] if said else [])
    assert all(said in f.message and f.field == "requested" for f in found)


@pytest.mark.parametrize(("other", "near"), [(50, True), (51, True), (52, False)])
def test_just_enough_homes_is_a_question(other: int, near: bool) -> None:
    homes = {"homes.social_rent": 150, "homes.mid_rent": 0, "homes.affordable_purchase": 0}
    one = wbi("W-1", **homes, **{"homes.other": other, "requested": "€ 800.000"})
    found = asked(woningbouwimpuls=[one])
    assert [f.code for f in found] == (["INT-153"] if near else [])
    assert all(f"{150 + other} woningen" in f.message for f in found)


def test_the_price_of_a_home_outside_what_is_usual_is_a_question() -> None:
    usual = [wbi(f"W-{n}", requested=f"€ {1_500_000 + n}") for n in range(4)]
    dear = wbi("W-9", requested="€ 2.103.600")  # € 5.259 a home
    low = wbi("W-8", requested="€ 709.600")  # € 1.774 a home
    found = asked(woningbouwimpuls=[*usual, dear, low])
    named = [f for f in found if f.code == "INT-154"]
    assert [f.application_id for f in named] == ["W-9", "W-8"]
    assert "€ 1.775 tot € 5.258".replace(" ", "\u00a0") in named[0].message.replace(" ", "\u00a0")
    assert "Rekenkamer" in named[0].message


@pytest.mark.parametrize("amount", ["€ 2.103.200", "€ 710.000"])
def test_the_price_of_a_home_at_the_edge_of_what_is_usual_is_none(amount: str) -> None:
    assert asked(woningbouwimpuls=[wbi("W-1", requested=amount)]) == ()


def test_where_the_usual_does_not_fit_the_round_it_is_asked_once_and_the_round_is_the_measure() -> (
    None
):
    dear = [wbi(f"W-{n}", requested=f"€ {8_000_000 + n}") for n in range(5)]
    dearest = wbi("W-9", requested="€ 30.000.000")
    found = asked(woningbouwimpuls=[*dear, dearest])
    assert [c for c in codes(found) if c[0] in ("INT-154", "INT-155")] == [
        ("INT-155", "W-0"),
        ("INT-154", "W-9"),
    ]


def test_the_same_name_and_figures_under_other_codes_are_questions() -> None:
    found = asked(woningbouwimpuls=[wbi("W-1"), wbi("W-2"), wbi("W-3", project_name="Ander")])
    assert codes(found) == [("INT-156", "W-1"), ("INT-157", "W-1")]
    assert "W-2." in found[0].message
    assert "W-2, W-3." in found[1].message


def test_the_parts_of_one_project_may_repeat_its_name() -> None:
    parts = [
        wbi("W-1", project_id="P-1", phases=("Fase 1",)),
        wbi("W-2", project_id="P-1", phases=("Fase 2",)),
    ]
    assert asked(woningbouwimpuls=parts) == ()


def listed(key: str, number: str, *bag_ids: str, **changes: Any) -> Any:
    asked_for = {"application_id": number, "project_id": f"P-{number}", **changes}
    return application(key, asked_for).model_copy(update={"bag_ids": bag_ids})


A, B, C = (f"036301000000000{n}" for n in (1, 2, 3))


def test_a_home_in_two_statements_of_a_round_is_a_question() -> None:
    found = asked(realisatiestimulans=[listed(RS, "R-1", A, B), listed(RS, "R-2", B, C)])
    assert codes(found) == [("INT-158", "R-1")]
    assert found[0].message == (
        f"BAG-id {B} van deze aanvraag staat ook in aanvraag R-2 (Realisatiestimulans). Binnen één "
        "regeling telt een woning één keer."
    )


def test_homes_in_two_schemes_are_one_question_with_the_article() -> None:
    quiet = {"requested": "€ 1.600.000", "project_name": "Proefkade"}
    found = asked(
        woningbouwimpuls=[listed(WBI, "W-1", A, B, C, **quiet)],
        realisatiestimulans=[listed(RS, "R-1", A, C)],
    )
    assert codes(found) == [("INT-158", "W-1")]
    assert "2 BAG-id's van deze aanvraag staan ook in aanvraag R-1 (Realisatiestimulans); " in (
        found[0].message
    )
    assert f"het eerste is {A}." in found[0].message
    assert "artikel 2.1, derde lid, onderdeel a" in found[0].message


def test_a_home_of_another_round_is_a_question_that_names_the_round() -> None:
    earlier = Elsewhere(
        round="2026-1", instrument=RS, application_id="RS-2026-0363", bag_ids=(A, C)
    )
    settings = {RS: setting(others=[listed(RS, "R-1", A, B), listed(RS, "R-2", B[:-1] + "9")])}
    found = questions(settings, [earlier])
    assert codes(found) == [("INT-159", "R-1")]
    assert "aanvraag RS-2026-0363 (Realisatiestimulans) van ronde 2026-1" in found[0].message
    assert questions(settings) == ()


def test_homes_that_are_listed_once_raise_no_question() -> None:
    assert asked(realisatiestimulans=[listed(RS, "R-1", A), listed(RS, "R-2", B)]) == ()


def test_a_withdrawn_application_raises_no_question() -> None:
    gone = wbi("W-2", withdrawn_on="2026-04-01")
    assert asked(woningbouwimpuls=[wbi("W-1"), gone]) == ()


def test_every_question_is_a_question_and_says_what_to_do() -> None:
    found = asked(
        woningbouwimpuls=[wbi("W-1", requested="€ 9.000.000"), wbi("W-2")],
        gebiedsbudget=[application(GB, {"application_id": "G-1", "project_id": "P-W-1"})],
    )
    assert found
    assert {f.code for f in found} <= CODES
    assert all(f.severity is Severity.QUESTION for f in found)
    assert all(f.message.endswith(".") and f.cure.endswith(".") for f in found)


def test_what_the_law_says_of_two_schemes_has_an_article_and_a_source() -> None:
    for pair in pairs():
        assert set(pair.instruments) <= {WBI, RS, GB, BER}
        assert len(pair.article) > 10
        assert len(pair.source) > 20
        assert pair.nl.endswith(".")
