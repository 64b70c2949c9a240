"""An officer on the first day types what the program says comes next, and it works."""

import ast
import json
import random
import re
import shlex
from pathlib import Path

import pytest

import verdeelsleutel.io

from ...house.spoken import spoken
from .after import OF, ROUND, SENT, After
from .conftest import MAKER, SECOND, Verdeel
from .test_unknown import DECIDED, POLICY, row, workbook

SOURCES = Path(next(iter(verdeelsleutel.io.__path__))).parent
IN_SINGLE_QUOTES = re.compile(r"--[a-z][a-z-]* '|'€")
FILLED_IN = {
    "<aanvraag>": "GB-2", "jjjj-mm-dd": "2026-06-10", "<map>": "brieven-bezwaar", "<weg>": "post",
}  # fmt: skip


def test_what_is_to_be_typed_stands_in_quotes_that_the_prompt_of_windows_reads_too() -> None:
    """Its command prompt takes 'a b' for two words; "a b" is one in every shell."""
    found = [
        f"{path.relative_to(SOURCES)}: {text}"
        for part in ("io", "instruments", "grants")
        for path in sorted((SOURCES / part).rglob("*.py"))
        if re.search("--[a-z]|€", written := path.read_text(encoding="utf-8"))
        for text in spoken(ast.parse(written))
        if IN_SINGLE_QUOTES.search(text)
    ]
    assert not found


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("seed", range(3))
def test_after_a_load_the_screening_is_named_only_where_it_would_not_refuse(
    desk: Path, samples: Path, verdeel: Verdeel, seed: int
) -> None:
    """Also by a load of another, faultless workbook, while a row of an earlier one is open."""
    draw = random.Random(seed)
    (desk / "office.toml").write_bytes((samples / "office.toml").read_bytes())
    policy = desk / "policy.toml"
    policy.write_text(POLICY.format(decision=DECIDED), encoding="utf-8")
    of = ("--round", "klein", *MAKER)
    assert verdeel("round", "open", "klein", "--policy", policy, *MAKER).code == 0
    column = draw.choice(["Sociale_huurwoningen", "Middenhuurwoningen", "Gevraagd_bedrag"])
    wrong = row("woningbouwimpuls", "A", **{column: draw.choice(["2oo", "l2", "vijf"])})
    good = row("woningbouwimpuls", "A")
    for name, rows, offered in (
        ("a.xlsx", {"woningbouwimpuls": [wrong]}, False),
        ("b.xlsx", {"gebiedsbudget": [row("gebiedsbudget", "B")]}, False),
        ("a.xlsx", {"woningbouwimpuls": [good]}, True),
    ):
        told = verdeel("load", workbook(desk / name, rows), *of)
        last = next(one for one in told.out.splitlines() if one.startswith("Hierna: "))
        screens = last == "Hierna: verdeel screen --round klein --as sanne.vermeulen"
        assert screens is offered, told.out
        if not screens:
            load = "verdeel load <werkmap> --round klein --as sanne.vermeulen"
            assert last == f"Hierna: {load}, met wat is verbeterd"
            assert verdeel("screen", *of).code == 3
    assert verdeel("screen", *of).code == 0


@pytest.fixture
def sent(desk: Path, samples: Path, verdeel: Verdeel) -> After:
    after = After(desk, verdeel).written(samples)
    after.decided({"gebiedsbudget": [
        row("gebiedsbudget", "GB-1"),
        row("gebiedsbudget", "GB-2", Sociale_huurwoningen=1, Overige_woningen=5_000),
    ]})  # fmt: skip
    return after


@pytest.mark.slow(
    sample="test_what_is_to_be_typed_stands_in_quotes_that_the_prompt_of_windows_reads_too"
)
def test_an_objection_is_registered_with_the_command_that_explain_and_the_calendar_print(
    sent: After,
) -> None:
    explained = sent.does("explain", "GB-2", *OF, "--date", SENT).replace("\u00a0", " ")
    last = explained.splitlines()[-1]
    typed = last[last.index("verdeel objection open") :]
    [listed] = {
        one["command"]
        for one in sent.says("calendar", "--date", SENT)["terms"]
        if "objection open" in one["command"]
    }
    for command in (typed, listed):
        for blank, filled in FILLED_IN.items():
            command = command.replace(blank, filled)
        words = shlex.split(command)[1:]
        assert "BZ-" in sent.does(*words, *SECOND)


def test_a_round_whose_letters_just_went_is_paid_and_not_sent_to_the_archive_at_once(
    sent: After, verdeel: Verdeel
) -> None:
    def coming(on: str = SENT) -> str:
        return str(sent.says("round", "status", ROUND, "--date", on)["next"])

    order = f"verdeel pay order --out <map> --round {ROUND} --date jjjj-mm-dd"
    assert coming() == order
    assert coming("2025-12-31") == f"{order}, vanaf 01-01-2026"
    assert coming("2027-01-01") == (
        f'verdeel change request GB-1 --year <jaar> --reason "..." --round {ROUND} --date '
        "jjjj-mm-dd, want kasjaar 2026 is gesloten"
    )
    sent.order()
    confirm = f"verdeel pay confirm --file <terug.csv> --round {ROUND}, door een ander"
    assert coming() == confirm
    typed = confirm.replace(ROUND, f"{ROUND} --as bram.dekker")
    assert f"Hierna: {typed}" in sent.does("round", "status", ROUND, *MAKER)
    sent.confirm("GB-1", "€ 3,4 mln")
    condition = (
        f"verdeel round archive {ROUND} --date jjjj-mm-dd, niet vóór 16-07-2026 (tot dan kan "
        "bezwaar worden gemaakt) en pas als betaling en bezwaar klaar zijn"
    )
    assert coming() == condition
    typed = condition.replace("jjjj-mm-dd", "jjjj-mm-dd --as yasmina.haddou")
    assert f"Hierna: {typed}" in sent.does("round", "status", ROUND)
    assert f"Hierna: {typed}" in verdeel().out


def test_an_objection_to_what_was_paid_comes_before_the_archive(sent: After) -> None:
    sent.order()
    sent.confirm("GB-1", "€ 3,4 mln")
    sent.does("objection", "open", "GB-2", *OF, "--date", "2026-06-17", "--received", "2026-06-16",
              "--channel", "electronic", "--reason", "De woningen zijn verkeerd geteld.",
              *SECOND)  # fmt: skip
    told = json.loads(sent.does("round", "status", ROUND, "--json"))
    assert told["next"].startswith("verdeel objection hear BZ-1 --invite jjjj-mm-dd")
    assert told["next_by"] == ["officer", "approver"]
