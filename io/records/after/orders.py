"""Payments as they are kept: what was ordered of awards, what was paid, and what was corrected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from ....grants.money import Euro
from ....grants.record import Record
from .. import tables
from ..rounds.register import in_order
from . import payments as rows

if TYPE_CHECKING:
    from ..rounds.reader import RoundReader


class CorrectionKind(StrEnum):
    """What is wrong with a payment: the order lapses, or its money came back."""

    CANCELLED = "cancelled"
    RETURNED = "returned"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {"cancelled": "vervallen", "returned": "teruggekomen"}[self.value]


class PaymentState(StrEnum):
    """Where an order to pay stands."""

    ORDERED = "ordered"
    PAID = "paid"
    CANCELLED = "cancelled"
    RETURNED = "returned"

    @property
    def dutch(self) -> str:
        """In words an office uses."""
        return {
            "ordered": "opgedragen", "paid": "betaald", "cancelled": "opdracht vervallen",
            "returned": "teruggekomen",
        }[self.value]  # fmt: skip

    @property
    def stands(self) -> bool:
        """Whether it holds its part of the award, so that nobody orders that again."""
        return self in (PaymentState.ORDERED, PaymentState.PAID)


class Paid(Record):
    """That an order was carried out. ``file`` is empty where an officer said so by hand."""

    on: date
    amount: Euro
    reference: str
    file: str
    officer: str


class StoredCorrection(Record):
    """A correction; ``confirmed_by`` is empty until a second officer agreed, and it counts then."""

    row_id: int
    kind: CorrectionKind
    on: date
    reason: str
    officer: str
    confirmed_by: str = ""
    confirmed_on: date | None = None


class StoredOrder(Record):
    """An order to pay a part of an award, with what became of it.

    ``payable`` goes to the municipality, ``compensable_vat`` to the BTW-compensatiefonds, and
    ``set_off`` is settled with earlier years. ``year`` is its cash year, ``due`` the last day.
    """

    row_id: int
    application_id: str
    part: int
    year: int
    payable: Euro
    compensable_vat: Euro
    set_off: Euro
    article: str
    due: date
    on: date
    officer: str
    paid: Paid | None = None
    corrections: tuple[StoredCorrection, ...] = ()

    @property
    def charged(self) -> Euro:
        """What of the award it pays: what the ledger has for it."""
        return self.payable + self.compensable_vat + self.set_off

    @property
    def correction(self) -> StoredCorrection | None:
        """The correction that counts."""
        return next((one for one in self.corrections if one.confirmed_by), None)

    @property
    def disputed(self) -> StoredCorrection | None:
        """The newest correction, where it waits for its second name."""
        last = self.corrections[-1:]
        return last[0] if last and not last[0].confirmed_by and self.correction is None else None

    @property
    def state(self) -> PaymentState:
        """Where it stands."""
        if self.correction is not None:
            return PaymentState(self.correction.kind.value)
        return PaymentState.ORDERED if self.paid is None else PaymentState.PAID


@cache
def _paid() -> SelectOfScalar[rows.PaymentConfirmation]:
    one = rows.PaymentConfirmation
    return select(one).where(col(one.round_id) == tables.OF_ROUND)


@cache
def _corrected() -> SelectOfScalar[rows.PaymentCorrectionConfirmation]:
    second, first = rows.PaymentCorrectionConfirmation, rows.PaymentCorrection
    return select(second).where(
        second.payment_correction_id == first.id, col(first.round_id) == tables.OF_ROUND
    )


def orders(session: Session, round_id: str) -> tuple[StoredOrder, ...]:
    """Every order of a round, oldest first."""
    found = in_order(session, rows.PaymentOrder, round_id)
    if not found:
        return ()
    paid = {
        one.payment_order_id: one for one in session.exec(_paid(), params={"round_id": round_id})
    }
    corrected = _corrections(session, round_id)
    return tuple(
        _order(one, paid.get(one.id or 0), corrected.get(one.id or 0, ())) for one in found
    )


def _order(
    row: rows.PaymentOrder,
    paid: rows.PaymentConfirmation | None,
    corrections: Iterable[StoredCorrection],
) -> StoredOrder:
    return StoredOrder(
        row_id=row.id or 0,
        application_id=row.application_id,
        part=row.part,
        year=row.year,
        payable=Euro(row.cents),
        compensable_vat=Euro(row.vat_cents),
        set_off=Euro(row.set_off_cents),
        article=row.article,
        due=date.fromisoformat(row.due),
        on=date.fromisoformat(row.on),
        officer=row.officer,
        paid=None
        if paid is None
        else Paid(
            on=date.fromisoformat(paid.on), amount=Euro(paid.cents), reference=paid.reference,
            file=paid.file, officer=paid.officer,
        ),
        corrections=tuple(corrections),
    )  # fmt: skip


def _corrections(session: Session, round_id: str) -> dict[int, list[StoredCorrection]]:
    seconds = {
        one.payment_correction_id: one
        for one in session.exec(_corrected(), params={"round_id": round_id})
    }
    found: dict[int, list[StoredCorrection]] = {}
    for row in in_order(session, rows.PaymentCorrection, round_id):
        second = seconds.get(row.id or 0)
        found.setdefault(row.payment_order_id, []).append(
            StoredCorrection(
                row_id=row.id or 0, kind=CorrectionKind(row.kind), on=date.fromisoformat(row.on),
                reason=row.reason, officer=row.officer,
                confirmed_by=second.officer if second else "",
                confirmed_on=date.fromisoformat(second.on) if second else None,
            )
        )  # fmt: skip
    return found


def add_order(reader: RoundReader, one: StoredOrder) -> None:
    """Keep an order; its own ``row_id`` is not read. An event of the trail must tell of it."""
    reader.session.add(
        rows.PaymentOrder(
            round_id=reader.id, application_id=one.application_id, part=one.part, year=one.year,
            cents=one.payable.cents, vat_cents=one.compensable_vat.cents,
            set_off_cents=one.set_off.cents, article=one.article, due=one.due.isoformat(),
            on=one.on.isoformat(), officer=one.officer,
        )
    )  # fmt: skip
    reader.session.flush()


def add_confirmation(reader: RoundReader, order: StoredOrder, paid: Paid) -> None:
    """Keep that an order was carried out. An event of the trail must tell of it."""
    reader.session.add(
        rows.PaymentConfirmation(
            round_id=reader.id, payment_order_id=order.row_id, on=paid.on.isoformat(),
            cents=paid.amount.cents, reference=paid.reference, file=paid.file,
            officer=paid.officer,
        )
    )  # fmt: skip
    reader.session.flush()


def add_correction(
    reader: RoundReader, order: StoredOrder, kind: CorrectionKind, on: date, reason: str, who: str
) -> None:
    """Keep a correction under its first name. An event of the trail must tell of it."""
    reader.session.add(
        rows.PaymentCorrection(
            round_id=reader.id, payment_order_id=order.row_id, kind=kind.value,
            on=on.isoformat(), reason=reason, officer=who,
        )
    )  # fmt: skip
    reader.session.flush()


def confirm_correction(reader: RoundReader, one: StoredCorrection, on: date, who: str) -> None:
    """Put the second name under a correction. An event of the trail must tell of it."""
    reader.session.add(
        rows.PaymentCorrectionConfirmation(
            payment_correction_id=one.row_id, officer=who, on=on.isoformat()
        )
    )
    reader.session.flush()
