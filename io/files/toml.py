"""A TOML file that a person writes, read into a model: every fault with its line and a near key.

The policy, the office file and an office's own clauses are read here, so that a fault in any of
them is told in one way.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ...grants.basis import AS_TABLE, AS_TEXT
from ..errors import Unreadable

Model = TypeVar("Model", bound=BaseModel)
_HEADER = re.compile(r"^\s*(?P<array>\[)?\[(?P<name>[^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_ENTRY = re.compile(r"^\s*(?P<name>[\w\"'-][\w\"' .-]*?)\s*=")
_MOST_BYTES = 4 << 20  # a policy of a hundred pages has a twentieth of this
_VALUES_OF_A_TABLE = 2  # a dict has a type of keys and one of values


def read_model(path: Path, what: str, model: type[Model]) -> Model:
    """The model in a TOML file; ``what`` names the kind of file in Dutch, as in *kantoorbestand*.

    Raises:
        Unreadable: the file is missing, is no UTF-8 or TOML, or has a key or value it cannot have.
    """
    text = read_text(path, what)
    return validated(model, read_toml(text, path.name, what), text, path.name, what)


def read_text(path: Path, what: str) -> str:
    """The text of a UTF-8 file.

    Raises:
        Unreadable: it is missing, a folder, not to be read, or no text.
    """
    if path.is_dir():
        raise Unreadable(f"{path} is een map, geen {what}. Noem het bestand zelf.")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Unreadable(f"{path} is groter dan een {what} kan zijn, en wordt niet gelezen.")
        return path.read_text(encoding="utf-8-sig")
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
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Unreadable(
            f"Het {what} {name} is geen geldig TOML-bestand ({fault}). "
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
        told = [
            _told(_keys(error["loc"]), error["type"], error["msg"], text, model)
            for error in fault.errors()
        ]
        count = "een fout" if len(told) == 1 else f"{len(told)} fouten"
        raise Unreadable(f"Het {what} {name} heeft {count}: " + " ".join(told)) from fault


def _keys(loc: Sequence[int | str]) -> Sequence[int | str]:
    """A location as the file has it: how a basis is written is no key of its own."""
    return tuple(part for part in loc if part not in (AS_TABLE, AS_TEXT))


def _told(
    loc: Sequence[int | str], kind: str, message: str, text: str, model: type[BaseModel]
) -> str:
    key = ".".join(str(part) for part in loc)
    line = line_of(loc, text)
    place = f"regel {line}, " if line else ""
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        near = difflib.get_close_matches(str(loc[-1]), known, n=1)
        advice = f"Bedoelt u {near[0]}?" if near else f"Mogelijk zijn: {', '.join(known)}."
        return f"{place}sleutel {key} is onbekend. {advice}"
    if kind == "missing":
        return f"{place}sleutel {key} ontbreekt. Voeg die toe."
    return f"{place}sleutel {key or 'bestand'}: {message.removeprefix('Value error, ')}."


def line_of(loc: Sequence[int | str], text: str) -> int | None:
    r"""The line of a location in a TOML text, from 1: of its key, else of the table it belongs to.

    >>> line_of(("fund", 1, "total"), "[[fund]]\ntotal = 1\n[[fund]]\nname = 'x'\ntotal = 2\n")
    5
    """
    places = _places(text)
    for depth in range(len(loc), 0, -1):
        at = places.get(tuple(loc[:depth]))
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
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


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
