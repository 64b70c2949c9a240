"""What is refused about accounts, settlements and claims, with why; and what of it is told."""

import json
from datetime import date
from pathlib import Path

import pytest

from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.settling.terms import TermKind, terms_of

from ..letters.pages import flat, page_texts
from .after import OF, ROUND, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settling import WHY, Settling, account, file_of

GB, WBI = "GM0363", "GM0599"


@pytest.fixture(scope="module")
def paid(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> After:
    """The round with its awards paid, but for one, to copy."""
    made = After(tmp_path_factory.mktemp("afrekenen"), quietly).written(samples)
    made.decided(
        {
            "gebiedsbudget": [gb("GB-1", 4), gb("GB-2", 2, Sociale_huurwoningen=160)],
            "woningbouwimpuls": [wbi("WBI-1", 3, Gemeentecode=WBI),
                                 wbi("WBI-2", 1, Gemeentecode="GM1696")],
        }
    )  # fmt: skip
    Settling(made).paid(GB_1="€ 3,5 mln", GB_2="€ 1,75 mln", WBI_1="€ 3 mln", WBI_2="€ 1 mln")
    return made


@pytest.fixture(scope="module")
def in_debt(paid: After, tmp_path_factory: pytest.TempPathFactory) -> After:
    """The same round with a claim on the Gebiedsbudget, to copy."""
    made = paid.copied(tmp_path_factory.mktemp("vorderen"), quietly)
    claimed(Settling(made))
    return made


@pytest.fixture
def owing(in_debt: After, desk: Path, verdeel: Verdeel) -> Settling:
    """A claim of € 1,166,666.67 on the municipality, to be paid by 13 December 2027."""
    return Settling(in_debt.copied(desk, verdeel))


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(paid.copied(desk, verdeel))


def letter(ends: Settling, name: str) -> str:
    return flat(" ".join(page_texts((ends.after.desk / "afrekening" / f"{name}.pdf").read_bytes())))


def codes(told: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return [(one["code"], one["field"]) for one in told["findings"]]


GOOD = account("GB-1", GB, "4.000.000", werkelijk_tekort="6.000.000")


# Accounts: a finding for each fault, with its cell, and nothing kept.


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


# Fixing: by the last account, by two, never above what the law lets it be.


def test_an_award_is_fixed_only_after_its_last_account(ends: Settling) -> None:
    assert "geen verantwoording ontvangen" in ends.refused("settle", "GB-1", "2027-10-04", *WHY)
    ends.load(GOOD | {"laatste": "nee"})
    assert "niet de laatste" in ends.refused("settle", "GB-1", "2027-10-04", *WHY)


def test_four_eyes_and_roles_are_asked_of_every_decision(ends: Settling) -> None:
    ends.load(GOOD)
    ends.propose("settle", "GB-1", "2027-10-04", *WHY)
    out = ("--confirm", "--out", str(ends.after.desk / "afrekening"))
    told = ends.refused("settle", "GB-1", "2027-10-05", *out, by=SECOND)
    assert "vaststeller" in told
    own = ends.after.says("settle", "GB-1", *OF, "--date", "2027-10-05", *WHY, *APPROVER)
    assert own["made_by"]
    assert "vier ogen" in ends.refused("settle", "GB-1", "2027-10-05", *out, by=APPROVER)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("more", "said", "code"),
    [
        (("--final", "€ 2.666.666,67"), "meer dan mag", 2),
        (("--final", "€ 2 mln"), "noem --obligations", 2),
        (("--obligations",), "hoort bij een lager bedrag", 2),
        (("--final", "€ 2 mln", "--obligations"), "Noem met --unmet aan welke verplichting", 2),
        (("--final", "€ 2 mln", "--obligations", "--unmet", "spent"), "niets onrechtmatig", 3),
        (("--unmet", "spent"), "hoort bij --early", 2),
        (("--foreseen", "€ 8 mln"), "laat --foreseen weg", 2),
        (("--early", "het park"), "hoort niet bij een laatste", 2),
        (("--despite-objection", "Het kan niet wachten."), "loopt geen bezwaar", 2),
    ],
)
def test_what_does_not_follow_from_the_account_is_refused(
    ends: Settling, more: tuple[str, ...], said: str, code: int
) -> None:
    ends.load(GOOD)
    told = ends.after.refused(
        "settle", "GB-1", *OF, "--date", "2027-10-04", *WHY, *more, *MAKER, code=code
    )
    assert said in told


def test_a_lower_amount_for_obligations_is_heard_first_and_rests_on_its_article(
    ends: Settling,
) -> None:
    ends.load(GOOD | {"woningen": "100", "betaalbare_woningen": "49"})
    lower = ("--final", "€ 2 mln", "--obligations", "--unmet", "affordable")
    assert "nog niet gehoord" in ends.refused("settle", "GB-1", "2027-10-04", *WHY, *lower)
    heard = ("--heard", "2027-09-20", "--view", "De helft betaalbaar is niet gehaald door uitval.")
    done = ends.both("settle", "GB-1", "2027-10-04", *WHY, *lower, *heard)
    assert done["ground"] == "obligations"
    assert done["article"].startswith("artikel 10, vijfde lid")
    said = letter(ends, "vaststelling_GB-1")
    assert "Aan welke verplichting niet is voldaan" in said
    assert "van de 100 woningen in uw verantwoording zijn er 49 betaalbaar" in said
    ends.after.sound()


def test_a_real_shortfall_of_nought_is_asked_about_and_never_taken_by_default(
    ends: Settling,
) -> None:
    told = ends.load(GOOD | {"werkelijk_tekort": "0"})
    assert codes(told) == [("ACC-020", "werkelijk_tekort")]
    assert '--final "€ 0"' in ends.refused("settle", "GB-1", "2027-10-04", *WHY)
    done = ends.both("settle", "GB-1", "2027-10-04", *WHY, "--final", "€ 0")
    assert (done["final"], done["above"]) == (0, 400_000_000)
    ends.after.sound()


def test_a_settlement_waits_for_an_objection_unless_it_is_said_why_not(ends: Settling) -> None:
    ends.load(GOOD)
    ends.after.does(
        "objection", "open", "GB-1", *OF, "--received", "2026-06-20", "--date", "2026-06-22",
        "--reason", "Het bedrag is te laag berekend.", *MAKER,
    )  # fmt: skip
    told = ends.refused("settle", "GB-1", "2027-10-04", *WHY)
    assert "artikel 7:11 Awb" in told
    assert "artikel 6:16 Awb" in told
    why = ("--despite-objection", "De regeling vraagt een besluit in dit jaar.")
    ends.both("settle", "GB-1", "2027-10-04", *WHY, *why)


def test_after_the_year_of_the_last_account_it_is_fixed_all_the_same_and_told_as_late(
    ends: Settling,
) -> None:
    ends.load(GOOD)
    told = ends.after.does("settle", "GB-1", *OF, "--date", "2028-01-01", *WHY, *MAKER)
    assert "Dat is te laat." in told
    on_time = ends.after.does("settle", "GB-1", *OF, "--date", "2028-01-01", *WHY, *MAKER)
    assert "31-12-2027" in on_time


def test_what_is_fixed_is_not_fixed_changed_or_revoked_again(ends: Settling) -> None:
    ends.load(GOOD)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert "al vastgesteld op 04-10-2027" in ends.refused("settle", "GB-1", "2027-10-05", *WHY)
    why = ("--ground", "obligations", "--not-heard", "own_data")
    assert "is vastgesteld" in ends.refused("revoke", "GB-1", "2027-11-01", *WHY, *why)


def test_nothing_is_fixed_above_what_was_paid_and_nothing_is_paid_after_it(
    ends: Settling,
) -> None:
    ends.after.does(
        "pay", "correct", "GB-2", *OF, "--returned", "--date", "2026-07-01", *WHY, *MAKER
    )
    ends.after.does("pay", "correct", "GB-2", *OF, "--confirm", "--date", "2026-07-02", *SECOND)
    ends.load(account("GB-2", GB, "0", werkelijk_tekort="9.000.000"))
    some = ("--final", "€ 1", "--reason", "De gemeente heeft toch kosten gemaakt.")
    assert "Betaal eerst" in ends.refused("settle", "GB-2", "2027-10-04", *some)
    ends.both("settle", "GB-2", "2027-10-04", *WHY, "--final", "€ 0")
    ends.after.sound()
    told = ends.after.refused("pay", "order", "GB-2", *OF, "--date", "2027-10-05", *MAKER)
    assert "GB-2 is vastgesteld op 04-10-2027" in told


def test_what_was_withdrawn_or_revoked_is_claimed_back_as_it_was_paid(ends: Settling) -> None:
    gone = ("withdraw", "GB-2", *OF, "--date", "2026-07-01", "--reason", "brief 41", *MAKER)
    ends.after.does(*gone)
    ends.intend("GB-2", "2026-07-06")
    done = ends.both("reclaim decide", "GB-2", "2026-08-03", *WHY)
    assert (done["payable"], done["vat"], done["lowered"]) == (175_000_000, 25_000_000, 0)
    # The article of the scheme is about what accounts or a fixing show, and neither is there.
    assert done["article"].endswith("naar analogie artikel 4:57, eerste lid, Awb")
    ends.after.sound()
    paid = ("--amount", "€ 1.750.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "GB-2", "2026-09-01", *paid, letter=False)
    ends.after.sound()


def test_an_archived_round_goes_on_to_be_accounted_for_fixed_and_claimed_back(
    ends: Settling,
) -> None:
    ends.load(GOOD)
    ends.after.does("round", "archive", ROUND, "--date", "2030-01-02", *APPROVER)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    ends.intend("GB-1", "2027-10-11")
    done = ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    # Article 11(2) is about obligations (10(5)); what the shortfall leaves too much is undue.
    assert done["article"].startswith("artikel 10, zesde lid, van de Tijdelijke regeling")
    assert "4:57, eerste lid" in done["article"]
    ends.after.sound()


# Claims: announced in time, heard, and paid back to the cent.


def unspent(ends: Settling) -> None:
    ends.load(account("WBI-1", WBI, "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"))


def test_an_intention_is_refused_once_nothing_can_be_claimed_any_more(ends: Settling) -> None:
    unspent(ends)
    out = ("--out", str(ends.after.desk / "afrekening"))
    told = ends.refused("reclaim intend", "WBI-1", "2028-07-13", *WHY, *out)
    assert "van WBI-1 kon worden meegedeeld tot en met 12-07-2028" in told
    assert "artikel 10, tweede lid, van het Besluit Woningbouwimpuls 2020" in told
    assert ends.intend("WBI-1", "2028-07-12")["amount"] == 75_000_000


def test_the_decision_itself_tells_of_the_claim_within_the_year(ends: Settling) -> None:
    """BWbi 10(2): an intention says that nothing was decided yet."""
    unspent(ends)
    ends.intend("WBI-1", "2028-06-27")
    told = ends.refused("reclaim decide", "WBI-1", "2028-07-13", *WHY)
    assert "Een voornemen alleen is die mededeling niet" in told
    ends.propose("reclaim decide", "WBI-1", "2028-07-12", *WHY)
    late = ends.after.refused(
        "reclaim", "decide", "WBI-1", *OF, "--confirm", "--date", "2028-07-13",
        "--out", str(ends.after.desk / "afrekening"), *APPROVER,
    )  # fmt: skip
    assert "tot en met 12-07-2028" in late
    basis = ("--basis", "De gemeente stemde schriftelijk in met een besluit na dat jaar.")
    ends.both("reclaim decide", "WBI-1", "2028-07-13", *WHY, *basis)
    text = letter(ends, "terugvordering_WBI-1")
    assert "De gemeente stemde schriftelijk in" in text
    assert "dus op tijd" not in text


def test_nothing_is_claimed_before_the_notice_or_while_a_view_can_come(ends: Settling) -> None:
    unspent(ends)
    assert "niet aangekondigd" in ends.refused("reclaim decide", "WBI-1", "2027-09-01", *WHY)
    ends.intend("WBI-1", "2027-09-01")
    assert "tot en met 15-09-2027" in ends.refused("reclaim decide", "WBI-1", "2027-09-15", *WHY)
    ends.propose("reclaim decide", "WBI-1", "2027-09-16", *WHY)


def test_a_part_can_be_claimed_and_never_more_than_was_announced(ends: Settling) -> None:
    unspent(ends)
    ends.intend("WBI-1", "2027-09-01", "--amount", "€ 600.000")
    told = ends.after.refused(
        "reclaim", "decide", "WBI-1", *OF, "--date", "2027-09-20", *WHY, "--amount", "€ 700.000",
        *MAKER, code=2,
    )  # fmt: skip
    assert "nieuwe aankondiging" in told
    done = ends.both("reclaim decide", "WBI-1", "2027-09-20", *WHY, "--amount", "€ 500.000")
    assert (done["amount"], done["lowered"]) == (50_000_000, 50_000_000)
    ends.after.sound()
    assert ends.after.on("committed", "woningbouwimpuls") == 350_000_000


def test_what_is_not_fixed_yet_is_not_claimed_back(ends: Settling) -> None:
    ends.load(GOOD)
    out = ("--out", str(ends.after.desk / "afrekening"))
    told = ends.refused("reclaim intend", "GB-1", "2027-10-04", *WHY, *out)
    assert "verdeel settle GB-1" in told


def claimed(ends: Settling) -> None:
    """A claim on the Gebiedsbudget of 1 November 2027, to be paid by 13 December."""
    ends.load(GOOD)
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    ends.intend("GB-1", "2027-10-11")
    ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)


def test_a_reminder_waits_for_default_and_not_longer(owing: Settling) -> None:
    out = ("--out", str(owing.after.desk / "afrekening"))
    told = owing.refused("reclaim remind", "GB-1", "2027-12-13", *out)
    assert "Aanmanen kan vanaf 14-12-2027" in told
    assert owing.propose("reclaim remind", "GB-1", "2027-12-14", *out)["pay_by"] == "2027-12-28"


def test_a_barred_claim_is_not_reminded_of_and_a_reminder_interrupts(owing: Settling) -> None:
    out = ("--out", str(owing.after.desk / "afrekening"))
    assert "verjaard op 13-12-2032" in owing.refused("reclaim remind", "GB-1", "2032-12-14", *out)
    owing.propose("reclaim remind", "GB-1", "2032-12-13", *out)
    later = ("--out", str(owing.after.desk / "later"))
    owing.propose("reclaim remind", "GB-1", "2037-12-13", *later)


def test_no_more_is_repaid_than_is_open_and_each_part_by_whom_it_comes_from(
    owing: Settling,
) -> None:
    paid = ("--amount", "€ 1.166.666,68", "--reference", "X")
    assert "geen" in owing.refused("reclaim repaid", "GB-1", "2027-12-01", *paid)
    fund = ("--amount", "€ 166.666,68", "--reference", "X", "--fund")
    assert "BTW-compensatiefonds open" in owing.refused(
        "reclaim repaid", "GB-1", "2027-12-01", *fund
    )
    assert "kenmerk" in owing.after.refused(
        "reclaim", "repaid", "GB-1", *OF, "--date", "2027-12-01", "--amount", "€ 1", *MAKER, code=2
    )


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    "parts",
    [
        ("2028-03-01=€ 500.000",),
        ("2028-03-01=€ 666.666,67", "2028-02-01=€ 500.000"),
        ("2027-11-20=€ 500.000", "2028-02-01=€ 666.666,67"),
        ("maart=€ 1.166.666,67",),
    ],
)
def test_an_arrangement_is_all_that_is_left_in_order(
    owing: Settling, parts: tuple[str, ...]
) -> None:
    typed = [word for part in parts for word in ("--part", part)]
    owing.after.refused(
        "reclaim", "arrange", "GB-1", *OF, "--date", "2027-12-01", *WHY, *typed, *MAKER, code=2
    )


