"""The calendar from payment to repayment: each term appears when its step is due, and then goes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from .after import OF, After, gb, wbi
from .conftest import APPROVER, MAKER, Verdeel
from .objecting import HANDLER, decided
from .objecting import OF as OF_OBJECTIONS
from .settling import WHY, Settling, account

VIEW, BACK = "zienswijze op de terugvordering", "terugbetaling van"
NOTICE = "besluit over de terugvordering van"
GROUNDS = ("--reason", "De gemeente licht haar aantallen nader toe.")


@pytest.mark.slow(
    sample="tests/io/cli/test_every_term.py::test_every_term_of_a_round_is_kept_on_its_day_and_passed_after_it"
)
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


def test_a_proof_of_posting_is_told_until_its_last_day(tmp_path: Path, samples: Path) -> None:
    office = decided(tmp_path, samples)
    show = "laten zien op welke dag BZ-1 is gepost"

    def told(day: str) -> str | None:
        office.asks("calendar", "--date", day, "--json")
        terms = {one["what"]["nl"]: one for one in json.loads(office.said)["terms"]}
        return terms[show]["first"] if show in terms else None

    received = ("--received", "2026-07-20", "--date", "2026-07-20", *GROUNDS)
    opened = ("objection", "open", "C", "--channel", "post", *received, *OF_OBJECTIONS)
    assert office.give(HANDLER, *opened) == 1, office.said
    assert told("2026-07-21") is None
    asked = ("objection", "posting", "BZ-1", "--date", "2026-07-21", *OF_OBJECTIONS)
    assert office.give(HANDLER, *asked) == 1, office.said
    assert told("2026-08-04") == "2026-08-04"
    assert told("2026-08-05") is None


def test_an_explanation_of_being_late_is_told_until_its_last_day(
    tmp_path: Path, samples: Path
) -> None:
    office = decided(tmp_path, samples)

    def told(day: str) -> str | None:
        office.asks("calendar", "--date", day, "--json")
        terms = {one["what"]["nl"]: one["first"] for one in json.loads(office.said)["terms"]}
        return terms.get("uitleggen waarom BZ-1 te laat kwam")

    received = ("--received", "2026-07-20", "--date", "2026-07-21", *GROUNDS)
    opened = ("objection", "open", "C", "--channel", "electronic", *received, *OF_OBJECTIONS)
    assert office.give(HANDLER, *opened) == 1, office.said
    assert told("2026-08-04") == "2026-08-04"
    assert told("2026-08-05") is None
    came = ("objection", "lateness", "BZ-1", "--date", "2026-07-28", *GROUNDS, *OF_OBJECTIONS)
    assert office.give(HANDLER, *came) == 1, office.said
    assert told("2026-08-04") is None


@pytest.mark.slow(
    sample="tests/io/cli/test_every_term.py::test_every_term_of_a_round_is_kept_on_its_day_and_passed_after_it"
)
def test_an_intention_to_revoke_and_a_later_decision_are_told(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    after = After(desk, verdeel).written(samples)
    after.decided({"gebiedsbudget": [gb("GB-1", 4)]})
    view = "een zienswijze geven over de intrekking"

    def days(day: str) -> dict[str, str]:
        terms = after.says("calendar", "--date", day)["terms"]
        return {one["what"]["nl"]: one["first"] for one in terms}

    grounds = (
        "--ground", "not_performed", "--reason", "De gemeente heeft het plan definitief gestopt.",
    )  # fmt: skip
    out = ("--out", desk / "later")
    after.says("revoke", "GB-1", *OF, "--date", "2026-06-10", "--intend", *grounds, *out, *MAKER)
    assert days("2026-06-24")[view] == "2026-06-24"
    assert view not in days("2026-06-25")
    weighed = ("--interest", "De gemeente mist het geld voor haar plan.", "--weighed",
               "Het plan gaat niet door, zodat het geld zijn doel mist.")  # fmt: skip
    after.does(
        "revoke", "GB-1", *OF, "--date", "2026-06-25", *grounds, "--silent", *weighed, *MAKER
    )
    after.does("revoke", "GB-1", *OF, "--confirm", "--date", "2026-06-26", *out, *APPROVER)
    told = days("2026-06-27")
    assert view not in told
    # Six weeks after Friday 26 June is 7 August; nothing is to be paid any more.
    later = [what for what in told if what.startswith("bezwaar maken tegen het latere besluit")]
    assert [told[what] for what in later] == ["2026-08-07"]
    assert not any(what.startswith("de uitkering betalen") for what in told)


@pytest.mark.slow(
    sample="tests/io/cli/test_every_term.py::test_every_term_of_a_round_is_kept_on_its_day_and_passed_after_it"
)
def test_an_objection_moves_its_own_terms_and_a_notice_of_default_presses(
    tmp_path: Path, samples: Path
) -> None:
    office = decided(tmp_path, samples)

    def on(day: str) -> dict[str, Any]:
        office.asks("calendar", "--date", day, "--json")
        return {one["what"]["nl"]: one for one in json.loads(office.said)["terms"]}

    def act(*command: str) -> None:
        assert office.give(HANDLER, "objection", *command, *OF_OBJECTIONS) in (0, 1), office.said

    assert on("2026-07-16")["bezwaar maken tegen het besluit"]["first"] == "2026-07-16"
    assert "bezwaar maken tegen het besluit" not in on("2026-07-17")
    received = ("--received", "2026-07-16", "--date", "2026-07-16")
    act("open", "C", "--channel", "post", *received, *GROUNDS)
    decide = "beslissen op BZ-1"
    assert on("2026-07-17")[decide]["first"] == "2026-08-27"  # six weeks from 17 July
    act("mend", "BZ-1", "--defect", "de handtekening", "--date", "2026-07-20")
    assert on("2026-07-21")["het gebrek van BZ-1 herstellen"]["first"] == "2026-08-03"
    act("mend", "BZ-1", "--done", "--date", "2026-07-27")
    told = on("2026-07-28")
    assert "het gebrek van BZ-1 herstellen" not in told
    assert told[decide]["first"] == "2026-09-02"  # the clock stood still for six days
    assert "verdagen" in told[decide]["cost"]["nl"]
    act("adjourn", "BZ-1", "--date", "2026-08-20", *GROUNDS)
    told = on("2026-10-14")
    assert (told[decide]["first"], told[decide]["late"]) == ("2026-10-14", False)
    assert "verdagen" not in told[decide]["cost"]["nl"]
    assert on("2026-10-15")[decide]["late"] is True
    per_day = [part for one in ("€ 23", "€ 35", "€ 45") for part in ("--per-day", one)]
    act("default", "BZ-1", "--date", "2026-10-15", *GROUNDS, *per_day)
    presses = "alsnog beslissen op BZ-1, dat in gebreke is gesteld"
    assert on("2026-10-29")[presses]["first"] == "2026-10-29"
    told = on("2026-11-10")
    assert (told[presses]["first"], told[presses]["late"]) == ("2026-12-10", False)
    assert "€\u00a0276" in told[presses]["cost"]["nl"]  # twelve days of € 23
    fixing = [what for what in on("2026-12-20") if what.startswith("de dwangsom van BZ-1")]
    assert [on("2026-12-20")[what]["first"] for what in fixing] == ["2026-12-24"]
    act("withdraw", "BZ-1", "--date", "2026-12-21", *GROUNDS)
    assert decide not in on("2026-12-22")
