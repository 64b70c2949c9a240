"""The open data of a round as they stand in a folder, read so that nothing is taken for granted."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from .....optimiser.proof.check_proof import need, unpacked
from .amounts import cents
from .besides import BESIDE
from .since import LATER, PUBLICATION, Paid, Step, steps_in
from .weighed import WEIGHING

RULE, DECISIONS, PAYMENTS, GIVING = (
    "distribution_rule.json", "decisions.csv", "payments.csv", "360giving.json"
)  # fmt: skip
PROBLEM, TREES, SUMS = "problem.json", "proof.xz", "SHA256SUMS"
FORMAT_OF_RULE = "verdeelsleutel distribution rule 1"


class Published(NamedTuple):
    """What stands in the folder."""

    rule: dict[str, Any]
    rows: dict[str, dict[str, str]]
    later: list[Step]
    payments: dict[str, dict[str, Paid]]
    letters: list[dict[str, str]]
    weighed: list[dict[str, str]]
    tables: dict[str, list[dict[str, str]]]
    giving: dict[str, Any] | None
    problem: str | None
    trees: str | None


def hold_to_sums(folder: Path) -> int:
    """Each file has the SHA-256 that is published of it, and none is missing or added."""
    stated: dict[str, str] = {}
    for line in (folder / SUMS).read_text(encoding="ascii").splitlines():
        digest, _, name = line.partition("  ")
        need(re.fullmatch(r"[0-9a-f]{64}", digest) is not None, f"{SUMS}: {line[:80]!r}")
        need(re.fullmatch(r"[A-Za-z0-9_.-]+", name) is not None, f"{SUMS}: {line[:80]!r}")
        need(name not in stated, f"{SUMS} names {name} twice")
        stated[name] = digest
    for name, digest in stated.items():
        own = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        need(own == digest, f"{name} is not the file of which {SUMS} has the SHA-256")
    needed = {RULE, DECISIONS, LATER, PAYMENTS, PUBLICATION, WEIGHING}
    need(needed <= set(stated), f"{SUMS} does not name {', '.join(sorted(needed - set(stated)))}")
    return len(stated)


def read(folder: Path) -> Published:
    rule = json.loads((folder / RULE).read_text(encoding="utf-8"))
    need(rule.get("format") == FORMAT_OF_RULE, f"{RULE} is of another form")
    rows: dict[str, dict[str, str]] = {}
    for row in table(folder / DECISIONS):
        need(row["application_id"] not in rows, f"{row['application_id']} stands there twice")
        rows[row["application_id"]] = row
    later = steps_in(table(folder / LATER))
    payments: dict[str, dict[str, Paid]] = {}
    for row in table(folder / PAYMENTS):
        years = payments.setdefault(row["application_id"], {})
        need(row["year"] not in years, f"{row['application_id']}: {row['year']} is paid twice")
        years[row["year"]] = Paid(
            cents(row["amount_eur"]), cents(row["decided_eur"]), cents(row["paid_eur"])
        )
    giving = json.loads(text, parse_float=str) if (text := optional(folder / GIVING)) else None
    packed = folder / TREES
    trees = unpacked(packed.read_bytes()) if packed.is_file() else None
    return Published(
        rule, rows, later, payments, table(folder / PUBLICATION), table(folder / WEIGHING),
        {name: table(folder / name) for name in BESIDE if (folder / name).is_file()}, giving,
        optional(folder / PROBLEM), trees,
    )  # fmt: skip


def optional(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    for row in rows:
        need(None not in row and None not in row.values(), f"{path.name}: a row of another length")
    return rows
