"""Values of the program are what a frozen dataclass with slots is, only sooner to define."""

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest
from pydantic import TypeAdapter

from verdeelsleutel.grants.frozen import frozen
from verdeelsleutel.grants.money import Euro

FIVE = Euro(5)


@frozen
class Share:
    """A share of a fund."""

    fund: str
    amount: Euro = FIVE
    notes: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    place: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Plain:
    """The same, as Python makes it."""

    fund: str
    amount: Euro = FIVE
    notes: Mapping[str, str] = field(default_factory=dict[str, str], hash=False)
    place: int = field(default=0, compare=False)


@frozen
class Larger(Share):
    """One with a field more, and a check of its own."""

    year: int = 2026

    def __post_init__(self) -> None:
        if self.year < 2000:
            raise ValueError("too early")

    def __repr__(self) -> str:
        return f"<{self.fund} in {self.year}>"


@pytest.mark.parametrize(
    ("args", "named"),
    [
        (("Fonds",), {}),
        (("Fonds", Euro(7)), {"place": 3}),
        ((), {"fund": "Fonds", "notes": {"a": "b"}}),
    ],
)
def test_a_value_is_made_told_compared_and_hashed_as_a_dataclass_is(
    args: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, theirs = Share(*args, **named), Plain(*args, **named)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert repr(ours) == repr(theirs).replace("Plain", "Share")
    assert hash(ours) == hash(theirs)
    assert ours == Share(*args, **named)
    assert ours != theirs


def test_what_does_not_count_for_equality_does_not_count() -> None:
    assert Share("Fonds", place=1) == Share("Fonds", place=2)
    assert Share("Fonds", notes={"a": "b"}) != Share("Fonds")
    assert hash(Share("Fonds", notes={"a": "b"})) == hash(Share("Fonds"))


def test_each_value_has_a_default_of_its_own() -> None:
    assert Share("Fonds").notes is not Share("Fonds").notes


def test_nothing_of_a_value_can_be_changed_or_added() -> None:
    one: Any = Share("Fonds")
    for name in ("fund", "other"):
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(one, name, "x")
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'fund'"):
        del one.fund
    assert not hasattr(one, "__dict__")


def test_a_value_is_copied_replaced_and_pickled() -> None:
    one = Share("Fonds", Euro(7), {"a": "b"}, 4)
    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert again == one
        assert again.place == 4
    changed = dataclasses.replace(one, fund="Ander")
    assert (changed.fund, changed.amount, changed.place) == ("Ander", Euro(7), 4)


def test_a_value_can_be_matched_by_its_place() -> None:
    match Share("Fonds", Euro(7)):
        case Share(fund, amount):
            assert (fund, amount) == ("Fonds", Euro(7))
        case _:
            raise AssertionError


def test_a_class_keeps_what_it_has_of_its_own_and_inherits() -> None:
    assert repr(Larger("Fonds")) == "<Fonds in 2026>"
    assert Larger("Fonds", Euro(1), year=2027).amount == Euro(1)
    assert Larger("Fonds") != Share("Fonds")
    with pytest.raises(ValueError, match="too early"):
        Larger("Fonds", year=1900)


def test_a_missing_or_unknown_field_is_refused() -> None:
    anything: Any = Share
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'fund'"):
        anything()
    with pytest.raises(TypeError, match="unexpected keyword argument 'found'"):
        anything("Fonds", found=1)


def test_pydantic_takes_a_value_as_a_dataclass() -> None:
    adapter = TypeAdapter(Share)
    assert adapter.validate_json(adapter.dump_json(Share("Fonds", Euro(7)))) == Share(
        "Fonds", Euro(7)
    )


def test_a_field_that_a_value_cannot_have_is_refused() -> None:
    class Named:
        one: int = field(kw_only=True)

    with pytest.raises(TypeError, match="Named has a field that a value cannot have"):
        frozen(Named)
