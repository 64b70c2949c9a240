"""What nobody meant: letters of sixty lines, a folder that cannot be written, no address."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from page import ValidationProfile

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.errors import RefusedByProcess, Unreadable
from verdeelsleutel.io.letters.authors import DecisionAuthor
from verdeelsleutel.io.letters.content import letter_of
from verdeelsleutel.io.letters.making import Formats
from verdeelsleutel.io.letters.setting import setting_of
from verdeelsleutel.io.letters.verification.checked import read_amount
from verdeelsleutel.io.letters.verification.reading import page_faults, read_back
from verdeelsleutel.io.letters.writing import LetterOptions, write_letters
from verdeelsleutel.io.pages.blocks import Block, Cell, Table
from verdeelsleutel.io.pages.pdf import Renderer

from .filed import wbi
from .pages import failures
from .rounds import decided, dossier, sample_office

GRANT = decided(wbi(), Outcome.GRANTED)


def test_sixty_lines_of_calculation_go_over_pages_with_the_head_of_the_table_on_each() -> None:
    letter = letter_of(GRANT, dossier((GRANT,)), sample_office())
    lines = tuple((Cell(text=f"Onderdeel {n}"), Cell(text=f"€ {n}.000")) for n in range(1, 61))

    def longer(block: Block) -> Block:
        if isinstance(block, Table) and block.columns[0].head == "Onderdeel":
            return block.model_copy(update={"rows": (*lines, *block.rows)})
        return block

    long = letter.model_copy(update={"blocks": tuple(longer(block) for block in letter.blocks)})
    renderer = Renderer(sample_office().house_style)
    pdf = renderer.pdf(long)
    read = read_back(pdf)
    assert list(page_faults(long, read, renderer.safe)) == []
    heads = [page for page in read.pages if "Onderdeel Bedrag" in page]
    assert len(heads) >= 2
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []


def test_sixty_years_of_payment_lose_nothing_over_the_pages_and_add_up_from_their_text() -> None:
    amounts = [Euro.euros(43_000 + 1_000 * n) for n in range(60)]
    payments = tuple(Payment(year=2026 + n, amount=one) for n, one in enumerate(amounts))
    one = decided(wbi(), Outcome.GRANTED, payments=payments)
    author = DecisionAuthor(setting_of(dossier((one,)), sample_office(), "nl"))
    letter = author.letter(one)
    assert author.faults(one, letter) == ()
    renderer = Renderer(sample_office().house_style)
    pdf = renderer.pdf(letter)
    read = read_back(pdf)
    assert list(page_faults(letter, read, renderer.safe)) == []
    assert failures(pdf, ValidationProfile.PDF_UA_1) == []
    pages = [page.replace("\u00a0", " ").replace("\r", "") for page in read.pages]
    rows = re.findall(r"^(2\d{3}) [\d-]{10} (€ [\d.]+)$", "\n".join(pages), re.MULTILINE)
    assert [year for year, _ in rows] == [str(2026 + n) for n in range(60)]
    assert sum(read_amount(text, "nl") or 0 for _, text in rows) == one.award.amount.cents
    assert sum("Jaar Uiterlijk op Ik betaal u" in page for page in pages) >= 2
    assert any("Totaal € 4.350.000" in page for page in pages)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="whoever may all is not held back"
)
def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "vast").mkdir()
    (tmp_path / "vast").chmod(0o500)
    with pytest.raises(Unreadable, match="vast"):
        write_letters(dossier((GRANT,)), sample_office(), tmp_path / "vast" / "uit")


def test_a_letter_that_cannot_be_replaced_is_named_and_the_register_stays(tmp_path: Path) -> None:
    (tmp_path / "WBI-2026-0042.pdf").mkdir()
    (tmp_path / "WBI-2026-0042.pdf" / "open").touch()
    with pytest.raises(Unreadable, match="Sluit geopende brieven"):
        write_letters(dossier((GRANT,)), sample_office(), tmp_path)
    assert not (tmp_path / "letters.csv").exists()


def test_a_recipient_without_an_address_stops_the_letters_where_addresses_are_kept(
    tmp_path: Path,
) -> None:
    office = sample_office()
    rest = {k: v for k, v in office.municipality_addresses.items() if k != "GM0193"}
    short = office.model_copy(update={"municipality_addresses": rest})
    with pytest.raises(RefusedByProcess, match=r"Het adres van Zwolle \(GM0193\) ontbreekt"):
        write_letters(dossier((GRANT,)), short, tmp_path / "uit")
    bare = short.model_copy(update={"addresses_kept": False})
    options = LetterOptions(formats=Formats(word=False))
    assert write_letters(dossier((GRANT,)), bare, tmp_path / "uit", options=options).letters == 1


# Who starts the tests in the background makes their children deaf to Ctrl-C; this one hears it.
_MANY = """
import signal
import sys
from pathlib import Path
from tests.io.letters.test_bulk import MANY, PDF_ONLY
from tests.io.letters.rounds import dossier, sample_office
from verdeelsleutel.io.letters.writing import LetterOptions, write_letters

def told(done, of):
    print(done, flush=True)

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    write_letters(dossier(MANY), sample_office(), Path(sys.argv[1]), progress=told,
                  options=LetterOptions(formats=PDF_ONLY))
"""


@pytest.mark.slow(
    sample="tests/io/letters/test_writing.py::"
    "test_a_run_that_is_broken_off_leaves_no_letter_and_can_be_repeated"
)
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent otherwise there")
def test_an_interrupt_halfway_leaves_nothing_and_the_run_can_be_repeated(tmp_path: Path) -> None:
    script = tmp_path / "schrijf.py"
    script.write_text(_MANY, encoding="utf-8")
    root = str(Path(__file__).parents[3])
    path = os.pathsep.join((root, os.environ.get("PYTHONPATH", "")))
    out = tmp_path / "map" / "uit"
    with subprocess.Popen(
        [sys.executable, str(script), str(out)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=dict(os.environ, PYTHONPATH=path), text=True,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stdout.readline().strip() == "1"
        run.send_signal(signal.SIGINT)
        run.wait(timeout=120)
    assert run.returncode not in (0, None)
    deadline = time.monotonic() + 20
    while any(out.parent.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert list(out.parent.iterdir()) == []
    few = write_letters(dossier((GRANT,)), sample_office(), out)
    assert few.letters == 1
