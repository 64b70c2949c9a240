"""What is wrong in a report about homes is told at its cell, and does not count."""

from typing import Any

import openpyxl
import pytest

from .after import ROUND, After
from .conftest import MAKER
from .monitoring import Row, each, filled
from .reporting import SILENT, STALLED, D, after, codes, load, sent, stalled_report, template

__all__ = ["after", "sent"]  # fixtures


WRONG: dict[str, tuple[dict[int, Row], list[tuple[str, str, str]]]] = {
    "more homes than promised": (
        {0: {"Woningen": 151}}, [("MON-009", "J2", "401")],
    ),
    "more homes than promised, with why": (
        {0: {"Woningen": 151, "Toelichting": "Er kon een laag bij."}}, [("MON-010", "J2", "401")],
    ),
    "fewer homes than promised": ({0: {"Woningen": 140}}, [("MON-011", "J2", "390")]),
    "homes of another segment": (
        {0: {"Woningen": 140}, 3: {"Woningen": 110}}, [("MON-026", "J5", "110")],
    ),
    "completed before its start": (
        {1: {"Start bouw": D(2027, 5, 1), "Gereed op": D(2027, 4, 30),
             "Vergunning op": D(2027, 1, 1)}},
        [("MON-012", "M3", "30-04-2027")],
    ),
    "completed without a start": (
        {1: {"Gereed op": D(2027, 4, 30)}}, [("MON-013", "M3", "30-04-2027")],
    ),
    "started before its permit": (
        {1: {"Start bouw": D(2027, 5, 1), "Vergunning op": D(2027, 5, 2)}},
        [("MON-014", "L3", "01-05-2027")],
    ),
    "started without a permit": (
        {1: {"Start bouw": D(2027, 5, 1)}}, [("MON-015", "L3", "01-05-2027")],
    ),
    "a project that nobody knows": (
        {2: {"Aanvraagnummer": "WBI-99"}},
        [("MON-002", "B4", "WBI-99"), ("MON-011", "J2", "350")],
    ),
    "another round": (
        {2: {"Ronde": "2025-1"}}, [("MON-001", "A4", "2025-1"), ("MON-011", "J2", "350")],
    ),
    "another municipality": (
        {k: {"Gemeentecode": "GM0363"} for k in range(4)}, [("MON-004", "C2", "GM0363")],
    ),
    "an unknown municipality": (
        {k: {"Gemeentecode": "GM9999"} for k in range(4)}, [("MON-004", "C2", "GM9999")],
    ),
    "two days": ({2: {"Peildatum": D(2027, 12, 31)}}, [("MON-008", "N2", "01-01-2028")]),
    "a day to come": (
        {k: {"Peildatum": D(2028, 1, 21)} for k in range(4)}, [("MON-006", "N2", "21-01-2028")],
    ),
    "a day before the decision": (
        {k: {"Peildatum": D(2026, 5, 31)} for k in range(4)}, [("MON-007", "N2", "31-05-2026")],
    ),
    "no day in one row": ({2: {"Peildatum": None}}, [("INT-007", "N4", "")]),
    "a date that is none": ({2: {"Start bouw": "zomer"}}, [("INT-011", "L4", "zomer")]),
    "half a home": ({2: {"Woningen": 49.5}}, [("INT-010", "J4", "49,5")]),
    "an unknown segment": ({2: {"Segment": "koop"}}, [("INT-013", "H4", "koop")]),
    "more objects than homes": (
        {2: {"Woningen": 1, "BAG-id's": "0599010000000001; 0599010000000002"}},
        [("MON-024", "P4", "2"), ],
    ),
}  # fmt: skip


@pytest.mark.sample(every=5)
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_at_its_cell_and_a_report_with_an_error_does_not_count(
    after: After, name: str
) -> None:
    changes, expected = WRONG[name]

    def change(rows: list[Row]) -> list[Row]:
        whole = [{**row, "Peildatum": D(2028, 1, 1)} for row in rows]
        return [{**row, **changes.get(at, {})} for at, row in enumerate(whole)]

    path = filled(template(after, "GM0599"), after.desk / "fout.xlsx", change)
    (told,) = load(after, path)
    assert codes(told) == expected
    wrong = any(one["severity"] == "error" and one["code"] not in ("MON-001", "MON-002")
                for one in told["findings"])  # fmt: skip
    assert (told["new"], told["faulty"]) == (([], [STALLED]) if wrong else ([STALLED], []))
    (one,) = after.says("monitor", "list", ROUND, "--date", "2028-02-01", "--municipality",
                        "GM0599", *MAKER)  # fmt: skip
    assert one["versions"] == (0 if wrong else 1)
    assert bool(one["faulty"]) is wrong
    after.sound()


def test_a_faulty_report_leaves_the_one_before_it_and_can_be_mended(after: After) -> None:
    load(after, stalled_report(after))
    wrong = filled(stalled_report(after, D(2028, 6, 1)), after.desk / "w.xlsx",
                   each(**{"Gereed_op": D(2028, 1, 1)}))  # fmt: skip
    (told,) = load(after, wrong, on="2028-06-10")
    assert told["faulty"] == [STALLED]
    shown = after.does("monitor", "status", ROUND, "--date", "2028-06-11", *MAKER)
    assert "Binnen, maar met een fout: WBI-1 (MON-012)." in shown
    load(after, stalled_report(after, D(2028, 6, 1)), on="2028-06-12")
    shown = after.does("monitor", "status", ROUND, "--date", "2028-06-13", *MAKER)
    assert "Binnen, maar" not in shown
    back = after.desk / "terug"
    after.verdeel("monitor", "load", wrong, "--date", "2028-06-14", "--annotate", back, *MAKER)
    (copy,) = back.iterdir()
    book: Any = openpyxl.load_workbook(copy)
    assert "MON-012" in {cell.value for row in book["Bevindingen"].iter_rows() for cell in row}


def test_the_same_row_twice_and_the_same_homes_in_two_reports_are_found(after: After) -> None:
    def twice(rows: list[Row]) -> list[Row]:
        half = [{**row, "Peildatum": D(2028, 1, 1)} for row in rows]
        half[0]["Woningen"] = 75
        return [*half, dict(half[0])]

    path = filled(template(after, "GM0599"), after.desk / "dubbel.xlsx", twice)
    (told,) = load(after, path)
    assert codes(told) == [("MON-016", "J6", "75")]
    object_ = "0599010000012345"
    named = each(Peildatum=D(2028, 1, 1))

    def with_object(rows: list[Row]) -> list[Row]:
        rows = list(named(rows))
        rows[1]["BAG-id's"] = object_
        return rows

    files = [
        filled(template(after, code), after.desk / f"{code}.xlsx", with_object)
        for code in ("GM0599", "GM0344")
    ]
    first, second = load(after, *files)
    assert codes(first) == [("MON-020", "P3", object_)]
    assert codes(second) == [("MON-020", "P3", object_)]
    status = after.says("monitor", "status", ROUND, "--date", "2028-02-01", *MAKER)
    assert [(one["application_id"], one["others"]) for one in status["doubles"]] == [
        (STALLED, [SILENT]), (SILENT, [STALLED]),
    ]  # fmt: skip
