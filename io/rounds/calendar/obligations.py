"""What the law lays on those who were granted money, year after year, and how regulations end.

Whether a municipality did what it had to stands in monitors and accounts, not here: its days are
told until they have passed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.policy import Policy
from ....instruments.deadlines import (
    MUNICIPALITY,
    Deadline,
    moved_or_not,
    start_terms,
    statement_years,
)
from ....instruments.instrument import instruments
from ...records.rounds.reader import RoundReader
from ..after.changing import law_of
from ..after.standing import Ended, StandingAward, unsettled_awards
from ..deadlines import before_the_window, deadlines_of
from .term import CalendarTerm, Nature, RoundOnDay, Who, set_by

_ACCOUNTS = (7, 15)  # Fvw art. 17a: 15 July of the year after


def _owed(reader: RoundReader) -> dict[str, list[StandingAward]]:
    """The awards that still stand and of which the letter went, by scheme."""
    found: dict[str, list[StandingAward]] = {}
    for one in unsettled_awards(reader).values():
        if one.ended is Ended.NOT and one.sent_on is not None:
            found.setdefault(one.award.instrument, []).append(one)
    return found


def start_of_works(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when works start, of a scheme that counts that from its decision: three and ten years."""
    for key, awards in _owed(seen.reader).items():
        law = law_of(seen.reader.policy, key)
        for award in awards:
            for one in start_terms(law, award.decided_on):
                yield _obligation(seen, one, one.day, award.award.application_id)


def fixed_days(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """The days that a regulation itself names for what was granted: once, or every year."""
    policy, owed = seen.reader.policy, _owed(seen.reader)
    for one in deadlines_of(policy):
        awards = owed.get(one.instrument, [])
        if one.who_nl != MUNICIPALITY or not awards or before_the_window(policy, one):
            continue
        day, told = one.day, one
        if one.yearly:
            day = _next(one.day, seen.on)
            told = one.model_copy(
                update={
                    "day": day, "what_nl": "jaarlijkse beleidsinformatie",
                    "what_en": "yearly policy information",
                }
            )  # fmt: skip
        last = instruments()[one.instrument].catalogue.last_day
        if last is None or day <= last:
            for award in awards:
                yield _obligation(seen, told, day, award.award.application_id)


def _next(first: date, on: date) -> date:
    """The first such day of a year that is not past, from the first of all on."""
    year = max(first.year, on.year)
    found = first.replace(year=year)
    return found if found >= on else found.replace(year=year + 1)


def _obligation(seen: RoundOnDay, one: Deadline, day: date, number: str) -> CalendarTerm:
    own = instruments()[one.instrument]
    return CalendarTerm(
        round=seen.reader.id, instrument=one.instrument, application_id=number, day=day,
        who=Who.MUNICIPALITY, nature=Nature.MOMENT, reasons=one.reasons,
        what=Bilingual(nl=one.what_nl, en=one.what_en),
        cost=Bilingual(
            nl="de uitkering kan lager worden vastgesteld of worden teruggevorderd"
            if own.schedule.changes
            else "wat niet rechtmatig is besteed kan worden teruggevorderd",
            en="the grant may be fixed lower or claimed back"
            if own.schedule.changes
            else "what was not spent lawfully may be claimed back",
        ),
        command=seen.command("change request {number}", '--reason "..." --date jjjj-mm-dd')
        if own.schedule.changes
        else seen.command("explain {number}"),
    )  # fmt: skip


def account_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """The accounts of each year (*SiSa*, Fvw art. 17a), while anything that was granted stands."""
    for key, awards in _owed(seen.reader).items():
        first = min(award.decided_on for award in awards).year + 1
        day = _next(date(first, *_ACCOUNTS), seen.on)
        for award in awards:
            yield CalendarTerm(
                round=seen.reader.id, instrument=key, day=day, who=Who.MUNICIPALITY,
                application_id=award.award.application_id, nature=Nature.MOMENT,
                what=Bilingual(nl=f"verantwoording over {day.year - 1} (SiSa)",
                               en=f"accounts over {day.year - 1} (SiSa)"),
                reasons=(
                    set_by(day, "artikel 17a van de Financiële-verhoudingswet",
                           "article 17a Financiële-verhoudingswet"),
                    moved_or_not(day, may_move=False),
                ),
                cost=Bilingual(
                    nl="betaling uit het gemeentefonds kan tot 26 weken worden opgeschort (artikel "
                    "17b van de Financiële-verhoudingswet)",
                    en="payments of the gemeentefonds may be suspended for up to 26 weeks "
                    "(article 17b Financiële-verhoudingswet)",
                ),
                command=seen.command("explain {number}"),
            )  # fmt: skip


def statement_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when the grant is fixed over each start year that no round is about yet."""
    policy = seen.reader.policy
    for key in policy.instruments:
        rounds = [one for one in (seen.reader, *seen.others) if key in one.policy.instruments]
        newest = max(rounds, key=lambda one: (_closes(one.policy, key), one.id))
        if newest.id != seen.reader.id:
            continue
        decided_in = _closes(policy, key).year
        for one in statement_years(law_of(policy, key)):
            if one.day.year <= decided_in:
                continue
            yield CalendarTerm(
                round=seen.reader.id, instrument=key, day=one.last, who=Who.MINISTER,
                what=Bilingual(nl=one.what_nl, en=one.what_en), reasons=one.reasons,
                nature=Nature.MOMENT,
                cost=Bilingual(
                    nl="het geld van het begrotingsjaar kan vervallen",
                    en="the money of the budget year may lapse",
                ),
                command="verdeel round new <ronde>",
            )  # fmt: skip


def _closes(policy: Policy, key: str) -> date:
    return policy.window_of(key).closes


def lapse_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """The last day of each regulation, and what its end leaves of what was granted by it."""
    for key in seen.reader.policy.instruments:
        own = instruments()[key]
        newest = max(one.id for one in (seen.reader, *seen.others) if key in one.policy.instruments)
        if own.catalogue.last_day is None or own.lapse is None or newest != seen.reader.id:
            continue
        day = own.catalogue.last_day
        yield CalendarTerm(
            round=seen.reader.id, instrument=key, day=day, who=Who.MINISTER,
            nature=Nature.MOMENT,
            what=Bilingual(nl=f"laatste dag van de regeling {own.name_nl}",
                           en=f"last day of the regulation of {own.name_en}"),
            reasons=(
                set_by(day, own.lapse.article.nl, own.lapse.article.en),
                moved_or_not(day, may_move=False),
            ),
            cost=own.lapse.leaves, command=f"verdeel rules --instrument {own.prefix}",
        )  # fmt: skip
