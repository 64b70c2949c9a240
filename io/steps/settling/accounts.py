"""Taking in accounts (*verantwoordingen*): all of a file, or nothing of it."""

from __future__ import annotations

from datetime import date

from ....grants.applications.finding import Severity
from ....grants.lives.round import Step
from ...errors import RefusedByProcess
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...records.settling import stored
from ...rounds.actor import Actor, require_admitted
from ...rounds.checks.rederivation import require_derivable
from ...rounds.settling.account_file import AccountFile
from ...rounds.settling.accounted import Taken, held_against_awards
from ...rounds.state import permit, record


def load(reader: RoundReader, read: AccountFile, who: Actor, on: date) -> Taken:
    """Keep what a file that was received on a day says; nothing where a line has an error.

    What was kept before in the same words changes nothing; in others it is a new version.

    Raises:
        RefusedByProcess: the state or role forbids it, or the file came before the decisions went.
    """
    permit(reader, Step.ACCOUNT, who)
    require_admitted(who)
    require_derivable(reader)
    sent = reader.published_on
    if sent is not None and on < sent:
        raise RefusedByProcess(
            f"De besluiten van ronde {reader.id} zijn verstuurd op {sent:%d-%m-%Y}; een "
            f"verantwoording van {on:%d-%m-%Y} kan niet. Noem met --date de dag van ontvangst."
        )
    taken = held_against_awards(reader, read, on, who.name)
    if read.findings or any(one.severity is Severity.ERROR for one in taken.findings):
        return Taken(new=(), before=0, findings=(*read.findings, *taken.findings), replaces={})
    if taken.new:
        stored.add_accounts(reader, taken.new)
        record(reader, EventKind.ACCOUNTS_LOADED, who)
    return taken
