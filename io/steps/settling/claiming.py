"""Claiming money back: announced and heard, decided by two, and what comes of the decision."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants.ledger.ledger import Overdrawn
from ....grants.lives.round import Step
from ....grants.money import Euro
from ....grants.record import Record
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import to_pay_back, to_view
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingDetail, SettlingKind, StoredAct
from ...rounds.actor import Actor
from ...rounds.after.paying import require_no_open_order
from ...rounds.after.revoking import NotHeard
from ...rounds.after.standing import StandingAward
from ...rounds.checks.chronology import require_after
from ...rounds.settling.anew import (
    Overturned,
    contested_now,
    given_back,
    overturned,
    require_another,
    require_decided,
)
from ...rounds.settling.booking import book_claim, book_revised_claim
from ...rounds.settling.claiming import (
    Claimable,
    lower_claim,
    require_in_time,
    split_of,
    still_open,
    what_can_be_claimed,
)
from ...rounds.settling.claims import acts_of, claims_of, open_intention
from ...rounds.settling.correcting import require_carried, require_other_homes
from ...rounds.settling.deciding import (
    act,
    approve_act,
    changed_since,
    permit_act,
    permit_second_name,
    require_heard,
    require_reason,
    sent_award,
    since,
    to_approve_act,
)
from ...rounds.settling.fixing import require_basis, require_no_objection
from ...rounds.settling.hearing import heard_before

Days = Collection[date]
_K = SettlingKind


class Intended(Record):
    """An intention to claim back; ``viewing`` is the last day to give a view on it."""

    act: StoredAct
    found: Claimable
    standing: StandingAward
    viewing: Term
    new: bool = True


class Claimed(Record):
    """A decision to claim back, proposed or taken; ``paying`` is the last day to pay, ``term`` the
    last day to tell of it, where the law has one. ``replaces`` is the claim that it takes the place
    of, upon an objection."""

    act: StoredAct
    standing: StandingAward
    paying: Term
    intention: StoredAct | None
    term: Term | None = None
    new: bool = True
    replaces: StoredAct | None = None


def intend(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    amount: Euro | None = None,
    until: date | None = None,
    equated: Days = (),
    other_homes: str = "",
    *,
    carried: bool = False,
) -> Intended:
    """Announce that money will be claimed back, and until when the municipality can give its view.

    Of a scheme whose law has a term for the notice of it, this is that notice.

    ``other_homes`` says why these are other homes than those that a later statement settles;
    ``carried`` claims apart what a correction left for a later statement.

    Raises:
        WrongUse: it was given nothing, the amount or the reason does not do.
        RefusedByProcess: nothing can be claimed, it is too late, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    standing = sent_award(reader, number)
    require_after("Het bericht", on, since(reader, number, standing))
    require_reason(reason)
    require_no_open_order(reader, number, "terugvorderen")
    if carried:
        amount = require_carried(reader, number, amount)
    else:
        require_other_homes(reader, number, standing, other_homes)
    found = what_can_be_claimed(reader, number, standing, amount)
    require_in_time(reader, number, found, on, None)
    asked = found.most if amount is None else amount
    split = split_of(reader, number, found, asked)
    viewing = to_view(on, until, equated)
    detail = SettlingDetail(
        account_id=None if found.account is None else found.account.row_id,
        granted=standing.award.amount,
        lawful=None if found.account is None else found.account.lawful,
        amount=asked, payable=split.payable, vat=split.vat, lowered=found.lowered(asked),
        until=viewing.last, carried=asked if carried else None,
    )  # fmt: skip
    reason = f"{reason} {other_homes}".strip()
    made, new = act(reader, number, _K.INTENDED, who, on, found.article, reason, detail)
    return Intended(act=made, found=found, standing=standing, viewing=viewing, new=new)


def hear(reader: RoundReader, number: str, who: Actor, on: date, said: str) -> StoredAct:
    """Record what the municipality said about an intention to claim back, or that it said nothing.

    Raises:
        WrongUse: there is no intention, or nothing is said of the view.
        RefusedByProcess: the state or role forbids it, or it is dated before the intention.
    """
    permit_act(reader, Step.RECLAIM, who)
    intention = open_intention(reader, number)
    if intention is None:
        raise WrongUse(f"Van {number} is geen terugvordering aangekondigd: verdeel reclaim intend")
    require_reason(said)
    if on < intention.on:
        raise RefusedByProcess(
            f"De terugvordering is aangekondigd op {intention.on:%d-%m-%Y}; een zienswijze van "
            f"{on:%d-%m-%Y} kan niet."
        )
    detail = SettlingDetail(about=intention.row_id, view=said)
    made, _ = act(reader, number, _K.HEARD, who, on, "artikel 4:8 Awb", said, detail)
    return made


