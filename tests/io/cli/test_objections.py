"""Objections from receipt to decision: terms, people, money, letters, and what nobody may do."""

import csv
import hashlib
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.lives.decision import DecisionState
from verdeelsleutel.io import cli
from verdeelsleutel.io.records.rounds.reader import reading_round
from verdeelsleutel.io.rounds.lives import lives_of

from ..letters.pages import flat, page_texts
from .objecting import DECIDER, HANDLER, OF, WHY, decided, decides, hears, opens
from .orders import APPROVER, AUDITOR, MAKER, Desk
from .test_unknown import ROUND


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Desk:
    """The round, decided and sent; it is only copied."""
    return decided(tmp_path_factory.mktemp("bezwaar") / "r", samples)


@pytest.fixture
def desk(home: Desk, tmp_path: Path) -> Desk:
    return copied(home, tmp_path)


def copied(home: Desk, tmp_path: Path) -> Desk:
    folder = tmp_path / "r"
    shutil.copytree(home.folder, folder)
    return Desk(folder, f"sqlite:///{(folder / 'verdeel.db').as_posix()}")


def told(desk: Desk, *command: str) -> Any:
    assert desk.asks(*command, "--json") in (0, 1), desk.said
    return json.loads(desk.said)


def plain(desk: Desk) -> str:
    """What was said last, with plain spaces in amounts."""
    return desk.said.replace("\u00a0", " ")


def state(desk: Desk, number: str) -> DecisionState:
    with reading_round(desk.url, ROUND) as reader:
        return next(o.decision for o in lives_of(reader) if o.application_id == number)


def balanced(desk: Desk) -> None:
    """The ledger balances, hledger accepts it where it is there, and the trail is sound."""
    journal = desk.folder / "grootboek.journal"
    assert desk.asks("ledger", *OF, "--out", str(journal)) == 0, desk.said
    if shutil.which("hledger"):
        done = subprocess.run(["hledger", "check", "-s", "-f", str(journal)], check=False)
        assert done.returncode == 0
    assert desk.asks("audit", "verify") == 0, desk.said


def text(pdf: Path) -> str:
    return flat(" ".join(page_texts(pdf.read_bytes())))


def amounts(desk: Desk) -> dict[str, int]:
    with reading_round(desk.url, ROUND) as reader:
        return {a.application_id: a.amount.cents for a in reader.allocation.awards}


def test_the_round_is_as_the_tests_say(desk: Desk) -> None:
    assert amounts(desk) == {
        "A": 400_000_000, "B": 200_000_000, "C": 0, "D": 0, "F": 0, "G": 0,
    }  # fmt: skip


# The register, and its terms.


def test_an_objection_is_registered_with_its_terms_and_acknowledged(desk: Desk) -> None:
    out = desk.folder / "bezwaar"
    assert opens(desk, "C", "2026-07-01", "--out", str(out)) == 0, desk.said
    assert "Bezwaartermijn: tot en met 16-07-2026: zes weken vanaf de dag na 04-06-2026" in plain(
        desk
    )
    assert "Beslissen: uiterlijk 27-08-2026: zes weken vanaf 17-07-2026" in plain(desk)
    assert plain(desk).splitlines()[-2:] == [
        "Hierna: uitnodigen voor een hoorzitting (of met --without zeggen waarom niet):",
        "    verdeel objection hear BZ-1 --invite jjjj-mm-dd --at uu:mm --place "
        f'"..." --out <map> --round {ROUND} --date jjjj-mm-dd',
    ]
    assert state(desk, "C") is DecisionState.OBJECTED
    letter = text(out / "bezwaar_ontvangst_BZ-1.pdf")
    assert "Ik heb het ingeschreven onder nummer BZ-1" in letter
    assert "Ik beslis uiterlijk op 27 augustus 2026" in letter
    with (out / "bezwaren.csv").open(encoding="utf-8-sig") as file:
        (line,) = csv.DictReader(file, delimiter=";")
    assert (line["aanvraagnummer"], line["uitkomst"]) == ("C", "ontvangstbevestiging bezwaar")
    before = hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest()
    assert opens(desk, "C", "2026-07-01", "--out", str(out)) == 0
    assert "Dat was al vastgelegd" in plain(desk)
    assert hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("received", "more", "code", "said"),
    [
        ("2026-07-16", (), 0, "op tijd (artikel 6:9, eerste lid, Awb)"),
        ("2026-07-17", (), 1, "te laat (artikel 6:11 Awb"),
        ("2026-07-23", ("--posted", "2026-07-16"), 0, "op tijd, want op tijd gepost"),
        ("2026-07-24", ("--posted", "2026-07-16"), 1, "te laat"),
        ("2026-07-17", ("--channel", "electronic"), 1, "te laat"),
        ("2026-06-03", (), 1, "te vroeg (artikel 6:10 Awb)"),
    ],
)  # fmt: skip
def test_whether_it_came_in_time_is_told_with_its_article(
    desk: Desk, received: str, more: tuple[str, ...], code: int, said: str
) -> None:
    assert opens(desk, "C", received, *more) == code, desk.said
    assert f"Ingediend: {said}" in plain(desk)


