"""A sample round as it is divided: opened, loaded and screened in a database of its own.

The sample of the program may change. Figures are of one that stays: ``rounds/before_2026_12``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from importlib.resources import as_file, files
from pathlib import Path

from verdeelsleutel.grants.applications.candidate import Candidate
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.records.database import reading
from verdeelsleutel.io.records.rounds.reader import RoundReader
from verdeelsleutel.io.rounds.dividing.case import case_of_round

OFFICER = "sanne.vermeulen"
BEFORE_2026_12 = Path(__file__).parent / "rounds" / "before_2026_12"


def kept_round(policy: str = "policy.toml") -> tuple[list[Candidate], Policy]:
    """The candidates and a policy of the sample round as it was until December 2026."""
    return _opened(BEFORE_2026_12, policy)


def sample_round() -> tuple[list[Candidate], Policy]:
    """The candidates and the policy of the sample round of now."""
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        return _opened(samples, "policy.toml")


def _opened(samples: Path, named: str) -> tuple[list[Candidate], Policy]:
    with tempfile.TemporaryDirectory() as folder:
        policy = samples / named
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
