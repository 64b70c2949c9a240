"""By which article an award is revoked: a grant by 4:48 and 4:50, a fixing by 4:49."""

from __future__ import annotations

from datetime import date

import pytest

from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.errors import RefusedByProcess
from verdeelsleutel.io.rounds.after.revoking import (
    Ground,
    article_for,
    fixes_at_once,
    require_revocable,
)

GIVEN = ("woningbouwimpuls", "gebiedsbudget", "bereikbaarheid")
FIXED = date(2026, 11, 30)


def test_only_the_decision_of_the_realisatiestimulans_fixes_the_grant_at_once() -> None:
    found = [key for key, own in instruments().items() if fixes_at_once(own)]
    assert found == ["nplv_capaciteit", "nplv_ruimte", "realisatiestimulans"]


@pytest.mark.parametrize("scheme", GIVEN)
@pytest.mark.parametrize(
    ("ground", "article"),
    [
        (Ground.NOT_PERFORMED, "artikel 4:48, eerste lid, onder a, Awb"),
        (Ground.OBLIGATIONS, "artikel 4:48, eerste lid, onder b, Awb"),
        (Ground.WRONG_DATA, "artikel 4:48, eerste lid, onder c, Awb"),
        (Ground.KNEW, "artikel 4:48, eerste lid, onder d, Awb"),
        (Ground.CIRCUMSTANCES, "artikel 4:50, eerste lid, onder b, Awb"),
    ],
)
def test_a_grant_is_held_against_4_48_and_4_50(scheme: str, ground: Ground, article: str) -> None:
    own = instruments()[scheme]
    assert article_for(own, ground).endswith(f"naar analogie {article}")
    require_revocable(own, ground, FIXED, date(2035, 1, 1))


@pytest.mark.parametrize(
    ("ground", "letter"),
    [
        (Ground.NOT_PERFORMED, "a"), (Ground.WRONG_DATA, "a"), (Ground.KNEW, "b"),
        (Ground.OBLIGATIONS, "c"),
    ],
)  # fmt: skip
def test_a_fixing_is_held_against_4_49_for_five_years(ground: Ground, letter: str) -> None:
    own = instruments()["realisatiestimulans"]
    assert f"artikel 4:49, eerste lid, onder {letter}, Awb" in article_for(own, ground)
    require_revocable(own, ground, FIXED, date(2031, 11, 30))
    with pytest.raises(RefusedByProcess, match="tot en met 30-11-2031"):
        require_revocable(own, ground, FIXED, date(2031, 12, 1))


def test_changed_circumstances_revoke_no_fixing() -> None:
    with pytest.raises(RefusedByProcess, match="4:49"):
        require_revocable(instruments()["realisatiestimulans"], Ground.CIRCUMSTANCES, FIXED, FIXED)
