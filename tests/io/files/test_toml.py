"""A fault in a file that an officer wrote is told with its line and a key that is near."""

from pathlib import Path

import pytest

from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.config.office import Office
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.errors import Unreadable
from verdeelsleutel.io.files.toml import known_keys, line_of, read_model
from verdeelsleutel.io.letters.look import OwnClauses
from verdeelsleutel.sample_applications import regenerate

SAMPLES = Path(regenerate.__file__).parent


def told(tmp_path: Path, text: str) -> str:
    file = tmp_path / "office.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as fault:
        read_model(file, "kantoorbestand", Office)
    return str(fault.value)


def test_an_unknown_key_is_told_with_its_line_and_the_one_that_was_meant(tmp_path: Path) -> None:
    text = '[house_style]\nfont_size_pt = 11\nacent = "#123456"\n'
    assert told(tmp_path, text) == (
        "Het kantoorbestand office.toml heeft een fout: regel 3, sleutel house_style.acent is "
        "onbekend. Bedoelt u accent?"
    )


def test_every_fault_of_the_file_is_told_at_once(tmp_path: Path) -> None:
    text = '[[officers]]\nuser = "a"\nname = "A"\nrole = "baas"\n\n[[officers]]\nuser = "b"\n'
    said = told(tmp_path, text)
    assert "heeft 3 fouten" in said
    assert "regel 4, sleutel officers.0.role" in said
    assert "regel 6, sleutel officers.1.name ontbreekt." in said


def test_a_key_within_a_table_of_a_table_names_the_keys_of_that_table(tmp_path: Path) -> None:
    text = '[instruments.gebiedsbudget.signatory]\nname = "A"\nfunktion = "b"\n'
    assert (
        "regel 3, sleutel instruments.gebiedsbudget.signatory.funktion is onbekend. Bedoelt u"
        in (told(tmp_path, text))
    )


@pytest.mark.parametrize("name", ["policy.toml", "policies/wettelijk.toml"])
def test_a_misspelt_key_anywhere_in_a_sample_policy_is_told_with_its_line(
    tmp_path: Path, name: str
) -> None:
    """Each key in turn, so that no table of the policy tells a fault without its place."""
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    tried = 0
    for at, line in enumerate(lines):
        key = line.partition("=")[0].strip()
        if "=" not in line or line.lstrip().startswith(("#", '"')) or not key.isidentifier():
            continue
        changed = [*lines[:at], line.replace(key, f"{key}x", 1), *lines[at + 1 :]]
        file = tmp_path / "policy.toml"
        file.write_text("\n".join(changed) + "\n", encoding="utf-8")
        with pytest.raises(Unreadable, match=f"regel {at + 1}, "):
            load_policy(file)
        tried += 1
    assert tried > 30


@pytest.mark.parametrize(
    ("model", "loc", "some"),
    [
        (Policy, (), {"round", "funds", "instruments", "constraint"}),
        (Policy, ("constraint", 0, "group"), {"province"}),
        (Policy, ("instruments", "gebiedsbudget"), {"fund", "rule"}),
        (Office, ("instruments", "gebiedsbudget", "signatory"), {"name", "function"}),
        (OwnClauses, ("clause", 2), {"section", "nl", "en"}),
    ],
)
def test_the_keys_of_a_table_are_those_of_its_model(
    model: type, loc: tuple[int | str, ...], some: set[str]
) -> None:
    assert some <= set(known_keys(model, loc))


def test_a_place_that_is_nowhere_in_the_text_has_no_line() -> None:
    assert line_of(("funds", "VRO"), "# leeg\n") is None
