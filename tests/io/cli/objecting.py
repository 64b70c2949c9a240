"""A small round that was decided and sent, with an objection reserve, for tests of objections.

A and B got money. C and G are refused for the money, D for a score, F since it came late.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.lives.decision import DecisionState
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.lives import lives_of

from ...sharing import made_once
from ..letters.pages import flat, page_texts
from .orders import APPROVER, MAKER, Desk, written
from .test_unknown import ROUND, row, workbook

OF = ("--round", ROUND)
WHY = ("--reason", "De gemeente licht haar aantallen nader toe.")
HANDLER, DECIDER = "bram.dekker", "pieter.wiersma"
SENT = "2026-06-04"  # the last day to object is 16 July 2026


def at(*moment: int) -> datetime:
    return datetime(2026, *moment)  # type: ignore[arg-type]  # noqa: DTZ001 - as in a workbook


def rows(changes: Mapping[str, Mapping[str, Any]] | None = None) -> list[dict[str, Any]]:
    """The applications, with other cells by number."""

    def homes(social: int, mid: int, other: int) -> dict[str, int]:
        return {
            "Sociale_huurwoningen": social, "Middenhuurwoningen": mid,
            "Betaalbare_koopwoningen": 0, "Overige_woningen": other,
        }  # fmt: skip

    wbi = "woningbouwimpuls"
    found = [
        row(wbi, "A", Gevraagd_bedrag=4_000_000),
        row(wbi, "B", Gevraagd_bedrag=2_000_000, Gemeentecode="GM0599", **homes(100, 50, 100)),
        row(wbi, "C", Gevraagd_bedrag=2_000_000, Gemeentecode="GM0518", **homes(100, 40, 90),
            Contactpersoon="Geheime Persoon", **{"E-mail": "geheim@voorbeeld.example"},
            Projectnaam="Geheim plan", Publiek_tekort=7_654_321),
        row(wbi, "D", Gevraagd_bedrag=1_500_000, Gemeentecode="GM0014", Score_efficiëntie=5),
        row(wbi, "F", Gevraagd_bedrag=700_000, Gemeentecode="GM0363",
            Ontvangen_op=at(4, 1, 9, 0)),
        row(wbi, "G", Gevraagd_bedrag=2_000_000, Gemeentecode="GM0153", **homes(90, 40, 80)),
    ]  # fmt: skip
    for one in found:
        one |= (changes or {}).get(one["Aanvraagnummer"], {})
    return found


def decided(
    folder: Path,
    samples: Path,
    reserve: str = "€ 3 mln",
    changes: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    sent: bool = True,
    url: str = "",
    more: str = "",
) -> Desk:
    """The round, decided on 2 June 2026 and sent on 4 June; on a database of its own by default.

    ``more`` is put at the end of its policy.
    """
    written(folder, samples)
    text = (folder / "policy.toml").read_text(encoding="utf-8")
    text = text.replace(
        'total = "€ 100 mln"', f'total = "€ 100 mln"\nobjection_reserve = "{reserve}"'
    )
    (folder / "policy.toml").write_text(text + more, encoding="utf-8")
    workbook(folder / "aanvragen.xlsx", {"woningbouwimpuls": rows(changes)})
    desk = Desk(folder, url) if url else desk_in(folder)
    steps: list[tuple[str, tuple[str, ...]]] = [
        (MAKER, ("round", "open", ROUND, "--policy", "policy.toml")),
        (MAKER, ("load", "aanvragen.xlsx", *OF)),
        (MAKER, ("screen", "--close", *OF)),
        (MAKER, ("answer", "all", "INT-154", *OF, "--date", "2026-04-20", *WHY)),
        (MAKER, ("allocate", *OF)),
        (APPROVER, ("approve", *OF, "--date", "2026-06-02")),
        (MAKER, ("letters", *OF, "--out", str(folder / "brieven"), "--no-word", "--date", SENT)),
    ]
    for who, step in steps if sent else steps[:-1]:
        fine = (0, 1, 2) if step[0] == "answer" else (0, 1)  # where nothing has to be answered
        assert desk.give(who, *step) in fine, (step, desk.said)
    return desk


def opens(
    desk: Desk, number: str, received: str = "2026-07-01", *more: str, by: str = HANDLER
) -> int:
    """Register an objection, on the day on which it came."""
    day = max(received, "2026-06-01")
    return desk.give(
        by,
        "objection",
        "open",
        number,
        "--channel",
        "post",
        *OF,
        "--received",
        received,
        "--date",
        day,
        *WHY,
        *more,
    )


def hears(desk: Desk, name: str, day: str = "2026-08-10") -> None:
    """A hearing by two who had no part in it."""
    held = ("objection", "hear", name, *OF, "--held", "--by", "mr. V. Zitter", "--by", "B. Dekker")
    assert desk.give(HANDLER, *held, "--date", day, *WHY) in (0, 1), desk.said


def decides(desk: Desk, name: str, outcome: str, *more: str, by: str = DECIDER) -> int:
    """Decide on an objection on 20 August 2026."""
    day = () if "--date" in more else ("--date", "2026-08-20")
    return desk.give(by, "objection", "decide", name, *OF, "--outcome", outcome, *day, *WHY, *more)


def decided_once(shared: Path, samples: Path) -> Desk:
    """The round as :func:`decided` leaves it, made once for all tests; it is only copied."""

    def make(folder: Path) -> None:
        decided(folder, samples)

    return desk_in(made_once(shared, "bezwaar", make))


@pytest.fixture(scope="session")
def home(shared_folder: Path, samples: Path) -> Desk:
    """The round, decided and sent; it is only copied."""
    return decided_once(shared_folder, samples)


@pytest.fixture
def desk(home: Desk, tmp_path: Path) -> Desk:
    return copied(home, tmp_path)


def copied(home: Desk, tmp_path: Path) -> Desk:
    folder = tmp_path / "r"
    shutil.copytree(home.folder, folder)
    return desk_in(folder)


def desk_in(folder: Path) -> Desk:
    """A desk with its database in its folder."""
    return Desk(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")


def told(desk: Desk, *command: str) -> Any:
    assert desk.asks(*command, "--json") in (0, 1), desk.said
    return json.loads(desk.said)


def plain(desk: Desk) -> str:
    """What was said last, with plain spaces in amounts."""
    return desk.said.replace("\u00a0", " ")


def state(desk: Desk, number: str) -> DecisionState:
    with reading_round(desk.url, ROUND) as reader:
        return next(o.decision for o in lives_of(reader) if o.application_id == number)


def balanced(desk: Desk) -> None:
    """The ledger balances, hledger accepts it where it is there, and the trail is sound."""
    journal = desk.folder / "grootboek.journal"
    assert desk.asks("ledger", *OF, "--out", str(journal)) == 0, desk.said
    if shutil.which("hledger"):
        done = subprocess.run(["hledger", "check", "-s", "-f", str(journal)], check=False)
        assert done.returncode == 0
    assert desk.asks("audit", "verify") == 0, desk.said


def text(pdf: Path) -> str:
    return flat(" ".join(page_texts(pdf.read_bytes())))


def amounts(desk: Desk) -> dict[str, int]:
    with reading_round(desk.url, ROUND) as reader:
        return {a.application_id: a.amount.cents for a in reader.allocation.awards}
