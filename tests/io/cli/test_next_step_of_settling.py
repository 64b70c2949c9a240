"""What comes next about the end of an award is told by every step, and found from anywhere after.

Each step is typed as a new user would: what the program printed last says what to type now.
"""

from pathlib import Path

import pytest

from .after import OF, ROUND, After, gb
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settled import GOOD, paid, unspent
from .settling import WHY, Settling
from .test_calendar_commands import lacking

__all__ = ["paid"]  # fixtures


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(paid.copied(desk, verdeel))


def found(ends: Settling, number: str, on: str) -> str:
    """What comes next by ``explain``, which ``round status`` names too where somebody can act."""
    act = ends.after.says("explain", number, *OF, "--date", on)["next_act"]
    status = ends.after.says("round", "status", ROUND, "--date", on)["acts_next"]
    listed = [one for one in status if one.startswith(f"{number}: ")]
    if act is None:
        assert listed == []
        return ""
    assert listed == (
        [f"{number}: {act['what']['nl']}. {act['command']}"] if act["presses"] else []
    )
    return str(act["command"]).partition(" --round")[0]


def test_each_step_prints_the_next_one_and_it_is_found_again_from_anywhere(
    ends: Settling,
) -> None:
    out = ("--out", str(ends.after.desk / "afrekening"))

    def types(command: str, on: str, *more: str, by: tuple[str, str] = MAKER) -> str:
        """A step typed on a day: what it printed as the next one, which is found again."""
        words = command.split()
        told = ends.after.does(*words, "GB-1", *OF, "--date", on, *more, *by)
        *_, head, line = told.splitlines()
        if line.startswith("Hierna: niets meer"):
            assert found(ends, "GB-1", on) == ""
            return ""
        assert head.startswith("Hierna: ")
        assert line.startswith("    verdeel ")
        command, _, rest = line.strip().partition(" --round na-besluit --date jjjj-mm-dd")
        assert found(ends, "GB-1", on) == command
        return command.removeprefix("verdeel ") + (" --confirm" if "--confirm" in rest else "")

    assert found(ends, "GB-1", "2027-07-01") == "verdeel account load <bestand>"
    ends.load(GOOD)
    assert found(ends, "GB-1", "2027-07-12") == "verdeel settle GB-1"
    assert types("settle", "2027-10-04", *WHY) == "settle GB-1 --confirm"
    confirm = ("--confirm", *out)
    assert types("settle", "2027-10-04", *confirm, by=APPROVER) == "reclaim intend GB-1"
    assert types("reclaim intend", "2027-10-11", *WHY, *out) == "reclaim view GB-1"
    # The term for the view is over on the day after it, and not on its last day.
    assert found(ends, "GB-1", "2027-10-25") == "verdeel reclaim view GB-1"
    assert found(ends, "GB-1", "2027-10-26") == "verdeel reclaim decide GB-1"
    said = ("--said", "Wij kunnen dit bedrag niet in een keer betalen.")
    assert types("reclaim view", "2027-10-20", *said) == "reclaim decide GB-1"
    view = ("--view", "Daarom kan er een betalingsregeling komen.")
    assert types("reclaim decide", "2027-11-01", *WHY, *view) == "reclaim decide GB-1 --confirm"
    assert types("reclaim decide", "2027-11-01", *confirm, by=APPROVER) == "reclaim repaid GB-1"
    # Whoever has not paid is in default from the day after the last one.
    assert found(ends, "GB-1", "2027-12-13") == "verdeel reclaim repaid GB-1"
    assert found(ends, "GB-1", "2027-12-14") == "verdeel reclaim remind GB-1"
    assert types("reclaim remind", "2027-12-14", *out) == "reclaim repaid GB-1"
    paid_back = ("--amount", "€ 1.166.666,67", "--reference", "ONTV-1")
    assert types("reclaim repaid", "2027-12-20", *paid_back) == "reclaim repaid GB-1 --confirm"
    assert types("reclaim repaid", "2027-12-20", "--confirm", by=APPROVER) == "reclaim repaid GB-1"
    fund = ("--amount", "€ 166.666,67", "--reference", "BCF-1", "--fund")
    types("reclaim repaid", "2027-12-21", *fund)
    assert types("reclaim repaid", "2027-12-21", "--confirm", by=APPROVER) == (
        "reclaim interest GB-1"
    )
    rate = ("--rate", "2027-07-01=4", "--source", "Stb. 2027, 123")
    assert types("reclaim interest", "2027-12-27", *WHY, *rate) == "reclaim interest GB-1 --confirm"
    assert types("reclaim interest", "2027-12-27", *confirm, by=APPROVER) == "reclaim repaid GB-1"
    came = ("--interest", "--amount", "€ 767,12", "--reference", "RENTE-1")
    assert types("reclaim repaid", "2028-01-10", *came) == "reclaim repaid GB-1 --confirm"
    assert types("reclaim repaid", "2028-01-10", "--confirm", by=APPROVER) == ""


