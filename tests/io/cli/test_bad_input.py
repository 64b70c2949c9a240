"""What goes wrong is one clear sentence and the right exit code, and changes nothing."""

import hashlib
import shutil
from pathlib import Path

import pytest

from ..real_rounds import as_real
from .conftest import ROUND, Result, Verdeel


def one_sentence(result: Result) -> str:
    """The message, which stands alone on stderr, without a traceback."""
    assert "Traceback" not in result.err
    lines = [line for line in result.err.splitlines() if line.startswith("verdeel: ")]
    assert len(lines) == 1, result.err
    return lines[0]


def state(database: Path) -> str:
    return hashlib.sha256(database.read_bytes()).hexdigest()


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("leeg.xlsx", b""),
        ("brief.xlsx", b"Geachte heer, mevrouw,\n"),
        ("afgebroken.xlsx", b"PK\x03\x04 afgebroken"),
        ("versleuteld.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2048),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(
    opened: Path, verdeel: Verdeel, name: str, content: bytes
) -> None:
    before = state(opened / "verdeel.db")
    result = verdeel("load", write(opened / name, content), "--round", ROUND)
    assert result.code == 5
    assert name in one_sentence(result)
    assert state(opened / "verdeel.db") == before


def test_a_missing_file_and_a_folder_are_refused(opened: Path, verdeel: Verdeel) -> None:
    (opened / "map").mkdir()
    for name in ("er-is-niets.xlsx", "map"):
        result = verdeel("load", opened / name, "--round", ROUND)
        assert result.code == 5
        assert name in one_sentence(result)


