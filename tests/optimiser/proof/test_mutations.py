"""Every kind of change of one cent, one home or one word in a proven list is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Stage
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.optimiser.proof.certificate import certify
from verdeelsleutel.optimiser.solution import ProposedAward, Solution, Why, digest_of

from ..builders import a_round, divided

MADE, RULES = a_round(25, seed=7)
Change = Callable[[Solution], Solution]


def of_award(change: Callable[[ProposedAward], ProposedAward], *, refused: bool = False) -> Change:
    """A change of the first award that is paid in two years, or of the first refusal."""

    def changed(solution: Solution) -> Solution:
        given = list(solution.given)
        at = next(
            k
            for k, one in enumerate(given)
            if (not one.cents if refused else len(one.payments) > 1)
        )
        given[at] = change(given[at])
        return solution.model_copy(update={"given": tuple(given)})

    return changed


def having(**update: Callable[[ProposedAward], Any]) -> Callable[[ProposedAward], ProposedAward]:
    return lambda one: one.model_copy(update={name: value(one) for name, value in update.items()})


def paying(*by: int, later: int = 0) -> Callable[[ProposedAward], Any]:
    """The payments with so many cents more, in order, the first in another year."""

    def paid(one: ProposedAward) -> tuple[Payment, ...]:
        more = [*by, *[0] * len(one.payments)]
        return tuple(
            Payment(year=p.year + (later if k == 0 else 0), amount=Euro(p.amount.cents + more[k]))
            for k, p in enumerate(one.payments)
        )

    return paid


def homes(**by: int) -> Callable[[ProposedAward], Any]:
    return lambda one: one.homes.model_copy(
        update={segment: getattr(one.homes, segment) + more for segment, more in by.items()}
    )


def of_stage(place: int, **by: Callable[[Stage], Any]) -> Change:
    def changed(solution: Solution) -> Solution:
        stages = list(solution.stages)
        stages[place] = stages[place].model_copy(
            update={k: v(stages[place]) for k, v in by.items()}
        )
        return solution.model_copy(update={"stages": tuple(stages)})

    return changed


def total(name: str, segment: str, by: int) -> Change:
    def changed(solution: Solution) -> Solution:
        homes = getattr(solution, name)
        other = homes.model_copy(update={segment: getattr(homes, segment) + by})
        return solution.model_copy(update={name: other})

    return changed


KINDS: dict[str, Change] = {
    "a cent more in the award": of_award(having(cents=lambda one: one.cents + 1)),
    "a cent less in the award": of_award(having(cents=lambda one: one.cents - 1)),
    "a cent more, paid as well": of_award(
        having(cents=lambda one: one.cents + 1, payments=paying(1))
    ),
    "a cent less, paid as well": of_award(
        having(cents=lambda one: one.cents - 1, payments=paying(0, -1))
    ),
    "a cent paid a year earlier": of_award(having(payments=paying(1, -1))),
    "a payment a year later": of_award(having(payments=paying(later=-1))),
    "a payment left out": of_award(having(payments=lambda one: one.payments[1:])),
    "a payment twice": of_award(having(payments=lambda one: (*one.payments, one.payments[0]))),
    "payments in another order": of_award(having(payments=lambda one: one.payments[::-1])),
    "a cent for the next window": of_award(having(next_window=lambda one: 1)),
    "a home more": of_award(having(homes=homes(social_rent=1))),
    "a home less": of_award(having(homes=homes(other=-1))),
    "a home in another segment": of_award(having(homes=homes(social_rent=1, mid_rent=-1))),
    "a step more": of_award(having(steps=lambda one: one.steps + 1)),
    "an award taken away": of_award(
        lambda one: ProposedAward(application_id=one.application_id, cents=0, reason=Why.NOT_CHOSEN)
    ),
    "an award twice as large": of_award(having(cents=lambda one: 2 * one.cents)),
    "a refusal turned into an award of a cent": of_award(having(cents=lambda one: 1), refused=True),
    "a refusal that claims a home": of_award(having(homes=homes(mid_rent=1)), refused=True),
    "another number": of_award(having(application_id=lambda one: one.application_id + "X")),
    "an application twice": lambda s: s.model_copy(update={"given": (*s.given, s.given[-1])}),
    "an application left out": lambda s: s.model_copy(update={"given": s.given[1:]}),
    "the list in another order": lambda s: s.model_copy(update={"given": s.given[::-1]}),
    "a home more in the total": total("homes", "social_rent", 1),
    "a home less in the total": total("homes", "other", -1),
    "an entitled home": total("entitled_homes", "mid_rent", 1),
    "a shortfall of one": of_stage(0, value=lambda s: s.value + 1, bound=lambda s: s.bound + 1),
    "a home more in the stage": of_stage(
        1, value=lambda s: s.value + 1, bound=lambda s: s.bound + 1
    ),
    "a cent less in the stage": of_stage(
        2, value=lambda s: s.value - 1, bound=lambda s: s.bound - 1
    ),
    "a stage that is not proven": of_stage(1, proven=lambda s: False),
    "a bound that is not reached": of_stage(1, bound=lambda s: s.bound + 1),
    "a stage left out": lambda s: s.model_copy(update={"stages": s.stages[:-1]}),
    "another digest": lambda s: s.model_copy(
        update={"digest": ("1" if s.digest[0] == "0" else "0") + s.digest[1:]}
    ),
}


@pytest.mark.parametrize("signed", [False, True], ids=["as it was signed", "signed again"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_change_passes_the_certificate(kind: str, signed: bool) -> None:
    changed = KINDS[kind](divided(25, seed=7))
    assert changed != divided(25, seed=7)
    if signed and kind != "another digest":
        changed = changed.model_copy(update={"digest": digest_of(changed.given)})
    assert not certify(MADE, RULES, changed).valid


def test_the_list_itself_passes() -> None:
    assert certify(MADE, RULES, divided(25, seed=7)).valid
