"""Who applied and what the list gave, of each decision: also of what could never be read."""

from __future__ import annotations

from ....grants.decisions.allocation import Award
from ....grants.dossier import Dossier
from ....grants.municipality import municipalities
from ..figures import UNKNOWN, body_of


def applicants_and_awards(dossier: Dossier) -> dict[str, tuple[str, Award]]:
    """The name of the applicant and the award of the list, by the number of the application.

    An objection can be made to a decision not to treat what could not be read (Awb 4:5), too.
    """
    found = {
        one.award.application_id: (one.application.applicant.name, one.award)
        for one in dossier.decided
    }
    awards = {one.application_id: one for one in dossier.allocation.awards}
    for one in dossier.incomplete:
        body, place = body_of(one), municipalities().get(one.municipality_code or "")
        name = body.name if body is not None else place.name if place is not None else UNKNOWN
        found[one.application_id] = (name, awards[one.application_id])
    return found
