"""Decisions that have a text of their own, by the name of their golden letter."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.grants.homes import StatedHomes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import MarginalDecision, Policy
from verdeelsleutel.instruments.after.besides import Correction, corrected
from verdeelsleutel.instruments.gebiedsbudget.application import MeasureCosts
from verdeelsleutel.instruments.realisatiestimulans.supplements import (
    StatedSupplement,
    SupplementKind,
    YearCorrection,
)

from . import reasons as why
from .filed import gb, rs, wbi
from .rounds import decided, dossier, policy, screened

OVERVECHT = StatedSupplement(
    purpose=SupplementKind.PUBLIC_SPACE, year=2025, area="Utrecht Overvecht",
    costs=Euro.euros(1_210_000), compensable_vat=Euro.euros(210_000),
)  # fmt: skip
NOTHING = decided(
    rs("RS-2026-0350", homes=StatedHomes(other=12), already_subsidised=0),
    Outcome.REFUSED_RULE,
)
AHEAD = decided(wbi("WBI-2026-0041"), Outcome.GRANTED, rank=1, reasons=why.FITS_RANK)
TWO_PARTS = decided(
    wbi("WBI-2026-0046"), Outcome.GRANTED, rank=2, next_window=Euro.euros(700_000),
    payments=(Payment(year=2026, amount=Euro.euros(3_650_000)),
              Payment(year=2027, amount=Euro.euros(700_000))),
    reasons=why.MARGINAL,
)  # fmt: skip
BELOW = decided(
    wbi("WBI-2026-0048"), Outcome.REFUSED_CEILING, reasons=why.BELOW_THE_LINE, rank=3
)  # fmt: skip

DEARER = decided(
    wbi("WBI-2026-0056"), Outcome.REFUSED_CEILING, reasons=why.WBI_DEARER, rank=4
)  # fmt: skip
CHEAPER = tuple(
    decided(wbi(f"WBI-2026-005{place}", requested=Euro.euros(2_400_000)), Outcome.GRANTED)
    for place in (3, 4, 5)
)
IN_PART, BESIDE = (
    decided(rs(number, municipality_code=code), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000),
            requested=Euro.euros(8_400_000), reasons=why.PRO_RATA)
    for number, code in (("RS-2026-0348", "GM0344"), ("RS-2026-0355", "GM0518"))
)  # fmt: skip


def special_letters() -> dict[str, tuple[Decided, Dossier]]:
    """Decisions with a text of their own, by name, each with its round."""
    ranked, parts = policy(woningbouwimpuls="rank"), policy(realisatiestimulans="pro_rata")
    incentive = parts.instruments["realisatiestimulans"].model_copy(
        update={"cut_for": ("Utrecht",), "cut": Fraction(33, 100)}
    )
    cut = parts.model_copy(
        update={"instruments": {**parts.instruments, "realisatiestimulans": incentive}}
    )
    short = _ceiling(parts, "€ 14.700.000")
    marginal = MarginalDecision(
        instrument="woningbouwimpuls", application=TWO_PARTS.application.application_id,
        reason="De woningen van deze aanvraag staan al in de planning van de regio",
        article="artikel 6, derde lid, van de Regeling Woningbouwimpuls 2020",
    )  # fmt: skip
    by_decision = ranked.model_copy(update={"marginal": (marginal,)})
    made = {
        "woningbouwimpuls_marginal": (TWO_PARTS, by_decision, (AHEAD, TWO_PARTS, BELOW)),
        "woningbouwimpuls_two_parts": (TWO_PARTS, ranked, (AHEAD, TWO_PARTS, BELOW)),
        "woningbouwimpuls_refused_scores": (
            decided(wbi("WBI-2026-0047", score_efficiency=Decimal("5.2")), Outcome.REFUSED_RULE),
            ranked, None,
        ),
        "woningbouwimpuls_below_the_line": (BELOW, ranked, (AHEAD, TWO_PARTS, BELOW)),
        "gebiedsbudget_annex": (
            decided(gb("GB-2026-0015", requested=Euro.euros(19_900_000),
                       costs=MeasureCosts(public_space=Euro.euros(13_600_000),
                                          nuisance=Euro.euros(4_200_000),
                                          climate=Euro.euros(2_100_000))),
                    Outcome.PARTLY_GRANTED, Euro.euros(18_400_000), vat=Euro(217_286_432),
                    reasons=why.GB_ANNEX),
            policy(gebiedsbudget="closed_list"), None,
        ),
        "woningbouwimpuls_dearer": (DEARER, policy(), (*CHEAPER, DEARER)),
        "realisatiestimulans_pro_rata": (IN_PART, short, (IN_PART, BESIDE)),
        "realisatiestimulans_cut": (
            decided(rs("RS-2026-0349", over_programmed=True), Outcome.GRANTED,
                    requested=Euro.euros(1_200 * 4_690), reasons=why.RS_WHOLE),
            cut, None,
        ),
        "realisatiestimulans_supplement": (
            decided(rs("RS-2026-0354", supplements=(OVERVECHT,)), Outcome.GRANTED,
                    requested=Euro.euros(8_400_000), reasons=why.RS_WHOLE),
            parts, None,
        ),
        "realisatiestimulans_nothing": (NOTHING, parts, None),
    }  # fmt: skip
    return {
        name: (
            _under(own, one),
            dossier(tuple(_under(own, d) for d in every or (one,)), policy=own),
        )
        for name, (one, own, every) in made.items()
    }


def _under(own: Policy, one: Decided) -> Decided:
    """The decision with what the rules say under its own policy."""
    return one.model_copy(update={"assessments": screened(one.application, own)})


def _ceiling(whole: Policy, ceiling: str) -> Policy:
    """The policy with another ceiling of the Realisatiestimulans."""
    changed = whole.instruments["realisatiestimulans"].model_copy(
        update={"ceiling": Euro.parse(ceiling)}
    )
    return whole.model_copy(
        update={"instruments": {**whole.instruments, "realisatiestimulans": changed}}
    )


def year(start_year: int, stated: int, actual: int, owed: int = 0) -> YearCorrection:
    """A correction at the price of the regulation; ``owed`` in euros."""
    return YearCorrection(
        start_year=start_year, stated=stated, actual=actual, price=Euro.euros(7_000),
        owed=Euro.euros(owed),
    )  # fmt: skip


CORRECTED_YEARS = {
    "realisatiestimulans_correction_less": (year(2025, 1_200, 1_180),),
    "realisatiestimulans_correction_more": (year(2025, 1_200, 1_204),),
    "realisatiestimulans_correction_nothing_left": (year(2025, 2_600, 1_180, owed=60_000),),
}


def corrected_letters() -> dict[str, tuple[Decided, Dossier, Correction]]:
    """Decisions of the next year that settle the year before."""
    early = policy(realisatiestimulans="pro_rata")
    later = early.model_copy(
        update={
            "round": early.round.model_copy(
                update={
                    "id": "2027-1",
                    "title": "Voorbeeldronde voorjaar 2027",
                    "window_opens": date(2027, 4, 1),
                    "window_closes": date(2027, 5, 31),
                    "decision_date": date(2027, 9, 6),
                }
            )
        }
    )
    found: dict[str, tuple[Decided, Dossier, Correction]] = {}
    for place, (name, years) in enumerate(CORRECTED_YEARS.items(), start=351):
        statement = rs(
            f"RS-2027-0{place}", start_year=2026, received_at="2027-04-15T14:00", corrections=years
        )
        one = decided(
            statement,
            Outcome.GRANTED, requested=Euro.euros(8_400_000), reasons=why.RS_WHOLE,
            rules=screened(statement, later),
            payments=(Payment(year=2027, amount=Euro.euros(8_400_000)),),
        )  # fmt: skip
        whole = dossier((one,), policy=later, sent_on=date(2027, 9, 6))
        allocation = whole.allocation.model_copy(update={"round": "2027-1"})
        approval = whole.approval
        assert approval is not None
        on_time = approval.model_copy(update={"on": date(2027, 9, 3)})
        whole = whole.model_copy(update={"allocation": allocation, "approval": on_time})
        found[name] = (one, whole, corrected(one.award.amount, years))
    return found
