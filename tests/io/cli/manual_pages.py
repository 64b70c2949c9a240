"""The pages of the manual and the README, as an officer would type what they say.

A page says in a comment what it begins with: ``<!-- begin: oefening/getoetst -->``. From there to
the next such comment everything is typed in one folder. A block below ``<!-- langzaam -->`` takes
long; one below ``<!-- bestand: NAME -->`` is a file that a reader makes.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path

from ...sharing import made_once
from .after import quietly

ROOT = Path(__file__).parents[3]
MANUAL = ROOT / "docs" / "handleiding"
FIRST, SAMPLE = "eerste_ronde", "doen/voorbeeldronde"
SERVER = "postgresql://server/verdeel"  # the address that the page about PostgreSQL has

_BEGIN = re.compile(r"<!-- begin: (\S+) -->")
_PART = re.compile(
    r"<!-- begin: (?P<begin>\S+) -->|<!-- (?P<slow>langzaam) -->|<!-- bestand: (?P<file>\S+) -->|"
    r"^(?P<fence>`{3,})(?P<info>[^\n]*)\n(?P<text>.*?)^(?P=fence)$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Block:
    """Something that a page shows in a block. ``kind`` is empty for what is typed in a window.

    ``file`` is the name of the file that a reader is asked to make of it.
    """

    kind: str
    text: str
    slow: bool
    file: str = ""

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()


@dataclass
class Run:
    """What a page has typed in one folder, from where it begins."""

    begin: str
    blocks: list[Block] = field(default_factory=list[Block])


def page_names() -> list[str]:
    """The pages that were written by hand, by their path without ``.md``."""
    return sorted(
        path.relative_to(MANUAL).with_suffix("").as_posix() for path in MANUAL.rglob("*.md")
    )


def text_of(name: str) -> str:
    return (MANUAL / f"{name}.md").read_text(encoding="utf-8")


def runs_of(text: str, begin: str = "") -> list[Run]:
    """What a text has typed; ``begin`` is where it begins until it says so itself."""
    found, slow, file = [Run(begin)], False, ""
    for part in _PART.finditer(text):
        if part["begin"]:
            found.append(Run(part["begin"]))
        elif part["slow"]:
            slow = True
        elif part["file"]:
            file = part["file"]
        elif not part["info"].startswith("{"):  # those are for the site
            found[-1].blocks.append(Block(part["info"], part["text"], slow, file))
            slow, file = False, ""
    return [run for run in found if run.blocks]


def commands_of(text: str) -> list[str]:
    """Every line that a text has typed in a window."""
    return [
        line
        for run in runs_of(text)
        for block in run.blocks
        if not block.kind
        for line in block.lines
        if line.strip()
    ]


def inline_commands(text: str) -> Iterator[str]:
    """The commands that a text names within its sentences."""
    without = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    for said in re.findall(r"`(verdeel [^`]+)`", without):
        yield re.sub(r"\s+", " ", said)


# The command that a folder was left after; the first ones are begun with nothing typed.
_LAST = {
    "oefening/ingenomen": "load",
    "oefening/getoetst": "answer",
    "oefening/verdeeld": "allocate",
    "voorbeeld/geopend": "round",
    "voorbeeld/ingenomen": "load",
    "voorbeeld/getoetst": "screen",
}


def typed(line: str) -> None:
    """Type one line; what goes wrong is told with all that was said.

    Raises:
        AssertionError: the program refused it, or something else went wrong.
    """
    words = shlex.split(line)
    if words[0] == "python":
        done = subprocess.run(
            [sys.executable, *words[1:]], capture_output=True, text=True, check=False
        )
        code, said = done.returncode, done.stdout + done.stderr
    else:
        assert words[0] == "verdeel", line
        result = quietly(*words[1:])
        code, said = result.code, result.out + result.err
    # 1: done, but there is something to look at, as pages about faults mean to show.
    assert code in (0, 1), f"{line}\n{code}\n{said}"


def _change_by_hand(policy: Path) -> None:
    """What the page about another policy has an officer change in a copy of the file."""
    if policy.exists():
        head, fund, tail = policy.read_text(encoding="utf-8").partition("[funds.mobiliteit]")
        less = tail.replace('total = "€ 2 mld"', 'total = "€ 1,9 mld"', 1)
        assert fund
        assert less != tail
        policy.with_name("policy-nieuw.toml").write_text(head + fund + less, encoding="utf-8")


class Beginnings:
    """Folders as pages begin in them, each made once for all processes that run tests."""

    def __init__(self, shared: Path, demo: Callable[[], Path]) -> None:
        self._shared, self._demo = shared, demo
        self._made = {
            "leeg": self._nothing,
            "oefening/ingenomen": self._first("leeg", "load"),
            "oefening/getoetst": self._first("oefening/ingenomen", "answer"),
            "oefening/verdeeld": self._first("oefening/getoetst", "allocate"),
            "oefening/vastgesteld": self._first("oefening/verdeeld", "approve"),
            "voorbeeld/geopend": self._sample("leeg", "round"),
            "voorbeeld/ingenomen": self._sample("voorbeeld/geopend", "load"),
            "voorbeeld/getoetst": self._sample("voorbeeld/ingenomen", "screen"),
            "voorbeeld/beantwoord": self._sample("voorbeeld/getoetst", "answer"),
        }

    @property
    def names(self) -> set[str]:
        return {*self._made, "demo"}

    def put(self, begin: str, desk: Path) -> None:
        """Put what a page begins with on a desk."""
        if begin == "demo":
            # Only the database is written to; what stands beside it is the same file.
            shutil.copytree(self._demo(), desk, copy_function=os.link, dirs_exist_ok=True)
            (desk / "verdeel.db").unlink()
            shutil.copy(self._demo() / "verdeel.db", desk)
            return
        shutil.copytree(self._kept(begin), desk, dirs_exist_ok=True)
        _change_by_hand(desk / "oefening-1" / "policy.toml")

    def _kept(self, begin: str) -> Path:
        name = f"handleiding-{begin.replace('/', '-')}"
        return made_once(self._shared, name, self._made[begin])

    def _nothing(self, folder: Path) -> None:
        folder.mkdir(parents=True)

    def _first(self, before: str, last: str) -> Callable[[Path], None]:
        return self._through(FIRST, before, last)

    def _sample(self, before: str, last: str) -> Callable[[Path], None]:
        return self._through(SAMPLE, before, last)

    def _through(self, page: str, before: str, last: str) -> Callable[[Path], None]:
        """What follows from a folder by the lines of a page, up to a command."""

        def make(folder: Path) -> None:
            shutil.copytree(self._kept(before), folder)
            lines = commands_of(text_of(page))
            named = [line.split()[1:2] for line in lines]
            start = named.index([_LAST[before]]) + 1 if before in _LAST else 0
            with chdir(folder):
                for line in lines[start : named.index([last]) + 1]:
                    typed(line)

        return make
