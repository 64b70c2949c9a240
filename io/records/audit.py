"""The audit trail: a chain of events, each hashed with the one before, over the rows they made.

An event holds a fingerprint of every row that it added. :func:`verify` walks the chain and takes
the fingerprints again, so that a changed, missing, added or re-ordered event is found, and a row
that was changed behind the program's back too. What no chain can find by itself, a cut-off tail or
a chain written anew from the start, is found against an anchor: a head that was printed or sent to
somebody else on an earlier day.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any

from sqlalchemy import CompoundSelect, Select, Table, event, exists, inspect, literal, union_all
from sqlmodel import Session, SQLModel, col, select

from ..files.json_rows import rows_as_json
from . import changes, held, ledger, people, supplements, tables
from .adding import taken
from .after import decisions, monitors, payments, publicity
from .chain import ADDED, START, Anchor, details_of, head, readable
from .completions import asked, kept
from .login import login
from .settling import rows as settling

_BY_NUMBER = col(tables.Event.number)
_AT_ONCE = 500  # rows of which the texts are in memory beside the rows
# By table, the columns that a later schema added, each with its value in rows from before: a row
# that holds that value has the fingerprint that it had without the column.
ADDED_LATER: dict[str, dict[str, object]] = {
    "Judgement": {"question_json": ""},
    "ObjectionDecision": {"evidence_json": ""},
    "RevocationIntention": {"effect": ""},
}

# Tables whose rows change, and of which an event tells each change anew, with a salt in the row.
_TOLD_ANEW = ("Contact",)
# Every table with a row that is kept, but for those of the trail itself.
COVERED: tuple[type[SQLModel], ...] = (
    tables.Round,
    tables.Batch,
    tables.Application,
    tables.Contact,
    tables.Finding,
    tables.Screening,
    tables.Judgement,
    tables.Lot,
    tables.Allocation,
    tables.Award,
    tables.Approval,
    changes.ApprovalAnswer,
    changes.Amendment,
    changes.AmendmentConfirmation,
    changes.AmendmentDropped,
    changes.Rescreening,
    changes.Withdrawal,
    changes.WithdrawalStruck,
    changes.WithdrawalStruckConfirmation,
    tables.QuestionAnswer,
    changes.Opening,
    tables.Publication,
    changes.WhyNot,
    changes.DeepAnswer,
    tables.LifeEvent,
    tables.LifeEventConfirmation,
    kept.RowLink,
    kept.RowBeside,
    asked.CompletionRequest,
    kept.Completion,
    kept.CompletionAnswer,
    kept.CompletionConfirmation,
    kept.TermNotice,
    kept.ScreenedAgain,
    supplements.Supplement,
    supplements.SupplementSolution,
    supplements.SupplementApproval,
    decisions.ReserveLadder,
    decisions.ChangeRequest,
    decisions.RevocationIntention,
    decisions.AwardDecision,
    decisions.AwardDecisionApproval,
    publicity.PublicationWeighing,
    payments.PaymentOrder,
    payments.PaymentConfirmation,
    payments.PaymentCorrection,
    payments.PaymentCorrectionConfirmation,
    monitors.MonitorRequest,
    monitors.MonitorFile,
    monitors.MonitorReport,
    settling.Account,
    settling.SettlingAct,
    settling.SettlingActApproval,
    people.OfficeFile,
    people.Admission,
    supplements.Objection,
    supplements.ObjectionAct,
    supplements.ObjectionDecision,
    supplements.ObjectionShown,
    ledger.LedgerEntry,
    ledger.LedgerPosting,
)


# Only a value that was tampered with is of a kind that JSON has not.
_AS_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=repr)


def watch(session: Session) -> None:
    """Remember every covered row that this session adds, until an event tells of it."""
    added: list[SQLModel] = []
    session.info[ADDED] = added

    def note(session: Session, _context: object) -> None:
        added.extend(row for row in session.new if isinstance(row, COVERED))
        added.extend(row for row in session.dirty if type(row).__name__ in _TOLD_ANEW)

    event.listen(session, "after_flush", note)


def append(
    session: Session,
    round_id: str,
    kind: str,
    name: str,
    version: str,
    besides: held.Detail = (),
) -> None:
    """Add an event about every covered row that this session has added since the last one.

    ``besides`` is what else it holds, as ``held`` has it.
    """
    session.flush()
    added: list[SQLModel] = session.info[ADDED]
    rows = [(type(row).__name__, _key(row), fingerprint(row)) for row in added]
    for model, these in groupby(taken(session), itemgetter(0)):
        if model in COVERED:
            rows += _told(model, [values for _, values in these])
    added.clear()
    last = head(session)
    person = _person(session, name)
    assert person.number is not None
    rows += [*held.details_of(session, person, login(session)), *besides]
    detail = json.dumps(sorted(set(rows)), separators=(",", ":"))
    salt = secrets.token_hex(16)
    link = tables.Event(
        number=last.number + 1,
        round_id=round_id,
        kind=kind,
        person=person.number,
        # The one place that reads the clock: an audit trail says when. No result depends on it.
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        program_version=version,
        salt=salt,
        detail_hash=_sha(salt, detail),
        detail_json=detail,
        previous=last.hash,
        hash="",
    )
    link.hash = _link_hash(link)
    session.add(link)
    session.flush()


def untold(session: Session) -> bool:
    """Whether the session added rows that no event tells of: a fault of the program."""
    session.flush()
    return bool(session.info[ADDED] or any(model in COVERED for model, _ in taken(session)))


def kinds_since(session: Session, anchor: Anchor) -> tuple[str, ...] | None:
    """The kinds of the events after an earlier head; ``None`` where that is not in the chain."""
    then = session.get(tables.Event, anchor.number)
    if anchor.number and (then is None or then.hash != anchor.hash):
        return None
    rows = session.exec(
        select(tables.Event.kind).where(anchor.number < _BY_NUMBER).order_by(_BY_NUMBER)
    ).all()
    return tuple(rows)


def verify(session: Session, anchor: str | None = None) -> tuple[str, ...]:
    """Everything that is wrong with the chain or with the rows it covers, in Dutch; none if sound.

    ``anchor`` is the hash of an earlier head, which must still be in the chain.
    """
    with whatever_is_there(session):
        events = session.exec(select(tables.Event).order_by(_BY_NUMBER)).all()
        details, people_ = details_of(events), _people(session)
        faults = [*_chain_faults(events), *_row_faults(session, events, details, people_)]
        faults += held.faults_of(session, events, readable(details), people_)
        faults += held.login_faults(session, list(readable(details).values()))
    if anchor is not None and anchor not in {link.hash for link in events}:
        faults.append(
            f"Het anker {anchor} staat niet in de keten: het einde is afgeknipt of de keten is "
            "opnieuw geschreven."
        )
    return tuple(faults)


def verify_round(session: Session, round_id: str) -> tuple[str, ...]:
    """As :func:`verify`, where the whole chain is there and the rows of one round alone.

    Contact persons do not leave with a round, and are not asked for.
    """
    with whatever_is_there(session):
        events = session.exec(select(tables.Event).order_by(_BY_NUMBER)).all()
        own = [link for link in events if link.round_id == round_id]
        details, people_ = details_of(own), _people(session)
        return (
            *_chain_faults(events),
            *_row_faults(session, own, details, people_, without=_TOLD_ANEW),
            *held.faults_of(session, own, readable(details), people_),
        )


def notices(session: Session) -> tuple[str, ...]:
    """What is no fault but worth knowing, in Dutch: where the clock of a computer went back."""
    rows = session.exec(select(tables.Event.number, tables.Event.at).order_by(_BY_NUMBER)).all()
    return tuple(
        f"Gebeurtenis {number} draagt een vroeger tijdstip ({at}) dan de vorige ({before}): een "
        "klok is teruggezet of loopt achter. De volgorde staat in de keten zelf."
        for (_, before), (number, at) in pairwise(rows)
        if at < before
    )


def _chain_faults(events: Sequence[tables.Event]) -> list[str]:
    faults: list[str] = []
    previous = START
    for place, link in enumerate(events, start=1):
        if link.number != place:
            faults.append(f"Gebeurtenis {place} ontbreekt; er volgt nummer {link.number}.")
            break
        if link.previous != previous:
            faults.append(f"Gebeurtenis {place} ({link.kind}) sluit niet aan op de vorige.")
        if link.hash != _link_hash(link):
            faults.append(f"Gebeurtenis {place} ({link.kind}) is gewijzigd.")
        if _sha(link.salt, link.detail_json) != link.detail_hash:
            faults.append(f"De inhoud van gebeurtenis {place} ({link.kind}) is gewijzigd.")
        previous = link.hash
    return faults


def _people(session: Session) -> held.People:
    return {one.number: one for one in session.exec(select(tables.Person)).all()}


def _row_faults(
    session: Session,
    events: Sequence[tables.Event],
    details: Mapping[int, held.Detail | None],
    known: held.People,
    without: Sequence[str] = (),
) -> list[str]:
    told: dict[str, dict[str, tuple[str, int]]] = {}
    first: dict[tuple[str, str], tables.Event] = {}
    faults: list[str] = []
    for link in events:
        detail = details[link.number]
        if detail is None:
            faults.append(
                f"De inhoud van gebeurtenis {link.number} ({link.kind}) is niet te lezen."
            )
        else:
            for name, key, print_ in detail:
                told.setdefault(name, {})[key] = print_, link.number
                first.setdefault((name, key), link)
    names = {number: one.name for number, one in known.items()}
    filled = _filled(session)
    for model in COVERED:
        name = model.__name__
        if name in without:
            continue
        found: dict[str, str] = {}
        of_table = told.get(name, {})
        for key, values in _rows_of(session, model) if name in filled else ():
            found[key] = _print_of(model, values)
            link, signed = first.get((name, key)), held.signed_by(values)
            if link is not None and signed is not None and names.get(link.person) != signed:
                faults.append(
                    f"Rij {key} van {name} staat op naam van {signed}, en gebeurtenis "
                    f"{link.number} niet."
                )
        for key, (print_, number) in of_table.items():
            if key not in found:
                faults.append(f"Rij {key} van {name} uit gebeurtenis {number} ontbreekt.")
            elif found[key] != print_:
                faults.append(f"Rij {key} van {name} is na gebeurtenis {number} gewijzigd.")
        faults += [
            f"Rij {key} van {name} is buiten het programma om toegevoegd."
            for key in found
            if key not in of_table
        ]
    return faults


def _filled(session: Session) -> frozenset[str]:
    """The names of the tables with a row in them; most have none, and need not be read."""
    return frozenset(session.connection().execute(_with_a_row()).scalars())


@cache
def _with_a_row() -> CompoundSelect[Any]:
    return union_all(
        *(
            select(literal(model.__name__)).where(
                exists(select(literal(1)).select_from(inspect(model).local_table))
            )
            for model in COVERED
        )
    )


def _rows_of(session: Session, model: type[SQLModel]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a table as they are kept, by key; no object is made of each, which takes long."""
    for values in session.connection().execute(_whole_table(inspect(model).local_table)).mappings():
        yield str(values["id"]), dict(values)


