"""A judgement given before its question, on it, after a change, and again: for each open rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from verdeelsleutel.grants.applications.assessment import Answer, Assessment
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.judgement import (
    FilledIn,
    Judgement,
    Question,
    judged,
    judged_on,
    with_source,
)

from .applications import application, setting

FACTS, OTHER_FACTS = "sha256 van de gegevens", "sha256 van andere gegevens"
ANSWERED = ("nplv_ruimte", "nplv_capaciteit")
"""Schemes of which a cell that decides is never empty."""
CHANGES: tuple[dict[str, Any], ...] = (
    {}, {"first_start": ""}, {"last_start": ""}, {"score_necessity": ""}, {"measures_ready": ""},
    {"costs_from": ""}, {"compensable_vat": ""}, {"score_housing_task": ""}, {"area": "Nergens"},
    {"homes.social_rent": 0}, {"first_start": date(2040, 1, 1)}, {"over_programmed": ""},
    {"works_start": date(2040, 1, 1)}, {"homes_opened_up": 1}, {"nplv_area": "onbekend"},
)  # fmt: skip


def _open() -> Iterator[tuple[str, tuple[Assessment, ...], Assessment]]:
    """Each rule of each scheme that some ordinary application leaves open, or does not meet."""
    seen: set[tuple[str, str, Answer]] = set()
    for key, instrument in instruments().items():
        fields = {column.field for column in instrument.columns}
        required = {column.field for column in instrument.columns if column.required}
        for changes in CHANGES:
            emptied = {field for field, value in changes.items() if value == ""}
            if not fields >= changes.keys() or (key in ANSWERED and emptied & required):
                continue
            for decided in (date(2026, 6, 1), None):
                asked = application(key, changes)
                found = instrument.screen(asked, setting(decision_date=decided, others=[asked]))
                for one in found:
                    told = (key, one.code, one.answer)
                    if one.answer is not Answer.MET and told not in seen:
                        seen.add(told)
                        yield key, found, one


OPEN = list(_open())


def judgement(question: Question, answer: Answer = Answer.MET) -> Judgement:
    return Judgement(
        rule=question.code, answer=answer, reason="Zo is afgesproken.", officer="S. Vermeulen",
        confirmed_by="B. Dekker", on=date(2026, 5, 4), question=question,
    )  # fmt: skip


def answer_of(found: tuple[Assessment, ...], code: str) -> Assessment:
    return next(one for one in found if one.code == code)


def test_every_scheme_leaves_something_open() -> None:
    assert {key for key, _, _ in OPEN} == set(instruments())
    assert len(OPEN) >= 15


@pytest.mark.parametrize(
    ("found", "asked"),
    [(found, one) for _, found, one in OPEN],
    ids=[f"{one.code}-{one.answer.value}" for _, _, one in OPEN],
)
class TestAJudgement:
    def test_on_the_open_question_answers_that_rule_and_no_other(
        self, found: tuple[Assessment, ...], asked: Assessment
    ) -> None:
        given = judgement(Question.of(asked, FACTS))
        after = judged_on(found, [given], FACTS)
        assert answer_of(after, asked.code).answer is Answer.MET
        assert answer_of(after, asked.code).judged_by == ("S. Vermeulen", "B. Dekker")
        rest = [one for one in after if one.code != asked.code]
        assert rest == [one for one in found if one.code != asked.code]

    def test_given_again_changes_nothing_and_the_newest_one_counts(
        self, found: tuple[Assessment, ...], asked: Assessment
    ) -> None:
        question = Question.of(asked, FACTS)
        once, no = judgement(question), judgement(question, Answer.NOT_MET)
        assert judged_on(found, [once, once], FACTS) == judged_on(found, [once], FACTS)
        after = judged_on(found, [once, no], FACTS)
        assert answer_of(after, asked.code).answer is Answer.NOT_MET

    def test_from_before_a_change_of_the_facts_or_the_rule_decides_nothing(
        self, found: tuple[Assessment, ...], asked: Assessment
    ) -> None:
        now = Question.of(asked, FACTS)
        former: list[dict[str, object]] = [
            {"facts": OTHER_FACTS},
            {"measured": f"{now.measured}1"},
            {"threshold": f"{now.threshold}1"},
            {"article": "artikel 99"},
            {"valid_from": date(1999, 1, 1)},
            {"sentence": "Een andere zin."},
            {"answer": next(one for one in Answer if one is not now.answer)},
        ]
        for changes in former:
            given = judgement(now.model_copy(update=changes))
            after = answer_of(judged_on(found, [given], FACTS), asked.code)
            assert (after.answer, after.judged_by) == (asked.answer, ()), changes
            assert "gold een andere vraag" in after.sentence_nl
            assert "was on another question" in after.sentence_en

    def test_of_before_counts_again_once_its_question_is_back(
        self, found: tuple[Assessment, ...], asked: Assessment
    ) -> None:
        old = judgement(Question.of(asked, FACTS))
        other = judgement(Question.of(asked, OTHER_FACTS), Answer.NOT_MET)
        after = judged_on(found, [old, other], FACTS)
        assert answer_of(after, asked.code).answer is Answer.MET
        assert answer_of(judged_on(found, [old, other], OTHER_FACTS), asked.code).answer is (
            Answer.NOT_MET
        )


def _gb_05() -> Assessment:
    return next(one for _, _, one in OPEN if one.code == "GB-05")


def test_an_english_sentence_has_its_day_and_article_in_english_and_quotes_the_dutch() -> None:
    asked = _gb_05()
    article = "artikel 12 van de Tijdelijke regeling specifieke uitkering gebiedsbudget"
    given = judgement(Question.of(asked, FACTS))
    told = answer_of(judged_on([asked], [given], FACTS), "GB-05").sentence_en
    assert told.endswith(
        "In the officer's judgement this requirement is met: (in Dutch) “Zo is afgesproken” "
        "(S. Vermeulen, confirmed by B. Dekker on 4 May 2026)."
    )
    aside = given.model_copy(update={"article": article})
    told = answer_of(judged_on([asked], [aside], FACTS), "GB-05").sentence_en
    assert (
        "This requirement was set aside under article 12 of the Tijdelijke regeling specifieke "
        "uitkering gebiedsbudget: (in Dutch) “Zo is afgesproken”"
    ) in told
    other = judgement(Question.of(asked, OTHER_FACTS))
    told = answer_of(judged_on([asked], [other], FACTS), "GB-05").sentence_en
    assert "The judgement of S. Vermeulen of 4 May 2026 was on another question" in told


def test_the_first_edition_keeps_the_sentence_of_a_judgement() -> None:
    asked = _gb_05()
    told = answer_of(judged([asked], [judgement(Question.of(asked, FACTS))]), "GB-05").sentence_en
    assert told.endswith(
        "this requirement is met: Zo is afgesproken (S. Vermeulen, confirmed by B. Dekker on "
        "2026-05-04)."
    )


def test_values_that_were_filled_in_are_told_with_their_source_in_both_languages() -> None:
    values = tuple(FilledIn(field=f"score_{n}", value=n) for n in ("4", "6,5", "7"))
    given = judgement(Question.of(_gb_05(), FACTS)).model_copy(
        update={"values": values, "source": "Advies van 20 november 2026"}
    )
    told = with_source(_gb_05(), given)
    assert told.sentence_nl.endswith(
        " Hiervoor is 4, 6,5 en 7 ingevuld (bron: Advies van 20 november 2026; toelichting: Zo is "
        "afgesproken; S. Vermeulen, bevestigd door B. Dekker op 04-05-2026)."
    )
    assert told.sentence_en.endswith(
        " For this was filled in: 4, 6.5 and 7 (source: (in Dutch) “Advies van 20 november 2026”; "
        "explanation: (in Dutch) “Zo is afgesproken”; S. Vermeulen, confirmed by B. Dekker on "
        "4 May 2026)."
    )
