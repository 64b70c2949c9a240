"""``policy check`` finds all that opening would refuse; ``policy show`` leaves nothing out."""

import copy
import json
import random
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.wording.policy import policy_told

from ..real_rounds import as_real
from .conftest import Verdeel
from .keys import keys_of


def checked(verdeel: Verdeel, policy: Path, *more: str | Path) -> list[dict[str, Any]]:
    told = verdeel("policy", "check", policy, "--json", *more)
    found = json.loads(told.out)
    assert told.code == (1 if found else 0)
    return found


@pytest.fixture
def policy(desk: Path, samples: Path) -> Path:
    """The sample policy, with its office file beside it."""
    for name in ("policy.toml", "office.toml"):
        (desk / name).write_text((samples / name).read_text(encoding="utf-8"), encoding="utf-8")
    return desk / "policy.toml"


def change(policy: Path, old: str, new: str) -> int:
    """Change the first place of a text in a policy; the line of it, from 1."""
    text = policy.read_text(encoding="utf-8")
    assert old in text
    policy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_a_policy_that_can_open_has_no_fault_that_stops_it(policy: Path, verdeel: Verdeel) -> None:
    assert [one for one in checked(verdeel, policy) if one["stops"]] == []
    told = verdeel("policy", "check", policy)
    assert "Het beleid kan open: verdeel round open 2026-1 --policy" in told.out
    assert all(len(line) <= 80 for line in told.out.splitlines()[:-1])


# What an officer gets wrong, each with the key that is told and a part of what is said of it.
SLIPS = (
    ('kind = "example"', 'kind = "oefening"', "round.kind", "Kies uit: real, example, what_if"),
    ('kind = "example"', 'kimd = "example"', "round.kimd", "Bedoelt u kind?"),
    ("window_opens = 2026-09-01", 'window_opens = "1 september"', "round.window_opens",
     "schrijf een datum als jjjj-mm-dd"),
    ('total = "€ 5 mld"', "total = 5000000000", "funds.vro.total", "schrijf een bedrag als tekst"),
    ('total = "€ 5 mld"', 'total = "€ 1 mld"', "instruments.gebiedsbudget.ceiling",
     "geldbron vro heeft"),
    ('fund = "vro"', 'fund = "VRO"', "instruments.woningbouwimpuls.fund", "niet onder [funds]"),
    ('"GB-02.Oude Lijn"', '"GB-02.Oude Lijm"', "instruments.gebiedsbudget.parameters.GB-02.Oude "
     "Lijm", "te zetten is"),
    ('ceiling = "€ 1.017,5 mln"', 'ceiling = "€ 1.018 mln"', "instruments.gebiedsbudget.ceiling",
     "ten hoogste"),
    ('province = "Fryslân"', 'province = "Frysland"', "constraint.4.group.province",
     "Bedoelt u Fryslân?"),
    ("hard = false", 'hard = "soms"', "constraint.0.hard", "schrijf true (ja) of false (nee)"),
    ('code = "NPLV"', 'code = "DOEL-SOCIAAL"', "constraint.2.code", "twee voorwaarden"),
    ('at_least = "30%"', 'at_least = "130%"', "constraint.1", "tussen 0 en 1"),
)  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "said"), SLIPS, ids=[slip[1] for slip in SLIPS])
def test_a_slip_is_told_with_its_line_its_key_and_what_to_do(
    policy: Path, verdeel: Verdeel, old: str, new: str, key: str, said: str
) -> None:
    line = change(policy, old, new)
    found = [one for one in checked(verdeel, policy) if one["stops"] and one["key"] == key]
    assert [said in one["sentence"] for one in found] == [True], checked(verdeel, policy)
    told = found[0]["line"]
    assert told is not None
    assert told == line or key == "constraint.1" or key == "instruments.gebiedsbudget.ceiling"
    opened = verdeel("round", "open", "2026-1", "--policy", policy)
    assert opened.code != 0


