"""Two rounds, or one round under two policies, side by side: who wins, who loses, and in total.

A is what is compared, B what it is compared with; a difference is B less A. Amounts are whole
cents. The same application number means the same application in both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ....grants.decisions.allocation import Allocation, Award
from ....grants.dossier import Dossier
from ....grants.homes import SEGMENTS
from ....grants.municipality import municipalities, provinces
from ....grants.rounds.policy import Policy
from ..figures import TotalsDisagree
from ..frames import frame

_PAIRS = ("amount_a", "amount_b", "affordable_a", "affordable_b")
_NUMBERS = (*_PAIRS, "amount_change", "affordable_change")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name, its policy, its allocation and the names of its projects."""

    name: str
    policy: Policy
    allocation: Allocation
    projects: Mapping[str, str]


def side(dossier: Dossier, name: str = "") -> Side:
    """A round as one side of a comparison."""
    named = {d.award.application_id: d.application.project_name or "" for d in dossier.decided}
    policy = dossier.policy
    return Side(
        name or f"{policy.round.id} · {policy.round.title}", policy, dossier.allocation, named
    )


@dataclass(frozen=True, slots=True)
class Versus:
    """The tables of a comparison; each has the amounts and affordable homes of A and B.

    ``applications`` has every application whose amount or outcome differs, the largest loss first.
    """

    a: Side
    b: Side
    schemes: pd.DataFrame
    provinces: pd.DataFrame
    municipalities: pd.DataFrame
    applications: pd.DataFrame
    example: bool

    @property
    def winners(self) -> int:
        """How many applications get more under B."""
        return int((self.applications["change"] > 0).sum())

    @property
    def losers(self) -> int:
        """How many applications get less under B."""
        return int((self.applications["change"] < 0).sum())


def versus(a: Side, b: Side, *, example: bool) -> Versus:
    """Compare two sides.

    Raises :class:`~.figures.TotalsDisagree` where awards do not add up to their allocation.
    """
    schemes = list(dict.fromkeys([*a.policy.instruments, *b.policy.instruments]))
    found = Versus(
        a=a,
        b=b,
        schemes=_by(a, b, "scheme", lambda award, _: award.instrument, schemes),
        provinces=_by(a, b, "province", _province, list(provinces())),
        municipalities=_by(a, b, "municipality", _municipality, []),
        applications=_applications(a, b),
        example=example,
    )
    for table in (found.schemes, found.provinces, found.municipalities):
        for one, column in ((a, "amount_a"), (b, "amount_b")):
            stated, actual = one.allocation.totals.amount.cents, int(table[column].sum())
            if stated != actual:
                raise TotalsDisagree(
                    f"{one.name} kent volgens de verdeling {stated} cent toe, maar opgeteld "
                    f"{actual}; laat de ronde opnieuw verdelen."
                )
    return found


def totals(found: Versus) -> list[tuple[str, int, int, bool]]:
    """Key, A, B and whether it is money, of each number of the rounds as a whole."""
    a, b = found.a.allocation.totals, found.b.allocation.totals
    lines = [
        ("applications", a.applications, b.applications, False),
        ("awarded", a.granted, b.granted, False),
        ("requested", a.requested.cents, b.requested.cents, True),
        ("amount", a.amount.cents, b.amount.cents, True),
        ("homes_once", a.homes.total, b.homes.total, False),
        ("affordable_homes", a.affordable_homes, b.affordable_homes, False),
    ]
    mine, theirs = a.homes.by_segment(), b.homes.by_segment()
    return [*lines, *((segment, mine[segment], theirs[segment], False) for segment in SEGMENTS)]


def _province(award: Award, code: str) -> str:
    return municipalities()[code].province


def _municipality(award: Award, code: str) -> str:
    return municipalities()[code].name


def _by(
    a: Side, b: Side, key: str, of: Callable[[Award, str], str], names: list[str]
) -> pd.DataFrame:
    """Sums by key, with a row for each name and then for what else is met, in that order.

    Money stands where an award is paid, homes where they are built.
    """
    sums: dict[str, dict[str, int]] = {name: dict.fromkeys(_PAIRS, 0) for name in names}
    for one, letter in ((a, "a"), (b, "b")):
        parts = [
            (of(award, code), cents, homes)
            for award in one.allocation.awards
            for code, cents, homes in _parts(award)
        ]
        for name, cents, homes in sorted(parts):
            row = sums.setdefault(name, dict.fromkeys(_PAIRS, 0))
            row[f"amount_{letter}"] += cents
            row[f"affordable_{letter}"] += homes
    records = [
        {
            key: name,
            **row,
            "amount_change": row["amount_b"] - row["amount_a"],
            "affordable_change": row["affordable_b"] - row["affordable_a"],
        }
        for name, row in sums.items()
    ]
    table = frame(records, _NUMBERS)
    return table if key in table.columns else table.assign(**{key: pd.Series(dtype="str")})


def _parts(award: Award) -> Iterator[tuple[str, int, int]]:
    """An award by municipality: its code, the cents that it is paid, and the homes built there."""
    yield award.municipality_code, award.amount.cents, 0
    for code, homes in award.homes_by_place:
        yield code, 0, homes.affordable


_TEXTS = ("application_id", "scheme", "project", "municipality", "outcome_a", "outcome_b")


def _applications(a: Side, b: Side) -> pd.DataFrame:
    here = {award.application_id: award for award in a.allocation.awards}
    there = {award.application_id: award for award in b.allocation.awards}
    records: list[dict[str, Any]] = []
    for number in sorted({*here, *there}):
        mine, theirs = here.get(number), there.get(number)
        known = mine or theirs
        before = mine.amount.cents if mine else 0
        after = theirs.amount.cents if theirs else 0
        outcomes = tuple(one.outcome.value if one else "" for one in (mine, theirs))
        if known is None or (before == after and outcomes[0] == outcomes[1]):
            continue
        records.append({
            "application_id": number,
            "scheme": known.instrument,
            "project": a.projects.get(number) or b.projects.get(number) or known.project_id,
            "municipality": _municipality(known, known.municipality_code),
            "outcome_a": outcomes[0],
            "outcome_b": outcomes[1],
            "before": before,
            "after": after,
            "change": after - before,
        })  # fmt: skip
    records.sort(key=lambda record: (record["change"], record["application_id"]))
    table = frame(records, ("before", "after", "change"))
    for column in _TEXTS:
        if column not in table.columns:
            table[column] = pd.Series(dtype="str")
    return table
