"""What became of awards after their letters went: paid, changed, reported on, settled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ....grants.after.progress import ProgressReport
from ..rounds.once import once
from ..settling import stored as settlements
from ..settling.stored import StoredAccount
from ..settling.stored import StoredAct as StoredSettlingAct
from . import award_decisions, monitor_reports, orders
from .award_decisions import Place, StoredAwardDecision, StoredIntention, StoredRequestToChange
from .monitor_reports import StoredMonitorFile, StoredMonitorRequest, StoredReport
from .orders import StoredOrder
from .weighings import StoredWeighing, weighings

if TYPE_CHECKING:
    from ..rounds.reader import RoundReader


class AfterLetters:
    """What is kept of awards since their letters went, as the reader of their round sees it.

    The reader makes one whenever it is asked, and keeps for it what it read.
    """

    def __init__(self, reader: RoundReader) -> None:
        self._reader = reader

    def fresh(self) -> dict[object, Any]:
        """What was read since the last change, with all else that the reader keeps."""
        return self._reader.fresh()

    @once
    def payment_orders(self) -> tuple[StoredOrder, ...]:
        """Every order to pay a part of an award, with what became of it, oldest first."""
        return self._reader.kept_in("payment_order", orders.orders)

    @once
    def award_decisions(self) -> tuple[StoredAwardDecision, ...]:
        """Every decision on an award since, in the order of their approval; proposals last."""
        return self._reader.kept_in("award_decision", award_decisions.decisions)

    @once
    def change_requests(self) -> tuple[StoredRequestToChange, ...]:
        """Every request to change an award, oldest first."""
        return self._reader.kept_in("change_request", award_decisions.requests)

    @once
    def monitor_requests(self) -> tuple[StoredMonitorRequest, ...]:
        """Every time that a municipality was asked to report, oldest first."""
        return self._reader.kept_in("monitor_request", monitor_reports.asked)

    @once
    def monitor_files(self) -> tuple[StoredMonitorFile, ...]:
        """Every workbook with reports about progress, oldest first."""
        return self._reader.kept_in("monitor_file", monitor_reports.files)

    @once
    def monitor_reports(self) -> tuple[StoredReport, ...]:
        """Every report about the progress of an award, also those with an error, oldest first."""
        return self._reader.kept_in("monitor_report", monitor_reports.reports)

    @once
    def progress_reports(self) -> Mapping[str, tuple[ProgressReport, ...]]:
        """By award, the reports that count, by the days that they are about."""
        return monitor_reports.versions_of(self.monitor_reports)

    @once
    def account_versions(self) -> tuple[StoredAccount, ...]:
        """Every account of an award with all its versions, in the order in which they came."""
        return self._reader.kept_in("account", settlements.accounts)

    @once
    def accounts(self) -> Mapping[str, tuple[StoredAccount, ...]]:
        """The newest version of each account, by application and in the order of the years."""
        return settlements.newest(self.account_versions)

    @once
    def settling_acts_of(self) -> Mapping[str, tuple[StoredSettlingAct, ...]]:
        """What was settled, claimed and repaid, by application; see ``settling_acts``."""
        return settlements.by_application(self.settling_acts)

    @once
    def settling_acts(self) -> tuple[StoredSettlingAct, ...]:
        """What was settled, claimed and repaid, in the order in which it counts; then proposals."""
        return self._reader.kept_in("settling_act", settlements.acts)

    @once
    def revocation_intentions(self) -> tuple[StoredIntention, ...]:
        """Every intention to revoke an award, oldest first."""
        return self._reader.kept_in("revocation_intention", award_decisions.intentions)

    @once
    def weighings(self) -> tuple[StoredWeighing, ...]:
        """Every weighing of what is published of an application, oldest first."""
        return self._reader.kept_in("publication_weighing", weighings)

    @once
    def reserve_ladder(self) -> Mapping[str, tuple[Place, ...]]:
        """Who comes next, by scheme, as it was kept when the list of now was approved."""
        row = self._reader.approval_row
        if row is None or not self._reader.has_rows("reserve_ladder"):
            return {}
        return award_decisions.ladder(self._reader.session, row.id)
