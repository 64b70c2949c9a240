"""What every act of completing asks: a round that has it, an officer who may, and a reason."""

from __future__ import annotations

from ....grants.lives.round import Step
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ..actor import Actor
from ..state import permit

_SHORTEST_REASON = 10


def permit_completing(reader: RoundReader, who: Actor) -> None:
    """Refuse whoever may not ask for a completion, or decide on one.

    Raises:
        RefusedByProcess: the state or the role forbids it, or the round is of the first edition.
    """
    permit(reader, Step.COMPLETE, who)
    if not reader.policy.tells_all:
        raise RefusedByProcess(
            f"Ronde {reader.id} is geopend voordat dit programma om aanvulling kon vragen; zij "
            "houdt de regels waarmee zij is verzegeld."
        )


def require_reason(reason: str) -> None:
    """Refuse an act about completing that nobody gave a reason for.

    Raises:
        WrongUse: the reason is missing or too short.
    """
    if len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in een zin van ten minste {_SHORTEST_REASON} tekens waarom."
        )
