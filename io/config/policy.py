"""Reading a policy file: TOML in, a policy out, every fault with its line and what to do."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...grants.money import Euro
from ...grants.policy import (
    CeilingRange,
    ConstraintPolicy,
    FundPolicy,
    Group,
    InstrumentPolicy,
    Measure,
    Policy,
)
from ..errors import InfeasiblePolicy, Unreadable

_NOT_IN_A_FILE = "edition"  # the program gives it to a round, nobody chooses it


def load_policy(path: Path) -> tuple[Policy, str]:
    """The policy in a file, and the file's text.

    Raises:
        Unreadable: the file is missing, is no TOML, or has a key or value a policy cannot have.
        InfeasiblePolicy: its ceilings and floors cannot hold together.
    """
    text = read_text(path, "beleidsbestand")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise Unreadable(
            f"Het beleidsbestand {path.name} is geen geldig TOML-bestand ({fault}). "
            "Herstel die regel en probeer het opnieuw."
        ) from fault
    policy = policy_of(data, text, path.name)
    check_ceilings(policy)
    return policy, text


def read_text(path: Path, what: str) -> str:
    """The text of a UTF-8 file; a missing file or a folder is one clear sentence."""
    if not path.exists():
        raise Unreadable(f"Het {what} {path} bestaat niet. Controleer de naam en de map.")
    if path.is_dir():
        raise Unreadable(f"{path} is een map, geen {what}. Noem het bestand zelf.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except (UnicodeDecodeError, PermissionError) as fault:
        raise Unreadable(
            f"Het {what} {path} kan niet als tekst worden gelezen. Sla het op als UTF-8."
        ) from fault


def policy_of(data: dict[str, Any], text: str, name: str) -> Policy:
    """Validate the data of a policy; the first faults, with their lines, in one message."""
    try:
        if _NOT_IN_A_FILE in data:
            raise Unreadable(
                f"Het beleidsbestand {name} noemt {_NOT_IN_A_FILE}. Dat volgt uit de dag waarop de "
                "ronde wordt geopend; haal die regel weg."
            )
        return Policy.model_validate(data)
    except ValidationError as fault:
        told = [_told(error["loc"], error["type"], error["msg"], text) for error in fault.errors()]
        raise Unreadable(
            f"Het beleidsbestand {name} heeft {_faults(len(told))}: " + " ".join(told)
        ) from fault


def _faults(count: int) -> str:
    return "een fout" if count == 1 else f"{count} fouten"


def _told(loc: Sequence[int | str], kind: str, message: str, text: str) -> str:
    key = ".".join(str(part) for part in loc)
    line = _line_of(loc, text)
    place = f"regel {line}, " if line else ""
    if kind == "extra_forbidden":
        known = _known_keys(loc[:-1])
        near = difflib.get_close_matches(str(loc[-1]), known, n=1)
        advice = f"Bedoelt u {near[0]}?" if near else f"Mogelijk zijn: {', '.join(known)}."
        return f"{place}sleutel {key} is onbekend. {advice}"
    if kind == "missing":
        return f"sleutel {key} ontbreekt. Voeg die toe."
    return f"{place}sleutel {key or 'beleid'}: {message.removeprefix('Value error, ')}."


def _line_of(loc: Sequence[int | str], text: str) -> int | None:
    """The line where the last named key of a location stands, under the last of its tables."""
    lines = text.splitlines()
    names = [str(part) for part in loc if isinstance(part, str)]
    counts = [part for part in loc if isinstance(part, int)]
    at = 0
    for depth in range(len(names), 0, -1):
        header = re.compile(r"^\s*\[{1,2}" + re.escape(".".join(names[:depth])) + r"\]{1,2}\s*$")
        found = [number for number, line in enumerate(lines) if header.match(line)]
        if found:
            at = found[min(counts[0], len(found) - 1)] if counts else found[0]
            break
    for name in reversed(names):
        entry = re.compile(r"(?:^|[{,])\s*[\"']?" + re.escape(name) + r"[\"']?\s*=")
        for number in range(at, len(lines)):
            if entry.search(lines[number]):
                return number + 1
    return at + 1 if at else None


def _known_keys(loc: Sequence[int | str]) -> list[str]:
    """The keys that a table of the policy may have."""
    fields: dict[str, Any] = dict(Policy.model_fields)
    top = {
        "funds": FundPolicy,
        "instruments": InstrumentPolicy,
    }
    if not loc:
        return sorted(set(fields) - {_NOT_IN_A_FILE})
    first = str(loc[0])
    if first in top:
        return sorted(top[first].model_fields)
    if first == "constraint":
        inner = Group if loc[-1] in ("group", "of_group") else ConstraintPolicy
        return sorted(inner.model_fields)
    model = fields[first].annotation if first in fields else None
    return sorted(getattr(model, "model_fields", {}))


def check_ceilings(policy: Policy) -> None:
    """Refuse ceilings and floors that can never hold, before anything is opened.

    Raises:
        InfeasiblePolicy: with the amounts that do not fit and by how much.
    """
    for key, fund in policy.funds.items():
        if fund.total.cents < 0 or fund.objection_reserve > fund.total:
            raise InfeasiblePolicy(
                f"De geldbron {key} heeft {fund.total}, maar houdt {fund.objection_reserve} achter "
                "voor bezwaar. Verlaag die reserve of verhoog het totaal."
            )
        free = fund.total - fund.objection_reserve
        for name, instrument in policy.instruments.items():
            if instrument.fund == key:
                _check_ceiling(name, instrument, key, free)
    _check_floors(policy)


def _check_ceiling(name: str, instrument: InstrumentPolicy, fund: str, free: Euro) -> None:
    ceiling = instrument.ceiling
    least = ceiling.at_least if isinstance(ceiling, CeilingRange) else ceiling
    if least is None:
        return
    if least.cents < 0:
        raise InfeasiblePolicy(
            f"Het plafond van {name} is {least}. Een plafond kan niet negatief zijn."
        )
    if least > free:
        raise InfeasiblePolicy(
            f"Het plafond van {name} is {least}, maar geldbron {fund} heeft {free}. "
            f"Verlaag het plafond met {least - free} of verhoog de geldbron."
        )


def _check_floors(policy: Policy) -> None:
    """Hard floors over different provinces exclude each other, so together they must fit.

    Of several floors for one province only the highest counts, since the same money may answer to
    each. Floors of one fund are held against that fund, the others against all funds together.
    """
    available = {key: fund.total - fund.objection_reserve for key, fund in policy.funds.items()}
    highest: dict[tuple[str, str], int] = {}
    for constraint in policy.constraint:
        province = constraint.group.province
        counts_money = constraint.measure is Measure.MONEY and constraint.of is None
        if constraint.hard and counts_money and province and constraint.at_least is not None:
            at = (constraint.group.fund or "", province)
            highest[at] = max(highest.get(at, 0), int(constraint.limit))
    for fund in ("", *available):
        together = Euro(sum(cents for (of, _), cents in highest.items() if of == fund))
        there_is = available[fund] if fund else Euro.total(available.values())
        if together > there_is:
            raise InfeasiblePolicy(
                f"De ondergrenzen van de provincies zijn samen {together}, maar er is {there_is}. "
                f"Verlaag ze samen met ten minste {together - there_is}."
            )
