"""The payment list (*betaallijst*): every part of every award, by the ministry that pays it.

What it says is paid is, to the cent and in each fund, scheme and year, what the ledger has as paid.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ....grants.money import Euro
from ....grants.municipality import plain_name
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...config.office import FILL_IN, Office
from ...errors import RefusedByProcess, WrongUse
from ...records.after.orders import PaymentState, StoredOrder
from ...records.rounds.reader import RoundReader
from ..objections.made import applications_since
from .paying import paid_by_cell, paid_by_orders, payments_of
from .payment_file import OrderLine
from .standing import Ended

_COLUMNS = (
    "ministerie", "geldbron", "regeling", "aanvraag", "gemeentecode", "gemeente", "deel", "kasjaar",
    "stand", "bedrag_in_centen", "btw_compensatiefonds_in_centen", "verrekend_in_centen",
    "ten_laste_in_centen", "uiterlijk", "opgedragen_op", "betaald_op", "kenmerk", "toelichting",
)  # fmt: skip


class ListedPayment(Record):
    """A part of an award on the payment list; ``state`` is in Dutch."""

    ministry: str
    fund: str
    instrument: str
    application_id: str
    municipality_code: str
    municipality: str
    part: int
    year: int
    state: str
    payable: Euro
    compensable_vat: Euro
    set_off: Euro
    due: date
    ordered_on: date | None = None
    paid_on: date | None = None
    reference: str = ""
    remark: str = ""

    @property
    def charged(self) -> Euro:
        """What of the award this is."""
        return self.payable + self.compensable_vat + self.set_off


def ministry_of(office: Office, instrument: str) -> str:
    """The ministry that pays a scheme.

    Raises:
        WrongUse: the office file does not say which, or has still to be filled in there.
    """
    own = office.instruments.get(instrument)
    if own is None:
        name = instruments()[instrument].name_nl
        raise WrongUse(f"Het kantoorbestand noemt geen ministerie voor {name}. Noem het daar.")
    if FILL_IN in own.ministry:
        raise WrongUse(
            f"In [instruments.{instrument}] van het kantoorbestand staat nog {FILL_IN} bij "
            f'ministry, de naam van wie betaalt ("{own.ministry}"). Vul die daar in.'
        )
    return own.ministry


def file_name(what: str, ministry: str) -> str:
    """The name of a file of one ministry, safe on every system."""
    return f"{what}_{plain_name(ministry) or 'ministerie'}.csv"


def require_payers(reader: RoundReader, office: Office, orders: Iterable[StoredOrder]) -> None:
    """Refuse orders of a scheme that is in the office file, but not the ministry that pays it.

    Raises:
        WrongUse: with the key to fill in.
    """
    schemes = {one.application.application_id: one.instrument for one in applications_since(reader)}
    for key in dict.fromkeys(schemes[one.application_id] for one in orders):
        if key in office.instruments:
            ministry_of(office, key)


def order_lines(
    reader: RoundReader, office: Office, orders: Iterable[StoredOrder]
) -> Mapping[str, tuple[OrderLine, ...]]:
    """Orders with their names, by ministry, in the order in which they were given."""
    filed = {one.application.application_id: one for one in applications_since(reader)}
    found: dict[str, list[OrderLine]] = {}
    for order in orders:
        one = filed[order.application_id]
        ministry = ministry_of(office, one.instrument)
        found.setdefault(ministry, []).append(
            OrderLine(
                order=order, instrument=one.instrument,
                instrument_name=instruments()[one.instrument].name_nl, ministry=ministry,
                municipality_code=one.application.applicant.code,
                municipality=one.application.applicant.name,
            )
        )  # fmt: skip
    return {ministry: tuple(found[ministry]) for ministry in sorted(found)}


def payment_list(reader: RoundReader, office: Office) -> tuple[ListedPayment, ...]:
    """Every part of every award, and every order that lapsed or came back.

    Raises:
        RefusedByProcess: what was paid is not what the ledger has.
        WrongUse: the office file does not name a ministry.
    """
    if paid_by_cell(reader) != paid_by_orders(reader):
        raise RefusedByProcess(
            f'De betalingen van ronde {reader.id} sluiten niet aan op het grootboek. Zie "verdeel '
            'audit verify"; er is niets geschreven.'
        )
    every = payments_of(reader, office.days_equated_with_holidays)
    about = _About(reader, office)
    found: list[ListedPayment] = []
    listed: set[int] = set()
    for one in every.parts:
        order, part = one.order, one.instalment
        if order is not None:
            listed.add(order.row_id)
            found.append(about.ordered(order))
            continue
        ended = one.standing.ended
        found.append(
            about.line(part.application_id, part.part, part.year, part.term.day).model_copy(
                update={
                    "state": "te betalen" if ended is Ended.NOT else "vervalt",
                    "payable": part.payable, "compensable_vat": part.compensable_vat,
                    "set_off": part.set_off,
                    "remark": ended.dutch,
                }
            )
        )  # fmt: skip
    # What lapsed, came back, or was paid by a decision that was changed since.
    found += [about.ordered(order) for order in every.orders if order.row_id not in listed]
    return tuple(sorted(found, key=_place))


def _place(one: ListedPayment) -> tuple[str, str, str, int, str]:
    return (one.ministry, one.instrument, one.application_id, one.part, one.state)


class _About:
    """What is asked of a round once, for all lines."""

    def __init__(self, reader: RoundReader, office: Office) -> None:
        self._filed = {one.application.application_id: one for one in applications_since(reader)}
        self._policy, self._office = reader.policy, office

    def line(self, number: str, part: int, year: int, due: date) -> ListedPayment:
        """A part of an award that nobody ordered: no amounts, and no state yet."""
        one = self._filed[number]
        to = one.application.applicant
        return ListedPayment(
            ministry=ministry_of(self._office, one.instrument),
            fund=self._policy.instruments[one.instrument].fund, instrument=one.instrument,
            application_id=number, municipality_code=to.code,
            municipality=to.name, part=part, year=year, state="",
            payable=Euro(0), compensable_vat=Euro(0), set_off=Euro(0), due=due,
        )  # fmt: skip

    def ordered(self, order: StoredOrder) -> ListedPayment:
        """A part that was ordered, with what came of the order."""
        paid, said = order.paid, order.correction or order.disputed
        waits = ", wacht op een tweede naam" if order.disputed is not None else ""
        return self.line(order.application_id, order.part, order.year, order.due).model_copy(
            update={
                "state": order.state.dutch, "payable": order.payable,
                "compensable_vat": order.compensable_vat, "set_off": order.set_off,
                "ordered_on": order.on,
                "paid_on": paid.on if paid else None, "reference": paid.reference if paid else "",
                "remark": "" if said is None else f"{said.kind.dutch}{waits}: {said.reason}",
            }
        )  # fmt: skip


def totals_of(lines: Sequence[ListedPayment]) -> dict[str, Euro]:
    """What the lines come to, by state."""
    found: dict[str, Euro] = {}
    for one in lines:
        found[one.state] = found.get(one.state, Euro(0)) + one.charged
    return {state: found[state] for state in sorted(found)}


def paid_in(lines: Iterable[ListedPayment]) -> Euro:
    """What of these lines was paid, as the ledger has it."""
    return Euro.total(one.charged for one in lines if one.state == PaymentState.PAID.dutch)


def list_as_csv(lines: Sequence[ListedPayment]) -> bytes:
    """The list of one ministry; the same payments give the same bytes."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in lines:
        days = [day.isoformat() if day else "" for day in (one.ordered_on, one.paid_on)]
        writer.writerow(
            [
                one.ministry, one.fund, instruments()[one.instrument].name_nl, one.application_id,
                one.municipality_code, one.municipality, one.part, one.year, one.state,
                one.payable.cents, one.compensable_vat.cents, one.set_off.cents, one.charged.cents,
                one.due.isoformat(), *days, _plain(one.reference), _plain(one.remark),
            ]
        )  # fmt: skip
    return made.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
