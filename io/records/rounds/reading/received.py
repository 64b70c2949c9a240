"""What came in for a round: workbooks, applications, what was taken back and what completed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .....grants.applications.application import Application
from .....grants.applications.finding import Finding
from ... import tables
from .. import (
    answers,
    applications,
    completions,
    contacts,
    findings,
    lives,
    rows_beside,
    withdrawals,
)
from ..answers import GivenAnswer
from ..applications import FaultyRow, StoredApplication
from ..completions import StoredCompletion, StoredNotice, StoredRequest
from ..lives import StoredVersion
from ..once import once
from ..rows_beside import Beside
from ..withdrawals import Strike, Withdrawn
from .divided import DividedRound

if TYPE_CHECKING:
    from ...completions.kept import RowLink


class ReceivedRound(DividedRound):
    """A round with its applications in their newest versions, and what was found in them.

    A withdrawal counts by the list that stood when it came in, so that the list comes first.
    """

    @once
    def batches(self) -> tuple[tables.Batch, ...]:
        """The workbooks taken in, oldest first."""
        return applications.batches(self.session, self.id)

    @once
    def applications(self) -> tuple[StoredApplication, ...]:
        """Every application in its newest good version, by application number.

        One that was withdrawn before the list that stands was drawn bears the date of that.
        """
        return self._newest()

    def _newest(self, number: str = "") -> tuple[StoredApplication, ...]:
        """Every application in its newest good version; with a ``number`` that one alone."""
        gone = {one.application_id: one.on for one in self.withdrawals if not one.late}
        return applications.newest(self.session, self.id, gone, self.contested, number=number)

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
    def versions(self) -> tuple[StoredVersion, ...]:
        """Every version of every application, also those with a fault, oldest first."""
        return lives.versions(self.session, self.id, self.linked_numbers)

    @once
    def contacts(self) -> Mapping[int, tables.Contact]:
        """The contact persons that are still kept, by the row of the application."""
        return contacts.contacts_of(self.session, self.id)

    def with_contact(self, one: StoredApplication) -> Application:
        """An application with its contact person, as far as that is still kept."""
        return contacts.with_contact(one.application, self.contacts.get(one.row_id))

    # Who took it back, and whether that was recorded by mistake.

    @once
    def strikes(self) -> tuple[Strike, ...]:
        """What was said of withdrawals that were recorded by mistake, oldest first."""
        return self.kept_in("withdrawal", withdrawals.strikes)

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

    def struck_withdrawal(self, strike: Strike) -> Withdrawn:
        """The withdrawal that a strike is about, whether or not it counts still."""
        rows = withdrawals.rows_of(self.session, self.id)
        decided = self.exists and self.state.decided
        of = [row for row in rows if row.id == strike.withdrawal_id]
        return withdrawals.withdrawn(of, self.allocation_id if decided else None)[0]

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
        if not self.has_rows("completion"):
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

    # What was found in it, and what officers answered to that.

    @once
    def placed_findings(self) -> tuple[tuple[int, Finding], ...]:
        """Every finding with the number of its workbook, oldest first."""
        return findings.placed(self.session, self.id)

    @once
    def findings(self) -> tuple[Finding, ...]:
        """Every finding about a workbook or about the round, oldest first."""
        return tuple(one for _, one in self.placed_findings)

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