def test_a_notice_is_next_until_its_last_day_and_nothing_after_it(ends: Settling) -> None:
    unspent(ends)
    assert found(ends, "WBI-1", "2028-07-12") == "verdeel reclaim intend WBI-1"
    assert found(ends, "WBI-1", "2028-07-13") == ""


def test_a_term_that_has_passed_is_told_as_passed(ends: Settling) -> None:
    def settling(on: str) -> list[str]:
        return ends.after.says("round", "status", ROUND, "--date", on)["to_settle"]

    ends.load(GOOD)
    assert settling("2027-12-31") == ["GB-1, vaststelling van de uitkering, uiterlijk 31-12-2027"]
    assert settling("2028-01-01") == [
        "GB-1, vaststelling van de uitkering, moest uiterlijk 31-12-2027 (te laat)"
    ]
    ends.both("settle", "GB-1", "2028-01-03", *WHY)
    ends.intend("GB-1", "2028-01-10")
    view = "GB-1, zienswijze op de terugvordering"
    assert settling("2028-01-24") == [f"{view}, tot en met 24-01-2028"]
    assert settling("2028-01-25") == [f"{view}, liep tot en met 24-01-2028 (voorbij)"]
    unspent(ends)
    notice = "WBI-1, besluit over de terugvordering van € 750.000"
    told = [one.replace("\u00a0", " ") for one in settling("2028-07-13")]
    assert f"{notice}, liep tot en met 12-07-2028 (voorbij)" in told


def test_what_a_revocation_left_paid_is_next_without_any_account(ends: Settling) -> None:
    out = ("--out", str(ends.after.desk / "intrekken"))
    why = ("--ground", "obligations", "--reason", "De woningen komen er niet, ook niet later.")
    told = ends.after.does(
        "revoke", "GB-2", "--intend", *OF, "--date", "2027-02-01", *why, *out, *MAKER
    )
    assert "verdeel revoke GB-2 --round na-besluit --date jjjj-mm-dd --ground obligations" in told
    assert told.splitlines()[-1].endswith("--silent --as sanne.vermeulen")
    weighed = (
        "--silent", "--interest", "De gemeente verliest geld voor het plein.",
        "--weighed", "Zonder de woningen dient dat geld zijn doel niet meer.",
    )  # fmt: skip
    ends.after.does("revoke", "GB-2", *OF, "--date", "2027-02-22", *why, *weighed, *MAKER)
    told = ends.after.does(
        "revoke", "GB-2", "--confirm", *OF, "--date", "2027-02-22", *out, *APPROVER
    )
    assert "Hierna: verdeel reclaim intend GB-2 --round na-besluit" in told
    assert found(ends, "GB-2", "2027-02-23") == "verdeel reclaim intend GB-2"


def acts(ends: Settling, number: str, on: str) -> list[str]:
    """What can be done about an award beside its end, by ``explain`` and by ``round status``, each
    as something that can be typed."""
    told = ends.after.says("explain", number, *OF, "--date", on)
    found = [str(one["command"]) for one in told["acts"]]
    status = ends.after.says("round", "status", ROUND, "--date", on)["acts_next"]
    listed = [one.split(". verdeel ")[-1] for one in status if one.startswith(f"{number}: ")]
    ended = told["next_act"]
    first = [ended["command"]] if ended and ended["presses"] else []
    assert [f"verdeel {one}" for one in listed] == [*first, *found]
    shown = ends.after.does("explain", number, *OF, "--date", on)
    for command in found:
        assert f". {command}\n" in shown
        assert lacking(command) == []
    return [command.partition(" --round")[0] for command in found]


