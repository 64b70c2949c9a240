"""The same homes in several schemes: what to ask the officer, with the article (*samenloop*).

Never a refusal: no article bars an application for this alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Annotated, Any

import tomli
from pydantic import Field

from ...grants.applications.application import Application
from ...grants.applications.finding import Finding
from ...grants.money import ZERO, Euro
from ...grants.municipality import plain_name
from ...grants.notation import counted
from ...grants.record import Record
from ..areas.areas import AreaList, area_named
from ..instrument import Instrument, instruments
from ..screening.candidacy import project_of
from .agreement import QUESTION, finding

_HOMES = ("woning", "woningen")
_NO_ARTICLE = "Geen openbare tekst regelt deze samenloop."


class Pair(Record):
    """What the law says of two schemes for the same homes."""

    instruments: Annotated[tuple[str, ...], Field(min_length=2, max_length=2)]
    article: str
    source: str
    nl: str


@cache
def pairs() -> tuple[Pair, ...]:
    """The pairs of schemes of which an article says something."""
    text = (
        files("verdeelsleutel.instruments")
        .joinpath("data", "samenloop.toml")
        .read_text(encoding="utf-8")
    )
    return tuple(Pair.model_validate(row) for row in tomli.loads(text)["pair"])


Filed = tuple[str, Application]
"""The key of a scheme, and an application filed under it."""


class Elsewhere(Record):
    """An application of another round, with the BAG-ids of its homes."""

    round: str
    instrument: str
    application_id: str
    bag_ids: tuple[str, ...]


class PaidBefore(Record):
    """An application that an earlier round gave money; ``project`` as projects are told apart.

    ``start_year`` is that of a yearly statement; ``homes`` are those that it was granted for,
    ``granted`` what was granted, and ``back`` what was claimed back of that or settled since.
    ``carried`` is what a later statement left to settle of it, ``since`` the homes by that.
    ``cost_year`` and ``area`` are those of a statement of costs.
    """

    round: str
    instrument: str
    application_id: str
    municipality_code: str
    project: str
    start_year: int | None = None
    homes: int | None = None
    granted: Euro = ZERO
    back: Euro = ZERO
    carried: Euro = ZERO
    since: int | None = None
    cost_year: int | None = None
    area: str = ""

    @classmethod
    def of(
        cls, round_id: str, instrument: str, application: Application, granted: Euro = ZERO,
        back: Euro = ZERO,
    ) -> PaidBefore:  # fmt: skip
        return cls(
            round=round_id,
            instrument=instrument,
            application_id=application.application_id,
            municipality_code=application.municipality_code,
            project=project_of(application, application.project_id or ""),
            start_year=getattr(application, "start_year", None),
            homes=application.homes_by_segment.affordable,
            granted=granted,
            back=back,
            cost_year=getattr(application, "cost_year", None),
            area=_area(application),
        )


STATED_BEFORE, PROJECT_PAID, CORRECTED_BEFORE = "INT-176", "INT-177", "INT-179"
COSTS_BEFORE = "INT-180"


def _area(application: Application) -> str:
    """The name of the NPLV area of an application, as its list has it."""
    area = area_named(AreaList.NPLV, application.nplv_area or "")
    return area.name if area else application.nplv_area or ""


def already_paid(filed: Sequence[Filed], before: Sequence[PaidBefore]) -> Iterator[Finding]:
    """INT-176 and INT-177: what an earlier round paid the same scheme for."""
    stated = {
        (one.instrument, one.municipality_code, one.start_year): one
        for one in before
        if one.start_year is not None
    }
    projects = {(one.instrument, one.project): one for one in before if one.start_year is None}
    for key, one in filed:
        year = getattr(one, "start_year", None)
        earlier = stated.get((key, one.municipality_code, year)) if year is not None else None
        if earlier is not None:
            yield finding(
                one, STATED_BEFORE, QUESTION, "start_year", str(year),
                f"Over startjaar {year} van {one.place.name} is al beslist in ronde "
                f"{earlier.round} (opgave {earlier.application_id}). Een startjaar wordt een keer "
                "vastgesteld; deze opgave doet niet mee.",
                "Laat de gemeente haar intrekken, en de wijziging opgeven als correctie bij de "
                "volgende opgave.",
            )  # fmt: skip
        paid = projects.get((key, project_of(one, one.project_id or ""))) if year is None else None
        if paid is not None and one.project_id:
            yield finding(
                one, PROJECT_PAID, QUESTION, "project_id", one.project_id,
                f"Voor project {one.project_id} van {one.place.name} is al geld verleend in ronde "
                f"{paid.round} (aanvraag {paid.application_id}). Tot hier is geantwoord, doet deze "
                "aanvraag niet mee.",
                "Stel vast of het andere woningen of fasen zijn.",
            )  # fmt: skip


def corrected_before(filed: Sequence[Filed], before: Sequence[PaidBefore]) -> Iterator[Finding]:
    """INT-179: a correction of an earlier year that does not go with what was decided on it."""
    stated = {
        (one.instrument, one.municipality_code, one.start_year): one
        for one in before
        if one.start_year is not None
    }
    for key, one in filed:
        for row in getattr(one, "corrections", ()):
            earlier = stated.get((key, one.municipality_code, row.start_year))
            told = "" if earlier is None else _not_as_decided(row, earlier)
            if told and earlier is not None:
                yield finding(
                    one, CORRECTED_BEFORE, QUESTION, "start_year", str(row.start_year),
                    f"De correctie over {row.start_year} van {one.place.name} gaat over opgave "
                    f"{earlier.application_id} van ronde {earlier.round}. {told}",
                    "Laat de gemeente het blad Correcties verbeteren, of stel vast dat het andere "
                    "woningen zijn: dezelfde woningen worden niet twee keer terugbetaald.",
                )  # fmt: skip


def costs_before(filed: Sequence[Filed], before: Sequence[PaidBefore]) -> Iterator[Finding]:
    """INT-180: a statement of costs that does not go with what earlier rounds granted its area.

    What was granted is at least used of the reservation, whatever the answers of that round.
    """
    for key, one in filed:
        year: int | None = getattr(one, "cost_year", None)
        if year is None:
            continue
        place = (key, one.municipality_code, _area(one))
        earlier = [
            paid
            for paid in before
            if paid.cost_year is not None
            and (paid.instrument, paid.municipality_code, paid.area) == place
        ]
        granted = Euro.total(paid.granted - paid.back for paid in earlier)
        stated: Euro = getattr(one, "granted_before", ZERO)
        same = [paid for paid in earlier if paid.cost_year == year]
        if not same and stated >= granted:
            continue
        known = (same or earlier)[-1]
        over = f"Over kostenjaar {year} is" if same else "Er is"
        yield finding(
            one, COSTS_BEFORE, QUESTION, "granted_before", stated,
            f"{over} voor {place[-1]} al toeslag verleend in ronde {known.round} (opgave "
            f"{known.application_id}), in alle rondes samen {granted}. De opgave noemt {stated} dat "
            "eerder ten laste van de reservering kwam.",
            "Laat de gemeente dat bedrag verbeteren, of stel vast dat het andere kosten zijn: "
            "dezelfde kosten worden niet twee keer vergoed.",
        )  # fmt: skip


def _not_as_decided(row: Any, earlier: PaidBefore) -> str:
    """What of a row of corrections does not go with the earlier decision; empty where all does."""
    if earlier.carried:
        return _not_as_left(row, earlier)
    if row.owed:
        return (
            f"De correctie noemt {row.owed} dat nog te verrekenen is; er is geen verrekening "
            "vastgelegd die dat overliet."
        )
    if earlier.back and row.amount < ZERO:
        return (
            f"Daarvan is al {earlier.back} teruggevorderd of verrekend, en deze correctie vraagt "
            f"{-row.amount} terug."
        )
    rounded = abs((row.price * row.stated).cents - earlier.granted.cents)
    if row.stated != earlier.homes or rounded >= max(row.stated, 1):  # under a cent a home
        return (
            f"De correctie noemt {counted(row.stated, *_HOMES)} van {row.price}; verleend is "
            f"{earlier.granted} voor {earlier.homes}."
        )
    return ""


def _not_as_left(row: Any, earlier: PaidBefore) -> str:
    """What of a row does not go with what a correction before it left to settle."""
    price = abs((row.price * (earlier.homes or 0)).cents - earlier.granted.cents)
    same = (row.owed, row.stated) == (earlier.carried, earlier.since)
    if same and price < max(earlier.homes or 0, 1):
        return ""
    return (
        f"Daarvan is {earlier.carried} nog te verrekenen, bij "
        f"{counted(earlier.since or 0, *_HOMES)}; de correctie noemt {row.owed}, {counted(row.stated, *_HOMES)} en {row.price} per woning."
    )


def same_homes(filed: Sequence[Filed], elsewhere: Sequence[Elsewhere] = ()) -> Iterator[Finding]:
    """INT-158 and INT-159: BAG-ids that two applications share, in this round or with another."""
    place: dict[str, list[int]] = {}
    for at, (_, one) in enumerate(filed):
        for bag_id in one.bag_ids:
            place.setdefault(bag_id, []).append(at)
    shared: dict[tuple[int, int], list[str]] = {}
    for bag_id, places in place.items():
        for pair in combinations(sorted(set(places)), 2):
            shared.setdefault(pair, []).append(bag_id)
    for (at, other_at), bag_ids in sorted(shared.items()):
        (key, one), (other_key, other) = filed[at], filed[other_at]
        where = f"aanvraag {other.application_id} ({_names([other_key])})"
        yield _shared_homes("INT-158", one, bag_ids, where, _twice(key, other_key))
    for there in elsewhere:
        for at, bag_ids in _shared_with(there, place):
            key, one = filed[at]
            where = (
                f"aanvraag {there.application_id} ({_names([there.instrument])}) van ronde "
                f"{there.round}"
            )
            yield _shared_homes("INT-159", one, bag_ids, where, _twice(key, there.instrument))


def _shared_with(
    there: Elsewhere, place: Mapping[str, Sequence[int]]
) -> Iterator[tuple[int, list[str]]]:
    """The applications that share a home with one of another round, each with the BAG-ids."""
    shared: dict[int, list[str]] = {}
    for bag_id in there.bag_ids:
        for at in place.get(bag_id, ()):
            shared.setdefault(at, []).append(bag_id)
    yield from sorted(shared.items())


def _shared_homes(
    code: str, one: Application, bag_ids: Sequence[str], where: str, said: str
) -> Finding:
    first = min(bag_ids)
    if len(bag_ids) == 1:
        told = f"BAG-id {first} van deze aanvraag staat ook in {where}"
    else:
        told = (
            f"{len(bag_ids)} BAG-id's van deze aanvraag staan ook in {where}; het eerste is {first}"
        )
    return finding(
        one, code, QUESTION, "application_id", first, f"{told}. {said}",
        "Stel vast of het dezelfde woningen zijn, en bij welke aanvraag zij horen.",
    )  # fmt: skip


def _twice(key: str, other: str) -> str:
    """What the law says of one home in two applications."""
    return (
        "Binnen één regeling telt een woning één keer." if key == other else _stacking([key, other])
    )


def same_project(filed: Sequence[Filed]) -> Iterator[Finding]:
    """INT-151: one question a project, at its first application."""
    by_code: dict[str, list[Filed]] = {}
    for key, one in filed:
        if one.project_id:
            by_code.setdefault(plain_name(one.project_id), []).append((key, one))
    for code in sorted(by_code):
        found = by_code[code]
        keys = sorted({key for key, _ in found})
        if len(keys) > 1:
            first, others = found[0][1], [one.application_id for _, one in found[1:]]
            yield finding(
                first, "INT-151", QUESTION, "project_id", first.project_id or "",
                f"Project {first.project_id} staat in {_names(keys)}; zie ook {', '.join(others)}. "
                f"{_stacking(keys)}",
                "Stel vast of het dezelfde woningen en kosten zijn.",
            )  # fmt: skip


def similar_name(filed: Sequence[Filed], likeness: Fraction) -> Iterator[Finding]:
    """INT-152: names of which the other has that part of the shorter's groups of three letters."""
    by_place: dict[str, list[tuple[str, Application, frozenset[str]]]] = {}
    for key, one in filed:
        if one.project_name:
            signs = _trigrams(one.project_name)
            by_place.setdefault(one.municipality_code, []).append((key, one, signs))
    for place in sorted(by_place):
        filed_here = by_place[place]
        if len({key for key, _, _ in filed_here}) == 1:
            continue
        for (key, one, signs), (other_key, other, other_signs) in combinations(filed_here, 2):
            if key == other_key or _same_code(one, other):
                continue
            shared, most = len(signs & other_signs), min(len(signs), len(other_signs))
            if Fraction(shared, most) >= likeness:
                yield finding(
                    one, "INT-152", QUESTION, "project_name", one.project_name or "",
                    f"Project {one.project_name} lijkt op {other.project_name} in aanvraag "
                    f"{other.application_id} ({_names([other_key])}), dat een andere projectcode "
                    f"heeft. {_stacking([key, other_key])}",
                    "Stel vast of het hetzelfde project is; geef het dan dezelfde projectcode.",
                )  # fmt: skip


def _same_code(one: Application, other: Application) -> bool:
    codes = [plain_name(each.project_id or "") for each in (one, other)]
    return bool(codes[0]) and codes[0] == codes[1]


def _trigrams(name: str) -> frozenset[str]:
    plain = f"  {plain_name(name)} "  # at least one group, also of a name without letters
    return frozenset(plain[at : at + 3] for at in range(len(plain) - 2))


def _names(keys: Sequence[str]) -> str:
    known: Mapping[str, Instrument] = instruments()
    names = [known[key].name_nl for key in keys]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} en {names[-1]}"


def _stacking(keys: Sequence[str]) -> str:
    said = [
        f"{pair.nl.removesuffix('.')} ({pair.article})."
        for two in combinations(sorted(keys), 2)
        for pair in pairs()
        if tuple(sorted(pair.instruments)) == two
    ]
    return " ".join(said) or _NO_ARTICLE
