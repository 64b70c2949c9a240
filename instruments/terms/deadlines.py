"""The terms and dates of a round, by scheme: what the law asks, by when, of whom.

Terms run in whole weeks from the close of the window. The Algemene termijnenwet moves the last day
of a term of at most twelve weeks set by an AMvB; it does not move longer ones, nor fixed dates,
nor those of a ministerial regulation, so only the committee's advice can move.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pydantic import computed_field

from ...grants.bilingual import Bilingual
from ...grants.calendar import is_working_day, next_working_day
from ...grants.notation import article_in, short_day
from ...grants.record import Record
from ..law.catalogue import Catalogue, Law
from ..law.parameters import NotInForce


class Deadline(Record):
    """A last day (*uiterste datum*) with who has to act and the article that sets it.

    ``day`` is the day of the law itself, before the Algemene termijnenwet; ``may_move`` whether
    that law moves it past a weekend or holiday. ``decides``: whether the decisions of the round
    must have been taken by then. ``weeks`` is the length of the term, 0 where it is a date.
    ``last`` is the last day as it holds, and ``reasons`` say what set it and what moved it, or why
    nothing did.
    """

    instrument: str
    rule: str
    article: str
    day: date
    who_nl: str
    what_nl: str
    what_en: str
    may_move: bool = False
    decides: bool = False
    weeks: int = 0

    @computed_field
    @property
    def last(self) -> date:
        """The last day, past weekends and holidays where that law moves it."""
        return next_working_day(self.day) if self.may_move else self.day

    @computed_field
    @property
    def reasons(self) -> tuple[Bilingual, ...]:
        """Which article set it, and what moved it, or why nothing did."""
        set_by = Bilingual(
            nl=f"{self.day:%d-%m-%Y} volgens {self.article}",
            en=f"{short_day(self.day, 'en')} by {article_in(self.article, 'en')}",
        )
        return set_by, moved_or_not(self.day, may_move=self.may_move, weeks=self.weeks)


_ACT_NL, _ACT_EN = "Algemene termijnenwet", "General Time Limits Act"
_LONGEST = 12  # weeks: longer terms that act leaves alone


def moved_or_not(day: date, *, may_move: bool, weeks: int = 0) -> Bilingual:
    """What the Algemene termijnenwet does to a last day, or why it does nothing.

    ``weeks`` is the length of the term that the law leaves alone, 0 where it is a date.
    """
    if may_move and is_working_day(day):
        return Bilingual(
            nl=f"niet verschoven: het is geen weekend of feestdag (artikel 1, eerste lid, {_ACT_NL})",
            en=f"not moved: it is no weekend or holiday (article 1, first paragraph, {_ACT_EN})",
        )
    if may_move:
        last = next_working_day(day)
        return Bilingual(
            nl=f"verschoven naar {last:%d-%m-%Y}, de eerste dag daarna die geen weekend of feestdag "
            f"is (artikel 1, eerste lid, {_ACT_NL})",
            en=f"moved to {short_day(last, 'en')}, the first day after it that is no weekend or holiday "
            f"(article 1, first paragraph, {_ACT_EN})",
        )
    if not weeks:
        return Bilingual(
            nl=f"niet verschoven: een vaste datum is geen termijn van de {_ACT_NL}",
            en=f"not moved: a fixed date is no term of the {_ACT_EN}",
        )
    if weeks > _LONGEST:
        return Bilingual(
            nl="niet verschoven: een termijn van meer dan twaalf weken (artikel 4, onderdeel a, "
            f"{_ACT_NL})",
            en=f"not moved: a term of more than twelve weeks (article 4, under a, {_ACT_EN})",
        )
    return Bilingual(
        nl=f"niet verschoven: een termijn van een ministeriële regeling, buiten de {_ACT_NL}",
        en=f"not moved: a term of a ministerial regulation, outside the {_ACT_EN}",
    )


MINISTER, COMMITTEE, MUNICIPALITY = "de minister", "de toetsingscommissie", "de gemeente"
"""Who has to act, as ``who_nl`` of a deadline has it."""


def deadlines(
    catalogue: Catalogue, window_opens: date, window_closes: date
) -> tuple[Deadline, ...]:
    """Every dated duty of a scheme for a window, by day; of a scheme without one, nothing.

    Raises :class:`NotInForce` where no law is known for the day the window opens.
    """
    law = catalogue.law_on(window_opens)
    articles = {version.code: version.article for version in law.rules}
    found: list[Deadline] = []
    for code, make in _RULES.items():
        if code in articles:
            found += make(law, code, articles[code], window_closes)
    return tuple(sorted(found, key=lambda one: (one.day, one.rule)))


def _weeks_after(day: date, weeks: int) -> date:
    return day + timedelta(weeks=weeks)


def _advice(law: Law, code: str, article: str, closes: date) -> Iterator[Deadline]:
    term = law.term(f"{code}.term").value
    yield Deadline(
        instrument=law.name, rule=code, article=article, day=_weeks_after(closes, term),
        who_nl=COMMITTEE, what_nl="advies", what_en="advice", may_move=True, weeks=term,
    )  # fmt: skip
    if law.has(f"{code}.extension"):
        longer = term + law.term(f"{code}.extension").value
        yield Deadline(
            instrument=law.name, rule=code, article=article, day=_weeks_after(closes, longer),
            who_nl=COMMITTEE, what_nl="advies, eenmaal verlengd",
            what_en="advice, extended once", may_move=True, weeks=longer,
        )  # fmt: skip


def _decision(law: Law, code: str, article: str, closes: date) -> Iterator[Deadline]:
    term = law.term(f"{code}.term").value
    yield Deadline(
        instrument=law.name, rule=code, article=article, day=_weeks_after(closes, term),
        who_nl=MINISTER, what_nl="besluit op de aanvragen", what_en="decision on the applications",
        decides=True, weeks=term,
    )  # fmt: skip


def _retake(law: Law, code: str, article: str, closes: date) -> Iterator[Deadline]:
    within = law.term(f"{code}.within").value
    yield Deadline(
        instrument=law.name, rule=code, article=article, day=_weeks_after(closes, within),
        weeks=within, who_nl=MINISTER, what_nl="laatste dag waarop een herkansing voor afgewezen projecten opent",
        what_en="last day on which a second window for refused projects opens",
    )  # fmt: skip


def retake_may_open(law: Law, closed: date, opens: date) -> bool:
    """Whether a window only for projects refused before may open on that day (WBI-24)."""
    if not law.has("WBI-24.within"):
        return False
    return closed < opens <= _weeks_after(closed, law.term("WBI-24.within").value)


def _end_of_year(law: Law, code: str, article: str, closes: date) -> Iterator[Deadline]:
    """RS-08: a window in a year is about the homes that started in the year before it."""
    started = closes.year - law.number(f"{code}.years_after_start")
    yield Deadline(
        instrument=law.name, rule=code, article=article,
        day=date(closes.year, law.number(f"{code}.month"), law.number(f"{code}.day")),
        who_nl=MINISTER, what_nl=f"vaststelling over startjaar {started}",
        what_en=f"fixing for start year {started}", decides=True,
    )  # fmt: skip


def _end_of_cost_year(law: Law, code: str, article: str, closes: date) -> Iterator[Deadline]:
    """NPR-07 and NPC-07: a window in a year is about the costs of the year before it."""
    year = closes.year - law.number(f"{code}.years_after_start")
    yield Deadline(
        instrument=law.name, rule=code, article=article,
        day=date(closes.year, law.number(f"{code}.month"), law.number(f"{code}.day")),
        who_nl=MINISTER, what_nl=f"vaststelling van de toeslag over kostenjaar {year}",
        what_en=f"fixing of the supplement over the costs of {year}", decides=True,
    )  # fmt: skip


def statement_years(law: Law) -> tuple[Deadline, ...]:
    """The last day to fix the grant over each start year of a scheme of yearly statements."""
    if not law.has("RS-08.years_after_start"):
        return ()
    after = law.number("RS-08.years_after_start")
    years = range(law.day_of("RS-02.first").year, law.day_of("RS-02.last").year + 1)
    article = next(one.article for one in law.rules if one.code == "RS-08")
    return tuple(
        one
        for year in years
        for one in _end_of_year(law, "RS-08", article, date(year + after, 1, 1))
    )


def _fixed(
    key: str, who: str, nl: str, en: str
) -> Callable[[Law, str, str, date], Iterator[Deadline]]:
    def make(law: Law, code: str, article: str, closes: date) -> Iterator[Deadline]:
        yield Deadline(
            instrument=law.name, rule=code, article=article, day=law.day_of(f"{code}.{key}"),
            who_nl=who, what_nl=nl, what_en=en, decides=who == MINISTER,
        )  # fmt: skip

    return make


def _report(law: Law, code: str, article: str, closes: date) -> Iterator[Deadline]:
    """GB-08: each year; here the first after the window closes."""
    month, day = (law.number(f"{code}.{name}") for name in ("month", "day"))
    this_year = date(closes.year, month, day)
    first = this_year if this_year > closes else this_year.replace(year=closes.year + 1)
    yield Deadline(
        instrument=law.name, rule=code, article=article, day=first,
        who_nl=MUNICIPALITY, what_nl="jaarlijkse beleidsinformatie, de eerste keer",
        what_en="yearly policy information, the first time",
    )  # fmt: skip


_RULES: dict[str, Callable[[Law, str, str, date], Iterator[Deadline]]] = {
    "WBI-22": _advice,
    "WBI-23": _decision,
    "WBI-24": _retake,
    "RS-08": _end_of_year,
    "NPR-07": _end_of_cost_year,
    "NPC-07": _end_of_cost_year,
    "GB-04": _fixed("by", MINISTER, "besluit over verlening", "decision on granting"),
    "GB-05": _fixed(
        "last_start", MUNICIPALITY, "start bouw laatste woning", "start of the last home"
    ),
    "GB-06": _fixed("ready", MUNICIPALITY, "maatregelen gereed", "measures ready"),
    "GB-08": _report,
}

__all__ = [
    "COMMITTEE", "MINISTER", "MUNICIPALITY", "Deadline", "NotInForce", "deadlines",
    "moved_or_not", "retake_may_open", "statement_years",
]  # fmt: skip
