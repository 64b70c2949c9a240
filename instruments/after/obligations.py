"""What the law of each scheme asks of a municipality after the award, as data of the scheme.

A scheme has ``obligations.toml`` in its package. What a term or share is stands in the catalogue of
its law, which the round is sealed with; here stand what it means for an award and what it costs to
miss it. A scheme without one owes nothing by the day, and says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import tomli

from ...grants.after.obligation import Obligation, ObligationKind
from ...grants.bilingual import Bilingual
from ...grants.notation import article_in, short_day
from ...grants.record import Record
from ..law.catalogue import Law
from ..law.quantity import Share
from ..screening.measures import years_after
from ..terms.deadlines import moved_or_not


class Duty(Record):
    """An obligation as the data of a scheme have it.

    ``rule`` is the rule of the catalogue that sets its term, day or share, in ``parameter``; without
    one, ``article`` does, read in ``source`` with that ``confidence``. A term in years runs from the
    decision. ``missed`` says what it costs to miss it, by ``missed_article``. ``valid_from`` and
    ``valid_to`` are the first and last opening day of the windows whose law has that article.
    """

    kind: ObligationKind
    rule: str = ""
    parameter: str = ""
    article: str = ""
    source: str = ""
    confidence: str = ""
    what: Bilingual
    missed: Bilingual
    missed_article: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the law of a window that opens on a day has it."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class Obligations(Record):
    """All duties of a scheme; ``none`` says why it has none by the day, or is empty."""

    duty: tuple[Duty, ...] = ()
    none: Bilingual | None = None


@cache
def obligations_in(package: str) -> Obligations:
    """The duties of a scheme: ``obligations.toml`` in its package."""
    text = files(package).joinpath("obligations.toml").read_text(encoding="utf-8")
    return Obligations.model_validate(tomli.loads(text))


def obligations_of(
    instrument: str,
    duties: Obligations,
    law: Law,
    decided_on: date,
    moved: Mapping[ObligationKind, tuple[date, Bilingual]] = MappingProxyType({}),
) -> tuple[Obligation, ...]:
    """The obligations of an award that was decided on a day, under the law of its round.

    ``moved`` are the days that a later decision set in the place of those of the law, each with
    what did so. A duty whose rule the law of the round does not have is left out.
    """
    return tuple(
        one
        for duty in duties.duty
        if duty.holds_on(law.day)
        for one in _made(instrument, duty, law, decided_on, moved.get(duty.kind))
    )


def _made(
    instrument: str, duty: Duty, law: Law, decided_on: date, moved: tuple[date, Bilingual] | None
) -> Iterator[Obligation]:
    rule = law.rule_of(duty.rule) if duty.rule else None
    if duty.rule and rule is None:
        return
    article = duty.article if rule is None else rule.article
    day, reasons = _day_of(duty, law, decided_on, article)
    if moved is not None and day is not None:
        day, reasons = moved[0], (*reasons, moved[1])
    yearly = duty.kind is ObligationKind.REPORT
    yield Obligation(
        kind=duty.kind,
        instrument=instrument,
        article=article,
        what=duty.what,
        missed=duty.missed,
        missed_article=duty.missed_article,
        day=day,
        month=law.number(f"{duty.rule}.month") if yearly else 0,
        day_of_month=law.number(f"{duty.rule}.day") if yearly else 0,
        share=_share_of(duty, law),
        reasons=reasons
        or (Bilingual(nl=f"volgens {article}", en=f"by {article_in(article, 'en')}"),),
    )


def _day_of(
    duty: Duty, law: Law, decided_on: date, article: str
) -> tuple[date | None, tuple[Bilingual, ...]]:
    """The last day of a duty, with what set it and why nothing moves it."""
    key = f"{duty.rule}.{duty.parameter}"
    if duty.kind in (ObligationKind.FIRST_START, ObligationKind.LAST_START):
        parameter = law.values[key].value
        if isinstance(parameter, date):
            return parameter, _fixed(parameter, article)
        years = law.term(key).value
        last = years_after(decided_on, years)
        return last, (
            Bilingual(
                nl=f"{last:%d-%m-%Y}: {years} jaar na het besluit van {decided_on:%d-%m-%Y} "
                f"({article})",
                en=f"{short_day(last, 'en')}: {years} years after the decision of "
                f"{short_day(decided_on, 'en')} ({article_in(article, 'en')})",
            ),
            Bilingual(
                nl="niet verschoven: een termijn in jaren (artikel 4, onderdeel a, Algemene "
                "termijnenwet)",
                en="not moved: a term in years (article 4, under a, General Time Limits Act)",
            ),
        )
    if duty.kind is ObligationKind.MEASURES_READY:
        return law.day_of(key), _fixed(law.day_of(key), article)
    return None, ()


def _fixed(day: date, article: str) -> tuple[Bilingual, ...]:
    set_by = Bilingual(
        nl=f"{day:%d-%m-%Y} volgens {article}",
        en=f"{short_day(day, 'en')} by {article_in(article, 'en')}",
    )
    return set_by, moved_or_not(day, may_move=False)


def _share_of(duty: Duty, law: Law) -> tuple[int, int] | None:
    if duty.kind is not ObligationKind.AFFORDABLE:
        return None
    share: Share = law.share(f"{duty.rule}.{duty.parameter}")
    return share.value.numerator, share.value.denominator


def next_day_of(obligations: Sequence[Obligation], after: date, until: date) -> date | None:
    """The first day after one on which any of these falls due, up to another."""
    days = (day for one in obligations for day in one.days_between(after, until))
    return min(days, default=None)