class ClaimAsked(Record):
    """What an officer says about a claim; what is not said is empty.

    ``until`` is a later day to pay than six weeks, ``view`` how what the municipality said was
    weighed. The rest is as in ``SettlingDetail``.
    """

    amount: Euro | None = None
    until: date | None = None
    view: str = ""
    not_heard: NotHeard | None = None
    despite: str = ""
    basis: str = ""
    other_homes: str = ""
    carried: bool = False


def propose_claim(
    reader: RoundReader,
    number: str,
    who: Actor,
    on: date,
    reason: str,
    asked: ClaimAsked,
    equated: Days = (),
) -> Claimed:
    """Propose to claim back what was paid too much.

    Raises:
        WrongUse: it was given nothing, or what was said does not do.
        RefusedByProcess: the municipality was not heard or its term runs, no notice was given in
            time, an objection runs, or the state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    standing = sent_award(reader, number)
    require_after("De terugvordering", on, since(reader, number, standing))
    require_reason(reason)
    require_no_open_order(reader, number, "terugvorderen")
    intention = open_intention(reader, number)
    carried = asked.carried if intention is None else intention.detail.carried is not None
    if intention is None and not carried:
        require_other_homes(reader, number, standing, asked.other_homes)
    amount = asked.amount  # nought is an amount too, and refused below: not "what was announced"
    if amount is None and intention is not None:
        amount = intention.detail.amount
    if carried:
        amount = require_carried(reader, number, amount)
    found = what_can_be_claimed(reader, number, standing, amount)
    _require_announced(reader, number, found, on, intention, asked)
    require_basis(reader, standing.award.instrument, on, asked.basis)
    require_no_objection(reader, number, asked.despite, "wat terug te vorderen is,")
    claim = found.most if amount is None else amount
    if intention is not None and claim > intention.detail.amount:
        raise WrongUse(
            f"Aangekondigd is {intention.detail.amount}; meer terugvorderen vraagt een nieuwe "
            "aankondiging (artikel 4:8 Awb)."
        )
    split = split_of(reader, number, found, claim)
    heard = [] if intention is None else _views(reader, number, intention)
    detail = SettlingDetail(
        account_id=None if found.account is None else found.account.row_id,
        granted=standing.award.amount, amount=claim, payable=split.payable, vat=split.vat,
        lowered=found.lowered(claim), until=asked.until,
        about=None if intention is None else intention.row_id, view=asked.view,
        heard_on=heard[-1].on if heard else None,
        not_heard="" if asked.not_heard is None else asked.not_heard.value,
        heard_before=_heard_before(reader, number, on, asked.not_heard),
        objection=asked.despite, basis=asked.basis, carried=claim if carried else None,
    )  # fmt: skip
    reason = f"{reason} {asked.other_homes}".strip()
    made, new = act(reader, number, _K.RECLAIMED, who, on, found.article, reason, detail)
    paying = to_pay_back(on, asked.until, equated)
    return Claimed(
        act=made, standing=standing, paying=paying, intention=intention, term=found.term, new=new
    )


def propose_lower_claim(
    reader: RoundReader, number: str, who: Actor, on: date, reason: str, name: str, amount: Euro,
    equated: Days = (),
) -> Claimed:  # fmt: skip
    """Propose what takes the place of a claim in the decision on an objection to it.

    ``amount`` is what is claimed from then on, nought included; the term to pay stays that of the
    first decision.

    Raises:
        WrongUse: the objection is not against this claim, the amount or the reason does not do.
        RefusedByProcess: the objection was decided, an order to pay is out, or the state or role
            forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    standing = sent_award(reader, number)
    require_after("De terugvordering", on, since(reader, number, standing))
    require_reason(reason)
    require_no_open_order(reader, number, "terugvorderen")
    upon = contested_now(reader, number, _K.RECLAIMED, name)
    if upon is None:
        raise WrongUse(f"Noem met --upon het bezwaar tegen de terugvordering van {number}.")
    detail = lower_claim(upon, amount)
    made, new = act(reader, number, _K.RECLAIMED, who, on, upon.act.article, reason, detail)
    return _lowered(reader, number, made, standing, upon, equated, new=new)


