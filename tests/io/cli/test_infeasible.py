"""An infeasible policy: exit code 4, the conflict and the repairs, in sentences and as data."""

import json
from pathlib import Path

import pytest

from verdeelsleutel.optimiser.search.trees.proving import Prover

from .after import OF, After, gb, quietly
from .after import POLICY as AFTER
from .after import ROUND as AFTER_ROUND
from .conftest import MAKER, ROUND, Verdeel
from .test_bad_input import state
from .test_unknown import ROUND as SMALL_ROUND
from .test_unknown import SECOND, Small, row, small, workbook

__all__ = ["small"]  # fixtures

FLOOR = """
[[constraint]]
code = "ALLES"
measure = "affordable_homes"
at_least = 10000000
hard = true
source = "Voorbeeldbesluit, artikel 9 (fictief)"
sentence_nl = "Ten minste tien miljoen betaalbare woningen."
sentence_en = "At least ten million affordable homes."
"""


@pytest.fixture
def screened(desk: Path, small_samples: Path, verdeel: Verdeel) -> Path:
    """The small round with a floor that nothing can reach."""
    text = (small_samples / "policy.toml").read_text(encoding="utf-8")
    policy = desk / "policy.toml"
    policy.write_text(text + FLOOR, encoding="utf-8")
    (desk / "office.toml").write_bytes((small_samples / "office.toml").read_bytes())
    assert verdeel("round", "open", ROUND, "--policy", policy).code == 0
    verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND)
    verdeel("screen", "--round", ROUND)
    return desk


def test_an_infeasible_policy_is_told_with_what_would_mend_it(
    screened: Path, verdeel: Verdeel
) -> None:
    before = state(screened / "verdeel.db")
    result = verdeel("allocate", "--round", ROUND)
    assert result.code == 4
    assert "verdeel: Geen verdeling voldoet aan alle harde voorwaarden." in result.err
    assert "Traceback" not in result.err
    assert "ALLES: Ten minste tien miljoen betaalbare woningen." in result.err
    assert "woningen ruimer; de ronde steunt dan ten hoogste" in result.err
    assert result.out == ""
    as_data = verdeel("allocate", "--round", ROUND, "--json")
    assert as_data.code == 4
    told = json.loads(as_data.out)
    assert (told["status"], [one["code"] for one in told["conflict"]]) == ("infeasible", ["ALLES"])
    assert (told["basis"], told["shown"]) == ("checked_tree", True)
    assert "niet bewezen" not in result.err
    assert told["judgements"] == []
    assert "oordeel" not in result.err
    (repair,) = told["repairs"]
    assert repair["by"] + repair["homes"] == 10_000_000
    assert state(screened / "verdeel.db") == before


