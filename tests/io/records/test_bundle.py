"""A round in one file: whole, the same everywhere, done over by anybody, and never believed."""

import json
import os
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from verdeelsleutel.io.analysis import Model
from verdeelsleutel.io.files.archive import pack
from verdeelsleutel.io.rounds.differences import first_difference

from .conftest import Verdeel
from .filled import loosened
from .keeping import Kept, forged, write_kept
from .rounds import APPROVER, MAKER, ROUND, number

_PROGRAM = "from verdeelsleutel.io.cli.running import main; main()"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return write_kept(tmp_path_factory.mktemp("kept") / "desk")


@pytest.fixture
def copy(kept: Kept, tmp_path: Path) -> Path:
    made = tmp_path / "kopie.zip"
    made.write_bytes(kept.bundle.read_bytes())
    return made


@pytest.mark.slow(sample="test_a_bundle_replays_on_another_machine_with_the_same_hashes")
def test_a_bundle_is_done_over_and_everything_is_the_same(verdeel: Verdeel, copy: Path) -> None:
    told = verdeel("replay", copy, "--json")
    assert told.code == 0, told.err
    found = json.loads(told.out)
    assert found["same"]
    assert found["remarks"] == []
    assert [step["what"] for step in found["steps"]] == [
        "het spoor", "het grootboek", "de toetsing", "de verdeling", "de uitvoer", "de brieven",
    ]  # fmt: skip


@pytest.mark.slow(sample="test_a_bundle_replays_on_another_machine_with_the_same_hashes")
def test_without_solving_the_list_is_proven_again(verdeel: Verdeel, copy: Path) -> None:
    told = verdeel("replay", copy, "--no-solve")
    assert told.code == 0
    assert "het certificaat: gelijk" in told.out


@pytest.mark.slow(sample="test_the_same_round_gives_the_same_file_which_is_its_owners_alone")
def test_an_analyst_reads_the_same_round_from_a_bundle_and_from_its_database(kept: Kept) -> None:
    bundled, stored = Model.from_bundle(kept.bundle), Model.from_database(kept.url, ROUND)
    assert bundled.candidates == stored.candidates
    assert bundled.policy == stored.policy
    assert bundled.own.equals(stored.own)
    assert list(stored.own.columns) == ["municipality", "project"]
    digest = json.loads(zipfile.ZipFile(kept.bundle).read("manifest.json"))["digest"]
    assert bundled.solve().solution.digest == digest


def test_the_same_round_gives_the_same_file_which_is_its_owners_alone(
    verdeel: Verdeel, kept: Kept, tmp_path: Path
) -> None:
    again = tmp_path / "weer.zip"
    bundled = ("bundle", "--round", ROUND, "--letters", kept.letters)
    assert verdeel(*bundled, "--out", again, on=kept.url).code == 0
    assert again.read_bytes() == kept.bundle.read_bytes()
    if os.name == "posix":
        assert again.stat().st_mode & 0o777 == 0o600
    assert verdeel(*bundled, "--out", again, on=kept.url).code == 0
    other = verdeel("bundle", "--round", ROUND, "--out", again, on=kept.url)
    assert other.code == 2
    assert "bestaat al" in other.sentence


def test_a_bundle_replays_on_another_machine_with_the_same_hashes(
    verdeel: Verdeel, copy: Path, tmp_path: Path
) -> None:
    here = json.loads(verdeel("replay", copy, "--json").out)
    home = tmp_path / "elders" / "thuis"
    home.mkdir(parents=True)
    other = {
        **os.environ, "HOME": str(home), "USERPROFILE": str(home), "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "4711", "LC_ALL": "C", "VERDEEL_DATABASE": "sqlite:///nergens.db",
    }  # fmt: skip
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "replay", str(copy), "--json"],
        cwd=home, env=other, capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr.decode()
    assert json.loads(run.stdout) == here
    assert list(home.iterdir()) == []


