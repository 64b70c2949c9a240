"""Each key that a policy has, taken out: it is refused by name, or a stated default takes over."""

# What is parsed of TOML has no types.
# pyright: reportUnknownArgumentType=false, reportUnknownVariableType=false

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from verdeelsleutel.grants.record import Record
from verdeelsleutel.grants.rounds import policy as policies
from verdeelsleutel.grants.rounds.constraint import ConstraintPolicy, Group
from verdeelsleutel.grants.rounds.fund import FundPolicy
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.stated_defaults import keys_of_policy

SAMPLES = Path(__file__).parents[3] / "sample_applications"
WRITTEN = {
    path.name: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in (SAMPLES / "policy.toml", *sorted((SAMPLES / "policies").glob("*.toml")))
}
TABLES: dict[tuple[str | int, ...], type[Record]] = {
    ("round",): policies.RoundPolicy, ("funds", "*"): FundPolicy,
    ("instruments", "*"): policies.InstrumentPolicy, ("constraint", "*"): ConstraintPolicy,
    ("constraint", "*", "group"): Group, ("constraint", "*", "of_group"): Group,
    ("fixed", "*"): policies.FixedPolicy, ("order",): policies.OrderPolicy,
    ("solver",): policies.SolverPolicy,
}  # fmt: skip
MAY_LEAVE_OUT = {"constraint", "fixed", "order", "solver"}

Place = tuple[str | int, ...]


def places(at: Any, here: Place = ()) -> Iterator[Place]:
    """The place of every key, tables included."""
    keys: list[str | int] = list(at) if isinstance(at, dict) else list(range(len(at)))
    for key in keys:
        value = at[key]
        if isinstance(key, str):
            yield (*here, key)
        if isinstance(value, dict) or (isinstance(value, list) and _of_tables(value)):
            yield from places(value, (*here, key))


def _of_tables(value: Any) -> bool:
    return all(isinstance(one, dict) for one in value)


def without(written: dict[str, Any], place: Place) -> dict[str, Any]:
    changed = copy.deepcopy(written)
    at: Any = changed
    for key in place[:-1]:
        at = at[key]
    del at[place[-1]]
    return changed


@pytest.mark.parametrize("name", list(WRITTEN))
def test_a_key_that_is_absent_is_asked_for_or_has_a_stated_default(name: str) -> None:
    tried = {place: unstated(name, place) for place in places(WRITTEN[name])}
    assert len(tried) > 50
    assert {place: why for place, why in tried.items() if why} == {}


def unstated(name: str, place: Place) -> str:
    """Why a policy without this key says neither what is missing nor what stands for it; or ""."""
    try:
        read = Policy.model_validate(without(WRITTEN[name], place))
    except ValidationError as refusal:
        return "" if any(str(key) in str(refusal) for key in place) else str(refusal)
    named = place[0] in ("funds", "instruments", "constraint", "fixed")
    table = tuple("*" if at == 1 and named else key for at, key in enumerate(place[:-1]))
    if not table:
        return "" if place[0] in MAY_LEAVE_OUT else "the whole table"
    if table in TABLES:
        return "" if place[-1] in keys_of_policy()[TABLES[table]] else "no stated default"
    # An entry of a table that the office names itself: a fund, an instrument, a parameter.
    whole = Policy.model_validate(WRITTEN[name])
    return "" if named and read != whole else "makes no difference"


@pytest.mark.parametrize("amount", ["€ 10.000,01 mld", "€ " + "9" * 400, "-€ 10.001 mld"])
def test_an_amount_that_no_ledger_could_hold_is_refused(amount: str) -> None:
    changed = copy.deepcopy(WRITTEN["policy.toml"])
    changed["funds"]["vro"]["total"] = amount
    with pytest.raises(ValidationError, match="ten hoogste € 10"):
        Policy.model_validate(changed)
    changed = copy.deepcopy(WRITTEN["policy.toml"])
    changed["constraint"][2]["at_least"] = amount
    with pytest.raises(ValidationError, match="ten hoogste € 10"):
        Policy.model_validate(changed)
