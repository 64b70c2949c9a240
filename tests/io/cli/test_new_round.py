"""``round new`` asks, or is told, and writes two files with which a round opens."""

import io
import json
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verdeelsleutel.grants.rounds.policy import MarginalDecision, Policy
from verdeelsleutel.instruments.instrument import instruments
from verdeelsleutel.io.config.new_round import (
    FundDraft,
    OfficerDraft,
    RoundDraft,
    SchemeDraft,
    office_text,
    policy_text,
    quoted,
)
from verdeelsleutel.io.config.office import Office, Role, load_office
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.rounds.checks.policy_file import problems

from .conftest import MAKER, Verdeel
from .keys import keys_of, written_in

NEW = (
    "round", "new", "2026-2", "--scheme", "woningbouwimpuls", "--scheme", "bereikbaarheid=mf",
    "--fund", "vro=€ 1 mld", "--fund", "mf=€ 250 mln",
    "--ceiling", "woningbouwimpuls=€ 160 mln", "--opens", "2026-09-01", "--closes", "15-10-2026",
    "--decision", "2026-11-30", "--officer", "s.vermeulen=S. Vermeulen",
    "--officer", "b.dekker=B. Dekker", "--approver", "y.haddou=Y. Haddou",
)  # fmt: skip
ONE_FUND = tuple(
    one.replace("woningbouwimpuls", "woningbouwimpuls=vro") if one == "woningbouwimpuls" else one
    for one in NEW
)


def draft(**own: Any) -> RoundDraft:
    known: dict[str, Any] = {
        "id": "2026-2", "title": "Ronde 2026-2", "kind": "example",
        "opens": date(2026, 9, 1), "closes": date(2026, 10, 15), "decision": None,
        "funds": (FundDraft("vro", "vro", "€ 1 mld"),),
        "schemes": tuple(
            SchemeDraft(
                one.key, one.name_nl, one.prefix, "vro", one.own_rule.value, one.own_rule_article,
                leaves_open=one.leaves_open is not None,
            )
            for one in instruments().values()
        ),
        "officers": (OfficerDraft("s.vermeulen", "S. Vermeulen", Role.OFFICER),),
    }  # fmt: skip
    return RoundDraft(**{**known, **own})


def used(text: str) -> dict[str, Any]:
    """The file with every possibility in use: no ``#`` before a key or a table any more."""
    return tomllib.loads(re.sub(r"^#(?=[\w\[])", "", text, flags=re.MULTILINE))


# What the program fills in once it has read an office file, the edition that it gives a round, and
# what is decided after the window.
NOT_WRITTEN = {("edition",), ("addresses_kept",), ("folder_missing",), ("sha256",),
               ("marginal",),
               *(("marginal", key) for key in MarginalDecision.model_fields)}  # fmt: skip
# Of the two ways to limit a ceiling a file has one; the other is explained above it.
ONLY_EXPLAINED = {("instruments", "*", "ceiling", "at_least"),
                  ("instruments", "*", "ceiling", "at_most"),
                  ("instruments", "*", "ceiling", "step")}  # fmt: skip


@pytest.mark.parametrize(
    ("model", "text", "chosen"),
    [
        (Policy, policy_text(draft()), {"vro": "*", **dict.fromkeys(instruments(), "*")}),
        (Office, office_text(draft()), dict.fromkeys(instruments(), "*")),
    ],
    ids=["policy", "office"],
)
def test_every_key_that_a_file_can_have_stands_in_the_new_one(
    model: type[Policy] | type[Office], text: str, chosen: dict[str, str]
) -> None:
    data = used(text)
    model.model_validate(data)
    assert "of_group = " in text or model is Office
    alike = {**chosen, "of_group": "group"}  # two tables with the same keys
    written = {tuple(alike.get(part, part) for part in path) for path in written_in(data)}
    keys = {tuple(alike.get(part, part) for part in path) for path in keys_of(model)}
    missing = keys - written - NOT_WRITTEN
    assert missing - ONLY_EXPLAINED == set()
    for key in missing & ONLY_EXPLAINED:
        assert f"{key[-1]} = " in text


