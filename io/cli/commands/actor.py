"""Who gives a command about a round, by the office file of that round."""

from __future__ import annotations

from sqlmodel import Session

from ...config.office import load_office
from ...rounds.actor import Actor, actor
from ...rounds.dossier import office_path
from ...rounds.state import round_of
from ..invocation import Invocation


def acting(session: Session, round_id: str, call: Invocation) -> Actor:
    """Who gives this command; the office file may be missing where nobody named it."""
    path = office_path(round_of(session, round_id), call.office)
    named = call.office is not None
    office = load_office(path) if named or path.exists() else None
    return actor(session, office, call.as_name)
