"""What outsiders run, held against what the program does: it was written apart from it."""

from __future__ import annotations

import ast
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verdeelsleutel.grants.applications.candidate import Candidate, Form, SharedLimit
from verdeelsleutel.grants.homes import Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import InstrumentPolicy
from verdeelsleutel.io.reports.open_data.outside.adding import Awarded, supported
from verdeelsleutel.io.reports.open_data.outside.claims import (
    Claim,
    can_be,
    homes_for,
    read_claim,
    steps_of,
    years_of,
)
from verdeelsleutel.io.reports.open_data.outside.dividing import Scheme, divide_again
from verdeelsleutel.io.reports.open_data.rule import published_claim
from verdeelsleutel.io.reports.open_data.shipped import recompute_script
from verdeelsleutel.optimiser.model.distribution import distribute_all
from verdeelsleutel.optimiser.model.ladder import counts, homes_at, ladder, payments_at
from verdeelsleutel.optimiser.model.shares import Fixed
from verdeelsleutel.optimiser.model.supported import parts_of_project
from verdeelsleutel.optimiser.model.supported import supported as supported_by_the_program
from verdeelsleutel.optimiser.proof.check_proof import Wrong

from ....optimiser.builders import MLN, at, candidate, policy

RULES = ("rank", "first_come", "lottery", "pro_rata", "closed_list")
A_POLICY = policy(MLN)


def claim_of(one: Candidate) -> Claim:
    return read_claim(published_claim(one, A_POLICY, str))


def drawn_round(seed: int) -> list[Candidate]:
    """A few applications with equal scores, equal days, lots and links among them."""
    draw = random.Random(seed)
    lots = draw.sample(range(20), 8)
    drawn = draw.random() < 0.6
    made: list[Candidate] = []
    for k in range(draw.randint(1, 8)):
        name = f"A-{k}"
        others = [f"A-{n}" for n in range(8) if n != k]
        made.append(
            candidate(
                name,
                draw.randint(0, 6) * MLN + draw.choice((0, 1)),
                [draw.randint(0, 9) for _ in range(4)],
                ranks=(draw.randint(5, 7), draw.randint(1, 2)),
                received_at=at(draw.choice((0, 9, 9, 10))),
                lot=lots[k] if drawn else None,
                excludes=(draw.choice(others),) if draw.random() < 0.15 else (),
                requires=(draw.choice(others),) if draw.random() < 0.15 else (),
            )
        )
    return made


@given(st.integers(0, 2**32), st.sampled_from(RULES), st.booleans(), st.booleans(), st.booleans())
def test_a_scheme_of_its_own_rule_is_divided_as_the_program_divides(
    seed: int, rule: str, stops: bool, marginal: bool, decided: bool
) -> None:
    made, draw = drawn_round(seed), random.Random(seed)
    available = draw.randint(0, 20) * MLN
    own = InstrumentPolicy.model_validate({
        "fund": "vro", "rule": rule, "marginal_application": marginal and rule == "rank",
        "when_it_does_not_fit": "stop" if stops else "skip",
    })  # fmt: skip
    named = draw.choice(made).application_id if decided and made else None
    fixed = Fixed({}, marginal=frozenset({named} if named else ()))
    outcome = distribute_all({"woningbouwimpuls": (made, own, available)}, fixed)
    found = outcome["woningbouwimpuls"]
    places = {name: share.rank for name, share in found.shares.items()}
    scheme = Scheme(
        "woningbouwimpuls", rule, available, stops, own.marginal_application, named, choices={}
    )
    try:
        given_again = divide_again([scheme], [claim_of(one) for one in made], places)
    except Wrong:
        assert found.ties  # the rule leaves open who gets the money
        return
    if not found.ties:
        assert {
            name: (one.cents, one.next_window, one.rank) for name, one in given_again.items()
        } == {
            name: (share.cents, share.next_window, share.rank)
            for name, share in found.shares.items()
        }


PHASES = st.sampled_from(((), ("een",), ("twee",), ("een", "twee"), ("twee", "drie")))


