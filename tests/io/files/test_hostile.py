"""Whatever somebody sends as a copy, a bundle, a policy or an office file ends in one sentence."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.io import cli
from verdeelsleutel.io.files.archive import Part, pack
from verdeelsleutel.io.rounds.bundle import content_of

from ..records.rounds import MAKER, ROUND, write_round
from . import hostile

SEED = 20261129
Change = Callable[[random.Random, bytes], bytes]
# What is sent, the file that it is made from, and how a value in it is changed.
SENT: dict[str, tuple[str, Change]] = {
    "copy": ("kopie.zip", hostile.changed_copy),
    "bundle": ("ronde.zip", hostile.changed_bundle),
    "policy": ("policy.toml", hostile.changed_toml),
    "office": ("office.toml", hostile.changed_toml),
}
REFUSED, DIFFERENT, OTHER = 5, 1, 3


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of four applications, divided, with a copy of its database and a bundle of it."""
    folder = tmp_path_factory.mktemp("vijandig")
    books = write_round(folder, count=4)
    on = ("--database", f"sqlite:///{(folder / 'verdeel.db').as_posix()}")
    of_round = ("--round", ROUND, "--as", MAKER)
    for command in (
        ("round", "open", ROUND, "--policy", folder / "policy.toml", "--as", MAKER),
        ("load", *books, *of_round),
        ("screen", *of_round),
        ("allocate", *of_round),
        ("backup", "--out", folder / "kopie.zip"),
        ("bundle", "--out", folder / "ronde.zip", *of_round),
    ):
        assert cli.run([str(part) for part in (*command, *on)]) == 0
    return folder


def sent(desk: Path, kind: str, made: bytes, folder: Path) -> list[str]:
    """The command that reads this file, which lies in a folder of its own."""
    shutil.copy(desk / "policy.toml", folder)
    shutil.copy(desk / "office.toml", folder)
    path = folder / SENT[kind][0]
    path.write_bytes(made)
    database = ("--database", f"sqlite:///{(folder / 'nieuw.db').as_posix()}")
    if kind == "copy":
        return ["restore", str(path), *database]
    if kind == "bundle":
        return ["replay", str(path), "--no-solve"]
    return ["round", "open", ROUND, "--policy", str(folder / "policy.toml"), "--as", MAKER,
            "--office", str(folder / "office.toml"), *database]  # fmt: skip


def tried(
    desk: Path, kind: str, count: int, folder: Path, capfd: pytest.CaptureFixture[str]
) -> int:
    """So many changed files of a kind; how many of them were refused."""
    name, change = SENT[kind]
    data, refused = (desk / name).read_bytes(), 0
    for at in range(count):
        draw = random.Random(f"{SEED} {kind} {at}")
        made = (change if draw.random() < 0.7 else draw.choice(hostile.DAMAGE))(draw, data)
        own = folder / f"{kind}_{at}"
        own.mkdir()
        capfd.readouterr()
        code = cli.run(sent(desk, kind, made, own))
        told = capfd.readouterr()
        assert code in (0, REFUSED, DIFFERENT, OTHER), (at, code, told.err)
        if code in (REFUSED, OTHER):
            refused += 1
            assert len(told.err.strip().splitlines()) == 1, (at, told.err)
            assert told.err.startswith("verdeel: "), at
            assert not (own / "nieuw.db").exists() or kind != "copy" or is_empty(own / "nieuw.db")
        shutil.rmtree(own)
    return refused


def is_empty(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        return not connection.execute("SELECT name FROM sqlite_master").fetchall()


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


@pytest.mark.parametrize("kind", SENT)
@pytest.mark.parametrize("damage", hostile.DAMAGE, ids=lambda one: one.__name__)
def test_each_damage_ends_in_one_sentence(
    desk: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str, damage: Change
) -> None:
    data = (desk / SENT[kind][0]).read_bytes()
    capfd.readouterr()
    code = cli.run(sent(desk, kind, damage(random.Random(f"{SEED} {kind} flips"), data), tmp_path))
    told = capfd.readouterr().err
    of_a_zip = damage in (hostile.encrypted, hostile.unknown_compression)
    assert code in ((0,) if of_a_zip and kind in ("policy", "office") else (REFUSED, OTHER)), told
    if code:
        assert len(told.strip().splitlines()) == 1, told


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
