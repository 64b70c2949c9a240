"""The kinds of event that the audit trail has, and what it tells of a round.

What was done to a round since it was read stands there too: every step leaves an event.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Self

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from ....grants.lives.round import Step
from .. import tables

if TYPE_CHECKING:
    from .reader import RoundReader


class EventKind(StrEnum):
    """What an event tells of. ``done`` is what somebody did, in Dutch, after "er is".

    ``leads_to`` is the step that brings the round into another state; ``None`` for any other event.
    """

    _value_: str
    done: str
    leads_to: Step | None

    def __new__(cls, value: str, done: str, leads_to: Step | None = None) -> Self:
        made = str.__new__(cls, value)
        made._value_, made.done, made.leads_to = value, done, leads_to
        return made

    OPENED = "round.opened", "de ronde geopend", Step.OPEN
    CLOSED = "round.closed", "de inname gesloten", Step.CLOSE
    SCREENED = "round.screened", "de ronde getoetst", Step.SCREEN
    ALLOCATED = "round.allocated", "een verdeling bewaard", Step.ALLOCATE
    WHY_NOT_KEPT = "allocation.why_not", "bij de lijst bewaard wat anderen nodig hadden"
    APPROVED = "round.approved", "een verdeling vastgesteld", Step.APPROVE
    PUBLISHED = "round.published", "de besluiten verstuurd", Step.LETTERS
    AMENDED = "round.amended", "het beleid gewijzigd", Step.AMEND
    ARCHIVED = "round.archived", "de ronde gearchiveerd", Step.ARCHIVE
    LOADED = "batch.loaded", "een werkmap geladen"
    JUDGED = "judgement.given", "een oordeel gegeven"
    JUDGEMENT_CONFIRMED = "judgement.confirmed", "een oordeel bevestigd"
    LOTS_DRAWN = "lots.drawn", "een loting vastgelegd"
    WITHDRAWN = "application.withdrawn", "een intrekking vastgelegd"
    STRIKE_PROPOSED = "withdrawal.struck", "een intrekking betwist"
    STRUCK = "withdrawal.strike_confirmed", "een intrekking doorgehaald"
    QUESTION_ANSWERED = "question.answered", "een vraag beantwoord"
    FIRST_NAME = "approval.first", "een eerste naam onder de verdeling gezet"
    AMENDMENT_PROPOSED = "amendment.proposed", "een wijziging voorgesteld"
    AMENDMENT_DROPPED = "amendment.dropped", "een voorstel tot wijziging teruggenomen"
    PROGRAM_REPLAYED = "program.replayed", "een andere versie van het programma vastgelegd"
    LIFE_RECORDED = "life.recorded", "bij één aanvraag iets vastgelegd"
    LIFE_CONFIRMED = "life.confirmed", "bij één aanvraag iets bevestigd"
    ROW_LINKED = "row.linked", "een rij aan een nummer gekoppeld"
    COMPLETION_ASKED = "completion.asked", "om aanvulling gevraagd"
    COMPLETION_ANSWERED = "completion.answered", "over een aanvulling beslist"
    SUPPLEMENT_MADE = "supplement.made", "een aanvullende lijst gemaakt"
    SUPPLEMENT_APPROVED = "supplement.approved", "een aanvullende lijst vastgesteld"
    SUPPLEMENT_SENT = "supplement.sent", "de besluiten van een aanvullende lijst verstuurd"
    CHANGE_ASKED = "change.asked", "een verzoek tot wijziging vastgelegd"
    REVOCATION_INTENDED = "revocation.intended", "een voornemen tot intrekken vastgelegd"
    AWARD_PROPOSED = "award.proposed", "een besluit over een toekenning voorgesteld"
    AWARD_DECIDED = "award.decided", "over een toekenning besloten"
    WEIGHED = "publication.weighed", "gewogen wat openbaar wordt"
    WEIGHING_CONFIRMED = (
        "publication.weighing_confirmed",
        "een weging van de openbaarheid bevestigd",
    )
    PAYMENT_ORDERED = "payment.ordered", "een betaling opgedragen"
    PAYMENT_CONFIRMED = "payment.confirmed", "een betaling bevestigd"
    PAYMENT_DISPUTED = "payment.disputed", "een betaling betwist"
    PAYMENT_CORRECTED = "payment.corrected", "een betaling verbeterd"
    MONITOR_ASKED = "monitor.asked", "om voortgang gevraagd"
    MONITOR_LOADED = "monitor.loaded", "voortgang geladen"
    ACCOUNTS_LOADED = "account.loaded", "verantwoordingen geladen"
    SETTLING_PROPOSED = "settling.proposed", "een vaststelling of terugvordering voorgesteld"
    SETTLING_DECIDED = "settling.decided", "over een vaststelling of terugvordering besloten"
    SETTLING_RECORDED = "settling.recorded", "bij een terugvordering iets vastgelegd"
    TERM_NOTIFIED = "term.notified", "een later besluit aangekondigd"
    OBJECTION_OPENED = "objection.opened", "een bezwaar ingeschreven"
    OBJECTION_ACT = "objection.act", "bij een bezwaar iets vastgelegd"
    OBJECTION_DECIDED = "objection.decided", "op een bezwaar beslist"
    OBJECTION_SHOWN = "objection.shown", "aan wie bezwaar maakt iets getoond"
    OFFICE_USED = "office.used", "een ander kantoorbestand gebruikt"
    PERSON_ADMITTED = "person.admitted", "iemand toegelaten om vast te stellen"
    PURGED = "privacy.purged", "contactpersonen weggenomen"
    CONTACTS_MOVED = "contacts.moved", "contactpersonen apart gezet"


_KINDS = {kind.value: kind for kind in EventKind}


def kind_of(written: str) -> EventKind | None:
    """The kind of an event as it is written; ``None`` for one of a newer program."""
    return _KINDS.get(written)


def of_round(session: Session, round_id: str) -> tuple[tables.Event, ...]:
    """The events of a round, oldest first."""
    return tuple(session.exec(_of_round(), params={"round_id": round_id}).all())


@cache
def _of_round() -> SelectOfScalar[tables.Event]:
    of_round = col(tables.Event.round_id) == tables.OF_ROUND
    return select(tables.Event).where(of_round).order_by(col(tables.Event.number))


def kinds(session: Session) -> tuple[tuple[str, str], ...]:
    """The round and the kind of every event of the trail, oldest first."""
    return tuple(session.exec(_kinds()).all())


@cache
def _kinds() -> Select[str, str]:
    return select(tables.Event.round_id, tables.Event.kind).order_by(col(tables.Event.number))


def is_in_trail(session: Session, hash_: str) -> bool:
    """Whether the trail has an event of this hash."""
    found = session.exec(select(tables.Event.number).where(tables.Event.hash == hash_)).first()
    return found is not None


def count(reader: RoundReader) -> int:
    """How many events there are about a round."""
    return reader.session.exec(
        select(func.count()).select_from(tables.Event).where(tables.Event.round_id == reader.id)
    ).one()


def done_since(reader: RoundReader, event: int) -> tuple[str, ...]:
    """What was done to a round after an event of the trail, each once, in Dutch."""
    since = reader.session.exec(
        select(tables.Event.kind)
        .where(tables.Event.round_id == reader.id, col(tables.Event.number) > event)
        .order_by(col(tables.Event.number))
    ).all()
    return tuple(_done(kind) for kind in dict.fromkeys(since))


def _done(written: str) -> str:
    kind = kind_of(written)
    return kind.done if kind is not None else f"iets gewijzigd ({written})"
