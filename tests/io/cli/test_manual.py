"""What the manual and the README say to type does what they say, typed literally."""

import contextlib
import io
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest

from verdeelsleutel.io.cli.program import verdeel as program

from ...postgresql import Server
from .conftest import Result, Verdeel
from .manual_pages import (
    FIRST,
    ROOT,
    SERVER,
    Beginnings,
    Run,
    commands_of,
    inline_commands,
    page_names,
    runs_of,
    text_of,
    typed,
)

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [name for name in page_names() if runs_of(text_of(name))]
TYPED = [name for name in PAGES if name != "ict"]
EXERCISE, ANSWERS = "oefenen/opdracht", "oefenen/antwoorden"
# Typed with every `make test`: those that take a second or two.
SAMPLE = (
    "doen/beleid_maken", "doen/intrekken", "doen/oordelen", "doen/toetsen", "doen/vaststellen",
    "rollen/behandelaar", "uitleg/controleren",
)  # fmt: skip


@pytest.fixture
def beginnings(shared_folder: Path, request: pytest.FixtureRequest) -> Beginnings:
    return Beginnings(shared_folder, lambda: request.getfixturevalue("finished"))


def type_all(runs: list[Run], begin: Beginnings, desk: Path, *, slow: bool) -> None:
    for number, run in enumerate(runs):
        folder = desk / str(number)
        begin.put(run.begin, folder)
        with contextlib.chdir(folder):
            for block in run.blocks:
                if block.slow and not slow:
                    continue
                if block.file:
                    Path(block.file).write_text(block.text, encoding="utf-8")
                elif block.kind == "python":
                    with contextlib.redirect_stdout(io.StringIO()):
                        exec(compile(block.text, "page", "exec"), {})
                else:
                    for line in block.lines:
                        typed(line)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("name", SAMPLE)
