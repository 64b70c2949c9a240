"""What a decision on an objection says of the decision on a settlement that it puts in its place.

It is told from the records alone, as it stood when it was taken, so that the letter can be made
anew at any time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from ....grants.applications.application import Application
from ....grants.money import ZERO, Euro
from ....grants.record import Record
from ....instruments.terms.settling import to_pay_back
from ...config.office import Office
from ...pages.blocks import Block
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind, StoredAct
from ...rounds.after.standing import StandingAward, standing_versions
from ...rounds.objections.made import applications_since
from ...rounds.settling.anew import Overturned
from ...rounds.settling.claims import Overpaid, acts_of, claim_before, settling_of
from ...rounds.settling.fixing import Fixable
from ...rounds.settling.lateness import interest_lines
from ...rounds.settling.unmet import unmet_of
from ..completing.author import CompletingAuthor, Matter
from .fixing import settlement_letter
from .interest import interest_letter
from .lower_claim import lower_claim_letter
from .matters import settling_texts

Days = Collection[date]


class InItsPlace(Record):
    """The blocks that tell of what takes the place of a decision, with what they have to name."""

    blocks: tuple[Block, ...]
    dates: tuple[date, ...]
    amounts: tuple[Euro, ...]


def in_its_place(
    reader: RoundReader, act: StoredAct, office: Office, lang: str, reference: str
) -> InItsPlace:
    """What the letter of a decision on an objection says of what it puts in the place of another.

    ``reference`` is that of the letter on the objection, which a payment has to name.
    """
    made = _matter(reader, act, office.days_equated_with_holidays, lang)
    matter = made.model_copy(update={"fields": {**made.fields, "reference": reference}})
    author = CompletingAuthor(
        reader.id, office, lang, act.done_on, example=reader.example, texts=settling_texts()
    )
    return told_in_place(author, matter)


def told_in_place(author: CompletingAuthor, matter: Matter) -> InItsPlace:
    """The same, once it is known what it is about."""
    return InItsPlace(
        blocks=author.letter(matter).blocks, dates=matter.dates, amounts=matter.amounts
    )


def _matter(reader: RoundReader, act: StoredAct, equated: Days, lang: str) -> Matter:
    number = act.application_id
    application = next(
        one.application
        for one in applications_since(reader)
        if one.application.application_id == number
    )
    if act.kind is SettlingKind.SETTLED:
        return _fixing(reader, act, application, equated, lang)
    if act.kind is SettlingKind.INTEREST:
        return _interest(reader, act, application, equated, lang)
    return _claim(reader, act, application, equated, lang)


def _replaced(reader: RoundReader, act: StoredAct) -> Overturned:
    own = acts_of(reader, act.application_id, act.kind)
    before = next(one for one in own if one.row_id == act.detail.replaces)
    return Overturned(act=before, objection=act.detail.upon, on=act.done_on)


def _standing_then(reader: RoundReader, act: StoredAct) -> StandingAward:
    """The award that a decision was about: the newest version of the amount that it names."""
    versions = standing_versions(reader)[act.application_id]
    named = [one for one in versions if one.award.amount == act.detail.granted]
    return (named or list(versions))[-1]


def _fixing(
    reader: RoundReader, act: StoredAct, application: Application, equated: Days, lang: str
) -> Matter:
    detail, number = act.detail, act.application_id
    standing = _standing_then(reader, act)
    _, law = settling_of(reader, standing.award.instrument)
    account = next(one for one in reader.after.account_versions if one.row_id == detail.account_id)
    fixable = Fixable(
        account=account, granted=detail.granted, shared=detail.shared or detail.granted,
        foreseen=detail.foreseen, real=detail.real, most=detail.most, usual=detail.final, law=law,
        term=None,
    )  # fmt: skip
    upon, paid = _replaced(reader, act), detail.stood or ZERO
    unmet = (
        unmet_of(reader, number, law, account, detail.unmet, act.on, early=bool(detail.early))
        if detail.unmet
        else None
    )
    return settlement_letter(
        act, fixable, standing, application, application.place, paid,
        Overpaid(payable=max(paid - detail.final, ZERO), vat=ZERO), unmet, lang,
        before=upon.act, missing=max(detail.final - paid, ZERO),
        paying=to_pay_back(act.done_on, None, equated), upon=upon,
    )  # fmt: skip


def _interest(
    reader: RoundReader, act: StoredAct, application: Application, equated: Days, lang: str
) -> Matter:
    claim = claim_before(reader, act, equated)
    assert claim is not None
    earlier = [one for one in claim.interest if one.row_id != act.detail.replaces]
    return interest_letter(
        act, claim, interest_lines(claim, act.detail.rates),
        Euro.total(one.detail.amount for one in earlier), to_pay_back(act.done_on, None, equated),
        _scheme(reader, act), application, application.place, lang, upon=_replaced(reader, act),
    )  # fmt: skip


def _claim(
    reader: RoundReader, act: StoredAct, application: Application, equated: Days, lang: str
) -> Matter:
    before = claim_before(reader, act, equated)
    assert before is not None
    return lower_claim_letter(
        act, before, _scheme(reader, act), application, application.place, lang,
        to_pay_back(act.done_on, None, equated),
    )  # fmt: skip


def _scheme(reader: RoundReader, act: StoredAct) -> str:
    return next(
        one.instrument for one in applications_since(reader)
        if one.application.application_id == act.application_id
    )  # fmt: skip
