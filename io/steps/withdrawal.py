"""Withdrawing: a municipality takes its application back.

Before the list is approved the application takes no part in it; the list must be drawn again if
there was one. After approval the decision stands as it was taken: the withdrawal is recorded beside
it, what was committed comes free, and nobody else gets it by itself.
"""

from __future__ import annotations

from datetime import date

from ...grants.lives.round import KNOWN, RoundState, Step
from ...grants.money import ZERO, Euro
from ...grants.names import is_same_person
from ...grants.record import Record
from ..errors import RefusedByProcess, WrongUse
from ..records.rounds import withdrawals
from ..records.rounds.applications import latest
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..records.rounds.screenings import as_json
from ..records.rounds.withdrawals import Strike, Withdrawn
from ..rounds.actor import Actor
from ..rounds.after.paying import paid_of, require_no_open_order
from ..rounds.checks.chronology import Ground, require_after
from ..rounds.incomplete import incomplete_of, no_application
from ..rounds.ledger import book_again, book_release
from ..rounds.screening import kept_as, screened_under
from ..rounds.settling.claims import settlement_of
from ..rounds.state import permit, record, require_may

_SHORTEST_REASON = 5
_SHOWN = 5


class RecordedWithdrawal(Record):
    """A withdrawal with what it does to the round. ``freed`` came back under the ceiling.

    ``paid`` had been paid: it stays paid until it is claimed back, by a decision of its own.
    """

    round: str
    application_id: str
    instrument: str
    fund: str
    on: date
    reason: str
    officer: str
    state: RoundState
    late: bool
    freed: Euro = ZERO
    paid: Euro = ZERO
    new: bool = True


def withdraw(
    reader: RoundReader, number: str, who: Actor, on: date | None, reason: str
) -> RecordedWithdrawal:
    """Record that an application was withdrawn; the same again changes nothing.

    Raises:
        WrongUse: the application is unknown, or the date or the reason is missing.
        RefusedByProcess: the state or the role forbids it, it was withdrawn otherwise before, a
            payment of it is ordered, or its award was fixed.
    """
    permit(reader, Step.WITHDRAW, who)
    instrument = _instrument(reader, number)
    if on is None or len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            "Noem de dag waarop de gemeente de aanvraag introk met --date jjjj-mm-dd, en met "
            f"--reason in ten minste {_SHORTEST_REASON} tekens waaruit dat blijkt."
        )
    for earlier in reader.withdrawals:
        if earlier.application_id == number:
            return _again(reader, instrument, earlier, on, reason)
    require_after(f"De intrekking van {number}", on, _received(reader, number))
    decided = reader.state.decided
    if decided:
        require_no_open_order(reader, number, "de intrekking vastleggen")
        _require_not_fixed(reader, number)
    standing = reader.allocation_id if decided else None
    withdrawals.add(reader, number, on, reason, who.name, standing)
    freed = book_release(reader, number, on) if decided else ZERO
    record(reader, EventKind.WITHDRAWN, who)
    return RecordedWithdrawal(
        round=reader.id,
        application_id=number,
        instrument=instrument,
        fund=_fund_of(reader, instrument),
        on=on,
        reason=reason,
        officer=who.name,
        state=reader.state,
        late=decided,
        freed=freed,
        paid=paid_of(reader, number) if decided else ZERO,
    )


def _require_not_fixed(reader: RoundReader, number: str) -> None:
    """What was fixed is owed and was paid: it does not come free because its application goes.

    Raises:
        RefusedByProcess: the award was fixed, with the day and the amount.
    """
    fixed = settlement_of(reader, number)
    if fixed is not None:
        raise RefusedByProcess(
            f"{number} is vastgesteld op {fixed.done_on:%d-%m-%Y}, op {fixed.detail.final}; de "
            "aanvraag is daarna niet meer in te trekken. Wat de gemeente ongevraagd terugbetaalt, "
            "is een zaak van uw financiële administratie."
        )


