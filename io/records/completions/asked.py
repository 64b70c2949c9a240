"""The table of requests to complete an application (*aanvullen*, Awb art. 4:5)."""

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field

from ..tables import Kept


class CompletionRequest(Kept, table=True):
    """A request to complete an application: what was asked, of which version, and until what day.

    ``municipality_code`` is whom it went to, also where the row has none that can be read.
    """

    __tablename__ = "completion_request"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint('until > "on"'),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id", index=True)
    municipality_code: str
    on: str
    until: str
    asked_json: str = Field(sa_column=Column(Text, nullable=False))
    officer: str
