"""Every case of the table, put to its rule."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest

from verdeelsleutel.grants.assessment import Answer, verdict
from verdeelsleutel.instruments.instrument import instruments

from .applications import HERE, application, setting

CASES: list[dict[str, Any]] = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[f"{c['rule']}: {c['name']}" for c in CASES])
def test_a_case_of_the_table_is_answered_as_it_says(case: dict[str, Any]) -> None:
    asked = application(case["instrument"], case.get("given"))
    round_ = setting(
        law_date=case.get("law", date(2026, 3, 2)),
        decision_date=case.get("decision", date(2026, 6, 1)),
        others=(asked,),
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
        for instrument in instruments().values()
        for version in instrument.catalogue.versions
        if version.sentences
    } - {"WBI-13"}  # counts applications: see test_woningbouwimpuls
    assert screened == set(answers)
    assert all(len(of) > 1 for of in answers.values())


@pytest.mark.parametrize("key", list(instruments()))
def test_an_ordinary_complete_application_meets_every_rule(key: str) -> None:
    asked = application(key)
    assessments = instruments()[key].screen(asked, setting(others=(asked,)))
    assert verdict(assessments) is Answer.MET
    assert instruments()[key].checks(asked) == ()