def test_what_comes_back_is_free_for_the_next_and_not_before(owing: Settling) -> None:
    def free() -> int:
        told = owing.after.says("reserve", *OF, *MAKER)
        return sum(one["freed"] for one in told if one["came_free"])

    assert free() == 0
    for amount, more, comes in (
        ("€ 1.166.666,67", (), 116_666_667), ("€ 166.666,67", ("--fund",), 133_333_334),
    ):  # fmt: skip
        paid = ("--amount", amount, "--reference", "ONTV-1", *more)
        owing.both("reclaim repaid", "GB-1", "2027-12-01", *paid, letter=False)
        owing.after.sound()
        assert free() == comes


# Told.


def test_the_terms_of_an_award_follow_each_other(ends: Settling) -> None:
    def kinds(number: str) -> list[tuple[TermKind, date]]:
        url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
        with reading_round(url, ROUND) as reader:
            return [(o.kind, o.term.last) for o in terms_of(reader) if o.application_id == number]

    assert kinds("GB-1") == [(TermKind.ACCOUNTS, date(2027, 7, 15))]
    ends.load(GOOD)
    assert kinds("GB-1") == [(TermKind.FIXING, date(2027, 12, 31))]
    unspent(ends)
    assert kinds("WBI-1") == [(TermKind.NOTICE, date(2028, 7, 12))]
    ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert kinds("GB-1") == []
    ends.intend("GB-1", "2027-10-11")
    assert kinds("GB-1") == [(TermKind.VIEW, date(2027, 10, 25))]
    ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    assert kinds("GB-1") == [
        (TermKind.PAYMENT, date(2027, 12, 13)), (TermKind.LIMITATION, date(2032, 12, 13)),
    ]  # fmt: skip


