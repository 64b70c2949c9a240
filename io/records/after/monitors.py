"""The tables of monitors (*voortgangsverslagen*): what was asked, what came in, and what it says.

As in ``tables``, rows are added and never changed. Of the reports about an award those with an
error count for nothing, and of the others the newest by the day that it is about.
"""

from sqlalchemy import CheckConstraint, Column, Text
from sqlmodel import Field

from ..tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class MonitorRequest(Kept, table=True):
    """That a municipality was asked to report, or reminded of it, with the last day it got."""

    __tablename__ = "monitor_request"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("kind IN ('request', 'reminder')"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    municipality_code: str
    kind: str
    on: str
    until: str
    officer: str


class MonitorFile(Kept, table=True):
    """A workbook with reports that was taken in.

    ``findings_json`` are all that were found in it; ``rows_json`` the rows that are of no award of
    the round, as they were read.
    """

    __tablename__ = "monitor_file"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    file: str
    sha256: str
    on: str
    findings_json: str = Field(sa_column=_text())
    rows_json: str = Field(sa_column=_text())
    officer: str


class MonitorReport(Kept, table=True):
    """What a workbook reports about one award.

    ``as_of`` is the day that it is about, empty where that cannot be told. ``faults`` are the codes
    of its errors, empty where it counts; ``lots_json`` are then its lots. ``rows_json`` are its
    rows as they were read. ``measures_ready`` is when its measures are, or empty.
    """

    __tablename__ = "monitor_report"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    monitor_file_id: int = Field(foreign_key="monitor_file.id", index=True)
    application_id: str
    as_of: str
    measures_ready: str
    faults: str = Field(sa_column=_text())
    lots_json: str = Field(sa_column=_text())
    rows_json: str = Field(sa_column=_text())