def test_a_conflict_that_only_a_solver_tells_of_is_said_not_to_be_proven(
    screened: Path, verdeel: Verdeel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Floors that ask for as much as this can need more time than there is."""

    def gives_up(*asked: object) -> None:
        return None

    monkeypatch.setattr(Prover, "conflict", gives_up)
    result = verdeel("allocate", "--round", ROUND)
    assert result.code == 4
    assert "ALLES: Ten minste tien miljoen betaalbare woningen." in result.err
    assert "in de tijd die er was, is het niet bewezen" in result.err
    told = json.loads(verdeel("allocate", "--round", ROUND, "--json").out)
    assert (told["basis"], told["shown"]) == ("one_solver", False)


WHY = ("--reason", "De vloer was een vergissing in het besluit.", "--date", "2026-10-20")


def test_amending_a_round_that_could_not_be_divided_says_what_everybody_gets(
    screened: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    """There was no list: nobody loses by it, and each amount is told beforehand."""
    mended = screened / "hersteld.toml"
    mended.write_bytes((small_samples / "policy.toml").read_bytes())
    amend = ("round", "amend", ROUND)
    told = json.loads(
        verdeel(*amend, "--policy", mended, *WHY, "--as", "sanne.vermeulen", "--json").out
    )
    first = {one["application_id"]: one["amount"] for one in told["effect"]["first"]}
    shown = verdeel(*amend)
    assert "Er is nog geen verdeling, dus niemand verliest iets" in shown.out
    confirmed = verdeel(*amend, "--confirm", "--date", "2026-10-21", "--as", "bram.dekker")
    assert confirmed.code == 0, confirmed.err
    divided = json.loads(
        verdeel("allocate", "--round", ROUND, "--as", "sanne.vermeulen", "--json").out
    )
    assert {one["application_id"]: one["amount"] for one in divided["awards"]} == first
    assert sum(first.values()) == divided["totals"]["amount"] > 0


def test_an_amendment_that_nothing_can_keep_is_refused_as_a_division_is(
    screened: Path, verdeel: Verdeel
) -> None:
    higher = screened / "hoger.toml"
    text = (screened / "policy.toml").read_text(encoding="utf-8")
    higher.write_text(text.replace("10000000", "20000000"), encoding="utf-8")
    refused = verdeel("round", "amend", ROUND, "--policy", higher, *WHY, "--as", "sanne.vermeulen")
    assert refused.code == 4
    assert "Geen verdeling voldoet aan alle harde voorwaarden." in refused.err


def test_who_can_still_approve_is_told_before_an_amendment_is_confirmed(
    screened: Path, small_samples: Path, verdeel: Verdeel
) -> None:
    mended = screened / "hersteld.toml"
    mended.write_bytes((small_samples / "policy.toml").read_bytes())
    amend = ("round", "amend", ROUND)
    proposed = verdeel(*amend, "--policy", mended, *WHY, "--as", "yasmina.haddou")
    assert "kan de ronde daarna niet vaststellen" in proposed.err
    assert "Vaststellen kunnen daarna nog: P. Wiersma." in proposed.err
    confirmed = verdeel(*amend, "--confirm", "--date", "2026-10-21", "--as", "pieter.wiersma")
    assert "Let op: niemand kan de ronde daarna nog vaststellen" in confirmed.err


def statutory_round(
    desk: Path, samples: Path, changed: dict[str, str], who: tuple[str, ...] = MAKER
) -> After:
    """A small round whose closed list gives EUR 4 million in 2026, as far as its screening."""
    text = AFTER
    for told, other in changed.items():
        assert told in text
        text = text.replace(told, other)
    after = After(desk, quietly).written(samples, text)
    book = workbook(desk / "aanvragen.xlsx", {"gebiedsbudget": [gb("GB-1", 4)]})
    after.does("round", "open", AFTER_ROUND, "--policy", desk / "policy.toml", *who)
    after.does("load", book, *OF, *who)
    after.does("screen", *OF, *who)
    return after


def test_an_award_of_the_law_that_breaks_a_cash_year_is_a_conflict_with_its_repairs(
    desk: Path, samples: Path
) -> None:
    cash = {"[instruments.woning": '[funds.vro.cash]\n2026 = "€ 1 mln"\n\n[instruments.woning'}
    after = statutory_round(desk, samples, cash)
    told = after.verdeel("allocate", *OF, *MAKER)
    assert told.code == 4, told.out + told.err
    said = told.err.replace("\u00a0", " ")
    assert "CASH-vro-2026" in said
    assert "3.000.000" in said
    assert (
        "De gesloten lijst van Gebiedsbudget vraagt € 4.000.000 in 2026, voor 1 aanvraag." in said
    )
    assert after.says("round", "applications", *OF)[0]["decision"] != "granted"


def test_a_closed_list_above_its_ceiling_says_how_much_is_asked(desk: Path, samples: Path) -> None:
    lower = {'ceiling = "€ 60 mln"': 'ceiling = "€ 3 mln"'}
    told = statutory_round(desk, samples, lower).verdeel("allocate", *OF, *MAKER)
    assert told.code == 4, told.out + told.err
    assert (
        "De gesloten lijst van Gebiedsbudget vraagt € 4.000.000, voor 1 aanvraag: € 1.000.000 meer "
        "dan er is. Zij geeft ieder wat is gevraagd."
    ) in told.err.replace("\u00a0", " ")


def test_ranges_that_no_choice_of_ceilings_keeps_are_a_conflict(desk: Path, samples: Path) -> None:
    after = statutory_round(
        desk, samples, who=(), changed={
            'kind = "example"': 'kind = "planning"',
            'ceiling = "€ 6 mln"': 'ceiling = { at_least = "€ 70 mln", at_most = "€ 80 mln" }',
        },
    )  # fmt: skip
    told = after.verdeel("allocate", *OF)
    assert told.code == 4, told.out + told.err
    assert "woningbouwimpuls" in told.err


def test_a_judgement_that_asks_more_than_there_is_is_named_with_how_to_revise_it(
    small: Small,
) -> None:
    """Both halves of an area were judged to meet its annex, which has room for one."""
    both = [row("gebiedsbudget", "GB-A"), row("gebiedsbudget", "GB-B", Gemeentecode="GM0363")]
    small.screened(gebiedsbudget=both)
    for number in ("GB-A", "GB-B"):
        small.judged(number, "GB-02", "--answer", "met")
    told = small.verdeel("allocate", *small.of("sanne.vermeulen"))
    assert told.code == 4
    *_, head, who, command, then = told.err.splitlines()
    assert head == "Ook een oordeel kan worden herzien, zolang de lijst niet is vastgesteld:"
    assert who == "  GB-02: 2 aanvragen voldoen op grond van een oordeel (GB-A, GB-B)."
    assert then == "  Het telt pas mee als een ander het bevestigt. Verdeel daarna opnieuw."
    assert command == (
        '  verdeel judge GB-A --rule GB-02 --answer not_met --reason "..." --round '
        f"{SMALL_ROUND} --date jjjj-mm-dd"
    )
    as_data = small.verdeel("allocate", "--json", *small.of("sanne.vermeulen"))
    assert json.loads(as_data.out)["judgements"] == [
        {"application_id": "GB-A", "rule": "GB-02"}, {"application_id": "GB-B", "rule": "GB-02"},
    ]  # fmt: skip
    words = command.split()[1:]
    words[words.index('"..."')] = "Voor een van beide is plaats in de bijlage."
    words[words.index("jjjj-mm-dd")] = "2026-05-06"
    small.does(*words, "--as", "sanne.vermeulen")
    small.does("judge", "GB-A", "--rule", "GB-02", "--confirm", "--date", "2026-05-06",
               *small.of(SECOND))  # fmt: skip
    assert small.outcomes() == {"GB-A": "refused_rule", "GB-B": "granted"}


def test_a_judgement_on_a_closed_list_above_its_ceiling_is_named_and_a_value_is_not(
    small: Small,
) -> None:
    """What was found for a cell is a fact; who did not judge is not told to revise anything."""
    small.text = small.text.replace('ceiling = "€ 60 mln"', 'ceiling = "€ 4 mln"')
    vat = row("gebiedsbudget", "GB-A", Compensabele_btw=None)
    small.screened(gebiedsbudget=[vat, row("gebiedsbudget", "GB-B")])
    value = ("--value", "Compensabele btw=€ 694.000", "--source", "opgave")
    small.judged("GB-A", "GB-09", *value)
    for number in ("GB-A", "GB-B"):
        small.judged(number, "GB-02", "--answer", "met")
    told = small.verdeel("allocate", "--json", *small.of("sanne.vermeulen"))
    assert told.code == 4
    assert "CEILING-gebiedsbudget" in told.err
    assert "  GB-02: 2 aanvragen voldoen op grond van een oordeel (GB-A, GB-B)." in told.err
    assert "GB-09" not in told.err
    assert {one["rule"] for one in json.loads(told.out)["judgements"]} == {"GB-02"}
