"""What a report is compared with: another round, or the same round under another policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlmodel import Session

from ..optimiser.solution import Progress
from .analysis import compare
from .approving import dossier
from .errors import WrongUse
from .policy_file import load_policy
from .records import tables
from .reports.versus import Side, side


def compared_with(
    session: Session,
    round_id: str,
    other: str,
    *,
    watch: Callable[[Progress], None] | None = None,
) -> Side:
    """The other side of a comparison: ``other`` is a round of this database or a policy file.

    Raises:
        WrongUse: it is neither.
        RefusedByProcess: the other round is not allocated yet.
        InfeasiblePolicy: no allocation keeps every hard constraint of the other policy.
    """
    if session.get(tables.Round, other) is not None:
        return side(dossier(session, other))
    path = Path(other)
    if not path.is_file():
        raise WrongUse(
            f"{other} is geen ronde in deze database en geen beleidsbestand. "
            "Noem bij --compare een van beide."
        )
    policy, _text = load_policy(path)
    found = compare(session, round_id, policy, watch=watch)
    projects = side(dossier(session, round_id)).projects
    return Side(f"{path.name} · {policy.round.title}", policy, found.after, projects)
