"""Questions that touch money wait for a named answer; until then nothing is paid twice."""

import json
import random
from datetime import date, datetime
from typing import Any

import pytest

from verdeelsleutel.io.records.rounds.reader import changing_round
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.steps.answering import GivenRow, answer_all

from ..records.test_reading_once import sent
from .conftest import Verdeel
from .test_bad_input import one_sentence, state
from .test_unknown import DECIDED, MAKER, POLICY, REASON, ROUND, SECOND, Small, row, workbook

WHEN = ("--date", "2026-05-04")


@pytest.fixture
def small(desk: Any, samples: Any, verdeel: Verdeel) -> Small:
    return Small(desk, samples, verdeel)


def answer(small: Small, number: str, question: str, *more: str, by: str = MAKER) -> Any:
    reason = () if "--reason" in more else ("--reason", REASON)
    return small.verdeel("answer", number, question, *WHEN, *reason, *more, *small.of(by))


def twice(**changes: Any) -> list[dict[str, Any]]:
    """The very same under two numbers, the second an hour later."""
    later = datetime(2026, 3, 16, 11, 0)  # noqa: DTZ001 - as a workbook has it
    same = {
        "Projectcode": "P-1",
        "Projectnaam": "Proefplan",
        "Gevraagd_bedrag": 2_000_000,
        **changes,
    }
    return [
        row("gebiedsbudget", "A", **same),
        row("gebiedsbudget", "B", Ontvangen_op=later, **same),
    ]


def test_what_was_filed_twice_is_paid_once_until_somebody_answers(small: Small) -> None:
    small.screened(gebiedsbudget=twice())
    asked = [one["code"] for one in small.questions() if one["application_id"] == "A"]
    assert "INT-173" in asked
    assert small.outcomes() == {"A": "granted", "B": "needs_judgement"}
    told = small.approve("--date", "2026-06-01")
    assert told.code == 3
    assert "A (INT-173)" in one_sentence(told)
    assert answer(small, "A", "INT-173", "--no").code == 3  # an answer refuses nobody
    assert answer(small, "A", "INT-173", "--reason", "ja").code == 2
    assert answer(small, "B", "INT-173").code == 2  # it is asked of the other
    assert answer(small, "A", "INT-173").code == 0
    before = state(small.desk / "verdeel.db")
    assert answer(small, "A", "INT-173").code == 0
    assert state(small.desk / "verdeel.db") == before
    assert small.outcomes() == {"A": "granted", "B": "granted"}
    assert small.approve("--date", "2026-06-01").code == 0
    assert small.verdeel("audit", "verify").code == 0


def test_many_answers_at_once_read_the_applications_no_more_often_than_one(small: Small) -> None:
    rows = [
        {**one, "Aanvraagnummer": f"{one['Aanvraagnummer']}{k}", "Projectcode": f"P-{k}"}
        for k in range(5)
        for one in twice(Gevraagd_bedrag=2_000_000 + k)
    ]
    small.screened(gebiedsbudget=rows)
    who = Actor(name="S. Vermeulen", role="officer")
    read: list[int] = []
    for chosen in (range(1), range(1, 5)):
        given = [GivenRow(f"A{k}", f"A{k}", "INT-173", False, REASON) for k in chosen]
        url = f"sqlite:///{(small.desk / 'verdeel.db').as_posix()}"
        with changing_round(url, ROUND) as reader, sent() as statements:
            told = answer_all(reader, given, who, date(2026, 5, 4))
        assert [one.new for one in told] == [True] * len(given)
        read.append(sum("application.application_json" in one for one, _ in statements))
    assert read[0] == read[1] <= 2


def test_whoever_answered_cannot_approve(small: Small) -> None:
    small.screened(gebiedsbudget=twice())
    assert answer(small, "A", "INT-173", by="yasmina.haddou").code == 0
    small.outcomes()
    told = small.approve("--date", "2026-06-01")
    assert told.code == 3
    assert "een vraag beantwoord" in one_sentence(told)