def test_what_is_told_is_what_opening_refuses(policy: Path, verdeel: Verdeel) -> None:
    """From a seed: a policy with a few changes opens where the check finds nothing that stops."""
    draw = random.Random(24)
    whole = policy.read_text(encoding="utf-8")
    opens = 0
    for at in range(12):
        lines = whole.splitlines()
        places = [n for n, line in enumerate(lines) if " = " in line and not line.startswith("#")]
        for place in draw.sample(places, draw.choice((1, 1, 2))):
            key, _, value = lines[place].partition(" = ")
            lines[place] = draw.choice((
                f"#{lines[place]}", f"{key}x = {value}", f"{key} = {value.upper()}",
                f'{key} = "x"', f"{key} = {value.replace('2', '9')}",
            ))  # fmt: skip
        policy.write_text("\n".join(lines) + "\n", encoding="utf-8")
        found = [one for one in checked(verdeel, policy) if one["stops"]]
        of_policy = [one for one in found if one["file"] == "policy.toml" and one["key"]]
        database = f"sqlite:///{policy.parent.as_posix()}/{at}.db"
        opened = verdeel("round", "open", "2026-1", "--policy", policy, "--database", database)
        syntax = [one for one in found if "geen geldig TOML" in one["sentence"]]
        same_round = 'id = "2026-1"' in policy.read_text(encoding="utf-8")
        assert (opened.code == 0) is not bool(of_policy or syntax or not same_round), found
        opens += opened.code == 0
    assert 0 < opens < 12


def test_a_scheme_that_nobody_knows_is_told_with_the_one_that_was_meant(
    policy: Path, verdeel: Verdeel
) -> None:
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("bereikbaarheid", "bereikbarheid"), encoding="utf-8")
    (one,) = [one for one in checked(verdeel, policy) if one["stops"]]
    assert (one["key"], one["sentence"]) == (
        "instruments.bereikbarheid", "die regeling bestaat niet. Bedoelt u bereikbaarheid?"
    )  # fmt: skip
    assert policy.read_text(encoding="utf-8").splitlines()[one["line"] - 1] == (
        "[instruments.bereikbarheid]"
    )


def test_one_slip_does_not_hide_another(policy: Path, verdeel: Verdeel) -> None:
    change(policy, 'name_nl = "Min', 'naam_nl = "Min')
    change(policy, 'ceiling = "€ 1.486 mln"', 'ceiling = "€ 2 mld"')
    change(policy, 'province = "Drenthe"', 'province = "Drente"')
    keys = [one["key"] for one in checked(verdeel, policy) if one["stops"]]
    assert sorted(keys) == [
        "constraint.5.group.province", "funds.vro.naam_nl", "funds.vro.name_nl",
        "instruments.realisatiestimulans.ceiling",
    ]  # fmt: skip


def test_a_real_round_is_held_against_the_gate_with_the_line_of_each_thing(
    policy: Path, verdeel: Verdeel
) -> None:
    change(policy, 'kind = "example"', 'kind = "real"')
    found = [one for one in checked(verdeel, policy) if one["stops"]]
    keys = {one["key"] for one in found}
    assert "instruments.woningbouwimpuls.basis" in keys
    assert "instruments.woningbouwimpuls.authorised_by" in keys
    assert "constraint.2.source" in keys
    assert all(one["line"] for one in found if one["key"])


def test_the_office_file_is_read_too(policy: Path, verdeel: Verdeel) -> None:
    office = policy.parent / "office.toml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace('role = "auditor"', 'role = "accountant"'), encoding="utf-8")
    (one,) = [one for one in checked(verdeel, policy) if one["stops"]]
    assert (one["file"], one["key"]) == ("office.toml", "officers.4.role")
    assert "Kies uit: officer, approver, auditor, administrator" in one["sentence"]
    office.unlink()
    said = [one["sentence"] for one in checked(verdeel, policy) if one["stops"]]
    assert any("niemand over die mag vaststellen" in one for one in said)


def test_a_file_that_is_no_toml_is_told_in_dutch_with_its_line(
    policy: Path, verdeel: Verdeel
) -> None:
    line = change(policy, 'title = "Voorbeeldronde', "title = Voorbeeldronde")
    (one,) = checked(verdeel, policy)
    assert f"regel {line}, teken 9: de waarde is niet te lezen" in one["sentence"]
    assert verdeel("policy", "check", policy.parent / "nergens.toml").code == 5


