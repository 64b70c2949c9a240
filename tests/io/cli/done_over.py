"""Small rounds of every scheme, and what can be corrected in them, for rounds that are done over.

Of each scheme a few ask more than there is. A correction is drawn from a seed: the field, what an
officer types after ``--set``, and what a corrected workbook has in that cell.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from verdeelsleutel.grants.columns import ColumnSpec, Kind
from verdeelsleutel.grants.rounds.policy import DistributionRule
from verdeelsleutel.instruments.instrument import instruments

from .objecting import OF, WHY
from .orders import APPROVER, MAKER, Desk
from .small_policy import opening
from .test_unknown import GB, ROUND, WBI, workbook

RS = {
    "Gemeentecode": "GM0363", "Sociale huurwoningen": 150, "Middenhuurwoningen": 100,
    "Betaalbare koopwoningen": 50, "Overige woningen": 100, "Startjaar": 2025,
    "Start bouw": date(2025, 2, 10), "Start laatste woning": date(2025, 11, 28),
    "Ontvangen op": datetime(2026, 3, 16, 10, 0),  # noqa: DTZ001 - as a workbook has it
}  # fmt: skip
BER = {
    "Gemeentecode": "GM0363", "Projectnaam": "Proefweg", "Gevraagd bedrag": 4_000_000,
    "Sociale huurwoningen": 150, "Middenhuurwoningen": 100, "Betaalbare koopwoningen": 50,
    "Overige woningen": 100, "Soort maatregel": "ov", "Binnen grootschalig gebied": "nee",
    "Totale kosten": 9_000_000, "Regionale bijdrage": 4_500_000,
    "Start uitvoering": date(2027, 3, 1), "Ontsloten woningen": 400, "Compensabele btw": 500_000,
    "Ontvangen op": datetime(2026, 3, 16, 10, 0),  # noqa: DTZ001 - as a workbook has it
}  # fmt: skip
SCHEMES: Mapping[str, tuple[str, Mapping[str, Any], str]] = {
    "woningbouwimpuls": ("W", WBI, "€ 6 mln"),
    "gebiedsbudget": ("G", GB, "€ 6 mln"),
    "realisatiestimulans": ("R", RS, "€ 3,5 mln"),
    "bereikbaarheid": ("B", BER, "€ 6 mln"),
}
"""The letter of the numbers, an ordinary row, and what there is."""
PLACES = ("GM0363", "GM0344", "GM0599", "GM0518")
BY_GOALS = """
rule = "optimise"
basis = "Voorbeeldbesluit (fictief)"
authorised_by = ["A. van Rijnsoever (fictief)", "M. Oudekerk (fictief)"]
"""
LEFT = {"application_id", "withdrawn_on", "bag_ids"}


def policy_text(*, by_goals: bool) -> str:
    """All schemes in one fund, by their own rules, or all of them by the optimiser."""
    parts = [opening(ROUND, "Ronde om over te doen", reserve="€ 3 mln")]
    for key, (_, _, ceiling) in SCHEMES.items():
        rule = BY_GOALS if by_goals else f'rule = "{instruments()[key].own_rule.value}"'
        if instruments()[key].own_rule is DistributionRule.CLOSED_LIST and not by_goals:
            ceiling = "€ 60 mln"  # whoever is on the list gets what it asks
        parts.append(f'[instruments.{key}]\nfund = "vro"\nceiling = "{ceiling}"\n{rule.strip()}')
        if key == "gebiedsbudget":
            parts.append('parameters = { "GB-02.Haven-Stad" = "€ 50 mln" }')
    return "\n".join(parts)


def rows() -> dict[str, list[dict[str, Any]]]:
    """Four applications of each scheme, each a little other than the ones before."""
    found: dict[str, list[dict[str, Any]]] = {}
    for key, (letter, ordinary, _) in SCHEMES.items():
        for place, code in enumerate(PLACES):
            number = f"{letter}{place + 1}"
            own = {
                **ordinary, "Aanvraagnummer": number, "Gemeentecode": code,
                "Sociale huurwoningen": 150 - 7 * place,
                "Ontvangen op": ordinary["Ontvangen op"] + timedelta(hours=place),
            }  # fmt: skip
            if key != "realisatiestimulans":
                own |= {
                    "Projectcode": f"P-{number}",
                    "Projectnaam": f"{ordinary['Projectnaam']} {number}",
                    "Gevraagd bedrag": (2_000_000, 3_000_000, 2_500_000, 2_200_000)[place],
                }
            if key == "woningbouwimpuls":
                own |= {"Score noodzaak": 7 + place / 2}
            found.setdefault(key, []).append(own)
    return found


@dataclass(frozen=True, slots=True)
class Correction:
    """A field of an application: what is typed after ``--set``, and what its cell holds."""

    instrument: str
    number: str
    column: ColumnSpec
    text: str
    cell: Any

    def __str__(self) -> str:
        return f"{self.number}-{self.column.field}={self.text}"


def columns(key: str) -> list[ColumnSpec]:
    """The columns of a scheme that ``--set`` takes."""
    return [
        one
        for one in instruments()[key].columns
        if one.year is None and not one.personal and one.field not in LEFT
    ]


def values(column: ColumnSpec) -> Iterator[tuple[str, Any]]:
    """What can be typed, with the cell that says the same."""
    own: dict[str, tuple[tuple[str, Any], ...]] = {
        "start_year": (("2024", 2024), ("2025", 2025)),
        "homes.social_rent": (("40", 40), ("151", 151), ("1.200", 1200)),
        "homes_opened_up": (("40", 40), ("1.200", 1200)),
        "lot": (("1", 1), ("3", 3)),
        "project_id": (("P-W1", "P-W1"), ("anders", "anders")),
        "municipality": (("Amsterdam", "Amsterdam"), ("Utrecht", "Utrecht")),
        "municipality_codes": (("GM0363;GM0344", "GM0363;GM0344"), ("GM0599", "GM0599")),
        "area": (("Haven-Stad", "Haven-Stad"), ("MRA Oost", "MRA Oost")),
        "excludes": (("W1", "W1"), ("B2; R1", "B2; R1")),
        "requires": (("W1", "W1"), ("niemand", "niemand")),
    }
    if column.field in own:
        yield from own[column.field]
        return
    match column.kind:
        case Kind.MONEY:
            for million in (0, 1, 2, 3, 12):
                yield f"€ {million}.000.000" if million else "€ 0", million * 1_000_000
        case Kind.COUNT:
            yield from ((str(n), n) for n in (0, 10, 140))
        case Kind.DECIMAL:
            yield from (("5,4", 5.4), ("5,5", 5.5), ("9", 9), ("4,25", 4.25))
        case Kind.DATE:
            days = (date(2025, 3, 1), date(2026, 7, 1), date(2027, 9, 30), date(2045, 1, 5))
            yield from ((f"{day:%d-%m-%Y}", day) for day in days)
        case Kind.MOMENT:
            moments = (
                datetime(2026, 3, 2, 9, 30), datetime(2026, 3, 31, 23, 59),  # noqa: DTZ001
                datetime(2026, 4, 1, 8, 0), datetime(2026, 3, 10),  # noqa: DTZ001
            )  # fmt: skip
            yield from ((f"{at:%d-%m-%Y %H:%M}", at) for at in moments[:3])
            yield "10-03-2026", moments[3]
        case Kind.YES_NO:
            yield from (("ja", "ja"), ("Nee", "nee"))
        case Kind.CHOICE:
            yield from ((one.title(), one) for one in column.choices)
        case Kind.AREA:
            yield from ((one, one) for one in ("ja", "nee", "Amsterdam Zuidoost"))
        case Kind.MUNICIPALITY:
            yield from ((one, one) for one in ("GM0599", "0344", "GM0014"))
        case _:
            yield from (("Iets anders", "Iets anders"), ("Deel 1", "Deel 1"))


def drawn(count: int, seed: int) -> list[Correction]:
    """So many corrections, as even as can be over schemes and kinds of columns, from a seed."""
    draw = random.Random(seed)
    by_kind: dict[tuple[str, Kind], list[ColumnSpec]] = {}
    for key in SCHEMES:
        for column in columns(key):
            by_kind.setdefault((key, column.kind), []).append(column)
    kinds = sorted(by_kind, key=lambda one: (one[0], one[1].value))
    draw.shuffle(kinds)
    found: list[Correction] = []
    for at in range(count):
        key, kind = kinds[at % len(kinds)]
        column = draw.choice(by_kind[key, kind])
        found.append(_correction(key, column, draw))
    return found


def every(seed: int) -> list[Correction]:
    """One correction of every column of every scheme."""
    draw = random.Random(seed)
    return [_correction(key, column, draw) for key in SCHEMES for column in columns(key)]


def _correction(key: str, column: ColumnSpec, draw: random.Random) -> Correction:
    number = f"{SCHEMES[key][0]}{draw.randint(1, len(PLACES))}"
    text, cell = draw.choice(list(values(column)))
    return Correction(key, number, column, text, cell)


def divided(
    folder: Path, samples: Path, *, by_goals: bool, corrected: Correction | None = None
) -> Desk | None:
    """The round taken in, screened and divided on a database of its own, with the cell corrected.

    ``None`` where the corrected row has an error: that application was sent back then.
    """
    folder.mkdir()
    (folder / "office.toml").write_bytes((samples / "office.toml").read_bytes())
    (folder / "policy.toml").write_text(policy_text(by_goals=by_goals), encoding="utf-8")
    filed = rows()
    if corrected is not None:
        own = next(
            one for one in filed[corrected.instrument] if one["Aanvraagnummer"] == corrected.number
        )
        own[corrected.column.label] = corrected.cell
    workbook(folder / "aanvragen.xlsx", filed)
    desk = Desk(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")
    assert desk.give(MAKER, "round", "open", ROUND, "--policy", "policy.toml") == 0, desk.said
    loaded = desk.give(MAKER, "load", "aanvragen.xlsx", *OF, "--json")
    assert loaded in (0, 1), desk.said
    if '"error"' in desk.said:
        return None
    asked = ("INT-154", "INT-134")
    answers = [("answer", "all", code, "--date", "2026-04-20", *WHY) for code in asked]
    for step in (("screen", "--close"), *answers, ("allocate",)):
        fine = (0, 1, 2) if step[0] == "answer" else (0, 1)
        assert desk.give(MAKER, *step, *OF) in fine, (step, desk.said)
    return desk


def approved(desk: Desk) -> Desk:
    """The list of a round approved, so that there is something to object to."""
    assert desk.give(APPROVER, "approve", *OF, "--date", "2026-06-02") in (0, 1), desk.said
    return desk
