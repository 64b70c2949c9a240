"""When the letters of a round were sent."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from . import changes
from .allocations import newest_allocation


def published_on(session: Session, round_id: str) -> date | None:
    """The date of the letters of the list that stands; ``None`` before they are written."""
    stored = newest_allocation(session, round_id)
    if stored is None:
        return None
    known = session.exec(
        select(changes.Publication.on).where(changes.Publication.allocation_id == stored.id)
    ).first()
    return date.fromisoformat(known) if known is not None else None
