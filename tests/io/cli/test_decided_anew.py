"""A founded objection to a fixing or to interest: another takes its place in the same decision."""

from pathlib import Path

import pytest

from verdeelsleutel.grants.after.objection import ObjectionOutcome
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.io import cli
from verdeelsleutel.io.records.rounds import objections
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.objections import StoredObjectionDecision
from verdeelsleutel.io.records.rounds.reader import RoundReader, changing_round
from verdeelsleutel.io.records.settling.stored import SettlingKind
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.settling.booking import book_settlement
from verdeelsleutel.io.rounds.settling.claims import settlement_of
from verdeelsleutel.io.rounds.state import record

from ..letters.pages import flat, page_texts
from .after import OF, OTHER_APPROVER, ROUND, After
from .conftest import MAKER, SECOND, Verdeel
from .settled import GOOD, in_debt, paid
from .settling import WHY, Settling
from .test_settling_forged import ON, keep

__all__ = ["in_debt", "paid"]  # fixtures

MORE = {**GOOD, "werkelijk_tekort": "7.000.000", "kenmerk": "SISA-GB-1b"}


@pytest.fixture
def ends(paid: After, desk: Path, verdeel: Verdeel) -> Settling:
    """GB-1 fixed lower on 4 October 2027, to which its municipality objected."""
    made = Settling(paid.copied(desk, verdeel))
    made.load(GOOD)
    made.both("settle", "GB-1", "2027-10-04", *WHY)
    objects(made, "BZ-1", "settled", "2027-10-20")
    return made


def objects(ends: Settling, name: str, against: str, on: str, number: str = "GB-1") -> None:
    """Somebody objects to a later decision, and does not want to be heard."""
    ends.after.does("objection", "open", number, "--channel", "post",
        *OF, "--received", on, "--date", on, "--against",
                    against, *WHY, *MAKER)  # fmt: skip
    ends.after.does("objection", "hear", name, *OF, "--date", on, "--without", "c", "--reason",
                    "De gemeente wilde niet worden gehoord.", *SECOND)  # fmt: skip


def founded(ends: Settling, name: str, on: str) -> str:
    told = ends.after.does(
        "objection", "decide", name, *OF, "--outcome", "founded", "--date", on,
        "--out", ends.after.desk / "bezwaar", *WHY, *OTHER_APPROVER,
    )  # fmt: skip
    ends.after.sound()
    return told


UPON = ("--upon", "BZ-1")


def letter(ends: Settling) -> str:
    whole = (ends.after.desk / "bezwaar" / "bezwaar_besluit_BZ-1.pdf").read_bytes()
    return flat(" ".join(page_texts(whole))).replace("\u00a0", " ")


def appeals(ends: Settling, day: str) -> dict[str, str]:
    """The terms of a day about this objection, by their text."""
    told = ends.after.says("calendar", "--date", day)["terms"]
    return {one["what"]["nl"]: one["first"] for one in told if "BZ-1" in one["what"]["nl"]}


def published(ends: Settling) -> None:
    out = ends.after.desk / "rapport"
    ends.after.does("report", *OF, "--out", out)
    assert cli.run(["recompute", str(out / "open_data")]) == 0


def test_a_founded_objection_to_a_fixing_puts_another_in_its_place_in_one_letter(
    ends: Settling,
) -> None:
    was = ends.after.on("committed")
    nothing = refused_to_find(ends, "2027-11-10")
    assert "verdeel settle GB-1 --upon BZ-1" in nothing
    ends.load(MORE, on="2027-11-12")
    before = ends.told("GB-1")["settled_at"]
    made = ends.propose("settle", "GB-1", "2027-11-15", *WHY, *UPON)
    assert "objection decide BZ-1" in made["next"]["command"]
    alone = ("settle", "GB-1", *OF, "--date", "2027-11-16", "--confirm", "--out", "x")
    assert "genomen in de beslissing op dat bezwaar" in ends.after.refused(*alone, *OTHER_APPROVER)
    founded(ends, "BZ-1", "2027-11-16")
    more = made["final"] - before
    assert more > 0
    assert ends.after.on("committed") == was + more
    assert ends.told("GB-1")["settled_on"] == "2027-11-16"
    text = letter(ends)
    assert "Uw bezwaar is gegrond. Ik herroep dat besluit, en neem in deze brief een ander" in text
    assert "Op 4 oktober 2027 stelde ik de specifieke uitkering" in text
    assert text.count("U kunt beroep instellen bij de bestuursrechter") == 1
    assert "De laatste dag is 28 december 2027" in text
    assert "U kunt bezwaar maken" not in text
    assert not (ends.after.desk / "bezwaar" / "vaststelling_GB-1.pdf").exists()
    assert list(appeals(ends, "2027-11-17")) == ["beroep tegen het besluit op BZ-1"]
    assert "al vastgesteld" in ends.refused("settle", "GB-1", "2027-12-01", *WHY)
    verified(ends)
    published(ends)