@pytest.mark.parametrize("kind", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_policy_is_read_as_notepad_and_powershell_write_it(
    policy: Path, verdeel: Verdeel, kind: str, end: str
) -> None:
    text = policy.read_text(encoding="utf-8")
    policy.write_bytes(text.replace("\n", end).encode(kind))
    assert [one for one in checked(verdeel, policy) if one["stops"]] == []
    office = policy.parent / "office.toml"
    office.write_bytes(office.read_text(encoding="utf-8").replace("\n", end).encode(kind))
    assert verdeel("round", "open", "2026-1", "--policy", policy).code == 0


# --- policy show

BASE: dict[str, Any] = {
    "round": {"id": "2026-1", "title": "Ronde", "kind": "what_if",
              "window_opens": "2026-09-01", "window_closes": "2026-10-15"},
    "funds": {"vro": {"name_nl": "VRO", "total": "€ 5 mld"}, "mf": {"name_nl": "MF",
              "total": "€ 1 mld"}},
    "instruments": {"woningbouwimpuls": {"fund": "vro", "rule": "lottery",
                    "basis": {"kind": "amvb", "title": "Besluit X", "reference": "Stb. 2026, 1",
                              "article": "artikel 1", "published": "2026-01-01",
                              "in_force": "2026-02-01"}}},
    "constraint": [{"code": "A", "measure": "homes", "at_least": 10, "hard": False,
                    "source": "Kamerstuk", "sentence_nl": "Tien woningen.", "of_group": {}},
                   {"code": "B", "measure": "homes", "at_least": "1/2", "hard": False,
                    "of": "homes", "source": "Kamerstuk", "sentence_nl": "De helft."}],
    "fixed": [{"application": "WBI-2026-0001", "decision": "in", "reason": "Zo besloten door B.",
               "article": "artikel 2", "authorised_by": ["A", "B"]}],
    "marginal": [{"instrument": "woningbouwimpuls", "application": "WBI-2026-0003",
                  "reason": "Zo besloten door C.", "article": "artikel 6"}],
}  # fmt: skip

_GROUP = {"instrument": "woningbouwimpuls", "fund": "vro", "province": "Utrecht",
          "municipality": "GM0344", "tag": "nplv", "without_tag": "nplv"}  # fmt: skip
# For every key of a policy another value than BASE has; what `policy show` then says is different.
OTHER: dict[str, Any] = {
    "round.id": "2026-9", "round.title": "Anders", "round.kind": "example",
    "round.window_opens": "2026-09-02", "round.window_closes": "2026-10-16",
    "round.window_closes_at": "17:00:00", "round.decision_date": "2026-12-01",
    "round.completion_days": 21,
    "funds.vro.name_nl": "Anders", "funds.vro.name_en": "Other", "funds.vro.total": "€ 6 mld",
    "funds.vro.cash": {"2026": "€ 1 mln"}, "funds.vro.carry_over": "€ 2 mln",
    "funds.vro.objection_reserve": "€ 3 mln", "funds.vro.source": "Kamerstuk",
    "funds.vro.holds": "year",
    **{f"instruments.woningbouwimpuls.{key}": value for key, value in {
        "fund": "mf", "rule": "rank", "ceiling": "€ 10 mln", "when_it_does_not_fit": "skip",
        "marginal_application": True, "basis": "een tekst", "authorised_by": ["C"],
        "step": "€ 5.000", "enables_homes": False, "cash": {"2027": "€ 1 mln"},
        "max_per_municipality": 3, "cut_for": ["GM0344"], "cut": "10%",
        "parameters": {"WBI-06.x": "1"}, "vat_note": "Zonder btw.", "last_day": "2026-10-20",
        "ceiling_source": "Stcrt. 2026, 9", "basis.kind": "act", "basis.title": "Wet Y",
        "basis.reference": "Stb. 2026, 2", "basis.article": "artikel 9",
        "basis.published": "2026-01-02", "basis.in_force": "2026-02-02",
        "reserve": "artikel 8"}.items()},
    **{f"constraint.0.{key}": value for key, value in {
        "code": "C", "measure": "number", "at_least": 11, "hard": True, "importance": 2,
        "weight": 3, "source": "Brief", "sentence_nl": "Elf.", "sentence_en": "Ten."}.items()},
    **{f"constraint.0.group.{key}": value for key, value in _GROUP.items()},
    **{f"constraint.1.of_group.{key}": value for key, value in _GROUP.items()},
    "constraint.1.of": "affordable_homes",
    **{f"fixed.0.{key}": value for key, value in {
        "application": "WBI-2026-0002", "decision": "out", "amount": "€ 1 mln",
        "reason": "Anders besloten.", "article": "artikel 3",
        "authorised_by": ["A", "C"]}.items()},
    **{f"marginal.0.{key}": value for key, value in {
        "instrument": "gebiedsbudget", "application": "WBI-2026-0004",
        "reason": "Anders besloten.", "article": "artikel 7"}.items()},
    "order.keys": ["score", "lot"], "order.instruments": ["woningbouwimpuls"],
    "solver.time_limit_seconds": 60, "solver.unproven_may_be_approved": True,
    "objective": "social_rent",
}  # fmt: skip
_TEXT: dict[str, Any] = BASE["instruments"]["woningbouwimpuls"]["basis"]
_RANGE = {"at_least": "€ 1 mln", "at_most": "€ 40 mln", "step": "€ 10 mln"}
_SCHEME = "instruments.woningbouwimpuls"
_RETAKE = {f"{_SCHEME}.retake_of": "2025-1", f"{_SCHEME}.retake_closed": "2026-06-30",
           f"{_SCHEME}.retake_projects": ["GM0344:P-1"]}  # fmt: skip
_BASIS = {"by": "de minister van VRO", "reference": "brief 1", "dated": "2026-01-12",
          "published": "2026-02-02"}  # fmt: skip
_ANSWERS = {"amount": "costs", "compensable_vat": "uses_reservation", "basis": _BASIS,
            "in_a_year": "rest_of_ceiling", "reservation_of": "area",
            "paid": "within_six_weeks"}  # fmt: skip
_HALF = {**_ANSWERS, "amount": "part_of_costs", "part": "1/2"}
_ON_DAY = {**_ANSWERS, "paid": "on_day_of_decision", "pay_on": "2026-12-01"}
# The answers to what the law of a scheme leaves open, each with what it needs beside it.
ANSWERED: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("", None, _ANSWERS), (".basis", _ANSWERS, {**_ANSWERS, "basis": {**_BASIS, "by": "de VNG"}}),
    *((f".{key}", _ANSWERS, {**_ANSWERS, key: value}) for key, value in {
        "amount": "reservation", "compensable_vat": "leaves_reservation",
        "in_a_year": "amount_of_the_year", "reservation_of": "municipality"}.items()),
    (".part", _HALF, {**_HALF, "part": "1/3"}), (".paid", _ANSWERS, _ON_DAY),
    (".pay_on", _ON_DAY, {**_ON_DAY, "pay_on": "2026-12-02"}),
    *((f".basis.{key}", _ANSWERS, {**_ANSWERS, "basis": {**_BASIS, key: value}})
      for key, value in {"by": "de VNG", "reference": "brief 2", "dated": "2026-01-13",
                         "published": "2026-02-03"}.items()),
)  # fmt: skip
# What can only be with another key: for how long a ceiling holds, a limit above for one below.
TOGETHER: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("instruments.*.ceiling_holds", {"instruments.woningbouwimpuls.ceiling": "€ 10 mln"},
     {"instruments.woningbouwimpuls.ceiling_holds": "total"}),
    ("constraint.at_most", {}, {"constraint.0.at_least": None, "constraint.0.at_most": 10}),
    ("instruments.*.reserve_until", {"instruments.woningbouwimpuls.reserve": "artikel 8"},
     {"instruments.woningbouwimpuls.reserve_until": "2027-06-30"}),
    *((f"instruments.*.{key}", _RETAKE, {**_RETAKE, f"{_SCHEME}.{key}": value})
      for key, value in {"retake_of": "2025-2", "retake_closed": "2026-06-29",
                         "retake_projects": ["GM0363:P-1"]}.items()),
    *((f"instruments.*.reserve.{key}", {"instruments.woningbouwimpuls.reserve": _TEXT},
       {"instruments.woningbouwimpuls.reserve": {**_TEXT, key: value}})
      for key, value in {"kind": "act", "title": "Wet Y", "reference": "Stb. 2026, 2",
                         "article": "artikel 9", "published": "2026-01-02",
                         "in_force": "2026-02-02"}.items()),
    *((f"instruments.*.ceiling.{key}", {"round.kind": "planning",
       "instruments.woningbouwimpuls.ceiling": _RANGE},
       {"instruments.woningbouwimpuls.ceiling": {**_RANGE, key: value}})
      for key, value in {"at_least": "€ 2 mln", "at_most": "€ 50 mln",
                         "step": "€ 5 mln"}.items()),
    *((f"instruments.*.answers{key}", {} if before is None else {f"{_SCHEME}.answers": before},
       {f"{_SCHEME}.answers": after}) for key, before, after in ANSWERED),
)  # fmt: skip
TABLES = ("round", "funds", "instruments", "constraint", "fixed", "order", "solver",
          "constraint.group", "constraint.of_group", "edition", "marginal")  # fmt: skip


