"""What a round, an application, a decision and an award go through, and how an application ends."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from ...grants.decisions.allocation import Outcome
from ...grants.lives.application import APPLICATION_LIFE, ApplicationState
from ...grants.lives.award import AWARD_LIFE, AwardState
from ...grants.lives.decision import DECISION_LIFE, DecisionState
from ...grants.lives.life import Life
from ...grants.lives.round import LIFE, ROLES_NL, Move, RoundState, next_steps
from ..wording.outcomes import outcome_in
from .marks import code, page, section, table, text

StateT = TypeVar("StateT", bound=StrEnum)
EventT = TypeVar("EventT", bound=StrEnum)


def state_pages() -> dict[str, str]:
    """The page of the states, and that of the outcomes."""
    return {"toestanden": _states(), "uitkomsten": _outcomes()}


def _outcomes() -> str:
    kinds = {
        True: "nog geen besluit",
        False: "besluit",
    }
    rows = [(code(one.value), text(outcome_in(one, "nl")), kinds[one.undecided]) for one in Outcome]
    return page(
        "naslag-uitkomsten",
        "Uitkomsten",
        "Hoe een aanvraag in een verdeling eindigt. Het woord in de eerste kolom staat in "
        "`allocation.json`, in de open data en in alles wat `--json` afdrukt; dat in de tweede in "
        "brieven, verslag en op het scherm. Iedere aanvraag heeft er een, ook wie niets krijgt.",
        table(("uitkomst", "in woorden", "wat het is"), rows),
    )


def _states() -> str:
    return page(
        "naslag-toestanden",
        "Toestanden",
        "Een ronde, een aanvraag, het besluit daarop en een toekenning hebben elk een eigen "
        "levensloop. Wat niet in deze tabellen staat, kan niet gebeuren.",
        _round(),
        _life(
            "aanvraag", "Een aanvraag", APPLICATION_LIFE,
            [(one, one.dutch, _mover(one)) for one in ApplicationState],
        ),
        _life(
            "besluit", "Het besluit op een aanvraag", DECISION_LIFE,
            [(one, one.dutch, _mover(one)) for one in DecisionState],
        ),
        _life(
            "toekenning", "Een toekenning", AWARD_LIFE,
            [(one, one.dutch, "") for one in AwardState],
        ),
    )  # fmt: skip


def _mover(state: ApplicationState | DecisionState) -> str:
    mover = state.waits_for
    return mover.dutch if mover is not None else ""


def _round() -> str:
    states = [
        (code(one.value), one.dutch, ", ".join(code(f"verdeel {x.value}") for x in next_steps(one)))
        for one in RoundState
    ]
    return section(
        "toestanden-ronde",
        "Een ronde",
        table(("toestand", "in woorden", "wat nu komt"), states),
        table(("opdracht", "wat zij doet", "wanneer", "wie"), [_step(one) for one in LIFE]),
    )


def _step(move: Move) -> tuple[str, ...]:
    return (
        code(f"verdeel {move.step.value}"),
        text(move.dutch),
        ", ".join(code(one.value) for one in move.within),
        ", ".join(ROLES_NL[role] for role in move.roles),
    )


def _life(
    label: str,
    title: str,
    life: Life[StateT, EventT],
    states: Sequence[tuple[StateT, str, str]],
) -> str:
    told = [(code(one.value), text(dutch), text(waits)) for one, dutch, waits in states]
    moves = [
        (
            text(one.dutch),
            ", ".join(code(state.value) for state in one.within),
            code(one.to.value),
            text(one.by.dutch),
            text(one.article),
        )
        for one in life.table
    ]
    return section(
        f"toestanden-{label}",
        title,
        table(("toestand", "in woorden", "wacht op"), told),
        table(("gebeurtenis", "vanuit", "naar", "door", "grondslag"), moves),
    )