def approve_lower_claim(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Claimed:
    """Take what takes the place of a claim, once the objection to that is founded.

    What it is lower by is committed to the award again. Of that what was not repaid is claimed no
    longer, and what was repaid is to be paid once more.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the objection is not decided, who took the claim takes this, what it rests
            on changed since, what came free was given away, or the state or role forbids it.
    """
    permit_second_name(reader, number, _K.RECLAIMED, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (_K.RECLAIMED,), who, on)
    require_decided(reader, one)
    standing = sent_award(reader, number)
    require_after("De terugvordering", on, since(reader, number, standing))
    require_no_open_order(reader, number, "terugvorderen")
    upon = overturned(reader, number, _K.RECLAIMED)
    require_another(upon, who.name)
    if upon is None or lower_claim(upon, one.detail.amount) != one.detail:
        raise changed_since(number)
    before = next(o for o in claims_of(reader, number, equated) if o.act == upon.act)
    let_go = before.left + before.left_of_fund - still_open(before, one)
    try:
        book_revised_claim(reader, number, let_go, given_back(upon.act, one), on)
    except Overdrawn as short:
        raise RefusedByProcess(
            f"{number}: {short}. Wat door de terugvordering vrijviel, is intussen vergeven; geld "
            "is geen grond om een gegrond bezwaar niet uit te voeren. Overleg over dekking voor u "
            "verder gaat."
        ) from short
    taken = approve_act(reader, one, who, on)
    return _lowered(reader, number, taken, standing, upon, equated, new=True)


def _lowered(
    reader: RoundReader, number: str, made: StoredAct, standing: StandingAward, upon: Overturned,
    equated: Days, *, new: bool,
) -> Claimed:  # fmt: skip
    of_both = (upon.act.row_id, made.row_id)
    claim = next(o for o in claims_of(reader, number, equated) if o.act.row_id in of_both)
    return Claimed(
        act=made, standing=standing, paying=claim.term, intention=None, new=new,
        replaces=upon.act,
    )  # fmt: skip


def _heard_before(
    reader: RoundReader, number: str, on: date, not_heard: NotHeard | None
) -> date | None:
    if not_heard is not NotHeard.HEARD_BEFORE:
        return None
    return heard_before(reader, number, on)


def _views(reader: RoundReader, number: str, intention: StoredAct) -> list[StoredAct]:
    return [o for o in acts_of(reader, number, _K.HEARD) if o.detail.about == intention.row_id]


def _require_announced(
    reader: RoundReader,
    number: str,
    found: Claimable,
    on: date,
    intention: StoredAct | None,
    asked: ClaimAsked,
) -> None:
    if intention is None:
        if found.term is not None:
            raise RefusedByProcess(
                f"Van {number} is de terugvordering niet aangekondigd, en het besluit moet er "
                f"uiterlijk op {found.term.last:%d-%m-%Y} zijn ({found.term.text('nl')}): verdeel "
                f"reclaim intend {number}"
            )
        require_heard(number, on, None, "", asked.not_heard)
        require_in_time(reader, number, found, on, asked.basis)
        return
    if asked.not_heard is not None:
        raise WrongUse("De gemeente kon haar zienswijze geven; laat --not-heard weg.")
    require_in_time(reader, number, found, on, asked.basis)
    until = intention.detail.until
    views = _views(reader, number, intention)
    if not views and until is not None and on <= until:
        raise RefusedByProcess(
            f"De gemeente kan over {number} tot en met {until:%d-%m-%Y} haar zienswijze geven "
            "(artikel 4:8 Awb). Beslis daarna, of leg vast wat zij zei: verdeel reclaim view "
            f"{number}"
        )
    if views and not asked.view:
        raise WrongUse(
            "Noem met --view hoe is gewogen wat de gemeente zei; het komt in de brief (artikel "
            "3:46 Awb)."
        )


def approve_claim(
    reader: RoundReader, number: str, who: Actor, on: date, equated: Days = ()
) -> Claimed:
    """Take the decision: what is claimed is booked as reclaimed.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, what it rests on changed since, or the
            state or role forbids it.
    """
    permit_act(reader, Step.RECLAIM, who)
    one = to_approve_act(reader, number, (_K.RECLAIMED,), who, on)
    require_decided(reader, one)
    standing, detail = sent_award(reader, number), one.detail
    require_after("De terugvordering", on, since(reader, number, standing))
    require_no_open_order(reader, number, "terugvorderen")
    require_basis(reader, standing.award.instrument, on, detail.basis)
    require_no_objection(reader, number, detail.objection, "wat terug te vorderen is,")
    if detail.carried is not None:
        require_carried(reader, number, detail.carried)
    found = what_can_be_claimed(reader, number, standing, detail.amount)
    if detail.heard_before is not None and detail.heard_before != heard_before(reader, number, on):
        raise changed_since(number)
    intention = open_intention(reader, number)
    require_in_time(reader, number, found, on, detail.basis)
    split = split_of(reader, number, found, detail.amount)
    if (split.payable, split.vat, found.lowered(detail.amount)) != (
        detail.payable, detail.vat, detail.lowered,
    ):  # fmt: skip
        raise changed_since(number)
    try:
        book_claim(reader, number, detail.amount, detail.lowered, on)
    except Overdrawn as short:
        raise RefusedByProcess(f"{number} kan zo niet worden teruggevorderd: {short}.") from short
    taken = approve_act(reader, one, who, on)
    paying = to_pay_back(on, detail.until, equated)
    return Claimed(
        act=taken, standing=standing, paying=paying, intention=intention, term=found.term
    )
