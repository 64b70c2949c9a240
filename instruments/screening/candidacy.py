"""What the schemes share in making a candidate: its tags, its payments, its content."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from ...grants.applications.application import Application, Payment
from ...grants.applications.candidate import Candidate, Form
from ...grants.columns import columns_of
from ...grants.money import Euro
from ...grants.municipality import canonical_code
from ...grants.said import Said, named, said
from ..areas.areas import AreaList, Lies, area_named, lies_in, name_in, stated
from ..law.setting import RuleContext

# Not part of what was asked: numbers given by the office, and what the office fills in later.
_NOT_CONTENT = frozenset(
    {"application_id", "municipality", "excludes", "requires", "lot", "withdrawn_on"}
)


def common(application: Application, instrument: str, *, asks: bool) -> dict[str, Any]:
    """The fields of a candidate that follow from any application in the same way.

    ``asks``: whether words for no and for unknown are read as such (see :class:`RuleContext`).
    """
    code, phases = application.project_id or "", application.phases
    excludes, requires = application.excludes, application.requires
    if asks:
        code = code if said(code) is Said.NAME else ""
        phases = phases if all(said(phase) is Said.NAME for phase in phases) else ()
        excludes, requires = named(excludes), named(requires)
    return {
        "application_id": application.application_id,
        "instrument": instrument,
        "municipality_codes": application.participants,
        "province": application.place.province,
        "project_id": project_of(application, code) if asks else code,
        "phases": phases,
        "all_homes_at_minimum": application.all_homes_at_minimum,
        "homes": application.homes_by_segment,
        "excludes": excludes,
        "requires": requires,
        "received_at": application.received_at,
        "lot": application.lot,
        "applicant_reference": code,
        "content": content_of(application),
        "located": application.located if asks else (),
    }


def project_of(application: Application, code: str) -> str:
    """What tells a project from others: its municipality and the applicant's own code for it.

    Codes are the same whatever their case, width or Unicode form. A code that names another
    municipality, as in ``GM0363:P-1``, is that one's project. Without a code an application is a
    project of its own.
    """
    if not code:
        return f"aanvraag:{application.application_id}"
    return ":".join(place_and_code(application, code))


def place_and_code(application: Application, code: str) -> tuple[str, str]:
    """The municipality whose project it is, and the folded code that this municipality has for it."""
    place, between, own = code.partition(":")
    other = canonical_code(folded(place)) if between and own.strip() else None
    if other is None:
        return application.municipality_code, folded(code)
    return other, folded(own)


def folded(code: str) -> str:
    """A code to compare codes by: letters without case, and signs in one form."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", code).casefold()).strip()


def make(application: Application, instrument: str, *, asks: bool = True, **own: Any) -> Candidate:
    """A candidate from the common fields and the scheme's own, which come first."""
    fields = common(application, instrument, asks=asks)
    fields["tags"] = tags_of(application, asks=asks)
    return Candidate(**{**fields, **own})


def cut_of(application: Application, amount: Euro, setting: RuleContext) -> dict[str, Any]:
    """The form: whole, or scalable in the policy's steps where a minimum is stated that fits."""
    minimum = application.minimum
    if minimum is None or minimum > amount or not amount:
        return {"form": Form.WHOLE}
    return {"form": Form.SCALABLE, "minimum": minimum, "step": setting.policy.step}


AREA_FIELDS: tuple[tuple[str, AreaList], ...] = (
    ("nplv_area", AreaList.NPLV),
    ("large_scale_area", AreaList.LARGE_SCALE),
    ("breakthrough_location", AreaList.BREAKTHROUGH),
)
"""The area fields of an application, each with its list; the list's value is the tag."""


def tags_of(
    application: Application, *, large_scale: bool = False, asks: bool = True
) -> tuple[str, ...]:
    """The tags a policy can earmark by, sorted; a named area gives a tag of its own as well.

    ``nplv:Rotterdam Zuid`` has the name of the list. A name that the list does not have earns
    nothing: it is asked (ALG-01).
    """
    if not asks:
        return _tags_of_the_first_edition(application, large_scale=large_scale)
    tags: set[str] = {"industrialised"} if application.industrialised else set()
    if large_scale:
        tags.add("large_scale")
    for field, of in AREA_FIELDS:
        name: str | None = getattr(application, field)
        if lies_in(of, name) is Lies.INSIDE:
            area = area_named(of, name or "")
            tags |= {of.value} if area is None else {of.value, f"{of.value}:{area.name}"}
    return tuple(sorted(tags))


