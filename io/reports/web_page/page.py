"""``report.html``: one self-contained page that loads nothing and works without a script."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from ....grants.dossier import Dossier
from ....instruments.instrument import about_homes
from ..charts.drawing import can_draw
from ..charts.flow import flow
from ..charts.municipality_map import municipality_map, swatch, told
from ..deep import Deep, deep_figures
from ..divisions.told import divisions_told
from ..figures import UNKNOWN, Figures
from ..headline import big_numbers, lead, status
from ..national import national_goals, reached_text
from ..over_years import years_tables
from ..progress.picture import progress_figures
from ..progress.told import progress_lead, progress_tables
from ..settlement import beside, beside_tables
from ..since.decided import since_tables
from ..since.ended import ended_tables
from ..story import Figure, Story
from ..title import identity, mark
from ..words import Words
from .applications import CARDS, codes, rows
from .goals import goals, other_rule


def report_page(dossier: Dossier, found: Figures, words: Words, deep: Deep | None = None) -> str:
    """The page, byte for byte the same for the same round; ``deep`` is what takes long."""
    script, style = packaged("page.js"), packaged("page.css")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    story = Story(dossier, found, words)
    context: dict[str, Any] = {
        "lang": words.lang,
        "words": words,
        "title": words("title", round=dossier.allocation.round),
        "heading": dossier.policy.round.title,
        "round": dossier.allocation.round,
        "mark": mark(dossier, words),
        "lead": lead(dossier, words),
        "bigs": big_numbers(dossier, words),
        "status": status(dossier, words),
        "identity": identity(dossier, words),
        "sections": _sections(story, deep),
        "drawn": can_draw(),
        "deep_absent": "" if deep else words("deep_absent", round=dossier.allocation.round),
        "goals": goals(dossier, words),
        "national": [
            (goal, reached_text(goal, words)) for goal in national_goals(dossier, found, words)
        ],
        "provisional": _provisional(found, words),
        "divisions": divisions_told(dossier, words),
        "law": other_rule(dossier, found, words),
        "homes": about_homes(dossier.policy.instruments),
        "years": years_tables(dossier, words),
        "since": since_tables(dossier, words),
        "ended": ended_tables(dossier, words),
        "progress": progress_tables(dossier, words),
        "progress_lead": progress_lead(dossier, words),
        "progress_figures": progress_figures(story),
        "beside": beside_tables(beside(dossier), words),
        "rows": rows(dossier, found, words),
        "total": len(found.applications),
        "cards": len(found.applications) <= CARDS,
        "codes": [] if len(found.applications) <= CARDS else codes(found, words),
        "schemes": [words.scheme(key) for key in dossier.policy.instruments],
        "provinces": [name for name in found.provinces["province"] if name != UNKNOWN],
        "outcomes": [words(key) for key in dict.fromkeys(found.applications["outcome"])],
        "script": Markup(script),  # ours, from a file of this package
        "style": Markup(style),
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
        "picture": Markup,
        "swatch": swatch,
        "told": told,
    }
    environment = Environment(
        loader=DictLoader({"page": packaged("page.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page").render(context) + "\n"


def packaged(name: str) -> str:
    """The text of a file of this package, with the same line ends on every machine."""
    text = files("verdeelsleutel.io.reports").joinpath(name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _sections(story: Story, deep: Deep | None) -> list[tuple[str, str, list[Figure]]]:
    words = story.words
    costs = story.costs() if story.homes else None
    homes = [story.segments(), *([costs] if costs else [])] if story.homes else []
    streams = flow(story)
    money = [story.schemes(), *([streams] if streams else [])]
    places = [story.provinces(), municipality_map(story), story.municipalities()]
    more = [("deep", words("section_deep"), deep_figures(deep, story))] if deep else []
    return [
        ("money", words("section_money"), money),
        ("places", words("section_places"), places),
        ("time", words("section_time"), story.years()),
        *([("homes", words("section_homes"), homes)] if homes else []),
        *more,
    ]


def _provisional(found: Figures, words: Words) -> str:
    """How many applications were held to a rule that is provisional; empty where none was."""
    count = int((found.applications["provisional"] != "").sum())
    return words("provisional_note", count=words.number(count)) if count else ""
