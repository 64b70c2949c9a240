"""The tables of who may decide on a round: the office files that were used, and who was admitted.

As in ``tables``, rows are added and never changed.
"""

from sqlalchemy import Column, Text
from sqlmodel import Field

from .tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class OfficeFile(Kept, table=True):
    """An office file from the moment that it was first used for a round; the newest row counts.

    ``people_json`` are its officers: a list of login, name and role. ``login`` is whom the
    operating system or the server says that used it.
    """

    __tablename__ = "office_file"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    sha256: str
    people_json: str = Field(sa_column=_text())
    officer: str
    login: str


class Admission(Kept, table=True):
    """One of the two names under which somebody who came later may decide on a round.

    ``person_login``, ``person_name`` and ``person_role`` are whom it admits, as the office file has
    them; ``officer`` and ``login`` who did so.
    """

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    person_login: str
    person_name: str
    person_role: str
    officer: str
    login: str