def changed(values: dict[str, Any]) -> Policy:
    data = copy.deepcopy(BASE)
    for path, value in values.items():
        table: Any = data
        *above, last = path.split(".")
        for part in above:
            table = table[int(part)] if part.isdigit() else table.setdefault(part, {})
        table[last] = value
        if value is None:
            del table[last]
    return Policy.model_validate(data)


def said(policy: Policy, lang: str = "nl") -> str:
    return "\n".join(
        f"{part.heading}\n" + "\n".join(part.sentences) for part in policy_told(policy, lang)
    )


def plain(path: str) -> str:
    """A key as the model has it: without the rows of lists, and ``*`` for what an office names."""
    bare = re.sub(r"\.\d+(?=\.)", "", path)
    return re.sub(r"^(funds|instruments)\.\w+", r"\1.*", bare)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_no_key_of_a_policy_is_left_out_of_what_is_said(lang: str) -> None:
    base = said(changed({}), lang)
    for path, value in OTHER.items():
        assert said(changed({path: value}), lang) != base, path
    seen = {plain(path) for path in OTHER}
    for path, before, values in TOGETHER:
        assert said(changed({**before, **values}), lang) != said(changed(before), lang)
        seen.add(path)
    keys = {".".join(path) for path in keys_of(Policy)}
    assert keys - seen - set(TABLES) == set()


