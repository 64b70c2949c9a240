"""Whether a new version of an application is its applicant's: else a person has to say so.

A number that comes back for another municipality, from another sender, or after a withdrawal is
kept and does not count: the version before it stands until a named officer answered (Awb 3:2).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ....grants.applications.finding import Finding, Severity, make_finding
from ....grants.applications.public_body import body_called
from ....grants.municipality import municipalities
from ...records.rounds.answers import AFTER_WITHDRAWAL, OTHER_APPLICANT
from ...records.rounds.reader import RoundReader
from ...workbooks.intake.written import WrittenRow


class Doubts:
    """What is asked of the new versions in one file. In a round of the first edition, nothing."""

    def __init__(self, reader: RoundReader, file: str) -> None:
        self._reader, self._file = reader, file
        self._asks = reader.policy.asks

    def of(self, one: WrittenRow, known: str | None) -> tuple[Finding, ...]:
        """The questions about a row, given the version that stands; none where it is the first."""
        if not self._asks or not one.written or known is None:
            return ()
        before, now = json.loads(known), json.loads(one.written)
        number = one.read.application_id
        found: list[Finding] = []
        was, is_ = _applicant(before), _applicant(now)
        if was != is_:
            said = f"van {_named(*was)} en nu van {_named(*is_)}"
            found.append(self._other(one, said, is_[1] or is_[0]))
        elif self._other_sender(number, one.apart.email):
            found.append(self._other(one, "van een andere afzender dan deze versie", ""))
        gone = self._withdrawn.get(number) or before.get("withdrawn_on")
        if gone and not now.get("withdrawn_on"):
            found.append(
                self._asked(
                    one, AFTER_WITHDRAWAL, "withdrawn_on", "",
                    f"Aanvraag {number} is ingetrokken op {_day(str(gone))}, en komt nu opnieuw "
                    "binnen.",
                    "Wie zich bedenkt, dient een nieuwe aanvraag in met een eigen nummer. Was de "
                    "intrekking een vergissing, verbeter dan die met \"verdeel withdraw --undo\".",
                )
            )  # fmt: skip
        return tuple(found)

    def _other(self, one: WrittenRow, what: str, value: str) -> Finding:
        return self._asked(
            one, OTHER_APPLICANT, "municipality_code", value,
            f"Aanvraag {one.read.application_id} was {what}. De vorige versie telt, tot een "
            "medewerker heeft geantwoord.",
            f"Klopt het, antwoord dan met \"verdeel answer {one.read.application_id} "
            f"{OTHER_APPLICANT}\"; klopt het niet, met --no. Een andere aanvraag heeft een eigen "
            "nummer nodig.",
        )  # fmt: skip

    def _asked(
        self, one: WrittenRow, code: str, field: str, value: str, message: str, cure: str
    ) -> Finding:
        cells = one.read.cells
        return make_finding(
            code=code,
            severity=Severity.QUESTION,
            message=message,
            cure=cure,
            file=self._file,
            sheet=one.read.sheet,
            cell=cells.get(field, "") or cells.get("application_id", ""),
            value=value,
            application_id=one.read.application_id,
            field=field,
        )

    def _other_sender(self, number: str, email: str) -> bool:
        """Whether both versions have an address, at different organisations."""
        before, now = self._senders.get(number, ""), _organisation(email)
        return bool(before and now and before != now)

    @cached_property
    def _senders(self) -> dict[str, str]:
        contacts = self._reader.contacts
        return {
            one.application.application_id: _organisation(contacts[one.row_id].email)
            for one in self._reader.applications
            if one.row_id in contacts
        }

    @cached_property
    def _withdrawn(self) -> dict[str, str]:
        return {one.application_id: one.on.isoformat() for one in self._reader.withdrawals}


def _organisation(email: str) -> str:
    return email.rpartition("@")[2].strip().casefold()


def _applicant(version: Mapping[str, Any]) -> tuple[str, str]:
    """Who applies by a version: the code of a municipality, and the name of another body if any.

    Where a body applies, its municipality is that of the homes.
    """
    body = version.get("public_body") or ""
    return ("" if body else version["municipality_code"], body_called(body).name if body else "")


def _named(code: str, body: str) -> str:
    place = municipalities().get(code)
    return f"{place.name} ({code})" if place is not None else body or code


def _day(written: str) -> str:
    year, month, day = written[:10].split("-")
    return f"{day}-{month}-{year}"
