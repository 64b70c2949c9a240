"""The homes of a joint application count in the same places wherever they are told."""

import json
import random
from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.grants.after.progress import Lot, ProgressReport, ProjectProgress, Promise
from verdeelsleutel.grants.after.progress_sums import Sum, counted_once, summed, summed_by_province
from verdeelsleutel.grants.applications.located_homes import LocatedHomes
from verdeelsleutel.grants.homes import SEGMENTS, Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.records.views import rows_for
from verdeelsleutel.io.rounds.monitors.awarded import awarded_of

from .test_located_homes import ASSEN, UTRECHT, filed, rows_of, small, table, two
from .test_unknown import MAKER, ROUND, THIRD, Small

__all__ = ["small"]  # a fixture

AFFORDABLE = {"Drenthe": 70, "Utrecht": 230}
HOMES = ("promised", "reported", "permitted", "started", "completed")


def test_report_open_data_queries_views_and_monitors_count_them_alike(small: Small) -> None:
    assert filed(small, *two(), located=[UTRECHT, ASSEN]).code == 0
    small.does("screen", *small.of(MAKER))
    small.does("allocate", *small.of(MAKER))
    assert small.verdeel("approve", *small.of(THIRD), "--date", "2026-06-01").code == 0
    small.does("letters", "--out", "brieven", "--no-word", *small.of(MAKER))
    small.does("report", "--out", "rapport", *small.of(MAKER))
    provinces = table("rapport", "Provincies")
    assert {name: provinces[name]["Betaalbaar"] for name in AFFORDABLE} == AFFORDABLE
    lines = {one["application_id"]: one for one in rows_of(Path("rapport/open_data/decisions.csv"))}
    published: dict[str, int] = {}
    for part in lines["A"]["homes_by_municipality"].split():
        code, _, counts = part.partition(":")
        own = sum(int(count) for count in counts.split("/")[:3])
        published[municipalities()[code].province] = own
    assert published == AFFORDABLE
    for name, homes in AFFORDABLE.items():
        told = json.loads(small.does("query", "province", name, "--round", ROUND, "--json"))
        (one,) = told["rows"]
        assert one["affordable_homes"] == homes
        assert one["amount_cents"] == (500_000_000 if name == "Utrecht" else 0)
        assert one["applications"] == (2 if name == "Utrecht" else 0)
    place = json.loads(small.does("query", "municipality", "Assen", "--round", ROUND, "--json"))
    assert [one["social_rent"] for one in place["rows"]] == [40]
    url = f"sqlite:///{(Path.cwd() / 'verdeel.db').as_posix()}"
    with reading_round(url, ROUND) as reader:
        query = (
            "SELECT province, affordable_homes FROM {} WHERE round = :round "
            "AND affordable_homes > 0"
        )
        for view in ("report_homes", "report_province"):
            _, rows = rows_for(reader, query.format(view))
            assert {row[0]: row[1] for row in rows} == AFFORDABLE, view
        promise = awarded_of(reader)["A"].promise
    lots = tuple(
        Lot(segment=name, homes=count, start=date(2027, 9, 1))
        for name, count in promise.homes.by_segment().items()
    )
    report = ProgressReport(as_of=date(2028, 1, 1), on=date(2028, 1, 2), version=1, lots=lots)
    sums = summed_by_province([ProjectProgress(promise=promise, report=report)])
    assert {name: one.started.affordable for name, one in sums.items()} == AFFORDABLE
    assert {name: one.promised.affordable for name, one in sums.items()} == AFFORDABLE
    assert {name: (one.projects, one.amount) for name, one in sums.items()} == {
        "Utrecht": (1, Euro.euros(5_000_000)), "Drenthe": (0, Euro(0)),
    }  # fmt: skip


PLACES = ("GM0014", "GM0106", "GM0344", "GM0363", "GM0599")


def some(rng: random.Random, at: int) -> ProjectProgress:
    """An award of one or several municipalities, with or without a report."""
    codes = sorted(rng.sample(PLACES, rng.randint(1, 4)))
    rows = [
        LocatedHomes(
            municipality_code=code, **{name: rng.choice((0, 1, 7, 40)) for name in SEGMENTS}
        )
        for code in codes
    ]
    located = tuple(one for one in rows if one.homes.total) if len(codes) > 1 else ()
    homes = sum((one.homes for one in located), Homes())
    lead = municipalities()[rng.choice(codes)]
    lots = tuple(
        Lot(segment=rng.choice(SEGMENTS), homes=rng.randint(0, 30),
            start=rng.choice((None, date(2027, 1, 1), date(2029, 1, 1))),
            completion=rng.choice((None, date(2027, 6, 1))))
        for _ in range(rng.randint(1, 6))
    )  # fmt: skip
    report = ProgressReport(as_of=date(2028, 1, 1), on=date(2028, 1, 2), version=1, lots=lots)
    return ProjectProgress(
        promise=Promise(
            application_id=f"A-{at}", instrument="woningbouwimpuls", municipality_code=lead.code,
            municipality=lead.name, province=lead.province, project=f"P-{rng.randint(0, 6)}",
            project_id=f"P-{at}", name="Proef", homes=homes, amount=Euro(rng.randint(1, 9_999)),
            decided_on=date(2026, 6, 1), located=located,
        ),
        report=report if rng.random() < 0.8 else None,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_the_homes_of_all_provinces_together_are_those_of_the_round(seed: int) -> None:
    rng = random.Random(seed)
    projects = counted_once(some(rng, at) for at in range(12))
    parts = summed_by_province(projects)
    whole = summed(projects)
    for name in Sum.model_fields:
        left = getattr(Sum(), name)
        for one in parts.values():
            left = left + getattr(one, name)
        assert left == getattr(whole, name), name
    for name in HOMES:
        assert all(min(getattr(one, name).by_segment().values()) >= 0 for one in parts.values())
    promised = {province: one.promised.total for province, one in parts.items()}
    there: dict[str, int] = {}
    for one in projects:
        if one.counted:
            for place in one.promise.located:
                there[place.province] = there.get(place.province, 0) + place.homes.total
    assert {name: count for name, count in promised.items() if count} == {
        name: count for name, count in there.items() if count
    }
