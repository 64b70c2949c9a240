"""The applications that a round keeps, in all their versions."""

from __future__ import annotations

from sqlmodel import Session, col, select

from . import tables


def latest(session: Session, round_id: str, application_id: str) -> tables.Application | None:
    """The newest good version of an application in a round."""
    return session.exec(
        select(tables.Application)
        .where(
            tables.Application.round_id == round_id,
            tables.Application.application_id == application_id,
            tables.Application.application_json != "",
        )
        .order_by(col(tables.Application.version).desc())
    ).first()
