"""What was granted is paid: by two people, once, for what was decided, in its own year."""

import csv
from pathlib import Path

import pytest

from .after import MLN, OF, ROUND, WEIGHED, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, SECOND, Verdeel

GM = {"Gemeentecode": "GM0599"}


@pytest.fixture(scope="module")
def sent(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> After:
    """The round with its letters sent, to copy."""
    made = After(tmp_path_factory.mktemp("betalen"), quietly).written(samples)
    made.decided(
        {
            "gebiedsbudget": [gb("GB-1", 4), gb("GB-2", 2, Sociale_huurwoningen=160)],
            "woningbouwimpuls": [wbi("WBI-1", 3, **GM)],
        }
    )
    return made


@pytest.fixture
def after(sent: After, desk: Path, verdeel: Verdeel) -> After:
    return sent.copied(desk, verdeel)


def test_every_award_is_paid_at_once_as_its_law_says_and_the_ledger_has_it(after: After) -> None:
    told = after.order()
    assert [
        (one["application_id"], one["part"], one["year"], one["payable"], one["compensable_vat"])
        for one in told["orders"]
    ] == [
        ("GB-1", 1, 2026, 350_000_000, 50_000_000),
        ("GB-2", 1, 2026, 175_000_000, 25_000_000),
        ("WBI-1", 1, 2026, 300_000_000, 0),
    ]
    articles = {one["application_id"]: one["article"] for one in told["orders"]}
    assert articles["GB-1"].startswith("artikel 7, eerste lid")
    assert articles["WBI-1"].startswith("artikel 4, zevende lid")
    assert {one["due"] for one in told["orders"]} == {"2026-07-15"}  # six weeks after 3 June
    assert after.on("advanced") == 0
    for number, amount in (("GB-1", "€ 3,5 mln"), ("GB-2", "€ 1,75 mln"), ("WBI-1", "€ 3 mln")):
        after.confirm(number, amount)
        after.sound()
    assert after.on("advanced") == 6 * MLN
    assert after.on("advanced", "woningbouwimpuls") == 3 * MLN
    listed = after.says("pay", "list", *OF)["ministries"]
    assert sum(one["paid"] for one in listed) == 9 * MLN


@pytest.mark.slow(sample="test_every_award_is_paid_at_once_as_its_law_says_and_the_ledger_has_it")
def test_the_list_of_each_ministry_reconciles_with_the_ledger_to_the_cent(
    after: After,
) -> None:
    after.order("GB-1")
    after.confirm("GB-1", "€ 3.500.000")
    after.order("WBI-1")
    out = after.desk / "lijsten"
    (told,) = after.says("pay", "list", *OF, "--out", out)["ministries"]
    assert told["totals"] == {"betaald": 4 * MLN, "opgedragen": 3 * MLN, "te betalen": 2 * MLN}
    assert told["paid"] == after.on("advanced") + after.on("advanced", "woningbouwimpuls")
    (path,) = out.iterdir()
    lines = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert {one["aanvraag"]: one["stand"] for one in lines} == {
        "GB-1": "betaald", "GB-2": "te betalen", "WBI-1": "opgedragen",
    }  # fmt: skip
    paid = [int(one["ten_laste_in_centen"]) for one in lines if one["stand"] == "betaald"]
    assert sum(paid) == told["paid"]


def test_who_orders_does_not_confirm(after: After) -> None:
    after.order("GB-1")
    said = after.refused("pay", "confirm", "GB-1", *OF, "--date", "2026-06-15", "--amount",
                         "€ 3.500.000", *MAKER)  # fmt: skip
    assert "S. Vermeulen gaf opdracht 1" in said
    assert "vier ogen" in said
    assert after.on("advanced") == 0


def test_nothing_is_paid_before_its_letter_went(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    made = After(desk, verdeel).written(samples)
    made.decided({"gebiedsbudget": [gb("GB-1", 4)]}, sent=False)
    said = made.refused("pay", "order", *OF, "--date", "2026-06-10", *MAKER)
    assert "betalingen opdragen en bevestigen kan dan niet" in said
    made.send()
    said = made.refused("pay", "order", "GB-1", *OF, "--date", "2026-06-02", *MAKER)
    assert "Het besluit over GB-1 is verstuurd op 03-06-2026." in said


def test_nothing_is_ordered_twice_and_the_same_order_again_changes_nothing(after: After) -> None:
    assert len(after.order("GB-1")["orders"]) == 1
    assert after.order("GB-1")["orders"] == []
    after.confirm("GB-1", "€ 3.500.000")
    said = after.refused("pay", "order", "GB-1", *OF, "--date", "2026-06-20", *MAKER)
    assert "Deel 1 van GB-1 is al betaald (opdracht 1)." in said


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ({"amount": "€ 3.500.000,01"}, "PAY-011", "en er is € 3.500.000,01 betaald"),
        ({"amount": "€ 4.000.000"}, "PAY-011", "is van € 3.500.000, en er is € 4.000.000 betaald"),
        ({"on": "2026-06-09"}, "PAY-012", "gegeven op 10-06-2026, na de dag van betaling"),
        ({"on": "2027-01-04"}, "PAY-013", "hoort in kasjaar 2026; een betaling van 2027 niet"),
    ],
)
def test_another_payment_than_was_ordered_is_not_confirmed(
    after: After, given: dict[str, str], code: str, said: str
) -> None:
    after.order("GB-1")
    asked = {"amount": "€ 3.500.000", "on": "2026-06-15"} | given
    told = after.refused("pay", "confirm", "GB-1", *OF, "--date", asked["on"], "--amount",
                         asked["amount"], *SECOND)  # fmt: skip
    assert said in told
    assert code in told
    assert after.on("advanced") == 0
    after.sound()


