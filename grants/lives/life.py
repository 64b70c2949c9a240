"""A life (*levensloop*): states, and what leads from one to another, in one readable table.

The lives of an application, of the decision on it and of the award of it stand in
:mod:`.application`, :mod:`.decision` and :mod:`.award`, as that of a round stands in
:mod:`.round`. What is not in the table of a life cannot happen in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType
from typing import Generic, TypeVar

from ..frozen import frozen

StateT = TypeVar("StateT", bound=StrEnum)
EventT = TypeVar("EventT", bound=StrEnum)


class Mover(StrEnum):
    """Who brings something from one state into another, or is waited for."""

    INTAKE = "intake"  # the program, from what a workbook says
    SCREENING = "screening"  # the program, from what the rules say
    APPLICANT = "applicant"
    OFFICER = "officer"
    TWO_OFFICERS = "two_officers"  # one records it, another confirms it
    MAKER = "maker"  # whoever divides the money
    APPROVER = "approver"  # never one of the makers
    CALENDAR = "calendar"  # a term that ends
    LEDGER = "ledger"  # an entry in the ledger of the round

    @property
    def dutch(self) -> str:
        """Who that is, in words an office uses."""
        return _MOVERS[self]


_MOVERS = MappingProxyType(
    {
        Mover.INTAKE: "de inname",
        Mover.SCREENING: "de toetsing",
        Mover.APPLICANT: "de aanvrager",
        Mover.OFFICER: "een medewerker",
        Mover.TWO_OFFICERS: "twee medewerkers",
        Mover.MAKER: "wie verdeelt",
        Mover.APPROVER: "wie vaststelt",
        Mover.CALENDAR: "het verstrijken van een termijn",
        Mover.LEDGER: "het grootboek",
    }
)


class NotAllowed(ValueError):
    """An event that cannot happen in the state that something is in."""


@frozen
class Transition(Generic[StateT, EventT]):
    """One line of the table: the event, the states that it may happen in, and where it leads.

    ``by`` is who makes it happen, ``article`` what the step rests on, ``dutch`` what happened.
    """

    event: EventT
    within: tuple[StateT, ...]
    to: StateT
    by: Mover
    article: str
    dutch: str


@frozen
class Life(Generic[StateT, EventT]):
    """The whole of a life. It begins in one of ``starts``; nothing leads out of ``final``.

    ``name`` is its identifier in the records.
    """

    name: str
    starts: tuple[StateT, ...]
    final: tuple[StateT, ...]
    table: tuple[Transition[StateT, EventT], ...]

    def transition(self, event: EventT) -> Transition[StateT, EventT]:
        """The line of the table about an event.

        Raises:
            KeyError: the event is of another life.
        """
        for one in self.table:
            if one.event is event:
                return one
        raise KeyError(event)

    def allowed(self, event: EventT, state: StateT) -> bool:
        """Whether an event can happen in a state."""
        return state in self.transition(event).within

    def events_in(self, state: StateT) -> tuple[EventT, ...]:
        """Every event that can happen in a state, in the order of the table."""
        return tuple(one.event for one in self.table if state in one.within)

    def after(self, state: StateT, *events: EventT) -> StateT:
        """The state that events lead to, one after the other.

        Raises:
            NotAllowed: one of them cannot happen in the state that the others led to.
        """
        for event in events:
            if not self.allowed(event, state):
                raise NotAllowed(f"{event.value} cannot happen in state {state.value}")
            state = self.transition(event).to
        return state

    def reachable(self, starts: Iterable[StateT] = ()) -> frozenset[StateT]:
        """Every state that can be come to, from the start or from these states."""
        found = set(starts or self.starts)
        while more := {one.to for one in self.table if found & set(one.within)} - found:
            found |= more
        return frozenset(found)
