"""Each letter on disk that is not the one the office writes is named."""

from __future__ import annotations

import random
from hashlib import sha256
from pathlib import Path

import pytest

from ..records.conftest import Result
from ..records.keeping import Kept, do, write_kept

SEED = 20261130


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return write_kept(tmp_path_factory.mktemp("brieven"), count=6)


def verified(kept: Kept, folder: Path, capfd: pytest.CaptureFixture[str]) -> Result:
    capfd.readouterr()
    code = do(kept.url, "audit", "verify", "--letters", folder)
    told = capfd.readouterr()
    return Result(code, told.out, told.err)


def test_letters_that_are_the_offices_are_in_order(
    kept: Kept, capfd: pytest.CaptureFixture[str]
) -> None:
    done = verified(kept, kept.letters, capfd)
    assert done.code == 0, done.err


def test_every_letter_that_is_another_is_named_though_its_register_agrees(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "brieven"
    folder.mkdir()
    for path in kept.letters.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    draw = random.Random(SEED)
    letters = sorted(path.name for path in folder.glob("WBI-*.pdf"))
    changed, gone, other = draw.sample(letters, 3)
    register = (folder / "letters.csv").read_text(encoding="utf-8-sig")
    for name, data in (
        (changed, (folder / changed).read_bytes() + b"\n"),
        (other, (folder / letters[letters.index(other) - 1]).read_bytes()),
    ):
        before = sha256((folder / name).read_bytes()).hexdigest()
        register = register.replace(before, sha256(data).hexdigest())
        (folder / name).write_bytes(data)
    (folder / "letters.csv").write_text(register, encoding="utf-8-sig", newline="")
    (folder / gone).unlink()
    (folder / "WBI-00099.pdf").write_bytes(b"%PDF-1.7")
    found = verified(kept, folder, capfd)
    assert found.code == 3
    assert f"{changed} is niet de brief" in found.err
    assert f"{other} is niet de brief" in found.err
    assert f"{gone} ontbreekt" in found.err
    assert "WBI-00099.pdf is geen brief" in found.err
    assert "4 fouten" in found.err


def test_a_folder_without_letters_is_told(
    kept: Kept, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert verified(kept, tmp_path / "er-niet", capfd).code == 2
