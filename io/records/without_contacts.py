"""Rows without contact persons: what must not leave with a copy of a round."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

from ...grants.applications.application import Application
from ...grants.columns import columns_of
from ...grants.municipality import plain_name

FIELDS = tuple(column.field for column in columns_of(Application) if column.personal)


@cache
def _headers() -> frozenset[str]:
    """The headers of the columns for contact persons, compared as intake compares them."""
    return frozenset(plain_name(c.label) for c in columns_of(Application) if c.personal)


def cleaned(table: str, row: dict[str, Any]) -> bool:
    """Take contact persons out of a row. Whether that changed a row that the audit trail covers.

    Findings are not in the trail: the value at such a cell goes without a word.
    """
    if table == "finding":
        row["finding_json"] = clean_finding(row["finding_json"])
        return False
    if table != "application":
        return False
    before = dict(row)
    row["application_json"] = clean_application(row["application_json"])
    raw: dict[str, str] = json.loads(row["raw_json"])
    kept = {key: value for key, value in raw.items() if plain_name(key) not in _headers()}
    if kept != raw:
        row["raw_json"] = json.dumps(kept, sort_keys=True, ensure_ascii=False)
    return row != before


def clean_application(written: str) -> str:
    """An application as it is kept, without contact persons; the same text where it has none."""
    if not written or all(f'"{name}":null' in written for name in FIELDS):
        return written
    application: dict[str, Any] = json.loads(written)
    if all(application.get(name) is None for name in FIELDS):
        return written
    application |= dict.fromkeys(FIELDS)
    return json.dumps(application, ensure_ascii=False, separators=(",", ":"))


def clean_finding(written: str) -> str:
    """A finding as it is kept, without the value where it is about a contact person."""
    if not any(f'"field":"{name}"' in written for name in FIELDS):
        return written
    found = cast("dict[str, Any]", json.loads(written))
    value = found.get("value")
    if not value:
        return written
    for key in ("message", "cure"):
        found[key] = str(found[key]).replace(str(value), "…")
    return json.dumps({**found, "value": ""}, ensure_ascii=False, separators=(",", ":"))
