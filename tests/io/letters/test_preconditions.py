"""What must be right before any letter of a round goes out: its basis, and who signs for whom."""

from __future__ import annotations

import pytest

from verdeelsleutel.grants.rounds.policy import RoundKind
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.letters.preconditions import faults

from .rounds import dossier, sample_office

VRO = "de minister van Volkshuisvesting en Ruimtelijke Ordening"


def told(office: Office, kind: RoundKind = RoundKind.EXAMPLE) -> str:
    whole = dossier()
    round_ = whole.policy.round.model_copy(update={"kind": kind})
    policy = whole.policy.model_copy(update={"round": round_})
    return " ".join(faults(whole.model_copy(update={"policy": policy}), office))


def office_with(key: str, **own: str) -> Office:
    office = sample_office()
    changed = office.instruments[key].model_copy(update=own)
    return office.model_copy(update={"instruments": office.instruments | {key: changed}})


def test_the_sample_round_may_go_out_as_an_example() -> None:
    assert told(sample_office()) == ""


@pytest.mark.parametrize("kind", [RoundKind.WHAT_IF, RoundKind.PLANNING])
def test_no_decision_goes_out_of_a_what_if_or_a_planning_round(kind: RoundKind) -> None:
    assert "Daarover gaan geen besluiten uit" in told(sample_office(), kind)


def test_a_real_round_without_a_basis_sends_nothing() -> None:
    found = told(sample_office(), RoundKind.REAL)
    for key in ("woningbouwimpuls", "gebiedsbudget", "realisatiestimulans", "bereikbaarheid"):
        assert f"[instruments.{key}.basis]" in found
    assert "Noem in het kantoorbestand wie echt tekent" in found


@pytest.mark.parametrize(
    "mandate",
    ["Voorbeeld-mandaatbesluit woningbouw 2026, artikel 2",
     "Voorbeeld-mandaatbesluit woningbouw 2026, artikel 9",
     "Besluit mandaat Volkshuisvesting en Ruimtelijke Ordening 2025, artikel 4"],
)  # fmt: skip
def test_a_mandate_of_the_other_minister_signs_nothing(mandate: str) -> None:
    assert "van de eigen minister" in told(office_with("bereikbaarheid", mandate=mandate))


def test_one_mandate_decision_of_one_minister_may_serve_several_schemes() -> None:
    shared = "Voorbeeld-mandaatbesluit woningbouw 2026, artikel 2"
    assert told(office_with("realisatiestimulans", mandate=shared)) == ""
    assert told(office_with("bereikbaarheid", mandate=shared, minister=VRO)) == ""
