"""The same applications under the law of two days: who flips, with how many homes and euros.

A comparison is a what-if. It carries a text to a day that its dates do not reach, and marks it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..grants.applications.application import Application
from ..grants.applications.assessment import Answer, Assessment, verdict
from ..grants.homes import Homes
from ..grants.money import ZERO, Euro
from ..grants.record import Record
from .instrument import Instrument
from .law.catalogue import Catalogue
from .law.parameters import PolicyParameterRefused
from .law.setting import RuleContext


class Stand(Record):
    """How an application stands under the law of one day.

    ``claim`` is the largest award in cents, zero where the rules are not all met. ``decided_by``
    are the rules that are not met or need a person.
    """

    answer: Answer
    claim: Euro
    decided_by: tuple[Assessment, ...]
    carried: bool


class Flip(Record):
    """An application that stands otherwise under the law of the second day."""

    application_id: str
    instrument: str
    municipality_code: str
    homes: Homes
    before: Stand
    after: Stand

    @property
    def flips(self) -> bool:
        """Whether the answer itself differs, and not the amount alone."""
        return self.before.answer is not self.after.answer


class Side(Record):
    """What meets the rules under the law of one day. ``claim`` in cents, homes in whole homes."""

    eligible: int
    homes: int
    affordable_homes: int
    claim: Euro


class Difference(Record):
    """Two days of law over the applications of one instrument."""

    instrument: str
    applications: int
    before: Side
    after: Side
    flips: tuple[Flip, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Law:
    setting: RuleContext
    remarks: tuple[str, ...]


def compare(instrument: Instrument, setting: RuleContext, first: date, second: date) -> Difference:
    """The applications that still stand, under the law of two days, all else as in the round."""
    laws = [_law(instrument.catalogue, setting, day) for day in (first, second)]
    standing = [one for one in setting.others if one.withdrawn_on is None]
    stands = [[_stand(instrument, one, law.setting) for one in standing] for law in laws]
    flips = tuple(
        Flip(
            application_id=one.application_id,
            instrument=instrument.key,
            municipality_code=one.municipality_code,
            homes=one.homes_by_segment,
            before=before,
            after=after,
        )
        for one, before, after in zip(standing, *stands, strict=True)
        if (before.answer, before.claim) != (after.answer, after.claim)
    )
    return Difference(
        instrument=instrument.key,
        applications=len(standing),
        before=_side(standing, stands[0]),
        after=_side(standing, stands[1]),
        flips=flips,
        remarks=tuple(dict.fromkeys(r for law in laws for r in law.remarks)),
    )


def _law(catalogue: Catalogue, setting: RuleContext, day: date) -> _Law:
    """The setting on that day. A parameter of the policy that its law does not take is left out."""
    taken, remarks = _settable(catalogue, setting.policy.parameters, day)
    policy = setting.policy.model_copy(update={"parameters": taken})
    moved = replace(setting, law_date=day, policy=policy, carry=True)
    carried = sorted(moved.law_of(catalogue).carried)
    if carried:
        remarks.append(f"Doorgetrokken naar {day:%d-%m-%Y}: {', '.join(carried)}.")
    return _Law(moved, tuple(remarks))


def _settable(
    catalogue: Catalogue, parameters: Mapping[str, str], day: date
) -> tuple[dict[str, str], list[str]]:
    taken: dict[str, str] = {}
    left: list[str] = []
    for name, text in parameters.items():
        try:
            catalogue.law_on(day, {name: text}, carry=True)
        except PolicyParameterRefused:
            left.append(name)
        else:
            taken[name] = text
    told = f"Het beleid zet op {day:%d-%m-%Y} niet: {', '.join(left)}."
    return taken, [told] if left else []


def _stand(instrument: Instrument, application: Application, setting: RuleContext) -> Stand:
    answers = instrument.screen(application, setting)
    answer = verdict(answers)
    met = answer is Answer.MET
    return Stand(
        answer=answer,
        claim=instrument.candidate(application, setting).requested if met else ZERO,
        decided_by=tuple(a for a in answers if a.answer is not Answer.MET),
        carried=any(a.code in setting.law_of(instrument.catalogue).carried for a in answers),
    )


def _side(applications: Sequence[Application], stands: Sequence[Stand]) -> Side:
    met = [
        (one, stand)
        for one, stand in zip(applications, stands, strict=True)
        if stand.answer is Answer.MET
    ]
    return Side(
        eligible=len(met),
        homes=sum(one.homes.total for one, _ in met),
        affordable_homes=sum(one.homes.affordable for one, _ in met),
        claim=Euro.total(stand.claim for _, stand in met),
    )
