"""Reports beside the ordinary: measures, a moved last day, a merger, phases, and the half."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from .after import OF, ROUND, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, Verdeel
from .monitoring import Row, each, filled, rows_in

MEASURES, MERGED, PHASED = "GB-1", "WBI-1", "WBI-2"
WHY = ("--reason", "De gemeente heeft dit gevraagd en toegelicht.")
ROWS: dict[str, list[dict[str, Any]]] = {
    "gebiedsbudget": [gb(MEASURES, 4)],
    "woningbouwimpuls": [
        wbi(MERGED, 2, Gemeentecode="GM1696"),
        wbi(PHASED, 2, Gemeentecode="GM0344", Deelplan="Noord; Zuid"),
    ],
}
BEGUN = {"Vergunning op": date(2027, 1, 4), "Start bouw": date(2027, 2, 1)}
AS_OF = date(2028, 1, 1)


@pytest.fixture(scope="module")
def sent(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> After:
    made = After(tmp_path_factory.mktemp("monitors"), quietly).written(samples)
    made.decided(ROWS)
    made.does("monitor", "template", ROUND, "--out", made.desk / "sjablonen", *MAKER)
    return made


@pytest.fixture
def after(sent: After, desk: Path, verdeel: Verdeel) -> After:
    return sent.copied(desk, verdeel)


def book(after: After, code: str) -> Path:
    return after.desk / "sjablonen" / f"voortgang_{code}.xlsx"


def load(after: After, path: Path, on: str = "2028-01-20") -> dict[str, Any]:
    (told,) = after.says("monitor", "load", path, *OF, "--date", on, *MAKER)["files"]
    return told


def found(told: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(one["code"], one["cell"], one["value"]) for one in told["findings"]]


def duties(after: After, code: str, on: str = "2028-02-01") -> dict[str, Any]:
    (one,) = after.says("monitor", "list", ROUND, "--date", on, "--municipality", code, *MAKER)
    return {duty["kind"]: duty for duty in one["duties"]}


def with_all(**values: Any) -> Any:
    return each(Peildatum=AS_OF, **{k.replace(" ", "_"): v for k, v in {**BEGUN, **values}.items()})


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("ready", "state"),
    [
        (date(2040, 1, 1), "foreseen"), (date(2039, 12, 31), "open"), (date(2027, 12, 1), "met"),
        (None, "open"),
    ],
)  # fmt: skip
def test_measures_have_a_last_day_of_their_own(
    after: After, ready: date | None, state: str
) -> None:
    path = filled(book(after, "GM0363"), after.desk / "m.xlsx", with_all(Maatregelen_gereed=ready))
    told = load(after, path)
    late = [("MON-019", "O2", "01-01-2040")]
    assert found(told) == (late if state == "foreseen" else [])
    own = duties(after, "GM0363")
    assert own["measures_ready"]["state"] == state
    assert own["measures_ready"]["day"] == "2039-12-31"
    # Its homes are those that are not completed.
    assert own["measures_ready"]["at_risk"] == (400 if state == "foreseen" else 0)
    assert own["last_start"]["state"] == "met"
    if state == "foreseen":
        assert "artikel 6, zesde lid" in told["findings"][0]["message"]
        noted = with_all(Maatregelen_gereed=ready, Toelichting="De tunnel loopt uit.")
        again = load(after, filled(book(after, "GM0363"), after.desk / "n.xlsx", noted))
        assert found(again) == []


def test_a_last_day_that_a_decision_moved_is_the_one_that_counts(after: After) -> None:
    late = with_all(Start_bouw=date(2035, 6, 1), Vergunning_op=None, Toelichting="Later.")
    load(after, filled(book(after, "GM0363"), after.desk / "l.xlsx", late))
    own = duties(after, "GM0363")["last_start"]
    assert (own["state"], own["day"], own["at_risk"]) == ("foreseen", "2034-12-31", 400)
    ask = ("change", "request", MEASURES, *OF, "--date", "2028-02-01", *WHY)
    after.does(*ask, "--with", "a,b,c,d,e,f,g", "--last-start", "2036-12-31", *MAKER)
    decide = ("change", "decide", MEASURES, *OF, "--date")
    special = ("--special", "Het stroomnet is vol tot 2034.")
    after.does(*decide, "2028-02-10", *WHY, *special, *MAKER)
    assert duties(after, "GM0363", "2028-02-11")["last_start"]["day"] == "2034-12-31"
    after.does(*decide, "2028-02-15", "--confirm", "--out", after.desk / "brief", *APPROVER)
    own = duties(after, "GM0363", "2028-02-16")["last_start"]
    assert (own["state"], own["day"], own["at_risk"]) == ("open", "2036-12-31", 0)
    assert own["reasons"][-1].startswith("gewijzigd bij besluit van 15-02-2028 (artikel 8")
    after.sound()


@pytest.mark.parametrize(
    ("built", "state", "lacking"),
    [((150, 100, 50, 100), "open", 0), ((100, 50, 50, 200), "open", 0),
     ((100, 50, 49, 201), "foreseen", 1)],
)  # fmt: skip
def test_half_of_the_homes_stays_affordable_to_the_home(
    after: After, built: tuple[int, int, int, int], state: str, lacking: int
) -> None:
    def change(rows: list[Row]) -> list[Row]:
        return [{**row, **BEGUN, "Peildatum": AS_OF, "Woningen": count}
                for row, count in zip(rows, built, strict=True)]  # fmt: skip

    load(after, filled(book(after, "GM0363"), after.desk / "h.xlsx", change))
    own = duties(after, "GM0363")["affordable"]
    assert (own["state"], own["at_risk"]) == (state, lacking)


def test_a_municipality_that_merged_since_reports_through_its_successor(after: After) -> None:
    """The bill was not adopted when the list was made: until then both names are taken."""
    path = filled(book(after, "GM1696"), after.desk / "g.xlsx", with_all(Gemeentecode="GM0402"))
    before = load(after, path, on="2028-01-20")
    assert found(before) == [("MON-005", "C2", "GM0402")]
    message = before["findings"][0]["message"]
    assert message == (
        "Wijdemeren (GM1696) ging op 01-01-2027 op in Hilversum, als de wet daarover is "
        "aangenomen; het verslag telt voor WBI-1."
    )
    assert before["new"] == [MERGED]
    own = filled(book(after, "GM1696"), after.desk / "e.xlsx",
                 with_all(Start_bouw=date(2027, 3, 1)))  # fmt: skip
    assert [code for code, _, _ in found(load(after, own))] == ["MON-005"]
    other = filled(book(after, "GM1696"), after.desk / "o.xlsx", with_all(Gemeentecode="GM0501"))
    assert [code for code, _, _ in found(load(after, other))] == ["MON-004"]


def test_a_project_of_several_phases_has_a_row_for_each_and_is_counted_whole(after: After) -> None:
    rows = rows_in(book(after, "GM0344"))
    assert [(row["Deelplan"], row["Woningen"]) for row in rows[::4]] == [
        ("Noord", None), ("Zuid", None),
    ]  # fmt: skip
    assert len(rows) == 8

    def change(found_: list[Row]) -> list[Row]:
        half = [{**row, "Woningen": (row["Toegezegd"] or 0) // 2, "Peildatum": AS_OF}
                for row in found_]  # fmt: skip
        return [{**row, **BEGUN} if row["Deelplan"] == "Noord" else row for row in half]

    told = load(after, filled(book(after, "GM0344"), after.desk / "d.xlsx", change))
    assert (told["new"], found(told)) == ([PHASED], [])
    (one,) = after.says("monitor", "list", ROUND, "--date", "2028-02-01", "--municipality",
                        "GM0344", *MAKER)  # fmt: skip
    assert (sum(one["reported"].values()), one["start"]) == (400, 200)
