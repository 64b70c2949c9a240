"""The calendar from payment to repayment: each term appears when its step is due, and then goes."""

from datetime import date
from pathlib import Path
from typing import Any

from .after import OF, After, gb, wbi
from .conftest import Verdeel
from .settling import WHY, Settling, account

VIEW, BACK = "zienswijze op de terugvordering", "terugbetaling van"
NOTICE = "aanzegging van de terugvordering van"


def test_each_term_of_settling_is_told_until_its_step_was_taken(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    after = After(desk, verdeel).written(samples)
    after.decided({
        "gebiedsbudget": [gb("GB-1", 4)],
        "woningbouwimpuls": [wbi("WBI-1", 3, Gemeentecode="GM0599")],
    })  # fmt: skip
    ends = Settling(after)

    def on(day: str) -> dict[tuple[str, str], Any]:
        terms = after.says("calendar", "--date", day)["terms"]
        return {
            (one["what"]["nl"].split(" €")[0], number): one
            for one in terms
            for number in one["applications"]
        }

    def pays(day: str) -> list[str]:
        return [number for what, number in on(day) if what == "de uitkering betalen (kasjaar 2026)"]

    assert sorted(pays("2026-06-10")) == ["GB-1", "WBI-1"]
    after.order("GB-1")
    assert ("de betaling bevestigen (kasjaar 2026)", "GB-1") in on("2026-06-11")
    after.confirm("GB-1", "€ 3,5 mln")
    assert pays("2026-06-16") == ["WBI-1"]
    ends.paid(WBI_1="€ 3 mln")
    assert pays("2026-06-16") == []

    sisa = "verantwoording over 2026"
    assert on("2027-07-15")[sisa, "GB-1"]["late"] is False
    assert on("2027-07-16")[sisa, "GB-1"]["late"] is True
    ends.load(
        account("GB-1", "GM0363", "4.000.000", werkelijk_tekort="6.000.000", woningen="410",
                betaalbare_woningen="250"),
        account("WBI-1", "GM0599", "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"),
    )  # fmt: skip
    told = on("2027-07-16")
    assert (sisa, "GB-1") not in told
    fixing = told["vaststelling van de uitkering", "GB-1"]
    assert (fixing["first"], fixing["command"].split(" --")[0]) == (
        "2027-12-31", "verdeel settle GB-1",
    )  # fmt: skip
    notice = told[NOTICE, "WBI-1"]
    assert notice["first"] == "2028-07-12"
    assert "een termijn in jaren" in notice["reasons"][1]["nl"]
    assert (NOTICE, "WBI-1") not in on("2028-07-13")

    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    told = on("2027-10-04")
    assert ("vaststelling van de uitkering", "GB-1") not in told
    object_ = told["bezwaar maken tegen het latere besluit (vastgesteld)", "GB-1"]
    assert object_["first"] == "2027-11-15"
    ends.intend("GB-1", "2027-10-11")
    assert on("2027-10-25")[VIEW, "GB-1"]["first"] == "2027-10-25"
    ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    told = on("2027-11-02")
    assert (VIEW, "GB-1") not in told
    assert told[BACK, "GB-1"]["first"] == "2027-12-13"
    assert on("2027-12-14")[BACK, "GB-1"]["late"] is True
    parts = ("--part", "2028-03-01=€ 500.000", "--part", "2028-09-01=€ 666.666,67")
    ends.both("reclaim arrange", "GB-1", "2027-12-06", *WHY, *parts)
    assert on("2027-12-14")[BACK, "GB-1"]["first"] == "2028-03-01"
    paid = ("--amount", "€ 500.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "GB-1", "2028-02-25", *paid, letter=False)
    assert on("2028-03-02")[BACK, "GB-1"]["first"] == "2028-09-01"
    ends.propose("reclaim remind", "GB-1", "2028-09-04", "--out", str(desk / "afrekening"))
    assert on("2028-09-05")["betaling na de aanmaning", "GB-1"]["first"] == "2028-09-18"
    barred = on("2028-09-05")["verjaring van de terugvordering", "GB-1"]
    assert date.fromisoformat(barred["first"]) > date(2033, 9, 3)
    paid = ("--amount", "€ 666.666,67", "--reference", "ONTV-2")
    ends.both("reclaim repaid", "GB-1", "2028-09-15", *paid, letter=False)
    fund = ("--amount", "€ 166.666,67", "--reference", "BCF-1", "--fund")
    ends.both("reclaim repaid", "GB-1", "2028-10-02", *fund, letter=False)
    assert (BACK, "GB-1") not in on("2028-10-03")
    assert OF[1] == after.says("calendar", "--date", "2028-10-03")["terms"][0]["round"]
