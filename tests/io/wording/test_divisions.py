"""What may be called the price of the law, in words."""

from __future__ import annotations

from typing import Any

import pytest

from verdeelsleutel.grants.decisions.allocation import Allocation
from verdeelsleutel.grants.decisions.divisions import Broken, Division, DivisionKind
from verdeelsleutel.grants.decisions.stages import Basis, Unit
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.wording.divisions import division_lines, division_rows

from ...optimiser.builders import MLN, goal, policy

WBI = "woningbouwimpuls"
SOCIAL = goal("SOCIAAL", measure="social_rent", at_least=80, hard=False, importance=1)
POLICY = policy(20 * MLN, constraint=(SOCIAL,))


def division(kind: DivisionKind, homes: int, **more: Any) -> Division:
    whole = Homes(social_rent=homes, mid_rent=0, affordable_purchase=0, other=0)
    return Division(
        kind=kind, name_nl="", name_en="", affordable_homes=homes, homes=whole,
        amount=Euro(5 * MLN), amounts={"WBI-1": Euro(5 * MLN)}, basis=Basis.CHECKED_TREE, **more,
    )  # fmt: skip


def told(law: Division, free: Division, lang: str = "nl", **more: Any) -> str:
    made = Allocation.model_construct(divisions=(law, free))
    return " ".join(division_lines(made, POLICY, lang, **more))


def short(code: str = "SOCIAAL", by: int = 40) -> tuple[Broken, ...]:
    return (Broken(code=code, sentence_nl="", sentence_en="", unit=Unit.HOMES, short=by),)


LAW, FREE = DivisionKind.ANNOUNCED, DivisionKind.FREE


def test_a_difference_under_one_yardstick_is_the_price_of_the_law_also_by_scheme() -> None:
    law = division(LAW, 100, missed=short())
    said = told(law, division(FREE, 160, missed=short(), price={WBI: 60}))
    assert "Het verschil van 60 betaalbare woningen is de prijs van de wet." in said
    assert "Van de regel van Woningbouwimpuls alleen is dat 60." in said
    assert "waarbij een vrije keuze de doelen voor het aantal woningen stelt" in said


@pytest.mark.parametrize(
    ("law", "free", "said"),
    [
        ({"missed": short()}, {}, "de eigen regels missen ‘SOCIAAL geldt’, de vrije keuze er geen"),
        ({"missed": short(by=3)}, {"missed": short(by=4)}, "Zij halen niet dezelfde doelen"),
        ({"next_window": Euro(3 * MLN)}, {}, "neemt daarbij €\u00a03.000.000 van het volgende"),
        ({"broken": short("CASH-vro-2026")}, {}, "onder de grenzen van deze ronde niet te betalen"),
        ({"proven": False}, {}, "Een van de verdelingen is niet bewezen"),
    ],
)  # fmt: skip
def test_any_other_difference_is_told_and_not_called_that(
    law: dict[str, Any], free: dict[str, Any], said: str
) -> None:
    text = told(division(LAW, 100, **law), division(FREE, 90, **free))
    assert said in text
    assert "is de prijs van de wet" not in text
    assert "is the price of the law" not in told(
        division(LAW, 100, **law), division(FREE, 90, **free), "en"
    )


def test_what_a_supplement_decided_is_in_none_of_the_three() -> None:
    later = {"WBI-2"}
    law, free = division(LAW, 100), division(FREE, 100)
    assert "Over 1 aanvraag is bij aanvulling beslist" in told(law, free, later=later)
    award = {"WBI-1": Euro(5 * MLN), "WBI-2": Euro(MLN)}
    made = Allocation.model_construct(
        divisions=(law, free),
        awards=tuple(_Award(number, amount) for number, amount in award.items()),
        totals=_Totals(),
    )
    this, *three = division_rows(made, POLICY, "nl", later)
    assert this.name == "deze verdeling, met wat bij aanvulling is beslist"
    assert [(one.more, one.less) for one in three] == [(0, 0), (0, 0)]
    assert [(one.more, one.less) for one in division_rows(made, POLICY, "nl")[1:]] == [
        (0, 1), (0, 1),
    ]  # fmt: skip


class _Award:
    """What a row looks at of an award."""

    def __init__(self, application_id: str, amount: Euro) -> None:
        self.application_id, self.amount = application_id, amount


class _Totals:
    affordable_homes = 110
    homes = Homes(social_rent=110, mid_rent=0, affordable_purchase=0, other=0)
    amount = Euro(6 * MLN)


def test_what_could_still_be_granted_before_the_approval_is_past_after_it() -> None:
    law, within = division(LAW, 100), division(
        DivisionKind.WITHIN_LAW, 120, marginal="WBI-9", next_window=Euro(MLN)
    )  # fmt: skip
    made = Allocation.model_construct(divisions=(law, within))
    before = " ".join(division_lines(made, POLICY, "nl"))
    assert "Achteraf kan alleen WBI-9 nog worden toegekend" in before
    after = " ".join(division_lines(made, POLICY, "nl", approved=True))
    assert "had alleen WBI-9, die het plafond overschrijdt, nog kunnen worden toegekend" in after
    assert "kan alleen" not in after
