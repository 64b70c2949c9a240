"""Paying (*betalen*): one officer orders, another confirms that it was carried out.

An order holds a part of an award until it is carried out or lapses. With the confirmation the
ledger has it as advanced. What came back, or was never carried out, is corrected under two names,
and the part can be ordered again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from ....grants.applications.finding import Finding
from ....grants.ledger.ledger import Overdrawn
from ....grants.lives.round import KNOWN, Step
from ....grants.money import Euro
from ....grants.names import is_same_person
from ....grants.record import Record
from ....instruments.after.besides import PAID_APART, has_supplements
from ...errors import RefusedByProcess, WrongUse
from ...records.after import orders
from ...records.after.orders import CorrectionKind, Paid, PaymentState, StoredOrder
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...rounds.actor import Actor, require_admitted
from ...rounds.after.paying import (
    Payable,
    confirmation_findings,
    payments_of,
    set_off_refused,
    why_not_ordered,
)
from ...rounds.after.payment_file import Executed
from ...rounds.checks.rederivation import require_derivable
from ...rounds.incomplete import no_application
from ...rounds.lawful import require_deciding
from ...rounds.ledger import book_advance, book_return
from ...rounds.objections.made import applications_since
from ...rounds.state import permit, record
from ...wording.outcomes import outcome_in

_SHORTEST_REASON = 10


class Given(Record):
    """The orders that were given, those of them after their last day, and what was left."""

    orders: tuple[StoredOrder, ...]
    late: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def order(
    reader: RoundReader,
    numbers: Sequence[str],
    who: Actor,
    on: date,
    set_off: Euro | None = None,
    equated: Iterable[date] = (),
) -> Given:
    """Order every part of these awards, or of all, that is due in the year of a day.

    Raises:
        WrongUse: one of them is unknown or was granted nothing.
        RefusedByProcess: one that was named cannot be paid, with why; a set-off has no statute; or
            the state or role forbids it.
    """
    _permit(reader, who)
    require_derivable(reader)
    every = payments_of(reader, equated)
    chosen = tuple(dict.fromkeys(numbers))
    for number in chosen:
        _check_named(reader, every.of(number), number, on)
    if set_off is not None:
        _check_set_off(reader, every.parts, chosen, on, set_off)
    given: list[StoredOrder] = []
    left: list[str] = []
    late: list[str] = []
    for one in every.parts:
        number = one.instalment.application_id
        if chosen and number not in chosen:
            continue
        why = why_not_ordered(one, on)
        if not why:
            orders.add_order(reader, _order(one, who, on))
            given.append(reader.after.payment_orders[-1])
            if on > one.instalment.term.day:
                late.append(_late(one))
        elif not chosen and one.order is None and one.instalment.year < on.year:
            left.append(why)  # nobody would hear of it otherwise
    if given:
        record(reader, EventKind.PAYMENT_ORDERED, who)
    left += _supplements(reader, chosen or [one.application_id for one in given])
    return Given(orders=tuple(given), late=tuple(late), left=tuple(left))


def _supplements(reader: RoundReader, numbers: Sequence[str]) -> list[str]:
    """What of these applications is not paid here, with its reason."""
    return [
        f"De NPLV-toeslag van {one.application.application_id} {PAID_APART.nl} "
        f"{one.application.application_id}."
        for one in applications_since(reader)
        if one.application.application_id in numbers and has_supplements(one.application)
    ]


def _permit(reader: RoundReader, who: Actor) -> None:
    permit(reader, Step.PAY, who)
    require_deciding(reader.policy)
    require_admitted(who)


def _check_named(reader: RoundReader, parts: Sequence[Payable], number: str, on: date) -> None:
    if not parts:
        known = {one.application.application_id for one in applications_since(reader)}
        if number not in known:
            raise no_application(reader, number)
        apart = " ".join(_supplements(reader, [number]))
        raise WrongUse(
            f"Aan {number} is geen geld verleend{_outcome(reader, number)}; er is niets te "
            f"betalen. {apart}".rstrip()
        )
    reasons = [why_not_ordered(one, on) for one in parts]
    waits = any(o.order is not None and o.order.state is PaymentState.ORDERED for o in parts)
    if all(reasons) and not waits:  # what waits since an earlier order changes nothing
        raise RefusedByProcess(f"Er is niets opgedragen. {' '.join(dict.fromkeys(reasons))}")


def _outcome(reader: RoundReader, number: str) -> str:
    """What became of an application in the list that was approved, in brackets."""
    awards = (*reader.allocation.awards, *reader.supplemented.values())
    told = [one.outcome for one in awards if one.application_id == number]
    return f" ({outcome_in(told[-1], 'nl').lower()})" if told else ""


def _check_set_off(
    reader: RoundReader, parts: Sequence[Payable], chosen: Sequence[str], on: date, asked: Euro
) -> None:
    if len(chosen) != 1:
        raise WrongUse("Noem bij --set-off één aanvraag.")
    own = [one for one in parts if one.instalment.application_id == chosen[0]]
    due = [one.instalment for one in own if not why_not_ordered(one, on)]
    if not due:  # all of it was ordered before
        said = " ".join(dict.fromkeys(why_not_ordered(one, on) for one in own))
        raise RefusedByProcess(f"Er is niets opgedragen. {said}")
    why = set_off_refused(reader, chosen[0], due[0], asked)
    if why:
        raise RefusedByProcess(f"{why} Er is niets opgedragen.")


def _order(one: Payable, who: Actor, on: date) -> StoredOrder:
    part = one.instalment
    return StoredOrder(
        row_id=0, application_id=part.application_id, part=part.part,
        year=on.year if one.again else part.year,
        payable=part.payable, compensable_vat=part.compensable_vat, set_off=part.set_off,
        article=part.article, due=part.term.day, on=on, officer=who.name,
    )  # fmt: skip


def _late(one: Payable) -> str:
    part = one.instalment
    return (
        f"{part.application_id}: de laatste dag om te betalen was {part.term.day:%d-%m-%Y} "
        f"({part.term.reasons[0].nl}). Sindsdien is wettelijke rente verschuldigd (artikelen 4:97 "
        "en 4:98 Awb)."
    )


class Confirmed(Record):
    """The orders that were confirmed, and how many had been before; or what stood in the way."""

    orders: tuple[StoredOrder, ...] = ()
    before: int = 0
    findings: tuple[Finding, ...] = ()


def confirm(reader: RoundReader, said: Sequence[Executed], who: Actor) -> Confirmed:
    """Keep that orders were carried out: all of what is said, or nothing.

    Raises:
        RefusedByProcess: one is of more than is still committed, or the state or role forbids it.
    """
    _permit(reader, who)
    require_derivable(reader)
    right, findings = confirmation_findings(reader, said, who.name)
    if findings:
        return Confirmed(findings=findings)
    for one, told in right:
        paid = Paid(
            on=told.on, amount=told.amount, reference=told.reference, file=told.file,
            officer=who.name,
        )  # fmt: skip
        try:
            book_advance(reader, one.application_id, one.charged, told.on)
        except Overdrawn as short:
            raise RefusedByProcess(
                f"Opdracht {one.row_id} ({one.application_id}) is meer dan er nog verplicht is: "
                f"{short}. Er is niets bevestigd."
            ) from short
        orders.add_confirmation(reader, one, paid)
    if right:
        record(reader, EventKind.PAYMENT_CONFIRMED, who)
    done = {one.row_id for one, _ in right}
    return Confirmed(
        orders=tuple(one for one in reader.after.payment_orders if one.row_id in done),
        before=len(said) - len(right),
    )


def open_order(reader: RoundReader, number: str) -> StoredOrder:
    """The order of an award that waits to be carried out, or the last that was.

    Raises:
        WrongUse: none was given.
    """
    own = [one for one in reader.after.payment_orders if one.application_id == number]
    if not own:
        raise WrongUse(
            f'Voor {number} is geen betaling opgedragen. Doe dat met "verdeel pay order {number}".'
        )
    waits = [one for one in own if one.state is PaymentState.ORDERED]
    return (waits or own)[0 if waits else -1]


def correct(
    reader: RoundReader, number: str, kind: CorrectionKind, who: Actor, on: date, reason: str
) -> StoredOrder:
    """Say that an order lapses or that its money came back; it counts once another confirms that.

    Raises:
        WrongUse: there is no such payment, or the reason is missing.
        RefusedByProcess: it says so already, it is of an earlier day, what was paid is no longer
            owed, or the state or role forbids it.
    """
    _permit(reader, who)
    if len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            f"Noem met --reason in een zin van ten minste {_SHORTEST_REASON} tekens wat er is "
            "gebeurd, en waaruit dat blijkt."
        )
    one = _to_correct(reader, number, kind)
    said = one.disputed
    if said is not None:
        if (said.kind, said.on, said.reason, said.officer) == (kind, on, reason, who.name):
            return one
        raise RefusedByProcess(
            f"Over opdracht {one.row_id} wacht al een verbetering ({said.kind.dutch}), van "
            f"{said.officer}. Laat een ander die bevestigen met --confirm."
        )
    _check_day(one, on)
    orders.add_correction(reader, one, kind, on, reason, who.name)
    record(reader, EventKind.PAYMENT_DISPUTED, who)
    return _again(reader, one)


def confirm_correction(reader: RoundReader, number: str, who: Actor, on: date) -> StoredOrder:
    """Put the second name under a correction: the part of the award can be ordered again.

    Raises:
        WrongUse: nothing waits, or it is dated before the correction.
        RefusedByProcess: the same officer said it, what came back was fixed or claimed back since,
            or the state or role forbids it.
    """
    _permit(reader, who)
    one = next(
        (o for o in reader.after.payment_orders if o.application_id == number and o.disputed), None
    )
    said = one.disputed if one is not None else None
    if one is None or said is None:
        raise WrongUse(f"Bij {number} wacht geen verbetering van een betaling op bevestiging.")
    if is_same_person(said.officer, who.name):
        raise RefusedByProcess(
            f"{who.name} legde deze verbetering zelf vast. Laat een ander haar bevestigen."
            f"{who.instead(KNOWN)}"
        )
    if on < said.on:
        raise WrongUse(f"De verbetering is van {said.on:%d-%m-%Y}; bevestig haar die dag of later.")
    require_derivable(reader)
    if said.kind is CorrectionKind.RETURNED:
        assert one.paid is not None
        try:
            book_return(reader, number, one.charged, one.paid.on.year, on)
        except Overdrawn as short:
            raise RefusedByProcess(
                f"Wat op {number} is betaald, is sindsdien vastgesteld of teruggevorderd: {short}."
            ) from short
    orders.confirm_correction(reader, said, on, who.name)
    record(reader, EventKind.PAYMENT_CORRECTED, who)
    return _again(reader, one)


def _to_correct(reader: RoundReader, number: str, kind: CorrectionKind) -> StoredOrder:
    """The newest order of an award that this can be said of."""
    wanted = {
        CorrectionKind.CANCELLED: PaymentState.ORDERED,
        CorrectionKind.RETURNED: PaymentState.PAID,
    }[kind]
    own = [one for one in reader.after.payment_orders if one.application_id == number]
    found = [one for one in own if one.state is wanted]
    if not found:
        what = "opdracht die nog openstaat" if kind is CorrectionKind.CANCELLED else "betaling"
        raise WrongUse(f"Bij {number} is geen {what}.")
    return found[-1]


def _check_day(one: StoredOrder, on: date) -> None:
    since = one.paid.on if one.paid is not None else one.on
    if on < since:
        raise RefusedByProcess(
            f"Een verbetering van {on:%d-%m-%Y} kan niet: opdracht {one.row_id} is van "
            f"{since:%d-%m-%Y}."
        )


def _again(reader: RoundReader, one: StoredOrder) -> StoredOrder:
    return next(two for two in reader.after.payment_orders if two.row_id == one.row_id)
