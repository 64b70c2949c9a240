"""The application that crosses the ceiling, granted by a decision after the window (RWbi 6(3))."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
import pytest

from .conftest import APPROVER, MAKER, SECOND, Result, Verdeel
from .test_bad_input import one_sentence
from .test_following_rounds import AUTUMN, FIRST, MLN, NEXT, SPRING, Following

BEFORE = "marginal_application = true\n"
WHY = ("--reason", "De woningen van deze aanvraag staan al in de planning van de regio.")
DAY = ("--date", "2026-04-20")


class Window(Following):
    """A window of which the policy leaves open what becomes of whoever crosses the ceiling."""

    stated = ""

    def policy(self, name: str, days: dict[str, str], holds: str, retake: str) -> Path:
        path = super().policy(name, days, holds, retake)
        path.write_text(
            path.read_text(encoding="utf-8").replace(BEFORE, self.stated), encoding="utf-8"
        )
        return path

    def marginal(self, *more: str, who: tuple[str, ...] = MAKER) -> Result:
        return self.verdeel("round", "marginal", "voorjaar", *more, *who)

    def letter(self, path: Path) -> str:
        return " ".join(" ".join(one.text for one in docx.Document(str(path)).paragraphs).split())

    def ordered(self, on: str) -> dict[str, tuple[int, int, int]]:
        """The part, year and cents that are ordered on a day, by application."""
        told = self.says("pay", "order", "--round", "voorjaar", "--date", on, *MAKER)["orders"]
        return {one["application_id"]: (one["part"], one["year"], one["charged"]) for one in told}

    def refused(self, *more: str, who: tuple[str, ...] = MAKER) -> str:
        told = self.marginal(*more, who=who)
        assert told.code == 3, told.out + told.err
        return one_sentence(told)


@pytest.fixture
def window(desk: Path, samples: Path, verdeel: Verdeel) -> Window:
    return Window(desk, samples, verdeel)


@pytest.mark.slow(
    sample="test_its_letter_cites_the_article_it_is_paid_in_two_and_anybody_can_divide_again"
)
def test_two_people_grant_who_crosses_the_ceiling_and_the_next_window_bears_the_rest(
    window: Window,
) -> None:
    before = window.divided("voorjaar", SPRING, FIRST)
    assert [before[f"WBI-{n}"] for n in (1, 2, 3)] == [
        ("granted", 4 * MLN), ("refused_ceiling", 0), ("refused_ceiling", 0),
    ]  # fmt: skip
    (told,) = window.says("round", "marginal", "voorjaar")
    assert (told["application"], told["here"], told["ahead"]) == ("WBI-2", 2 * MLN, 2 * MLN)
    assert told["article"] == "artikel 6, derde lid, van de Regeling Woningbouwimpuls 2020"

    proposed = window.marginal("WBI-2", *WHY, *DAY)
    assert proposed.code == 0, proposed.err
    assert "4.000.000 in plaats van niets, voor " in proposed.out
    assert "1 wint" in proposed.out
    assert window.says("round", "marginal", "voorjaar", "WBI-2", *WHY, *DAY, *MAKER)["new"] is False
    assert "kan haar niet bevestigen" in window.refused("--confirm", *DAY)
    assert window.marginal("--confirm", *DAY, who=SECOND).code == 0

    awards = {
        one["application_id"]: one
        for one in window.says("allocate", "--round", "voorjaar", *MAKER)["awards"]
    }
    crossing = awards["WBI-2"]
    assert (crossing["outcome"], crossing["amount"]) == ("granted", 4 * MLN)
    assert {one["year"]: one["amount"] for one in crossing["payments"]} == {
        2026: 2 * MLN, 2027: 2 * MLN,
    }  # fmt: skip
    assert {n: a["outcome"] for n, a in awards.items()} == {
        "WBI-1": "granted", "WBI-2": "granted", "WBI-3": "refused_ceiling", "GB-1": "granted",
    }  # fmt: skip
    # Whoever proposed or confirmed it has a part in the list.
    assert window.verdeel("approve", "--round", "voorjaar", *SECOND).code == 3
    window.does("approve", "--round", "voorjaar", *APPROVER)
    assert "is vastgesteld; wat er over WBI-2 in staat is een besluit" in window.refused(
        "WBI-2", "--undo", *WHY, *DAY
    )
    window.divided("najaar", AUTUMN, NEXT, holds="round")
    assert window.balances("najaar")["woningbouwimpuls", 2026]["ceiling"] == 4 * MLN
    # Whoever reads where the second stands is told why its ceiling is not that of its policy.
    told = window.does("round", "status", "najaar").replace("\u00a0", " ")
    assert (
        "Plafond Woningbouwimpuls: € 4.000.000; in het beleid staat € 6.000.000, waarvan "
        "€ 2.000.000 is gebruikt door ronde voorjaar\n"
    ) in told
    assert "is gebruikt door" not in window.does("round", "status", "voorjaar")
    window.sound("voorjaar", "najaar")


def test_its_letter_cites_the_article_it_is_paid_in_two_and_anybody_can_divide_again(
    window: Window,
) -> None:
    desk = window.desk
    window.divided("voorjaar", SPRING, FIRST)
    window.does("round", "marginal", "voorjaar", "WBI-2", *WHY, *DAY, *MAKER)
    window.does("round", "marginal", "voorjaar", "--confirm", *DAY, *SECOND)
    of = ("--round", "voorjaar")
    window.does("allocate", *of, *MAKER)
    window.does("approve", *of, "--date", "2026-06-01", *APPROVER)
    window.does("letters", *of, "--out", desk / "letters", "--date", "2026-06-02", *MAKER)
    letter = window.letter(desk / "letters" / "WBI-2.docx")
    assert "komt ten laste van het plafond van het eerstvolgende aanvraagtijdvak" in letter
    assert "artikel 6, derde lid, van de Regeling Woningbouwimpuls 2020" in letter
    assert f"Dat doe ik bij uw aanvraag, om de volgende reden. {WHY[1]}" in letter
    assert "Ik betaal de uitkering in twee keer (artikel 6, derde lid, van de Regeling" in letter
    assert "Samen zijn de twee delen een voorschot van 100% (artikel 4, zevende lid, van" in letter
    assert "Het tweede deel betaal ik in het kalenderjaar na dat van het eerste" in letter
    tables = docx.Document(str(desk / "letters" / "WBI-2.docx")).tables
    rows = [[cell.text for cell in row.cells][:2] for table in tables for row in table.rows]
    assert ["2026", "14-07-2026"] in rows
    assert ["2027", "31-12-2027"] in rows  # the last working day of the calendar year after it
    below = window.letter(desk / "letters" / "WBI-3.docx")
    assert "Met de aanvraag op plaats 2 is het plafond van " in below
    assert "die is bij besluit toch toegekend" in below
    assert "toereikend" not in below  # two places together ask more than there is

    assert window.ordered("2026-06-08")["WBI-2"] == (1, 2026, 2 * MLN)
    pays = [
        one["first"]
        for one in window.says("calendar", "--round", "voorjaar", "--date", "2027-01-10")["terms"]
        if one["what"]["nl"].startswith("de uitkering betalen")
    ]
    assert pays == ["2027-12-31"]
    assert window.ordered("2027-01-11") == {"WBI-2": (2, 2027, 2 * MLN)}

    window.does("report", *of, "--out", desk / "report")
    told = window.verdeel("recompute", desk / "report" / "open_data")
    assert told.code == 0, told.out + told.err
    page = (desk / "report" / "open_data" / "distribution_rule.md").read_text(encoding="utf-8")
    assert "op twee namen besloten WBI-2 toe te kennen" in page
    bundle = desk / "voorjaar.zip"
    window.does("bundle", *of, "--out", bundle)
    assert window.verdeel("replay", bundle).code == 0
    window.sound("voorjaar")


SKIPS = 'when_it_does_not_fit = "skip"\n'
REFUSED: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    (SKIPS, "WBI-2", DAY, "slaat over wie niet past"),
    (BEFORE, "WBI-3", DAY, "kent de aanvraag die het plafond overschrijdt al toe"),
    ("", "WBI-3", DAY, "Niet WBI-3 maar WBI-2 overschrijdt het plafond"),
    ("", "WBI-1", DAY, "Niet WBI-1 maar WBI-2 overschrijdt het plafond"),
    ("", "GB-1", DAY, "kent geen aanvraag die boven het plafond wordt toegekend"),
    ("", "WBI-2", ("--date", "2026-03-31"), "de dag na het tijdvak is van 01-04-2026"),
)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(("stated", "number", "day", "said"), REFUSED)
def test_what_cannot_be_granted_so_is_refused_with_the_reason(
    window: Window, stated: str, number: str, day: tuple[str, ...], said: str
) -> None:
    window.stated = stated
    window.divided("voorjaar", SPRING, FIRST)
    events = window.says("audit", "anchor")["number"]
    assert said in window.refused(number, *WHY, *day)
    assert window.says("audit", "anchor")["number"] == events


@pytest.mark.parametrize("mln", [(2, 4), (1, 1)], ids=["spent to the cent", "everything fits"])
def test_where_nothing_crosses_nobody_is_granted(window: Window, mln: tuple[float, float]) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "woningbouwimpuls": [
            {**one, "Gevraagd bedrag": int(asked * 1_000_000)}
            for one, asked in zip(FIRST["woningbouwimpuls"], (*mln, 0.5), strict=True)
        ]
    }
    window.divided("voorjaar", SPRING, rows)
    assert "geen aanvraag overschrijdt het plafond" in window.refused("WBI-3", *WHY, *DAY)


def test_before_the_money_was_divided_nobody_crosses_anything(window: Window) -> None:
    policy = window.policy("voorjaar", SPRING, "total", "")
    window.does("round", "open", "voorjaar", "--policy", policy, *MAKER)
    assert "staat pas vast als het tijdvak is gesloten" in window.refused("WBI-2", *WHY, *DAY)
    assert window.says("round", "marginal", "voorjaar") == []


@pytest.mark.slow(
    sample="test_its_letter_cites_the_article_it_is_paid_in_two_and_anybody_can_divide_again"
)
def test_it_names_one_application_and_gives_nothing_to_another_that_comes_to_cross(
    window: Window,
) -> None:
    window.divided("voorjaar", SPRING, FIRST)
    window.does("round", "marginal", "voorjaar", "WBI-2", *WHY, *DAY, *MAKER)
    window.does("round", "marginal", "voorjaar", "--confirm", *DAY, *SECOND)
    window.does("allocate", "--round", "voorjaar", *MAKER)
    window.does("withdraw", "WBI-1", "--round", "voorjaar", "--date", "2026-04-21", "--reason",
                "brief van de gemeente", *MAKER)  # fmt: skip
    # WBI-2 fits by itself now, and WBI-3 crosses: nobody decided on that one.
    awards = window.says("allocate", "--round", "voorjaar", *MAKER)["awards"]
    given = {one["application_id"]: one["amount"] for one in awards}
    assert (given["WBI-2"], given["WBI-3"]) == (4 * MLN, 0)
    assert window.balances("voorjaar")["woningbouwimpuls", 2027]["reserved"] == 0
    # What was decided is taken back as it was taken.
    day = ("--date", "2026-04-22")
    assert window.marginal("WBI-2", "--undo", *WHY, *day).code == 0
    assert window.marginal("--confirm", *day, who=SECOND).code == 0
    (told,) = window.says("round", "marginal", "voorjaar") or [{"application": ""}]
    assert told["application"] == ""
    window.does("allocate", "--round", "voorjaar", *MAKER)
    (told,) = window.says("round", "marginal", "voorjaar")
    assert told["application"] == "WBI-3"


def test_a_policy_file_cannot_decide_it_beforehand(window: Window) -> None:
    path = window.policy("voorjaar", SPRING, "total", "")
    text = path.read_text(encoding="utf-8")
    made = '[[marginal]]\ninstrument = "woningbouwimpuls"\napplication = "WBI-2"\n'
    path.write_text(f"{text}\n{made}", encoding="utf-8")
    told = window.verdeel("round", "open", "voorjaar", "--policy", path, *MAKER)
    assert told.code == 5
    assert 'na het tijdvak beslist, met "verdeel round marginal"' in one_sentence(told)
    checked = window.verdeel("policy", "check", path).out
    assert "regel 28, marginal: Dat wordt na het tijdvak beslist" in checked
