"""Where a round stands: what its state allows, and the seal that holds now.

The policy that was sealed first stays in the row of the round for ever. A confirmed amendment
brings its own, which holds from then on; an amendment of the program that gave the same bytes on
replay brings a new seal and nothing else.
"""

from __future__ import annotations

from sqlmodel import Session, col, select

from ...grants.policy import Policy
from ...grants.rounds import ANYONE, RoundState, Step, after, allowed, move_of, next_steps
from ..errors import RefusedByProcess, WrongUse
from ..records import changes, tables
from .actor import Actor, require_role
from .seal import policy_hash, program_version

_AUDITOR = "auditor"


def round_of(session: Session, round_id: str) -> tables.Round:
    """The row of a round.

    Raises:
        WrongUse: there is no such round.
    """
    found = session.get(tables.Round, round_id)
    if found is None:
        known = session.exec(select(tables.Round.id).order_by(tables.Round.id)).all()
        there = f"Bekend zijn: {', '.join(known)}." if known else "Open er eerst een."
        raise WrongUse(f"Ronde {round_id} bestaat niet in deze database. {there}")
    return found


def policy_of(session: Session, row: tables.Round) -> Policy:
    """The policy that holds: the sealed one, or that of the newest amendment."""
    newest = _newest(session, row, decisive=True)
    return Policy.sealed(row.policy_json if newest is None else newest.policy_json)


def in_edition_of(session: Session, row: tables.Round, policy: Policy) -> Policy:
    """A policy from a file, read as this round is: it keeps the edition it was opened with."""
    return policy.model_copy(update={"edition": policy_of(session, row).edition})


def seal_of(session: Session, row: tables.Round) -> str:
    """The seal that the division rests on; a program that gives the same bytes leaves it."""
    newest = _newest(session, row, decisive=True)
    return row.policy_hash if newest is None else newest.policy_hash


def newest_seal(session: Session, row: tables.Round) -> str:
    """The seal that the policy has under the program that was recorded last."""
    newest = _newest(session, row, decisive=False)
    return row.policy_hash if newest is None else newest.policy_hash


def version_of(session: Session, row: tables.Round) -> str:
    """The program version that was recorded last for this round."""
    newest = _newest(session, row, decisive=False)
    return row.program_version if newest is None else newest.program_version


def amendments(session: Session, round_id: str) -> list[changes.Amendment]:
    """The amendments of a round that hold, oldest first."""
    rows = session.exec(
        select(changes.Amendment)
        .where(changes.Amendment.round_id == round_id)
        .order_by(col(changes.Amendment.id))
    ).all()
    confirmed = set(session.exec(select(changes.AmendmentConfirmation.amendment_id)).all())
    return [row for row in rows if row.same or row.id in confirmed]


def amenders(session: Session, round_id: str) -> list[str]:
    """Who made or confirmed an amendment of the policy, or of a program that divides otherwise."""
    made = {one.id: one for one in amendments(session, round_id) if not one.same}
    seconds = session.exec(
        select(changes.AmendmentConfirmation).order_by(col(changes.AmendmentConfirmation.id))
    ).all()
    return [one.officer for one in made.values()] + [
        second.officer for second in seconds if second.amendment_id in made
    ]


def _newest(session: Session, row: tables.Round, *, decisive: bool) -> changes.Amendment | None:
    found = [one for one in amendments(session, row.id) if not (decisive and one.same)]
    return found[-1] if found else None


def require_seal(session: Session, row: tables.Round) -> None:
    """Refuse to go on where this program is not the one that the round was sealed with.

    Raises:
        RefusedByProcess: the rules, the templates or the version of the program are others.
    """
    if policy_hash(policy_of(session, row)) == newest_seal(session, row):
        return
    raise RefusedByProcess(
        f"De verzegeling van ronde {row.id} klopt niet met dit programma: zij is gemaakt met "
        f"versie {version_of(session, row)}, dit is versie {program_version()}, of de regels in "
        f"het programma zijn gewijzigd. Leg dat vast met 'verdeel round amend {row.id} --program'."
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
            f"'verdeel {step.value}' doen."
        )
    if move.roles != ANYONE:
        require_role(who, move.roles, move.dutch)


def require_state(row: tables.Round, step: Step) -> None:
    """Refuse a step that the state of the round does not allow.

    Raises:
        RefusedByProcess: with what the round waits for.
    """
    state = RoundState(row.state)
    if not allowed(step, state):
        raise RefusedByProcess(
            f"Ronde {row.id} is {state.dutch}; {move_of(step).dutch} kan dan niet. "
            f"{_waits_for(state, row.id)}"
        )


def permit(row: tables.Round, step: Step, who: Actor) -> None:
    """Refuse a step that this actor may not take, or that the state does not allow.

    Raises:
        RefusedByProcess: see :func:`require_may` and :func:`require_state`.
    """
    require_may(who, step)
    require_state(row, step)


def move(session: Session, row: tables.Round, step: Step) -> None:
    """Bring a round into the state that a step leads to."""
    row.state = after(step, RoundState(row.state))
    session.add(row)


# The events that bring a round into another state, and the step that each tells of.
_STEPS = {
    "round.opened": Step.OPEN,
    "round.closed": Step.CLOSE,
    "round.screened": Step.SCREEN,
    "round.allocated": Step.ALLOCATE,
    "round.approved": Step.APPROVE,
    "round.published": Step.LETTERS,
    "round.amended": Step.AMEND,
    "round.archived": Step.ARCHIVE,
}


def state_faults(session: Session) -> tuple[str, ...]:
    """Rounds whose state is not the one that the audit trail leads to, in Dutch."""
    events = session.exec(
        select(tables.Event.round_id, tables.Event.kind).order_by(col(tables.Event.number))
    ).all()
    states: dict[str, RoundState] = {}
    found: list[str] = []
    for round_id, kind in events:
        before = states.get(round_id, RoundState.DRAFTED)
        step = _STEPS.get(kind)
        if step is not None and allowed(step, before):
            states[round_id] = after(step, before)
        elif step is not None:
            found.append(f"Ronde {round_id}: na {before.dutch} kan {kind} niet volgen.")
    for row in session.exec(select(tables.Round).order_by(col(tables.Round.id))).all():
        led = states.get(row.id, RoundState.DRAFTED)
        if row.state != led:
            found.append(f"Ronde {row.id} is volgens het spoor {led.dutch}, niet {row.state}.")
    return tuple(found)


def _waits_for(state: RoundState, round_id: str) -> str:
    wanted = next_step(state, round_id)
    return f"Hierna: {wanted}." if wanted else "In een gearchiveerde ronde wijzigt niets meer."


def next_step(state: RoundState, round_id: str) -> str:
    """The command that comes next in the life of a round; empty once it is archived."""
    commands = {
        Step.OPEN: f"verdeel round open {round_id} --policy <beleid>",
        Step.LOAD: f"verdeel load <werkmap> --round {round_id}",
        Step.SCREEN: f"verdeel screen --round {round_id}",
        Step.ALLOCATE: f"verdeel allocate --round {round_id}",
        Step.APPROVE: f"verdeel approve --round {round_id}, door een ander",
        Step.LETTERS: f"verdeel letters --round {round_id} --out letters",
        Step.ARCHIVE: f"verdeel round archive {round_id}",
    }
    return ", daarna ".join(commands[step] for step in next_steps(state))
