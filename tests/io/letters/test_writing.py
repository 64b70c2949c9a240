"""Writing letters to a folder: the register, repeats, refusals, stale letters."""

from __future__ import annotations

import csv
import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.assessment import Answer
from verdeelsleutel.grants.decisions.allocation import Approval, Outcome
from verdeelsleutel.grants.dossier import Decided, Dossier
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.errors import RefusedByProcess, Unreadable, WrongUse
from verdeelsleutel.io.letters.writing import LettersWritten, write_letters
from verdeelsleutel.io.rounds.references import verification_code

from .filed import gb, rs, wbi
from .rounds import FEW_HOMES, decided, dossier, every_decision, sample_office, screened

WBI_RULES, WBI_UNMET = screened(wbi()), screened(wbi(homes=FEW_HOMES))

FEW = (
    decided(wbi(), Outcome.GRANTED),
    decided(wbi("WBI-2026-0044"), Outcome.REFUSED_RULE, rules=WBI_UNMET),
    decided(rs(), Outcome.GRANTED, requested=Euro.euros(8_400_000)),
    decided(wbi("WBI-2026-0050"), Outcome.NEEDS_JUDGEMENT),
)


def write(out: Path, round_: Dossier | None = None, **more: Any) -> LettersWritten:
    return write_letters(round_ or dossier(FEW), sample_office(), out, **more)


def files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def register(folder: Path) -> list[dict[str, str]]:
    text = (folder / "letters.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines(), delimiter=";"))


def test_each_decision_gets_a_letter_and_the_register_names_it(tmp_path: Path) -> None:
    out = tmp_path / "brieven" / "ronde"
    result = write(out)
    assert result.letters == 3
    assert result.written == tuple(
        f"{number}.{form}"
        for number in ("RS-2026-0344", "WBI-2026-0042", "WBI-2026-0044")
        for form in ("pdf", "docx")
    )
    assert sorted(files(out)) == sorted((*result.written, "letters.csv", "letters.xlsx"))
    assert (out / "letters.csv").read_bytes().startswith(b"\xef\xbb\xbfaanvraagnummer;")
    rows = register(out)
    assert rows[1] == {
        "aanvraagnummer": "WBI-2026-0042",
        "kenmerk": "2026-1/WBI-2026-0042",
        "gemeentecode": "GM0193",
        "gemeente": "Zwolle",
        "regeling": "woningbouwimpuls",
        "uitkomst": "verleend",
        "bedrag_in_centen": "435000000",
        "bedrag": "€\u00a04.350.000",
        "bestand": "WBI-2026-0042.pdf",
        "sha256": hashlib.sha256((out / "WBI-2026-0042.pdf").read_bytes()).hexdigest(),
        "datum": "2026-09-07",
        "word": "WBI-2026-0042.docx",
        "word_sha256": hashlib.sha256((out / "WBI-2026-0042.docx").read_bytes()).hexdigest(),
        "metadata": "",
        "metadata_sha256": "",
        "metadata_pdf": "",
        "metadata_pdf_sha256": "",
        "inhoud_sha256": rows[1]["inhoud_sha256"],
        "controlecode": verification_code(FEW[0], dossier(FEW)),
    }
    assert len(rows[1]["inhoud_sha256"]) == 64
    assert [path.name for path in out.parent.iterdir()] == ["ronde"]


def test_two_runs_give_equal_bytes_and_the_second_writes_nothing(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b")
    assert files(tmp_path / "a") == files(tmp_path / "b")
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "a").iterdir()}
    again = write(tmp_path / "a")
    assert again.written == ()
    assert again.unchanged == 3
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "a").iterdir()} == before


def test_the_order_of_the_decisions_changes_no_byte(tmp_path: Path) -> None:
    write(tmp_path / "a")
    write(tmp_path / "b", dossier(tuple(reversed(FEW))))
    assert files(tmp_path / "a") == files(tmp_path / "b")


def test_only_the_letter_that_changed_is_written_again(tmp_path: Path) -> None:
    write(tmp_path)
    other = decided(wbi(project_name="Kop van de Haven II"), Outcome.GRANTED)
    again = write(tmp_path, dossier((other, *FEW[1:])))
    assert again.written == ("WBI-2026-0042.pdf", "WBI-2026-0042.docx")
    assert again.unchanged == 2


