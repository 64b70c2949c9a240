"""The command ``verdeel screen``: every application put to the rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ....grants.applications.assessment import Answer, verdict
from ....grants.applications.finding import Finding, Severity
from ....grants.notation import counted, whole
from ....instruments.instrument import instruments
from ...records.rounds.reader import reading_round
from ...rounds.checks.answers import pending
from ...rounds.open_questions import open_questions, question_lines
from ...steps.screening import ScreenedRound, screen_round
from ...wording.outcomes import answer_in
from ..console import say, show, show_findings, show_json
from ..invocation import Invocation
from ..tables import table
from .actor import acting, keep_office, next_here
from .checking import tell_ahead

_MANY = 1_000  # applications in a round of which it is told that they are being screened


def _say_how_many(applications: int) -> None:
    if applications >= _MANY:
        say(f"{counted(applications, 'aanvraag wordt', 'aanvragen worden')} getoetst.")


def screen(call: Invocation, round_id: str, close: bool = False) -> int:
    """Put every application to the rules."""
    keep_office(call, round_id)
    with reading_round(call.database, round_id) as reader:
        who = acting(reader, call)
    screened = screen_round(call.database, round_id, who, _say_how_many, close=close)
    with reading_round(call.database, round_id) as reader:
        open_ = open_questions(reader)
        asked = len(pending(reader))
        after = next_here(reader, call)
        tell_ahead(reader, call)
    if call.as_json:
        show_json(
            {
                "round": round_id,
                "counts": screening_counts(screened),
                "withdrawn": screened.withdrawn,
                "faulty": screened.faulty,
                "findings": [found.model_dump(mode="json") for found in screened.findings],
                "open": [one.model_dump(mode="json") for one in open_],
                "assessments": {
                    number: [answer.model_dump(mode="json") for answer in answers]
                    for number, answers in screened.assessments.items()
                },
            }
        )
    else:
        for line in screening_lines(screened, call.lang):
            show(line)
        for line in question_lines(open_, round_id, call.lang):
            show(line)
        for heading, found in _by_weight(screened.findings):
            show(f"\n{heading}:")
            show_findings(found)
        for line in asked_lines(round_id, asked):
            show(line)
        show(f"\nHierna: {after}")
    return 0


def _by_weight(findings: Sequence[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """What has to be answered before what is only to be looked at."""
    asked = [one for one in findings if one.severity is Severity.QUESTION]
    others = [one for one in findings if one.severity is not Severity.QUESTION]
    if asked:
        yield "Vragen over geld", asked
    if others:
        yield "Opmerkingen, waarop niemand hoeft te antwoorden", others


def asked_lines(round_id: str, asked: int) -> list[str]:
    """How many questions about money wait, and how they are answered."""
    if not asked:
        return []
    waits = counted(asked, "vraag over geld wacht", "vragen over geld wachten")
    return [
        "",
        f"{waits} op een antwoord vóór de vaststelling: verdeel answer --template vragen.xlsx "
        f"--round {round_id}",
    ]


def screening_counts(screened: ScreenedRound) -> dict[str, dict[str, int]]:
    """How many applications of each instrument met the rules, did not, or need judgement.

    Those that were withdrawn take no part, and are in none of the three.
    """
    by_instrument = screened.instruments
    counts = {
        key: {answer.value: 0 for answer in Answer}
        for key in instruments()
        if key in by_instrument.values()
    }
    for number, assessments in screened.assessments.items():
        if number in screened.withdrawn:
            continue
        counts[by_instrument[number]][verdict(assessments).value] += 1
    return counts


def screening_lines(screened: ScreenedRound, lang: str) -> list[str]:
    """The counts, and every rule that is not met, by application; what is open comes apart."""
    counts = screening_counts(screened)
    rows = [
        (instruments()[key].name_nl, *(whole(by_answer[answer.value]) for answer in Answer))
        for key, by_answer in counts.items()
    ]
    answers = (answer_in(answer, "nl") for answer in Answer)
    lines = [table(("regeling", *answers), rows, numbers=(1, 2, 3)), ""]
    for number, assessments in screened.assessments.items():
        lines += [
            f"{number}  {one.code}  {one.sentence(lang)} ({one.article})"
            for one in assessments
            if one.answer is Answer.NOT_MET
        ]
    if screened.withdrawn:
        lines.append(f"Ingetrokken: {', '.join(screened.withdrawn)}.")
    if screened.faulty:
        takes = "rij met een fout doet", "rijen met een fout doen"
        lines.append(f"{counted(screened.faulty, *takes)} niet mee: onvolledig.")
    return lines
