"""The versions that there are of the applications in a workbook, read at once and kept up."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from . import tables

# As many numbers as one question to the database may name, whatever the database.
_AT_ONCE = 500


class Versions:
    """What a round holds of some applications, by number."""

    def __init__(self, session: Session, round_id: str, numbers: Iterable[str]) -> None:
        self._newest: dict[str, int] = {}
        self._good: dict[str, str] = {}
        wanted = sorted(set(numbers))
        for start in range(0, len(wanted), _AT_ONCE):
            rows = session.exec(
                select(
                    tables.Application.application_id,
                    tables.Application.version,
                    tables.Application.application_json,
                )
                .where(
                    tables.Application.round_id == round_id,
                    col(tables.Application.application_id).in_(wanted[start : start + _AT_ONCE]),
                )
                .order_by(col(tables.Application.version))
            ).all()
            for number, version, written in rows:
                self._keep(number, version, written)

    def good(self, number: str) -> str | None:
        """The newest version without an error, as it was written down, if there is one."""
        return self._good.get(number)

    def add(self, number: str, written: str) -> int:
        """The number of a new version; ``written`` is empty where the row has an error."""
        version = self._newest.get(number, 0) + 1
        self._keep(number, version, written)
        return version

    def _keep(self, number: str, version: int, written: str) -> None:
        self._newest[number] = version
        if written:
            self._good[number] = written
