"""Whatever somebody sends as a copy, a bundle, a policy or an office file ends in one sentence."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io import cli
from verdeelsleutel.io.files.archive import Part, pack
from verdeelsleutel.io.rounds.bundle import content_of

from . import hostile
from .sending import (
    AS_FINDINGS,
    DIFFERENT,
    MEGABYTES,
    OTHER,
    REFUSED,
    SEED,
    SENT,
    WRONG_USE,
    Memory,
    made_of,
    sent,
    written,
    wrong_with,
)

Change = Callable[[random.Random, bytes], bytes]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound file of every kind, and the databases that take them in."""
    return written(tmp_path_factory.mktemp("vijandig"))


def tried(
    desk: Path, kind: str, count: int, folder: Path, capfd: pytest.CaptureFixture[str]
) -> int:
    """So many changed files of a kind; how many of them were refused."""
    refused, memory = 0, Memory()
    for at in range(count):
        made = made_of(desk, kind, random.Random(f"{SEED} {kind} {at}"))
        own = folder / f"{kind}_{at}"
        own.mkdir()
        capfd.readouterr()
        memory.anew()
        code = cli.run(sent(desk, kind, made, own))
        told = capfd.readouterr()
        assert wrong_with(kind, code, told.err, own) == "", at
        assert memory.most() < MEGABYTES, (kind, at)
        refused += code in (DIFFERENT, REFUSED, WRONG_USE, OTHER)
        shutil.rmtree(own)
    return refused


@pytest.mark.parametrize("kind", SENT)
def test_a_hostile_file_ends_in_one_sentence(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    assert tried(desk, kind, 6, tmp_path, capfd) > 1


@pytest.mark.slow
@pytest.mark.parametrize("kind", SENT)
def test_a_thousand_hostile_files_end_in_one_sentence_each(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str
) -> None:
    assert tried(desk, kind, 1_000, tmp_path, capfd) > 300


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("kind", SENT)
@pytest.mark.parametrize("damage", hostile.DAMAGE, ids=lambda one: one.__name__)
def test_each_damage_ends_in_one_sentence(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str, damage: Change
) -> None:
    data = (desk / SENT[kind].file).read_bytes()
    capfd.readouterr()
    code = cli.run(sent(desk, kind, damage(random.Random(f"{SEED} {kind} flips"), data), tmp_path))
    told = capfd.readouterr().err
    of_a_zip = damage in (hostile.encrypted, hostile.unknown_compression)
    if kind in AS_FINDINGS:
        assert code in (0, DIFFERENT, REFUSED, WRONG_USE, OTHER), told
    else:
        assert code in ((0,) if of_a_zip and kind in ("policy", "office") else (REFUSED, OTHER))
    assert wrong_with(kind, code, told, tmp_path) == ""


def _bundle_with(data: bytes, change: Callable[[dict[str, Any], dict[str, bytes]], None]) -> bytes:
    """A bundle with a change, and every hash set right again."""
    parts = hostile.members(data)
    manifest = json.loads(parts.pop("manifest.json"))
    change(manifest, parts)
    listed = [Part.of(name, held) for name, held in sorted(parts.items())]
    manifest["parts"] = [one.model_dump() for one in listed]
    manifest["content"] = content_of(listed)
    return pack({"manifest.json": json.dumps(manifest).encode(), **parts})


def _another_round(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
    manifest["round"] = "2099-1"


@pytest.mark.sample(every=5)
@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**400])
@pytest.mark.parametrize("table", ["event", "application", "award", "ledger_posting"])
def test_a_number_that_no_database_holds_is_a_damaged_bundle(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], table: str, number: int
) -> None:
    def change(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
        name = f"rows/{table}.jsonl"
        first, *rest = parts[name].splitlines()
        row = json.loads(first)
        key = next(key for key, value in row.items() if isinstance(value, int))
        parts[name] = b"\n".join([json.dumps(row | {key: number}).encode(), *rest])

    made = _bundle_with((desk / "ronde.zip").read_bytes(), change)
    capfd.readouterr()
    assert cli.run(sent(desk, "bundle", made, tmp_path)) == REFUSED
    told = capfd.readouterr().err
    assert told.startswith("verdeel: ")
    assert len(told.strip().splitlines()) == 1


def test_a_bundle_of_a_round_that_is_not_in_it_is_damaged(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made = _bundle_with((desk / "ronde.zip").read_bytes(), _another_round)
    capfd.readouterr()
    assert cli.run(sent(desk, "bundle", made, tmp_path)) == REFUSED
    assert "ronde 2099-1 staat er niet in" in capfd.readouterr().err


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("name", ["\x00", "", "er-niet", "../x"])
def test_a_library_that_there_is_not_is_a_remark(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    def change(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
        manifest["libraries"][name] = "1.0"

    made = _bundle_with((desk / "ronde.zip").read_bytes(), change)
    capfd.readouterr()
    assert cli.run(sent(desk, "bundle", made, tmp_path)) == 0
    assert "1.0 (hier niet aanwezig)" in capfd.readouterr().out


@pytest.mark.sample(every=3)
@pytest.mark.parametrize("table", ["round", "event", "application", "award", "ledger_posting"])
def test_a_row_without_its_key_is_a_damaged_bundle(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], table: str
) -> None:
    key = "number" if table == "event" else "id"

    def change(manifest: dict[str, Any], parts: dict[str, bytes]) -> None:
        first, *rest = parts[f"rows/{table}.jsonl"].splitlines()
        row = {name: value for name, value in json.loads(first).items() if name != key}
        parts[f"rows/{table}.jsonl"] = b"\n".join([json.dumps(row).encode(), *rest])

    made = _bundle_with((desk / "ronde.zip").read_bytes(), change)
    capfd.readouterr()
    assert cli.run(sent(desk, "bundle", made, tmp_path)) == REFUSED
    assert wrong_with("bundle", REFUSED, capfd.readouterr().err, tmp_path) == ""