def test_explain_the_status_and_the_list_tell_how_an_award_ends(owing: Settling) -> None:
    unspent(owing)
    said = owing.after.does("explain", "GB-1", *OF).replace("\u00a0", " ")
    assert "Verantwoord tot en met 2026, voor het laatst: rechtmatig besteed € 4.000.000." in said
    assert "Vastgesteld op 04-10-2027: € 2.666.666,66." in said
    assert "De gemeente betaalt nog € 1.166.666,67, uiterlijk op 13-12-2027: zes weken" in said
    english = owing.after.does("explain", "GB-1", *OF, "--lang", "en")
    assert "Fixed on 4 October 2027" in english.replace("\u00a0", " ")
    status = owing.after.says("round", "status", ROUND)
    assert any("WBI-1, besluit over de terugvordering" in one for one in status["to_settle"])
    listed = owing.after.says("round", "applications", ROUND)
    (one,) = [line for line in listed if line["application_id"] == "GB-1"]
    assert one["settling"]["left"] == 116_666_667
    calendar = owing.after.says("calendar", "--round", ROUND, "--date", "2027-11-02")
    assert "terugbetaling" in json.dumps(calendar, ensure_ascii=False)


# Before the last account: only for an obligation that is seen not to be met.

EARLY = ("--early", "De herinrichting van het stationsplein.")
NOT_THE_LAST = account("GB-1", GB, "4.000.000", laatste="nee", werkelijk_tekort="9.000.000")


