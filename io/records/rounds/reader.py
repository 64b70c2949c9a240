"""One reading of a round: what a command asks of it is read once, and again only after a change.

Steps and papers take a :class:`RoundReader`, or the value that they need. What a reader has read it
keeps until something is written in its session: then it forgets all of it, so that what it tells
always is the round as it stands within the transaction. What it tells stands in ``reading``, by
subject, each part on those that it rests on; here is what rests on them all.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager

from sqlmodel import Session

from ....grants.decisions.allocation import Award
from ....grants.ledger.ledger import Balances, Cell, ceilings_of
from ....grants.ledger.opening import left_of
from ....grants.money import Euro
from ....grants.rounds.policy import Policy
from .. import ledger, tables
from ..after.reading import AfterLetters
from ..database import reading, transaction
from ..ledger import Entry
from ..trail import chain
from . import events, objections, people, register, supplements
from .objections import StoredObjection
from .once import once
from .reading.judged import JudgedRound
from .supplements import StoredSupplement


class RoundReader(JudgedRound):
    """What is kept of one round, as a session sees it. ``id`` is its number."""

    @once
    def supplements(self) -> tuple[StoredSupplement, ...]:
        """The supplementary lists to the list that stands decided, oldest first."""
        standing = self.exists and self.state.decided
        if not (self.set_aside and standing and self.has_rows("supplement")):
            return ()
        return supplements.supplements(self.session, self.id, self.allocation_id)

    @property
    def supplemented(self) -> dict[str, Award]:
        """What approved supplements gave, by application number."""
        return {
            award.application_id: award
            for one in self.supplements
            if one.approver
            for award in one.awards
        }

    @once
    def objections(self) -> tuple[StoredObjection, ...]:
        """The register of objections, by number."""
        return self.kept_in("objection", objections.objections)

    @property
    def revised(self) -> dict[str, Award]:
        """The awards as decisions on objections changed them, by application number."""
        return objections.revised(self.objections)

    @property
    def after(self) -> AfterLetters:
        """What became of awards after their letters went."""
        return AfterLetters(self)

    # Who may decide on it.

    @once
    def offices(self) -> tuple[people.StoredOffice, ...]:
        """The office files that were used for this round, the first of them first."""
        return self.kept_in("office_file", people.offices)

    @once
    def admissions(self) -> tuple[people.StoredAdmission, ...]:
        """The names under admissions of people who came later, oldest first."""
        return self.kept_in("admission", people.admissions)

    # The money.

    @once
    def has_ledger(self) -> bool:
        """Whether there is a ledger; a round of before there were ledgers has none yet."""
        return ledger.is_kept(self.session, self.id)

    @once
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of the ledger, in order."""
        return ledger.entries_of(self.session, self.id)

    @once
    def balances(self) -> Balances:
        """The balances of the ledger under the policy that holds."""
        return self.balances_under(left_of(self.policy, self.opening))

    def balances_under(self, policy: Policy) -> Balances:
        """The balances of the ledger under another policy."""
        ceilings = ceilings_of(policy)
        for cell, amount in self.raised_ceilings.items():
            ceilings[cell] = ceilings[cell] + amount
        return ledger.balances_of(self.session, self.id, ceilings)

    @once
    def raised_ceilings(self) -> Mapping[Cell, Euro]:
        """By how much decisions on objections raised the ceilings of this round, by cell."""
        if not any(one.decision and one.decision.award for one in self.objections):
            return {}
        return ledger.raised(self.session, self.id)

    @once
    def lowered(self) -> Mapping[str, Euro]:
        """What fixing awards and claiming back took off commitments, by application."""
        return ledger.lowered(self.session, self.id)

    # The trail, and the other rounds of the database.

    @once
    def last_event(self) -> int:
        """The number of the last event in the audit trail of the whole database."""
        return chain.head(self.session).number

    @once
    def events(self) -> tuple[tables.Event, ...]:
        """What the audit trail tells of this round, oldest first."""
        return events.of_round(self.session, self.id)

    @once
    def logins(self) -> Mapping[int, str]:
        """The login under which each event of this round was made, by the number of the event."""
        return chain.logins_of(self.events)

    @once
    def beside(self) -> tuple[RoundReader, ...]:
        """A reader for every other round of the database, by number."""
        numbers = register.numbers(self.session)
        return tuple(RoundReader(self.session, one) for one in numbers if one != self.id)

    @property
    def rounds(self) -> tuple[RoundReader, ...]:
        """A reader for every round of the database, by number; this one among them."""
        # Not kept: a reader that holds itself is freed only when cycles are looked for.
        every = (self, *self.beside) if self.exists else self.beside
        return tuple(sorted(every, key=lambda one: one.id))


def readers(session: Session) -> tuple[RoundReader, ...]:
    """A reader for every round of a database, by number."""
    return tuple(RoundReader(session, number) for number in register.numbers(session))


@contextmanager
def reading_round(url: str, round_id: str) -> Generator[RoundReader]:
    """A round as it is now, that nobody has to wait for; raises as ``database.reading`` does."""
    with reading(url) as session:
        yield RoundReader(session, round_id)


@contextmanager
def changing_round(
    url: str, round_id: str, *, create_as: bool | None = None
) -> Generator[RoundReader]:
    """A round in one transaction: all that is written in it is kept, or nothing is.

    Raises as ``database.transaction`` does, which says what ``create_as`` is too.
    """
    with transaction(url, create_as=create_as) as session:
        yield RoundReader(session, round_id)
