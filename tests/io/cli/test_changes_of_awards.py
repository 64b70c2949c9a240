"""An award is changed upon request and never made higher: by two people, with its letter."""

from datetime import date
from typing import Any

import pytest

from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.records.after import award_decisions
from verdeelsleutel.io.records.after.award_decisions import digested
from verdeelsleutel.io.records.rounds.events import EventKind
from verdeelsleutel.io.records.rounds.reader import changing_round
from verdeelsleutel.io.rounds.actor import Actor
from verdeelsleutel.io.rounds.ledger import book_change
from verdeelsleutel.io.rounds.state import record

from .after import MLN, OF, OTHER_APPROVER, ROUND, WEIGHED, After
from .changing import after, letter, revoke, sent, taken
from .conftest import APPROVER, MAKER, SECOND

__all__ = ["after", "sent"]  # fixtures
WHOLE = ("--with", "a,b,c,d,e,f,g")
WHY = ("--reason", "Het verzoek is redelijk en de woningen gaan door.")


def ask(after: After, number: str, *more: str, on: str = "2026-06-10") -> Any:
    return after.says(
        "change", "request", number, *OF, "--date", on, "--reason", "De gemeente vraagt dit.",
        *more, *MAKER,
    )  # fmt: skip


def decide(number: str, on: str = "2026-06-20", *more: str) -> tuple[str, ...]:
    return ("change", "decide", number, *OF, "--date", on, *WHY, *more, *MAKER)


def test_a_lower_amount_is_a_decision_of_its_own_and_frees_the_difference(after: After) -> None:
    told = ask(after, "GB-1", "--amount", "€ 3 mln", *WHOLE)
    assert told["term"] == "2026-09-09"  # thirteen weeks, moved by nothing
    assert "meer dan twaalf weken" in told["term_reasons"][1]
    after.does(*decide("GB-1"))
    assert after.on("committed") == 6 * MLN
    done = taken(after, "GB-1")
    assert (done["before"], done["after"]) == (4 * MLN, 3 * MLN)
    assert (after.on("committed"), after.on("released")) == (5 * MLN, MLN)
    said = letter(after, "wijziging", "GB-1")
    assert "De uitkering is € 3.000.000, in plaats van € 4.000.000." in said
    assert "artikel 8, eerste lid, van de Tijdelijke regeling specifieke" in said
    assert "Ik beslis binnen de termijn: uiterlijk op 9 september 2026" in said
    assert "bezwaar" in said
    after.sound()
    (order,) = after.order("GB-1", on="2026-06-29")["orders"]
    assert order["charged"] == 3 * MLN


def test_a_change_never_raises_the_amount_or_the_share(after: After) -> None:
    ask(after, "GB-1", "--amount", "€ 4.000.000,01", *WHOLE)
    assert "(artikel 8, zesde lid" in after.refused(*decide("GB-1"))
    ask(after, "GB-1", "--amount", "€ 4 mln", "--shortfall", "€ 8 mln", *WHOLE)
    said = after.refused(*decide("GB-1"))
    assert "resterende tekort zou hoger worden, 50% in plaats van 44,4444%" in said
    ask(after, "GB-1", "--amount", "€ 3,5 mln", "--shortfall", "€ 8 mln", *WHOLE)
    after.does(*decide("GB-1"))
    taken(after, "GB-1")
    assert after.on("committed") == 550_000_000
    ask(after, "WBI-1", "--amount", "€ 3,2 mln")
    assert "Wie meer vraagt, doet een nieuwe aanvraag" in after.refused(*decide("WBI-1"))
    after.sound()


def test_a_request_has_all_that_the_article_asks_before_it_is_granted(after: After) -> None:
    asked = ("--reason", "Lager bedrag.", "--amount", "€ 3 mln", "--with", "a,b,c")
    told = after.gives("change", "request", "GB-1", *OF, "--date", "2026-06-10", *asked, *MAKER)
    assert told.code == 1
    assert "ontbreekt: g. een bewijs dat de rekening op naam van de aanvrager staat" in told.out
    said = after.refused(*decide("GB-1"))
    assert "artikel 8, achtste lid" in said
    assert "f. het rekeningnummer" in said
    later = ask(after, "GB-1", "--amount", "€ 3 mln", "--with", "d,e,f,g", on="2026-06-17")
    assert (later["lacking"], later["on"], later["term"]) == ([], "2026-06-10", "2026-09-09")
    after.does(*decide("GB-1"))


