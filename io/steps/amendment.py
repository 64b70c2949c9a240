"""Amendments (*wijzigingsbesluiten*): the only way in which what was sealed can change.

One officer proposes, with a reason, and sees who wins and who loses by it; another confirms. The
first seal stays where it is, and every later one beside it. A new version of the program is an
amendment too: it is replayed, and holds at once where the replay gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sqlmodel import Session, col, select

from ...grants.allocation import Allocation
from ...grants.assessment import Answer, Assessment, verdict
from ...grants.policy import Policy
from ...grants.record import Record
from ...grants.rounds import RoundState, Step
from ..errors import RefusedByProcess, WrongUse
from ..records import audit, tables
from ..records import changes as rows
from ..records.adding import add_rows
from ..records.allocations import newest_allocation
from ..rounds.actor import Actor
from ..rounds.division import case_of_round, divide
from ..rounds.lawful import check_law
from ..rounds.ledger import book_amendment
from ..rounds.questions import Change, Watched, changes
from ..rounds.screening import Taken, answers_of, applications, as_json, kept_as, screened_under
from ..rounds.seal import policy_hash, program_version
from ..rounds.state import move, newest_seal, permit, policy_of, require_may, round_of

_SHORTEST_REASON = 10
_SCREENED = (RoundState.SCREENED, RoundState.ALLOCATED, RoundState.APPROVED, RoundState.AMENDED)


class Turned(Record):
    """An application on which the rules now say something else."""

    application_id: str
    before: Answer
    after: Answer


class Effect(Record):
    """What an amendment does to the round as it stands: who wins, who loses.

    ``allocation_id`` is the list that it was held against; without one there are no winners yet.
    """

    allocation_id: int | None = None
    homes_gained: int = 0
    changes: tuple[Change, ...] = ()
    turned: tuple[Turned, ...] = ()

    @property
    def nothing(self) -> bool:
        return not (self.changes or self.turned or self.homes_gained)


class Amended(Record):
    """An amendment as it stands: proposed, or confirmed and holding."""

    round: str
    kind: str
    reason: str
    officer: str
    on: date | None
    before_hash: str
    policy_hash: str
    program_version: str
    same: bool
    effect: Effect
    confirmed_by: str = ""
    row_id: int

    @property
    def holds(self) -> bool:
        return self.same or bool(self.confirmed_by)


def check_reason(reason: str) -> None:
    """Refuse a change without a reason.

    Raises:
        WrongUse: there is none, or hardly one.
    """
    if len(reason.strip()) < _SHORTEST_REASON:
        raise WrongUse("Zeg met --reason in een zin waarom dit wordt gewijzigd.")


def check_policy(session: Session, round_id: str, policy: Policy, who: Actor) -> None:
    """Refuse a policy that cannot take the place of the one that holds.

    Raises:
        RefusedByProcess: the state or the role forbids it, or it drops a scheme with applications.
        WrongUse: it is of another round or kind, or is no other policy.
        Unreadable, InfeasiblePolicy: as when a round is opened.
    """
    row = round_of(session, round_id)
    permit(row, Step.AMEND, who)
    now = policy_of(session, row)
    if policy.round.id != round_id or policy.round.kind is not now.round.kind:
        raise WrongUse(
            f"Het gewijzigde beleid is van ronde {policy.round.id} ({policy.round.kind.value}), "
            f"niet van {round_id} ({now.round.kind.value})."
        )
    if policy == now:
        raise WrongUse("Dit beleid is hetzelfde als het verzegelde; er valt niets te wijzigen.")
    used = {one.instrument for one in applications(session, round_id)}
    dropped = sorted(used - set(policy.instruments))
    if dropped:
        raise RefusedByProcess(
            f"Het gewijzigde beleid noemt {', '.join(dropped)} niet meer, terwijl daarvoor "
            "aanvragen zijn ingediend. Laat die regeling staan."
        )
    check_law(policy)


def effect_of(
    session: Session, round_id: str, policy: Policy, *, watch: Watched | None = None
) -> Effect:
    """Who wins and who loses when this policy takes the place of the one that holds; long work.

    Raises:
        InfeasiblePolicy: no allocation keeps every hard constraint of the other policy.
    """
    row = round_of(session, round_id)
    state = RoundState(row.state)
    if state not in _SCREENED:
        return Effect()
    taken = applications(session, round_id)
    screened = screened_under(policy, taken)
    turned = _turned(taken, answers_of(session, round_id), screened)
    stored = newest_allocation(session, round_id)
    if stored is None or state is RoundState.AMENDED:
        return Effect(turned=turned)
    before = Allocation.model_validate_json(stored.allocation_json)
    case = case_of_round(session, round_id, policy, screened)
    after, _ = divide(case, policy_hash(policy), progress=watch)
    return _difference(stored, before, after, turned)


def _difference(
    stored: tables.Allocation, before: Allocation, after: Allocation, turned: tuple[Turned, ...]
) -> Effect:
    return Effect(
        allocation_id=stored.id,
        homes_gained=after.totals.affordable_homes - before.totals.affordable_homes,
        changes=changes(before, after),
        turned=turned,
    )


def _turned(
    taken: tuple[Taken, ...],
    before: dict[str, tuple[Assessment, ...]],
    after: Mapping[str, tuple[Assessment, ...]],
) -> tuple[Turned, ...]:
    found: list[Turned] = []
    for one in taken:
        number = one.application.application_id
        then, now = verdict(before.get(number, ())), verdict(after[number])
        if then is not now:
            found.append(Turned(application_id=number, before=then, after=now))
    return tuple(found)


def replayed(
    session: Session, round_id: str, who: Actor, *, watch: Watched | None = None
) -> tuple[bool, Effect]:
    """The round done over by this program: whether it gives the same bytes, and what differs.

    Raises:
        RefusedByProcess: the state or the role forbids it.
        WrongUse: this is the program that the round is sealed with.
    """
    row = round_of(session, round_id)
    permit(row, Step.AMEND, who)
    policy, state = policy_of(session, row), RoundState(row.state)
    if policy_hash(policy) == newest_seal(session, row):
        raise WrongUse(
            f"Ronde {round_id} is verzegeld met dit programma, versie {program_version()}; er "
            "valt niets vast te leggen."
        )
    if state not in _SCREENED:
        return True, Effect()
    taken = applications(session, round_id)
    then = answers_of(session, round_id)
    now = kept_as(then, screened_under(policy, taken))
    numbers = [one.application.application_id for one in taken]
    same = all(as_json(then.get(number, ())) == as_json(now[number]) for number in numbers)
    turned = _turned(taken, then, now)
    stored = newest_allocation(session, round_id)
    if stored is None or state not in (RoundState.ALLOCATED, RoundState.APPROVED):
        return same, Effect(turned=turned)
    before = Allocation.model_validate_json(stored.allocation_json)
    after, _ = divide(case_of_round(session, round_id, policy), before.policy_hash, progress=watch)
    same = same and after.model_dump_json() == stored.allocation_json
    return same, _difference(stored, before, after, turned)


class Proposal(Record):
    """What is proposed: another policy, or this program for the policy that holds."""

    kind: str
    policy: Policy
    policy_file: Path
    reason: str
    same: bool
    effect: Effect


def propose(
    session: Session, round_id: str, what: Proposal, who: Actor, on: date | None
) -> tuple[Amended, bool]:
    """Record an amendment; it holds once another confirms it, or at once if nothing differs by it.

    ``False`` if the same was proposed already and still waits.

    Raises:
        WrongUse: no reason was given.
        RefusedByProcess: the state or the role forbids it.
    """
    row = round_of(session, round_id)
    permit(row, Step.AMEND, who)
    if not what.same:
        check_reason(what.reason)
    seal = policy_hash(what.policy)
    waits = waiting(session, round_id)
    if waits is not None and (waits.policy_hash, waits.reason, waits.officer, waits.effect) == (
        seal, what.reason.strip(), who.name, what.effect,
    ):  # fmt: skip
        return waits, False
    session.add(
        rows.Amendment(
            round_id=round_id,
            kind=what.kind,
            reason=what.reason.strip(),
            officer=who.name,
            on=on.isoformat() if on is not None else "",
            policy_file=str(what.policy_file),
            policy_json=what.policy.model_dump_json(),
            policy_hash=seal,
            before_hash=newest_seal(session, row),
            program_version=program_version(),
            same=what.same,
            effect_json=what.effect.model_dump_json(),
        )
    )
    kind = "program.replayed" if what.same else "amendment.proposed"
    audit.append(session, round_id, kind, who.name, program_version())
    made = history(session, round_id)[-1]
    return made, True


def answers_once_confirmed(
    session: Session, round_id: str
) -> Mapping[str, tuple[Assessment, ...]] | None:
    """What the rules say of every application under the amendment that waits; long work.

    ``None`` where nothing waits, or nothing was put to the rules yet.
    """
    row, waits = round_of(session, round_id), waiting(session, round_id)
    if waits is None or RoundState(row.state) not in _SCREENED:
        return None
    return screened_under(_policy_in(session, waits.row_id), applications(session, round_id))


def confirm(
    session: Session,
    round_id: str,
    who: Actor,
    on: date | None,
    answered: Mapping[str, tuple[Assessment, ...]] | None = None,
) -> tuple[Amended, bool]:
    """Put the second name under the amendment that waits: from now on it holds.

    Applications that were screened are put to the rules anew; what was divided is undone, and the
    round waits for a new allocation. ``False`` if the newest amendment was confirmed already.
    ``answered`` is what :func:`answers_once_confirmed` said, of the round as it still is.

    Raises:
        WrongUse: nothing waits.
        RefusedByProcess: the same person proposed it, or the round has changed since.
    """
    row = round_of(session, round_id)
    require_may(who, Step.AMEND)
    waits = waiting(session, round_id)
    if waits is None:
        made = history(session, round_id)
        if made and made[-1].confirmed_by:
            return made[-1], False
        raise WrongUse(f"Voor ronde {round_id} wacht geen wijziging op bevestiging.")
    permit(row, Step.AMEND, who)
    if waits.officer == who.name:
        raise RefusedByProcess(
            f"{who.name} heeft deze wijziging voorgesteld en kan haar niet bevestigen. Laat een "
            "ander dat doen."
        )
    _check_still_so(session, row, waits)
    former = policy_of(session, row)
    session.add(
        rows.AmendmentConfirmation(
            amendment_id=waits.row_id,
            officer=who.name,
            on=on.isoformat() if on is not None else "",
        )
    )
    session.flush()
    if RoundState(row.state) in _SCREENED:
        _screen_anew(session, row, waits.row_id, answered)
    book_amendment(session, row, former)
    move(session, row, Step.AMEND)
    audit.append(session, round_id, "round.amended", who.name, program_version())
    return history(session, round_id)[-1], True


def _check_still_so(session: Session, row: tables.Round, waits: Amended) -> None:
    """The second name is put under the winners and losers that were shown, not under others."""
    stored = newest_allocation(session, row.id)
    divided = RoundState(row.state) in (RoundState.ALLOCATED, RoundState.APPROVED)
    now = stored.id if stored is not None and divided else None
    same_program = waits.policy_hash == policy_hash(_policy_in(session, waits.row_id))
    same_seal = waits.before_hash == newest_seal(session, row)
    if same_seal and same_program and waits.effect.allocation_id == now:
        return
    raise RefusedByProcess(
        f"Sinds {waits.officer} deze wijziging voorstelde is ronde {row.id} of het programma "
        "gewijzigd: wie erdoor wint en verliest kan anders zijn. Stel haar opnieuw voor."
    )


def _policy_in(session: Session, amendment_id: int) -> Policy:
    found = session.get(rows.Amendment, amendment_id)
    assert found is not None
    return Policy.sealed(found.policy_json)


def _screen_anew(
    session: Session,
    row: tables.Round,
    amendment_id: int,
    answered: Mapping[str, tuple[Assessment, ...]] | None,
) -> None:
    taken = applications(session, row.id)
    if answered is None:
        answered = screened_under(policy_of(session, row), taken)
    add_rows(
        session,
        rows.Rescreening,
        [
            {
                "round_id": row.id,
                "amendment_id": amendment_id,
                "application_row_id": one.row_id,
                "assessments_json": as_json(answered[one.application.application_id]),
            }
            for one in taken
        ],
    )


def waiting(session: Session, round_id: str) -> Amended | None:
    """The amendment that waits for its second name: the newest proposed, unless it holds."""
    made = history(session, round_id)
    return made[-1] if made and not made[-1].holds else None


def history(session: Session, round_id: str) -> tuple[Amended, ...]:
    """Every amendment that was proposed for a round, oldest first."""
    found = session.exec(
        select(rows.Amendment)
        .where(rows.Amendment.round_id == round_id)
        .order_by(col(rows.Amendment.id))
    ).all()
    seconds = session.exec(select(rows.AmendmentConfirmation)).all()
    names = {one.amendment_id: one.officer for one in seconds}
    return tuple(
        Amended(
            round=round_id,
            kind=row.kind,
            reason=row.reason,
            officer=row.officer,
            on=date.fromisoformat(row.on) if row.on else None,
            before_hash=row.before_hash,
            policy_hash=row.policy_hash,
            program_version=row.program_version,
            same=row.same,
            effect=Effect.model_validate_json(row.effect_json),
            confirmed_by=names.get(row.id or 0, ""),
            row_id=row.id or 0,
        )
        for row in found
    )
