"""The tables of accounts (*verantwoordingen*) and of what they lead to: fixed, claimed, repaid.

As in ``tables``, rows are added and never changed. A later account of the same year is a version of
its own. What two people do is proposed by one and counts from its approval by another.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field

from ..tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class Account(Kept, table=True):
    """What a municipality accounted for one award, up to and including a year; a version of it.

    The amounts are of the grant, over all years up to that one, with the compensable VAT in them.
    ``shortfall_cents`` is the real shortfall, empty where the scheme asks none or the account does
    not say. ``last`` says whether it is the last account of the award. ``on`` is the day on which
    it was received, ``reference`` the signature of who sent it, ``line`` the line of the file.
    """

    __tablename__ = "account"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("version >= 1"),
        CheckConstraint("spent_cents >= 0"),
        CheckConstraint("lawful_cents >= 0"),
        CheckConstraint("unlawful_cents >= 0"),
        CheckConstraint("lawful_cents + unlawful_cents = spent_cents"),
        UniqueConstraint("round_id", "application_id", "year", "version"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    municipality_code: str
    year: int
    version: int
    last: bool
    spent_cents: int = Field(sa_type=BigInteger)
    lawful_cents: int = Field(sa_type=BigInteger)
    unlawful_cents: int = Field(sa_type=BigInteger)
    shortfall_cents: int | None = Field(default=None, sa_type=BigInteger)
    homes: int | None = Field(default=None)
    affordable_homes: int | None = Field(default=None)
    reference: str
    on: str
    file: str
    sha256: str
    line: int
    officer: str


class SettlingAct(Kept, table=True):
    """Something that was done to settle an award or to claim money back, under one name.

    ``kind`` is ``settled``, ``intended``, ``heard``, ``reclaimed``, ``arranged``, ``reminded``,
    ``repaid``, ``undone``, ``interest``, ``corrected`` or ``interest_received``. ``detail_json`` is
    what it says and was weighed on; ``digest`` is the hash of all that the act says.
    """

    __tablename__ = "settling_act"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint(
            "kind IN ('settled', 'intended', 'heard', 'reclaimed', 'arranged', 'reminded', "
            "'repaid', 'undone', 'interest', 'corrected', 'interest_received')"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    kind: str
    on: str
    article: str = Field(sa_column=_text())
    reason: str = Field(sa_column=_text())
    detail_json: str = Field(sa_column=_text())
    digest: str
    made_by: str


class SettlingActApproval(Kept, table=True):
    """Who approved such an act, and the date of it, on which its letter goes."""

    __tablename__ = "settling_act_approval"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("settling_act_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    settling_act_id: int = Field(foreign_key="settling_act.id")
    approver: str
    on: str
    digest: str
