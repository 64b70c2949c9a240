"""Fewer homes than were stated, settled with the statement of the next year: kept once, by two."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.reports.open_data.outside.recompute import examined
from verdeelsleutel.io.rounds.checks.answers import pending

from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .test_completing_beside import POLICY, STATEMENT
from .test_following_rounds import Following

RS = instruments()["realisatiestimulans"]
FIRST, NEXT, THIRD = "opgave-2026", "opgave-2027", "opgave-2028"
OWN, LATER, LAST = "RS-2027-0001", "RS-2028-0001", "RS-2029-0001"
WHY = ("--reason", "De gemeente telde tien woningen die nog niet waren begonnen.")
OTHERS = ("--other-homes", "Dit gaat over de tien woningen aan de Kade, niet over de Haven.")


class Years(Following):
    """Two statements of one municipality, the second of which corrects the first."""

    def stated(
        self, name: str, number: str, year: int, homes: int, *corrections: dict[str, Any],
        answered: tuple[str, ...] = (), meanwhile: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """A round of one statement, granted, with its letter and its payment."""
        text = POLICY.replace('id = "klein"', f'id = "{name}"').replace("2027-", f"{year + 1}-")
        policy = self.desk / f"{name}.toml"
        policy.write_text(text.format(closes=f"{year + 1}-04-30"), encoding="utf-8")
        own = STATEMENT | {
            "Aanvraagnummer": number, "Startjaar": year, "Sociale huurwoningen": homes,
            "Projectnaam": f"Opgave over {year}",
            "Contactpersoon": "Jo Jansen", "E-mail": "jo.jansen@gemeente.example",
            "Ontvangen op": datetime(year + 1, 3, 16, 10, 0),  # noqa: DTZ001 - as in a workbook
        }  # fmt: skip
        of = ("--round", name)
        self.does("round", "open", name, "--policy", policy, *MAKER)
        self.does("load", self.book(name, own, corrections), *of, *MAKER)
        told = self.says("screen", *of, *MAKER)
        for code in sorted(
            {one["code"] for one in told["findings"]} & {"INT-154", "INT-156", *answered}
        ):
            self.does("answer", "all", code, *of, "--date", f"{year + 1}-05-03", "--reason",
                      "De gemeente heeft dit toegelicht.", *MAKER)  # fmt: skip
        self.does("allocate", *of, *MAKER)
        if meanwhile is not None:
            meanwhile()
        self.does("approve", *of, *APPROVER)

    def sent(self, name: str, number: str, year: int) -> Any:
        """Its letter sent and its payment carried out: what the order was."""
        of = ("--round", name)
        self.does("letters", *of, "--out", self.desk / f"brieven_{name}", "--date",
                  f"{year}-10-04", "--no-word", *MAKER)  # fmt: skip
        (order,) = self.says("pay", "order", *of, "--date", f"{year}-10-11", *MAKER)["orders"]
        payable = f"€ {order['payable'] // 100}"
        self.does("pay", "confirm", number, *of, "--date", f"{year}-10-14", "--amount", payable,
                  "--reference", f"B-{number}", *SECOND)  # fmt: skip
        return order

    def book(self, name: str, own: dict[str, Any], corrections: tuple[dict[str, Any], ...]) -> Path:
        book: Any = openpyxl.Workbook()
        book.remove(book.active)
        columns = {one.name: one.columns for one in RS.sheets} | {RS.sheet: RS.columns}
        for sheet, rows in {RS.sheet: [own], "Correcties": list(corrections)}.items():
            headers = [column.label for column in columns[sheet] if column.year is None]
            made = book.create_sheet(sheet)
            made.append(headers)
            for row in rows:
                assert set(row) <= set(headers)
                made.append([row.get(header) for header in headers])
        path = self.desk / f"{name}.xlsx"
        book.save(path)
        return path

    def correct(self, on: str, *more: str, by: Any = MAKER) -> Any:
        return self.says("reclaim", "correct", OWN, "--round", FIRST, "--date", on, *more, *by)

    def refused(self, *command: str, code: int = 3) -> str:
        told = self.verdeel(*command)
        assert told.code == code, told.out + told.err
        return told.err.replace("\u00a0", " ")


def fewer(actual: int, stated: int = 300) -> dict[str, Any]:
    return {
        "Aanvraagnummer": LATER, "Startjaar": 2026, "Vastgestelde woningen": stated,
        "Werkelijke woningen": actual, "Bedrag per woning": 7_000,
    }  # fmt: skip


@pytest.fixture
def years(desk: Path, samples: Path, verdeel: Verdeel) -> Years:
    made = Years(desk, samples, verdeel)
    made.stated(FIRST, OWN, 2026, 300)
    made.sent(FIRST, OWN, 2027)
    return made


@pytest.mark.slow(sample="test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it")
def test_fewer_homes_are_settled_with_the_next_statement_and_kept_once(years: Years) -> None:
    years.stated(NEXT, LATER, 2027, 200, fewer(290))
    typed = ("reclaim", "correct", OWN, "--round", FIRST, "--date", "2028-11-01", *WHY)
    early = years.refused(*typed, "--statement", LATER, *MAKER)
    assert "de brief is nog niet verstuurd" in early
    order = years.sent(NEXT, LATER, 2028)
    assert order["set_off"] == 7_000_000  # € 70,000 less is paid of the next grant
    told = years.correct("2028-11-01", *WHY, "--statement", LATER)
    assert (told["amount"], told["stated"], told["actual"]) == (7_000_000, 300, 290)
    done = years.correct("2028-11-08", "--confirm", by=APPROVER)
    assert done["article"].startswith("artikel 2.4, vijfde lid")
    assert done["approver"]
    years.sound(FIRST, NEXT)
    own = years.balances(FIRST)["realisatiestimulans", 2027]
    assert (own["committed"], own["advanced"], own["reclaimed"]) == (203_000_000, 203_000_000, 0)
    later = tuple("2028-11-15" if word == "2028-11-01" else word for word in typed)
    again = years.refused(*later, "--statement", LATER, *MAKER)
    assert f"{OWN} is al met een latere opgave verrekend" in again
    assert "Met een latere opgave verrekend: € 70.000." in years.does(
        "explain", OWN, "--round", FIRST
    ).replace("\u00a0", " ")
    out = years.desk / "rapport"
    years.does("report", "--round", FIRST, "--out", out, *MAKER)
    assert examined(out / "open_data").holds
    years.does("bundle", "--round", FIRST, "--out", years.desk / "eerste.zip")
    assert years.verdeel("replay", years.desk / "eerste.zip").code == 0


@pytest.mark.slow(sample="test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it")
def test_the_same_homes_are_not_claimed_back_and_settled(years: Years) -> None:
    years.stated(NEXT, LATER, 2027, 200, fewer(290))
    years.sent(NEXT, LATER, 2028)
    out = ("--out", str(years.desk / "afrekening"))
    claim = ("reclaim", "intend", OWN, "--round", FIRST, "--date", "2028-11-01", *WHY,
             "--amount", "€ 70.000", *out)  # fmt: skip
    told = years.refused(*claim, *MAKER)
    assert f"In {LATER} (ronde {NEXT}) wordt € 70.000 over de opgave van {OWN} verrekend" in told
    assert "--other-homes" in told
    years.says(*claim, *OTHERS, *MAKER)
    decide = ("reclaim", "decide", OWN, "--round", FIRST, "--date", "2028-11-22")
    years.does(*decide, *WHY, *MAKER)
    years.does(*decide, "--confirm", *out, *APPROVER)
    years.sound(FIRST, NEXT)
    typed = ("reclaim", "correct", OWN, "--round", FIRST, "--date", "2028-11-29", *WHY,
             "--statement", LATER)  # fmt: skip
    told = years.refused(*typed, *MAKER)
    assert "is niet helemaal betaald, of er is te veel betaald" in told or "teruggevorderd" in told


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("row", "said", "code"),
    [
        (fewer(310), "hier verandert niets", 3),
        (fewer(300), "hier verandert niets", 3),
        (fewer(280, stated=290), "Dat zijn niet dezelfde woningen", 3),
        (fewer(290) | {"Startjaar": 2025}, "corrigeert 2026 niet", 2),
    ],
)
def test_what_is_not_fewer_of_the_same_homes_is_refused(
    years: Years, row: dict[str, Any], said: str, code: int
) -> None:
    years.stated(NEXT, LATER, 2027, 200, row, answered=("INT-179",))
    years.sent(NEXT, LATER, 2028)
    typed = ("reclaim", "correct", OWN, "--round", FIRST, "--date", "2028-11-01", *WHY)
    assert said in years.refused(*typed, "--statement", LATER, *MAKER, code=code)
    nowhere = years.refused(*typed, "--statement", "RS-9999-1", *MAKER, code=2)
    assert "Geen andere ronde in deze database heeft een opgave RS-9999-1" in nowhere


def claimed(years: Years) -> None:
    """€ 70,000 of the first statement claimed back as unlawful, before the next one came in."""
    out = ("--out", str(years.desk / "afrekening"))
    claim = ("reclaim", "intend", OWN, "--round", FIRST, "--date", "2028-01-10", *WHY,
             "--amount", "€ 70.000", *out)  # fmt: skip
    years.does(*claim, *MAKER)
    decide = ("reclaim", "decide", OWN, "--round", FIRST, "--date", "2028-02-01")
    years.does(*decide, *WHY, *MAKER)
    years.does(*decide, "--confirm", *out, *APPROVER)


def asked(years: Years, row: dict[str, Any]) -> list[str]:
    """What is asked at screening about a correction in the next statement; it waits for that."""
    with pytest.raises(AssertionError, match="INT-179"):
        years.stated(NEXT, LATER, 2027, 200, row)
    url = f"sqlite:///{(years.desk / 'verdeel.db').as_posix()}"
    with reading_round(url, NEXT) as reader:
        return [
            one.finding.message.replace("\u00a0", " ")
            for one in pending(reader)
            if one.finding.code == "INT-179"
        ]


@pytest.mark.slow(sample="test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it")
def test_a_correction_of_homes_that_were_claimed_back_is_asked_about_at_screening(
    years: Years,
) -> None:
    claimed(years)
    (one,) = asked(years, fewer(290))
    assert "€ 70.000 teruggevorderd of verrekend" in one


@pytest.mark.slow(sample="test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it")
def test_what_was_claimed_back_since_the_screening_stops_the_approval(years: Years) -> None:
    with pytest.raises(AssertionError, match=f"een jaar dat {LATER} corrigeert iets"):
        years.stated(NEXT, LATER, 2027, 200, fewer(290), meanwhile=lambda: claimed(years))
    years.sound(FIRST, NEXT)


@pytest.mark.slow(sample="test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it")
def test_a_correction_that_adds_homes_takes_nothing_back_twice(years: Years) -> None:
    claimed(years)
    years.stated(NEXT, LATER, 2027, 200, fewer(310))


def test_a_correction_of_other_homes_than_were_granted_for_is_asked_about(years: Years) -> None:
    (one,) = asked(years, fewer(280, stated=290))
    assert "De correctie noemt 290 woningen" in one


@pytest.mark.slow(sample="test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it")
def test_where_a_correction_leaves_nothing_to_pay_the_award_is_settled_without_a_payment(
    years: Years,
) -> None:
    years.stated(NEXT, LATER, 2027, 10, fewer(290))
    order = years.sent(NEXT, LATER, 2028)
    assert (order["payable"], order["set_off"]) == (0, 7_000_000)
    years.correct("2028-11-01", *WHY, "--statement", LATER)
    years.correct("2028-11-08", "--confirm", by=APPROVER)
    years.sound(FIRST, NEXT)


def left_over(owed: int = 42_000, stated: int = 290) -> dict[str, Any]:
    """A row of the statement after that: the same homes, and what was left to settle."""
    return fewer(290, stated) | {"Aanvraagnummer": LAST, "Nog te verrekenen": owed}


def carried_on(years: Years) -> None:
    """€ 70,000 is owed and the next statement brings € 28,000: the rest waits for another one."""
    years.stated(NEXT, LATER, 2027, 4, fewer(290))
    order = years.sent(NEXT, LATER, 2028)
    assert (order["payable"], order["set_off"]) == (0, 2_800_000)
    told = years.correct("2028-11-01", *WHY, "--statement", LATER)
    assert (told["amount"], told["carried"]) == (2_800_000, 4_200_000)
    years.correct("2028-11-08", "--confirm", by=APPROVER)
    years.sound(FIRST, NEXT)


def own_money(years: Years) -> tuple[int, int, int]:
    own = years.balances(FIRST)["realisatiestimulans", 2027]
    return own["committed"], own["advanced"], own["reclaimed"]


def test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it(years: Years) -> None:
    carried_on(years)
    assert own_money(years) == (207_200_000, 207_200_000, 0)
    told = years.does("explain", OWN, "--round", FIRST).replace("\u00a0", " ")
    assert "Met een latere opgave verrekend: € 28.000." in told
    assert "Doorgeschoven naar een volgende opgave: € 42.000." in told
    assert f"verrekenen van € 42.000, die na {LATER} overbleef" in told
    again = ("reclaim", "correct", OWN, "--round", FIRST, "--date", "2028-11-15", *WHY)
    assert f"Wat {LATER} van {OWN} verrekent, is al vastgelegd" in years.refused(
        *again, "--statement", LATER, *MAKER
    )
    years.stated(THIRD, LAST, 2028, 200, left_over())  # and nothing is asked about it (INT-179)
    order = years.sent(THIRD, LAST, 2029)
    assert order["set_off"] == 4_200_000
    told = years.correct("2029-11-01", *WHY, "--statement", LAST)
    assert (told["amount"], told["carried"]) == (4_200_000, 0)
    years.correct("2029-11-08", "--confirm", by=APPROVER)
    assert own_money(years) == (203_000_000, 203_000_000, 0)
    years.sound(FIRST, NEXT, THIRD)
    again = ("reclaim", "correct", OWN, "--round", FIRST, "--date", "2029-11-15", *WHY)
    assert "is al met een latere opgave verrekend" in years.refused(
        *again, "--statement", LAST, *MAKER
    )
    out = years.desk / "rapport"
    years.does("report", "--round", FIRST, "--out", out, *MAKER)
    assert examined(out / "open_data").holds
    years.does("bundle", "--round", FIRST, "--out", years.desk / "eerste.zip")
    assert years.verdeel("replay", years.desk / "eerste.zip").code == 0


@pytest.mark.slow(sample="test_what_a_statement_could_not_settle_comes_back_with_the_one_after_it")
def test_what_was_carried_on_can_be_claimed_apart_and_comes_back_once(years: Years) -> None:
    carried_on(years)
    out = ("--out", str(years.desk / "afrekening"))
    claim = ("reclaim", "intend", OWN, "--round", FIRST, "--date", "2028-12-01", *WHY)
    assert "--carried" in years.refused(*claim, "--amount", "€ 42.000", *out, *MAKER)
    more = years.refused(*claim, "--carried", "--amount", "€ 42.001", *out, *MAKER, code=2)
    assert f"schoof {LATER} € 42.000 door" in more
    years.does(*claim, "--carried", *out, *MAKER)
    decide = ("reclaim", "decide", OWN, "--round", FIRST, "--date", "2028-12-22")
    years.does(*decide, *WHY, *MAKER)
    years.does(*decide, "--confirm", *out, *APPROVER)
    assert own_money(years) == (203_000_000, 203_000_000, 4_200_000)
    years.sound(FIRST, NEXT)
    told = years.does("explain", OWN, "--round", FIRST).replace("\u00a0", " ")
    assert "Doorgeschoven" not in told
    twice = ("reclaim", "intend", OWN, "--round", FIRST, "--date", "2029-01-05", *WHY)
    years.refused(*twice, "--carried", *out, *MAKER, code=2)
    with pytest.raises(AssertionError, match="INT-179"):
        years.stated(THIRD, LAST, 2028, 200, left_over())


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("row", [left_over(70_000), left_over(0, 300), left_over(42_000, 300)])
def test_what_does_not_go_with_what_was_left_is_asked_about(
    years: Years, row: dict[str, Any]
) -> None:
    carried_on(years)
    with pytest.raises(AssertionError, match="INT-179"):
        years.stated(THIRD, LAST, 2028, 200, row)
