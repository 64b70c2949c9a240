"""Fixing an award (*vaststellen*): proposed by an officer, taken by an approver.

What it is lower by comes free under its own ceiling. What was paid above it stays paid until it is
claimed back, which is another decision.
"""

from __future__ import annotations

from datetime import date

from ....grants.ledger.ledger import Overdrawn
from ....grants.lives.round import Step
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingDetail, SettlingKind, StoredAct
from ...rounds.actor import Actor
from ...rounds.after.deciding import standing_to_fix
from ...rounds.after.paying import require_no_open_order
from ...rounds.after.revoking import NotHeard
from ...rounds.after.standing import StandingAward
from ...rounds.checks.chronology import require_after
from ...rounds.objections.made import applications_since
from ...rounds.settling.accounted import newest_account
from ...rounds.settling.anew import (
    Overturned,
    contested_now,
    raised_since,
    require_another,
    require_decided,
)
from ...rounds.settling.booking import book_settlement
from ...rounds.settling.claims import (
    Overpaid,
    committed_of,
    overpaid,
    paid_parts,
    settlement_of,
    still_paid,
)
from ...rounds.settling.deciding import (
    act,
    approve_act,
    changed_since,
    permit_act,
    permit_second_name,
    require_heard,
    require_reason,
    since,
    to_approve_act,
)
from ...rounds.settling.fixing import (
    Fixable,
    Why,
    fixable_anew,
    fixable_upon,
    require_basis,
    require_no_objection,
    what_can_be_fixed,
    zero_is_meant,
)
from ...rounds.settling.hearing import heard_before
from ...rounds.settling.unmet import Unmet, unmet_of


class Asked(Record):
    """What an officer says about fixing an award; what is not said is empty.

    ``final`` is the amount, where it is another than follows from the account; ``obligations``
    that it is lower because obligations were not met. ``unmet`` is the obligation that was not met
    where it is fixed early or lower. ``upon`` is the objection to the fixing that this is to take
    the place of. The rest is as in ``SettlingDetail``.
    """

    final: Euro | None = None
    obligations: bool = False
    early: str = ""
    unmet: str = ""
    foreseen: Euro | None = None
    heard_on: date | None = None
    view: str = ""
    not_heard: NotHeard | None = None
    despite: str = ""
    basis: str = ""
    upon: str = ""


class Settled(Record):
    """A settlement, proposed or taken; ``above`` was paid above what it is fixed at.

    ``unmet`` is why it is fixed early or lower. Of one that is fixed anew, ``before`` is the fixing
    that an objection overtook, and ``missing`` what is still to be paid; ``upon`` is the objection
    to that very fixing, where it was founded.
    """

    act: StoredAct
    fixable: Fixable
    standing: StandingAward
    above: Overpaid
    unmet: Unmet | None = None
    new: bool = True
    before: StoredAct | None = None
    missing: Euro = ZERO
    upon: Overturned | None = None

    @property
    def why(self) -> Why:
        """Why the final amount is what it is."""
        return Why(self.act.detail.ground)


