"""Approvals and second names, held against what they were given for: as it is kept now.

An approval bears the hash of what was approved. That hash is worked out again, so that nothing
keeps an approval that was given for something else; and the second name is another than the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ....grants.lives.round import APPROVERS
from ....grants.names import is_among, is_same_person
from ....optimiser.solution import Solution, digest_of
from ...records.after import award_decisions
from ...records.rounds import allocations, supplements
from ...records.rounds.events import EventKind, kind_of
from ...records.rounds.reader import RoundReader
from ...records.settling import stored as settling
from ...records.trail import audit
from .people import standing

DECISIONS = (
    EventKind.APPROVED, EventKind.FIRST_NAME, EventKind.SUPPLEMENT_APPROVED,
    EventKind.AWARD_DECIDED, EventKind.SETTLING_DECIDED, EventKind.OBJECTION_DECIDED,
)  # fmt: skip
"""What approvers alone do."""


class _Second(NamedTuple):
    """A second name under something: who made it and who agreed.

    ``told`` is what the approval says of it, its hash before all, and ``now`` what is kept; both
    are empty where it says nothing.
    """

    what: str
    maker: str
    approver: str
    told: tuple[str, ...] = ()
    now: tuple[str, ...] = ()


def approval_difference(reader: RoundReader) -> str:
    """The first approval that was given for something else, in Dutch; empty where there is none."""
    for one in _every(reader):
        if one.told != one.now:
            return f"{one.what} is niet wat {one.approver} goedkeurde"
        if is_same_person(one.maker, one.approver):
            return f"{one.what} heeft twee keer dezelfde naam: {one.approver}"
    return ""


def approver_difference(reader: RoundReader) -> str:
    """The first decision in a real round by whoever decides on nothing there, in Dutch.

    Who may decide is told by the office files that were recorded with the round, and by who was
    admitted since; a decision is an event, which bears a name and the login that gave it. Rounds of
    the first edition were decided before anything of this was recorded.
    """
    if reader.example or not reader.policy.asks:
        return ""
    known = standing(reader.offices, reader.admissions)
    if not known:
        return ""
    names: dict[str, list[str]] = {}
    for login, one in known.items():
        if one.role in APPROVERS:
            names[login] = [one.name]
    for office in reader.offices:
        for one in office.people:
            names.get(one.user.casefold(), []).append(one.name)
    people = audit.people_in(reader.session)
    called = {number: name for name, number in people.items()}
    for link in reader.events:
        if kind_of(link.kind) in DECISIONS:
            login, name = reader.logins.get(link.number, ""), called.get(link.person, "")
            if not is_among(name, names.get(login.casefold(), ())):
                return (
                    f"gebeurtenis {link.number} ({link.kind}) is van {name}, onder de login "
                    f"{login}, en die stelt in deze ronde niets vast"
                )
    return ""


def _every(reader: RoundReader) -> Iterator[_Second]:
    yield from _of_lists(reader)
    for two in reader.supplements:
        if two.approver:
            yield _Second(f"de aanvullende lijst van {two.on:%d-%m-%Y}", two.made_by, two.approver,
                          (two.approved_digest,), (supplements.digest_of(two.awards),))  # fmt: skip
    for one in reader.after.award_decisions:
        if one.approver:
            yield _Second(f"{one.application_id} ({one.kind.dutch})", one.made_by, one.approver,
                          (one.approved_digest,), (award_decisions.digest_of(one),))  # fmt: skip
    for act in reader.after.settling_acts:
        if act.approver:
            yield _Second(f"{act.application_id} ({act.kind.dutch})", act.made_by, act.approver,
                          (act.approved_digest,), (settling.digest_of(act),))  # fmt: skip
    for order in reader.after.payment_orders:
        what = f"betaalopdracht {order.row_id} ({order.application_id})"
        if order.paid is not None:
            yield _Second(what, order.officer, order.paid.officer)
        for wrong in order.corrections:
            if wrong.confirmed_by:
                yield _Second(f"{what}, {wrong.kind.dutch}", wrong.officer, wrong.confirmed_by)
    if reader.policy.asks:
        yield from _of_applications(reader)


def _of_applications(reader: RoundReader) -> Iterator[_Second]:
    """The second names under what was done with one application, and what is published of it."""
    for one in (*reader.judgements, *reader.strikes, *reader.life_events):
        if one.confirmed_by:
            what = f"wat op {one.on:%d-%m-%Y} van {one.application_id} is vastgelegd"
            yield _Second(what, one.officer, one.confirmed_by)
    for came in reader.completions:
        if came.confirmed_by:
            what = f"wat van de aanvulling van {came.number} telt"
            yield _Second(what, came.answered_by, came.confirmed_by)
    for one in reader.after.weighings:
        if one.confirmed_by:
            what = f"de weging van {one.subject} van {one.application_id}"
            yield _Second(what, one.officer, one.confirmed_by, one.confirmed, one.said)


def _of_lists(reader: RoundReader) -> Iterator[_Second]:
    """The approvals of lists, also of those that an amendment put aside."""
    for row in reader.approvals:
        listed = allocations.row_of(reader.session, row.allocation_id)
        now = ("", "")
        if listed is not None and listed.round_id == reader.id:
            given = Solution.model_validate_json(listed.solution_json).given
            now = (digest_of(given), listed.made_by)
        what = f"de lijst {row.digest[:12]}"
        yield _Second(what, row.maker, row.approver, (row.digest, row.maker), now)
