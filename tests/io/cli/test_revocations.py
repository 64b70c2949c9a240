"""An award is revoked, in whole or in part, after the municipality was heard: by two people, with
its letters."""

from typing import Any

import pytest

from .after import MLN, OF, ROUND, WEIGHED, After
from .changing import GROUND, after, letter, revoke, sent, taken
from .conftest import APPROVER, MAKER

__all__ = ["after", "sent"]  # fixtures
HEARD = (
    "--heard", "2026-06-15", "--view", "De gemeente is het ermee eens dat het plan niet doorgaat.",
    *WEIGHED,
)  # fmt: skip


def intend(*more: str, on: str = "2026-06-10") -> tuple[str, ...]:
    return ("revoke", "GB-1", *OF, "--date", on, "--intend", *GROUND, *more, *MAKER)


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


CHANGED = ("--ground", "circumstances")
EFFECT = ("--effect", "2026-10-01")
NOTICE = ("--notice", "De lopende opdrachten van de gemeente eindigen in september.")


@pytest.mark.slow(
    sample="tests/io/cli/test_changes_of_awards.py::"
    "test_a_lower_amount_is_a_decision_of_its_own_and_frees_the_difference"
)
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
