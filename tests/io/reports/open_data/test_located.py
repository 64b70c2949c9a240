"""Homes by municipality: the program and the one beside the data count the same, in every part."""

from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Form
from verdeelsleutel.grants.applications.located_homes import LocatedHomes, in_order, together
from verdeelsleutel.grants.homes import SEGMENTS
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.reports.open_data.outside.claims import homes_in, read_claim
from verdeelsleutel.io.reports.open_data.rule import published_claim
from verdeelsleutel.optimiser.model import ladder

from ....optimiser.builders import candidate, policy

CODES = ("GM0106", "GM0109", "GM0344")
COUNTS = st.lists(st.integers(0, 90), min_size=4, max_size=4)


@given(st.lists(COUNTS, min_size=3, max_size=3), st.integers(1, 10**6), st.integers(1, 10**6))
def test_of_any_part_of_an_award_the_same_homes_are_in_each_place(
    rows: list[list[int]], asked: int, given_: int
) -> None:
    located = in_order(
        LocatedHomes(municipality_code=code, **dict(zip(SEGMENTS, own, strict=True)))
        for code, own in zip(CODES, rows, strict=True)
    )
    cents = min(given_, asked)
    one = candidate(
        "A", asked, ladder.counts(together(located)), located=located, municipality_codes=CODES,
        form=Form.SCALABLE, minimum=Euro(0), step=Euro(1),
    )  # fmt: skip
    claim = read_claim(published_claim(one, policy(asked), lambda text: text))
    homes = ladder.homes_at(one, cents)
    each = [ladder.homes_in(one, homes, cents, (code,)) for code in CODES]
    if located:
        assert [list(found) for found in each] == [
            homes_in(claim, cents, None, code) for code in CODES
        ]
        assert tuple(map(sum, zip(*each, strict=True))) == homes  # none lost, none added
        for found, stated in zip(each, rows, strict=True):
            assert all(0 <= n <= most for n, most in zip(found, stated, strict=True))
    north = ladder.homes_in(one, homes, cents, CODES[:2])
    assert not located or list(north) == homes_in(claim, cents, "Drenthe", None)