def test_who_withdraws_the_double_leaves_no_question(small: Small) -> None:
    small.screened(gebiedsbudget=twice())
    small.does("withdraw", "B", "--date", "2026-05-04", "--reason", "dubbel ingediend",
               *small.of(MAKER))  # fmt: skip
    assert small.outcomes() == {"A": "granted", "B": "withdrawn"}


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", range(3))
def test_whichever_came_first_is_the_one_that_is_paid(small: Small, seed: int) -> None:
    drawn = random.Random(seed)
    hours = drawn.sample(range(8, 18), 3)
    rows = [
        row("gebiedsbudget", number, Projectcode="P-1", Projectnaam="Proefplan",
            Gevraagd_bedrag=1_000_000,
            Ontvangen_op=datetime(2026, 3, 16, hour))  # noqa: DTZ001
        for number, hour in zip("ABC", hours, strict=True)
    ]  # fmt: skip
    small.screened(gebiedsbudget=rows)
    first = min(zip(hours, "ABC", strict=True))[1]
    outcomes = small.outcomes()
    assert [number for number, told in outcomes.items() if told == "granted"] == [first]
    assert [n for n, told in outcomes.items() if told == "needs_judgement"] == sorted(
        {*"ABC"} - {first}
    )


def loaded(small: Small, name: str, rows: list[dict[str, Any]]) -> Any:
    book = workbook(small.desk / name, {"woningbouwimpuls": rows})
    told = small.verdeel("load", book, *small.of(MAKER))
    assert told.code in (0, 1), told.err
    return told


def opened(small: Small, *rows: dict[str, Any]) -> None:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    loaded(small, "eerst.xlsx", [*rows])


OTHERS = {
    "gemeente": {"Gemeentecode": "GM0363"},
    "afzender": {"E-mail": "j.de.vries@utrecht-advies.example"},
}
FIRST = {"E-mail": "a.jansen@utrecht.example"}


@pytest.mark.parametrize("other", sorted(OTHERS))
def test_a_number_of_another_applicant_waits_for_an_answer(small: Small, other: str) -> None:
    opened(small, row("woningbouwimpuls", "A", **FIRST))
    changed = {**FIRST, **OTHERS[other], "Gevraagd_bedrag": 1_234_000}
    told = loaded(small, "later.xlsx", [row("woningbouwimpuls", "A", **changed)])
    assert "Gevraagd bedrag: € 4.000.000 wordt € 1.234.000" in told.out.replace("\xa0", " ")
    assert "INT-050" in told.out
    assert asked(small) == 400_000_000  # the version before stands
    assert answer(small, "A", "INT-050", by=SECOND).code == 0
    assert asked(small) == 123_400_000
    assert small.verdeel("audit", "verify").code == 0


def test_a_number_of_another_applicant_can_be_turned_away(small: Small) -> None:
    opened(small, row("woningbouwimpuls", "A"))
    other = row("woningbouwimpuls", "A", Gemeentecode="GM0363", Gevraagd_bedrag=1_234_000)
    loaded(small, "later.xlsx", [other])
    assert answer(small, "A", "INT-050", "--no").code == 0
    assert asked(small) == 400_000_000
    mended = row("woningbouwimpuls", "A", Gevraagd_bedrag=3_000_000)
    loaded(small, "weer.xlsx", [mended])  # from the first applicant
    assert asked(small) == 300_000_000
    small.does("screen", *small.of(MAKER))
    assert small.outcomes() == {"A": "granted"}
    assert small.approve("--date", "2026-06-01").code == 0


def test_after_the_intake_a_new_version_can_only_be_turned_away(small: Small) -> None:
    opened(small, row("woningbouwimpuls", "A"))
    loaded(small, "later.xlsx", [row("woningbouwimpuls", "A", Gemeentecode="GM0363")])
    small.does("screen", *small.of(MAKER))
    small.outcomes()
    told = small.approve("--date", "2026-06-01")
    assert told.code == 3
    assert "A (INT-050)" in one_sentence(told)
    assert answer(small, "A", "INT-050").code == 3
    assert answer(small, "A", "INT-050", "--no").code == 0
    assert small.approve("--date", "2026-06-01").code == 0


@pytest.mark.slow(sample="test_what_was_filed_twice_is_paid_once_until_somebody_answers")
def test_a_new_version_after_a_withdrawal_is_asked_about(small: Small) -> None:
    opened(small, row("woningbouwimpuls", "A"), row("woningbouwimpuls", "B"))
    small.does("withdraw", "A", "--date", "2026-05-04", "--reason", "brief 12", *small.of(MAKER))
    told = loaded(small, "later.xlsx", [row("woningbouwimpuls", "A", Gevraagd_bedrag=3_000_000)])
    assert "INT-051" in told.out
    assert "is ingetrokken op 04-05-2026" in told.out
    small.does("screen", *small.of(MAKER))
    assert small.outcomes()["A"] == "withdrawn"
    assert small.approve("--date", "2026-06-01").code == 3
    assert answer(small, "A", "INT-051", "--no").code == 0
    assert small.approve("--date", "2026-06-01").code == 0


