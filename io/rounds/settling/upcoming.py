"""What comes next about the end of an award, with the command to type, in one place.

Whoever looks from a round, an application or the step before it is told the same. What waits for a
second name comes first, then what is out as a claim, then what an intention asks, then what was
paid too much, and last what an account leads to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.lives.round import ANOTHER_APPROVER
from ....grants.notation import amount, short_day
from ....grants.record import Record
from ....instruments.after.settling import Manner
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import accounts_due, to_fix, to_give_notice, to_view
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAct
from ..after.standing import Ended, StandingAward, unsettled_awards
from .accounted import newest_account
from .anew import overturned, raised_since
from .carried import carried_of
from .claims import (
    Claim,
    acts_of,
    claims_of,
    committed_of,
    left_by_account,
    open_claim,
    open_intention,
    overpaid,
    settlement_of,
    settling_of,
    still_paid,
    waiting_act,
)
from .lateness import late_on
from .terms import paying

Days = Collection[date]
_COMMANDS = {
    SettlingKind.SETTLED: "settle", SettlingKind.RECLAIMED: "reclaim decide",
    SettlingKind.ARRANGED: "reclaim arrange", SettlingKind.REPAID: "reclaim repaid",
    SettlingKind.UNDONE: "reclaim undo", SettlingKind.INTEREST: "reclaim interest",
    SettlingKind.CORRECTED: "reclaim correct", SettlingKind.INTEREST_RECEIVED: "reclaim repaid",
}  # fmt: skip
_WITHOUT_LETTER = (
    SettlingKind.REPAID, SettlingKind.UNDONE, SettlingKind.CORRECTED,
    SettlingKind.INTEREST_RECEIVED,
)  # fmt: skip
_REASON = '--reason "..."'
_LETTER = "--out <map>"


class Upcoming(Record):
    """What comes next about an award; ``by`` is its last day, where an article sets one.

    ``presses`` says that somebody can act now, and not only wait for the municipality.
    """

    application_id: str
    what: Bilingual
    command: str
    by: date | None = None
    presses: bool = True
    why: Bilingual | None = None


def upcoming_of(reader: RoundReader, number: str, on: date, equated: Days = ()) -> Upcoming | None:
    """What comes next about the end of an award on a day; ``None`` where nothing does any more."""
    return _upcoming(reader, number, unsettled_awards(reader).get(number), on, equated)


def upcoming_after(reader: RoundReader, days: Mapping[str, date]) -> dict[str, Upcoming | None]:
    """What comes next about each of these awards, as of a day of its own."""
    standings = unsettled_awards(reader)
    return {n: _upcoming(reader, n, standings.get(n), on, ()) for n, on in days.items()}


def _upcoming(
    reader: RoundReader, number: str, standing: StandingAward | None, on: date, equated: Days
) -> Upcoming | None:
    if standing is None or standing.sent_on is None:
        return None
    return next(_steps(_Asked(reader, number, on), standing, equated), None)


def all_upcoming(reader: RoundReader, on: date, equated: Days = ()) -> tuple[Upcoming, ...]:
    """What comes next about every award of which something was accounted, fixed or claimed."""
    numbers = {*reader.after.accounts, *(one.application_id for one in reader.after.settling_acts)}
    standings = unsettled_awards(reader)
    numbers |= {n for n in standings if overpaid_of(reader, n)}
    found = (_upcoming(reader, n, standings.get(n), on, equated) for n in sorted(numbers))
    return tuple(one for one in found if one is not None)


def overpaid_of(reader: RoundReader, number: str) -> bool:
    """Whether more was paid on an award than is committed and was claimed."""
    committed = committed_of(reader, number)
    return still_paid(reader, number) > committed and bool(
        overpaid(reader, number, committed).whole
    )


class _Asked:
    """The award that is asked about, on a day, and what is said of it."""

    def __init__(self, reader: RoundReader, number: str, on: date) -> None:
        self.reader, self.number, self.on = reader, number, on

    def step(
        self, nl: str, en: str, command: str, more: str, by: date | None = None, *,
        presses: bool = True, why: Bilingual | None = None,
    ) -> Upcoming:  # fmt: skip
        """A next step about this award, in words and as a command that ends in ``more``."""
        typed = f"verdeel {command} --round {self.reader.id} --date jjjj-mm-dd {more}".rstrip()
        return Upcoming(
            application_id=self.number, what=Bilingual(nl=nl, en=en), command=typed, by=by,
            presses=presses, why=why,
        )  # fmt: skip


def _steps(at: _Asked, standing: StandingAward, equated: Days) -> Iterator[Upcoming]:
    waits = waiting_act(at.reader, at.number)
    if waits is not None:
        yield _second_name(at, waits)
    if overturned(at.reader, at.number, SettlingKind.INTEREST) is not None:
        yield at.step(
            "de rente opnieuw vaststellen, want de terugvordering is op bezwaar verlaagd",
            "fix the interest anew, since the claim was lowered upon an objection",
            f"reclaim interest {at.number}", _REASON,
        )  # fmt: skip
    claim = open_claim(at.reader, at.number, equated)
    if claim is not None:
        if not claim.left:  # only the fund still owes: that waits, and this can be done
            yield from _interest_anew(at)
        yield _collecting(at, claim)
    intention = open_intention(at.reader, at.number)
    if intention is not None:
        yield _answering(at, intention)
    if overpaid_of(at.reader, at.number):
        above = overpaid(at.reader, at.number, committed_of(at.reader, at.number)).whole
        yield at.step(
            f"terugvordering aankondigen van {above}, die te veel is betaald",
            f"announce the claim of {amount(above, 'en')} that was paid too much",
            f"reclaim intend {at.number}", f"{_REASON} {_LETTER}",
        )  # fmt: skip
    left = carried_of(acts_of(at.reader, at.number))
    if left is not None:
        yield at.step(
            f"verrekenen van {left.amount}, die na {left.statement} overbleef, met een volgende "
            f"opgave; komt die niet, dan apart: verdeel reclaim intend {at.number} --carried",
            f"settling {amount(left.amount, 'en')}, which {left.statement} left, with a next "
            f"statement; if none comes, apart: verdeel reclaim intend {at.number} --carried",
            f"reclaim correct {at.number}", f"--statement <opgave> {_REASON}",
        )  # fmt: skip
    raised = raised_since(at.reader, at.number)
    fixed = settlement_of(at.reader, at.number) is not None
    if standing.ended is Ended.NOT and raised is not None and raised.to_fix:
        yield at.step(
            "opnieuw vaststellen, na het bezwaar dat de toekenning verhoogde",
            "fix anew, after the objection that raised the award",
            f"settle {at.number}", _REASON,
        )  # fmt: skip
    elif standing.ended is Ended.NOT and not fixed:
        yield from _accounting(at, standing)
    if claim is None:
        yield from _interest(at, equated)


def _interest(at: _Asked, equated: Days) -> Iterator[Upcoming]:
    """Interest on what came too late, which the minister can fix and need not; and what is open of
    it once it was. What has to be fixed anew comes before its receipt."""
    yield from _interest_anew(at)
    for claim in claims_of(at.reader, at.number, equated):
        if claim.interest_left:
            yield _interest_open(at, claim, equated)
    last = next(iter(reversed(claims_of(at.reader, at.number, equated))), None)
    if last is not None and not last.interest and late_on(last):
        yield at.step(
            "wettelijke rente vaststellen over wat te laat kwam, als u haar vraagt",
            "fix the statutory interest on what came too late, if you ask for it",
            f"reclaim interest {at.number}", _REASON, presses=False,
        )  # fmt: skip


def _interest_anew(at: _Asked) -> Iterator[Upcoming]:
    if overturned(at.reader, at.number, SettlingKind.INTEREST) is not None:
        yield at.step(
            "de rente opnieuw vaststellen, want de terugvordering is op bezwaar verlaagd",
            "fix the interest anew, since the claim was lowered upon an objection",
            f"reclaim interest {at.number}", _REASON,
        )  # fmt: skip


def _interest_open(at: _Asked, claim: Claim, equated: Days) -> Upcoming:
    left, by = claim.interest_left, claim.interest_by(equated)
    if left.cents < 0:
        back = -left
        return at.step(
            f"teruggeven van {back} rente die te veel is ontvangen; maak haar ontvangst daarna "
            "ongedaan, en leg vast wat blijft",
            f"giving back {amount(back, 'en')} of interest that was received too much; then undo "
            "its receipt, and record what stays",
            f"reclaim undo {at.number}", f'--reference "..." {_REASON}',
        )  # fmt: skip
    return at.step(
        f"ontvangst vastleggen van de wettelijke rente; open staat {left}",
        f"record the receipt of the statutory interest; {amount(left, 'en')} is open",
        f"reclaim repaid {at.number}", '--interest --amount "..." --reference "..."', by.last,
        presses=False, why=_why(by),
    )  # fmt: skip


def _why(term: Term) -> Bilingual:
    return Bilingual(nl=term.text("nl"), en=term.text("en"))


def _second_name(at: _Asked, one: StoredAct) -> Upcoming:
    if one.detail.upon:
        return at.step(
            f"de beslissing op {one.detail.upon}, met het voorstel van {one.made_by} "
            f"({one.kind.dutch})",
            f"the decision on {one.detail.upon}, with the proposal of {one.made_by}",
            f"objection decide {one.detail.upon}", f"--outcome founded {_REASON} {_LETTER}",
        )  # fmt: skip
    letter = "" if one.kind in _WITHOUT_LETTER else f" {_LETTER}"
    return at.step(
        f"de tweede naam, van {ANOTHER_APPROVER}, onder het voorstel van {one.made_by} "
        f"({one.kind.dutch})",
        f"the second name, of another approver, under the proposal of {one.made_by}",
        f"{_COMMANDS[one.kind]} {at.number}", f"--confirm{letter}",
    )  # fmt: skip


def _collecting(at: _Asked, claim: Claim) -> Upcoming:
    paid = '--amount "..." --reference "..."'
    if not claim.left:
        return at.step(
            f"ontvangst vastleggen van {claim.left_of_fund} uit het BTW-compensatiefonds",
            f"record the receipt of {amount(claim.left_of_fund, 'en')} from the "
            "BTW-compensatiefonds",
            f"reclaim repaid {at.number}", f"{paid} --fund", presses=False,
        )  # fmt: skip
    late = claim.overdue(at.on)
    if late is not None and not any(one.on > late.by for one in claim.reminded):
        return at.step(
            f"aanmaning, want {late.by:%d-%m-%Y} is voorbij en er staat {claim.left} open",
            f"a reminder, since {short_day(late.by, 'en')} has passed and "
            f"{amount(claim.left, 'en')} is open",
            f"reclaim remind {at.number}", _LETTER,
        )  # fmt: skip
    by = paying(claim) if late is None else None
    parts = f" (in delen: verdeel reclaim arrange {at.number})" if claim.arranged is None else ""
    in_parts = f" (in parts: verdeel reclaim arrange {at.number})" if parts else ""
    return at.step(
        f"ontvangst vastleggen van wat de gemeente terugbetaalt; open staat {claim.left}{parts}",
        f"record what the municipality repays; {amount(claim.left, 'en')} is open{in_parts}",
        f"reclaim repaid {at.number}", paid, None if by is None else by.last, presses=False,
        why=None if by is None else _why(by),
    )  # fmt: skip


def _answering(at: _Asked, intention: StoredAct) -> Upcoming:
    until = intention.detail.until
    heard = any(
        one.detail.about == intention.row_id
        for one in acts_of(at.reader, at.number, SettlingKind.HEARD)
    )
    decide = f"reclaim decide {at.number}"
    if heard or until is None or at.on > until:
        view = ' --view "..."' if heard else ""
        return at.step(
            f"besluit over de terugvordering die op {intention.on:%d-%m-%Y} is aangekondigd",
            f"the decision on the claim that was announced on {short_day(intention.on, 'en')}",
            decide, f"{_REASON}{view}",
        )  # fmt: skip
    return at.step(
        f"zienswijze van de gemeente (daarna: {decide})",
        f"the view of the municipality (then: {decide})",
        f"reclaim view {at.number}", '--said "..."', until, presses=False,
        why=_why(to_view(intention.on, until)),
    )  # fmt: skip


def _accounting(at: _Asked, standing: StandingAward) -> Iterator[Upcoming]:
    scheme = standing.award.instrument
    _, law = settling_of(at.reader, scheme)
    account = newest_account(at.reader, at.number)
    if account is not None and law.manner is Manner.UNSPENT:
        left = left_by_account(at.reader, account, standing.award.amount)
        by = to_give_notice(account.on, law.notice_years, law.reclaim)
        if left and at.on <= by.last:
            yield at.step(
                f"voornemen om {left} terug te vorderen; het besluit zelf moet op tijd zijn",
                f"the intention to claim back {amount(left, 'en')}; the decision itself has to be "
                "in time",
                f"reclaim intend {at.number}", f"{_REASON} {_LETTER}", by.last,
                why=_why(by),
            )  # fmt: skip
    if account is None or not account.last:
        year = standing.decided_on.year if account is None else account.year + 1
        yield at.step(
            f"verantwoording over {year}", f"accounts for {year}", "account load <bestand>", "",
            accounts_due(year).last, presses=False, why=_why(accounts_due(year)),
        )  # fmt: skip
    elif law.manner in (Manner.FIXED, Manner.GENERAL):
        by = to_fix(account.on, law.article) if law.by_end_of_year else None
        yield at.step(
            "vaststelling van de uitkering", "fixing of the grant",
            f"settle {at.number}", _REASON, None if by is None else by.last,
            why=None if by is None else _why(by),
        )  # fmt: skip
