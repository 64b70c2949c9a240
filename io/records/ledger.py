"""The ledger as it is kept: entries, each with its postings, added and never changed.

A posting moves an amount above zero from one account to another within one cell, so that an entry
cannot be out of balance: see ``grants.ledger``. Amounts are whole cents.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, CheckConstraint, UniqueConstraint, case, func, or_
from sqlalchemy import Select as Columns
from sqlalchemy import select as columns
from sqlmodel import Field, Session, col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from ...grants.ledger.ledger import Account, Balances, Cell, Posting
from ...grants.money import Euro
from ...grants.record import Record
from .adding import add_rows
from .tables import OF_ROUND, Kept

if TYPE_CHECKING:
    from .rounds.reader import RoundReader

_ACCOUNTS = ", ".join(f"'{account.value}'" for account in Account)


class LedgerEntry(Kept, table=True):
    """An event in the ledger of a round. ``on`` is its date, empty where the event has none."""

    __tablename__ = "ledger_entry"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (UniqueConstraint("round_id", "number"), CheckConstraint("number >= 1"))

    id: int | None = Field(default=None, primary_key=True)
    round_id: str = Field(foreign_key="round.id", index=True)
    number: int
    kind: str
    on: str


class LedgerPosting(Kept, table=True):
    """An amount moved between two accounts of one cell. ``instrument`` is empty for a fund."""

    __tablename__ = "ledger_posting"  # pyright: ignore[reportAssignmentType]
    __table_args__ = (
        CheckConstraint("cents > 0"),
        CheckConstraint("source <> target"),
        CheckConstraint(f"source IN ({_ACCOUNTS})"),
        CheckConstraint(f"target IN ({_ACCOUNTS})"),
    )

    id: int | None = Field(default=None, primary_key=True)
    entry_id: int = Field(foreign_key="ledger_entry.id", index=True)
    fund: str
    instrument: str
    year: int
    source: str
    target: str
    application_id: str
    cents: int = Field(sa_type=BigInteger)


class Entry(Record):
    """An entry as it is read back, with its postings in the order they were made."""

    model_config = {"arbitrary_types_allowed": True, "frozen": True, "extra": "forbid"}

    number: int
    kind: str
    on: date | None
    postings: tuple[Posting, ...]


def post(
    reader: "RoundReader", kind: str, postings: Sequence[Posting], on: date | None = None
) -> None:
    """Add an entry; nothing where there is nothing to post. An audit event must tell of it."""
    if not postings:
        return
    session = reader.session
    last = session.exec(
        select(func.max(LedgerEntry.number)).where(LedgerEntry.round_id == reader.id)
    ).one()
    entry = LedgerEntry(
        round_id=reader.id,
        number=(last or 0) + 1,
        kind=kind,
        on=on.isoformat() if on is not None else "",
    )
    session.add(entry)
    session.flush()
    assert entry.id is not None
    add_rows(session, LedgerPosting, [_row(entry.id, one) for one in postings])


def _row(entry_id: int, one: Posting) -> dict[str, Any]:
    return {
        "entry_id": entry_id,
        "fund": one.cell.fund,
        "instrument": one.cell.instrument,
        "year": one.cell.year,
        "source": one.source.value,
        "target": one.target.value,
        "application_id": one.application_id,
        "cents": one.amount.cents,
    }


def balances_of(session: Session, round_id: str, ceilings: Mapping[Cell, Euro]) -> Balances:
    """The balances of a round's ledger, added up by the database."""
    session.flush()
    rows = session.connection().execute(_added_up(), {"round_id": round_id})
    return Balances(ceilings, _read(rows))


@cache
def _added_up() -> Columns[*tuple[Any, ...]]:
    by = (
        col(LedgerPosting.fund),
        col(LedgerPosting.instrument),
        col(LedgerPosting.year),
        col(LedgerPosting.source),
        col(LedgerPosting.target),
        col(LedgerPosting.application_id),
    )
    return (
        columns(*by, func.sum(col(LedgerPosting.cents)))
        .where(col(LedgerPosting.entry_id) == col(LedgerEntry.id))
        .where(col(LedgerEntry.round_id) == OF_ROUND)
        .group_by(*by)
    )