def test_an_objection_before_the_decision_is_kept_and_counts_once_that_is_sent(
    tmp_path: Path, samples: Path
) -> None:
    desk = decided(tmp_path / "r", samples, sent=False)
    assert opens(desk, "C", "2026-06-02") == 1
    assert "te vroeg (artikel 6:10 Awb)" in plain(desk)
    assert state(desk, "C") is DecisionState.TAKEN
    hears(desk, "BZ-1", "2026-06-03")
    assert decides(desk, "BZ-1", "unfounded", "--date", "2026-06-10") == 3
    assert "nog niet bekendgemaakt" in plain(desk)
    letters = ("letters", *OF, "--out", str(desk.folder / "brieven"), "--no-word")
    assert desk.give(MAKER, *letters, "--date", "2026-06-12") in (0, 1), desk.said
    assert decides(desk, "BZ-1", "unfounded") == 0, desk.said
    assert state(desk, "C") is DecisionState.SENT


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--posted", "2026-07-02"), "kan niet op 02-07-2026 zijn gepost"),
        (("--dated", "2026-07-02"), "kan niet op 02-07-2026 zijn gedagtekend"),
        (("--channel", "electronic", "--posted", "2026-06-30"), "--posted hoort bij een bezwaar"),
        (("--municipality", "GM9999"), "GM9999 is geen gemeentecode"),
        (("--reason", "nee"), "wat de gronden van het bezwaar zijn"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_asked_again(desk: Desk, more: tuple[str, ...], said: str) -> None:
    assert opens(desk, "C", "2026-07-01", *more) == 2
    assert said in plain(desk)


def test_who_is_no_party_is_registered_and_decided_on_as_such(desk: Desk) -> None:
    assert opens(desk, "A", "2026-07-01", "--objector", "Stichting Uitzicht") == 0, desk.said
    assert "(geen aanvrager in de ronde)" in plain(desk)
    assert opens(desk, "C") == 0
    without = ("objection", "hear", "BZ-1", *OF, "--without", "a", "--date", "2026-07-10", *WHY)
    assert desk.give(HANDLER, *without) == 0, desk.said
    assert decides(desk, "BZ-1", "founded") == 3
    assert "Daarbij past gegrond niet" in plain(desk)
    out = desk.folder / "b"
    assert decides(desk, "BZ-1", "inadmissible", "--ground", "no_party", "--out", str(out)) == 0
    letter = text(out / "bezwaar_besluit_BZ-1.pdf")
    assert "want u bent geen belanghebbende bij dit besluit (artikelen 1:2 en 7:1 Awb)" in letter
    assert "Stichting Uitzicht" in letter
    assert state(desk, "A") is DecisionState.SENT
    assert decides(desk, "BZ-2", "inadmissible", "--ground", "no_party") == 3


def test_an_objection_against_the_award_of_another_takes_nothing_from_it(desk: Desk) -> None:
    assert opens(desk, "A", "2026-07-01", "--municipality", "GM0518") == 0, desk.said
    assert "(een andere aanvrager in de ronde)" in plain(desk)
    hears(desk, "BZ-1")
    for amount in ("€ 3 mln", "€ 4 mln", "€ 5 mln"):
        assert decides(desk, "BZ-1", "founded", "--amount", amount) == 3
        assert "maakt bezwaar tegen het eigen besluit" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded") == 0, desk.said
    balanced(desk)
    assert amounts(desk)["A"] == 400_000_000


def test_a_second_objection_belongs_to_the_first_or_goes_to_the_court(desk: Desk) -> None:
    assert opens(desk, "C") == 0
    assert opens(desk, "C", "2026-07-05") == 3
    assert "hoort bij dat bezwaar" in plain(desk)
    assert opens(desk, "C", "2026-07-05", "--municipality", "GM0153") == 0
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded") == 0
    assert opens(desk, "C", "2026-08-25") == 3
    assert "Daartegen staat beroep bij de rechtbank open" in plain(desk)
    assert "artikel 6:15 Awb" in plain(desk)
    assert desk.asks("objection", "replay", "C", *OF, "--set", "homes.social_rent=101") == 0


def test_a_withdrawn_objection_leaves_the_decision_as_it_was(desk: Desk) -> None:
    opens(desk, "C")
    gone = ("objection", "withdraw", "BZ-1", *OF, "--date", "2026-07-20", *WHY)
    assert desk.give(HANDLER, *gone) == 0, desk.said
    assert state(desk, "C") is DecisionState.SENT
    assert desk.give(HANDLER, *gone) == 0
    assert "al vastgelegd" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded") == 3
    assert "is ingetrokken op 20-07-2026" in plain(desk)
    balanced(desk)


# Mending, hearing, adjourning, being late.


def test_a_request_to_mend_stops_the_clock(desk: Desk) -> None:
    opens(desk, "C")
    out = desk.folder / "b"
    mend = ("objection", "mend", "BZ-1", *OF)
    ask = (*mend, "--defect", "uw handtekening", "--date", "2026-07-20", "--out", str(out))
    assert desk.give(HANDLER, *ask) == 0, desk.said
    assert (
        "Herstel van een verzuim: tot en met 03-08-2026: zoals gevraagd (artikel 6:6 Awb; niet "
        "verschoven: het is geen weekend of feestdag" in plain(desk)
    )
    assert "14 dagen opgeschort" in plain(desk)
    letter = text(out / "bezwaar_herstel_BZ-1.pdf")
    assert "uw handtekening" in letter
    assert "uiterlijk op 3 augustus 2026" in letter
    hears(desk, "BZ-1", "2026-07-21")
    assert decides(desk, "BZ-1", "unfounded", "--date", "2026-08-03") == 3
    assert desk.give(HANDLER, *mend, "--done", "--date", "2026-07-30") == 0, desk.said
    assert "9 dagen opgeschort" in plain(desk)
    assert decides(desk, "BZ-1", "inadmissible", "--ground", "not_mended") == 3
    assert decides(desk, "BZ-1", "unfounded") == 0


def test_who_does_not_mend_in_time_can_be_declared_inadmissible(desk: Desk) -> None:
    opens(desk, "C")
    ask = ("objection", "mend", "BZ-1", *OF, "--defect", "de gronden", "--date", "2026-07-20")
    assert desk.give(HANDLER, *ask) == 0
    without = ("objection", "hear", "BZ-1", *OF, "--without", "a", "--date", "2026-08-04", *WHY)
    assert desk.give(HANDLER, *without) == 0
    early = ("--ground", "not_mended", "--date", "2026-08-03")
    assert decides(desk, "BZ-1", "inadmissible", *early) == 3
    assert decides(desk, "BZ-1", "inadmissible", "--ground", "not_mended") == 0, desk.said


def test_a_hearing_leaves_time_for_papers_and_is_led_by_somebody_else(desk: Desk) -> None:
    opens(desk, "C")
    hear = ("objection", "hear", "BZ-1", *OF)
    soon = (*hear, "--invite", "2026-07-29", "--at", "10.00", "--place", "Den Haag")
    assert desk.give(HANDLER, *soon, "--date", "2026-07-20") == 3
    assert "artikel 7:4 Awb" in plain(desk)
    out = desk.folder / "b"
    assert desk.give(HANDLER, *soon, "--date", "2026-07-19", "--out", str(out)) == 0, desk.said
    letter = text(out / "bezwaar_hoorzitting_BZ-1.pdf")
    assert "tot en met 19 juli 2026, tien dagen voor de hoorzitting" in letter
    assert "van 22 juli 2026 tot de hoorzitting" in letter
    held = (*hear, "--held", "--date", "2026-07-29", *WHY)
    for names in (
        ("S. Vermeulen",), ("Y. Haddou",), ("S. Vermeulen", "mr. V. Zitter", "B. Dekker"),
        ("mr. V. Zitter", "S. Vermeulen"), ("mr. V. Zitter", "s. vermeulen", "Y. Haddou"),
    ):  # fmt: skip
        by = [part for name in names for part in ("--by", name)]
        assert desk.give(HANDLER, *held, *by) == 3, names
        assert "artikel 7:5, eerste lid, Awb" in plain(desk)
    by = ("--by", "mr. V. Zitter", "--by", "B. Dekker", "--by", "S. Vermeulen")
    assert desk.give(HANDLER, *held, *by) == 0, desk.said


def test_nobody_decides_without_a_hearing_or_a_reason_for_none(desk: Desk) -> None:
    opens(desk, "C")
    assert decides(desk, "BZ-1", "unfounded") == 3
    assert "artikelen 7:2 en 7:3 Awb" in plain(desk)


def test_the_decision_is_adjourned_once_and_not_after_its_term(desk: Desk) -> None:
    opens(desk, "C")
    move = ("objection", "adjourn", "BZ-1", *OF, *WHY)
    assert desk.give(HANDLER, *move, "--date", "2026-08-28") == 3
    assert "op 27-08-2026 verstreken" in plain(desk)
    assert desk.give(HANDLER, *move, "--date", "2026-08-20", "--until", "2026-10-09") == 3
    out = desk.folder / "b"
    assert desk.give(HANDLER, *move, "--date", "2026-08-27", "--out", str(out)) == 0, desk.said
    letter = text(out / "bezwaar_verdaging_BZ-1.pdf")
    assert "Ik zou uiterlijk op 27 augustus 2026 beslissen" in letter
    assert "U krijgt haar uiterlijk op 8 oktober 2026" in letter
    for same in ((), ("--until", "2026-10-08")):
        assert desk.give(HANDLER, *move, "--date", "2026-08-27", *same) == 0, desk.said
        assert "al vastgelegd" in plain(desk)
    for other in (("--date", "2026-09-01"), ("--date", "2026-08-27", "--until", "2026-09-30")):
        assert desk.give(HANDLER, *move, *other) == 3
        assert "al eenmaal verdaagd" in plain(desk)
    agreed = (*move, "--consent", "--until", "2026-11-01", "--date", "2026-10-01")
    assert desk.give(HANDLER, *agreed) == 0, desk.said
    assert "uiterlijk 01-11-2026" in plain(desk)


def penalty_on(desk: Desk, day: str) -> Any:
    return told(desk, "objection", "list", "BZ-1", *OF, "--date", day)[0]["terms"]["penalty"]


def test_a_notice_of_default_counts_only_after_the_term(desk: Desk) -> None:
    opens(desk, "C")
    notice = ("objection", "default", "BZ-1", *OF, "--date")
    assert desk.give(HANDLER, *notice, "2026-08-27") == 0, desk.said
    assert "heeft geen gevolg" in plain(desk)
    assert desk.give(HANDLER, *notice, "2026-08-28") == 0, desk.said
    assert "Dwangsom: vanaf 12-09-2026" in plain(desk)
    asked = penalty_on(desk, "2026-09-30")
    assert (asked["days"], asked["amount"]) == (19, None)
    desk.asks("objection", "list", "BZ-1", *OF, "--date", "2026-09-30")
    assert "het las artikel 4:17 Awb zoals dat gold tot en met 31 december 2025" in plain(desk)
    per_day = ("--per-day", "€ 23", "--per-day", "€ 35", "--per-day", "€ 45")
    for wrong in (per_day[:4], per_day[2:4] * 2 + per_day[:2], ("--per-day", "veel")):
        assert desk.give(HANDLER, *notice, "2026-08-28", *wrong) == 2
    assert desk.give(HANDLER, *notice, "2025-12-31", *per_day) in (2, 3)
    assert desk.give(HANDLER, *notice, "2026-08-28", *per_day) == 0, desk.said
    due = penalty_on(desk, "2026-09-30")
    assert (due["days"], due["amount"]) == (19, 14 * 2_300 + 5 * 3_500)
    hears(desk, "BZ-1", "2026-09-01")
    fix = ("objection", "penalty", "BZ-1", *OF, "--out", str(desk.folder / "b"), "--date")
    assert desk.give(DECIDER, *fix, "2026-09-14") == 3
    assert "loopt nog" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded", "--date", "2026-09-14") == 0
    assert "verdeel objection penalty BZ-1" in plain(desk)
    assert desk.give(HANDLER, *fix, "2026-09-15") == 3
    assert desk.give(DECIDER, *fix, "2026-09-15") == 0, desk.said
    letter = text(desk.folder / "b" / "bezwaar_dwangsom_BZ-1.pdf")
    for part in ("Ik stel die vast op € 46", "2 dagen van € 23: € 46", "artikel 4:18 Awb",
                 "uiterlijk op 28 september 2026", "27 oktober 2026"):  # fmt: skip
        assert part in letter, part
    assert desk.give(DECIDER, *fix, "2026-09-15") == 0
    assert "al vastgelegd" in plain(desk)
    assert desk.give(DECIDER, *fix, "2026-09-16") == 3
    due = told(desk, "objection", "list", "BZ-1", *OF, "--date", "2026-12-01")[0]["terms"][
        "penalty"
    ]
    assert (due["days"], due["amount"], due["fixed_by"]) == (2, 4_600, "2026-09-28")


def test_no_penalty_is_fixed_where_none_is_due_or_its_amounts_are_unknown(desk: Desk) -> None:
    opens(desk, "C")
    fix = ("objection", "penalty", "BZ-1", *OF, "--date")
    assert desk.give(DECIDER, *fix, "2026-09-14") == 3
    assert "geen dwangsom verschuldigd" in plain(desk)
    notice = ("objection", "default", "BZ-1", *OF, "--date", "2026-08-28")
    assert desk.give(HANDLER, *notice) == 0, desk.said
    assert desk.give(DECIDER, *fix, "2026-12-01") == 3
    assert "--per-day" in plain(desk)


# The round done over.


@pytest.mark.sample(only=("[C-setting1-", "[F-"))
@pytest.mark.parametrize(
    ("number", "setting", "wins"),
    [
        ("C", ("Sociale huurwoningen", "101"), False),
        ("C", ("Sociale huurwoningen", "120"), True),  # 160 affordable homes, B has 150
        ("C", ("Gevraagd bedrag", "1000000"), False),
        ("D", ("Score efficiëntie", "5,5"), False),  # 1.5 mln and 300 homes: it passes, and wins?
        ("D", ("Score efficiëntie", "5,4"), False),
        ("F", ("Ontvangen op", "31-03-2026"), True),
        ("A", ("Sociale huurwoningen", "151"), False),
        ("B", ("Sociale huurwoningen", "60"), False),
    ],
)  # fmt: skip
def test_a_replay_says_what_a_round_with_the_corrected_workbook_gives(
    desk: Desk, tmp_path: Path, samples: Path, number: str, setting: tuple[str, str], wins: bool
) -> None:
    header, value = setting
    before = hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest()
    found = told(desk, "objection", "replay", number, *OF, "--set", f"{header}={value}")
    assert hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest() == before
    cell: Any = value.replace(",", ".")
    if header == "Ontvangen op":
        from .objecting import at

        cell = at(3, 31)
    else:
        cell = float(cell) if "." in cell else int(cell)
    again = decided(tmp_path / "over", samples, changes={number: {header: cell}}, sent=False)
    with reading_round(again.url, ROUND) as reader:
        award = reader.allocation.award_of(number)
    after = found["after"]
    assert (after["outcome"], after["amount"]) == (award.outcome.value, award.amount.cents)
    assert after["homes"] == award.model_dump(mode="json")["homes"]
    assert after["payments"] == award.model_dump(mode="json")["payments"]
    if number != "D":
        assert found["wins"] is wins


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("homes.social_rent", "Schrijf --set als veld=waarde"),
        ("homes.attics=3", "deze regeling kent dat veld niet"),
        ("homes.social_rent=veel", "past veel niet"),
        ("homes.social_rent=-3", "bij Sociale huurwoningen past -3 niet"),
        ("financial_coherence=misschien", "bij Financiële samenhang past misschien niet"),
        ("received_at=31-02-2026", "bij Ontvangen op past 31-02-2026 niet"),
        ("municipality=Utrecht", "een fout (INT-020)"),
        ("contact=Jan", "telt niet mee in de verdeling"),
        ("application_id=Z", "telt niet mee in de verdeling"),
    ],
)  # fmt: skip
def test_a_correction_that_cannot_be_is_asked_again(desk: Desk, setting: str, said: str) -> None:
    assert desk.asks("objection", "replay", "C", *OF, "--set", setting) == 2
    assert said in plain(desk)


