"""What a person may answer in the place of a rule, and how the answer reads."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.instruments.applications import application, setting
from verdeelsleutel.grants.applications.assessment import Answer, Assessment, verdict
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.judgement import (
    Judgement,
    NotForAPerson,
    article_for,
    clause_for,
    judged,
)

ROUND = setting()


def answers(key: str, **changes: Any) -> tuple[Assessment, ...]:
    asked = application(key, changes)
    return instruments()[key].screen(asked, ROUND)


def law(key: str) -> Any:
    return ROUND.law_of(instruments()[key].catalogue)


def by_code(found: tuple[Assessment, ...], code: str) -> Assessment:
    return next(a for a in found if a.code == code)


def decided(rule: str, answer: Answer, article: str = "") -> Judgement:
    return Judgement(
        rule=rule,
        answer=answer,
        reason="De woningen zijn in 2022 afgesproken.",
        officer="S. Vermeulen",
        confirmed_by="B. Dekker",
        on=date(2026, 5, 4),
        article=article,
    )


def test_an_open_norm_is_answered_with_both_names_and_the_reason() -> None:
    homes = ("homes.social_rent", "homes.mid_rent", "homes.affordable_purchase", "homes.other")
    found = answers("gebiedsbudget", **dict.fromkeys(homes, 0))
    assert verdict(found) is Answer.NEEDS_JUDGEMENT
    after = judged(found, [decided("GB-07", Answer.MET)])
    assert verdict(after) is Answer.MET
    answer = by_code(after, "GB-07")
    assert answer.judged_by == ("S. Vermeulen", "B. Dekker")
    assert (answer.judged_on, answer.set_aside_under) == (date(2026, 5, 4), "")
    assert answer.sentence_nl.endswith(
        "Naar het oordeel van de behandelaar is aan deze eis voldaan: De woningen zijn in 2022 "
        "afgesproken (S. Vermeulen, bevestigd door B. Dekker op 04-05-2026)."
    )
    assert "this requirement is met" in answer.sentence_en


def test_an_open_norm_can_be_answered_with_no() -> None:
    found = answers("woningbouwimpuls", first_start="")
    after = judged(found, [decided("WBI-08", Answer.NOT_MET)])
    assert verdict(after) is Answer.NOT_MET
    assert "is aan deze eis niet voldaan" in by_code(after, "WBI-08").sentence_nl


def test_every_rule_that_lacks_a_value_asks_for_it_whatever_the_answer() -> None:
    """A refusal on a score, a list or compensable VAT rests on what it is, not on its absence."""
    scoreless = answers("woningbouwimpuls", score_necessity="", score_housing_task="")
    assert {one.code for one in scoreless if one.asks} == {"WBI-16", "WBI-17", "WBI-18"}
    for one in (*scoreless, *answers("gebiedsbudget", compensable_vat="")):
        if not one.asks:
            continue
        law_of = law("woningbouwimpuls" if one.code.startswith("WBI") else "gebiedsbudget")
        for said in (Answer.MET, Answer.NOT_MET):
            with pytest.raises(NotForAPerson, match="--value en --source"):
                article_for(one, said, law_of)
            assert article_for(one, said, law_of, has_values=True) == ""


def test_a_rule_that_is_met_leaves_nothing_to_judge_and_is_never_replaced() -> None:
    found = answers("woningbouwimpuls")
    with pytest.raises(NotForAPerson, match="valt niets te oordelen"):
        article_for(by_code(found, "WBI-05"), Answer.NOT_MET, law("woningbouwimpuls"))
    assert judged(found, [decided("WBI-05", Answer.NOT_MET)]) == found


def test_a_rule_that_is_not_met_stands_where_the_law_has_no_clause() -> None:
    found = answers("woningbouwimpuls", own_contribution="€ 4.499.999")
    with pytest.raises(NotForAPerson, match="geen bepaling om daarvan af te wijken"):
        article_for(by_code(found, "WBI-06"), Answer.MET, law("woningbouwimpuls"))


def test_the_hardship_clause_sets_a_rule_of_the_area_budget_aside() -> None:
    found = answers("gebiedsbudget", last_start=date(2035, 3, 1))
    open_rule = by_code(found, "GB-05")
    article = article_for(open_rule, Answer.MET, law("gebiedsbudget"))
    assert article == "artikel 12 van de Tijdelijke regeling specifieke uitkering gebiedsbudget"
    after = judged(found, [decided("GB-05", Answer.MET, article)])
    assert verdict(after) is Answer.MET
    assert by_code(after, "GB-05").set_aside_under == article
    assert f"Met toepassing van {article} is van deze eis" in by_code(after, "GB-05").sentence_nl
    with pytest.raises(NotForAPerson, match="al niet gehaald"):
        article_for(open_rule, Answer.NOT_MET, law("gebiedsbudget"))


def test_the_clause_is_about_any_provision_of_the_regulation_since_2023() -> None:
    catalogue = instruments()["gebiedsbudget"].catalogue
    for day in (date(2023, 11, 17), date(2025, 11, 27), date(2025, 11, 28)):
        for code in ("GB-02", "GB-03", "GB-05", "GB-06", "GB-07", "GB-13", "GB-14", "GB-15"):
            assert clause_for(catalogue.law_on(day), code) is not None
    assert clause_for(law("gebiedsbudget"), "GB-01") is None  # the ceiling is the policy's
    before = catalogue.law_on(date(2025, 11, 28), edition=1)
    assert clause_for(before, "GB-02") is None
    assert clause_for(catalogue.law_on(date(2025, 11, 27), edition=1), "GB-07") is None


def test_an_area_for_which_the_closed_list_is_set_aside_gets_what_it_asks() -> None:
    outside = application("gebiedsbudget", {"area": "Roermond Stadsrand"})
    assert instruments()["gebiedsbudget"].candidate(outside, ROUND).requested == outside.requested
    before = instruments()["gebiedsbudget"].candidate(outside, setting(edition=1))
    assert not before.requested


def test_a_ranking_has_no_place_for_an_application_without_a_score() -> None:
    wbi = instruments()["woningbouwimpuls"]
    scored = wbi.candidate(application(wbi.key), ROUND)
    unscored = wbi.candidate(application(wbi.key, {"score_effectiveness": ""}), ROUND)
    assert [k.name for k in unscored.rank_keys] == [k.name for k in scored.rank_keys]
    assert scored.unknown_keys == ()
    assert unscored.unknown_keys == ("gewogen score", "score effectiviteit")
    assert unscored.score is None
    before = wbi.candidate(application(wbi.key, {"score_effectiveness": ""}), setting(edition=1))
    assert before.rank_keys[0].value == 0