def refused_to_find(ends: Settling, on: str) -> str:
    """What is said where nothing is proposed to take the place of what is revoked."""
    return ends.after.refused(
        "objection", "decide", "BZ-1", *OF, "--outcome", "founded", "--date", on, *WHY,
        *OTHER_APPROVER,
    )  # fmt: skip


def verified(ends: Settling) -> None:
    """The office writes the letter so, also later."""
    told = ends.after.verdeel("audit", "verify", "--letters", ends.after.desk / "bezwaar")
    assert told.code == 0, told.out + told.err


@pytest.mark.slow(
    sample="test_a_founded_objection_to_a_fixing_puts_another_in_its_place_in_one_letter"
)
def test_a_fixing_upon_an_objection_is_never_lower(ends: Settling) -> None:
    lower = ("--final", "€ 1", "--obligations", "--not-heard", "own_data")
    said = ends.after.refused("settle", "GB-1", *OF, "--date", "2027-11-09", *WHY, *lower, *UPON,
                              *MAKER, code=2)  # fmt: skip
    assert "maakt dat niet lager" in said
    made = ends.propose("settle", "GB-1", "2027-11-09", *WHY, *UPON)
    assert made["final"] == ends.told("GB-1")["settled_at"]
    founded(ends, "BZ-1", "2027-11-10")


def test_what_was_proposed_upon_an_objection_falls_with_it(ends: Settling) -> None:
    ends.propose("settle", "GB-1", "2027-11-09", *WHY, *UPON)
    ends.after.does("objection", "decide", "BZ-1", *OF, "--outcome", "unfounded", "--date",
                    "2027-11-10", *WHY, *OTHER_APPROVER)  # fmt: skip
    ends.after.sound()
    assert ends.told("GB-1")["settled_on"] == "2027-10-04"
    assert "reclaim intend GB-1" in ends.after.does("round", "status", OF[1])


def test_an_objection_to_a_fixing_is_about_that_fixing_and_not_about_the_grant(
    ends: Settling,
) -> None:
    said = ends.after.refused(
        "objection", "decide", "BZ-1", *OF, "--outcome", "founded", "--amount", "€ 4 mln",
        "--date", "2027-11-10", *WHY, *OTHER_APPROVER,
    )  # fmt: skip
    assert "staat in een voorstel dat u met deze beslissing neemt" in said


RATE = ("--rate", "2027-07-01=6", "--rate", "2028-01-01=5,5", "--source", "Stb. 2027, 456")


@pytest.fixture
def owing(in_debt: After, desk: Path, verdeel: Verdeel) -> Settling:
    """€ 879.20 of interest fixed on 17 January 2028, to which the municipality objected."""
    made = Settling(in_debt.copied(desk, verdeel))
    for amount, on, reference in (
        ("€ 500.000", "2027-12-13", "ONTV-1"), ("€ 600.000", "2027-12-20", "ONTV-2"),
        ("€ 66.666,67", "2028-01-10", "ONTV-3"),
    ):  # fmt: skip
        typed = ("--amount", amount, "--reference", reference)
        made.both("reclaim repaid", "GB-1", on, *typed, letter=False)
    made.both("reclaim interest", "GB-1", "2028-01-17", *WHY, *RATE)
    objects(made, "BZ-1", "interest", "2028-01-24")
    return made


@pytest.mark.slow(
    sample="test_a_founded_objection_to_a_fixing_puts_another_in_its_place_in_one_letter"
)
def test_interest_that_an_objection_won_against_follows_from_what_is_recorded_now(
    owing: Settling,
) -> None:
    assert "verdeel reclaim interest GB-1 --upon BZ-1" in refused_to_find(owing, "2028-02-07")
    gone = ("--reference", "ONTV-2", "--reason", "Het geld kwam een week eerder dan geboekt.")
    owing.both("reclaim undo", "GB-1", "2028-02-10", *gone, letter=False)
    paid_then = ("--amount", "€ 600.000", "--reference", "ONTV-2b")
    owing.both("reclaim repaid", "GB-1", "2028-02-10", *paid_then, letter=False)
    made = owing.propose("reclaim interest", "GB-1", "2028-02-14", *WHY, *RATE, *UPON)
    assert made["amount"] == 87_920  # it follows that more was late: never more than it was
    less = ("--amount", "€ 600")
    made = owing.propose("reclaim interest", "GB-1", "2028-02-14", *WHY, *RATE, *UPON, *less)
    assert made["amount"] == 60_000
    founded(owing, "BZ-1", "2028-02-15")
    assert owing.told("GB-1")["interest"] == 60_000
    text = letter(owing)
    assert "Ik stel de rente nu vast op € 600." in text
    assert "Ik vraag niet alles wat daaruit volgt, maar € 600." in text
    assert text.count("U kunt beroep instellen bij de bestuursrechter") == 1
    verified(owing)
    published(owing)