# Deciding.


def test_a_founded_objection_is_paid_out_of_the_reserve_and_others_keep_what_they_have(
    desk: Desk,
) -> None:
    listed = amounts(desk)
    opens(desk, "C")
    hears(desk, "BZ-1")
    out = desk.folder / "b"
    won = ("--set", "homes.social_rent=120", "--costs", "€ 1.294", "--out", str(out))
    assert decides(desk, "BZ-1", "founded", *won) == 0, desk.said
    assert "C krijgt € 2.000.000; uit de bezwaarreserve komt € 2.000.000." in plain(desk)
    assert state(desk, "C") is DecisionState.REVISED
    assert amounts(desk) == listed  # the list that was approved stays
    cells = told(desk, "ledger", *OF)["balances"]
    cell = next(one for one in cells if one["instrument"] == "woningbouwimpuls")
    assert (cell["committed"], cell["ceiling"]) == (800_000_000, 800_000_000)
    letter = text(out / "bezwaar_besluit_BZ-1.pdf")
    for part in (
        "Uw bezwaar is gegrond.", "U krijgt nu € 2.000.000", "Sociale huurwoningen: 100 → 120",
        "Ik vergoed € 1.294", "U kunt beroep instellen bij de bestuursrechter van de rechtbank",
        "De laatste dag is 1 oktober 2026", "mr. G.H. Bedacht",
    ):  # fmt: skip
        assert part in letter, part
    balanced(desk)
    assert decides(desk, "BZ-1", "founded", *won) == 0
    assert "al vastgelegd" in plain(desk)
    assert opens(desk, "C", "2026-08-25") == 3


