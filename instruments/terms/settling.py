"""The terms of accounts, of fixing what was granted, and of claiming back, each with its article.

A term of an act of at most twelve weeks is moved past a weekend or a holiday by the Algemene
termijnenwet. A longer one, one in years, a fixed date and a term that the office itself sets are
not; each of them says why.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from ...grants.bilingual import Bilingual
from ...grants.notation import article_in, counted, short_day
from ...grants.record import Record
from .deadlines import moved_or_not
from .objections import Term, past_free_days, term_of_an_act

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
TO_VIEW = 2 * _WEEK  # what Awb 4:8 leaves to the office
_TO_PAY = 6 * _WEEK  # Awb 4:87, first paragraph
_REMINDER = 2 * _WEEK  # Awb 4:112, first paragraph
_SUSPENSION = 26 * _WEEK  # Fvw 17b, third paragraph
_LIMITATION = 5  # years, Awb 4:104, first paragraph
_IN_YEARS = Bilingual(
    nl="niet verschoven: een termijn in jaren (artikel 4, onderdeel a, Algemene termijnenwet)",
    en="not moved: a term in years (article 4, under a, General Time Limits Act)",
)
_OF_THE_OFFICE = Bilingual(
    nl="op een werkdag gezet: een termijn die ik zelf stel, valt buiten de Algemene termijnenwet",
    en="set on a working day: a term that I set myself falls outside the General Time Limits Act",
)
NAMED = Bilingual(
    nl="niet verschoven: een dag die het besluit noemt, is geen termijn van een wet",
    en="not moved: a day that the decision names is no term of an act",
)


def _fixed_date(day: date, article: Bilingual) -> Term:
    return Term(law=day, last=day, reasons=(article, moved_or_not(day, may_move=False)))


def years_later(day: date, years: int) -> date:
    """The same day of the month so many years later; of 29 February the last day of that month.

    >>> years_later(date(2028, 2, 29), 1)
    datetime.date(2029, 2, 28)
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def accounts_due(year: int) -> Term:
    """By when a municipality accounts for a year: 15 July of the next one (Fvw 17a)."""
    return _fixed_date(
        date(year + 1, 7, 15),
        Bilingual(
            nl=f"15 juli van het jaar na {year} (artikel 17a Financiële-verhoudingswet)",
            en=f"15 July of the year after {year} (article 17a, Financial Relations Act)",
        ),
    )


def suspended_until(since: date) -> Term:
    """Until when payments of the gemeentefonds can be suspended for late accounts (Fvw 17b).

    That is for the ministers of that fund, and never for whoever gave the grant.
    """
    day = since + _SUSPENSION
    return Term(
        law=day,
        last=day,
        reasons=(
            Bilingual(
                nl=f"ten hoogste 26 weken vanaf {since:%d-%m-%Y} (artikel 17b, derde lid, "
                "Financiële-verhoudingswet)",
                en=f"at most 26 weeks from {short_day(since, 'en')} (article 17b, third paragraph, "
                "Financial Relations Act)",
            ),
            moved_or_not(day, may_move=False, weeks=26),
        ),
    )


def to_give_notice(received: date, years: int, article: str) -> Term:
    """The last day for a notice that money will be claimed back, after an account was received."""
    day = years_later(received, years)
    many = "een jaar" if years == 1 else f"{years} jaar"
    return Term(
        law=day,
        last=day,
        reasons=(
            Bilingual(
                nl=f"{many} na de ontvangst op {received:%d-%m-%Y} ({article})",
                en=f"{'a year' if years == 1 else f'{years} years'} after the receipt on "
                f"{short_day(received, 'en')} ({article_in(article, 'en')})",
            ),
            _IN_YEARS,
        ),
    )


def to_fix(received: date, article: str) -> Term:
    """By when an award is fixed: 31 December of the year of its last account."""
    return _fixed_date(
        date(received.year, 12, 31),
        Bilingual(
            nl=f"31 december van het jaar van de laatste verantwoording, ontvangen op "
            f"{received:%d-%m-%Y} ({article})",
            en=f"31 December of the year of the last account, received on {short_day(received, 'en')} "
            f"({article_in(article, 'en')})",
        ),
    )


