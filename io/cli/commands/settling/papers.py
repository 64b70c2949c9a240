"""What every command about the end of an award needs: whom it is about, and its letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from .....grants.application import Application
from .....grants.money import Euro
from .....grants.municipality import Municipality, municipalities
from ....errors import WrongUse
from ....letters.completing.author import CompletingAuthor, Matter
from ....letters.making import Formats
from ....letters.settling.matters import settling_texts
from ....letters.writing import LetterOptions, LettersWritten, write_all
from ....records.rounds.reader import RoundReader
from ....records.settling.stored import StoredAct
from ....rounds.settling.accounted import newest_account
from ....rounds.settling.upcoming import Upcoming, upcoming_of
from ...console import Counter, show, show_json
from ...invocation import Invocation
from ..actor import office_of
from ..completing import Paper, paper_of


@dataclass(frozen=True, slots=True)
class Addressed:
    """The application that a letter is about, and the municipality that it goes to."""

    application: Application
    place: Municipality
    paper: Paper


def addressed(reader: RoundReader, call: Invocation, number: str) -> Addressed:
    """Whom a letter about an award goes to: whoever accounts for it now, after a merger too."""
    application = next(
        one.application for one in reader.applications if one.application.application_id == number
    )
    account = newest_account(reader, number)
    place = application.place
    if account is not None and account.municipality_code != place.code:
        place = municipalities()[account.municipality_code]
    return Addressed(application, place, paper_of(reader, call))


def write_letter(
    call: Invocation, round_id: str, to: Addressed, matter: Matter, out: Path, sent_on: date
) -> LettersWritten:
    """Write one letter, beside those of earlier decisions."""
    author = CompletingAuthor(
        round_id, to.paper.office, call.lang, sent_on, example=to.paper.example,
        texts=settling_texts(),
    )  # fmt: skip
    options = LetterOptions(
        formats=Formats(word=True), others_stay=True, register=f"{matter.kind}.csv"
    )
    house = to.paper.office.house_style
    return write_all([matter], author, house, out, options, Counter("brieven"))


def next_of(reader: RoundReader, call: Invocation, number: str, on: date) -> Upcoming | None:
    """What comes next about the end of an award once a step was taken on a day."""
    return upcoming_of(reader, number, on, office_of(reader, call).days_equated_with_holidays)


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


def day_of(on: date | None, what: str) -> date:
    """The day that was given.

    Raises:
        WrongUse: none was.
    """
    if on is None:
        raise WrongUse(f"Noem de datum van {what} met --date jjjj-mm-dd.")
    return on


def amount_of(text: str | None, option: str) -> Euro | None:
    """An amount as it was typed; ``None`` where it was not.

    Raises:
        WrongUse: it is no amount.
    """
    if text is None:
        return None
    try:
        return Euro.parse(text)
    except ValueError as fault:
        raise WrongUse(f"{fault}. Schrijf bijvoorbeeld {option} '€ 4.000.000'.") from fault


def only_confirming(confirm: bool, *given: object) -> None:
    """Refuse options of a proposal beside ``--confirm``.

    Raises:
        WrongUse: the proposal stands already.
    """
    if confirm and any(given):
        raise WrongUse("Bij --confirm staat het voorstel al vast; noem alleen --date en --out.")


def act_json(
    round_id: str, one: StoredAct, out: Path | None, coming: Upcoming | None, more: dict[str, Any]
) -> int:
    """An act about a claim, for ``--json``."""
    show_json(
        {
            "round": round_id, "application_id": one.application_id, "kind": one.kind.value,
            "on": one.on.isoformat(), "article": one.article, "reason": one.reason,
            "amount": one.detail.amount.cents, "payable": one.detail.payable.cents,
            "vat": one.detail.vat.cents, "lowered": one.detail.lowered.cents,
            "made_by": one.made_by, "approver": one.approver,
            "folder": None if out is None else str(out), "next": next_json(coming), **more,
        }
    )  # fmt: skip
    return 0


def told_before(call: Invocation, round_id: str, one: StoredAct, coming: Upcoming | None) -> int:
    """Say that this was decided already, by the same command."""
    if call.as_json:
        return act_json(round_id, one, None, coming, {"new": False})
    show(
        f"{one.application_id}: dit is al besloten door {one.made_by} en {one.approver}, op "
        f"{one.done_on:%d-%m-%Y}; er is niets gewijzigd. De brief, als die erbij hoort, werd "
        "daarvoor geschreven."
    )
    show_next(coming, one.application_id)
    return 0
