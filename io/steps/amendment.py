"""Amendments (*wijzigingsbesluiten*): the only way in which what was sealed can change.

One officer proposes, with a reason, and sees who wins and who loses by it; another confirms. The
first seal stays where it is, and every later one beside it. A new version of the program is an
amendment too: it is replayed, and holds at once where the replay gives the same bytes. A list that
an earlier program proved in another way keeps that proof, where it stands when checked again.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ...grants.lives.round import KNOWN, RoundState, Step
from ...grants.names import is_same_person
from ...grants.record import Record
from ...grants.rounds.policy import Policy
from ..errors import RefusedByProcess, WrongUse
from ..records import changes as tables
from ..records.rounds import amendments, screenings
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..records.rounds.screenings import as_json
from ..rounds.actor import Actor
from ..rounds.amending.effects import Answers, Effect, WorkedOut, worked_out_again
from ..rounds.amending.effects import replayed as done_over
from ..rounds.amending.policy_changes import PolicyChange, policy_changes
from ..rounds.checks.chronology import Ground, require_after, under_an_amendment
from ..rounds.lawful import check_law, require_basis
from ..rounds.ledger import book_amendment
from ..rounds.questions import Watched
from ..rounds.seal import policy_hash, program_version
from ..rounds.state import move, permit, record, require_may

_SHORTEST_REASON = 10
_SHOWN = 5


class Amended(Record):
    """An amendment as it stands: proposed, confirmed and holding, or taken back.

    ``changes`` are the keys of the policy in which it differs from what held when it was proposed.
    """

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
    changes: tuple[PolicyChange, ...] = ()
    confirmed_by: str = ""
    dropped_by: str = ""
    row_id: int

    @property
    def holds(self) -> bool:
        """Whether the round goes by it: it changed nothing, or has its second name."""
        return self.same or bool(self.confirmed_by)


def check_reason(reason: str) -> None:
    """Refuse a change without a reason.

    Raises:
        WrongUse: there is none, or hardly one.
    """
    if len(reason.strip()) < _SHORTEST_REASON:
        raise WrongUse(
            f"Zeg met --reason in een zin van ten minste {_SHORTEST_REASON} tekens waarom dit "
            "wordt gewijzigd."
        )


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


def replayed(
    reader: RoundReader, who: Actor, *, watch: Watched | None = None
) -> tuple[bool, Effect]:
    """As :func:`..rounds.effects.replayed`, for an officer who may amend.

    Raises:
        RefusedByProcess: the state or the role forbids it.
        WrongUse: this is the program that the round is sealed with.
    """
    permit(reader, Step.AMEND, who)
    return done_over(reader, watch)


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
    if on is not None:
        require_after("Een wijziging van het beleid", on, under_an_amendment(reader))
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


def may_confirm(reader: RoundReader, who: Actor, on: date | None) -> Amended | None:
    """The amendment that waits, if this officer may put a name under it; before any long work.

    ``None`` if the newest amendment was confirmed already.

    Raises:
        WrongUse: none waits.
        RefusedByProcess: the same officer proposed it, the day is before what it rests on, the
            list or the program changed since, or the state or role forbids it.
    """
    require_may(who, Step.AMEND)
    waits = waiting(reader)
    if waits is None:
        made = history(reader)
        if made and made[-1].confirmed_by:
            return None
        raise WrongUse(f"Voor ronde {reader.id} wacht geen wijziging op bevestiging.")
    permit(reader, Step.AMEND, who)
    if is_same_person(waits.officer, who.name):
        raise RefusedByProcess(
            f"{who.name} heeft deze wijziging voorgesteld en kan haar niet bevestigen. Laat een "
            f"ander dat doen.{who.instead(KNOWN)}"
        )
    if on is not None:
        proposed = () if waits.on is None else (Ground(day=waits.on, dutch="het voorstel"),)
        grounds = (*proposed, *under_an_amendment(reader))
        require_after("De bevestiging van een wijziging", on, grounds)
    _check_same_state(reader, waits)
    return waits


def confirm(
    reader: RoundReader, who: Actor, on: date | None, again: WorkedOut | None = None
) -> tuple[Amended, bool]:
    """Put the second name under the amendment that waits: from now on it holds.

    Applications that were screened are put to the rules anew; what was divided is undone, and the
    round waits for a new allocation. ``False`` if the newest amendment was confirmed already.
    ``again`` is what :func:`worked_out_again` said, of the round as it still is.

    Raises:
        WrongUse: nothing waits.
        RefusedByProcess: the same person proposed it, others win or lose by it than were shown, or
            the date is before that of the proposal.
    """
    waits = may_confirm(reader, who, on)
    if waits is None:
        return history(reader)[-1], False
    now = again or worked_out_again(reader)
    assert now is not None
    _check_same_effect(reader, waits, now.effect)
    former = reader.policy
    day = on.isoformat() if on is not None else ""
    amendments.confirm(reader, waits.row_id, who.name, day)
    if now.answers is not None:
        _screen_anew(reader, waits.row_id, now.answers)
    book_amendment(reader, former)
    move(reader, Step.AMEND)
    record(reader, EventKind.AMENDED, who)
    return history(reader)[-1], True


def drop(reader: RoundReader, who: Actor, reason: str, on: date | None) -> tuple[Amended, bool]:
    """Take back the proposal that waits, so that the round goes on as it is.

    ``False`` if the newest was taken back already.

    Raises:
        WrongUse: nothing waits, or no reason was given.
        RefusedByProcess: the state or the role forbids it.
    """
    require_may(who, Step.AMEND)
    waits = waiting(reader)
    if waits is None:
        made = history(reader)
        if made and made[-1].dropped_by:
            return made[-1], False
        raise WrongUse(
            f"Voor ronde {reader.id} wacht geen wijziging; er valt niets terug te nemen."
        )
    permit(reader, Step.AMEND, who)
    check_reason(reason)
    day = on.isoformat() if on is not None else ""
    amendments.drop(reader, waits.row_id, reason.strip(), who.name, day)
    record(reader, EventKind.AMENDMENT_DROPPED, who)
    return history(reader)[-1], True


def _check_same_state(reader: RoundReader, waits: Amended) -> None:
    """The second name is put under the list and the program that the proposal was held against."""
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


def _check_same_effect(reader: RoundReader, waits: Amended, now: Effect) -> None:
    """The second name is put under the winners and losers that were shown, not under others."""
    if waits.effect == now:
        return
    shown = {one.application_id: one for one in waits.effect.changes}
    told = {one.application_id: one for one in now.changes}
    others = sorted(n for n in {*shown, *told} if shown.get(n) != told.get(n))
    others = others or sorted(one.application_id for one in now.turned)
    raise RefusedByProcess(
        f"Opnieuw berekend zijn de gevolgen van deze wijziging anders dan {waits.officer} liet "
        f"zien{': ' + ', '.join(others[:_SHOWN]) if others else ''}. Er is niets gewijzigd. Stel "
        f'haar opnieuw voor met "verdeel round amend {reader.id}", en neem haar anders terug met '
        "--drop."
    )


def _policy_in(reader: RoundReader, amendment_id: int) -> Policy:
    (found,) = (one for one in reader.proposals if one.id == amendment_id)
    return Policy.sealed(found.policy_json)


def _screen_anew(reader: RoundReader, amendment_id: int, said: Answers) -> None:
    screenings.add_anew(
        reader,
        amendment_id,
        (
            (one.row_id, as_json(said[one.application.application_id]))
            for one in reader.applications
        ),
    )


def waiting(reader: RoundReader) -> Amended | None:
    """The amendment that waits for its second name."""
    return history(reader)[-1] if reader.waiting_amendment is not None else None


def history(reader: RoundReader) -> tuple[Amended, ...]:
    """Every amendment that was proposed for a round, oldest first."""
    names = {one.amendment_id: one.officer for one in reader.confirmations}
    dropped = {one.amendment_id: one.officer for one in reader.dropped}
    changes = _changes(reader)
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
            changes=changes[row.id or 0],
            confirmed_by=names.get(row.id or 0, ""),
            dropped_by=dropped.get(row.id or 0, ""),
            row_id=row.id or 0,
        )
        for row in reader.proposals
    )


def _changes(reader: RoundReader) -> dict[int, tuple[PolicyChange, ...]]:
    """What each proposal changes of the policy that held when it was made, by its row."""
    held = {one.id for one in reader.decisive_amendments}
    standing = Policy.sealed(reader.row.policy_json)
    found: dict[int, tuple[PolicyChange, ...]] = {}
    for row in reader.proposals:
        proposed = Policy.sealed(row.policy_json)
        found[row.id or 0] = policy_changes(standing, proposed)
        if row.id in held:
            standing = proposed
    return found