@pytest.mark.slow(sample="test_each_step_prints_the_next_one_and_it_is_found_again_from_anywhere")
def test_what_an_objection_asks_is_found_from_the_round_and_from_the_award(ends: Settling) -> None:
    after = ends.after
    of = ("BZ-1", *OF, "--date")
    why = ("--reason", "De gemeente telt haar woningen anders dan het besluit.")
    after.does("objection", "open", "GB-2", "--channel", "post",
        *OF, "--received", "2026-07-01", "--date", "2026-07-01",
               *why, *MAKER)  # fmt: skip
    assert acts(ends, "GB-2", "2026-07-02") == [
        'verdeel objection hear BZ-1 --invite jjjj-mm-dd --at uu:mm --place "..." --out <map>'
    ]
    assert acts(ends, "GB-1", "2026-07-02") == []
    after.does("objection", "mend", *of, "2026-07-02", "--defect", "de handtekening", *MAKER)
    assert acts(ends, "GB-2", "2026-07-03") == []  # it waits for the municipality
    after.does("objection", "mend", *of, "2026-07-06", "--done", *MAKER)
    after.does("objection", "hear", *of, "2026-07-06", "--without", "c", *why, *MAKER)
    assert acts(ends, "GB-2", "2026-07-07")[0].startswith(
        "verdeel objection decide BZ-1 --outcome <uitkomst>"
    )
    after.does("objection", "withdraw", *of, "2026-07-08", *why, *MAKER)
    assert acts(ends, "GB-2", "2026-07-09") == []


@pytest.mark.slow(sample="test_each_step_prints_the_next_one_and_it_is_found_again_from_anywhere")
def test_what_a_change_and_a_revocation_ask_is_found_from_both(ends: Settling) -> None:
    after = ends.after
    why = ("--reason", "De gemeente begint later, en heeft dat toegelicht.")
    asked = ("--with", "a,b,c,d,e,f,g", "--amount", "€ 1,5 mln")
    after.does("change", "request", "GB-2", *OF, "--date", "2026-09-01", *why, *asked, *MAKER)
    assert acts(ends, "GB-2", "2026-09-02") == ["verdeel change decide GB-2"]
    after.does("change", "decide", "GB-2", *OF, "--date", "2026-09-07", *why, *MAKER)
    assert acts(ends, "GB-2", "2026-09-07") == ["verdeel change decide GB-2"]
    told = after.says("explain", "GB-2", *OF, "--date", "2026-09-07")["acts"]
    assert told[0]["command"].endswith("--confirm --out <map>")
    why = ("--ground", "not_performed", "--reason", "De gemeente heeft het plan gestopt.")
    out = ("--out", after.desk / "later")
    after.says("revoke", "WBI-2", *OF, "--date", "2026-09-10", "--intend", *why, *out, *MAKER)
    assert acts(ends, "WBI-2", "2026-09-24") == []
    # Once the term for the view is over the calendar has none, and the decision is still to come.
    assert acts(ends, "WBI-2", "2026-09-25") == ["verdeel revoke WBI-2"]
    weighed = ("--interest", "De gemeente mist het geld voor haar plan.", "--weighed",
               "Het plan gaat niet door, zodat het geld zijn doel mist.")  # fmt: skip
    after.does("revoke", "WBI-2", *OF, "--date", "2026-09-25", *why, "--silent", *weighed, *MAKER)
    told = after.says("explain", "WBI-2", *OF, "--date", "2026-09-25")["acts"]
    assert [one["command"] for one in told] == [
        "verdeel revoke WBI-2 --round na-besluit --date jjjj-mm-dd --confirm --out <map>"
    ]
    after.does("revoke", "WBI-2", *OF, "--confirm", "--date", "2026-09-28", *out, *APPROVER)
    assert acts(ends, "WBI-2", "2026-09-28") == []


@pytest.mark.slow(sample="test_each_step_prints_the_next_one_and_it_is_found_again_from_anywhere")
def test_the_next_part_of_an_arrangement_is_named_with_its_own_day(ends: Settling) -> None:
    ends.load(GOOD)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    ends.intend("GB-1", "2027-10-11")
    told = ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)["next"]
    assert "in delen: verdeel reclaim arrange GB-1" in told["what"]["nl"]
    parts = ("--part", "2028-03-01=€ 500.000", "--part", "2028-09-01=€ 666.666,67")
    told = ends.both("reclaim arrange", "GB-1", "2027-12-06", *WHY, *parts)["next"]
    assert told["by"] == "2028-03-01"
    assert "reclaim arrange" not in told["what"]["nl"]
    assert "artikel 4:94, eerste lid, Awb" in told["why"]["nl"]
    back = ("--amount", "€ 500.000", "--reference", "ONTV-1")
    told = ends.both("reclaim repaid", "GB-1", "2028-02-25", *back, letter=False)["next"]
    assert told["by"] == "2028-09-01"


