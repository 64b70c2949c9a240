"""The documents for whoever takes the program over say how it is."""

import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from verdeelsleutel.io import cli
from verdeelsleutel.io.rounds.seal import program_version

from .drawing import Circle, arrows, drawn, picture

ROOT = Path(__file__).parents[2]
ARCHITECTURE = ROOT / "docs" / "architecture.md"
INTERFACE = ROOT / "docs" / "python_interface.md"
_FOLDERS = "grants|instruments|optimiser|io|tests|docs|benchmarks|sample_applications"
# A path from the root; `<name>` and `*` stand for what a reader fills in.
_PATH = re.compile(rf"(?<![\w./-])(?:{_FOLDERS})/[\w./-]*\w(?![\w<*])")
_MODULE = re.compile(
    r"(?<![\w./])(?:verdeelsleutel\.)?(?:grants|instruments|optimiser|io)(?:\.\w+)+"
)
_CROSS_REFERENCE = re.compile(r":mod:`(\.+)([\w.]*)`")


def texts(*patterns: str) -> list[Path]:
    """Files that git knows, or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so what belongs to the program is not known")
    found = [ROOT / line for line in listed.stdout.splitlines()]
    return sorted(path for path in found if path.is_file() and "fifth_instrument" not in path.parts)


def there(path: Path) -> bool:
    return path.exists() or path.with_name(f"{path.name}.py").exists()


def modules_named(text: str) -> Iterator[str]:
    """The modules that a document names between backticks, without what is named within them."""
    for quoted in re.findall(r"`([^`\n]+)`", text):
        found = _MODULE.fullmatch(quoted.partition("(")[0])
        if found and not quoted.endswith((".py", ".toml", ".md")):
            yield quoted.partition("(")[0].removeprefix("verdeelsleutel.")


def is_named_rightly(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        path = ROOT.joinpath(*parts[:length])
        if path.is_dir() or path.with_name(f"{path.name}.py").exists():
            held: object = import_module("verdeelsleutel." + ".".join(parts[:length]))
            for inner in parts[length:]:
                held = getattr(held, inner, None)
            return held is not None
    return False


def test_the_layers_on_the_page_are_those_of_the_imports() -> None:
    """``python -m tests.house.drawing`` draws them anew."""
    assert picture(ARCHITECTURE) == drawn(arrows())


def test_a_picture_has_a_box_above_what_it_imports_and_a_circle_has_none() -> None:
    found = {"a": frozenset({"b", "c"}), "b": frozenset({"c"}), "c": frozenset[str]()}
    assert drawn(found) == " 2  a  b\n 1  b  c\n 0  c  -\n"
    with pytest.raises(Circle, match="a, b"):
        drawn({**found, "b": frozenset({"a"})})


@pytest.mark.parametrize("path", texts("*.md"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_names_no_file_or_module_that_is_not_there(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    missing = [found for found in _PATH.findall(text) if not there(ROOT / found)]
    missing += [name for name in modules_named(text) if not is_named_rightly(name)]
    assert missing == []


@pytest.mark.parametrize("path", texts("*.md"), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_document_leads_to_documents_that_are_there(path: Path) -> None:
    linked = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    missing = [one for one in linked if "://" not in one and not (path.parent / one).exists()]
    assert missing == []


def test_the_code_names_no_file_or_module_that_is_not_there() -> None:
    missing: list[str] = []
    for path in texts("*.py"):
        text, where = path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix()
        missing += [
            f"{where}: {found}"
            for found in _PATH.findall(text)
            if found.endswith((".py", ".md", ".toml")) and not there(ROOT / found)
        ]
        for dots, name in _CROSS_REFERENCE.findall(text):
            target = path.parents[len(dots) - 1].joinpath(*filter(None, name.split(".")))
            if not there(target):
                missing.append(f"{where}: {dots}{name}")
    assert missing == []


def test_what_is_public_is_listed_and_nothing_else() -> None:
    _, _, section = INTERFACE.read_text(encoding="utf-8").partition("## What is public")
    listed = {
        module: re.findall(r"`(\w+)`", names)
        for module, names in re.findall(r"\| `(verdeelsleutel[\w.]+)` \| (.+) \|", section)
    }
    assert len(listed) == 6
    for module, names in listed.items():
        assert names == list(import_module(module).__all__), module
        assert names == sorted(names), module


def test_the_version_is_that_of_the_distribution(capfd: pytest.CaptureFixture[str]) -> None:
    assert program_version() == version("verdeelsleutel")
    assert cli.run(["--version"]) == 0
    assert capfd.readouterr().out.strip().endswith(version("verdeelsleutel"))


def test_every_command_stands_in_the_readme() -> None:
    """As ``verdeel command``, or in a table of commands."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|verdeel )([a-z-]+)(?: ([a-z]+))?", readme))
    told = {first for first, _ in named} | {f"{first} {second}" for first, second in named}
    from verdeelsleutel.io.cli.program import verdeel

    missing = set(verdeel.commands) - told
    assert missing == set()
