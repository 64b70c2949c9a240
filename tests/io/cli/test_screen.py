"""The screen: help in two languages, tables that fit, where you are, and what comes next."""

import gettext
import random
import re
import sys
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from verdeelsleutel.io.cli import options, program, speaking
from verdeelsleutel.io.cli.groups import rounds
from verdeelsleutel.io.cli.tables import WIDTH, table
from verdeelsleutel.io.cli.terminal import for_terminal

from .conftest import MAKER, ROUND, Verdeel

if sys.platform != "win32":
    import os
    import pty

CATALOGUE = Path(speaking.__file__).parent / "locale" / "nl" / "LC_MESSAGES"


def test_every_text_of_the_help_is_there_in_dutch() -> None:
    catalogue = read_po(BytesIO((CATALOGUE / "messages.po").read_bytes()))
    dutch = {str(one.id): one.string for one in catalogue if one.id}
    written = speaking.spoken_texts(program.verdeel)
    assert {text for text in written if not dutch.get(text)} == set()
    of_click = {str(one.id) for one in catalogue if one.auto_comments == ["click"]}
    own = {options.NO_DAY, options.NO_WHOLE_NUMBER, options.TOO_SMALL, options.NOT_BETWEEN}
    own |= {rounds.OUT_OR_YEARS, rounds.CSV_NEEDS_YEARS}
    assert set(map(str, dutch)) - written - of_click == own


def test_the_catalogue_that_is_read_is_made_of_the_one_that_is_edited() -> None:
    made = BytesIO()
    write_mo(made, read_po(BytesIO((CATALOGUE / "messages.po").read_bytes()), locale="nl"))
    texts = gettext.GNUTranslations(BytesIO(made.getvalue()))
    shipped = gettext.GNUTranslations(BytesIO((CATALOGUE / "messages.mo").read_bytes()))
    assert vars(shipped)["_catalog"] == vars(texts)["_catalog"]


def commands(group: click.Group, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, one in group.commands.items():
        found.append((*above, name))
        if isinstance(one, click.Group):
            found += commands(one, (*above, name))
    return found


def test_no_option_is_named_in_the_language_in_which_its_command_was_loaded() -> None:
    """Click names a path once, in the words of that moment, where the option does not."""
    for path in commands(program.verdeel):
        one: click.Command = program.verdeel
        for name in path:
            assert isinstance(one, click.Group)
            one = one.commands[name]
        for option in one.params:
            if isinstance(option, click.Option) and isinstance(option.type, click.Path):
                assert option.metavar, (path, option.name)


def test_what_a_value_is_called_is_said_in_the_language_of_the_help(
    verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    dutch = verdeel("letters", "--help").out
    assert "--preview AANVRAAG " in dutch
    assert "--date JJJJ-MM-DD " in dutch
    assert "[verplicht]" in dutch
    assert "--preview APPLICATION" not in dutch
    assert "Dit argument ontbreekt: 'AANVRAAG'" in verdeel("explain").err
    monkeypatch.setenv("VERDEEL_LANG", "en")
    english = verdeel("letters", "--help").out
    assert "--preview APPLICATION " in english
    assert "[required]" in english
    assert "RONDE" not in english


def test_every_value_has_a_name_that_can_be_said_in_dutch() -> None:
    """Click makes one of the English name of an argument that has none."""
    for path in commands(program.verdeel):
        one: click.Command = program.verdeel
        for name in path:
            assert isinstance(one, click.Group)
            one = one.commands[name]
        assert [p.name for p in one.params if isinstance(p, click.Argument) and not p.metavar] == []


def test_every_command_explains_itself_in_dutch_and_in_english(
    verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in [(), *commands(program.verdeel)]:
        dutch = verdeel(*path, "--help")
        monkeypatch.setenv("VERDEEL_LANG", "en")
        english = verdeel(*path, "--help")
        monkeypatch.delenv("VERDEEL_LANG")
        assert (dutch.code, english.code) == (0, 0)
        assert dutch.out.startswith("Gebruik: verdeel")
        assert english.out.startswith("Usage: verdeel")
        assert "[OPTIES]" in dutch.out
        assert not {"[OPTIONS]", "COMMAND", "[ARGS]"} & set(dutch.out.split("\n\n")[0].split())
        assert "Toon deze uitleg." in dutch.out
        assert "Show this message and exit." in english.out
        assert verdeel(*path, "--help").out == dutch.out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("loda",), "verdeel: De opdracht 'loda' bestaat niet. Bedoelt u 'load'?"),
        (("screen",), "verdeel: Deze optie ontbreekt: '--round'."),
        (("load",), "verdeel: Dit argument ontbreekt: 'BESTAND...'."),
        (("screen", "--rond", "x"), "verdeel: De optie '--rond' bestaat niet."),
        (("screen", "--round"), "verdeel: Bij de optie '--round' hoort een waarde."),
        (("screen", "x", "--round", "y"), "verdeel: Dit argument is er een te veel: x"),
        (
            ("allocate", "--round", "x", "--time-limit", "0"),
            "een heel getal van ten minste 1.",
        ),
        (("allocate", "--round", "x", "--time-limit", "kort"), "'kort' is geen heel getal."),
        (
            ("frontier", "--round", "x", "--points", "1"),
            "een heel getal van 2 tot en met 201.",
        ),
        (("ledger", "--round", "x", "--csv"), "verdeel: --csv drukt de tabel per jaar af als CSV."),
        (("ledger", "--years", "--out", "x"), "verdeel: --out schrijft het grootboek van één"),
        (("letters", "--round", "x", "--out", "y", "--kind", "z"), "'z' is geen mogelijkheid."),
        (("round", "status", "x", "--date", "1-2"), "'1-2' is geen dag. Schrijf jjjj-mm-dd,"),
        (("privacy", "purge", "--round", "x", "--before", "morgen"), "'morgen' is geen dag."),
    ],
)
def test_what_was_typed_wrong_is_told_in_dutch(
    desk: Path, verdeel: Verdeel, typed: tuple[str, ...], said: str
) -> None:
    result = verdeel(*typed)
    assert result.code == 2
    assert said in result.err
    assert "Error" not in result.err
    assert result.err.startswith(("Gebruik: verdeel", "verdeel: "))


