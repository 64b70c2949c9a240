"""The tables of what happens to few rounds beside their ordinary steps: amended, withdrawn.

As in ``tables``, rows are added and never changed. What counts only when a second officer agrees
has its second name in a table of its own, one row for each first name.
"""

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint
from sqlmodel import Field

from .tables import Kept


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class Amendment(Kept, table=True):
    """A recorded change of what was sealed: of the policy, or of the program alone.

    ``before_hash`` is the seal it replaces, which stays; ``effect_json`` who wins and who loses by
    it. ``same`` says that a replay under the new program gave the same bytes: such an amendment
    needs no second name, and no new allocation.
    """

    __table_args__ = (
        CheckConstraint("kind IN ('policy', 'program')"),
        CheckConstraint("policy_hash <> before_hash"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    kind: str
    reason: str = Field(sa_column=_text())
    officer: str
    on: str
    policy_file: str
    policy_json: str = Field(sa_column=_text())
    policy_hash: str
    before_hash: str
    program_version: str
    same: bool
    effect_json: str = Field(sa_column=_text())


class AmendmentConfirmation(Kept, table=True):
    """The second name under an amendment; from then on it holds."""

    __tablename__ = "amendment_confirmation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("amendment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    amendment_id: int = Field(foreign_key="amendment.id")
    officer: str
    on: str


class AmendmentDropped(Kept, table=True):
    """A proposed amendment that nobody confirmed and that was taken back; it never holds."""

    __tablename__ = "amendment_dropped"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("amendment_id"),)

    id: int | None = Field(default=None, primary_key=True)
    amendment_id: int = Field(foreign_key="amendment.id")
    reason: str = Field(sa_column=_text())
    officer: str
    on: str


class Rescreening(Kept, table=True):
    """What the rules said of an application once the policy was amended."""

    __table_args__ = (UniqueConstraint("amendment_id", "application_row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    amendment_id: int = Field(foreign_key="amendment.id")
    application_row_id: int = Field(foreign_key="application.id")
    assessments_json: str = Field(sa_column=_text())


class Withdrawal(Kept, table=True):
    """An application that its municipality took back.

    ``allocation_id`` is the approved allocation that stood then, whose list does not change by it;
    empty where nothing was decided yet, so that the application takes no part. One that was struck
    counts for nothing, so that another of the same application can come after it.
    """

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    on: str
    reason: str = Field(sa_column=_text())
    officer: str
    allocation_id: int | None = Field(default=None, foreign_key="allocation.id")


class ApprovalAnswer(Kept, table=True):
    """What the rules say of an application on the day of the decision, where that is other words.

    The same outcome as at the screening, or the list could not be approved on that day.
    """

    __tablename__ = "approval_answer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("approval_id", "application_row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    approval_id: int = Field(foreign_key="approval.id", index=True)
    application_row_id: int = Field(foreign_key="application.id")
    assessments_json: str = Field(sa_column=_text())


class Opening(Kept, table=True):
    """What earlier rounds had taken when this one was divided; the newest row counts."""

    __tablename__ = "opening_balance"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    balance_json: str = Field(sa_column=_text())
    digest: str


class WithdrawalStruck(Kept, table=True):
    """That a withdrawal was recorded by mistake, under one name; it counts with a second."""

    __tablename__ = "withdrawal_struck"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    withdrawal_id: int = Field(foreign_key="withdrawal.id", index=True)
    reason: str = Field(sa_column=_text())
    officer: str
    on: str


class WithdrawalStruckConfirmation(Kept, table=True):
    """The second name under it; from then on the withdrawal counts for nothing."""

    __tablename__ = "withdrawal_struck_confirmation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("withdrawal_struck_id"),)

    id: int | None = Field(default=None, primary_key=True)
    withdrawal_struck_id: int = Field(foreign_key="withdrawal_struck.id")
    officer: str
    on: str


class WhyNot(Kept, table=True):
    """Why an application has not its full amount in a list, and with what change it had won.

    It was worked out once, after the list was kept, and stays as it is. ``facts_json`` is an
    explanation as the optimiser gives it.
    """

    __tablename__ = "why_not"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("allocation_id", "application_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    allocation_id: int = Field(foreign_key="allocation.id")
    application_id: str
    facts_json: str = Field(sa_column=_text())


class DeepAnswer(Kept, table=True):
    """What takes long to compute about a list: who is next, other budgets, rules' prices, swaps.

    It was worked out once, after the list was kept, and stays as it is.
    """

    __tablename__ = "deep_answer"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("allocation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    allocation_id: int = Field(foreign_key="allocation.id")
    answers_json: str = Field(sa_column=_text())
