"""One reading of a round: what a command asks of it is read once, and again only after a change.

Steps and papers take a :class:`RoundReader`, or the value that they need. What a reader has read it
keeps until something is written in its session: then it forgets all of it, so that what it tells
always is the round as it stands within the transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from sqlmodel import Session

from ....grants.allocation import Allocation, Approval, Award
from ....grants.application import Application
from ....grants.assessment import Assessment
from ....grants.finding import Finding
from ....grants.ledger import Balances, Cell, ceilings_of
from ....grants.money import Euro
from ....grants.opening import NOTHING_TAKEN, OpeningBalance, left_of
from ....grants.policy import Policy
from ....grants.rounds import RoundState
from ....optimiser.solution import Solution
from .. import chain, changes, ledger, tables
from ..adding import times_written
from ..after.reading import AfterLetters
from ..database import is_example, reading, transaction
from ..ledger import Entry
from . import (
    allocations,
    amendments,
    answers,
    applications,
    approvals,
    completions,
    contacts,
    events,
    findings,
    judgements,
    lives,
    lots,
    objections,
    people,
    register,
    rows_beside,
    screenings,
    supplements,
    why_not,
    withdrawals,
)
from .answers import GivenAnswer
from .applications import FaultyRow, StoredApplication
from .completions import StoredCompletion, StoredNotice, StoredRequest
from .judgements import RecordedJudgement
from .lives import StoredLifeEvent, StoredVersion
from .lots import DrawnLot
from .objections import StoredObjection
from .once import once
from .rows_beside import Beside
from .supplements import StoredSupplement
from .withdrawals import Strike, Withdrawn

if TYPE_CHECKING:
    from ..completions import RowLink

Value = TypeVar("Value")


class RoundReader:
    """What is kept of one round, as a session sees it. ``id`` is its number."""

    def __init__(self, session: Session, round_id: str) -> None:
        self.session = session
        self.id = round_id
        self._kept: dict[object, Any] = {}
        self._as_of = times_written(session)

    def __repr__(self) -> str:
        return f"RoundReader({self.id!r})"

    def fresh(self) -> dict[object, Any]:
        """What was read since the last change in this session, also one that still has to go."""
        if self.session.new or self.session.dirty:
            self.session.flush()
        now = times_written(self.session)
        if now != self._as_of:
            self._kept, self._as_of = {}, now
        return self._kept

    @once
    def example(self) -> bool:
        """Whether the database is an example for ever; it then holds no real round."""
        return is_example(self.session)

    @property
    def may_write(self) -> bool:
        """Whether this session is a transaction that changes something."""
        return chain.is_watched(self.session)

    @once
    def _seldom(self) -> frozenset[str]:
        return register.with_rows(self.session, self.id)

    def has_rows(self, table: str) -> bool:
        """Whether there is a row in one of the tables that most rounds have none in."""
        assert table in register.SELDOM
        return table in self._seldom

    def kept_in(
        self, table: str, read: Callable[[Session, str], tuple[Value, ...]]
    ) -> tuple[Value, ...]:
        """What such a table holds of this round; it is not asked where it has no row of it."""
        return read(self.session, self.id) if self.has_rows(table) else ()

    @once
    def _row(self) -> tables.Round | None:
        return register.find(self.session, self.id)

    @property
    def exists(self) -> bool:
        """Whether there is such a round."""
        return self._row is not None

    @property
    def row(self) -> tables.Round:
        """The row of the round.

        Raises:
            WrongUse: there is no such round.
        """
        found = self._row
        if found is None:
            raise register.unknown(self.session, self.id)
        return found

    @property
    def state(self) -> RoundState:
        """Where the round stands."""
        return RoundState(self.row.state)

    # What was sealed, and how it was amended since.

    @once
    def proposals(self) -> tuple[changes.Amendment, ...]:
        """Every amendment that was proposed, oldest first."""
        return self.kept_in("amendment", amendments.proposals)

    @once
    def confirmations(self) -> tuple[changes.AmendmentConfirmation, ...]:
        """The second names under amendments, oldest first."""
        return amendments.confirmations(self.session, self.id) if self.proposals else ()

    @once
    def dropped(self) -> tuple[changes.AmendmentDropped, ...]:
        """The proposals that were taken back before anybody confirmed them, oldest first."""
        return amendments.dropped(self.session, self.id) if self.proposals else ()

    @property
    def waiting_amendment(self) -> changes.Amendment | None:
        """The newest proposal, where it waits for its second name."""
        newest = self.proposals[-1:]
        settled = {one.id for one in self.amendments}
        settled |= {one.amendment_id for one in self.dropped}
        return newest[0] if newest and newest[0].id not in settled else None

    @once
    def amendments(self) -> tuple[changes.Amendment, ...]:
        """The amendments that hold, oldest first."""
        return amendments.that_hold(self.proposals, self.confirmations)

    @property
    def decisive_amendments(self) -> tuple[changes.Amendment, ...]:
        """The amendments of the policy, or of a program that divides otherwise, oldest first."""
        return tuple(one for one in self.amendments if not one.same)

    @once
    def policy(self) -> Policy:
        """The policy that holds: the sealed one, or that of the newest amendment."""
        newest = self.decisive_amendments[-1:]
        return Policy.sealed((newest[0] if newest else self.row).policy_json)

    @property
    def seal(self) -> str:
        """The seal that the division rests on; a program that gives the same bytes leaves it."""
        newest = self.decisive_amendments[-1:]
        return (newest[0] if newest else self.row).policy_hash

    @property
    def newest_seal(self) -> str:
        """The seal that the policy has under the program that was recorded last."""
        newest = self.amendments[-1:]
        return (newest[0] if newest else self.row).policy_hash

    @property
    def program_version(self) -> str:
        """The program version that was recorded last for this round."""
        newest = self.amendments[-1:]
        return (newest[0] if newest else self.row).program_version

    @property
    def amenders(self) -> tuple[str, ...]:
        """Who made or confirmed an amendment that is decisive."""
        return amendments.amenders(self.decisive_amendments, self.confirmations)

    # What came in, and what was found.

    @once
    def batches(self) -> tuple[tables.Batch, ...]:
        """The workbooks taken in, oldest first."""
        return applications.batches(self.session, self.id)

    @once
    def applications(self) -> tuple[StoredApplication, ...]:
        """Every application in its newest good version, by application number.

        One that was withdrawn before the list that stands was drawn bears the date of that.
        """
        gone = {one.application_id: one.on for one in self.withdrawals if not one.late}
        return applications.newest(self.session, self.id, gone, self.contested)

    @once
    def application_numbers(self) -> tuple[str, ...]:
        """The numbers of the applications that have a good version, in order."""
        return applications.numbers(self.session, self.id)

    @once
    def faulty_rows(self) -> tuple[FaultyRow, ...]:
        """The rows with a fault that nothing later took the place of."""
        return applications.newest_faulty(self.session, self.id, self.linked_numbers)

    def values_of_row(self, row_id: int) -> dict[str, str]:
        """The cells of one version as they were kept, by header."""
        return applications.values_of(self.session, row_id)

    def beside_row(self, row_id: int) -> Beside:
        """What stood on the further sheets under the number of one version with an error."""
        return rows_beside.of_row(self.session, row_id)

    @once
    def contested(self) -> Mapping[int, tuple[int, str]]:
        """The versions that do not count, since nobody said that they are their applicant's.

        By row, each with its workbook and the number of the application.
        """
        return answers.contested(self.session, self.id)

    @once
    def question_answers(self) -> tuple[GivenAnswer, ...]:
        """What officers answered to questions about applications, oldest first."""
        return self.kept_in("question_answer", answers.given)

    @once
    def placed_findings(self) -> tuple[tuple[int, Finding], ...]:
        """Every finding with the number of its workbook, oldest first."""
        return findings.placed(self.session, self.id)

    @once
    def findings(self) -> tuple[Finding, ...]:
        """Every finding about a workbook or about the round, oldest first."""
        return tuple(one for _, one in self.placed_findings)

    @once
    def contacts(self) -> Mapping[int, tables.Contact]:
        """The contact persons that are still kept, by the row of the application."""
        return contacts.contacts_of(self.session, self.id)

    def with_contact(self, one: StoredApplication) -> Application:
        """An application with its contact person, as far as that is still kept."""
        return contacts.with_contact(one.application, self.contacts.get(one.row_id))

    # What the rules and people said.

    @once
    def answers(self) -> dict[str, tuple[Assessment, ...]]:
        """What the rules said at the screening, or since the policy was amended, by application."""
        newest = self.decisive_amendments[-1:]
        under = newest[0].id if newest else None
        again = self.has_rows("screened_again")
        return screenings.answers(self.session, self.id, under, again=again)

    def rescreened(self, amendment_id: int) -> bool:
        """Whether the rules were put anew when an amendment held."""
        return screenings.put_anew(self.session, amendment_id)

    @once
    def judgements(self) -> tuple[RecordedJudgement, ...]:
        """Every judgement, oldest first, with its confirmation."""
        return self.kept_in("judgement", judgements.recorded)

    @once
    def _judged(
        self,
    ) -> tuple[tuple[StoredApplication, ...], dict[str, tuple[Assessment, ...]]]:
        """The applications with what people filled in, and what is said of each."""
        said = {**self.answers, **self.answers_as_decided}
        policy = self.policy_as_decided
        return judgements.as_judged(policy, self.applications, said, self.judgements)

    @property
    def judged_applications(self) -> tuple[StoredApplication, ...]:
        """Every application, with the values that two people filled in for what was unknown."""
        return self._judged[0]

    @property
    def assessments(self) -> dict[str, tuple[Assessment, ...]]:
        """What the rules and the confirmed judgements said, by application number."""
        return self._judged[1]

    @once
    def lots(self) -> tuple[DrawnLot, ...]:
        """The lots of the round, in the order drawn."""
        return self.kept_in("lot", lots.drawn)

    def struck_withdrawal(self, strike: Strike) -> Withdrawn:
        """The withdrawal that a strike is about, whether or not it counts still."""
        rows = withdrawals.rows_of(self.session, self.id)
        decided = self.exists and self.state.decided
        of = [row for row in rows if row.id == strike.withdrawal_id]
        return withdrawals.withdrawn(of, self.allocation_id if decided else None)[0]

    @once
    def withdrawals(self) -> tuple[Withdrawn, ...]:
        """The withdrawals that count, in the order they were recorded."""
        if not self.has_rows("withdrawal"):
            return ()
        struck = {one.withdrawal_id for one in self.strikes if one.confirmed_by}
        kept = withdrawals.rows_of(self.session, self.id)
        rows = [row for row in kept if row.id not in struck]
        decided = self.exists and self.state.decided
        return withdrawals.withdrawn(rows, self.allocation_id if rows and decided else None)

    @once
    def strikes(self) -> tuple[Strike, ...]:
        """What was said of withdrawals that were recorded by mistake, oldest first."""
        return self.kept_in("withdrawal", withdrawals.strikes)

    # What applicants were asked to complete, and what came in upon that.

    @once
    def _links(self) -> tuple[RowLink, ...]:
        return self.kept_in("row_link", completions.links)

    @property
    def linked_numbers(self) -> dict[int, str]:
        """The numbers that officers gave to rows without one, by row."""
        return completions.numbers_of(self._links)

    @once
    def requests(self) -> tuple[StoredRequest, ...]:
        """Every request to complete an application, oldest first."""
        return (
            completions.requests(self.session, self.id, self.linked_numbers)
            if self.has_rows("completion_request")
            else ()
        )

    @once
    def completions(self) -> tuple[StoredCompletion, ...]:
        """Every version that came in upon a request, oldest first."""
        if not self.requests:
            return ()
        return completions.completions(self.session, self.id, self.linked_numbers)

    @once
    def completers(self) -> tuple[str, ...]:
        """Who linked a row to a number, or said what counts of a completion."""
        if not (self.has_rows("row_link") or self.has_rows("completion_answer")):
            return ()
        return completions.link_officers(self.session, self.id, self._links)

    @once
    def notices(self) -> tuple[StoredNotice, ...]:
        """Every notice of a later decision, oldest first."""
        return (
            completions.notices(self.session, self.id, self.linked_numbers)
            if self.has_rows("term_notice")
            else ()
        )

    # How the money was divided, and what became of that.

    @once
    def allocation_id(self) -> int | None:
        """The number of the newest allocation, the one that counts; ``None`` before the first."""
        return allocations.newest_id(self.session, self.id)

    @once
    def opening(self) -> OpeningBalance:
        """What earlier rounds had taken when this one was last divided."""
        return (
            allocations.opening(self.session, self.id)
            if self.has_rows("opening_balance")
            else NOTHING_TAKEN
        )

    @once
    def newest_allocation(self) -> tables.Allocation | None:
        """The row of the newest allocation; ``None`` before the first."""
        return allocations.row_of(self.session, self.allocation_id)

    @property
    def allocation_row(self) -> tables.Allocation:
        """The row of the newest allocation.

        Raises:
            WrongUse: there is no such round.
            RefusedByProcess: there is no allocation yet.
        """
        found = self.newest_allocation if self.row else None
        if found is None:
            raise allocations.not_divided(self.id)
        return found

    @once
    def allocation(self) -> Allocation:
        """The newest allocation.

        Raises:
            WrongUse: there is no such round.
            RefusedByProcess: there is none yet.
        """
        return Allocation.model_validate_json(self.allocation_row.allocation_json)

    @once
    def solution(self) -> Solution:
        """What the optimiser found for the newest allocation; raises as ``allocation`` does."""
        return Solution.model_validate_json(self.allocation_row.solution_json)

    @property
    def ties(self) -> tuple[str, ...]:
        """The applications between which only lots can decide, in the newest allocation."""
        return self.solution.ties if self.newest_allocation is not None else ()

    @once
    def awards(self) -> tuple[tables.Award, ...]:
        """The awards of the newest allocation, as they can be added up in SQL."""
        return allocations.awards_of(self.session, self.allocation_id)

    @once
    def first_name(self) -> str:
        """Who put the first name under the list of now; empty where nobody did."""
        return approvals.first_name(self.session, self.id)

    @once
    def approvals(self) -> tuple[tables.Approval, ...]:
        """Every approval, also of a list that an amendment put aside, oldest first."""
        return approvals.rows_of(self.session, self.id)

    @once
    def approval(self) -> Approval | None:
        """The approval of the newest allocation, where the round still stands decided by it."""
        if not (self.exists and self.state.decided):
            return None  # an amendment leaves the former approval over a list that is put aside
        row = self.approval_row
        return approvals.approval_of(row, self.first_name) if row is not None else None

    @property
    def approval_row(self) -> tables.Approval | None:
        """The row of the approval of the newest allocation, while the round stands decided."""
        if not (self.exists and self.state.decided):
            return None
        newest = self.allocation_id
        return next((one for one in self.approvals if one.allocation_id == newest), None)

    @property
    def policy_as_decided(self) -> Policy:
        """The policy that holds, with the day of the decision where that has been taken."""
        row = self.approval_row
        if row is None or not self.policy.asks:
            return self.policy
        return self.policy.decided_on(date.fromisoformat(row.on))

    @once
    def answers_as_decided(self) -> dict[str, tuple[Assessment, ...]]:
        """What the rules say on the day of the decision, of whom they then say it otherwise."""
        row = self.approval_row
        if row is None or not row.id or not self.has_rows("approval_answer"):
            return {}
        return screenings.as_decided(self.session, row.id)

    @once
    def why_not(self) -> Mapping[str, str]:
        """What was kept with the list of now of who has not the full amount, by number."""
        return why_not.kept_answers(self) if self.has_rows("why_not") else {}

    @once
    def deep_answers(self) -> str | None:
        """What a deep report says of the list of now; ``None`` where it was not worked out."""
        return why_not.kept_deep_answers(self) if self.has_rows("deep_answer") else None

    @once
    def answered_at_approval(self) -> frozenset[str]:
        """Of whom that was there when the list was approved; of all, where it is not yet."""
        return why_not.answered_at_approval(self) if self.has_rows("why_not") else frozenset()

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

    @once
    def publications(self) -> tuple[tables.Publication, ...]:
        """Every time that the letters of a list were written in full, oldest first."""
        return allocations.publications(self.session, self.id)

    @property
    def published_on(self) -> date | None:
        """The date of the letters of the newest allocation; ``None`` before they are written."""
        newest = self.allocation_id
        days = [one.on for one in self.publications if one.allocation_id == newest]
        return date.fromisoformat(days[0]) if days else None

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

    # The money, and the trail.

    # What was done to one application, decision or award by itself.

    @once
    def versions(self) -> tuple[StoredVersion, ...]:
        """Every version of every application, also those with a fault, oldest first."""
        return lives.versions(self.session, self.id, self.linked_numbers)

    @once
    def life_events(self) -> tuple[StoredLifeEvent, ...]:
        """What no other row tells of a life, in the order in which it came to count."""
        return lives.life_events(self.session, self.id, self.linked_numbers)

    @once
    def untreated(self) -> dict[str, StoredLifeEvent]:
        """The applications that two officers left untreated, each with that event."""
        return lives.untreated(self.life_events)

    @once
    def set_aside(self) -> dict[str, StoredLifeEvent]:
        """The applications that two officers set aside, each with that event."""
        return lives.set_aside(self.life_events)

    @once
    def heard(self) -> dict[str, StoredLifeEvent]:
        """The applications of which a reaction to an intention to refuse was weighed, by number."""
        return lives.heard(self.life_events)

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

    @once
    def last_event(self) -> int:
        """The number of the last event in the audit trail of the whole database."""
        return chain.head(self.session).number

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

    @once
    def events(self) -> tuple[tables.Event, ...]:
        """What the audit trail tells of this round, oldest first."""
        return events.of_round(self.session, self.id)

    @once
    def logins(self) -> Mapping[int, str]:
        """The login under which each event of this round was made, by the number of the event."""
        return chain.logins_of(self.events)


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
