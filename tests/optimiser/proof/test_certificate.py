"""The certificate accepts what was found and refuses everything that was changed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.solution import ProposedAward, Solution, digest_of

from ..builders import a_round, divided

CANDIDATES, POLICY = a_round(30, seed=11)


def _of_first(change: Callable[[ProposedAward], ProposedAward]) -> Callable[[Solution], Solution]:
    """Change the first application that got money."""

    def mutate(solution: Solution) -> Solution:
        place = next(i for i, one in enumerate(solution.given) if one.cents)
        given = list(solution.given)
        given[place] = change(given[place])
        return solution.model_copy(update={"given": tuple(given)})

    return mutate


def _one_cent(one: ProposedAward) -> ProposedAward:
    return one.model_copy(update={"cents": one.cents + 1})


def _one_home(one: ProposedAward) -> ProposedAward:
    homes = one.homes.model_copy(update={"social_rent": one.homes.social_rent + 1})
    return one.model_copy(update={"homes": homes})


def _a_year_later(one: ProposedAward) -> ProposedAward:
    first = one.payments[0].model_copy(update={"year": one.payments[0].year + 5})
    return one.model_copy(update={"payments": (first, *one.payments[1:])})


def _a_cent_to_another_year(one: ProposedAward) -> ProposedAward:
    first, second = (
        payment.model_copy(update={"amount": Euro(payment.amount.cents + by)})
        for payment, by in zip(one.payments[:2], (1, -1), strict=True)
    )
    return one.model_copy(update={"payments": (first, second, *one.payments[2:])})


def _nothing(one: ProposedAward) -> ProposedAward:
    return ProposedAward(application_id=one.application_id, cents=0, reason=one.reason)


def _to_next_window(one: ProposedAward) -> ProposedAward:
    return one.model_copy(update={"next_window": 1})


def _one_less(solution: Solution) -> Solution:
    return solution.model_copy(update={"given": solution.given[1:]})


def _one_twice(solution: Solution) -> Solution:
    return solution.model_copy(update={"given": (solution.given[0], *solution.given)})


def _a_stranger(solution: Solution) -> Solution:
    stranger = solution.given[-1].model_copy(update={"application_id": "ZZZ-1"})
    return solution.model_copy(update={"given": (*solution.given, stranger)})


def _more_homes(solution: Solution) -> Solution:
    homes = solution.homes.model_copy(update={"other": solution.homes.other + 1})
    return solution.model_copy(update={"homes": homes})


def _a_better_stage(solution: Solution) -> Solution:
    stages = [
        s.model_copy(update={"value": s.value + 1, "bound": s.bound + 1}) for s in solution.stages
    ]
    return solution.model_copy(update={"stages": tuple(stages)})


MUTATIONS = [
    *(_of_first(change) for change in (_one_cent, _one_home, _a_year_later, _nothing)),
    _of_first(_a_cent_to_another_year),
    _of_first(_to_next_window),
    *(_one_less, _one_twice, _a_stranger, _more_homes, _a_better_stage),
]


def test_the_certificate_accepts_what_the_optimiser_found() -> None:
    certificate = certify(CANDIDATES, POLICY, divided(30, seed=11))
    assert certificate.faults == ()
    assert certificate.valid
    assert {check.code for check in certificate.checks} >= {"FUND-vro", "SOCIAAL", "DRENTHE"}


@pytest.mark.parametrize("mutate", MUTATIONS)
def test_the_certificate_refuses_a_changed_allocation(
    mutate: Callable[[Solution], Solution],
) -> None:
    changed = mutate(divided(30, seed=11))
    assert not certify(CANDIDATES, POLICY, changed).valid
    signed = changed.model_copy(update={"digest": digest_of(changed.given)})
    assert not certify(CANDIDATES, POLICY, signed).valid


def test_the_certificate_refuses_another_budget() -> None:
    fund = POLICY.funds["vro"].model_copy(update={"total": Euro(divided(30, seed=11).cents - 1)})
    smaller = POLICY.model_copy(update={"funds": {"vro": fund}})
    spent = divided(30, seed=11).cents
    certificate = certify(CANDIDATES, smaller, divided(30, seed=11))
    assert certificate.faults == (
        f"FUND-vro does not hold: {spent} <= {spent - 1} (cents) is short by 1.",
    )


def test_the_certificate_and_the_statutory_rules_load_no_solver() -> None:
    code = (
        "import sys, verdeelsleutel.optimiser.proof.certificate, "
        "verdeelsleutel.optimiser.model.distribution, "
        "verdeelsleutel.optimiser.questions.application.explain\n"
        "sys.exit(any(m in sys.modules for m in ('pulp', 'highspy', 'numpy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
