"""What each step of a division rests on, in plain words, the order above all."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from verdeelsleutel.grants.decisions.allocation import ORDER, Allocation, Basis, Stage, Unit
from verdeelsleutel.io.wording.proof import steps_told

from ..letters.rounds import dossier


def told(stages: Sequence[tuple[str, Basis, str]], lang: str = "nl") -> tuple[str, ...]:
    allocation: Allocation = dossier().allocation
    assert allocation.certificate is not None
    made = tuple(
        Stage(name=name, unit=Unit.NUMBER, value=1, bound=1, proven=True, solver=by, basis=basis)
        for name, basis, by in stages
    )
    certificate = allocation.certificate.model_copy(update={"stages": made})
    return steps_told(allocation.model_copy(update={"certificate": certificate}), lang)


def test_the_order_is_told_apart_from_the_homes() -> None:
    found = told(
        [
            ("shortfall DOEL-A", Basis.EXACT_BOUND, "SCIP"),
            ("shortfall DOEL-B", Basis.CHECKED_TREE, "SCIP"),
            ("affordable homes", Basis.CHECKED_TREE, "SCIP"),
            ("money", Basis.EXACT_BOUND, "CP-SAT"),
            (ORDER, Basis.TWO_SOLVERS, "CP-SAT and HiGHS"),
        ]
    )
    assert found == (
        "De doelen van de ronde: bewezen, al het andere is in hele getallen uitgesloten.",
        "De meeste betaalbare woningen: bewezen, al het andere is in hele getallen uitgesloten.",
        "Het laagste totale bedrag: bewezen met een grens die in breuken is nagerekend.",
        "De volgorde, die beslist wie het geld krijgt: niet bewezen, maar door twee "
        "rekenprogramma's los van elkaar zo gevonden (CP-SAT, HiGHS).",
    )


@pytest.mark.parametrize(
    ("basis", "says"),
    [
        (Basis.CHECKED_TREE, "nobody can get more unless somebody who comes first gets less"),
        (Basis.EXACT_BOUND, "proven by a bound"),
        (Basis.ONE_SOLVER, "not proven, and found by one solver (SCIP)"),
        (Basis.NOTHING, "gets the money: not proven."),
    ],
)
def test_each_basis_of_the_order_has_its_words(basis: Basis, says: str) -> None:
    assert says in told([("affordable homes", Basis.CHECKED_TREE, "SCIP"), (ORDER, basis, "SCIP")],
                        "en")[-1]  # fmt: skip


def test_a_step_that_was_not_reached_is_told() -> None:
    found = told([("affordable homes", Basis.NOTHING, "SCIP")])
    assert found[0] == "De meeste betaalbare woningen: niet bewezen."
    assert found[1:] == (
        "Het laagste totale bedrag: niet vastgesteld, want de rekentijd was om.",
        "De volgorde, die beslist wie het geld krijgt: niet vastgesteld, want de rekentijd was om.",
    )
