"""Objections from receipt to hearing: terms, people, and what nobody may do."""

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.lives.decision import DecisionState

from .objecting import (
    DECIDER,
    HANDLER,
    OF,
    WHY,
    amounts,
    balanced,
    decided,
    decides,
    desk,
    hears,
    home,
    opens,
    plain,
    state,
    text,
    told,
)
from .orders import MAKER, Desk
from .test_unknown import ROUND

__all__ = ["desk", "home"]  # fixtures


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
        f'"..." --out <map> --round {ROUND} --date jjjj-mm-dd --as bram.dekker',
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
        ("2026-07-17", (), 1, "onbekend, want op welke dag het is gepost, is niet gebleken"),
        ("2026-07-23", (), 1, "onbekend, want op welke dag het is gepost, is niet gebleken"),
        ("2026-07-24", (), 1, "te laat (artikel 6:11 Awb"),
        ("2026-07-17", ("--channel", "handed_in"), 1, "te laat (artikel 6:11 Awb"),
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


@pytest.mark.slow(sample="test_an_objection_is_registered_with_its_terms_and_acknowledged")
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


# Posted on a day that nobody knows (Awb 6:9, second paragraph).

POSTING = ("objection", "posting", "BZ-1", *OF)
LATE = ("inadmissible", "--ground", "late")


def without_hearing(desk: Desk, day: str) -> None:
    without = ("objection", "hear", "BZ-1", *OF, "--without", "a", "--date", day, *WHY)
    assert desk.give(HANDLER, *without) in (0, 1), desk.said


def test_what_came_by_post_within_a_week_is_late_only_after_its_proof_was_asked_for(
    desk: Desk,
) -> None:
    assert opens(desk, "C", "2026-07-21") == 1
    assert plain(desk).splitlines()[-2:] == [
        "Hierna: vragen op welke dag het is gepost (of dat met --shown vastleggen):",
        f"    verdeel objection posting BZ-1 --out <map> --round {ROUND} --date jjjj-mm-dd "
        "--as bram.dekker",
    ]
    without_hearing(desk, "2026-07-22")
    for outcome in (LATE, ("unfounded",), ("unfounded", "--excused", "De post was in staking.")):
        assert decides(desk, "BZ-1", *outcome) == 3
        assert 'Vraag er eerst om met "verdeel objection posting BZ-1 --out <map>"' in plain(desk)
    out = desk.folder / "b"
    ask = (*POSTING, "--date", "2026-07-22", "--out", str(out))
    assert desk.give(HANDLER, *ask) == 1, desk.said
    assert "De dag van posten laten zien: tot en met 05-08-2026: zoals gevraagd" in plain(desk)
    letter = text(out / "bezwaar_terpostbezorging_BZ-1.pdf")
    assert (
        "Laat mij uiterlijk op 5 augustus 2026 weten op welke dag uw bezwaar op de post" in letter
    )
    assert "als het uiterlijk op 16 juli 2026 op de post ging" in letter
    assert desk.give(HANDLER, *ask) == 1
    assert "Dat was al vastgelegd" in plain(desk)
    assert desk.give(HANDLER, *POSTING, "--date", "2026-07-23") == 3
    assert "wacht al op een bewijs van de dag van posten, tot en met 05-08-2026" in plain(desk)
    assert decides(desk, "BZ-1", *LATE, "--date", "2026-08-05") == 3
    assert "kan nog komen tot en met 05-08-2026" in plain(desk)
    assert told(desk, "objection", "list", "BZ-1", *OF, "--date", "2026-08-06")[0]["terms"][
        "arrived"
    ] == "late"  # fmt: skip
    assert decides(desk, "BZ-1", *LATE, "--date", "2026-08-06", "--out", str(out)) == 0, desk.said
    letter = text(out / "bezwaar_besluit_BZ-1.pdf")
    assert "Op 22 juli 2026 vroeg ik u dat uiterlijk op 5 augustus 2026 te laten zien" in letter
    assert told(desk, "objection", "list", "BZ-1", *OF)[0]["terms"]["arrived"] == "late"
    balanced(desk)