def test_a_payment_is_confirmed_once(after: After) -> None:
    after.order("GB-1")
    after.confirm("GB-1", "€ 3.500.000")
    again = after.confirm("GB-1", "€ 3.500.000")
    assert (again["confirmed"], again["before"]) == ([], 1)
    said = after.refused("pay", "confirm", "GB-1", *OF, "--date", "2026-06-22", "--amount",
                         "€ 3.500.000", *SECOND)  # fmt: skip
    assert "is al bevestigd: € 3.500.000 op 15-06-2026, kenmerk BET-GB-1" in said
    assert after.on("advanced") == 4 * MLN


def test_what_belongs_to_a_closed_year_is_not_ordered_any_more(after: After) -> None:
    said = after.refused("pay", "order", "GB-1", *OF, "--date", "2027-01-04", *MAKER)
    assert "Deel 1 van GB-1 hoort in kasjaar 2026, en dat is gesloten." in said
    told = after.gives("pay", "order", *OF, "--date", "2027-01-04", *MAKER)
    assert told.code == 1
    assert "WBI-1 hoort in kasjaar 2026, en dat is gesloten" in told.out


def test_a_payment_after_its_last_day_is_told_with_the_interest_that_it_costs(
    after: After,
) -> None:
    assert after.order("GB-1", on="2026-07-15")["late"] == []
    (late,) = after.order("GB-2", on="2026-07-16")["late"]
    assert "de laatste dag om te betalen was 15-07-2026" in late
    assert "zes weken na 03-06-2026, volgens artikel 4:87, eerste lid, Awb" in late
    assert "wettelijke rente" in late


def test_nothing_is_set_off_where_no_statute_has_it(after: After) -> None:
    said = after.refused("pay", "order", "GB-1", *OF, "--date", "2026-06-10", "--set-off",
                         "€ 100.000", *MAKER)  # fmt: skip
    assert "artikel 4:93 Awb" in said
    assert "de Gebiedsbudget heeft er geen" in said or "Gebiedsbudget" in said
    assert after.order()["orders"]  # nothing had been ordered
    again = after.refused("pay", "order", "GB-1", *OF, "--date", "2026-06-10", "--set-off",
                          "€ 100.000", *MAKER)  # fmt: skip
    assert "Er is niets opgedragen. Deel 1 van GB-1 is al" in again


