"""Decisions on the supplements of chapter 3, by name, each with its round and its answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import InstrumentPolicy, Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.setting import RuleContext
from verdeelsleutel.instruments.nplv.application import CostStatement
from verdeelsleutel.io.config.office import Office

from . import reasons as why
from .rounds import dossier, policy, sample_office

SPACE, CAPACITY = "nplv_ruimte", "nplv_capaciteit"
ARTICLES = {
    SPACE: "artikel 3.2, tweede lid, van de Tijdelijke regeling realisatiestimulans",
    CAPACITY: "artikel 3.6, tweede lid, van de Tijdelijke regeling realisatiestimulans",
}
ANSWERS: dict[str, Any] = {
    "amount": "costs_up_to_reservation", "compensable_vat": "uses_reservation",
    "in_a_year": "rest_of_ceiling", "reservation_of": "area", "paid": "within_six_weeks",
    "basis": {"by": "de minister van Volkshuisvesting en Ruimtelijke Ordening",
              "reference": "brief 2026-0000123", "dated": date(2026, 1, 12),
              "published": date(2026, 2, 2)},
}  # fmt: skip


def costs(number: str, **changes: Any) -> CostStatement:
    values: dict[str, Any] = {
        "application_id": number, "municipality_code": "GM0344", "municipality": "Utrecht",
        "received_at": "2026-05-12T10:30", "nplv_area": "Utrecht Overvecht", "cost_year": 2025,
        "costs": Euro.euros(1_210_000), "compensable_vat": Euro.euros(210_000),
        "granted_before": Euro(0),
    }  # fmt: skip
    return CostStatement(**(values | changes))


def _under(key: str, ceiling: str, holds: str, **answers: Any) -> Policy:
    whole = policy()
    own = InstrumentPolicy.model_validate(
        {"fund": "vro", "rule": "pro_rata", "ceiling": ceiling, "ceiling_holds": holds,
         "answers": {**ANSWERS, **answers}}
    )  # fmt: skip
    return whole.model_copy(update={"instruments": {**whole.instruments, key: own}})


def _decided(
    key: str, under: Policy, statement: CostStatement, outcome: Outcome, amount: Euro,
    reasons: Any, year: int = 2026,
) -> tuple[Decided, Dossier]:  # fmt: skip
    within = RuleContext.within(under, key, (statement,))
    claim = instruments()[key].candidate(statement, within).requested
    granted = outcome in (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
    base = dossier()
    award = base.allocation.awards[0].model_copy(
        update={
            "application_id": statement.application_id, "instrument": key,
            "project_id": f"toeslag:{statement.application_id}",
            "municipality_code": statement.municipality_code, "outcome": outcome,
            "requested": claim, "amount": amount, "payable": amount, "rank": None,
            "compensable_vat": Euro(0), "next_window": Euro(0),
            "homes": statement.homes_by_segment, "reasons": reasons, "binding": None,
            "payments": (Payment(year=year, amount=amount),) if granted else (),
        }
    )  # fmt: skip
    one = Decided(
        application=statement,
        assessments=instruments()[key].screen(statement, within),
        award=award,
    )
    return one, dossier((one,), policy=under)


def office_with_supplements() -> Office:
    """The office of the sample, which signs for a supplement as it does for the homes."""
    office = sample_office()
    own = office.instruments["realisatiestimulans"]
    both = {**office.instruments, SPACE: own, CAPACITY: own}
    return office.model_copy(update={"instruments": both})


def supplement_letters() -> dict[str, tuple[Decided, Dossier]]:
    """A whole amount, one that is lowered, a part of the costs on a named day, nothing and late."""
    rest = _under(SPACE, "€ 180 mln", "total")
    year = _under(SPACE, "€ 500.000", "year", in_a_year="amount_of_the_year",
                  compensable_vat="leaves_reservation", reservation_of="municipality")  # fmt: skip
    named = _under(CAPACITY, "€ 50 mln", "total", amount="part_of_costs", part="1/2",
                   paid="on_day_of_decision", pay_on=date(2026, 12, 1))  # fmt: skip
    cut = (
        why.reason("pro_rata", "any", ARTICLES[SPACE], "opgave", ceiling=Euro.euros(500_000),
                   amount=Euro.euros(500_000), claim=Euro.euros(1_000_000)),
    )  # fmt: skip
    whole = {
        key: (why.reason("fits", "pro_rata", article, "opgave"),)
        for key, article in ARTICLES.items()
    }
    late = "2026-05-30T00:01"  # a minute after the last day of the window
    nothing = costs("NPR-2026-0003", granted_before=Euro.euros(7_403_000))
    return {
        "nplv_ruimte_granted": _decided(
            SPACE, rest, costs("NPR-2026-0001"), Outcome.GRANTED, Euro.euros(1_000_000),
            whole[SPACE],
        ),
        "nplv_ruimte_partly_granted": _decided(
            SPACE, year, costs("NPR-2026-0002"), Outcome.PARTLY_GRANTED, Euro.euros(500_000), cut
        ),
        "nplv_ruimte_refused_rule": _decided(
            SPACE, rest, nothing, Outcome.REFUSED_RULE, Euro(0), ()
        ),
        "nplv_ruimte_refused_late": _decided(
            SPACE, rest, costs("NPR-2026-0004", received_at=late), Outcome.REFUSED_LATE, Euro(0), ()
        ),
        "nplv_capaciteit_refused_late": _decided(
            CAPACITY, named, costs("NPC-2026-0004", received_at=late), Outcome.REFUSED_LATE,
            Euro(0), (),
        ),
        "nplv_capaciteit_granted": _decided(
            CAPACITY, named, costs("NPC-2026-0001"), Outcome.GRANTED, Euro.euros(500_000),
            whole[CAPACITY],
        ),
    }  # fmt: skip