@pytest.mark.slow(sample="test_each_step_prints_the_next_one_and_it_is_found_again_from_anywhere")
def test_the_term_of_the_office_stands_beside_that_of_somebody_else(
    desk: Path, verdeel: Verdeel, samples: Path
) -> None:
    after = After(desk, verdeel).written(samples)
    after.decided({"gebiedsbudget": [gb("GB-1", 4)]})

    def told(on: str, *about: str) -> tuple[str, ...]:
        found = after.says(*about, "--date", on)
        return tuple(
            "" if found[key] is None else found[key]["what"]["nl"]
            for key in ("next_term", "next_duty")
        )

    pay = "de uitkering betalen (kasjaar 2026)"
    for about in (("round", "status", ROUND), ("explain", "GB-1", *OF)):
        # What the municipality is late with does not hide what the office has to do.
        assert told("2026-07-02", *about) == ("berichten over de voortgang", pay)
        shown = after.does(*about, "--date", "2026-07-02")
        assert f"Eerstvolgende termijn van het kantoor: 15-07-2026 (nog 13 dagen), {pay}" in shown
    done = after.does("pay", "order", "GB-1", *OF, "--date", "2026-06-10", *MAKER)
    assert "verdeel pay confirm --round na-besluit --file <bestand>" in done.splitlines()[-1]
    paid_on = ("--date", "2026-06-15", "--amount", "€ 3,5 mln", "--reference", "BET-1")
    done = after.does("pay", "confirm", "GB-1", *OF, *paid_on, *SECOND)
    assert done.splitlines()[-1] == (
        "Hierna: verdeel round status na-besluit --date jjjj-mm-dd --as bram.dekker"
    )
    assert told("2026-07-02", "round", "status", ROUND) == ("berichten over de voortgang", "")


def test_the_state_of_the_monitors_says_what_to_type(ends: Settling) -> None:
    def last(on: str) -> str:
        return ends.after.does("monitor", "status", ROUND, "--date", on, *MAKER).splitlines()[-1]

    until = "--date jjjj-mm-dd --until jjjj-mm-dd --out <map>"
    assert last("2026-07-01").startswith("Hierna: verdeel monitor load <bestanden>")
    assert last("2026-07-02") == f"Hierna: verdeel monitor remind {ROUND} {until}"


def test_a_claim_is_next_for_the_round_too_until_it_was_repaid(ends: Settling) -> None:
    def coming(on: str) -> tuple[str, list[str]]:
        told = ends.after.says("round", "status", ROUND, "--date", on)
        return told["next"], told["next_by"]

    known = ["officer", "approver"]
    of = f"--round {ROUND} --date jjjj-mm-dd"
    ends.load(GOOD)
    assert coming("2027-07-12") == (f'verdeel settle GB-1 {of} --reason "..."', known)
    ends.after.does("settle", "GB-1", *OF, "--date", "2027-10-04", *WHY, *MAKER)
    command, roles = coming("2027-10-04")
    assert command.startswith("verdeel settle GB-1 ")
    assert ("--confirm" in command, roles) == (True, ["approver"])
    out = ("--confirm", "--out", str(ends.after.desk / "afrekening"))
    ends.after.does("settle", "GB-1", *OF, "--date", "2027-10-04", *out, *APPROVER)
    ends.intend("GB-1", "2027-10-11")
    assert coming("2027-10-11") == (
        f'verdeel reclaim view GB-1 {of} --said "...", zodra dat er is',
        known,
    )
    ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    repaid = f'verdeel reclaim repaid GB-1 {of} --amount "..." --reference "...", zodra dat er is'
    assert coming("2027-11-01") == (repaid, known)
    assert coming("2027-12-14")[0].startswith("verdeel reclaim remind GB-1 ")


def test_a_report_that_is_missing_comes_before_the_archive(ends: Settling) -> None:
    def coming(on: str) -> str:
        return str(ends.after.says("round", "status", ROUND, "--date", on)["next"])

    ask = ("monitor", "ask", ROUND, "--date", "2026-09-01", "--until", "2026-10-01")
    ends.after.does(*ask, "--out", str(ends.after.desk / "verzoeken"), *MAKER)
    assert coming("2026-10-01").startswith(f"verdeel round archive {ROUND} --date ")
    assert coming("2026-10-02") == (
        f"verdeel monitor remind {ROUND} --date jjjj-mm-dd --until jjjj-mm-dd --out <map>, want "
        "van een gemeente ontbreekt een verslag"
    )
