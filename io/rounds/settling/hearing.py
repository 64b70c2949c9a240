"""On which earlier occasion a municipality was heard, where a decision rests on that.

Nobody has to be heard again who could give a view before, where no new facts or circumstances came
since (Awb 4:11, under b). So the occasion is looked up in what was recorded, and an account that
came in after it is a new fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ....grants.bilingual import Bilingual
from ....grants.notation import unbroken_day
from ...errors import RefusedByProcess
from ...records.after.award_decisions import DecisionKind
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind

_ARTICLE = "artikel 4:11, onder b, Awb"


def heard_before(reader: RoundReader, number: str, on: date) -> date:
    """The newest day by which a municipality had been heard about an award.

    That is the day on which its view came, or the last day on which it could give one.

    Raises:
        RefusedByProcess: it never could, or an account came in since.
    """
    days = [day for day in hearings_of(reader, number) if day <= on]
    if not days:
        raise RefusedByProcess(
            f"Over {number} is geen eerdere gelegenheid vastgelegd waarbij de gemeente haar "
            f"zienswijze kon geven, en zonder die kan dit niet ({_ARTICLE}). Hoor haar eerst "
            "(artikel 4:8 Awb)."
        )
    last = max(days)
    since = [one for one in reader.after.account_versions if one.application_id == number]
    newer = [one.on for one in since if last < one.on <= on]
    if newer:
        raise RefusedByProcess(
            f"De gemeente kon over {number} haar zienswijze geven op {last:%d-%m-%Y}; op "
            f"{max(newer):%d-%m-%Y} kwam een verantwoording binnen, en dat is een nieuw feit "
            f"({_ARTICLE}). Hoor haar daarover."
        )
    return last


def hearings_of(reader: RoundReader, number: str) -> Iterator[date]:
    """Every day by which a municipality was heard before a decision on an award."""
    acts = reader.after.settling_acts_of.get(number, ())
    answered = {one.detail.about for one in acts if one.kind is SettlingKind.HEARD}
    for one in acts:
        if one.kind is SettlingKind.HEARD:
            yield one.on
        elif one.kind is SettlingKind.SETTLED and one.counts and one.detail.heard_on is not None:
            yield one.detail.heard_on
        elif one.detail.until is None or one.row_id in answered:
            continue
        elif one.kind is SettlingKind.INTENDED:
            yield one.detail.until
    for intention in reader.after.revocation_intentions:
        if intention.application_id == number:
            yield intention.until
    for decision in reader.after.award_decisions:
        if decision.application_id != number or decision.kind is not DecisionKind.REVOKED:
            continue
        if decision.approver and decision.detail.heard_on is not None:
            yield decision.detail.heard_on


def was_heard(reader: RoundReader, number: str, day: date | None, by: date) -> bool:
    """Whether a day is one by which a municipality was heard about an award, and not after ``by``:
    who is heard later was not heard before."""
    return day is not None and day <= by and day in set(hearings_of(reader, number))


def told_when(day: date) -> Bilingual:
    """On which occasion that was, in a sentence of a letter."""
    return Bilingual(
        nl=f"Die gelegenheid had u tot en met {unbroken_day(day, 'nl')}.",
        en=f"You had that opportunity up to and including {unbroken_day(day, 'en')}.",
    )