@given(st.lists(st.tuples(PHASES, st.integers(0, 9), st.booleans()), min_size=1, max_size=6))
def test_homes_of_a_project_count_once_as_in_the_program(
    drawn: list[tuple[tuple[str, ...], int, bool]],
) -> None:
    made = [
        candidate(f"A-{k}", MLN, [homes, 9 - homes, homes // 2, 1], project_id="P", phases=phases)
        for k, (phases, homes, _) in enumerate(drawn)
    ]
    gets = [k for k, (_, _, awarded) in enumerate(drawn) if awarded]
    by_program = supported_by_the_program(
        parts_of_project((k, one.phases) for k, one in enumerate(made)),
        {k: counts(made[k].homes) for k in gets},
    )
    claims = [claim_of(one) for one in made]
    awarded = [Awarded(claims[k], MLN, MLN, {}) for k in gets]
    assert supported(claims, awarded) == list(by_program)


@given(st.integers(0, 2**32))
def test_every_level_of_a_claim_has_the_amount_homes_and_years_of_the_program(seed: int) -> None:
    draw = random.Random(seed)
    each = draw.randint(1, 5) * 1_000_00
    form = draw.choice(tuple(Form))
    homes = [draw.randint(0, 9) for _ in range(4)]
    cents = each * sum(homes) if form is Form.PER_HOME else draw.randint(0, 30) * 1_000_00 + 7
    first = draw.randint(0, cents)
    cut: dict[str, Any] = {} if form is Form.WHOLE else {"step": Euro(each)}
    if form is Form.SCALABLE:
        cut["minimum"] = Euro(draw.randint(0, cents))
        cut["all_homes_at_minimum"] = draw.random() < 0.5
    one = candidate("A", cents, homes, form=form, years={2026: first, 2027: cents - first}, **cut)
    claim, levels = claim_of(one), ladder(one)
    assert sum(most for most, amount in steps_of(claim) if most and amount) == levels.top
    for level in range(levels.top + 1):
        amount = levels.cents(level)
        assert can_be(claim, amount)
        assert homes_for(claim, amount) == list(homes_at(one, amount))
        assert years_of(claim, amount) == dict(payments_at(one, amount))
    assert not can_be(claim, levels.cents(levels.top) + 1)


def test_a_claim_is_published_with_nothing_that_is_withheld() -> None:
    one = candidate("A", MLN, [1, 2, 3, 4], shared=(
        SharedLimit(code="GB-02", name="Oude Lijn", article="bijlage", most=Euro(MLN)),
    ))  # fmt: skip
    told = published_claim(one, A_POLICY, str)
    assert told["homes"] == [1, 2, 3, 4]
    assert told["shared"] == [{"code": "GB-02", "most_cents": MLN}]
    assert not {"applicant_reference", "content", "shortfall", "costs"} & set(told)


@pytest.mark.parametrize(
    ("key", "value"),
    [("requested_cents", -1), ("requested_cents", 1.0), ("requested_cents", True),
     ("homes", [1, 2, 3]), ("payments", [[2026, 1]])],
)  # fmt: skip
def test_a_claim_that_says_nothing_possible_is_refused(key: str, value: object) -> None:
    told = published_claim(candidate("A", MLN, [1]), A_POLICY, str)
    with pytest.raises(Wrong):
        read_claim(told | {key: value})


def test_no_name_of_one_part_of_the_published_file_hides_one_of_another() -> None:
    seen: list[str] = []
    for node in ast.parse(recompute_script()).body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                seen.append(node.name)
            case ast.Assign():
                for target in node.targets:
                    seen += [one.id for one in ast.walk(target) if isinstance(one, ast.Name)]
            case ast.ImportFrom():
                assert not node.level, "it imports from the program"
            case _:
                pass
    assert len(seen) == len(set(seen)), sorted(one for one in seen if seen.count(one) > 1)


def test_homes_are_read_by_segment_in_the_order_of_the_rule() -> None:
    homes = Homes(social_rent=1, mid_rent=2, affordable_purchase=3, other=4)
    assert list(homes.by_segment().values()) == [1, 2, 3, 4]