def test_a_posting_that_was_shown_decides_whether_it_came_in_time(desk: Desk) -> None:
    opens(desk, "C", "2026-07-23")
    assert desk.give(HANDLER, *POSTING, "--date", "2026-07-24") == 1, desk.said
    shown = (*POSTING, "--reason", "Op het verzendbewijs staat 17 juli.", "--date", "2026-07-30")
    assert desk.give(HANDLER, *shown, "--shown", "2026-07-24") == 2
    assert "kan niet op 24-07-2026 zijn gepost: het is ontvangen op 23-07-2026" in plain(desk)
    assert desk.give(HANDLER, *shown, "--shown", "2026-07-17") == 1, desk.said
    assert "Ingediend: te laat" in plain(desk)
    hears(desk, "BZ-1")
    assert decides(desk, "BZ-1", "unfounded") == 3
    assert "noem met --excused" in plain(desk)
    better = (*POSTING, "--reason", "Een beter leesbare kopie noemt 16 juli.", "--date")
    assert desk.give(HANDLER, *better, "2026-08-03", "--shown", "2026-07-16") == 0, desk.said
    assert "Ingediend: op tijd, want op tijd gepost (artikel 6:9, tweede lid, Awb)" in plain(desk)
    assert decides(desk, "BZ-1", *LATE) == 3
    assert decides(desk, "BZ-1", "unfounded") == 0, desk.said


def test_a_posting_is_asked_only_where_it_can_matter(desk: Desk) -> None:
    for number, received, more in (
        ("C", "2026-07-16", ()), ("D", "2026-07-24", ()), ("G", "2026-07-17", ("--posted",
        "2026-07-16")), ("A", "2026-07-17", ("--channel", "electronic")),
    ):  # fmt: skip
        opens(desk, number, received, *more)
        asked = ("objection", "posting", number, *OF, "--date", "2026-07-27")
        assert desk.give(HANDLER, *asked) == 3, number
        assert "hoeft u niet te vragen" in plain(desk)
    shown = ("--shown", "2026-07-16", "--date", "2026-07-27", *WHY)
    assert desk.give(HANDLER, "objection", "posting", "A", *OF, *shown) == 2
    assert "Alleen van wat per post komt, telt de dag van posten" in plain(desk)
    assert (
        desk.give(HANDLER, "objection", "posting", "C", *OF, *shown, "--until", "2026-08-01") == 2
    )
    assert "Bij --shown horen alleen --reason en --date." in plain(desk)


def test_the_request_for_a_proof_of_posting_does_not_stop_the_clock(desk: Desk) -> None:
    opens(desk, "C", "2026-07-21")
    before = told(desk, "objection", "list", "BZ-1", *OF)[0]["terms"]["deciding"]
    assert desk.give(HANDLER, *POSTING, "--date", "2026-07-22") == 1
    assert told(desk, "objection", "list", "BZ-1", *OF)[0]["terms"]["deciding"] == before


# Late, and asked why (Awb 6:11).

LATENESS = ("objection", "lateness", "BZ-1", *OF)


def test_a_late_objection_is_inadmissible_only_after_its_term_to_explain_that(desk: Desk) -> None:
    out = desk.folder / "b"
    opened = (desk, "C", "2026-07-20", "--channel", "electronic")
    assert opens(*opened, "--out", str(out)) == 1
    assert plain(desk).splitlines()[-2:] == [
        "Hierna: zodra is uitgelegd waarom het te laat kwam, en anders beslissen na 03-08-2026:",
        f'    verdeel objection lateness BZ-1 --reason "..." --round {ROUND} --date jjjj-mm-dd '
        "--as bram.dekker",
    ]
    assert "Uitleggen waarom het te laat kwam: tot en met 03-08-2026: zoals" in plain(desk)
    letter = text(out / "bezwaar_ontvangst_BZ-1.pdf")
    assert "Laat mij dat uiterlijk op 3 augustus 2026 weten" in letter
    without_hearing(desk, "2026-07-22")
    assert decides(desk, "BZ-1", *LATE, "--date", "2026-08-03") == 3
    assert "kan nog worden uitgelegd tot en met 03-08-2026 (artikel 6:11 Awb)" in plain(desk)
    assert 'leg vast wat er kwam met "verdeel objection lateness BZ-1 --reason"' in plain(desk)
    assert decides(desk, "BZ-1", *LATE, "--date", "2026-08-04") == 0, desk.said
    terms = told(desk, "objection", "list", "BZ-1", *OF)[0]["terms"]
    assert (terms["explain_by"], terms["explaining"]) == ("2026-08-03", None)


