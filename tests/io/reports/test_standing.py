"""What a report claims: the goals, the ledger, what is provisional, and what the proof rests on."""

from __future__ import annotations

import re
from datetime import date

import pytest

from verdeelsleutel.grants.applications.assessment import Answer, Assessment
from verdeelsleutel.grants.decisions.allocation import Approval, Basis, Status
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.ledger import booking
from verdeelsleutel.grants.ledger.ledger import (
    Account,
    Balances,
    Cell,
    ceilings_of,
    charges_of,
)
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.io.reports.figures import figures
from verdeelsleutel.io.reports.frames import known
from verdeelsleutel.io.reports.national import national_goals
from verdeelsleutel.io.reports.title import identity, standing
from verdeelsleutel.io.reports.web_page.page import report_page
from verdeelsleutel.io.reports.words import Words
from verdeelsleutel.io.steps.report import ledger_fault

from .rounds import dossier

NL, EN = Words("nl"), Words("en")


def _ledger(round_: Dossier) -> Balances:
    """The ledger as the steps of the round post it: opened, reserved and committed."""
    now = Balances(ceilings_of(round_.policy))
    now = now.after(booking.opened(now))
    charges = charges_of(round_.policy, round_.allocation.awards)
    now = now.after(booking.reserved(now, charges))
    return now.after(booking.committed(now))


def _with_a_marginal_award(round_: Dossier, next_window: Euro) -> Dossier:
    awards = tuple(
        award.model_copy(update={"next_window": next_window})
        if award.application_id == "WBI-003"
        else award
        for award in round_.allocation.awards
    )
    allocation = round_.allocation.model_copy(update={"awards": awards})
    decided = tuple(
        one.model_copy(update={"award": award})
        for one, award in zip(round_.decided, awards, strict=True)
    )
    return round_.model_copy(update={"allocation": allocation, "decided": decided})


@pytest.mark.parametrize("marginal", [0, 700_000_001], ids=["whole", "in two parts"])
def test_every_commitment_of_the_report_is_that_of_the_ledger_to_the_cent(marginal: int) -> None:
    round_ = _with_a_marginal_award(dossier(), Euro(marginal))
    found, ledger = figures(round_), _ledger(round_)
    assert ledger.faults() == ()
    rows = found.commitments.to_dict("records")
    cells = [Cell(row["fund"], row["scheme"], int(row["year"])) for row in rows]
    assert cells == list(ledger.cells)
    for cell, row in zip(cells, rows, strict=True):
        assert int(row["amount"]) == ledger.of(cell, Account.COMMITTED).cents
        if cell in ledger.ceilings:
            assert known(row["ceiling"]) == ledger.ceiling(cell).cents
            assert known(row["free"]) == ledger.room(cell).cents
    by_fund = {row["fund"]: row for row in found.funds.to_dict("records")}
    by_scheme = {row["scheme"]: row for row in found.schemes.to_dict("records")}
    for cell in ledger.ceilings:
        row = by_scheme[cell.instrument] if cell.instrument else by_fund[cell.fund]
        assert known(row["free"]) == ledger.room(cell).cents


def test_a_ledger_that_is_a_cent_off_the_report_is_named_by_its_cell() -> None:
    round_ = dossier()
    ledger = _ledger(round_)
    assert ledger_fault(round_, ledger) == ""
    withdrawn = ledger.after(booking.released(ledger, "GB-001"))
    assert ledger_fault(round_, withdrawn) == ""
    awards = [award for award in round_.allocation.awards if award.application_id != "RS-002"]
    short = Balances(ceilings_of(round_.policy))
    short = short.after(booking.opened(short))
    short = short.after(booking.reserved(short, charges_of(round_.policy, awards)))
    assert ledger_fault(round_, short) == (
        "vro, de geldbron, 2026: het rapport telt 10497700100 cent aan verplichtingen, "
        "het grootboek 10490000100."
    )