def propose_settlement(
    reader: RoundReader, number: str, who: Actor, on: date, reason: str, asked: Asked
) -> Settled:
    """Propose at what an award is fixed.

    Raises:
        WrongUse: it was given nothing, the reason is missing, or what was said does not fit.
        RefusedByProcess: its scheme fixes nothing, its last account is not there, an objection
            runs, it was fixed before, or the state or role forbids it.
    """
    permit_act(reader, Step.SETTLE, who)
    standing = standing_to_fix(reader, number)
    require_after("De vaststelling", on, since(reader, number, standing))
    require_reason(reason)
    before, upon = _fixed_before(reader, number, asked.upon)
    require_basis(reader, standing.award.instrument, on, asked.basis)
    require_no_objection(reader, number, asked.despite, "de vaststelling", asked.upon)
    require_no_open_order(reader, number, "vaststellen")
    fixable = what_can_be_fixed(reader, number, standing, asked.early, asked.foreseen)
    fixable = _anew(reader, number, fixable, before, upon)
    zero_is_meant(fixable, asked.final)
    final = fixable.usual if asked.final is None else asked.final
    _require_no_lower(number, before, final)
    if before is None:
        _require_paid(reader, number, final)
    why = fixable.why(final, asked.obligations)
    unmet = _unmet(reader, number, fixable, asked.early, why, asked.unmet, on)
    not_heard = asked.not_heard
    if why is not Why.OBLIGATIONS and asked.heard_on is None:
        not_heard = not_heard or NotHeard.OWN_DATA  # it rests on its own accounts
    _require_one_measure(reader, number, asked.early)
    require_heard(number, on, asked.heard_on, asked.view, not_heard)
    before_that = not_heard is NotHeard.HEARD_BEFORE
    detail = SettlingDetail(
        account_id=fixable.account.row_id, granted=fixable.granted, final=final,
        most=fixable.most, foreseen=fixable.foreseen, real=fixable.real,
        lawful=fixable.account.lawful, ground=why.value, early=asked.early,
        heard_on=asked.heard_on, view=asked.view,
        not_heard="" if not_heard is None else not_heard.value,
        heard_before=heard_before(reader, number, on) if before_that else None,
        objection=asked.despite, basis=asked.basis, unmet=asked.unmet,
        shared=None if fixable.shared == fixable.granted else fixable.shared,
        upon="" if upon is None else upon.objection,
        replaces=None if upon is None else upon.act.row_id,
        stood=None if upon is None else still_paid(reader, number),
    )  # fmt: skip
    article = _article(fixable, final, why)
    made, new = act(reader, number, SettlingKind.SETTLED, who, on, article, reason, detail)
    above = overpaid(reader, number, final)
    return Settled(
        act=made, fixable=fixable, standing=standing, above=above, unmet=unmet, new=new,
        before=before, missing=missing(reader, number, final), upon=upon,
    )  # fmt: skip


def _unmet(
    reader: RoundReader, number: str, fixable: Fixable, early: str, why: Why, kind: str, on: date
) -> Unmet | None:
    """The obligation that was not met, where it is fixed early or lower for that."""
    if not early and why is not Why.OBLIGATIONS:
        if kind:
            raise WrongUse(
                "--unmet hoort bij --early (vaststellen voor de laatste verantwoording) of bij "
                "--obligations (lager, omdat aan een verplichting niet is voldaan)."
            )
        return None
    return unmet_of(reader, number, fixable.law, fixable.account, kind, on, early=bool(early))


def _fixed_before(
    reader: RoundReader, number: str, named: str = ""
) -> tuple[StoredAct | None, Overturned | None]:
    """The fixing that a decision on an objection overtook, and which objection is against it, or
    revoked it; nothing where it was never fixed."""
    before = settlement_of(reader, number)
    upon = contested_now(reader, number, SettlingKind.SETTLED, named)
    if before is not None and upon is None and raised_since(reader, number) is None:
        raise RefusedByProcess(
            f"{number} is al vastgesteld op {before.done_on:%d-%m-%Y}, op {before.detail.final}. "
            "Een ander bedrag kan nadat een bezwaar tegen de toekenning haar heeft verhoogd, of "
            "in de beslissing op een bezwaar tegen de vaststelling: noem dat met --upon."
        )
    return before, upon


def _anew(
    reader: RoundReader, number: str, found: Fixable, before: StoredAct | None,
    upon: Overturned | None,
) -> Fixable:  # fmt: skip
    """What it can be fixed at, where it was fixed before."""
    if before is None:
        return found
    if upon is not None:
        return fixable_upon(found, before.detail.final)
    return fixable_anew(found, before.detail.final, committed_of(reader, number))


def _require_no_lower(number: str, before: StoredAct | None, final: Euro) -> None:
    if before is not None and final < before.detail.final:
        raise WrongUse(
            f"{number} is eerder vastgesteld op {before.detail.final}. Opnieuw vaststellen na "
            f"bezwaar maakt dat niet lager, ook niet {final} (naar analogie artikel 4:49 Awb)."
        )


