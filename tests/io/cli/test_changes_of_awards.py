"""An award is changed upon request and never made higher, or revoked after the municipality was
heard; each is a decision of its own, by two people, with its letter."""

from datetime import date
from pathlib import Path
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

from ..letters.pages import flat, page_texts
from .after import MLN, OF, OTHER_APPROVER, POLICY, ROUND, WEIGHED, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, SECOND, Verdeel

GM = {"Gemeentecode": "GM0599"}
WHOLE = ("--with", "a,b,c,d,e,f,g")
WHY = ("--reason", "Het verzoek is redelijk en de woningen gaan door.")
CASH = 'cash = { 2026 = "€ 20 mln", 2027 = "€ 3 mln", 2028 = "€ 20 mln" }'


@pytest.fixture(scope="module")
def sent(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> After:
    """The round with its letters sent, to copy."""
    policy = POLICY.replace("objection_reserve", f"{CASH}\nobjection_reserve")
    made = After(tmp_path_factory.mktemp("wijzigen"), quietly).written(samples, policy)
    made.decided(
        {
            "gebiedsbudget": [gb("GB-1", 4), gb("GB-2", 2, Sociale_huurwoningen=160)],
            "woningbouwimpuls": [wbi("WBI-1", 3, **GM)],
        }
    )
    return made


@pytest.fixture
def after(sent: After, desk: Path, verdeel: Verdeel) -> After:
    return sent.copied(desk, verdeel)


def ask(after: After, number: str, *more: str, on: str = "2026-06-10") -> Any:
    return after.says(
        "change", "request", number, *OF, "--date", on, "--reason", "De gemeente vraagt dit.",
        *more, *MAKER,
    )  # fmt: skip


def decide(number: str, on: str = "2026-06-20", *more: str) -> tuple[str, ...]:
    return ("change", "decide", number, *OF, "--date", on, *WHY, *more, *MAKER)


def taken(after: After, number: str, on: str = "2026-06-25", command: str = "change decide") -> Any:
    return after.says(
        *command.split(), number, *OF, "--date", on, "--confirm", "--out", after.desk / "later",
        *APPROVER,
    )  # fmt: skip


def letter(after: After, kind: str, number: str) -> str:
    return flat(" ".join(page_texts((after.desk / "later" / f"{kind}_{number}.pdf").read_bytes())))


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


GROUND = ("--ground", "not_performed", "--reason", "De gemeente heeft het plan definitief gestopt.")
HEARD = (
    "--heard", "2026-06-15", "--view", "De gemeente is het ermee eens dat het plan niet doorgaat.",
    *WEIGHED,
)  # fmt: skip


def intend(*more: str, on: str = "2026-06-10") -> tuple[str, ...]:
    return ("revoke", "GB-1", *OF, "--date", on, "--intend", *GROUND, *more, *MAKER)


def revoke(*more: str, on: str = "2026-06-20") -> tuple[str, ...]:
    return ("revoke", "GB-1", *OF, "--date", on, *GROUND, *more, *MAKER)


def intended(after: After, *more: str, on: str = "2026-06-10") -> Any:
    return after.says(*intend("--out", str(after.desk / "later"), *more, on=on))


def test_nobody_loses_an_award_unheard(after: After) -> None:
    said = after.refused(*revoke(*HEARD))
    assert "is de gemeente nog niet gehoord (artikel 4:8 Awb)" in said
    assert "verdeel revoke GB-1 --intend" in said
    assert intended(after)["until"] == "2026-06-24"
    said = after.refused(*revoke("--heard", "2026-06-21", *HEARD[2:]))
    assert "het horen is van 21-06-2026" in said
    said = after.refused(*revoke("--heard", "2026-06-09", *HEARD[2:]))
    assert "het voornemen is van 10-06-2026" in said
    assert "is een voornemen gestuurd op 10-06-2026" in after.refused(*revoke(*WEIGHED))


def test_the_intention_is_a_letter_that_decides_nothing_and_names_the_last_day(
    after: After,
) -> None:
    told = intended(after)
    assert (told["new"], intended(after)["new"]) == (True, False)
    said = letter(after, "intrekvoornemen", "GB-1")
    assert "Ik heb dat nog niet besloten." in said
    assert "tot en met 24 juni 2026: schriftelijk of mondeling" in said
    assert "De gemeente heeft het plan definitief gestopt." in said
    assert "bezwaar" not in said  # nothing was decided that one could object to (Awb 6:3)
    assert after.on("committed") == 6 * MLN
    after.sound()
    assert after.says("round", "status", OF[1])["intentions"] == [
        "GB-1, zienswijze tot en met 24-06-2026 (artikel 4:8 Awb; niet verschoven: een termijn die "
        "het bestuursorgaan zelf stelt)"
    ]
    said = after.refused(*intend("--out", "x", "--until", "2026-06-16"))
    assert "te kort voor een zienswijze" in said


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


def test_silence_counts_only_once_the_term_is_over(after: After) -> None:
    intended(after)
    said = after.refused(*revoke("--silent", *WEIGHED, on="2026-06-24"))
    assert "kan haar zienswijze nog geven tot en met 24-06-2026" in said
    after.does(*revoke("--silent", *WEIGHED, on="2026-06-25"))
    taken(after, "GB-1", "2026-06-26", command="revoke")
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert "U kon tot en met 24 juni 2026 uw zienswijze geven (artikel 4:8 Awb)." in said
    assert "Ik heb niets van u ontvangen." in said
    after.sound()


def test_another_ground_or_amount_than_was_intended_asks_another_letter(after: After) -> None:
    intended(after)
    other = ("--ground", "wrong_data", *HEARD)
    assert "Het voornemen van 10-06-2026 was een ander" in after.refused(*revoke(*other))
    assert "was een ander" in after.refused(*revoke("--amount", "€ 1 mln", *HEARD))
    after.does(*revoke(*HEARD))
    intended(after, "--until", "2026-07-10", on="2026-06-22")
    said = after.refused("revoke", "GB-1", *OF, "--date", "2026-06-25", "--confirm", "--out",
                         after.desk / "later", *APPROVER)  # fmt: skip
    assert "Doe het voorstel opnieuw." in said


def test_an_officer_says_what_was_weighed_before_an_award_is_revoked(after: After) -> None:
    intended(after)
    for kept in (HEARD[:4], (*HEARD[:4], *WEIGHED[:2]), (*HEARD[:4], *WEIGHED[2:])):
        said = after.refused(*revoke(*kept), code=2)
        assert "(artikel 3:4 Awb)" in said
    said = after.refused(*revoke("--not-heard", "financial", *WEIGHED))
    assert "Artikel 4:12 Awb" in said
    assert "(tweede lid, onder c)" in said


def test_a_part_is_revoked_and_the_rest_stands_and_is_paid(after: After) -> None:
    part = ("--amount", "€ 2,5 mln")
    intended(after, *part)
    said = letter(after, "intrekvoornemen", "GB-1")
    assert "een deel daarvan in te trekken, zodat € 2.500.000 overblijft" in said
    after.does(*revoke(*part, *HEARD))
    done = taken(after, "GB-1", command="revoke")
    assert (done["before"], done["after"]) == (4 * MLN, 250_000_000)
    assert (after.on("committed"), after.on("released")) == (450_000_000, 150_000_000)
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert (
        "Ik trek een deel daarvan in. Er blijft € 2.500.000 over: € 312.500 voor het "
        "BTW-compensatiefonds en € 2.187.500 voor u."
    ) in said
    assert "Uw belang: De gemeente mist geld voor de openbare ruimte" in said
    after.sound()
    (order,) = after.order("GB-1", on="2026-06-29")["orders"]
    assert order["charged"] == 250_000_000
    after.confirm("GB-1", "€ 2.187.500", on="2026-06-30")
    after.sound()
    said = after.refused(*revoke("--amount", "€ 2,5 mln", *HEARD, on="2026-07-01"), code=2)
    assert "minder dan € 2.500.000" in said


def test_an_award_is_revoked_by_two_and_its_money_comes_free(after: After) -> None:
    intended(after)
    after.does(*revoke(*HEARD))
    assert after.on("committed") == 6 * MLN
    taken(after, "GB-1", command="revoke")
    assert (after.on("committed"), after.on("released")) == (2 * MLN, 4 * MLN)
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert "Ik trek die uitkering in." in said
    assert "Op 10 juni 2026 schreef ik u dat ik dit van plan was." in said
    assert "U gaf daarover op 15 juni 2026 uw zienswijze (artikel 4:8 Awb)." in said
    assert "ook geen deel ervan." in said
    assert "artikel 4:21, derde lid, Awb" in said
    assert "Op deze uitkering is nog niets betaald." in said
    after.sound()
    said = after.refused("pay", "order", "GB-1", *OF, "--date", "2026-06-29", *MAKER)
    assert "ingetrokken bij besluit" in said
    assert "ingetrokken bij besluit" in after.refused(*revoke(*HEARD, on="2026-06-29"))
    assert "ingetrokken bij besluit" in after.refused(
        "change", "request", "GB-1", *OF, "--date", "2026-06-29", "--reason", "Toch weer graag.",
        *MAKER,
    )  # fmt: skip


@pytest.mark.slow(
    sample="tests/io/cli/test_reserve_awards.py::"
    "test_what_was_paid_and_did_not_come_back_is_free_for_nobody"
)
def test_what_was_paid_on_a_revoked_award_is_told_and_free_for_nobody(after: After) -> None:
    after.order("GB-1")
    after.confirm("GB-1", "€ 3.500.000")
    after.does(*revoke("--not-heard", "own_data", *WEIGHED))
    taken(after, "GB-1", command="revoke")
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert "€ 4.000.000" in said
    assert "gegevens die u zelf hebt verstrekt" in said
    assert (after.on("committed"), after.on("advanced")) == (2 * MLN, 4 * MLN)
    after.sound()


@pytest.mark.sample(only="[en]")
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_letters_are_in_the_language_that_was_asked(after: After, lang: str) -> None:
    intended(after)
    after.does(*revoke(*HEARD))
    after.says("revoke", "GB-1", *OF, "--date", "2026-06-25", "--confirm", "--out",
               after.desk / "later", "--lang", lang, *APPROVER)  # fmt: skip
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert ("I revoke that grant." in said) is (lang == "en")


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


CHANGED = ("--ground", "circumstances")
EFFECT = ("--effect", "2026-10-01")
NOTICE = ("--notice", "De lopende opdrachten van de gemeente eindigen in september.")


@pytest.mark.slow(sample="test_a_lower_amount_is_a_decision_of_its_own_and_frees_the_difference")
def test_changed_circumstances_ask_a_reasonable_term_and_a_day_of_effect(after: After) -> None:
    """Awb 4:50: both are asked at the intention and at the decision, and stand in the letters."""
    out = ("--out", str(after.desk / "later"))
    said = after.refused(*intend(*CHANGED, *out), code=2)
    assert "Noem met --effect de dag waarop de intrekking ingaat, na 24-06-2026" in said
    assert "artikel 4:50, eerste lid, Awb" in said
    # Not within the term in which the municipality can still say that it is too short.
    after.refused(*intend(*CHANGED, "--effect", "2026-06-24", *out), code=2)
    intended(after, *CHANGED, *EFFECT)
    assert "niet eerder in dan op 1 oktober 2026" in letter(after, "intrekvoornemen", "GB-1")
    # What is typed next has the terms of the intention, wherever it is told.
    told = after.does(*intend(*CHANGED, *EFFECT, *out))
    terms = '--ground circumstances --effect 2026-10-01 --notice "..." --reason "..."'
    decide = f"    verdeel revoke GB-1 {' '.join(OF)} --date jjjj-mm-dd {terms} --interest"
    assert told.count(decide) == 2
    late = after.does("round", "status", ROUND, "--date", "2026-06-25")
    silent = f'{decide} "..." --weighed "..." --silent'
    assert silent.strip() in late
    assert silent.strip() in told
    listed = after.says("calendar", "--date", "2026-06-24")["terms"]
    said = f'{decide} "..." --weighed "..." --heard jjjj-mm-dd --view "..."'
    assert said.strip() in [one["command"] for one in listed]
    assert "--effect" in after.refused(*revoke(*HEARD, *CHANGED), code=2)
    earlier = after.refused(*revoke(*HEARD, *CHANGED, "--effect", "2026-09-30", *NOTICE), code=2)
    assert "Het voornemen noemde 01-10-2026" in earlier
    assert "--notice" in after.refused(*revoke(*HEARD, *CHANGED, *EFFECT), code=2)
    after.does(*revoke(*HEARD, *CHANGED, *EFFECT, *NOTICE))
    late = after.refused("revoke", "GB-1", *OF, "--date", "2026-10-01", "--confirm", *out,
                         *APPROVER, code=2)  # fmt: skip
    assert "na 01-10-2026" in late
    taken(after, "GB-1", "2026-09-30", command="revoke")
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert "zij gaat in op 1 oktober 2026" in said
    assert "De lopende opdrachten van de gemeente eindigen in september." in said
    assert "werkt terug" not in said.replace("werkt niet terug", "")
    after.sound()


def test_on_another_ground_a_revocation_works_back_and_has_no_day_of_effect(after: After) -> None:
    out = ("--out", str(after.desk / "later"))
    assert "--effect hoort bij" in after.refused(*intend(*EFFECT, *out), code=2)
    intended(after)
    assert "--notice hoort bij" in after.refused(*revoke(*HEARD, *NOTICE), code=2)
    after.does(*revoke(*HEARD))
    taken(after, "GB-1", "2026-06-26", command="revoke")
    said = letter(after, "intrekkingsbesluit", "GB-1")
    assert "De intrekking werkt terug tot en met" in said
    assert "artikel 4:48, tweede lid, Awb" in said