@cache
def _whole_table(table: Table) -> Select[Any]:
    return table.select()


@contextmanager
def whatever_is_there(session: Session) -> Generator[None]:
    """Read a text that is no text as one with a sign for what is wrong with it.

    Whoever tampers may leave bytes that no program can read. They are to be found and named as any
    other change, and not to stop the search.
    """
    raw: Any = session.connection().connection.driver_connection
    if not isinstance(raw, sqlite3.Connection):
        yield  # PostgreSQL takes nothing else than text in the first place
        return
    before = raw.text_factory
    raw.text_factory = _readable
    try:
        yield
    finally:
        raw.text_factory = before


def _readable(data: bytes) -> str:
    return data.decode(errors="replace")


def fingerprint(row: SQLModel) -> str:
    """SHA-256 over the columns of a row that never change."""
    return _print_of(type(row), row.model_dump(warnings=False))


def _told(model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    """What an event tells of rows of one table."""
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        for values, told in zip(some, _prints_of(model, some), strict=True):
            yield model.__name__, str(values["id"]), told


def _prints_of(model: type[SQLModel], rows: Sequence[dict[str, Any]]) -> Sequence[str]:
    """The fingerprints of rows of one table, which have the same columns."""
    later, changing = ADDED_LATER.get(model.__name__, {}), _changing(model)
    columns: dict[str, Sequence[Any]] = {}
    for name in sorted(rows[0].keys() - set(changing)):
        values = [row[name] for row in rows]
        usual = sum(1 for value in values if value == later[name]) if name in later else 0
        if 0 < usual < len(rows):  # it tells of itself in some of the rows
            break
        if not usual:
            columns[name] = values
    else:
        texts = rows_as_json(columns, len(rows))
        if texts is not None:
            return [hashlib.sha256(text.encode(errors="replace")).hexdigest() for text in texts]
    return [_print_of(model, values) for values in rows]


def _print_of(model: type[SQLModel], values: dict[str, Any]) -> str:
    later, changing = ADDED_LATER.get(model.__name__, {}), _changing(model)
    kept = {
        name: value
        for name, value in values.items()
        if name not in changing and not (name in later and later[name] == value)
    }
    return _sha(_AS_JSON.encode(kept))


def _changing(model: type[SQLModel]) -> tuple[str, ...]:
    """The columns of a table that may change after an event told of its row."""
    told_anew = model.__name__ in _TOLD_ANEW
    return () if told_anew else tables.CHANGING.get(model.__name__.lower(), ())


def _key(row: SQLModel) -> str:
    return str(getattr(row, "id"))  # noqa: B009 - every covered table has one; SQLModel has none


def _link_hash(link: tables.Event) -> str:
    return _sha(
        link.previous,
        link.number,
        link.round_id,
        link.kind,
        link.person,
        link.at,
        link.program_version,
        link.detail_hash,
    )


def _sha(*parts: object) -> str:
    """Everything here is text or a number, unless it was tampered with."""
    text = str(parts[0]) if len(parts) == 1 else "\x1f".join(map(str, parts))
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def people_in(session: Session) -> dict[str, int | None]:
    """Everybody who has acted in the database, with the number that the trail gives them."""
    return {one.name: one.number for one in session.exec(select(tables.Person)).all()}


def _person(session: Session, name: str) -> tables.Person:
    known = session.exec(select(tables.Person).where(tables.Person.name == name)).first()
    if known is None:
        known = tables.Person(name=name)
        session.add(known)
        session.flush()
    return known
