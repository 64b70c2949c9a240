"""The tables of decisions on awards after the letters went: from the reserve, changed, revoked.

As in ``tables``, rows are added and never changed. A decision is proposed by one officer and
counts from its approval by another; of proposals that nobody approved the newest one waits.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, String, Text, UniqueConstraint, text
from sqlmodel import Field

from ..tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class ReserveLadder(Kept, table=True):
    """Who comes next when money comes free, as it stood when the list was approved.

    ``ladder_json`` has, by scheme whose policy cites what allows it, who was refused for money
    alone, in order.
    """

    __tablename__ = "reserve_ladder"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("approval_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    approval_id: int = Field(foreign_key="approval.id")
    ladder_json: str = Field(sa_column=_text())


class ChangeRequest(Kept, table=True):
    """A request of a municipality to change what was granted, as it was received.

    ``asked_json`` is what is asked with what came with it. A later row of the same application
    completes an earlier one that was not decided on; ``on`` is the day of the first.
    """

    __tablename__ = "change_request"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    on: str
    asked_json: str = Field(sa_column=_text())
    officer: str


class RevocationIntention(Kept, table=True):
    """An intention to revoke an award, told to its municipality so that it can give its view.

    ``until`` is the last day for that. ``remains_cents`` is what would be left of the award, and
    ``effect`` the day from which it would be revoked, empty where that would work back.
    """

    __tablename__ = "revocation_intention"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("remains_cents >= 0"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    on: str
    until: str
    ground: str
    article: str = Field(sa_column=_text())
    reason: str = Field(sa_column=_text())
    remains_cents: int = Field(sa_type=BigInteger)
    officer: str
    effect: str = Field(
        default="", sa_column=Column(String, nullable=False, server_default=text("''"))
    )


class AwardDecision(Kept, table=True):
    """A decision on one award, proposed by an officer.

    ``kind`` is ``reserve`` (given after all, of money that came free), ``changed`` or
    ``change_refused`` (upon a request), or ``revoked``. ``detail_json`` has the award before and
    after it, and what it was weighed on; ``digest`` is the hash of all that the decision says.
    """

    __tablename__ = "award_decision"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("kind IN ('reserve', 'changed', 'change_refused', 'revoked')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    kind: str
    change_request_id: int | None = Field(default=None, foreign_key="change_request.id")
    on: str
    article: str = Field(sa_column=_text())
    reason: str = Field(sa_column=_text())
    detail_json: str = Field(sa_column=_text())
    digest: str
    made_by: str


class AwardDecisionApproval(Kept, table=True):
    """Who approved a decision on an award, and the date of it, on which its letter goes."""

    __tablename__ = "award_decision_approval"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("award_decision_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    award_decision_id: int = Field(foreign_key="award_decision.id")
    approver: str
    on: str
    digest: str
