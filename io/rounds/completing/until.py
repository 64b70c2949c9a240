"""Until when an application can be completed and has to be decided on, and why that day.

Nothing of it is stored but requests and notices: the days follow from those and from the law.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ....grants.bilingual import Bilingual
from ....grants.calendar import next_working_day
from ....grants.notation import article_in, counted, short_day
from ....instruments.terms.deadlines import moved_or_not
from ...errors import WrongUse
from ...records.rounds.completions import StoredNotice, StoredRequest
from ...records.rounds.reader import RoundReader
from ..calendar.deadlines import OfLaw, eight_weeks_after
from ..incomplete import incomplete_of
from .asking import open_request
from .term import Term


def term_of(reader: RoundReader, on: date, until: date | None) -> date:
    """The last day of a request of that day: what the policy gives, or another, on a working day.

    Raises:
        WrongUse: the other day leaves less time than the policy does.
    """
    given = next_working_day(on + timedelta(days=reader.policy.round.completion_days))
    if until is None:
        return given
    if until < given:
        raise WrongUse(
            f"Het beleid geeft {counted(reader.policy.round.completion_days, 'dag', 'dagen')} om "
            f"aan te vullen, dus tot en met {given:%d-%m-%Y}. Een eerdere dag dan die kan niet."
        )
    return next_working_day(until)


def why_until(reader: RoundReader, request: StoredRequest) -> tuple[Bilingual, ...]:
    """Which article sets the last day of a request, and what made it that day."""
    days = reader.policy.round.completion_days
    least = request.on + timedelta(days=days)
    given = request.until - request.on
    longer = request.until > next_working_day(least)
    return (
        Bilingual(
            nl=f"{counted(given.days, 'dag', 'dagen')} na het verzoek van {request.on:%d-%m-%Y} "
            f"(artikel 4:5, eerste lid, Awb; het beleid geeft er ten minste {days})",
            en=f"{counted(given.days, 'day', 'days', 'en')} after the request of "
            f"{short_day(request.on, 'en')} (article 4:5, first paragraph, Awb; the policy gives "
            f"at least {days})",
        ),
        Bilingual(
            nl="niet verschoven: het is een werkdag",
            en="not moved: it is a working day",
        )
        if longer or request.until == least
        else Bilingual(
            nl=f"verschoven van {least:%d-%m-%Y}, een weekend of feestdag",
            en=f"moved from {short_day(least, 'en')}, a weekend or holiday",
        ),
    )


class Clock(Bilingual):
    """The days by which the term for a decision stood still (Awb art. 4:15), with why.

    ``ends`` is the first day on which it runs again; ``open`` says that the applicant may still
    complete it, so that it is an expectation.
    """

    days: int
    since: date
    ends: date
    open: bool


def clock_of(reader: RoundReader, number: str) -> tuple[Clock, ...]:
    """For each request to an application, how long the term to decide stood still by it.

    From the day after the request until the day on which it was completed, or the end of the term
    that was given (Awb art. 4:15, first paragraph). Of its competitors it leaves the term alone.
    """
    requests = [one for one in reader.requests if one.number == number]
    if not requests:
        return ()
    came = {one.request_id: one.on for one in reader.completions if one.number == number}
    waits = open_request(reader, number)  # of what came in, whatever it lacks, the office decides
    found: list[Clock] = []
    for at, one in enumerate(requests):
        answered = one.row_id in came
        still = waits is not None and waits.row_id == one.row_id and not answered
        ends = one.until + timedelta(days=1)
        if answered:
            ends = min(ends, came[one.row_id])
        if at + 1 < len(requests):  # the next request goes on from where it came
            ends = min(ends, requests[at + 1].on + timedelta(days=1))
        found.append(_clock(one, ends, still=still))
    return tuple(found)


def _clock(one: StoredRequest, ends: date, *, still: bool) -> Clock:
    since = one.on + timedelta(days=1)
    days = max((ends - since).days, 0)
    return Clock(
        days=days,
        since=since,
        ends=max(ends, since),
        open=still,
        nl=f"{days} {'dag' if days == 1 else 'dagen'} opgeschort vanaf {since:%d-%m-%Y}, de dag na "
        f"het verzoek om aanvulling{', dat nog loopt' if still else ''} (artikel 4:15, eerste lid, "
        "onderdeel a, Awb)",
        en=f"suspended by {days} {'day' if days == 1 else 'days'} from {short_day(since, 'en')}, "
        f"the day after the request to complete{', which still runs' if still else ''} (article "
        "4:15, first paragraph, under a, Awb)",
    )


def running(clock: Clock, begins: date | None) -> Clock:
    """What a request suspended of a term that was running: one that had not begun cannot be."""
    if begins is None or clock.since >= begins:
        return clock
    days = max((clock.ends - begins).days, 0)
    nl = (
        f"{counted(days, 'dag', 'dagen')} opgeschort vanaf {begins:%d-%m-%Y}, de dag waarop de "
        f"termijn begon, door het verzoek om aanvulling{', dat nog loopt' if clock.open else ''} "
        "(artikel 4:15, eerste lid, onderdeel a, Awb)"
    )
    en = (
        f"suspended by {counted(days, 'day', 'days', 'en')} from {short_day(begins, 'en')}, the "
        f"day on which the term began, by the request to complete"
        f"{', which still runs' if clock.open else ''} (article 4:15, first paragraph, under a, "
        "Awb)"
    )
    if not days:
        nl = "niet opgeschort: het verzoek om aanvulling was voorbij toen de termijn begon"
        en = "not suspended: the request to complete was over when the term began"
    return clock.model_copy(update={"days": days, "since": begins, "nl": nl, "en": en})


def received_on(reader: RoundReader) -> dict[str, date]:
    """The day on which each application came in, as far as that could be read."""
    whole = {
        one.application.application_id: one.application.received_at.date()
        for one in reader.applications
    }
    return {
        one.application_id: one.received_at.date()
        for one in incomplete_of(reader)
        if one.received_at is not None
    } | whole


def term_to_decide(
    reader: RoundReader,
    number: str,
    of_law: OfLaw,
    received: date | None = None,
    *,
    besides: tuple[StoredNotice, ...] = (),
) -> Term:
    """The term for a decision on one application; ``of_law`` is that of its scheme in the round.

    ``received`` is the day on which it came in, from which a reasonable term is counted, and
    ``besides`` are notices that the reader did not read yet.
    """
    if of_law.reasonable and received is not None:
        of_law = eight_weeks_after(received, suspended=of_law.suspended)
    clocks = (
        tuple(running(one, of_law.begins) for one in clock_of(reader, number))
        if of_law.suspended
        else ()
    )
    day = of_law.day + timedelta(days=sum(one.days for one in clocks))
    reasons: list[Bilingual] = [
        Bilingual(
            nl=f"{of_law.day:%d-%m-%Y} volgens {of_law.article}",
            en=f"{short_day(of_law.day, 'en')} by {article_in(of_law.article, 'en')}",
        ),
        *(Bilingual(nl=one.nl, en=one.en) for one in clocks),
    ]
    if not clocks:
        reasons.append(
            Bilingual(nl="niets schortte de termijn op", en="nothing suspended the term")
        )
    reasons.append(moved_or_not(day, may_move=of_law.may_move, weeks=of_law.weeks))
    day = next_working_day(day) if of_law.may_move else day
    told = [*(one for one in reader.notices if one.number == number), *besides]
    if told and of_law.reasonable:
        day = _told_in_time(day, told, reasons)
    elif told:
        later = told[-1].later
        reasons.append(
            Bilingual(
                nl=f"aangekondigd is {later:%d-%m-%Y} (artikel 4:14, eerste lid, Awb); de "
                "wettelijke termijn loopt door",
                en=f"announced is {short_day(later, 'en')} (article 4:14, first paragraph, Awb); "
                "the term of the law runs on",
            )
        )
    return Term(
        day=day, reasons=tuple(reasons), announced=told[-1].later if told else None,
        reasonable=of_law.reasonable,
    )  # fmt: skip


def _told_in_time(day: date, told: Sequence[StoredNotice], reasons: list[Bilingual]) -> date:
    """The end of a reasonable term, which a notice within it puts off (Awb 4:14)."""
    for one in told:
        if one.on <= day:
            day = max(day, one.later)
            reasons.append(
                Bilingual(
                    nl=f"op {one.on:%d-%m-%Y} genoemd: {one.later:%d-%m-%Y} (artikel 4:14, derde "
                    "lid, Awb)",
                    en=f"named on {short_day(one.on, 'en')}: {short_day(one.later, 'en')} (article "
                    "4:14, third paragraph, Awb)",
                )
            )
        else:
            reasons.append(
                Bilingual(
                    nl=f"pas op {one.on:%d-%m-%Y} genoemd: {one.later:%d-%m-%Y}; de termijn was "
                    "toen voorbij",
                    en=f"named only on {short_day(one.on, 'en')}: {short_day(one.later, 'en')}; "
                    "the term was over by then",
                )
            )
    return day
