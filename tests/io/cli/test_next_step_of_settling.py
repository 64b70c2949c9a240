"""What comes next about the end of an award is told by every step, and found from anywhere after.

Each step is typed as a new user would: what the program printed last says what to type now.
"""

from pathlib import Path

import pytest

from .after import OF, ROUND, After
from .conftest import APPROVER, MAKER, Verdeel
from .settling import WHY, Settling
from .test_settling import GOOD, paid, unspent

__all__ = ["paid"]  # the module's own copy of the round with its awards paid


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
    assert told.splitlines()[-1].endswith("--silent")
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
