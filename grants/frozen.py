"""Immutable values that are quick to define.

``@dataclass(frozen=True, slots=True)`` compiles seven functions for every class of it, in Pythons
before 3.13 each apart. A command that shows something defines above a hundred such classes and uses
a third of them, so that was a twelfth of what it took (docs/decisions/0076).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform

Class = TypeVar("Class", bound=type)
_with_slots: Any = dataclass(init=False, repr=False, eq=False, slots=True)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: Class) -> Class:
    """A dataclass as ``@dataclass(frozen=True, slots=True)`` makes it, compiled when first made.

    What a class has of its own stays; ``fields``, ``replace``, ``copy`` and ``pickle`` take it as
    any dataclass. Fields of a value with ``init=False`` or ``kw_only`` are refused.
    """
    own = set(vars(cls))
    cls.__doc__ = cls.__doc__ or cls.__name__  # else one is made of its signature, which takes long
    made: Any = _with_slots(cls)
    if any(not one.init or one.kw_only for one in fields(made)):
        raise TypeError(f"{cls.__name__} has a field that a value cannot have")
    methods: dict[str, Callable[..., Any]] = {
        "__init__": _first(made),
        "__repr__": _repr,
        "__eq__": _equal,
        "__hash__": _hash,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _state,
        "__setstate__": _set_state,
    }
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    made._compared = _getter([one.name for one in fields(made) if one.compare])
    made._hashed = _getter(
        [one.name for one in fields(made) if (one.compare if one.hash is None else one.hash)]
    )
    return made


def _first(cls: Any) -> Callable[..., None]:
    """What stands for ``__init__`` until the first value is made, and compiles it then."""

    def first(self: Any, *args: Any, **named: Any) -> None:
        if vars(cls)["__init__"] is first:
            cls.__init__ = _compiled(cls)
        vars(cls)["__init__"](self, *args, **named)

    return first


def _compiled(cls: Any) -> Callable[..., None]:
    """``__init__`` with the fields of the class, past the guard that a value never changes."""
    known: dict[str, Any] = {"_MISSING": MISSING}
    head = ["self"]
    body: list[str] = []
    for one in fields(cls):
        name = one.name
        known[f"_set_{name}"] = getattr(cls, name).__set__
        taken = name
        if one.default_factory is not MISSING:
            known[f"_new_{name}"] = one.default_factory
            head.append(f"{name}=_MISSING")
            taken = f"_new_{name}() if {name} is _MISSING else {name}"
        elif one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            head.append(f"{name}=_default_{name}")
        else:
            head.append(name)
        body.append(f" _set_{name}(self, {taken})")
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(head)}):\n" + "\n".join(body or [" pass"]), known)
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _getter(names: list[str]) -> Callable[[Any], Any]:
    return staticmethod(attrgetter(*names)) if names else staticmethod(_nothing)


def _nothing(_value: object) -> tuple[()]:
    return ()


def _repr(self: Any) -> str:
    told = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)
    return f"{type(self).__qualname__}({told})"


def _equal(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    return self._compared(self) == self._compared(other)


def _hash(self: Any) -> int:
    return hash(self._hashed(self))


def _refuse_to_set(self: object, name: str, _value: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for one, kept in zip(fields(self), state, strict=True):
        object.__setattr__(self, one.name, kept)
