"""The tables of what is decided after an approval on applications that had been set aside.

As in ``tables``, rows are added and never changed.
"""

from __future__ import annotations

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class Supplement(SQLModel, table=True):
    """A supplementary list to an approved one: what applications that were set aside get.

    ``awards_json`` are its awards, ``totals_json`` the round with them in numbers.
    ``allocation_json`` is the round done over with them in, which it rests on; ``input_hash`` what
    that was done over from.
    """

    __table_args__ = (UniqueConstraint("allocation_id", "input_hash"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    allocation_id: int = Field(foreign_key="allocation.id", index=True)
    input_hash: str
    digest: str
    made_by: str
    on: str
    awards_json: str = Field(sa_column=_text())
    totals_json: str = Field(sa_column=_text())
    allocation_json: str = Field(sa_column=_text())


class SupplementSolution(SQLModel, table=True):
    """What the optimiser found for the round done over, with its proof: to add it up again."""

    __tablename__ = "supplement_solution"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("supplement_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    supplement_id: int = Field(foreign_key="supplement.id")
    solution_json: str = Field(sa_column=_text())


class SupplementApproval(SQLModel, table=True):
    """Who approved a supplementary list, and on what date."""

    __tablename__ = "supplement_approval"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("supplement_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    supplement_id: int = Field(foreign_key="supplement.id")
    approver: str
    on: str
    digest: str
