"""Whether the audit trail and the rows that it covers are as they were written.

:func:`verify` walks the chain and takes the fingerprints again, so that a changed, missing, added
or re-ordered event is found, and a row that was changed behind the program's back too. What no
chain can find by itself, a cut-off tail or a chain written anew from the start, is found against
an anchor: a head that was printed or sent to somebody else on an earlier day.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import Any

from sqlalchemy import CompoundSelect, Select, Table, exists, inspect, literal, union_all
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from .. import tables
from . import held
from .audit import COVERED
from .chain import START, details_of, readable
from .fingerprints import TOLD_ANEW, link_hash, print_of, sha

_BY_NUMBER = col(tables.Event.number)


def verify(session: Session, anchor: str | None = None) -> tuple[str, ...]:
    """Everything that is wrong with the chain or with the rows it covers, in Dutch; none if sound.

    ``anchor`` is the hash of an earlier head, which must still be in the chain.
    """
    with whatever_is_there(session):
        events = session.exec(_chain()).all()
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
        events = session.exec(_chain()).all()
        own = [link for link in events if link.round_id == round_id]
        details, people_ = details_of(own), _people(session)
        return (
            *_chain_faults(events),
            *_row_faults(session, own, details, people_, without=TOLD_ANEW),
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
        if link.hash != link_hash(link):
            faults.append(f"Gebeurtenis {place} ({link.kind}) is gewijzigd.")
        if sha(link.salt, link.detail_json) != link.detail_hash:
            faults.append(f"De inhoud van gebeurtenis {place} ({link.kind}) is gewijzigd.")
        previous = link.hash
    return faults


def _people(session: Session) -> held.People:
    return {one.number: one for one in session.exec(_everybody()).all()}


@cache
def _chain() -> SelectOfScalar[tables.Event]:
    return select(tables.Event).order_by(_BY_NUMBER)


@cache
def _everybody() -> SelectOfScalar[tables.Person]:
    return select(tables.Person)


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
            found[key] = print_of(model, values)
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
