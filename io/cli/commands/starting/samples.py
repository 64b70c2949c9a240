"""The files of the sample round, put where somebody wants to work with them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path

from .....grants.notation import counted
from ....config.office import Role, load_office
from ....config.policy import load_policy
from ....errors import Unreadable, WrongUse, why_not
from ....files.placing import place, ready
from ...console import show, show_json
from .policy import typed

# What an officer works with; not the program that draws the samples, and its figures.
_SHIPPED = ("*.xlsx", "policy.toml", "office.toml", "voorbeeldregeling.md")
_FOLDERS = ("answers", "faulty", "huisstijl", "past", "policies")


def put_samples(folder: Path, *, as_json: bool) -> int:
    """Copy the workbooks, policies, office and answers of the samples to ``folder``.

    A file that stands there with another content stays: it may have been worked on, and then
    nothing is copied.

    Raises:
        WrongUse: such a file stands there.
        Unreadable: ``folder`` cannot be written to.
    """
    with as_file(files("verdeelsleutel.sample_applications")) as samples:
        copies = {folder / one.relative_to(samples): one.read_bytes() for one in _shipped(samples)}
    changed = [path for path, content in copies.items() if _differs(path, content)]
    if changed:
        raise WrongUse(
            f"In {folder} staat {changed[0].relative_to(folder)} al, met een andere inhoud. Er is "
            "niets neergezet. Noem een andere map, of haal dat bestand weg."
        )
    ready(copies)
    for path, content in copies.items():
        place(path, content)
    workbooks = sorted(path.name for path in copies if path.suffix == ".xlsx")
    if as_json:
        show_json({"folder": str(folder), "files": sorted(str(path) for path in copies)})
    else:
        told = counted(len(copies), "bestand", "bestanden")
        show(f"In {folder}: {told}, waaronder {counted(len(workbooks), 'werkmap', 'werkmappen')}.")
        policy = folder / "policy.toml"
        named = load_policy(policy)[0].round.id
        people = load_office(folder / "office.toml").officers
        maker = next(one.user for one in people if one.role is Role.OFFICER)
        show(f"Hierna: verdeel round open {named} --policy {typed(policy)} --as {maker}")
    return 0


def _shipped(samples: Path) -> Iterator[Path]:
    for pattern in _SHIPPED:
        yield from sorted(samples.glob(pattern))
    for name in _FOLDERS:
        yield from sorted(path for path in (samples / name).rglob("*") if path.is_file())


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() != content
    except FileNotFoundError:
        return False
    except OSError as fault:
        raise Unreadable(f"{path} is niet te lezen ({why_not(fault)}).") from fault
