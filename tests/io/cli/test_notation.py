"""What a rule compares, in the notation of the letter's language."""

from __future__ import annotations

import json

from verdeelsleutel.grants.applications.assessment import Assessment
from verdeelsleutel.io.records.rounds.screenings import as_json
from verdeelsleutel.io.rounds.screening import kept_as

OLD = (
    '[{"code": "WBI-05", "answer": "met", "article": "artikel 3, eerste lid", "source": "RWbi", '
    '"valid_from": "2026-01-01", "valid_to": null, "measured": "49,9%", "threshold": "50%", '
    '"sentence_nl": "Van de woningen is 49,9% betaalbaar.", '
    '"sentence_en": "Of the homes 49.9% are affordable.", "provisional": false, "judged_by": [], '
    '"judged_on": null, "judgement": "", "set_aside_under": ""}]'
)


def _answers(text: str) -> tuple[Assessment, ...]:
    return tuple(Assessment.model_validate(one) for one in json.loads(text))


def test_an_answer_tells_both_languages_what_was_measured() -> None:
    told = _answers(OLD)[0].model_copy(update={"measured_en": "49.9%"})
    assert (told.measured_in("nl"), told.measured_in("en")) == ("49,9%", "49.9%")
    assert (told.threshold_in("nl"), told.threshold_in("en")) == ("50%", "50%")


def test_an_answer_kept_before_the_english_notation_is_kept_again_byte_for_byte() -> None:
    kept = _answers(OLD)
    assert as_json(kept) == OLD
    assert kept[0].measured_in("en") == "49,9%"


def test_a_round_of_before_is_done_over_without_the_english_notation() -> None:
    then = {"WBI-2026-0001": _answers(OLD)}
    english = tuple(one.model_copy(update={"measured_en": "49.9%"}) for one in _answers(OLD))
    now = {"WBI-2026-0001": english}
    assert as_json(kept_as(then, now)["WBI-2026-0001"]) == OLD
    assert kept_as(now, now) == now
