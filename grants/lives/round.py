"""The life of a round (*ronde*): its states, and what each allows, in one table.

:data:`LIFE` is the whole of it. Every command that changes a round looks itself up there; a state
that a step does not name refuses it. A step whose ``to`` is empty leaves the state as it is.

=========  ==========================================================================
state      what it means
=========  ==========================================================================
drafted    the policy is a file, not sealed: everything can still change
open       the policy is sealed; applications come in
closed     intake is closed; nothing has been put to the rules yet
screened   every application has been put to the rules
allocated  the money is divided, with its certificate
approved   decided by someone other than who made it
published  the decision letters have been written in full
amended    the policy was changed by a recorded amendment: divide and approve anew
archived   list and letters are closed; what becomes of awards goes on, as does privacy
=========  ==========================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from ..record import Record


class RoundState(StrEnum):
    """Where a round stands."""

    DRAFTED = "drafted"
    OPEN = "open"
    CLOSED = "closed"
    SCREENED = "screened"
    ALLOCATED = "allocated"
    APPROVED = "approved"
    PUBLISHED = "published"
    AMENDED = "amended"
    ARCHIVED = "archived"

    @property
    def dutch(self) -> str:
        """The state in words an office uses."""
        return _DUTCH[self]

    @property
    def decided(self) -> bool:
        """Whether the list of this state has been approved and stands."""
        return self in (RoundState.APPROVED, RoundState.PUBLISHED, RoundState.ARCHIVED)


_DUTCH = MappingProxyType(
    {
        RoundState.DRAFTED: "in ontwerp, nog niet verzegeld",
        RoundState.OPEN: "open voor inname",
        RoundState.CLOSED: "inname gesloten, nog niet getoetst",
        RoundState.SCREENED: "getoetst, inname gesloten",
        RoundState.ALLOCATED: "verdeeld, nog niet vastgesteld",
        RoundState.APPROVED: "vastgesteld",
        RoundState.PUBLISHED: "bekendgemaakt",
        RoundState.AMENDED: "gewijzigd, opnieuw te verdelen",
        RoundState.ARCHIVED: "gearchiveerd",
    }
)

ROLES_NL: Mapping[str, str] = MappingProxyType(
    {
        "officer": "behandelaar",
        "approver": "vaststeller",
        "auditor": "controleur",
        "administrator": "beheerder",
        "": "ook wie niet in office.toml staat",
    }
)
"""What the roles of the office file are called; the empty one is somebody unknown to it."""

# Whoever works at the office, also somebody the office file does not know; never an auditor.
ANYONE = ("officer", "approver", "administrator", "")
KNOWN = ("officer", "approver")
APPROVERS = ("approver",)
ANOTHER_APPROVER = "een andere vaststeller (approver in office.toml)"
"""Who puts the second name under what approvers alone decide, in Dutch."""
KEEPERS = ("administrator", "approver")


class Step(StrEnum):
    """What an officer may do to a round; the value is the command that does it."""

    OPEN = "round open"
    LOAD = "load"
    CLOSE = "round close"
    COMPLETE = "complete"
    SCREEN = "screen"
    JUDGE = "judge"
    ANSWER = "answer"
    LOTS = "lots"
    WITHDRAW = "withdraw"
    ALLOCATE = "allocate"
    WHY_NOT = "why-not"
    APPROVE = "approve"
    NOTICES = "letters --kind"
    LETTERS = "letters"
    SUPPLEMENT = "round supplement"
    RESERVE = "reserve award"
    PAY = "pay"
    CHANGE = "change"
    REVOKE = "revoke"
    WEIGH = "publish weigh"
    MONITOR = "monitor"
    ACCOUNT = "account"
    SETTLE = "settle"
    RECLAIM = "reclaim"
    OBJECT = "objection"
    AMEND = "round amend"
    ADMIT = "round admit"
    ARCHIVE = "round archive"


class Move(Record):
    """One line of the table: the step, the states it may be taken in, where it leads, and who may.

    ``roles`` are those of the office file; the empty one is somebody it does not know. ``dutch``
    completes the sentence "Nu kan niet: ...".
    """

    step: Step
    within: tuple[RoundState, ...]
    to: RoundState | None
    roles: tuple[str, ...]
    dutch: str


_S = RoundState
# What becomes of awards goes on for years, whether or not the round went to the archive.
_AFTER_LETTERS = (_S.PUBLISHED, _S.ARCHIVED)
LIFE: tuple[Move, ...] = (
    Move(step=Step.OPEN, within=(_S.DRAFTED,), to=_S.OPEN, roles=ANYONE,
         dutch="het beleid verzegelen"),
    Move(step=Step.LOAD, within=(_S.OPEN,), to=None, roles=ANYONE,
         dutch="aanvragen innemen"),
    Move(step=Step.CLOSE, within=(_S.OPEN,), to=_S.CLOSED, roles=ANYONE,
         dutch="de inname sluiten"),
    Move(step=Step.COMPLETE,
         within=(_S.OPEN, _S.CLOSED, _S.SCREENED, _S.ALLOCATED, _S.AMENDED), to=None, roles=KNOWN,
         dutch="een aanvraag laten aanvullen"),
    Move(step=Step.SCREEN, within=(_S.OPEN, _S.CLOSED), to=_S.SCREENED, roles=ANYONE,
         dutch="aanvragen toetsen"),
    Move(step=Step.JUDGE,
         within=(_S.SCREENED, _S.ALLOCATED, _S.APPROVED, _S.PUBLISHED, _S.AMENDED), to=None,
         roles=KNOWN,
         dutch="een oordeel geven of bevestigen"),
    Move(step=Step.ANSWER,
         within=(_S.OPEN, _S.CLOSED, _S.SCREENED, _S.ALLOCATED, _S.AMENDED), to=None, roles=KNOWN,
         dutch="een vraag beantwoorden"),
    Move(step=Step.LOTS, within=(_S.OPEN, _S.CLOSED, _S.SCREENED, _S.ALLOCATED, _S.AMENDED),
         to=None, roles=KNOWN, dutch="een loting vastleggen"),
    Move(step=Step.WITHDRAW,
         within=(_S.OPEN, _S.CLOSED, _S.SCREENED, _S.ALLOCATED, _S.APPROVED, _S.PUBLISHED,
                 _S.AMENDED),
         to=None, roles=KNOWN, dutch="een intrekking vastleggen"),
    Move(step=Step.ALLOCATE, within=(_S.SCREENED, _S.ALLOCATED, _S.AMENDED), to=_S.ALLOCATED,
         roles=ANYONE, dutch="verdelen"),
    Move(step=Step.WHY_NOT, within=(_S.ALLOCATED, _S.APPROVED, _S.PUBLISHED), to=None, roles=ANYONE,
         dutch="uitrekenen wat een aanvraag zonder volledig bedrag nodig had"),
    Move(step=Step.APPROVE, within=(_S.ALLOCATED,), to=_S.APPROVED, roles=APPROVERS,
         dutch="een verdeling vaststellen"),
    Move(step=Step.NOTICES, within=(_S.SCREENED, _S.ALLOCATED, _S.AMENDED), to=None, roles=KNOWN,
         dutch="een brief vóór het besluit versturen"),
    Move(step=Step.LETTERS, within=(_S.APPROVED, _S.PUBLISHED), to=_S.PUBLISHED, roles=KNOWN,
         dutch="de besluiten versturen"),
    Move(step=Step.SUPPLEMENT, within=(_S.APPROVED, _S.PUBLISHED), to=None, roles=KNOWN,
         dutch="beslissen over wat is aangehouden"),
    Move(step=Step.RESERVE, within=_AFTER_LETTERS, to=None, roles=KNOWN,
         dutch="uit vrijgevallen geld toekennen"),
    Move(step=Step.PAY, within=_AFTER_LETTERS, to=None, roles=KNOWN,
         dutch="betalingen opdragen en bevestigen"),
    Move(step=Step.CHANGE, within=_AFTER_LETTERS, to=None, roles=KNOWN,
         dutch="een toekenning wijzigen"),
    Move(step=Step.REVOKE, within=_AFTER_LETTERS, to=None, roles=KNOWN,
         dutch="een toekenning intrekken"),
    Move(step=Step.WEIGH, within=(_S.APPROVED, *_AFTER_LETTERS), to=None, roles=KNOWN,
         dutch="wegen wat openbaar wordt"),
    Move(step=Step.MONITOR, within=_AFTER_LETTERS, to=None, roles=ANYONE,
         dutch="voortgang vragen of laden"),
    Move(step=Step.ACCOUNT, within=_AFTER_LETTERS, to=None, roles=KNOWN,
         dutch="verantwoordingen innemen"),
    Move(step=Step.SETTLE, within=_AFTER_LETTERS, to=None, roles=KNOWN,
         dutch="een toekenning vaststellen"),
    Move(step=Step.RECLAIM, within=_AFTER_LETTERS, to=None, roles=KNOWN,
         dutch="geld terugvorderen"),
    Move(step=Step.OBJECT,
         within=(_S.OPEN, _S.CLOSED, _S.SCREENED, _S.ALLOCATED, _S.APPROVED, _S.PUBLISHED,
                 _S.AMENDED, _S.ARCHIVED),
         to=None, roles=KNOWN, dutch="een bezwaar behandelen"),
    Move(step=Step.AMEND,
         within=(_S.OPEN, _S.CLOSED, _S.SCREENED, _S.ALLOCATED, _S.APPROVED, _S.AMENDED),
         to=_S.AMENDED, roles=KNOWN, dutch="het verzegelde beleid wijzigen"),
    Move(step=Step.ADMIT,
         within=(_S.OPEN, _S.CLOSED, _S.SCREENED, _S.ALLOCATED, _S.APPROVED, _S.PUBLISHED,
                 _S.AMENDED),
         to=None, roles=("officer", "approver", "administrator"),
         dutch="iemand toelaten om vast te stellen"),
    Move(step=Step.ARCHIVE, within=(_S.PUBLISHED,), to=_S.ARCHIVED, roles=KEEPERS,
         dutch="de ronde archiveren"),
)  # fmt: skip

_MOVES = MappingProxyType({move.step: move for move in LIFE})

# The step that the round waits for in each state, as the office would type it.
_NEXT = MappingProxyType(
    {
        RoundState.DRAFTED: (Step.OPEN,),
        RoundState.OPEN: (Step.LOAD, Step.SCREEN),
        RoundState.CLOSED: (Step.SCREEN,),
        RoundState.SCREENED: (Step.ALLOCATE,),
        RoundState.ALLOCATED: (Step.APPROVE,),
        RoundState.APPROVED: (Step.LETTERS,),
        RoundState.PUBLISHED: (Step.ARCHIVE,),
        RoundState.AMENDED: (Step.ALLOCATE,),
        RoundState.ARCHIVED: (),
    }
)


def move_of(step: Step) -> Move:
    """The line of the table about a step."""
    return _MOVES[step]


def allowed(step: Step, state: RoundState) -> bool:
    """Whether a step may be taken in a state."""
    return state in _MOVES[step].within


def steps_in(state: RoundState) -> tuple[Step, ...]:
    """Every step that a state allows, in the order of the table."""
    return tuple(move.step for move in LIFE if state in move.within)


def next_steps(state: RoundState) -> tuple[Step, ...]:
    """What the round waits for; nothing once it is archived."""
    return _NEXT[state]


def after(step: Step, state: RoundState) -> RoundState:
    """The state that a step leads to. An amendment before screening leaves intake as it was.

    Raises:
        ValueError: the state does not allow the step.
    """
    move = _MOVES[step]
    if state not in move.within:
        raise ValueError(f"{step.value} is not allowed in state {state.value}")
    if step is Step.AMEND and state in (RoundState.OPEN, RoundState.CLOSED):
        return state
    return move.to or state


__all__ = [
    "ANOTHER_APPROVER",
    "ANYONE",
    "APPROVERS",
    "KEEPERS",
    "KNOWN",
    "LIFE",
    "Move",
    "RoundState",
    "Step",
    "after",
    "allowed",
    "move_of",
    "next_steps",
    "steps_in",
]
