"""The terms of accounts, of settling by them, and of claiming money back until it came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.money import ZERO
from ....instruments.settling import Manner
from ....instruments.settling_terms import accounts_due, to_fix, to_give_notice
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAccount
from ..after.standing import Ended, StandingAward, unsettled_awards
from ..settling.accounted import newest_accounts
from ..settling.claims import (
    Claim,
    acts_of,
    open_claim,
    open_intention,
    settlement_of,
    settling_of,
)
from .term import CalendarTerm, Nature, RoundOnDay, Who

_WHEN = "--date jjjj-mm-dd"


def _standing(reader: RoundReader) -> Iterator[tuple[str, StandingAward]]:
    """The awards that stand, were sent and were not settled yet."""
    for number, one in unsettled_awards(reader).items():
        stands = one.ended is Ended.NOT and one.sent_on is not None
        if stands and settlement_of(reader, number) is None:
            yield number, one


def account_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when each municipality accounts (*SiSa*) for the first year of which it did not."""
    reader = seen.reader
    accounted = newest_accounts(reader)
    for number, standing in _standing(reader):
        own = accounted.get(number, ())
        if own and own[-1].last:
            continue
        year = own[-1].year + 1 if own else standing.decided_on.year
        term = accounts_due(year)
        yield CalendarTerm(
            round=reader.id, instrument=standing.award.instrument, application_id=number,
            day=term.last, reasons=term.reasons, who=Who.MUNICIPALITY,
            what=Bilingual(nl=f"verantwoording over {year} (SiSa)",
                           en=f"accounts over {year} (SiSa)"),
            cost=Bilingual(
                nl="de ministers van het gemeentefonds kunnen de betaling daaruit tot 26 weken "
                "opschorten (artikel 17b Financiële-verhoudingswet)",
                en="the ministers of the gemeentefonds may suspend its payments for up to 26 "
                "weeks (article 17b, Financial Relations Act)",
            ),
            command=seen.command("account load <bestand>", _WHEN),
        )  # fmt: skip


def settlement_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """By when an award is fixed upon its last account, or a claim announced upon any account."""
    reader = seen.reader
    accounted = newest_accounts(reader)
    for number, standing in _standing(reader):
        own = accounted.get(number, ())
        if not own:
            continue
        _, law = settling_of(reader, standing.award.instrument)
        newest = own[-1]
        if law.by_end_of_year and newest.last:
            term = to_fix(newest.on, law.article)
            yield CalendarTerm(
                round=reader.id, instrument=standing.award.instrument, application_id=number,
                day=term.last, reasons=term.reasons, who=Who.MINISTER,
                what=Bilingual(nl="de uitkering ambtshalve vaststellen",
                               en="fix the grant ex officio"),
                cost=Bilingual(
                    nl="de uitkering staat niet vast: wat te veel is betaald kan niet terug",
                    en="the grant is not fixed: what was paid too much cannot be claimed back",
                ),
                command=seen.command("settle {number}", f'--reason "..." {_WHEN}'),
            )  # fmt: skip
        if law.manner is Manner.UNSPENT and law.notice_years and _claimable(standing, newest):
            if _announced(reader, number, newest):
                continue
            term = to_give_notice(newest.on, law.notice_years, law.reclaim)
            yield CalendarTerm(
                round=reader.id, instrument=standing.award.instrument, application_id=number,
                day=term.last, reasons=term.reasons, who=Who.MINISTER, nature=Nature.MOMENT,
                what=Bilingual(nl="aanzeggen dat wordt teruggevorderd",
                               en="give notice that money is claimed back"),
                cost=Bilingual(
                    nl="wat niet of onrechtmatig is besteed, is niet meer terug te vorderen",
                    en="what was not spent, or unlawfully, cannot be claimed back any more",
                ),
                command=seen.command("reclaim intend {number}", f'--reason "..." {_WHEN}'),
            )  # fmt: skip


def _claimable(standing: StandingAward, account: StoredAccount) -> bool:
    """Whether an account says that something was not spent, or unlawfully."""
    part = standing.award.amount - account.lawful if account.last else account.unlawful
    return part > ZERO


def _announced(reader: RoundReader, number: str, account: StoredAccount) -> bool:
    """Whether a claim was announced, or decided, since the account came in."""
    acts = acts_of(reader, number, SettlingKind.INTENDED, SettlingKind.RECLAIMED)
    return any(one.done_on >= account.on for one in acts)


