"""A round as its letters and reports tell it: read from the records, without a solver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from ...grants.allocation import Allocation, Approval, Decided, Dossier
from ...grants.finding import Finding
from ...grants.rounds import RoundState
from ..records import tables
from ..records.allocations import allocation_row
from ..records.contacts import contacts_of, with_contact
from ..records.database import is_example
from .screening import as_judged
from .state import policy_of, round_of, seal_of

FIRST_NAME = "approval.first"  # the event of the first of two names


def dossier(session: Session, round_id: str, sent_on: date | None = None) -> Dossier:
    """Everything about a round, for its letters and reports.

    Raises:
        RefusedByProcess: the round is not allocated yet.
    """
    row = round_of(session, round_id)
    stored = allocation_row(session, round_id)
    allocation = Allocation.model_validate_json(stored.allocation_json)
    approval_row = session.exec(
        select(tables.Approval).where(tables.Approval.allocation_id == stored.id)
    ).first()
    # An amendment leaves the former approval in place, over a list that no longer stands.
    stands = approval_row is not None and RoundState(row.state).decided
    approval = approval_of(session, approval_row) if approval_row is not None and stands else None
    taken, assessments = as_judged(session, round_id)
    awards = {award.application_id: award for award in allocation.awards}
    people = contacts_of(session, round_id)
    findings = session.exec(
        select(tables.Finding.finding_json)
        .where(
            tables.Finding.batch_id == tables.Batch.id,
            tables.Batch.round_id == round_id,
        )
        .order_by(col(tables.Finding.id))
    ).all()
    return Dossier(
        policy=policy_of(session, row),
        policy_hash=seal_of(session, row),
        allocation=allocation,
        decided=tuple(
            Decided(
                application=with_contact(one.application, people.get(one.row_id)),
                assessments=assessments[one.application.application_id],
                award=awards[one.application.application_id],
            )
            for one in taken
        ),
        findings=tuple(Finding.model_validate_json(text) for text in findings),
        approval=approval,
        sent_on=sent_on or (approval.on if approval else None),
        example=is_example(session),
    )


def office_path(row: tables.Round, given: Path | None) -> Path:
    """The office file: the one given, else ``office.toml`` beside the policy."""
    return given or Path(row.policy_file).parent / "office.toml"


def approval_of(session: Session, row: tables.Approval) -> Approval:
    """An approval as it was given, with the name that came first where two were asked."""
    return Approval(
        maker=row.maker,
        approver=row.approver,
        on=date.fromisoformat(row.on),
        digest=row.digest,
        first=first_name(session, row.round_id),
    )


def first_name(session: Session, round_id: str) -> str:
    """Who put the first name under the list of now; empty where nobody did.

    The trail says so: what was divided or amended since is another list.
    """
    last = session.exec(
        select(tables.Event.kind, tables.Person.name)
        .where(
            tables.Event.round_id == round_id,
            tables.Event.person == tables.Person.number,
            col(tables.Event.kind).in_((FIRST_NAME, "round.allocated", "round.amended")),
        )
        .order_by(col(tables.Event.number).desc())
        .limit(1)
    ).first()
    return last[1] if last is not None and last[0] == FIRST_NAME else ""
