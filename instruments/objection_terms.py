"""The terms of an objection (*bezwaar*), each with the article that sets it and what moved it.

All of them are set by the Awb, an act, so that the Algemene termijnenwet moves a last day that is
a Saturday, a Sunday or a general holiday. A day that the parties agreed on is not moved.
"""

import tomllib
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from ..grants import notation
from ..grants.bilingual import Bilingual, said
from ..grants.calendar import is_working_day
from ..grants.money import ZERO, Euro
from ..grants.notation import counted, short_day
from ..grants.objection import Channel
from ..grants.record import Record

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_TO_OBJECT = 6 * _WEEK  # Awb 6:7
_AFTER_POST = _WEEK  # Awb 6:9, second paragraph
_TO_DECIDE, _WITH_COMMITTEE = 6 * _WEEK, 12 * _WEEK  # Awb 7:10, first paragraph
LONGEST_ADJOURNMENT = 6 * _WEEK  # Awb 7:10, third paragraph
TO_MEND = 2 * _WEEK  # what Awb 6:6 leaves to the office
_PAPERS, _LAST_PAPERS = _WEEK, timedelta(days=10)  # Awb 7:4
_DEFAULT = 2 * _WEEK  # Awb 4:17, third paragraph
_TO_FIX = 2 * _WEEK  # Awb 4:18
_PERIOD, _PERIODS = 14, 3  # Awb 4:17, second paragraph: days, of which there are 42 at most


class PenaltyRates(Record):
    """What a late decision costs a day (*dwangsom*, Awb 4:17, second paragraph), in cents.

    ``each`` are the amounts of its three periods of fourteen days. Those hold that were in force
    when the notice of default was received, on or after ``since``.
    """

    since: date
    each: tuple[int, int, int]
    source: str


class _PenaltyFile(Record):
    read_until: date
    rates: tuple[PenaltyRates, ...]


@cache
def _penalty_file() -> _PenaltyFile:
    text = files("verdeelsleutel.instruments").joinpath("penalty_rates.toml")
    return _PenaltyFile.model_validate(tomllib.loads(text.read_text(encoding="utf-8")))


def penalties_read_until() -> date:
    """The last day on whose text the amounts of a penalty were read."""
    return _penalty_file().read_until


def penalty_rates(notice: date) -> PenaltyRates | None:
    """The amounts that hold for a notice of default received on a day; those of before 2009 are the
    first, when there was no such penalty. ``None`` after the last day whose text was read."""
    file = _penalty_file()
    if notice > file.read_until:
        return None
    return next((one for one in reversed(file.rates) if one.since <= notice), file.rates[0])


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
    """Whether an objection came in time."""

    IN_TIME = "in_time"
    BY_POST = "by_post"
    LATE = "late"
    PREMATURE = "premature"

    @property
    def dutch(self) -> str:
        """In words an office uses, with the article."""
        return {
            "in_time": "op tijd (artikel 6:9, eerste lid, Awb)",
            "by_post": "op tijd, want op tijd gepost (artikel 6:9, tweede lid, Awb)",
            "late": "te laat (artikel 6:11 Awb: tenzij het verzuim verschoonbaar is)",
            "premature": "te vroeg (artikel 6:10 Awb)",
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
    by_post = channel is Channel.POST and posted is not None and posted <= objecting.last
    if by_post and received <= posted_in_time(objecting, equated).last:
        return Arrived.BY_POST
    return Arrived.LATE


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


def until_mended(on: date, until: date | None, equated: Collection[date] = ()) -> date:
    """The last day to mend a defect: two weeks, or a later day; never a weekend or holiday."""
    return past_free_days(max(on + TO_MEND, until or on), equated)


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


class Penalty(Record):
    """What a notice of default (*ingebrekestelling*) brings (Awb 4:17, 4:18).

    Nothing where the notice came before the term had ended. ``first`` is the first day of the
    penalty, ``last`` the last one if there is no decision before; ``amount`` is what is due by the
    day that was asked about, ``fixed_by`` the last day to fix it. ``amount`` is ``None`` where the
    amounts a day are not known: those of a notice after the last day whose text was read.
    """

    premature: bool
    grace: Term
    first: date
    last: date
    days: int = 0
    amount: Euro | None = ZERO
    fixed_by: date | None = None

    def due(self, lang: str) -> str:
        """What is due by then, or that its amounts are not known here and have to be named."""
        if self.amount is not None:
            return notation.amount(self.amount, lang)
        one, many = (said(lang, nl, en) for nl, en in (("dag", "day"), ("dagen", "days")))
        days = counted(self.days, one, many, lang)
        return _UNKNOWN.text(lang).format(
            days=days, until=notation.day(penalties_read_until(), lang)
        )


_UNKNOWN = Bilingual(
    nl="{days} tegen een bedrag dat dit programma niet kent: het las artikel 4:17 Awb zoals dat "
    "gold tot en met {until}. Noem wat er nu staat met 'verdeel objection default ... --per-day'",
    en="{days} at an amount that this program does not know: it read article 4:17 Awb as it held "
    "until and including {until}. Name what it says now with 'verdeel objection default ... "
    "--per-day'",
)
PerDay = tuple[int, ...]
"""Cents a day in each of the three periods of fourteen days, as an office names them."""


def penalty(
    notice: date, term: Term, by: date, decided_on: date | None, equated: Collection[date] = (),
    per_day: PerDay = (),
) -> Penalty:  # fmt: skip
    """The penalty for a late decision, as it stands on the day ``by``.

    ``per_day`` are the amounts that the office named, where they are not known here.

    The first day is the one after the two weeks that follow the notice, which counts only once the
    term has ended. It runs for at most 42 days, and stops with the decision.
    """
    grace = term_of_an_act(
        notice + _DEFAULT,
        Bilingual(
            nl=f"twee weken na de ingebrekestelling van {notice:%d-%m-%Y} (artikel 4:17, derde "
            "lid, Awb)",
            en=f"two weeks after the notice of default of {short_day(notice, 'en')} (article 4:17, "
            "third paragraph, Awb)",
        ),
        equated,
    )
    first = grace.last + _DAY
    last = first + timedelta(days=_PERIOD * _PERIODS - 1)
    if notice <= term.last:
        return Penalty(premature=True, grace=grace, first=first, last=last)
    until = min(last, by if decided_on is None else min(by, decided_on - _DAY))
    days = max((until - first).days + 1, 0)
    over = decided_on is not None or by > last
    end = last if decided_on is None else min(last, decided_on - _DAY)  # the last day that is due
    return Penalty(
        premature=False, grace=grace, first=first, last=last, days=days,
        amount=_due(days, notice, per_day),
        fixed_by=past_free_days(end + _TO_FIX, equated) if days and over else None,
    )  # fmt: skip


def penalty_parts(days: int, notice: date, per_day: PerDay = ()) -> tuple[tuple[int, Euro], ...]:
    """The days of a penalty in each of its periods, with the amount a day; nothing where the
    amounts are not known.

    >>> penalty_parts(20, date(2024, 5, 1))
    ((14, Euro(2300)), (6, Euro(3500)))
    """
    known = penalty_rates(notice)
    rates, left = known.each if known is not None else per_day, days
    found: list[tuple[int, Euro]] = []
    for each in rates:
        if left:
            found.append((min(left, _PERIOD), Euro(each)))
        left = max(left - _PERIOD, 0)
    return tuple(found)


def _due(days: int, notice: date, per_day: PerDay) -> Euro | None:
    parts = penalty_parts(days, notice, per_day)
    if not parts:
        return None if days else ZERO
    return Euro.total(each * count for count, each in parts)
