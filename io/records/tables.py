"""The tables that most rounds have rows in. What a decision rests on is stored as it was, in JSON.

Rows are added, never changed, but for the state of a round. A corrected application is a new
version; an allocation that is computed again from other input is a new row. A change here needs a
migration: see ``migrations/README.md``.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    CheckConstraint,
    Column,
    String,
    Text,
    UniqueConstraint,
    bindparam,
    text,
)
from sqlmodel import Field, SQLModel

# What changes in a row as a round goes on, by table; everything else is for ever.
CHANGING: dict[str, tuple[str, ...]] = {
    "round": ("state", "screened_by"),
    "contact": ("contact", "email", "beside_json", "purged_on", "salt"),
}

# The number of a round in a statement that is made once in a process; making one of those that most
# commands ask takes longer than sending it. Given as ``round_id`` when it is sent.
OF_ROUND: BindParameter[Any] = bindparam("round_id")


class Kept(SQLModel):
    """The base of every table. What pydantic makes of a table is made when that is first asked."""

    model_config = {"defer_build": True}


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class Mark(Kept, table=True):
    """One row: which schema this is, and whether the database is an example for ever."""

    __table_args__ = (CheckConstraint("id = 1"),)

    id: int = Field(default=1, primary_key=True)
    schema_version: int
    example: bool


class Round(Kept, table=True):
    """A round with its sealed policy."""

    id: str = Field(primary_key=True)
    state: str
    policy_json: str = Field(sa_column=_text())
    policy_hash: str
    policy_file: str
    program_version: str
    opened_by: str
    screened_by: str | None = None


class Batch(Kept, table=True):
    """A workbook taken in: its name and the hash of its bytes."""

    __table_args__ = (UniqueConstraint("round_id", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    file: str
    sha256: str
    loaded_by: str


class Application(Kept, table=True):
    """A version of an application, as one row of a workbook stated it.

    ``application_json`` is empty where the row has an error: it is kept and marked, and takes no
    part until a corrected row comes in.
    """

    __table_args__ = (UniqueConstraint("round_id", "application_id", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    application_id: str
    version: int
    instrument: str
    sheet: str
    row: int
    application_json: str = Field(sa_column=_text())
    cells_json: str = Field(sa_column=_text())
    raw_json: str = Field(sa_column=_text())


class Contact(Kept, table=True):
    """The contact persons of one version of an application, apart from what is decided on.

    ``beside_json`` has the cells of columns for contact persons, and of columns that the scheme
    does not know. After the retention term the texts are made empty, and ``purged_on`` says on what
    day. The audit trail has of each change a hash with ``salt``, which goes with the texts: from
    then on no name can be tried against it.
    """

    __table_args__ = (UniqueConstraint("application_row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id")
    contact: str = Field(sa_column=_text())
    email: str = Field(sa_column=_text())
    beside_json: str = Field(sa_column=_text())
    purged_on: str
    salt: str = Field(
        default="", sa_column=Column(String, nullable=False, server_default=text("''"))
    )


class Finding(Kept, table=True):
    """A finding about a workbook."""

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(foreign_key="batch.id", index=True)
    finding_json: str = Field(sa_column=_text())


class Screening(Kept, table=True):
    """What the rules said of one version of an application."""

    __table_args__ = (UniqueConstraint("application_row_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id")
    assessments_json: str = Field(sa_column=_text())


class Judgement(Kept, table=True):
    """A person's answer to a rule that the program cannot decide, or its confirmation.

    A row that ``confirms`` another repeats its answer under a second name. ``article`` is the
    clause by which a rule that is not met was set aside; empty where none was. ``question_json`` is
    what was open when it was given, with the values that were filled in and their source; empty in
    a row from before that was kept, and in a confirmation.
    """

    __table_args__ = (
        UniqueConstraint("confirms"),
        CheckConstraint("answer IN ('met', 'not_met')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id", index=True)
    rule: str
    answer: str
    reason: str = Field(sa_column=_text())
    officer: str
    on: str
    article: str = ""
    confirms: int | None = Field(default=None, foreign_key="judgement.id")
    question_json: str = Field(
        default="", sa_column=Column(Text, nullable=False, server_default=text("''"))
    )


class Lot(Kept, table=True):
    """A lot drawn outside the program, entered as a fact with the record of the draw."""

    __table_args__ = (
        UniqueConstraint("round_id", "application_id"),
        UniqueConstraint("round_id", "lot"),
        CheckConstraint("lot >= 1"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_id: str
    lot: int
    deed: str
    officer: str


class Allocation(Kept, table=True):
    """An allocation with its certificate; the newest of a round is the one that counts."""

    __table_args__ = (UniqueConstraint("round_id", "input_hash", "status", "digest"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    input_hash: str
    status: str
    digest: str
    made_by: str
    allocation_json: str = Field(sa_column=_text())
    solution_json: str = Field(sa_column=_text())


class Award(Kept, table=True):
    """One award, in columns, so that the money can be added up in SQL. Amounts in cents."""

    __table_args__ = (
        UniqueConstraint("allocation_id", "application_id"),
        CheckConstraint("amount_cents >= 0"),
        CheckConstraint("amount_cents = compensable_vat_cents + payable_cents"),
    )

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = Field(foreign_key="allocation.id", index=True)
    application_id: str
    instrument: str
    municipality_code: str
    outcome: str
    requested_cents: int = Field(sa_type=BigInteger)
    amount_cents: int = Field(sa_type=BigInteger)
    compensable_vat_cents: int = Field(sa_type=BigInteger)
    payable_cents: int = Field(sa_type=BigInteger)
    affordable_homes: int


class Approval(Kept, table=True):
    """Who approved an allocation, and on what date."""

    __table_args__ = (UniqueConstraint("allocation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    allocation_id: int = Field(foreign_key="allocation.id")
    round_id: str = Field(foreign_key="round.id", index=True)
    maker: str
    approver: str
    on: str
    digest: str


class Person(Kept, table=True):
    """Who has acted in this database. The chain of events holds the number, never the name."""

    number: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class Gate(Kept, table=True):
    """A table without rows that whoever changes something in PostgreSQL locks until it is kept.

    Only who may change something may lock it, so that nobody who only reads can keep others out.
    """

    id: int = Field(primary_key=True)


class Login(Kept, table=True):
    """The officer behind a role of PostgreSQL, as the administrator told the server.

    Empty on SQLite. It is of the server, as roles are: in no backup, bundle or export.
    """

    role: str = Field(primary_key=True)
    name: str


class Event(Kept, table=True):
    """A link of the audit trail: who did what, hashed together with the link before it.

    ``detail_hash`` is over ``salt`` and ``detail_json``, so that a detail can be taken away (for
    privacy) without breaking the chain. The database refuses to change or delete a row.
    """

    number: int = Field(primary_key=True)
    round_id: str = Field(index=True)
    kind: str
    person: int = Field(foreign_key="person.number")
    at: str
    program_version: str
    salt: str
    detail_hash: str
    detail_json: str = Field(sa_column=_text())
    previous: str
    hash: str = Field(unique=True)


class QuestionAnswer(Kept, table=True):
    """What a named officer answered to a question of the program about an application.

    ``question`` is the code of the finding, ``finding_json`` the finding as it stood then: a
    question with other words or another value is another question.
    """

    __tablename__ = "question_answer"  # pyright: ignore[reportAssignmentType]

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id", index=True)
    question: str
    finding_json: str = Field(sa_column=_text())
    answer: str
    reason: str = Field(sa_column=_text())
    officer: str
    on: str


class Publication(Kept, table=True):
    """The decision letters of an approved allocation, written in full for the first time."""

    __table_args__ = (UniqueConstraint("allocation_id"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    allocation_id: int = Field(foreign_key="allocation.id")
    officer: str
    on: str
    letters: int


class LifeEvent(Kept, table=True):
    """An event in the life of an application, or of the decision or the award that it got.

    ``life`` and ``event`` are identifiers of the modules of ``grants.lives``.
    ``application_row_id`` is the version of the application that there was, ``after_event`` the
    number of the last event of the audit trail and ``after_entry`` that of the last entry of the
    ledger (0 where there was none): what came before it, and what after.
    """

    __tablename__ = "life_event"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("life IN ('application', 'timeliness', 'decision', 'award')"),
    )

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    application_row_id: int = Field(foreign_key="application.id", index=True)
    life: str
    event: str
    on: str
    reason: str = Field(sa_column=_text())
    article: str
    officer: str
    after_event: int
    after_entry: int


class LifeEventConfirmation(Kept, table=True):
    """The second name under an event that asks for two; from then on it counts."""

    __tablename__ = "life_event_confirmation"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("life_event_id"),)

    id: int | None = Field(default=None, primary_key=True)
    life_event_id: int = Field(foreign_key="life_event.id")
    officer: str
    on: str
    after_event: int
    after_entry: int