def _received(reader: RoundReader, number: str) -> tuple[Ground, ...]:
    """When it came in, as far as that could be read."""
    days = [
        one.application.received_at
        for one in reader.applications
        if one.application.application_id == number
    ]
    days += [
        one.received_at
        for one in incomplete_of(reader)
        if one.application_id == number and one.received_at is not None
    ]
    return tuple(Ground(day=day.date(), dutch=f"de ontvangst van {number}") for day in days)


def _instrument(reader: RoundReader, number: str) -> str:
    """The scheme of an application, also of one that is incomplete."""
    known = latest(reader, number)
    if known is not None:
        return known.instrument
    for one in incomplete_of(reader):
        if one.application_id == number:
            return one.instrument
    raise no_application(reader, number)


def _fund_of(reader: RoundReader, instrument: str) -> str:
    """The fund that the scheme of an application draws on."""
    return reader.policy.instruments[instrument].fund


def _again(
    reader: RoundReader, instrument: str, earlier: Withdrawn, on: date, reason: str
) -> RecordedWithdrawal:
    if (earlier.on, earlier.reason) != (on, reason):
        raise RefusedByProcess(
            f"{earlier.application_id} is al ingetrokken op {earlier.on:%d-%m-%Y} "
            f"({earlier.reason}), vastgelegd door {earlier.officer}. Dat wijzigt niet meer."
        )
    return RecordedWithdrawal(
        round=reader.id,
        application_id=earlier.application_id,
        instrument=instrument,
        fund=_fund_of(reader, instrument),
        on=on,
        reason=reason,
        officer=earlier.officer,
        state=reader.state,
        late=earlier.late,
        new=False,
    )


class StruckWithdrawal(Record):
    """A withdrawal that was recorded by mistake: struck once there are two names under that.

    ``committed`` is what is committed to the application again by it.
    """

    round: str
    application_id: str
    withdrawn_on: date
    reason: str
    officer: str
    confirmed_by: str = ""
    state: RoundState
    committed: Euro = ZERO
    new: bool = True


def undo(
    reader: RoundReader, number: str, who: Actor, on: date | None, reason: str
) -> StruckWithdrawal:
    """Say that a withdrawal was recorded by mistake; it is struck once another confirms that.

    Raises:
        WrongUse: it is not withdrawn, or the date or the reason is missing.
        RefusedByProcess: the state or the role forbids it, or the decisions were sent.
    """
    gone = _may_undo(reader, number, who)
    if on is None or len(reason) < _SHORTEST_REASON:
        raise WrongUse(
            "Noem met --date de dag van de verbetering, en met --reason in ten minste "
            f"{_SHORTEST_REASON} tekens waaruit blijkt dat de intrekking bij vergissing is "
            "vastgelegd."
        )
    require_after(f"De verbetering bij {number}", on, _recorded(gone))
    waits = _open_strike(reader, gone)
    if waits is not None and (waits.on, waits.reason, waits.officer) == (on, reason, who.name):
        return _struck(reader, gone, waits, new=False)
    withdrawals.add_strike(reader, gone.row_id, on, reason, who.name)
    record(reader, EventKind.STRIKE_PROPOSED, who)
    return _struck(reader, gone, reader.strikes[-1])