@pytest.mark.sample(every=4)
@pytest.mark.parametrize(
    ("decided_by", "again"),
    [
        (("--amount", "€ 1 mln"), ("--amount", "€ 1.000.000,01")),
        (("--amount", "€ 1 mln"), ("--set", "homes.social_rent=120")),
        (("--amount", "€ 1 mln"), ("--amount", "€ 1 mln", "--excused", "Een verkeerd adres.")),
        (("--set", "homes.social_rent=120"), ("--amount", "€ 2 mln")),
        (("--set", "homes.social_rent=120"), ("--set", "homes.social_rent=121")),
        (("--set", "homes.social_rent=120"), ("--set", "homes.social_rent=120", "--costs", "€ 1")),
    ],
)  # fmt: skip
def test_what_was_decided_otherwise_is_not_called_recorded_already(
    desk: Desk, decided_by: tuple[str, ...], again: tuple[str, ...]
) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "founded", *decided_by) == 0, desk.said
    assert decides(desk, "BZ-1", "founded", *decided_by) == 0, desk.said
    assert "al vastgelegd" in plain(desk)
    assert decides(desk, "BZ-1", "founded", *again) == 3, desk.said
    assert "al vastgelegd" not in plain(desk)


def test_what_the_reserve_does_not_cover_asks_for_cover_by_name(desk: Desk) -> None:
    for at, number in enumerate(("C", "G"), 1):
        opens(desk, number)
        hears(desk, f"BZ-{at}")
        assert decides(desk, f"BZ-{at}", "founded", "--amount", "€ 2 mln") == 0, desk.said
        balanced(desk)
    found = told(desk, "objection", "list", "BZ-2", *OF)[0]["decision"]
    assert (found["from_reserve"], found["beyond"]) == (100_000_000, 100_000_000)
    desk.asks("objection", "list", "BZ-2", *OF)
    assert "Vraagt dekking: € 1.000.000 voor G (BZ-2)" in plain(desk)
    source = ("--reason", "Najaarsnota 2026, begrotingsartikel 1", "--date", "2026-09-01")
    assert desk.give(HANDLER, "objection", "cover", "BZ-2", *OF, *source) == 3
    assert desk.give(DECIDER, "objection", "cover", "BZ-2", *OF, *source) == 0, desk.said
    assert "Dekking van € 1.000.000: Najaarsnota 2026" in plain(desk)
    assert desk.give(DECIDER, "objection", "cover", "BZ-1", *OF, *source) == 3


