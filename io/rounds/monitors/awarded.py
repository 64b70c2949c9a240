"""The awards that municipalities report about: what each was given for, and what it asks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ....grants.after.obligation import Obligation, ObligationKind
from ....grants.after.progress import Promise
from ....grants.applications.application import Application
from ....grants.applications.located_homes import together
from ....grants.applications.public_body import PublicBody
from ....grants.bilingual import Bilingual
from ....grants.homes import Homes
from ....grants.lives.award import AwardState
from ....grants.lives.decision import DecisionState
from ....grants.money import ZERO, Euro
from ....grants.municipality import (
    Municipality,
    Succession,
    municipalities,
    plain_name,
    successions,
)
from ....grants.notation import article_in, short_day
from ....grants.record import Record
from ....instruments.after.obligations import obligations_of
from ....instruments.instrument import instruments
from ....instruments.law.catalogue import Law
from ....instruments.screening.candidacy import project_of
from ...records.after.award_decisions import DecisionKind
from ...records.rounds.once import worked_out
from ...records.rounds.reader import RoundReader
from ..after.standing import Ended, StandingAward, unsettled_awards
from ..after.told import AwardTold, awards_told
from ..objections.made import judged_since


class Awarded(Record):
    """An award that homes are reported about, with its obligations.

    ``participants`` are the codes of all municipalities that applied together, the one that leads
    first. ``body`` is the name of the public body that it was given to, and that reports about it,
    where no municipality applied. ``phases`` are the parts of the project that it is for. ``ended``
    says in Dutch that nothing is owed of it any more, and is empty while it stands.
    """

    promise: Promise
    participants: tuple[str, ...]
    phases: tuple[str, ...]
    obligations: tuple[Obligation, ...]
    ended: str = ""
    body: str = ""

    @property
    def number(self) -> str:
        """Its application number."""
        return self.promise.application_id

    @property
    def leads(self) -> str:
        """The code of the municipality that it was given to, or that its homes are for."""
        return self.participants[0]


@worked_out
def awarded_of(reader: RoundReader) -> Mapping[str, Awarded]:
    """Every award of money in a decided round, by application number; none before that."""
    standing = unsettled_awards(reader)
    if not standing:
        return {}
    told = awards_told(reader)
    applications = {one.application.application_id: one for one in judged_since(reader)}
    laws: dict[str, Law] = {}
    found: dict[str, Awarded] = {}
    for number, one in standing.items():
        key = one.award.instrument
        if key not in laws:
            laws[key] = _law_of(reader, key)
        application = applications[number].application
        found[number] = _awarded(one, told[number], application, laws[key])
    return found


def obligations_by_award(reader: RoundReader) -> Mapping[str, tuple[Obligation, ...]]:
    """What each award that still stands asks of its municipality, by application number.

    For whoever tells of terms: each has its day, what set and moved it, and what it costs to miss.
    """
    return {number: one.obligations for number, one in awarded_of(reader).items() if not one.ended}


def _law_of(reader: RoundReader, key: str) -> Law:
    policy = reader.policy
    return instruments()[key].catalogue.law_on(
        policy.round.window_opens, policy.instruments[key].parameters, carry=True,
        edition=policy.edition,
    )  # fmt: skip


def _awarded(
    standing: StandingAward, told: AwardTold, application: Application, law: Law
) -> Awarded:
    award, own = standing.award, instruments()[standing.award.instrument]
    homes = award.homes if award.homes.total else application.homes_by_segment
    whole = bool(award.located) and together(award.located) == homes
    place, applicant = application.place, application.applicant
    return Awarded(
        promise=Promise(
            application_id=award.application_id,
            instrument=own.key,
            municipality_code=place.code,
            municipality=place.name,
            province=place.province,
            project=project_of(application, application.project_id or ""),
            project_id=application.project_id or "",
            name=application.project_name or application.project_id or place.name,
            homes=Homes(**homes.by_segment()),
            amount=_committed(standing, told),
            decided_on=standing.decided_on,
            first_start=application.first_start,
            last_start=application.last_start,
            nplv_area=application.nplv_area or "",
            breakthrough_location=application.breakthrough_location or "",
            located=award.located if whole else (),
        ),
        participants=application.participants,
        phases=application.phases,
        obligations=obligations_of(
            own.key, own.obligations, law, standing.decided_on, _moved(standing)
        ),
        ended=_ended(standing, told),
        body=applicant.name if isinstance(applicant, PublicBody) else "",
    )


def _committed(standing: StandingAward, told: AwardTold) -> Euro:
    """What is still owed of an award; in a round without a ledger, what was granted."""
    if standing.ended is not Ended.NOT:
        return ZERO
    return told.committed or standing.award.amount


def _ended(standing: StandingAward, told: AwardTold) -> str:
    if standing.ended is not Ended.NOT:
        return standing.ended.dutch
    gone = told.award in (AwardState.RELEASED, AwardState.LAPSED)
    if gone or told.decision is DecisionState.REVOKED:
        return told.dutch
    return ""


def _moved(standing: StandingAward) -> dict[ObligationKind, tuple[date, Bilingual]]:
    """The last days that later decisions on an award set in the place of those of the law."""
    found: dict[ObligationKind, tuple[date, Bilingual]] = {}
    for one in standing.by:
        asked = one.detail.asked
        if one.kind is not DecisionKind.CHANGED or asked is None or one.approved_on is None:
            continue
        by = Bilingual(
            nl=f"gewijzigd bij besluit van {one.approved_on:%d-%m-%Y} ({one.article})",
            en=f"changed by the decision of {short_day(one.approved_on, 'en')} "
            f"({article_in(one.article, 'en')})",
        )
        for kind, day in (
            (ObligationKind.LAST_START, asked.last_start),
            (ObligationKind.MEASURES_READY, asked.measures_ready),
        ):
            if day is not None:
                found[kind] = (day, by)
    return found


def succession_of(code: str, on: date) -> Succession | None:
    """What a municipality went to by a day, where it did and that is certain."""
    gone = successions().get(code)
    return gone if gone is not None and gone.certain and gone.since <= on else None


def short_name(body: str) -> str:
    """A public body in the names of its letters and workbooks, with the letters that all have.

    >>> short_name("Gemeenschappelijke regeling Regio Foodvalley")
    'grregiofoodvalley'
    """
    return plain_name(body).replace("gemeenschappelijkeregeling", "gr")


def reporter_of(code: str, on: date) -> Municipality:
    """The municipality that reports on a day for the one of a code: its successor where it went."""
    gone = succession_of(code, on)
    return municipalities()[code if gone is None else gone.successor]
