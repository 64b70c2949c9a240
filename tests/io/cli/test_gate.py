"""No command opens, approves or sends a real round that rests on too little."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from verdeelsleutel.grants.decisions.allocation import Award, Outcome
from verdeelsleutel.grants.lives.round import RoundState, Step
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.config.policy import load_policy
from verdeelsleutel.io.records import tables
from verdeelsleutel.io.records.rounds import approvals, register, supplements
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.ledger import (
    book_commitments,
    book_opening,
    book_reservations,
    book_supplement,
)
from verdeelsleutel.io.rounds.seal import policy_hash, program_version
from verdeelsleutel.io.rounds.state import move, record

from ..real_rounds import as_real
from .conftest import ANSWERED, ROUND, Verdeel
from .editing import edit
from .test_bad_input import one_sentence
from .test_completing import ASKED, GONE, spoiled
from .test_decision_list import from_paper, sits_down
from .test_setting_aside import LATER, OTHER, SOON, without_vat
from .test_unknown import DECIDED, POLICY, row, workbook

# What a basis that suffices is turned into, and what is said of it.
LACKING = {
    "published after the window opened": ("2026-06-30", "2026-09-02", "opent op 01-09-2026"),
    "published on the day it opened": ("2026-06-30", "2026-09-01", "opent op 01-09-2026"),
    "in force after it opened": ("2026-07-01", "2026-10-01", "in werking getreden op 01-10-2026"),
    "of too low a level": ('"amvb"', '"decision"', "is een besluit"),
    "with the word fictief": ("Besluit verdeling", "Fictief besluit", "is fictief"),
    "of one letter": ("Besluit verdeling woningbouwmiddelen 2026", "x", "alleen 'x'"),
    "that cannot be found": ("Stb. 2026, 214", "Stb. 2026", "verwijst naar 'Stb. 2026'"),
}
_TABLE = re.compile(r"\[instruments\.\w+\.basis\]\n(?:[^\[\n]+\n)+")


def real(folder: Path, samples: Path, *changes: Sequence[str]) -> Path:
    """The small round as a real one, with changes to its policy."""
    text = as_real((samples / "policy.toml").read_text(encoding="utf-8"))
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    (folder / "echt.toml").write_text(text, encoding="utf-8")
    return folder / "echt.toml"


def refused(verdeel: Verdeel, policy: Path) -> str:
    told = verdeel("round", "open", ROUND, "--policy", policy)
    assert told.code == 3, told.err
    assert not Path("verdeel.db").exists() or verdeel("round", "status", ROUND).code == 2
    return one_sentence(told)


@pytest.mark.parametrize(("before", "after", "says"), LACKING.values(), ids=LACKING.keys())
def test_a_basis_that_does_not_suffice_opens_nothing(
    desk: Path, small_samples: Path, verdeel: Verdeel, before: str, after: str, says: str
) -> None:
    assert says in refused(verdeel, real(desk, small_samples, (before, after)))


@pytest.mark.parametrize("basis", ["", "x", "Besluit verdeling 2026, artikel 3", "fictief"])
def test_a_text_opens_nothing(
    desk: Path, small_samples: Path, verdeel: Verdeel, basis: str
) -> None:
    policy = real(desk, small_samples)
    text = _TABLE.sub("", policy.read_text(encoding="utf-8"))
    text = text.replace('rule = "optimise"', f'rule = "optimise"\nbasis = "{basis}"')
    policy.write_text(text, encoding="utf-8")
    assert "[instruments.bereikbaarheid.basis]" in refused(verdeel, policy)


def test_a_basis_that_suffices_opens_approves_and_sends(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    policy = real(desk, small_samples)
    shutil.copytree(small_samples / "huisstijl", desk / "huisstijl")
    sits_down(desk, small_samples, "sanne.vermeulen")
    for step in (
        ("round", "open", ROUND, "--policy", policy),
        ("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND),
        ("screen", "--round", ROUND),
        ANSWERED,
        ("allocate", "--round", ROUND),
    ):
        assert verdeel(*step).code == 0
    status = verdeel("round", "status", ROUND)
    assert "op grond van het Besluit verdeling woningbouwmiddelen 2026 (Stb. 2026, 214)" in (
        status.out.replace("\n", " ")
    )
    sits_down(desk, small_samples, "yasmina.haddou")
    listed = verdeel("approve", "--round", ROUND, "--list", "--out", "lijst.pdf")
    assert listed.code == 0, listed.err
    code = from_paper(desk / "lijst.pdf", verdeel)
    assert verdeel("approve", "--round", ROUND, "--check", code).code == 0
    send = ("letters", "--round", ROUND, "--out", "letters", "--date", "2026-11-30", "--no-word")
    told = verdeel(*send)
    assert told.code == 3
    assert "Noem in het kantoorbestand wie echt tekent" in one_sentence(told)
    office = (desk / "office.toml").read_text(encoding="utf-8")
    office = office.replace("Voorbeeld-mandaat", "Mandaat").replace("Verzonnen", "Van Dam")
    (desk / "office.toml").write_text(office, encoding="utf-8")
    sent = verdeel(*send)
    assert sent.code == 0, sent.err


def test_an_amendment_cannot_take_the_basis_away(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    sits_down(desk, small_samples, "sanne.vermeulen")
    sound = real(desk, small_samples)
    assert verdeel("round", "open", ROUND, "--policy", sound).code == 0
    worse = real(desk, small_samples, ('"amvb"', '"policy_rule"'))
    told = verdeel(
        "round", "amend", ROUND, "--policy", worse, "--reason", "Een andere grondslag.",
        "--date", "2026-09-02",
    )  # fmt: skip
    assert told.code == 3
    assert "beleidsregel" in one_sentence(told)


def test_what_got_in_without_a_basis_is_not_approved(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    file = real(desk, small_samples, ('"amvb"', '"decision"'))
    _put_in(desk, load_policy(file)[0], file)
    sits_down(desk, small_samples, "sanne.vermeulen")
    assert verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND).code == 0
    assert verdeel("screen", "--round", ROUND).code == 0
    assert verdeel("allocate", "--round", ROUND).code == 0
    sits_down(desk, small_samples, "yasmina.haddou")
    assert verdeel("approve", "--round", ROUND, "--list", "--out", "lijst.pdf").code == 0
    code = from_paper(desk / "lijst.pdf", verdeel)
    told = verdeel("approve", "--round", ROUND, "--check", code)
    assert told.code == 3
    assert "rust op te weinig" in one_sentence(told)


@pytest.mark.slow(sample="test_what_got_in_without_a_basis_is_not_approved")
def test_a_supplement_of_what_got_in_without_a_basis_is_not_approved_or_sent(
    desk: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    file = real(desk, small_samples, ('"amvb"', '"decision"'))
    _put_in(desk, load_policy(file)[0], file)
    shutil.copytree(small_samples / "huisstijl", desk / "huisstijl")
    sits_down(desk, small_samples, "sanne.vermeulen")
    book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", without_vat)
    assert verdeel("load", book, "--round", ROUND).code == 0
    assert verdeel("screen", "--round", ROUND).code == 0
    waits = (LATER, SOON, OTHER)
    aside = ("judge", *waits, "--set-aside", "--round", ROUND, "--date", "2026-11-02")
    assert verdeel(*aside, "--reason", BECAUSE).code == 0
    sits_down(desk, small_samples, "bram.dekker")
    assert verdeel(*aside, "--confirm", "--out", "berichten").code == 0
    sits_down(desk, small_samples, "sanne.vermeulen")
    assert verdeel("allocate", "--round", ROUND).code == 0
    _as_before_the_gate(desk, Step.APPROVE)
    value = ("--value", "Compensabele btw=0", "--source", "brief van 3 november 2026")
    for number in waits:
        judge = ("judge", number, "--rule", "BER-06", "--round", ROUND, "--date", "2026-12-01")
        sits_down(desk, small_samples, "sanne.vermeulen")
        assert verdeel(*judge, *value, "--reason", BECAUSE).code == 0
        sits_down(desk, small_samples, "bram.dekker")
        assert verdeel(*judge, "--confirm").code == 0
    of = ("round", "supplement", ROUND)
    assert verdeel(*of, "--date", "2026-12-02").code == 0  # what may be looked at, is no decision
    sits_down(desk, small_samples, "yasmina.haddou")
    approve = (*of, "--approve", "--date", "2026-12-03")
    letters = (*of, "--letters", "--out", desk / "later", "--date", "2026-12-04")
    for command in (approve, letters, ("letters", "--round", ROUND, "--out", desk / "later")):
        told = verdeel(*command)
        assert told.code == 3, command
        assert "rust op te weinig" in one_sentence(told)
    _as_before_the_gate(desk, Step.SUPPLEMENT)
    assert "rust op te weinig" in one_sentence(verdeel(*letters))
    assert not (desk / "later").exists()


BECAUSE = "Zo staat het in de brief van de gemeente."


def _as_before_the_gate(desk: Path, step: Step, number: str = ROUND) -> None:
    """The list of the round, or its supplement, approved by a program without the gate."""
    who, on = Actor(name="Y. Haddou", role="approver"), date(2026, 11, 30)
    with changing_round(f"sqlite:///{desk / 'verdeel.db'}", number) as reader:
        if step is Step.APPROVE:
            approvals.add(reader, reader.allocation_row, who.name, on)
            book_commitments(reader, reader.allocation.awards, on)
            move(reader, step)
            record(reader, EventKind.APPROVED, who)
        else:
            one = reader.supplements[-1]
            supplements.approve(reader, one, who.name, date(2026, 12, 3))
            book_supplement(reader, one.awards, date(2026, 12, 3))
            record(reader, EventKind.SUPPLEMENT_APPROVED, who)


def _put_in(desk: Path, policy: Policy, file: Path, number: str = ROUND) -> None:
    """A round in a real database, as a program without the gate would have opened it."""
    with changing_round(f"sqlite:///{desk / 'verdeel.db'}", number, create_as=False) as reader:
        row = tables.Round(
            id=number, state=RoundState.OPEN, policy_json=policy.model_dump_json(),
            policy_hash=policy_hash(policy), policy_file=str(file),
            program_version=program_version(), opened_by="B. Dekker",
        )  # fmt: skip
        register.add(reader, row)
        book_opening(reader)
        record(reader, EventKind.OPENED, Actor(name="B. Dekker", role="officer"))


def test_a_window_of_the_woningbouwimpuls_needs_a_ceiling(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    text = as_real((samples / "policies" / "wettelijk.toml").read_text(encoding="utf-8"))
    text = re.sub(r'^ceiling = "€ 2\.496.*\n', "", text, flags=re.MULTILINE)
    policy = desk / "echt.toml"
    policy.write_text(text, encoding="utf-8")
    told = verdeel("round", "open", "2026-1-wettelijk", "--policy", policy)
    assert told.code == 4
    assert "artikel 3, eerste lid, van het Besluit Woningbouwimpuls 2020" in one_sentence(told)


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("kind", ["what_if", "planning"])
def test_a_what_if_and_a_planning_round_do_everything_but_decide(
    desk: Path, small_samples: Path, verdeel: Verdeel, kind: str
) -> None:
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    policy = desk / "policy.toml"
    policy.write_text(_TABLE.sub("", text.replace('"example"', f'"{kind}"')), encoding="utf-8")
    shutil.copytree(small_samples / "huisstijl", desk / "huisstijl")
    sits_down(desk, small_samples, "sanne.vermeulen")
    for step in (
        ("round", "open", ROUND, "--policy", policy),
        ("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND),
        ("screen", "--round", ROUND),
    ):
        assert verdeel(*step).code == 0
    divided = verdeel("allocate", "--round", ROUND)
    assert divided.code == 0
    assert "er wordt niets besloten" in divided.out
    assert "Een echte ronde zou met dit beleid niet opengaan" in divided.out
    sits_down(desk, small_samples, "yasmina.haddou")
    assert verdeel("approve", "--round", ROUND, "--list", "--out", "lijst.pdf").code == 0
    code = from_paper(desk / "lijst.pdf", verdeel)
    for told in (
        verdeel("approve", "--round", ROUND, "--check", code),
        verdeel("letters", "--round", ROUND, "--out", "letters", "--date", "2026-11-30"),
    ):
        assert told.code == 3
    assert not (desk / "letters").exists()


@pytest.mark.sample(every=2)
@pytest.mark.parametrize("kind", ["what_if", "planning"])
def test_no_round_in_which_nothing_is_decided_decides_not_to_treat_an_application(
    desk: Path, small_samples: Path, verdeel: Verdeel, kind: str
) -> None:
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    policy = desk / "policy.toml"
    policy.write_text(text.replace('"example"', f'"{kind}"'), encoding="utf-8")
    shutil.copytree(small_samples / "huisstijl", desk / "huisstijl")
    sits_down(desk, small_samples, "sanne.vermeulen")
    book = edit(small_samples / "bereikbaarheid.xlsx", desk / "ber.xlsx", spoiled)
    assert verdeel("round", "open", ROUND, "--policy", policy).code == 0
    assert verdeel("load", book, "--round", ROUND).code == 1
    assert verdeel("screen", "--close", "--round", ROUND).code == 0
    out = ("--round", ROUND, "--out", desk / "brieven", "--no-word")
    asked = verdeel("complete", "request", GONE, *out, "--date", ASKED)
    assert asked.code == 0, asked.err
    shut = ("complete", "close", GONE, *out, "--date", "2026-11-06")
    told = verdeel(*shut, "--reason", "De gemeente reageerde niet.")
    assert told.code == 3
    assert "er gaat geen besluit uit" in one_sentence(told)
    assert verdeel(*shut, "--confirm").code == 3
    assert not (desk / "brieven" / f"{GONE}.pdf").exists()


def test_a_ceiling_for_all_years_is_held_against_what_earlier_rounds_left(
    desk: Path, verdeel: Verdeel
) -> None:
    text = """
