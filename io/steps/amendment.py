"""Amendments (*wijzigingsbesluiten*): the only way in which what was sealed can change.

One officer proposes, with a reason, and sees who wins and who loses by it; another confirms. The
first seal stays where it is, and every later one beside it. A new version of the program is an
amendment too: it is replayed, and holds at once where the replay gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from ...grants.allocation import Allocation
from ...grants.assessment import Answer, Assessment, verdict
from ...grants.policy import Policy
from ...grants.record import Record
from ...grants.rounds import RoundState, Step
from ..errors import RefusedByProcess, WrongUse
from ..records import changes as tables
from ..records.rounds import amendments, screenings
from ..records.rounds.applications import StoredApplication
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..records.rounds.screenings import as_json
from ..rounds.actor import Actor
from ..rounds.division import case_of_round, divide
from ..rounds.lawful import check_law, require_basis
from ..rounds.ledger import book_amendment
from ..rounds.questions import Change, Watched, changes
from ..rounds.screening import kept_as, screened_under
from ..rounds.seal import policy_hash, program_version
from ..rounds.state import move, permit, record, require_may

_SHORTEST_REASON = 10
_SCREENED = (RoundState.SCREENED, RoundState.ALLOCATED, RoundState.APPROVED, RoundState.AMENDED)


class Flip(Record):
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
    turned: tuple[Flip, ...] = ()

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


def check_policy(reader: RoundReader, policy: Policy, who: Actor) -> None:
    """Refuse a policy that cannot take the place of the one that holds.

    Raises:
        RefusedByProcess: the state or the role forbids it, it drops a scheme with applications, or
            a real round would rest on too little.
        WrongUse: it is of another round or kind, or is no other policy.
        Unreadable, InfeasiblePolicy: as when a round is opened.
    """
    permit(reader, Step.AMEND, who)
    now = reader.policy
    if policy.round.id != reader.id or policy.round.kind is not now.round.kind:
        raise WrongUse(
            f"Het gewijzigde beleid is van ronde {policy.round.id} ({policy.round.kind.value}), "
            f"niet van {reader.id} ({now.round.kind.value})."
        )
    if policy == now:
        raise WrongUse("Dit beleid is hetzelfde als het verzegelde; er valt niets te wijzigen.")
    used = {one.instrument for one in reader.applications}
    dropped = sorted(used - set(policy.instruments))
    if dropped:
        raise RefusedByProcess(
            f"Het gewijzigde beleid noemt {', '.join(dropped)} niet meer, terwijl daarvoor "
            "aanvragen zijn ingediend. Laat die regeling staan."
        )
    check_law(policy)
    require_basis(policy)


def effect_of(reader: RoundReader, policy: Policy, *, watch: Watched | None = None) -> Effect:
    """Who wins and who loses when this policy takes the place of the one that holds; long work.

    Raises:
        InfeasiblePolicy: no allocation keeps every hard constraint of the other policy.
    """
    if reader.state not in _SCREENED:
        return Effect()
    screened = screened_under(policy, reader.applications)
    turned = _turned(reader.applications, reader.answers, screened)
    if reader.allocation_id is None or reader.state is RoundState.AMENDED:
        return Effect(turned=turned)
    case = case_of_round(reader, policy, screened)
    after, _ = divide(case, policy_hash(policy), progress=watch)
    return _difference(reader, after, turned)


def _difference(reader: RoundReader, after: Allocation, turned: tuple[Flip, ...]) -> Effect:
    before = reader.allocation
    return Effect(
        allocation_id=reader.allocation_id,
        homes_gained=after.totals.affordable_homes - before.totals.affordable_homes,
        changes=changes(before, after),
        turned=turned,
    )


def _turned(
    applications: tuple[StoredApplication, ...],
    before: Mapping[str, tuple[Assessment, ...]],
    after: Mapping[str, tuple[Assessment, ...]],
) -> tuple[Flip, ...]:
    found: list[Flip] = []
    for one in applications:
        number = one.application.application_id
        then, now = verdict(before.get(number, ())), verdict(after[number])
        if then is not now:
            found.append(Flip(application_id=number, before=then, after=now))
    return tuple(found)


def replayed(
    reader: RoundReader, who: Actor, *, watch: Watched | None = None
) -> tuple[bool, Effect]:
    """The round done over by this program: whether it gives the same bytes, and what differs.

    Raises:
        RefusedByProcess: the state or the role forbids it.
        WrongUse: this is the program that the round is sealed with.
    """
    permit(reader, Step.AMEND, who)
    policy, state = reader.policy, reader.state
    if policy_hash(policy) == reader.newest_seal:
        raise WrongUse(
            f"Ronde {reader.id} is verzegeld met dit programma, versie {program_version()}; er "
            "valt niets vast te leggen."
        )
    if state not in _SCREENED:
        return True, Effect()
    applications, then = reader.applications, reader.answers
    now = kept_as(then, screened_under(policy, applications))
    numbers = [one.application.application_id for one in applications]
    same = all(as_json(then.get(number, ())) == as_json(now[number]) for number in numbers)
    turned = _turned(applications, then, now)
    stored = reader.newest_allocation
    if stored is None or state not in (RoundState.ALLOCATED, RoundState.APPROVED):
        return same, Effect(turned=turned)
    case = case_of_round(reader, policy)
    after, _ = divide(case, reader.allocation.policy_hash, progress=watch)
    same = same and after.model_dump_json() == stored.allocation_json
    return same, _difference(reader, after, turned)


class Proposal(Record):
    """What is proposed: another policy, or this program for the policy that holds."""

    kind: str
    policy: Policy
    policy_file: Path
    reason: str
    same: bool
    effect: Effect


def propose(
    reader: RoundReader, what: Proposal, who: Actor, on: date | None
) -> tuple[Amended, bool]:
    """Record an amendment; it holds once another confirms it, or at once if nothing differs by it.

    ``False`` if the same was proposed already and still waits.

    Raises:
        WrongUse: no reason was given.
        RefusedByProcess: the state or the role forbids it.
    """
    permit(reader, Step.AMEND, who)
    if not what.same:
        check_reason(what.reason)
    seal = policy_hash(what.policy)
    waits = waiting(reader)
    if waits is not None and (waits.policy_hash, waits.reason, waits.officer, waits.effect) == (
        seal, what.reason.strip(), who.name, what.effect,
    ):  # fmt: skip
        return waits, False
    amendments.add(
        reader,
        tables.Amendment(
            round_id=reader.id,
            kind=what.kind,
            reason=what.reason.strip(),
            officer=who.name,
            on=on.isoformat() if on is not None else "",
            policy_file=str(what.policy_file),
            policy_json=what.policy.model_dump_json(),
            policy_hash=seal,
            before_hash=reader.newest_seal,
            program_version=program_version(),
            same=what.same,
            effect_json=what.effect.model_dump_json(),
        ),
    )
    kind = EventKind.PROGRAM_REPLAYED if what.same else EventKind.AMENDMENT_PROPOSED
    record(reader, kind, who)
    return history(reader)[-1], True


def answers_once_confirmed(reader: RoundReader) -> Mapping[str, tuple[Assessment, ...]] | None:
    """What the rules say of every application under the amendment that waits; long work.

    ``None`` where nothing waits, or nothing was put to the rules yet.
    """
    waits = waiting(reader)
    if waits is None or reader.state not in _SCREENED:
        return None
    return screened_under(_policy_in(reader, waits.row_id), reader.applications)


def confirm(
    reader: RoundReader,
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
    require_may(who, Step.AMEND)
    waits = waiting(reader)
    if waits is None:
        made = history(reader)
        if made and made[-1].confirmed_by:
            return made[-1], False
        raise WrongUse(f"Voor ronde {reader.id} wacht geen wijziging op bevestiging.")
    permit(reader, Step.AMEND, who)
    if waits.officer == who.name:
        raise RefusedByProcess(
            f"{who.name} heeft deze wijziging voorgesteld en kan haar niet bevestigen. Laat een "
            "ander dat doen."
        )
    _check_still_so(reader, waits)
    former = reader.policy
    day = on.isoformat() if on is not None else ""
    amendments.confirm(reader, waits.row_id, who.name, day)
    if reader.state in _SCREENED:
        _screen_anew(reader, waits.row_id, answered)
    book_amendment(reader, former)
    move(reader, Step.AMEND)
    record(reader, EventKind.AMENDED, who)
    return history(reader)[-1], True


def _check_still_so(reader: RoundReader, waits: Amended) -> None:
    """The second name is put under the winners and losers that were shown, not under others."""
    divided = reader.state in (RoundState.ALLOCATED, RoundState.APPROVED)
    now = reader.allocation_id if divided else None
    same_program = waits.policy_hash == policy_hash(_policy_in(reader, waits.row_id))
    same_seal = waits.before_hash == reader.newest_seal
    if same_seal and same_program and waits.effect.allocation_id == now:
        return
    raise RefusedByProcess(
        f"Sinds {waits.officer} deze wijziging voorstelde is ronde {reader.id} of het programma "
        "gewijzigd: wie erdoor wint en verliest kan anders zijn. Stel haar opnieuw voor."
    )


def _policy_in(reader: RoundReader, amendment_id: int) -> Policy:
    (found,) = (one for one in reader.proposals if one.id == amendment_id)
    return Policy.sealed(found.policy_json)


def _screen_anew(
    reader: RoundReader,
    amendment_id: int,
    answered: Mapping[str, tuple[Assessment, ...]] | None,
) -> None:
    applications = reader.applications
    if answered is None:
        answered = screened_under(reader.policy, applications)
    said = answered
    screenings.add_anew(
        reader,
        amendment_id,
        ((one.row_id, as_json(said[one.application.application_id])) for one in applications),
    )


def waiting(reader: RoundReader) -> Amended | None:
    """The amendment that waits for its second name: the newest proposed, unless it holds."""
    made = history(reader)
    return made[-1] if made and not made[-1].holds else None


def history(reader: RoundReader) -> tuple[Amended, ...]:
    """Every amendment that was proposed for a round, oldest first."""
    names = {one.amendment_id: one.officer for one in reader.confirmations}
    return tuple(
        Amended(
            round=reader.id,
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
        for row in reader.proposals
    )
