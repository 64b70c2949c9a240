"""Where a round stands: its state, who may take the next step, its dates, and what is urgent.

Nothing here reads a clock. The day that warnings are held against is the one given with ``--date``,
or else the latest date that somebody recorded in the round; without either there are no warnings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from ...grants.ledger.ledger import WHOLE_FUND, Account
from ...grants.lives.round import RoundState, steps_in
from ...grants.money import ZERO, Euro
from ...grants.record import Record
from ...grants.rounds.policy import Policy
from ...instruments.terms.deadlines import Deadline
from ..records.rounds.completions import StoredRequest
from ..records.rounds.reader import RoundReader
from ..wording.grounds import lacks, rests_on
from .after.open_work import open_work
from .aside.waiting import waiting_aside
from .calendar.deadlines import before_the_window, deadlines_of
from .calendar.latest_day import days_of, latest_day
from .checks.answers import pending
from .checks.earlier_rounds import left_told
from .checks.upcoming import upcoming_on
from .completing.asking import open_request as open_request_to_complete
from .completing.closing import closing_term
from .incomplete import incomplete_of, waiting_corrections
from .monitors.followed import warned_duties
from .objections.standing import asks_cover, open_objections
from .open_questions import OpenQuestion, open_questions

# The states in which what is open can still be answered.
_WAITING = (RoundState.SCREENED, RoundState.ALLOCATED, RoundState.AMENDED)
_SOON = timedelta(days=14)


class Warned(Record):
    """A date that has passed or is near, with what to do about it."""

    rule: str
    day: date
    passed: bool
    sentence: str


class FundStanding(Record):
    """The money of a fund in a budget year: what was asked of it and what became of it."""

    fund: str
    year: int
    ceiling: Euro
    requested: Euro
    reserved: Euro
    committed: Euro
    free: Euro


class Standing(Record):
    """Where a round stands. ``as_of`` is the day that warnings are held against.

    ``rests_on`` are sentences about what the division of each scheme rests on, and ``lacks`` what
    of it a real round would want. ``left`` are sentences about what earlier rounds left of
    funds and ceilings. ``funds`` is the money of a round that has a ledger, and
    ``kept_aside`` what of it is reserved for what was set aside. ``settled`` are the rules of
    terms that are no longer open, since the round was decided. ``completing`` are
    the applications that were asked for something and have not given it, ``set_aside`` those that
    were set aside and still have to be decided on, ``questions`` those of which a question that
    touches money waits for an answer. ``objections`` are those that still have to be decided, and
    ``asks_cover`` those whose award is beyond the objection reserve with nothing that covers it.
    ``awards`` counts the awards by where they stand; ``to_pay``
    are orders that wait to be carried out, ``proposed`` decisions on awards that wait for a second
    name, ``requests_to_change`` requests that were not decided on, and ``intentions`` those to
    revoke an award. ``to_settle`` are awards of which something is still to be fixed, claimed back
    or repaid, with the last day of it, and ``acts_next`` what can be done now about an award, its
    end or an objection to it, with the command. ``homes`` counts the homes that municipalities
    report about, and ``reports_missing`` are the awards without a report that is owed.
    """

    round: str
    state: RoundState
    policy_hash: str
    applications: int
    allowed: tuple[str, ...]
    next: str
    next_by: tuple[str, ...]
    window_opens: date
    window_closes: date
    approved_on: date | None
    published_on: date | None
    amendments: int
    withdrawn: int
    incomplete: tuple[str, ...]
    waiting_corrections: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    settled: tuple[str, ...]
    as_of: date | None
    as_of_given: bool
    warnings: tuple[Warned, ...]
    open: tuple[OpenQuestion, ...] = ()
    rests_on: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    funds: tuple[FundStanding, ...] = ()
    left: tuple[str, ...] = ()
    kept_aside: Euro = ZERO
    completing: tuple[str, ...] = ()
    not_treated: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    asks_cover: tuple[str, ...] = ()
    awards: dict[str, int] = {}
    to_pay: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()
    requests_to_change: tuple[str, ...] = ()
    to_settle: tuple[str, ...] = ()
    acts_next: tuple[str, ...] = ()
    homes: dict[str, int] = {}
    reports_missing: tuple[str, ...] = ()
    intentions: tuple[str, ...] = ()


def standing(reader: RoundReader, on: date | None) -> Standing:
    """Where a round stands, on a day."""
    policy, state = reader.policy, reader.state
    approved = max(days_of(one.on for one in reader.approvals), default=None)
    approved = approved if state.decided else None
    dates = deadlines_of(policy)
    as_of = on or latest_day(reader)
    coming = upcoming_on(reader, as_of)
    incomplete, aside = incomplete_of(reader), waiting_aside(reader)
    asked = {
        one.number: one
        for one in reader.requests
        if not state.decided and open_request_to_complete(reader, one.number) is not None
    }
    return Standing(
        round=reader.id,
        state=state,
        policy_hash=reader.seal,
        applications=len(reader.application_numbers) + len(incomplete),
        allowed=tuple(step.value for step in steps_in(state)),
        next=coming.command,
        next_by=coming.roles,
        window_opens=policy.round.window_opens,
        window_closes=policy.round.window_closes,
        approved_on=approved,
        published_on=reader.published_on if state.decided else None,
        amendments=len(reader.amendments),
        withdrawn=len(reader.withdrawals),
        incomplete=tuple(one.application_id for one in incomplete if one.open),
        waiting_corrections=tuple(one.application_id for one in waiting_corrections(reader)),
        deadlines=dates,
        settled=() if approved is None else _settled(reader, dates, aside),
        as_of=as_of,
        as_of_given=on is not None,
        open=open_questions(reader) if state in _WAITING else (),
        rests_on=rests_on(policy, divided=reader.newest_allocation is not None),
        lacks=lacks(policy),
        funds=_funds(reader),
        left=left_told(reader) if reader.has_ledger else (),
        kept_aside=_kept(reader, aside),
        completing=tuple(asked),
        not_treated=tuple(sorted(reader.untreated)),
        set_aside=aside,
        questions=()
        if state.decided
        else tuple(dict.fromkeys(one.application_id for one in pending(reader))),
        **(open_work(reader, as_of) if state.decided else {}),
        warnings=()
        if as_of is None
        else (
            *_warnings(policy, state, dates, approved, as_of),
            *_of_requests(reader, asked.values(), as_of),
            *_of_objections(reader, as_of),
            *(_window(*told) for told in warned_duties(reader, as_of)),
        ),
        objections=tuple(f"{o.name} ({o.application_id})" for o, _ in open_objections(reader)),
        asks_cover=tuple(
            f"{o.name} ({o.application_id}, {amount})" for o, amount in asks_cover(reader)
        ),
    )


def _settled(
    reader: RoundReader, dates: Sequence[Deadline], aside: Sequence[str]
) -> tuple[str, ...]:
    """The terms to decide, and to advise on that, of schemes of which nothing is set aside."""
    schemes = {one.application.application_id: one.instrument for one in reader.applications}
    open_ = {schemes[number] for number in aside}
    return tuple(
        one.rule for one in dates if (one.decides or one.may_move) and one.instrument not in open_
    )


def _funds(reader: RoundReader) -> tuple[FundStanding, ...]:
    """The money of each fund and budget year; nothing of a round of before there were ledgers."""
    if not reader.has_ledger:
        return ()
    now, funds = reader.balances, reader.policy.funds
    return tuple(
        FundStanding(
            fund=funds[cell.fund].name("nl") if cell.fund in funds else cell.fund,
            year=cell.year,
            ceiling=now.ceiling(cell),
            requested=Euro.total(
                now.of(one, Account.REQUESTED)
                for one in now.cells
                if (one.fund, one.year) == (cell.fund, cell.year)
            ),
            reserved=now.of(cell, Account.RESERVED),
            committed=now.of(cell, Account.COMMITTED),
            free=now.room(cell),
        )
        for cell in now.cells
        if cell.instrument == WHOLE_FUND
    )


def _kept(reader: RoundReader, aside: Sequence[str]) -> Euro:
    """What is reserved for the applications that were set aside."""
    if not aside or not reader.has_ledger:
        return ZERO
    return Euro.total(reader.balances.total(Account.RESERVED, number) for number in aside)


def _of_objections(reader: RoundReader, as_of: date) -> Iterator[Warned]:
    """Objections whose term to decide is over or nearly so."""
    for one, terms in open_objections(reader, on=as_of):
        last = terms.deciding
        if last is None or last.last - as_of > _SOON:
            continue
        passed = as_of > last.last
        said = "verstreek op" if passed else "loopt tot en met"
        yield _window(
            last.last,
            f"De termijn om op {one.name} ({one.application_id}) te beslissen {said} "
            f"{last.last:%d-%m-%Y}: {last.text('nl')}.",
            passed=passed,
        )


def _of_requests(
    reader: RoundReader, asked: Iterable[StoredRequest], as_of: date
) -> Iterator[Warned]:
    """Who did not complete an application in its term, and until when that can be decided."""
    for one in asked:
        if as_of > one.until:
            term = closing_term(reader, one)
            yield _window(
                one.until,
                f"De termijn om {one.number} aan te vullen verstreek op {one.until:%d-%m-%Y}. Niet "
                f"behandelen kan tot en met {term.last:%d-%m-%Y} ({term.why.nl}): "
                f"verdeel complete close {one.number}",
                passed=True,
            )


def _warnings(
    policy: Policy,
    state: RoundState,
    dates: Sequence[Deadline],
    approved: date | None,
    as_of: date,
) -> tuple[Warned, ...]:
    opens, closes = policy.round.window_opens, policy.round.window_closes
    found: list[Warned] = []
    if state is RoundState.OPEN and as_of < opens:
        found.append(_window(opens, f"Het aanvraagtijdvak opent pas op {opens:%d-%m-%Y}."))
    if state is RoundState.OPEN and as_of > closes:
        found.append(
            _window(
                closes,
                f"Het aanvraagtijdvak is op {closes:%d-%m-%Y} gesloten, de inname nog niet. "
                'Sluit haar met "verdeel round close" of "verdeel screen".',
                passed=True,
            )
        )
    for one in dates:
        if before_the_window(policy, one):
            continue  # `round check` tells of it
        told = _told(one, state, approved, as_of)
        if told is not None:
            found.append(told)
    return tuple(found)


def _window(day: date, sentence: str, passed: bool = False) -> Warned:
    return Warned(rule="", day=day, passed=passed, sentence=sentence)


def _told(one: Deadline, state: RoundState, approved: date | None, as_of: date) -> Warned | None:
    """A warning about one date: too late, nearly so, or nothing."""
    day = one.last
    what = f"{one.who_nl}, {one.what_nl} ({one.rule}, {one.article}; {one.reasons[1].nl})"
    if one.decides and approved is not None:
        if approved <= day:
            return None
        late = f"Te laat: {what} moest uiterlijk {day:%d-%m-%Y}, het werd {approved:%d-%m-%Y}."
        return Warned(rule=one.rule, day=day, passed=True, sentence=late)
    if not one.decides and (state.decided or not one.may_move):
        return None  # a duty of somebody else, or advice on what has been decided since
    left = (day - as_of).days
    if left < 0:
        late = f"Verstreken op {day:%d-%m-%Y}: {what}."
        return Warned(rule=one.rule, day=day, passed=True, sentence=late)
    if day - as_of <= _SOON:
        days = "vandaag" if left == 0 else f"nog {left} {'dag' if left == 1 else 'dagen'}"
        soon = f"Uiterlijk {day:%d-%m-%Y}, {days}: {what}."
        return Warned(rule=one.rule, day=day, passed=False, sentence=soon)
    return None
