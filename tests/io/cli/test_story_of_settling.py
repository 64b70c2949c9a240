"""Awards as far as their end: accounted for, fixed lower, claimed back in parts and repaid; after
each step the trail, the ledger and the rules at the door hold, and hledger accepts the journal."""

from pathlib import Path

from verdeelsleutel.io.reports.open_data.outside.recompute import examined

from .after import MLN, OF, After, gb, wbi
from .conftest import MAKER, Verdeel
from .settling import WHY, Settling, account


def test_awards_are_accounted_for_fixed_claimed_back_and_repaid(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    after = After(desk, verdeel).written(samples)
    after.decided({
        "gebiedsbudget": [gb("GB-1", 4)],
        "woningbouwimpuls": [wbi("WBI-1", 3, Gemeentecode="GM0599")],
    })  # fmt: skip
    ends = Settling(after)
    ends.paid(GB_1="€ 3,5 mln", WBI_1="€ 3 mln")
    after.sound()

    # The accounts over 2026 come in: the Gebiedsbudget has a lower shortfall, and of the
    # Woningbouwimpuls half a million was not spent and a quarter unlawfully.
    told = ends.load(
        account("GB-1", "GM0363", "4.000.000", werkelijk_tekort="6.000.000", woningen="410",
                betaalbare_woningen="250"),
        account("WBI-1", "GM0599", "2.500.000", rechtmatig="2.250.000", onrechtmatig="250.000"),
    )  # fmt: skip
    assert [one["version"] for one in told["new"]] == [1, 1]
    after.sound()

    # The Gebiedsbudget: 4/9 of 6 million, rounded down to the cent.
    fixed = ends.both("settle", "GB-1", "2027-10-04", *WHY)
    assert (fixed["most"], fixed["final"]) == (266_666_666, 266_666_666)
    assert fixed["article"].startswith("artikel 10, zesde lid")
    assert (fixed["above"], fixed["above_payable"], fixed["above_vat"]) == (
        133_333_334, 116_666_667, 16_666_667,
    )  # fmt: skip
    assert fixed["term"] == "2027-12-31"
    after.sound()
    assert (after.on("committed"), after.on("settled")) == (266_666_666, 266_666_666)
    assert (after.on("advanced"), after.on("released")) == (133_333_334, 133_333_334)

    ends.intend("GB-1", "2027-10-11")
    after.sound()
    claim = ends.both("reclaim decide", "GB-1", "2027-11-01", *WHY)
    assert (claim["payable"], claim["vat"], claim["lowered"]) == (116_666_667, 16_666_667, 0)
    assert claim["pay_by"] == "2027-12-13"
    after.sound()
    assert (after.on("reclaimed"), after.on("advanced")) == (133_333_334, 0)

    parts = ("--part", "2028-03-01=€ 500.000", "--part", "2028-09-01=€ 666.666,67")
    ends.both("reclaim arrange", "GB-1", "2027-12-06", *WHY, *parts)
    after.sound()
    paid = ("--amount", "€ 500.000", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "GB-1", "2028-02-25", *paid, letter=False)
    after.sound()
    assert "Aanmanen kan vanaf 02-09-2028" in ends.refused(
        "reclaim remind", "GB-1", "2028-08-31", "--out", str(desk / "afrekening")
    )
    reminder = ends.propose(
        "reclaim remind", "GB-1", "2028-09-04", "--out", str(desk / "afrekening")
    )
    assert (reminder["amount"], reminder["pay_by"]) == (66_666_667, "2028-09-18")
    paid = ("--amount", "€ 666.666,67", "--reference", "ONTV-2")
    ends.both("reclaim repaid", "GB-1", "2028-09-15", *paid, letter=False)
    paid = ("--amount", "€ 166.666,67", "--reference", "BCF-1", "--fund")
    done = ends.both("reclaim repaid", "GB-1", "2028-10-02", *paid, letter=False)
    assert (done["left"], done["left_of_fund"]) == (0, 0)
    after.sound()
    assert after.on("reclaimed") == 0

    # The Woningbouwimpuls is not fixed: announced, and told by its decision within the year.
    assert "wordt niet vastgesteld" in ends.refused("settle", "WBI-1", "2028-01-10", *WHY)
    notice = ends.intend("WBI-1", "2028-06-20")
    assert (notice["amount"], notice["notice_by"]) == (75_000_000, "2028-07-12")
    said = ("--said", "De grond is later geleverd, en het geld wordt alsnog besteed.")
    ends.propose("reclaim view", "WBI-1", "2028-06-28", *said)
    weighed = ("--view", "De termijn om te besteden is voorbij, zodat dit niet meer kan.")
    claim = ends.both("reclaim decide", "WBI-1", "2028-07-10", *WHY, *weighed)
    assert (claim["payable"], claim["lowered"]) == (75_000_000, 75_000_000)
    after.sound()
    assert after.on("committed", "woningbouwimpuls") == 225_000_000
    assert after.on("released", "woningbouwimpuls") == 75_000_000
    paid = ("--amount", "€ 750.000", "--reference", "ONTV-3")
    ends.both("reclaim repaid", "WBI-1", "2028-09-01", *paid, letter=False)
    after.sound()
    assert after.on("advanced", "woningbouwimpuls") == 225_000_000
    assert sorted(path.name for path in (desk / "afrekening").glob("*.pdf")) == [
        "aanmaning_GB-1.pdf", "aanzegging_WBI-1.pdf", "betalingsregeling_GB-1.pdf",
        "terugvordering_GB-1.pdf", "terugvordering_WBI-1.pdf", "vaststelling_GB-1.pdf",
        "voornemenvordering_GB-1.pdf",
    ]  # fmt: skip
    assert fixed["granted"] == 4 * MLN
    out = desk / "rapport"
    after.does("report", *OF, "--out", out, *MAKER)
    assert examined(out / "open_data").holds
    packed = desk / "ronde.zip"
    after.does("bundle", *OF, "--out", packed)
    replayed = verdeel("replay", packed)
    assert replayed.code == 0, replayed.out + replayed.err
