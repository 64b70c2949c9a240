"""The terms after the letters: paying, changing, giving what came free, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from ....grants.bilingual import Bilingual
from ....grants.calendar import months_after
from ....grants.decisions.allocation import Outcome
from ....grants.ledger.opening import left_of
from ....grants.lives.round import RoundState
from ....grants.notation import counted, short_day
from ....instruments.after.schedule import article_of
from ....instruments.instrument import instruments
from ....instruments.terms.deadlines import moved_or_not
from ..after.changing import law_of, open_request, term_to_decide_change
from ..after.freed import free_for, last_day_to_give
from ..after.revoking import SAID, intention_for, to_decide
from ..after.standing import Ended, StandingAward, unsettled_awards
from ..after.unpaid import unpaid
from ..checks.earlier_rounds import opening_of
from ..completing.term import Term
from ..objections.made import applications_since
from .term import CalendarTerm, Nature, RoundOnDay, Who

_DATE = "--date jjjj-mm-dd"
_REFUSED = (Outcome.REFUSED_CEILING, Outcome.REFUSED_RULE)


def payment_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when each part of an award is paid (Awb 4:87), until it is confirmed."""
    for one in unpaid(seen.reader, seen.on, seen.equated):
        yield _payment(seen, one.standing, one.year, one.term, ordered=one.ordered)


def _payment(
    seen: RoundOnDay, standing: StandingAward, year: int, term: Term, *, ordered: bool
) -> CalendarTerm:
    what_nl = "de betaling bevestigen" if ordered else "de uitkering betalen"
    what_en = "confirm the payment" if ordered else "pay the grant"
    return CalendarTerm(
        round=seen.reader.id, instrument=standing.award.instrument,
        application_id=standing.award.application_id, day=term.day, reasons=term.reasons,
        who=Who.OFFICER,
        what=Bilingual(nl=f"{what_nl} (kasjaar {year})", en=f"{what_en} (cash year {year})"),
        cost=Bilingual(
            nl="wettelijke rente vanaf de dag erna (artikelen 4:97 en 4:98 Awb); na het kasjaar "
            "moet de betaling eerst worden verplaatst",
            en="interest from the day after it (articles 4:97 and 4:98 Awb); after its cash year "
            "the payment has to be moved first",
        ),
        command=_to_pay(seen, year, ordered=ordered),
    )  # fmt: skip


def _to_pay(seen: RoundOnDay, year: int, *, ordered: bool) -> str:
    """What to type: a payment of a year that is over has to be moved to another first."""
    if ordered:
        return seen.command("pay confirm", "--file <terug.csv>")
    if seen.on.year > year:
        return seen.command("change request {number}", f'--year <jaar> --reason "..." {_DATE}')
    return seen.command("pay order", f"--out <map> {_DATE}")


def change_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when each request to change an award has to be decided on."""
    reader = seen.reader
    asked = dict.fromkeys(one.application_id for one in reader.after.change_requests)
    schemes = {one.application.application_id: one.instrument for one in applications_since(reader)}
    for number in asked:
        request = open_request(reader, number)
        if request is None:
            continue
        term = term_to_decide_change(reader.policy, schemes[number], request.on)
        yield CalendarTerm(
            round=reader.id, instrument=schemes[number], application_id=number, day=term.day,
            reasons=term.reasons, who=Who.APPROVER,
            what=Bilingual(nl="beslissen op het verzoek tot wijziging",
                           en="decide on the request to change the award"),
            cost=Bilingual(
                nl="na een ingebrekestelling en twee weken een dwangsom, ten hoogste 42 dagen "
                "(artikel 4:17 Awb); wie wacht kan de maatregel niet beginnen",
                en="after a notice of default and two weeks a penalty of at most 42 days "
                "(article 4:17 Awb); who waits cannot start the measure",
            ),
            command=seen.command("change decide {number}", f'--reason "..." {_DATE}'),
        )  # fmt: skip


def intention_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Until when a municipality gives its view on an intention to revoke (Awb 4:8)."""
    reader = seen.reader
    intended = dict.fromkeys(one.application_id for one in reader.after.revocation_intentions)
    standing: Mapping[str, StandingAward] = unsettled_awards(reader) if intended else {}
    for number in intended:
        one = intention_for(reader, number)
        if one is None or standing[number].ended is not Ended.NOT:
            continue
        yield CalendarTerm(
            round=reader.id, instrument=standing[number].award.instrument, application_id=number,
            day=one.until, who=Who.MUNICIPALITY, nature=Nature.MOMENT,
            what=Bilingual(nl="een zienswijze geven over de intrekking",
                           en="give a view on the revocation"),
            reasons=(
                Bilingual(nl=f"{one.until:%d-%m-%Y}, zoals aangekondigd op {one.on:%d-%m-%Y} "
                             "(artikel 4:8 Awb), een werkdag",
                          en=f"{short_day(one.until, 'en')}, as announced on "
                             f"{short_day(one.on, 'en')} (article 4:8 Awb), a working day"),
                Bilingual(nl="niet verschoven: een termijn die het bestuursorgaan zelf stelt",
                          en="not moved: a term that the authority itself sets"),
            ),
            cost=Bilingual(nl="daarna kan zonder zienswijze worden beslist (artikel 4:8 Awb)",
                           en="after it can be decided without a view (article 4:8 Awb)"),
            command=to_decide(one, reader.id, SAID, "{number}"),
        )  # fmt: skip


