"""Anybody can check what was published, and nothing that decides can be changed unseen."""

from __future__ import annotations

import json
import lzma
import random
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import cast

import pytest

from verdeelsleutel.io.manual.rule_file import rule_keys
from verdeelsleutel.io.reports.open_data.outside.recompute import UNREADABLE, examined

from ..reports.open_data.changes import OF_A_PROOF, OF_BESIDE, Change, restate
from .conftest import Verdeel

SEED = 20261130


@pytest.fixture(scope="session")
def published(finished: Path) -> Path:
    """What the demo publishes of the sample round, in which the optimiser chose."""
    return finished / "report" / "open_data"


def test_the_sample_round_can_be_checked_by_anybody(published: Path, verdeel: Verdeel) -> None:
    told = verdeel("recompute", published)
    assert told.code == 0, told.out
    assert "Alle 260 aanvragen tellen in hun eigen rij op" in told.out
    assert "toont van elk doel" in told.out
    english = verdeel("recompute", published, "--lang", "en", "--json")
    found = json.loads(english.out)
    assert found["complete"] is True
    assert any(line.startswith("The proof is of this list") for line in found["holds"])
    assert len(found["unseen"]) == 3
    assert "of other rounds" in found["unseen"][-1]


def test_the_file_that_is_published_runs_on_a_bare_python(published: Path, tmp_path: Path) -> None:
    """No site packages, no environment, another working folder; read from its own folder."""
    command = [sys.executable, "-I", "-S", str(published / "recompute.py"), "--lang", "en"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    told = examined(published)
    assert done.stdout.splitlines()[: len(told.holds)] == [f"Holds: {one.en}" for one in told.holds]


def test_wrong_use_of_it_prints_what_it_is_for(published: Path, tmp_path: Path) -> None:
    for wrong in (["--lang", "fr"], ["a", "b"], ["--verbose"]):
        command = [sys.executable, "-I", "-S", str(published / "recompute.py"), *wrong]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
        assert (done.returncode, "python recompute.py" in done.stdout) == (2, True), wrong


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("360giving.json", lambda: b"[" * 200_000),
        ("distribution_rule.json", lambda: b'{"a":' * 200_000),
        ("problem.json", lambda: b"[" * 200_000),
        ("proof.xz", lambda: lzma.compress(bytes(2**27), preset=0)),
        ("proof.xz", lambda: lzma.compress(b"B 0 0\n" * 2**21, preset=0)),
    ],
)
def test_what_is_made_to_fill_a_memory_or_a_stack_is_refused(
    published: Path, tmp_path: Path, verdeel: Verdeel, name: str, content: Callable[[], bytes]
) -> None:
    folder = tmp_path / "open_data"
    shutil.copytree(published, folder)
    (folder / name).write_bytes(content())
    restate(folder)
    told = verdeel("recompute", folder)
    assert told.code == 1
    assert told.err == ""
    assert len(told.out.strip().splitlines()) == 1


def noticed(change: Change, draw: random.Random, published: Path, folder: Path) -> str:
    """What a check says of a copy with a change; empty where it lets it pass."""
    copy = folder / "changed"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(published, copy)
    told = change(draw, copy)
    restate(copy)
    try:
        examined(copy)
    except UNREADABLE as wrong:
        return str(wrong) or type(wrong).__name__
    pytest.fail(f"{change.__name__} of {told} is not noticed")


@pytest.mark.parametrize("change", [*OF_A_PROOF, *OF_BESIDE])
def test_a_change_is_noticed_also_where_the_hashes_are_restated(
    change: Change, published: Path, tmp_path: Path
) -> None:
    assert noticed(change, random.Random(SEED), published, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["finished", "statutory"])
