"""The command ``verdeel judge``: an officer answers an open norm, a second officer confirms."""

from __future__ import annotations

from datetime import date

from ....grants.assessment import Answer
from ...errors import WrongUse
from ...records.rounds.judgements import RecordedJudgement
from ...records.rounds.reader import changing_round
from ...steps import judgement as step
from ..console import show, show_json
from ..invocation import Invocation
from .actor import acting

_WORDS = {Answer.MET: "voldoet", Answer.NOT_MET: "voldoet niet"}


def judge(
    call: Invocation,
    application_id: str,
    round_id: str,
    rule: str | None,
    answer: str | None,
    reason: str | None,
    confirm: bool,
    on: date | None,
    value: tuple[str, ...] = (),
    source: str | None = None,
    admit: bool = False,
) -> int:
    """Record a judgement, or confirm the newest one on this rule; both are kept with their name."""
    if on is None:
        raise WrongUse("Noem de datum van het oordeel met --date jjjj-mm-dd.")
    if confirm and (answer or reason or value or source):
        raise WrongUse("Bevestigen gaat zonder --answer en --reason: die staan al vast.")
    if admit == (rule is not None) or (admit and answer is not None):
        raise WrongUse("Noem de regel met --rule, of laat een aanvraag toe met alleen --admit.")
    answer = Answer.MET.value if admit and not confirm else answer
    with changing_round(call.database, round_id) as reader:
        who = acting(reader, call)
        if rule is None:
            rule = step.window_rule(reader, application_id)
        if confirm:
            told, new = step.confirm(reader, application_id, rule.upper(), who, on)
        else:
            told, new = step.judge(
                reader, application_id, rule.upper(), answer, reason, who, on,
                values=value, source=source,
            )  # fmt: skip
    if call.as_json:
        show_json(
            {**told.model_dump(mode="json", exclude={"row_id"}), "round": round_id, "new": new}
        )
    else:
        for line in _lines(told, round_id, new=new):
            show(line)
    return 0


def _lines(told: RecordedJudgement, round_id: str, *, new: bool) -> list[str]:
    values = "; ".join(f"{one.field} = {one.value}" for one in told.bound.values)
    said = f"ingevuld {values}, uit {told.bound.source}" if values else _WORDS[told.answer]
    where = f"{told.application_id}, regel {told.rule}: {said}"
    already = "" if new else " Dit stond al vast; er is niets gewijzigd."
    lines = [f"{where}. {told.reason}{already}"]
    if told.article:
        lines.append(f"Van de eis is afgeweken op grond van {told.article}.")
    lines.append(f"Gegeven door {told.officer} op {told.on:%d-%m-%Y}.")
    if told.confirmed_on is not None:
        lines.append(f"Bevestigd door {told.confirmed_by} op {told.confirmed_on:%d-%m-%Y}.")
        lines.append(f"Hierna: verdeel allocate --round {round_id}")
    else:
        lines.append(
            "Het telt pas mee als een ander het bevestigt: "
            f"verdeel judge {told.application_id} --rule {told.rule} --confirm --round {round_id}"
        )
    return lines
