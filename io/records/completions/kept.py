"""The tables of applications that have to be completed (*aanvullen*, Awb art. 4:5), and of terms.

As in ``tables``, rows are added and never changed. What counts only when a second officer agrees
has its second name in a table of its own, one row for each first name.
"""

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field

from ..tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class RowLink(Kept, table=True):
    """The number that an officer gave to a row which had none that could be read."""

    __tablename__ = "row_link"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("application_row_id"), CheckConstraint("number <> ''"))

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id")
    number: str
    on: str
    reason: str = Field(sa_column=_text())
    officer: str


class RowBeside(Kept, table=True):
    """What stood on a further sheet under the number of a row with an error, as text.

    ``rows_json`` is a list of rows, each with its texts and the addresses of its cells by header;
    it is empty where the sheet was read and had none. Of a row without a number it has those of all
    numbers that its file had no application for.
    """

    __tablename__ = "row_beside"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("application_row_id", "sheet"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id")
    sheet: str
    rows_json: str = Field(sa_column=_text())


class Completion(Kept, table=True):
    """A version that came in upon a request, on a day.

    ``stated_json`` is the application as it was sent, ``kept_json`` as it is with the earlier
    values of all that was not asked; each is empty where there is none. ``differs_json`` says what
    does not count by itself. Where that is nothing the version itself counts.
    """

    __table_args__ = (UniqueConstraint("application_row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    completion_request_id: int = Field(foreign_key="completion_request.id")
    application_row_id: int = Field(foreign_key="application.id")
    on: str
    stated_json: str = Field(sa_column=_text())
    kept_json: str = Field(sa_column=_text())
    differs_json: str = Field(sa_column=_text())
    officer: str


class CompletionAnswer(Kept, table=True):
    """What an officer says of what differs in a completion: refused at once, or to be accepted."""

    __tablename__ = "completion_answer"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    completion_id: int = Field(foreign_key="completion.id")
    accepts: bool
    on: str
    reason: str = Field(sa_column=_text())
    officer: str


class CompletionConfirmation(Kept, table=True):
    """The second name under an acceptance; from then on the completion counts."""

    __tablename__ = "completion_confirmation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("completion_answer_id"),)

    id: int | None = Field(default=None, primary_key=True)
    completion_answer_id: int = Field(foreign_key="completion_answer.id")
    officer: str
    on: str


class TermNotice(Kept, table=True):
    """A notice that a decision comes later (Awb art. 4:14): the day that was, and the new one.

    The term of the law runs on beside it.
    """

    __tablename__ = "term_notice"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("later > earlier"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id", index=True)
    on: str
    earlier: str
    later: str
    reason: str = Field(sa_column=_text())
    officer: str


class ScreenedAgain(Kept, table=True):
    """What the rules say of an application since the version of another one came to count.

    Rules that count the applications of a municipality look at all of them. ``because_row_id`` is
    that version; ``amendment_id`` the amendment under which the rules had been put, if one did.
    """

    __tablename__ = "screened_again"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("because_row_id", "application_row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    amendment_id: int | None = Field(default=None, foreign_key="amendment.id")
    application_row_id: int = Field(foreign_key="application.id")
    because_row_id: int = Field(foreign_key="application.id")
    assessments_json: str = Field(sa_column=_text())
