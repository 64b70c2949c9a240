"""The files of the open data: written whole, with a check for anybody beside them."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path

from ....grants.dossier import Dossier
from ...files.exact_json import exact_json
from ...files.placing import place
from .blocks import as_html, as_markdown
from .fields import dictionary, table, texts_of_open_data
from .homes import progress_rows
from .outside import published
from .outside.besides import BESIDE, sums_of
from .outside.weighed import WEIGHING
from .register import register_blocks, register_entry
from .rule import Divided, published_rule
from .rule_page import rule_page
from .shipped import recompute_script
from .tables import Published, year_rows
from .weighed import published_weighings

SCRIPT, PAGE, SCREEN = "recompute.py", "distribution_rule.md", "distribution_rule.html"
NAMES = (
    "decisions.csv", published.LATER, "payments.csv", "publication_list.csv", WEIGHING,
    "divisions.csv", "settlements.csv", "progress.csv", "ledger_years.csv",
    "data_dictionary.csv", "360giving.json", "algorithm_register.json", PAGE, SCREEN,
    published.RULE, published.PROBLEM, published.TREES, SCRIPT, published.SUMS,
)  # fmt: skip


def write_open_data(contents: Mapping[str, bytes], out: Path) -> tuple[Path, ...]:
    """Write the files of :func:`open_data` in a folder, which is made if need be.

    Files that an earlier run left and that no longer belong there are removed. Raises
    ``Unreadable`` where a file cannot be written.
    """
    for name in NAMES:
        if name not in contents:
            (out / name).unlink(missing_ok=True)
    return tuple(place(out / name, content) for name, content in contents.items())


def open_data(dossier: Dossier, divided: Divided | None = None) -> dict[str, bytes]:
    """The content of each file by its name; none for a round that is not approved.

    A round that is not approved has no decisions, so it has no files. Without an award there is no
    ``360giving.json``, since that standard has no empty list. ``divided`` is what the list was
    divided from; with it the rule, its claims and the check are published. A round of the first
    edition has none of those. Raises :class:`~..figures.TotalsDisagree` where the decisions do not
    add up to the allocation.
    """
    if dossier.approval is None:
        return {}
    listed, later = Published(dossier), dossier.policy.tells_all
    made = {
        "decisions.csv": table("decisions.csv", listed.decisions(), later=later),
        "payments.csv": table("payments.csv", listed.payments(), later=later),
        "publication_list.csv": table("publication_list.csv", listed.documents(), later=later),
        **_divisions(dossier, listed, later=later),
        **_progress(dossier, listed, later=later),
        **_settlements(dossier, listed),
        "data_dictionary.csv": dictionary(later=later, without=_without(dossier)),
        "algorithm_register.json": exact_json(register_entry(dossier, listed.on)),
    }
    if dossier.years and later:
        made["ledger_years.csv"] = table("ledger_years.csv", year_rows(dossier), later=later)
    if later:
        made[published.LATER] = table(published.LATER, listed.later(), later=later)
        rows = listed.weighed(_claimed(divided))
        made[WEIGHING] = table(WEIGHING, rows, later=later)
    giving = listed.giving()
    if giving:
        made["360giving.json"] = exact_json(giving)
    written = {name: text.encode("utf-8") for name, text in made.items()}
    if divided is not None and later:
        written |= _checkable(dossier, divided, listed, made)
        written[published.SUMS] = _sums(written)
    return written


def _divisions(dossier: Dossier, listed: Published, *, later: bool) -> dict[str, str]:
    """The three divisions of the same money, where a round has them."""
    if not dossier.allocation.divisions:
        return {}
    return {"divisions.csv": table("divisions.csv", listed.divisions(), later=later)}


def _progress(dossier: Dossier, listed: Published, *, later: bool) -> dict[str, str]:
    """How far the homes of each award are, once somebody reported, by segment."""
    if dossier.progress is None:
        return {}
    rows = progress_rows(dossier.allocation.round, dossier.progress, listed.clean)
    return {"progress.csv": table("progress.csv", rows, later=True)}


def _settlements(dossier: Dossier, listed: Published) -> dict[str, str]:
    """How far the end of each award is, once something was accounted for, fixed or claimed back."""
    if not _ended(dossier):
        return {}
    return {"settlements.csv": table("settlements.csv", listed.settlements(), later=True)}


def _ended(dossier: Dossier) -> bool:
    return any(one.ending is not None for one in dossier.since)


def _without(dossier: Dossier) -> tuple[str, ...]:
    """The files that a round does not have, and that the dictionary leaves out."""
    there = {"progress.csv": dossier.progress is not None, "settlements.csv": _ended(dossier)}
    return tuple(name for name, has in there.items() if not has)


def _checkable(
    dossier: Dossier, divided: Divided, listed: Published, made: Mapping[str, str]
) -> dict[str, bytes]:
    """The rule with its claims, in words and as data, the proof, and the check."""
    prefix = f"{texts_of_open_data()['publisher']['prefix']}-{dossier.policy.round.id}-"
    rule = {
        **published_rule(dossier, divided, listed.clean, prefix),
        "publication": published_weighings(dossier, listed.weighed(_claimed(divided))),
        "beside": {
            name: sums_of(csv.DictReader(io.StringIO(made[name], newline="")))
            for name in BESIDE
            if name in made
        },
        "today": listed.today(),
    }
    blocks = rule_page(dossier, rule)
    entry = register_entry(dossier, listed.on)
    title = texts_of_open_data()["rule_page"]["title"].format(**rule)
    return {
        PAGE: as_markdown(blocks).encode("utf-8"),
        SCREEN: as_html((*blocks, *register_blocks(entry)), title).encode("utf-8"),
        published.RULE: exact_json(rule).encode("utf-8"),
        **divided.proof,
        SCRIPT: recompute_script().encode("utf-8"),
    }


def _claimed(divided: Divided | None) -> frozenset[str]:
    """The applications of which a claim is published."""
    return frozenset(one.application_id for one in divided.candidates) if divided else frozenset()


def _sums(contents: Mapping[str, bytes]) -> bytes:
    """The SHA-256 of each file, as ``sha256sum --check`` reads them."""
    lines = [f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents)]
    return "".join(lines).encode("ascii")
