"""Decisions on awards after the letters went, as they are kept; and who comes next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, TypeAdapter
from sqlmodel import Session, select

from ....grants.decisions.allocation import Award
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ..rounds.by_two import OfTwo, approvals, hash_of, second_name
from ..rounds.register import in_order
from . import decisions as rows

if TYPE_CHECKING:
    from ..rounds.reader import RoundReader


class DecisionKind(StrEnum):
    """What was decided on an award."""

    RESERVE = "reserve"
    CHANGED = "changed"
    CHANGE_REFUSED = "change_refused"
    REVOKED = "revoked"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {
            "reserve": "toegekend uit de reserve", "changed": "gewijzigd",
            "change_refused": "wijziging geweigerd", "revoked": "ingetrokken",
        }[self.value]  # fmt: skip


class Place(Record):
    """A place on the ladder of a scheme: who was refused for money alone, and what it asked."""

    application_id: str
    place: int
    asked: Euro


class ChangeAsked(Record):
    """What a municipality asks to change; what it leaves alone is ``None`` or empty.

    ``received`` is the day on which the first of it came in, told where it is decided on.
    ``amount`` is the whole grant as it would become, ``year`` the year in which ``part`` of it
    would be paid, ``last_start`` and ``measures_ready`` the new last days, ``measure`` the type of
    measure in the place of the old one, in ``area``, whose works begin on ``starts``. ``shortfall``
    is the foreseen remaining shortfall. ``holds`` are the letters of what came with the request.
    """

    text: str
    received: date | None = None
    amount: Euro | None = None
    part: int = 1
    year: int | None = None
    last_start: date | None = None
    measures_ready: date | None = None
    measure: str = ""
    area: str = ""
    starts: date | None = None
    shortfall: Euro | None = None
    holds: tuple[str, ...] = ()


class StoredRequestToChange(Record):
    """A request to change an award; ``on`` is the day on which the first of it came in."""

    row_id: int
    application_id: str
    on: date
    asked: ChangeAsked
    officer: str


class Detail(Record):
    """What a decision on an award says beside its date, article and reason.

    ``special`` are the special circumstances of new dates. The others are of a revocation:
    ``ground`` is its own, ``intention`` the row of what the municipality was told before,
    ``heard_on`` and ``view`` are how it was heard and what was done with that, ``silent_until`` is
    the last day on which it could have said something and did not, and ``not_heard`` why it was not
    heard; ``heard_before`` is when it could give its view before, where that is why. ``interest``
    is what it loses, ``weighed`` how that was weighed. ``effect`` is the day from which it has
    effect where it does not work back, and ``notice`` why that leaves the municipality a reasonable
    term. ``freed`` is what comes free by it, or of money from the reserve what there was.
    """

    before: Award
    after: Award
    asked: ChangeAsked | None = None
    freed: Euro = ZERO
    heard_on: date | None = None
    view: str = ""
    not_heard: str = ""
    special: str = ""
    ground: str = ""
    intention: int | None = None
    silent_until: date | None = None
    interest: str = ""
    weighed: str = ""
    # Since schema 27: what does not say so is hashed as it was before.
    effect: Annotated[date | None, Field(exclude_if=lambda own: own is None)] = None
    notice: Annotated[str, Field(exclude_if=lambda own: not own)] = ""
    heard_before: Annotated[date | None, Field(exclude_if=lambda own: own is None)] = None


class StoredIntention(Record):
    """An intention to revoke an award, with the last day for the view of its municipality.

    ``remains`` is what would be left of the award, ``effect`` the day from which it would be
    revoked, where that would not work back.
    """

    row_id: int
    application_id: str
    on: date
    until: date
    ground: str
    article: str
    reason: str
    remains: Euro
    officer: str
    effect: date | None = None


class StoredAwardDecision(OfTwo):
    """A decision on an award as it is read back."""

    application_id: str
    kind: DecisionKind
    request_id: int | None
    on: date
    article: str
    reason: str
    detail: Detail
    made_by: str

    @property
    def ends(self) -> bool:
        """Whether it takes the whole award away."""
        return self.kind is DecisionKind.REVOKED and not self.detail.after.amount


_LADDER = TypeAdapter(dict[str, tuple[Place, ...]])


_SAID = {"application_id", "kind", "request_id", "on", "article", "reason", "detail", "made_by"}


def digest_of(one: StoredAwardDecision) -> str:
    """The hash of all that a decision says, and of who proposed it."""
    return hash_of(one, _SAID)


def digested(one: StoredAwardDecision) -> StoredAwardDecision:
    """The same decision with its hash."""
    return one.model_copy(update={"digest": digest_of(one)})


def decisions(session: Session, round_id: str) -> tuple[StoredAwardDecision, ...]:
    """Every decision on an award, in the order in which they were approved; proposals last."""
    found = in_order(session, rows.AwardDecision, round_id)
    if not found:
        return ()
    approved = approvals(
        session, rows.AwardDecisionApproval, round_id, lambda one: one.award_decision_id
    )
    last = max((one.id or 0 for one in approved.values()), default=0)

    def place(row: rows.AwardDecision) -> tuple[int, int]:
        approval = approved.get(row.id or 0)
        return ((approval.id or 0) if approval else last + 1, row.id or 0)

    return tuple(_read(row, approved.get(row.id or 0)) for row in sorted(found, key=place))


def _read(
    row: rows.AwardDecision, approval: rows.AwardDecisionApproval | None
) -> StoredAwardDecision:
    return StoredAwardDecision(
        row_id=row.id or 0,
        application_id=row.application_id,
        kind=DecisionKind(row.kind),
        request_id=row.change_request_id,
        on=date.fromisoformat(row.on),
        article=row.article,
        reason=row.reason,
        detail=Detail.model_validate_json(row.detail_json),
        digest=row.digest,
        made_by=row.made_by,
        **second_name(approval),
    )


def requests(session: Session, round_id: str) -> tuple[StoredRequestToChange, ...]:
    """Every request to change an award, oldest first."""
    found = in_order(session, rows.ChangeRequest, round_id)
    return tuple(
        StoredRequestToChange(
            row_id=one.id or 0, application_id=one.application_id,
            on=date.fromisoformat(one.on), officer=one.officer,
            asked=ChangeAsked.model_validate_json(one.asked_json),
        )
        for one in found
    )  # fmt: skip


def intentions(session: Session, round_id: str) -> tuple[StoredIntention, ...]:
    """Every intention to revoke an award, oldest first."""
    found = in_order(session, rows.RevocationIntention, round_id)
    return tuple(
        StoredIntention(
            row_id=one.id or 0, application_id=one.application_id,
            on=date.fromisoformat(one.on), until=date.fromisoformat(one.until),
            ground=one.ground, article=one.article, reason=one.reason,
            remains=Euro(one.remains_cents), officer=one.officer,
            effect=date.fromisoformat(one.effect) if one.effect else None,
        )
        for one in found
    )  # fmt: skip


def add_intention(reader: RoundReader, one: StoredIntention) -> None:
    """Keep an intention; its own ``row_id`` is not read. An event of the trail must tell of it."""
    reader.session.add(
        rows.RevocationIntention(
            round_id=reader.id, application_id=one.application_id, on=one.on.isoformat(),
            until=one.until.isoformat(), ground=one.ground, article=one.article,
            reason=one.reason, remains_cents=one.remains.cents, officer=one.officer,
            effect="" if one.effect is None else one.effect.isoformat(),
        )
    )  # fmt: skip
    reader.session.flush()


def ladder(session: Session, approval_id: int | None) -> Mapping[str, tuple[Place, ...]]:
    """Who comes next, by scheme, as it was kept with an approval; nothing where it was not."""
    text = session.exec(
        select(rows.ReserveLadder.ladder_json).where(rows.ReserveLadder.approval_id == approval_id)
    ).first()
    return {} if text is None else _LADDER.validate_json(text)


def add_ladder(
    reader: RoundReader, approval_id: int, kept: Mapping[str, tuple[Place, ...]]
) -> None:
    """Keep who comes next. An event of the trail must tell of it."""
    reader.session.add(
        rows.ReserveLadder(
            round_id=reader.id, approval_id=approval_id,
            ladder_json=_LADDER.dump_json(dict(kept)).decode(),
        )
    )  # fmt: skip
    reader.session.flush()


def add_request(reader: RoundReader, number: str, on: date, asked: ChangeAsked, who: str) -> None:
    """Keep a request to change an award. An event of the trail must tell of it."""
    reader.session.add(
        rows.ChangeRequest(
            round_id=reader.id, application_id=number, on=on.isoformat(),
            asked_json=asked.model_dump_json(), officer=who,
        )
    )  # fmt: skip
    reader.session.flush()


def add_decision(reader: RoundReader, one: StoredAwardDecision) -> None:
    """Keep a proposal; its own ``row_id`` is not read. An event of the trail must tell of it."""
    reader.session.add(
        rows.AwardDecision(
            round_id=reader.id, application_id=one.application_id, kind=one.kind.value,
            change_request_id=one.request_id, on=one.on.isoformat(), article=one.article,
            reason=one.reason, detail_json=one.detail.model_dump_json(), digest=one.digest,
            made_by=one.made_by,
        )
    )  # fmt: skip
    reader.session.flush()


def approve(reader: RoundReader, one: StoredAwardDecision, who: str, on: date) -> None:
    """Keep the approval of a proposal. An event of the trail must tell of it."""
    reader.session.add(
        rows.AwardDecisionApproval(
            round_id=reader.id, award_decision_id=one.row_id, approver=who, on=on.isoformat(),
            digest=one.digest,
        )
    )  # fmt: skip
    reader.session.flush()
