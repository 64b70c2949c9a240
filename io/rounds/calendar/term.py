"""A term as the calendar has it, and the round and the day for which its terms are asked.

Every kind of term is a plain function from a :class:`RoundOnDay` to the terms of that kind that are
still open then; :mod:`.kinds` names all of them. What was done in time has no term any more, what
was not done keeps its term after the day has passed.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ....grants.bilingual import Bilingual
from ....grants.frozen import frozen
from ....grants.notation import short_day
from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ...config.office import Office
from ...records.rounds.reader import RoundReader


class Nature(StrEnum):
    """What the day of a term is."""

    DUTY = "duty"  # somebody has to act by then, and is late after it
    MOMENT = "moment"  # something ends or changes then by itself, and is over after it


class Who(StrEnum):
    """Who has to act, or for whom something ends."""

    OFFICER = "officer"
    APPROVER = "approver"
    MINISTER = "minister"
    COMMITTEE = "committee"
    MUNICIPALITY = "municipality"
    INTERESTED = "interested"
    ARCHIVIST = "archivist"

    def text(self, lang: str) -> str:
        """In words an office uses."""
        return _WHO[self].text(lang)


OFFICE = (Who.OFFICER, Who.APPROVER, Who.MINISTER)
"""Those for whom the office acts."""
_WHO = {
    Who.OFFICER: Bilingual(nl="een behandelaar", en="an officer"),
    Who.APPROVER: Bilingual(nl="een vaststeller", en="an approver"),
    Who.MINISTER: Bilingual(nl="de minister", en="the minister"),
    Who.COMMITTEE: Bilingual(nl="de toetsingscommissie", en="the assessment committee"),
    Who.MUNICIPALITY: Bilingual(nl="de gemeente", en="the municipality"),
    Who.INTERESTED: Bilingual(
        nl="de gemeente of een andere belanghebbende", en="the municipality or another party"
    ),
    Who.ARCHIVIST: Bilingual(nl="een beheerder", en="an administrator"),
}


class CalendarTerm(Record):
    """A last day (*uiterste dag*) with all that somebody has to know of it.

    ``instrument`` is empty for what is about the round as a whole, ``application_id`` for what is
    not about one application. ``day`` is the last day as it holds; ``reasons`` say which article
    set it, and what moved it or why nothing did. ``cost`` is what it costs to miss it. ``command``
    is the command to type next, with ``{number}`` where the application belongs.
    """

    round: str
    instrument: str = ""
    application_id: str = ""
    what: Bilingual
    day: date
    reasons: tuple[Bilingual, ...]
    who: Who
    cost: Bilingual
    command: str
    nature: Nature = Nature.DUTY

    def over(self, on: date) -> bool:
        """Whether a day is past it."""
        return on > self.day


@frozen
class RoundOnDay:
    """A round whose terms are asked, on a day, with its office and the rounds beside it."""

    reader: RoundReader
    on: date
    office: Office
    others: tuple[RoundReader, ...] = ()

    @property
    def policy(self) -> Policy:
        """The policy that holds, with the day of the decision where that was taken."""
        return self.reader.policy_as_decided

    @property
    def equated(self) -> tuple[date, ...]:
        """The days that a decree equates with holidays."""
        return self.office.days_equated_with_holidays

    def command(self, name: str, more: str = "") -> str:
        """A command about this round, where the round is an option."""
        return f"verdeel {name} --round {self.reader.id}{f' {more}' if more else ''}"

    def command_on_round(self, name: str, more: str = "") -> str:
        """A command about this round, where the round comes right after its name."""
        return f"verdeel {name} {self.reader.id}{f' {more}' if more else ''}"


def set_by(day: date, article: str, article_en: str = "") -> Bilingual:
    """Which article sets a day. Where there is no English for it the article stays Dutch."""
    return Bilingual(
        nl=f"{day:%d-%m-%Y} volgens {article}",
        en=f"{short_day(day, 'en')} by {article_en or article}",
    )
