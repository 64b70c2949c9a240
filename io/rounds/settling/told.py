"""How the end of each award stands, in one place for whoever tells of it."""

from __future__ import annotations

from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind
from .carried import carried_of
from .claims import acts_of, claims_of, open_intention, settlement_of, waiting_act


class SettlingTold(Record):
    """What was accounted, fixed, claimed and repaid of an award; ``None`` for what was not done.

    ``accounted_to`` is the latest year that was accounted for, ``lawful`` what was lawfully spent
    by then. ``claimed`` is over all claims, ``left`` what the municipality still has to pay by
    ``pay_by``, and ``left_of_fund`` what the BTW-compensatiefonds has to. ``interest`` is the
    statutory interest that was fixed beside it, of which ``interest_received`` came in;
    ``corrected`` is what later statements settled, and ``carried`` what they left for another.
    ``waits`` is what waits for a second name, and
    ``announced_on`` the day of an intention that waits.
    """

    application_id: str
    accounted_to: int | None = None
    last_account: bool = False
    lawful: Euro | None = None
    settled_at: Euro | None = None
    settled_on: date | None = None
    announced_on: date | None = None
    claimed: Euro = ZERO
    repaid: Euro = ZERO
    left: Euro = ZERO
    left_of_fund: Euro = ZERO
    interest: Euro = ZERO
    interest_received: Euro = ZERO
    corrected: Euro = ZERO
    carried: Euro = ZERO
    pay_by: date | None = None
    pay_by_reason: Bilingual | None = None
    waits: SettlingKind | None = None


def settlings_told(reader: RoundReader) -> dict[str, SettlingTold]:
    """How the end of every award stands of which something was accounted, fixed or claimed."""
    accounts = reader.after.accounts
    numbers = {*accounts, *(one.application_id for one in reader.after.settling_acts)}
    return {number: _told(reader, number) for number in sorted(numbers)}


def _told(reader: RoundReader, number: str) -> SettlingTold:
    own = reader.after.accounts.get(number, ())
    account = own[-1] if own else None
    fixed, waits = settlement_of(reader, number), waiting_act(reader, number)
    intention = open_intention(reader, number)
    claims = claims_of(reader, number)
    open_ = next((one for one in claims if one.open), None)
    left = carried_of(acts_of(reader, number))
    return SettlingTold(
        application_id=number,
        accounted_to=None if account is None else account.year,
        last_account=account is not None and account.last,
        lawful=None if account is None else account.lawful,
        settled_at=None if fixed is None else fixed.detail.final,
        settled_on=None if fixed is None else fixed.done_on,
        announced_on=None if intention is None else intention.on,
        claimed=Euro.total(one.act.detail.amount for one in claims),
        repaid=Euro.total(one.repaid + one.from_fund for one in claims),
        left=ZERO if open_ is None else open_.left,
        left_of_fund=ZERO if open_ is None else open_.left_of_fund,
        interest=Euro.total(o.detail.amount for one in claims for o in one.interest),
        interest_received=Euro.total(
            o.detail.amount for one in claims for o in one.interest_receipts
        ),
        corrected=Euro.total(
            o.detail.amount for o in acts_of(reader, number, SettlingKind.CORRECTED)
        ),
        carried=ZERO if left is None else left.amount,
        pay_by=None if open_ is None or not open_.left else open_.ends,
        pay_by_reason=None if open_ is None or not open_.left else open_.why,
        waits=None if waits is None else waits.kind,
    )