def test_every_day_that_is_typed_is_taken_and_refused_in_one_way(
    verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[tuple[str, ...], list[str]] = {}
    for path in commands(program.verdeel):
        one: click.Command = program.verdeel
        for name in path:
            assert isinstance(one, click.Group)
            one = one.commands[name]
        for option in one.params:
            assert not isinstance(option.type, click.DateTime), (path, option.name)
            if isinstance(option.type, options.Day):
                assert option.metavar in ("YYYY-MM-DD", "JJJJ-MM-DD"), (path, option.name)
                found.setdefault(path, []).append(option.opts[0])
    assert len(found) > 30
    monkeypatch.setenv("VERDEEL_LANG", "en")
    for path, names in found.items():
        for name in names:
            result = verdeel(*path, name, "31-02-2026")
            assert result.code == 2, path
            assert "'31-02-2026' is not a day. Write YYYY-MM-DD" in result.err, path


# --- Where you are


def test_alone_it_tells_how_to_begin_where_nothing_is(desk: Path, verdeel: Verdeel) -> None:
    told = verdeel()
    assert told.code == 0
    assert "In deze map is nog geen database (verdeel.db)." in told.out
    assert "verdeel round new" in told.out
    (desk / "2027-1").mkdir()
    (desk / "2027-1" / "policy.toml").write_text("", encoding="utf-8")
    assert f"verdeel policy check {Path('2027-1') / 'policy.toml'}" in verdeel().out


def test_alone_it_tells_each_round_with_the_command_that_comes_next(
    at: object, verdeel: Verdeel
) -> None:
    assert callable(at)
    at("allocated")
    told = verdeel()
    assert told.code == 0
    assert f"  {ROUND}: verdeeld, nog niet vastgesteld." in told.out
    assert (
        f"    Hierna: verdeel approve --round {ROUND} --as yasmina.haddou, door een ander"
        in told.out
    )


@pytest.mark.parametrize("command", ["status", "check", "applications"])
def test_the_only_round_need_not_be_named(
    opened_small: Path, small_samples: Path, verdeel: Verdeel, command: str
) -> None:
    named, alone = verdeel("round", command, ROUND), verdeel("round", command)
    assert (alone.code, alone.out) == (named.code, named.out)
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    other = opened_small / "ander.toml"
    other.write_text(text.replace('id = "2026-1"', 'id = "2026-2"'), encoding="utf-8")
    assert verdeel("round", "open", "2026-2", "--policy", other).code == 0
    several = verdeel("round", command)
    assert several.code == 2
    assert "Er zijn 2 rondes. Noem er een: 2026-1, 2026-2." in several.err


def test_without_a_round_it_is_said_how_to_begin(desk: Path, verdeel: Verdeel) -> None:
    assert verdeel("database", "create", "--example").code == 0
    assert 'Begin met "verdeel round new"' in verdeel("round", "status").err


# --- Tables


def test_a_table_that_fits_is_as_it_was() -> None:
    assert table(("a", "bedrag"), [("x", "1"), ("yy", "22")], numbers=(1,)) == (
        "a   bedrag\n--  ------\nx        1\nyy      22"
    )


def test_rows_of_a_table_in_parts_are_told_apart_in_each_part() -> None:
    rows = [("BER-1", f"Gemeente {at}", str(2027 + at), "€ 10.094.003,73", "€ 1") for at in (0, 1)]
    wide = [(one[0], "Zoetermeer", *one[2:4], "x" * 40) for one in rows]
    parts = table(("aanvraag", "gemeente", "kasjaar", "bedrag", "kenmerk"), wide).split("\n\n")
    assert len(parts) == 2
    for part in parts:
        assert [line.split()[:3] for line in part.splitlines()[-2:]] == [
            ["BER-1", "Zoetermeer", "2027"],
            ["BER-1", "Zoetermeer", "2028"],
        ]


def test_a_table_that_does_not_fit_is_told_in_parts_with_what_each_row_is() -> None:
    heads = ("regeling", "afgewezen op regel", "gevraagd", "verleend", "plafond", "over")
    rows = [("Woningbouwimpuls", "4", *["€ 1.234.567.890,12"] * 4)]
    drawn = table(heads, rows, numbers=range(1, 6))
    assert drawn.split("\n") == [
        "                  afgewezen",
        "regeling           op regel            gevraagd            verleend",
        "----------------  ---------  ------------------  ------------------",
        "Woningbouwimpuls          4  € 1.234.567.890,12  € 1.234.567.890,12",
        "",
        "regeling                     plafond                over",
        "----------------  ------------------  ------------------",
        "Woningbouwimpuls  € 1.234.567.890,12  € 1.234.567.890,12",
    ]


def test_any_table_keeps_every_cell_and_fits_where_a_part_can() -> None:
    """From a seed: whatever the cells, nothing is lost, and no part is needlessly too wide."""
    draw = random.Random(80)
    for _ in range(300):
        columns, keys = draw.randint(2, 10), draw.randint(1, 2)
        keys = min(keys, columns - 1)
        heads = [" ".join("k" * draw.randint(1, 9) for _ in range(draw.randint(1, 3)))
                 for _ in range(columns)]  # fmt: skip
        rows = [[f"c{at}r{row}" + "é" * draw.randint(0, 24) for at in range(columns)]
                for row in range(draw.randint(0, 4))]  # fmt: skip
        drawn = table(heads, rows, range(keys, columns), keys=keys)
        for cell in (cell for row in rows for cell in row):
            assert cell in drawn
        for part in drawn.split("\n\n"):
            widest = max(map(len, part.split("\n")))
            ruled = next(line for line in part.split("\n") if set(line) <= {"-", " "} and line)
            assert widest <= WIDTH or len(ruled.split()) == keys + 1 or columns == keys


@pytest.mark.parametrize("command", [("ledger",), ("screen",), ("allocate",)])
def test_what_officers_see_most_fits_a_terminal(
    at: object, verdeel: Verdeel, command: tuple[str, ...]
) -> None:
    assert callable(at)
    at({"ledger": "allocated", "screen": "loaded", "allocate": "screened"}[command[0]])
    told = verdeel(*command, "--round", ROUND, *MAKER)
    lines = told.out.split("\n")
    rules = [n for n, line in enumerate(lines) if re.fullmatch(r"-+(?:  -+)+", line)]
    assert rules
    for n in rules:
        assert all(len(line) <= WIDTH for line in lines[n - 1 : n + 2]), told.out


# --- Terminals


def test_a_long_line_breaks_at_a_word_and_a_row_of_a_table_stays() -> None:
    text = "Hierna: " + "woord " * 20 + "einde"
    broken = for_terminal(text, 60, coloured=False).split("\n")
    assert all(len(line) <= 60 for line in broken)
    assert " ".join(line.strip() for line in broken) == text
    row = "x" * 70 + "  y"
    assert for_terminal(row, 60, coloured=False) == row


def test_a_sentence_behind_its_codes_goes_on_under_where_it_began() -> None:
    said = "    A4  INT-153  waarschuwing: " + "Ga na waarop dit getal rust. " * 4
    first, *rest = for_terminal(said.rstrip(), 80, coloured=False).split("\n")
    assert rest
    assert first.index("waarschuwing") == 17
    assert all(line.startswith(" " * 17) and line[17] != " " for line in rest)
    assert all(len(line) <= 80 for line in (first, *rest))


def drawn_command(draw: random.Random) -> str:
    value = ("2026-1", "jjjj-mm-dd", "<map>", '"..."', '"€ 4.000.000"', '"De gemeente, en dan."')
    names = ("round status", "revoke WBI-2026-0001", "change decide <nummer>", "load <werkmap>")
    options = [
        f"--{draw.choice(('date', 'reason', 'out', 'ground'))} {draw.choice(value)}"
        for _ in range(draw.randint(1, 6))
    ]
    flag = draw.choice(("", " --silent", " --confirm"))
    return f"verdeel {draw.choice(names)} {' '.join(options)}{flag}"


def test_a_command_is_whole_on_one_line_that_begins_with_it_where_a_line_is_broken() -> None:
    for at in range(300):
        draw = random.Random(at)
        command, other = drawn_command(draw), drawn_command(draw)
        before = draw.choice(("Hierna: ", "  Nu te doen: " + "woord " * 20 + "einde. ", "    "))
        between = draw.choice((" (behandelaar) ", ", daarna ", ". Anders: ", "; " + "woord " * 30))
        said = before + command + between + other
        lines = for_terminal(said, 80, coloured=False).split("\n")
        for one in (command, other):
            assert one in [line.strip() for line in lines], at
        words = re.compile(r"[^\s.,;]+")
        assert words.findall(" ".join(lines)) == words.findall(said), at
        others = [line for line in lines if "verdeel" not in line]
        assert all(len(line) <= 80 for line in others), at


def test_a_command_without_options_at_the_end_is_whole_too() -> None:
    said = "Wat er na deze stap dringt, in alle rondes van dit kantoor: verdeel round status 2026-1"
    assert for_terminal(said, 80, coloured=False).split("\n") == [
        "Wat er na deze stap dringt, in alle rondes van dit kantoor:",
        "  verdeel round status 2026-1",
    ]


def test_all_lines_of_what_comes_next_are_bold() -> None:
    said = "  Hierna: verdeel load <werkmap> --round 2026-1, daarna verdeel screen --round 2026-1"
    lines = for_terminal(said, 40, coloured=True).split("\n")
    assert len(lines) == 4
    for line in lines:
        assert (line.startswith("\x1b[1m"), line.endswith("\x1b[0m")) == (True, True)
    assert for_terminal(f"zo\n{said}", 90, coloured=True) == f"zo\n\x1b[1m{said}\x1b[0m"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminal for this")
def test_a_terminal_has_colours_and_a_pipe_has_none(
    opened_small: Path, verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "\x1b[" not in verdeel("round", "status").out

    def seen() -> str:
        shown = bytearray()

        def read(terminal: int) -> bytes:
            piece = os.read(terminal, 65_536)
            shown.extend(piece)
            return piece

        program_file = str(Path(sys.executable).parent / "verdeel")
        assert pty.spawn([program_file, "round", "status"], read) == 0
        return shown.decode("utf-8")

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    told = seen()
    assert "\x1b[1m  Hierna:\x1b[0m" in told
    assert "\x1b[1m    verdeel load <werkmap> --round 2026-1 --as sanne.vermeulen\x1b[0m" in told
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1m" not in seen()
