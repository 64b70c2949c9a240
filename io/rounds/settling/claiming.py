"""What of an award can be claimed back (*terugvorderen*), by what article, and until when."""

from __future__ import annotations

from datetime import date

from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.after.settling import GENERAL, Manner, SettlingLaw
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import to_give_notice, years_later
from ...errors import RefusedByProcess, WrongUse
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingDetail, StoredAccount, StoredAct
from ..after.standing import Ended, StandingAward
from .accounted import newest_account
from .anew import Overturned
from .claims import (
    Claim,
    Overpaid,
    committed_of,
    left_by_account,
    open_claim,
    overpaid,
    settlement_of,
    settling_of,
    still_paid,
)
from .fixing import claimed_by

_LONGEST = 5  # years after an award was fixed, after Awb 4:57, fourth paragraph


class Claimable(Record):
    """What can be claimed back of an award. ``above`` was paid above what is committed already.

    ``more`` is what the law lets be claimed beside that, and takes off the commitment: what was
    not spent, or unlawfully. Of an award that was not paid in full, what is still ``unpaid`` comes
    off first: nobody pays what would have to come back. ``term`` is the last day for a notice,
    where the law has one. ``article`` is what it is claimed by.
    """

    law: SettlingLaw
    article: str
    account: StoredAccount | None
    above: Euro
    more: Euro
    unpaid: Euro = ZERO
    term: Term | None = None

    @property
    def most(self) -> Euro:
        """All that can be claimed back: what was paid above, and what can be claimed beside it."""
        return self.above + self.more

    def lowered(self, amount: Euro) -> Euro:
        """What claiming so much takes off the commitment."""
        return self.unpaid + amount - self.above if amount > self.above else ZERO


def what_can_be_claimed(
    reader: RoundReader, number: str, standing: StandingAward, named: Euro | None
) -> Claimable:
    """What of an award can be claimed back; ``named`` is what an officer says, where it is needed.

    Raises:
        RefusedByProcess: a claim runs already, the award has to be fixed first, or nothing was paid
            above what is due.
        WrongUse: the amount has to be named.
    """
    running = open_claim(reader, number)
    if running is not None:
        raise RefusedByProcess(
            f"Op {number} loopt al een terugvordering, van {running.act.done_on:%d-%m-%Y}: "
            f"{running.left} van de gemeente en {running.left_of_fund} van het "
            "BTW-compensatiefonds staan nog open."
        )
    _, law = settling_of(reader, standing.award.instrument)
    account = newest_account(reader, number)
    committed = committed_of(reader, number)
    above = overpaid(reader, number, committed).whole
    paid = min(still_paid(reader, number), committed)
    more, term, unpaid = ZERO, None, committed - paid
    if standing.ended is Ended.NOT and settlement_of(reader, number) is None and not above:
        more, term = _beside(reader, number, law, account, standing, paid, named)
    more = min(max(more - unpaid, ZERO), paid)
    found = Claimable(
        law=law, article=_article(reader, number, law, standing, more), account=account,
        above=above, more=more, unpaid=unpaid if more else ZERO, term=term,
    )  # fmt: skip
    if not found.most:
        raise RefusedByProcess(
            f"Op {number} is niets betaald boven wat verschuldigd is; er valt niets terug te "
            "vorderen."
        )
    return found


def _article(
    reader: RoundReader, number: str, law: SettlingLaw, standing: StandingAward, more: Euro
) -> str:
    """What carries the claim.

    The articles of the schemes are about what accounts or a fixing showed, each about its own
    ground of that. What a change, a revocation or a withdrawal made undue is claimed by the general
    rules (Awb 4:57, first paragraph, by analogy).
    """
    undue = standing.ended is not Ended.NOT or standing.changed
    fixed = settlement_of(reader, number)
    if fixed is None:
        return GENERAL.texts[0].reclaim if undue and not more else law.reclaim
    return claimed_by(law, fixed.detail.ground)


