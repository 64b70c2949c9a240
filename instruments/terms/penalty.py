"""What a decision that comes too late costs (*dwangsom bij niet tijdig beslissen*, Awb 4:17, 4:18)."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import tomli

from ...grants import notation
from ...grants.bilingual import Bilingual, said
from ...grants.money import ZERO, Euro
from ...grants.notation import counted, short_day
from ...grants.record import Record
from .objections import Term, past_free_days, term_of_an_act

_DAY = timedelta(days=1)
_DEFAULT = timedelta(weeks=2)  # Awb 4:17, third paragraph
_TO_FIX = timedelta(weeks=2)  # Awb 4:18
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
    text = files(__package__ or "").joinpath("penalty_rates.toml")
    return _PenaltyFile.model_validate(tomli.loads(text.read_text(encoding="utf-8")))


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
    'gold tot en met {until}. Noem wat er nu staat met "verdeel objection default ... --per-day"',
    en="{days} at an amount that this program does not know: it read article 4:17 Awb as it held "
    'up to and including {until}. Name what it says now with "verdeel objection default ... '
    '--per-day"',
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
    ((14, Euro(cents=2300)), (6, Euro(cents=3500)))
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