[round]
id = "rs-{number}"
title = "Opgaven"
kind = "real"
window_opens = 2026-04-01
window_closes = 2026-07-15
decision_date = 2026-11-30

[funds.vro]
name_nl = "VRO"
name_en = "VRO"
total = "€ 5 mld"

[instruments.realisatiestimulans]
fund = "vro"
rule = "pro_rata"
ceiling = "{ceiling}"{more}
"""
    first = desk / "eerste.toml"
    first.write_text(text.format(number=1, ceiling="€ 1.486 mln", more=""), encoding="utf-8")
    _put_in(desk, load_policy(first)[0], first, "rs-1")
    award = Award(
        application_id="RS-1", instrument="realisatiestimulans", project_id="",
        municipality_code="GM0363", outcome=Outcome.GRANTED, requested=Euro.euros(486_000_000),
        amount=Euro.euros(486_000_000), payable=Euro.euros(486_000_000),
    )  # fmt: skip
    with changing_round(f"sqlite:///{desk / 'verdeel.db'}", "rs-1") as reader:
        book_reservations(reader, [award])
        book_commitments(reader, [award], date(2026, 11, 30))
        record(reader, EventKind.LOADED, Actor(name="B. Dekker", role="officer"))
    in_all = '\nceiling_holds = "total"'
    for number, ceiling, more, code in (
        (2, "€ 1.000.000.000,01", "", 4), (2, "€ 1.000.000.000", "", 0),
        (3, "€ 1.486 mln", in_all, 0),
    ):  # fmt: skip
        second = desk / "tweede.toml"
        written = text.format(number=number, ceiling=ceiling, more=more)
        second.write_text(written, encoding="utf-8")
        told = verdeel("round", "open", f"rs-{number}", "--policy", second)
        assert told.code == code, told.err
        if code:
            assert "is in eerdere rondes €\u00a0486.000.000 verleend" in one_sentence(told)


EXCLUDING = {
    "WBI-A": {"Gevraagd_bedrag": 2_000_000, "Score_noodzaak": 9},
    "WBI-B": {"Gevraagd_bedrag": 2_000_000, "Sluit_uit_aanvraag": "WBI-A"},
}
# The ceiling is EUR 6 mln: A is ranked last and does not fit.
REQUIRING = {
    "WBI-A": {"Gevraagd_bedrag": 5_000_000, "Score_noodzaak": 6},
    "WBI-B": {"Gevraagd_bedrag": 2_000_000, "Score_noodzaak": 9, "Vereist_aanvraag": "WBI-A"},
    "WBI-C": {"Gevraagd_bedrag": 4_000_000, "Score_noodzaak": 8},
}


@pytest.mark.parametrize("kind", ["example", "real"])
@pytest.mark.parametrize(
    ("filed", "awarded", "told"),
    [
        (EXCLUDING, {"WBI-A": "granted", "WBI-B": "refused_ceiling"}, "niet samengaat met een"),
        (
            REQUIRING,
            {"WBI-A": "refused_ceiling", "WBI-B": "refused_ceiling", "WBI-C": "granted"},
            "alleen doorgaat met een",
        ),
    ],
    ids=["excludes", "requires"],
)
def test_what_became_of_another_is_no_ground_of_the_regulation_itself(
    desk: Path, samples: Path, verdeel: Verdeel, kind: str, filed: dict[str, dict[str, object]],
    awarded: dict[str, str], told: str,
) -> None:  # fmt: skip
    """Article 6 of the Besluit has none for it, so that a real round is not approved so."""
    text = POLICY.split("[instruments.gebiedsbudget]")[0].format(decision=DECIDED)
    policy = desk / "policy.toml"
    policy.write_text(text.replace('"example"', f'"{kind}"'), encoding="utf-8")
    rows = [row("woningbouwimpuls", number, **own) for number, own in filed.items()]
    book = workbook(desk / "aanvragen.xlsx", {"woningbouwimpuls": rows})
    sits_down(desk, samples, "sanne.vermeulen")
    for step in (("round", "open", "klein", "--policy", policy), ("load", book), ("screen",)):
        done = verdeel(*step, *(() if step[0] == "round" else ("--round", "klein")))
        assert done.code == 0, done.out + done.err
    if filed is EXCLUDING:  # they ask the same
        because = ("--reason", "De gemeente heeft het bedrag toegelicht.", "--date", "2026-04-02")
        assert verdeel("answer", "all", "INT-157", "--round", "klein", *because).code == 0
    awards = json.loads(verdeel("allocate", "--round", "klein", "--json").out)["awards"]
    outcomes = {one["application_id"]: one["outcome"] for one in awards}
    assert outcomes == awarded
    checked = json.loads(verdeel("round", "check", "klein", "--json").out)
    (found,) = [one for one in checked if one["what"] == "ground"]
    assert (found["application_id"], found["stops"]) == ("WBI-B", kind == "real")
    assert "artikel 5 van het Besluit Woningbouwimpuls 2020 en artikel 6" in found["sentence"]
    assert told in found["sentence"]
    sits_down(desk, samples, "yasmina.haddou")
    approved = verdeel("approve", "--round", "klein", "--date", "2026-06-01")
    assert approved.code == (3 if kind == "real" else 0), approved.err
    if kind == "real":
        assert "WBI-B wordt alleen afgewezen omdat zij" in one_sentence(approved)


def test_a_round_whose_annex_was_not_read_is_never_real(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    """The table of the annex of 2023 is not in the copies read; no letter can rest on it."""
    past = samples / "past"
    text = (past / "gebiedsbudget_2023.toml").read_text(encoding="utf-8")
    policy = desk / "echt.toml"
    policy.write_text(text.replace('"example"', '"real"'), encoding="utf-8")
    sits_down(desk, samples, "sanne.vermeulen")
    opened = verdeel("round", "open", "gb-2023", "--policy", policy)
    assert opened.code == 3
    told = "De bijlage bij de regels van Gebiedsbudget van 17-11-2023 is niet geraadpleegd"
    assert told in one_sentence(opened)
    checked = verdeel("policy", "check", policy)
    assert checked.out.count("is niet geraadpleegd") == 1
    _put_in(desk, load_policy(policy)[0], policy, "gb-2023")
    of = ("--round", "gb-2023")
    assert verdeel("load", past / "gebiedsbudget_2023.xlsx", *of).code < 2
    for step in ("screen", "allocate"):
        assert verdeel(step, *of).code == 0
    sits_down(desk, samples, "yasmina.haddou")
    for command in (
        ("approve", *of, "--date", "2023-12-29"), ("letters", *of, "--out", desk / "brieven"),
    ):  # fmt: skip
        refused = verdeel(*command)
        assert refused.code == 3
    _as_before_the_gate(desk, Step.APPROVE, "gb-2023")
    sent = verdeel("letters", *of, "--out", desk / "brieven", "--date", "2023-12-29")
    assert sent.code == 3
    assert told in one_sentence(sent)
    assert not (desk / "brieven").exists()


def test_no_real_award_rests_on_an_amount_that_is_not_that_of_the_annex(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    """Amounts of the edition of 2025 are examples until the policy names those of its annex."""
    text = POLICY.split("[instruments.woningbouwimpuls]")[0].format(decision=DECIDED)
    own = "[instruments.gebiedsbudget]" + POLICY.split("[instruments.gebiedsbudget]")[1]
    text = (text + own.replace("{{", "{").replace("}}", "}")).replace('"example"', '"real"')
    policy = desk / "policy.toml"
    policy.write_text(text, encoding="utf-8")
    rows = [
        row("gebiedsbudget", "GB-A", Gebied="Haven-Stad"),
        row("gebiedsbudget", "GB-B", Gebied="Oude Lijn"),
    ]
    book = workbook(desk / "aanvragen.xlsx", {"gebiedsbudget": rows})
    sits_down(desk, samples, "sanne.vermeulen")
    for step in (("round", "open", "klein", "--policy", policy), ("load", book), ("screen",)):
        done = verdeel(*step, *(() if step[0] == "round" else ("--round", "klein")))
        assert done.code < 2, done.out + done.err
    assert verdeel("allocate", "--round", "klein").code == 0
    checked = json.loads(verdeel("round", "check", "klein", "--json").out)
    (found,) = [one for one in checked if one["what"] == "ground"]
    assert (found["application_id"], found["stops"]) == ("GB-B", True)
    assert "Het bedrag voor Oude Lijn is een voorbeeld of een afgerond bedrag" in found["sentence"]
    how = 'als "GB-02.Oude Lijn", met "verdeel round amend klein".'
    assert how in found["sentence"]


def test_no_real_round_refuses_by_name_who_is_entitled(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    """Article 2.2 of the Realisatiestimulans lowers amounts in proportion and refuses nobody."""
    text = POLICY.split("[instruments.woningbouwimpuls]")[0].format(decision=DECIDED)
    policy = desk / "policy.toml"
    policy.write_text(
        text.replace('"example"', '"real"')
        + """
