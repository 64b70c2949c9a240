"""Rounds built by hand, small enough to add up on paper, with names that try to break out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from verdeelsleutel.grants.applications.application import Application, Payment
from verdeelsleutel.grants.applications.finding import Finding, Severity
from verdeelsleutel.grants.decisions.allocation import (
    Allocation,
    Approval,
    Award,
    Certificate,
    CheckedConstraint,
    Comparison,
    Outcome,
    Stage,
    Status,
    Totals,
    Unit,
)
from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.grants.homes import NO_HOMES, Homes, StatedHomes
from verdeelsleutel.grants.ledger.years import YearLine
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.bereikbaarheid.scheme import BereikbaarheidApplication, Works
from verdeelsleutel.instruments.gebiedsbudget.application import (
    GebiedsbudgetApplication,
    MeasureCosts,
)
from verdeelsleutel.instruments.realisatiestimulans.scheme import RealisatiestimulansStatement
from verdeelsleutel.instruments.realisatiestimulans.supplements import (
    StatedSupplement,
    SupplementKind,
    YearCorrection,
)
from verdeelsleutel.instruments.woningbouwimpuls.scheme import WoningbouwimpulsApplication

from .reasons import REASONS

POLICY = Policy.model_validate(
    {
        "round": {
            "id": "2026-1",
            "title": "Voorbeeldronde woningbouw 2026",
            "kind": "example",
            "window_opens": "2026-01-12",
            "window_closes": "2026-03-13",
            "decision_date": "2026-06-15",
        },
        "funds": {
            "vro": {
                "name_nl": "Begroting Volkshuisvesting",
                "name_en": "Housing budget",
                "total": "€ 5 mld",
                "cash": {2026: "€ 60 mln", 2027: "€ 80 mln", 2028: "€ 25 mln"},
                "objection_reserve": "€ 50 mln",
            },
            "mobiliteitsfonds": {
                "name_nl": "Mobiliteitsfonds",
                "name_en": "Mobility fund",
                "total": "€ 2,5 mld",
                "cash": {2027: "€ 40 mln", 2028: "€ 40 mln"},
                "carry_over": "€ 500.000",
            },
        },
        "constraint": [
            {
                "code": "twee-derde-betaalbaar",
                "measure": "affordable_homes",
                "of": "homes",
                "at_least": "2/3",
                "hard": False,
                "source": "Nationale Woon- en Bouwagenda",
                "sentence_nl": "Ten minste twee derde van de woningen is betaalbaar.",
                "sentence_en": "At least two thirds of the homes are affordable.",
            }
        ],
        "instruments": {
            "woningbouwimpuls": {
                "fund": "vro",
                "rule": "optimise",
                "ceiling": "€ 120 mln",
                "basis": "BWbi art. 6",
                "authorised_by": ["A. de Vries", "B. Jansen"],
            },
            "gebiedsbudget": {"fund": "vro", "rule": "optimise", "ceiling": "€ 60 mln"},
            "realisatiestimulans": {"fund": "vro", "rule": "optimise"},
            "bereikbaarheid": {
                "fund": "mobiliteitsfonds",
                "rule": "optimise",
                "ceiling": "€ 90 mln",
            },
        },
    }
)


@dataclass(frozen=True)
class Line:
    """One application and what became of it. Amounts in cents, homes by segment."""

    number: str
    scheme: str
    place: str
    project: str | None
    project_id: str
    outcome: Outcome
    requested: int
    amount: int
    homes: tuple[int, int, int, int]
    paid: Mapping[int, int]
    nplv: str | None = None
    breakthrough: str | None = None


G, P, R, C = (
    Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED_RULE, Outcome.REFUSED_CEILING,
)  # fmt: skip
W, B, S, M = "woningbouwimpuls", "bereikbaarheid", "realisatiestimulans", "gebiedsbudget"

LINES = (
    Line("WBI-001", W, "GM0363", "=1+1", "P-01", G, 2_150_000_001, 2_150_000_001,
         (120, 80, 100, 150), {2026: 1_000_000_001, 2027: 1_150_000_000}, "Nieuw-West"),
    Line("WBI-002", W, "GM0599", '<script>alert("x")</script>', "P-02", G, 3_300_000_099,
         3_300_000_099, (210, 40, 90, 120), {2026: 2_000_000_000, 2027: 1_300_000_099}, "Zuid"),
    Line("WBI-003", W, "GM0344", "Merwede & Kanaalzone", "P-03", P, 4_000_000_000, 2_500_000_000,
         (150, 100, 60, 90), {2026: 1_000_000_000, 2027: 1_500_000_000}, None, "ja"),
    Line("WBI-004", W, "GM0518", "+31 Binckhorst", "P-04", C, 5_600_000_000, 0, (0, 0, 0, 0), {}),
    Line("WBI-005", W, "GM0014", "@Suikerzijde", "P-05", R, 900_000_000, 0, (0, 0, 0, 0), {}),
    Line("WBI-006", W, "GM0153", "-Kop van Enschede", "P-06", Outcome.NEEDS_JUDGEMENT,
         1_200_000_000, 0, (0, 0, 0, 0), {}),
    Line("WBI-007", W, "GM0935", "Sphinxkwartier </table> 'citaat'", "P-07", Outcome.WITHDRAWN,
         700_000_000, 0, (0, 0, 0, 0), {}),
    Line("GB-001", M, "GM0363", "Haven-Stad", "P-08", G, 2_400_000_000, 2_400_000_000,
         (300, 200, 150, 350), {2026: 1_200_000_000, 2028: 1_200_000_000}),
    Line("GB-002", M, "GM0772", "Knoop XL", "P-09", C, 4_100_000_000, 0, (0, 0, 0, 0), {}),
    Line("RS-001", S, "GM0363", None, "RS-GM0363-2026", G, 140_000_000, 140_000_000,
         (150, 30, 20, 0), {2026: 140_000_000}),
    Line("RS-002", S, "GM1680", None, "RS-GM1680-2026", G, 7_700_000, 7_700_000,
         (8, 0, 3, 0), {2026: 7_700_000}),
    Line("BER-001", B, "GM0344", "HOV-baan Merwede", "P-03", G, 6_000_000_033, 6_000_000_033,
         (150, 100, 60, 90), {2027: 3_000_000_033, 2028: 3_000_000_000}),
    Line("BER-002", B, "GM0034", "Brug Pampus", "P-12", G, 1_700_000_000, 1_700_000_000,
         (90, 60, 70, 200), {2027: 900_000_000, 2028: 800_000_000}),
    Line("BER-003", B, "GM0772", "Fietsroute Eindhoven–Veldhoven", "P-13", C, 2_000_000_000, 0,
         (0, 0, 0, 0), {}),
)  # fmt: skip


# Earlier years and a supplement beside two awards: the first pays less, the second owes more than
# it gets, so that € 63.000 is carried to its next statement.
BESIDE: Mapping[str, Mapping[str, Any]] = {
    "RS-001": {
        "corrections": (
            YearCorrection(start_year=2025, stated=300, actual=290, price=Euro.euros(7_000)),
        ),
        "supplements": (
            StatedSupplement(
                purpose=SupplementKind.PUBLIC_SPACE, year=2027, area="Utrecht Overvecht",
                costs=Euro(121_000_001), compensable_vat=Euro(21_000_000),
            ),
        ),
    },
    "RS-002": {
        "corrections": (
            YearCorrection(start_year=2025, stated=30, actual=10, price=Euro.euros(7_000)),
        ),
    },
}  # fmt: skip


def award_of(line: Line) -> Award:
    return Award(
        application_id=line.number,
        instrument=line.scheme,
        project_id=line.project_id,
        municipality_code=line.place,
        outcome=line.outcome,
        requested=Euro(line.requested),
        amount=Euro(line.amount),
        compensable_vat=Euro(line.amount // 10),
        payable=Euro(line.amount - line.amount // 10),
        homes=_homes(line),
        rank=int(line.number.split("-")[1]),
        payments=tuple(Payment(year=y, amount=Euro(c)) for y, c in line.paid.items()),
        reasons=(REASONS[line.outcome],),
    )


def _homes(line: Line) -> Homes:
    social, mid, purchase, other = line.homes
    return Homes(social_rent=social, mid_rent=mid, affordable_purchase=purchase, other=other)


def application_of(line: Line) -> Application:
    common: dict[str, Any] = {
        "application_id": line.number,
        "municipality_code": line.place,
        "project_id": line.project_id,
        "project_name": line.project,
        "received_at": datetime.fromisoformat("2026-02-02T09:30"),
        "requested": Euro(line.requested),
        "homes": StatedHomes(social_rent=200, mid_rent=60, affordable_purchase=80, other=110),
        "nplv_area": line.nplv,
        "breakthrough_location": line.breakthrough,
        "contact": "Piet Geheim",
        "email": "piet.geheim@voorbeeld.nl",
    }
    cost = Euro(line.requested)
    if line.scheme == S:
        beside = BESIDE.get(line.number, {})
        return RealisatiestimulansStatement(**common, start_year=2026, **beside)
    if line.scheme == M:
        costs = MeasureCosts(public_space=cost, nuisance=ZERO, climate=ZERO)
        return GebiedsbudgetApplication(
            **common, area="Metropoolregio", costs=costs, shortfall=cost
        )
    if line.scheme == B:
        return BereikbaarheidApplication(
            **common,
            works=Works.PUBLIC_TRANSPORT,
            inside_large_scale_area=True,
            total_cost=cost * 2,
            regional_share=cost,
            works_start=date(2027, 3, 1),
            homes_opened_up=400,
        )
    return WoningbouwimpulsApplication(
        **common,
        shortfall=cost * 2,
        own_contribution=cost,
        financial_coherence=True,
        geographical_coherence=True,
        organisational_coherence=False,
    )


def supported(lines: Iterable[Line]) -> Homes:
    """Homes of the round: a project in two lines states the same homes, which count once."""
    found: dict[str, Homes] = {}
    for line in lines:
        if line.amount:
            found.setdefault(line.project_id, _homes(line))
    return sum(found.values(), NO_HOMES)


def _year(fund: str, instrument: str, year: int, **amounts: int) -> YearLine:
    return YearLine(
        fund=fund, instrument=instrument, year=year,
        **{name: Euro(cents) for name, cents in amounts.items()},
    )  # fmt: skip


# The ledgers of this round and of one before it, of which only that one has the last fund.
YEARS = (
    _year("mobiliteitsfonds", "", 2026, ceiling=250_000_000_000, committed=4_000_000_011,
          free=245_999_999_989),
    _year("mobiliteitsfonds", "bereikbaarheid", 2026, committed=4_000_000_011),
    _year("mobiliteitsfonds", "bereikbaarheid", 2027, to_pay=4_000_000_011),
    _year("vro", "", 2026, ceiling=495_000_000_000, reserved=7_700_000, committed=14_197_700_122,
          to_pay=9_000_000_000, paid=5_197_700_122, settled=3_000_000_003, reclaimed=1_100_001,
          free=480_794_599_878),
    _year("vro", "woningbouwimpuls", 2026, reserved=7_700_000, committed=14_197_700_122,
          to_pay=9_000_000_000, paid=5_197_700_122, settled=3_000_000_003, reclaimed=1_100_001),
    _year("eerder", "", 2025, ceiling=1_000_000_099, committed=1_000_000_099, free=0),
)  # fmt: skip


def dossier(
    lines: Iterable[Line] = LINES,
    *,
    findings: tuple[Finding, ...] | None = None,
    counterpart: bool = True,
    example: bool = True,
) -> Dossier:
    """A round with these lines, its certificate, its counterpart and its approval."""
    listed = tuple(lines)
    awards = tuple(award_of(line) for line in listed)
    homes = supported(listed)
    totals = Totals(
        applications=len(awards),
        granted=sum(1 for line in listed if line.outcome in (G, P)),
        requested=Euro(sum(line.requested for line in listed)),
        amount=Euro(sum(line.amount for line in listed)),
        homes=homes,
        affordable_homes=homes.affordable,
    )
    digest = hashlib.sha256(repr(awards).encode()).hexdigest()
    return Dossier(
        policy=POLICY,
        policy_hash=hashlib.sha256(b"policy").hexdigest(),
        years=YEARS,
        allocation=Allocation(
            round="2026-1",
            policy_hash=hashlib.sha256(b"policy").hexdigest(),
            status=Status.PROVEN,
            totals=totals,
            certificate=_certificate(totals, digest),
            inputs=(("ronde.xlsx", hashlib.sha256(b"ronde").hexdigest()),),
            awards=awards,
            counterpart=_counterpart(listed) if counterpart else None,
            remarks=("Lotnummers ontbreken; de lijst is een concept.",),
        ),
        decided=tuple(
            Decided(application=application_of(line), assessments=(), award=award)
            for line, award in zip(listed, awards, strict=True)
        ),
        findings=_FINDINGS if findings is None else findings,
        approval=Approval(
            maker="A. de Vries", approver="B. Jansen", on=date(2026, 6, 15), digest=digest
        ),
        sent_on=date(2026, 6, 22),
        example=example,
    )


_FINDINGS = (
    Finding(
        code="INT-020",
        severity=Severity.WARNING,
        message="De gemeente <b>Utrecht</b> hoort niet bij code GM0344.",
        cure="Verbeter de gemeente of de gemeentecode.",
        file="ronde.xlsx",
        sheet="Woningbouwimpuls",
        cell="D17",
        value='=HYPERLINK("http://kwaad.example")',
        application_id="WBI-003",
        field="municipality",
    ),
)


def _counterpart(lines: tuple[Line, ...]) -> Comparison:
    """The law's rule: each refused for the ceiling gets all, each granted in part nothing."""
    amounts = {
        line.number: Euro(line.requested) for line in lines if line.outcome in (Outcome.GRANTED, C)
    }
    return Comparison(
        name_nl="De eigen regels van de regelingen",
        name_en="The schemes' own rules",
        affordable_homes=1_310,
        homes=Homes(social_rent=700, mid_rent=310, affordable_purchase=300, other=655),
        amount=Euro.total(amounts.values()),
        amounts=amounts,
    )