@pytest.mark.slow(sample="test_every_award_is_paid_at_once_as_its_law_says_and_the_ledger_has_it")
def test_money_that_came_back_is_owed_and_paid_again(after: After) -> None:
    after.order("GB-1")
    after.confirm("GB-1", "€ 3.500.000")
    why = ("--reason", "De bank stuurde het terug: rekening opgeheven.")
    correct = ("pay", "correct", "GB-1", *OF)
    after.does(*correct, "--returned", "--date", "2026-06-18", *why, *MAKER)
    assert after.on("advanced") == 4 * MLN  # one name is not enough
    said = after.refused(*correct, "--confirm", "--date", "2026-06-18", *MAKER)
    assert "Laat een ander haar bevestigen" in said
    after.does(*correct, "--confirm", "--date", "2026-06-19", *SECOND)
    assert after.on("advanced") == 0
    assert after.on("committed") == 6 * MLN
    after.sound()
    assert after.order("GB-1", on="2026-06-22")["orders"][0]["payable"] == 350_000_000
    after.confirm("GB-1", "€ 3.500.000", on="2026-06-24")
    assert after.on("advanced") == 4 * MLN
    after.sound()


def test_an_order_that_was_not_carried_out_lapses_under_two_names(after: After) -> None:
    after.order("GB-1")
    why = ("--reason", "Het rekeningnummer klopte niet.")
    correct = ("pay", "correct", "GB-1", *OF)
    after.does(*correct, "--cancelled", "--date", "2026-06-11", *why, *MAKER)
    said = after.refused("pay", "confirm", "GB-1", *OF, "--date", "2026-06-15", "--amount",
                         "€ 3.500.000", *SECOND)  # fmt: skip
    assert "vervallen" in said
    after.does(*correct, "--confirm", "--date", "2026-06-12", *SECOND)
    assert len(after.order("GB-1", on="2026-06-12")["orders"]) == 1


def test_the_financial_system_gives_back_what_it_paid(after: After) -> None:
    path = after.file()
    assert path.name == "betaalopdrachten_ministerievanvolkshuisvestingenruimtelijkeordening.csv"
    assert after.file().read_bytes() == path.read_bytes()
    told = after.says("pay", "confirm", *OF, "--file", after.filled(path), *SECOND)
    assert [one["paid"]["reference"] for one in told["confirmed"]] == ["BET-1", "BET-2", "BET-3"]
    again = after.says("pay", "confirm", *OF, "--file", after.desk / "terug.csv", *SECOND)
    assert (again["confirmed"], again["before"]) == ([], 3)
    assert after.on("advanced") == 6 * MLN
    after.sound()


@pytest.mark.sample(every=4)
@pytest.mark.parametrize(
    ("columns", "code", "cell"),
    [
        ({"betaald_in_centen": "1"}, "PAY-011", "Q2"),
        ({"betaald_in_centen": "4.000.000"}, "PAY-005", "Q2"),
        ({"betaald_op": "15 juni"}, "PAY-004", "P2"),
        ({"betaald_op": "2027-01-02"}, "PAY-013", "P2"),
        ({"opdracht": "99"}, "PAY-007", "A2"),
        ({"opdracht": "een"}, "PAY-002", "A2"),
        ({"ronde": "andere"}, "PAY-003", "B2"),
        ({"aanvraag": "GB-9"}, "PAY-008", "C2"),
    ],
)
def test_a_file_with_a_fault_confirms_nothing_and_says_which_cell(
    after: After, columns: dict[str, str], code: str, cell: str
) -> None:
    back = after.filled(after.file(), **columns)
    told = after.gives("pay", "confirm", *OF, "--file", back, *SECOND)
    assert told.code == 1
    assert code in told.out
    assert cell in told.out
    assert "Er is niets bevestigd." in told.out
    assert after.on("advanced") == 0