def test_what_is_said_fits_a_terminal_and_comes_as_json_too(policy: Path, verdeel: Verdeel) -> None:
    shown = verdeel("policy", "show", policy)
    assert shown.code == 0
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert "Aanvragen kan van 1 september 2026 tot en met 15 oktober 2026." in shown.out
    told = json.loads(verdeel("policy", "show", policy, "--json", "--lang", "en").out)
    assert [part["heading"] for part in told][:2] == ["The round", "The money"]
    assert tomllib.loads(policy.read_text(encoding="utf-8"))["round"]["title"] in str(told)


def test_a_real_sample_is_said_as_real(desk: Path, samples: Path, verdeel: Verdeel) -> None:
    text = as_real((samples / "policy.toml").read_text(encoding="utf-8"))
    (desk / "echt.toml").write_text(text, encoding="utf-8")
    shown = verdeel("policy", "show", desk / "echt.toml")
    assert "Het is een echte ronde: er komen besluiten uit." in shown.out
    assert "Plafond: € 1.486.000.000." in shown.out.replace("\u00a0", " ")


def test_a_policy_of_costs_alone_says_nothing_of_an_order_or_of_least_amounts(
    desk: Path, verdeel: Verdeel
) -> None:
    made = verdeel(
        "round", "new", "kosten", "--kind", "what_if", "--scheme", "nplv_capaciteit", "--fund",
        "vro=€ 20 mln", "--ceiling", "nplv_capaciteit=€ 10 mln", "--opens", "2026-09-01",
        "--closes", "2026-10-15", "--officer", "a=A. Een", "--approver", "b=B. Twee",
    )  # fmt: skip
    assert made.code in (0, 1)
    told = json.loads(verdeel("policy", "show", desk / "kosten" / "policy.toml", "--json").out)
    (schemes,) = (one["sentences"] for one in told if one["heading"] == "De regelingen")
    assert [one.split(":")[0].split(",")[0] for one in schemes] == [
        "NPLV-toeslag ambtelijke capaciteit", "Plafond",
        "Geld dat na de besluiten vrijvalt",
    ]  # fmt: skip