def test_what_the_next_window_pays_is_free_under_this_ceiling() -> None:
    round_ = _with_a_marginal_award(dossier(), Euro(700_000_001))
    schemes = figures(round_).schemes.set_index("scheme")
    free = schemes["free"].loc["woningbouwimpuls"]
    assert free == 12_000_000_000 - 7_950_000_100 + 700_000_001
    page = report_page(round_, figures(round_), NL)
    assert "Ten laste van het volgende tijdvak</dt><dd>€\u00a07.000.000,01" in page


def test_the_page_tells_the_national_goals_with_where_the_round_stands() -> None:
    round_ = dossier()
    goals = national_goals(round_, figures(round_), NL)
    assert [goal.reached for goal in goals] == [False, True, True, None, None]
    assert "100.000" in goals[0].target
    assert goals[1].target == "2/3"
    assert goals[2].target == "30%"
    assert goals[2].sentence == (
        "Van de gesteunde woningen is 34,9% sociale huur. Het doel is ten minste 30%."
    )
    assert goals[3].target == ""
    assert goals[4].sentence == (
        "Aanvragen op een doorbraaklocatie: 1. Toegekend: 1, samen "
        "310 betaalbare woningen voor €\u00a025.000.000."
    )
    page = report_page(round_, figures(round_), NL)
    assert page.count('<td class="unmet">✗ nee') == 3  # one of these, two of the limits
    english = report_page(round_, figures(round_), EN)
    assert "The goal is 100,000 homes a year" in english


def _resting_on(basis: Basis, solver: str) -> Dossier:
    round_ = dossier()
    certificate = round_.allocation.certificate
    assert certificate is not None
    stages = tuple(
        stage.model_copy(update={"basis": basis, "solver": solver}) for stage in certificate.stages
    )
    certificate = certificate.model_copy(update={"stages": stages})
    allocation = round_.allocation.model_copy(update={"certificate": certificate})
    return round_.model_copy(update={"allocation": allocation})


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("basis", "solver", "claim", "rests_on"),
    [
        (
            Basis.EXACT_BOUND, "HiGHS", "bewezen optimaal",
            "een grens in breuken, nagerekend zonder rekenprogramma; "
            "de lijst is gevonden met HiGHS",
        ),
        (
            Basis.TWO_SOLVERS, "HiGHS and CBC", "optimaal volgens CBC en HiGHS",
            "twee rekenprogramma's die elk op zichzelf hetzelfde vonden: CBC en HiGHS",
        ),
        (
            Basis.ONE_SOLVER, "HiGHS", "optimaal volgens HiGHS",
            "één rekenprogramma, niet door een tweede bevestigd: HiGHS",
        ),
        (
            Basis.NOTHING, "HiGHS", "nageteld; dat geen betere verdeling bestaat, is niet bewezen",
            "niets: alleen de bedragen en grenzen zijn nageteld",
        ),
    ],
)  # fmt: skip
def test_the_report_claims_no_more_than_is_proven(
    basis: Basis, solver: str, claim: str, rests_on: str
) -> None:
    round_ = _resting_on(basis, solver)
    assert standing(round_, NL) == claim
    assert dict(identity(round_, NL))["Het bewijs rust op"] == rests_on
    page = report_page(round_, figures(round_), NL)
    assert ("bewezen optimaal" in page) == (basis is Basis.EXACT_BOUND)


@pytest.mark.parametrize(
    ("own", "nl", "en"),
    [(0, "bewezen optimaal", "proven optimal"),
     (1, "bewezen optimaal binnen de verdeelregels van de regelingen",
      "proven optimal within the schemes' rules of distribution"),
     (None, "volgt uit de verdeelregels van de regelingen, en is nagerekend",
      "follows from the schemes' rules of distribution, and was recalculated")],
)  # fmt: skip
def test_a_ranking_is_not_said_to_be_the_best_that_there_is(
    own: int | None, nl: str, en: str
) -> None:
    round_ = _resting_on(Basis.EXACT_BOUND, "HiGHS")
    schemes = {
        key: one.model_copy(
            update={"rule": DistributionRule.RANK if own is None or place < own
                    else DistributionRule.OPTIMISE}
        )
        for place, (key, one) in enumerate(round_.policy.instruments.items())
    }  # fmt: skip
    under = round_.policy.model_copy(update={"instruments": schemes})
    for words, told in ((NL, nl), (EN, en)):
        assert standing(round_.model_copy(update={"policy": under}), words) == told


