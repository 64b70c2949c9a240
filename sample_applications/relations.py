"""What ties applications together: shared projects, phases, what excludes or needs another."""

from __future__ import annotations

from dataclasses import dataclass

from .rows import DEMOLISHED, Row, homes_of


@dataclass(frozen=True, slots=True)
class At:
    """The ``nth`` row (from 0) of a municipality in an instrument."""

    prefix: str
    where: str
    nth: int = 0


# The first names the project; the others ask for the same homes under another instrument.
SHARED = (
    (At("WBI", "Apeldoorn"), At("GB", "Apeldoorn")),
    (At("WBI", "Enschede"), At("GB", "Enschede")),
    (At("WBI", "Helmond"), At("GB", "Helmond"), At("BER", "Helmond")),
    (At("WBI", "Leiden"), At("GB", "Leiden")),
    (At("WBI", "Zwolle"), At("GB", "Zwolle")),
    (At("WBI", "Breda"), At("GB", "Breda")),
    (At("WBI", "Assen"), At("BER", "Assen")),
    (At("WBI", "Deventer"), At("BER", "Deventer")),
    (At("WBI", "Venlo"), At("BER", "Venlo")),
    (At("WBI", "Vlissingen"), At("BER", "Vlissingen")),
    (At("WBI", "Harderwijk"), At("BER", "Harderwijk")),
    (At("GB", "Alkmaar"), At("BER", "Alkmaar")),
    (At("GB", "Ede"), At("BER", "Ede")),
)

# Phases of one project, each with homes of its own.
PHASES = (
    (At("WBI", "Rotterdam", 0), At("WBI", "Rotterdam", 1)),
    (At("WBI", "Maastricht", 0), At("WBI", "Maastricht", 1)),
)

# Two of which only one can be carried out.
EXCLUDES = (
    (At("WBI", "Den Haag", 1), At("WBI", "Den Haag", 2)),
    (At("WBI", "Eindhoven", 1), At("WBI", "Eindhoven", 2)),
)

# The first makes no sense without the second.
REQUIRES = (
    (At("WBI", "Zuidplas"), At("BER", "Zuidplas")),
    (At("GB", "Zuidplas"), At("BER", "Zuidplas")),
    (At("WBI", "Lelystad"), At("BER", "Lelystad")),
)


def find(rows: list[Row], at: At) -> Row:
    """The row, by instrument and municipality."""
    prefix = f"{at.prefix}-"
    found = [
        row
        for row in rows
        if row["municipality"] == at.where and str(row["application_id"]).startswith(prefix)
    ]
    return found[at.nth]


def relate(rows: list[Row]) -> None:
    """Tie the rows together, in place."""
    for first, *others in SHARED:
        for other in others:
            _share(find(rows, first), find(rows, other))
    for parts in PHASES:
        first = find(rows, parts[0])
        for number, part in enumerate(parts, start=1):
            row = find(rows, part)
            row["project_id"], row["project_name"] = first["project_id"], first["project_name"]
            row["phases"] = (f"Deelplan {number}",)
    for left, right in EXCLUDES:
        one, two = find(rows, left), find(rows, right)
        one["excludes"], two["excludes"] = (two["application_id"],), (one["application_id"],)
    for needs, needed in REQUIRES:
        find(rows, needs)["requires"] = (find(rows, needed)["application_id"],)


def _share(first: Row, other: Row) -> None:
    other |= {field: first[field] for field in ("project_id", "first_start")}
    other |= homes_of(first)
    if "homes_opened_up" in other:
        counts = homes_of(first).items()
        other["homes_opened_up"] = sum(count for field, count in counts if field != DEMOLISHED)
