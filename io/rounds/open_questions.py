"""What a round waits for: every question that is open, on what article, and who can answer it."""

from __future__ import annotations

from collections.abc import Sequence

from ...grants.applications.assessment import Answer, Assessment, verdict
from ...grants.bilingual import Bilingual
from ...grants.columns import columns_of
from ...grants.notation import counted
from ...grants.rounds.policy import DistributionRule, Policy
from ...instruments.instrument import instruments
from ...instruments.screening.condition import CONDITION, absent_in, condition_of
from ...instruments.screening.waiting import Waits
from ..records.rounds.applications import StoredApplication
from ..records.rounds.once import worked_out
from ..records.rounds.reader import RoundReader
from .checks.answers import both_right, waits_as_paid
from .screening import divided_and_waiting

WAITS = "WAITS"
_SHOWN = 8  # numbers of those that are asked the same


class OpenQuestion(Bilingual):
    """A question that is open about one application.

    ``code`` is that of the rule, or ``WAITS`` where the application waits for another or for a key
    of its ranking; ``waits_on`` are those others. ``who`` says in Dutch who can answer, and with
    what command.
    """

    application_id: str
    instrument: str
    code: str
    article: str
    who: str
    waits_on: tuple[str, ...] = ()

    @property
    def named(self) -> str:
        """What is open, in a word for a person: the code of its rule, or what it waits for."""
        if self.code != WAITS:
            return self.code
        return f"wacht op {', '.join(self.waits_on)}" if self.waits_on else "wacht"


@worked_out
def open_questions(reader: RoundReader) -> tuple[OpenQuestion, ...]:
    """Every open question of a round that was screened, by application number."""
    taken, assessments = reader.judged_applications, reader.assessments
    screened = tuple(one for one in taken if one.application.application_id in assessments)
    left = {*reader.untreated, *reader.set_aside}
    waits = divided_and_waiting(
        reader.policy, screened, assessments,
        answered=both_right(reader), paid=waits_as_paid(reader),
        aside=left, undecided=reader.set_aside,
    )[1]  # fmt: skip
    found: list[OpenQuestion] = []
    for one in screened:
        number = one.application.application_id
        if one.application.withdrawn_on is not None or number in left:
            continue
        if verdict(assessments[number]) is Answer.NEEDS_JUDGEMENT:
            found += [_of_rule(reader.id, one, a) for a in assessments[number] if _is_open(a)]
        elif number in waits:
            found.append(
                OpenQuestion(
                    application_id=number,
                    instrument=one.instrument,
                    code=WAITS,
                    nl=waits[number].nl,
                    en=waits[number].en,
                    article="",
                    who=_who_of_waiting(reader, one, waits[number]),
                    waits_on=(*waits[number].needs, *waits[number].absent),
                )
            )
    return tuple(found)


def questions_of_aside(reader: RoundReader) -> tuple[OpenQuestion, ...]:
    """What still waits for an answer about applications that are set aside, by number."""
    assessments = reader.assessments
    known = {one.application.application_id for one in reader.applications}
    gone = {one.application_id for one in reader.withdrawals if one.late}
    found: list[OpenQuestion] = []
    for one in reader.judged_applications:
        number = one.application.application_id
        if number not in reader.set_aside or number in reader.supplemented:
            continue
        if one.application.withdrawn_on is not None:
            continue
        said = assessments[number]
        asked = condition_of(one.application, known, gone)
        if asked is not None:
            before = [absent_in(a) for a in said if a.code == CONDITION]
            if not any(set(absent_in(asked)) <= set(absent) for absent in before):
                said = (*(a for a in said if a.code != CONDITION), asked)
        if verdict(said) is Answer.NEEDS_JUDGEMENT:
            found += [_of_rule(reader.id, one, a) for a in said if _is_open(a)]
    return tuple(found)


def _is_open(assessment: Assessment) -> bool:
    return assessment.answer is Answer.NEEDS_JUDGEMENT


def _of_rule(round_id: str, one: StoredApplication, assessment: Assessment) -> OpenQuestion:
    return OpenQuestion(
        application_id=one.application.application_id,
        instrument=one.instrument,
        code=assessment.code,
        nl=assessment.sentence_nl,
        en=assessment.sentence_en,
        article=assessment.article,
        who=who_answers(round_id, one, assessment),
    )