@pytest.mark.parametrize(
    ("bound", "claim"),
    [
        (
            1_240,
            "niet bewezen; deze verdeling steunt 1.200 betaalbare woningen, de grens is 1.240: een "
            "verschil van 40",
        ),
        (1_200, "niet bewezen; een grens in woningen is niet gevonden"),
    ],
)
def test_a_list_that_is_not_proven_says_so_with_the_gap_and_the_names_of_two(
    bound: int, claim: str
) -> None:
    round_ = _resting_on(Basis.NOTHING, "HiGHS")
    certificate = round_.allocation.certificate
    assert certificate is not None
    homes = certificate.stages[0].model_copy(
        update={"name": "affordable homes", "value": 1_200, "bound": bound, "proven": False}
    )
    allocation = round_.allocation.model_copy(
        update={
            "status": Status.NOT_PROVED,
            "totals": round_.allocation.totals.model_copy(update={"affordable_homes": 1_200}),
            "certificate": certificate.model_copy(update={"stages": (homes,)}),
        }
    )
    approval = Approval(
        maker="A. de Vries",
        first="C. Smit",
        approver="B. Jansen",
        on=date(2026, 6, 15),
        digest=certificate.digest,
    )
    round_ = round_.model_copy(update={"allocation": allocation, "approval": approval})
    assert standing(round_, NL) == claim
    assert dict(identity(round_, NL))["Vaststelling"] == (
        "niet bewezen, en daarom op twee namen: voorbereid door A. de Vries, vastgesteld door "
        "C. Smit en B. Jansen op 15 juni 2026"
    )


def test_a_rule_that_is_provisional_is_marked_where_its_result_is_shown() -> None:
    round_ = dossier()
    rule = Assessment(
        code="BER-03", answer=Answer.MET, article="voorlopig kader", source="beleid",
        measured="€ 1", threshold="€ 2", sentence_nl="Voldoet.", sentence_en="Met.",
        valid_from=date(2025, 1, 1), provisional=True,
    )  # fmt: skip
    decided = tuple(
        one.model_copy(update={"assessments": (rule,)})
        if one.application.application_id.startswith("BER")
        else one
        for one in round_.decided
    )
    round_ = round_.model_copy(update={"decided": decided})
    page = report_page(round_, figures(round_), NL)
    assert page.count("<dt>Voorlopige regels</dt><dd>BER-03</dd>") == 3
    assert "Bij 3 aanvragen is een regel getoetst die voorlopig is" in page


@pytest.mark.parametrize(
    ("code", "outcome", "phrase"),
    [
        (
            "MONEY-NOT-CHOSEN",
            "refused_ceiling",
            "Past niet naast de toekenningen binnen geld en voorwaarden",
        ),
        ("MONEY-FITS", "granted", "Past in de verdeling"),
        ("WBI-04", "refused_rule", "Voldoet niet aan WBI-04"),
        ("WBI-16", "needs_judgement", "Wacht op een oordeel over WBI-16"),
        ("WITHDRAWN", "withdrawn", "Ingetrokken"),
    ],
)
def test_the_page_says_in_words_what_a_code_means(code: str, outcome: str, phrase: str) -> None:
    assert NL.code(code, outcome) == phrase


def test_no_code_of_the_division_stands_bare_on_the_page() -> None:
    round_ = dossier()
    page = report_page(round_, figures(round_), NL)
    assert re.findall(r"<summary>[A-Z]+-[A-Z0-9-]+</summary>", page) == []
