"""What of the awards of a round is still to be paid, as long as its payment is not confirmed."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ...records.after.orders import PaymentState
from ...records.rounds.reader import RoundReader
from ..completing.term import Term
from ..settling.anew import ended_payments, rest_to_pay, to_pay_again
from .instalments import day_named, term_to_pay
from .standing import Ended, StandingAward, unsettled_awards


class Unpaid(Record):
    """A part of an award that is not paid: its cash year, and its last day (Awb art. 4:87).

    ``ordered`` says that an order of it waits to be confirmed.
    """

    standing: StandingAward
    year: int
    term: Term
    ordered: bool


def unpaid(reader: RoundReader, on: date, equated: Collection[date] = ()) -> Iterator[Unpaid]:
    """The parts that are not paid on a day, by award; ``equated`` are days that count as holidays.

    Nothing of an award whose decision was not sent, and of one that ended what is paid again only.
    """
    waits = {
        (one.application_id, one.part)
        for one in reader.after.payment_orders
        if one.state is PaymentState.ORDERED
    }
    held: dict[tuple[str, int], Euro] = {}
    for one in reader.after.payment_orders:
        if one.state.stands:
            at = (one.application_id, one.part)
            held[at] = held.get(at, ZERO) + one.charged
    ended = ended_payments(reader)
    acted = {one.application_id for one in reader.after.settling_acts if one.counts}
    for number, standing in unsettled_awards(reader).items():
        again = to_pay_again(reader, number, standing, equated) if number in acted else None
        at = (number, 0 if again is None else again.part)
        if again is not None and (at in waits or held.get(at, ZERO) < again.charged):
            year = max(again.year, on.year)
            yield Unpaid(standing=standing, year=year, term=again.term, ordered=at in waits)
        if standing.ended is not Ended.NOT or standing.sent_on is None:
            continue
        if number in ended:
            rest = rest_to_pay(reader, number, standing, equated)
            at = (number, 0 if rest is None else rest.part)
            if rest is not None and (at in waits or held.get(at, ZERO) < rest.charged):
                yield Unpaid(standing=standing, year=rest.year, term=rest.term, ordered=at in waits)
            continue
        planned = sorted((o for o in standing.award.payments if o.amount), key=lambda o: o.year)
        for part, payment in enumerate(planned, start=1):
            at = (number, part)
            if at not in waits and held.get(at, ZERO) >= payment.amount:
                continue
            named = day_named(reader.policy, standing.award)
            term = term_to_pay(standing, payment.year, equated, named=named)
            yield Unpaid(standing=standing, year=payment.year, term=term, ordered=at in waits)
