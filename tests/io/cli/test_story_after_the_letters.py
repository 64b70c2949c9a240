"""A round after its letters: paid, withdrawn, given to the next, changed, revoked, objected to.

After each step the trail, the ledger and the rules at the door hold, and hledger accepts it.
"""

import csv
import json
from pathlib import Path
from typing import Any

from .after import MLN, OF, OTHER_APPROVER, WEIGHED, After, gb, wbi
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .test_reserve_awards import CITED

ROWS: dict[str, list[dict[str, Any]]] = {
    "gebiedsbudget": [
        gb("GB-1", 1, Sociale_huurwoningen=900),
        gb("GB-2", 2, Sociale_huurwoningen=800),
        gb("GB-3", 1.5, Sociale_huurwoningen=700),
        gb("GB-4", 1.5, Sociale_huurwoningen=600),
        gb("GB-5", 1, Sociale_huurwoningen=300),
        gb("GB-6", 2.5, Sociale_huurwoningen=200),
    ],
    "woningbouwimpuls": [
        wbi("WBI-1", 2, Gemeentecode="GM0599"),
        wbi("WBI-2", 2, Gemeentecode="GM0518"),
        wbi("WBI-3", 2, Gemeentecode="GM0363"),
        wbi("WBI-4", 2, Gemeentecode="GM0344", Score_noodzaak=6),
        wbi("WBI-5", 1, Gemeentecode="GM0014", Score_noodzaak=6),
    ],
}
EMPTIED = CITED.replace('objection_reserve = "€ 5 mln"', 'objection_reserve = "€ 2,5 mln"')
WHY = ("--reason", "De gemeente heeft dit gevraagd en toegelicht.")


def standings(after: After) -> dict[str, str]:
    """Where each award stands, as the list of applications tells it."""
    told = after.says("round", "applications", after.says("round", "status", OF[1])["round"])
    return {one["application_id"]: one["standing"] for one in told if one["standing"]}