def _require_paid(reader: RoundReader, number: str, final: Euro) -> None:
    """An award is paid as its own decision says, and fixed when that was done."""
    paid = Euro.total(paid_parts(reader, number))
    if paid < final:
        raise RefusedByProcess(
            f"Op {number} is {paid} betaald, minder dan {final}. Betaal eerst wat is verleend "
            "(verdeel pay order), en stel dan vast; wat te veel is, vordert u terug."
        )


def missing(reader: RoundReader, number: str, final: Euro) -> Euro:
    """What of a final amount was not paid, or was claimed back since."""
    return max(final - still_paid(reader, number), ZERO)


def _require_one_measure(reader: RoundReader, number: str, early: str) -> None:
    """Early is by measure, and the award is booked as a whole: only where it has one measure."""
    if not early:
        return
    one = next(o for o in applications_since(reader) if o.application.application_id == number)
    measures = instruments()[one.instrument].papers.measures
    if measures is not None and sum(1 for cost in measures(one.application).values() if cost) > 1:
        raise RefusedByProcess(
            f"{number} heeft meer dan één maatregel, en de toekenning staat als één bedrag in het "
            "grootboek. Eerder vaststellen kan dit programma alleen bij één maatregel; wacht op de "
            "laatste verantwoording."
        )


def _article(fixable: Fixable, final: Euro, why: Why) -> str:
    """The article of what the amount follows from."""
    law = fixable.law
    if final >= fixable.granted:
        return law.article
    return law.cap if why is Why.SHORTFALL else law.lower


def approve_settlement(reader: RoundReader, number: str, who: Actor, on: date) -> Settled:
    """Take the decision: what was paid up to the final amount is settled, and the rest comes free.

    Raises:
        WrongUse: nothing was proposed, or of a later day.
        RefusedByProcess: the same officer proposed it, what it rests on changed since, or the
            state or role forbids it.
    """
    permit_second_name(reader, number, SettlingKind.SETTLED, Step.SETTLE, who)
    one = to_approve_act(reader, number, (SettlingKind.SETTLED,), who, on)
    detail = one.detail
    require_decided(reader, one)
    standing, (before, upon) = standing_to_fix(reader, number), _fixed_before(reader, number)
    require_another(upon, who.name)
    if detail.upon != ("" if upon is None else upon.objection):
        raise changed_since(number)
    if detail.stood not in (None, still_paid(reader, number)):
        raise changed_since(number)
    account = newest_account(reader, number)
    if account is None or account.row_id != detail.account_id:
        raise changed_since(number)
    require_after("De vaststelling", on, since(reader, number, standing))
    require_basis(reader, standing.award.instrument, on, detail.basis)
    require_no_objection(reader, number, detail.objection, "de vaststelling")
    require_no_open_order(reader, number, "vaststellen")
    fixable = what_can_be_fixed(reader, number, standing, detail.early, detail.foreseen)
    fixable = _anew(reader, number, fixable, before, upon)
    if (fixable.granted, fixable.most) != (detail.granted, detail.most):
        raise changed_since(number)
    why = Why(detail.ground)
    unmet = _unmet(reader, number, fixable, detail.early, why, detail.unmet, on)
    if detail.heard_before is not None and detail.heard_before != heard_before(reader, number, on):
        raise changed_since(number)
    if before is None:
        _require_paid(reader, number, detail.final)
    above = overpaid(reader, number, detail.final)
    due = missing(reader, number, detail.final)
    try:
        book_settlement(reader, number, detail.final, on)
    except Overdrawn as short:
        gone = "" if upon is None else (
            " Wat door de eerdere vaststelling vrijviel, is intussen vergeven; geld is geen grond "
            "om een gegrond bezwaar niet uit te voeren. Overleg over dekking voor u verder gaat."
        )  # fmt: skip
        raise RefusedByProcess(
            f"{number} kan zo niet worden vastgesteld: {short}.{gone}"
        ) from short
    taken = approve_act(reader, one, who, on)
    return Settled(
        act=taken, fixable=fixable, standing=standing, above=above, unmet=unmet, before=before,
        missing=due, upon=upon,
    )  # fmt: skip
