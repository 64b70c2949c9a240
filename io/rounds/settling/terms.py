"""Every term that runs on awards once they were paid, for whoever keeps the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from enum import StrEnum

from ....grants import notation
from ....grants.bilingual import Bilingual
from ....grants.record import Record
from ....instruments.after.settling import Manner
from ....instruments.terms.objections import Term
from ....instruments.terms.settling import accounts_due, to_fix, to_give_notice
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind
from ..after.standing import Ended, StandingAward, unsettled_awards
from .accounted import newest_account
from .anew import raised_since
from .claims import (
    Claim,
    acts_of,
    claims_of,
    left_by_account,
    open_claim,
    open_intention,
    settlement_of,
    settling_of,
)

_MINISTER = Bilingual(nl="de minister", en="the minister")
_MUNICIPALITY = Bilingual(nl="de gemeente", en="the municipality")


class TermKind(StrEnum):
    """What a term is about."""

    ACCOUNTS = "accounts"
    FIXING = "fixing"
    NOTICE = "notice"
    VIEW = "view"
    PAYMENT = "payment"
    REMINDER = "reminder"
    LIMITATION = "limitation"
    INTEREST = "interest"

    @property
    def presses(self) -> bool:
        """Whether an office has to look at it of itself.

        Not at accounts, which come every year, nor at a limitation that is years away.
        """
        return self not in (TermKind.ACCOUNTS, TermKind.LIMITATION)

    @property
    def ends(self) -> bool:
        """Whether something ends then by itself; the others are a duty, and late after it.

        To claim back is a power: once its notice can be given no more, nobody is late.
        """
        return self in (TermKind.VIEW, TermKind.NOTICE, TermKind.LIMITATION)


class SettlingTerm(Record):
    """A last day: what has to happen by it, who acts, and what missing it costs.

    ``term`` has the day as its article sets it, as it holds, and the reasons: which article set it
    and what moved it, or why nothing did. ``command`` is what comes next; empty where nothing
    does in this program.
    """

    kind: TermKind
    application_id: str
    instrument: str
    what: Bilingual
    term: Term
    who: Bilingual
    missing: Bilingual
    command: str = ""


def terms_of(reader: RoundReader, equated: Collection[date] = ()) -> tuple[SettlingTerm, ...]:
    """The terms that still run on awards of a round, by day; ``equated`` count as holidays.

    Empty until the decisions were sent.
    """
    found = [
        one
        for number, standing in unsettled_awards(reader).items()
        if standing.sent_on is not None
        for one in _of_award(reader, number, standing, equated)
    ]
    return tuple(sorted(found, key=lambda one: (one.term.last, one.application_id, one.what.nl)))


def _of_award(
    reader: RoundReader, number: str, standing: StandingAward, equated: Collection[date]
) -> Iterator[SettlingTerm]:
    scheme = standing.award.instrument
    fixed = settlement_of(reader, number) is not None
    if standing.ended is Ended.NOT and (not fixed or raised_since(reader, number) is not None):
        yield from _of_accounts(reader, number, standing)
    intention = open_intention(reader, number)
    if intention is not None and intention.detail.until is not None:
        until = intention.detail.until
        if not any(
            one.detail.about == intention.row_id
            for one in acts_of(reader, number, SettlingKind.HEARD)
        ):
            yield SettlingTerm(
            kind=TermKind.VIEW,
                application_id=number, instrument=scheme,
                what=Bilingual(
                    nl="zienswijze op de terugvordering", en="view on the claim"
                ),
                term=Term(
                    law=until, last=until,
                    reasons=(
                        Bilingual(
                            nl=f"{until:%d-%m-%Y}, in het bericht van {intention.on:%d-%m-%Y} "
                            "(artikel 4:8 Awb)",
                            en=f"{notation.short_day(until, 'en')}, in the notice of "
                            f"{notation.short_day(intention.on, 'en')} (article 4:8 Awb)",
                        ),
                        Bilingual(
                            nl="niet verschoven: de minister stelde deze dag zelf",
                            en="not moved: the minister set this day himself",
                        ),
                    ),
                ),
                who=_MUNICIPALITY,
                missing=Bilingual(
                    nl="de minister beslist zonder zienswijze",
                    en="the minister decides without a view",
                ),
                command=f"verdeel reclaim decide {number}",
            )  # fmt: skip
    claim = open_claim(reader, number, equated)
    if claim is not None:
        yield from _of_claim(number, scheme, claim, equated)
    for one in claims_of(reader, number, equated):
        if one.interest_left.cents > 0:
            yield _of_interest(number, scheme, one, equated)


def _of_accounts(
    reader: RoundReader, number: str, standing: StandingAward
) -> Iterator[SettlingTerm]:
    scheme = standing.award.instrument
    _, law = settling_of(reader, scheme)
    account = newest_account(reader, number)
    if account is None or not account.last:
        first = standing.decided_on.year if account is None else account.year + 1
        yield SettlingTerm(
            kind=TermKind.ACCOUNTS,
            application_id=number, instrument=scheme,
            what=Bilingual(nl=f"verantwoording over {first}", en=f"accounts for {first}"),
            term=accounts_due(first), who=_MUNICIPALITY,
            missing=Bilingual(
                nl="de beheerders van het gemeentefonds kunnen betalingen uit dat fonds ten "
                "hoogste 26 weken opschorten (artikel 17b Financiële-verhoudingswet); niet wie "
                "deze uitkering gaf",
                en="the managers of the gemeentefonds can suspend payments from that fund for at "
                "most 26 weeks (article 17b, Financial Relations Act); not whoever gave this grant",
            ),
        )  # fmt: skip
    elif law.by_end_of_year:
        yield SettlingTerm(
            kind=TermKind.FIXING,
            application_id=number, instrument=scheme,
            what=Bilingual(nl="vaststelling van de uitkering", en="fixing of the grant"),
            term=to_fix(account.on, law.article), who=_MINISTER,
            missing=Bilingual(
                nl="de regeling noemt geen gevolg; een dwangsom is er niet, want er is geen "
                "aanvraag (artikel 4:17 Awb)",
                en="the regulation names no consequence; there is no penalty, since there is no "
                "application (article 4:17 Awb)",
            ),
            command=f"verdeel settle {number}",
        )  # fmt: skip
    if law.manner is Manner.UNSPENT and law.notice_years:
        yield from _of_notices(reader, number, standing)


def _of_notices(
    reader: RoundReader, number: str, standing: StandingAward
) -> Iterator[SettlingTerm]:
    """Telling of the claim of what the newest account leaves unspent, or unlawfully spent.

    That is the decision on it: what was announced is not decided yet.
    """
    scheme = standing.award.instrument
    _, law = settling_of(reader, scheme)
    told = {one.detail.account_id for one in acts_of(reader, number, SettlingKind.RECLAIMED)}
    announced = open_intention(reader, number) is not None
    for account in reader.after.accounts.get(number, ())[-1:]:
        part = left_by_account(reader, account, standing.award.amount)
        claimed = [one.act.detail.account_id for one in claims_of(reader, number)]
        if part and account.row_id not in told and account.row_id not in claimed:
            yield SettlingTerm(
            kind=TermKind.NOTICE,
                application_id=number, instrument=scheme,
                what=Bilingual(
                    nl=f"besluit over de terugvordering van {part}",
                    en=f"decision on claiming back {notation.amount(part, 'en')}",
                ),
                term=to_give_notice(account.on, law.notice_years, law.reclaim), who=_MINISTER,
                missing=Bilingual(
                    nl="wat niet of onrechtmatig is besteed, is niet meer terug te vorderen",
                    en="what was not spent, or unlawfully, cannot be claimed back any more",
                ),
                command=f"verdeel reclaim {'decide' if announced else 'intend'} {number}",
            )  # fmt: skip


def _of_claim(
    number: str, scheme: str, claim: Claim, equated: Collection[date]
) -> Iterator[SettlingTerm]:
    if claim.left:
        yield SettlingTerm(
            kind=TermKind.PAYMENT,
            application_id=number, instrument=scheme,
            what=Bilingual(
                nl=f"terugbetaling van {claim.left}",
                en=f"repayment of {notation.amount(claim.left, 'en')}",
            ),
            term=paying(claim), who=_MUNICIPALITY,
            missing=Bilingual(
                nl="verzuim, en wettelijke rente vanaf de dag erna (artikelen 4:97 en 4:98 Awb)",
                en="default, and statutory interest from the day after (articles 4:97 and 4:98 "
                "Awb)",
            ),
            command=f"verdeel reclaim repaid {number}",
        )  # fmt: skip
    reminding = claim.reminding(equated)
    if reminding is not None and claim.left:
        yield SettlingTerm(
            kind=TermKind.REMINDER,
            application_id=number, instrument=scheme,
            what=Bilingual(nl="betaling na de aanmaning", en="payment after the reminder"),
            term=reminding, who=_MUNICIPALITY,
            missing=Bilingual(
                nl="de rente loopt door; de minister kan de vordering laten innen",
                en="interest runs on; the minister can have the claim collected",
            ),
            command=f"verdeel reclaim repaid {number}",
        )  # fmt: skip
    yield SettlingTerm(
            kind=TermKind.LIMITATION,
        application_id=number, instrument=scheme,
        what=Bilingual(nl="verjaring van de terugvordering", en="limitation of the claim"),
        term=claim.barred(), who=_MINISTER,
        missing=Bilingual(
            nl="betaling is niet meer af te dwingen; een aanmaning stuit (artikel 4:106 Awb)",
            en="payment cannot be enforced any more; a reminder interrupts (article 4:106 Awb)",
        ),
        command=f"verdeel reclaim remind {number}",
    )  # fmt: skip


def _of_interest(number: str, scheme: str, claim: Claim, equated: Collection[date]) -> SettlingTerm:
    left = claim.interest_left
    return SettlingTerm(
        kind=TermKind.INTEREST,
        application_id=number, instrument=scheme,
        what=Bilingual(
            nl=f"betaling van {left} wettelijke rente",
            en=f"payment of {notation.amount(left, 'en')} statutory interest",
        ),
        term=claim.interest_by(equated), who=_MUNICIPALITY,
        missing=Bilingual(
            nl="verzuim (artikel 4:97 Awb)", en="default (article 4:97 Awb)"
        ),
        command=f"verdeel reclaim repaid {number} --interest",
    )  # fmt: skip


def paying(claim: Claim) -> Term:
    """The next day to pay: that of the decision, or of the first part that is not paid yet."""
    if claim.arranged is None:
        return claim.term
    left = claim.act.detail.payable - claim.repaid
    behind = claim.arranged.detail.payable - left
    for part in claim.parts:
        behind = behind - part.amount
        if behind.cents < 0:
            break
    else:
        part = claim.parts[-1]
    on = claim.arranged.done_on
    return Term(
        law=part.by, last=part.by,
        reasons=(
            Bilingual(
                nl=f"{part.by:%d-%m-%Y}, in de betalingsregeling van {on:%d-%m-%Y} (artikel 4:94, "
                "eerste lid, Awb)",
                en=f"{notation.short_day(part.by, 'en')}, in the arrangement of "
                f"{notation.short_day(on, 'en')} (article 4:94, first paragraph, Awb)",
            ),
            Bilingual(
                nl="niet verschoven: een dag die het besluit noemt, is geen termijn van een wet",
                en="not moved: a day that the decision names is no term of an act",
            ),
        ),
    )  # fmt: skip
