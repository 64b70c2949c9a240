"""The life of a decision (*besluit*) on an application: from open to final (*onherroepelijk*).

=========  ==========================================================================
state      what it means
=========  ==========================================================================
open       nothing has been decided
to_judge   a rule waits for a person's judgement
set_aside  two people reserved what is asked; it is decided later, by a supplement
proposed   it stands in a list that nobody has approved
taken      the list was approved
sent       its letter went out
objected   somebody objects (*bezwaar*); the decision stands until that is decided
revised    changed by the decision on the objection
revoked    taken back before it was final
final      no objection or appeal can be made any more
=========  ==========================================================================

Every application that came in ends in a decision that was sent: that of one that is withdrawn is
the confirmation of it, that of one that was not completed the decision not to treat it. Whatever is
done to an award once its decision is final, is a decision of its own.

Where a round and its list leave a decision stands in :func:`decision_state`. What two people do to
one decision by itself no list tells: :func:`decision_through` has both, in the order of the trail.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from ..applications.assessment import Answer
from ..decisions.allocation import Outcome
from .life import Life, Mover, Transition
from .round import RoundState, Step, after


class DecisionState(StrEnum):
    """Where the decision on an application stands."""

    OPEN = "open"
    TO_JUDGE = "to_judge"
    SET_ASIDE = "set_aside"
    PROPOSED = "proposed"
    TAKEN = "taken"
    SENT = "sent"
    OBJECTED = "objected"
    REVISED = "revised"
    REVOKED = "revoked"
    FINAL = "final"

    @property
    def dutch(self) -> str:
        """The state in words an office uses."""
        return _DUTCH[self]

    @property
    def waits_for(self) -> Mover | None:
        """Who has to act before it can go on; ``None`` where nobody has."""
        return _WAITS_FOR.get(self)


_DUTCH = MappingProxyType(
    {
        DecisionState.OPEN: "nog niet beslist",
        DecisionState.TO_JUDGE: "wacht op een oordeel",
        DecisionState.SET_ASIDE: "aangehouden",
        DecisionState.PROPOSED: "voorgesteld",
        DecisionState.TAKEN: "genomen",
        DecisionState.SENT: "bekendgemaakt",
        DecisionState.OBJECTED: "in bezwaar",
        DecisionState.REVISED: "herzien",
        DecisionState.REVOKED: "ingetrokken besluit",
        DecisionState.FINAL: "onherroepelijk",
    }
)
_WAITS_FOR = MappingProxyType(
    {
        DecisionState.OPEN: Mover.MAKER,
        DecisionState.TO_JUDGE: Mover.TWO_OFFICERS,
        DecisionState.SET_ASIDE: Mover.MAKER,
        DecisionState.PROPOSED: Mover.APPROVER,
        DecisionState.TAKEN: Mover.OFFICER,
        DecisionState.SENT: Mover.CALENDAR,
        DecisionState.OBJECTED: Mover.APPROVER,
        DecisionState.REVISED: Mover.CALENDAR,
    }
)


class DecisionEvent(StrEnum):
    """What happens to a decision."""

    JUDGEMENT_NEEDED = "judgement_needed"
    JUDGED = "judged"
    HEARD = "heard"
    SET_ASIDE = "set_aside"
    SUPPLEMENTED = "supplemented"
    PROPOSED = "proposed"
    REOPENED = "reopened"
    TAKEN = "taken"
    SENT = "sent"
    OBJECTED = "objected"
    UPHELD = "upheld"
    OBJECTION_WITHDRAWN = "objection_withdrawn"
    REVISED = "revised"
    REVOKED = "revoked"
    BECAME_FINAL = "became_final"


_S, _E = DecisionState, DecisionEvent
DECISION_LIFE: Life[DecisionState, DecisionEvent] = Life(
    name="decision",
    starts=(_S.OPEN,),
    final=(_S.REVOKED, _S.FINAL),
    table=(
        Transition(_E.JUDGEMENT_NEEDED, (_S.OPEN,), _S.TO_JUDGE, Mover.SCREENING,
                   "artikel 3:2 Awb", "een norm vraagt een oordeel"),
        Transition(_E.JUDGED, (_S.TO_JUDGE,), _S.OPEN, Mover.TWO_OFFICERS,
                   "artikel 3:2 Awb", "beoordeeld"),
        Transition(_E.HEARD, (_S.OPEN,), _S.OPEN, Mover.OFFICER,
                   "artikelen 4:7 en 4:8 Awb", "de zienswijze op het voornemen gewogen"),
        Transition(_E.SET_ASIDE, (_S.OPEN, _S.TO_JUDGE), _S.SET_ASIDE, Mover.TWO_OFFICERS,
                   "artikel 4:13 Awb", "aangehouden, met reservering van wat is gevraagd"),
        Transition(_E.SUPPLEMENTED, (_S.SET_ASIDE, _S.TAKEN), _S.PROPOSED, Mover.MAKER,
                   "artikel 4:13 Awb; van een besluit dat niet is bekendgemaakt, artikel 3:40 Awb",
                   "in een aanvullende lijst gezet"),
        Transition(_E.PROPOSED, (_S.OPEN, _S.PROPOSED), _S.PROPOSED, Mover.MAKER,
                   "de verdeelregel van de regeling", "in een lijst gezet"),
        Transition(_E.REOPENED, (_S.TO_JUDGE, _S.PROPOSED, _S.TAKEN), _S.OPEN, Mover.TWO_OFFICERS,
                   "artikel 3:2 Awb", "heropend, omdat het beleid is gewijzigd"),
        Transition(_E.TAKEN, (_S.PROPOSED,), _S.TAKEN, Mover.APPROVER,
                   "artikel 1:3, eerste lid, Awb", "genomen"),
        Transition(_E.SENT, (_S.TAKEN,), _S.SENT, Mover.OFFICER,
                   "artikel 3:41 Awb", "bekendgemaakt"),
        Transition(_E.OBJECTED, (_S.SENT,), _S.OBJECTED, Mover.OFFICER,
                   "artikel 6:4, eerste lid, Awb", "een bezwaarschrift ontvangen"),
        Transition(_E.UPHELD, (_S.OBJECTED,), _S.SENT, Mover.APPROVER,
                   "artikel 7:12 Awb", "na bezwaar gehandhaafd"),
        Transition(_E.OBJECTION_WITHDRAWN, (_S.OBJECTED,), _S.SENT, Mover.OFFICER,
                   "artikel 6:21 Awb", "het bezwaar ingetrokken"),
        Transition(_E.REVISED, (_S.OBJECTED, _S.REVISED), _S.REVISED, Mover.APPROVER,
                   "artikel 7:11, tweede lid, Awb", "na bezwaar herzien"),
        Transition(_E.REVOKED, (_S.SENT, _S.OBJECTED, _S.REVISED), _S.REVOKED, Mover.APPROVER,
                   "artikel 6:19 Awb; zonder bezwaar artikel 3:2 Awb", "ingetrokken"),
        Transition(_E.BECAME_FINAL, (_S.SENT, _S.REVISED), _S.FINAL, Mover.CALENDAR,
                   "artikelen 6:7 en 6:8 Awb", "onherroepelijk geworden"),
    ),
)  # fmt: skip


def decision_state(
    state: RoundState, outcome: Outcome | None, answer: Answer | None
) -> DecisionState:
    """Where a round and its newest list leave the decision on one of its applications.

    ``outcome`` is what the newest list says of it, ``answer`` what the rules and the judgements on
    it say together; both are ``None`` as long as nothing says anything. This is all that a round
    tells: what two people did to a decision by itself comes on top of it.
    """
    listed = outcome is not None and not outcome.undecided
    if listed and state is RoundState.ALLOCATED:
        return DecisionState.PROPOSED
    if listed and state is RoundState.APPROVED:
        return DecisionState.TAKEN
    if listed and state in (RoundState.PUBLISHED, RoundState.ARCHIVED):
        return DecisionState.SENT
    waits = answer is Answer.NEEDS_JUDGEMENT and state not in _BEFORE_SCREENING
    return DecisionState.TO_JUDGE if waits else DecisionState.OPEN


_BEFORE_SCREENING = (RoundState.DRAFTED, RoundState.OPEN, RoundState.CLOSED)


def decision_through(
    happened: Iterable[Step | DecisionEvent], outcome: Outcome | None, answer: Answer | None
) -> DecisionState:
    """Where the steps of a round, and what was done to this one decision, lead it, in their order.

    ``outcome`` and ``answer`` are as for :func:`decision_state`, which gives the same where nothing
    was done to the decision by itself. What was done is taken as recorded: it was held against the
    table then.

    Raises:
        ValueError: the steps are not the life of a round.
    """
    state, decision = RoundState.DRAFTED, DecisionState.OPEN
    for one in happened:
        if isinstance(one, DecisionEvent):
            decision = DECISION_LIFE.transition(one).to
            continue
        state = after(one, state)
        # An amendment during the intake puts nothing to the rules.
        if one is not Step.AMEND or state is RoundState.AMENDED:
            decision = after_step(decision, one, outcome, answer)
    return decision


def after_step(
    decision: DecisionState, step: Step, outcome: Outcome | None, answer: Answer | None
) -> DecisionState:
    """What a step that was taken with a round does to the decision on one of its applications.

    ``outcome`` and ``answer`` are as for :func:`decision_state`. A step moves a decision only where
    the table lets it: a list that is drawn proposes nothing on what is set aside.
    """
    for event in _events_of(step, outcome, answer):
        if DECISION_LIFE.allowed(event, decision):
            decision = DECISION_LIFE.after(decision, event)
    return decision


def _events_of(
    step: Step, outcome: Outcome | None, answer: Answer | None
) -> tuple[DecisionEvent, ...]:
    waits = (DecisionEvent.JUDGEMENT_NEEDED,) if answer is Answer.NEEDS_JUDGEMENT else ()
    if step is Step.SCREEN:
        return waits
    if step is Step.AMEND:
        return (DecisionEvent.REOPENED, *waits)
    if outcome is None or outcome.undecided:
        return ()
    return _BY_STEP.get(step, ())


_BY_STEP = MappingProxyType(
    {
        Step.ALLOCATE: (DecisionEvent.PROPOSED,),
        Step.APPROVE: (DecisionEvent.TAKEN,),
        Step.LETTERS: (DecisionEvent.SENT,),
    }
)