def test_new_dates_only_in_special_circumstances(after: After) -> None:
    ask(after, "GB-1", "--last-start", "2036-12-31", *WHOLE)
    assert "alleen in bijzondere omstandigheden" in after.refused(*decide("GB-1"))
    why = ("--special", "De netbeheerder sluit de wijk pas in 2035 aan.")
    after.does(*decide("GB-1", "2026-06-20", *why))
    taken(after, "GB-1")
    said = letter(after, "wijziging", "GB-1")
    assert "De bouw van de laatste woning begint uiterlijk op 31 december 2036." in said
    assert "De netbeheerder sluit de wijk pas in 2035 aan." in said
    assert after.on("committed") == 6 * MLN
    after.sound()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--area", "Andere wijk", "--starts", "2026-09-01"), "niet dezelfde woningbouwlocatie"),
        (("--area", "Haven-Stad", "--starts", "2026-06-09"), "na de start van de maatregel"),
        (("--area", "Haven-Stad"), "onbekend wanneer"),
    ],
)
def test_a_changed_measure_serves_the_same_area_and_is_asked_before_it_starts(
    after: After, given: tuple[str, ...], said: str
) -> None:
    ask(after, "GB-1", "--measure", "hinder", *given, *WHOLE)
    assert said in after.refused(*decide("GB-1"))


def test_a_changed_measure_is_of_a_type_of_the_regulation(after: After) -> None:
    here = ("--area", "haven stad", "--starts", "2026-06-10")
    ask(after, "GB-1", "--measure", "parkeren", *here, *WHOLE)
    assert "is geen type maatregel" in after.refused(*decide("GB-1"))
    ask(after, "GB-1", "--measure", "hinder", *here, *WHOLE)
    after.does(*decide("GB-1"))
    taken(after, "GB-1")
    assert "De maatregel wordt: verwerven of verplaatsen" in letter(after, "wijziging", "GB-1")


def test_a_change_of_year_moves_the_payment_and_is_refused_where_the_year_is_full(
    after: After,
) -> None:
    ask(after, "GB-1", "--year", "2027", *WHOLE)
    said = after.refused(*decide("GB-1"))
    assert (
        "Het jaar is vol: kasjaar 2027 van geldbron vro heeft een plafond van € 3.000.000" in said
    )
    ask(after, "GB-1", "--year", "2028", *WHOLE)
    after.does(*decide("GB-1"))
    done = taken(after, "GB-1")
    assert done["payments"] == [{"year": 2028, "amount": 4 * MLN}]
    assert after.on("committed") == 6 * MLN
    assert "Ik betaal in 2028." in letter(after, "wijziging", "GB-1")
    after.sound()
    said = after.refused("pay", "order", "GB-1", *OF, "--date", "2026-07-01", *MAKER)
    assert "Deel 1 van GB-1 wordt pas in 2028 betaald." in said
    (order,) = after.order("GB-1", on="2028-02-01")["orders"]
    assert (order["year"], order["due"]) == (2028, "2028-12-29")


@pytest.mark.slow(sample="test_a_lower_amount_is_a_decision_of_its_own_and_frees_the_difference")
def test_what_was_paid_does_not_move_and_what_was_paid_above_is_told(after: After) -> None:
    after.order("GB-1")
    after.confirm("GB-1", "€ 3.500.000")
    ask(after, "GB-1", "--year", "2028", *WHOLE)
    assert "al betaald in 2026 en verplaatst niet meer" in after.refused(*decide("GB-1"))
    ask(after, "GB-1", "--amount", "€ 3 mln", *WHOLE)
    after.does(*decide("GB-1"))
    taken(after, "GB-1")
    said = letter(after, "wijziging", "GB-1")
    assert "Op deze uitkering is al € 4.000.000 betaald" in said
    assert "Dat is € 1.000.000 meer dan het nieuwe bedrag." in said
    assert (after.on("committed"), after.on("advanced")) == (5 * MLN, 4 * MLN)
    after.sound()


def test_a_change_waits_for_an_order_that_is_out(after: After) -> None:
    ask(after, "GB-1", "--amount", "€ 3 mln", *WHOLE)
    after.order("GB-1")
    assert "staat betaalopdracht 1" in after.refused(*decide("GB-1"))