def test_every_damaged_byte_is_found(verdeel: Verdeel, copy: Path) -> None:
    whole = copy.read_bytes()
    draw = random.Random(20261124)
    places = [0, 1, len(whole) - 1, len(whole) - 80, *draw.sample(range(len(whole)), 300)]
    for at in places:
        bent = bytearray(whole)
        bent[at] ^= 1 << draw.randrange(8)
        copy.write_bytes(bent)
        told = verdeel("replay", copy)
        assert told.code == 5, at
        assert "beschadigd" in told.sentence
    for shorter in (whole[:-1], whole[: len(whole) // 2], b"", whole + b"\0"):
        copy.write_bytes(shorter)
        assert verdeel("replay", copy).code == 5


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("part", "old", "new", "where"),
    [
        ("rows/application.jsonl", b'\\"requested\\":', b'\\"requested\\":1', "het spoor"),
        ("rows/award.jsonl", b'"affordable_homes":', b'"affordable_homes":1', "het spoor"),
        ("rows/event.jsonl", b"round.approved", b"round.archived", "het spoor"),
        ("rows/ledger_posting.jsonl", b'"cents":', b'"cents":1', "het spoor"),
        ("allocation.json", b'"amount": ', b'"amount": 1', "de uitvoer"),
        ("receipts.json", b'"amount_cents": ', b'"amount_cents": 1', "de uitvoer"),
        ("letters.csv", b"-", b"", "de brieven"),
    ],
)  # fmt: skip
def test_a_forged_part_with_right_hashes_is_named(
    verdeel: Verdeel, copy: Path, part: str, old: bytes, new: bytes, where: str
) -> None:
    def change(data: bytes) -> bytes:
        if part == "letters.csv":  # the last hyphen is that of the last letter's code
            return data[::-1].replace(old, new, 1)[::-1]
        return data.replace(old, new, 1)

    told = verdeel("replay", forged(copy, part, change), "--no-solve")
    assert told.code == 1, told.err
    assert f"Het eerste verschil is in {where}." in told.out


@pytest.mark.slow(sample="test_a_bundle_replays_on_another_machine_with_the_same_hashes")
def test_another_law_in_the_bundle_is_the_law_that_is_screened_by(
    verdeel: Verdeel, copy: Path
) -> None:
    def change(data: bytes) -> bytes:
        law = json.loads(data)
        for rule in law["rule"]:
            for version in rule["version"]:
                for one in version["parameters"].values():
                    one["value"] = "99999" if one["unit"] == "homes" else one["value"]
        return json.dumps(law, ensure_ascii=False).encode()

    told = verdeel("replay", forged(copy, "law/woningbouwimpuls.json", change), "--no-solve")
    assert told.code == 1
    assert "law/woningbouwimpuls.json is in dit programma anders" in told.out
    assert re.search(r"de toetsing: WBI-\d+: \[WBI-0[234]\]\.answer was .met. en is", told.out)


def test_a_bundle_cannot_write_anywhere_or_swell(verdeel: Verdeel, tmp_path: Path) -> None:
    evil = tmp_path / "kwaad.zip"
    for name in ("../../buiten.txt", "/etc/passwd", "C:\\x.txt", "rows/../x.jsonl"):
        evil.write_bytes(pack({name: b"x"}))
        assert verdeel("replay", evil).code == 5
    evil.write_bytes(pack({"manifest.json": b"{}" * 10, "rows/event.jsonl": bytes(40_000_000)}))
    assert "groter dan een bundel kan zijn" in verdeel("replay", evil).sentence
    evil.write_bytes(pack({f"rows/t{k}.jsonl": b"" for k in range(201)}))
    assert verdeel("replay", evil).code == 5
    with zipfile.ZipFile(evil, "w") as other:
        other.writestr("manifest.json", "{}")
    assert verdeel("replay", evil).code == 5
    assert verdeel("replay", tmp_path / "nergens.zip").code == 5
    assert not (tmp_path.parent / "buiten.txt").exists()


def test_a_round_that_is_not_divided_as_it_stands_is_not_packed(
    verdeel: Verdeel, tmp_path: Path, kept: Kept
) -> None:
    folder = kept.folder
    url = f"sqlite:///{(tmp_path / 'andere.db').as_posix()}"
    opened = ("round", "open", ROUND, "--policy", folder / "policy.toml", "--as", MAKER)
    assert verdeel(*opened, on=url).code == 0
    assert verdeel("bundle", "--round", ROUND, "--out", tmp_path / "x.zip", on=url).code == 3
    steps = (("load", folder / "aanvragen.xlsx"), ("screen",), ("allocate",))
    for step in steps:
        assert verdeel(*step, "--round", ROUND, "--as", MAKER, on=url).code == 0
    gone = (
        "withdraw", number(1), "--round", ROUND, "--date", "2026-11-10", "--reason",
        "Brief van het college van 9 november 2026.", "--as", MAKER,
    )  # fmt: skip
    assert verdeel(*gone, on=url).code == 0
    refused = verdeel("bundle", "--round", ROUND, "--out", tmp_path / "x.zip", on=url)
    assert refused.code == 3
    assert "gewijzigd" in refused.sentence
    assert verdeel("allocate", "--round", ROUND, "--as", MAKER, on=url).code == 0
    assert verdeel("approve", "--round", ROUND, "--as", APPROVER, on=url).code == 0
    assert verdeel("bundle", "--round", ROUND, "--out", tmp_path / "x.zip", on=url).code == 0
    told = verdeel("replay", tmp_path / "x.zip")
    assert told.code == 0, told.out


@pytest.mark.slow(
    sample="tests/io/cli/test_audit.py::test_a_cut_off_tail_is_found_against_an_anchor"
)
def test_a_trail_that_was_cut_off_is_found_against_an_anchor_a_bundle_or_the_letters(
    verdeel: Verdeel, kept: Kept, tmp_path: Path
) -> None:
    register, receipts = kept.letters / "letters.csv", kept.letters / "receipts.json"
    head = json.loads(verdeel("audit", "anchor", "--json", on=kept.url).out)["hash"]
    anchors = (head, kept.bundle, register, receipts)
    for anchor in anchors:
        sound = verdeel("audit", "verify", "--anchor", anchor, on=kept.url)
        assert sound.code == 0, sound.err
    assert verdeel("replay", kept.bundle, "--no-solve", "--anchor", head).code == 0
    assert verdeel("replay", kept.bundle, "--no-solve", "--anchor", "0" * 64).code == 1
    cut = tmp_path / "geknipt.db"
    cut.write_bytes((kept.folder / "ronde.db").read_bytes())
    with loosened(cut) as connection:
        connection.execute("DELETE FROM publication")
        connection.execute("DELETE FROM approval")
        connection.execute(
            "DELETE FROM ledger_posting WHERE entry_id IN "
            "(SELECT id FROM ledger_entry WHERE kind = 'committed')"
        )
        connection.execute("DELETE FROM ledger_entry WHERE kind = 'committed'")
        connection.execute("DELETE FROM event WHERE kind IN ('round.published', 'round.approved')")
        connection.execute("UPDATE round SET state = 'allocated'")
    url = f"sqlite:///{cut.as_posix()}"
    assert verdeel("audit", "verify", on=url).code == 0, "a cut-off tail is sound in itself"
    for anchor in anchors:
        assert verdeel("audit", "verify", "--anchor", anchor, on=url).code == 3
    assert verdeel("audit", "verify", "--anchor", "niets", on=url).code == 2


@pytest.mark.slow(sample="test_the_same_round_gives_the_same_file_which_is_its_owners_alone")
def test_postgresql_gives_the_same_file_and_forgets_as_well(
    verdeel: Verdeel, kept: Kept, postgresql_url: str, tmp_path: Path
) -> None:
    backup, again = tmp_path / "reserve.zip", tmp_path / "van_postgresql.zip"
    assert verdeel("backup", "--out", backup, on=kept.url).code == 0
    assert verdeel("restore", backup, on=postgresql_url).code == 0
    bundled = ("bundle", "--round", ROUND, "--letters", kept.letters, "--out", again)
    assert verdeel(*bundled, on=postgresql_url).code == 0
    assert again.read_bytes() == kept.bundle.read_bytes()
    purge = ("privacy", "purge", "--round", ROUND, "--before", "2028-12-01", "--json")
    done = verdeel(*purge, "--as", APPROVER, on=postgresql_url)
    assert json.loads(done.out)["contacts"] == 9
    verified = verdeel("audit", "verify", "--anchor", again, on=postgresql_url)
    assert verified.code == 0, verified.err


def test_the_first_difference_is_told_in_words() -> None:
    before = {"awards": [{"application_id": "WBI-1", "amount": 5}, {"application_id": "WBI-2"}]}
    after = {"awards": [{"application_id": "WBI-1", "amount": 7}, {"application_id": "WBI-2"}]}
    assert first_difference(before, after) == "awards[WBI-1].amount was 5 en is 7"
    assert first_difference(before, {"awards": []}) == "awards had 2 delen en heeft er 0"
    assert first_difference(before, before) == ""