def test_an_award_is_fixed_early_only_for_an_obligation_that_was_not_met(ends: Settling) -> None:
    """GB 10(2): the account has to show that an obligation of article 6 or 8 is not met."""
    ends.load(NOT_THE_LAST)
    settle = ("settle", "GB-1", *OF, "--date", "2027-10-04", *WHY)
    bare = ends.after.refused(*settle, *EARLY, *MAKER, code=2)
    assert "--unmet" in bare
    assert "spent, last_start, measures_ready, affordable" in bare
    for unmet, why in (
        ("spent", "is niets onrechtmatig besteed"),
        ("last_start", "tot en met 31-12-2034"),
        ("measures_ready", "tot en met 31-12-2039"),
        ("affordable", "blijkt niet dat te weinig woningen betaalbaar zijn"),
    ):
        assert why in ends.after.refused(*settle, *EARLY, "--unmet", unmet, *MAKER), unmet


def test_what_the_account_shows_not_to_be_met_is_a_ground(ends: Settling) -> None:
    ends.load({
        **NOT_THE_LAST, "rechtmatig": "3.000.000", "onrechtmatig": "1.000.000",
        "woningen": "100", "betaalbare_woningen": "49",
    })  # fmt: skip
    settle = ("settle", "GB-1", *OF, "--date", "2027-10-04", *WHY, *EARLY, *MAKER)
    for unmet in ("spent", "affordable"):  # both are seen; the award has more than one measure
        assert "meer dan één maatregel" in ends.after.refused(*settle, "--unmet", unmet)


