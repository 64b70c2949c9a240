"""The calendar: the open terms of rounds on a day, what presses first, those that are alike as one.

Terms are alike where round, scheme, what has to be done, by whom and with which command agree, and
where both are late or neither is. So three hundred decisions that can be objected to are one line,
with how many they are and between which days they end; schemes whose line says the same are told in
one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from ....grants.bilingual import Bilingual
from ....grants.record import Record
from ....grants.rounds.policy import RoundKind
from ...config.office import Office
from ...records.rounds.reader import RoundReader
from .kinds import KINDS
from .term import OFFICE, CalendarTerm, Nature, RoundOnDay, Who

_ONE_OF_THEM = "<aanvraag>"


class CalendarLine(Record):
    """Terms that are alike. ``first`` and ``last`` are the days between which they end.

    ``instruments`` are their schemes and ``applications`` those that they are about, in order; none
    where they are about the round as a whole. ``days_left`` is below zero once the first is past.
    ``reasons`` are those of the first. The other fields are those of a :class:`CalendarTerm`.
    """

    round: str
    instruments: tuple[str, ...]
    what: Bilingual
    nature: Nature
    first: date
    last: date
    days_left: int
    count: int
    applications: tuple[str, ...]
    reasons: tuple[Bilingual, ...]
    who: Who
    cost: Bilingual
    command: str

    @property
    def late(self) -> bool:
        """Whether somebody should have acted by now."""
        return self.days_left < 0


def terms_of_round(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """The open terms of one round on a day, in no order; what is over is told no more.

    A round in which nothing real can be decided has none.
    """
    if seen.reader.policy.round.explores:
        return
    for kind in KINDS:
        for one in kind(seen):
            if one.nature is Nature.DUTY or not one.over(seen.on):
                yield one


def calendar(
    rounds: Iterable[RoundReader],
    on: date,
    office_of: Callable[[RoundReader], Office],
    *,
    beside: Iterable[RoundReader] = (),
    schemes: Iterable[str] = (),
    within: int | None = None,
) -> tuple[CalendarLine, ...]:
    """The open terms of rounds on a day, by their days: what is late comes first.

    ``beside`` are all rounds of the database, which say what was done in a later one.
    ``schemes`` are those asked about, all where none is named; what is about a round as a whole is
    told then too. ``within`` leaves out what ends more than so many days later.
    """
    every, wanted = tuple(beside), set(schemes)
    found: list[CalendarTerm] = []
    for reader in rounds:
        others = tuple(one for one in every if one.id != reader.id and _is_alike(one, reader))
        seen = RoundOnDay(reader, on, office_of(reader), others)
        found += terms_of_round(seen)
    chosen = [
        one
        for one in found
        if (not wanted or not one.instrument or one.instrument in wanted)
        and (within is None or one.day <= on + timedelta(days=within))
    ]
    return grouped(chosen, on)


class Pressing(Record):
    """What presses most in a round, or about one application of it.

    ``first`` is the term that comes first, ``duty`` that of the office itself where the first is
    somebody else's, so that what the office has to do is never behind what it waits for.
    """

    first: CalendarLine | None = None
    duty: CalendarLine | None = None


def pressing(seen: RoundOnDay, application_id: str = "") -> Pressing:
    """What presses most, of a round or of one application."""
    lines = grouped(
        (
            one
            for one in terms_of_round(seen)
            if not application_id or one.application_id == application_id
        ),
        seen.on,
    )
    first = next(iter(lines), None)
    duty = next((one for one in lines if one.nature is Nature.DUTY and one.who in OFFICE), None)
    return Pressing(first=first, duty=None if duty == first else duty)


def _is_alike(one: RoundReader, other: RoundReader) -> bool:
    """Whether both decide, really or as an example; what only explores is beside nothing."""
    kinds = {one.policy.round.kind, other.policy.round.kind}
    return len(kinds) == 1 and not kinds & {RoundKind.WHAT_IF, RoundKind.PLANNING}


def grouped(terms: Iterable[CalendarTerm], on: date) -> tuple[CalendarLine, ...]:
    """Terms that are alike as one, by their first days."""
    alike: dict[tuple[object, ...], list[CalendarTerm]] = {}
    for one in terms:
        key = (
            one.round, one.instrument, one.what.nl, one.who, one.command, one.nature, one.over(on)
        )  # fmt: skip
        alike.setdefault(key, []).append(one)
    told: dict[CalendarLine, list[CalendarLine]] = {}
    for same in alike.values():
        line = _line(sorted(same, key=_by_day), on)
        bare = line.model_copy(update={"instruments": (), "applications": (), "count": 0})
        told.setdefault(bare, []).append(line)
    return tuple(
        sorted(
            (_of_schemes(lines) for lines in told.values()),
            key=lambda one: (
                one.first,
                one.nature,  # who has to act before what passes by itself
                one.round,
                one.what.nl,
                one.instruments,
                one.who,
                one.applications,
            ),
        )
    )


def _of_schemes(lines: list[CalendarLine]) -> CalendarLine:
    """The lines of several schemes that say the same, as one."""
    return lines[0].model_copy(
        update={
            "instruments": tuple(sorted(name for one in lines for name in one.instruments)),
            "applications": tuple(sorted(name for one in lines for name in one.applications)),
            "count": sum(one.count for one in lines),
        }
    )


def _by_day(one: CalendarTerm) -> tuple[date, str]:
    return one.day, one.application_id


def _line(same: list[CalendarTerm], on: date) -> CalendarLine:
    first = same[0]
    numbers = tuple(sorted({one.application_id for one in same if one.application_id}))
    named = numbers[0] if len(numbers) == 1 else _ONE_OF_THEM
    return CalendarLine(
        round=first.round,
        instruments=(first.instrument,) if first.instrument else (),
        what=first.what,
        nature=first.nature,
        first=first.day,
        last=same[-1].day,
        days_left=(first.day - on).days,
        count=len(same),
        applications=numbers,
        reasons=first.reasons,
        who=first.who,
        cost=first.cost,
        command=first.command.replace("{number}", named),
    )
