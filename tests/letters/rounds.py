"""A small round with every instrument and outcome, built by hand as an officer would find it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from verdeelsleutel.grants.allocation import (
    Allocation,
    Approval,
    Award,
    Certificate,
    Decided,
    Dossier,
    Outcome,
    Reason,
    Status,
    Totals,
)
from verdeelsleutel.grants.application import Application, Payment
from verdeelsleutel.grants.assessment import Answer, Assessment
from verdeelsleutel.grants.homes import NO_HOMES, StatedHomes
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.policy import Policy
from verdeelsleutel.instruments.bereikbaarheid import BereikbaarheidApplication, Works
from verdeelsleutel.instruments.gebiedsbudget import GebiedsbudgetApplication, MeasureCosts
from verdeelsleutel.instruments.realisatiestimulans import RealisatiestimulansStatement
from verdeelsleutel.instruments.woningbouwimpuls import ActivityCosts, WoningbouwimpulsApplication
from verdeelsleutel.io.office import Office, load_office

DIGEST = "3f6b" * 16
POLICY_HASH = "a91c" * 16
OFFICE_FILE = Path(__file__).parents[2] / "sample_applications" / "office.toml"


def sample_office() -> Office:
    return load_office(OFFICE_FILE)


def policy(**rules: str) -> Policy:
    """The policy of the round; ``rules`` names another distribution rule for an instrument."""
    own = {
        "woningbouwimpuls": ("vro", "€ 75 mln"),
        "gebiedsbudget": ("vro", "€ 1.017,5 mln"),
        "realisatiestimulans": ("vro", "€ 1.486 mln"),
        "bereikbaarheid": ("mf", None),
    }
    instruments: dict[str, Any] = {}
    for key, (fund, ceiling) in own.items():
        instruments[key] = {
            "fund": fund,
            "rule": rules.get(key, "optimise"),
            "basis": "Voorbeeldbesluit verdeling 2026, artikel 3",
        }
        if ceiling:
            instruments[key]["ceiling"] = ceiling
    return Policy.model_validate(
        {
            "round": {
                "id": "2026-1",
                "title": "Voorbeeldronde voorjaar 2026",
                "kind": "example",
                "window_opens": date(2026, 4, 1),
                "window_closes": date(2026, 5, 29),
                "decision_date": date(2026, 9, 7),
            },
            "funds": {
                "vro": {
                    "name_nl": "de woningbouwmiddelen van VRO",
                    "name_en": "the housing funds of VRO",
                    "total": "€ 5 mld",
                },
                "mf": {
                    "name_nl": "het Mobiliteitsfonds",
                    "name_en": "the Mobility Fund",
                    "total": "€ 2,5 mld",
                },
            },
            "instruments": instruments,
        }
    )


def rule(
    code: str,
    article: str,
    threshold: str,
    measured: str,
    sentence: str,
    answer: Answer = Answer.MET,
    *,
    provisional: bool = False,
) -> Assessment:
    return Assessment(
        code=code,
        answer=answer,
        article=article,
        source="wetten.overheid.nl",
        measured=measured,
        threshold=threshold,
        sentence_nl=sentence,
        sentence_en=f"{sentence} (English)",
        provisional=provisional,
    )


WBI_RULES = (
    rule(
        "WBI-04",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 200 woningen",
        "412 woningen",
        "Het project voegt netto 412 woningen toe; nodig zijn er ten minste 200.",
    ),
    rule(
        "WBI-05",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 50%",
        "69,9%",
        "Van de toegevoegde woningen is 69,9% betaalbaar; nodig is ten minste 50%.",
    ),
    rule(
        "WBI-06",
        "artikel 3, derde lid, Regeling Woningbouwimpuls 2020",
        "ten minste 50%",
        "52,4%",
        "De eigen bijdrage is 52,4% van het tekort; nodig is ten minste 50%.",
    ),
    rule(
        "WBI-08",
        "artikel 3, tweede lid, Regeling Woningbouwimpuls 2020",
        "uiterlijk 07-09-2029",
        "01-03-2027",
        "De bouw begint op 01-03-2027; dat moet uiterlijk op 07-09-2029.",
    ),
)
WBI_UNMET = (
    rule(
        "WBI-04",
        "artikel 3, eerste lid, Regeling Woningbouwimpuls 2020",
        "ten minste 200 woningen",
        "199 woningen",
        "Het project voegt netto 199 woningen toe; nodig zijn er ten minste 200.",
        Answer.NOT_MET,
    ),
    *WBI_RULES[1:],
)
GB_RULES = (
    rule(
        "GB-02",
        "artikel 3, tweede lid, Tijdelijke regeling specifieke uitkering gebiedsbudget",
        "gebied in de bijlage",
        "Zwolle Spoorzone",
        "Het gebied Zwolle Spoorzone staat in de bijlage.",
    ),
    rule(
        "GB-07",
        "artikel 6, vijfde lid, Tijdelijke regeling specifieke uitkering gebiedsbudget",
        "ten minste 50%",
        "66,7%",
        "Van de woningen is 66,7% betaalbaar; nodig is ten minste 50%.",
    ),
)
RS_RULES = (
    rule(
        "RS-02",
        "artikel 2.1, tweede lid, Tijdelijke regeling realisatiestimulans",
        "2025 tot en met 2029",
        "2025",
        "De bouw begon in 2025; dat moet in de jaren 2025 tot en met 2029.",
    ),
)
BER_RULES = (
    rule(
        "BER-03",
        "beleid van de ronde, naar Stcrt. 2023, 27298",
        "ten minste 500 woningen",
        "1.850 woningen",
        "Het werk maakt 1.850 woningen bereikbaar; nodig zijn er ten minste 500.",
        provisional=True,
    ),
    rule(
        "BER-04",
        "beleid van de ronde",
        "ten minste 50%",
        "50%",
        "De regio betaalt 50% van de kosten; nodig is ten minste 50%.",
        provisional=True,
    ),
)
CEILING_REASONS = (
    Reason(
        code="ALL-01",
        article="artikel 6, eerste lid, onderdeel c, Besluit Woningbouwimpuls 2020",
        nl="Met dit project erbij zouden met hetzelfde geld 214 betaalbare woningen minder "
        "mogelijk zijn.",
        en="With this project the same money would make 214 fewer affordable homes possible.",
    ),
    Reason(
        code="ALL-02",
        article="beleid van de ronde",
        nl="Bij een gevraagd bedrag van ten hoogste € 3.900.000 was het project wel gekozen.",
        en="At a requested amount of at most €3,900,000 the project would have been chosen.",
    ),
)


def wbi(number: str = "WBI-2026-0042", **changes: Any) -> WoningbouwimpulsApplication:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0193",
        "municipality": "Zwolle",
        "project_id": "ZW-07",
        "project_name": "Kop van de Haven",
        "received_at": "2026-05-12T10:30",
        "requested": Euro.euros(4_350_000),
        "homes": StatedHomes(
            social_rent=136, mid_rent=92, affordable_purchase=60, other=124, demolished=0
        ),
        "first_start": date(2027, 3, 1),
        "last_start": date(2031, 9, 1),
        "shortfall": Euro.euros(9_870_000),
        "own_contribution": Euro.euros(5_170_000),
        "third_party": Euro.euros(250_000),
        "public_revenue": Euro.euros(100_000),
        "financial_coherence": True,
        "geographical_coherence": True,
        "organisational_coherence": False,
        "costs": ActivityCosts(access=Euro.euros(6_120_000), soil=Euro.euros(3_750_000)),
        "score_necessity": Decimal("7.25"),
        "score_effectiveness": Decimal("8"),
        "score_efficiency": Decimal("6.5"),
        "score_housing_task": Decimal("6"),
    }
    return WoningbouwimpulsApplication(**(values | changes))


def gb(number: str = "GB-2026-0011", **changes: Any) -> GebiedsbudgetApplication:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0193",
        "project_id": "ZW-SPOOR",
        "project_name": "Spoorzone fase 2",
        "received_at": "2026-04-20T09:00",
        "requested": Euro.euros(18_400_000),
        "homes": StatedHomes(social_rent=500, mid_rent=300, affordable_purchase=200, other=500),
        "area": "Zwolle Spoorzone",
        "costs": MeasureCosts(
            public_space=Euro.euros(12_100_000),
            nuisance=Euro.euros(4_200_000),
            climate=Euro.euros(2_100_000),
        ),
        "compensable_vat": Euro.euros(2_350_000),
        "shortfall": Euro.euros(31_250_000),
        "measures_ready": date(2036, 12, 31),
    }
    return GebiedsbudgetApplication(**(values | changes))


def rs(number: str = "RS-2026-0344", **changes: Any) -> RealisatiestimulansStatement:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0344",
        "received_at": "2026-04-15T14:00",
        "homes": StatedHomes(social_rent=620, mid_rent=410, affordable_purchase=214, other=0),
        "start_year": 2025,
        "already_subsidised": 44,
    }
    return RealisatiestimulansStatement(**(values | changes))


def ber(number: str = "BER-2026-0007", **changes: Any) -> BereikbaarheidApplication:
    values: dict[str, Any] = {
        "application_id": number,
        "municipality_code": "GM0518",
        "project_id": "DH-LR-3",
        "project_name": "Lightrailhalte Binckhorst-Zuid",
        "received_at": "2026-05-28T16:45",
        "requested": Euro.euros(24_500_000),
        "homes": StatedHomes(social_rent=560, mid_rent=430, affordable_purchase=270, other=590),
        "works": Works.PUBLIC_TRANSPORT,
        "inside_large_scale_area": True,
        "total_cost": Euro.euros(49_000_000),
        "regional_share": Euro.euros(24_500_000),
        "works_start": date(2028, 1, 15),
        "homes_opened_up": 1850,
        "compensable_vat": Euro.euros(3_100_000),
    }
    return BereikbaarheidApplication(**(values | changes))


KEYS: dict[type[Application], str] = {
    WoningbouwimpulsApplication: "woningbouwimpuls",
    GebiedsbudgetApplication: "gebiedsbudget",
    RealisatiestimulansStatement: "realisatiestimulans",
    BereikbaarheidApplication: "bereikbaarheid",
}
RULES: dict[str, tuple[Assessment, ...]] = {
    "woningbouwimpuls": WBI_RULES,
    "gebiedsbudget": GB_RULES,
    "realisatiestimulans": RS_RULES,
    "bereikbaarheid": BER_RULES,
}


def decided(
    application: Application,
    outcome: Outcome,
    amount: Euro | None = None,
    *,
    requested: Euro | None = None,
    vat: Euro = ZERO,
    payments: tuple[Payment, ...] | None = None,
    rules: tuple[Assessment, ...] | None = None,
    reasons: tuple[Reason, ...] = (),
    rank: int | None = None,
) -> Decided:
    key = KEYS[type(application)]
    asked = requested or application.requested or ZERO
    granted = outcome in (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
    given = (asked if amount is None else amount) if granted else ZERO
    paid = payments if payments is not None else (Payment(year=2026, amount=given),)
    return Decided(
        application=application,
        assessments=RULES[key] if rules is None else rules,
        award=Award(
            application_id=application.application_id,
            instrument=key,
            project_id=application.project_id or application.municipality_code,
            municipality_code=application.municipality_code,
            outcome=outcome,
            requested=asked,
            amount=given,
            compensable_vat=vat,
            payable=given - vat,
            homes=application.homes_by_segment if granted else NO_HOMES,
            rank=rank,
            payments=paid if granted else (),
            reasons=reasons,
        ),
    )


PRO_RATA = Reason(
    code="RS-04",
    article="artikel 2.2, tweede lid, Tijdelijke regeling realisatiestimulans",
    nl="Het beschikbare bedrag is 87,5% van wat alle opgaven samen vragen.",
    en="The money available is 87.5% of what all statements ask together.",
)


def every_decision() -> tuple[Decided, ...]:
    """One decision for each instrument and outcome, and two that give no letter."""
    refused_rule, refused_ceiling = Outcome.REFUSED_RULE, Outcome.REFUSED_CEILING
    claim = Euro.euros(8_400_000)
    made = [
        decided(wbi(), Outcome.GRANTED, rank=12),
        decided(wbi("WBI-2026-0043"), Outcome.PARTLY_GRANTED, Euro.euros(3_200_000),
                reasons=CEILING_REASONS, rank=31),
        decided(wbi("WBI-2026-0044", homes=StatedHomes(social_rent=139, other=60)), refused_rule,
                rules=WBI_UNMET),
        decided(wbi("WBI-2026-0045"), refused_ceiling, reasons=CEILING_REASONS, rank=44),
        decided(gb(), Outcome.GRANTED, vat=Euro.euros(2_350_000)),
        decided(gb("GB-2026-0012"), Outcome.PARTLY_GRANTED, Euro(1_500_000_033),
                vat=Euro(191_576_087), reasons=CEILING_REASONS[:1],
                payments=(Payment(year=2026, amount=Euro(750_000_016)),
                          Payment(year=2027, amount=Euro(750_000_017)))),
        decided(gb("GB-2026-0013"), refused_rule,
                rules=(GB_RULES[0].model_copy(update={"answer": Answer.NOT_MET}), GB_RULES[1])),
        decided(gb("GB-2026-0014"), refused_ceiling, reasons=CEILING_REASONS[:1]),
        decided(rs(), Outcome.GRANTED, requested=claim),
        decided(rs("RS-2026-0345"), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000),
                requested=claim, reasons=(PRO_RATA,)),
        decided(rs("RS-2026-0346"), refused_rule, requested=claim,
                rules=(RS_RULES[0].model_copy(update={"answer": Answer.NOT_MET}),)),
        decided(rs("RS-2026-0347"), refused_ceiling, requested=claim, reasons=CEILING_REASONS[:1]),
        decided(ber(), Outcome.GRANTED, vat=Euro.euros(3_100_000), rank=3,
                payments=tuple(Payment(year=year, amount=Euro.euros(6_125_000))
                               for year in range(2027, 2031))),
        decided(ber("BER-2026-0008"), Outcome.PARTLY_GRANTED, Euro.euros(20_000_000),
                vat=Euro.euros(2_530_612), reasons=CEILING_REASONS[:1]),
        decided(ber("BER-2026-0009"), refused_rule,
                rules=(BER_RULES[0], BER_RULES[1].model_copy(update={"answer": Answer.NOT_MET}))),
        decided(ber("BER-2026-0010"), refused_ceiling, reasons=CEILING_REASONS[:1], rank=88),
        decided(wbi("WBI-2026-0050", score_necessity=None), Outcome.NEEDS_JUDGEMENT),
        decided(wbi("WBI-2026-0051", withdrawn_on=date(2026, 6, 1)), Outcome.WITHDRAWN),
    ]  # fmt: skip
    return tuple(made)


def dossier(decisions: tuple[Decided, ...] | None = None, **changes: Any) -> Dossier:
    """The approved round, to be sent on Monday 7 September 2026."""
    decisions = every_decision() if decisions is None else decisions
    awards = tuple(d.award for d in decisions)
    values: dict[str, Any] = {
        "policy": policy(),
        "policy_hash": POLICY_HASH,
        "allocation": Allocation(
            round="2026-1",
            policy_hash=POLICY_HASH,
            status=Status.PROVEN,
            totals=Totals(
                applications=len(awards),
                granted=sum(1 for a in awards if a.amount),
                requested=Euro.total(a.requested for a in awards),
                amount=Euro.total(a.amount for a in awards),
                homes=NO_HOMES,
                affordable_homes=0,
            ),
            certificate=Certificate(
                valid=True, digest=DIGEST, checks=(), stages=(), rests_on="twee programma's"
            ),
            inputs=(("batch1.xlsx", "0" * 64),),
            awards=awards,
        ),
        "decided": decisions,
        "approval": Approval(
            maker="S. Vermeulen", approver="Y. Haddou", on=date(2026, 9, 4), digest=DIGEST
        ),
        "sent_on": date(2026, 9, 7),
        "example": True,
    }
    return Dossier(**(values | changes))


LOW_SCORE = rule(
    "WBI-17",
    "artikel 7, eerste lid, onderdeel b, van de Regeling Woningbouwimpuls 2020",
    "5,5",
    "5,2",
    "De score voor efficiëntie is 5,2. Noodzaak, effectiviteit en efficiëntie moeten elk ten "
    "minste 5,5 zijn.",
    Answer.NOT_MET,
)
ALL_PRO_RATA = Reason(
    code="MONEY-PRO-RATA",
    article="artikel 2.2, tweede lid, Tijdelijke regeling realisatiestimulans",
    nl="Alle opgaven samen zijn hoger dan het plafond van € 1.486.000.000.",
    en="All statements together exceed the ceiling of €1,486,000,000.",
)


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