def _read(rows: Iterable[Sequence[Any]]) -> list[Posting]:
    return [
        Posting(
            Cell(fund, instrument, year), Account(source), Account(target), Euro(int(cents)), number
        )
        for fund, instrument, year, source, target, number, cents in rows
    ]


@cache
def _entries() -> Select[LedgerEntry, LedgerPosting]:
    of_entry, of_round = LedgerPosting.entry_id == LedgerEntry.id, col(LedgerEntry.round_id)
    return (
        select(LedgerEntry, LedgerPosting)
        .where(of_entry, of_round == OF_ROUND)
        .order_by(col(LedgerEntry.number), col(LedgerPosting.id))
    )


def entries_of(session: Session, round_id: str) -> tuple[Entry, ...]:
    """Every entry of a round, in order."""
    rows = session.exec(_entries(), params={"round_id": round_id}).all()
    found: dict[int, tuple[LedgerEntry, list[Posting]]] = {}
    for entry, row in rows:
        cells = (row.fund, row.instrument, row.year, row.source, row.target, row.application_id)
        found.setdefault(entry.number, (entry, []))[1].extend(_read([(*cells, row.cents)]))
    return tuple(
        Entry(
            number=entry.number,
            kind=entry.kind,
            on=date.fromisoformat(entry.on) if entry.on else None,
            postings=tuple(postings),
        )
        for entry, postings in found.values()
    )


SETTLED, RECLAIMED, CLAIM_REVISED = "settled", "reclaimed", "claim_revised"
LOWERS = (SETTLED, RECLAIMED, CLAIM_REVISED)
"""The kinds of entry that lower an award for good."""

RAISES = ("objection", "cover")
"""The kinds of entry that raise ceilings: out of the objection reserve, and beyond it."""


def raised(session: Session, round_id: str, kinds: Sequence[str] = RAISES) -> dict[Cell, Euro]:
    """By how much decisions on objections raised the ceilings of a round, by cell."""
    rows = session.exec(
        select(
            LedgerPosting.fund, LedgerPosting.instrument, LedgerPosting.year,
            func.sum(LedgerPosting.cents),
        )
        .where(
            LedgerPosting.entry_id == LedgerEntry.id,
            LedgerEntry.round_id == round_id,
            col(LedgerEntry.kind).in_(kinds),
            LedgerPosting.source == Account.CEILING.value,
        )
        .group_by(col(LedgerPosting.fund), col(LedgerPosting.instrument), col(LedgerPosting.year))
    ).all()  # fmt: skip
    return {Cell(fund, key, year): Euro(int(cents)) for fund, key, year, cents in rows}


def lowered(session: Session, round_id: str) -> dict[str, Euro]:
    """What entries that lower an award for good took off commitments, by application.

    What the same kinds of entry committed again, upon an objection, is taken off that.
    """
    rows = session.exec(_lowered(), params={"round_id": round_id}).all()
    return {number: Euro(int(cents)) for number, cents in rows}


@cache
def _lowered() -> Select[str, Any]:
    committed = Account.COMMITTED.value
    taken = case(
        (col(LedgerPosting.source) == committed, col(LedgerPosting.cents)),
        else_=-col(LedgerPosting.cents),
    )
    return (
        select(LedgerPosting.application_id, func.sum(taken))
        .where(
            LedgerPosting.entry_id == LedgerEntry.id,
            col(LedgerEntry.round_id) == OF_ROUND,
            col(LedgerEntry.kind).in_(LOWERS),
            or_(col(LedgerPosting.source) == committed, col(LedgerPosting.target) == committed),
            LedgerPosting.application_id != "",
        )
        .group_by(col(LedgerPosting.application_id))
    )


def is_kept(session: Session, round_id: str) -> bool:
    """Whether a round has a ledger; one of before there were ledgers has none yet."""
    return session.exec(_first_entry(), params={"round_id": round_id}).first() is not None


@cache
def _first_entry() -> SelectOfScalar[int] | SelectOfScalar[None]:
    return select(LedgerEntry.id).where(col(LedgerEntry.round_id) == OF_ROUND).limit(1)
