"""Steps of a proof by hand: what each may do, and that everything else is refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.optimiser.proof.box import Box
from verdeelsleutel.optimiser.proof.checking import check_order, check_stage
from verdeelsleutel.optimiser.proof.dominance import never_used
from verdeelsleutel.optimiser.proof.system import (
    Claim,
    Column,
    Goal,
    Payment,
    Place,
    StatedRow,
    System,
    sized,
)
from verdeelsleutel.optimiser.proof.tree import (
    Branch,
    Combination,
    Lemma,
    Refused,
    Step,
    TreeProof,
    opened,
    parsed,
)

# Most of x + y + z, where 3 x + 4 y + 5 z is at most 6: one of them, never two.
COLUMNS = tuple(Column(0, 1, whole=True) for _ in range(3))
ROW = sized([(0, 3), (1, 4), (2, 5)], 6, integral=True)
GOAL = Goal(((0, -1), (1, -1), (2, -1)), -1)
CLAIM = Claim(System(COLUMNS, (ROW,)), (GOAL,), ())
BY_LEMMA: tuple[Step, ...] = (
    Lemma(((0, 1), (1, 1), (2, 1)), 1),
    Combination(((1, 4), (2, 3))),  # two or more of them: y and z are nought
    Combination(((2, 1),)),  # and x alone is not two
    Combination(((0, 1), (2, 1))),
)
BY_BRANCHES: tuple[Step, ...] = (
    Branch(0, 0),
    Combination(((0, 3), (1, 4))),
    Combination(((0, 1),)),
    Combination(((0, 3), (1, 4))),
    Combination(((0, 1),)),
)
PAST = "left over"


def test_a_lemma_closes_what_its_sub_proof_shows() -> None:
    check_stage(CLAIM, 0, BY_LEMMA)


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((), "left open"),
        (BY_LEMMA[:-1], "left open"),
        ((*BY_LEMMA, Combination(((0, 1),))), PAST),
        ((*BY_LEMMA, Branch(0, 0)), PAST),
        ((BY_LEMMA[0], Combination(((0, 1), (2, 1)))), "neither closes"),
        ((Branch(3, 0),), "variable 3"),
        ((Branch(-1, 0),), "variable -1"),
        ((Branch(0, 1),), "cannot be more or less"),
        ((Branch(0, -1),), "cannot be more or less"),
        ((Combination(((0, 1), (2, 1))),), "row 2"),
        ((Combination(((1, 1), (0, 1))),), "order"),
        ((Combination(((0, 1), (0, 1))),), "order"),
        ((Combination(((0, 0),)),), "not above nought"),
        ((Combination(((0, -1),)),), "not above nought"),
        ((Combination(()),), "neither closes"),
        ((Combination(((1, 1),)),), "neither closes"),
        ((Lemma(((0, 1), (0, 1)), 1),), "variable 0"),
        ((Lemma(((0, 0),), 1),), "variable 0"),
        ((Lemma(((5, 1),), 1),), "variable 5"),
    ],
)
def test_a_step_that_may_not_be_taken_is_refused(steps: tuple[Step, ...], why: str) -> None:
    with pytest.raises(Refused, match=why):
        check_stage(CLAIM, 0, steps)


def test_a_lemma_cannot_be_used_to_show_itself() -> None:
    """In its own sub-proof it does not hold: there its opposite does."""
    with pytest.raises(Refused):
        check_stage(CLAIM, 0, (BY_LEMMA[0], BY_LEMMA[3], *BY_LEMMA[1:]))


def test_a_lemma_is_gone_where_its_box_is() -> None:
    steps = (Branch(0, 0), *BY_LEMMA, Combination(((0, 1), (2, 1))))
    with pytest.raises(Refused, match="row 2"):
        check_stage(CLAIM, 0, steps)


def test_a_lemma_of_one_application_is_gone_at_the_next() -> None:
    """With the first at one, which it cannot be, anything can be shown of the second."""
    never = sized([(0, 1)], 0, integral=True)
    nothing = Goal((), 0)
    places = (Place((0,), (1,), 0), Place((1,), (1,), 0))
    claim = Claim(System(COLUMNS, (never,)), (nothing, nothing), places)
    closing = Combination(((1, 1),))
    first: tuple[Step, ...] = (Lemma(((1, 1),), 0), closing, closing)
    with pytest.raises(Refused, match="row 3"):
        check_order(claim, (), {0: first, 1: (Combination(((3, 1),)),)})


@pytest.mark.parametrize("kind", ["branch", "lemma"])
def test_a_variable_that_is_not_whole_is_neither_branched_nor_in_a_lemma(kind: str) -> None:
    columns = (Column(0, 1, whole=False), *COLUMNS[1:])
    claim = Claim(System(columns, (ROW,)), (GOAL,), ())
    step = Branch(0, 0) if kind == "branch" else Lemma(((0, 1), (1, 1)), 1)
    with pytest.raises(Refused, match="variable 0"):
        check_stage(claim, 0, (step,))


def test_the_range_of_a_variable_that_is_not_whole_never_shrinks() -> None:
    box = Box(
        (Column(0, 9, whole=False), Column(0, 9, whole=True)),
        [sized([(0, 2), (1, 2)], 5, integral=False)],
    )
    assert box.apply([(0, 1)]) is False
    assert box.upper == [9, 2]


def test_multipliers_of_any_size_are_added_up_exactly() -> None:
    huge = 10**79
    box = Box(COLUMNS, [ROW, sized([(0, -1), (1, -1), (2, -1)], -2, integral=True)])
    assert not box.closes([(0, 4 * huge), (1, 3 * huge)])
    assert box.closes([(0, 4 * huge), (1, 3 * huge + 1)])  # by one in eighty digits
    with pytest.raises(Refused, match="no step"):
        parsed(f"verdeelsleutel proof 1\nclaim {'0' * 64}\nstage 0\nT 0 {10**80}\nend\n")


def test_a_row_of_huge_coefficients_is_rounded_to_the_weak_side() -> None:
    exact = {0: 10**36 + 1, 1: -(10**36) - 3}
    row = sized(exact.items(), 10**25 + 7, integral=True)
    shift = 120 - 96  # it has 120 bits
    assert row.terms == tuple((j, a // 2**shift) for j, a in exact.items())
    assert row.limit == -(-(10**25 + 7) // 2**shift)


def test_a_fixed_award_brings_its_exact_payment() -> None:
    """A third of 100 cents is paid in the first year: 33, and 67 in the second."""
    first = Payment((0,), (100,), (1,), 3, rest=False)
    last = Payment((0,), (100,), (1,), 3, rest=True)
    assert (first.paid([1]), last.paid([1])) == (33, 67)
    for payment, fits in ((first, 33), (last, 67)):
        for limit in (fits, fits - 1):
            row = StatedRow("CASH-2026", (), limit, False, (payment,)).sized()
            box = Box((Column(0, 1, whole=True),), [row])
            box.bound(0, 1, 1)
            assert box.closes([(0, 1)]) is (limit < fits)


def test_a_step_that_only_costs_is_never_used_and_one_that_is_needed_is_not_called_so() -> None:
    """Of two steps that earn nothing, the second is needed by a floor."""
    columns = tuple(Column(0, 1, whole=True) for _ in range(3))
    room = sized([(0, 1), (1, 1), (2, 1)], 2, integral=True)
    floor = sized([(2, -1)], -1, integral=True)
    homes, money = Goal(((0, -5),), -5), Goal(((0, 3), (1, 3), (2, 3)), 6)
    claim = Claim(System(columns, (room, floor)), (homes, money), ())
    assert never_used(claim) == {1}


PROOF = TreeProof("0" * 64, {0: BY_LEMMA, 2: BY_BRANCHES}, (BY_LEMMA[1],), {4: BY_LEMMA})


def test_a_proof_is_read_as_it_was_written() -> None:
    assert parsed(PROOF.text()) == PROOF


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("verdeelsleutel proof 1", "verdeelsleutel proof 2"),
        ("end\n", ""),
        ("end\n", "end\n\n"),
        ("end\n", "end\nT 0 1\n"),
        ("stage 2", "stage 0"),
        ("stage 0\n", ""),
        ("order\n", "order\norder\n"),
        ("application 4", "application 04"),
        ("application 4", "stage 4"),
        ("B 0 0", "B 0 00"),
        ("B 0 0", "B 0 -0"),
        ("B 0 0", "B 0 0 "),
        ("B 0 0", "B  0 0"),
        ("B 0 0", "B 0"),
        ("B 0 0", "B 0 0 0"),
        ("B 0 0", "X 0 0"),
        ("B 0 0", "B 0 ٣"),
        ("T 0 1 2 1", "T 0 1 2"),
        ("claim 0", "claim x"),
    ],
)
def test_a_text_that_is_no_proof_is_refused(old: str, new: str) -> None:
    text = PROOF.text()
    assert old in text
    with pytest.raises(Refused):
        parsed(text.replace(old, new, 1))


def test_every_beginning_of_a_kept_proof_is_refused() -> None:
    packed = PROOF.packed()
    for length in range(0, len(packed), 7):
        with pytest.raises(Refused):
            opened(_kept(packed[:length]))
    with pytest.raises(Refused):
        opened(_kept(packed + b"more"))
    with pytest.raises(Refused):
        opened("not base 64 ✓")


def _kept(packed: bytes) -> str:
    return base64.b64encode(packed).decode()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_folded_box_says_what_it_says_unfolded(data: st.DataObject) -> None:
    """Folded and left again, in one box and in a part of it, with a row that comes and goes."""
    number, weight = st.integers(-9, 9), st.integers(1, 5)
    rows = [
        sized(
            [(j, a) for j in range(5) if (a := data.draw(number))], data.draw(number), integral=True
        )
        for _ in range(4)
    ]
    columns = [Column(0, 3, whole=True) for _ in range(5)]
    plain, folded = Box(columns, rows[:3]), Box(columns, rows[:3])

    def bound() -> None:
        j = data.draw(st.integers(0, 4))
        low = data.draw(st.integers(plain.lower[j], plain.upper[j]))
        high = data.draw(st.integers(low, plain.upper[j]))
        for box in (plain, folded):
            box.bound(j, low, high)

    def alike() -> None:
        weights = [(k, data.draw(weight)) for k in range(len(plain.rows))]
        assert plain.closes(weights) is folded.closes(weights)
        assert plain.alone() == folded.alone()

    bound()
    folded.fold()
    alike()
    marks, before = (plain.mark(), folded.mark()), folded.folded()
    bound()
    folded.fold()
    for box in (plain, folded):
        box.add(rows[3])
    alike()
    bound()
    alike()
    for box, mark in zip((plain, folded), marks, strict=True):
        box.undo(mark)
        box.drop(3)
    folded.unfold(before)
    alike()
