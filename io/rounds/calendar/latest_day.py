"""The day that a round has come to, by the dates that people recorded; no clock is read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ...records.rounds.reader import RoundReader
from ..monitors.followed import monitor_days


def days_of(written: Iterable[str]) -> list[date]:
    """The days that were written down; some events have none."""
    return [date.fromisoformat(day) for day in written if day]


def latest_day(reader: RoundReader) -> date | None:
    """The latest date that an officer recorded in the round."""
    days = [one.confirmed_on or one.on for one in reader.judgements]
    days += [one.on for one in reader.withdrawals]
    for one in reader.objections:
        days += [one.on, *(act.on for act in one.acts)]
        days += [one.decision.on] if one.decision is not None else []
    days += [one.approved_on or one.on for one in reader.after.award_decisions]
    days += [one.paid.on if one.paid else one.on for one in reader.after.payment_orders]
    days += [one.on for one in reader.after.change_requests]
    days += [one.on for one in reader.after.account_versions]
    days += [one.done_on for one in reader.after.settling_acts]
    days += monitor_days(reader)
    days += [one.on for one in reader.after.revocation_intentions]
    for rows in (reader.amendments, reader.approvals, reader.publications):
        days += days_of(one.on for one in rows)
    return max(days, default=None)