def _tags_of_the_first_edition(application: Application, *, large_scale: bool) -> tuple[str, ...]:
    """Any text but *nee* counted as a name, in the rounds that were sealed with that."""
    tags: set[str] = {"industrialised"} if application.industrialised else set()
    if large_scale:
        tags.add("large_scale")
    for tag, field in (
        ("nplv", application.nplv_area),
        ("large_scale", application.large_scale_area),
        ("breakthrough", application.breakthrough_location),
    ):
        if stated(field):
            tags.add(tag)
            name = name_in(field)
            if name is not None:
                tags.add(f"{tag}:{_listed(tag, name)}")
    return tuple(sorted(tags))


def _listed(tag: str, name: str) -> str:
    lists = {of.value: of for of in AreaList}
    area = area_named(lists[tag], name) if tag in lists else None
    return area.name if area is not None else name


def content_of(application: Application) -> str:
    """A SHA-256 over what was asked, the same whatever number the office gave it.

    Leaves out application numbers, the name beside the municipality's code, lots, withdrawal and
    personal data. Equal content means that the same was asked twice.
    """
    return _digest(application, _NOT_CONTENT)


def asked_of(application: Application) -> str:
    """As :func:`content_of`, also without the moment at which it came in."""
    return _digest(application, _NOT_CONTENT | {"received_at"})


def _digest(application: Application, without: frozenset[str]) -> str:
    asked = application.model_dump(exclude=set(without | _personal(type(application))))
    text = json.dumps(
        asked, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    )
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _personal(model: type[Application]) -> frozenset[str]:
    return frozenset(spec.path[0] for spec in columns_of(model) if spec.personal)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"no text for {type(value).__name__}")


def payments_of(
    application: Application, amount: Euro, setting: RuleContext, *, at_once: bool = False
) -> tuple[Payment, ...]:
    """The applicant's own payments for ``amount``, or all of it in the year of the decision.

    Where less than was asked can be granted, each year is scaled and rounded down, and the last
    takes the rest. Nothing is paid in a year before the decision: it moves to that year. With
    ``at_once`` the law pays all of it at once, whatever the applicant would like.
    """
    year = setting.payment_year
    if at_once or not application.payments:
        return (Payment(year=year, amount=amount),)
    return not_before(year, _scaled(application.payments, amount))


def _scaled(payments: Sequence[Payment], amount: Euro) -> tuple[Payment, ...]:
    asked = Euro.total(payment.amount for payment in payments)
    ordered = sorted(payments, key=lambda payment: payment.year)
    if asked == amount or not asked:
        parts = [payment.amount for payment in ordered]
    else:
        parts = [Euro(p.amount.cents * amount.cents // asked.cents) for p in ordered]
    parts[-1] = parts[-1] + (amount - Euro.total(parts))
    return tuple(Payment(year=p.year, amount=a) for p, a in zip(ordered, parts, strict=True))


def evenly(amount: Euro, first: int, last: int) -> tuple[Payment, ...]:
    """The same amount each year from ``first`` to ``last``; the last takes what is left over."""
    years = range(first, last + 1)
    each = Euro(amount.cents // len(years))
    rest = amount - each * (len(years) - 1)
    return tuple(Payment(year=y, amount=rest if y == last else each) for y in years)


def not_before(year: int, payments: Iterable[Payment]) -> tuple[Payment, ...]:
    """The payments by year, those of earlier years moved to ``year``."""
    by_year: dict[int, Euro] = {}
    for payment in payments:
        when = max(payment.year, year)
        by_year[when] = by_year.get(when, Euro(0)) + payment.amount
    return tuple(Payment(year=y, amount=by_year[y]) for y in sorted(by_year))