@pytest.mark.slow(sample="test_a_lower_amount_is_a_decision_of_its_own_and_frees_the_difference")
def test_the_same_confirmation_writes_the_letter_again_and_changes_nothing(after: After) -> None:
    ask(after, "GB-1", "--amount", "€ 3 mln", *WHOLE)
    after.does(*decide("GB-1"))
    first = taken(after, "GB-1")
    path = after.desk / "later" / "wijziging_GB-1.pdf"
    kept = path.read_bytes()
    path.unlink()  # as if the program had ended before the letter was written
    again = taken(after, "GB-1")
    assert (first["new"], again["new"], again["digest"]) == (True, False, first["digest"])
    assert path.read_bytes() == kept
    assert after.on("committed") == 5 * MLN
    why = revoke("--not-heard", "own_data", *WEIGHED, on="2026-06-26")
    after.does(*why)
    taken(after, "GB-1", "2026-06-29", "revoke")
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert taken(after, "GB-1", "2026-06-29", "revoke")["new"] is False
    assert letter(after, "intrekkingsbesluit", "GB-1") == said
    after.sound()


def test_a_refusal_is_a_decision_with_a_letter_too(after: After) -> None:
    ask(after, "WBI-1", "--amount", "€ 4 mln")
    after.does(*decide("WBI-1", "2026-06-20", "--refuse"))
    taken(after, "WBI-1")
    said = letter(after, "wijziginggeweigerd", "WBI-1")
    assert "Ik doe dat niet. Het besluit van 1 juni 2026 blijft zoals het is." in said
    assert "zeggen niets over een wijziging" in said
    assert after.on("committed", "woningbouwimpuls") == 3 * MLN
    after.sound()


def test_whoever_proposed_does_not_decide(after: After) -> None:
    ask(after, "GB-1", "--amount", "€ 3 mln", *WHOLE)
    after.does(*decide("GB-1")[:-2], *APPROVER)
    confirm = ("change", "decide", "GB-1", *OF, "--date", "2026-06-25", "--confirm", "--out",
               after.desk / "later")  # fmt: skip
    assert "maakte dit voorstel over GB-1" in after.refused(*confirm, *APPROVER)
    assert "mag niet een tweede naam zetten" in after.refused(*confirm, *SECOND)
    after.does(*confirm, *OTHER_APPROVER)


def test_a_decision_after_its_term_says_so(after: After) -> None:
    ask(after, "GB-1", "--amount", "€ 3 mln", *WHOLE)
    after.does(*decide("GB-1", "2026-09-10"))
    done = taken(after, "GB-1", "2026-09-10")
    assert done["late"] is True
    assert "Ik moest uiterlijk op 9 september 2026 op uw verzoek beslissen" in letter(
        after, "wijziging", "GB-1"
    )


def test_a_decision_that_follows_from_no_request_is_found_at_every_door(after: After) -> None:
    """Somebody who calls the program's own functions leaves a sound trail, and gets no further."""
    ask(after, "GB-1", "--amount", "€ 3 mln", *WHOLE)
    after.does(*decide("GB-1"))
    who = Actor(name="Y. Haddou", role="approver")
    url = f"sqlite:///{(after.desk / 'verdeel.db').as_posix()}"
    with changing_round(url, ROUND) as reader:
        (one,) = reader.after.award_decisions
        less = one.detail.after.model_copy(update={"amount": Euro.euros(2_000_000)})
        detail = one.detail.model_copy(update={"after": less})
        made = digested(one.model_copy(update={"detail": detail}))
        award_decisions.add_decision(reader, made)
        record(reader, EventKind.AWARD_PROPOSED, Actor(name=one.made_by, role="officer"))
        book_change(reader, "GB-1", less.amount, date(2026, 6, 25))
        award_decisions.approve(
            reader, reader.after.award_decisions[-1], who.name, date(2026, 6, 25)
        )
        record(reader, EventKind.AWARD_DECIDED, who)
    for command in (("pay", "list", *OF), ("ledger", *OF), ("pay", "order", *OF, "--date",
                    "2026-06-29", *MAKER)):  # fmt: skip
        said = after.refused(*command)
        assert "GB-1: de gewijzigde toekenning volgt niet uit het verzoek" in said
