"""Accounts as they are kept, and what was settled, claimed back and repaid by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from pydantic import Field
from sqlmodel import Session

from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.terms.rate import Rate
from ..rounds.by_two import OfTwo, approvals, hash_of, second_name
from ..rounds.register import in_order
from . import rows

if TYPE_CHECKING:
    from ..rounds.reader import RoundReader


class SettlingKind(StrEnum):
    """What was done to settle an award or to claim money back."""

    SETTLED = "settled"
    INTENDED = "intended"
    HEARD = "heard"
    RECLAIMED = "reclaimed"
    ARRANGED = "arranged"
    REMINDED = "reminded"
    REPAID = "repaid"
    UNDONE = "undone"
    INTEREST = "interest"
    CORRECTED = "corrected"
    INTEREST_RECEIVED = "interest_received"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {
            "settled": "vastgesteld", "intended": "terugvordering aangekondigd",
            "heard": "zienswijze vastgelegd", "reclaimed": "teruggevorderd",
            "arranged": "betalingsregeling", "reminded": "aangemaand", "repaid": "terugbetaald",
            "undone": "terugbetaling ongedaan gemaakt", "interest": "wettelijke rente vastgesteld",
            "corrected": "verrekend met een latere opgave",
            "interest_received": "wettelijke rente ontvangen",
        }[self.value]  # fmt: skip

    @property
    def by_two(self) -> bool:
        """Whether it counts only once somebody else approved it: it decides, or moves money."""
        return self not in (SettlingKind.INTENDED, SettlingKind.HEARD, SettlingKind.REMINDED)


class StoredAccount(Record):
    """What a municipality accounted for an award, up to and including a year; its newest version.

    Amounts are of the grant over all those years, compensable VAT included. ``shortfall`` is the
    real shortfall, ``None`` where it was not stated, which is another thing than nought. ``on`` is
    the day of receipt; ``line`` is the line of the file.
    """

    row_id: int
    application_id: str
    municipality_code: str
    year: int
    version: int
    last: bool
    spent: Euro
    lawful: Euro
    unlawful: Euro
    shortfall: Euro | None
    homes: int | None
    affordable_homes: int | None
    reference: str
    on: date
    file: str
    sha256: str
    line: int
    officer: str

    @property
    def said(self) -> tuple[object, ...]:
        """What the municipality said, whoever took it in and when: to see whether it is new."""
        return (
            self.municipality_code, self.last, self.spent, self.lawful, self.unlawful,
            self.shortfall, self.homes, self.affordable_homes, self.reference,
        )  # fmt: skip


class Part(Record):
    """A part of a payment arrangement: so much by that day at the latest."""

    by: date
    amount: Euro


class SettlingDetail(Record):
    """What an act says beside its date, article and reason; what it is not about stays empty.

    Of a settlement: ``account_id`` is the account that it rests on, ``granted`` the award before
    it, ``final`` what it is fixed at, ``most`` the most that the law lets it be, ``foreseen`` and
    ``real`` the shortfalls, ``lawful`` what was lawfully spent, ``ground`` why it is lower than
    that, ``early`` why it is fixed before the last account and ``unmet`` the obligation that was
    not met, where it is lower or early for that. ``shared`` is the grant that the original share is
    of, where a part of it was revoked since; ``None`` where that is ``granted``.
    Of a claim: ``amount`` is what is claimed, of which ``payable`` is asked of the municipality and
    ``vat`` came from the BTW-compensatiefonds; ``lowered`` is what it takes off the commitment.
    ``until`` is the last day to give a view or to pay. ``about`` is the act that it goes on from:
    the intention, or the claim. ``to_fund`` says of a repayment that it is the part of that fund.
    ``heard_on`` and ``view`` are when the municipality was heard and what was done with it, and
    ``not_heard`` why it was not; ``heard_before`` is when it could give its view before, where
    that is why. ``objection`` says why it is done although an objection
    runs, ``basis`` on what where the regulation has lapsed.
    Of statutory interest: ``amount`` is what is owed beside what was fixed before about the claim,
    ``rates`` those that an officer named. Of a correction of an earlier year: ``stated`` and
    ``actual`` are the homes, ``statement`` the later statement that it is settled with, of round
    ``settled_in``, and ``amount`` what came back with that, which the grant is lower by.
    ``carried`` is what it leaves for a still later statement, and of a claim what it claims of
    that apart; ``None`` where there is none.
    Of a decision taken anew: ``upon`` is the founded objection that asked for it, ``replaces`` the
    decision that it takes the place of, and ``stood`` what was paid of the award by then and had
    not been claimed back, where it fixes that anew.
    """

    account_id: int | None = None
    granted: Euro = ZERO
    final: Euro = ZERO
    most: Euro = ZERO
    foreseen: Euro | None = None
    real: Euro | None = None
    lawful: Euro | None = None
    ground: str = ""
    early: str = ""
    amount: Euro = ZERO
    payable: Euro = ZERO
    vat: Euro = ZERO
    lowered: Euro = ZERO
    until: date | None = None
    about: int | None = None
    view: str = ""
    parts: tuple[Part, ...] = ()
    reference: str = ""
    to_fund: bool = False
    heard_on: date | None = None
    not_heard: str = ""
    objection: str = ""
    basis: str = ""
    shared: Annotated[Euro | None, Field(exclude_if=lambda own: own is None)] = None
    unmet: Annotated[str, Field(exclude_if=lambda own: not own)] = ""
    heard_before: Annotated[date | None, Field(exclude_if=lambda own: own is None)] = None
    # Since schema 30: what does not say so is hashed as it was before.
    rates: Annotated[tuple[Rate, ...], Field(exclude_if=lambda own: not own)] = ()
    stated: Annotated[int | None, Field(exclude_if=lambda own: own is None)] = None
    actual: Annotated[int | None, Field(exclude_if=lambda own: own is None)] = None
    statement: Annotated[str, Field(exclude_if=lambda own: not own)] = ""
    settled_in: Annotated[str, Field(exclude_if=lambda own: not own)] = ""
    upon: Annotated[str, Field(exclude_if=lambda own: not own)] = ""
    replaces: Annotated[int | None, Field(exclude_if=lambda own: own is None)] = None
    stood: Annotated[Euro | None, Field(exclude_if=lambda own: own is None)] = None
    carried: Annotated[Euro | None, Field(exclude_if=lambda own: own is None)] = None


class StoredAct(OfTwo):
    """An act as it is read back; of what one person does alone ``approver`` stays empty."""

    application_id: str
    kind: SettlingKind
    on: date
    article: str
    reason: str
    detail: SettlingDetail
    made_by: str

    @property
    def counts(self) -> bool:
        """Whether it was done: of what two people do, once the second approved it."""
        return not self.kind.by_two or bool(self.approver)

    @property
    def done_on(self) -> date:
        """The day of it: that of the approval, where two people do it."""
        return self.approved_on or self.on


_SAID = {"application_id", "kind", "on", "article", "reason", "detail", "made_by"}


def digest_of(one: StoredAct) -> str:
    """The hash of all that an act says, and of who did it."""
    return hash_of(one, _SAID)


def digested(one: StoredAct) -> StoredAct:
    """The same act with its hash."""
    return one.model_copy(update={"digest": digest_of(one)})


def accounts(session: Session, round_id: str) -> tuple[StoredAccount, ...]:
    """Every account of a round with all its versions, in the order in which they came."""
    found = in_order(session, rows.Account, round_id)
    return tuple(_account(row) for row in found)


def _account(row: rows.Account) -> StoredAccount:
    return StoredAccount(
        row_id=row.id or 0,
        application_id=row.application_id,
        municipality_code=row.municipality_code,
        year=row.year,
        version=row.version,
        last=row.last,
        spent=Euro(row.spent_cents),
        lawful=Euro(row.lawful_cents),
        unlawful=Euro(row.unlawful_cents),
        shortfall=None if row.shortfall_cents is None else Euro(row.shortfall_cents),
        homes=row.homes,
        affordable_homes=row.affordable_homes,
        reference=row.reference,
        on=date.fromisoformat(row.on),
        file=row.file,
        sha256=row.sha256,
        line=row.line,
        officer=row.officer,
    )


def acts(session: Session, round_id: str) -> tuple[StoredAct, ...]:
    """Every act, in the order in which it came to count; proposals that wait come last."""
    found = in_order(session, rows.SettlingAct, round_id)
    if not found:
        return ()
    approved = approvals(
        session, rows.SettlingActApproval, round_id, lambda one: one.settling_act_id
    )
    made = [_act(row, approved.get(row.id or 0)) for row in found]
    order = {row.id or 0: place for place, row in enumerate(found)}
    return tuple(sorted(made, key=lambda one: (not one.counts, one.done_on, order[one.row_id])))


def _act(row: rows.SettlingAct, approval: rows.SettlingActApproval | None) -> StoredAct:
    return StoredAct(
        row_id=row.id or 0,
        application_id=row.application_id,
        kind=SettlingKind(row.kind),
        on=date.fromisoformat(row.on),
        article=row.article,
        reason=row.reason,
        detail=SettlingDetail.model_validate_json(row.detail_json),
        digest=row.digest,
        made_by=row.made_by,
        **second_name(approval),
    )


def newest(versions: Iterable[StoredAccount]) -> Mapping[str, tuple[StoredAccount, ...]]:
    """The newest version of each account, by application and in the order of the years."""
    found: dict[str, dict[int, StoredAccount]] = {}
    for one in versions:
        found.setdefault(one.application_id, {})[one.year] = one
    return {number: tuple(own[year] for year in sorted(own)) for number, own in found.items()}


def by_application(done: Iterable[StoredAct]) -> Mapping[str, tuple[StoredAct, ...]]:
    """Acts by the application that they are about, in their order."""
    found: dict[str, list[StoredAct]] = {}
    for one in done:
        found.setdefault(one.application_id, []).append(one)
    return {number: tuple(own) for number, own in found.items()}


def add_accounts(reader: RoundReader, made: Sequence[StoredAccount]) -> None:
    """Keep accounts; their own ``row_id`` is not read. An event of the trail must tell of them."""
    for one in made:
        reader.session.add(
            rows.Account(
                round_id=reader.id, application_id=one.application_id,
                municipality_code=one.municipality_code, year=one.year, version=one.version,
                last=one.last, spent_cents=one.spent.cents, lawful_cents=one.lawful.cents,
                unlawful_cents=one.unlawful.cents,
                shortfall_cents=None if one.shortfall is None else one.shortfall.cents,
                homes=one.homes, affordable_homes=one.affordable_homes, reference=one.reference,
                on=one.on.isoformat(), file=one.file, sha256=one.sha256, line=one.line,
                officer=one.officer,
            )
        )  # fmt: skip
    reader.session.flush()


def add_act(reader: RoundReader, one: StoredAct) -> StoredAct:
    """Keep an act; its own ``row_id`` is not read. An event of the trail must tell of it."""
    row = rows.SettlingAct(
        round_id=reader.id, application_id=one.application_id, kind=one.kind.value,
        on=one.on.isoformat(), article=one.article, reason=one.reason,
        detail_json=one.detail.model_dump_json(), digest=one.digest, made_by=one.made_by,
    )  # fmt: skip
    reader.session.add(row)
    reader.session.flush()
    return one.model_copy(update={"row_id": row.id or 0})


def approve_act(reader: RoundReader, one: StoredAct, who: str, on: date) -> StoredAct:
    """Keep the approval of an act. An event of the trail must tell of it."""
    reader.session.add(
        rows.SettlingActApproval(
            round_id=reader.id, settling_act_id=one.row_id, approver=who, on=on.isoformat(),
            digest=one.digest,
        )
    )  # fmt: skip
    reader.session.flush()
    approved = {"approver": who, "approved_on": on, "approved_digest": one.digest}
    return one.model_copy(update=approved)
