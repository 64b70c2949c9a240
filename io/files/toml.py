"""A TOML file that a person writes, read into a model: every fault with its line and a near key.

The policy, the office file and an office's own clauses are read here, so that a fault in any of
them is told in one way.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast, get_args, get_origin

import tomli
from pydantic import BaseModel, ValidationError

from ...grants.frozen import frozen
from ...grants.rounds.basis import AS_TABLE, AS_TEXT
from ..errors import Unreadable
from .said_in_dutch import said_in_dutch, toml_fault_in_dutch
from .text import decoded

Model = TypeVar("Model", bound=BaseModel)
Location = tuple[int | str, ...]
_HEADER = re.compile(r"^\s*(?P<array>\[)?\[(?P<name>[^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_ENTRY = re.compile(rf"^\s*(?P<name>{_PART}(?:\s*\.\s*{_PART})*)\s*=")
_MOST_BYTES = 4 << 20  # a policy of a hundred pages has a twentieth of this
_VALUES_OF_A_TABLE = 2  # a dict has a type of keys and one of values
_NAME = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^."']+?))\s*(?:\.|$)""")


@frozen
class WrittenFault:
    """A fault in what a person wrote: its key, its line from 1 where that shows, and what to do."""

    loc: Location
    line: int | None
    sentence: str
    unknown: bool = False

    @property
    def key(self) -> str:
        """The key as a file would name it from its top, ``instruments.gebiedsbudget.rule``."""
        return ".".join(str(part) for part in self.loc)

    @property
    def told(self) -> str:
        """The fault in one sentence, its line first."""
        place = f"regel {self.line}, " if self.line else ""
        return f"{place}sleutel {self.key or 'bestand'}{self.sentence}"


def read_model(path: Path, what: str, model: type[Model]) -> Model:
    """The model in a TOML file; ``what`` names the kind of file in Dutch, as in *kantoorbestand*.

    Raises:
        Unreadable: the file is missing, is no UTF-8 or TOML, or has a key or value it cannot have.
    """
    return cast("Model", _written(model, read_text(path, what), path.name, what))


@lru_cache(maxsize=4)
def _written(model: type[BaseModel], text: str, name: str, what: str) -> BaseModel:
    """The model of a text, once for each text: one command reads its office file several times."""
    return validated(model, read_toml(text, name, what), text, name, what)


def read_text(path: Path, what: str) -> str:
    """The text of a file in UTF-8, or in the UTF-16 that PowerShell writes with ``>``.

    Raises:
        Unreadable: it is missing, a folder, not to be read, or no text.
    """
    if path.is_dir():
        raise Unreadable(f"{path} is een map, geen {what}. Noem het bestand zelf.")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Unreadable(f"{path} is groter dan een {what} kan zijn, en wordt niet gelezen.")
        return decoded(path.read_bytes())
    except FileNotFoundError as fault:
        raise Unreadable(
            f"Het {what} {path} bestaat niet. Controleer de naam en de map."
        ) from fault
    except (UnicodeDecodeError, OSError) as fault:
        raise Unreadable(
            f"Het {what} {path} kan niet als tekst worden gelezen. Sla het op als UTF-8, en "
            "controleer of u het mag lezen."
        ) from fault


def read_toml(text: str, name: str, what: str) -> dict[str, Any]:
    """The tables of a TOML text.

    Raises:
        Unreadable: it is no TOML, with the line where that shows.
    """
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as fault:
        raise Unreadable(
            f"Het {what} {name} is geen geldig TOML-bestand: {toml_fault_in_dutch(str(fault))} "
            "Herstel die regel en probeer het opnieuw."
        ) from fault
    except (RecursionError, ValueError) as fault:  # brackets without end, a number of a page
        raise Unreadable(
            f"Het {what} {name} heeft een waarde die dieper genest of langer is dan zij kan zijn. "
            "Neem een bestand dat een mens heeft geschreven."
        ) from fault


def validated(
    model: type[Model], data: Mapping[str, Any], text: str, name: str, what: str
) -> Model:
    """The model of these tables; all faults in one message, each with its line in ``text``.

    Raises:
        Unreadable: a key is unknown or missing, or a value cannot be so.
    """
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        told = [one.told for one in faults_told(model, fault, text)]
        count = "een fout" if len(told) == 1 else f"{len(told)} fouten"
        raise Unreadable(f"Het {what} {name} heeft {count}: " + " ".join(told)) from fault


def faults_told(
    model: type[BaseModel], fault: ValidationError, text: str
) -> tuple[WrittenFault, ...]:
    """Each fault of a model, with its key, its line in ``text`` and what to do about it."""
    return tuple(
        _told(_keys(one["loc"]), one["type"], said_in_dutch(one), text, model)
        for one in fault.errors()
    )


