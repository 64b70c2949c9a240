"""The homes of a project count once, also where its applications state other segments."""

from datetime import datetime
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.homes import Homes, differ_in_segments
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.rounds.checks.counted_once import counted_once

COUNT = st.integers(0, 40)
STATED = st.builds(Homes, social_rent=COUNT, mid_rent=COUNT, affordable_purchase=COUNT, other=COUNT)


def candidate(at: int, homes: Homes, project: str = "GM0344:p-1") -> Candidate:
    return Candidate(
        application_id=f"A-{at}",
        instrument="woningbouwimpuls",
        municipality_codes=("GM0344",),
        province="Utrecht",
        project_id=project,
        requested=Euro(100_000),
        homes=homes,
        payments=(Payment(year=2026, amount=Euro(100_000)),),
        received_at=datetime(2026, 3, 16, 10, at),  # noqa: DTZ001 - Dutch local time
    )


def supported(homes: list[Homes]) -> Homes:
    """What the awards of one part support: the largest of each segment."""
    return Homes(
        social_rent=max(one.social_rent for one in homes),
        mid_rent=max(one.mid_rent for one in homes),
        affordable_purchase=max(one.affordable_purchase for one in homes),
        other=max(one.other for one in homes),
    )


@given(st.lists(STATED, min_size=1, max_size=4))
@example([Homes(mid_rent=1), Homes(social_rent=1), Homes(social_rent=1, mid_rent=1)])
def test_whoever_gets_money_a_home_counts_once_and_as_affordable_only_where_stated(
    stated: list[Homes],
) -> None:
    counted = [one.homes for one in counted_once([candidate(*one) for one in enumerate(stated)])]
    assert [one.total for one in counted] == [one.total for one in stated]
    for size in range(1, len(stated) + 1):
        for chosen in combinations(range(len(stated)), size):
            most = supported([counted[at] for at in chosen])
            assert most.total == max(stated[at].total for at in chosen)
            assert most.affordable <= max(stated[at].affordable for at in chosen)


@given(st.lists(STATED, min_size=1, max_size=4))
def test_statements_that_agree_are_left_alone(stated: list[Homes]) -> None:
    made = [candidate(*one) for one in enumerate(stated)]
    if not differ_in_segments(stated):
        assert list(counted_once(made)) == made
    apart = [candidate(at, one, f"GM0344:p-{at}") for at, one in enumerate(stated)]
    assert list(counted_once(apart)) == apart


@pytest.mark.parametrize(
    ("stated", "most", "affordable"),
    [
        ([(150, 150, 0, 0), (0, 0, 300, 0)], 300, 300),
        ([(150, 150, 0, 0), (0, 0, 150, 150)], 300, 150),
        ([(150, 150, 0, 0), (0, 0, 0, 300)], 300, 0),
        ([(100, 0, 0, 100), (0, 150, 0, 150)], 300, 150),
        ([(10, 0, 0, 0), (0, 10, 0, 0), (0, 0, 10, 0)], 10, 10),
        ([(0, 1, 0, 0), (1, 0, 0, 0), (1, 1, 0, 0)], 2, 2),  # the third holds both others
    ],
)
def test_homes_stated_in_other_segments_are_one_row_of_homes(
    stated: list[tuple[int, int, int, int]], most: int, affordable: int
) -> None:
    homes = [
        Homes(social_rent=a, mid_rent=b, affordable_purchase=c, other=d) for a, b, c, d in stated
    ]
    assert differ_in_segments(homes)
    counted = counted_once([candidate(*one) for one in enumerate(homes)])
    found = supported([one.homes for one in counted])
    assert (found.total, found.affordable) == (most, affordable)