def who_answers(round_id: str, one: StoredApplication, assessment: Assessment) -> str:
    """Who answers a rule, or records the values that it asks, in Dutch and with what command."""
    command = f"verdeel judge {one.application.application_id} --rule {assessment.code}"
    about = f'--reason "..." --round {round_id} --date jjjj-mm-dd'
    labels = {column.field: column.label for column in columns_of(type(one.application))}
    if any(field not in labels for field in assessment.asks):
        return "wie het beleid vaststelt, met verdeel round amend"
    if assessment.asks:
        values = " ".join(f'--value "{labels[field]}=..."' for field in assessment.asks)
        return (
            f"twee medewerkers, met de waarde en haar bron: {command} {values} "
            f'--source "..." {about}'
        )
    return f"twee medewerkers: {command} --answer met|not_met {about}"


def _who_of_waiting(reader: RoundReader, one: StoredApplication, waits: Waits) -> str:
    """What to do about an application that waits: what has to be decided or corrected first."""
    from .aside.reserving import can_be_set_aside  # late: it divides, and few wait

    number = one.application.application_id
    parts: list[str] = []
    if waits.needs:
        parts.append(f"beslis over {', '.join(waits.needs)}")
    if waits.absent:
        parts.append(f"laat {number} of {', '.join(waits.absent)} verbeteren")
    if not parts:
        return "wie antwoordt over wat hier is genoemd"
    if can_be_set_aside(reader.policy, one.instrument):
        parts.append(
            f"houd {number} aan met verdeel judge {number} --set-aside "
            f'--reason "..." --round {reader.id} --date jjjj-mm-dd'
        )
    if waits.absent:
        parts.append(
            f"laat twee medewerkers zeggen of die voorwaarde vervalt met verdeel judge {number} "
            f'--rule {CONDITION} --answer met|not_met --reason "..." --round {reader.id} --date '
            "jjjj-mm-dd"
        )
    return ", of ".join(parts)


def unranked(policy: Policy, open_: Sequence[OpenQuestion]) -> dict[str, tuple[str, ...]]:
    """The applications that wait, of each instrument whose ranking needs them all (BWbi art. 5).

    In a round of the first edition a ranking was divided without them.
    """
    if not policy.asks:
        return {}
    found: dict[str, dict[str, None]] = {}
    for one in open_:
        if policy.instruments[one.instrument].rule is DistributionRule.RANK:
            found.setdefault(one.instrument, {})[one.application_id] = None
    return {key: tuple(numbers) for key, numbers in found.items()}


def question_lines(open_: Sequence[OpenQuestion], round_id: str, lang: str = "nl") -> list[str]:
    """The open questions for the screen, each with who can answer it and on what article.

    What is asked in the same words of several applications is told once, with their numbers; of
    many with the first of those, since ``verdeel round applications`` tells of each.
    """
    if not open_:
        return []
    waiting = len({one.application_id for one in open_})
    lines = [f"Wacht op een antwoord: {counted(waiting, 'aanvraag', 'aanvragen')}."]
    for (code, text, article, _), alike in _alike(open_, lang).items():
        numbers = in_short([one.application_id for one in alike])
        lines.append(f"  {numbers}, {code}: {text}{f' ({article})' if article else ''}")
        also = ", en zo bij ieder van deze aanvragen" if len(alike) > 1 else ""
        lines.append(f"    Antwoord: {alike[0].who}{also}.")
    if len({one.application_id for one in open_ if one.code != WAITS}) > 1:
        lines.append(f"  Veel tegelijk: verdeel judge --template oordelen.xlsx --round {round_id}")
    return lines


def in_short(numbers: Sequence[str]) -> str:
    """Numbers as the screen lists them: the first of many, and how many more.

    >>> in_short([f"WBI-{number}" for number in range(1, 14)])
    'WBI-1, WBI-2, WBI-3, WBI-4, WBI-5, WBI-6, WBI-7, WBI-8 en nog 5'
    """
    if len(numbers) <= _SHOWN + 1:
        return ", ".join(numbers)
    return f"{', '.join(numbers[:_SHOWN])} en nog {len(numbers) - _SHOWN}"


def _alike(open_: Sequence[OpenQuestion], lang: str) -> dict[tuple[str, ...], list[OpenQuestion]]:
    """The questions by what is asked and how it is answered, in the order of the first of each."""
    found: dict[tuple[str, ...], list[OpenQuestion]] = {}
    for one in open_:
        answered = one.who.replace(one.application_id, "")
        found.setdefault((one.named, one.text(lang), one.article, answered), []).append(one)
    return found


def ranking_names(unready: dict[str, tuple[str, ...]]) -> str:
    """Which rankings wait, and for which applications, in Dutch."""
    return "; ".join(
        f"{instruments()[key].name_nl} op {', '.join(numbers)}" for key, numbers in unready.items()
    )
