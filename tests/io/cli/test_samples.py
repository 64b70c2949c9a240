"""The sample files in a folder, for whoever wants to work with them."""

from pathlib import Path

from .conftest import Verdeel


def test_the_samples_stand_in_the_folder_as_they_were_shipped(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    result = verdeel("demo", "--samples", "voorbeelden")
    assert result.code == 0
    put = {path.relative_to("voorbeelden") for path in Path("voorbeelden").rglob("*.*")}
    assert {Path("policy.toml"), Path("office.toml"), Path("bereikbaarheid.xlsx")} < put
    assert {Path("policies/wettelijk.toml"), Path("answers/vragen_over_geld.xlsx")} < put
    for path in put:
        assert (Path("voorbeelden") / path).read_bytes() == (samples / path).read_bytes()
    assert not (desk / "demo").exists()


def test_again_is_nothing_new_and_what_was_worked_on_stays(desk: Path, verdeel: Verdeel) -> None:
    verdeel("demo", "--samples", "voorbeelden")
    assert verdeel("demo", "--samples", "voorbeelden").code == 0

    own = desk / "voorbeelden" / "policy.toml"
    own.write_text("# van mij\n", encoding="utf-8")
    (desk / "voorbeelden" / "office.toml").unlink()
    refused = verdeel("demo", "--samples", "voorbeelden")
    assert refused.code == 2
    assert "policy.toml al, met een andere inhoud" in refused.err
    assert own.read_text(encoding="utf-8") == "# van mij\n"
    assert not (desk / "voorbeelden" / "office.toml").exists()


def test_a_folder_that_cannot_be_written_in_is_told(desk: Path, verdeel: Verdeel) -> None:
    (desk / "voorbeelden").write_text("een bestand", encoding="utf-8")
    assert verdeel("demo", "--samples", "voorbeelden").code in (2, 5)
    assert (desk / "voorbeelden").read_text(encoding="utf-8") == "een bestand"