def claim_terms(seen: RoundOnDay) -> Iterator[CalendarTerm]:
    """Until when a municipality gives its view and pays back, and when a claim is barred."""
    reader = seen.reader
    schemes = {one.application.application_id: one.instrument for one in reader.applications}
    for number in dict.fromkeys(one.application_id for one in reader.settling_acts):
        waits = open_intention(reader, number)
        heard = acts_of(reader, number, SettlingKind.HEARD)
        if (
            waits is not None
            and waits.detail.until
            and not any(one.detail.about == waits.row_id for one in heard)
        ):
            yield _term(
                seen, number, schemes[number], waits.detail.until,
                (Bilingual(nl=f"{waits.detail.until:%d-%m-%Y}, zoals aangekondigd op "
                              f"{waits.on:%d-%m-%Y} (artikel 4:8 Awb), een werkdag",
                           en=f"{waits.detail.until.isoformat()}, as announced on "
                              f"{waits.on.isoformat()} (article 4:8 Awb), a working day"),
                 Bilingual(nl="niet verschoven: een termijn die het bestuursorgaan zelf stelt",
                           en="not moved: a term that the authority itself sets")),
                Bilingual(nl="een zienswijze geven over de terugvordering",
                          en="give a view on the claim"),
                Bilingual(nl="daarna kan zonder zienswijze worden beslist (artikel 4:8 Awb)",
                          en="after it can be decided without a view (article 4:8 Awb)"),
                seen.command("reclaim view {number}", f'--said "..." {_WHEN}'), Nature.MOMENT,
            )  # fmt: skip
        claim = open_claim(reader, number, seen.equated)
        if claim is not None:
            yield from terms_of_a_claim(seen, number, schemes[number], claim)


def terms_of_a_claim(
    seen: RoundOnDay, number: str, scheme: str, claim: Claim
) -> Iterator[CalendarTerm]:
    """The terms of a claim that was not repaid: to pay, or its next part, and its limitation."""
    late = claim.overdue(seen.on)
    coming = next((one for one in claim.parts if one.by >= seen.on), claim.parts[-1])
    reminder = claim.reminding(seen.equated)
    part = coming if late is None else late
    arranged = Bilingual(
        nl=f"{part.by:%d-%m-%Y} volgens de betalingsregeling (artikel 4:94 Awb)",
        en=f"{part.by.isoformat()} by the arrangement (article 4:94 Awb)",
    )
    agreed = Bilingual(
        nl="niet verschoven: een afgesproken dag is geen termijn van een wet",
        en="not moved: a day that was agreed on is no term of an act",
    )
    reasons = claim.term.reasons if claim.arranged is None else (arranged, agreed)
    day = part.by
    if late is not None and reminder is not None:
        day, reasons = reminder.last, reminder.reasons
    if claim.left:
        yield _term(
            seen, number, scheme, day, reasons,
            Bilingual(nl=f"terugbetalen ({claim.left})", en=f"pay back ({claim.left})"),
            Bilingual(
                nl="verzuim en wettelijke rente vanaf de dag erna (artikelen 4:97 en 4:98 Awb), "
                "dan een aanmaning van twee weken (artikel 4:112 Awb)",
                en="default and interest from the day after it (articles 4:97, 4:98 Awb), then a "
                "reminder of two weeks (article 4:112 Awb)",
            ),
            seen.command("reclaim remind {number}" if late else "reclaim repaid {number}", _WHEN),
        )  # fmt: skip
    barred = claim.barred()
    yield _term(
        seen, number, scheme, barred.last, barred.reasons,
        Bilingual(nl="laatste dag voordat de terugvordering verjaart",
                  en="last day before the claim is barred"),
        Bilingual(nl="betaling kan niet meer worden afgedwongen (artikel 4:104 Awb)",
                  en="payment cannot be enforced any more (article 4:104 Awb)"),
        seen.command("reclaim remind {number}", _WHEN), Nature.MOMENT, Who.OFFICER,
    )  # fmt: skip


def _term(
    seen: RoundOnDay, number: str, scheme: str, day: date, reasons: tuple[Bilingual, ...],
    what: Bilingual, cost: Bilingual, command: str, nature: Nature = Nature.DUTY,
    who: Who = Who.MUNICIPALITY,
) -> CalendarTerm:  # fmt: skip
    return CalendarTerm(
        round=seen.reader.id, instrument=scheme, application_id=number, day=day, reasons=reasons,
        what=what, cost=cost, command=command, nature=nature, who=who,
    )  # fmt: skip
