"""The row of a round, and how what is read of it is kept until something is written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlmodel import Session

from .....grants.lives.round import RoundState
from ... import tables
from ...adding import times_written
from ...database import is_example
from ...trail import chain
from .. import register
from ..once import once

Value = TypeVar("Value")


class KeptRound:
    """A round by its number, as a session sees it: its row, and which tables hold rows of it."""

    def __init__(self, session: Session, round_id: str) -> None:
        self.session = session
        self.id = round_id
        self._kept: dict[object, Any] = {}
        self._as_of = times_written(session)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.id!r})"

    def fresh(self) -> dict[object, Any]:
        """What was read since the last change in this session, also one that still has to go."""
        if self.session.new or self.session.dirty:
            self.session.flush()
        now = times_written(self.session)
        if now != self._as_of:
            self._kept, self._as_of = {}, now
        return self._kept

    @once
    def example(self) -> bool:
        """Whether the database is an example for ever; it then holds no real round."""
        return is_example(self.session)

    @property
    def may_write(self) -> bool:
        """Whether this session is a transaction that changes something."""
        return chain.is_watched(self.session)

    @once
    def _seldom(self) -> frozenset[str]:
        return register.with_rows(self.session, self.id)

    def has_rows(self, table: str) -> bool:
        """Whether there is a row in one of the tables that most rounds have none in."""
        assert table in register.SELDOM
        return table in self._seldom

    def kept_in(
        self, table: str, read: Callable[[Session, str], tuple[Value, ...]]
    ) -> tuple[Value, ...]:
        """What such a table holds of this round; it is not asked where it has no row of it."""
        return read(self.session, self.id) if self.has_rows(table) else ()

    @once
    def _row(self) -> tables.Round | None:
        return register.find(self.session, self.id)

    @property
    def exists(self) -> bool:
        """Whether there is such a round."""
        return self._row is not None

    @property
    def row(self) -> tables.Round:
        """The row of the round.

        Raises:
            WrongUse: there is no such round.
        """
        found = self._row
        if found is None:
            raise register.unknown(self.session, self.id)
        return found

    @property
    def state(self) -> RoundState:
        """Where the round stands."""
        return RoundState(self.row.state)
