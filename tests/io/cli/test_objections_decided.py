"""Decisions on objections: what follows from a correction, who decides, and with what money."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.lives.decision import DecisionState
from verdeelsleutel.io.records.rounds.reader import reading_round

from .objecting import (
    DECIDER,
    HANDLER,
    OF,
    WHY,
    amounts,
    balanced,
    decided,
    decides,
    desk,
    hears,
    home,
    opens,
    plain,
    state,
    text,
    told,
)
from .orders import APPROVER, AUDITOR, Desk
from .test_unknown import ROUND

__all__ = ["desk", "home"]  # fixtures

# The round done over.


@pytest.mark.sample(only="[C-setting1-")
@pytest.mark.parametrize(
    ("number", "setting", "wins"),
    [
        ("C", ("Sociale huurwoningen", "101"), False),
        ("C", ("Sociale huurwoningen", "120"), True),  # 160 affordable homes, B has 150
        ("C", ("Gevraagd bedrag", "1000000"), False),
        ("D", ("Score efficiëntie", "5,5"), False),  # 1.5 mln and 300 homes: it passes, and wins?
        ("D", ("Score efficiëntie", "5,4"), False),
        ("F", ("Ontvangen op", "31-03-2026"), True),
        ("A", ("Sociale huurwoningen", "151"), False),
        ("B", ("Sociale huurwoningen", "60"), False),
    ],
)  # fmt: skip
def test_a_replay_says_what_a_round_with_the_corrected_workbook_gives(
    desk: Desk, tmp_path: Path, samples: Path, number: str, setting: tuple[str, str], wins: bool
) -> None:
    header, value = setting
    before = hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest()
    found = told(desk, "objection", "replay", number, *OF, "--set", f"{header}={value}")
    assert hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest() == before
    cell: Any = value.replace(",", ".")
    if header == "Ontvangen op":
        cell = datetime(2026, 3, 31)  # noqa: DTZ001 - as in a workbook
    else:
        cell = float(cell) if "." in cell else int(cell)
    again = decided(tmp_path / "over", samples, changes={number: {header: cell}}, sent=False)
    with reading_round(again.url, ROUND) as reader:
        award = reader.allocation.award_of(number)
    after = found["after"]
    assert (after["outcome"], after["amount"]) == (award.outcome.value, award.amount.cents)
    assert after["homes"] == award.model_dump(mode="json")["homes"]
    assert after["payments"] == award.model_dump(mode="json")["payments"]
    if number != "D":
        assert found["wins"] is wins


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("homes.social_rent", "Schrijf --set als veld=waarde"),
        ("homes.attics=3", "deze regeling kent dat veld niet"),
        ("homes.social_rent=veel", "past veel niet"),
        ("homes.social_rent=-3", "bij Sociale huurwoningen past -3 niet"),
        ("financial_coherence=misschien", "bij Financiële samenhang past misschien niet"),
        ("received_at=31-02-2026", "bij Ontvangen op past 31-02-2026 niet"),
        ("municipality=Utrecht", "een fout (INT-020)"),
        ("contact=Jan", "telt niet mee in de verdeling"),
        ("application_id=Z", "telt niet mee in de verdeling"),
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_asked_again(desk: Desk, setting: str, said: str) -> None:
    assert desk.asks("objection", "replay", "C", *OF, "--set", setting) == 2
    assert said in plain(desk)


# Deciding.


def test_a_founded_objection_is_paid_out_of_the_reserve_and_others_keep_what_they_have(
    desk: Desk,
) -> None:
    listed = amounts(desk)
    opens(desk, "C")
    hears(desk, "BZ-1")
    out = desk.folder / "b"
    won = ("--set", "homes.social_rent=120", "--costs", "€ 1.294", "--out", str(out))
    assert decides(desk, "BZ-1", "founded", *won) == 0, desk.said
    assert "C krijgt € 2.000.000; uit de bezwaarreserve komt € 2.000.000." in plain(desk)
    assert state(desk, "C") is DecisionState.REVISED
    assert amounts(desk) == listed  # the list that was approved stays
    cells = told(desk, "ledger", *OF)["balances"]
    cell = next(one for one in cells if one["instrument"] == "woningbouwimpuls")
    assert (cell["committed"], cell["ceiling"]) == (800_000_000, 800_000_000)
    letter = text(out / "bezwaar_besluit_BZ-1.pdf")
    for part in (
        "Uw bezwaar is gegrond.", "U krijgt nu € 2.000.000", "Sociale huurwoningen: 100 → 120",
        "Ik vergoed € 1.294", "U kunt beroep instellen bij de bestuursrechter van de rechtbank",
        "De laatste dag is 1 oktober 2026", "mr. G.H. Bedacht",
    ):  # fmt: skip
        assert part in letter, part
    balanced(desk)
    assert decides(desk, "BZ-1", "founded", *won) == 0
    assert "al vastgelegd" in plain(desk)
    assert opens(desk, "C", "2026-08-25") == 3


@pytest.mark.sample(every=4)
@pytest.mark.parametrize(
    ("decided_by", "again"),
    [
        (("--amount", "€ 1 mln"), ("--amount", "€ 1.000.000,01")),
        (("--amount", "€ 1 mln"), ("--set", "homes.social_rent=120")),
        (("--amount", "€ 1 mln"), ("--amount", "€ 1 mln", "--excused", "Een verkeerd adres.")),
        (("--set", "homes.social_rent=120"), ("--amount", "€ 2 mln")),
        (("--set", "homes.social_rent=120"), ("--set", "homes.social_rent=121")),
        (("--set", "homes.social_rent=120"), ("--set", "homes.social_rent=120", "--costs", "€ 1")),
    ],
)  # fmt: skip
def test_what_was_decided_otherwise_is_not_called_recorded_already(
    desk: Desk, decided_by: tuple[str, ...], again: tuple[str, ...]
) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "founded", *decided_by) == 0, desk.said
    assert decides(desk, "BZ-1", "founded", *decided_by) == 0, desk.said
    assert "al vastgelegd" in plain(desk)
    assert decides(desk, "BZ-1", "founded", *again) == 3, desk.said
    assert "al vastgelegd" not in plain(desk)


@pytest.mark.slow(
    sample="test_a_founded_objection_is_paid_out_of_the_reserve_and_others_keep_what_they_have"
)
def test_what_the_reserve_does_not_cover_asks_for_cover_by_name(desk: Desk) -> None:
    for at, number in enumerate(("C", "G"), 1):
        opens(desk, number)
        hears(desk, f"BZ-{at}")
        assert decides(desk, f"BZ-{at}", "founded", "--amount", "€ 2 mln") == 0, desk.said
        balanced(desk)
    found = told(desk, "objection", "list", "BZ-2", *OF)[0]["decision"]
    assert (found["from_reserve"], found["beyond"]) == (100_000_000, 100_000_000)
    desk.asks("objection", "list", "BZ-2", *OF)
    assert "Vraagt dekking: € 1.000.000 voor G (BZ-2)" in plain(desk)
    source = ("--reason", "Najaarsnota 2026, begrotingsartikel 1", "--date", "2026-09-01")
    assert desk.give(HANDLER, "objection", "cover", "BZ-2", *OF, *source) == 3
    assert desk.give(DECIDER, "objection", "cover", "BZ-2", *OF, *source) == 0, desk.said
    assert "Dekking van € 1.000.000: Najaarsnota 2026" in plain(desk)
    assert desk.give(DECIDER, "objection", "cover", "BZ-1", *OF, *source) == 3


def test_a_late_objection_is_inadmissible_unless_it_is_excused(desk: Desk) -> None:
    opens(desk, "C", "2026-07-17", "--channel", "electronic")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded") == 3
    assert "het kon tot en met 16-07-2026" in plain(desk)
    out = desk.folder / "b"
    late = ("--ground", "late", "--out", str(out))
    assert decides(desk, "BZ-1", "inadmissible", *late) == 0, desk.said
    assert "niet-ontvankelijk, want het bezwaar kwam te laat" in text(
        out / "bezwaar_besluit_BZ-1.pdf"
    )
    opens(desk, "G", "2026-07-17", "--channel", "electronic")
    hears(desk, "BZ-2")
    excuse = ("--excused", "De brief ging naar een verkeerd adres.")
    assert decides(desk, "BZ-2", "unfounded", *excuse) == 0, desk.said


@pytest.mark.sample(every=4)
@pytest.mark.parametrize(
    ("outcome", "more", "code", "said"),
    [
        ("founded", ("--set", "homes.social_rent=101"), 3, "had C niet meer gekregen dan € 0"),
        ("unfounded", ("--set", "homes.social_rent=120"), 3, "had C € 2.000.000 gekregen"),
        ("founded", ("--set", "homes.social_rent=120", "--amount", "€ 1 mln"), 3, "geeft € 2.000"),
        ("founded", ("--amount", "€ 2,1 mln"), 2, "C vraagt € 2.000.000; meer dan dat"),
        ("unfounded", ("--amount", "€ 1 mln"), 2, "Bij ongegrond blijft de toekenning van C"),
        ("unfounded", ("--amount", "€ 0"), 2, "Laat --amount weg"),
        ("founded", ("--amount", "€ 0"), 3, "maakt het niet slechter"),
        ("founded", ("--amount", "veel"), 2, "geen bedrag"),
        ("inadmissible", (), 2, "de grond met --ground"),
        ("unfounded", ("--ground", "late"), 2, "de grond met --ground"),
        ("inadmissible", ("--ground", "late"), 3, "niet om die reden"),
        ("inadmissible", ("--ground", "premature"), 3, "niet om die reden"),
        ("unfounded", ("--date", "2026-08-01"), 3, "kan niet van 01-08-2026 zijn"),
        ("unfounded", ("--reason", "nee"), 2, "waarop de beslissing rust"),
    ],
)  # fmt: skip
def test_an_outcome_that_does_not_follow_is_refused(
    desk: Desk, outcome: str, more: tuple[str, ...], code: int, said: str
) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    before = hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest()
    assert decides(desk, "BZ-1", outcome, *more) == code, desk.said
    assert said in plain(desk)
    assert hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (APPROVER, "artikel 10:3, derde lid, Awb"),
        (HANDLER, "mag niet op een bezwaar beslissen"),
        (AUDITOR, "auditor"),
    ],
)
def test_who_took_the_decision_or_is_no_approver_does_not_decide(
    desk: Desk, who: str, said: str
) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded", by=who) == 3
    assert said in plain(desk)


def test_who_registered_it_does_not_decide_on_it(desk: Desk) -> None:
    opens(desk, "C", by=DECIDER)
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded") == 3
    assert "vier ogen" in plain(desk)


def test_a_decision_after_an_appeal_goes_to_the_court_too(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    appeal = ("objection", "appeal", "BZ-1", *OF, "--date", "2026-08-15", *WHY)
    assert desk.give(HANDLER, *appeal) == 0, desk.said
    assert decides(desk, "BZ-1", "unfounded") == 0, desk.said
    assert "stuur dit ook aan de rechtbank (artikelen 6:19 en 6:20 Awb)" in plain(desk)
    assert decides(desk, "BZ-1", "founded", "--amount", "€ 2 mln") == 3
    assert "al beslist" in plain(desk)


ADVISED = ("--advised", "2026-08-17", "--adviser", "Adviescommissie bezwaarschriften VRO")


@pytest.mark.slow(
    sample="test_a_founded_objection_is_paid_out_of_the_reserve_and_others_keep_what_they_have"
)
def test_a_committee_is_followed_or_departed_from_by_name_and_day(desk: Desk) -> None:
    assert opens(desk, "C", "2026-07-01", "--committee") == 0, desk.said
    hears(desk, "BZ-1")
    out = ("--out", str(desk.folder / "b"))
    assert decides(desk, "BZ-1", "unfounded", *out) == 3
    assert "--advised" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded", *out, "--advised", "2026-08-17") == 2
    late = ("--advised", "2027-01-01", "--adviser", "Adviescommissie")
    assert decides(desk, "BZ-1", "unfounded", *out, *late) == 2
    assert decides(desk, "BZ-1", "unfounded", *out, *ADVISED[:3], "P. Wiersma") == 3
    assert "niet de adviescommissie (artikel 7:13, eerste lid, Awb)" in plain(desk)
    followed = (*out, *ADVISED, "--costs-refused", "Het besluit blijft gelden.")
    assert decides(desk, "BZ-1", "unfounded", *out, *ADVISED, "--costs", "€ 500") == 3
    assert "artikel 7:15, tweede lid, Awb" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded", *followed) == 0, desk.said
    letter = text(desk.folder / "b" / "bezwaar_besluit_BZ-1.pdf")
    for part in ("adviseerde mij op 17 augustus 2026", "Ik volg haar advies",
                 "Die vergoed ik niet", "Het besluit blijft gelden."):  # fmt: skip
        assert part in letter
    assert decides(desk, "BZ-1", "unfounded", *followed) == 0
    assert "al vastgelegd" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded", *followed, "--departs", "zij vergiste zich") == 3
    assert decides(desk, "BZ-1", "unfounded", *out, *ADVISED) == 3


TYPED = ("€ -5", "-0,01", "€ 99999999999999999999", "€ 10.001 mld", "nan", "1e3", "veel", " ")


def test_no_amount_is_typed_that_cannot_be_one(desk: Desk) -> None:
    """Below zero it is none, and above what a ledger can add up."""
    opens(desk, "C")
    hears(desk, "BZ-1")
    for typed in TYPED:
        for more in (("--amount", typed), ("--amount", "€ 1 mln", "--costs", typed)):
            assert decides(desk, "BZ-1", "founded", *more) == 2, (more, desk.said)
        per_day = ("--per-day", "€ 23", "--per-day", "€ 35", "--per-day", typed)
        notice = ("objection", "default", "BZ-1", *OF, "--date", "2026-08-28")
        assert desk.give(HANDLER, *notice, *per_day) == 2, desk.said
    assert decides(desk, "BZ-1", "founded", "--amount", "€ 1 mln", "--costs", "€ 0,01") == 0


def test_an_advice_is_not_named_where_no_committee_was(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded", *ADVISED) == 2
    assert "zonder adviescommissie" in plain(desk)


def test_a_decision_whose_letter_cannot_be_signed_is_not_taken(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    office = desk.folder / "office.toml"
    kept = [o for o in office.read_text("utf-8").splitlines() if "objection_signatory" not in o]
    office.write_text("\n".join(kept), "utf-8")
    assert decides(desk, "BZ-1", "unfounded", "--out", str(desk.folder / "b")) == 3
    assert "objection_signatory" in plain(desk)
    assert state(desk, "C") is DecisionState.OBJECTED
