"""Decisions that have a text of their own, by the name of their golden letter."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from verdeelsleutel.grants.allocation import (
    Decided,
    Outcome,
)
from verdeelsleutel.grants.application import Payment
from verdeelsleutel.grants.assessment import Answer
from verdeelsleutel.grants.homes import StatedHomes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.policy import Policy

from .filed import rs, wbi
from .rounds import decided, policy
from .rules import ALL_PRO_RATA, LOW_SCORE, RS_RULES, WBI_RULES


def special_letters() -> dict[str, tuple[Decided, Policy]]:
    """Decisions with a text of their own, by name, each with the policy of its round."""
    two_parts = decided(
        wbi("WBI-2026-0046"), Outcome.GRANTED, rank=17,
        payments=(Payment(year=2026, amount=Euro.euros(3_000_000)),
                  Payment(year=2027, amount=Euro.euros(1_350_000))),
    )  # fmt: skip
    two_parts = two_parts.model_copy(
        update={"award": two_parts.award.model_copy(update={"next_window": Euro.euros(1_350_000)})}
    )
    cut = policy(realisatiestimulans="pro_rata")
    incentive = cut.instruments["realisatiestimulans"].model_copy(
        update={"cut_for": ("Utrecht",), "cut": Fraction(33, 100)}
    )
    cut = cut.model_copy(
        update={"instruments": {**cut.instruments, "realisatiestimulans": incentive}}
    )
    return {
        "woningbouwimpuls_two_parts": (two_parts, policy(woningbouwimpuls="rank")),
        "woningbouwimpuls_refused_scores": (
            decided(wbi("WBI-2026-0047", score_efficiency=Decimal("5.2")), Outcome.REFUSED_RULE,
                    rules=(*WBI_RULES, LOW_SCORE)),
            policy(woningbouwimpuls="rank"),
        ),
        "realisatiestimulans_pro_rata": (
            decided(rs("RS-2026-0348"), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000),
                    requested=Euro.euros(8_400_000), reasons=(ALL_PRO_RATA,)),
            policy(realisatiestimulans="pro_rata"),
        ),
        "realisatiestimulans_cut": (
            decided(rs("RS-2026-0349", over_programmed=True), Outcome.GRANTED,
                    requested=Euro.euros(1_200 * 4_690)),
            cut,
        ),
        "realisatiestimulans_nothing": (
            decided(rs("RS-2026-0350", homes=StatedHomes(other=12), already_subsidised=0),
                    Outcome.REFUSED_RULE,
                    rules=(RS_RULES[0].model_copy(update={"answer": Answer.NOT_MET}),)),
            policy(realisatiestimulans="pro_rata"),
        ),
    }  # fmt: skip
