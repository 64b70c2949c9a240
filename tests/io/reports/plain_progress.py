"""Awards and the homes reported of them as plain rows, from a seed, and their dossier."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from verdeelsleutel.grants.after.obligation import Obligation, ObligationKind
from verdeelsleutel.grants.after.progress import (
    Lot,
    Progress,
    ProgressReport,
    ProjectProgress,
    Promise,
    stands,
)
from verdeelsleutel.grants.after.progress_sums import counted_once
from verdeelsleutel.grants.bilingual import Bilingual
from verdeelsleutel.grants.dossier import Dossier
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro

from .rounds import dossier

ON = date(2031, 3, 1)
SEGMENTS = ("social_rent", "mid_rent", "affordable_purchase", "other")
SCHEMES = {"woningbouwimpuls": "Woningbouwimpuls", "gebiedsbudget": "Gebiedsbudget",
           "bereikbaarheid": "Bereikbaarheid"}  # fmt: skip
FIRST_PROMISED = date(2029, 1, 1)
FIRST_BY, LAST_BY = date(2030, 6, 15), date(2037, 6, 15)
Day = date | None


class PlainLot(NamedTuple):
    """Homes of a segment with the days of their permit, start and completion."""

    segment: str
    homes: int
    days: tuple[Day, Day, Day]


@dataclass
class Plain:
    """An award as it was given and reported, in plain values."""

    number: str
    scheme: str
    municipality: tuple[str, str, str]
    project: str
    promised: dict[str, int]
    cents: int
    last_start: Day
    area: str
    as_of: Day
    breakthrough: str = ""
    lots: list[PlainLot] = field(default_factory=list[PlainLot])

    def homes(self, stage: int | None = None, segments: Iterable[str] = SEGMENTS) -> int:
        return sum(
            lot.homes
            for lot in self.lots
            if lot.segment in segments and (stage is None or self._came(lot.days[stage]))
        )

    def _came(self, day: Day) -> bool:
        return day is not None and self.as_of is not None and day <= self.as_of

    @property
    def at_risk(self) -> int:
        """By the first start, the last start and the half that has to be affordable."""
        if self.as_of is None or self.scheme != "woningbouwimpuls":
            return 0
        found = [0]
        filled = [lot for lot in self.lots if lot.homes]
        starts = [day for lot in filled if (day := lot.days[1]) is not None]
        first = min(starts, default=None)
        if first is None or not (first <= FIRST_BY and first <= self.as_of):
            soon = (FIRST_BY - ON).days <= 183
            if soon or (first is not None and first > FIRST_BY):
                found.append(self.homes() - self.homes(1))
        last = max(starts, default=None) if len(starts) == len(filled) else None
        left = [
            lot
            for lot in filled
            if (day := lot.days[1]) is None or day > self.as_of or day > LAST_BY
        ]
        if left and ((LAST_BY - ON).days <= 183 or (last is not None and last > LAST_BY)):
            found.append(sum(o.homes for o in left if (day := o.days[1]) is None or day > LAST_BY))
        affordable = self.homes(None, SEGMENTS[:3])
        found.append(max(0, (self.homes() + 1) // 2 - affordable))
        return max(found)


PLACES = (
    ("GM0363", "Amsterdam", "Noord-Holland"), ("GM0599", "Rotterdam", "Zuid-Holland"),
    ("GM0344", "Utrecht", "Utrecht"), ("GM0014", "Groningen", "Groningen"),
)  # fmt: skip


def plain(seed: int) -> list[Plain]:
    """Some twelve awards: silent ones, finished ones, and two for the same project."""
    rng = random.Random(seed)
    found: list[Plain] = []
    for at in range(12):
        scheme = rng.choice(list(SCHEMES))
        as_of = None if rng.random() < 0.25 else date(2031, 1, rng.randint(1, 28))
        promised = {name: rng.choice((0, 40, 125, 1_300)) for name in SEGMENTS}
        one = Plain(
            number=f"{scheme[:3].upper()}-{at:03d}", scheme=scheme, municipality=rng.choice(PLACES),
            project=f"P-{at if at != 7 else 3}", promised=promised,
            cents=rng.randint(1, 9_000_000_000),
            last_start=rng.choice((None, date(2029 + at % 4, 5, 1))),
            area=rng.choice(("", "", "Rotterdam-Zuid", "ja")), as_of=as_of,
            breakthrough=("", "Pampus", "ja")[(seed + at) % 3],
        )  # fmt: skip
        if as_of is not None:
            finished = rng.random() < 0.3
            for name in SEGMENTS:
                for _ in range(rng.randint(1, 3)):
                    one.lots.append(_lot(rng, name, as_of, finished=finished))
        found.append(one)
    return found


def _lot(rng: random.Random, name: str, as_of: date, *, finished: bool) -> PlainLot:
    homes = rng.choice((0, 1, 25, 400))
    if finished:
        return PlainLot(name, homes, (date(2027, 1, 1), date(2028, 2, 1), date(2030, 3, 1)))
    days = sorted(as_of + timedelta(days=rng.randint(-1_500, 2_900)) for _ in range(3))
    kept = rng.randint(0, 3)
    permit, start, done = (day if at < kept else None for at, day in enumerate(days))
    return PlainLot(name, homes, (permit, start, done))


def told(rows: list[Plain]) -> Dossier:
    """The same as the program has it."""
    made = [_project(one) for one in rows]
    return dossier().model_copy(update={"progress": Progress(on=ON, projects=counted_once(made))})


def _project(one: Plain) -> ProjectProgress:
    code, name, province = one.municipality
    promise = Promise(
        application_id=one.number, instrument=one.scheme, municipality_code=code, municipality=name,
        province=province, project=one.project, project_id=one.project, name=f"Plan {one.project}",
        homes=Homes(**one.promised), amount=Euro(one.cents), decided_on=date(2027, 6, 15),
        first_start=FIRST_PROMISED, last_start=one.last_start, nplv_area=one.area,
        breakthrough_location=one.breakthrough,
    )  # fmt: skip
    report = None
    if one.as_of is not None:
        lots = tuple(
            Lot(segment=s, homes=n, permit=p, start=b, completion=d) for s, n, (p, b, d) in one.lots
        )
        report = ProgressReport(as_of=one.as_of, on=ON, version=1, lots=lots)
    owed = _obligations() if one.scheme == "woningbouwimpuls" else ()
    return ProjectProgress(promise=promise, report=report, duties=stands(owed, promise, report, ON))


def _obligations() -> tuple[Obligation, ...]:
    said = Bilingual(nl="iets", en="something")
    common: dict[str, Any] = {
        "instrument": "woningbouwimpuls", "article": "artikel 1", "what": said, "missed": said,
        "missed_article": "artikel 2",
    }  # fmt: skip
    return (
        Obligation(kind=ObligationKind.FIRST_START, day=FIRST_BY, **common),
        Obligation(kind=ObligationKind.LAST_START, day=LAST_BY, **common),
        Obligation(kind=ObligationKind.AFFORDABLE, share=(1, 2), **common),
    )


def once(rows: list[Plain]) -> list[Plain]:
    """Of a project the first award with a report, else the first."""
    found: list[Plain] = []
    for one in rows:
        same = [o for o in rows if o.project == one.project]
        reported = [o for o in same if o.as_of is not None]
        if one is (reported or same)[0]:
            found.append(one)
    return found
