"""The sentences about the money: complete, and in the scheme's own words."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from string import Formatter

import pytest

from verdeelsleutel.grants.applications.application import Payment
from verdeelsleutel.grants.applications.candidate import Candidate, Form
from verdeelsleutel.grants.decisions.allocation import Status
from verdeelsleutel.grants.homes import NO_HOMES, Homes
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.grants.rounds.policy import EDITION, Policy
from verdeelsleutel.io.wording.reasons import ceiling_reasons, sentences
from verdeelsleutel.optimiser.solution import ProposedAward, Solution, Why

FACTS = {
    "application", "applications", "own_price", "average_price", "rank", "of", "line", "ceiling",
    "left", "claim", "amount", "next_window", "received", "lot", "others", "names", "decision",
    "added", "added_price", "granted_price", "homes", "instead", "division", "no_more", "floors",
}  # fmt: skip


def incentive(number: str, price: int, project: str, homes: int = 100) -> Candidate:
    """A statement of affordable homes, at a price each in euros."""
    asked = Euro.euros(price * homes)
    return Candidate(
        application_id=number,
        instrument="realisatiestimulans",
        municipality_codes=("GM0193",),
        province="Overijssel",
        project_id=project,
        requested=asked,
        homes=Homes(social_rent=homes),
        payments=(Payment(year=2026, amount=asked),),
        received_at=datetime(2026, 9, 7, 9, 30, tzinfo=UTC),
    )


def of_incentives(**own: object) -> Policy:
    """A policy with statements only, and ceiling enough for none of this to matter."""
    rule = {
        "fund": "vro", "rule": "optimise", "ceiling": "€ 1 mln",
        "basis": "Voorbeeldbesluit verdeling 2026, artikel 4",
    }  # fmt: skip
    return Policy.model_validate(
        {
            "round": {
                "id": "2026-1", "title": "Voorbeeldronde", "kind": "example",
                "window_opens": date(2026, 9, 1), "window_closes": date(2026, 10, 15),
                "decision_date": date(2026, 11, 30),
            },
            "funds": {"vro": {"name_nl": "VRO", "name_en": "VRO", "total": "€ 5 mln"}},
            "instruments": {"realisatiestimulans": rule | own},
        }
    )  # fmt: skip


@pytest.mark.parametrize("why", list(Why))
def test_every_why_has_a_sentence_in_both_languages(why: Why) -> None:
    told = [text for key, text in sentences().items() if key.startswith(f"{why.value}.")]
    assert told
    for sentence in told:
        for text in (sentence.nl, sentence.en):
            assert text[0].isupper()
            assert text.endswith((".", "{decision}"))
            named = {name for _, name, _, _ in Formatter().parse(text) if name}
            assert named <= FACTS


def test_a_yearly_statement_is_never_called_an_application(finished: Path) -> None:
    awards = json.loads((finished / "allocation.json").read_text(encoding="utf-8"))["awards"]
    for award in awards:
        if award["instrument"] == "realisatiestimulans" and award["amount"]:
            for reason in award["explanation"]:
                assert "aanvraag" not in reason["nl"]
                assert "subsidie" not in reason["nl"]


def _refused(
    price: int,
    of_the_others: Sequence[int],
    *,
    status: Status = Status.PROVEN,
    project: str = "P-99",
    homes: int = 100,
    **policy: object,
) -> str:
    """Why a statement at a price for each home got nothing, beside others of 100 homes each."""
    asked = [
        incentive(f"RS-2026-{place:04d}", price=of, project=f"P-{place}")
        for place, of in enumerate(of_the_others, start=1)
    ]
    own = incentive("RS-2026-0099", price=price, project=project, homes=homes)
    given = [
        ProposedAward(
            application_id=one.application_id, cents=one.requested.cents, homes=one.homes,
            reason=Why.FITS,
        )
        for one in asked
    ]  # fmt: skip
    given.append(ProposedAward(application_id=own.application_id, cents=0, reason=Why.NOT_CHOSEN))
    solution = Solution(status=status, given=tuple(given), homes=NO_HOMES, digest="0" * 64)
    told = ceiling_reasons(of_incentives(**policy), [*asked, own], solution)
    return told[own.application_id][0].nl


def test_one_that_asks_more_than_the_others_reads_what_they_ask_on_average() -> None:
    assert _refused(9_000, [7_000, 7_000, 7_600]) == (
        "Deze opgave kost €\u00a09.000 per betaalbare woning. De opgaven van deze regeling die "
        "wel geld krijgen, kosten gemiddeld €\u00a07.200; met hetzelfde geld maken die meer "
        "betaalbare woningen mogelijk. Daarom hoort deze opgave niet bij de verdeling die binnen "
        "de voorwaarden van deze ronde, na haar doelen, de meeste betaalbare woningen steunt."
    )


def test_more_homes_with_the_same_money_is_not_said_where_a_dearer_one_is_awarded() -> None:
    told = _refused(9_000, [7_000, 7_000, 12_000])
    assert "met hetzelfde geld" not in told


def test_a_floor_that_holds_without_the_dearer_award_does_not_explain_it() -> None:
    asked = [incentive(f"RS-2026-000{k}", price=7_000, project=f"P-{k}") for k in (1, 2, 3)]
    asked.append(incentive("RS-2026-0004", price=9_600, project="P-4", homes=10))
    told = _told_beside(asked, price=9_000)
    assert "Er is ook geld toegekend tegen een hogere prijs per woning: de verdeling telt" in told
    assert "Overijssel" not in told


def test_the_condition_that_explains_a_dearer_award_is_named() -> None:
    asked = [
        incentive("RS-2026-0001", price=9_500, project="P-1"),
        *(incentive(f"RS-2026-000{k}", price=7_000, project=f"P-{k}") for k in (2, 3)),
    ]
    told = _told_beside(asked, price=9_000)
    assert "Er is ook geld toegekend tegen een hogere prijs per woning" in told
    assert ": ‘Overijssel krijgt ten minste € 2 miljoen’. Daarom" in told
    assert ": ‘Overijssel gets at least EUR 2 million’. That is why" in told


def test_a_condition_that_explains_some_dearer_awards_only_is_named_for_a_part() -> None:
    elsewhere = incentive("RS-2026-0004", price=9_200, project="P-4")
    asked = [
        incentive("RS-2026-0001", price=9_500, project="P-1"),
        *(incentive(f"RS-2026-000{k}", price=7_000, project=f"P-{k}") for k in (2, 3)),
        elsewhere.model_copy(update={"province": "Utrecht"}),
    ]
    told = _told_beside(asked, price=9_000)
    assert (
        "Dat komt deels door wat in deze ronde vóór het aantal woningen gaat: ‘Overijssel krijgt "
        "ten minste € 2 miljoen’. Verder telt de verdeling als geheel" in told
    )
    assert "In part that is because of what comes before the number of homes" in told


def _told_beside(asked: list[Candidate], price: int) -> str:
    """Why one from Utrecht got nothing beside these of Overijssel, which has a floor."""
    floor = {
        "code": "OVERIJSSEL", "measure": "money", "at_least": "€ 2 mln", "hard": True,
        "source": "artikel 7", "sentence_nl": "Overijssel krijgt ten minste € 2 miljoen.",
        "sentence_en": "Overijssel gets at least EUR 2 million.",
        "group": {"province": "Overijssel"},
    }  # fmt: skip
    own = incentive("RS-2026-0099", price=price, project="P-99")
    own = own.model_copy(update={"province": "Utrecht"})
    given = [
        ProposedAward(
            application_id=one.application_id, cents=one.requested.cents, homes=one.homes,
            reason=Why.FITS,
        )
        for one in asked
    ]  # fmt: skip
    given.append(ProposedAward(application_id="RS-2026-0099", cents=0, reason=Why.NOT_CHOSEN))
    solution = Solution(status=Status.PROVEN, given=tuple(given), homes=NO_HOMES, digest="0" * 64)
    rules = of_incentives()
    under = Policy.model_validate(rules.model_dump(mode="json") | {"constraint": [floor]})
    told = ceiling_reasons(under, [*asked, own], solution)["RS-2026-0099"][0]
    return f"{told.nl} {told.en}"


def test_one_that_asks_as_much_as_the_others_is_not_told_that_they_do_more_with_it() -> None:
    assert _refused(7_000, [7_000, 7_000, 7_000]) == (
        "Deze opgave kost €\u00a07.000 per betaalbare woning, net zo veel als de opgaven van "
        "deze regeling die wel geld krijgen. Een verdeling met deze opgave erbij die de "
        "voorwaarden en doelen van deze ronde even goed haalt, steunt niet meer betaalbare "
        "woningen; dan beslissen het laagste totale bedrag en daarna de vooraf vastgelegde "
        "volgorde."
    )


def test_prices_for_each_home_are_told_to_the_cent_as_the_annex_has_them() -> None:
    odd = incentive("RS-2026-0001", price=7_000, project="P-1", homes=3)
    odd = odd.model_copy(
        update={
            "requested": Euro.euros(20_000),
            "payments": (Payment(year=2026, amount=Euro.euros(20_000)),),
        }
    )
    given = ProposedAward(
        application_id="RS-2026-0001", cents=odd.requested.cents, homes=odd.homes, reason=Why.FITS
    )
    solution = Solution(status=Status.PROVEN, given=(given,), homes=NO_HOMES, digest="0" * 64)
    told = {
        edition: ceiling_reasons(
            of_incentives().model_copy(update={"edition": edition}), [odd], solution
        )["RS-2026-0001"][0]
        for edition in (1, EDITION)
    }
    assert "De uitkering is €\u00a06.666,66 per betaalbare woning." in told[EDITION].nl
    assert "The grant is €6,666.66 for each affordable home." in told[EDITION].en
    assert "De uitkering is €\u00a06.666 per betaalbare woning." in told[1].nl


def test_one_that_asks_less_than_average_reads_that_it_does_not_fit_beside_them() -> None:
    told = _refused(6_500, [7_000, 7_000, 7_000])
    assert "kosten gemiddeld €\u00a07.000. Toch past zij niet naast die opgaven" in told
    assert "Daarom" not in told


def test_an_average_of_two_is_not_told_since_each_of_them_could_find_the_other() -> None:
    told = _refused(9_000, [7_000, 7_600])
    assert "gemiddeld" not in told
    assert "€\u00a09.000" in told


def test_homes_that_another_grant_brings_already_are_not_compared_by_price() -> None:
    assert _refused(7_000, [7_000, 7_000, 7_000], project="P-1").startswith(
        "Alle betaalbare woningen van deze opgave tellen al mee door wat voor hetzelfde project is "
        "toegekend: RS-2026-0001. "
    )
    fewer = _refused(7_000, [7_000, 7_000, 7_000], project="P-1", homes=140)
    assert "voegt deze opgave 40 van haar 140 betaalbare woningen toe" in fewer
    assert "dat is €\u00a024.500 per woning" in fewer


def test_homes_that_have_started_and_do_not_count_are_told_so() -> None:
    told = _refused(7_000, [7_000, 7_000, 7_000], enables_homes=False)
    assert told.startswith("De bouw van deze woningen is al begonnen.")


def test_a_list_that_was_not_proven_is_never_called_the_best_there_is() -> None:
    for price in (6_500, 7_000, 9_000):
        told = _refused(price, [7_000, 7_000, 7_000], status=Status.NOT_PROVED)
        assert "die is gevonden" in told or "is niet gevonden" in told
        assert "steunt niet meer" not in told
        assert "de meeste betaalbare woningen" not in told


def test_reasons_are_written_in_the_notation_of_their_language(finished: Path) -> None:
    awards = json.loads((finished / "allocation.json").read_text(encoding="utf-8"))["awards"]
    for award in awards:
        for reason in award["explanation"]:
            assert not re.search(r"€\u00a0|\d\.\d{3}\b(?!\d)", reason["en"]), reason["en"]


def test_nobody_is_told_what_a_named_rival_asked(finished: Path) -> None:
    awards = json.loads((finished / "allocation.json").read_text(encoding="utf-8"))["awards"]
    numbers = {award["application_id"] for award in awards}
    for award in awards:
        if award["outcome"] == "refused_ceiling":
            text = " ".join(reason["nl"] for reason in award["explanation"])
            assert text
            assert not [number for number in numbers if number in text.split()]


def test_what_is_cut_by_the_home_had_no_minimum_of_its_own() -> None:
    by_home = incentive("RS-2026-0001", price=7_000, project="P-1").model_copy(
        update={"form": Form.PER_HOME}
    )
    given = ProposedAward(
        application_id="RS-2026-0001", cents=Euro.euros(693_000).cents, homes=Homes(social_rent=99),
        reason=Why.FEWER_STEPS,
    )  # fmt: skip
    solution = Solution(status=Status.PROVEN, given=(given,), homes=NO_HOMES, digest="0" * 64)
    policy = of_incentives().model_copy(update={"edition": EDITION})
    told = ceiling_reasons(policy, [by_home], solution)["RS-2026-0001"][0]
    assert "met €\u00a0693.000 van €\u00a0700.000 bij" in told.nl
    assert "minimum" not in told.nl + told.en
