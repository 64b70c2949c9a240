"""The office file: what it gives, and what is said of a faulty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from verdeelsleutel.grants.municipality import municipalities
from verdeelsleutel.io.config.office import Role, load_office
from verdeelsleutel.io.errors import Unreadable

from .rounds import OFFICE_FILE, sample_office


def faulty(tmp_path: Path, text: str) -> str:
    file = tmp_path / "office.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable) as caught:
        load_office(file)
    return str(caught.value)


def test_the_sample_office_has_every_instrument_and_role() -> None:
    office = sample_office()
    assert list(office.instruments) == [
        "woningbouwimpuls",
        "gebiedsbudget",
        "realisatiestimulans",
        "bereikbaarheid",
    ]
    assert {officer.role for officer in office.officers} == set(Role)
    assert "fictional" in OFFICE_FILE.read_text(encoding="utf-8")


def test_an_officer_is_found_by_login_name_whatever_its_case() -> None:
    officer = sample_office().officer("Yasmina.Haddou")
    assert officer is not None
    assert officer.role is Role.APPROVER
    assert sample_office().officer("niemand") is None


def test_an_address_that_the_office_knows_stands_below_the_name(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text(
        '[municipality_addresses]\nGM0193 = ["Postbus 000", "8000 AA Zwolle"]\n', encoding="utf-8"
    )
    office = load_office(file)
    assert office.addressee(municipalities()["GM0193"]) == (
        "Het college van burgemeester en wethouders",
        "van de gemeente Zwolle",
        "Postbus 000",
        "8000 AA Zwolle",
    )
    assert office.addressee(municipalities()["GM0344"], "en") == (
        "The municipal executive",
        "of the municipality of Utrecht",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[officers]\n", "geen geldig TOML-bestand"),
        (
            '[instruments.woningbouwimpuls]\nminister = "de minister"\n',
            "regel 1, sleutel instruments.woningbouwimpuls.signatory ontbreekt",
        ),
        ('[[officers]]\nuser = "a"\nname = "A"\nrole = "chef"\n', "officers.0.role"),
        ('[[officers]]\nuser = "a"\nname = "A"\n', "regel 1, sleutel officers.0.role ontbreekt"),
        ('kleur = "blauw"\n', "regel 1, sleutel kleur is onbekend. Mogelijk zijn: "),
        ('[house_style]\naccent = "blauw"\n', "house_style.accent"),
        ('[municipality_addresses]\nGM9999 = ["x"]\n', "GM9999 is geen gemeentecode"),
        (
            '[[officers]]\nuser = "a"\nname = "A"\nrole = "officer"\n'
            '[[officers]]\nuser = "A"\nname = "B"\nrole = "approver"\n',
            "noemt a meer dan een keer",
        ),
    ],
)
def test_a_faulty_office_file_says_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    assert said in faulty(tmp_path, text)


def addresses(tmp_path: Path, text: str) -> Path:
    (tmp_path / "stijl").mkdir(exist_ok=True)
    (tmp_path / "stijl" / "adressen.csv").write_text(text, encoding="utf-8-sig")
    file = tmp_path / "office.toml"
    file.write_text('[house_style]\nfolder = "stijl"\n', encoding="utf-8")
    return file


def test_the_sample_office_has_an_address_for_each_of_the_342_municipalities() -> None:
    kept = sample_office().municipality_addresses
    assert len(kept) == 342
    assert list(kept) == list(municipalities())
    assert kept["GM0193"] == ("Postbus 00000 (voorbeeld)", "0000 XX Zwolle")


def test_the_office_keeps_its_addresses_in_excel_and_the_office_file_goes_before_them(
    tmp_path: Path,
) -> None:
    file = addresses(
        tmp_path, "gemeentecode;gemeente;regel_1;regel_2\n193;Zwolle;Postbus 1;8000 AA\n"
    )
    assert load_office(file).municipality_addresses == {"GM0193": ("Postbus 1", "8000 AA")}
    own = file.read_text(encoding="utf-8") + '[municipality_addresses]\nGM0193 = ["Plein 2"]\n'
    file.write_text(own, encoding="utf-8")
    assert load_office(file).municipality_addresses == {"GM0193": ("Plein 2",)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("GM9999;Nergens;Postbus 1", "rij 2: de gemeentecode is onbekend"),
        ("GM0193;Zwolle;A\n0193;Zwolle;B", "rij 3: GM0193 staat er al"),
        ("GM0193;Kampen;Postbus 1", "rij 2: GM0193 is Zwolle, niet Kampen"),
        ("GM0193;Zwolle;", "rij 2: het adres van Zwolle ontbreekt"),
        ("GM0193;Zwolle;" + "a" * 121, "rij 2: een regel is langer dan 120 tekens"),
    ],
)
def test_a_faulty_row_of_addresses_is_named(tmp_path: Path, rows: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        load_office(addresses(tmp_path, f"gemeentecode;gemeente;regel_1\n{rows}\n"))
    assert said in str(caught.value)


def test_a_missing_file_a_folder_and_other_bytes_are_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="bestaat niet"):
        load_office(tmp_path / "geen.toml")
    with pytest.raises(Unreadable, match="is een map, geen kantoorbestand"):
        load_office(tmp_path)
    (tmp_path / "b.toml").write_bytes(b'minister = "Volkshuisvesting \xe9n"')
    with pytest.raises(Unreadable, match="Sla het op als UTF-8"):
        load_office(tmp_path / "b.toml")
