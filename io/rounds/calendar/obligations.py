"""What the law lays on those who were granted money, year after year, and how regulations end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.after.obligation import ObligationKind
from ....grants.after.progress import DutyStand, DutyState, stands
from ....grants.bilingual import Bilingual
from ....grants.notation import article_in, counted
from ....grants.rounds.policy import Policy
from ....instruments.instrument import instruments
from ....instruments.terms.deadlines import moved_or_not, statement_years
from ...records.rounds.reader import RoundReader
from ..after.changing import law_of
from ..after.standing import Ended, StandingAward, unsettled_awards
from ..monitors.awarded import awarded_of
from ..monitors.reporting import ReportState, reporting_of
from .term import CalendarTerm, Nature, RoundOnDay, Who, set_by


def _sent(reader: RoundReader) -> dict[str, StandingAward]:
    """The awards that still stand and of which the letter went."""
    return {
        number: one
        for number, one in unsettled_awards(reader).items()
        if one.ended is Ended.NOT and one.sent_on is not None
    }


def dated_obligations(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Until when what an award asks can be met: starts of building, measures that are ready.

    A day that passed is late where a report says so; without a report nobody knows.
    """
    sent = _sent(seen.reader)
    if not sent:
        return
    reports = seen.reader.after.progress_reports
    for number, award in awarded_of(seen.reader).items():
        if number not in sent or award.ended:
            continue
        known = [one for one in reports.get(number, ()) if one.on <= seen.on]
        newest = known[-1] if known else None
        for stand in stands(award.obligations, award.promise, newest, seen.on):
            if stand.obligation.day is not None and stand.state is not DutyState.MET:
                yield _obligation(seen, number, stand, stand.obligation.day)


def _obligation(seen: RoundOnDay, number: str, stand: DutyStand, day: date) -> CalendarTerm:
    one = stand.obligation
    missed = stand.state is DutyState.MISSED
    risk = stand.at_risk
    lopen, are = ("loopt", "is") if risk == 1 else ("lopen", "are")
    at_risk_nl = f"; {counted(risk, 'woning', 'woningen')} {lopen} gevaar" if risk else ""
    at_risk_en = f"; {counted(risk, 'home', 'homes', 'en')} {are} at risk" if risk else ""
    by = f" ({one.missed_article})" if one.missed_article else ""
    changes = bool(instruments()[one.instrument].schedule.changes)
    return CalendarTerm(
        round=seen.reader.id, instrument=one.instrument, application_id=number, day=day,
        who=Who.MUNICIPALITY, nature=Nature.DUTY if missed else Nature.MOMENT,
        what=one.what, reasons=one.reasons,
        cost=Bilingual(
            nl=f"{one.missed.nl}{by}{at_risk_nl}", en=f"{one.missed.en}{by}{at_risk_en}"
        ),
        command=seen.command("change request {number}", '--reason "..." --date jjjj-mm-dd')
        if changes and not missed
        else seen.command_on_round("monitor status"),
    )  # fmt: skip


def report_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when each municipality reports, by the law or upon a request, until its report came in."""
    if not _sent(seen.reader):
        return
    duties = {
        number: next((o for o in one.obligations if o.kind is ObligationKind.REPORT), None)
        for number, one in awarded_of(seen.reader).items()
    }
    for one in reporting_of(seen.reader, seen.on):
        if one.due is None or one.state not in (ReportState.EXPECTED, ReportState.MISSING):
            continue
        duty = duties[one.application_id]
        missing = one.state is ReportState.MISSING
        yield CalendarTerm(
            round=seen.reader.id, instrument=one.instrument, application_id=one.application_id,
            day=one.due.day, who=Who.MUNICIPALITY,
            what=Bilingual(nl="berichten over de voortgang", en="report on the progress"),
            reasons=(*one.due.reasons, moved_or_not(one.due.day, may_move=False)),
            cost=_NO_CONSEQUENCE
            if duty is None
            else Bilingual(
                nl=f"{duty.missed.nl} ({duty.missed_article})",
                en=f"{duty.missed.en} ({article_in(duty.missed_article, 'en')})",
            ),
            command=seen.command_on_round(
                "monitor remind", "--date jjjj-mm-dd --until jjjj-mm-dd --out <map>"
            )
            if missing
            else seen.command("monitor load <bericht.xlsx>", "--date jjjj-mm-dd"),
        )  # fmt: skip


_NO_CONSEQUENCE = Bilingual(
    nl="geen artikel verbindt er een gevolg aan", en="no article attaches a consequence to it"
)


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
