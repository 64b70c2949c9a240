"""An application that was not treated, or came late, and wins its objection: it is decided here."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ..letters.pages import flat, page_texts
from .objecting import OF, SENT, WHY, decides, hears, opens, rows
from .orders import APPROVER, MAKER, SECOND, Desk, written
from .test_unknown import ROUND, row, workbook

NOWHERE, KNOWN = "Onbekende buurt", "nee"
SAID = ("--set", f"nplv_area={KNOWN}")


def applications(area: str, cells: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those of the small round, with H, which names an area that is on no list."""
    own = row("woningbouwimpuls", "H", Gevraagd_bedrag=1_200_000, Gemeentecode="GM0361",
              Score_noodzaak=9, **{"NPLV-gebied": area})  # fmt: skip
    return [*rows(), {**own, **cells}]


def decided(
    folder: Path, samples: Path, *, area: str = NOWHERE, cells: Mapping[str, Any] | None = None
) -> Desk:
    """The round decided and sent; H was asked which area it means, and was silent.

    ``cells`` are what else its row says, by header.
    """
    written(folder, samples)
    text = (folder / "policy.toml").read_text(encoding="utf-8")
    text = text.replace('total = "€ 100 mln"', 'total = "€ 100 mln"\nobjection_reserve = "€ 3 mln"')
    (folder / "policy.toml").write_text(text, encoding="utf-8")
    workbook(folder / "aanvragen.xlsx", {"woningbouwimpuls": applications(area, cells or {})})
    desk = Desk(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")
    closing = ("complete", "close", "H", *OF, "--out", str(folder / "besluiten"), "--no-word")
    left: list[tuple[str, tuple[str, ...]]] = [
        (MAKER, ("complete", "request", "H", *OF, "--date", "2026-04-21", "--out",
                 str(folder / "verzoeken"), "--no-word")),
        (MAKER, (*closing, *WHY, "--date", "2026-05-11")),
        (APPROVER, (*closing, "--confirm", "--date", "2026-05-12")),
    ]  # fmt: skip
    steps: list[tuple[str, tuple[str, ...]]] = [
        (MAKER, ("round", "open", ROUND, "--policy", "policy.toml")),
        (MAKER, ("load", "aanvragen.xlsx", *OF)),
        (MAKER, ("screen", "--close", *OF)),
        (MAKER, ("answer", "all", "INT-154", *OF, "--date", "2026-04-20", *WHY)),
        *(left if area == NOWHERE or cells else ()),
        (MAKER, ("allocate", *OF)),
        (APPROVER, ("approve", *OF, "--date", "2026-06-02")),
        (MAKER, ("letters", *OF, "--out", str(folder / "brieven"), "--no-word", "--date", SENT)),
    ]
    for who, step in steps:
        fine = (0, 1, 2) if step[0] == "answer" else (0, 1)
        assert desk.give(who, *step) in fine, (step, desk.said)
    return desk


def copied(made: Path, folder: Path) -> Desk:
    """A copy of a decided round."""
    kept, own = sqlite3.connect(made / "verdeel.db"), folder / "verdeel.db"
    with sqlite3.connect(own) as copy:
        kept.backup(copy)
    for name in ("office.toml", "policy.toml"):
        (folder / name).write_bytes((made / name).read_bytes())
    return Desk(folder, f"sqlite:///{own.as_posix()}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("alsnog")
    decided(folder / "ronde", samples)
    return folder / "ronde"


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    return copied(made, tmp_path)


def told(desk: Desk, *command: str) -> Any:
    assert desk.give(MAKER, *command, *OF, "--json") in (0, 1), desk.said
    return json.loads(desk.said)


def letter(desk: Desk) -> str:
    whole = (desk.folder / "bezwaar" / "bezwaar_besluit_BZ-1.pdf").read_bytes()
    return flat(" ".join(page_texts(whole))).replace("\u00a0", " ")


def ends(desk: Desk, number: str, received: str, *typed: str) -> None:
    """An objection that is heard and founded, with its letter; all doors hold after it."""
    assert opens(desk, number, received) in (0, 1), desk.said
    hears(desk, "BZ-1")
    out = ("--out", str(desk.folder / "bezwaar"), "--no-word")
    assert decides(desk, "BZ-1", "founded", *typed, *out) == 0, desk.said
    assert desk.give(MAKER, "audit", "verify", "--letters", str(desk.folder / "bezwaar")) == 0, (
        desk.said
    )


def test_what_was_not_treated_gets_what_the_round_with_it_would_have_given(
    desk: Desk, tmp_path: Path, samples: Path
) -> None:
    over = told(desk, "objection", "replay", "H", "--treat", *SAID)
    whole = decided(tmp_path / "met", samples, area=KNOWN)
    listed = {one["application_id"]: one for one in told(whole, "round", "applications")}
    wanted = told(whole, "explain", "H")
    assert listed["H"]["state"] == "complete"
    assert over["after"]["outcome"] == wanted["award"]["outcome"]
    assert over["after"]["amount"] == wanted["award"]["amount"]
    ends(desk, "H", "2026-06-15", "--treat", *SAID)
    (one,) = told(desk, "objection", "list")
    kept = one["decision"]["award"]
    assert (kept or over["after"])["amount"] == over["after"]["amount"]
    text = letter(desk)
    assert "Ik behandel uw aanvraag alsnog" in text
    assert "had moeten staan. Daarmee heb ik de verdeling overgedaan:" in text
    assert f"• NPLV-gebied: {NOWHERE} → {KNOWN}" in text
    assert "Ik verleen" in text
    state = {one["application_id"]: one for one in told(desk, "round", "applications")}["H"]
    assert (state["state"], state["decision"]) == ("complete", "revised")


def test_what_is_treated_after_all_and_does_not_meet_a_rule_is_refused_with_it(desk: Desk) -> None:
    ends(desk, "H", "2026-06-15", "--treat", *SAID, "--set", "Start bouw=01-09-2031")
    text = letter(desk)
    assert "Ik behandel uw aanvraag alsnog, en geef geen uitkering" in text
    assert "U krijgt geen uitkering." in text
    assert "Start bouw" in text
    assert "→ 01-09-2031." in text
    assert "uiterlijk op" in text
    (one,) = told(desk, "objection", "list")
    assert one["decision"]["award"] is None
    assert (one["decision"]["from_reserve"], one["decision"]["beyond"]) == (0, 0)


@pytest.mark.slow(sample="test_what_was_not_treated_gets_what_the_round_with_it_would_have_given")
def test_who_came_late_and_is_not_to_blame_is_divided_with_the_others(desk: Desk) -> None:
    over = told(desk, "objection", "replay", "F", "--treat")
    assert over["before"]["outcome"] == "refused_late"
    assert over["after"]["outcome"] in ("granted", "refused_ceiling")
    ends(desk, "F", "2026-07-01", "--treat")
    assert "Ik behandel uw aanvraag alsnog" in letter(desk)


@pytest.mark.slow(sample="test_what_was_not_treated_gets_what_the_round_with_it_would_have_given")
def test_what_was_given_on_objection_paid_and_taken_back_is_still_told_to_outsiders(
    desk: Desk,
) -> None:
    ends(desk, "H", "2026-06-15", "--treat", *SAID)
    paid = ("--amount", "€ 1,2 mln", "--reference", "BET-H")
    steps: list[tuple[str, tuple[str, ...]]] = [
        (MAKER, ("pay", "order", "H", *OF, "--date", "2026-09-01")),
        (SECOND, ("pay", "confirm", "H", *OF, "--date", "2026-09-03", *paid)),
        (MAKER, ("withdraw", "H", *OF, "--date", "2026-09-12", *WHY)),
        (MAKER, ("report", *OF, "--out", str(desk.folder / "rapport"))),
    ]
    for who, step in steps:
        assert desk.give(who, *step) in (0, 1), (step, desk.said)
    out = desk.folder / "rapport" / "open_data"
    assert desk.asks("recompute", str(out)) == 0, desk.said
    assert "H,2026,0.00,0.00,1200000.00" in (out / "payments.csv").read_text("utf-8")


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("number", "typed", "code", "said"),
    [
        ("A", ("--treat",), 2, "A is behandeld, en kwam binnen het tijdvak"),
        ("H", SAID, 3, "Noem --treat"),
        ("H", (), 3, "Noem --treat"),
    ],
)
def test_what_does_not_fit_is_refused(
    desk: Desk, number: str, typed: tuple[str, ...], code: int, said: str
) -> None:
    assert opens(desk, number, "2026-06-15") in (0, 1), desk.said
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "founded", *typed) == code, desk.said
    assert said in desk.said
