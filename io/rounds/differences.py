"""What differs between two versions: of an application field by field, of anything kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast

from ...grants.applications.located_homes import LOCATED_SHEET
from ...grants.columns import ColumnSpec, Kind
from ...grants.decisions.allocation import Award
from ...grants.homes import SEGMENTS
from ...grants.money import Euro
from ...grants.municipality import municipalities
from ...grants.notation import whole
from ...grants.record import Record

_LOCATED = "homes_by_municipality"


class FieldChange(Record):
    """A field that differs between two versions of an application.

    ``before`` and ``after`` are as they are kept; ``sentence`` has both as an officer reads them,
    under the Dutch header of their column.
    """

    application_id: str
    field: str
    before: str
    after: str
    sentence: str


def differences(
    application_id: str, columns: Sequence[ColumnSpec], before: str, after: str
) -> list[FieldChange]:
    """The fields that differ between two versions; ``columns`` are those of its sheet."""
    old, new = _flat(_told(json.loads(before))), _flat(_told(json.loads(after)))
    by_field = {column.field: column for column in columns}
    return [
        FieldChange(
            application_id=application_id,
            field=field,
            before=old.get(field, ""),
            after=new.get(field, ""),
            sentence=_sentence(field, by_field.get(field), old.get(field, ""), new.get(field, "")),
        )
        for field in sorted({*old, *new})
        if old.get(field, "") != new.get(field, "")
    ]


def _sentence(field: str, column: ColumnSpec | None, before: str, after: str) -> str:
    label = column.label if column is not None else _beside(field)
    return f"{label}: {shown_value(column, before)} wordt {shown_value(column, after)}"


def _beside(field: str) -> str:
    """What a field is called that no column of its own sheet has."""
    of, _, code = field.partition(".")
    known = municipalities().get(code)
    return f"{LOCATED_SHEET}, {known.name}" if of == _LOCATED and known else field


def shown_value(column: ColumnSpec | None, text: str) -> str:
    """A value as it is kept, in the notation of the office; nothing is *leeg*."""
    if not text:
        return "leeg"
    if column is None:
        return text
    match column.kind:
        case Kind.MONEY:
            return str(Euro(int(text)))
        case Kind.COUNT:
            return whole(int(text))
        case Kind.DATE:
            return f"{date.fromisoformat(text):%d-%m-%Y}"
        case Kind.MOMENT:
            return f"{datetime.fromisoformat(text):%d-%m-%Y %H:%M:%S}".removesuffix(":00")
        case Kind.YES_NO:
            return "ja" if text == "True" else "nee"
        case Kind.DECIMAL:
            return text.replace(".", ",")
        case _:
            return text


def _told(application: dict[str, Any]) -> dict[str, Any]:
    """An application as its differences are told: of thousands of BAG-ids only how many."""
    bag_ids: list[str] = application.get("bag_ids") or []
    paid: list[dict[str, Any]] = application.get("payments") or []
    located: list[dict[str, Any]] = application.get(_LOCATED) or []
    return {
        **application,
        _LOCATED: {
            one["municipality_code"]: "/".join(str(one.get(name, 0)) for name in SEGMENTS)
            for one in located
        },
        "payments": {str(one["year"]): one["amount"] for one in paid},
        "bag_ids": f"{len(bag_ids)} BAG-id's" if bag_ids else "",
    }


def _flat(value: Any, path: str = "") -> dict[str, str]:
    """The leaves of a JSON value by their path, as text."""
    if isinstance(value, dict):
        items = list(cast("dict[str, Any]", value).items())
    elif isinstance(value, list):
        items = [(str(at), inner) for at, inner in enumerate(cast("list[Any]", value))]
    else:
        return {path: "" if value is None else str(value)}
    found: dict[str, str] = {}
    for key, inner in items:
        found.update(_flat(inner, f"{path}.{key}" if path else key))
    return found


def first_difference(before: Any, after: Any, path: str = "") -> str:
    """Where two JSON values first differ, in Dutch; empty where they are the same."""
    if before == after:
        return ""
    if isinstance(before, dict) and isinstance(after, dict):
        old, new = cast("dict[str, Any]", before), cast("dict[str, Any]", after)
        for key in (*old, *(key for key in new if key not in old)):
            found = first_difference(old.get(key), new.get(key), f"{path}.{key}" if path else key)
            if found:
                return found
        return ""
    if isinstance(before, list) and isinstance(after, list):
        first, second = cast("list[Any]", before), cast("list[Any]", after)
        for at, (old, new) in enumerate(zip(first, second, strict=False)):
            found = first_difference(old, new, f"{path}[{_named(old) or at}]")
            if found:
                return found
        if len(first) != len(second):
            return f"{path} had {len(first)} delen en heeft er {len(second)}"
        return ""
    return f"{path} was {_short(before)} en is {_short(after)}"


def _named(value: Any) -> str:
    """The application or rule that a part of a list is about."""
    if not isinstance(value, dict):
        return ""
    held = cast("dict[str, Any]", value)
    return str(held.get("application_id") or held.get("code") or "")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:80]}…"


def as_told(awards: Sequence[Award], words: bool) -> list[dict[str, Any]]:
    """Awards to compare; without ``words`` their reasons are left out, as another version of the
    program may give and word them otherwise."""
    told = [one.model_dump(mode="json") for one in awards]
    if not words:
        for one in told:
            del one["reasons"]
    return told
