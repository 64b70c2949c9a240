"""A window only for projects that an earlier round refused (*herkansing*), held against that round.

The policy lists the projects, so that what decides is sealed, public and in the bundle. Where the
earlier round is in the same database the list is compared with what it refused.
"""

from __future__ import annotations

from ....grants.decisions.allocation import Outcome
from ....grants.municipality import canonical_code
from ....grants.rounds.policy import Policy
from ....instruments.instrument import instruments
from ....instruments.screening.candidacy import folded, project_of
from ...errors import RefusedByProcess
from ...records.rounds.reader import RoundReader

_REFUSED = (Outcome.REFUSED_CEILING, Outcome.REFUSED_RULE)


def check_retake(reader: RoundReader, policy: Policy) -> None:
    """Refuse a list that is not what the earlier round of this database refused.

    Raises:
        RefusedByProcess: with the projects that it did refuse, as the policy writes them.
    """
    for key, chosen in policy.instruments.items():
        earlier = RoundReader(reader.session, chosen.retake_of)
        if not chosen.retake_of or not earlier.exists:
            continue
        name = instruments()[key].name_nl
        if not earlier.state.decided or key not in earlier.policy.instruments:
            raise RefusedByProcess(
                f"Ronde {earlier.id} heeft over {name} nog niets besloten, dus er is nog geen "
                "project voor een herkansing."
            )
        closed = earlier.policy.window_of(key).closes
        if closed != chosen.retake_closed:
            raise RefusedByProcess(
                f"Het tijdvak van {name} in ronde {earlier.id} sloot op {closed:%d-%m-%Y}; schrijf "
                "dat in retake_closed."
            )
        refused = refused_projects(earlier, key)
        listed = {_name(one) for one in chosen.retake_projects}
        if listed != {_name(one) for one in refused}:
            raise RefusedByProcess(
                f"Een herkansing is voor alle projecten die ronde {earlier.id} afwees, en voor "
                "geen ander. Schrijf in retake_projects: "
                + (", ".join(f'"{one}"' for one in refused) or "niets, want zij wees niets af")
                + "."
            )


def refused_projects(reader: RoundReader, scheme: str) -> tuple[str, ...]:
    """The projects of a scheme that a decided round refused, as a policy writes them, in order.

    Whoever was late or early had no place in that window, and so has none here.
    """
    refused = {
        award.application_id
        for award in reader.allocation.awards
        if award.instrument == scheme and award.outcome in _REFUSED
    }
    found = {
        project_of(one.application, one.application.project_id or "")
        for one in reader.applications
        if one.application.application_id in refused
    }
    return tuple(sorted(found))


def _name(written: str) -> str:
    """A project as projects are told apart: codes are the same whatever their case or form."""
    place, _, code = written.partition(":")
    return f"{canonical_code(place) or place}:{folded(code)}"
