"""Rules of a what-if in a line: a floor, a cap, a share, an application put in or out.

>>> floor("Drenthe", share="40%").code
'FLOOR-DRENTHE-MONEY-SHARE'
>>> cap("Utrecht", homes=500).limit
500

Without ``importance`` a rule is hard. With it the rule is a goal, and 1 comes before 2.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Literal

from ...grants.money import Euro
from ...grants.rounds.constraint import ConstraintPolicy, Group, Measure
from ...grants.rounds.policy import FixedPolicy
from .amounts import Amount, cents_of

Rule = ConstraintPolicy | FixedPolicy

_MUNICIPALITY = re.compile(r"^GM\d{4}$")
_SOURCE = "what-if"
_NAMES = {
    Measure.MONEY: ("geld", "money"),
    Measure.HOMES: ("woningen", "homes"),
    Measure.AFFORDABLE_HOMES: ("betaalbare woningen", "affordable homes"),
    Measure.SOCIAL_RENT: ("sociale huur", "social rent"),
    Measure.MID_RENT: ("middenhuur", "mid rent"),
    Measure.AFFORDABLE_PURCHASE: ("betaalbare koop", "affordable purchase"),
    Measure.NUMBER: ("toekenningen", "awards"),
}


def where(
    *,
    province: str | None = None,
    municipality: str | None = None,
    instrument: str | None = None,
    fund: str | None = None,
    tag: str | None = None,
    without_tag: str | None = None,
) -> Group:
    """The applications that answer to all that is given."""
    return Group(
        province=province, municipality=municipality, instrument=instrument, fund=fund,
        tag=tag, without_tag=without_tag,
    )  # fmt: skip


def floor(
    within: str | Group,
    *,
    money: Amount | None = None,
    homes: int | None = None,
    affordable: int | None = None,
    number: int | None = None,
    share: str | None = None,
    of: str = "money",
    importance: int | None = None,
    weight: int = 1,
) -> ConstraintPolicy:
    """At least so much for a group: one of an amount in euros, homes, affordable homes, awards, or
    a share of all (``of`` the money, or of another measure).

    ``within`` is a province, the code of a municipality, or a group of :func:`where`.

    Raises:
        ValueError: not exactly one of them is given, or it cannot be read.
    """
    return _bound("at_least", within, (money, homes, affordable, number), share, of,
                  importance, weight)  # fmt: skip


def cap(
    within: str | Group,
    *,
    money: Amount | None = None,
    homes: int | None = None,
    affordable: int | None = None,
    number: int | None = None,
    share: str | None = None,
    of: str = "money",
    importance: int | None = None,
    weight: int = 1,
) -> ConstraintPolicy:
    """At most so much for a group, stated as a :func:`floor` is."""
    return _bound("at_most", within, (money, homes, affordable, number), share, of,
                  importance, weight)  # fmt: skip


def share(
    part: str,
    *,
    at_least: str | None = None,
    at_most: str | None = None,
    of: str = "homes",
    within: str | Group = "",
    importance: int | None = None,
    weight: int = 1,
) -> ConstraintPolicy:
    """A share of one measure in another, such as ``share("social_rent", at_least="30%")``.

    ``within`` a group, or over everything.

    Raises:
        ValueError: neither or both of the limits are given, or a measure is not known.
    """
    limit = at_most if at_least is None else at_least
    if limit is None or (at_least is not None and at_most is not None):
        raise ValueError("give at_least or at_most, and not both")
    group = _group(within) if within else Group()
    return _stated(
        "at_least" if at_most is None else "at_most", group, _measure(part), limit,
        importance, weight, of=_measure(of), of_group=group,
    )  # fmt: skip


def fixed(
    application: str, decision: Literal["in", "out"], *, amount: Amount | None = None
) -> FixedPolicy:
    """An application put in or out by hand; of one that is in, ``amount`` in euros if not all.

    In a round it takes a decision with its reason and two names; here it is a what-if and says so.
    """
    return FixedPolicy(
        application=application,
        decision=decision,
        amount=None if amount is None else Euro(cents_of(amount)),
        reason="Keuze in een doorrekening; geen besluit.",
        article=_SOURCE,
        authorised_by=(_SOURCE, _SOURCE),
    )


def _bound(
    side: Literal["at_least", "at_most"],
    within: str | Group,
    stated: tuple[Amount | None, int | None, int | None, int | None],
    share: str | None,
    of: str,
    importance: int | None,
    weight: int,
) -> ConstraintPolicy:
    measures = (Measure.MONEY, Measure.HOMES, Measure.AFFORDABLE_HOMES, Measure.NUMBER)
    given = [(m, value) for m, value in zip(measures, stated, strict=True) if value is not None]
    if len(given) + (share is not None) != 1:
        raise ValueError("give one of money, homes, affordable, number and share")
    group = _group(within)
    if share is not None:
        whole = _measure(of)
        return _stated(side, group, whole, share, importance, weight, of=whole)
    measure, value = given[0]
    if measure is Measure.MONEY:
        limit: str | int = Euro(cents_of(value)).format(cents=True)
    else:
        limit = _count(value)
    return _stated(side, group, measure, limit, importance, weight)


def _stated(
    side: Literal["at_least", "at_most"],
    group: Group,
    measure: Measure,
    limit: str | int,
    importance: int | None,
    weight: int,
    **share: Any,
) -> ConstraintPolicy:
    kind = "FLOOR" if side == "at_least" else "CAP"
    place = " ".join(str(value) for value in group.model_dump().values() if value) or "all"
    nl, en = _NAMES[measure]
    dutch = "Ten minste" if side == "at_least" else "Ten hoogste"
    english = "At least" if side == "at_least" else "At most"
    part = "share" if share else ""
    return ConstraintPolicy.model_validate(
        {
            "code": _code(kind, place, measure.value, part),
            "measure": measure,
            "group": group,
            side: limit,
            "hard": importance is None,
            "importance": importance or 1,
            "weight": weight,
            "source": _SOURCE,
            "sentence_nl": f"{dutch} {limit} {nl}: {place}.",
            "sentence_en": f"{english} {limit} {en}: {place}.",
            **share,
        }
    )


def _code(*parts: str) -> str:
    plain = unicodedata.normalize("NFKD", "-".join(filter(None, parts)))
    ascii_only = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", ascii_only).strip("-").upper()[:40]


def _group(within: str | Group) -> Group:
    if isinstance(within, Group):
        return within
    if not within:
        raise ValueError("name a province, the code of a municipality, or a group of where()")
    return Group(municipality=within) if _MUNICIPALITY.match(within) else Group(province=within)


def _measure(name: str) -> Measure:
    try:
        return Measure(name)
    except ValueError:
        known = ", ".join(one.value for one in Measure)
        raise ValueError(f"{name} is no measure; there are: {known}") from None


def _count(value: object) -> int:
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        raise ValueError(f"{value!r} is no whole number")
    return int(value)  # pyright: ignore[reportArgumentType] - it has __index__
