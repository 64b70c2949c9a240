"""Forgeries that hang together: rows, ledger, fingerprints and the whole chain, written anew.

Who has the file, or owns the tables, can do so. What does not follow from the applications is found
by working it out again; the rest against an anchor that was kept elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from verdeelsleutel.io.records import ledger, tables
from verdeelsleutel.io.records.trail import audit, chain, fingerprints, held

Forge = Callable[[Session, random.Random], None]
Told = dict[str, Any]


def retold(session: Session) -> None:
    """Every event told anew of the rows as they are now, and hashed anew."""
    session.flush()
    found: dict[tuple[str, str], str] = {}
    for model in audit.COVERED:
        for row in session.exec(select(model)).all():
            found[model.__name__, str(getattr(row, "id"))] = fingerprints.fingerprint(row)  # noqa: B009
    mark = session.get(tables.Mark, 1)
    assert mark is not None
    people = {one.number: one for one in session.exec(select(tables.Person)).all()}
    previous = chain.START
    for link in session.exec(select(tables.Event).order_by(col(tables.Event.number))).all():
        person = people[link.person]
        known = held.print_of(person.number, person.name)
        detail: list[list[str]] = []
        for name, key, print_ in json.loads(link.detail_json):
            if name == held.MARK:
                detail.append([name, key, held.print_of(mark.example)])
            elif name == held.PERSON:
                detail.append([name, str(person.number), known])
            elif name == held.ACTOR:
                detail.append([name, key, known])
            elif (name, key) in found:
                detail.append([name, key, found[name, key]])
            elif name not in {model.__name__ for model in audit.COVERED}:
                detail.append([name, key, print_])
        link.detail_json = json.dumps(sorted(detail), separators=(",", ":"))
        link.detail_hash = _sha(link.salt, link.detail_json)
        link.previous = previous
        link.hash = fingerprints.link_hash(link)
        previous = link.hash
        session.add(link)
    session.flush()


def _sha(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _json(session: Session, row: SQLModel, column: str, change: Callable[[Told], None]) -> None:
    held_ = json.loads(getattr(row, column))
    change(held_)
    setattr(row, column, json.dumps(held_, ensure_ascii=False, separators=(",", ":")))
    session.add(row)


def _granted(session: Session, draw: random.Random) -> tables.Award:
    rows = session.exec(select(tables.Award).where(tables.Award.amount_cents > 0)).all()
    return draw.choice(sorted(rows, key=lambda one: one.id or 0))


def another_request(session: Session, draw: random.Random) -> None:
    """A municipality asked another amount."""
    award = _granted(session, draw)
    for row in session.exec(
        select(tables.Application).where(tables.Application.application_id == award.application_id)
    ).all():
        _json(session, row, "application_json",
              lambda told: told.update(requested=told["requested"] + 100_000))  # fmt: skip


def more_homes(session: Session, draw: random.Random) -> None:
    """An application is for more homes than it said."""
    award = _granted(session, draw)
    row = session.exec(
        select(tables.Application).where(tables.Application.application_id == award.application_id)
    ).first()
    assert row is not None
    kind = draw.choice(("social_rent", "mid_rent", "affordable_purchase"))
    _json(session, row, "application_json",
          lambda told: told["homes"].update({kind: told["homes"][kind] + 40}))  # fmt: skip


def another_answer(session: Session, draw: random.Random) -> None:
    """A rule that was met is not."""
    rows = sorted(session.exec(select(tables.Screening)).all(), key=lambda one: one.id or 0)
    row = draw.choice(rows)
    answers = json.loads(row.assessments_json)
    one = draw.choice([a for a in answers if a["answer"] == "met"])
    one["answer"] = "not_met"
    row.assessments_json = json.dumps(answers)
    session.add(row)


def ledger_and_award(session: Session, draw: random.Random) -> None:
    """A winner gets more: in the list, in its row, and in every posting of it."""
    award = _granted(session, draw)
    more = draw.choice((100, 100_000, 5_000_000))
    allocation = session.exec(select(tables.Allocation)).one()

    def raise_it(told: Told) -> None:
        one = next(a for a in told["awards"] if a["application_id"] == award.application_id)
        one["amount"] += more
        one["payable"] += more

    _json(session, allocation, "allocation_json", raise_it)
    award.amount_cents += more
    award.payable_cents += more
    session.add(award)
    before = award.amount_cents - more
    for posting in session.exec(
        select(ledger.LedgerPosting).where(
            ledger.LedgerPosting.application_id == award.application_id
        )
    ).all():
        if abs(posting.cents) == before:
            posting.cents += more if posting.cents > 0 else -more
            session.add(posting)


def another_judgement(session: Session, draw: random.Random) -> None:
    """Two people filled in another score."""
    score = str(draw.randint(1, 3))
    for row in session.exec(select(tables.Judgement)).all():
        if row.question_json:
            _json(session, row, "question_json",
                  lambda told: told["values"][0].update(value=score))  # fmt: skip


def another_ceiling(session: Session, draw: random.Random) -> None:
    """There was more money than the policy says."""
    row = session.exec(select(tables.Round)).one()

    def wider(told: Told) -> None:
        fund = next(iter(told["funds"].values()))
        fund["total"] = draw.choice(("€ 90 mln", "€ 120 mln", "€ 1.000.000.000"))

    _json(session, row, "policy_json", wider)


def real_after_all(session: Session, draw: random.Random) -> None:
    """The example is made a database for real rounds."""
    mark = session.get(tables.Mark, 1)
    assert mark is not None
    mark.example = not mark.example
    session.add(mark)


def another_day(session: Session, draw: random.Random) -> None:
    """The decision was taken on another day."""
    row = session.exec(select(tables.Approval)).one()
    row.on = f"2026-11-{draw.randint(20, 29)}"
    session.add(row)


def another_approver(session: Session, draw: random.Random) -> None:
    """Somebody else approved, and always has been called so."""
    row = session.exec(select(tables.Approval)).one()
    person = session.exec(select(tables.Person).where(tables.Person.name == row.approver)).one()
    person.name = row.approver = draw.choice(("H. Zonneveld", "N. Nieuwenhuis", "A. de Wit"))
    session.add_all((person, row))


def another_moment(session: Session, draw: random.Random) -> None:
    """It was done earlier than it was."""
    links = session.exec(select(tables.Event).order_by(col(tables.Event.number))).all()
    for link in links:
        link.at = f"2026-0{draw.randint(1, 9)}-01T09:00:00+00:00"
        session.add(link)


FOUND_AT_THE_DOOR: tuple[Forge, ...] = (
    another_request, more_homes, another_answer, ledger_and_award, another_judgement,
    another_ceiling, real_after_all,
)  # fmt: skip
FOUND_BY_AN_ANCHOR: tuple[Forge, ...] = (another_day, another_approver, another_moment)