def test_what_a_page_says_to_type_does_what_it_says(
    name: str, beginnings: Beginnings, desk: Path
) -> None:
    """A sample; what takes long on a page is left out of it."""
    type_all(runs_of(text_of(name)), beginnings, desk, slow=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", TYPED)
def test_everything_that_a_page_says_to_type_does_what_it_says(
    name: str, beginnings: Beginnings, desk: Path, request: pytest.FixtureRequest
) -> None:
    runs = runs_of(text_of(name), "leeg" if name == FIRST else "")
    assert {run.begin for run in runs} <= beginnings.names
    if SERVER in text_of(name):
        server: Server = request.getfixturevalue("server")
        address = server.fresh()
        for run in runs:
            run.blocks = [
                replace(block, text=block.text.replace(SERVER, address)) for block in run.blocks
            ]
    type_all(runs, beginnings, desk, slow=True)
    if name == FIRST:
        assert len(list((desk / "0" / "brieven").glob("*.pdf"))) == 75
        assert (desk / "0" / "verslag" / "report.html").exists()


def test_the_first_round_is_typed_up_to_the_answers_of_its_questions(
    beginnings: Beginnings, desk: Path, verdeel: Verdeel
) -> None:
    beginnings.put("oefening/getoetst", desk)
    done: Result = verdeel()
    assert done.out.count("Hierna: verdeel allocate") == 1


def test_the_answers_of_the_training_are_what_comes_out(
    beginnings: Beginnings, desk: Path, verdeel: Verdeel
) -> None:
    """Each number on the page of the answers is looked up in the round that was trained with."""
    type_all(runs_of(text_of(EXERCISE)), beginnings, desk, slow=False)
    told = dict(re.findall(r"^\| (\d+) \| (.+) \|$", text_of(ANSWERS), re.MULTILINE))
    assert sorted(map(int, told)) == sorted(
        int(one) for one in re.findall(r"\*\*Vraag (\d+)\.\*\*", text_of(EXERCISE))
    )
    list_of_round = json.loads((desk / "0/verdeling/allocation.json").read_text(encoding="utf-8"))
    totals, awards = list_of_round["totals"], list_of_round["awards"]
    outcome = {one["application_id"]: one for one in awards}
    refused = {
        one["application_id"]: one["reasons"]
        for one in awards
        if one["outcome"] in ("refused_rule", "refused_late")
    }
    best = totals["counterpart"]["affordable_homes"]
    ranked = {one["rank"]: one["application_id"] for one in awards if one["rank"]}

    assert f"{totals['applications']} aanvragen; WBI-2026-0026" in told["2"]
    assert outcome["WBI-2026-0026"]["outcome"] == "refused_late"
    assert told["3"].startswith(f"{len(refused)} aanvragen: ")
    assert all(f"{number} ({codes[0]}" in told["3"] for number, codes in refused.items())
    assert f"{totals['granted']} aanvragen, samen {euros(totals['amount'])}" in told["6"]
    assert f"{whole(totals['affordable_homes'])} betaalbare woningen" in told["6"]
    assert euros(25_000_000_000 - totals["amount"]) in told["7"]
    first_out = ranked[totals["granted"] + 1]
    assert f"{first_out} staat elfde" in told["7"]
    assert euros(outcome[first_out]["requested"]) in told["7"]
    assert f"{whole(best)} betaalbare woningen" in told["8"]
    assert f"{whole(best - totals['affordable_homes'])} betaalbare" in told["8"]
    assert outcome["WBI-2026-0029"]["rank"] == 12
    assert "zij staat twaalfde" in told["9"]
    status = verdeel("round", "status", "training", "--database", "0/verdeel.db").out
    rule = re.search(r"volgens de eigen regel van de regeling: (.+)\.", status)
    assert rule
    assert told["1"].endswith(f"volgens {rule[1]}")


def euros(cents: int) -> str:
    return f"€ {cents // 100:,}".replace(",", ".")


def whole(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# Everything that is typed can be typed: names, options and what they take.


def typed_everywhere() -> Iterator[tuple[str, str]]:
    for name in page_names():
        yield from ((name, line) for line in commands_of(text_of(name)))
    yield from (("README.md", line) for line in commands_of(README) if line.startswith("verdeel"))


def parse(words: list[str]) -> None:
    """Look a command up and let it read its options, without running it."""
    command: click.Command = program
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    if words or not isinstance(command, click.Group):
        command.make_context("verdeel", words)


def test_every_line_that_is_typed_is_a_command_with_options_that_it_has() -> None:
    wrong: list[str] = []
    lines = list(typed_everywhere())
    for where, line in lines:
        words = shlex.split(line)
        if words[0] == "python":
            continue
        try:
            assert words[0] == "verdeel", line
            parse(words[1:])
        except click.BadParameter as fault:
            # That a file is there is tried where the page is typed.
            if not isinstance(getattr(fault.param, "type", None), click.Path):
                wrong.append(f"{where}: {line}: {fault.format_message()}")
        except click.ClickException as fault:
            wrong.append(f"{where}: {line}: {fault.format_message()}")
    assert wrong == []
    assert len(lines) > 150


def test_every_command_that_a_sentence_names_is_there() -> None:
    named = [(n, one) for n in page_names() for one in inline_commands(text_of(n))]
    named += [("README.md", one) for one in inline_commands(README)]
    wrong = [f"{where}: {said}" for where, said in named if not is_there(said.split()[1:])]
    assert wrong == []
    assert len(named) > 20


def is_there(words: list[str]) -> bool:
    """Whether a command that is named within a sentence exists, with the options it is given."""
    command: click.Command = program
    while isinstance(command, click.Group) and words and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    options = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    if any(word.startswith("--") and word not in {*options, "--help"} for word in words):
        return False
    # What is left of a group is a command that it does not have; COMMAND stands for any.
    rest = [word for word in words if not word.startswith("-")]
    return not (isinstance(command, click.Group) and rest and rest[0].islower())


def test_a_block_is_typed_or_is_of_a_kind_that_is_tried() -> None:
    kinds = {block.kind for name in PAGES for run in runs_of(text_of(name)) for block in run.blocks}
    assert kinds <= {"", "python", "text", "bat", "sh"}
    every = [block for name in PAGES for run in runs_of(text_of(name)) for block in run.blocks]
    assert all(block.file for block in every if block.kind == "text")
    # What an ICT department does on its own computers is done by the tests of the offline package.
    assert [name for name in PAGES if re.search(r"^```(?:bat|sh)$", text_of(name), re.M)] == ["ict"]


@pytest.mark.slow
def test_the_round_of_the_readme_is_a_round(desk: Path, samples: Path) -> None:
    shutil.copytree(samples, desk / "sample_applications")
    lines = [line for line in commands_of(README) if line.startswith("verdeel ")]
    assert lines[0] == "verdeel demo"
    for line in lines[1:]:
        typed(line)
    assert len(list((desk / "letters").glob("*.pdf"))) > 200


def test_what_the_readme_has_made_can_be_made() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = {
        one for line in re.findall(r"^([\w ]+):", makefile, re.MULTILINE) for one in line.split()
    }
    others = [line.split("#")[0].split() for line in commands_of(README)]
    others = [words for words in others if words[0] != "verdeel"]
    # As offices install it; what that brings is tried by the tests of the distribution.
    assert ["pip", "install", "--constraint", "constraints.txt", '".[office]"'] in others
    assert {words[1] for words in others if words[0] == "make"} <= targets
    assert {words[0] for words in others} == {"make", "pip"}
