"""A small round with every instrument and outcome, built by hand as an officer would find it."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from verdeelsleutel.grants.applications.application import Application, Payment
from verdeelsleutel.grants.applications.assessment import Assessment
from verdeelsleutel.grants.decisions.allocation import (
    Allocation,
    Approval,
    Award,
    Certificate,
    Outcome,
    Reason,
    Stage,
    Status,
    Totals,
    Unit,
)
from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.grants.homes import NO_HOMES, Homes, StatedHomes
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.bereikbaarheid.scheme import BereikbaarheidApplication
from verdeelsleutel.instruments.gebiedsbudget.application import GebiedsbudgetApplication
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.setting import RuleContext
from verdeelsleutel.instruments.realisatiestimulans.scheme import (
    RealisatiestimulansStatement,
    counted_homes,
)
from verdeelsleutel.instruments.woningbouwimpuls.scheme import WoningbouwimpulsApplication
from verdeelsleutel.io.config.office import Office, load_office

from . import reasons as why
from .filed import ber, gb, rs, wbi

DIGEST = "3f6b" * 16
POLICY_HASH = "a91c" * 16
CERTIFICATE = Certificate(
    valid=True,
    digest=DIGEST,
    checks=(),
    stages=tuple(
        Stage(name=name, unit=unit, value=1, bound=1, proven=True, solver="HiGHS")
        for name, unit in (("affordable homes", Unit.HOMES), ("money", Unit.CENTS))
    ),
    rests_on="the bounds of HiGHS at zero gap; every amount and constraint on exact integers",
)
OFFICE_FILE = Path(__file__).parents[3] / "sample_applications" / "office.toml"


@cache
def sample_office() -> Office:
    """The office of the sample, of which a committee advised before these decisions."""
    office = load_office(OFFICE_FILE)
    own = office.instruments["woningbouwimpuls"]
    advised = own.model_copy(update={"advice_on": date(2026, 7, 24)})
    schemes = {**office.instruments, "woningbouwimpuls": advised}
    return office.model_copy(update={"instruments": schemes})


@cache
def policy(**rules: str) -> Policy:
    """The policy of the round; ``rules`` names another distribution rule for an instrument."""
    own = {
        "woningbouwimpuls": ("vro", "€ 8 mln"),
        "gebiedsbudget": ("vro", "€ 34 mln"),
        "realisatiestimulans": ("vro", "€ 16 mln"),
        "bereikbaarheid": ("mf", None),
    }
    parameters = {"gebiedsbudget": {"GB-02.Zwolle Spoorzone": "€ 18,4 mln"}}
    instruments: dict[str, Any] = {}
    for key, (fund, ceiling) in own.items():
        instruments[key] = {
            "fund": fund,
            "rule": rules.get(key, "optimise"),
            "basis": "Voorbeeldbesluit verdeling 2026, artikel 3",
            "parameters": parameters.get(key, {}),
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
                "decision_date": date(2026, 9, 4),
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
                    "total": "€ 45 mln",
                },
            },
            "instruments": instruments,
        }
    )


FEW_HOMES = StatedHomes(social_rent=139, other=60)  # one too few for the Woningbouwimpuls

KEYS: dict[type[Application], str] = {
    WoningbouwimpulsApplication: "woningbouwimpuls",
    GebiedsbudgetApplication: "gebiedsbudget",
    RealisatiestimulansStatement: "realisatiestimulans",
    BereikbaarheidApplication: "bereikbaarheid",
}


def screened(application: Application, under: Policy | None = None) -> tuple[Assessment, ...]:
    """What the rules of the program say of an application, under the policy of the round."""
    key = KEYS[type(application)]
    within = RuleContext.within(under or policy(), key, (application,))
    return instruments()[key].screen(application, within)


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
    next_window: Euro = ZERO,
    binding: tuple[str, ...] | None = None,
) -> Decided:
    key = KEYS[type(application)]
    asked = requested or application.requested or ZERO
    granted = outcome in (Outcome.GRANTED, Outcome.PARTLY_GRANTED)
    given = (asked if amount is None else amount) if granted else ZERO
    paid = payments if payments is not None else (Payment(year=2026, amount=given),)
    return Decided(
        application=application,
        assessments=screened(application) if rules is None else rules,
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
            next_window=next_window,
            homes=_supported(application) if granted else NO_HOMES,
            rank=rank,
            payments=paid if granted else (),
            reasons=reasons,
            binding=_bound(key, binding)
            if outcome is Outcome.REFUSED_CEILING or _in_part(reasons)
            else None,
            bound_at=asked if _in_part(reasons) else None,
        ),
    )


def _in_part(reasons: tuple[Reason, ...]) -> bool:
    return any(one.code in ("MONEY-FEWER-STEPS", "MONEY-PRO-RATA") for one in reasons)


def _bound(key: str, codes: tuple[str, ...] | None) -> tuple[str, ...]:
    """What left no room: the ceiling of the scheme, or the fund where it has none."""
    if codes is not None:
        return codes
    return (f"CEILING-{key}",) if key != "bereikbaarheid" else ("FUND-mf",)


def _supported(application: Application) -> Homes:
    """The homes that a grant counts for: of a statement those that count (art. 2.1(3))."""
    if isinstance(application, RealisatiestimulansStatement):
        return counted_homes(application)
    return application.homes_by_segment


@cache
def every_decision() -> tuple[Decided, ...]:
    """One decision for each instrument and outcome, and two that give no letter."""
    refused_rule, refused_ceiling = Outcome.REFUSED_RULE, Outcome.REFUSED_CEILING
    claim = Euro.euros(8_400_000)
    made = [
        decided(wbi(), Outcome.GRANTED, reasons=why.WBI_FITS, rank=2),
        decided(wbi("WBI-2026-0043"), Outcome.PARTLY_GRANTED, Euro.euros(3_200_000),
                reasons=why.WBI_FEWER, rank=6),
        decided(wbi("WBI-2026-0044", homes=FEW_HOMES), refused_rule),
        decided(wbi("WBI-2026-0045"), refused_ceiling, reasons=why.WBI_NOT, rank=11),
        decided(gb(), Outcome.GRANTED, vat=Euro.euros(2_350_000), reasons=why.GB_FITS),
        decided(gb("GB-2026-0012"), Outcome.PARTLY_GRANTED, Euro(1_500_000_033),
                vat=Euro(191_576_087), reasons=why.GB_FEWER,
                payments=(Payment(year=2026, amount=Euro(750_000_016)),
                          Payment(year=2027, amount=Euro(750_000_017)))),
        decided(gb("GB-2026-0013", area="Zwolle Voorst"), refused_rule),
        decided(gb("GB-2026-0014"), refused_ceiling, reasons=why.GB_NOT),
        decided(rs(), Outcome.GRANTED, requested=claim, reasons=why.RS_FITS),
        decided(rs("RS-2026-0345"), Outcome.PARTLY_GRANTED, Euro.euros(7_350_000),
                requested=claim, reasons=why.RS_FEWER),
        decided(rs("RS-2026-0346", already_subsidised=1_244), refused_rule, requested=ZERO),
        decided(rs("RS-2026-0347"), refused_ceiling, requested=claim, reasons=why.RS_NOT),
        decided(ber(), Outcome.GRANTED, vat=Euro.euros(3_100_000), reasons=why.BER_FITS, rank=3,
                payments=tuple(Payment(year=year, amount=Euro.euros(6_125_000))
                               for year in range(2027, 2031))),
        decided(ber("BER-2026-0008"), Outcome.PARTLY_GRANTED, Euro.euros(20_000_000),
                vat=Euro.euros(2_530_612), reasons=why.BER_FEWER),
        decided(ber("BER-2026-0009", regional_share=Euro.euros(19_600_000)), refused_rule),
        decided(ber("BER-2026-0010"), refused_ceiling, reasons=why.BER_NOT, rank=17),
        decided(wbi("WBI-2026-0050", score_necessity=None), Outcome.NEEDS_JUDGEMENT),
        decided(wbi("WBI-2026-0051", withdrawn_on=date(2026, 6, 1)), Outcome.WITHDRAWN),
    ]  # fmt: skip
    return tuple(made)


def with_ceilings(whole: Policy, times: int) -> Policy:
    """The policy with every ceiling that many times as high."""
    schemes = {
        key: one.model_copy(update={"ceiling": one.ceiling * times})
        if isinstance(one.ceiling, Euro)
        else one
        for key, one in whole.instruments.items()
    }
    return whole.model_copy(update={"instruments": schemes})


def dossier(decisions: tuple[Decided, ...] | None = None, **changes: Any) -> Dossier:
    """The approved round, to be sent on Monday 7 September 2026.

    Decisions of a test's own come in a round with ceilings that hold dozens of them.
    """
    times = 1 if decisions is None else 100
    decisions = every_decision() if decisions is None else decisions
    awards = tuple(d.award for d in decisions)
    values: dict[str, Any] = {
        "policy": with_ceilings(policy(), times),
        "policy_hash": POLICY_HASH,
        "allocation": Allocation(
            round="2026-1",
            policy_hash=POLICY_HASH,
            status=Status.PROVEN,
            totals=Totals(
                applications=len(awards),
                granted=sum(1 for a in awards if a.amount),
                requested=Euro.total(a.asked for a in awards),
                amount=Euro.total(a.amount for a in awards),
                homes=NO_HOMES,
                affordable_homes=0,
            ),
            certificate=CERTIFICATE,
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