def test_each_of_two_hundred_changes_is_noticed(
    policy: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Under both policies of the sample, and on a bare Python all of it holds before."""
    folder = request.getfixturevalue(policy) / "report" / "open_data"
    command = [sys.executable, "-I", "-S", str(folder / "recompute.py")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout
    changes, draw = (*OF_A_PROOF, *OF_BESIDE), random.Random(SEED)
    for at in range(200):
        assert noticed(changes[at % len(changes)], draw, folder, tmp_path)


def test_a_file_that_is_changed_or_left_out_is_noticed_by_its_hash(
    published: Path, tmp_path: Path, verdeel: Verdeel
) -> None:
    copy = tmp_path / "changed"
    for name in sorted(path.name for path in published.iterdir()):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(published, copy)
        content = bytearray((copy / name).read_bytes())
        content[len(content) // 2] ^= 1
        (copy / name).write_bytes(content)
        told = verdeel("recompute", copy)
        assert told.code == 1, name
        assert told.out.startswith("KLOPT NIET: "), name
        (copy / name).unlink()
        assert verdeel("recompute", copy).code == 1, name


def test_rounds_of_before_it_existed_have_no_check(verdeel: Verdeel, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    told = verdeel("recompute", tmp_path / "leeg")
    assert told.code == 1
    assert "SHA256SUMS" in told.out


@pytest.mark.slow(sample="test_a_change_is_noticed_also_where_the_hashes_are_restated")
def test_the_tree_of_another_round_proves_nothing(
    published: Path, statutory: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "changed"
    shutil.copytree(published, copy)
    for name in ("problem.json", "proof.xz"):
        shutil.copy(statutory / "report" / "open_data" / name, copy)
    restate(copy)
    with pytest.raises(UNREADABLE, match="the proof is about other applications"):
        examined(copy)


def test_the_page_of_the_rule_tells_what_came_of_it_and_reads_on_any_screen(
    published: Path,
) -> None:
    text = (published / "distribution_rule.md").read_text("utf-8").replace("\u00a0", " ")
    for said in (
        "## De uitkomst", "| toegekend | ", "Namen onder de vaststelling: 1",
        "een bewijs in gehele getallen toont dat geen lijst beter is",
        "Voor Bereikbaarheid bepaalt geen openbare regeling hoe er wordt verdeeld",
        "## Wat een andere verdeling zou geven", "| deze verdeling | ",
        "- Woningbouwimpuls: publiek tekort, eigen bijdrage,",
        "Deze pagina is geen besluit",
    ):  # fmt: skip
        assert said in text, said
    page = (published / "distribution_rule.html").read_text("utf-8")
    assert 'name="viewport" content="width=device-width, initial-scale=1"' in page
    assert "<script" not in page
    assert page.count("<td data-label=") == page.count("<td") > 100
    shown = unescape(re.sub(r"<[^>]+>", "", page)).replace("\u00a0", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith(("|", "#"))]
    for line in lines:
        told = re.sub(r"^(- |[0-9]+\. )", "", line).replace("**", "").replace("`", "")
        assert told in shown, told
    entry = json.loads((published / "algorithm_register.json").read_text("utf-8"))
    for key in ("goal", "human_intervention", "risks", "impacttoetsen", "methods_and_models"):
        assert entry[key].replace("\u00a0", " ") in shown, key
    assert "aan te vullen door de organisatie" in shown


def test_every_limit_goal_weight_and_order_of_the_policy_is_published(
    published: Path, samples: Path
) -> None:
    rule = json.loads((published / "distribution_rule.json").read_text("utf-8"))
    sealed = tomllib.loads((samples / "policy.toml").read_text("utf-8"))
    told = {one["code"]: one for one in rule["limits"]}
    assert list(told) == [one["code"] for one in sealed["constraint"]]
    for one in sealed["constraint"]:
        limit = told[one["code"]]
        soft = None if one["hard"] else (one["importance"], one.get("weight", 1))
        assert limit["hard"] is one["hard"]
        assert soft is None or (limit["importance"], limit["weight"]) == soft
        assert (limit["sentence_nl"], limit["source"]) == (one["sentence_nl"], one["source"])
    assert {one["key"] for one in rule["schemes"]} == set(sealed["instruments"])
    order = rule["published_order"]
    assert (order["keys"], order["schemes"]) == (
        sealed["order"]["keys"], sealed["order"]["instruments"],
    )  # fmt: skip
    numbers = {one["application"] for one in rule["claims"]}
    assert len(numbers | set(rule["took_no_part"])) == 260


def test_the_register_links_the_law_of_each_scheme_and_says_what_departs_from_its_rule(
    published: Path,
) -> None:
    entry = json.loads((published / "algorithm_register.json").read_text("utf-8"))
    for number in ("BWBR0043540", "BWBR0043557", "BWBR0048897", "BWBR0051707"):
        assert f"https://wetten.overheid.nl/{number}" in entry["lawful_basis"]
    for scheme in ("Woningbouwimpuls", "Gebiedsbudget", "Realisatiestimulans", "Bereikbaarheid"):
        assert f"{scheme} is verdeeld op een grondslag die niet bestaat" in entry["lawful_basis"]


@pytest.mark.slow(sample="test_the_file_that_is_published_runs_on_a_bare_python")
def test_every_key_of_the_published_rule_is_in_its_dictionary(published: Path) -> None:
    """And what is said to be text, a number, yes or no, a list or an object is that, or empty."""
    kinds: dict[str, type | tuple[type, ...]] = {
        "text": str, "number": (int, str), "yes": bool, "list": list, "object": dict,
    }  # fmt: skip
    keys, _ = rule_keys()
    unseen = list[str]()

    def look(value: object, path: str) -> None:
        found = next((one for one in keys if is_at(one.path, path)), None)
        if found is not None:
            if value is not None and not isinstance(value, kinds[found.kind]):
                unseen.append(f"{path} is no {found.kind}")
        elif path and not any(one.path.startswith((f"{path}.", f"{path}[]")) for one in keys):
            unseen.append(path)
        below = found is not None and not any(one.path.startswith(f"{found.path}.") for one in keys)
        if isinstance(value, dict) and not below:
            for key, each in cast(dict[str, object], value).items():
                look(each, f"{path}.{key}".lstrip("."))
        elif isinstance(value, list) and not below:
            for each in cast(list[object], value):
                look(each, f"{path}[]")

    look(json.loads((published / "distribution_rule.json").read_text("utf-8")), "")
    assert sorted(set(unseen)) == []


def is_at(told: str, path: str) -> bool:
    """Whether a path of the dictionary, with its words between angle brackets, is this one.

    A list of texts or numbers is told with its ``[]`` and found without.
    """
    parts = re.split(r"(<[^>]+>)", told)
    pattern = "".join(
        r"[^.]+(\.csv)?" if part.startswith("<") else re.escape(part) for part in parts
    )
    return re.fullmatch(pattern, path) is not None
