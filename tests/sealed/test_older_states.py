"""A round that an older program kept opens, finishes and replays, with the outcome of then."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from .finishing import SEALED, Desk, carry_over, decided, finish, standing
from .lives import LETTERS, kept_states

KEPT = sorted(path for path in SEALED.glob("v*") if path.is_dir())
LIFE_OF = kept_states()
ANOTHER_VERSION = "99.0"
# What takes part in `make test`; the rest is for `make verify`.
FINISHED_ALWAYS = ("opened", "screened")  # the second is divided under the seal of then
RESTORED_ALWAYS = ("sent",)
REPLAYED_ALWAYS = ("approved", "amended_sent")

# Where the round stands in each kept state: the word of `verdeel round status --json`.
STANDS = {
    "opened": "open",
    "loaded": "open",
    "closed": "closed",
    "screened": "screened",
    "judged": "screened",
    "allocated": "allocated",
    "approved": "approved",
    "sent": "published",
    "archived": "archived",
    "amendment_proposed": "allocated",
    "amended": "amended",
    "amended_allocated": "allocated",
    "amended_approved": "approved",
    "amended_sent": "published",
}

# The states in which there was no list yet that counts, so that it is made by the program of now.
UNDIVIDED = ("opened", "loaded", "closed", "screened", "judged", "amendment_proposed", "amended")


def _each(folder: str, always: tuple[str, ...]) -> list[Any]:
    """The state of every kept file of a kind; those outside the sample are slow."""
    states = [
        (kept, path.name.split(".")[0]) for kept in KEPT for path in (kept / folder).iterdir()
    ]
    return [
        pytest.param(
            kept, state,
            id=f"{kept.name}-{state}", marks=() if state in always else pytest.mark.slow,
        )
        for kept, state in sorted(states)
    ]  # fmt: skip


# A report is made anew whenever somebody asks, in the form of the program that makes it (decision
# 29). Its open data are not among them: those are published, and stay as they were.
FORM_OF_NOW = {"rapport/report.html", "rapport/report.xlsx", "rapport/summary.pdf"}


def _carried_over(desk: Desk, kept: Path, state: str) -> bool:
    """Whether this version had to be recorded; the very version of then goes on as it is."""
    same = _read(kept / "made_with.json")["version"] == version("verdeelsleutel")
    return not same and carry_over(desk, state)


def _outcome_is_that_of_then(desk: Desk, kept: Path, state: str, *, carried: bool) -> None:
    """Finish the round, and hold every file and every decision against what is kept."""
    life = LIFE_OF[state]
    made = finish(desk, life, state)
    then: dict[str, str] = _read(kept / f"outcome_{life}.json")
    differs = {name for name in then.keys() | made.keys() if then.get(name) != made.get(name)}
    if state == "archived":  # its letters are not written again
        differs = {name for name in differs if not name.startswith(f"{LETTERS}/")}
    if state in UNDIVIDED:  # it is divided now, with trees, and what tells of its proof says so
        assert then.keys() == made.keys()
        differs = {name for name in differs if not _tells_of_the_proof(name)}
    differs -= FORM_OF_NOW
    if carried:  # a receipt tells by which version it was made
        differs -= {"receipts.json", f"{LETTERS}/receipts.json"}
    if not (carried and state == "amendment_proposed"):  # proposed anew, so under another seal
        assert sorted(differs) == []
    assert _decisions(decided(desk)) == _decisions(_read(kept / f"allocation_{life}.json"))
    assert "In orde" in desk.does("audit", "verify")


_SAY_WHAT_IT_RESTS_ON = (
    "allocation.json", "receipts.json", "report.html", "report.xlsx",
    "letters.csv",  # with the hash of each letter
)  # fmt: skip


def _tells_of_the_proof(name: str) -> bool:
    """The list with its certificate, the receipts, the report, and each letter and summary."""
    path = Path(name)
    return path.name in _SAY_WHAT_IT_RESTS_ON or path.suffix in (".docx", ".pdf")


def _decisions(allocation: dict[str, Any]) -> list[tuple[str, str, int, int, int]]:
    return [
        (
            award["application_id"], award["outcome"], award["amount"],
            award["compensable_vat"], award["affordable_homes"],
        )
        for award in allocation["awards"]
    ]  # fmt: skip


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_a_database_of_every_state_is_kept(kept: Path) -> None:
    files = {path.name.removesuffix(".db.xz") for path in (kept / "databases").iterdir()}
    assert files == set(LIFE_OF) == set(STANDS)


@pytest.mark.parametrize(("kept", "state"), _each("databases", FINISHED_ALWAYS))
def test_a_kept_database_is_brought_forwards_and_finished_with_the_outcome_of_then(
    kept: Path, state: str, tmp_path: Path
) -> None:
    desk = Desk.copied(kept, tmp_path / "desk")
    desk.takes(kept, state)
    desk.does("database", "upgrade")
    assert standing(desk)["state"] == STANDS[state]
    assert "In orde" in desk.does("audit", "verify")
    carried = _carried_over(desk, kept, state)
    _outcome_is_that_of_then(desk, kept, state, carried=carried)


@pytest.mark.slow(
    sample="test_a_kept_database_is_brought_forwards_and_finished_with_the_outcome_of_then"
)
@pytest.mark.sample(only="[sqlite-v0.1.0-sent]")
@pytest.mark.parametrize(("kept", "state"), _each("backups", RESTORED_ALWAYS))
def test_a_kept_backup_is_restored_on_either_database_and_finished(
    kept: Path, state: str, any_url: str, tmp_path: Path
) -> None:
    desk = Desk.copied(kept, tmp_path / "desk", any_url)
    desk.does("restore", str(kept / "backups" / f"{state}.zip"))
    assert standing(desk)["state"] == STANDS[state]
    carried = _carried_over(desk, kept, state)
    _outcome_is_that_of_then(desk, kept, state, carried=carried)


@pytest.mark.parametrize(("kept", "state"), _each("bundles", REPLAYED_ALWAYS))
def test_a_kept_bundle_replays_to_the_same_bytes(kept: Path, state: str, tmp_path: Path) -> None:
    desk = Desk.copied(kept, tmp_path / "desk")
    told = json.loads(desk.does("replay", str(kept / "bundles" / f"{state}.zip"), "--json"))
    assert told["same"]
    assert {step["what"]: step["difference"] for step in told["steps"]} == dict.fromkeys(
        ("het spoor", "het grootboek", "de toetsing", "de verdeling", "de uitvoer", "de brieven"),
        "",
    )


@pytest.mark.slow(sample="test_a_kept_bundle_replays_to_the_same_bytes")
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_the_kept_bundles_anchor_the_kept_databases_of_their_life(
    kept: Path, tmp_path: Path
) -> None:
    desk = Desk.copied(kept, tmp_path / "desk")
    ends = {"plain": "archived", "amended": "amended_sent"}
    for bundle in sorted((kept / "bundles").iterdir()):
        desk.takes(kept, ends[LIFE_OF[bundle.stem]])
        desk.does("audit", "verify", "--anchor", str(bundle))


@pytest.mark.slow
@pytest.mark.parametrize("state", ["opened", "amendment_proposed"])
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_another_version_goes_on_with_a_kept_round_once_that_is_recorded(
    kept: Path, state: str, tmp_path: Path
) -> None:
    desk = Desk.copied(kept, tmp_path / "desk", version=ANOTHER_VERSION)
    desk.takes(kept, state)
    assert carry_over(desk, state)
    _outcome_is_that_of_then(desk, kept, state, carried=True)
