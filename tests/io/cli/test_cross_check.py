"""What is said of a second solver: agreement, how far it came in its time, or that it differs."""

from __future__ import annotations

import pytest

from verdeelsleutel.io.cli.commands.allocation import cross_check_line
from verdeelsleutel.optimiser.questions.comparison.crosscheck import CrossCheck, StageCheck

NAMES = ("shortfall DOEL-SOCIAAL", "affordable homes", "money", "published order")


def checked(*others: int | None, decided: bool, same: bool) -> CrossCheck:
    """All stages are 7 by the first solver."""
    stages = tuple(
        StageCheck(name=name, value=7, other=other, agrees=other == 7)
        for name, other in zip(NAMES, others, strict=True)
    )
    return CrossCheck(
        solver="cbc",
        decided=decided,
        agrees=decided and same and all(stage.agrees for stage in stages),
        stages=stages,
        same_list=same,
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            checked(7, 7, 7, 7, decided=True, same=True),
            "CBC vindt in elke stap (4) dezelfde waarde en dezelfde lijst, tot op de cent.",
        ),
        (
            checked(7, 7, None, None, decided=False, same=False),
            "CBC vindt niets beters bij het kleinste tekort op DOEL-SOCIAAL, de meeste betaalbare "
            "woningen, en was met de rest niet op tijd klaar. Probeer het met een ruimere "
            "--time-limit.",
        ),
        (
            checked(None, None, None, None, decided=False, same=False),
            "CBC was niet op tijd klaar en zegt daarom niets. Probeer het met een ruimere "
            "--time-limit.",
        ),
        (
            checked(7, 8, None, None, decided=False, same=False),
            "CBC komt anders uit bij de meeste betaalbare woningen. Stel de verdeling niet vast "
            "voordat dit is uitgezocht.",
        ),
        (
            checked(7, 7, 7, 7, decided=True, same=False),
            "CBC komt anders uit bij de lijst. Stel de verdeling niet vast voordat dit is "
            "uitgezocht.",
        ),
    ],
)
def test_a_cross_check_says_no_more_than_the_second_solver_found(
    found: CrossCheck, said: str
) -> None:
    assert cross_check_line(found) == f"Kruiscontrole: {said}"
