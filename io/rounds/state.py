"""Where a round stands: what its state allows, and who may do it; and what a step leaves behind."""

from __future__ import annotations

from ...grants.lives.round import (
    ANOTHER_APPROVER,
    ANYONE,
    RoundState,
    Step,
    after,
    allowed,
    move_of,
    next_steps,
)
from ...grants.rounds.policy import Policy, RoundKind
from ..errors import RefusedByProcess
from ..records.database import Session, is_example
from ..records.rounds import events, register
from ..records.rounds.events import EventKind
from ..records.rounds.reader import RoundReader
from ..records.trail import audit
from .actor import Actor, require_role
from .seal import policy_hash, program_version

_AUDITOR = "auditor"


def in_edition_of(reader: RoundReader, policy: Policy) -> Policy:
    """A policy from a file, read as this round is: it keeps the edition it was opened with."""
    return policy.model_copy(update={"edition": reader.policy.edition})


def as_decided(reader: RoundReader, policy: Policy) -> Policy:
    """A policy from a file, in this round: what no file names, and was decided later, holds on."""
    return in_edition_of(reader, policy).model_copy(update={"marginal": reader.policy.marginal})


def require_seal(reader: RoundReader) -> None:
    """Refuse to go on where this program is not the one that the round was sealed with.

    Raises:
        RefusedByProcess: the rules, the templates or the version of the program are others.
    """
    if policy_hash(reader.policy) == reader.newest_seal:
        return
    raise RefusedByProcess(
        f"De verzegeling van ronde {reader.id} klopt niet met dit programma: zij is gemaakt met "
        f"versie {reader.program_version}, dit is versie {program_version()}, of de regels in "
        f'het programma zijn gewijzigd. Leg dat vast met "verdeel round amend {reader.id} '
        '--program".'
    )


def require_may(who: Actor, step: Step) -> None:
    """Refuse a step to whoever may not take it: an auditor changes nothing.

    Raises:
        RefusedByProcess: the actor has none of the roles that the step asks for.
    """
    move = move_of(step)
    if who.role == _AUDITOR:
        raise RefusedByProcess(
            f"{who.name} is auditor: die leest alles en wijzigt niets. Laat een medewerker "
            f'"verdeel {step.value}" doen.'
        )
    if move.roles != ANYONE:
        require_role(who, move.roles, move.dutch)


def require_state(reader: RoundReader, step: Step) -> None:
    """Refuse a step that the state of the round does not allow.

    Raises:
        WrongUse: there is no such round.
        RefusedByProcess: with what the round waits for.
    """
    state = reader.state
    if not allowed(step, state):
        raise RefusedByProcess(
            f"Ronde {reader.id} is {state.dutch}; {move_of(step).dutch} kan dan niet. "
            f"{_waits_for(state, reader.id)}"
        )


def permit(reader: RoundReader, step: Step, who: Actor) -> None:
    """Refuse a step that this actor may not take, or that the state does not allow.

    Raises:
        WrongUse: there is no such round.
        RefusedByProcess: see :func:`require_may` and :func:`require_state`.
    """
    require_may(who, step)
    require_state(reader, step)


def move(reader: RoundReader, step: Step) -> None:
    """Bring a round into the state that a step leads to."""
    register.set_state(reader, after(step, reader.state))


def record(reader: RoundReader, kind: EventKind, who: Actor) -> None:
    """Leave an event in the audit trail, about all that was written since the one before."""
    audit.append(reader.session, reader.id, kind.value, who.name, program_version())


def state_faults(session: Session) -> tuple[str, ...]:
    """Rounds whose state is not the one that the audit trail leads to, in Dutch."""
    states: dict[str, RoundState] = {}
    found: list[str] = []
    for round_id, written in events.kinds(session):
        before = states.get(round_id, RoundState.DRAFTED)
        kind = events.kind_of(written)
        step = kind.leads_to if kind is not None else None
        if step is not None and allowed(step, before):
            states[round_id] = after(step, before)
        elif step is not None:
            found.append(f"Ronde {round_id}: na {before.dutch} kan {written} niet volgen.")
    found += [
        f"Ronde {round_id} is volgens het spoor getoetst door {trail or 'niemand'}, niet door "
        f"{row or 'niemand'}."
        for round_id, row, trail in register.screeners(session)
        if row != trail
    ]
    found += _of_another_kind(session)
    for round_id, state in register.states(session):
        led = states.get(round_id, RoundState.DRAFTED)
        if state != led:
            found.append(f"Ronde {round_id} is volgens het spoor {led.dutch}, niet {state}.")
    return tuple(found)


def _of_another_kind(session: Session) -> list[str]:
    """Rounds that the mark of the database does not let be in it."""
    example = is_example(session)
    wrong = RoundKind.REAL if example else RoundKind.EXAMPLE
    found: list[str] = []
    for round_id, written in register.policies(session):
        try:
            kind = Policy.sealed(written).round.kind
        except ValueError:
            found.append(f"Het beleid van ronde {round_id} is niet te lezen.")
            continue
        if kind is wrong:
            here = "een voorbeelddatabase" if example else "een database voor echte rondes"
            found.append(
                f"Ronde {round_id} is een {'echte' if example else 'voorbeeld'}ronde en kan niet "
                f"in {here} staan: het kenmerk is gewijzigd."
            )
    return found


def _waits_for(state: RoundState, round_id: str) -> str:
    wanted = next_step(state, round_id)
    return f"Hierna: {wanted}." if wanted else ARCHIVED


ARCHIVED = (
    "In een gearchiveerde ronde wijzigen de lijst en haar brieven niet meer; betalen, wijzigen en "
    'intrekken van een toekenning gaat door ("verdeel pay", "change", "revoke"; wie zelf van zijn '
    "toekenning afziet: revoke met --not-heard on_request). Zo ook verantwoorden, vaststellen en "
    'terugvorderen ("verdeel account", "settle", "reclaim").'
)
"""What can still be done in a round that went to the archive."""


def next_step(state: RoundState, round_id: str) -> str:
    """The command that comes next in the life of a round; empty once it is archived."""
    commands = {
        Step.OPEN: f"verdeel round open {round_id} --policy <beleid>",
        Step.LOAD: f"verdeel load <werkmap> --round {round_id}",
        Step.SCREEN: f"verdeel screen --round {round_id}",
        Step.ALLOCATE: f"verdeel allocate --round {round_id}",
        Step.APPROVE: f"verdeel approve --round {round_id}, door {ANOTHER_APPROVER}",
        Step.LETTERS: f"verdeel letters --round {round_id} --out letters",
        Step.ARCHIVE: f"verdeel round archive {round_id}, pas als betaling en bezwaar klaar zijn",
    }
    return ", daarna ".join(commands[step] for step in next_steps(state))