def reserve_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Until when money that came free can be given to who is next, while there is any."""
    reader = seen.reader
    if not reader.state.decided or not reader.has_ledger:
        return
    policy = reader.policy_as_decided
    with_reserve = [key for key, own in policy.instruments.items() if own.reserve]
    if not with_reserve:
        return
    left = left_of(policy, opening_of(reader))
    for key in with_reserve:
        last, free = last_day_to_give(policy, key), free_for(reader, left, key)
        if last is None or not free:
            continue
        day, why = last
        yield CalendarTerm(
            round=reader.id, instrument=key, day=day, who=Who.OFFICER, nature=Nature.MOMENT,
            what=Bilingual(nl=f"vrijgevallen geld toekennen uit de reserve ({free})",
                           en=f"give what came free from the reserve ({free})"),
            reasons=(why, moved_or_not(day, may_move=False)),
            cost=Bilingual(nl="daarna kan niemand van de reservelijst het nog krijgen",
                           en="after it nobody on the reserve list can have it"),
            command=seen.command("reserve award", f'--instrument {key} --reason "..." {_DATE}'),
        )  # fmt: skip


def retake_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Until when a window only for projects that were refused can open, where the law has one."""
    reader = seen.reader
    if not reader.state.decided:
        return
    refused: dict[str, int] = {}
    for award in reader.allocation.awards:
        if award.outcome in _REFUSED:
            refused[award.instrument] = refused.get(award.instrument, 0) + 1
    for key, number in refused.items():
        own, law = instruments()[key], law_of(reader.policy, key)
        article = article_of(law, own.retake_rule)
        chosen = reader.policy.instruments[key]
        if not article or chosen.rule is not own.own_rule:
            continue
        weeks = law.term(f"{own.retake_rule}.within").value
        closed = reader.policy.window_of(key).closes
        day = closed + timedelta(weeks=weeks)
        if any(
            key in other.policy.instruments and closed < other.policy.round.window_opens <= day
            for other in seen.others
        ):
            continue
        yield CalendarTerm(
            round=reader.id, instrument=key, day=day, who=Who.MINISTER, nature=Nature.MOMENT,
            what=Bilingual(nl=f"een herkansing openen voor afgewezen projecten ({number})",
                           en=f"open a second window for refused projects ({number})"),
            reasons=(
                Bilingual(nl=f"{counted(weeks, 'week', 'weken')} na sluiting op {closed:%d-%m-%Y}, "
                          f"volgens {article}",
                          en=f"{counted(weeks, 'week', 'weeks', 'en')} after "
                          f"{short_day(closed, 'en')}, the close, by {article}"),
                moved_or_not(day, may_move=False, weeks=weeks),
            ),
            cost=Bilingual(nl="wie is afgewezen kan alleen nog in een gewoon tijdvak terecht",
                           en="who was refused has to wait for an ordinary window"),
            command="verdeel round new <ronde>",
        )  # fmt: skip


def keeping_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """How long contact persons are kept, and when the papers of a round go to the archive."""
    reader, approval = seen.reader, seen.reader.approval
    if approval is None:
        return
    months = seen.office.contacts_kept_months
    if reader.contacts and reader.state is not RoundState.APPROVED:
        day = months_after(approval.on, months)
        yield CalendarTerm(
            round=reader.id, day=day, who=Who.ARCHIVIST,
            what=Bilingual(nl="contactpersonen wissen", en="take contact persons away"),
            reasons=(
                Bilingual(nl=f"{counted(months, 'maand', 'maanden')} na het besluit van "
                          f"{approval.on:%d-%m-%Y}, zoals "
                             "het kantoorbestand zegt (artikel 5, eerste lid, onder e, AVG)",
                          en=f"{counted(months, 'month', 'months', 'en')} after the decision of "
                          f"{short_day(approval.on, 'en')}, as "
                             "the office file says (article 5(1)(e) GDPR)"),
                Bilingual(nl="niet verschoven: een termijn van het kantoor",
                          en="not moved: a term of the office"),
            ),
            cost=Bilingual(nl="persoonsgegevens worden langer bewaard dan nodig",
                           en="personal data are kept longer than needed"),
            command=seen.command("privacy purge", "--before jjjj-mm-dd"),
        )  # fmt: skip
    day = months_after(approval.on, _YEARS_TO_TRANSFER * 12)
    yield CalendarTerm(
        round=reader.id, day=day, who=Who.ARCHIVIST, nature=Nature.MOMENT,
        what=Bilingual(nl="het archief van de ronde overbrengen", en="transfer the archive"),
        reasons=(
            Bilingual(nl=f"{_YEARS_TO_TRANSFER} jaar na {approval.on:%d-%m-%Y} (artikel 12 "
                         "Archiefwet 1995, voorlopig: de tekst is niet geraadpleegd, en een nieuwe "
                         "Archiefwet maakt het tien jaar)",
                      en=f"{_YEARS_TO_TRANSFER} years after {short_day(approval.on, 'en')} "
                         "(article 12 Archiefwet 1995, provisional: its text was not read, and a "
                         "new act makes it ten)"),
            Bilingual(nl="niet verschoven: een termijn in jaren (artikel 4 Algemene termijnenwet)",
                      en="not moved: a term in years (article 4, General Time Limits Act)"),
        ),
        cost=Bilingual(nl="de stukken zijn niet openbaar in een archiefbewaarplaats",
                       en="the papers are not public in an archive"),
        command=f"verdeel round archive {reader.id}" if reader.state is RoundState.PUBLISHED
        else f"verdeel bundle --round {reader.id} --out <bestand.zip>",
    )  # fmt: skip


_YEARS_TO_TRANSFER = 20
