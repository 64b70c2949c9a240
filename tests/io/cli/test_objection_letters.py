"""Letters of decisions on objections: what an award asks is in them, and each can be made anew."""

import shutil
from pathlib import Path

import pytest

from verdeelsleutel.io.letters.objecting.author import ObjectionMatter

from ..letters.objections import objection_letters
from .objecting import copied, decided_once, decides, hears, opens, plain, text, told
from .orders import Desk
from .test_unknown import ROUND

FORMATS = ("--no-word",)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, shared_folder: Path, samples: Path) -> Desk:
    """C won by a correction, G by an amount beyond the reserve, and D lost."""
    desk = copied(decided_once(shared_folder, samples), tmp_path_factory.mktemp("brieven"))
    for number in ("C", "G", "D"):
        opens(desk, number)
    assert opens(desk, "C", "2026-07-05", "--municipality", "GM0153") == 0
    out = ("--out", str(desk.folder / "bezwaar"), *FORMATS)
    for name, outcome, more in (
        ("BZ-1", "founded", ("--set", "homes.social_rent=120")),
        ("BZ-2", "partly", ("--amount", "€ 1,5 mln")),
        ("BZ-3", "unfounded", ()),
    ):
        hears(desk, name)
        assert decides(desk, name, outcome, *more, *out) == 0, desk.said
    return desk


@pytest.fixture
def desk(home: Desk, tmp_path: Path) -> Desk:
    return copied(home, tmp_path)


def letters(desk: Desk) -> Path:
    return desk.folder / "bezwaar"


def test_a_first_award_on_objection_says_all_that_an_award_letter_says(desk: Desk) -> None:
    won = text(letters(desk) / "bezwaar_besluit_BZ-1.pdf")
    ordinary = text(desk.folder / "brieven" / "A.pdf")
    for heading in (
        "Mijn besluit", "Waarop dit besluit berust", "Van welke gegevens ik uitga",
        "Hoe ik heb getoetst", "Hoe ik het bedrag heb berekend", "Wanneer ik betaal",
        "Wat u moet doen", "Hoe u verantwoording aflegt", "Wat u moet melden",
        "Wanneer ik geld terugvraag", "Bijlage 1: de berekening, regel voor regel",
    ):  # fmt: skip
        assert heading in ordinary, heading
        assert heading in won, heading
    assert "Sociale huurwoningen 120" in won  # as it was corrected
    assert "De bouw begint binnen drie jaar na 20 augustus 2026" in won
    assert "Noem daarbij het kenmerk klein/bezwaar_besluit_BZ-1" in won
    assert "Hoe het geld is verdeeld" not in won


def test_who_objected_too_is_told_of_the_decision(desk: Desk) -> None:
    won = text(letters(desk) / "bezwaar_besluit_BZ-1.pdf")
    assert (
        "Deze beslissing stuur ik ook aan gemeente Enschede, belanghebbend bij het besluit "
        "(artikel 7:12, tweede en derde lid, Awb)." in won
    )
    lost = text(letters(desk) / "bezwaar_besluit_BZ-3.pdf")
    assert "stuur ik ook aan" not in lost
    hears(desk, "BZ-4")
    assert decides(desk, "BZ-4", "unfounded") == 0
    assert (
        "Deel dit ook mee aan: gemeente 's-Gravenhage (artikel 7:12, tweede en derde lid, Awb)."
        in plain(desk)
    )


@pytest.mark.slow(
    sample="tests/io/cli/test_letters_verified.py::test_letters_that_are_the_offices_are_in_order"
)
def test_the_letters_are_made_anew_and_compared(desk: Desk) -> None:
    verify = ("audit", "verify", "--letters", str(letters(desk)))
    office = ("--office", str(desk.folder / "office.toml"))
    assert desk.asks(*verify, *office) == 0, desk.said
    pdf = letters(desk) / "bezwaar_besluit_BZ-1.pdf"
    pdf.write_bytes(pdf.read_bytes().replace(b"%%EOF", b"%%EOF "))
    assert desk.asks(*verify, *office) == 3
    assert "bezwaar_besluit_BZ-1.pdf is niet de brief die het kantoor schrijft" in plain(desk)
    pdf.unlink()
    assert desk.asks(*verify, *office) == 3
    assert "bezwaar_besluit_BZ-1.pdf ontbreekt" in plain(desk)
    shutil.copy(letters(desk) / "bezwaar_besluit_BZ-2.pdf", pdf)
    shutil.copy(pdf, letters(desk) / "bezwaar_besluit_BZ-9.pdf")
    assert desk.asks(*verify, *office) == 3
    assert "BZ-1.pdf is niet de brief die het kantoor schrijft" in plain(desk)
    assert "BZ-9.pdf is geen brief van het kantoor" in plain(desk)


@pytest.mark.parametrize("lacks", ["payment", "obligations", "accountability", "facts"])
def test_an_award_that_does_not_say_all_is_not_sent(lacks: str) -> None:
    author, matter = objection_letters()["bezwaar_gegrond"]("nl")
    assert author.faults(matter, author.letter(matter)) == ()
    grant = matter.grant
    assert grant is not None
    less = grant.model_copy(update={"sections": {**grant.sections, lacks: ()}})
    short: ObjectionMatter = matter.model_copy(update={"grant": less})
    faults = author.faults(short, author.letter(short))
    assert f"in de brief ontbreekt wat bij een toekenning hoort: {lacks}" in faults
    bare = matter.model_copy(update={"grant": None})
    assert any("geeft geld" in one for one in author.faults(bare, author.letter(bare)))


def test_the_same_command_writes_the_letter_again_to_the_byte(desk: Desk) -> None:
    before = {path.name: path.read_bytes() for path in letters(desk).glob("*.pdf")}
    again = ("--set", "homes.social_rent=120", "--out", str(letters(desk)), *FORMATS)
    assert decides(desk, "BZ-1", "founded", *again) == 0, desk.said
    assert "al vastgelegd" in plain(desk)
    assert {path.name: path.read_bytes() for path in letters(desk).glob("*.pdf")} == before
    assert told(desk, "round", "status", ROUND)["asks_cover"] == ["BZ-2 (G, €\u00a0500.000)"]
