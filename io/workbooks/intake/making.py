"""Making many applications from columns of values that their fields have accepted.

A model that checks nothing but its fields, one by one, is made from accepted values without asking
each field again: its instances come to be the way that unpickled ones do. A model that checks more
than that has no maker; its rows are validated one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import repeat
from typing import Any, TypeVar

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ....grants.applications.application import Payment
from ....grants.columns import NO_COLUMNS, Column, YearColumns
from ....grants.record import Record
from .bulk import BLANK, Accepted, TypedCells, accepted_by

_SETTINGS = Record.model_config
_PLACES = vars(BaseModel)  # where an instance keeps its state, past the guard of a frozen one
_Put = Callable[[BaseModel, object], None]
_PUT_VALUES: _Put = _PLACES["__dict__"].__set__
_PUT_STATED: _Put = _PLACES["__pydantic_fields_set__"].__set__
_PUT_EXTRA: _Put = _PLACES["__pydantic_extra__"].__set__
_PUT_PRIVATE: _Put = _PLACES["__pydantic_private__"].__set__
ModelT = TypeVar("ModelT", bound=BaseModel)
_CHECKS = ("validators", "field_validators", "root_validators", "model_validators")

Stated = bool | Sequence[bool]
"""Whether a cell states a field: in every row, in none, or in which."""


@dataclass(frozen=True, slots=True)
class _Part:
    """The value of one field in every row, and whether a cell states it."""

    values: Iterable[object]
    stated: Stated


@cache
def maker_of(model: type[BaseModel]) -> Maker | None:
    """What makes applications of this model; ``None`` where it checks more than its fields."""
    return Maker(model) if _checks_fields_only(model) else None


def with_values(instance: ModelT, values: Mapping[str, object]) -> ModelT:
    """A copy with other values, which the fields are known to accept: as ``model_copy``, sooner."""
    model = type(instance)
    copy = model.__new__(model)
    _PUT_VALUES(copy, {**vars(instance), **values})
    _PUT_STATED(copy, instance.model_fields_set | values.keys())
    _PUT_EXTRA(copy, instance.__pydantic_extra__)
    _PUT_PRIVATE(copy, instance.__pydantic_private__)
    return copy


class Maker:
    """Makes instances of one model; ``prefix`` is its place in the model around it."""

    def __init__(self, model: type[BaseModel], prefix: str = "") -> None:
        self._model, self._prefix = model, prefix
        self._runs = [name for name, field in model.model_fields.items() if _run_of(field)]
        self._inner = {
            name: Maker(inner, f"{prefix}{name}.")
            for name, field in model.model_fields.items()
            if (inner := _model_of(field)) is not None
        }
        self._payment = Maker(Payment) if self._runs else None

    @cached_property
    def accepted(self) -> dict[str, Accepted]:
        """What each field accepts, by the field of its column."""
        found: dict[str, Accepted] = {}
        for name, field in self._model.model_fields.items():
            run = _run_of(field)
            if run is not None:
                amount = accepted_by(Payment.model_fields["amount"])
                years = range(run.first, run.last + 1)
                found |= {f"{self._prefix}{name}.{year}": amount for year in years}
            elif any(isinstance(one, Column) for one in field.metadata):
                found[f"{self._prefix}{name}"] = accepted_by(field)
        for inner in self._inner.values():
            found |= inner.accepted
        return found

    def needed(self) -> Iterator[str]:
        """The fields that must be stated, by the field of their column."""
        for name, field in self._model.model_fields.items():
            if name in self._inner:
                yield from self._inner[name].needed()
            elif field.is_required() or any(
                isinstance(one, Column) and one.required for one in field.metadata
            ):
                yield f"{self._prefix}{name}"

    def make(self, columns: Mapping[str, TypedCells], count: int) -> list[Any]:
        """An instance for each row; ``columns`` are by field, and hold nothing that is wrong."""
        return self._made(self._parts(columns, count), count)

    def _parts(self, columns: Mapping[str, TypedCells], count: int) -> dict[str, _Part]:
        parts: dict[str, _Part] = {}
        for name, field in self._model.model_fields.items():
            if name in self._inner:
                parts[name] = self._nested(self._inner[name], field, columns, count)
            elif name in self._runs:
                parts[name] = self._run(name, field, columns, count)
            else:
                parts[name] = _leaf(columns.get(f"{self._prefix}{name}"), field, count)
        return parts

    def _made(self, parts: Mapping[str, _Part], count: int) -> list[Any]:
        names = tuple(parts)
        rows = zip(*(part.values for part in parts.values()), strict=True)
        contents = map(dict, map(zip, repeat(names), rows))
        stated = _names_stated(parts, count)
        model = self._model
        made = list(map(model.__new__, repeat(model, count)))
        for put, values in (
            (_PUT_VALUES, contents),
            (_PUT_STATED, stated),
            (_PUT_EXTRA, repeat(None, count)),
            (_PUT_PRIVATE, repeat(None, count)),
        ):
            deque(map(put, made, values), maxlen=0)
        return made

    def _nested(
        self, inner: Maker, field: FieldInfo, columns: Mapping[str, TypedCells], count: int
    ) -> _Part:
        parts = inner._parts(columns, count)
        stated = _either([part.stated for part in parts.values()])
        if stated is False:
            return _Part(repeat(field.default, count), stated=False)
        made = inner._made(parts, count)
        if stated is True:
            return _Part(made, stated=True)
        return _Part(
            [one if s else field.default for one, s in zip(made, stated, strict=True)], stated
        )

    def _run(
        self, name: str, field: FieldInfo, columns: Mapping[str, TypedCells], count: int
    ) -> _Part:
        """The payments of each row; years of nothing are left out where another has something."""
        run = _run_of(field)
        assert run is not None
        assert self._payment is not None
        paid: list[list[Any]] = [[] for _ in range(count)]
        for year in range(run.first, run.last + 1):
            cells = columns.get(f"{self._prefix}{name}.{year}")
            if cells is None:
                continue
            filled = [at for at, amount in enumerate(cells.values) if amount is not BLANK]
            amounts = TypedCells([cells.values[at] for at in filled])
            years = TypedCells([year] * len(filled))
            made = self._payment.make({"year": years, "amount": amounts}, len(filled))
            for at, payment in zip(filled, made, strict=True):
                paid[at].append(payment)
        values = [_without_nothing(payments) if payments else field.default for payments in paid]
        return _Part(values, [bool(payments) for payments in paid])


def _leaf(cells: TypedCells | None, field: FieldInfo, count: int) -> _Part:
    if cells is None:
        return _Part(repeat(field.default, count), stated=False)
    if not cells.any_blank:
        return _Part(cells.values, stated=True)
    stated = [value is not BLANK for value in cells.values]
    if not any(stated):
        return _Part(repeat(field.default, count), stated=False)
    default = field.default
    return _Part([default if value is BLANK else value for value in cells.values], stated)


def _without_nothing(payments: Sequence[Payment]) -> tuple[Payment, ...]:
    return tuple(payment for payment in payments if payment.amount) or tuple(payments)


def _either(stated: Sequence[Stated]) -> Stated:
    """Whether any of the fields is stated, row by row."""
    if any(one is True for one in stated):
        return True
    some = [one for one in stated if not isinstance(one, bool)]
    return [any(row) for row in zip(*some, strict=True)] if some else False


def _names_stated(parts: Mapping[str, _Part], count: int) -> Iterable[set[str]]:
    """The names of the fields that each row states; rows that state the same share one set."""
    always = {name for name, part in parts.items() if part.stated is True}
    some = {n: part.stated for n, part in parts.items() if not isinstance(part.stated, bool)}
    if not some:
        return repeat(always, count)
    sets: dict[tuple[bool, ...], set[str]] = {}
    found: list[set[str]] = []
    for row in zip(*some.values(), strict=True):
        if row not in sets:
            sets[row] = always | {name for name, there in zip(some, row, strict=True) if there}
        found.append(sets[row])
    return found


def _checks_fields_only(model: type[BaseModel]) -> bool:
    """Whether a model is frozen and refuses unknown fields, and checks nothing else by itself."""
    decorators = model.__pydantic_decorators__
    return (
        model.model_config == _SETTINGS
        and not any(getattr(decorators, kind) for kind in _CHECKS)
        and not model.__private_attributes__
        and not model.__pydantic_custom_init__
        and model.__pydantic_post_init__ is None
        and model.__new__ is BaseModel.__new__
        and _core_schema_of(model) is _core_schema_of(BaseModel)
        and all(_is_plain(field) for field in model.model_fields.values())
    )


def _core_schema_of(model: type[BaseModel]) -> object:
    return model.__get_pydantic_core_schema__.__func__


def _is_plain(field: FieldInfo) -> bool:
    """Whether a field is a column, a run of years, a model of such fields, or its default."""
    named = (field.alias, field.validation_alias, field.alias_priority, field.default_factory)
    if any(one is not None for one in named) or field.validate_default or field.init_var:
        return False
    if not isinstance(field.default, Hashable):  # each instance would get a copy of its own
        return False
    if _run_of(field) is not None:
        only_run = all(isinstance(m, YearColumns) for m in field.metadata)
        return field.annotation == tuple[Payment, ...] and only_run and not field.is_required()
    inner = _model_of(field)
    if any(isinstance(m, Column) for m in field.metadata):
        return inner is None
    if inner is None:  # no column fills it
        return not field.is_required()
    if field.metadata or not _checks_fields_only(inner):
        return False
    return not field.is_required() or any(Maker(inner).needed())


def _run_of(field: FieldInfo) -> YearColumns | None:
    return next((one for one in field.metadata if isinstance(one, YearColumns)), None)


def _model_of(field: FieldInfo) -> type[BaseModel] | None:
    """The model that a field holds, where it holds one and nothing else."""
    if NO_COLUMNS in field.metadata:
        return None
    kind: Any = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None
