"""The keys that a file may have by its model, and how each could be written otherwise."""

from collections.abc import Iterator
from typing import Any, cast, get_args, get_origin

from pydantic import BaseModel

Path = tuple[str, ...]


def keys_of(model: type[BaseModel], above: Path = ()) -> Iterator[Path]:
    """Every key of a model and of what lies in it; what an office chooses itself is ``*``."""
    for name, field in model.model_fields.items():
        here = (*above, name)
        yield here
        for inner, more in models_in(field.annotation, here):
            yield from keys_of(inner, more)


def models_in(annotation: Any, above: Path) -> Iterator[tuple[type[BaseModel], Path]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation, above
        return
    arguments = get_args(annotation)
    if get_origin(annotation) is dict:
        yield from models_in(arguments[1], (*above, "*"))
        return
    for one in arguments:
        yield from models_in(one, above)


def written_in(data: Any, above: Path = ()) -> Iterator[Path]:
    """The keys of what was read from a file; a row of a list has the key of its list."""
    if isinstance(data, list):
        for one in cast(list[Any], data):
            yield from written_in(one, above)
    elif isinstance(data, dict):
        for key, value in cast(dict[str, Any], data).items():
            yield (*above, key)
            yield from written_in(value, (*above, key))
