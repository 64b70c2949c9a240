"""The table of what is kept from the public: each weighing, and its second name.

As everywhere rows are added, never changed.
"""

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field

from ..tables import Kept


class PublicationWeighing(Kept, table=True):
    """What an officer weighed of one field or letter of an application (Woo art. 5.1).

    A row that ``confirms`` another repeats it under a second name. ``subject`` is the field, or the
    file of the letter; ``ground`` is empty where all of it is published.
    """

    __tablename__ = "publication_weighing"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        UniqueConstraint("confirms"),
        CheckConstraint("matter IN ('field', 'letter')"),
        CheckConstraint("outcome IN ('published', 'partly', 'withheld')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    matter: str
    subject: str
    outcome: str
    ground: str
    reason: str = Field(sa_column=Column(Text, nullable=False))
    on: str
    officer: str
    confirms: int | None = Field(default=None, foreign_key="publication_weighing.id")