# The original share, after a part was revoked.


def test_revoking_a_part_lowers_the_grant_and_not_the_share(ends: Settling) -> None:
    """GB 10(6): the percentage is that of the decision (art. 4(2)(g)). 4 of 9 million, of a real
    shortfall of 6, is 2,666,666.66: also where only 3 million was left of the grant."""
    weighing = (
        "--interest", "De gemeente mist geld voor het groen in de wijk.",
        "--weighed", "Dat deel van het werk wordt niet uitgevoerd.",
    )  # fmt: skip
    revoke = ("revoke", "GB-1", *OF, "--date", "2027-01-11", "--ground", "not_performed",
              "--reason", "Een deel van het werk gaat niet door.", "--amount", "€ 3 mln",
              "--not-heard", "own_data", *weighing)  # fmt: skip
    ends.after.does(*revoke, *MAKER)
    out = ("--out", str(ends.after.desk / "later"))
    ends.after.does("revoke", "GB-1", *OF, "--date", "2027-01-18", "--confirm", *out, *APPROVER)
    ends.load(account("GB-1", GB, "3.000.000", werkelijk_tekort="6.000.000"))
    done = ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert (done["granted"], done["most"], done["final"]) == (
        300_000_000, 266_666_666, 266_666_666,
    )  # fmt: skip
    said = letter(ends, "vaststelling_GB-1")
    assert "Het percentage is dat van de verlening van € 4.000.000." in said
    ends.after.sound()