[instruments.realisatiestimulans]
fund = "vro"
rule = "pro_rata"
ceiling = "€ 60 mln"

[[fixed]]
application = "RS-B"
decision = "out"
reason = "De gemeente programmeert te veel woningen."
article = "artikel 2.2 van de Tijdelijke regeling realisatiestimulans"
authorised_by = ["A. van Rijnsoever", "M. Oudekerk"]
""",
        encoding="utf-8",
    )
    stated = {
        "Gemeentecode": "GM0344", "Gemeente": "Utrecht", "Ontvangen op": datetime(2026, 3, 9, 10),  # noqa: DTZ001
        "Sociale huurwoningen": 40, "Middenhuurwoningen": 30, "Betaalbare koopwoningen": 10,
        "Overige woningen": 0, "Startjaar": 2025, "Al gesubsidieerde woningen": 0,
        "Projectcode": "P-RS", "Projectnaam": "Woningen 2025",
    }  # fmt: skip
    rows = [
        stated | {"Aanvraagnummer": "RS-A"},
        stated | {"Aanvraagnummer": "RS-B", "Gemeentecode": "GM0363", "Gemeente": "Amsterdam"},
    ]
    book = workbook(desk / "opgaven.xlsx", {"realisatiestimulans": rows})
    sits_down(desk, samples, "sanne.vermeulen")
    for step in (("round", "open", "klein", "--policy", policy), ("load", book), ("screen",)):
        done = verdeel(*step, *(() if step[0] == "round" else ("--round", "klein")))
        assert done.code < 2, done.out + done.err
    assert verdeel("allocate", "--round", "klein").code == 0
    checked = json.loads(verdeel("round", "check", "klein", "--json").out)
    (found,) = [one for one in checked if one["what"] == "ground"]
    assert (found["application_id"], found["stops"]) == ("RS-B", True)
    assert "kan het bedrag naar evenredigheid lager zijn, maar niet nihil" in found["sentence"]