def _keys(loc: Sequence[int | str]) -> Location:
    """A location as the file has it: how a basis is written is no key of its own."""
    return tuple(part for part in loc if part not in (AS_TABLE, AS_TEXT))


def _told(
    loc: Location, kind: str, message: str, text: str, model: type[BaseModel]
) -> WrittenFault:
    line = line_of(loc, text)
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        near = nearest(str(loc[-1]), known)
        advice = f"Bedoelt u {near}?" if near else f"Mogelijk zijn: {', '.join(known)}."
        return WrittenFault(loc, line, f" is onbekend. {advice}", unknown=True)
    if kind == "missing":
        return WrittenFault(loc, line, " ontbreekt. Voeg die toe.")
    return WrittenFault(loc, line, f": {message}")


def nearest(written: str, known: Sequence[str]) -> str:
    """The word that was probably meant, whatever its capitals; empty where none is near."""
    by_small = {one.casefold(): one for one in known}
    near = difflib.get_close_matches(written.casefold(), list(by_small), n=1)
    return by_small[near[0]] if near else ""


def line_of(loc: Sequence[int | str], text: str) -> int | None:
    r"""The line of a location in a TOML text, from 1: of its key, else of the table it belongs to.

    >>> line_of(("fund", 1, "total"), "[[fund]]\ntotal = 1\n[[fund]]\nname = 'x'\ntotal = 2\n")
    5
    """
    places = _places(text)
    for depth in range(len(loc), 0, -1):
        table = tuple(loc[:depth])
        begun = (line for place, line in places.items() if place[:depth] == table)
        at = places.get(table) or min(begun, default=None)
        if at is not None:
            return _within(text, at, [str(part) for part in loc[depth:]]) or at
    return None


def _places(text: str) -> dict[tuple[int | str, ...], int]:
    """The line of every table and of every key that begins one, by its location."""
    found: dict[tuple[int | str, ...], int] = {}
    counts: dict[tuple[int | str, ...], int] = {}
    table: tuple[int | str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = _HEADER.match(line)
        if header is not None:
            table = ()
            *outer, last = _names(header["name"])
            for name in outer:
                table += (name,)
                if table in counts:
                    table += (counts[table] - 1,)
            table += (last,)
            if header["array"]:
                counts[table] = counts.get(table, 0) + 1
                found.setdefault(table, number)
                table += (counts[table] - 1,)
            found.setdefault(table, number)
            continue
        entry = _ENTRY.match(line)
        if entry is not None:
            found.setdefault((*table, *_names(entry["name"])), number)
    return found


def _within(text: str, at: int, names: Sequence[str]) -> int | None:
    """The line of the last of these names in the value that begins on a line, before a table."""
    lines = text.splitlines()
    for name in reversed([name for name in names if not name.isdigit()]):
        entry = re.compile(r"(?:^|[{,])\s*[\"']?" + re.escape(name) + r"[\"']?\s*=")
        for number in range(at, len(lines) + 1):
            if number > at and _HEADER.match(lines[number - 1]):
                break
            if entry.search(lines[number - 1]):
                return number
    return None


def _names(dotted: str) -> tuple[str, ...]:
    """The parts of a dotted key; a point between quotes is one of its letters."""
    return tuple(one[1] or one[2] or one[3] or "" for one in _NAME.finditer(dotted))


def known_keys(model: type[BaseModel], loc: Sequence[int | str]) -> list[str]:
    """The keys that the table at a location of a model may have, sorted."""
    at: list[Any] = [model]
    for part in loc:
        at = [inner for one in at for inner in _inside(one, part)]
    models = [one for one in at if isinstance(one, type) and issubclass(one, BaseModel)]
    return sorted({field for one in models for field in one.model_fields})


def _inside(annotation: Any, part: int | str) -> list[Any]:
    """What an annotation has under one part of a location, each alternative of it apart."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(str(part))
        return [] if field is None else _alternatives(field.annotation)
    arguments = get_args(annotation)
    if get_origin(annotation) is dict and len(arguments) == _VALUES_OF_A_TABLE:
        return _alternatives(arguments[1])
    if get_origin(annotation) in (tuple, list) and isinstance(part, int):
        return _alternatives(arguments[0])
    return []


def _alternatives(annotation: Any) -> list[Any]:
    """The members of a union, metadata of ``Annotated`` left off."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in (dict, tuple, list) or not arguments:
        return [annotation]
    inner = arguments[:1] if hasattr(annotation, "__metadata__") else arguments
    return [one for part in inner for one in _alternatives(part)]
