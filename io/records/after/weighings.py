"""Weighings of what is published, as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlmodel import Session

from ....grants.after.weighing import Matter, Publicity, Weighing, WooGround
from ..rounds.register import in_order
from . import publicity

if TYPE_CHECKING:
    from ..rounds.reader import RoundReader


class StoredWeighing(Weighing):
    """A weighing with the row that it stands in.

    ``said`` is what it says of what, as its row has that, and ``confirmed`` the same of the row
    with the second name; empty where nobody confirmed it.
    """

    row_id: int = 0
    said: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def bare(self) -> Weighing:
        """The weighing without its row."""
        return Weighing.model_validate(self.model_dump(exclude={"row_id", "said", "confirmed"}))


def weighings(session: Session, round_id: str) -> tuple[StoredWeighing, ...]:
    """Every weighing of a round, oldest first, with its second name."""
    rows = in_order(session, publicity.PublicationWeighing, round_id)
    seconds = {row.confirms: row for row in rows if row.confirms is not None}
    return tuple(
        StoredWeighing(
            application_id=row.application_id,
            matter=Matter(row.matter),
            subject=row.subject,
            outcome=Publicity(row.outcome),
            ground=WooGround(row.ground) if row.ground else None,
            reason=row.reason,
            officer=row.officer,
            on=date.fromisoformat(row.on),
            confirmed_by=second.officer if (second := seconds.get(row.id or 0)) else "",
            confirmed_on=date.fromisoformat(second.on) if second else None,
            row_id=row.id or 0,
            said=_said(row),
            confirmed=_said(second) if second else (),
        )
        for row in rows
        if row.confirms is None
    )


def _said(row: publicity.PublicationWeighing) -> tuple[str, ...]:
    about = (row.application_id, row.matter, row.subject)
    return (*about, row.outcome, row.ground, row.reason)


def newest(every: Sequence[StoredWeighing]) -> dict[tuple[str, Matter, str], StoredWeighing]:
    """The newest weighing of each thing, whether or not it counts yet."""
    return {one.about: one for one in every}


def counting(every: Sequence[StoredWeighing]) -> tuple[Weighing, ...]:
    """The weighing of each thing that counts: the newest with two names, in order of what it is."""
    found = {one.about: one for one in every if one.confirmed_by}
    return tuple(found[about].bare for about in sorted(found))


def add(reader: RoundReader, one: Weighing, confirms: int | None = None) -> None:
    """Keep a weighing, or the second name under the one that it ``confirms``."""
    second = confirms is not None
    reader.session.add(
        publicity.PublicationWeighing(
            round_id=reader.id,
            application_id=one.application_id,
            matter=one.matter.value,
            subject=one.subject,
            outcome=one.outcome.value,
            ground=one.ground.value if one.ground else "",
            reason=one.reason,
            on=str(one.confirmed_on if second else one.on),
            officer=one.confirmed_by if second else one.officer,
            confirms=confirms,
        )
    )
    reader.session.flush()