def test_a_pattern_that_no_shell_wrote_out_and_a_folder_are_taken(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    """As cmd and PowerShell hand them on."""
    shutil.copy(samples / "bereikbaarheid.xlsx", opened / "west een.xlsx")
    loaded = verdeel("load", "w*.xlsx", "--round", ROUND, "--as", "sanne.vermeulen")
    assert loaded.code in (0, 1), loaded.err
    assert "west een.xlsx" in loaded.out
    again = verdeel("load", ".", "--round", ROUND, "--as", "sanne.vermeulen")
    assert "west een.xlsx was al geladen" in again.out
    nothing = verdeel("load", "*.ods", "--round", ROUND, "--as", "sanne.vermeulen")
    assert (nothing.code, "Geen bestand past op *.ods" in nothing.err) == (5, True)


def test_one_bad_file_among_good_ones_takes_nothing_in(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    before = state(opened / "verdeel.db")
    good = sorted(samples.glob("*.xlsx"))[0]
    result = verdeel("load", good, write(opened / "leeg.xlsx", b""), "--round", ROUND)
    assert result.code == 5
    assert state(opened / "verdeel.db") == before


def test_without_a_database_nothing_is_made(desk: Path, verdeel: Verdeel) -> None:
    for command in (("screen",), ("allocate",), ("approve",), ("letters", "--out", "brieven")):
        result = verdeel(*command, "--round", ROUND)
        assert result.code == 5
        assert "round open" in one_sentence(result)
    assert list(desk.iterdir()) == []


def test_a_file_that_is_no_database_is_refused(desk: Path, verdeel: Verdeel) -> None:
    write(desk / "verdeel.db", b"dit is geen database, maar een lijstje met namen" * 20)
    result = verdeel("screen", "--round", ROUND)
    assert result.code == 5
    one_sentence(result)


@pytest.mark.parametrize("url", ["zomaar", "sqlite://", "mongodb://kantoor/verdeel"])
def test_an_address_that_is_no_database_is_refused(desk: Path, verdeel: Verdeel, url: str) -> None:
    result = verdeel("screen", "--round", ROUND, "--database", url)
    assert result.code == 5
    one_sentence(result)


def test_a_policy_with_a_typo_names_the_line_and_the_likely_key(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    text = (samples / "policy.toml").read_text(encoding="utf-8")
    wrong = text.replace("carry_over =", "carryover =", 1)
    line = wrong[: wrong.index("carryover =")].count("\n") + 1
    policy = write(desk / "policy.toml", wrong.encode())
    result = verdeel("round", "open", ROUND, "--policy", policy)
    assert result.code == 5
    message = one_sentence(result)
    assert f"regel {line}," in message
    assert "Bedoelt u carry_over?" in message
    assert not (desk / "verdeel.db").exists()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('total = "€ 5 mld"', "total = 5_000_000_000", "als tekst"),
        ('total = "€ 5 mld"', 'total = "veel"', "geen bedrag"),
        ('fund = "vro"', 'fund = "wonen"', "wonen"),
        ('rule = "optimise"', 'rule = "eerlijk"', "rule"),
        ('at_least = "2/3"', 'at_least = "5/3"', "aandeel"),
        ("[round]", "[round", "TOML"),
    ],
)
def test_a_policy_that_cannot_be_read_says_what_to_mend(
    desk: Path, samples: Path, verdeel: Verdeel, before: str, after: str, told: str
) -> None:
    text = (samples / "policy.toml").read_text(encoding="utf-8")
    assert before in text
    policy = write(desk / "policy.toml", text.replace(before, after, 1).encode())
    result = verdeel("round", "open", ROUND, "--policy", policy)
    assert result.code == 5
    assert told in one_sentence(result)
    assert not (desk / "verdeel.db").exists()


def test_ceilings_that_cannot_hold_are_an_infeasible_policy(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    text = (samples / "policy.toml").read_text(encoding="utf-8")
    wrong = text.replace('ceiling = "€ 1.486 mln"', 'ceiling = "€ 6 mld"', 1)
    assert wrong != text
    policy = write(desk / "policy.toml", wrong.encode())
    result = verdeel("round", "open", ROUND, "--policy", policy)
    assert result.code == 4
    assert "realisatiestimulans" in one_sentence(result)
    assert not (desk / "verdeel.db").exists()


def test_wrong_use_is_exit_code_2(opened: Path, verdeel: Verdeel) -> None:
    assert verdeel("screen").code == 2
    assert verdeel("screen", "--ronde", ROUND).code == 2
    assert verdeel("screen", "--round", "2031-9").code == 2
    assert verdeel("template", "huurtoeslag", "--out", opened).code == 2
    assert verdeel("screen", "--round", ROUND).code == 2  # nothing was loaded
    assert verdeel("explain", "WBI-1", "--round", ROUND).code == 2
    assert verdeel("niets").code == 2


def test_steps_out_of_order_are_refused(opened: Path, samples: Path, verdeel: Verdeel) -> None:
    workbook = sorted(samples.glob("*.xlsx"))[0]
    assert verdeel("load", workbook, "--round", ROUND).code == 0
    early = [
        ("allocate", "--round", ROUND),
        ("approve", "--round", ROUND, "--as", "yasmina.haddou"),
        ("letters", "--round", ROUND, "--out", "brieven", "--as", "sanne.vermeulen"),
    ]
    for command in early:
        result = verdeel(*command)
        assert result.code == 3, command
        one_sentence(result)
    assert verdeel("screen", "--round", ROUND).code == 0
    late = verdeel("load", workbook, "--round", ROUND)
    assert late.code == 3
    assert "gesloten" in one_sentence(late)


def test_a_sealed_policy_cannot_be_changed_by_opening_again(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    text = (samples / "policy.toml").read_text(encoding="utf-8")
    changed = write(
        opened / "anders.toml", text.replace('total = "€ 5 mld"', 'total = "€ 4,9 mld"', 1).encode()
    )
    again = verdeel("round", "open", ROUND, "--policy", samples / "policy.toml")
    assert again.code == 0
    result = verdeel("round", "open", ROUND, "--policy", changed)
    assert result.code == 3
    assert "ander beleid" in one_sentence(result)


def test_an_example_database_holds_no_real_round(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    text = (samples / "policy.toml").read_text(encoding="utf-8")
    real = as_real(text)
    assert real != text
    policy = write(opened / "echt.toml", real.replace(f'id = "{ROUND}"', 'id = "E-1"', 1).encode())
    assert verdeel("round", "open", "E-1", "--policy", policy).code == 3


def test_nobody_acts_under_another_name_in_a_real_database(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    text = (samples / "policy.toml").read_text(encoding="utf-8")
    policy = write(desk / "echt.toml", as_real(text).encode())
    (desk / "office.toml").write_bytes((samples / "office.toml").read_bytes())
    assert verdeel("round", "open", ROUND, "--policy", policy).code == 0
    result = verdeel("round", "open", ROUND, "--policy", policy, "--as", "sanne.vermeulen")
    assert result.code == 3
    assert "voorbeelddatabase" in one_sentence(result)
