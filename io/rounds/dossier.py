"""A round as its letters and reports tell it: read from the records, without a solver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ...grants.allocation import Decided, Dossier
from ..records.rounds.reader import RoundReader
from .incomplete import incomplete_of


def dossier(reader: RoundReader, sent_on: date | None = None) -> Dossier:
    """Everything about a round, for its letters and reports.

    Raises:
        WrongUse: there is no such round.
        RefusedByProcess: the round is not allocated yet.
    """
    allocation, approval = reader.allocation, reader.approval
    assessments = reader.assessments
    awards = {award.application_id: award for award in allocation.awards}
    return Dossier(
        policy=reader.policy,
        policy_hash=reader.seal,
        allocation=allocation,
        decided=tuple(
            Decided(
                application=reader.with_contact(one),
                assessments=assessments[one.application.application_id],
                award=awards[one.application.application_id],
            )
            for one in reader.judged_applications
        ),
        incomplete=incomplete_of(reader),
        findings=reader.findings,
        approval=approval,
        sent_on=sent_on or _sent_on(reader),
        example=reader.example,
    )


def _sent_on(reader: RoundReader) -> date | None:
    """When the letters were sent, or else the day of the decision, where there is one."""
    approval = reader.approval
    return (reader.published_on or approval.on) if approval else None


def office_path(reader: RoundReader, given: Path | None) -> Path:
    """The office file: the one given, else ``office.toml`` beside the policy."""
    return given or Path(reader.row.policy_file).parent / "office.toml"
