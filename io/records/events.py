"""What others did to a round since it was read: every step leaves an event that tells it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from . import tables

_DONE = {
    "approval.first": "een eerste naam onder de verdeling gezet",
    "amendment.proposed": "een wijziging voorgesteld",
    "application.withdrawn": "een intrekking vastgelegd",
    "batch.loaded": "een werkmap geladen",
    "judgement.given": "een oordeel gegeven",
    "judgement.confirmed": "een oordeel bevestigd",
    "lots.drawn": "een loting vastgelegd",
    "round.allocated": "een verdeling bewaard",
    "round.amended": "het beleid gewijzigd",
    "round.approved": "een verdeling vastgesteld",
    "round.closed": "de inname gesloten",
    "round.screened": "de ronde getoetst",
}


def done_since(session: Session, round_id: str, event: int) -> tuple[str, ...]:
    """What was done to a round after an event of the trail, each once, in Dutch."""
    since = session.exec(
        select(tables.Event.kind)
        .where(tables.Event.round_id == round_id, col(tables.Event.number) > event)
        .order_by(col(tables.Event.number))
    ).all()
    return tuple(_DONE.get(kind, f"iets gewijzigd ({kind})") for kind in dict.fromkeys(since))
