"""What the screen says of where a round stands, of questions that are alike, of what is unknown."""

import random
from datetime import date, timedelta

import pytest

from verdeelsleutel.grants.decisions.allocation import Award, Outcome
from verdeelsleutel.grants.lives.round import RoundState
from verdeelsleutel.grants.money import ZERO, Euro
from verdeelsleutel.instruments.terms.deadlines import Deadline
from verdeelsleutel.io.cli.commands.objecting.deciding import replay_lines
from verdeelsleutel.io.cli.commands.starting.standing import standing_lines
from verdeelsleutel.io.rounds.objections.replaying import How, Replayed
from verdeelsleutel.io.rounds.open_questions import OpenQuestion, question_lines
from verdeelsleutel.io.rounds.status import FundStanding, Standing

OPENS = date(2026, 9, 1)


def term(rule: str, day: date, *, decides: bool = False) -> Deadline:
    return Deadline(
        instrument="gebiedsbudget", rule=rule, article="artikel 1", day=day, who_nl="de minister",
        what_nl=rule, what_en=rule, decides=decides,
    )  # fmt: skip


def standing(**own: object) -> Standing:
    known: dict[str, object] = {
        "round": "2026-1", "state": RoundState.APPROVED, "policy_hash": "ab" * 32,
        "applications": 3, "allowed": (), "next": "verdeel letters --round 2026-1",
        "next_by": ("officer",), "window_opens": OPENS, "window_closes": date(2026, 10, 15),
        "approved_on": None, "published_on": None, "amendments": 0, "withdrawn": 0,
        "incomplete": (), "waiting_corrections": (), "deadlines": (), "settled": (),
        "as_of": None, "as_of_given": False, "warnings": (),
    }  # fmt: skip
    return Standing.model_validate({**known, **own})


def groups(told: Standing) -> dict[str, list[str]]:
    """The lines below each heading, in order."""
    parts = "\n".join(standing_lines(told, (), told.next)).split("\n\n")[1:]
    return {head.rstrip(":"): lines for head, *lines in (part.split("\n") for part in parts)}


def test_a_decided_round_is_told_in_groups_with_its_money() -> None:
    fund = FundStanding(
        fund="Ministerie van VRO", year=2026, ceiling=Euro(500_000_00), requested=Euro(900_000_00),
        reserved=Euro(50_000_00), committed=Euro(400_000_00), free=Euro(50_000_00),
    )  # fmt: skip
    told = groups(
        standing(
            funds=(fund,), set_aside=("WBI-1", "WBI-2"), kept_aside=Euro(50_000_00),
            lacks=("Er ontbreekt iets.",), approved_on=date(2026, 11, 30), as_of=date(2026, 12, 1),
        )
    )  # fmt: skip
    assert list(told) == [
        "Waar zij staat", "Het geld", "Wat openstaat", "Wat er voor een echte ronde ontbreekt",
        "Waarschuwingen", "Wat er nu komt",
    ]  # fmt: skip
    assert [line.replace("\u00a0", " ") for line in told["Het geld"]] == [
        "  Ministerie van VRO, 2026: gevraagd € 900.000, gereserveerd € 50.000, verplicht "
        "€ 400.000, vrij € 50.000 van € 500.000"
    ]
    assert told["Wat openstaat"][0].replace("\u00a0", " ") == (
        "  Aangehouden, nog te beslissen: WBI-1, WBI-2 (gereserveerd € 50.000)"
    )
    assert told["Wat er nu komt"] == ["  Hierna: verdeel letters --round 2026-1 (behandelaar)"]


@pytest.mark.parametrize("seed", range(30))
def test_no_past_or_kept_term_is_told_as_to_come(seed: int) -> None:
    draw = random.Random(seed)
    as_of = OPENS + timedelta(draw.randint(0, 400))
    approved = draw.choice([None, as_of - timedelta(draw.randint(0, 100))])
    dates = tuple(
        term(f"R-{at}", OPENS + timedelta(draw.randint(-200, 900)), decides=draw.random() < 0.5)
        for at in range(12)
    )
    kept = tuple(one.rule for one in dates if approved is not None and one.decides)
    told = groups(standing(deadlines=dates, settled=kept, approved_on=approved, as_of=as_of))
    past, coming = (
        told.get("Termijnen die voorbij of afgedaan zijn", []),
        told.get("Termijnen die komen", []),
    )
    assert len(past) + len(coming) == len(dates)
    for one in dates:
        over = one.last < as_of or one.rule in kept
        (line,) = [line for line in (past if over else coming) if f"({one.rule}, " in line]
        assert line.startswith(f"  {'Was uiterlijk' if over else 'Uiterlijk'} {one.last:%d-%m-%Y}")
        if one.rule in kept and approved is not None:
            assert f"besloten op {approved:%d-%m-%Y}" in line
            assert ("(te laat)" in line) == (approved > one.last >= OPENS)


def question(number: str, sentence: str) -> OpenQuestion:
    return OpenQuestion(
        application_id=number, instrument="gebiedsbudget", code="GB-02", article="artikel 3",
        who=f"twee medewerkers: verdeel judge {number} --rule GB-02", nl=sentence, en=sentence,
    )  # fmt: skip


def test_what_is_asked_in_the_same_words_is_told_once_with_every_number() -> None:
    lines = question_lines(
        (
            question("GB-1", "Voor Oude Lijn is te veel gevraagd."),
            question("GB-2", "Voor Haven-Stad is te veel gevraagd."),
            question("GB-3", "Voor Oude Lijn is te veel gevraagd."),
        ),
        "2026-1",
    )
    assert lines == [
        "Wacht op een antwoord: 3 aanvragen.",
        "  GB-1, GB-3, GB-02: Voor Oude Lijn is te veel gevraagd. (artikel 3)",
        "    Antwoord: twee medewerkers: verdeel judge GB-1 --rule GB-02, en zo bij ieder van deze "
        "aanvragen.",
        "  GB-2, GB-02: Voor Haven-Stad is te veel gevraagd. (artikel 3)",
        "    Antwoord: twee medewerkers: verdeel judge GB-2 --rule GB-02.",
        "  Veel tegelijk: verdeel judge --template oordelen.xlsx --round 2026-1",
    ]


def test_a_correction_that_asks_a_judgement_is_not_told_as_no_gain() -> None:
    def award(outcome: Outcome) -> Award:
        return Award.model_construct(
            application_id="GB-1", outcome=outcome, amount=ZERO, reasons=(), instrument=""
        )

    told = Replayed.model_construct(
        round="2026-1", application_id="GB-1", corrections=(), how=How.RULES, gains=ZERO,
        before=award(Outcome.REFUSED_RULE), after=award(Outcome.NEEDS_JUDGEMENT),
    )  # fmt: skip
    said = " ".join(replay_lines(told, "nl"))
    assert "De uitkomst blijft" not in said
    assert "hangt af van een oordeel" in said