def test_a_new_round_opens_as_it_was_written(desk: Path, verdeel: Verdeel) -> None:
    made = verdeel(*ONE_FUND)
    assert made.code == 0, made.err
    folder = desk / "2026-2"
    assert sorted(path.name for path in folder.iterdir()) == ["office.toml", "policy.toml"]
    assert "Hierna: verdeel round open 2026-2 --policy" in made.out
    assert verdeel("policy", "check", folder / "policy.toml").code in (0, 1)
    opened = verdeel("round", "open", "2026-2", "--policy", folder / "policy.toml")
    assert (opened.code, opened.err) == (0, "")
    policy, _ = load_policy(folder / "policy.toml")
    assert policy.instruments["woningbouwimpuls"].fund == "vro"
    assert policy.instruments["bereikbaarheid"].fund == "mf"
    assert str(policy.instruments["woningbouwimpuls"].ceiling) == "€\u00a0160.000.000"
    assert policy.round.decision_date == date(2026, 11, 30)
    office = load_office(folder / "office.toml")
    assert [(one.user, one.role.value) for one in office.officers] == [
        ("s.vermeulen", "officer"), ("b.dekker", "officer"), ("y.haddou", "approver"),
    ]  # fmt: skip


def test_answers_that_are_typed_make_the_same_files_as_options(
    desk: Path, verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert verdeel(*ONE_FUND, "--out", desk / "a" / "2026-2").code == 0
    typed = (
        "2026-2", "", "example", "2026-09-01", "15-10-2026", "2026-11-30",
        "vro=€ 1 mld; mf=€ 250 mln", "woningbouwimpuls; bereikbaarheid=mf", "vro", "€ 160 mln", "",
        "", "s.vermeulen=S. Vermeulen; b.dekker=B. Dekker", "y.haddou=Y. Haddou", "", "",
    )  # fmt: skip
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(typed) + "\n"))
    made = verdeel("round", "new", "--out", desk / "b" / "2026-2")
    assert made.code == 0, made.err
    for name in ("policy.toml", "office.toml"):
        asked = (desk / "b" / "2026-2" / name).read_text(encoding="utf-8")
        told = (desk / "a" / "2026-2" / name).read_text(encoding="utf-8")
        assert asked == told.replace(str(desk / "a"), str(desk / "b"))


def test_what_was_not_answered_is_told_and_nothing_is_written(
    desk: Path, verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("2026-2\n\n"))
    result = verdeel("round", "new")
    assert result.code == 2
    assert "Er was geen antwoord op: Soort" in result.err
    assert list(desk.iterdir()) == []


def test_a_file_that_is_there_is_not_overwritten(desk: Path, verdeel: Verdeel) -> None:
    assert verdeel(*ONE_FUND).code == 0
    office = desk / "2026-2" / "office.toml"
    office.write_text("# van mij\n", encoding="utf-8")
    again = verdeel(*ONE_FUND)
    assert again.code == 2
    assert "bestaat al" in again.err
    assert office.read_text(encoding="utf-8") == "# van mij\n"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("woningbouwimpuls=vro", "woningbouwimpulz"), "Bedoelt u woningbouwimpuls?"),
        (("bereikbaarheid=mf", "bereikbaarheid=mff"), "Bedoelt u mf?"),
        (("bereikbaarheid=mf", "bereikbaarheid"), "Noem die van bereikbaarheid"),
        (("vro=€ 1 mld", "vro=veel"), "geen bedrag"),
        (("vro=€ 1 mld", "vro"), "Schrijf --fund"),
        (("15-10-2026", "2026-08-01"), "sluit voordat het opent"),
        (("woningbouwimpuls=€ 160 mln", "gebiedsbudget=€ 1 mln"), "doet niet mee"),
        (("y.haddou=Y. Haddou", "y.haddou=S. VERMEULEN"), "niet te onderscheiden"),
        (("2026-2", "ronde 2"), "naam van een ronde"),
    ],
)
def test_an_answer_that_cannot_be_is_told_with_what_can(
    desk: Path, verdeel: Verdeel, change: tuple[str, str], said: str
) -> None:
    result = verdeel(*(change[1] if one == change[0] else one for one in ONE_FUND))
    assert result.code == 2
    assert said in result.err
    assert list(desk.iterdir()) == []