def _beside(
    reader: RoundReader,
    number: str,
    law: SettlingLaw,
    account: StoredAccount | None,
    standing: StandingAward,
    paid: Euro,
    named: Euro | None,
) -> tuple[Euro, Term | None]:
    """What can be claimed without another decision before it, and by when that is announced."""
    if law.manner in (Manner.FIXED, Manner.GENERAL):
        raise RefusedByProcess(
            f"{number} is nog niet vastgesteld; eerst dat, dan is te zien wat te veel is betaald: "
            f"verdeel settle {number}"
        )
    if law.fixes_at_once:
        if named is None:
            raise WrongUse(
                "Noem met --amount wat onrechtmatig is verleend of besteed; uit de "
                f"verantwoording volgt het niet ({law.reclaim})."
            )
        return paid, None
    if account is None:
        raise RefusedByProcess(
            f"Van {number} is geen verantwoording ontvangen, en de termijn van {law.reclaim} "
            "begint daarmee. Laad haar: verdeel account load"
        )
    term = to_give_notice(account.on, law.notice_years, law.reclaim) if law.notice_years else None
    return left_by_account(reader, account, standing.award.amount), term


def require_in_time(
    reader: RoundReader, number: str, found: Claimable, on: date, basis: str | None
) -> None:
    """Refuse what is claimed after the term of its law, unless it is said what carries it then.

    Where a law asks that the reclaim is told within a term (BWbi art. 10, second paragraph), the
    decision is what tells it: an intention says that nothing was decided yet. ``basis`` is what
    carries a later one, ``None`` for an intention, which nothing does.

    Raises:
        RefusedByProcess: with the article and the last day.
    """
    if found.term is not None and on > found.term.last and not basis:
        way = "" if basis is None else " Is er een grondslag om nog te beslissen? Noem --basis."
        raise RefusedByProcess(
            f"Te laat: de terugvordering van {number} kon worden meegedeeld tot en met "
            f"{found.term.last:%d-%m-%Y} ({found.term.text('nl')}). Een voornemen alleen is die "
            "mededeling niet: dat zegt dat er nog niets is besloten. Overleg met een "
            f"jurist.{way}"
        )
    fixed = settlement_of(reader, number)
    if fixed is None or found.term is not None:
        return
    last = years_later(fixed.done_on, _LONGEST)
    if on > last and not basis:
        raise RefusedByProcess(
            f"Te laat: {number} is vastgesteld op {fixed.done_on:%d-%m-%Y}, en terugvorderen kon "
            f"tot en met {last:%d-%m-%Y} (vijf jaar, naar analogie artikel 4:57, vierde lid, Awb). "
            "Is er een andere grondslag? Noem haar met --basis."
        )


def split_of(reader: RoundReader, number: str, found: Claimable, amount: Euro) -> Overpaid:
    """What of a claim is asked of the municipality, and what came from the BTW-compensatiefonds.

    A claim of less than was paid too much is split in proportion; the part that is asked of the
    municipality is rounded down to the cent.

    Raises:
        WrongUse: it is nothing, or more than can be claimed.
    """
    if amount.cents <= 0 or amount > found.most:
        raise WrongUse(
            f"Van {number} is ten hoogste {found.most} terug te vorderen, geen {amount}."
        )
    stays = committed_of(reader, number) - found.lowered(amount)
    whole = overpaid(reader, number, stays)
    if whole.whole == amount or not whole.whole:
        return whole
    payable = Euro(amount.cents * whole.payable.cents // whole.whole.cents)
    return Overpaid(payable=payable, vat=amount - payable)


def lower_claim(upon: Overturned, amount: Euro) -> SettlingDetail:
    """What takes the place of a claim that an objection is against, at a lower amount.

    It is split as the claim was, the part of the municipality rounded down. What was not paid of
    the award comes off it while anything is claimed, and is owed again where nothing is.

    Raises:
        WrongUse: it is not lower, or below nought.
    """
    old = upon.act.detail
    if not ZERO <= amount < old.amount:
        raise WrongUse(
            f"Teruggevorderd is {old.amount}. Wat na een gegrond bezwaar in de plaats komt, is "
            f'lager, of nihil: --amount "€ 0". {amount} kan niet; een bezwaar maakt het ook niet '
            "slechter voor wie het maakte."
        )
    payable = Euro(amount.cents * old.payable.cents // old.amount.cents)
    lowered = old.lowered - old.amount + amount if old.lowered and amount else ZERO
    update = {
        "amount": amount, "payable": payable, "vat": amount - payable, "lowered": lowered,
        "upon": upon.objection, "replaces": upon.act.row_id,
    }  # fmt: skip
    return old.model_copy(update=update)


def still_open(before: Claim, new: StoredAct) -> Euro:
    """What is still open of a claim once another decision takes its place."""
    payable = max(new.detail.payable - before.repaid, ZERO)
    return payable + max(new.detail.vat - before.from_fund, ZERO)