def to_view(asked_on: date, until: date | None, equated: Collection[date] = ()) -> Term:
    """The last day to give a view: two weeks or a later day, never a weekend or holiday."""
    day = max(asked_on + TO_VIEW, until or asked_on)
    return Term(
        law=day,
        last=past_free_days(day, equated),
        reasons=(
            Bilingual(
                nl=f"{day:%d-%m-%Y}: een redelijke termijn om uw zienswijze te geven (artikel 4:8 "
                "Awb)",
                en=f"{short_day(day, 'en')}: a reasonable term to give your view (article 4:8 Awb)",
            ),
            _OF_THE_OFFICE,
        ),
    )


def to_pay_back(sent_on: date, later: date | None, equated: Collection[date] = ()) -> Term:
    """The last day to pay what is claimed: six weeks, or a later day that the decision names."""
    six_weeks = term_of_an_act(
        sent_on + _TO_PAY,
        Bilingual(
            nl=f"zes weken na {sent_on:%d-%m-%Y} (artikel 4:87, eerste lid, Awb)",
            en=f"six weeks after {short_day(sent_on, 'en')} (article 4:87, first paragraph, Awb)",
        ),
        equated,
    )
    if later is None or later <= six_weeks.last:
        return six_weeks
    named = Bilingual(
        nl=f"het besluit noemt {later:%d-%m-%Y} (artikel 4:87, eerste lid, slot, Awb)",
        en=f"the decision names {short_day(later, 'en')} (article 4:87, first paragraph, at the end, "
        "Awb)",
    )
    return Term(law=later, last=later, reasons=(named, NAMED))


def after_reminder(sent_on: date, equated: Collection[date] = ()) -> Term:
    """The last day to pay upon a reminder (*aanmaning*): two weeks from the day after it."""
    return term_of_an_act(
        sent_on + _REMINDER,
        Bilingual(
            nl=f"twee weken vanaf de dag na {sent_on:%d-%m-%Y} (artikel 4:112, eerste lid, Awb)",
            en=f"two weeks from the day after {short_day(sent_on, 'en')} (article 4:112, first "
            "paragraph, Awb)",
        ),
        equated,
    )


def default_from(last: date) -> date:
    """The day from which a debtor is in default, and statutory interest runs (Awb 4:97, 4:98)."""
    return last + _DAY


class Postponed(Record):
    """Time for which payment was put off (*uitstel*, Awb 4:94): from a day until another."""

    on: date
    until: date


def until_barred(
    last: date, reminded: Sequence[date] = (), postponed: Sequence[Postponed] = ()
) -> Term:
    """The last day before a claim is barred (*verjaard*): five years after the term to pay.

    A reminder interrupts it, and a new term begins on the day after (Awb 4:106, 4:110). Time for
    which payment was put off after the term began is added (Awb 4:111).
    """
    day = years_later(last, _LIMITATION)
    began = last
    reasons = [
        Bilingual(
            nl=f"vijf jaar na {last:%d-%m-%Y}, de laatste dag om te betalen (artikel 4:104, eerste "
            "lid, Awb)",
            en=f"five years after {short_day(last, 'en')}, the last day to pay (article 4:104, first "
            "paragraph, Awb)",
        )
    ]
    for on in sorted(reminded):
        if began < on <= day:
            day, began = years_later(on, _LIMITATION), on
            reasons.append(
                Bilingual(
                    nl=f"gestuit door de aanmaning van {on:%d-%m-%Y}: vijf jaar vanaf de dag "
                    "erna (artikelen 4:106 en 4:110 Awb)",
                    en=f"interrupted by the reminder of {short_day(on, 'en')}: five years from the day "
                    "after (articles 4:106 and 4:110 Awb)",
                )
            )
    for one in sorted(postponed, key=lambda put_off: put_off.on):
        days = (one.until - max(one.on, began)).days
        if days > 0:
            day += timedelta(days=days)
            reasons.append(
                Bilingual(
                    nl=f"verlengd met {counted(days, 'dag', 'dagen')} uitstel tot en met {one.until:%d-%m-%Y} "
                    "(artikel 4:111, eerste lid, Awb)",
                    en=f"lengthened by {counted(days, 'day', 'days', 'en')} of postponement until {short_day(one.until, 'en')} "
                    "(article 4:111, first paragraph, Awb)",
                )
            )
    return Term(law=day, last=day, reasons=(*reasons, _IN_YEARS))
