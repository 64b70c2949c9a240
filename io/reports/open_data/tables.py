"""What may be published of a round: tables with a dictionary, 360Giving, and two registers.

Every application has its row, with its outcome; what could not be read of it is empty, never
nought. In a round of the first edition only decisions have one. Nothing is published of contact
persons, costs, shortfalls or findings. Amounts are exact to the cent, and are held to the totals of
the allocation before anything is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from ....grants.applications.application import Application
from ....grants.applications.public_body import PublicBody
from ....grants.applications.received import day_only
from ....grants.decisions.allocation import Award, IncompleteApplication, Outcome
from ....grants.dossier import Decided, Dossier
from ....grants.homes import NO_HOMES
from ....grants.ledger.years import MONEY
from ....grants.money import ZERO, Euro
from ....grants.municipality import Municipality, municipalities
from ....instruments.instrument import APPLICATION, STATE, instruments
from ...files.exact_json import Exact
from ...files.privacy import Redactor, redactor_of
from ...wording.grounds import grounds_of
from ...wording.texts import filled_in
from ..figures import TotalsDisagree, body_of
from .ended import settlement_rows
from .fields import texts_of_open_data
from .later import (
    document_of,
    euros,
    hold_together,
    later_rows,
    payment_rows,
    still_of,
    today,
)
from .weighed import columns_withheld, of_letter, weighed_rows, withheld_fields

_DECIDED = (
    Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED_RULE, Outcome.REFUSED_CEILING,
    Outcome.REFUSED_LATE, Outcome.REFUSED_EARLY, Outcome.COUNTED_ELSEWHERE,
)  # fmt: skip


def year_rows(dossier: Dossier) -> list[dict[str, object]]:
    """The money of all rounds by fund, scheme and year; what is no amount is empty."""
    amounts = ("ceiling", *MONEY, "free")
    return [
        {
            "round": dossier.allocation.round,
            "fund": one.fund,
            "instrument": one.instrument,
            "year": one.year,
            **{f"{name}_eur": "" if (a := getattr(one, name)) is None else a for name in amounts},
        }
        for one in dossier.years
    ]


_Listed = tuple[Award, Application | IncompleteApplication]


class Published:
    """The decisions of one approved round, ready to be published."""

    def __init__(self, dossier: Dossier) -> None:
        assert dossier.approval is not None
        self._dossier = dossier
        self.on = dossier.approval.on.isoformat()
        self.clean: Redactor = redactor_of(dossier)
        every = dossier.policy.tells_all
        chosen = [
            one
            for one in dossier.decided
            if one.award.outcome in _DECIDED
            or still_of(dossier, one.award)
            or (every and _given_since(dossier, one.award))
        ]
        self._decided: Sequence[Decided] = sorted(chosen, key=lambda o: o.award.application_id)
        read = [(one.award, one.application) for one in (dossier.decided if every else chosen)]
        awards = {award.application_id: award for award in dossier.allocation.awards}
        read += [(awards[one.application_id], one) for one in dossier.incomplete if every]
        self._every: Sequence[_Listed] = sorted(read, key=lambda o: o[0].application_id)
        if every:
            hold_together(dossier)
        self._provisional = {
            one.award.application_id
            for one in dossier.decided
            if any(answer.provisional for answer in one.assessments)
        }
        _reconcile(dossier, [one.award for one in self._decided])

    def decisions(self) -> list[dict[str, object]]:
        return [self._decision(*one) for one in self._every]

    def _decision(
        self, award: Award, application: Application | IncompleteApplication
    ) -> dict[str, object]:
        place_: Municipality | PublicBody | None = municipalities().get(award.municipality_code)
        body = body_of(application)
        place_ = place_ or body
        policy = self._dossier.policy.instruments.get(award.instrument)
        partners = application.partners
        withheld = withheld_fields(self._dossier, award.application_id, award.instrument)
        row: dict[str, object] = {
            "round": self._dossier.allocation.round,
            "application_id": award.application_id,
            "instrument": award.instrument,
            "scheme": _scheme(award),
            "fund": policy.fund if policy else "",
            "project_id": self.clean(award.project_id),
            "project": self.clean(application.project_name or ""),
            "municipality_code": award.municipality_code,
            "municipality": place_.name if place_ else "",
            "province": place_.province if isinstance(place_, Municipality) else "",
            "decided_on": self._decided_on(award) or self._left_on(award),
            "outcome": award.outcome.value,
            "requested_eur": "" if award.requested is None else award.requested,
            "amount_eur": award.amount,
            "compensable_vat_eur": award.compensable_vat,
            "payable_eur": award.payable,
            **{f"homes_{key}": count for key, count in award.homes.by_segment().items()},
            "affordable_homes": award.affordable_homes,
            "rank": "" if award.rank is None else award.rank,
            "reason_codes": " ".join(reason.code for reason in award.reasons),
            "articles": " | ".join(dict.fromkeys(r.article for r in award.reasons if r.article)),
            "example": "true" if self._dossier.example else "false",
            **self._since(award),
            **_filed(award, application),
            "withheld": " ".join(withheld),
            "provisional": "true" if award.application_id in self._provisional else "false",
            "partner_codes": " ".join(place.code for place in partners),
            "partners": "; ".join(place.name for place in partners),
            "public_body": "" if body is None else body.name,
            "homes_by_municipality": " ".join(
                f"{code}:{'/'.join(str(count) for count in homes.by_segment().values())}"
                for code, homes in (award.homes_by_place if award.located else ())
            ),
        }
        return row | columns_withheld(withheld)

    def _decided_on(self, award: Award) -> str:
        """The day of the decision: that of the list, or of the supplement that decided on it."""
        if award.outcome not in _DECIDED:
            return ""
        own = self._dossier.supplemented.get(award.application_id)
        return own.decided_on.isoformat() if own else self.on

    def _awarded_on(self, award: Award) -> str:
        """The day on which it was granted: that of the decision, or of the first that gave any."""
        since = self._dossier.since_decided(award.application_id)
        later = since.later if since and not award.amount else ()
        given = next((one.on for one in later if one.after), None)
        return _iso(given) or self._decided_on(award)

    def _left_on(self, award: Award) -> str:
        """The day of a decision not to treat it, where there is one."""
        left = self._dossier.untreated.get(award.application_id)
        return left.isoformat() if left and award.outcome is Outcome.NOT_TREATED else ""

    def settlements(self) -> list[dict[str, object]]:
        """How far the end of each published award is."""
        return settlement_rows(self._dossier, [one.award for one in self._decided])

    def _since(self, award: Award) -> dict[str, object]:
        """What happened after the decision; empty where that stands as it was taken."""
        since = self._dossier.since_decided(award.application_id)
        gone = since.withdrawn_on if since else None
        fixed = since.settled_on if since else None
        return {
            "withdrawn_on": _iso(gone),
            "settled_on": _iso(fixed),
            "still_committed_eur": self._still(award),
            "objections": "" if since is None else " ".join(
                f"{one.name}:{one.outcome or 'open'}" for one in since.objections
            ),
            "added_on_objection_eur": ZERO if since is None else since.added,
            "standing": since.standing if since else "",
            "from_reserve_on": _iso(since.given_on if since else None),
            "changed_on": _iso(since.changed_on if since else None),
            "revoked_on": _iso(since.revoked_on if since else None),
            "paid_eur": since.paid if since else ZERO,
        }  # fmt: skip

    def _still(self, award: Award) -> Euro:
        return still_of(self._dossier, award)

    def payments(self) -> list[dict[str, object]]:
        """What is paid of each award and when: as it was decided, as it stands, and was done."""
        return [
            row
            for one in self._decided
            for row in payment_rows(self._dossier, one.award, self._now(one.award))
        ]

    def later(self) -> list[dict[str, object]]:
        """Every later decision, by day."""
        return later_rows(self._dossier, [award for award, _ in self._every])

    def today(self) -> dict[str, Any]:
        """What all of it comes to today."""
        return today(self._dossier, [award for award, _ in self._every])

    def _now(self, award: Award) -> Award:
        """An award by the newest decision on it."""
        since = self._dossier.since_decided(award.application_id)
        return award if since is None or since.award is None else since.award

    def documents(self) -> list[dict[str, object]]:
        """Every decision of which there is a letter, by number: also those not to treat."""
        texts = texts_of_open_data()["publication"]
        rows: list[dict[str, object]] = []
        applied = {award.application_id: application for award, application in self._every}
        for award, decided_on, sent, document in self._letters():
            scheme = instruments().get(award.instrument)
            body = body_of(applied[award.application_id])
            to = body or municipalities().get(award.municipality_code)
            title = texts["title"].format(
                submission=(scheme.submission if scheme else APPLICATION).nl,
                application=award.application_id,
                scheme=_scheme(award),
                applicant=_named(to) if to else "",
            )
            rows.append({
                "application_id": award.application_id,
                "document": document,
                "title": title,
                "category": texts["category"],
                "publisher": _funder(award.instrument)["name"],
                "decided_on": decided_on,
                "sent_on": sent,
                **of_letter(self._dossier, award.application_id, document),
            })  # fmt: skip
        return rows

    def weighed(self, claimed: Collection[str] = ()) -> list[dict[str, object]]:
        """Every weighing of a field or letter that counts; ``claimed`` have a published claim."""
        listed = {award.application_id: application for award, application in self._every}
        letters = {(award.application_id, file) for award, _, _, file in self._letters()}
        return list(weighed_rows(self._dossier, listed, letters, claimed, self.clean))

    def _letters(self) -> Iterator[tuple[Award, str, str, str]]:
        """Each decision with a letter, its day, when that was sent, and the file of it.

        One that was withdrawn before its letter went has none; that of a round of before that was
        told is listed. A decision not to treat is sent on its own day.
        """
        for award, _ in self._every:
            number = award.application_id
            since, left = self._dossier.since_decided(number), self._left_on(award)
            unsent = since is not None and since.unsent and self._dossier.policy.tells_all
            own = self._dossier.supplemented.get(number)
            sent = own.sent_on if own else self._dossier.sent_on
            first = f"{number}.pdf"
            if left:
                yield award, left, left, first
            elif award.outcome in _DECIDED and not unsent:
                yield award, self._decided_on(award), sent.isoformat() if sent else "", first
            for one in () if since is None else since.later:
                document = document_of(number, one)
                if document:  # a decision of its own, sent on its day
                    yield award, one.on.isoformat(), one.on.isoformat(), document

    def giving(self) -> dict[str, Any]:
        """The awards in the 360Giving standard; nothing where there is none."""
        texts = texts_of_open_data()["giving"]
        grants = [self._grant(one) for one in self._decided if self._still(one.award)]
        if not grants:
            return {}
        mark = texts["mark"] if self._dossier.example else ""
        called = {"round": self._dossier.allocation.round}
        return {
            "version": "1.4",
            "title": mark + texts["title"].format(**called),
            "description": " ".join(
                [mark + texts["description"].format(**called), *grounds_of(self._dossier)]
            ),
            "issued": self.on,
            "grants": grants,
        }

    def _grant(self, one: Decided) -> dict[str, Any]:
        award, texts = self._now(one.award), texts_of_open_data()
        place_, policy = one.application.place, self._dossier.policy.round
        to = one.application.applicant
        prefix, mark = texts["publisher"]["prefix"], texts["giving"]["mark"]
        said = filled_in(
            texts["giving"]["grant"], scheme=_scheme(award), affordable=award.affordable_homes,
            homes=award.homes.total, municipality=place_.name,
        )  # fmt: skip
        application = one.application
        withheld = withheld_fields(self._dossier, award.application_id, award.instrument)
        named = "" if "project_name" in withheld else application.project_name or ""
        name = self.clean(named)
        return {
            "id": f"{prefix}-{policy.id}-{award.application_id}",
            "title": _short(name or f"{_scheme(award)} {to.name}"),
            "description": (mark if self._dossier.example else "") + said,
            "currency": texts["publisher"]["currency"],
            "amountAppliedFor": Exact(euros(award.asked)),
            "amountAwarded": Exact(euros(self._still(award))),
            "awardDate": self._awarded_on(one.award),
            "recipientOrganization": [_recipient(prefix, to)],
            "beneficiaryLocation": [
                {"name": one.name, "countryCode": "NL", "geoCode": one.code}
                for one in (place_, *application.partners)
            ],
            "fundingOrganization": [dict(_funder(award.instrument))],
            "grantProgramme": [{"code": award.instrument, "title": _scheme(award)}],
            "fromOpenCall": "Yes",
        }

    def divisions(self) -> Iterator[dict[str, object]]:
        """What each application gets in each of the three divisions, and what those stand for."""
        allocation = self._dossier.allocation
        for one in allocation.divisions:
            whole: dict[str, object] = {
                "round": allocation.round,
                "division": one.kind.value,
                "affordable_homes": one.affordable_homes,
                "total": euros(one.amount),
                "next_window": euros(one.next_window),
                "payable": str(one.payable).lower(),
                "proven": str(one.certain).lower(),
            }
            for award in sorted(allocation.awards, key=lambda award: award.application_id):
                amount = one.amounts.get(award.application_id)
                if amount is not None:
                    each = {"application_id": award.application_id, "amount": euros(amount)}
                    yield whole | each


def _filed(award: Award, application: Application | IncompleteApplication) -> dict[str, object]:
    """What was asked and when, also where nothing was given; empty where it could not be read."""
    received = application.received_at
    asked = None if isinstance(application, IncompleteApplication) else application.homes_by_segment
    return {
        "next_window_eur": award.next_window,
        "binding": " ".join(award.binding or ()),
        "received_at": "" if received is None else _moment(received),
        **{
            f"homes_asked_{name}": "" if asked is None else count
            for name, count in (asked or NO_HOMES).by_segment().items()
        },
        "affordable_homes_asked": "" if asked is None else asked.affordable,
    }


def _moment(received: datetime) -> str:
    """A day, with its time where one was recorded."""
    day = received.date().isoformat()
    return day if day_only(received) else f"{day}T{received.time().isoformat()}"


def _iso(day: date | None) -> str:
    """A day as it is published; empty where there is none."""
    return day.isoformat() if day else ""


def _short(title: str) -> str:
    """A title as 360Giving asks for it: under 140 characters."""
    return title if len(title) < 140 else f"{title[:138].rstrip()}…"


def _named(to: Municipality | PublicBody) -> str:
    return to.name if isinstance(to, PublicBody) else f"gemeente {to.name}"


def _recipient(prefix: str, to: Municipality | PublicBody) -> dict[str, Any]:
    """Who was given the money, as an organisation of the 360Giving standard."""
    own = {"id": f"{prefix}-{to.key}", "name": to.name, "addressCountry": "NL"}
    if isinstance(to, PublicBody):
        return own
    return {**own, "name": f"Gemeente {to.name}", "addressRegion": to.province}


def _scheme(award: Award) -> str:
    scheme = instruments().get(award.instrument)
    return scheme.name_nl if scheme else award.instrument


def _funder(instrument: str) -> Mapping[str, str]:
    scheme = instruments().get(instrument)
    funder = scheme.funder if scheme else STATE
    return {"id": funder.id, "name": funder.name}


def _given_since(dossier: Dossier, award: Award) -> bool:
    """Whether a later decision gave something, of which nothing may stand any more: what was paid
    of it is told as of any other."""
    since = dossier.since_decided(award.application_id)
    return since is not None and any(step.after for step in since.later)


def _reconcile(dossier: Dossier, published: Sequence[Award]) -> None:
    """What is published is all that was awarded, and is paid in full."""
    stated = dossier.allocation.totals.amount
    awarded = Euro.total(award.amount for award in published)
    split = Euro.total(award.compensable_vat + award.payable for award in published)
    if not stated == awarded == split:
        raise TotalsDisagree(
            f"De besluiten van ronde {dossier.allocation.round} tellen op tot {awarded} "
            f"({split} in btw en uit te betalen), maar de verdeling tot {stated}; "
            "laat de ronde opnieuw verdelen."
        )
