"""What is refused about accounts, with its cell: a finding for each fault, and nothing kept."""

import pytest

from .after import OF
from .conftest import MAKER
from .settled import GB, GOOD, WBI, codes, ends, paid
from .settling import WHY, Settling, account, file_of

__all__ = ["ends", "paid"]  # fixtures


@pytest.mark.sample(every=4)
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"aanvraag": ""}, ("ACC-002", "aanvraag")),
        ({"aanvraag": "GB-99"}, ("ACC-010", "aanvraag")),
        ({"laatste": "misschien"}, ("ACC-003", "laatste")),
        ({"besteed": "veel"}, ("ACC-004", "besteed")),
        ({"besteed": "-5"}, ("ACC-004", "besteed")),
        ({"rechtmatig": ""}, ("ACC-004", "rechtmatig")),
        ({"jaar": "26"}, ("ACC-005", "jaar")),
        ({"woningen": "1,5"}, ("ACC-006", "woningen")),
        ({"woningen": "10", "betaalbare_woningen": "11"}, ("ACC-006", "betaalbare_woningen")),
        ({"rechtmatig": "3.000.000"}, ("ACC-007", "besteed")),
        ({"gemeentecode": "GM0599"}, ("ACC-013", "gemeentecode")),
        ({"gemeentecode": ""}, ("ACC-013", "gemeentecode")),
        ({"jaar": "2025"}, ("ACC-015", "jaar")),
        ({"jaar": "2027"}, ("ACC-015", "jaar")),
        ({"besteed": "4.000.000,01", "rechtmatig": "4.000.000,01"}, ("ACC-017", "besteed")),
        ({"werkelijk_tekort": ""}, ("ACC-019", "werkelijk_tekort")),
    ],
)
def test_a_line_that_cannot_be_is_a_finding_at_its_cell_and_nothing_is_kept(
    ends: Settling, changes: dict[str, str], found: tuple[str, str]
) -> None:
    good = account("WBI-1", WBI, "3.000.000")
    told = ends.load(GOOD | changes, good, code=1)
    assert codes(told) == [found]
    (one,) = told["findings"]
    place = file_of(ends.after, GOOD).read_text("utf-8").splitlines()[0].split(";").index(found[1])
    assert one["cell"] == f"{'ABCDEFGHIJK'[place]}2"
    assert one["value"] == (GOOD | changes)[found[1]]
    assert one["cure"]
    assert ends.after.says("account", "list", *OF) == []


def test_the_same_award_twice_and_a_column_that_is_missing_are_found(ends: Settling) -> None:
    assert codes(ends.load(GOOD, GOOD, code=1)) == [("ACC-008", "aanvraag")]
    path = ends.after.desk / "kort.csv"
    path.write_text("aanvraag;jaar\nGB-1;2026\n", encoding="utf-8")
    told = ends.after.verdeel("account", "load", path, *OF, "--date", "2027-07-12", *MAKER)
    assert told.code == 1
    assert told.out.count("ACC-001") == 5


def test_an_award_that_ended_has_nothing_to_account_for(ends: Settling) -> None:
    gone = ("withdraw", "GB-2", *OF, "--date", "2026-07-01", "--reason", "brief 41", *MAKER)
    ends.after.does(*gone)
    told = ends.load(account("GB-2", GB, "1.000.000", laatste="nee"), code=1)
    assert codes(told) == [("ACC-011", "aanvraag")]


def test_who_takes_over_from_a_merged_municipality_accounts_and_gets_the_letter(
    ends: Settling,
) -> None:
    told = ends.load(account("WBI-2", "GM0402", "600.000"), on="2027-07-12")
    assert codes(told) == [("ACC-012", "gemeentecode")]
    said = told["findings"][0]["message"]
    assert "Wijdemeren (GM1696) ging op 01-01-2027 op in Hilversum" in said
    assert ends.intend("WBI-2", "2027-10-04")["amount"] == 40_000_000
    register = (ends.after.desk / "afrekening" / "aanzegging.csv").read_text("utf-8-sig")
    assert "Hilversum" in register
    early = account("GB-1", "GM0402", "0", werkelijk_tekort="9.000.000")
    assert codes(ends.load(early, code=1)) == [("ACC-013", "gemeentecode")]


def test_another_account_of_the_same_year_is_a_version_and_the_same_changes_nothing(
    ends: Settling,
) -> None:
    ends.load(GOOD)
    again = ends.load(GOOD, on="2027-07-20")
    assert (again["new"], again["before"]) == ([], 1)
    told = ends.load(GOOD | {"werkelijk_tekort": "5.400.000"}, on="2027-08-02")
    assert [one["version"] for one in told["new"]] == [2]
    assert told["replaces"] == {"GB-1": 1}
    ends.after.sound()
    done = ends.propose("settle", "GB-1", "2027-10-04", *WHY)
    assert done["most"] == 240_000_000


def test_nothing_comes_after_the_last_account_and_a_lower_total_is_a_warning(
    ends: Settling,
) -> None:
    ends.load(GOOD | {"laatste": "nee"})
    told = ends.load(
        GOOD | {"jaar": "2027", "besteed": "3.000.000", "rechtmatig": "3.000.000"},
        on="2028-07-03",
    )
    assert codes(told) == [("ACC-018", "besteed")]
    told = ends.load(GOOD | {"jaar": "2028"}, on="2029-07-03", code=1)
    assert codes(told) == [("ACC-016", "jaar")]


def test_codes_of_sisa_come_from_the_office_file(ends: Settling) -> None:
    office = ends.after.desk / "office.toml"
    text = office.read_text("utf-8").replace(
        "[instruments.gebiedsbudget]\n",
        '[instruments.gebiedsbudget]\naccount_codes = { besteed = "Z9/05" }\n',
    )
    office.write_text(text, encoding="utf-8")
    path = file_of(ends.after, GOOD)
    path.write_text(path.read_text("utf-8").replace(";besteed;", ";Z9/05;"), encoding="utf-8")
    typed = ("account", "load", path, *OF, "--date", "2027-07-12", "--office", office, *MAKER)
    told = ends.after.says(*typed)
    assert [one["spent"] for one in told["new"]] == [400_000_000]
    office.write_text(text.replace("besteed =", "bestedingen ="), encoding="utf-8")
    said = ends.after.refused(*typed, code=2)
    assert "de kolom bestedingen" in said