def confirm_undo(reader: RoundReader, number: str, who: Actor, on: date | None) -> StruckWithdrawal:
    """Put the second name under it: from now on the application stands as if never withdrawn.

    What its withdrawal freed is committed again.

    Raises:
        WrongUse: nothing waits, or the date is missing.
        RefusedByProcess: the state or the role forbids it, the same person said it, the decisions
            were sent, or another application would be judged otherwise by it.
    """
    before = _confirmed_before(reader, number, who, on)
    if before is not None:
        return _struck(reader, reader.struck_withdrawal(before), before, new=False)
    gone = _may_undo(reader, number, who)
    waits = _open_strike(reader, gone)
    if waits is None:
        raise WrongUse(f"Bij {number} wacht geen verbetering van een intrekking op bevestiging.")
    if on is None:
        raise WrongUse("Noem de dag van de bevestiging met --date jjjj-mm-dd.")
    if is_same_person(waits.officer, who.name):
        raise RefusedByProcess(
            f"{who.name} heeft deze verbetering vastgelegd en kan haar niet bevestigen. Laat een "
            f"ander dat doen.{who.instead(KNOWN)}"
        )
    grounds = (Ground(day=waits.on, dutch="de verbetering"), *_recorded(gone))
    require_after(f"De bevestiging bij {number}", on, grounds)
    withdrawals.confirm_strike(reader, waits.row_id, on, who.name)
    _check_judged_alike(reader, number)
    again = book_again(reader, number, on) if gone.late else ZERO
    record(reader, EventKind.STRUCK, who)
    return _struck(reader, gone, reader.strikes[-1], committed=again)


def _may_undo(reader: RoundReader, number: str, who: Actor) -> Withdrawn:
    require_may(who, Step.WITHDRAW)
    gone = next((one for one in reader.withdrawals if one.application_id == number), None)
    if gone is None:
        _instrument(reader, number)
        raise WrongUse(
            f"Van {number} is geen intrekking vastgelegd. Staat zij in de werkmap, laad dan de "
            "verbeterde werkmap."
        )
    if reader.published_on is not None:
        raise RefusedByProcess(
            f"De besluiten van ronde {reader.id} zijn verstuurd op {reader.published_on:%d-%m-%Y}; "
            "de intrekking staat daarmee vast. Wie zich bedenkt, dient een nieuwe aanvraag in."
        )
    permit(reader, Step.WITHDRAW, who)
    if reader.state.decided and not gone.late:
        raise RefusedByProcess(
            f"{number} deed door de intrekking niet mee in de vastgestelde lijst, zodat er geen "
            f'besluit over is. Wijzig het beleid met "verdeel round amend {reader.id}", zodat de '
            "lijst vervalt, en verbeter de intrekking dan."
        )
    return gone


def _recorded(gone: Withdrawn) -> tuple[Ground, ...]:
    return (Ground(day=gone.on, dutch=f"de intrekking van {gone.application_id}"),)


def _open_strike(reader: RoundReader, gone: Withdrawn) -> Strike | None:
    own = [one for one in reader.strikes if one.withdrawal_id == gone.row_id]
    return own[-1] if own and not own[-1].confirmed_by else None


def _confirmed_before(
    reader: RoundReader, number: str, who: Actor, on: date | None
) -> Strike | None:
    """The second name that is given again: the first time may have been interrupted at its end."""
    if any(one.application_id == number for one in reader.withdrawals):
        return None
    own = [one for one in reader.strikes if one.application_id == number]
    given = own[-1] if own else None
    if given is None or (given.confirmed_by, given.confirmed_on) != (who.name, on):
        return None
    return given


def _check_judged_alike(reader: RoundReader, number: str) -> None:
    """Rules that count look at the others: nobody's answer may change by who stands again."""
    then = reader.answers
    if not then:
        return
    now = kept_as(then, screened_under(reader.policy, reader.applications))
    others = [one for one, said in now.items() if as_json(said) != as_json(then.get(one, ()))]
    if others:
        raise RefusedByProcess(
            f"Doet {number} weer mee, dan zeggen de regels iets anders over "
            f"{', '.join(others[:_SHOWN])}. Er is niets gewijzigd: leg een wijziging van het "
            f'beleid vast met "verdeel round amend {reader.id}", zodat alles opnieuw wordt '
            "getoetst."
        )


def _struck(
    reader: RoundReader, gone: Withdrawn, one: Strike, *, committed: Euro = ZERO, new: bool = True
) -> StruckWithdrawal:
    return StruckWithdrawal(
        round=reader.id,
        application_id=gone.application_id,
        withdrawn_on=gone.on,
        reason=one.reason,
        officer=one.officer,
        confirmed_by=one.confirmed_by,
        state=reader.state,
        committed=committed,
        new=new,
    )