def test_a_late_objection_is_inadmissible_unless_it_is_excused(desk: Desk) -> None:
    opens(desk, "C", "2026-07-17")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded") == 3
    assert "het kon tot en met 16-07-2026" in plain(desk)
    out = desk.folder / "b"
    late = ("--ground", "late", "--out", str(out))
    assert decides(desk, "BZ-1", "inadmissible", *late) == 0, desk.said
    assert "niet-ontvankelijk, want het bezwaar kwam te laat" in text(
        out / "bezwaar_besluit_BZ-1.pdf"
    )
    opens(desk, "G", "2026-07-17")
    hears(desk, "BZ-2")
    excuse = ("--excused", "De brief ging naar een verkeerd adres.")
    assert decides(desk, "BZ-2", "unfounded", *excuse) == 0, desk.said


@pytest.mark.sample(every=4)
@pytest.mark.parametrize(
    ("outcome", "more", "code", "said"),
    [
        ("founded", ("--set", "homes.social_rent=101"), 3, "had C niet meer gekregen dan € 0"),
        ("unfounded", ("--set", "homes.social_rent=120"), 3, "had C € 2.000.000 gekregen"),
        ("founded", ("--set", "homes.social_rent=120", "--amount", "€ 1 mln"), 3, "geeft € 2.000"),
        ("founded", ("--amount", "€ 2,1 mln"), 2, "C vraagt € 2.000.000; meer dan dat"),
        ("unfounded", ("--amount", "€ 1 mln"), 2, "Bij ongegrond blijft de toekenning van C"),
        ("unfounded", ("--amount", "€ 0"), 2, "Laat --amount weg"),
        ("founded", ("--amount", "€ 0"), 3, "maakt het niet slechter"),
        ("founded", ("--amount", "veel"), 2, "geen bedrag"),
        ("inadmissible", (), 2, "de grond met --ground"),
        ("unfounded", ("--ground", "late"), 2, "de grond met --ground"),
        ("inadmissible", ("--ground", "late"), 3, "niet om die reden"),
        ("inadmissible", ("--ground", "premature"), 3, "niet om die reden"),
        ("unfounded", ("--date", "2026-08-01"), 3, "kan niet van 01-08-2026 zijn"),
        ("unfounded", ("--reason", "nee"), 2, "waarop de beslissing rust"),
    ],
)  # fmt: skip
def test_an_outcome_that_does_not_follow_is_refused(
    desk: Desk, outcome: str, more: tuple[str, ...], code: int, said: str
) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    before = hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest()
    assert decides(desk, "BZ-1", outcome, *more) == code, desk.said
    assert said in plain(desk)
    assert hashlib.sha256((desk.folder / "verdeel.db").read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (APPROVER, "artikel 10:3, derde lid, Awb"),
        (HANDLER, "mag niet op een bezwaar beslissen"),
        (AUDITOR, "auditor"),
    ],
)
def test_who_took_the_decision_or_is_no_approver_does_not_decide(
    desk: Desk, who: str, said: str
) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded", by=who) == 3
    assert said in plain(desk)


