"""Every case of the tables, put to its rule; and every fact of the law, on its days."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from verdeelsleutel.grants.applications.assessment import Answer, verdict
from verdeelsleutel.grants.rounds.policy import EDITION
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.catalogue import load_catalogue
from verdeelsleutel.instruments.law.parameters import shown
from verdeelsleutel.instruments.listing import catalogues

from .applications import HERE, answers_for, application, days_of, setting

CASES: list[dict[str, Any]] = [
    case
    for path in sorted(HERE.glob("cases*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['rule']}: {c['name']}" for c in CASES])
def test_a_case_of_the_table_is_answered_as_it_says(case: dict[str, Any]) -> None:
    asked = application(case["instrument"], case.get("given"))
    law_date, decision_date = days_of(case)
    round_ = setting(
        law_date=law_date,
        decision_date=decision_date,
        others=(asked, *(application(case["instrument"], one) for one in case.get("others", ()))),
        tags=case.get("tags", ()),
        edition=case.get("edition", EDITION),
        window=case.get("window"),
        **case.get("policy", {}),
    )
    found = {a.code: a for a in instruments()[case["instrument"]].screen(asked, round_)}
    if not case["answer"]:
        assert case["rule"] not in found
        return
    assessment = found[case["rule"]]
    sentence = assessment.sentence_nl.replace("\u00a0", " ")
    assert assessment.answer is Answer(case["answer"]), sentence
    assert assessment.article == case.get("article", assessment.article)
    for words in case.get("says", ()):
        assert words in sentence


def test_every_rule_that_is_screened_has_a_case_for_and_a_case_against() -> None:
    answers: dict[str, set[str]] = {}
    for case in CASES:
        answers.setdefault(case["rule"], set()).add(case["answer"])
    screened = {
        version.code
        for catalogue in catalogues()
        for version in catalogue.versions
        if version.sentences
    }
    assert screened == set(answers)
    told = {"BER-01"}  # it computes, and nothing can fail it
    assert all(len(of) > 1 for code, of in answers.items() if code not in told)


@pytest.mark.parametrize("key", list(instruments()))
def test_an_ordinary_complete_application_meets_every_rule(key: str) -> None:
    asked = application(key)
    assessments = instruments()[key].screen(asked, setting(others=(asked,), **answers_for(key)))
    assert verdict(assessments) is Answer.MET
    assert list(instruments()[key].checks(asked)) == []


FACTS: list[dict[str, Any]] = tomllib.loads((HERE / "law.toml").read_text(encoding="utf-8"))["fact"]


@pytest.mark.parametrize("fact", FACTS, ids=[f"{f['key']} on {f['on']}" for f in FACTS])
def test_a_number_of_the_law_is_on_its_day_what_the_table_says(fact: dict[str, Any]) -> None:
    law = load_catalogue(fact["catalogue"]).law_on(fact["on"])
    if not fact["is"]:
        assert not law.has(fact["key"])
        return
    parameter = law.values[fact["key"]]
    assert shown(parameter).replace("\u00a0", " ") == fact["is"]
    assert parameter.provisional is fact.get("provisional", False)


def test_every_parameter_of_the_law_has_a_fact_or_a_case() -> None:
    named = {fact["key"] for fact in FACTS}
    areas = {key for key in named if key.startswith("GB-02.")}
    every = {p.key for one in catalogues() for p in one.parameters}
    of_areas_or_years = ("GB-02.", "GB-13.", "BER-01.iboi_", "ODD-", "NPR-01.", "NPC-01.")
    untold = {key for key in every - named if not key.startswith(of_areas_or_years)}
    assert areas
    assert untold == {"BER-05.payment_years", "GB-09.vat", "RS-06.schemes"}


def test_there_are_at_least_two_hundred_cases_over_the_four_instruments() -> None:
    assert len(CASES) >= 200
    assert {case["instrument"] for case in CASES} == set(instruments())


def test_every_limit_has_a_case_on_either_side() -> None:
    """For each rule that refuses: a case that is met and one that is not, in each known text."""
    answers: dict[str, set[str]] = {}
    for case in CASES:
        answers.setdefault(case["rule"], set()).add(case["answer"])
    refusing = {
        version.code
        for instrument in instruments().values()
        for version in instrument.catalogue.versions
        if "not_met" in version.sentences
    }
    assert all({"met", "not_met"} <= answers[code] for code in refusing)
