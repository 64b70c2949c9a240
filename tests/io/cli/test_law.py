"""The commands about the law, as an officer types them."""

import json
from pathlib import Path

import pytest

from ..records.rounds import write_round
from .conftest import ROUND, Verdeel
from .test_bad_input import one_sentence

SECTION_9 = [
    *(f"WBI-{n:02d}" for n in range(1, 29)),
    *(f"RS-{n:02d}" for n in range(1, 13)),
    *(f"GB-{n:02d}" for n in range(1, 12)),
    *(f"BER-{n:02d}" for n in range(1, 5)),
    *("AFF-01", "AFF-02", "AFF-03", "GEN-01", "GEN-02", "GEN-03", "GEN-04", "GOAL-01"),
]
BESIDES = [
    *(f"BER-{n:02d}" for n in range(5, 10)),
    *(f"GB-{n:02d}" for n in range(12, 19)),
    *(f"{code}-{n:02d}" for code in ("NPC", "NPR") for n in range(1, 9)),
    *("RS-13", "RS-14", "RS-15", *(f"WBI-{n}" for n in range(29, 34)), "ALG-01", "ALG-02"),
    *("ODD-01", "ODD-02", "ODD-03", "ODD-04"),
]
KEYS = {
    "code", "instrument", "question", "article", "source", "valid_from", "valid_to", "parameters",
}  # fmt: skip


def test_the_list_has_one_entry_a_code_and_needs_no_database(desk: Path, verdeel: Verdeel) -> None:
    result = verdeel("rules", "--json")
    rules = json.loads(result.out)
    codes = [rule["code"] for rule in rules]
    assert result.code == 0
    assert set(SECTION_9) <= set(codes)
    assert len(codes) == len(set(codes))
    assert all(set(rule) >= KEYS for rule in rules)
    assert all(rule["source"] and rule["article"] and rule["valid_from"] for rule in rules)
    asked = {"WBI-13", "GB-15", "BER-06", "ALG-01", "ALG-02"}  # they ask, and have no limit
    asked |= {"WBI-29"}  # the day of the application
    asked |= {"WBI-32", "GB-16", "RS-14", "BER-07"}  # the window is of the policy
    asked |= {"BER-09"}  # who stands in the agreements
    asked |= {f"{code}-{at}" for code in ("NPR", "NPC") for at in ("04", "05")}  # others, window
    assert all(rule["parameters"] or rule["code"] in asked for rule in rules)
    assert [code for code in codes if code not in SECTION_9] == BESIDES
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("name", ["gebiedsbudget", "Gebiedsbudget", "GB"])
def test_an_instrument_is_named_by_name_or_prefix(desk: Path, verdeel: Verdeel, name: str) -> None:
    rules = json.loads(verdeel("rules", "--instrument", name, "--json").out)
    assert {rule["instrument"] for rule in rules} == {"gebiedsbudget"}


def test_a_day_chooses_the_text_in_force(desk: Path, verdeel: Verdeel) -> None:
    last_start: dict[str, str] = {}
    for day in ("2025-11-27", "28-11-2025"):
        rules = json.loads(verdeel("rules", "--instrument", "GB", "--date", day, "--json").out)
        by_code = {rule["code"]: rule for rule in rules}
        last_start[day] = by_code["GB-05"]["parameters"]["last_start"]["value"]
    assert last_start == {"2025-11-27": "31-12-2030", "28-11-2025": "31-12-2034"}


def test_a_day_without_known_law_says_so(desk: Path, verdeel: Verdeel) -> None:
    result = verdeel("rules", "--instrument", "RS", "--date", "2025-12-31")
    assert (result.code, result.out) == (1, "")
    assert "realisatiestimulans is op 31-12-2025 geen tekst bekend" in result.err


def test_the_table_in_markdown_and_the_list_for_people(desk: Path, verdeel: Verdeel) -> None:
    table = verdeel("rules", "--instrument", "BER", "--markdown").out
    assert table.splitlines()[2].startswith("| BER-01 |")
    lines = verdeel("rules", "--instrument", "WBI", "--date", "2026-03-02").out
    assert "WBI-05  Is een voldoende deel van de woningen betaalbaar?" in lines
    assert "affordable_share: 50%" in lines


def test_an_unknown_instrument_is_one_sentence(desk: Path, verdeel: Verdeel) -> None:
    result = verdeel("rules", "--instrument", "startbouw")
    assert result.code == 2
    assert "woningbouwimpuls" in one_sentence(result)


def test_two_days_of_law_are_compared_on_a_loaded_batch(
    opened: Path, samples: Path, verdeel: Verdeel
) -> None:
    workbooks = sorted(samples.glob("woningbouwimpuls*.xlsx"))
    assert verdeel("load", *workbooks, "--round", ROUND).code == 0
    days = ("--from", "2025-09-01", "--to", "2026-03-02")
    result = verdeel("rules", "diff", "--round", ROUND, *days, "--json")
    told = json.loads(result.out)
    assert result.code == 0
    only = told["instruments"][0]
    assert (told["from"], told["to"], only["instrument"]) == (
        "2025-09-01", "2026-03-02", "woningbouwimpuls",
    )  # fmt: skip
    lost = [f for f in only["flips"] if f["flips"]]
    assert only["before"]["eligible"] - only["after"]["eligible"] == len(lost) > 0
    money = only["before"]["claim"] - only["after"]["claim"]
    assert money == sum(f["before"]["claim"] - f["after"]["claim"] for f in only["flips"])
    text = verdeel("rules", "diff", "--round", ROUND, *days).out
    assert f"{lost[0]['application_id']}  voldoet → voldoet niet" in text


