"""Weighing what an applicant said of an intention to refuse (*zienswijze*, Awb art. 4:7 and 4:8).

A notice of the intention goes out after the screening. What came back, or that nothing did, and why
it changes nothing stands in the decision (Awb art. 3:46): a reaction that does change something is
a new version, a completion or a judgement.
"""

from __future__ import annotations

from datetime import date

from ...grants.applications.assessment import Answer, verdict
from ...grants.lives.decision import DecisionEvent
from ...grants.lives.round import Step
from ...grants.record import Record
from ..errors import WrongUse
from ..records.rounds.reader import RoundReader
from ..rounds.actor import Actor
from ..rounds.checks.chronology import require_after, under_an_act_on
from ..rounds.incomplete import no_application
from ..rounds.lives import lives_of, record_event
from ..rounds.state import permit


class Heard(Record):
    """What was weighed of one application; ``new`` where it was not recorded before."""

    application_id: str
    on: date
    weighed: str
    officer: str
    new: bool = True


def hear(reader: RoundReader, number: str, who: Actor, on: date, weighed: str) -> Heard:
    """Record how a reaction was weighed. The newest one stands in the letter.

    Raises:
        WrongUse: there is no such application, it meets its rules, or nothing is said.
        RefusedByProcess: it stands in a list already, or the state or the role forbids it.
    """
    permit(reader, Step.JUDGE, who)
    known = {one.application.application_id: one for one in reader.applications}
    if number not in known:
        raise no_application(reader, number)
    if verdict(reader.assessments.get(number, ())) is not Answer.NOT_MET:
        raise WrongUse(
            f"{number} voldoet aan de regels, of is nog niet getoetst; er is geen afwijzing om een "
            "zienswijze op af te wegen."
        )
    require_after(f"De weging van de zienswijze op {number}", on, under_an_act_on(known[number]))
    stands = reader.heard.get(number)
    if stands is not None and (stands.on, stands.reason, stands.officer) == (on, weighed, who.name):
        return Heard(application_id=number, on=on, weighed=weighed, officer=who.name, new=False)
    (life,) = (one for one in lives_of(reader) if one.application_id == number)
    record_event(reader, life.row_id, DecisionEvent.HEARD, who, on, weighed)
    return Heard(application_id=number, on=on, weighed=weighed, officer=who.name)