def asked(small: Small) -> int:
    told = small.does("round", "applications", ROUND, "--json")
    return next(one["requested"] for one in json.loads(told) if one["application_id"] == "A")


def test_the_same_homes_in_other_segments_count_once_and_are_asked_about(small: Small) -> None:
    """150 social and 150 mid-rental homes, and the same 300 stated as homes to buy."""
    one = row("woningbouwimpuls", "A", Projectcode="P-1", Sociale_huurwoningen=150,
              Middenhuurwoningen=150, Betaalbare_koopwoningen=0, Overige_woningen=0)  # fmt: skip
    other = row("gebiedsbudget", "B", Projectcode="\uff50-1", Sociale_huurwoningen=0,
                Middenhuurwoningen=0, Betaalbare_koopwoningen=300, Overige_woningen=0,
                Gemeentecode="GM0344")  # fmt: skip
    small.screened(woningbouwimpuls=[one], gebiedsbudget=[other])
    asked = {one["code"] for one in small.questions()}
    assert "INT-174" in asked
    told = small.verdeel("allocate", "--json", *small.of(MAKER))
    totals = json.loads(told.out)["totals"]
    awards = {one["application_id"]: one for one in json.loads(told.out)["awards"]}
    if awards["B"]["outcome"] != "granted":
        small.judged("B", "GB-02", "--answer", "met")
        told = small.verdeel("allocate", "--json", *small.of(MAKER))
        totals = json.loads(told.out)["totals"]
        awards = {one["application_id"]: one for one in json.loads(told.out)["awards"]}
    assert {one["outcome"] for one in awards.values()} == {"granted"}
    assert sum(totals["homes"].values()) == 300
    assert totals["affordable_homes"] == 300
    assert awards["B"]["homes"]["affordable_purchase"] == 300  # as it was stated
    assert awards["A"]["homes"]["social_rent"] == 150
    assert small.approve("--date", "2026-06-01").code == 3


def test_one_code_in_two_municipalities_is_two_projects(small: Small) -> None:
    rows = [
        row("woningbouwimpuls", "A", Projectcode="P-1", Gevraagd_bedrag=2_000_000),
        row("woningbouwimpuls", "B", Projectcode="p-1", Gemeentecode="GM0363",
            Gevraagd_bedrag=2_000_000, Score_effectiviteit=9),
    ]  # fmt: skip
    small.screened(woningbouwimpuls=rows)
    assert "INT-175" in {one["code"] for one in small.questions()}
    told = json.loads(small.verdeel("allocate", "--json", *small.of(MAKER)).out)
    assert told["totals"]["affordable_homes"] == 600  # 300 in each


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("code", ["GM0501", "GM0530", "614"])
def test_a_code_that_ended_is_told_with_its_successor(small: Small, code: str) -> None:
    policy = small.policy(POLICY.format(decision=DECIDED))
    small.does("round", "open", ROUND, "--policy", policy, "--as", MAKER)
    told = loaded(small, "oud.xlsx", [row("woningbouwimpuls", "A", Gemeentecode=code)])
    assert "INT-088" in told.out
    assert "opgegaan in Voorne aan Zee (GM1992)" in told.out


def test_a_code_that_ends_within_the_window_is_asked_about_from_that_day(small: Small) -> None:
    policy = POLICY.format(decision="decision_date = 2027-06-01")
    policy = policy.replace("window_opens = 2026-03-02", "window_opens = 2026-12-01")
    policy = policy.replace("window_closes = 2026-03-31", "window_closes = 2027-01-31")
    small.does("round", "open", ROUND, "--policy", small.policy(policy), "--as", MAKER)
    rows = [
        row("woningbouwimpuls", number, Gemeentecode="GM1696", Ontvangen_op=day)
        for number, day in (
            ("VOOR", datetime(2026, 12, 31, 23, 59)),  # noqa: DTZ001 - as a workbook has it
            ("NA", datetime(2027, 1, 1, 0, 0, 1)),  # noqa: DTZ001
        )
    ]
    told = loaded(small, "wijdemeren.xlsx", rows)
    (asked,) = (line for line in told.out.splitlines() if "INT-088" in line)
    assert "Wijdemeren is op 01-01-2027 opgegaan in Hilversum (GM0402)" in asked
