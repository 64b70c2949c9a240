"""A round after its letters: paid, withdrawn, given to the next, changed, revoked; after each step
the trail, the ledger and the rules at the door hold, and hledger accepts the journal."""

import csv
import json
from pathlib import Path
from typing import Any

from .after import MLN, OF, WEIGHED, After, gb, wbi
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
    ],
}
WHY = ("--reason", "De gemeente heeft dit gevraagd en toegelicht.")


def standings(after: After) -> dict[str, str]:
    """Where each award stands, as the list of applications tells it."""
    told = after.says("round", "applications", after.says("round", "status", OF[1])["round"])
    return {one["application_id"]: one["standing"] for one in told if one["standing"]}


def test_what_was_granted_is_paid_freed_given_changed_and_revoked(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    after = After(desk, verdeel).written(samples, CITED)
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
    after.sound()
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

    told = standings(after)
    assert [told[f"GB-{k}"] for k in (1, 2, 3, 4, 5)] == [
        "revoked", "changed", "paid", "released", "paid",
    ]  # fmt: skip
    _told_everywhere(after, verdeel)
    _its_letters_are_those_of_the_office(after)


def _told_everywhere(after: After, verdeel: Verdeel) -> None:
    """What happened stands in explain, the status, the report and the open data."""
    said = after.does("explain", "GB-5", *OF).replace("\u00a0", " ")
    assert (
        "Stand van de toekenning: betaald; verplicht is € 1.000.000, betaald € 1.000.000." in said
    )
    assert "Uit de reserve toegekend op 22-06-2026: € 1.000.000" in said
    assert "Plaats op de reservelijst" in after.does("explain", "GB-6", *OF)
    status = after.says("round", "status", OF[1])
    assert status["awards"]["betaald"] == 5
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
    for folder in ("brieven", "later", "reserve"):
        told = after.gives("audit", "verify", "--letters", after.desk / folder)
        assert told.code == 0, (folder, told.err)
    for folder, name, other in (
        ("later", "wijziging_GB-2.pdf", "wijziging_GB-9.pdf"),
        ("later", "intrekkingsbesluit_GB-1.pdf", "intrekkingsbesluit_GB-2.pdf"),
        ("reserve", "GB-5.pdf", "GB-6.pdf"),
    ):
        path = after.desk / folder / name
        whole = path.read_bytes()
        path.write_bytes(whole + b"\n")
        path.with_name(other).write_bytes(whole)
        told = after.gives("audit", "verify", "--letters", path.parent)
        assert told.code == 3
        assert f"{name} is niet de brief" in told.err
        assert f"{other} is geen brief van het kantoor" in told.err
        path.with_name(other).unlink()
        path.unlink()
        told = after.gives("audit", "verify", "--letters", path.parent)
        assert f"{name} ontbreekt" in told.err
        path.write_bytes(whole)
