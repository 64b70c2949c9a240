"""What every command about the end of an award shares: its act, its letter and what it tells."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from .....grants.applications.application import Application
from .....grants.applications.public_body import PublicBody
from .....grants.lives.round import APPROVERS
from .....grants.municipality import Municipality, municipalities
from ....errors import WrongUse
from ....letters.completing.author import Matter
from ....letters.settling.matters import settling_texts
from ....letters.writing import LettersWritten
from ....records.rounds.reader import RoundReader, changing_round
from ....records.settling.stored import SettlingKind, StoredAct
from ....rounds.actor import Actor
from ....rounds.objections.made import applications_since
from ....rounds.settling.accounted import newest_account
from ....rounds.settling.deciding import taken_before
from ....rounds.settling.upcoming import Upcoming, upcoming_of
from ...console import show, show_json
from ...invocation import Invocation
from ..actor import acting, as_typed, by_another, office_of
from ..papers import Paper, paper_of, write_matters


@dataclass(slots=True)
class Doing:
    """One act about an award in its transaction: who does it, and what comes next once it is done.

    ``number`` is that of the application; ``coming`` is known when the transaction has ended.
    """

    call: Invocation
    reader: RoundReader
    who: Actor
    number: str
    coming: Upcoming | None = None

    def taken(self, kind: SettlingKind, on: date) -> StoredAct | None:
        """What this officer decided on this day already, where nothing waits."""
        return taken_before(self.reader, self.number, kind, self.who, on)

    @property
    def equated(self) -> Collection[date]:
        """The days that the office file equates with holidays."""
        return office_of(self.reader, self.call).days_equated_with_holidays

    @property
    def instrument(self) -> str:
        """The scheme of the application."""
        return next(
            one.instrument
            for one in applications_since(self.reader)
            if one.application.application_id == self.number
        )


@contextmanager
def doing(call: Invocation, round_id: str, application_id: str, day: date) -> Generator[Doing]:
    """Do one act about an award on a day, all of it or nothing."""
    with changing_round(call.database, round_id) as reader:
        one = Doing(call, reader, acting(reader, call), application_id.upper())
        yield one
        one.coming = next_of(reader, call, one.number, day)


def told_of(
    done: Doing, act: StoredAct, folder: Path | None, more: dict[str, object],
    lines: Iterable[str],
) -> int:  # fmt: skip
    """Tell of an act about a claim: its lines, its letter's folder and what comes next.

    With ``--json`` the act itself instead, with ``more`` beside it.
    """
    if done.call.as_json:
        show_json(_act_json(done, act, folder) | more)
        return 0
    for line in lines:
        show(line)
    if folder is not None:
        show(str(folder))
    show_next(done.coming, done.number)
    return 0


def told_before(done: Doing, act: StoredAct, day: date) -> int:
    """Tell that this was decided already; within its transaction, which changes nothing."""
    done.coming = next_of(done.reader, done.call, done.number, day)
    return told_of(done, act, None, {"new": False}, [before_in_words(act)])


def before_in_words(act: StoredAct) -> str:
    """That this was decided already; what letter there is was written before it was kept."""
    return (
        f"{act.application_id}: dit is al besloten door {act.made_by} en {act.approver}, op "
        f"{act.done_on:%d-%m-%Y}; er is niets gewijzigd. De brief, als die erbij hoort, werd "
        "daarvoor geschreven."
    )


def _act_json(done: Doing, one: StoredAct, folder: Path | None) -> dict[str, object]:
    return {
        "round": done.reader.id, "application_id": one.application_id, "kind": one.kind.value,
        "on": one.on.isoformat(), "article": one.article, "reason": one.reason,
        "amount": one.detail.amount.cents, "payable": one.detail.payable.cents,
        "vat": one.detail.vat.cents, "lowered": one.detail.lowered.cents,
        "made_by": one.made_by, "approver": one.approver,
        "folder": None if folder is None else str(folder), "next": next_json(done.coming),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Addressed:
    """The application that a letter is about, and the municipality that it goes to."""

    application: Application
    place: Municipality | PublicBody
    paper: Paper


def addressed(reader: RoundReader, call: Invocation, number: str) -> Addressed:
    """Whom a letter about an award goes to: whoever accounts for it now, after a merger too."""
    application = next(
        one.application
        for one in applications_since(reader)
        if one.application.application_id == number
    )
    account = newest_account(reader, number)
    place = application.applicant
    if account is not None and place.code and account.municipality_code != place.code:
        place = municipalities()[account.municipality_code]
    return Addressed(application, place, paper_of(reader, call))


def write_letter(
    call: Invocation, round_id: str, to: Addressed, matter: Matter, out: Path, sent_on: date
) -> LettersWritten:
    """Write one letter, beside those of earlier decisions."""
    return write_matters(call, round_id, to.paper, [matter], out, sent_on, settling_texts())


def next_of(reader: RoundReader, call: Invocation, number: str, on: date) -> Upcoming | None:
    """What comes next about the end of an award once a step was taken on a day."""
    coming = upcoming_of(reader, number, on, office_of(reader, call).days_equated_with_holidays)
    if coming is None or call.as_json:
        return coming
    if "--confirm" in coming.command:
        typed = by_another(reader, call, APPROVERS)(coming.command)
    else:
        typed = as_typed(reader, call, coming.command, ("officer",))
    return coming.model_copy(update={"command": typed})


def show_next(coming: Upcoming | None, number: str) -> None:
    """Say what comes next, with the command to type; or that nothing does any more."""
    if coming is None:
        show(f"Hierna: niets meer; {number} is afgerond.")
        return
    by = "" if coming.by is None else f", uiterlijk {coming.by:%d-%m-%Y}"
    why = "" if coming.by is None or coming.why is None else f" ({coming.why.nl})"
    show(f"Hierna: {coming.what.nl}{by}{why}.")
    show(f"    {coming.command}")


def next_json(coming: Upcoming | None) -> dict[str, object] | None:
    """The same for ``--json``."""
    return None if coming is None else coming.model_dump(mode="json")


def require_letter(out: Path | None) -> Path:
    """The folder for a letter that has to go with what is done.

    Raises:
        WrongUse: none was named.
    """
    if out is None:
        raise WrongUse("Noem met --out de map voor de brief: zij geldt als zij is verstuurd.")
    return out


def only_confirming(confirm: bool, *given: object) -> None:
    """Refuse options of a proposal beside ``--confirm``.

    Raises:
        WrongUse: the proposal stands already.
    """
    if confirm and any(given):
        raise WrongUse("Bij --confirm staat het voorstel al vast; noem alleen --date en --out.")
