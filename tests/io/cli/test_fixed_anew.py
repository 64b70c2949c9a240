"""An award that an objection raises after it was fixed, or after a claim: fixed anew, and paid."""

from pathlib import Path

import pytest

from verdeelsleutel.io import cli

from ..letters.pages import flat, page_texts
from .after import MLN, OF, OTHER_APPROVER, POLICY, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .settling import WHY, Settling, account
from .test_earlier_rounds import OPTIMISE

CUT = POLICY.replace(
    'rule = "closed_list"\nceiling = "€ 60 mln"', f'{OPTIMISE}\nceiling = "€ 3 mln"'
).replace('rule = "rank"\nceiling = "€ 6 mln"', f'{OPTIMISE}\nceiling = "€ 3 mln"')
DESPITE = ("--despite-objection", "De verantwoording is er, en de termijn loopt dit jaar af.")
GB, WBI = "GM0363", "GM0599"


@pytest.fixture(scope="module")
def objected(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> After:
    """GB-1 and WBI-1 got three of the four million that they ask, were paid, and objected."""
    made = After(tmp_path_factory.mktemp("opnieuw"), quietly).written(samples, CUT)
    made.decided({
        "gebiedsbudget": [gb("GB-1", 4, Minimaal_bedrag=1_000_000)],
        "woningbouwimpuls": [wbi("WBI-1", 4, Gemeentecode=WBI, Minimaal_bedrag=1_000_000)],
    })  # fmt: skip
    for one in made.order("GB-1", "WBI-1")["orders"]:
        paid = f"€ {one['payable'] / 100:.2f}".replace(".", ",")
        made.confirm(one["application_id"], paid)
    for at, number in enumerate(("GB-1", "WBI-1"), 1):
        made.does("objection", "open", number, "--channel", "post",
            *OF, "--received", "2026-07-01", "--date",
                  "2026-07-01", *WHY, *SECOND)  # fmt: skip
        made.does("objection", "hear", f"BZ-{at}", *OF, "--held", "--by", "mr. V. Zitter", "--by",
                  "B. Dekker", "--date", "2026-08-10", *WHY, *SECOND)  # fmt: skip
    made.sound()
    return made


@pytest.fixture
def ends(objected: After, desk: Path, verdeel: Verdeel) -> Settling:
    return Settling(objected.copied(desk, verdeel))


def wins(ends: Settling, name: str, on: str) -> str:
    """The objection is founded: four million. What its letter says."""
    ends.after.does("objection", "decide", name, *OF, "--outcome", "founded", "--amount", "€ 4 mln",
                    "--date", on, *WHY, *OTHER_APPROVER, "--out",
                    ends.after.desk / "b")  # fmt: skip
    ends.after.sound()
    pdf = ends.after.desk / "b" / f"bezwaar_besluit_{name}.pdf"
    return flat(" ".join(page_texts(pdf.read_bytes()))).replace("\u00a0", " ")


def fixed(ends: Settling, shortfall: str) -> None:
    ends.load(account("GB-1", GB, "3.000.000", werkelijk_tekort=shortfall))
    ends.both("settle", "GB-1", "2027-10-04", *WHY, *DESPITE)


def to_pay(ends: Settling, day: str) -> dict[str, bool]:
    """The last days to pay the Gebiedsbudget by the calendar of a day, and whether each passed."""
    terms = ends.after.says("calendar", "--date", day, "--scheme", "GB")["terms"]
    paying = [one for one in terms if one["what"]["nl"].startswith("de uitkering betalen")]
    return {one["first"]: one["late"] for one in paying}


def published(ends: Settling) -> None:
    """What is published of it can be recomputed by an outsider."""
    out = ends.after.desk / "rapport"
    ends.after.does("report", *OF, "--out", out)
    assert cli.run(["recompute", str(out / "open_data")]) == 0


def test_what_was_fixed_is_fixed_anew_by_its_own_decision_and_what_is_missing_is_paid(
    ends: Settling,
) -> None:
    fixed(ends, "9.000.000")
    letter = wins(ends, "BZ-1", "2027-10-20")
    assert "Ik stel haar daarom opnieuw vast, bij een apart besluit." in letter
    assert "Wat u meer krijgt, betaal ik uiterlijk op" not in letter
    assert (ends.after.on("committed"), ends.after.on("settled")) == (4 * MLN, 3 * MLN)
    said = ends.after.refused("pay", "order", "GB-1", *OF, "--date", "2027-10-25", *MAKER)
    assert "Stel eerst opnieuw vast: verdeel settle GB-1" in said
    ends.load(account("GB-1", GB, "4.000.000", werkelijk_tekort="9.000.000"), on="2027-10-25")
    made = ends.both("settle", "GB-1", "2027-11-01", *WHY)
    assert (made["final"], made["missing"], made["replaces"]) == (4 * MLN, MLN, "2027-10-04")
    ends.after.sound()
    letter = flat(" ".join(page_texts(
        (ends.after.desk / "afrekening" / "vaststelling_GB-1.pdf").read_bytes()
    )))  # fmt: skip
    assert "komt daarom in de plaats van dat van 4 oktober 2027" in letter
    assert "is € 1.000.000 nog niet betaald" in letter.replace("\u00a0", " ")
    assert to_pay(ends, "2027-12-13") == {"2027-12-13": False}
    assert to_pay(ends, "2027-12-14") == {"2027-12-13": True}
    (order,) = ends.after.order("GB-1", on="2027-11-08")["orders"]
    assert (order["charged"], order["due"]) == (MLN, "2027-12-13")
    paid = f"€ {order['payable'] / 100:.2f}".replace(".", ",")
    ends.after.confirm("GB-1", paid, on="2027-11-10")
    ends.after.sound()
    assert to_pay(ends, "2027-12-14") == {}
    assert ends.after.on("advanced") + ends.after.on("settled") == 4 * MLN
    said = ends.refused("settle", "GB-1", "2027-12-01", *WHY)
    assert "al vastgesteld" in said
    published(ends)


def test_only_a_supplement_is_recalculated_by_its_costs(ends: Settling) -> None:
    typed = ("reclaim", "recalculate", "WBI-1", *OF, "--costs", "€ 1 mln")
    assert "WBI-1 is geen toeslag op kosten." in ends.after.gives(*typed).err


def test_the_letter_names_the_last_day_on_which_what_is_added_is_paid(ends: Settling) -> None:
    letter = wins(ends, "BZ-2", "2026-08-20")
    assert "Wat u meer krijgt, betaal ik uiterlijk op 1 oktober 2026: zes weken na" in letter
    (order,) = ends.after.order("WBI-1", on="2026-08-25")["orders"]
    assert (order["charged"], order["due"]) == (MLN, "2026-10-01")


@pytest.mark.slow(
    sample="test_what_was_fixed_is_fixed_anew_by_its_own_decision_and_what_is_missing_is_paid"
)
def test_fixed_anew_is_the_same_share_of_the_real_shortfall_and_never_lower(
    ends: Settling,
) -> None:
    fixed(ends, "6.000.000")
    wins(ends, "BZ-1", "2027-10-20")
    assert ends.after.on("committed") == 3 * MLN
    lower = ("--final", "€ 1,9 mln", "--obligations", "--not-heard", "own_data")
    said = ends.after.refused("settle", "GB-1", *OF, "--date", "2027-11-01", *WHY, *lower, *MAKER,
                              code=2)  # fmt: skip
    assert "maakt dat niet lager" in said
    made = ends.both("settle", "GB-1", "2027-11-01", *WHY)
    assert (made["final"], made["missing"], made["above"]) == (266_666_666, 0, 33_333_334)
    ends.after.sound()
    assert ends.after.on("committed") == 266_666_666
    published(ends)


@pytest.mark.slow(
    sample="test_what_was_fixed_is_fixed_anew_by_its_own_decision_and_what_is_missing_is_paid"
)
def test_what_is_raised_after_a_claim_is_paid_where_nothing_is_fixed(ends: Settling) -> None:
    ends.load(account("WBI-1", WBI, "3.000.000", rechtmatig="2.500.000", onrechtmatig="500.000"))
    ends.intend("WBI-1", "2027-10-04")
    ends.both("reclaim decide", "WBI-1", "2027-11-08", *WHY, *DESPITE)
    wins(ends, "BZ-2", "2027-11-20")
    (order,) = ends.after.order("WBI-1", on="2027-11-22")["orders"]
    assert (order["charged"], order["due"]) == (MLN, "2027-12-31")
    ends.after.confirm("WBI-1", "€ 1 mln", on="2027-11-24")
    ends.after.sound()
    assert ends.after.on("committed", "woningbouwimpuls") == 350_000_000
    published(ends)


def test_an_award_that_was_not_raised_is_fixed_once(ends: Settling) -> None:
    fixed(ends, "9.000.000")
    assert "nadat een bezwaar" in ends.refused("settle", "GB-1", "2027-11-01", *WHY)
    ends.after.does("objection", "decide", "BZ-1", *OF, "--outcome", "unfounded", "--date",
                    "2027-10-20", *WHY, *OTHER_APPROVER)  # fmt: skip
    assert "nadat een bezwaar" in ends.refused("settle", "GB-1", "2027-11-01", *WHY)
    assert ends.after.gives("settle", "GB-1", *OF, "--confirm", "--date", "2027-11-01", "--out",
                            ends.after.desk / "x", *APPROVER).code in (2, 3)  # fmt: skip
