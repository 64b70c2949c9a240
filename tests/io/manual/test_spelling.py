"""The Dutch of the manual is spelled as the list of hunspell has it, or as the field has it."""

import re
import subprocess
from collections.abc import Collection
from pathlib import Path
from shutil import which

import pytest

from verdeelsleutel.io.manual.writing import reference_pages

from .conftest import MANUAL

WORDS = Path(__file__).parent / "woorden.txt"
# What is no prose: blocks, what is typed, labels, addresses of links, comments, what stands for a
# word that one fills in, names of files and options, codes and numbers.
_NO_PROSE = re.compile(
    r"^```.*?^```$|<!--.*?-->|`[^`\n]*`|^\([\w-]+\)=$|\]\([^)]*\)|'[^' ]*=[^']*'"
    r'|"verdeel [^"]*"'
    r'|"[^" ]*=[^"]*"|\((?:officer|approver|administrator|auditor) in office\.toml\)'
    r"|--[\w-]+|\b[A-Z]{4,}\b|\b\w+\.\w+|\b[A-Z]+-[\w-]*\d[\w-]*|[\w.]*\d[\w.]*",
    re.DOTALL | re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def prose(text: str) -> str:
    """The words of a page, a line as it was."""
    return _NO_PROSE.sub(" ", text.replace("\\", "")).replace("…", " ")


def unknown(text: str) -> set[str]:
    """The words that neither the list of hunspell nor that of the field has.

    Words are told apart here: what hunspell takes for one differs between its lists. A word with a
    hyphen is known where its parts are, as *NPLV-gebied* is.
    """
    words = {word for word in _WORD.findall(text) if len(word) > 1}
    strange = asked(words)
    return strange - {
        word
        for word in strange
        if "-" in word and not asked({part for part in word.split("-") if len(part) > 1})
    }


def asked(words: Collection[str]) -> set[str]:
    """Those of these words that are not in the lists."""
    if not words:
        return set()
    program = which("hunspell")
    if program is None:
        pytest.skip("hunspell is not installed")
    said = subprocess.run(
        [program, "-d", "nl_NL", "-i", "utf-8", "-p", str(WORDS), "-l"],
        input="\n".join(sorted(words)), capture_output=True, text=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    if said.returncode != 0:
        pytest.skip("hunspell has no list of Dutch words (hunspell-nl)")
    return set(said.stdout.split())


def test_every_word_of_the_pages_is_spelled_as_it_should_be() -> None:
    pages = {
        path.relative_to(MANUAL).as_posix(): path.read_text("utf-8")
        for path in MANUAL.rglob("*.md")
    }
    assert unknown("\n".join(map(prose, pages.values()))) == set()


def test_every_word_of_commands_findings_and_states_is_spelled_as_it_should_be() -> None:
    """Keys are words themselves; rules and columns hold names of places, works and laws."""
    wanted = ("opdrachten", "toestanden", "uitkomsten", "bevindingen", "verdeelregel")
    pages = [said for name, said in reference_pages().items() if name.startswith(wanted)]
    assert unknown("\n".join(map(prose, pages))) == set()


def test_the_list_finds_a_slip() -> None:
    assert unknown("De gemeente vraagd een aanvullling van het beleid.") == {
        "vraagd",
        "aanvullling",
    }


def test_the_words_of_the_field_are_in_order_and_each_there_once() -> None:
    words = WORDS.read_text(encoding="utf-8").split("\n")[:-1]
    assert words == sorted(set(words), key=lambda word: (word.casefold(), word))