def test_progress_is_told_letter_by_letter(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    write(tmp_path, progress=tell)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_run_that_is_broken_off_leaves_no_letter_and_can_be_repeated(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "uit", progress=stop)
    assert list(tmp_path.iterdir()) == []
    assert write(tmp_path / "uit").letters == 3


def test_a_stale_letter_goes_only_if_the_register_names_it(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "WBI-2026-9999.pdf").write_bytes(b"van iemand anders")
    (tmp_path / "notitie.txt").write_text("blijft", encoding="utf-8")
    gone = decided(wbi(), Outcome.WITHDRAWN)
    result = write(tmp_path, dossier((gone, *FEW[1:])))
    assert result.removed == ("WBI-2026-0042.docx", "WBI-2026-0042.pdf")
    assert sorted(files(tmp_path)) == [
        "RS-2026-0344.docx",
        "RS-2026-0344.pdf",
        "WBI-2026-0044.docx",
        "WBI-2026-0044.pdf",
        "WBI-2026-9999.pdf",
        "letters.csv",
        "letters.xlsx",
        "notitie.txt",
    ]


def test_a_stale_letter_that_was_changed_by_hand_is_kept_and_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "WBI-2026-0042.pdf").write_bytes(b"met een handtekening")
    result = write(tmp_path, dossier((decided(wbi(), Outcome.WITHDRAWN), *FEW[1:])))
    assert result.kept == ("WBI-2026-0042.pdf",)
    assert (tmp_path / "WBI-2026-0042.pdf").read_bytes() == b"met een handtekening"


def test_a_register_that_names_a_path_outside_the_folder_removes_nothing(tmp_path: Path) -> None:
    precious = tmp_path / "kostbaar.pdf"
    precious.write_bytes(b"x")
    out = tmp_path / "uit"
    out.mkdir()
    digest = hashlib.sha256(b"x").hexdigest()
    (out / "letters.csv").write_text(
        f"bestand;sha256\n../kostbaar.pdf;{digest}\n{precious};{digest}\n", encoding="utf-8"
    )
    assert write(out).removed == ()
    assert precious.exists()


def refused(tmp_path: Path, round_: Dossier) -> str:
    with pytest.raises(RefusedByProcess) as caught:
        write(tmp_path / "uit", round_)
    assert not (tmp_path / "uit").exists()
    assert caught.value.exit_code == 3
    return str(caught.value).replace("\u00a0", " ")


def test_without_a_certificate_there_are_no_letters(tmp_path: Path) -> None:
    proven = dossier(FEW)
    bare = proven.allocation.model_copy(update={"certificate": None})
    assert "geen certificaat" in refused(tmp_path, proven.model_copy(update={"allocation": bare}))


def test_an_invalid_certificate_is_refused_with_its_faults(tmp_path: Path) -> None:
    proven = dossier(FEW)
    assert proven.allocation.certificate is not None
    broken = proven.allocation.certificate.model_copy(
        update={"valid": False, "faults": ("plafond overschreden met € 0,01",)}
    )
    allocation = proven.allocation.model_copy(update={"certificate": broken})
    said = refused(tmp_path, proven.model_copy(update={"allocation": allocation}))
    assert "niet geldig (plafond overschreden met € 0,01)" in said


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    proven = dossier(FEW)
    bare = proven.allocation.model_copy(update={"certificate": None})
    said = refused(
        tmp_path,
        proven.model_copy(update={"allocation": bare, "approval": None, "sent_on": None}),
    )
    assert "geen certificaat" in said
    assert "nog niet vastgesteld" in said
    assert "verzenddatum ontbreekt" in said


