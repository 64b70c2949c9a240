"""What a screen counts is told in the singular where there is one of it."""

import re
from pathlib import Path

import verdeelsleutel.io
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.letters.clauses import filled, library

from .conftest import ROUND, Verdeel
from .test_fates import FIRST

SOURCE = Path(verdeelsleutel.io.__file__).parent
FOLDERS = [SOURCE, *(SOURCE.parent / name for name in ("grants", "instruments"))]
NL = (
    "punten|fouten|rijen|regels|concepten|brieven|vragen|bevindingen|gebeurtenissen|aanvragen|"
    "opgaven|woningen|huurwoningen|gemeenten|projecten|dagen|weken|maanden|besluiten|kolommen|"
    "bijlagen|oordelen|stappen|toekenningen|wijzigingen|antwoorden|verzoeken|verschillen"
)
EN = (
    "faults|rows|drafts|letters|questions|findings|events|applications|statements|homes|"
    "municipalities|projects|days|weeks|months|decisions|columns|annexes|judgements|steps|awards|"
    "changes|answers|requests|differences"
)
BESIDE = "betaalbare|affordable|sociale|social|andere|other|nieuwe|new"
BARE = re.compile(rf"(\{{[^{{}}]*\}})[ \u00a0](?:(?:{BESIDE}) )?(?:{NL}|{EN})\b")
# The law's own texts are sealed with the rounds; many of something are many.
LAW = SOURCE.parent / "instruments" / "data"
OF_MANY = re.compile(r"van de (?:alle )?\{|of the (?:all )?\{|many_\w+ = |\{limit\}|\{most\}")
# Always more than one, and what is no number.
EXCEPT = (
    "{first.file}", "{name}", "{what} differ", "{what} verschillen", "{granted_on} changes",
    "{count} cellen", "{count} kolommen", "{names}", "{key}", "{of}",
    "'.join(stated)", '"een fout" if', "{weeks[",
)  # fmt: skip
# Who reads the short form of an object counts for himself; what runs on a bare Python outside has
# nothing of this program.
APART = {SOURCE / "analysis", SOURCE / "reports" / "open_data" / "outside"}


def bare(folder: Path) -> list[str]:
    """The lines of a folder with a plural right behind what is filled in."""
    return [
        f"{path.relative_to(folder.parent)}: {line.strip()[:160]}"
        for ending in ("*.py", "*.toml", "*.j2")
        for path in sorted(folder.rglob(ending))
        if not {LAW, *APART} & {*path.parents}
        for line in path.read_text(encoding="utf-8").splitlines()
        for found in BARE.finditer(line)
        if "|" not in found[1]
        and not OF_MANY.search(line)
        and not any(one in line for one in EXCEPT)
    ]


def test_nothing_writes_a_bare_plural_behind_a_number() -> None:
    """One way to say it: ``counted``, or ``{count:aanvraag|aanvragen}`` in a text."""
    assert [line for folder in FOLDERS for line in bare(folder)] == []


def test_a_letter_that_counts_one_says_so_in_the_singular() -> None:
    text = "Het gaat om {n} {n:woning|woningen}, in {m} {m:jaar|jaren}."
    assert filled(text, {"n": "1", "m": "2"}) == "Het gaat om 1 woning, in 2 jaren."
    for clause in [one for scheme in instruments() for one in library(scheme).clause]:
        for lang in ("nl", "en"):
            one = filled(clause.text(lang), dict.fromkeys(clause.fields, "1"))
            assert not re.search(rf"\b1 (?:{NL}|{EN})\b", one), one


def test_one_letter_and_one_concept_are_one(stages: Path, verdeel: Verdeel, desk: Path) -> None:
    at = f"sqlite:///{(stages / 'approved.db').as_posix()}"
    number = "BER-2026-0002"
    told = verdeel(
        "letters", "--round", ROUND, "--out", desk / "voorbeeld", "--preview", number, "--no-word",
        "--database", at, "--as", FIRST,
    )  # fmt: skip
    assert told.code == 0, told.err
    assert f"1 concept in {desk / 'voorbeeld'}" in told.out