def test_who_registered_it_does_not_decide_on_it(desk: Desk) -> None:
    opens(desk, "C", by=DECIDER)
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded") == 3
    assert "vier ogen" in plain(desk)


def test_a_decision_after_an_appeal_goes_to_the_court_too(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    appeal = ("objection", "appeal", "BZ-1", *OF, "--date", "2026-08-15", *WHY)
    assert desk.give(HANDLER, *appeal) == 0, desk.said
    assert decides(desk, "BZ-1", "unfounded") == 0, desk.said
    assert "stuur dit ook aan de rechtbank (artikelen 6:19 en 6:20 Awb)" in plain(desk)
    assert decides(desk, "BZ-1", "founded", "--amount", "€ 2 mln") == 3
    assert "al beslist" in plain(desk)


ADVISED = ("--advised", "2026-08-17", "--adviser", "Adviescommissie bezwaarschriften VRO")


def test_a_committee_is_followed_or_departed_from_by_name_and_day(desk: Desk) -> None:
    assert opens(desk, "C", "2026-07-01", "--committee") == 0, desk.said
    hears(desk, "BZ-1")
    out = ("--out", str(desk.folder / "b"))
    assert decides(desk, "BZ-1", "unfounded", *out) == 3
    assert "--advised" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded", *out, "--advised", "2026-08-17") == 2
    late = ("--advised", "2027-01-01", "--adviser", "Adviescommissie")
    assert decides(desk, "BZ-1", "unfounded", *out, *late) == 2
    assert decides(desk, "BZ-1", "unfounded", *out, *ADVISED[:3], "P. Wiersma") == 3
    assert "niet de adviescommissie (artikel 7:13, eerste lid, Awb)" in plain(desk)
    followed = (*out, *ADVISED, "--costs-refused", "Het besluit blijft gelden.")
    assert decides(desk, "BZ-1", "unfounded", *out, *ADVISED, "--costs", "€ 500") == 3
    assert "artikel 7:15, tweede lid, Awb" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded", *followed) == 0, desk.said
    letter = text(desk.folder / "b" / "bezwaar_besluit_BZ-1.pdf")
    for part in ("adviseerde mij op 17 augustus 2026", "Ik volg haar advies",
                 "Die vergoed ik niet", "Het besluit blijft gelden."):  # fmt: skip
        assert part in letter
    assert decides(desk, "BZ-1", "unfounded", *followed) == 0
    assert "al vastgelegd" in plain(desk)
    assert decides(desk, "BZ-1", "unfounded", *followed, "--departs", "zij vergiste zich") == 3
    assert decides(desk, "BZ-1", "unfounded", *out, *ADVISED) == 3


TYPED = ("€ -5", "-0,01", "€ 99999999999999999999", "€ 10.001 mld", "nan", "1e3", "veel", " ")


def test_no_amount_is_typed_that_cannot_be_one(desk: Desk) -> None:
    """Below zero it is none, and above what a ledger can add up."""
    opens(desk, "C")
    hears(desk, "BZ-1")
    for typed in TYPED:
        for more in (("--amount", typed), ("--amount", "€ 1 mln", "--costs", typed)):
            assert decides(desk, "BZ-1", "founded", *more) == 2, (more, desk.said)
        per_day = ("--per-day", "€ 23", "--per-day", "€ 35", "--per-day", typed)
        notice = ("objection", "default", "BZ-1", *OF, "--date", "2026-08-28")
        assert desk.give(HANDLER, *notice, *per_day) == 2, desk.said
    assert decides(desk, "BZ-1", "founded", "--amount", "€ 1 mln", "--costs", "€ 0,01") == 0


def test_an_advice_is_not_named_where_no_committee_was(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded", *ADVISED) == 2
    assert "zonder adviescommissie" in plain(desk)


def test_a_decision_whose_letter_cannot_be_signed_is_not_taken(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    office = desk.folder / "office.toml"
    kept = [o for o in office.read_text("utf-8").splitlines() if "objection_signatory" not in o]
    office.write_text("\n".join(kept), "utf-8")
    assert decides(desk, "BZ-1", "unfounded", "--out", str(desk.folder / "b")) == 3
    assert "objection_signatory" in plain(desk)
    assert state(desk, "C") is DecisionState.OBJECTED


def test_every_output_tells_where_an_objected_decision_stands(desk: Desk) -> None:
    opens(desk, "C")
    opens(desk, "G")
    status = told(desk, "round", "status", ROUND, "--date", "2026-08-20")
    assert status["objections"] == ["BZ-1 (C)", "BZ-2 (G)"]
    assert any("beslissen loopt tot en met 27-08-2026" in w["sentence"] for w in status["warnings"])
    late = told(desk, "round", "status", ROUND, "--date", "2026-08-28")
    assert any("beslissen verstreek op 27-08-2026" in w["sentence"] for w in late["warnings"])
    desk.asks("explain", "C", *OF)
    assert "Bezwaar BZ-1, ontvangen op 01-07-2026, is nog niet beslist." in plain(desk)
    assert desk.give(desk_keeper(), "round", "archive", ROUND, "--date", "2026-08-28") == 3
    assert "Op BZ-1, BZ-2 is nog niet beslist" in plain(desk)
    for name in ("BZ-1", "BZ-2"):
        hears(desk, name)
    assert decides(desk, "BZ-1", "founded", "--set", "homes.social_rent=120") == 0
    assert decides(desk, "BZ-2", "founded", "--amount", "€ 2 mln") == 0
    assert told(desk, "round", "status", ROUND)["asks_cover"] == ["BZ-2 (G, €\u00a01.000.000)"]
    explained = told(desk, "explain", "C", *OF)
    assert (explained["decision"], explained["amount_now"]) == ("revised", 200_000_000)
    desk.asks("explain", "C", *OF)
    assert "Na bezwaar is het bedrag € 2.000.000." in plain(desk)
    lines = {one["application_id"]: one for one in told(desk, "round", "applications", ROUND)}
    assert (lines["C"]["decision"], lines["A"]["decision"]) == ("revised", "sent")
    assert lines["C"]["objections"][0]["outcome"] == "founded"
    for day, found in (("2026-07-16", "sent"), ("2026-07-17", "final")):
        on = told(desk, "round", "applications", ROUND, "--date", day)
        assert next(o for o in on if o["application_id"] == "A")["decision"] == found, day
    for day, found in (("2026-10-01", "revised"), ("2026-10-02", "final")):
        on = told(desk, "round", "applications", ROUND, "--date", day)
        assert next(o for o in on if o["application_id"] == "C")["decision"] == found, day
    out = desk.folder / "rapport"
    assert desk.asks("report", *OF, "--out", str(out)) == 0, desk.said
    page = (out / "report.html").read_text("utf-8").replace("\u00a0", " ")
    assert "bezwaar BZ-1 gegrond op 20 augustus 2026" in page
    with (out / "open_data" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        published = {line["application_id"]: line for line in csv.DictReader(file)}
    assert published["C"]["objections"] == "BZ-1:founded"
    assert published["C"]["still_committed_eur"] == "2000000.00"
    assert published["C"]["added_on_objection_eur"] == "2000000.00"
    assert (published["A"]["objections"], published["A"]["added_on_objection_eur"]) == ("", "0.00")
    assert cli.run(["recompute", str(out / "open_data")]) == 0


def desk_keeper() -> str:
    """Who archives a round."""
    return DECIDER


# What is shown.


def test_the_comparison_file_checks_the_order_and_shows_no_secret(desk: Desk) -> None:
    opens(desk, "G")
    out = desk.folder / "inzage"
    show = ("objection", "file", "BZ-1", *OF, "--date", "2026-07-20", "--out", str(out))
    assert desk.give(HANDLER, *show) == 0, desk.said
    written = out / "vergelijking_BZ-1.csv"
    raw = written.read_bytes()
    for secret in (b"Geheim", b"geheim@", b"7654321", b"7.654.321", b"Proefkade"):
        assert secret not in raw, secret
    with written.open(encoding="utf-8-sig") as file:
        shown = {line["aanvraag"]: line for line in csv.DictReader(file, delimiter=";")}
    assert set(shown) == {"A", "B", "C", "D", "F", "G"}
    assert shown["C"]["gevraagd"] == "2000000,00"
    assert shown["C"]["betaalbare woningen"] == "140"
    assert shown["C"]["Publiek tekort"] == "afgeschermd (artikel 7:4, zesde lid, Awb)"
    assert (shown["D"]["uitkomst"], shown["D"]["niet voldaan"]) == ("refused_rule", "WBI-17")
    assert shown["A"]["Score noodzaak"] == "7"
    (log,) = told(desk, "objection", "list", "BZ-1", *OF)[0]["shown"]
    assert log["sha256"] == hashlib.sha256(raw).hexdigest()
    assert set(log["shown"]) == {"", *shown}
    assert {"Publiek tekort", "Projectnaam"} <= set(log["shown"][""])
    heads = set(next(iter(shown.values())))
    assert heads == {*log["shown"]["C"], *log["shown"][""]}  # the log is complete
    assert not any("ontact" in head or "mail" in head for head in heads)
    assert desk.give(HANDLER, *show) == 0
    assert len(told(desk, "objection", "list", "BZ-1", *OF)[0]["shown"]) == 1
    assert opens(desk, "A", "2026-07-01", "--objector", "Stichting Uitzicht") == 0
    assert desk.give(HANDLER, *(part.replace("BZ-1", "BZ-2") for part in show)) == 3
    balanced(desk)


@pytest.mark.slow(
    sample="tests/io/cli/test_supplements.py::test_a_bundle_does_the_supplements_over_too"
)
def test_a_bundle_keeps_the_objections_of_a_round(desk: Desk) -> None:
    opens(desk, "C")
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "founded", "--set", "homes.social_rent=120") == 0
    assert desk.asks("bundle", *OF, "--out", "ronde.zip") == 0, desk.said
    assert desk.asks("replay", "ronde.zip", "--json") in (0, 1), desk.said
    steps = {one["what"]: one["difference"] for one in json.loads(desk.said)["steps"]}
    assert set(steps.values()) == {""}
    assert "de beslissingen op bezwaar" in steps
