"""A policy file and its office file, held against everything that a round would be refused for.

Nothing is opened and no database is asked. A key that is misspelt is read as the one that was
probably meant, so that one slip does not hide what else is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from ....grants.record import Record
from ....grants.rounds.policy import Policy
from ....instruments.gate import lacking
from ....instruments.instrument import instruments
from ...config.office import OFFICE, Office, load_office
from ...config.policy import NOT_IN_A_FILE, WHAT, ceilings_amiss
from ...errors import Unreadable
from ...files.toml import (
    Location,
    WrittenFault,
    faults_told,
    known_keys,
    line_of,
    nearest,
    read_text,
    read_toml,
)
from ..lawful import law_amiss
from .ahead import dates_ahead, people_ahead, signing_ahead
from .groups import strange_tags

Model = TypeVar("Model", bound=BaseModel)


class PolicyProblem(Record):
    """Something about a policy or its office file. ``stops``: the round would be refused for it.

    ``line`` counts from 1 and is ``None`` where the fault is of the file as a whole.
    """

    file: str
    line: int | None = None
    key: str = ""
    stops: bool
    sentence: str


def problems(
    file: Path, office_file: Path | None, on: date | None = None
) -> tuple[PolicyProblem, ...]:
    """Everything that is wrong or worth a look, in the order of the lines; faults of values first.

    ``office_file`` is ``None`` where there is none; ``on`` is the day to hold the dates against.

    Raises:
        Unreadable: the policy file is missing, too large, or no text.
    """
    text = read_text(file, WHAT)
    try:
        data = read_toml(text, file.name, WHAT)
    except Unreadable as fault:
        return (PolicyProblem(file=file.name, stops=True, sentence=str(fault)),)
    found: list[PolicyProblem] = []
    found += [_at(file, text, (key,), why) for key, why in NOT_IN_A_FILE.items() if key in data]
    data = {key: value for key, value in data.items() if key not in NOT_IN_A_FILE}
    policy, faults = _read(Policy, data, text)
    found += [_of_fault(file, one) for one in faults]
    if policy is not None:
        found += _of_policy(file, text, policy)
    own, of_office = _office(office_file)
    found += of_office
    if policy is not None and not _unknown_schemes(policy) and not of_office:
        found += _ahead(file, office_file or Path(OFFICE), policy, own, on)
    return tuple(found)


def _read(
    model: type[Model], data: Mapping[str, Any], text: str
) -> tuple[Model | None, tuple[WrittenFault, ...]]:
    """The model, also where only its keys are misspelt; ``None`` where a value cannot be so."""
    try:
        return model.model_validate(data), ()
    except ValidationError as fault:
        faults = faults_told(model, fault, text)
    mended = data
    for one in faults:
        if one.unknown:
            mended = _meant(model, mended, one.loc, one.loc)
    try:
        return model.model_validate(mended), faults
    except ValidationError as fault:
        known = {one.loc for one in faults}
        # What was only missing under its misspelt name is no fault of its own.
        still = faults_told(model, fault, text)
        left = {one.loc for one in still}
        kept = tuple(one for one in faults if one.unknown or one.loc in left)
        return None, (*kept, *(one for one in still if one.loc not in known))


def _meant(model: type[BaseModel], table: Any, loc: Location, whole: Location) -> Any:
    """A table with the key at a location as it was probably meant, or without it."""
    if isinstance(table, list):
        at, rows = int(loc[0]), list(cast(list[Any], table))
        rows[at] = _meant(model, rows[at], loc[1:], whole)
        return rows
    first, rest = loc[0], loc[1:]
    if rest:
        return {**table, first: _meant(model, table[first], rest, whole)}
    near = nearest(str(first), known_keys(model, whole[:-1]))
    bare = {key: value for key, value in table.items() if key != first}
    return {**bare, near: table[first]} if near and near not in bare else bare


def _of_policy(file: Path, text: str, policy: Policy) -> Iterator[PolicyProblem]:
    """What ``round open`` refuses of a policy that can be read."""
    for one in ceilings_amiss(policy):
        yield _at(file, text, one.loc, str(one.failure))
    unknown = _unknown_schemes(policy)
    for key in unknown:
        near = nearest(key, tuple(instruments()))
        advice = f"Bedoelt u {near}?" if near else f"Bekend zijn: {', '.join(instruments())}."
        yield _at(file, text, ("instruments", key), f"die regeling bestaat niet. {advice}")
    if unknown:
        return
    for one in law_amiss(policy):
        yield _at(file, text, one.loc, str(one.failure))
    if policy.held_against_law:
        for short in lacking(policy):
            yield _at(file, text, short.place, short.nl)
    for loc, sentence in strange_tags(policy):
        yield _at(file, text, loc, sentence, stops=False)


def _unknown_schemes(policy: Policy) -> tuple[str, ...]:
    return tuple(key for key in policy.instruments if key not in instruments())


def _office(file: Path | None) -> tuple[Office | None, list[PolicyProblem]]:
    """The office of a file, and its faults."""
    if file is None:
        return None, []
    what = "kantoorbestand"
    try:
        text = read_text(file, what)
        _, faults = _read(Office, read_toml(text, file.name, what), text)
        if faults:
            return None, [_of_fault(file, one) for one in faults]
        return load_office(file), []
    except Unreadable as fault:
        return None, [PolicyProblem(file=file.name, stops=True, sentence=str(fault))]


def _ahead(
    file: Path, office_file: Path, policy: Policy, office: Office | None, on: date | None
) -> Iterator[PolicyProblem]:
    """What ``round check`` would say of the round as soon as it is open."""
    people = (*people_ahead(policy, office), *signing_ahead(policy, office))
    for of, told in ((file, tuple(dates_ahead(policy, on))), (office_file, people)):
        for one in told:
            yield PolicyProblem(file=of.name, stops=one.stops, sentence=one.sentence)


def _of_fault(file: Path, one: WrittenFault) -> PolicyProblem:
    sentence = one.sentence.removeprefix(":").strip()
    return PolicyProblem(file=file.name, line=one.line, key=one.key, stops=True, sentence=sentence)


def _at(
    file: Path, text: str, loc: Location, sentence: str, *, stops: bool = True
) -> PolicyProblem:
    return PolicyProblem(
        file=file.name,
        line=line_of(loc, text),
        key=".".join(str(part) for part in loc),
        stops=stops,
        sentence=sentence,
    )
