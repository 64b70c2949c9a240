"""Requests to complete an application, what came in upon them, and notices of a later decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from ....grants.record import Record
from .. import tables
from ..completions import asked
from ..completions import kept as rows
from .register import in_order

if TYPE_CHECKING:
    from .reader import RoundReader

    _Answer = tuple[rows.CompletionAnswer, str]


class Asked(Record):
    """A thing that an applicant is asked to complete, at its cell.

    ``absent`` says that the cell was empty, else it holds something that cannot be read or does
    not agree. ``bears`` says that it bears on score, place, amount or homes.
    """

    field: str
    label: str
    cell: str
    code: str
    said: str
    absent: bool
    bears: bool


class Why(StrEnum):
    """Why a part of a completion does not count by itself."""

    LATE = "late"  # it came after its term
    NOT_ASKED = "not_asked"  # another field was changed
    CLARIFIED = "clarified"  # what bears on the outcome was unclear, and applications compete
    SUPPLIED = "supplied"  # what bears on the outcome was absent, and applications compete
    CLOSED = "closed"  # it bears on the outcome, was readable, and was changed after the closing

    @property
    def never(self) -> bool:
        """Whether nobody can accept it: what was filed in time stands."""
        return self in (Why.SUPPLIED, Why.CLOSED)


class Differs(Record):
    """A field of a completion that does not count by itself; of ``LATE`` the field is empty."""

    why: Why
    field: str
    sentence: str


class StoredRequest(Record):
    """A request to complete as it is read back; the newest of an application is the one that holds.

    ``number`` is the application's, ``version_row_id`` the version that it is about.
    """

    row_id: int
    number: str
    version_row_id: int
    municipality_code: str
    on: date
    until: date
    asked: tuple[Asked, ...]
    officer: str


class StoredCompletion(Record):
    """A version that came in upon a request, with what was said of what differs in it.

    ``accepted`` is ``None`` as long as nobody did; an acceptance counts once ``confirmed_by``
    another. ``answer_id`` is that of the newest answer.
    """

    row_id: int
    request_id: int
    number: str
    version_row_id: int
    on: date
    stated: str
    kept: str
    differs: tuple[Differs, ...]
    accepted: bool | None = None
    answer_id: int = 0
    answered_by: str = ""
    reason: str = ""
    confirmed_by: str = ""

    @property
    def waits(self) -> bool:
        """Whether somebody still has to say what counts of it."""
        open_ = any(not one.why.never for one in self.differs)
        return open_ and bool(self.stated) and self.accepted is not False and not self.confirmed_by


class StoredNotice(Record):
    """A notice that a decision comes later (Awb art. 4:14)."""

    number: str
    on: date
    earlier: date
    later: date
    reason: str
    officer: str


_ASKED = TypeAdapter(tuple[Asked, ...])
_DIFFERS = TypeAdapter(tuple[Differs, ...])


def links(session: Session, round_id: str) -> tuple[rows.RowLink, ...]:
    """Every number that an officer gave to a row without one, oldest first."""
    return tuple(in_order(session, rows.RowLink, round_id))


def numbers_of(links: Sequence[rows.RowLink]) -> dict[int, str]:
    """The numbers that officers gave, by row; of a row that has two, the newest."""
    return {one.application_row_id: one.number for one in links}


def link_officers(
    session: Session, round_id: str, links: Sequence[rows.RowLink]
) -> tuple[str, ...]:
    """Who linked a row or answered for a completion: they made a part of the round."""
    said = session.exec(
        select(rows.CompletionAnswer.officer).where(rows.CompletionAnswer.round_id == round_id)
    )
    return tuple(dict.fromkeys((*(one.officer for one in links), *said)))


def add_link(
    reader: RoundReader, application_row_id: int, number: str, on: date, reason: str, officer: str
) -> None:
    """Give a row a number. An event of the audit trail must tell of it."""
    reader.session.add(
        rows.RowLink(
            round_id=reader.id, application_row_id=application_row_id, number=number,
            on=on.isoformat(), reason=reason, officer=officer,
        )
    )  # fmt: skip
    reader.session.flush()


def requests(
    session: Session, round_id: str, linked: Mapping[int, str]
) -> tuple[StoredRequest, ...]:
    """Every request to complete of a round, oldest first; ``linked`` as by ``numbers_of``."""
    found = session.exec(
        select(asked.CompletionRequest, tables.Application.application_id)
        .where(
            asked.CompletionRequest.round_id == round_id,
            asked.CompletionRequest.application_row_id == tables.Application.id,
        )
        .order_by(col(asked.CompletionRequest.id))
    ).all()
    return tuple(
        StoredRequest(
            row_id=row.id or 0,
            number=number or linked.get(row.application_row_id, ""),
            version_row_id=row.application_row_id,
            municipality_code=row.municipality_code,
            on=date.fromisoformat(row.on),
            until=date.fromisoformat(row.until),
            asked=_ASKED.validate_json(row.asked_json),
            officer=row.officer,
        )
        for row, number in found
    )


def add_request(reader: RoundReader, one: StoredRequest) -> None:
    """Keep a request; its own ``row_id`` is not read. An event of the trail must tell of it."""
    reader.session.add(
        asked.CompletionRequest(
            round_id=reader.id,
            application_row_id=one.version_row_id,
            municipality_code=one.municipality_code,
            on=one.on.isoformat(),
            until=one.until.isoformat(),
            asked_json=_ASKED.dump_json(one.asked).decode(),
            officer=one.officer,
        )
    )
    reader.session.flush()


def completions(
    session: Session, round_id: str, linked: Mapping[int, str]
) -> tuple[StoredCompletion, ...]:
    """Every version that came in upon a request, oldest first; ``linked`` as in ``requests``."""
    answers = _answers(session, round_id)
    found = session.exec(
        select(rows.Completion, tables.Application.application_id)
        .where(
            rows.Completion.round_id == round_id,
            rows.Completion.application_row_id == tables.Application.id,
        )
        .order_by(col(rows.Completion.id))
    ).all()
    return tuple(
        _completion(row, number or linked.get(row.application_row_id, ""), answers.get(row.id or 0))
        for row, number in found
    )


def _answers(session: Session, round_id: str) -> dict[int, _Answer]:
    """The newest answer to each completion, with its second name where it has one."""
    seconds = {
        one.completion_answer_id: one.officer
        for one in session.exec(
            select(rows.CompletionConfirmation).where(
                rows.CompletionConfirmation.completion_answer_id == rows.CompletionAnswer.id,
                rows.CompletionAnswer.round_id == round_id,
            )
        )
    }
    found = in_order(session, rows.CompletionAnswer, round_id)
    return {one.completion_id: (one, seconds.get(one.id or 0, "")) for one in found}


def _completion(row: rows.Completion, number: str, answer: _Answer | None) -> StoredCompletion:
    said, second = answer if answer is not None else (None, "")
    return StoredCompletion(
        row_id=row.id or 0,
        request_id=row.completion_request_id,
        number=number,
        version_row_id=row.application_row_id,
        on=date.fromisoformat(row.on),
        stated=row.stated_json,
        kept=row.kept_json,
        differs=_DIFFERS.validate_json(row.differs_json),
        accepted=None if said is None else said.accepts,
        answer_id=0 if said is None else said.id or 0,
        answered_by="" if said is None else said.officer,
        reason="" if said is None else said.reason,
        confirmed_by=second,
    )


def add_completion(
    reader: RoundReader, request: StoredRequest, row_id: int, on: date,
    texts: tuple[str, str], differs: tuple[Differs, ...], officer: str,
) -> None:  # fmt: skip
    """Keep that a version came in upon a request; ``texts`` are it as sent, and as kept."""
    reader.session.add(
        rows.Completion(
            round_id=reader.id,
            completion_request_id=request.row_id,
            application_row_id=row_id,
            on=on.isoformat(),
            stated_json=texts[0],
            kept_json=texts[1],
            differs_json=_DIFFERS.dump_json(differs).decode(),
            officer=officer,
        )
    )
    reader.session.flush()


def add_answer(
    reader: RoundReader, one: StoredCompletion, *, accepts: bool, on: date, reason: str,
    officer: str,
) -> None:  # fmt: skip
    """Keep what an officer says of what differs in a completion."""
    reader.session.add(
        rows.CompletionAnswer(
            round_id=reader.id, completion_id=one.row_id, accepts=accepts, on=on.isoformat(),
            reason=reason, officer=officer,
        )
    )  # fmt: skip
    reader.session.flush()


def add_confirmation(reader: RoundReader, one: StoredCompletion, on: date, officer: str) -> None:
    """Put the second name under an acceptance."""
    reader.session.add(
        rows.CompletionConfirmation(
            completion_answer_id=one.answer_id, officer=officer, on=on.isoformat()
        )
    )
    reader.session.flush()


def notices(session: Session, round_id: str, linked: Mapping[int, str]) -> tuple[StoredNotice, ...]:
    """Every notice of a later decision, oldest first; ``linked`` as in ``requests``."""
    found = session.exec(
        select(rows.TermNotice, tables.Application.application_id)
        .where(
            rows.TermNotice.round_id == round_id,
            rows.TermNotice.application_row_id == tables.Application.id,
        )
        .order_by(col(rows.TermNotice.id))
    ).all()
    return tuple(
        StoredNotice(
            number=number or linked.get(row.application_row_id, ""),
            on=date.fromisoformat(row.on),
            earlier=date.fromisoformat(row.earlier),
            later=date.fromisoformat(row.later),
            reason=row.reason,
            officer=row.officer,
        )
        for row, number in found
    )


def add_notice(reader: RoundReader, row_id: int, one: StoredNotice) -> None:
    """Keep a notice about the application of that row."""
    reader.session.add(
        rows.TermNotice(
            round_id=reader.id, application_row_id=row_id, on=one.on.isoformat(),
            earlier=one.earlier.isoformat(), later=one.later.isoformat(), reason=one.reason,
            officer=one.officer,
        )
    )  # fmt: skip
    reader.session.flush()
