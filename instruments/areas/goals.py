"""The goals of house-building, and where a round stands against them (GOAL-01).

Goals for the country, not requirements of an application: a round is shown against them and
nothing is refused for them. A policy that steers by a goal has a constraint of its own for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from ...grants.applications.application import Application
from ...grants.bilingual import said
from ...grants.homes import NO_HOMES, Homes
from ...grants.record import Record
from ..law.catalogue import Law
from ..law.quantity import HomeCount, Quantity, Share, cut_off, written
from .areas import AreaList, Lies, area_named, areas, lies_in


class GoalStand(Record):
    """Where a round stands against one goal. ``reached`` is ``None`` where no number is the goal.

    ``value`` and ``target`` are in the notation of a Dutch sentence, ``value_en`` and ``target_en``
    in that of an English one; homes of a project count once. A share is cut off, so that a goal
    never looks nearer than it is.
    """

    key: str
    value: str
    target: str
    reached: bool | None
    article: str
    sentence_nl: str
    sentence_en: str
    value_en: str
    target_en: str

    def sentence(self, lang: str) -> str:
        """What it says, in ``nl`` or ``en``."""
        return said(lang, self.sentence_nl, self.sentence_en)

    def value_in(self, lang: str) -> str:
        """What the round reaches, in the notation of ``nl`` or ``en``."""
        return said(lang, self.value, self.value_en)

    def target_in(self, lang: str) -> str:
        """What the goal is, in the notation of ``nl`` or ``en``."""
        return said(lang, self.target, self.target_en)


def goals(law: Law, homes: Homes, supported: Sequence[Application]) -> tuple[GoalStand, ...]:
    """The goals of a day against the homes that a round supports, in whole homes.

    ``homes`` are those of the round, each project once; ``supported`` the applications with an
    award, for the NPLV areas that they name. ``law`` is that of the general catalogue; on a day
    before the goals were set there are none.
    """
    article = next((rule.article for rule in law.rules if rule.code == "GOAL-01"), None)
    if article is None:
        return ()
    return (
        _homes_a_year(law, homes, article),
        _share(
            law, "affordable_share", homes.affordable, homes.total, article,
            "betaalbaar", "affordable",
        ),
        _share(
            law, "social_rent_share", homes.social_rent, homes.total, article,
            "sociale huur", "social rent",
        ),
        _nplv(supported, article),
    )  # fmt: skip


def progress_against(
    law: Law, started: Homes, completed: Homes, years: Mapping[int, int]
) -> tuple[GoalStand, ...]:
    """The same goals against homes that started and were completed, by what was reported.

    ``years`` are the homes that were completed in each year. On a day before the goals were set
    there are none.
    """
    article = next((rule.article for rule in law.rules if rule.code == "GOAL-01"), None)
    if article is None:
        return ()
    target = law.homes("GOAL-01.homes_a_year")
    found = [
        stand_of(
            "homes_a_year", HomeCount(years[year]), target, years[year] >= target.value, article,
            "In {year} werden {value} opgeleverd. Het doel is {target} per jaar; dit is {part} "
            "daarvan.",
            "In {year} {value} were completed. The goal is {target} a year; this is {part} of it.",
            year=str(year), part=cut_off(years[year], target.value),
        )
        for year in sorted(years)
    ]  # fmt: skip
    for homes, nl, en in (
        (started, "Van de begonnen woningen", "Of the homes that started"),
        (completed, "Van de opgeleverde woningen", "Of the homes that were completed"),
    ):  # fmt: skip
        for name, part, words_nl, words_en in (
            ("affordable_share", homes.affordable, "betaalbaar", "affordable"),
            ("social_rent_share", homes.social_rent, "sociale huur", "social rent"),
        ):
            if homes.total:
                share = law.share(f"GOAL-01.{name}")
                found.append(
                    stand_of(
                        name, cut_off(part, homes.total), share,
                        Fraction(part, homes.total) >= share.value, article,
                        f"{nl} is {{value}} {words_nl}. Het doel is ten minste "
                        "{target}.",
                        f"{en}, {{value}} are {words_en}. The goal is at least "
                        "{target}.",
                    )
                )  # fmt: skip
    return tuple(found)


def _homes_a_year(law: Law, homes: Homes, article: str) -> GoalStand:
    target, value = law.homes("GOAL-01.homes_a_year"), HomeCount(homes.total)
    part = cut_off(value.value, target.value)
    return stand_of(
        "homes_a_year", value, target, value.value >= target.value, article,
        "De ronde steunt {value}. Het doel is {target} per jaar; dit is {part} van een jaar.",
        "The round supports {value}. The goal is {target} a year; this is {part} of a year.",
        part=part,
    )  # fmt: skip


def _share(
    law: Law, name: str, part: int, of: int, article: str, words_nl: str, words_en: str
) -> GoalStand:
    target = law.share(f"GOAL-01.{name}")
    return stand_of(
        name, cut_off(part, of), target, bool(of) and Fraction(part, of) >= target.value, article,
        f"Van de gesteunde woningen is {{value}} {words_nl}. Het doel is ten minste {{target}}.",
        f"Of the supported homes {{value}} are {words_en}. The goal is at least {{target}}.",
    )  # fmt: skip


def _nplv(supported: Iterable[Application], article: str) -> GoalStand:
    """Homes and areas of the NPLV; an area named ``ja`` counts for its homes, not as an area."""
    homes, named, projects = NO_HOMES, set[str](), set[str]()
    for one in supported:
        if lies_in(AreaList.NPLV, one.nplv_area) is not Lies.INSIDE:
            continue
        area = area_named(AreaList.NPLV, one.nplv_area or "")
        named |= {area.name} if area else set()
        project = one.project_id or one.application_id
        if project not in projects:
            homes += one.homes_by_segment
            projects.add(project)
    target = len(areas(AreaList.NPLV))
    return stand_of(
        "nplv_areas", HomeCount(homes.total), target, None, article,
        "In {count} van de {target} NPLV-gebieden steunt de ronde een project dat zijn gebied noemt; "
        "in alle NPLV-gebieden samen {value}.",
        "In {count} of the {target} NPLV areas the round supports a project that names its area; in "
        "all NPLV areas together {value}.",
        count=len(named),
    )  # fmt: skip


def stand_of(
    key: str, value: Quantity, target: Quantity, reached: bool | None, article: str, nl: str,
    en: str, **more: Quantity,
) -> GoalStand:  # fmt: skip
    """A stand with its sentences filled in: ``value`` and ``target``, and what else they name."""

    def filled(template: str, *, lang: str) -> str:
        fills = {"target": _as_stated(target, lang)}
        fills["value"] = written(value, beside=target, lang=lang)
        fills |= {name: written(one, lang=lang) for name, one in more.items()}
        return template.format(**fills)

    return GoalStand(
        key=key,
        value=written(value, beside=target),
        target=_as_stated(target, "nl"),
        reached=reached,
        article=article,
        sentence_nl=filled(nl, lang="nl"),
        sentence_en=filled(en, lang="en"),
        value_en=written(value, beside=target, lang="en"),
        target_en=_as_stated(target, "en"),
    )


def _as_stated(target: Quantity, lang: str) -> str:
    """A goal as its source has it: two thirds as ``2/3``, since 66.7% is another number."""
    if isinstance(target, Share) and 100 % target.value.denominator:
        return str(target.value)
    return written(target, lang=lang)
