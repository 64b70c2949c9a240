"""Letters of decisions on awards, from the records alone: as they were when they were taken.

What had been paid by then follows from the orders, but for what was paid or recorded about that
day: there every sum that it can have been gives a letter, and one of them has to be it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import accumulate

from ....grants.money import ZERO, Euro
from ....grants.notation import share
from ...config.office import Office
from ...records.after.award_decisions import DecisionKind, StoredAwardDecision
from ...records.rounds.reader import RoundReader
from ...rounds.after.changing import shares_of, term_to_decide_change
from ...rounds.after.standing import StandingAward, before_decision, standing_versions
from ...rounds.objections.made import applications_since
from ..completing.author import CompletingAuthor, Matter
from .matters import (
    CHANGED,
    NOT_CHANGED,
    REVOKED,
    after_texts,
    change_letter,
    intention_letter,
    revocation_letter,
)

LATER_LETTERS = (CHANGED, NOT_CHANGED, REVOKED, "intrekvoornemen")
"""What the files of these letters begin with, and their registers are called."""
Later = tuple[CompletingAuthor, Matter]


def later_letters(reader: RoundReader, office: Office, lang: str) -> Iterator[Later]:
    """Every letter that decisions to change and revoke, and intentions to revoke, can have had."""
    none: Mapping[str, tuple[StandingAward, ...]] = {}
    versions = standing_versions(reader) if reader.after.award_decisions else none
    for one in reader.after.award_decisions:
        if one.approved_on is None or one.kind is DecisionKind.RESERVE:
            continue
        before = before_decision(versions.get(one.application_id, ()), one)
        if before is None:
            continue
        for paid in _paid_by(reader, one.application_id, one.approved_on):
            yield (
                _author(reader, office, lang, one.approved_on),
                _matter(reader, one, before, paid, lang),
            )
    yield from _intentions(reader, office, lang)


def _author(reader: RoundReader, office: Office, lang: str, on: date) -> CompletingAuthor:
    return CompletingAuthor(
        reader.id, office, lang, on, example=reader.example, texts=after_texts()
    )


def _matter(
    reader: RoundReader, one: StoredAwardDecision, before: StandingAward, paid: Euro, lang: str
) -> Matter:
    number = one.application_id
    application = next(
        o.application for o in applications_since(reader) if o.application.application_id == number
    )
    if one.kind is DecisionKind.REVOKED:
        intention = next(
            (o for o in reader.after.revocation_intentions if o.row_id == one.detail.intention),
            None,
        )
        return revocation_letter(one, before, application, paid, intention, lang)
    asked = one.detail.asked
    assert asked is not None
    assert asked.received is not None
    term = term_to_decide_change(reader.policy, before.award.instrument, asked.received)
    found = shares_of(before, application, one.detail.after, asked)
    shares = None if found is None else (share(found[0], lang), share(found[1], lang))
    return change_letter(one, before, application, term, paid, shares, lang)


def _intentions(reader: RoundReader, office: Office, lang: str) -> Iterator[Later]:
    """The letters in which a municipality read that an award was to be revoked."""
    if not reader.after.revocation_intentions:
        return
    versions = standing_versions(reader)
    for one in reader.after.revocation_intentions:
        number = one.application_id
        application = next(
            o.application
            for o in applications_since(reader)
            if o.application.application_id == number
        )
        for standing in versions.get(number, ()):
            if standing.ended_on is None:
                for paid in _paid_by(reader, number, one.on):
                    matter = intention_letter(one, standing, application, paid, lang)
                    yield _author(reader, office, lang, one.on), matter


def _paid_by(reader: RoundReader, number: str, on: date) -> list[Euro]:
    """What can have been paid of an award on a day, by what was carried out until then."""
    orders = [
        one.charged
        for one in reader.after.payment_orders
        if one.application_id == number and one.paid is not None and one.paid.on <= on
    ]
    return sorted({ZERO, *accumulate(orders, initial=ZERO)})
