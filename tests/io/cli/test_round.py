"""A round by hand: what each step shows, that it can be repeated, and who may take it."""

import json
from pathlib import Path

import pytest

from .conftest import ANSWERED, ROUND, Verdeel
from .editing import Rows, edit
from .test_bad_input import one_sentence, state


def to_allocation(desk: Path, samples: Path, verdeel: Verdeel, maker: str) -> None:
    workbooks = sorted(samples.glob("*.xlsx"))
    assert verdeel("load", *workbooks, "--round", ROUND, "--as", maker).code == 0
    screened = verdeel("screen", "--round", ROUND, "--as", maker, "--json")
    assert screened.code == 0, screened.err
    if "INT-154" in {found["code"] for found in json.loads(screened.out)["findings"]}:
        assert verdeel(*ANSWERED, "--as", maker).code == 0
    assert verdeel("allocate", "--round", ROUND, "--as", maker).code == 0


def test_every_step_twice_changes_nothing(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    database = opened_small / "verdeel.db"
    workbooks = sorted(small_samples.glob("*.xlsx"))
    maker, approver = ("--as", "sanne.vermeulen"), ("--as", "yasmina.haddou")
    steps: list[tuple[str | Path, ...]] = [
        ("round", "open", ROUND, "--policy", small_samples / "policy.toml"),
        ("load", *workbooks, "--round", ROUND, *maker),
        ("screen", "--round", ROUND, *maker),
        (*ANSWERED, *maker),
        ("allocate", "--round", ROUND, *maker),
        ("approve", "--round", ROUND, *approver),
    ]
    for step in steps:
        first = verdeel(*step)
        assert first.code == 0, first.err
        kept = state(database)
        again = verdeel(*step)
        assert again.code == 0, again.err
        assert state(database) == kept, step[0]
    first = verdeel("allocate", "--round", ROUND, "--json")
    again = verdeel("allocate", "--round", ROUND, "--json")
    assert first.out == again.out


def test_whoever_made_a_round_cannot_approve_it(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    to_allocation(opened_small, small_samples, verdeel, "yasmina.haddou")
    kept = state(opened_small / "verdeel.db")
    own = verdeel("approve", "--round", ROUND, "--as", "yasmina.haddou")
    assert own.code == 3
    assert "Y. Haddou" in one_sentence(own)
    officer = verdeel("approve", "--round", ROUND, "--as", "bram.dekker")
    assert officer.code == 3
    assert "approver" in one_sentence(officer)
    stranger = verdeel("approve", "--round", ROUND)
    assert stranger.code == 3
    nobody = verdeel("approve", "--round", ROUND, "--as", "niemand")
    assert nobody.code == 3
    assert state(opened_small / "verdeel.db") == kept
    assert verdeel("approve", "--round", ROUND, "--as", "pieter.wiersma").code == 0


def test_no_letters_before_approval(
    opened_small: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    to_allocation(opened_small, small_samples, verdeel, "sanne.vermeulen")
    result = verdeel(
        "letters", "--round", ROUND, "--out", opened_small / "brieven", "--as", "sanne.vermeulen"
    )
    assert result.code == 3
    one_sentence(result)
    assert not list((opened_small / "brieven").glob("*.pdf"))


def test_a_corrected_workbook_makes_new_versions_and_lists_the_differences(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    source = sorted(samples.glob("woningbouwimpuls*.xlsx"))[0]
    assert verdeel("load", source, "--round", ROUND).code == 0
    numbers: list[str] = []

    def rename_first(headers: list[str], rows: Rows) -> Rows:
        numbers.append(str(rows[0][headers.index("Aanvraagnummer")]))
        rows[0][headers.index("Projectnaam")] = "Nieuwe naam"
        return rows

    edit(source, opened / "verbeterd.xlsx", rename_first)
    result = verdeel("load", opened / "verbeterd.xlsx", "--round", ROUND, "--json")
    assert result.code == 0
    (loaded,) = json.loads(result.out)
    assert (loaded["new"], loaded["changed"], loaded["faulty"]) == (0, 1, 0)
    (change,) = loaded["changes"]
    assert (change["application_id"], change["field"]) == (numbers[0], "project_name")
    assert change["after"] == "Nieuwe naam"
    explained = json.loads(verdeel("explain", numbers[0], "--round", ROUND, "--json").out)
    assert explained["version"] == 2
    assert explained["project_name"] == "Nieuwe naam"


def test_the_workbook_of_faults_gives_findings_at_cells_and_keeps_what_is_good(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    faulty = max((samples / "faulty").glob("*.xlsx"), key=lambda path: path.stat().st_size)
    result = verdeel("load", faulty, "--round", ROUND, "--json")
    assert result.code == 1
    (loaded,) = json.loads(result.out)
    assert loaded["new"] > 0
    assert loaded["faulty"] > 0
    errors = [finding for finding in loaded["findings"] if finding["severity"] == "error"]
    assert len(errors) >= loaded["faulty"]
    assert all(finding["message"] and finding["cure"] for finding in loaded["findings"])
    assert any(finding["cell"] for finding in errors)
    shown = verdeel("load", faulty, "--round", ROUND)
    assert shown.code == 1
    assert "al geladen" in shown.out


def test_the_status_says_what_comes_next(opened: Path, verdeel: Verdeel) -> None:
    result = verdeel("round", "status", ROUND)
    assert result.code == 0
    assert "verdeel load" in result.out


@pytest.mark.slow(
    sample="tests/io/workbooks/test_schemes.py::test_the_template_of_a_scheme_loads_when_filled_in"
)
def test_an_empty_template_is_written_for_every_instrument(desk: Path, verdeel: Verdeel) -> None:
    result = verdeel("template", "all", "--out", desk / "sjablonen")
    assert result.code == 0
    assert sorted(path.stem for path in (desk / "sjablonen").glob("*.xlsx")) == [
        "bereikbaarheid", "gebiedsbudget", "nplv_capaciteit", "nplv_ruimte", "realisatiestimulans",
        "woningbouwimpuls",
    ]  # fmt: skip


def test_with_a_policy_the_templates_are_those_of_its_schemes(desk: Path, verdeel: Verdeel) -> None:
    of_one = ("--scheme", "bereikbaarheid=mf", "--fund", "mf=€ 1 mld", "--opens", "2026-09-01",
              "--closes", "2026-10-15", "--decision", "2026-11-30", "--title", "Een",
              "--officer", "a=A. Aa", "--officer", "c=C. Cc", "--approver", "b=B. Bb")  # fmt: skip
    assert verdeel("round", "new", "een", *of_one).code == 0
    policy = ("--policy", desk / "een" / "policy.toml", "--out", desk / "sjablonen")
    assert verdeel("template", "all", *policy).code == 0
    assert [path.name for path in (desk / "sjablonen").iterdir()] == ["bereikbaarheid.xlsx"]
    other = verdeel("template", "gebiedsbudget", *policy)
    assert other.code == 2
    assert "Gebiedsbudget doet niet mee in " in one_sentence(other)
    assert "Daarin: bereikbaarheid." in one_sentence(other)