def test_what_was_granted_is_paid_objected_to_freed_given_changed_and_revoked(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    after = After(desk, verdeel).written(samples, EMPTIED)
    after.decided(ROWS)
    given = {f"GB-{k}" for k in (1, 2, 3, 4)} | {f"WBI-{k}" for k in (1, 2, 3)}
    assert standings(after) == dict.fromkeys(sorted(given), "committed")
    after.sound()

    # All but one are paid by the file of the financial system.
    orders = sorted(given - {"GB-4"})
    after.says(
        "pay", "order", *orders, *OF, "--date", "2026-06-10", "--out", desk / "betalen", *MAKER
    )
    (path,) = (desk / "betalen").iterdir()
    told = after.says("pay", "confirm", *OF, "--file", after.filled(path), *SECOND)
    assert len(told["confirmed"]) == 6
    assert after.on("advanced") == 450_000_000
    after.sound()

    # One that was not paid is withdrawn, and the next gets what came free.
    gone = ("withdraw", "GB-4", *OF, "--date", "2026-06-16", "--reason", "brief 41", *MAKER)
    after.does(*gone)
    after.sound()
    award = ("reserve", "award", "GB-5", *OF, "--date")
    after.does(*award, "2026-06-18", *WHY, *MAKER)
    after.does(*award, "2026-06-22", "--confirm", "--out", desk / "reserve", *APPROVER)
    after.sound()
    assert after.on("committed") == 550_000_000
    after.order("GB-5", on="2026-06-24")
    after.confirm("GB-5", "€ 875.000", on="2026-06-26")
    after.sound()

    # One is lowered upon request, and one is revoked: both had been paid.
    whole = ("--with", "a,b,c,d,e,f,g", "--amount", "€ 1,5 mln")
    after.does("change", "request", "GB-2", *OF, "--date", "2026-07-01", *WHY, *whole, *MAKER)
    change = ("change", "decide", "GB-2", *OF, "--date")
    after.does(*change, "2026-07-08", *WHY, *MAKER)
    after.does(*change, "2026-07-10", "--confirm", "--out", desk / "later", *APPROVER)
    after.sound()
    revoke = ("revoke", "GB-1", *OF, "--date")
    why = ("--ground", "obligations", "--not-heard", "own_data", *WEIGHED)
    after.does(*revoke, "2026-07-13", *WHY, *why, *MAKER)
    after.does(*revoke, "2026-07-15", "--confirm", "--out", desk / "later", *APPROVER)
    after.sound()
    assert (after.on("committed"), after.on("advanced")) == (4 * MLN, 550_000_000)

    assert "Plaats op de reservelijst" in after.does("explain", "GB-6", *OF)
    _objected_to(after)

    told = standings(after)
    assert [told[f"GB-{k}"] for k in (1, 2, 3, 4, 5, 6)] == [
        "revoked", "changed", "paid", "released", "paid", "paid",
    ]  # fmt: skip
    assert told["WBI-5"] == "paid"
    _told_everywhere(after, verdeel)
    _its_letters_are_those_of_the_office(after)


def _objected_to(after: After) -> None:
    """One is won within the reserve, one is late, one of no party, and one won when it is empty."""
    party = ("--objector", "Stichting Uitzicht")
    for number, received, more in (
        ("GB-6", "2026-07-14", ()), ("WBI-4", "2026-07-17", ()), ("GB-3", "2026-07-15", party),
        ("WBI-5", "2026-07-15", ()),
    ):  # fmt: skip
        day = ("--received", received, "--date", "2026-07-17")
        after.does(
            "objection", "open", number, "--channel", "post", *OF, *day, *WHY, *more, *SECOND
        )
    # A day late, and nobody knows when it was posted: it has two weeks to show that.
    after.does("objection", "posting", "BZ-2", *OF, "--date", "2026-07-20", *SECOND)
    held = ("--held", "--by", "mr. V. Zitter", "--by", "B. Dekker")
    for at in (1, 2, 3, 4):
        after.does("objection", "hear", f"BZ-{at}", *OF, *held, "--date", "2026-08-10", *WHY,
                   *SECOND)  # fmt: skip
    for at, outcome, more in (
        (1, "founded", ("--amount", "€ 2,5 mln")),
        (2, "inadmissible", ("--ground", "late")),
        (3, "inadmissible", ("--ground", "no_party")),
        (4, "founded", ("--amount", "€ 1 mln")),
    ):
        decides = ("objection", "decide", f"BZ-{at}", *OF, "--outcome", outcome, "--date")
        out = ("--out", after.desk / "bezwaar")
        after.does(*decides, "2026-08-20", *more, *WHY, *out, *OTHER_APPROVER)
        after.sound()
    made = [one["decision"] for one in after.says("objection", "list", *OF)]
    assert [(one["from_reserve"], one["beyond"]) for one in made] == [
        (250_000_000, 0), (0, 0), (0, 0), (0, MLN),
    ]  # fmt: skip
    after.does("objection", "cover", "BZ-4", *OF, "--date", "2026-08-21", "--reason",
               "Begrotingsartikel 1, onderdeel woningbouw.", *APPROVER)  # fmt: skip
    for number in ("GB-6", "WBI-5"):
        (order,) = after.order(number, on="2026-08-24")["orders"]
        paid = f"€ {order['payable'] / 100:.2f}".replace(".", ",")
        after.confirm(number, paid, on="2026-08-26")
        after.sound()
    with (after.desk / "bezwaar" / "bezwaren.csv").open(encoding="utf-8-sig") as file:
        kept = [(r["aanvraagnummer"], r["uitkomst"]) for r in csv.DictReader(file, delimiter=";")]
    assert kept == [
        ("GB-6", "beslissing op bezwaar: gegrond"),
        ("WBI-4", "beslissing op bezwaar: niet-ontvankelijk"),
        ("GB-3", "beslissing op bezwaar: niet-ontvankelijk"),
        ("WBI-5", "beslissing op bezwaar: gegrond"),
    ]


def _told_everywhere(after: After, verdeel: Verdeel) -> None:
    """What happened stands in explain, the status, the report and the open data."""
    said = after.does("explain", "GB-5", *OF).replace("\u00a0", " ")
    assert (
        "Stand van de toekenning: betaald; verplicht is € 1.000.000, betaald € 1.000.000." in said
    )
    assert "Uit de reserve toegekend op 22-06-2026: € 1.000.000" in said
    status = after.says("round", "status", OF[1])
    assert status["awards"]["betaald"] == 7
    assert status["awards"]["ingetrokken besluit"] == 1
    out = after.desk / "rapport"
    after.does("report", *OF, "--out", out, *MAKER)
    lines = (out / "open_data" / "decisions.csv").read_text("utf-8-sig").splitlines()
    rows = {row["application_id"]: row for row in csv.DictReader(lines)}
    assert [rows["GB-1"][key] for key in ("standing", "revoked_on", "paid_eur")] == [
        "revoked", "2026-07-15", "1000000.00",
    ]  # fmt: skip
    given = ("standing", "from_reserve_on", "still_committed_eur")
    assert [rows["GB-5"][key] for key in given] == ["paid", "2026-06-22", "1000000.00"]
    assert (rows["GB-2"]["changed_on"], rows["GB-2"]["still_committed_eur"]) == (
        "2026-07-10", "1500000.00",
    )  # fmt: skip
    giving = json.loads((out / "open_data" / "360giving.json").read_text("utf-8"))
    amounts = {one["id"].partition("besluit-")[2]: one["amountAwarded"] for one in giving["grants"]}
    assert {"GB-1", "GB-4"}.isdisjoint(amounts)
    assert [amounts["GB-2"], amounts["GB-5"]] == [1_500_000, 1_000_000]
    page = (out / "report.html").read_text("utf-8").replace("\u00a0", " ")
    assert "toegekend uit de reserve op 22 juni 2026" in page
    assert "bij besluit ingetrokken op 15 juli 2026" in page
    packed = after.desk / "ronde.zip"
    after.does("bundle", *OF, "--out", packed)
    told = verdeel("replay", packed)
    assert told.code == 0, told.out + told.err


def _its_letters_are_those_of_the_office(after: After) -> None:
    """Each letter of a later decision is made anew, whatever was paid and decided since; one that
    is another, of nobody, or gone is named."""
    for folder in ("later", "reserve", "bezwaar"):
        told = after.gives("audit", "verify", "--letters", after.desk / folder)
        assert told.code == 0, (folder, told.err)
    path = after.desk / "later" / "wijziging_GB-2.pdf"
    whole = path.read_bytes()
    path.write_bytes(whole + b"\n")
    path.with_name("wijziging_GB-9.pdf").write_bytes(whole)
    path.with_name("intrekkingsbesluit_GB-1.pdf").unlink()
    told = after.gives("audit", "verify", "--letters", path.parent)
    assert told.code == 3
    assert "wijziging_GB-2.pdf is niet de brief" in told.err
    assert "wijziging_GB-9.pdf is geen brief van het kantoor" in told.err
    assert "intrekkingsbesluit_GB-1.pdf ontbreekt" in told.err
