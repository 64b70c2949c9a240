"""The date that counts is that of the decision: what it changes stops the approval."""

import random
import re
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest

from .conftest import Verdeel
from .test_bad_input import one_sentence, state
from .test_unknown import MAKER, ROUND, THIRD, Small, row

PLANNED = date(2026, 6, 1)


@pytest.fixture
def small(desk: Path, samples: Path, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


def started(number: str, day: date, **more: object) -> dict[str, object]:
    return row("woningbouwimpuls", number, Start_bouw=day, **more)


def test_a_later_decision_that_would_grant_what_the_list_refuses_is_not_taken(
    small: Small,
) -> None:
    rows = [
        started("A", date(2028, 1, 1)),
        started("B", date(2029, 6, 10), Gevraagd_bedrag=1_000_000),
    ]
    small.screened(woningbouwimpuls=rows)
    assert small.outcomes()["B"] == "refused_rule"  # more than three years after 1-6-2026
    before = state(small.desk / "verdeel.db")
    told = small.approve("--date", "2026-06-15")
    assert told.code == 3
    assert "B wordt anders beoordeeld (WBI-08)" in one_sentence(told)
    assert "decision_date = 2026-06-15" in one_sentence(told)
    assert state(small.desk / "verdeel.db") == before
    assert small.approve("--date", "2026-06-09").code == 0  # 10-6-2029 still is too late


def test_an_earlier_decision_that_would_refuse_what_the_list_grants_is_not_taken(
    small: Small,
) -> None:
    small.screened(woningbouwimpuls=[started("A", date(2029, 6, 1))])
    assert small.outcomes() == {"A": "granted"}
    assert small.approve("--date", "2026-05-31").code == 3
    assert small.approve("--date", "2026-06-01").code == 0


@pytest.mark.sample(every=4)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_days_a_decision_agrees_with_the_rules_of_its_own_day(
    small: Small, seed: int
) -> None:
    drawn = random.Random(seed)
    start = years_on(PLANNED, 3) + timedelta(days=drawn.randint(-40, 40))
    other = row("woningbouwimpuls", "B", Score_effectiviteit=9, Gevraagd_bedrag=1_000_000)
    small.screened(woningbouwimpuls=[started("A", start), other])
    listed = small.outcomes()["A"]
    for _ in range(3):
        day = PLANNED + timedelta(days=drawn.randint(-40, 40))
        in_time = start <= years_on(day, 3)
        told = small.approve("--date", day.isoformat())
        if (listed != "refused_rule") is not in_time:
            assert told.code == 3, (start, day)
            continue
        assert told.code == 0, (start, day, told.err)
        break


def test_money_of_another_year_is_not_decided_on(small: Small) -> None:
    small.screened(woningbouwimpuls=[row("woningbouwimpuls", "A")])
    small.outcomes()
    told = small.approve("--date", "2027-01-04")
    assert told.code == 3
    assert "begrotingsjaar 2027, niet van 2026" in one_sentence(told)


def test_a_letter_promises_no_payment_in_a_year_that_is_over(small: Small) -> None:
    small.screened(woningbouwimpuls=[row("woningbouwimpuls", "A")])
    small.outcomes()
    assert small.approve("--date", "2026-12-30").code == 0
    write = ("letters", *small.of(MAKER), "--out", small.desk / "brieven", "--no-word")
    told = small.verdeel(*write, "--date", "2027-01-04")
    assert told.code == 3
    assert "betaling beloven in een jaar dat voorbij is: A." in one_sentence(told)
    assert small.verdeel(*write, "--date", "2026-12-31").code == 0


def test_a_letter_names_one_date_for_one_term(small: Small) -> None:
    """Decided on another day than was planned, and sent on a third."""
    small.screened(woningbouwimpuls=[row("woningbouwimpuls", "A")])
    small.outcomes()
    assert small.approve("--date", "2026-06-03").code == 0
    small.does("letters", *small.of(MAKER), "--out", small.desk / "brieven", "--date", "2026-06-08")
    said = words(small.desk / "brieven" / "A.docx")
    assert set(re.findall(r"\d+ juni 20(?:29|36)", said)) == {"3 juni 2029", "3 juni 2036"}
    explained = small.does("explain", "A", "--round", ROUND)
    assert "3 juni 2029" in explained.replace("\xa0", " ") or "03-06-2029" in explained
    assert "01-06-2029" not in explained
    assert small.verdeel("audit", "verify").code == 0


def words(path: Path) -> str:
    with zipfile.ZipFile(path) as book:
        text = book.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", text).replace("\xa0", " ")


def test_a_bundle_of_a_decision_on_another_day_can_be_done_over(small: Small) -> None:
    small.screened(woningbouwimpuls=[row("woningbouwimpuls", "A")])
    small.outcomes()
    small.does("approve", "--date", "2026-06-03", *small.of(THIRD))
    small.does("bundle", "--round", ROUND, "--out", small.desk / "ronde.zip")
    told = small.verdeel("replay", small.desk / "ronde.zip")
    assert told.code == 0, told.out