def _certificate(totals: Totals, digest: str) -> Certificate:
    homes = totals.homes
    return Certificate(
        valid=True,
        digest=digest,
        checks=(
            CheckedConstraint(
                code="plafond-woningbouwimpuls",
                sentence_nl="Het plafond van de Woningbouwimpuls wordt niet overschreden.",
                sentence_en="The ceiling of Woningbouwimpuls is not exceeded.",
                source="policy.toml, [instruments.woningbouwimpuls]",
                hard=True,
                unit=Unit.CENTS,
                value=totals.amount.cents,
                relation="<=",
                limit=120_000_000_00,
                slack=120_000_000_00 - totals.amount.cents,
            ),
            CheckedConstraint(
                code="twee-derde-betaalbaar",
                sentence_nl="Ten minste twee derde van de woningen is betaalbaar.",
                sentence_en="At least two thirds of the homes are affordable.",
                source="Nationale Woon- en Bouwagenda",
                hard=False,
                unit=Unit.ROW,
                value=3 * homes.affordable - 2 * homes.total,
                relation=">=",
                limit=0,
                slack=3 * homes.affordable - 2 * homes.total,
            ),
            CheckedConstraint(
                code="vloer-zeeland",
                sentence_nl="Zeeland krijgt ten minste 50 betaalbare woningen.",
                sentence_en="Zeeland gets at least 50 affordable homes.",
                source="policy.toml, [[constraint]] vloer-zeeland",
                hard=False,
                unit=Unit.HOMES,
                value=0,
                relation=">=",
                limit=50,
                slack=-50,
                shortfall=50,
            ),
        ),
        stages=(
            Stage(
                name="most affordable homes",
                unit=Unit.HOMES,
                value=homes.affordable,
                bound=homes.affordable,
                proven=True,
                solver="HiGHS 1.11",
            ),
        ),
        rests_on="two solvers, HiGHS and CBC, agree on every stage",
    )
