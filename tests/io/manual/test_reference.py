"""The reference covers what the program has: commands, keys, columns, findings, outcomes, rules."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import click
import pytest

from verdeelsleutel.grants.applications.finding import Severity
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.lives.application import ApplicationState
from verdeelsleutel.grants.lives.award import AwardState
from verdeelsleutel.grants.lives.decision import DecisionState
from verdeelsleutel.grants.lives.round import RoundState, Step
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.instruments.law.parameters import Confidence
from verdeelsleutel.instruments.listing import by_code, catalogues
from verdeelsleutel.instruments.realisatiestimulans.homes_listed import DOUBTS
from verdeelsleutel.io.cli.program import verdeel
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.errors import VerdeelError
from verdeelsleutel.io.manual.commands import command_names
from verdeelsleutel.io.manual.findings import findings
from verdeelsleutel.io.manual.keys import KEPT_BY_THE_PROGRAM
from verdeelsleutel.io.manual.marks import code, text
from verdeelsleutel.io.manual.writing import reference_pages

from ...house.findings import weights
from ..cli.keys import keys_of

ROOT = Path(__file__).parents[3]
pages = cache(reference_pages)


@cache
def written() -> frozenset[str]:
    """Every code of a finding that a module writes down; three letters and three figures."""
    return frozenset(
        number
        for folder in ("grants", "instruments", "io")
        for path in (ROOT / folder).rglob("*.py")
        for number in re.findall(r'"([A-Z]{3}-[0-9]{3})"', path.read_text(encoding="utf-8"))
        if number != "SHA-256"
    )


def cells(page: str) -> list[list[str]]:
    """The rows of the tables of a page."""
    lines = [line for line in page.splitlines() if line.startswith("| ")]
    return [re.split(r"(?<!\\)\|", line)[1:-1] for line in lines]


def first_cells(page: str) -> set[str]:
    return {row[0].strip() for row in cells(page)}


def all_errors(kind: type[VerdeelError]) -> Iterable[type[VerdeelError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from all_errors(below)


def test_every_command_has_its_place_with_every_option() -> None:
    names = set(command_names())
    assert {"round open", "round supplement", "reserve", "reserve award", "rules diff"} <= names
    for name in names:
        page = pages()[f"opdrachten/{name.split()[0]}"]
        assert f"`verdeel {name}`" in page, name
        assert f"(opdracht-{name.replace(' ', '-')})=" in page, name
        command: click.Command = verdeel
        for part in name.split():
            assert isinstance(command, click.Group)
            command = command.commands[part]
        options = [one for one in command.params if isinstance(one, click.Option)]
        told = page + pages()["opdrachten"]
        assert [one for option in options for one in option.opts if f"`{one}`" not in told] == []


def test_every_key_of_a_policy_and_an_office_file_is_there() -> None:
    for page, model, label in (
        (pages()["beleid"], Policy, "naslag-beleid"),
        (pages()["kantoor"], Office, "naslag-kantoor"),
    ):
        parts = dict(
            re.findall(r"^\((\S+)\)=\n## (?:.|\n)*?\n\n((?:.|\n)*?)(?=\n\n\(|\Z)", page, re.M)
        )
        for path in set(keys_of(model)) - KEPT_BY_THE_PROGRAM:
            place = "-".join(path[:-1]) or "bovenaan"
            anchor = f"{label}-{place}".replace("*", "naam").replace("_", "-")
            assert code(path[-1]) in first_cells(parts[anchor]), path


def test_a_key_says_what_it_takes_and_the_most_of_them_what_they_mean() -> None:
    rows = [row for name in ("beleid", "kantoor") for row in cells(pages()[name])]
    keys = [row for row in rows if row[0].strip().startswith("`")]
    assert [row[0] for row in keys if not row[1].strip()] == []
    said = [row for row in keys if row[3].strip()]
    assert len(said) > 45
    assert any("Awb, artikel 2:13" in row[3] for row in said)


def test_every_column_of_every_sheet_is_there() -> None:
    for key, own in instruments().items():
        page = pages()[f"kolommen/{key}"]
        sheets = [own.columns, *(one.columns for one in own.sheets)]
        listed = first_cells(page)
        missing = [one.label for sheet in sheets for one in sheet if text(one.label) not in listed]
        assert missing == []


def test_every_finding_is_there_with_what_it_says_and_what_to_do() -> None:
    assert set(weights()) | {number for number, _, _ in DOUBTS.values()} <= written()
    assert set(findings()) == written()
    listed = {row[0].strip(): row for row in cells(pages()["bevindingen"])}
    for number, told in findings().items():
        row = listed[code(number)]
        assert all(cell.strip() for cell in row), number
        assert told.message[-1] in ".…", number
        assert told.cure[-1] in ".…", number


def test_a_finding_weighs_what_the_source_says() -> None:
    for number, told in findings().items():
        known = weights().get(number)
        if known:
            assert {one.name for one in told.weights} == known, number
    assert findings()["PAY-009"].weights == (Severity.ERROR,)


@pytest.mark.parametrize(
    ("page", "kinds"),
    [
        ("uitkomsten", (Outcome,)),
        ("toestanden", (RoundState, ApplicationState, DecisionState, AwardState)),
    ],
)
def test_every_outcome_and_state_is_there(page: str, kinds: tuple[type, ...]) -> None:
    listed = first_cells(pages()[page])
    assert {code(one.value) for kind in kinds for one in kind} <= listed  # type: ignore[attr-defined]


def test_every_step_of_a_round_is_there() -> None:
    assert {code(f"verdeel {one.value}") for one in Step} <= first_cells(pages()["toestanden"])


def test_every_exit_code_is_there() -> None:
    codes = {0, *(kind.exit_code for kind in all_errors(VerdeelError))}
    assert {code(str(one)) for one in codes} <= first_cells(pages()["opdrachten"])


def test_every_rule_is_there_with_all_its_versions_and_articles() -> None:
    for rule in by_code(catalogues()):
        page = pages()[f"regels/{rule.instrument}"]
        assert f"\n## {rule.code}\n" in page
        for version in (rule, *rule.other_versions):
            assert text(version.article) in page
            assert all(code(name) in page for name in version.parameters)
    assert {code(one.value) for one in Confidence} <= first_cells(pages()["regels"])


def test_no_cell_of_a_table_breaks_its_row() -> None:
    for name, page in pages().items():
        for block in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
            widths = {len(re.split(r"(?<!\\)\|", line)) for line in block.splitlines()}
            assert len(widths) == 1, (name, block[:200])


def test_nothing_is_told_twice_under_one_label() -> None:
    labels = re.findall(r"^\((\S+)\)=$", "\n".join(pages().values()), re.MULTILINE)
    assert len(labels) == len(set(labels))
