"""Weighing what is published of an application and its letters (Woo art. 5.1), by two names.

A scheme says which fields may be a business secret or a position in negotiations; those are not
published. An officer weighs one of them, or a field that would be published, or a letter; it counts
once another confirmed it. The newest weighing of a thing counts, so that one is taken back by
weighing it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from ....grants.after.weighing import Matter, Publicity, Weighing, WooGround
from ....grants.lives.round import KNOWN, Step
from ....grants.names import is_same_person
from ....grants.record import Record
from ....instruments.instrument import instruments
from ...errors import RefusedByProcess, WrongUse
from ...records.after import weighings
from ...records.after.weighings import StoredWeighing, newest
from ...records.rounds.events import EventKind
from ...records.rounds.reader import RoundReader
from ...reports.open_data.tables import Published
from ...rounds.actor import Actor
from ...rounds.after.publicity import named, weighable
from ...rounds.checks.chronology import require_after, under_letters
from ...rounds.dossier import dossier
from ...rounds.objections.made import applications_since, judged_since
from ...rounds.state import permit, record
from ...workbooks.templates.weighings import WeighedRow

SHORTEST_REASON = 10
Letters = Mapping[str, tuple[str, ...]]  # the files of each application's letters
Said = TypeVar("Said", bound=Weighing)


class Asked(Record):
    """What an officer says of one thing. ``subject`` is a field or the file of a letter."""

    application_id: str
    subject: str
    outcome: Publicity | None
    ground: str = ""
    reason: str = ""


class Weighable(Record):
    """A thing that can be weighed, with what becomes of it now and whether that was weighed."""

    application_id: str
    instrument: str
    matter: Matter
    subject: str
    label: str
    outcome: Publicity
    stands: StoredWeighing | None = None


class Told(Record):
    """What became of a row: recorded or confirmed, or what is wrong with it."""

    cell: str
    application_id: str
    subject: str
    new: bool = False
    wrong: str = ""


def everything(reader: RoundReader) -> tuple[Weighable, ...]:
    """Every field and letter of a round that can be weighed, by application."""
    stand, found = newest(reader.after.weighings), list[Weighable]()
    schemes = {one.application.application_id: one.instrument for one in applications_since(reader)}
    letters = _letters(reader)
    for one in sorted(judged_since(reader), key=lambda o: o.application.application_id):
        number, law = one.application.application_id, instruments()[one.instrument]
        for field in weighable(one.application, law):
            if field.value or (number, Matter.FIELD, field.key) in stand:
                by_default = Publicity.WITHHELD if field.withheld else Publicity.PUBLISHED
                found.append(
                    _standing(stand, number, one.instrument, Matter.FIELD, field.key, field.label,
                              by_default)
                )  # fmt: skip
        found += [
            _standing(stand, number, schemes[number], Matter.LETTER, document, "brief",
                      Publicity.PUBLISHED)
            for document in letters.get(number, ())
        ]  # fmt: skip
    return tuple(found)


def _standing(
    stand: Mapping[tuple[str, Matter, str], StoredWeighing],
    number: str,
    instrument: str,
    matter: Matter,
    subject: str,
    label: str,
    by_default: Publicity,
) -> Weighable:
    weighed = stand.get((number, matter, subject))
    counts = weighed is not None and bool(weighed.confirmed_by)
    return Weighable(
        application_id=number, instrument=instrument, matter=matter, subject=subject, label=label,
        outcome=weighed.outcome if weighed is not None and counts else by_default, stands=weighed,
    )  # fmt: skip


def weigh(reader: RoundReader, asked: Asked, who: Actor, on: date) -> tuple[StoredWeighing, bool]:
    """Record a weighing; ``False`` where the very same one stood already.

    Raises:
        WrongUse: the application, the field, the letter or the ground is unknown, or the reason or
            the ground is missing.
        RefusedByProcess: the state or the role forbids it, or it is dated before the decision.
    """
    _permit(reader, who, on)
    given = _weighing(reader, _letters(reader), asked, who, on)
    stands = _stands(reader, given)
    if stands is not None:
        return stands, False
    weighings.add(reader, given)
    record(reader, EventKind.WEIGHED, who)
    return newest(reader.after.weighings)[given.about], True


def confirm(
    reader: RoundReader, application_id: str, subject: str, who: Actor, on: date
) -> tuple[StoredWeighing, bool]:
    """Put the second name under the newest weighing; ``False`` where it stood there already.

    Raises:
        WrongUse: nobody weighed it, or the day is before that.
        RefusedByProcess: the state or the role forbids it, or the same person weighed it.
    """
    _permit(reader, who, on)
    matter, key = _subject(reader, _letters(reader), application_id, subject)
    one = _to_confirm(reader, (application_id, matter, key), who, on)
    if one.confirmed_by:
        return one, False
    _add_second(reader, one, who, on)
    record(reader, EventKind.WEIGHING_CONFIRMED, who)
    return newest(reader.after.weighings)[one.about], True


def weigh_all(
    reader: RoundReader, rows: Sequence[WeighedRow], who: Actor, on: date
) -> tuple[Told, ...]:
    """Record the weighings of a workbook: all, or where anything is wrong none.

    Raises:
        RefusedByProcess: the state or the role forbids it, or it is dated before the decision.
    """
    _permit(reader, who, on)
    letters, new = _letters(reader), list[Weighing]()
    return _all_or_none(
        rows,
        new,
        lambda one: _added(reader, letters, one, who, on, new),
        lambda given: weighings.add(reader, given),
        lambda: record(reader, EventKind.WEIGHED, who),
    )


def confirm_all(
    reader: RoundReader, rows: Sequence[WeighedRow], who: Actor, on: date
) -> tuple[Told, ...]:
    """Confirm the weighings of a workbook that another recorded, as they stand in it: all, or none.

    Raises:
        RefusedByProcess: the state or the role forbids it, or it is dated before the decision.
    """
    _permit(reader, who, on)
    letters, new = _letters(reader), list[StoredWeighing]()
    return _all_or_none(
        rows,
        new,
        lambda one: _seconded(reader, letters, one, who, on, new),
        lambda given: _add_second(reader, given, who, on),
        lambda: record(reader, EventKind.WEIGHING_CONFIRMED, who),
    )


def _all_or_none(
    rows: Sequence[WeighedRow],
    new: Sequence[Said],
    read: Callable[[WeighedRow], bool],
    keep: Callable[[Said], None],
    tell: Callable[[], None],
) -> tuple[Told, ...]:
    """What became of each row. Where none is wrong, all that is ``new`` is kept, and told once."""
    told = tuple(_tried(one, read) for one in rows)
    if new and not any(one.wrong for one in told):
        for given in new:
            keep(given)
        tell()
    return told


def _tried(one: WeighedRow, read: Callable[[WeighedRow], bool]) -> Told:
    told = Told(cell=one.cell, application_id=one.application_id, subject=one.subject)
    try:
        return told.model_copy(update={"new": read(one)})
    except (WrongUse, RefusedByProcess) as why:
        return told.model_copy(update={"wrong": str(why)})


def _added(
    reader: RoundReader, letters: Letters, one: WeighedRow, who: Actor, on: date,
    new: list[Weighing],
) -> bool:  # fmt: skip
    given = _weighing(reader, letters, _asked(one), who, on)
    if any(other.about == given.about for other in new):
        raise WrongUse(f"{one.subject} van {one.application_id} staat er twee keer in.")
    if _stands(reader, given) is not None:
        return False
    new.append(given)
    return True


def _seconded(
    reader: RoundReader, letters: Letters, one: WeighedRow, who: Actor, on: date,
    new: list[StoredWeighing],
) -> bool:  # fmt: skip
    given = _weighing(reader, letters, _asked(one), who, on)
    stands = _to_confirm(reader, given.about, who, on)
    if not stands.says_the_same(given):
        raise RefusedByProcess(
            f"Over {one.subject} van {one.application_id} is iets anders gewogen dan hier staat. "
            "Bevestig wat er is vastgelegd, of leg eerst dit vast."
        )
    if stands.confirmed_by or any(other.about == stands.about for other in new):
        return False
    new.append(stands)
    return True


def _asked(one: WeighedRow) -> Asked:
    if one.outcome is None:
        raise WrongUse(
            f"{one.word} is geen uitkomst. Schrijf openbaar, deels openbaar of niet openbaar."
        )
    return Asked(
        application_id=one.application_id, subject=one.subject, outcome=one.outcome,
        ground=one.ground, reason=one.reason,
    )  # fmt: skip


def _stands(reader: RoundReader, given: Weighing) -> StoredWeighing | None:
    """The newest weighing of it, where it says the very same and counts, or is of this officer."""
    one = newest(reader.after.weighings).get(given.about)
    if one is None or not one.says_the_same(given):
        return None
    return one if one.confirmed_by or (one.officer, one.on) == (given.officer, given.on) else None


def _to_confirm(
    reader: RoundReader, about: tuple[str, Matter, str], who: Actor, on: date
) -> StoredWeighing:
    one = newest(reader.after.weighings).get(about)
    if one is None:
        raise WrongUse(f"Over {about[2]} van {about[0]} is nog niets gewogen.")
    if one.confirmed_by:
        return one
    if is_same_person(one.officer, who.name):
        raise RefusedByProcess(
            f"{who.name} heeft dit zelf gewogen en kan het niet bevestigen. Laat een ander dat "
            f"doen.{who.instead(KNOWN)}"
        )
    if on < one.on:
        raise WrongUse(f"De weging is van {one.on:%d-%m-%Y}; zij kan niet eerder zijn bevestigd.")
    return one


def _add_second(reader: RoundReader, one: StoredWeighing, who: Actor, on: date) -> None:
    second = one.bare.model_copy(update={"confirmed_by": who.name, "confirmed_on": on})
    weighings.add(reader, second, confirms=one.row_id)


def _permit(reader: RoundReader, who: Actor, on: date) -> None:
    permit(reader, Step.WEIGH, who)
    if not reader.policy.tells_all:
        raise RefusedByProcess(
            f"Ronde {reader.id} is geopend met een versie die alleen besluiten publiceert; daarin "
            "valt niets te wegen. Er is niets vastgelegd."
        )
    require_after("De weging", on, under_letters(reader))


def _weighing(
    reader: RoundReader, letters: Letters, asked: Asked, who: Actor, on: date
) -> Weighing:
    matter, subject = _subject(reader, letters, asked.application_id, asked.subject)
    outcome, reason = asked.outcome, asked.reason.strip()
    if outcome is None or len(reason) < SHORTEST_REASON:
        raise WrongUse(
            "Zeg met --outcome wat ervan openbaar wordt, en met --reason in een zin waarom, van "
            f"ten minste {SHORTEST_REASON} tekens. In een werkmap zijn dat de kolommen "
            "Openbaarheid en Motivering."
        )
    if outcome is Publicity.PARTLY and matter is Matter.FIELD:
        raise WrongUse("Een veld is openbaar of niet; alleen een brief kan het deels zijn.")
    return Weighing(
        application_id=asked.application_id, matter=matter, subject=subject, outcome=outcome,
        ground=_ground(asked.ground, outcome), reason=reason, officer=who.name, on=on,
    )  # fmt: skip


def _ground(text: str, outcome: Publicity) -> WooGround | None:
    if outcome is Publicity.PUBLISHED:
        if text.strip():
            raise WrongUse(
                "Wat openbaar wordt, heeft geen grond om het niet te worden. Laat die weg."
            )
        return None
    ground = ground_named(text)
    if ground is None:
        raise WrongUse(
            "Noem met --ground de grond van artikel 5.1 Woo, zoals 5.1.2f (tweede lid, onder f). "
            f"Zij zijn: {', '.join(one.value for one in WooGround)}."
        )
    return ground


def ground_named(text: str) -> WooGround | None:
    """A ground as offices write it: 5.1.2f, 5.1.2.f, 5.1 lid 2 onder f, art. 5.1, tweede lid, f."""
    told = text.lower()
    for word, number in (("eerste", "1"), ("tweede", "2"), ("vijfde", "5")):
        told = told.replace(word, number)
    for word in ("artikel", "art.", "onderdeel", "onder", "sub", "lid", "woo", "aanhef", "en"):
        told = told.replace(word, "")
    bare = "".join(one for one in told if one.isalnum())
    return next((one for one in WooGround if bare == one.value.replace(".", "")), None)


def _subject(reader: RoundReader, letters: Letters, number: str, text: str) -> tuple[Matter, str]:
    """The field or the letter of an application that a text names."""
    one = next((o for o in judged_since(reader) if o.application.application_id == number), None)
    if one is None:
        raise WrongUse(f"Ronde {reader.id} heeft geen leesbare aanvraag {number}.")
    own = letters.get(number, ())
    if text in own:
        return Matter.LETTER, text
    fields = weighable(one.application, instruments()[one.instrument])
    field = named(fields, text)
    if field is None:
        known = ", ".join((*(one.label for one in fields), *own))
        raise WrongUse(f"{number} heeft geen {text!r} om te wegen. Te wegen zijn: {known}.")
    return Matter.FIELD, field.key


def _letters(reader: RoundReader) -> Letters:
    """The files of the letters of each application, as the publication list has them."""
    whole = dossier(reader, supplemented=True)
    if whole.approval is None:
        return {}
    found: dict[str, tuple[str, ...]] = {}
    for row in Published(whole).documents():
        number = str(row["application_id"])
        found[number] = (*found.get(number, ()), str(row["document"]))
    return found
