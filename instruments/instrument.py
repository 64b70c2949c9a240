"""What an instrument is to the rest of the program, and where instruments come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType
from typing import Any

from ..grants.application import Application
from ..grants.assessment import Assessment
from ..grants.candidate import Candidate
from ..grants.columns import ColumnSpec, columns_of
from ..grants.finding import Finding
from ..grants.money import Euro
from ..grants.policy import DistributionRule, InstrumentPolicy


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rule may look at besides the application itself.

    ``law_date`` binds the version of the law: the opening of the application window (BWbi art. 11).
    ``decision_date`` is the date of the grant decision, from which start terms run.
    ``others`` are all applications of the instrument in the round, for rules that count.
    """

    law_date: date
    window_closes: date
    decision_date: date
    policy: InstrumentPolicy
    others: Sequence[Application]


@dataclass(frozen=True, slots=True)
class VatSplit:
    """An amount charged to the ceiling, in the part for the BTW-compensatiefonds and the rest."""

    compensable: Euro
    payable: Euro


@dataclass(frozen=True, slots=True)
class Instrument:
    """A scheme (*regeling*): its sheet, its model, its rules and its own distribution rule.

    ``screen`` answers every rule for one application. ``candidate`` makes the candidate of an
    application whose rules are all met. ``split_vat`` divides an award. ``checks`` finds what does
    not agree within one application, such as sums that do not add up.
    """

    key: str
    prefix: str
    sheet: str
    name_nl: str
    name_en: str
    regulation: str
    model: type[Any]
    own_rule: DistributionRule
    own_rule_article: str
    screen: Callable[[Any, Setting], tuple[Assessment, ...]]
    candidate: Callable[[Any, Setting], Candidate]
    split_vat: Callable[[Any, Euro], VatSplit]
    checks: Callable[[Any], Sequence[Finding]]

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        return columns_of(self.model)


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every installed instrument by key, this project's own and those of other distributions."""
    found: dict[str, Instrument] = {}
    for point in sorted(entry_points(group="verdeelsleutel.instruments"), key=lambda p: p.name):
        instrument: Instrument = point.load()
        found[instrument.key] = instrument
    return MappingProxyType(found)
