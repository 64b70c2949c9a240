"""What was really published, from ``facts.toml``; the sizes of the invented rows come from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import tomli


@dataclass(frozen=True, slots=True)
class Published:
    """A project, area or place that was really granted or refused money.

    ``homes`` and ``amount_eur`` (whole euros) are ``None`` where they were not published.
    """

    name: str
    homes: int | None
    amount_eur: int | None
    several_projects: bool
    source: str


@cache
def facts() -> dict[str, Any]:
    """The whole of ``facts.toml``."""
    text = files("verdeelsleutel.sample_applications").joinpath("facts.toml")
    return tomli.loads(text.read_text(encoding="utf-8"))


@cache
def published_projects() -> tuple[Published, ...]:
    """The projects of the Woningbouwimpuls with a published number of homes or amount."""
    return tuple(
        Published(
            name=row.get("project", ""),
            homes=row.get("homes"),
            amount_eur=row.get("amount_eur"),
            several_projects=row.get("several_projects", False),
            source=row["source"],
        )
        for row in facts()["wbi_project"]
    )


@cache
def published_homes() -> tuple[int, ...]:
    """The published numbers of homes of single projects, smallest first."""
    return tuple(
        sorted(p.homes for p in published_projects() if p.homes and not p.several_projects)
    )


@cache
def published_euros_a_home() -> tuple[int, ...]:
    """The published amounts a home of single projects, in whole euros, smallest first."""
    return tuple(
        sorted(
            p.amount_eur // p.homes
            for p in published_projects()
            if p.homes and p.amount_eur and not p.several_projects
        )
    )
