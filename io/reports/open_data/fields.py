"""The fields of open data: their dictionary, and tables that hold them in its order."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from ....grants.money import Euro
from ...files.allocation import harmless
from .later import (
    euros,
)


@cache
def texts_of_open_data() -> Mapping[str, Any]:
    """Everything in ``texts.toml``, beside this module."""
    own = files("verdeelsleutel.io.reports.open_data").joinpath("texts.toml")
    return tomli.loads(own.read_text(encoding="utf-8"))


def _fields(file: str, *, later: bool) -> list[str]:
    """The fields of a file; with ``later`` also those that rounds of the first edition lack."""
    return [
        field["name"]
        for field in texts_of_open_data()["field"]
        if field["file"] == file and (later or not field.get("later", False))
    ]


def table(file: str, rows: Iterable[Mapping[str, object]], *, later: bool) -> str:
    """A table as CSV (RFC 4180) with the fields that the dictionary names, in that order."""
    names = _fields(file, later=later)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in names])
    return buffer.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, Euro):
        return euros(value)
    return harmless(value) if isinstance(value, str) else value


def dictionary(*, later: bool, without: Collection[str] = ()) -> str:
    """What each column means; with ``later`` also what rounds of the first edition never hold.

    ``without`` are files that a round does not have.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    keys = ("file", "name", "type", "nl", "en")
    writer.writerow(keys)
    for field in texts_of_open_data()["field"]:
        if (field.get("later", False) and not later) or field["file"] in without:
            continue
        more = {key: field.get(f"later_{key}", "") if later else "" for key in ("nl", "en")}
        writer.writerow([f"{field[key]} {more.get(key, '')}".strip() for key in keys])
    return buffer.getvalue()
