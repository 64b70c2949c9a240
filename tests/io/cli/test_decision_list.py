"""Approving from paper: the printed list, its hash, and the two blocks that only paper shows."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ..letters.pages import page_texts
from ..real_rounds import as_real
from ..records.rounds import write_round
from ..seats import login_of, sit, write_seats
from .conftest import ANSWERED, ROUND, Verdeel
from .test_bad_input import one_sentence, state
from .test_round import to_allocation

APPROVER = ("--as", "yasmina.haddou")
OFFICERS = ("sanne.vermeulen", "bram.dekker", "yasmina.haddou")
LIST = ("approve", "--round", ROUND, "--list", "--out", "lijst.pdf")


@pytest.fixture
def allocated(at: Any, desk: Path) -> Path:
    at("allocated")
    return desk


def sits_down(desk: Path, small_samples: Path, user: str) -> None:
    """This officer is the user of the operating system from now on."""
    if not (desk / "office.toml").exists() or login_of(user) not in (
        desk / "office.toml"
    ).read_text(encoding="utf-8"):
        write_seats(small_samples / "office.toml", desk / "office.toml", OFFICERS)
    sit(user)


@pytest.fixture
def real(desk: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    """A real round, allocated by one officer of the operating system; another is at work now."""
    policy = (small_samples / "policy.toml").read_text(encoding="utf-8")
    (desk / "policy.toml").write_text(as_real(policy), encoding="utf-8")
    sits_down(desk, small_samples, "sanne.vermeulen")
    assert verdeel("round", "open", ROUND, "--policy", desk / "policy.toml").code == 0
    book = small_samples / "bereikbaarheid.xlsx"
    assert verdeel("load", book, "--round", ROUND).code == 0
    assert verdeel("screen", "--round", ROUND).code == 0
    assert verdeel(*ANSWERED).code == 0
    assert verdeel("allocate", "--round", ROUND).code == 0
    sits_down(desk, small_samples, "yasmina.haddou")
    return desk


def from_paper(pdf: Path, verdeel: Verdeel) -> str:
    """What an approver types: the two blocks that the screen leaves out, read from the PDF."""
    told = " ".join(page_texts(pdf.read_bytes()))
    # Where a line ends depends on the hash, and where a figure is set closer too.
    text = " ".join(told.replace("\u200b", "").split())
    found = re.search(r"typt de blokken (\d+) en (\d+)", text)
    assert found is not None
    table = text[found.end() : text.index("Besluiten", found.end())]
    blocks = re.findall(r"\b[0-9a-f]{4}\b", table)
    assert len(blocks) == 16
    first, second = int(found[1]) - 1, int(found[2]) - 1
    shown = json.loads(verdeel(*LIST, "--json").out)["list"].split(" ")
    assert [at for at, block in enumerate(shown) if block == "····"] == [first, second]
    assert [b for at, b in enumerate(blocks) if at not in (first, second)] == [
        b for b in shown if b != "····"
    ]
    return f"{blocks[first]}-{blocks[second]}"


def test_the_list_names_every_decision_with_its_amount(allocated: Path, verdeel: Verdeel) -> None:
    before = state(allocated / "verdeel.db")
    assert verdeel(*LIST).code == 0
    assert state(allocated / "verdeel.db") == before
    text = " ".join(page_texts((allocated / "lijst.pdf").read_bytes()))
    told = json.loads(verdeel("allocate", "--round", ROUND, "--json").out)
    assert all(award["application_id"] in text for award in told["awards"])
    assert "VOORBEELD - GEEN BESLUIT" in text
    assert "Gemaakt: S. Vermeulen" in text
    first = (allocated / "lijst.pdf").read_bytes()
    assert verdeel(*LIST).code == 0
    assert (allocated / "lijst.pdf").read_bytes() == first


def test_what_paper_says_approves_the_list_and_anything_else_does_not(
    allocated: Path, verdeel: Verdeel
) -> None:
    assert verdeel(*LIST).code == 0
    typed = from_paper(allocated / "lijst.pdf", verdeel)
    other = "0000-0000" if typed != "0000-0000" else "1111-1111"
    wrong = verdeel("approve", "--round", ROUND, "--check", other, *APPROVER)
    assert wrong.code == 3
    assert "niet die van de lijst in de database" in one_sentence(wrong)
    odd = verdeel("approve", "--round", ROUND, "--check", "abc", *APPROVER)
    assert odd.code == 2
    done = verdeel("approve", "--round", ROUND, "--check", typed.upper(), *APPROVER, "--json")
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert told["checked"]
    assert told["list"].count("····") == 2
    for block in typed.split("-"):
        assert block not in told["list"]


def test_a_real_round_is_not_approved_without_paper(real: Path, verdeel: Verdeel) -> None:
    before = state(real / "verdeel.db")
    bare = verdeel("approve", "--round", ROUND)
    assert bare.code == 3
    assert "verdeel approve --list --out besluitenlijst.pdf" in one_sentence(bare)
    assert state(real / "verdeel.db") == before
    assert verdeel(*LIST).code == 0
    typed = from_paper(real / "lijst.pdf", verdeel)
    assert verdeel("approve", "--round", ROUND, "--check", typed).code == 0
    assert verdeel("approve", "--round", ROUND).code == 0  # it was approved already
    assert verdeel("audit", "verify").code == 0


def test_a_list_changed_in_the_database_is_no_longer_the_one_on_paper(
    real: Path, verdeel: Verdeel
) -> None:
    assert verdeel(*LIST).code == 0
    typed = from_paper(real / "lijst.pdf", verdeel)
    with closing(sqlite3.connect(real / "verdeel.db")) as connection:
        connection.execute("DROP TRIGGER allocation_no_update")
        ((text,),) = connection.execute("SELECT allocation_json FROM allocation").fetchall()
        told = json.loads(text)
        next(one for one in told["awards"] if one["amount"])["amount"] += 100
        connection.execute("UPDATE allocation SET allocation_json = ?", (json.dumps(told),))
        connection.commit()
    late = verdeel("approve", "--round", ROUND, "--check", typed)
    assert late.code == 3
    assert "er is niets vastgesteld" in one_sentence(late)


@pytest.mark.parametrize(
    "wrong",
    [
        ("--list",),
        ("--out", "lijst.pdf"),
        ("--list", "--out", "x.pdf", "--check", "1a2b-3c4d"),
    ],
)
def test_printing_and_approving_are_two_things(
    allocated: Path, verdeel: Verdeel, wrong: tuple[str, ...]
) -> None:
    told = verdeel("approve", "--round", ROUND, *wrong, *APPROVER)
    assert told.code == 2
    assert "--list en --out" in one_sentence(told)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("names", ['["A. de Wit"]', '["A. de Wit", "a. DE wit "]'])
def test_a_rule_of_its_own_needs_two_different_people(
    desk: Path, verdeel: Verdeel, names: str
) -> None:
    write_round(desk, unknown=())
    policy = (desk / "policy.toml").read_text(encoding="utf-8")
    one = re.sub(r"authorised_by = \[[^]]*\]", f"authorised_by = {names}", policy)
    assert one != policy
    (desk / "policy.toml").write_text(one.replace("2026-9", ROUND), encoding="utf-8")
    maker = ("--as", "sanne.vermeulen")
    assert verdeel("round", "open", ROUND, "--policy", desk / "policy.toml", *maker).code == 0
    to_allocation(desk, desk, verdeel, "sanne.vermeulen")
    done = verdeel("approve", "--round", ROUND, *APPROVER)
    assert done.code == 3
    assert "zonder besluit op naam van twee personen" in one_sentence(done)
