"""The rules that are put to every application, whatever its scheme (ALG).

They ask what the law of a scheme does not, and what the division of a round rests on all the same:
the areas by which its policy counts, and that there is an amount to grant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from ...grants.applications.application import Application
from ...grants.applications.assessment import Answer, Assessment
from ...grants.columns import columns_of
from ...grants.money import Euro
from ..areas.areas import Lies, lies_in
from ..law.catalogue import Law, load_catalogue
from ..law.quantity import Words
from ..law.rule import Measured, Rule, put, undecided
from ..law.setting import RuleContext
from .candidacy import AREA_FIELDS

_LIST = Words("de lijst van gebieden", "the list of areas")


def _areas(application: Application, setting: RuleContext, law: Law) -> Measured | None:
    """ALG-01: only of areas by which the policy of the round counts."""
    unknown = tuple(
        field
        for field, of in AREA_FIELDS
        if counts_by(of.value, setting.tags)
        and lies_in(of, getattr(application, field)) is Lies.UNKNOWN
    )
    if not unknown:
        return None
    labels = {column.field: column.label for column in columns_of(type(application))}
    label = labels[unknown[0]]
    return undecided(
        _LIST, asks=unknown, column=Words(label, label), area=getattr(application, unknown[0])
    )


def counts_by(tag: str, tags: Iterable[str]) -> bool:
    """Whether the tags that a policy gives money by have one, or an area of its list."""
    return any(one == tag or one.startswith(f"{tag}:") for one in tags)


def _amount(application: Application, setting: RuleContext, law: Law) -> Measured | None:
    """ALG-02: of schemes for which an amount is asked; of the others the law sets it."""
    field = type(application).model_fields["requested"]
    if not field.is_required() or application.requested:
        return None
    return Measured(Answer.NOT_MET, Euro(0), Words("een bedrag", "an amount"))


RULES: Mapping[str, Rule] = MappingProxyType({"ALG-01": _areas, "ALG-02": _amount})


def screen_every(application: Application, setting: RuleContext) -> tuple[Assessment, ...]:
    """What these rules say of an application, in rounds in which what is unknown is asked."""
    if not setting.asks:
        return ()
    law = load_catalogue("algemeen").law_on(setting.law_date, carry=True, edition=setting.edition)
    return put(law, RULES, application, setting)
