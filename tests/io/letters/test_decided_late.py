"""What a letter says of a decision after the fixed day of its regulation."""

from __future__ import annotations

from datetime import date

import pytest

from verdeelsleutel.grants.decisions.allocation import Outcome
from verdeelsleutel.grants.dossier import Decided
from verdeelsleutel.grants.money import Euro
from verdeelsleutel.io.letters.content import letter_of

from .after import reserve_letter
from .filed import gb, rs
from .grounds import OWN, round_of, said, whole
from .objections import told, won
from .rounds import decided, dossier, sample_office
from .test_content import words

LATE = {"nl": "Dit besluit is later genomen.", "en": "This decision was taken later."}
INTEREST = {"nl": "(artikel 4:100 Awb)", "en": "(article 4:100 Awb)"}
PENALTY = {"nl": "(artikelen 4:17 en 4:18 Awb)", "en": "(articles 4:17 and 4:18 Awb)"}


def granted() -> Decided:
    return decided(gb(), Outcome.GRANTED, requested=Euro.euros(18_400_000))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_who_gets_money_by_a_late_decision_reads_of_the_interest_and_the_penalty(lang: str) -> None:
    letter = said(granted(), round_of(OWN), lang)
    assert LATE[lang] in letter
    assert INTEREST[lang] in letter
    assert PENALTY[lang] in letter
    assert ("geen gevolg", "no consequence")[lang == "en"] not in letter


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_who_is_refused_late_reads_of_the_penalty_and_of_no_interest(lang: str) -> None:
    refused = decided(gb(received_at="2026-05-30T00:01"), Outcome.REFUSED_LATE)
    letter = said(refused, round_of(OWN), lang)
    assert LATE[lang] in letter
    assert PENALTY[lang] in letter
    assert INTEREST[lang] not in letter


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_upon_a_statement_there_is_interest_and_no_penalty(lang: str) -> None:
    one = decided(rs(), Outcome.GRANTED, requested=Euro.euros(8_400_000))
    made = dossier((one,), policy=round_of(OWN), sent_on=date(2027, 1, 11))
    assert made.approval is not None
    later = made.approval.model_copy(update={"on": date(2027, 1, 8)})
    letter = whole(
        letter_of(one, made.model_copy(update={"approval": later}), sample_office(), lang)
    )
    assert LATE[lang] in letter
    assert INTEREST[lang] in letter
    assert PENALTY[lang] not in letter


@pytest.mark.parametrize("scheme", ["gebiedsbudget", "realisatiestimulans"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_decision_on_an_objection_has_a_term_of_its_own(scheme: str, lang: str) -> None:
    made = told(won(scheme), lang)
    assert made.sections["basis"]
    assert LATE[lang] not in words(made.sections["basis"])


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_award_from_the_reserve_is_not_late_for_the_first_decision(lang: str) -> None:
    one, made = reserve_letter()
    assert LATE[lang] not in whole(letter_of(one, made, sample_office(), lang))


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_nobody_is_late_for_a_day_before_the_window(lang: str) -> None:
    under = round_of(OWN)
    opened = {"window_opens": date(2026, 6, 8), "window_closes": date(2026, 7, 6)}
    later = under.model_copy(update={"round": under.round.model_copy(update=opened)})
    assert LATE[lang] in said(granted(), under, lang)
    assert LATE[lang] not in said(granted(), later, lang)
