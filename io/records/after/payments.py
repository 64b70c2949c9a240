"""The tables of payments (*betalingen*): what was ordered, what was paid, and what was corrected.

As in ``tables``, rows are added and never changed. A part of an award that was corrected can be
ordered again, in a row of its own.
"""

from sqlalchemy import BigInteger, CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field

from ..tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class PaymentOrder(Kept, table=True):
    """An order to pay a part of an award; ``part`` counts from 1, in the order of the years.

    ``cents`` goes to the municipality, ``vat_cents`` to the BTW-compensatiefonds, and
    ``set_off_cents`` is settled with earlier years, below zero where these add to the payment:
    together they are what the award charges to its ceiling. ``year`` is the cash year of the
    decision, ``due`` the last day on which has to be paid, ``article`` what sets how is paid.
    """

    __tablename__ = "payment_order"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("part >= 1"),
        CheckConstraint("cents >= 0"),
        CheckConstraint("vat_cents >= 0"),
        CheckConstraint("cents + vat_cents + set_off_cents > 0"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    part: int
    year: int
    cents: int = Field(sa_type=BigInteger)
    vat_cents: int = Field(sa_type=BigInteger)
    set_off_cents: int = Field(sa_type=BigInteger)
    article: str = Field(sa_column=_text())
    due: str
    on: str
    officer: str


class PaymentConfirmation(Kept, table=True):
    """That an order was carried out, by somebody else than who gave it.

    ``reference`` is that of the financial system. ``file`` is the file that said so, empty where an
    officer did.
    """

    __tablename__ = "payment_confirmation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("payment_order_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    payment_order_id: int = Field(foreign_key="payment_order.id")
    on: str
    cents: int = Field(sa_type=BigInteger)
    reference: str
    file: str
    officer: str


class PaymentCorrection(Kept, table=True):
    """That an order lapses or that its money came back, under one name; it counts with a second.

    ``kind`` is ``cancelled`` of an order that was not carried out, ``returned`` of money that came
    back.
    """

    __tablename__ = "payment_correction"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (CheckConstraint("kind IN ('cancelled', 'returned')"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    payment_order_id: int = Field(foreign_key="payment_order.id", index=True)
    kind: str
    on: str
    reason: str = Field(sa_column=_text())
    officer: str


class PaymentCorrectionConfirmation(Kept, table=True):
    """The second name under it; from then on the part of the award can be ordered again."""

    __tablename__ = "payment_correction_confirmation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("payment_correction_id"),)

    id: int | None = Field(default=None, primary_key=True)
    payment_correction_id: int = Field(foreign_key="payment_correction.id")
    officer: str
    on: str
