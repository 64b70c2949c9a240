"""Reading a policy file: TOML in, a policy out, and ceilings that can never hold refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.rounds.constraint import Measure
from ...grants.rounds.fund import CeilingRange
from ...grants.rounds.policy import InstrumentPolicy, Policy
from ..errors import InfeasiblePolicy, Unreadable, VerdeelError
from ..files.toml import Location, read_text, read_toml, validated

WHAT = "beleidsbestand"

# What no file names, and why: the program gives it to a round, or it is decided later.
NOT_IN_A_FILE = {
    "edition": "Dat volgt uit de dag waarop de ronde wordt geopend; haal die regel weg.",
    "marginal": 'Dat wordt na het tijdvak beslist, met "verdeel round marginal"; haal het weg.',
}


def load_policy(path: Path) -> tuple[Policy, str]:
    """The policy in a file, and the file's text.

    Raises:
        Unreadable: the file is missing, is no TOML, or has a key or value a policy cannot have.
        InfeasiblePolicy: its ceilings and floors cannot hold together.
    """
    text = read_text(path, WHAT)
    policy = policy_of(read_toml(text, path.name, WHAT), text, path.name)
    check_ceilings(policy)
    return policy, text


def policy_of(data: dict[str, Any], text: str, name: str) -> Policy:
    """Validate the data of a policy; its faults, with their lines, in one message."""
    for key, why in NOT_IN_A_FILE.items():
        if key in data:
            raise Unreadable(f"Het {WHAT} {name} noemt {key}. {why}")
    return validated(Policy, data, text, name, WHAT)


def check_ceilings(policy: Policy) -> None:
    """Refuse ceilings and floors that can never hold, before anything is opened.

    Raises:
        InfeasiblePolicy: with the amounts that do not fit and by how much.
    """
    for one in ceilings_amiss(policy):
        raise one.failure


@frozen
class Amiss:
    """What a round would not open with: the failure it ends in, and its place in the policy."""

    loc: Location
    failure: VerdeelError


def ceilings_amiss(policy: Policy) -> Iterator[Amiss]:
    """Every ceiling and floor that can never hold."""
    for key, fund in policy.funds.items():
        if fund.total.cents < 0 or fund.objection_reserve > fund.total:
            told = (
                f"De geldbron {key} heeft {fund.total}, maar houdt {fund.objection_reserve} achter "
                "voor bezwaar. Verlaag die reserve of verhoog het totaal."
            )
            yield Amiss(("funds", key, "objection_reserve"), InfeasiblePolicy(told))
        free = fund.total - fund.objection_reserve
        for name, instrument in policy.instruments.items():
            if instrument.fund == key:
                yield from _of_ceiling(name, instrument, key, free)
    yield from _of_floors(policy)


def _of_ceiling(name: str, instrument: InstrumentPolicy, fund: str, free: Euro) -> Iterator[Amiss]:
    ceiling = instrument.ceiling
    least = ceiling.at_least if isinstance(ceiling, CeilingRange) else ceiling
    if least is None:
        return
    told = ""
    if least.cents < 0:
        told = f"Het plafond van {name} is {least}. Een plafond kan niet negatief zijn."
    elif least > free:
        told = (
            f"Het plafond van {name} is {least}, maar geldbron {fund} heeft {free}. "
            f"Verlaag het plafond met {least - free} of verhoog de geldbron."
        )
    if told:
        yield Amiss(("instruments", name, "ceiling"), InfeasiblePolicy(told))


def _of_floors(policy: Policy) -> Iterator[Amiss]:
    """Hard floors over different provinces exclude each other, so together they must fit.

    Of several floors for one province only the highest counts, since the same money may answer to
    each. Floors of one fund are held against that fund, the others against all funds together.
    """
    available = {key: fund.total - fund.objection_reserve for key, fund in policy.funds.items()}
    highest: dict[tuple[str, str], int] = {}
    first: dict[str, int] = {}
    for at, constraint in enumerate(policy.constraint):
        province = constraint.group.province
        counts_money = constraint.measure is Measure.MONEY and constraint.of is None
        if constraint.hard and counts_money and province and constraint.at_least is not None:
            fund = constraint.group.fund or ""
            highest[fund, province] = max(highest.get((fund, province), 0), int(constraint.limit))
            first.setdefault(fund, at)
    for fund in ("", *available):
        together = Euro(sum(cents for (of, _), cents in highest.items() if of == fund))
        there_is = available[fund] if fund else Euro.total(available.values())
        if together > there_is:
            told = (
                f"De ondergrenzen van de provincies zijn samen {together}, maar er is {there_is}. "
                f"Verlaag ze samen met ten minste {together - there_is}."
            )
            yield Amiss(("constraint", first[fund], "at_least"), InfeasiblePolicy(told))
