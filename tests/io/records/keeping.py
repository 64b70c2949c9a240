"""A small round that was divided, approved and sent, for the tests of what is kept of it."""

# xlsxwriter is annotated in part and ships no py.typed.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from verdeelsleutel.io import cli
from verdeelsleutel.io.files.archive import Part, pack
from verdeelsleutel.io.rounds.bundle import MANIFEST, Manifest, content_of

from .rounds import APPROVER, MAKER, ROUND, policy_of, rows, workbook_of, write_round

NAME, MAIL = "Zwaantje Quispel-Ypma", "zwaantje.quispel@gemeente.example"


@dataclass(frozen=True)
class Kept:
    """A round in a database, its letters and its bundle."""

    folder: Path
    url: str
    letters: Path
    bundle: Path


def do(url: str, *arguments: str | Path) -> int:
    """A command line, as the program runs it."""
    return cli.run([*map(str, arguments), "--database", url])


def write_kept(folder: Path, count: int = 9, project: str = "") -> Kept:
    """A round with a contact person at every application, published, and its bundle.

    ``project`` is a name for every project, where it matters what an applicant wrote there.
    """
    write_round(folder, count, unknown=())
    for old in folder.glob("aanvragen_*.xlsx"):
        old.unlink()
    made = [row | {"contact": NAME, "email": MAIL} for row in rows(count, ())]
    if project:
        named = enumerate(made, start=1)
        made = [row | {"project_name": f"{project}, deel {k}"} for k, row in named]
    book = workbook_of(folder / "aanvragen.xlsx", made)
    (folder / "policy.toml").write_text(policy_of(made), encoding="utf-8")
    url = f"sqlite:///{(folder / 'ronde.db').as_posix()}"
    letters, bundle = folder / "brieven", folder / "ronde.zip"
    opened = ("round", "open", ROUND, "--policy", folder / "policy.toml")
    assert do(url, *opened, "--as", MAKER) == 0
    for step in (("load", book), ("screen",), ("allocate",)):
        assert do(url, *step, "--round", ROUND, "--as", MAKER) == 0
    assert do(url, "approve", "--round", ROUND, "--as", APPROVER) == 0
    sent = ("letters", "--round", ROUND, "--out", letters, "--no-word", "--as", MAKER)
    assert do(url, *sent) == 0
    assert do(url, "bundle", "--round", ROUND, "--out", bundle, "--letters", letters) == 0
    return Kept(folder, url, letters, bundle)


def forged(bundle: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The bundle with one part changed and every hash set right again, as a forger would."""
    with zipfile.ZipFile(bundle) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    manifest = Manifest.model_validate_json(parts.pop(MANIFEST))
    parts[name] = change(parts[name])
    listed = tuple(Part.of(entry, parts[entry]) for entry in sorted(parts))
    told = manifest.model_copy(update={"parts": listed, "content": content_of(listed)})
    made = bundle.with_name("vervalst.zip")
    made.write_bytes(pack({MANIFEST: told.model_dump_json().encode(), **parts}))
    return made
