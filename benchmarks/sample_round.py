"""The sample round as it is divided: opened, loaded and screened in a database of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from verdeelsleutel.grants.candidate import Candidate
from verdeelsleutel.grants.policy import Policy
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.records.rounds.reader import RoundReader
from verdeelsleutel.io.rounds.division import case_of_round

OFFICER = "sanne.vermeulen"


def sample_round() -> tuple[list[Candidate], Policy]:
    """The candidates and the policy of the sample round."""
    with (
        tempfile.TemporaryDirectory() as folder,
        as_file(files("verdeelsleutel.sample_applications")) as samples,
    ):
        policy = samples / "policy.toml"
        name = load_policy(policy)[0].round.id
        url = f"sqlite:///{(Path(folder) / 'sample.db').as_posix()}"
        acting = ["--database", url, "--office", str(samples / "office.toml"), "--as", OFFICER]
        books = [str(path) for path in sorted(samples.glob("*.xlsx"))]
        for step in (
            ["round", "open", name, "--policy", str(policy)],
            ["load", *books, "--round", name],
            ["screen", "--round", name],
        ):
            _run([*step, *acting])
        with reading(url) as session:
            case = case_of_round(RoundReader(session, name))
            return list(case.candidates), case.policy


def _run(arguments: list[str]) -> None:
    started = "from verdeelsleutel.io.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", started, *arguments], capture_output=True, text=True, check=False
    )
    if done.returncode not in (0, 1):  # 1: there are findings, as the sample has them
        raise RuntimeError(done.stderr or done.stdout)
