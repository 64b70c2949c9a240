"""What differs between two versions of an application, field by field."""

from __future__ import annotations

import json
from typing import Any, cast

from ...grants.record import Record


class FieldChange(Record):
    """A field that differs between two versions of an application, as text."""

    application_id: str
    field: str
    before: str
    after: str


def differences(application_id: str, before: str, after: str) -> list[FieldChange]:
    """The fields that differ between two versions, as they are kept."""
    old, new = _flat(_told(json.loads(before))), _flat(_told(json.loads(after)))
    return [
        FieldChange(
            application_id=application_id,
            field=field,
            before=old.get(field, ""),
            after=new.get(field, ""),
        )
        for field in sorted({*old, *new})
        if old.get(field, "") != new.get(field, "")
    ]


def _told(application: dict[str, Any]) -> dict[str, Any]:
    """An application as its differences are told: of thousands of BAG-ids only how many."""
    bag_ids: list[str] = application.get("bag_ids") or []
    return {**application, "bag_ids": f"{len(bag_ids)} BAG-id's" if bag_ids else ""}


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
