"""Money that came free goes to whoever is next by the round's own rule, where a rule allows it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from verdeelsleutel.grants.rounds.policy import Policy
from verdeelsleutel.io.rounds.after.freed import lapsed

from ...sharing import made_once
from ..letters.pages import flat, page_texts
from .after import MLN, OF, POLICY, After, gb, quietly, wbi
from .conftest import APPROVER, MAKER, SECOND, Verdeel
from .test_earlier_rounds import OPTIMISE

BASIS = "artikel 9, tweede lid, van de Voorbeeldregeling gebiedsbudget 2026 (fictief)"
RESERVE = f'reserve = "{BASIS}"\nreserve_until = 2026-10-31'
CITED = POLICY.replace('rule = "closed_list"\nceiling = "€ 60 mln"',
                       f'{OPTIMISE}\nceiling = "€ 6 mln"\n{RESERVE}')  # fmt: skip
WHY = ("--reason", "GB-1 is ingetrokken, zodat er weer geld onder het plafond is.")
ROWS = {
    "gebiedsbudget": [
        gb("GB-1", 4, Sociale_huurwoningen=900),
        gb("GB-2", 2, Sociale_huurwoningen=700),
        gb("GB-3", 3, Sociale_huurwoningen=400),
        gb("GB-4", 3.5, Sociale_huurwoningen=200),
    ],
    "woningbouwimpuls": [
        wbi("WBI-1", 4, Gemeentecode="GM0599"),
        wbi("WBI-2", 3, Gemeentecode="GM0518", Score_noodzaak=6),
    ],
}


@pytest.fixture(scope="session")
def sent(samples: Path, shared_folder: Path) -> After:
    """The round with its letters sent, to copy: GB-3 and GB-4 were refused for money alone.

    Its Gebiedsbudget has a reserve until 31 October.
    """

    def make(folder: Path) -> None:
        folder.mkdir()
        After(folder, quietly).written(samples, CITED).decided(ROWS)

    return After(made_once(shared_folder, "reserve", make), quietly)


@pytest.fixture
def after(sent: After, desk: Path, verdeel: Verdeel) -> After:
    return sent.copied(desk, verdeel)


def withdraw(after: After, number: str, on: str = "2026-06-10") -> None:
    after.does("withdraw", number, *OF, "--date", on, "--reason", "brief van het college", *MAKER)


def propose(*more: str, on: str = "2026-06-15") -> tuple[str, ...]:
    return ("reserve", "award", *more, *OF, "--date", on, *WHY, *MAKER)


def take(after: After, number: str, on: str = "2026-06-20", *more: str) -> Any:
    return after.says("reserve", "award", number, *OF, "--date", on, "--confirm", "--out",
                      after.desk / "reserve", *more, *APPROVER)  # fmt: skip


def test_who_was_refused_for_money_alone_gets_what_came_free_with_a_letter_of_its_own(
    after: After,
) -> None:
    withdraw(after, "GB-1")
    told = after.says(*propose("--instrument", "gebiedsbudget"))
    assert (told["application_id"], told["amount"], told["freed"]) == ("GB-3", 3 * MLN, 4 * MLN)
    assert told["article"] == BASIS
    assert after.on("committed") == 2 * MLN  # one name is not enough
    take(after, "GB-3")
    assert (after.on("committed"), after.on("released")) == (5 * MLN, MLN)
    after.sound()
    said = flat(" ".join(page_texts((after.desk / "reserve" / "GB-3.pdf").read_bytes())))
    assert "Op 1 juni 2026 wees ik uw aanvraag af, alleen omdat er niet genoeg geld was." in said
    assert f"volgens {BASIS}" in said
    assert "Dit besluit komt in de plaats van de afwijzing." in said
    assert "na-besluit/GB-3/reserve" in said
    assert "Wat u moet doen" in said
    (order,) = after.order("GB-3", on="2026-06-22")["orders"]
    assert (order["payable"], order["compensable_vat"]) == (262_500_000, 37_500_000)
    after.confirm("GB-3", "€ 2.625.000", on="2026-06-24")
    after.sound()


def test_nobody_gets_anything_before_money_came_free(after: After) -> None:
    said = after.refused(*propose("GB-3"))
    assert "Er is voor Gebiedsbudget niets vrijgevallen dat nog te geven is." in said


def test_nobody_goes_before_their_turn(after: After) -> None:
    withdraw(after, "GB-1")
    assert "Aan de beurt is GB-3, niet GB-4." in after.refused(*propose("GB-4"))
    withdraw(after, "GB-3", on="2026-06-12")
    told = after.says(*propose("GB-4"))
    assert told["amount"] == 350_000_000


def test_freed_money_smaller_than_the_next_request_waits_and_says_what_to_do(
    after: After,
) -> None:
    withdraw(after, "GB-2")
    said = after.refused(*propose("--instrument", "gebiedsbudget"))
    assert (
        "Wat vrij is, € 2.000.000, is minder dan het volgende verzoek: GB-3 vraagt € 3.000.000"
        in said
    )
    assert "Wacht tot er meer vrijkomt" in said
    assert "tot en met 31-10-2026" in said


def test_what_was_paid_and_did_not_come_back_is_free_for_nobody(after: After) -> None:
    after.order("GB-1")
    after.confirm("GB-1", "€ 3.500.000")
    withdraw(after, "GB-1", on="2026-06-16")
    said = after.refused(*propose("GB-3", on="2026-06-18"))
    assert "niets vrijgevallen dat nog te geven is" in said
    after.sound()


@pytest.mark.slow(
    sample="tests/io/cli/test_terms_at_their_edges.py::"
    "test_the_reserve_is_given_until_and_including_its_last_day"
)
def test_the_list_lapses_on_its_last_day(after: After) -> None:
    withdraw(after, "GB-1")
    said = after.refused(*propose("GB-3", on="2026-11-01"))
    assert "De reservelijst van Gebiedsbudget gold tot en met 31-10-2026" in said
    after.says(*propose("GB-3", on="2026-10-31"))
    said = after.refused("reserve", "award", "GB-3", *OF, "--date", "2026-11-01", "--confirm",
                         "--out", after.desk / "reserve", *APPROVER)  # fmt: skip
    assert "gold tot en met 31-10-2026" in said


def test_the_woningbouwimpuls_has_a_window_for_refused_projects_instead(after: After) -> None:
    withdraw(after, "WBI-1")
    said = after.refused(*propose("WBI-2"))
    assert "kent geen toekenning uit een reserve" in said
    assert "artikel 4, eerste lid, van de Regeling Woningbouwimpuls 2020" in said
    assert "uiterlijk 28-07-2026 opent" in said


@pytest.mark.slow(sample="test_a_rule_that_leaves_nobody_waiting_says_why_nobody_is_next")
def test_without_an_article_nobody_is_next(desk: Path, samples: Path, verdeel: Verdeel) -> None:
    made = After(desk, verdeel).written(samples, CITED.replace(RESERVE, ""))
    made.decided(ROWS)
    withdraw(made, "GB-1")
    said = made.refused(*propose("GB-3"))
    assert "Het beleid noemt voor Gebiedsbudget geen artikel of gepubliceerde regel" in said


def test_whoever_proposed_does_not_decide_and_no_officer_does(after: After) -> None:
    withdraw(after, "GB-1")
    after.does(*propose("GB-3")[:-2], *APPROVER)
    confirm = ("reserve", "award", "GB-3", *OF, "--date", "2026-06-20", "--confirm", "--out",
               after.desk / "reserve")  # fmt: skip
    assert "maakte dit voorstel over GB-3" in after.refused(*confirm, *APPROVER)
    assert "mag niet een tweede naam zetten" in after.refused(*confirm, *SECOND)
    assert not (after.desk / "reserve").exists()


def test_what_changed_since_the_proposal_is_proposed_anew(after: After) -> None:
    withdraw(after, "GB-1")
    after.does(*propose("GB-3"))
    withdraw(after, "GB-2", on="2026-06-16")
    said = after.refused("reserve", "award", "GB-3", *OF, "--date", "2026-06-20", "--confirm",
                         "--out", after.desk / "reserve", *APPROVER)  # fmt: skip
    assert "Doe het voorstel opnieuw" in said


def test_the_ladder_is_kept_at_the_approval_and_goes_to_nobody_else(after: After) -> None:
    withdraw(after, "GB-1")
    after.does(*propose("GB-3"))
    take(after, "GB-3")
    said = after.refused(*propose("GB-3", on="2026-06-25"))
    assert "Aan de beurt is" in said or "minder dan het volgende verzoek: GB-4" in said
    shown = after.does("reserve", *OF)
    assert "aan de beurt" in shown


def test_reserve_without_a_round_is_wrong_use(after: After) -> None:
    assert after.gives("reserve").code == 2


@pytest.mark.sample(every=2)
@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("pro_rata", ("naar rato verdeeld (Voorbeeldbesluit", "vult geen van die delen aan")),
        ("closed_list", ("artikel 3, tweede lid", "Niemand wacht dus op geld")),
    ],
)  # fmt: skip
def test_a_rule_that_leaves_nobody_waiting_says_why_nobody_is_next(
    desk: Path, samples: Path, verdeel: Verdeel, rule: str, said: tuple[str, str]
) -> None:
    policy = CITED.replace('rule = "optimise"', f'rule = "{rule}"')
    if rule == "closed_list":
        policy = CITED.replace(OPTIMISE, 'rule = "closed_list"')
        policy = policy.replace('€ 6 mln"\nreserve', '€ 60 mln"\nreserve')
    made = After(desk, verdeel).written(samples, policy)
    made.decided(ROWS)
    withdraw(made, "GB-1")
    told = made.refused(*propose("--instrument", "gebiedsbudget"))
    assert all(one in told for one in said), told


@pytest.mark.slow(
    sample="test_who_was_refused_for_money_alone_gets_what_came_free_with_a_letter_of_its_own"
)
def test_freed_money_lapses_with_its_budget_year(
    desk: Path, samples: Path, verdeel: Verdeel
) -> None:
    made = After(desk, verdeel).written(samples, CITED.replace("reserve_until = 2026-10-31", ""))
    made.decided(ROWS)
    withdraw(made, "GB-1")
    told = made.refused(*propose("GB-3", on="2027-01-01"))
    assert "plafond van begrotingsjaar 2026, en dat is voorbij" in told
    assert made.says(*propose("GB-3", on="2026-12-31"))["amount"] == 3 * MLN


def test_a_reserve_ends_with_its_regulation() -> None:
    """The Realisatiestimulans lapses on 1 January 2031, without a saving clause."""
    policy = Policy.model_validate({
        "round": {"id": "r", "title": "R", "kind": "example", "window_opens": "2026-01-12",
                  "window_closes": "2026-03-13", "decision_date": "2026-06-15"},
        "funds": {"vro": {"name_nl": "VRO", "name_en": "VRO", "total": "€ 5 mln",
                          "holds": "total"}},
        "instruments": {"realisatiestimulans": {"fund": "vro", "rule": "pro_rata"}},
    })  # fmt: skip
    assert lapsed(policy, "realisatiestimulans", date(2030, 12, 31)) == ""
    assert "gelden niet meer op 01-01-2031" in lapsed(
        policy, "realisatiestimulans", date(2031, 1, 1)
    )
