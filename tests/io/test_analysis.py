"""The one place for analysts: rules in a line, own columns, amounts in euros, rounds as models."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest

from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.constraint import Measure
from verdeelsleutel.io import analysis
from verdeelsleutel.io.analysis import (
    Homes,
    Model,
    applied,
    cap,
    cents_of,
    fixed,
    floor,
    share,
    small_policy,
    where,
)


def table(**more: Any) -> pd.DataFrame:
    stated: dict[str, Any] = {
        "application": ["Assen", "Emmen", "Utrecht", "Zeist"],
        "province": ["Drenthe", "Drenthe", "Utrecht", "Utrecht"],
        "euros": ["4.000.000", "3.000.000", "€ 4.000.000", "3.000.000,00"],
        "social_rent": [20, 20, 80, 10],
        "mid_rent": [10, 20, 20, 70],
    }
    return pd.DataFrame(stated | more)


@pytest.fixture
def model() -> Model:
    return Model.from_frame(table(), small_policy(cents_of("7 mln")))


def test_a_floor_in_a_line_changes_who_gets_money(model: Model) -> None:
    free = model.solve()
    assert free.granted == ("Utrecht", "Zeist")
    held = model.with_rules(floor("Drenthe", share="40%")).solve()
    assert held.granted == ("Emmen", "Utrecht")
    assert held.certify().valid
    assert held.beside(free)["application"].tolist() == ["Emmen", "Zeist"]


@pytest.mark.parametrize(
    ("rule", "granted"),
    [
        (floor("Drenthe", money="7.000.000"), ("Assen", "Emmen")),
        (floor("Drenthe", number=2), ("Assen", "Emmen")),
        (floor("Drenthe", affordable=41, importance=1), ("Assen", "Emmen")),
        (cap("Utrecht", homes=99), ("Emmen", "Zeist")),
        (cap(where(province="Utrecht"), money=Decimal(4_000_000)), ("Emmen", "Utrecht")),
        (share("social_rent", at_least="70%"), ("Emmen", "Utrecht")),
        (share("mid_rent", of="affordable_homes", at_most="1/3"), ("Emmen", "Utrecht")),
        (fixed("Assen", "in"), ("Assen", "Zeist")),
        (fixed("Utrecht", "out"), ("Emmen", "Zeist")),
    ],
)
def test_each_rule_says_what_it_says(model: Model, rule: Any, granted: tuple[str, ...]) -> None:
    result = model.with_rules(rule).solve()
    assert result.granted == granted
    assert result.certify().valid


def test_a_rule_that_is_about_nobody_or_is_there_already_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="no application has province Drente; there are: Drenthe"):
        model.with_rules(floor("Drente", number=1))
    with pytest.raises(ValueError, match="no application Hoorn"):
        model.with_rules(fixed("Hoorn", "in"))
    once = model.with_rules(floor("Drenthe", number=1))
    with pytest.raises(ValueError, match="FLOOR-DRENTHE-NUMBER is there already"):
        once.with_rules(floor("Drenthe", number=2))
    assert once.without("FLOOR-DRENTHE-NUMBER").policy.constraint == ()
    with pytest.raises(ValueError, match="there is no rule SOCIAAL"):
        once.without("SOCIAAL")


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"money": "1 mln", "homes": 3},
        {"homes": 2.5},
        {"homes": True},
        {"money": 2.5},
        {"money": "1,250"},
        {"share": "veel"},
        {"share": "40%", "of": "geluk"},
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(bad: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        floor("Drenthe", **bad)


def test_own_columns_stay_with_their_applications(model: Model) -> None:
    noted = Model.from_frame(table(wethouder=["a", "b", "c", "d"]), small_policy(cents_of("7 mln")))
    frame = noted.solve().to_frame()
    assert dict(zip(frame["application"], frame["wethouder"], strict=True)) == {
        "Assen": "a", "Emmen": "b", "Utrecht": "c", "Zeist": "d",
    }  # fmt: skip
    assert noted.to_frame()["wethouder"].tolist() == ["a", "b", "c", "d"]
    assert noted.solve().solution.digest == model.solve().solution.digest


def test_a_misspelt_column_is_no_own_column() -> None:
    with pytest.raises(ValueError, match="did you mean affordable_purchase"):
        Model.from_frame(table(affordable_purchse=[1, 2, 3, 4]), small_policy(1))


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("1.234.567,89", 123_456_789),
        (Decimal("0.01"), 1),
        (7, 700),
        (Euro(5), 5),
        ("5,2 mln", 520_000_000),
    ],
)
def test_amounts_are_exact(amount: Any, cents: int) -> None:
    assert cents_of(amount) == cents


@pytest.mark.parametrize("amount", [1.5, True, Decimal("0.001"), Decimal("NaN"), "1,250", "veel"])
def test_an_amount_in_which_a_cent_may_be_lost_is_refused(amount: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        cents_of(amount)


def test_euros_come_back_as_exact_decimals(model: Model) -> None:
    awarded = model.solve().to_frame(unit="euros").set_index("application")["awarded"]
    assert awarded["Utrecht"] == Decimal(4_000_000)
    assert isinstance(awarded["Utrecht"], Decimal)
    assert model.solve().to_frame()["awarded"].dtype == "int64"
    with pytest.raises(ValueError, match="neither cents nor euros"):
        model.solve().to_frame(unit="dollars")


def test_another_objective_says_so_and_is_certified(model: Model) -> None:
    usual, other = model.solve(), model.most("mid_rent").solve()
    assert [stage.name for stage in other.solution.stages][-3] == "homes of mid rent"
    assert other.granted == ("Emmen", "Zeist")
    assert repr(other) == (
        "<Result: proven, 2 of 4 granted, € 6.000.000, 90 mid rent as the objective, "
        "120 affordable homes>"
    )
    assert other.certify().valid
    assert not usual.problem.certify(other.solution).valid  # it is no answer to the usual question
    assert "objective" not in repr(usual)
    with pytest.raises(ValueError, match="moet woningen tellen"):
        model.most("money")
    assert model.policy.objective is Measure.AFFORDABLE_HOMES


def test_a_model_and_a_result_show_themselves_shortly(model: Model) -> None:
    assert repr(model) == "<Model: 4 applications for € 14.000.000 of € 7.000.000>"
    result = model.with_rules(floor("Drenthe", share="40%")).solve()
    assert repr(result) == "<Result: proven, 2 of 4 granted, € 7.000.000, 140 affordable homes>"
    html = result._repr_html_()  # pyright: ignore[reportPrivateUsage] - what a notebook asks for
    assert "Emmen" in html
    assert "Zeist" not in html
    assert "exact_bound" in html or "checked_tree" in html
    shown = model._repr_html_()  # pyright: ignore[reportPrivateUsage]
    assert shown.startswith("<p>Model: 4 applications")
    none = model.with_rules(floor("Drenthe", money="8 mln")).solve()
    assert none.status is Status.INFEASIBLE
    assert "FLOOR-DRENTHE-MONEY" in repr(none)


def test_names_in_a_page_are_text() -> None:
    evil = Model.of([applied("<b>A</b>", 100, Homes(social_rent=1))], small_policy(100))
    assert "<b>A</b>" not in evil.solve()._repr_html_()  # pyright: ignore[reportPrivateUsage]


def test_the_frontier_takes_euros(model: Model) -> None:
    points = model.frontier(["3 mln", Decimal(7_000_000), 14_000_000])
    assert points["homes"].tolist() == [80, 180, 250]
    assert model.with_budget("14 mln").solve().granted == ("Assen", "Emmen", "Utrecht", "Zeist")


def test_progress_is_told_on_one_line(model: Model, capsys: pytest.CaptureFixture[str]) -> None:
    model.solve(progress=analysis.ShownProgress())
    told = capsys.readouterr()
    assert told.out == ""
    assert "affordable homes (0 of 3)" in told.err


@pytest.mark.slow(
    sample="tests/io/cli/test_what_is_loaded.py::test_reading_a_decided_round_loads_only_what_it_shows"
)
def test_importing_it_loads_no_solver() -> None:
    heavy = ["ortools", "pyscipopt", "highspy", "IPython", "click"]
    code = (
        "import sys, verdeelsleutel.io.analysis\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
