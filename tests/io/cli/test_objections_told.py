"""Where an objected decision stands, in every output and in the file for who objects."""

import csv
import hashlib
import json

import pytest

from verdeelsleutel.io import cli

from .objecting import (
    DECIDER,
    HANDLER,
    OF,
    balanced,
    decides,
    desk,
    hears,
    home,
    opens,
    plain,
    told,
)
from .orders import Desk
from .test_unknown import ROUND

__all__ = ["desk", "home"]  # fixtures


def test_every_output_tells_where_an_objected_decision_stands(desk: Desk) -> None:
    opens(desk, "C")
    opens(desk, "G")
    status = told(desk, "round", "status", ROUND, "--date", "2026-08-20")
    assert status["objections"] == ["BZ-1 (C)", "BZ-2 (G)"]
    assert any("beslissen loopt tot en met 27-08-2026" in w["sentence"] for w in status["warnings"])
    late = told(desk, "round", "status", ROUND, "--date", "2026-08-28")
    assert any("beslissen verstreek op 27-08-2026" in w["sentence"] for w in late["warnings"])
    desk.asks("explain", "C", *OF)
    assert "Bezwaar BZ-1, ontvangen op 01-07-2026, is nog niet beslist." in plain(desk)
    assert desk.give(desk_keeper(), "round", "archive", ROUND, "--date", "2026-08-28") == 3
    assert "Op BZ-1, BZ-2 is nog niet beslist" in plain(desk)
    for name in ("BZ-1", "BZ-2"):
        hears(desk, name)
    assert decides(desk, "BZ-1", "founded", "--set", "homes.social_rent=120") == 0
    assert decides(desk, "BZ-2", "founded", "--amount", "€ 2 mln") == 0
    assert told(desk, "round", "status", ROUND)["asks_cover"] == ["BZ-2 (G, €\u00a01.000.000)"]
    explained = told(desk, "explain", "C", *OF)
    assert (explained["decision"], explained["amount_now"]) == ("revised", 200_000_000)
    desk.asks("explain", "C", *OF)
    assert "Na bezwaar is het bedrag € 2.000.000." in plain(desk)
    lines = {one["application_id"]: one for one in told(desk, "round", "applications", ROUND)}
    assert (lines["C"]["decision"], lines["A"]["decision"]) == ("revised", "sent")
    assert lines["C"]["objections"][0]["outcome"] == "founded"
    for day, found in (("2026-07-16", "sent"), ("2026-07-17", "final")):
        on = told(desk, "round", "applications", ROUND, "--date", day)
        assert next(o for o in on if o["application_id"] == "A")["decision"] == found, day
    for day, found in (("2026-10-01", "revised"), ("2026-10-02", "final")):
        on = told(desk, "round", "applications", ROUND, "--date", day)
        assert next(o for o in on if o["application_id"] == "C")["decision"] == found, day
    out = desk.folder / "rapport"
    assert desk.asks("report", *OF, "--out", str(out)) == 0, desk.said
    page = (out / "report.html").read_text("utf-8").replace("\u00a0", " ")
    assert "bezwaar BZ-1 gegrond op 20 augustus 2026" in page
    with (out / "open_data" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        published = {line["application_id"]: line for line in csv.DictReader(file)}
    assert published["C"]["objections"] == "BZ-1:founded"
    assert published["C"]["still_committed_eur"] == "2000000.00"
    assert published["C"]["added_on_objection_eur"] == "2000000.00"
    assert (published["A"]["objections"], published["A"]["added_on_objection_eur"]) == ("", "0.00")
    assert cli.run(["recompute", str(out / "open_data")]) == 0


def desk_keeper() -> str:
    """Who archives a round."""
    return DECIDER


def test_the_comparison_file_checks_the_order_and_shows_no_secret(desk: Desk) -> None:
    opens(desk, "G")
    out = desk.folder / "inzage"
    show = ("objection", "file", "BZ-1", *OF, "--date", "2026-07-20", "--out", str(out))
    assert desk.give(HANDLER, *show) == 0, desk.said
    written = out / "vergelijking_BZ-1.csv"
    raw = written.read_bytes()
    for secret in (b"Geheim", b"geheim@", b"7654321", b"7.654.321", b"Proefkade"):
        assert secret not in raw, secret
    with written.open(encoding="utf-8-sig") as file:
        shown = {line["aanvraag"]: line for line in csv.DictReader(file, delimiter=";")}
    assert set(shown) == {"A", "B", "C", "D", "F", "G"}
    assert shown["C"]["gevraagd"] == "2000000,00"
    assert shown["C"]["betaalbare woningen"] == "140"
    assert shown["C"]["Publiek tekort"] == "afgeschermd (artikel 7:4, zesde lid, Awb)"
    assert (shown["D"]["uitkomst"], shown["D"]["niet voldaan"]) == ("refused_rule", "WBI-17")
    assert shown["A"]["Score noodzaak"] == "7"
    (log,) = told(desk, "objection", "list", "BZ-1", *OF)[0]["shown"]
    assert log["sha256"] == hashlib.sha256(raw).hexdigest()
    assert set(log["shown"]) == {"", *shown}
    assert {"Publiek tekort", "Projectnaam"} <= set(log["shown"][""])
    heads = set(next(iter(shown.values())))
    assert heads == {*log["shown"]["C"], *log["shown"][""]}  # the log is complete
    assert not any("ontact" in head or "mail" in head for head in heads)
    assert desk.give(HANDLER, *show) == 0
    assert len(told(desk, "objection", "list", "BZ-1", *OF)[0]["shown"]) == 1
    assert opens(desk, "A", "2026-07-01", "--objector", "Stichting Uitzicht") == 0
    assert desk.give(HANDLER, *(part.replace("BZ-1", "BZ-2") for part in show)) == 3
    balanced(desk)


@pytest.mark.slow(
    sample="tests/io/records/test_bundle.py::test_a_bundle_replays_on_another_machine_with_the_same_hashes"
)
def test_a_bundle_keeps_the_objections_of_a_round(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "founded", "--set", "homes.social_rent=120") == 0
    assert desk.asks("bundle", *OF, "--out", "ronde.zip") == 0, desk.said
    assert desk.asks("replay", "ronde.zip", "--json") in (0, 1), desk.said
    steps = {one["what"]: one["difference"] for one in json.loads(desk.said)["steps"]}
    assert set(steps.values()) == {""}
    assert "de beslissingen op bezwaar" in steps