def test_an_explanation_that_was_recorded_lets_a_late_objection_be_decided(desk: Desk) -> None:
    opens(desk, "C", "2026-07-20", "--channel", "electronic")
    without_hearing(desk, "2026-07-22")
    assert desk.give(HANDLER, *LATENESS, "--reason", "ziek", "--date", "2026-07-24") == 2
    explained = (*LATENESS, "--reason", "De behandelaar was ziek.", "--date", "2026-07-24")
    assert desk.give(HANDLER, *explained) == 1, desk.said
    assert "24-07-2026: uitgelegd waarom het te laat kwam. De behandelaar was ziek." in plain(desk)
    assert desk.give(HANDLER, *explained) == 1
    assert "Dat was al vastgelegd" in plain(desk)
    assert decides(desk, "BZ-1", *LATE, "--date", "2026-07-23") == 3
    assert decides(desk, "BZ-1", *LATE, "--date", "2026-07-24") == 0, desk.said
    assert desk.give(HANDLER, *explained) == 3
    balanced(desk)


def test_an_excuse_needs_no_further_wait_and_another_ground_neither(desk: Desk) -> None:
    opens(desk, "C", "2026-07-20", "--channel", "electronic")
    hears(desk, "BZ-1", "2026-07-22")
    excused = ("--excused", "De brief ging naar een verkeerd adres.", "--date", "2026-07-23")
    assert decides(desk, "BZ-1", "unfounded", *excused) == 0, desk.said
    opens(desk, "D", "2026-07-20", "--channel", "electronic")
    without = ("objection", "hear", "BZ-2", *OF, "--without", "a", "--date", "2026-07-22", *WHY)
    assert desk.give(HANDLER, *without) == 1, desk.said
    ground = ("inadmissible", "--ground", "no_interest", "--date", "2026-07-23")
    assert decides(desk, "BZ-2", *ground) == 0, desk.said


def test_the_term_to_explain_is_that_of_the_letter_that_asked_it(desk: Desk) -> None:
    shown = ("--shown", "2026-07-17", "--reason", "Op het verzendbewijs staat 17 juli.")
    for number, name, asked, last in (
        ("C", "BZ-1", True, "2026-08-06"), ("D", "BZ-2", False, "2026-08-10"),
    ):  # fmt: skip
        opens(desk, number, "2026-07-21")
        posting = ("objection", "posting", name, *OF)
        if asked:
            assert desk.give(HANDLER, *posting, "--date", "2026-07-23") == 1, desk.said
        assert desk.give(HANDLER, *posting, *shown, "--date", "2026-07-27") == 1, desk.said
        terms = told(desk, "objection", "list", name, *OF)[0]["terms"]
        assert (terms["arrived"], terms["explaining"]) == ("late", last)


def test_only_what_is_late_or_may_be_is_explained(desk: Desk) -> None:
    opens(desk, "C")
    assert desk.give(HANDLER, *LATENESS, *WHY, "--date", "2026-07-20") == 3
    assert "wordt alleen vastgelegd van wat te laat is of kan zijn" in plain(desk)


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
    assert desk.give(HANDLER, *hear, "--held", "--date", "2026-07-28", *WHY, *by) == 2
    assert "De uitnodiging noemt 29-07-2026: eerder dan die dag is er niet gehoord." in plain(desk)
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
