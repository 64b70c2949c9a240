"""The tables of what is decided after an approval: supplementary lists and objections.

As in ``tables``, rows are added and never changed.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Text, UniqueConstraint, text
from sqlmodel import Field

from .tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class Supplement(Kept, table=True):
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


class SupplementSolution(Kept, table=True):
    """What the optimiser found for the round done over, with its proof: to add it up again."""

    __tablename__ = "supplement_solution"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("supplement_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    supplement_id: int = Field(foreign_key="supplement.id")
    solution_json: str = Field(sa_column=_text())


class SupplementApproval(Kept, table=True):
    """Who approved a supplementary list, and on what date."""

    __tablename__ = "supplement_approval"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("supplement_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    supplement_id: int = Field(foreign_key="supplement.id")
    approver: str
    on: str
    digest: str


class Objection(Kept, table=True):
    """An objection as it came in. ``number`` counts those of the round.

    ``objector_kind`` says whether the applicant objects, and ``contested`` against which decision.
    ``dated`` and ``posted`` are empty where they are not known.
    """

    __table_args__ = (UniqueConstraint("round_id", "number"), CheckConstraint("number >= 1"))

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    number: int
    application_id: str
    objector: str
    objector_kind: str
    municipality_code: str
    contested: str
    dated: str
    posted: str
    received: str
    channel: str
    committee: bool
    grounds: str = Field(sa_column=_text())
    on: str
    officer: str


class ObjectionAct(Kept, table=True):
    """Something that was done about an objection; ``until`` is empty where it sets no day.

    ``detail_json`` is what else belongs to it: defects, the place of a hearing, who heard.
    """

    __tablename__ = "objection_act"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    objection_id: int = Field(foreign_key="objection.id", index=True)
    kind: str
    on: str
    until: str
    reason: str = Field(sa_column=_text())
    detail_json: str = Field(sa_column=_text())
    officer: str


class ObjectionDecision(Kept, table=True):
    """The decision on an objection. ``set_json`` are the corrections that it rests on.

    ``award_json`` is the award from then on, empty where it stays; ``reserve_cents`` is what comes
    out of the objection reserve, ``beyond_cents`` what asks for cover. ``evidence_json`` shows what
    the corrections would have brought; empty where there are none, or from before it was kept.
    """

    __tablename__ = "objection_decision"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("objection_id"),
        CheckConstraint("reserve_cents >= 0"),
        CheckConstraint("beyond_cents >= 0"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    objection_id: int = Field(foreign_key="objection.id")
    outcome: str
    ground: str
    on: str
    reason: str = Field(sa_column=_text())
    departs: str = Field(sa_column=_text())
    set_json: str = Field(sa_column=_text())
    award_json: str = Field(sa_column=_text())
    reserve_cents: int = Field(sa_type=BigInteger)
    beyond_cents: int = Field(sa_type=BigInteger)
    costs_cents: int = Field(sa_type=BigInteger)
    approver: str
    evidence_json: str = Field(
        default="", sa_column=Column(Text, nullable=False, server_default=text("''"))
    )


class ObjectionShown(Kept, table=True):
    """What an objector was shown of others: the hash of the file, and its cells by application."""

    __tablename__ = "objection_shown"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    objection_id: int = Field(foreign_key="objection.id", index=True)
    on: str
    file: str
    sha256: str
    shown_json: str = Field(sa_column=_text())
    officer: str
