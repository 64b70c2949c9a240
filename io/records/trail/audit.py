"""The audit trail: a chain of events, each hashed with the one before, over the rows they made.

An event holds a fingerprint of every row that it added; ``verification`` takes them again.
"""

from __future__ import annotations

import json
import secrets
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import event
from sqlmodel import Session, SQLModel, select

from .. import changes, ledger, people, supplements, tables
from ..adding import taken
from ..after import decisions, monitors, payments, publicity
from ..completions import asked, kept
from ..login import login
from ..settling import rows as settling
from . import held
from .chain import ADDED, head
from .fingerprints import TOLD_ANEW, fingerprint, link_hash, sha, told_of

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


def watch(session: Session) -> None:
    """Remember every covered row that this session adds, until an event tells of it."""
    added: list[SQLModel] = []
    session.info[ADDED] = added

    def note(session: Session, _context: object) -> None:
        added.extend(row for row in session.new if isinstance(row, COVERED))
        added.extend(row for row in session.dirty if type(row).__name__ in TOLD_ANEW)

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
            rows += told_of(model, [values for _, values in these])
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
        detail_hash=sha(salt, detail),
        detail_json=detail,
        previous=last.hash,
        hash="",
    )
    link.hash = link_hash(link)
    session.add(link)
    session.flush()


def untold(session: Session) -> bool:
    """Whether the session added rows that no event tells of: a fault of the program."""
    session.flush()
    return bool(session.info[ADDED] or any(model in COVERED for model, _ in taken(session)))


def _key(row: SQLModel) -> str:
    return str(getattr(row, "id"))  # noqa: B009 - every covered table has one; SQLModel has none


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