def test_an_empty_round_has_nothing_to_compare(opened: Path, verdeel: Verdeel) -> None:
    result = verdeel(
        "rules", "diff", "--round", ROUND, "--from", "2025-09-01", "--to", "2026-03-02"
    )
    assert result.code == 2
    assert "nog geen aanvragen" in one_sentence(result)


def test_the_status_of_a_round_lists_its_dates_by_scheme(opened: Path, verdeel: Verdeel) -> None:
    told = json.loads(verdeel("round", "status", ROUND, "--json").out)
    dates = {(one["instrument"], one["rule"]) for one in told["deadlines"]}
    assert {
        ("woningbouwimpuls", "WBI-23"), ("realisatiestimulans", "RS-08"),
        ("gebiedsbudget", "GB-04"),
    } <= dates  # fmt: skip
    days = [one["day"] for one in told["deadlines"]]
    assert days == sorted(days)
    text = verdeel("round", "status", ROUND).out
    early = "01-06-2026 (vóór het tijdvak): de minister, besluit over verlening (GB-04, artikel 4"
    assert f"  Uiterlijk {early}" in text
    _, _, told_of = text.partition("\n\nTermijnen die komen:\n")
    assert f"Uiterlijk {early}" in told_of.split("\n\n")[0]
    past, coming = (
        verdeel("round", "status", ROUND, "--date", "2026-11-01")
        .out.partition("\n\nTermijnen die voorbij of afgedaan zijn:\n")[2]
        .split("\n\n")[:2]
    )
    assert past.startswith("  Was uiterlijk 01-06-2026 (voorbij): de minister, besluit over")
    assert coming.startswith("Termijnen die komen:\n  Uiterlijk ")
    assert "voorbij" not in coming


def test_other_programs_read_each_value_exactly_and_whether_it_is_provisional(
    desk: Path, verdeel: Verdeel
) -> None:
    rules = {rule["code"]: rule for rule in json.loads(verdeel("rules", "--json").out)}
    exact = {
        "RS-01.price": 700_000, "WBI-05.affordable_share": "1/2", "RS-02.last": "2029-12-31",
        "WBI-04.minimum": 200, "WBI-23.term": 13, "WBI-16.minimum": "11/2",
    }  # fmt: skip
    for key, value in exact.items():
        code, name = key.split(".")
        assert rules[code]["parameters"][name]["exact"] == value
    unsure = {
        f"{code}.{name}"
        for code, rule in rules.items()
        for name, one in rule["parameters"].items()
        if one["confidence"] in ("R", "D")
    }
    marked = {
        f"{code}.{name}"
        for code, rule in rules.items()
        for name, one in rule["parameters"].items()
        if one["provisional"]
    }
    assert unsure
    assert unsure <= marked


@pytest.mark.parametrize(
    ("kind", "code"), [("real", 5), ("what_if", 0)], ids=["a real round stops", "a what-if goes on"]
)
def test_a_window_outside_the_known_law(
    desk: Path, small_samples: Path, verdeel: Verdeel, kind: str, code: int
) -> None:
    """Bereikbaarheid is known from 10 November 2025 on."""
    written = (small_samples / "policy.toml").read_text(encoding="utf-8")
    dates = {"window_opens": "2025-11-09", "window_closes": "2025-11-30", "kind": f'"{kind}"'}
    lines = [
        f"{name} = {dates.pop(name)}" if (name := line.split(" =")[0]) in dates else line
        for line in written.splitlines()
    ]
    policy = desk / "policy.toml"
    policy.write_text("\n".join(lines) + "\n", encoding="utf-8")
    opened = verdeel("round", "open", ROUND, "--policy", policy)
    assert opened.code == code, opened.err
    if code:
        assert "kent het recht vanaf 10-11-2025, niet op 09-11-2025" in one_sentence(opened)
        return
    assert verdeel("load", small_samples / "bereikbaarheid.xlsx", "--round", ROUND).code < 2
    screened = json.loads(verdeel("screen", "--round", ROUND, "--json").out)
    answers = [one for found in screened["assessments"].values() for one in found]
    assert answers
    assert all(one["provisional"] for one in answers)
    assert all("is doorgetrokken: dit is een verkenning." in one["sentence_nl"] for one in answers)


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("kind", "day", "code"),
    [("example", "2022-12-31", 0), ("example", "2023-01-01", 5), ("example", "2025-07-31", 5),
     ("example", "2025-08-01", 0), ("planning", "2023-12-18", 0), ("what_if", "2023-12-18", 0)],
)  # fmt: skip
def test_a_window_of_which_the_text_was_not_read_can_only_be_a_what_if(
    desk: Path, verdeel: Verdeel, kind: str, day: str, code: int
) -> None:
    """The changes of 2023 of the Woningbouwimpuls are known from the press alone."""
    workbooks = write_round(desk)
    text = (desk / "policy.toml").read_text(encoding="utf-8").replace('"example"', f'"{kind}"')
    text = text.replace("2026-09-01", day).replace("published = 2026", "published = 2022")
    (desk / "policy.toml").write_text(text, encoding="utf-8")
    opened = verdeel("round", "open", "2026-9", "--policy", desk / "policy.toml")
    assert opened.code == code, opened.err
    if code:
        assert "zijn niet geraadpleegd" in one_sentence(opened)
    elif day == "2023-12-18":
        assert verdeel("load", *workbooks, "--round", "2026-9").code < 2
        screened = json.loads(verdeel("screen", "--round", "2026-9", "--json").out)
        answers = [one for found in screened["assessments"].values() for one in found]
        own = [one for one in answers if one["code"].startswith("WBI-")]
        assert own
        assert all(one["provisional"] for one in own)
        assert all("dit is een verkenning" in one["sentence_nl"] for one in own)