def test_an_approval_of_another_list_is_refused(tmp_path: Path) -> None:
    other = Approval(maker="a", approver="b", on=date(2026, 9, 4), digest="0" * 64)
    assert "hoort bij een andere verdeling" in refused(tmp_path, dossier(FEW, approval=other))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            decided(wbi(), Outcome.GRANTED, payments=(Payment(year=2026, amount=Euro(1)),)),
            "de betalingen zijn samen € 0,01, maar verleend is € 4.350.000",
        ),
        (
            decided(wbi(), Outcome.GRANTED, rules=WBI_UNMET),
            "voldoet niet aan WBI-04, maar is niet daarop afgewezen",
        ),
        (
            decided(
                wbi(),
                Outcome.GRANTED,
                rules=(WBI_RULES[0].model_copy(update={"answer": Answer.NEEDS_JUDGEMENT}),),
            ),
            "is verleend, maar WBI-04 is nog niet beoordeeld",
        ),
        (
            decided(wbi(), Outcome.REFUSED_RULE, rules=WBI_RULES),
            "is afgewezen op een regel, maar er is geen regel of reden",
        ),
        (decided(wbi(), Outcome.REFUSED_CEILING), "krijgt niet alles, maar er staat geen reden"),
        (
            decided(gb(), Outcome.GRANTED).model_copy(
                update={
                    "award": decided(gb(), Outcome.GRANTED).award.model_copy(
                        update={"compensable_vat": Euro(1)}
                    )
                }
            ),
            "zijn samen geen € 18.400.000",
        ),
    ],
)
def test_a_decision_that_does_not_agree_with_itself_is_refused(
    tmp_path: Path, one: Decided, said: str
) -> None:
    assert said in refused(tmp_path, dossier((one,)))


def test_many_faults_are_counted_not_listed(tmp_path: Path) -> None:
    many = tuple(decided(wbi(f"WBI-{n}"), Outcome.REFUSED_CEILING) for n in range(25))
    said = refused(tmp_path, dossier(many))
    assert said.count("maar er staat geen reden bij") == 10
    assert "Zo zijn er nog 15 fouten." in said


def test_an_office_without_the_instrument_is_refused_by_name(tmp_path: Path) -> None:
    office = sample_office()
    without = office.model_copy(
        update={
            "instruments": {k: v for k, v in office.instruments.items() if k != "gebiedsbudget"}
        }
    )
    with pytest.raises(RefusedByProcess, match=r"Voeg \[instruments.gebiedsbudget\] toe"):
        write_letters(dossier((decided(gb(), Outcome.GRANTED),)), without, tmp_path)


def test_an_unknown_language_or_a_file_for_a_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="niet in fy"):
        write(tmp_path, lang="fy")
    (tmp_path / "bestand").write_bytes(b"")
    with pytest.raises(WrongUse, match="is een bestand"):
        write(tmp_path / "bestand")


def test_a_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_bytes(b"")
    with pytest.raises(Unreadable, match="kunnen niet in"):
        write(tmp_path / "bestand" / "uit")


def test_a_register_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "letters.csv").write_bytes(b"\x80\x00\x81")
    with pytest.raises(Unreadable, match="geen leesbaar CSV-bestand"):
        write(tmp_path)


def test_english_letters_have_a_dutch_register_no_longer(tmp_path: Path) -> None:
    write(tmp_path, lang="en")
    assert register(tmp_path)[1]["uitkomst"] == "granted"
    assert register(tmp_path)[1]["bedrag"] == "€4,350,000"


def test_every_instrument_and_outcome_is_written(tmp_path: Path) -> None:
    result = write(tmp_path, dossier())
    assert result.letters == 16
    assert len(register(tmp_path)) == 16
    assert len(every_decision()) == 18


_WRITE = """
import sys
from pathlib import Path
from tests.io.letters.test_writing import write
write(Path(sys.argv[1]))
"""


@pytest.mark.slow(
    sample="tests/io/reports/test_environments.py::"
    "test_every_file_of_a_report_has_the_same_bytes_in_another_environment"
)
def test_bytes_are_equal_in_another_time_zone_locale_and_hash_seed(tmp_path: Path) -> None:
    write(tmp_path / "hier")
    env = dict(os.environ, TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="4711", HOME="/")
    env["PYTHONPATH"] = os.pathsep.join(
        (str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", ""))
    )
    subprocess.run([sys.executable, "-c", _WRITE, str(tmp_path / "daar")], env=env, check=True)
    assert files(tmp_path / "hier") == files(tmp_path / "daar")