def test_an_office_file_that_is_there_is_used_and_no_other_written(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    people = ("--officer", "--approver")
    bare = [one for at, one in enumerate(ONE_FUND)
            if one not in people and ONE_FUND[at - 1] not in people]  # fmt: skip
    made = verdeel(*bare, "--office", samples / "office.toml", "--json")
    told = json.loads(made.out)
    assert (made.code, told["round"], len(told["files"])) == (0, "2026-2", 1)
    assert [path.name for path in (desk / "2026-2").iterdir()] == ["policy.toml"]
    # It is named at each command then, or stands beside the policy; both are told.
    policy, office = Path("2026-2") / "policy.toml", samples / "office.toml"
    checked = verdeel("policy", "check", policy, "--office", office).out
    assert f"verdeel round open 2026-2 --policy {policy} --office {office}" in checked
    opened = verdeel("round", "open", "2026-2", "--policy", policy, "--office", office, *MAKER)
    load = f"verdeel load <werkmap> --round 2026-2 --as {MAKER[1]} --office {office}"
    assert f"Hierna: {load}" in opened.out
    assert f"of zet het als {policy.with_name('office.toml')} naast het beleid" in opened.out
    refused = verdeel("round", "close", "2026-2", *MAKER)
    assert refused.code == 3
    assert "Naast het beleid van ronde 2026-2 staat geen office.toml" in refused.err
    assert "of noem het kantoorbestand met --office" in refused.err
    assert verdeel("round", "close", "2026-2", "--office", office, *MAKER).code == 0


def test_a_real_round_says_what_only_the_office_knows(desk: Path, verdeel: Verdeel) -> None:
    """Its files are written, with what still has to be filled in before a letter can go."""
    made = verdeel(*ONE_FUND, "--kind", "real", "--json")
    assert made.code == 1
    said = [one["sentence"] for one in json.loads(made.out)["problems"] if one["stops"]]
    assert any("Bereikbaarheid heeft een grondslag nodig" in one for one in said)
    assert next(one for one in said if "staat nog VUL IN" in one).startswith(
        "In [instruments.woningbouwimpuls] van office.toml staat nog VUL IN bij minister, "
    )
    assert (desk / "2026-2" / "policy.toml").exists()


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=60))
def test_any_text_comes_back_from_the_file_as_it_was_typed(text: str) -> None:
    assert tomllib.loads(f"a = {quoted(text)}\n") == {"a": text}
    data = tomllib.loads(policy_text(draft(title=text)))
    assert data["round"]["title"] == text


@pytest.mark.parametrize("key", sorted(instruments()))
def test_each_scheme_alone_makes_a_round_without_a_fault(tmp_path: Path, key: str) -> None:
    """As an example; what the schemes from elsewhere add is asked of them in the same way."""
    own = instruments()[key]
    ceiling = own.ceiling_on(date(2026, 9, 1), carry=True)
    one = SchemeDraft(
        own.key, own.name_nl, own.prefix, "geld", own.own_rule.value, own.own_rule_article,
        "" if ceiling is None else str(ceiling), own.leaves_open is not None,
    )  # fmt: skip
    made = draft(
        schemes=(one,), funds=(FundDraft("geld", "geld", "€ 5 mld"),),
        officers=(
            OfficerDraft("a", "A. Een", Role.OFFICER), OfficerDraft("b", "B. Twee", Role.OFFICER),
            OfficerDraft("c", "C. Drie", Role.APPROVER),
        ),
    )  # fmt: skip
    policy, office = tmp_path / "policy.toml", tmp_path / "office.toml"
    text = policy_text(made)
    policy.write_text(text, encoding="utf-8")
    office.write_text(office_text(made), encoding="utf-8")
    if own.leaves_open is not None:  # what the law does not say, the office has to answer
        lacks = [found.key for found in problems(policy, office) if found.stops]
        assert lacks == [f"instruments.{key}.answers"]
        head, table, rest = text.partition(f"#[instruments.{key}.answers]")
        answers, blank, rest = rest.partition("# Wat in een jaar voor deze regeling")
        answers = re.sub(r"^#(?=[\w\[])", "", f"{table}{answers}", flags=re.MULTILINE)
        head = head.replace('#ceiling_holds = "round"', 'ceiling_holds = "total"')
        policy.write_text(f"{head}{answers}{blank}{rest}", encoding="utf-8")
    assert [found.sentence for found in problems(policy, office) if found.stops] == []


@pytest.mark.parametrize(
    ("key", "total"),
    [
        ("gebiedsbudget", "€ 300 mln"),
        ("realisatiestimulans", "€ 12.345.678"),
        ("bereikbaarheid", "€ 1 mln"),
        ("gebiedsbudget", "€ 5 mld"),
    ],
)
def test_what_it_writes_by_itself_can_open_however_little_a_fund_has(
    desk: Path, verdeel: Verdeel, key: str, total: str
) -> None:
    told = verdeel(
        "round", "new", "klein", "--scheme", key, "--fund", f"vro={total}", "--opens", "2026-09-01",
        "--closes", "2026-10-15", "--decision", "2026-11-30", "--officer", "a=A. Een",
        "--officer", "b=B. Twee", "--approver", "c=C. Drie",
    )  # fmt: skip
    assert (told.code, "moet" in told.out) == (0, False)
    assert verdeel("round", "open", "klein", "--policy", "klein/policy.toml").code == 0


def test_what_has_to_be_mended_comes_before_the_round_opens(desk: Path, verdeel: Verdeel) -> None:
    more = [one.replace("€ 160 mln", "€ 2 mld") for one in ONE_FUND]
    told = verdeel(*more)
    assert told.code == 1
    assert "Hierna: herstel wat moet, daarna verdeel round open 2026-2" in told.out
