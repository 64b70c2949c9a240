"""A row that could never be read, and wins its objection: it is put right, and decided on here."""

from pathlib import Path

import pytest

from .objecting import OF, decides, hears, opens
from .orders import APPROVER, MAKER, Desk
from .test_treated_after_all import KNOWN, copied, decided, ends, letter, told

BROKEN = {"Sociale huurwoningen": "veel", "Start bouw": "ooit"}
RIGHT = ("--set", "homes.social_rent=150", "--set", "Start bouw=01-09-2027")
ALL = ("--treat", *RIGHT)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    folder = tmp_path_factory.mktemp("regel")
    decided(folder / "ronde", samples, area=KNOWN, cells=BROKEN)
    return folder / "ronde"


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Desk:
    return copied(made, tmp_path)


@pytest.mark.slow(
    sample="tests/io/cli/test_treated_after_all.py::test_what_was_not_treated_gets_what_the_round_with_it_would_have_given"
)
def test_a_row_that_is_put_right_gets_what_the_round_with_the_right_row_would_have_given(
    desk: Desk, tmp_path: Path, samples: Path
) -> None:
    over = told(desk, "objection", "replay", "H", *ALL)
    decided(tmp_path / "met", samples, area=KNOWN)
    whole = Desk(tmp_path / "met", f"sqlite:///{(tmp_path / 'met' / 'verdeel.db').as_posix()}")
    wanted = told(whole, "explain", "H")["award"]
    assert over["before"]["outcome"] == "not_treated"
    assert {key: over["after"][key] for key in ("outcome", "amount", "homes", "payable")} == {
        key: wanted[key] for key in ("outcome", "amount", "homes", "payable")
    }
    others = {one["application_id"]: one for one in told(desk, "round", "applications")}
    ends(desk, "H", "2026-06-15", *ALL)
    text = letter(desk)
    assert "Ik behandel uw aanvraag alsnog" in text
    assert "Ik verleen" in text
    assert "Sociale huurwoningen: veel → 150" in text
    now = {one["application_id"]: one for one in told(desk, "round", "applications")}
    assert (now["H"]["state"], now["H"]["decision"]) == ("complete", "revised")
    assert {n: one for n, one in now.items() if n != "H"} == {
        n: one for n, one in others.items() if n != "H"
    }


@pytest.mark.slow(
    sample="tests/io/cli/test_treated_after_all.py::test_what_was_not_treated_gets_what_the_round_with_it_would_have_given"
)
def test_its_award_is_paid_told_and_kept_as_any_other(desk: Desk, tmp_path: Path) -> None:
    ends(desk, "H", "2026-06-15", *ALL)
    (one,) = told(desk, "objection", "list")
    amount = one["decision"]["award"]["amount"]
    assert amount > 0
    steps: list[tuple[str, tuple[str, ...]]] = [
        (MAKER, ("explain", "H", *OF)),
        (MAKER, ("round", "status", *OF[1:])),
        (MAKER, ("round", "applications", *OF[1:])),
        (MAKER, ("report", *OF, "--out", str(tmp_path / "verslag"), "--date", "2026-08-25")),
        (MAKER, ("recompute", str(tmp_path / "verslag" / "open_data"))),
        (MAKER, ("audit", "verify")),
        (MAKER, ("bundle", *OF, "--out", str(tmp_path / "klein.zip"))),
        (MAKER, ("replay", str(tmp_path / "klein.zip"))),
        (MAKER, ("pay", "order", "H", *OF, "--date", "2026-08-24")),
        (
            APPROVER,
            (
                "pay",
                "confirm",
                "H",
                *OF,
                "--date",
                "2026-08-26",
                "--reference",
                "B1",
                "--amount",
                "€ 1,2 mln",
            ),
        ),
        (MAKER, ("round", "status", *OF[1:])),
        (MAKER, ("audit", "verify")),
    ]
    for who, step in steps:
        given = desk.asks(*step) if step[0] in ("recompute", "replay") else desk.give(who, *step)
        assert given in (0, 1), (step, desk.said)


@pytest.mark.slow(
    sample="tests/io/cli/test_treated_after_all.py::test_what_was_not_treated_gets_what_the_round_with_it_would_have_given"
)
def test_a_row_that_does_not_meet_a_rule_once_put_right_is_refused_with_it(desk: Desk) -> None:
    ends(desk, "H", "2026-06-15", "--treat", *RIGHT[:2], "--set", "Start bouw=01-09-2031")
    text = letter(desk)
    assert "Ik behandel uw aanvraag alsnog, en geef geen uitkering" in text
    assert "U krijgt geen uitkering." in text
    assert "had moeten staan: Sociale huurwoningen: veel → 150; Start bouw: ooit → 01-09-2031" in (
        text
    )


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("--treat",), "Sociale huurwoningen (Woningbouwimpuls!"),
        (("--treat", *RIGHT[:2]), "Start bouw (Woningbouwimpuls!"),
        (("--treat", "--set", "homes.social_rent=veel", *RIGHT[2:]), "Sociale huurwoningen"),
        (("--treat", *RIGHT, "--set", "Soort=x"), "kent dat veld niet"),
        (RIGHT, "Noem --treat"),
    ],
)
def test_what_is_not_put_right_is_refused_and_nothing_is_kept(
    desk: Desk, typed: tuple[str, ...], said: str
) -> None:
    assert opens(desk, "H", "2026-06-15") in (0, 1), desk.said
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "founded", *typed) in (2, 3), desk.said
    assert said in desk.said
    (one,) = told(desk, "objection", "list")
    assert one["decision"] is None


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("typed", [("--set", "homes.social_rent=50"), ("--amount", "€ 1 mln")])
def test_an_objection_of_another_is_told_that_it_changes_no_award(
    desk: Desk, typed: tuple[str, ...]
) -> None:
    assert opens(desk, "B", "2026-06-15", "--municipality", "GM0518") in (0, 1), desk.said
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "founded", *typed) == 3, desk.said
    assert "een bezwaar van een ander wijzigt het bedrag van B niet" in desk.said
