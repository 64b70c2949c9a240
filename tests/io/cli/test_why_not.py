"""The paragraph on a refusal for lack of money: whole sentences, and no rival in it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from verdeelsleutel.grants.decisions.allocation import Basis
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.io.wording.refusals import why_not_lines
from verdeelsleutel.optimiser.questions.application.facts import Answered, Explanation, Winning
from verdeelsleutel.optimiser.solution import Why

MLN = 100_000_000


def facts(**more: Any) -> Explanation:
    stated: dict[str, Any] = {
        "application_id": "WBI-2026-0002",
        "rule": DistributionRule.OPTIMISE,
        "reason": Why.NOT_CHOSEN,
        "cents": 0,
        "requested": 20 * MLN,
        "affordable_homes": 500,
        "cents_per_home": Fraction(40 * MLN, 1000),
        "place": 24,
        "of": 234,
        "left_in_fund": 3 * MLN,
        "possible": True,
        "homes_lost": 352,
        "displaced": ("WBI-2026-0062", "RS-2026-0004"),
    }
    return Explanation.model_validate(stated | more)


def winning(**more: Any) -> Winning:
    stated: dict[str, Any] = {
        "application_id": "WBI-2026-0002",
        "amount_answer": Answered.FOUND,
        "amount": 15 * MLN,
        "homes_answer": Answered.FOUND,
        "homes": 120,
    }
    return Winning.model_validate(stated | more)


def test_the_paragraph_says_what_was_left_what_it_would_cost_and_what_would_have_won() -> None:
    paragraph, office = why_not_lines(facts(winning=winning()), "aanvraag", "nl")
    assert paragraph == (
        "Van het beschikbare geld is na alle toekenningen nog €\u00a03.000.000 over; deze aanvraag "
        "vraagt €\u00a020.000.000. Zou deze aanvraag toch geld krijgen, dan steunt de ronde 352 "
        "betaalbare woningen minder en krijgen 2 andere aanvragen minder of niets. Voor dezelfde "
        "woningen was zij toegekend bij een gevraagd bedrag van ten hoogste €\u00a015.000.000, "
        "25,0% minder dan nu. Bij het gevraagde bedrag had zij daarvoor 120 betaalbare woningen "
        "meer moeten tellen: 620 in plaats van 500."
    )
    assert office == "Minder of niets zouden dan krijgen: WBI-2026-0062, RS-2026-0004."


def test_what_only_one_solver_says_is_told_apart_from_what_is_proven() -> None:
    tree, word = Basis.CHECKED_TREE, Basis.ONE_SOLVER
    answered = winning().model_copy(update={"amount_basis": word, "homes_basis": tree})
    told = why_not_lines(facts(winning=answered, homes_lost_basis=tree), "aanvraag", "nl")[0]
    assert told.endswith(
        " Hiervan is niet bewezen, maar door één rekenprogramma gezegd: dat een hoger bedrag niet "
        "had volstaan."
    )
    english = why_not_lines(facts(winning=answered, homes_lost_basis=word), "aanvraag", "en")[0]
    assert english.endswith(
        " Of this, one solver says so and it is not proven: what the round would lose, that no "
        "higher amount would have done."
    )


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"homes_added": 0}, "voegt deze aanvraag geen betaalbare woningen toe"),
        (
            {"homes_lost": None, "homes_lost_at_least": 12, "homes_lost_at_most": 400},
            "ten minste 12 en ten hoogste 400 betaalbare woningen minder",
        ),
        ({"homes_lost": 0}, "evenveel betaalbare woningen"),
        ({"possible": False, "homes_lost": None}, "Geen verdeling die aan alle voorwaarden"),
        ({"cents": 5 * MLN, "reason": Why.FEWER_STEPS}, "het volledige bedrag krijgen"),
        ({"cents": 5 * MLN, "homes_lost": 0}, "Met het volledige bedrag voor deze aanvraag"),
        ({"cents": 5 * MLN, "possible": False, "homes_lost": None}, "het volledige bedrag geven"),
        ({"left_in_ceiling": MLN}, "Onder het plafond van de regeling"),
        ({"left_in_fund": 90 * MLN, "binding": ("CASH-vro-2029",)}, "niet genoeg in 2029"),
        ({"winning": winning(amount_answer=Answered.NONE, amount=None)}, "Ook bij een lager"),
        ({"winning": winning(amount_answer=Answered.NOT_DETERMINED)}, "in elk geval toegekend"),
        (
            {"winning": winning(homes_answer=Answered.NONE, homes=None)},
            "10 keer het huidige aantal",
        ),
        (
            {"winning": winning(homes_answer=Answered.NOT_DETERMINED, homes=None)},
            "niet vastgesteld",
        ),
        (
            {
                "winning": winning(
                    amount_answer=Answered.NOT_DETERMINED,
                    homes_answer=Answered.NOT_DETERMINED,
                    amount=None,
                    homes=None,
                )
            },
            "Bij welk lager bedrag of met hoeveel betaalbare woningen meer zij was toegekend, is "
            "binnen de rekentijd niet vastgesteld.",
        ),
        (
            {
                "rule": DistributionRule.RANK,
                "reason": Why.BELOW_THE_LINE,
                "score": Fraction(665, 100),
                "line_score": Fraction(6965, 1000),
            },
            "Haar score is 6,65; de laagste score waarvoor geld was, is 6,965.",
        ),
    ],
)
def test_each_case_has_its_own_sentence(more: dict[str, Any], says: str) -> None:
    for lang in ("nl", "en"):
        paragraph = why_not_lines(facts(**more), "aanvraag", lang)[0]
        assert "WBI-2026-0062" not in paragraph
        assert paragraph.endswith(".")
        assert "None" not in paragraph
    assert says in why_not_lines(facts(**more), "aanvraag", "nl")[0]
