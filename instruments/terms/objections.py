"""The terms of an objection (*bezwaar*), each with the article that sets it and what moved it.

All of them are set by the Awb, an act, so that the Algemene termijnenwet moves a last day that is
a Saturday, a Sunday or a general holiday. A day that the parties agreed on is not moved.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum

from ...grants.after.objection import Channel
from ...grants.bilingual import Bilingual
from ...grants.calendar import is_working_day
from ...grants.notation import short_day
from ...grants.record import Record

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_TO_OBJECT = 6 * _WEEK  # Awb 6:7
_AFTER_POST = _WEEK  # Awb 6:9, second paragraph
_TO_DECIDE, _WITH_COMMITTEE = 6 * _WEEK, 12 * _WEEK  # Awb 7:10, first paragraph
LONGEST_ADJOURNMENT = 6 * _WEEK  # Awb 7:10, third paragraph
TO_ANSWER = 2 * _WEEK  # what Awb 6:6 leaves to the office, and 6:9 and 6:11 say nothing of
_PAPERS, _LAST_PAPERS = _WEEK, timedelta(days=10)  # Awb 7:4


class Term(Record):
    """A last day: ``law`` as its article sets it, ``last`` as it holds; ``reasons`` say why."""

    law: date
    last: date
    reasons: tuple[Bilingual, ...]

    def text(self, lang: str) -> str:
        """Why it is that day, in a line."""
        return "; ".join(one.text(lang) for one in self.reasons)


def past_free_days(day: date, equated: Collection[date] = ()) -> date:
    """That day, or the first one after it that is no weekend, holiday or day equated with one.

    >>> past_free_days(date(2027, 3, 29))  # Easter Monday
    datetime.date(2027, 3, 30)
    """
    while not is_working_day(day) or day in equated:
        day += _DAY
    return day


def _moved(day: date, equated: Collection[date]) -> Bilingual:
    last = past_free_days(day, equated)
    if last == day:
        return Bilingual(
            nl="niet verschoven: het is geen weekend of feestdag (artikel 1, eerste lid, Algemene "
            "termijnenwet)",
            en="not moved: it is no weekend or holiday (article 1, first paragraph, General Time "
            "Limits Act)",
        )
    nl, en = (
        ("3, derde lid", "3, third paragraph")
        if day in equated
        else ("1, eerste lid", "1, first paragraph")
    )
    return Bilingual(
        nl=f"verschoven van {day:%d-%m-%Y} naar {last:%d-%m-%Y}, de eerste dag daarna die geen "
        f"weekend of feestdag is (artikel {nl}, Algemene termijnenwet)",
        en=f"moved from {short_day(day, 'en')} to {short_day(last, 'en')}, the first day after it that is no "
        f"weekend or holiday (article {en}, General Time Limits Act)",
    )


def term_of_an_act(day: date, set_by: Bilingual, equated: Collection[date]) -> Term:
    """A last day that an act sets, past weekends, holidays and days equated with those."""
    return Term(law=day, last=past_free_days(day, equated), reasons=(set_by, _moved(day, equated)))


def to_object(sent_on: date, equated: Collection[date] = ()) -> Term:
    """The last day on which an objection is in time, of a decision that was sent on that day.

    >>> to_object(date(2026, 9, 7)).last
    datetime.date(2026, 10, 19)
    """
    return term_of_an_act(
        sent_on + _TO_OBJECT,
        Bilingual(
            nl=f"zes weken vanaf de dag na {sent_on:%d-%m-%Y} (artikelen 6:7 en 6:8, eerste lid, "
            "Awb)",
            en=f"six weeks from the day after {short_day(sent_on, 'en')} (articles 6:7 and 6:8, first "
            "paragraph, Awb)",
        ),
        equated,
    )


def to_appeal(sent_on: date, equated: Collection[date] = ()) -> Term:
    """The last day for an appeal (*beroep*) against a decision on an objection."""
    return to_object(sent_on, equated)


def posted_in_time(objecting: Term, equated: Collection[date] = ()) -> Term:
    """The last day on which what was posted in time can be received (Awb 6:9)."""
    return term_of_an_act(
        objecting.last + _AFTER_POST,
        Bilingual(
            nl=f"een week na {objecting.last:%d-%m-%Y}, voor wat toen al op de post was (artikel "
            "6:9, tweede lid, Awb)",
            en=f"a week after {short_day(objecting.last, 'en')}, for what was posted by then (article "
            "6:9, second paragraph, Awb)",
        ),
        equated,
    )


class Arrived(StrEnum):
    """Whether an objection came in time.

    ``UNSHOWN``: it came by post within a week of the last day, and when it was posted is unknown.
    """

    IN_TIME = "in_time"
    BY_POST = "by_post"
    LATE = "late"
    PREMATURE = "premature"
    UNSHOWN = "unshown"

    @property
    def dutch(self) -> str:
        """In words an office uses, with the article."""
        return {
            "in_time": "op tijd (artikel 6:9, eerste lid, Awb)",
            "by_post": "op tijd, want op tijd gepost (artikel 6:9, tweede lid, Awb)",
            "late": "te laat (artikel 6:11 Awb: tenzij het verzuim verschoonbaar is)",
            "premature": "te vroeg (artikel 6:10 Awb)",
            "unshown": "onbekend, want op welke dag het is gepost, is niet gebleken (artikel 6:9, "
            "tweede lid, Awb)",
        }[self.value]


def arrived(
    objecting: Term | None,
    received: date,
    posted: date | None,
    channel: Channel,
    sent_on: date | None,
    equated: Collection[date] = (),
) -> Arrived:
    """Whether an objection came in time; without a decision that was sent it is premature."""
    if objecting is None or sent_on is None or received < sent_on:
        return Arrived.PREMATURE
    if received <= objecting.last:
        return Arrived.IN_TIME
    if channel is not Channel.POST or received > posted_in_time(objecting, equated).last:
        return Arrived.LATE
    if posted is None:
        return Arrived.UNSHOWN
    return Arrived.BY_POST if posted <= objecting.last else Arrived.LATE


class Mend(Record):
    """A request to mend a defect (Awb 6:6), until a day, and when it was mended."""

    on: date
    until: date
    mended_on: date | None = None


class Moved(Record):
    """An adjournment (Awb 7:10, third paragraph), or one by consent (fourth), to a last day."""

    on: date
    until: date
    by_consent: bool = False


def until_answered(on: date, until: date | None, equated: Collection[date] = ()) -> date:
    """The last day to mend a defect (Awb 6:6), to show when an objection was posted (6:9), or to
    explain why it came late (6:11).

    Two weeks, or a later day; never a weekend or holiday.
    """
    return past_free_days(max(on + TO_ANSWER, until or on), equated)


def latest_adjournment(term: Term, equated: Collection[date] = ()) -> date:
    """The latest day to which the office itself can adjourn a term: six weeks, once."""
    return past_free_days(term.last + LONGEST_ADJOURNMENT, equated)


def to_decide(
    objecting: Term,
    *,
    committee: bool,
    changes: Sequence[Mend | Moved] = (),
    equated: Collection[date] = (),
) -> Term:
    """The last day to decide on an objection: six weeks, twelve with a committee, from the day
    after the term to object ended; ``changes`` are what moved it, in the order of their days.

    A request to mend stops the clock from the day after it until the day on which it was mended,
    or until its own term has ended; only as far as the clock ran.
    """
    starts = objecting.last + _DAY
    day = objecting.last + (_WITH_COMMITTEE if committee else _TO_DECIDE)
    weeks = ("twaalf", "twelve") if committee else ("zes", "six")
    reasons = [
        Bilingual(
            nl=f"{weeks[0]} weken vanaf {starts:%d-%m-%Y}, de dag na de bezwaartermijn (artikel "
            f"7:10, eerste lid, Awb{'; met adviescommissie, artikel 7:13' if committee else ''})",
            en=f"{weeks[1]} weeks from {short_day(starts, 'en')}, the day after the term to object "
            f"(article 7:10, first paragraph, Awb"
            f"{'; with a committee, article 7:13' if committee else ''})",
        )
    ]
    agreed = False
    for one in sorted(changes, key=lambda change: change.on):
        if isinstance(one, Mend):
            days = _stood_still(one, starts, past_free_days(day, equated))
            day += timedelta(days=days)
            reasons.append(_still(one, days))
        else:
            day, agreed = one.until, one.by_consent
            reasons.append(_adjourned(one))
    if agreed:
        return Term(law=day, last=day, reasons=(*reasons, _AGREED))
    return Term(
        law=day, last=past_free_days(day, equated), reasons=(*reasons, _moved(day, equated))
    )


_AGREED = Bilingual(
    nl="niet verschoven: een afgesproken dag is geen termijn van een wet",
    en="not moved: a day that was agreed on is no term of an act",
)


def _stood_still(one: Mend, starts: date, ends: date) -> int:
    since = max(one.on + _DAY, starts)
    until = one.until + _DAY
    if one.mended_on is not None:
        until = min(until, one.mended_on)
    return max((until - since).days, 0) if since <= ends else 0


def _still(one: Mend, days: int) -> Bilingual:
    if not days:
        return Bilingual(
            nl=f"het verzoek tot herstel van {one.on:%d-%m-%Y} schortte niets op: de termijn liep "
            "toen niet (artikel 7:10, tweede lid, Awb)",
            en=f"the request to mend of {short_day(one.on, 'en')} suspended nothing: the term did not "
            "run then (article 7:10, second paragraph, Awb)",
        )
    return Bilingual(
        nl=f"{days} {'dag' if days == 1 else 'dagen'} opgeschort door het verzoek tot herstel van "
        f"{one.on:%d-%m-%Y} (artikel 7:10, tweede lid, Awb)",
        en=f"suspended by {days} {'day' if days == 1 else 'days'} by the request to mend of "
        f"{short_day(one.on, 'en')} (article 7:10, second paragraph, Awb)",
    )


def _adjourned(one: Moved) -> Bilingual:
    if one.by_consent:
        return Bilingual(
            nl=f"met instemming uitgesteld tot en met {one.until:%d-%m-%Y} (artikel 7:10, vierde "
            "lid, Awb)",
            en=f"put off by consent until {short_day(one.until, 'en')} (article 7:10, fourth paragraph, "
            "Awb)",
        )
    return Bilingual(
        nl=f"verdaagd tot en met {one.until:%d-%m-%Y} (artikel 7:10, derde lid, Awb)",
        en=f"adjourned until {short_day(one.until, 'en')} (article 7:10, third paragraph, Awb)",
    )


def papers_from(hearing: date) -> date:
    """The day from which the papers lie open: at least a week before the hearing (Awb 7:4)."""
    return hearing - _PAPERS


def papers_until(hearing: date) -> date:
    """The last day on which papers can be handed in: ten days before the hearing (Awb 7:4)."""
    return hearing - _LAST_PAPERS
