"""What of a round can be paid, what stands in the way, and whether what was paid was due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING

from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.frozen import frozen
from ....grants.ledger.ledger import Account, Cell
from ....grants.money import Euro
from ....grants.names import is_same_person
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess
from ...records.after.orders import PaymentState, StoredOrder
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import StoredAct
from ..objections.made import applications_since
from ..settling.anew import (
    ended_payments,
    ever_to_pay_again,
    raised_since,
    rest_to_pay,
    to_pay_again,
)
from .instalments import Instalment, instalments_of
from .standing import Ended, StandingAward, standing_awards, standing_versions

if TYPE_CHECKING:
    from .payment_file import Executed


@frozen
class Payable:
    """A part of an award with the order that holds it; ``why`` says why it cannot be ordered.

    ``again`` says that an objection gives it back: it is paid in whatever year it is ordered.
    """

    standing: StandingAward
    instalment: Instalment
    order: StoredOrder | None = None
    why: str = ""
    again: bool = False


@frozen
class Payments:
    """All parts of all awards of a round that were sent or not, by number and part."""

    parts: tuple[Payable, ...] = ()
    orders: tuple[StoredOrder, ...] = field(default=())

    def of(self, number: str) -> tuple[Payable, ...]:
        """The parts of one award."""
        return tuple(one for one in self.parts if one.instalment.application_id == number)


def payments_of(reader: RoundReader, equated: Iterable[date] = ()) -> Payments:
    """What is to be paid of a round by its decisions, with the orders that were given.

    Raises:
        RefusedByProcess: a decision splits what its law pays at once.
    """
    held: dict[tuple[str, int], list[StoredOrder]] = {}
    for order in reader.after.payment_orders:
        if order.state.stands:
            held.setdefault((order.application_id, order.part), []).append(order)
    fixed = _fixed(reader)
    acted = {one.application_id for one in reader.after.settling_acts if one.counts}
    parts: list[Payable] = []
    for number, standing in standing_awards(reader).items():
        for one in instalments_of(reader.policy, standing, equated):
            orders = held.get((number, one.part), [])
            parts.append(_payable(standing, one, orders, fixed.get(number, "")))
        rest = rest_to_pay(reader, number, standing, equated) if number in fixed else None
        if rest is not None:
            parts.append(_payable(standing, rest, held.get((number, rest.part), []), ""))
        again = to_pay_again(reader, number, standing, equated) if number in acted else None
        if again is not None:  # what an objection gave back is owed, also of what was revoked
            own = standing.model_copy(update={"ended": Ended.NOT, "ended_on": None})
            given = _payable(own, again, held.get((number, again.part), []), "")
            parts.append(replace(given, again=True))
    return Payments(parts=tuple(parts), orders=reader.after.payment_orders)


def _fixed(reader: RoundReader) -> dict[str, str]:
    """Why nothing more is paid on awards that were fixed or claimed back, in Dutch, by number.

    An award is fixed at no more than was paid on it, and what is claimed back of one that was not
    paid in full comes off what was not paid first.
    """
    return {number: _why_fixed(reader, one) for number, one in ended_payments(reader).items()}


def _why_fixed(reader: RoundReader, one: StoredAct) -> str:
    number = one.application_id
    raised = raised_since(reader, number)
    if raised is not None and raised.to_fix:
        return (
            f"{number} is {one.kind.dutch} op {one.done_on:%d-%m-%Y} en op {raised.on:%d-%m-%Y} na "
            f"bezwaar verhoogd. Stel eerst opnieuw vast: verdeel settle {number}. Wat dan nog "
            "ontbreekt, wordt op die vaststelling betaald."
        )
    return (
        f"{number} is {one.kind.dutch} op {one.done_on:%d-%m-%Y}: op dit deel wordt niets meer "
        "betaald."
    )


def _payable(
    standing: StandingAward, part: Instalment, orders: Sequence[StoredOrder], why: str
) -> Payable:
    """A part with what holds it; of one that a later decision raised, what is still to be paid."""
    left = less(part, orders)
    if not orders or left.charged.cents <= 0:
        return Payable(standing, part, orders[-1] if orders else None, why)
    waits = [one for one in orders if one.state is PaymentState.ORDERED]
    return Payable(standing, part if waits else left, waits[0] if waits else None, why)


def less(part: Instalment, orders: Iterable[StoredOrder]) -> Instalment:
    """What is left of a part after these orders of it."""
    payable, vat, off = part.payable, part.compensable_vat, part.set_off
    for one in orders:
        payable, vat, off = (
            payable - one.payable, vat - one.compensable_vat, off - one.set_off,
        )  # fmt: skip
    return part.model_copy(
        update={
            "charged": payable + vat + off, "payable": payable, "compensable_vat": vat,
            "set_off": off,
        }
    )  # fmt: skip


def why_not_ordered(one: Payable, on: date) -> str:
    """Why a part cannot be ordered on a day, in Dutch; empty where it can."""
    number, standing, part = one.instalment.application_id, one.standing, one.instalment
    if one.why:
        return one.why
    if standing.ended is not Ended.NOT:
        return f"{number} is {standing.ended.dutch}: er wordt niets meer op betaald."
    if standing.sent_on is None:
        return f"De brief met het besluit over {number} is nog niet verstuurd."
    if on < standing.sent_on:
        return f"Het besluit over {number} is verstuurd op {standing.sent_on:%d-%m-%Y}."
    if one.order is not None:
        said = one.order.state.dutch
        return f"Deel {part.part} van {number} is al {said} (opdracht {one.order.row_id})."
    if part.year < on.year and not one.again:
        return (
            f"Deel {part.part} van {number} hoort in kasjaar {part.year}, en dat is gesloten. "
            f"Verplaats het eerst: verdeel change request {number}"
        )
    if part.year > on.year:
        return f"Deel {part.part} van {number} wordt pas in {part.year} betaald."
    return ""


def set_off_refused(reader: RoundReader, number: str, part: Instalment, asked: Euro) -> str:
    """Why an amount cannot be set off (*verrekend*) with a payment; empty where it can.

    A debt is set off only where a statute says so (Awb art. 4:93), and then for what the decision
    settles: no officer chooses the amount.
    """
    own = instruments()[part.instrument]
    if own.schedule.may_set_off:
        return (
            f"Wat voor {own.name_nl} is verleend, kan de minister met een latere opgave verrekenen "
            f"({own.schedule.may_set_off}), maar dit programma doet dat niet. Betaal {number} "
            "geheel, en vorder terug bij eigen besluit."
        )
    if not own.schedule.set_off:
        return (
            f"Verrekenen kan alleen waar een wettelijk voorschrift dat regelt (artikel 4:93 Awb), "
            f"en de {own.name_nl} heeft er geen. Betaal {number} geheel, en vorder terug bij eigen "
            "besluit."
        )
    if asked != part.set_off:
        law = own.catalogue.law_on(reader.policy.round.window_opens, carry=True)
        article = next((o.article for o in law.rules if o.code == own.schedule.set_off), "")
        return (
            f"Met {number} wordt {part.set_off} verrekend, zoals het besluit zegt ({article}). "
            f"Een ander bedrag, {asked}, vraagt een ander besluit."
        )
    return ""


def confirmation_findings(
    reader: RoundReader, said: Sequence[Executed], who: str
) -> tuple[tuple[tuple[StoredOrder, Executed], ...], tuple[Finding, ...]]:
    """What can be kept of what was carried out, and what is wrong with the rest.

    What was confirmed before in the same words is neither: it changes nothing.
    """
    known = {one.row_id: one for one in reader.after.payment_orders}
    right: list[tuple[StoredOrder, Executed]] = []
    found: list[Finding] = []
    for one in said:
        order = known.get(one.row_id)
        wrong = _unknown(reader, one) if order is None else _wrong(order, one, who)
        if wrong is not None:
            found.append(wrong)
        elif order is not None and order.paid is None:
            right.append((order, one))
    return tuple(right), tuple(found)


def _find(one: Executed, code: str, column: str, value: object, message: str, cure: str) -> Finding:
    return make_finding(
        code, Severity.ERROR, message, cure, file=one.file, sheet=one.sheet,
        cell=one.cells.get(column, ""), value=value, application_id=one.application_id,
    )  # fmt: skip


def _unknown(reader: RoundReader, one: Executed) -> Finding:
    return _find(
        one, "PAY-007", "opdracht", one.row_id,
        f"Ronde {reader.id} heeft geen betaalopdracht {one.row_id}.",
        "Neem het nummer over uit het bestand dat is uitgegaan.",
    )  # fmt: skip


def _wrong(order: StoredOrder, one: Executed, who: str) -> Finding | None:
    """The first thing that keeps a confirmation from counting; ``None`` where nothing does."""
    what = f"Opdracht {order.row_id} ({order.application_id}, deel {order.part})"
    if one.application_id.upper() != order.application_id:
        return _find(one, "PAY-008", "aanvraag", one.application_id,
                     f"{what} is niet van {one.application_id or 'een lege aanvraag'}.",
                     "Wijzig niets in de regels dan de laatste drie kolommen.")  # fmt: skip
    if order.correction is not None or order.disputed is not None:
        said = order.correction or order.disputed
        assert said is not None
        return _find(one, "PAY-009", "opdracht", one.row_id, f"{what} is {said.kind.dutch}.",
                     "Zoek uit waarom er toch is betaald, en draag het weer op.")  # fmt: skip
    if order.paid is not None:
        same = (order.paid.on, order.paid.amount) == (one.on, one.amount)
        if same and one.reference in ("", order.paid.reference):
            return None
        return _find(one, "PAY-010", "betaald_op", one.on.isoformat(),
                     f"{what} is al bevestigd: {order.paid.amount} op {order.paid.on:%d-%m-%Y}, "
                     f"kenmerk {order.paid.reference or 'geen'}, door {order.paid.officer}.",
                     "Is er twee keer betaald? Dan is het tweede bedrag onverschuldigd betaald en "
                     "komt het terug bij eigen besluit.")  # fmt: skip
    if one.amount != order.payable:
        return _find(one, "PAY-011", "betaald_in_centen", one.amount.cents,
                     f"{what} is van {order.payable}, en er is {one.amount} betaald.",
                     "Bevestigd wordt wat is opgedragen. Laat het verbeteren.")  # fmt: skip
    if one.on < order.on:
        return _find(one, "PAY-012", "betaald_op", one.on.isoformat(),
                     f"{what} is gegeven op {order.on:%d-%m-%Y}, na de dag van betaling.",
                     "Controleer de dag.")  # fmt: skip
    if one.on.year != order.year:
        return _find(one, "PAY-013", "betaald_op", one.on.isoformat(),
                     f"{what} hoort in kasjaar {order.year}; een betaling van {one.on.year} niet.",
                     "Laat de opdracht vervallen, verplaats het deel naar het andere jaar, en "
                     "draag het opnieuw op.")  # fmt: skip
    if is_same_person(order.officer, who):
        return _find(one, "PAY-014", "opdracht", one.row_id,
                     f"{who} gaf {what[0].lower()}{what[1:]} zelf.",
                     "Laat een ander bevestigen (vier ogen).")  # fmt: skip
    return None


def paid_by_cell(reader: RoundReader) -> Mapping[tuple[str, str, int], Euro]:
    """What the ledger has as paid, by fund, scheme and year of payment; also what was repaid."""
    now = reader.balances
    back: dict[Cell, Euro] = {}
    for entry in reader.entries:
        for one in entry.postings:
            came = (one.source, one.target) == (Account.RECLAIMED, Account.TREASURY)
            if came or (one.source, one.target) == (Account.TREASURY, Account.RECLAIMED):
                amount = one.amount if came else -one.amount
                back[one.cell] = back.get(one.cell, Euro(0)) + amount
    paid = (Account.ADVANCED, Account.SETTLED, Account.RECLAIMED)
    found: dict[tuple[str, str, int], Euro] = {}
    for cell in now.cells:
        total = Euro.total(now.of(cell, account) for account in paid) + back.get(cell, Euro(0))
        if total:
            found[cell.fund, cell.instrument, cell.year] = total
    return found


def paid_by_orders(reader: RoundReader) -> Mapping[tuple[str, str, int], Euro]:
    """The same, by the orders that were carried out and did not come back."""
    schemes = {one.application.application_id: one.instrument for one in applications_since(reader)}
    found: dict[tuple[str, str, int], Euro] = {}
    for order in reader.after.payment_orders:
        if order.state is PaymentState.PAID and order.paid is not None:
            key = schemes[order.application_id]
            at = (reader.policy.instruments[key].fund, key, order.paid.on.year)
            found[at] = found.get(at, Euro(0)) + order.charged
    return found


def parts_ever_due(reader: RoundReader) -> Mapping[str, tuple[Instalment, ...]]:
    """The parts of each award by every decision that was taken on it, also those since changed."""
    acted = {one.application_id for one in reader.after.settling_acts if one.counts}
    found: dict[str, tuple[Instalment, ...]] = {}
    for number, versions in standing_versions(reader).items():
        rest = rest_to_pay(reader, number, versions[-1]) if number in acted else None
        parts = [part for one in versions for part in instalments_of(reader.policy, one)]
        if rest is not None:
            parts.append(rest)
        if number in acted:
            parts += _given_back(reader, number, versions[-1])
        found[number] = tuple(parts)
    return found


def _given_back(reader: RoundReader, number: str, standing: StandingAward) -> Iterator[Instalment]:
    """What an objection ever gave back, in each year in which an order of it was given."""
    years = {o.year for o in reader.after.payment_orders if o.application_id == number}
    for one in ever_to_pay_again(reader, number, standing):
        for year in sorted({one.year, *(year for year in years if year > one.year)}):
            yield one.model_copy(update={"year": year})


def open_orders_of(reader: RoundReader, number: str) -> tuple[StoredOrder, ...]:
    """The orders of an award that were given and not carried out yet."""
    return tuple(
        one
        for one in reader.after.payment_orders
        if one.application_id == number and one.state is PaymentState.ORDERED
    )


def paid_of(reader: RoundReader, number: str) -> Euro:
    """What was paid of an award by confirmed orders, and did not come back."""
    return Euro.total(
        one.charged
        for one in reader.after.payment_orders
        if one.application_id == number and one.state is PaymentState.PAID
    )


def require_no_open_order(reader: RoundReader, number: str, what: str) -> None:
    """Refuse what would change an award while the financial system has an order to pay it.

    ``what`` completes the sentence "Er staat een opdracht uit; ... kan pas daarna".

    Raises:
        RefusedByProcess: with the order, and what to do.
    """
    out = open_orders_of(reader, number)
    if out:
        raise RefusedByProcess(
            f"Voor {number} staat betaalopdracht {out[0].row_id} ({out[0].payable}) uit. Bevestig "
            f'haar met "verdeel pay confirm", of laat haar vervallen met "verdeel pay correct '
            f'{number} --cancelled"; {what} kan pas daarna.'
        )
