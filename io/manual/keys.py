"""The keys of the policy and of the office file, from their models and from a new file.

What a key means stands above it in the file that ``round new`` writes, which has every key there
is; what it takes, and whether it can be left out, is said by the model.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from fractions import Fraction
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ...grants.money import Euro
from ...grants.rounds.policy import MarginalDecision, Policy
from ...instruments.instrument import instruments
from ..config.new_round import (
    FundDraft,
    OfficerDraft,
    RoundDraft,
    SchemeDraft,
    office_text,
    policy_text,
)
from ..config.office import Office, Role
from .marks import code, page, section, table, text

Path = tuple[str, ...]
KEPT_BY_THE_PROGRAM = frozenset(
    {("edition",), ("addresses_kept",), ("folder_missing",), ("sha256",)}
    | {("marginal", key) for key in MarginalDecision.model_fields}
)
"""What a model holds that no file says."""

_KEY = re.compile(r"^#?([\w.]+|\"[^\"]+\") = (.*)$")
_TABLE = re.compile(r"^#?\[\[?([\w.]+)\]\]?$")
_TAKES: Mapping[type, str] = {
    Euro: "bedrag",
    Fraction: "aandeel",
    bool: "true of false",
    int: "heel getal",
    date: "datum",
    time: "uur",
    str: "tekst",
}


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a file; what an office names itself is ``*`` in its path."""

    path: Path
    takes: str
    needed: bool


def keys_of(model: type[BaseModel]) -> tuple[Key, ...]:
    """Every key that a file of this model can have, tables included, in their order."""
    return tuple(key for key in _keys(model, ()) if key.path not in KEPT_BY_THE_PROGRAM)


def _keys(model: type[BaseModel], above: Path) -> Iterator[Key]:
    for name, field in model.model_fields.items():
        here = (*above, name)
        inner = dict.fromkeys(_inner(field.annotation, here))
        yield Key(here, _takes(field), field.is_required())
        for below, at in inner:
            yield from _keys(below, at)


def _inner(annotation: Any, at: Path) -> Iterator[tuple[type[BaseModel], Path]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, at
        return
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        yield from _inner(arguments[1], (*at, "*"))
        return
    for one in arguments:
        yield from _inner(one, at)


def _takes(field: FieldInfo) -> str:
    """What a key takes, in Dutch."""
    told = list(dict.fromkeys(_kinds(field.annotation)))
    return " of ".join(told)


def _kinds(annotation: Any) -> Iterator[str]:
    if annotation is type(None):
        return
    origin = get_origin(annotation)
    if origin is dict:
        yield "tabel"
    elif origin in (tuple, list):
        inner = list(dict.fromkeys(_kinds(get_args(annotation)[0])))
        yield "rijen" if inner == ["tabel"] else f"lijst van: {', '.join(inner)}"
    elif isinstance(annotation, type):
        yield from _of_type(annotation)
    else:
        # A choice of words, several kinds, or a kind with a limit.
        for one in get_args(annotation):
            if isinstance(one, str):
                yield code(one)
            elif isinstance(one, type) or get_origin(one) is not None:
                yield from _kinds(one)


def _of_type(kind: type) -> Iterator[str]:
    if issubclass(kind, BaseModel):
        yield "tabel"
    elif issubclass(kind, StrEnum):
        yield from (code(one.value) for one in kind)
    elif kind in _TAKES:
        yield _TAKES[kind]


@dataclass(frozen=True, slots=True)
class Written:
    """What a new file says of a key: the explanation above it, and its value."""

    said: str
    value: str


def written_in(file: str) -> dict[Path, Written]:
    """By key or table, what a new file says right above it, and the value that stands there."""
    found: dict[Path, Written] = {}
    at: Path = ()
    said: list[str] = []
    for line in file.splitlines():
        if heading := _TABLE.match(line):
            at = tuple(heading[1].split("."))
            found.setdefault(at, Written(" ".join(said), ""))
            said = []
        elif key := _KEY.match(line):
            names = tuple(part.strip('"') for part in key[1].split("."))
            found.setdefault((*at, *names), Written(" ".join(said), key[2]))
            said = []
        elif line.startswith("# ---"):
            said = []
        elif line.startswith("# "):
            said.append(line[2:])
    return found


def key_pages() -> dict[str, str]:
    """The pages of the keys of a policy and of an office file."""
    draft = _every_scheme()
    return {
        "beleid": _page(
            "naslag-beleid", "Sleutels van het beleid", "policy.toml", Policy, policy_text(draft)
        ),
        "kantoor": _page(
            "naslag-kantoor", "Sleutels van het kantoorbestand", "office.toml", Office,
            office_text(draft),
        ),
    }  # fmt: skip


def _every_scheme() -> RoundDraft:
    scheme = next(iter(instruments().values()))
    return RoundDraft(
        id="2026-1",
        title="Ronde 2026-1",
        kind="example",
        opens=date(2026, 9, 1),
        closes=date(2026, 10, 15),
        decision=date(2026, 11, 30),
        funds=(FundDraft("bron", "bron", "€ 1 mld"),),
        schemes=(
            SchemeDraft(
                "regeling", "Een regeling", scheme.prefix, "bron", scheme.own_rule.value,
                "artikel ... van de regeling", leaves_open=True,
            ),
        ),
        officers=(OfficerDraft("s.vermeulen", "S. Vermeulen", Role.OFFICER),),
    )  # fmt: skip


def _page(label: str, title: str, name: str, model: type[BaseModel], file: str) -> str:
    written = {_generic(path): told for path, told in written_in(file).items()}
    parts = [
        section(
            _anchor(label, place),
            code(".".join(place)) if place else "Bovenaan het bestand",
            text(_said_of(written, place)),
            table(
                ("sleutel", "wat erin komt", "nodig", "betekenis", "voorbeeld"),
                [_row(key, written) for key in keys],
            ),
        )
        for place, keys in _by_table(model).items()
    ]
    intro = (
        f"Alles wat in `{name}` kan staan. `verdeel round new` schrijft een bestand waarin elk van "
        "deze sleutels met uitleg staat. Een `*` is een naam die u zelf kiest of die van een "
        "regeling. Een bedrag staat als tekst in euro's, een datum als jjjj-mm-dd."
    )
    return page(label, title, intro, *parts)


def _by_table(model: type[BaseModel]) -> dict[Path, list[Key]]:
    found: dict[Path, list[Key]] = {}
    for key in keys_of(model):
        found.setdefault(key.path[:-1], []).append(key)
    return found


def _generic(path: Path) -> Path:
    """The path in a file, with what an office chose itself as ``*``."""
    return tuple("*" if part in ("bron", "regeling", "GM0363", "2026") else part for part in path)


def _anchor(label: str, place: Path) -> str:
    """The label of a table's part of the page."""
    return f"{label}-{'-'.join(place) or 'bovenaan'}".replace("*", "naam").replace("_", "-")


def _row(key: Key, written: Mapping[Path, Written]) -> tuple[str, ...]:
    told = written.get(key.path, Written("", ""))
    needed = "ja" if key.needed else ""
    if "tabel" in key.takes or key.takes == "rijen":
        return code(key.path[-1]), key.takes, needed, "Zie hieronder.", ""
    return code(key.path[-1]), key.takes, needed, text(told.said), code(told.value)


def _said_of(written: Mapping[Path, Written], place: Path) -> str:
    """What is said of a table: above its heading, or where it stands as a key."""
    alike = tuple("group" if part == "of_group" else part for part in place)
    for path in (place, place[:-1] if place[-1:] == ("*",) else place, alike):
        if path and path in written:
            return written[path].said
    return ""