@pytest.mark.slow(
    sample="test_a_founded_objection_to_a_fixing_puts_another_in_its_place_in_one_letter"
)
def test_interest_can_be_taken_back_altogether(owing: Settling) -> None:
    nothing = ("--amount", "€ 0")
    owing.propose("reclaim interest", "GB-1", "2028-02-14", *WHY, *RATE, *UPON, *nothing)
    founded(owing, "BZ-1", "2028-02-15")
    assert owing.told("GB-1")["interest"] == 0
    assert "Hoe u betaalt" not in letter(owing)


def test_interest_without_an_objection_has_no_other_amount(
    in_debt: After, desk: Path, verdeel: Verdeel
) -> None:
    ends = Settling(in_debt.copied(desk, verdeel))
    typed = ("--amount", "€ 1.166.666,67", "--reference", "ONTV-1")
    ends.both("reclaim repaid", "GB-1", "2028-01-10", *typed, letter=False)
    said = ends.after.refused("reclaim", "interest", "GB-1", *OF, "--date", "2028-01-17", *WHY,
                              *RATE, "--amount", "€ 500", *MAKER, code=2)  # fmt: skip
    assert "laat --amount weg" in said


def forged(reader: RoundReader, by: str, upon: str, change: int, about: int = 0) -> None:
    """A fixing in the place of the first, with a ledger that goes with it."""
    first = settlement_of(reader, "GB-1")
    assert first is not None
    final = Euro(first.detail.final.cents + change)
    said = {"final": final, "upon": upon, "replaces": first.row_id + about}
    if change >= 0:  # the ledger takes nothing off what was settled
        book_settlement(reader, "GB-1", final, ON)
    keep(reader, "GB-1", SettlingKind.SETTLED, first.detail.model_copy(update=said), by)


PIETER = "P. Wiersma"
FOUNDED = StoredObjectionDecision(
    outcome=ObjectionOutcome.FOUNDED, ground="", on=ON, reason="Het tekort is hoger.", departs="",
    corrections={}, award=None, from_reserve=ZERO, beyond=ZERO, costs=ZERO, approver=PIETER,
)  # fmt: skip


@pytest.mark.sample(every=3)
@pytest.mark.parametrize(
    ("won", "by", "upon", "change", "about", "said"),
    [
        (True, "Y. Haddou", "BZ-1", 0, 0, "niet met deze beslissing genomen"),
        (False, PIETER, "BZ-1", 0, 0, "zonder gegrond bezwaar"),
        (True, PIETER, "BZ-2", 0, 0, "neemt er geen ander voor in de plaats"),
        (True, PIETER, "BZ-1", 0, 1, "zonder gegrond bezwaar"),
        (True, PIETER, "", 0, 0, "neemt er geen ander voor in de plaats"),
        (True, PIETER, "BZ-1", -1, 0, "is slechter beslist dan ervoor"),
        (True, PIETER, "BZ-1", 1, 0, "hoger dan de regeling toelaat"),
        (True, "", "BZ-1", 0, 0, "neemt er geen ander voor in de plaats"),
    ],
)
def test_no_forged_decision_in_the_place_of_another_passes_a_door(
    ends: Settling, won: bool, by: str, upon: str, change: int, about: int, said: str
) -> None:
    decided_by_hand(ends, by, upon, change, about, won=won)
    told = ends.after.refused("pay", "order", *OF, "--date", "2027-12-02", *MAKER)
    assert said in told
    assert ends.after.verdeel("audit", "verify").code == 3


def decided_by_hand(
    ends: Settling, by: str, upon: str, change: int, about: int, *, won: bool = True
) -> None:
    """A decision that the objection is founded and a fixing in the place of the first, kept with
    this program's own functions; none of both where nobody takes it, or it was not won."""
    url = f"sqlite:///{(ends.after.desk / 'verdeel.db').as_posix()}"
    with changing_round(url, ROUND) as reader:
        if won:
            objections.add_decision(reader, reader.objections[0], FOUNDED)
            record(reader, EventKind.OBJECTION_DECIDED, Actor(name=PIETER))
        if by:
            forged(reader, by, upon, change, about)


def test_the_same_functions_with_what_does_follow_pass_the_door(ends: Settling) -> None:
    decided_by_hand(ends, PIETER, "BZ-1", 0, 0)
    ends.after.sound()