def test_one_wrong_line_keeps_the_whole_file_out(after: After) -> None:
    back = after.filled(after.file())
    text = back.read_text("utf-8").replace("175000000;2026", "1;2026", 1)
    wrong = text.replace(";2026-06-15;175000000;", ";2026-06-15;1;")
    assert wrong != text
    back.write_text(wrong, "utf-8")
    found = after.says("pay", "confirm", *OF, "--file", back, *SECOND)["findings"]
    assert [(one["code"], one["cell"], one["application_id"]) for one in found] == [
        ("PAY-011", "Q3", "GB-2")
    ]
    assert after.on("advanced") == 0


def test_a_file_that_lacks_a_column_or_is_none_is_told(after: After) -> None:
    path = after.file()
    short = after.desk / "kort.csv"
    short.write_text(path.read_text("utf-8-sig").replace("kenmerk", "iets"), "utf-8")
    told = after.gives("pay", "confirm", *OF, "--file", short, *SECOND)
    assert (told.code, "PAY-001" in told.out) == (1, True)
    assert "'kenmerk' ontbreekt" in told.out
    after.refused("pay", "confirm", *OF, "--file", after.desk / "aanvragen.xlsx", *SECOND, code=5)
    after.refused("pay", "confirm", *OF, "--file", after.desk / "niets.csv", *SECOND, code=5)


def test_lines_that_were_not_carried_out_yet_wait(after: After) -> None:
    path = after.file()
    told = after.says("pay", "confirm", *OF, "--file", path, *SECOND)
    assert (told["confirmed"], told["before"], told["findings"]) == ([], 0, [])


def test_a_withdrawal_waits_for_an_order_that_is_out_and_answers_what_was_paid(
    after: After,
) -> None:
    after.order("GB-1")
    gone = ("withdraw", "GB-1", *OF, "--date", "2026-06-20", "--reason", "brief 12", *MAKER)
    said = after.refused(*gone)
    assert "staat betaalopdracht 1 (€ 3.500.000) uit" in said
    after.confirm("GB-1", "€ 3.500.000")
    shown = after.does(*gone).replace("\u00a0", " ")
    assert "Er is al € 4.000.000 betaald." in shown
    assert "artikelen 4:8 en 4:86 Awb" in shown
    assert (after.on("committed"), after.on("advanced")) == (2 * MLN, 4 * MLN)
    after.sound()
    said = after.refused("pay", "order", "GB-1", *OF, "--date", "2026-06-22", *MAKER)
    assert "ingetrokken door de gemeente" in said


def test_an_unknown_or_refused_application_has_nothing_to_pay(after: After) -> None:
    said = after.refused("pay", "order", "GB-9", *OF, "--date", "2026-06-10", *MAKER, code=2)
    assert f"Ronde {ROUND} heeft geen aanvraag GB-9." in said


@pytest.mark.slow(
    sample="tests/io/cli/test_story_of_settling.py::test_awards_are_accounted_for_fixed_claimed_back_and_repaid"
)
def test_in_an_archived_round_awards_are_still_paid_changed_and_revoked(after: After) -> None:
    after.order("GB-1")
    archive = ("round", "archive", ROUND, "--date", "2030-01-02", *APPROVER)
    assert "staat een betaalopdracht uit" in after.refused(*archive)
    after.confirm("GB-1", "€ 3.500.000")
    assert "betalen, wijzigen en intrekken" in after.does(*archive)
    after.order("WBI-1")
    after.confirm("WBI-1", "€ 3 mln")
    gone = ("withdraw", "GB-2", *OF, "--date", "2026-06-20", "--reason", "brief 12", *MAKER)
    assert "revoke met --not-heard on_request" in after.refused(*gone)
    why = ("--reason", "De gemeente ziet zelf van de uitkering af.", "--ground", "not_performed",
           "--not-heard", "on_request", *WEIGHED)  # fmt: skip
    after.does("revoke", "GB-2", *OF, "--date", "2026-06-20", *why, *MAKER)
    after.does("revoke", "GB-2", *OF, "--date", "2026-06-22", "--confirm", "--out",
               after.desk / "later", *APPROVER)  # fmt: skip
    asked = ("--amount", "€ 2 mln", "--reason", "De gemeente vraagt dit.")
    after.does("change", "request", "WBI-1", *OF, "--date", "2026-06-23", *asked, *MAKER)
    decide = ("change", "decide", "WBI-1", *OF, "--date")
    after.does(*decide, "2026-06-24", "--reason", "Het verzoek is redelijk.", *MAKER)
    after.does(*decide, "2026-06-25", "--confirm", "--out", after.desk / "later", *APPROVER)
    after.sound()
    (listed,) = after.says("pay", "list", *OF)["ministries"]
    assert listed["paid"] == 7 * MLN == after.on("advanced") + 3 * MLN
    assert after.says("round", "status", ROUND)["state"] == "archived"
    assert after.refused("load", after.desk / "aanvragen.xlsx", *OF, *MAKER)


