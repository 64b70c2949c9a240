"""The end of a round: its decisions sent (*bekendgemaakt*), and the round archived."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

from pydantic import ValidationError

from ...grants.decisions.allocation import Allocation
from ...grants.lives.round import RoundState, Step
from ...grants.record import Record
from ..errors import RefusedByProcess, Unreadable
from ..files.placing import place
from ..records.after.orders import PaymentState
from ..records.rounds import allocations
from ..records.rounds.events import EventKind, is_in_trail
from ..records.rounds.reader import RoundReader
from ..records.trail import chain
from ..rounds.actor import Actor
from ..rounds.aside.waiting import sent_alone, waiting_aside
from ..rounds.calendar.latest_day import latest_day
from ..rounds.checks.chronology import require_after, under_letters
from ..rounds.checks.decision_date import paid_before
from ..rounds.lawful import require_deciding
from ..rounds.objections.terms import last_to_object
from ..rounds.state import move, permit, record, require_may, require_state

_SHOWN = 5
TRAIL = "trail.json"
"""The file beside the letters that says from which state of the round they were written."""


class WrittenFrom(Record):
    """The round that letters are of, and the head of the audit trail when they were sent."""

    round: str
    head: chain.Anchor


def may_publish(reader: RoundReader, who: Actor) -> None:
    """Refuse to write the decision letters in full before the list is approved.

    Raises:
        RefusedByProcess: the state of the round or the role of the actor does not allow it, or a
            real round rests on too little.
    """
    permit(reader, Step.LETTERS, who)
    require_deciding(reader.policy)


def check_sent(reader: RoundReader, on: date | None) -> None:
    """Refuse a date on which the letters of a round cannot be sent; without one it is asked later.

    Raises:
        RefusedByProcess: it is before the decision, or they were sent on another day.
    """
    if on is None:
        return
    require_after("De verzending van de besluiten", on, under_letters(reader))
    sent = reader.published_on
    if sent is not None and sent != on:
        raise RefusedByProcess(
            f"De besluiten van ronde {reader.id} zijn verstuurd op {sent:%d-%m-%Y}; daarvan lopen "
            "de termijnen. Laat --date weg om ze nog eens te maken, met die datum."
        )
    past = paid_before(reader.allocation.awards, on) if sent is None else ()
    if past and reader.policy.asks:
        raise RefusedByProcess(
            f"Een brief van {on:%d-%m-%Y} zou betaling beloven in een jaar dat voorbij is: "
            f"{', '.join(past[:_SHOWN])}{' en andere' if len(past) > _SHOWN else ''}. Leg "
            f'decision_date = {on.isoformat()} vast met "verdeel round amend {reader.id}", verdeel '
            "opnieuw en stel opnieuw vast."
        )


def check_folder(reader: RoundReader, out: Path) -> None:
    """Refuse to write over letters that this database does not know of.

    A database that was put back from an older copy knows nothing of what was sent since.

    Raises:
        RefusedByProcess: they are of another round, or of a later state than this database has.
        Unreadable: the file that says so cannot be read.
    """
    path = out / TRAIL
    if not path.is_file():
        return
    try:
        told = WrittenFrom.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as fault:
        raise Unreadable(
            f"{path} is niet te lezen, zodat niet vaststaat van wanneer de brieven in {out} zijn. "
            "Noem een andere map."
        ) from fault
    if told.round != reader.id:
        raise RefusedByProcess(
            f"In {out} staan de brieven van ronde {told.round}. Noem een andere map voor die van "
            f"ronde {reader.id}."
        )
    if not is_in_trail(reader.session, told.head.hash):
        raise RefusedByProcess(
            f"De brieven in {out} zijn verstuurd vanuit een latere stand van ronde {reader.id} dan "
            f"in deze database staat (gebeurtenis {told.head.number} ontbreekt). Is zij teruggezet "
            "van een oudere reservekopie? Er is niets overschreven; noem een andere map."
        )


def mark_folder(reader: RoundReader, out: Path) -> None:
    """Leave beside the letters from which state of the round they are.

    Raises:
        Unreadable: it cannot be written.
    """
    told = WrittenFrom(round=reader.id, head=chain.head(reader.session))
    place(out / TRAIL, told.model_dump_json(indent=1).encode() + b"\n")


def publish(reader: RoundReader, written: Allocation, who: Actor, on: date, letters: int) -> bool:
    """Record that the letters of an approved list were written. ``False`` if that was recorded.

    Raises:
        RefusedByProcess: another list stands than the one the letters were written from.
    """
    require_state(reader, Step.LETTERS)
    require_deciding(reader.policy)
    check_sent(reader, on)
    stored = reader.newest_allocation
    if stored is None or reader.allocation != written:
        raise RefusedByProcess(
            f"Terwijl de brieven werden gemaakt is ronde {reader.id} gewijzigd. Verstuur ze niet; "
            "geef de opdracht opnieuw."
        )
    if reader.published_on is not None:
        return False
    allocations.add_publication(reader, stored, who.name, on, letters)
    move(reader, Step.LETTERS)
    record(reader, EventKind.PUBLISHED, who)
    return True


def archive(
    reader: RoundReader, who: Actor, on: date | None = None, equated: Collection[date] = ()
) -> bool:
    """Archive a published round: after that nothing in it changes. ``False`` if it was archived.

    ``on`` is the day on which it is done; without one it is the latest that the round knows.
    ``equated`` are days that a decree equates with holidays.

    Raises:
        RefusedByProcess: the round is not published, its decisions can still be objected to, or
            the actor may not.
    """
    state = reader.state
    require_may(who, Step.ARCHIVE)
    if state is RoundState.ARCHIVED:
        return False
    require_state(reader, Step.ARCHIVE)
    unsent = (n for n in reader.supplemented if n not in sent_alone(reader))
    left = list(dict.fromkeys((*waiting_aside(reader), *unsent)))
    if left:
        raise RefusedByProcess(
            f'Over {", ".join(left)} is nog geen besluit verstuurd: beslis daarover met "verdeel '
            f'round supplement {reader.id}". Daarna kan de ronde in het archief.'
        )
    _require_final(reader, on or latest_day(reader), equated)
    objected = [one.name for one in reader.objections if one.open]
    if objected:
        raise RefusedByProcess(
            f'Op {", ".join(objected)} is nog niet beslist: zie "verdeel objection list --round '
            f'{reader.id}". Daarna kan de ronde in het archief.'
        )
    out = [
        one.application_id
        for one in reader.after.payment_orders
        if one.state is PaymentState.ORDERED
    ]
    if out:
        raise RefusedByProcess(
            f"Voor {', '.join(dict.fromkeys(out))} staat een betaalopdracht uit. Bevestig haar of "
            'laat haar vervallen ("verdeel pay"). Daarna kan de ronde in het archief.'
        )
    move(reader, Step.ARCHIVE)
    record(reader, EventKind.ARCHIVED, who)
    return True


def _require_final(reader: RoundReader, on: date | None, equated: Collection[date]) -> None:
    """Rounds of the first edition went to the archive before this was asked, and still do."""
    last = last_to_object(reader, equated)
    if not reader.policy.asks or last is None or (on is not None and on > last.last):
        return
    first = last.last + timedelta(days=1)
    raise RefusedByProcess(
        f"Tegen besluiten van ronde {reader.id} kan tot en met {last.last:%d-%m-%Y} bezwaar worden "
        f'gemaakt ({last.text("nl")}). Tot dan gaat zij niet in het archief. Daarna: "verdeel '
        f'round archive {reader.id} --date {first:%Y-%m-%d}", of een latere dag.'
    )
