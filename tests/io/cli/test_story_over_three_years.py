"""Three years of two rounds: what gets built, what is settled, and what the next round finds.

One project stalls, one is finished, of one nobody hears; a grant is fixed lower and claimed back
in parts; the second round opens with what the first left and charged ahead. After every step the
trail, the ledgers of both rounds and the rules at the door hold, and hledger agrees.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io.reports.open_data.outside.recompute import examined

from .after import After
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .monitoring import Row, each, filled
from .settling import WHY, account, file_of
from .test_following_rounds import MLN, SPRING, Following, gb, wbi

FIRST, NEXT = "voorjaar", "vervolg"
FINISHED, STALLED, SILENT, AHEAD = "GB-1", "WBI-1", "WBI-2", "WBI-3"
ROWS: dict[str, list[dict[str, Any]]] = {
    "gebiedsbudget": [
        gb(FINISHED, 4, Resterend_tekort=9_000_000, Compensabele_btw=500_000),
    ],
    "woningbouwimpuls": [
        wbi(STALLED, 3, Gemeentecode="GM0599", Score_noodzaak=9),
        wbi(SILENT, 1, Score_noodzaak=8),
        wbi(AHEAD, 4, Gemeentecode="GM0518", Score_noodzaak=7),
    ],
}  # fmt: skip
LATER: dict[str, Any] = {
    "opens": "2028-03-01", "closes": "2028-03-31", "decision": "2028-06-01",
}  # fmt: skip
DAY = datetime(2028, 3, 16, 10, 0)  # noqa: DTZ001 - as a workbook has it
D = date


class Life(Following):
    """Two rounds of one database, with what is done in each of them by day."""

    def at(self, command: str, number: str, on: str, *more: str, by: Any = MAKER) -> Any:
        """A command about an award of the first round."""
        words = command.split()
        return self.says(*words, number, "--round", FIRST, "--date", on, *more, *by)

    def both(self, command: str, number: str, on: str, *more: str, letter: bool = True) -> Any:
        """Proposed by one and taken by another, with its letter; and everything holds after it."""
        self.at(command, number, on, *more)
        out = ("--out", str(self.desk / "afrekening")) if letter else ()
        told = self.at(command, number, on, "--confirm", *out, by=APPROVER)
        self.holds()
        return told

    def repaid(self, amount: str, on: str, reference: str, *more: str) -> Any:
        paid = ("--amount", amount, "--reference", reference, *more)
        return self.both("reclaim repaid", FINISHED, on, *paid, letter=False)

    def holds(self) -> None:
        self.sound(*self.there())

    def there(self) -> list[str]:
        return [name for name in (FIRST, NEXT) if (self.desk / f"{name}.toml").is_file()]

    def letters(self, name: str, on: str) -> None:
        out = self.desk / f"brieven_{name}"
        self.does("letters", "--round", name, "--out", out, "--date", on, "--no-word", *MAKER)

    def pays(self, name: str, ordered: str, **amounts: str) -> None:
        """Everything that is due, ordered on a day and carried out five days later."""
        of = ("--round", name)
        self.does("pay", "order", *of, "--date", ordered, *MAKER)
        paid = (D.fromisoformat(ordered) + timedelta(days=5)).isoformat()
        for key, amount in amounts.items():
            number = key.replace("_", "-")
            self.does("pay", "confirm", number, *of, "--date", paid, "--amount", amount,
                      "--reference", f"B-{number}", *SECOND)  # fmt: skip
        self.holds()

    def reports(self, code: str, on: str, change: Any) -> Any:
        """A report of a municipality on its workbook, loaded on a day."""
        path = self.desk / "sjablonen" / f"voortgang_{code}.xlsx"
        sent = filled(path, self.desk / f"{code}_{on}.xlsx", change)
        (told,) = self.says("monitor", "load", sent, "--date", on, *MAKER)["files"]
        self.holds()
        return told

    def next_of(self, number: str, on: str, name: str = FIRST) -> str:
        """What presses most about an award on a day: its command."""
        told = self.says("explain", number, "--round", name, "--date", on)["next_term"]
        return "" if told is None else str(told["command"])


@pytest.fixture
def life(desk: Path, samples: Path, verdeel: Verdeel) -> Life:
    return Life(desk, samples, verdeel)


def stalled(rows: list[Row]) -> list[Row]:
    """Nothing has begun, and what was promised within three years comes in the fifth."""
    return [{**one, "Peildatum": D(2028, 1, 1), "Start bouw": D(2031, 3, 3)} for one in rows]


FINISHED_ROWS = each(
    Vergunning_op=D(2026, 9, 1), Start_bouw=D(2026, 11, 2), Gereed_op=D(2027, 4, 15),
    Peildatum=D(2027, 6, 1), Maatregelen_gereed=D(2027, 5, 3),
)  # fmt: skip


@pytest.mark.slow(
    sample="tests/io/cli/test_story_of_settling.py::test_awards_are_accounted_for_fixed_claimed_back_and_repaid"
)
def test_two_rounds_from_their_awards_to_what_came_back_of_them(life: Life) -> None:
    # 2026: the first round. WBI-3 crosses the ceiling: two of its four million are charged ahead.
    given = life.divided(FIRST, SPRING, ROWS)
    assert given == {
        FINISHED: ("granted", 4 * MLN), STALLED: ("granted", 3 * MLN),
        SILENT: ("granted", 1 * MLN), AHEAD: ("granted", 4 * MLN),
    }  # fmt: skip
    life.does("approve", "--round", FIRST, *APPROVER)
    life.letters(FIRST, "2026-06-03")
    life.holds()
    life.pays(FIRST, "2026-06-10", GB_1="€ 3,5 mln", WBI_1="€ 3 mln", WBI_2="€ 1 mln",
              WBI_3="€ 2 mln")  # fmt: skip
    table = life.years()
    assert table["woningbouwimpuls", 2027]["committed"] == 2 * MLN
    assert table["gebiedsbudget", 2026]["paid"] == 4 * MLN

    # 2027: what was charged ahead is paid; one is finished and accounts for the last time, with a
    # lower shortfall.
    life.pays(FIRST, "2027-02-01", WBI_3="€ 2 mln")
    life.does("monitor", "template", FIRST, "--out", life.desk / "sjablonen", *MAKER)
    assert life.reports("GM0363", "2027-06-28", FINISHED_ROWS)["new"] == [FINISHED]
    lines = account(FINISHED, "GM0363", "4.000.000", werkelijk_tekort="6.000.000", woningen="400",
                    betaalbare_woningen="300")  # fmt: skip
    sent = file_of(After(life.desk, life.verdeel), lines)
    life.says("account", "load", sent, "--round", FIRST, "--date", "2027-07-12", *MAKER)
    life.holds()
    assert life.next_of(FINISHED, "2027-09-01").startswith(f"verdeel settle {FINISHED}")
    fixed = life.both("settle", FINISHED, "2027-10-04", *WHY)
    assert (fixed["final"], fixed["above_payable"], fixed["above_vat"]) == (
        266_666_666, 116_666_667, 16_666_667,
    )  # fmt: skip
    out = ("--out", str(life.desk / "afrekening"))
    life.at("reclaim intend", FINISHED, "2027-10-11", *WHY, *out)
    life.holds()
    claim = life.both("reclaim decide", FINISHED, "2027-11-01", *WHY)
    assert (claim["payable"], claim["vat"], claim["pay_by"]) == (
        116_666_667, 16_666_667, "2027-12-13",
    )  # fmt: skip
    parts = ("--part", "2028-02-29=€ 500.000", "--part", "2028-09-01=€ 666.666,67")
    life.both("reclaim arrange", FINISHED, "2027-12-06", *WHY, *parts)

    # 2028: asked for, one reports that it stalls, and two stay silent until they are reminded.
    asked = ("monitor", "ask", FIRST, "--date", "2027-11-22", "--until", "2028-01-17", *out)
    assert life.says(*asked, *MAKER)["municipalities"] == ["GM0344", "GM0363", "GM0518", "GM0599"]
    told = life.reports("GM0599", "2028-01-14", stalled)
    assert {one["code"] for one in told["findings"]} == {"MON-019"}
    remind = ("monitor", "remind", FIRST, "--date", "2028-01-24", "--until", "2028-02-14", *out)
    assert life.says(*remind, *MAKER)["applications"] == [FINISHED, SILENT, AHEAD]
    homes = life.says("round", "status", FIRST, "--date", "2028-02-01")
    assert homes["homes"] == {
        "promised": 1600, "reported": 800, "permitted": 400, "started": 400, "completed": 400,
        "at_risk": 400,
    }  # fmt: skip
    assert homes["reports_missing"] == [
        f"{FINISHED} (Amsterdam)",
        f"{SILENT} (Utrecht)",
        f"{AHEAD} ('s-Gravenhage)",
    ]
    life.repaid("€ 500.000", "2028-02-25", "ONTV-1")

    # The second round finds what is there: what came back is free, what is still out is not, and
    # the two million that the first charged ahead are gone.
    second = {
        "woningbouwimpuls": [wbi("WBI-8", 4, DAY, Gemeentecode="GM0014", Projectnaam="Noord",
                                 Start_bouw=D(2029, 9, 3))],
        "gebiedsbudget": [gb("GB-8", 20, DAY, Projectnaam="Ander plan", Sociale_huurwoningen=151,
                             Start_bouw=D(2029, 9, 3))],
    }  # fmt: skip
    assert life.divided(NEXT, LATER, second) == {
        "WBI-8": ("granted", 4 * MLN), "GB-8": ("granted", 20 * MLN),
    }  # fmt: skip
    opening = life.balances(NEXT)
    assert opening["woningbouwimpuls", 2028]["ceiling"] == 4 * MLN
    assert opening["gebiedsbudget", 2028]["ceiling"] == 56 * MLN + 50_000_000
    assert opening["", 2028]["ceiling"] == (100 - 12) * MLN + 50_000_000
    life.does("approve", "--round", NEXT, *APPROVER)
    life.letters(NEXT, "2028-06-05")
    life.holds()
    life.pays(NEXT, "2028-06-12", GB_8="€ 20 mln", WBI_8="€ 4 mln")

    # The last part is late: reminded, paid, and the part of the fund with it.
    reminder = life.at("reclaim remind", FINISHED, "2028-09-04", *out)
    assert (reminder["amount"], reminder["pay_by"]) == (66_666_667, "2028-09-18")
    life.does("round", "archive", FIRST, "--date", "2030-01-02", *APPROVER)
    life.repaid("€ 666.666,67", "2028-09-15", "ONTV-2")
    done = life.repaid("€ 166.666,67", "2028-10-02", "BCF-1", "--fund")
    assert (done["left"], done["left_of_fund"]) == (0, 0)
    # Thirteen days of interest, from the day after the last one to the day before it came.
    rate = ("--rate", "2028-07-01=4", "--source", "Stb. 2028, 123")
    interest = life.both("reclaim interest", FINISHED, "2028-10-09", *WHY, *rate)
    assert (interest["amount"], interest["next"]["by"]) == (94_717, "2028-11-20")
    received = life.repaid("€ 947,17", "2028-11-20", "RENTE-1", "--interest")
    assert (received["interest_left"], received["next"]) == (0, None)
    life.holds()
    table = life.years()
    assert sum(one["reclaimed"] for (name, _), one in table.items() if name) == 0
    assert table["gebiedsbudget", 2026]["settled"] == 266_666_666

    # Both are told, and can be done over by somebody who has only the file.
    for name in (FIRST, NEXT):
        report, pack = life.desk / f"rapport_{name}", life.desk / f"{name}.zip"
        life.does("report", "--round", name, "--out", report)
        assert examined(report / "open_data").holds
        life.does("bundle", "--round", name, "--out", pack)
        assert life.verdeel("replay", pack).code == 0
    page = (life.desk / f"rapport_{FIRST}" / "report.html").read_text("utf-8")
    assert 'id="progress"' in page
    assert 'id="ended"' in page
    letters = sorted(path.stem for path in (life.desk / "afrekening").glob("*.pdf"))
    assert letters == [
        "aanmaning_GB-1", "betalingsregeling_GB-1", "rentebesluit_GB-1", "terugvordering_GB-1",
        "vaststelling_GB-1",
        "voornemenvordering_GB-1", "voortgangsherinnering_GM0344-WBI",
        "voortgangsherinnering_GM0363-GB", "voortgangsherinnering_GM0518-WBI",
        "voortgangsverzoek_GM0344-WBI", "voortgangsverzoek_GM0363-GB",
        "voortgangsverzoek_GM0518-WBI", "voortgangsverzoek_GM0599-WBI",
    ]  # fmt: skip