@pytest.mark.slow(sample="test_every_award_is_paid_at_once_as_its_law_says_and_the_ledger_has_it")
def test_each_ministry_has_its_own_orders_and_list_and_together_they_are_the_ledger(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    made = After(desk, verdeel).written(samples)
    office = desk / "office.toml"
    own, *others = office.read_text("utf-8").split("[instruments.")
    wbi_of, *rest = others
    assert wbi_of.startswith("woningbouwimpuls]")
    wbi_of = wbi_of.replace("Volkshuisvesting en Ruimtelijke Ordening", "Infrastructuur en Water")
    wbi_of = wbi_of.replace("mandaatbesluit woningbouw", "mandaatbesluit water")
    office.write_text("[instruments.".join([own, wbi_of, *rest]), "utf-8")
    rows = {"gebiedsbudget": [gb("GB-1", 3.33)], "woningbouwimpuls": [wbi("WBI-1", 1.07, **GM)]}
    made.decided(rows)
    out = desk / "betalen"
    made.does("pay", "order", *OF, "--date", "2026-06-10", "--out", out, *MAKER)
    files = sorted(out.iterdir())
    assert len(files) == 2
    for path in files:
        made.says("pay", "confirm", *OF, "--file", made.filled(path), *SECOND)
    listed = made.says("pay", "list", *OF, "--out", desk / "lijsten")["ministries"]
    paid = {one["ministry"]: one["paid"] for one in listed}
    on = {key: made.on("advanced", key) for key in ("gebiedsbudget", "woningbouwimpuls")}
    assert sorted(paid.values()) == sorted(on.values()) == [107_000_000, 333_000_000]
    for path in (desk / "lijsten").iterdir():
        lines = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(), delimiter=";"))
        (ministry,) = {one["ministerie"] for one in lines}
        assert sum(int(one["ten_laste_in_centen"]) for one in lines) == paid[ministry]
    made.sound()


def test_nothing_is_ordered_of_a_payer_that_has_still_to_be_filled_in(after: After) -> None:
    """Also in an example round, and where no file is asked for: an order names who pays it."""
    office = after.desk / "office.toml"
    whole = office.read_text(encoding="utf-8")
    head, found, rest = whole.partition("[instruments.gebiedsbudget]")
    name = 'ministry = "Ministerie van Volkshuisvesting en Ruimtelijke Ordening"'
    assert found
    assert name in rest
    blank = rest.replace(name, 'ministry = "Ministerie van VUL IN"', 1)
    office.write_text(head + found + blank, encoding="utf-8")
    why = (
        "verdeel: In [instruments.gebiedsbudget] van het kantoorbestand staat nog VUL IN bij "
        'ministry, de naam van wie betaalt ("Ministerie van VUL IN"). Vul die daar in.\n'
    )
    by = ("--office", office, *MAKER)
    order = ("pay", "order", *OF, "--date", "2026-06-10", *by)
    assert after.refused(*order, code=2) == why
    assert after.refused(*order, "--out", after.desk / "betalen", code=2) == why
    assert after.refused("pay", "list", *OF, *by, code=2) == why
    assert not (after.desk / "betalen").exists()
    office.write_text(whole, encoding="utf-8")
    given = after.says(*order)["orders"]
    assert [one["row_id"] for one in given] == [1, 2, 3]  # nothing of it was kept before
