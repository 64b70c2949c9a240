"""The command ``verdeel explain``: why an application got what it got."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING

from ....grants.bilingual import in_language
from ....grants.decisions.allocation import IncompleteApplication
from ....grants.municipality import municipalities, plain_name
from ....grants.rounds.policy import DistributionRule
from ....instruments.after.besides import Besides
from ....instruments.answers import POINTS, answer_told
from ....instruments.instrument import instruments
from ...records.rounds.reader import RoundReader, reading_round
from ...rounds.after.acts import beside_the_end
from ...rounds.after.told import AwardTold
from ...rounds.calendar.latest_day import latest_day
from ...rounds.calendar.listing import Pressing
from ...rounds.settling.told import SettlingTold
from ...rounds.settling.upcoming import Upcoming, upcoming_of
from ...rounds.why_not import WITHOUT_FULL_AMOUNT, why_not
from ...steps.explanation import (
    Explanation,
    IncompleteExplanation,
    explained_incomplete,
    explanation,
    faulty_correction,
)
from ...wording.duties import DUTY_STATES, duty_line, progress_line
from ...wording.opening import Opened, opening
from ...wording.outcomes import answer_in, outcome_in, rule_in
from ...wording.texts import Texts, sentences_in
from ...wording.untreated import untreated_reasons
from ..console import show, show_json
from ..invocation import Invocation
from ..words import words_in
from .over_rounds.calendar import as_json, next_said, pressing_on

if TYPE_CHECKING:
    from ....optimiser.questions.application.facts import Explanation as WhyNot


def explain(call: Invocation, application_id: str, round_id: str, on: date | None = None) -> int:
    """Why an application got what it got, and which term about it comes next."""
    number = application_id.upper()
    with reading_round(call.database, round_id) as reader:
        presses = pressing_on(call, reader, on, number)
        day = on or latest_day(reader)
        coming = upcoming_of(reader, number, day) if day and reader.state.decided else None
        acts = _acts(reader, number, day)
        incomplete = explained_incomplete(reader, number)
        if incomplete is not None:
            return _explain_incomplete(call, incomplete, presses)
        told, later = explanation(reader, number), faulty_correction(reader, number)
        short = told.award is not None and told.award.outcome in WITHOUT_FULL_AMOUNT
        facts = why_not(reader, number, told.award.outcome) if told.award and short else None
    if call.as_json:
        show_json(
            {
                **told.model_dump(mode="json"),
                "why_not": facts.model_dump(mode="json") if facts else None,
                "faulty_correction": later.model_dump(mode="json") if later else None,
                **as_json(presses),
                "next_act": coming.model_dump(mode="json") if coming else None,
                "acts": [one.model_dump(mode="json") for one in acts],
            }
        )
    else:
        for line in explanation_lines(told, call.lang, facts):
            show(line)
        if later is not None:
            show("")
            for line in _faults(later, words_in(call.lang), "explain.later_version"):
                show(line)
        _show_next(presses, call)
        if coming is not None and (coming.presses or told.settling is not None):
            what = coming.what.text(call.lang)
            show(words_in(call.lang)("explain.next_act", what=what, command=coming.command))
        for one in acts:
            what = one.what.text(call.lang)
            show(words_in(call.lang)("explain.act", what=what, command=one.command))
    return 0


def _acts(reader: RoundReader, number: str, day: date | None) -> tuple[Upcoming, ...]:
    """What can be done about it now, beside what is about the end of its award."""
    if day is None or not reader.state.decided:
        return ()
    return tuple(one for one in beside_the_end(reader, day) if one.application_id == number)


def _show_next(presses: Pressing, call: Invocation) -> None:
    """The term about it that comes next, under all the rest."""
    for at, line in enumerate(next_said(presses, words_in(call.lang))):
        if not at:
            show("")
        show(line)


def _explain_incomplete(call: Invocation, told: IncompleteExplanation, presses: Pressing) -> int:
    if call.as_json:
        show_json(told.model_dump(mode="json") | as_json(presses))
    else:
        for line in _opening_lines(told.opened, call.lang):
            show(line)
        for line in _faults(
            told.application, words_in(call.lang), _heading(told.application), told.not_counting
        ):
            show(line)
        left = told.application.untreated_on
        for reason in () if left is None else untreated_reasons(left):
            show(f"{reason.text(call.lang)} ({_cited(reason.article, call.lang)})")
        for line in _since_lines(told.told, words_in(call.lang)):
            show(line)
        _show_next(presses, call)
    return 0


def _heading(one: IncompleteApplication) -> str:
    return "explain.incomplete" if one.withdrawn_on is None else "explain.incomplete_withdrawn"


def _faults(
    one: IncompleteApplication, words: Texts, heading: str, not_counting: Collection[str] = ()
) -> Iterator[str]:
    """An application that could not be taken in, with what was received and each fault.

    Of the fields in ``not_counting`` it says so; the empty one stands for all of them.
    """
    name = instruments()[one.instrument].name(words.lang)
    yield words.told(
        heading, number=one.application_id, name=name, file=one.file, sheet=one.sheet, row=one.row
    )
    for found in one.findings:
        yield f"  {found.cell or found.sheet}  {found.code}  {found.message} {found.cure}"
    yield words("explain.received_values")
    columns = instruments()[one.instrument].columns
    off = {plain_name(c.label) for c in columns if c.field in not_counting}
    for header, value in one.values.items():
        if value:
            counts = plain_name(header) not in off and "" not in not_counting
            yield f"  {header}: {value}{'' if counts else words('explain.does_not_count')}"


def explanation_lines(told: Explanation, lang: str, facts: WhyNot | None = None) -> list[str]:
    """The explanation for the screen; ``facts`` are those of a refusal for lack of money."""
    words, instrument = words_in(lang), instruments()[told.instrument]
    places = (told.municipality, *told.partners, told.project_name)
    lines = [
        *_opening_lines(told.opened, lang),
        words.told(
            "explain.application" if instrument.for_homes else "explain.costs",
            number=told.application_id,
            name=instrument.name(lang),
            place=", ".join(part for part in places if part),
            homes=told.homes.total,
            affordable=told.homes.affordable,
        ),
        *_located_lines(told, words),
        words(
            "explain.source",
            file=told.file,
            sheet=told.sheet,
            cell=told.cells.get("application_id", ""),
            version=told.version,
        ),
        *_award_lines(told, words),
        *_answer_lines(told, words),
        *_beside_lines(told.besides, words),
    ]
    if told.withdrawn_later is not None:
        lines.append(words.told("explain.withdrawn_later", day=told.withdrawn_later))
    if told.divisions:
        lines.append(_in_divisions(told, lang))
    lines += _objection_lines(told, words)
    lines += _standing_lines(told, words)
    if facts is not None:
        from ...wording.refusals import why_not_lines  # late: with what makes such facts

        lines += why_not_lines(facts, instrument.submission.one(lang), lang)
    return [*lines, "", words("explain.rules"), *_rule_lines(told, words)]


def _opening_lines(opened: Opened | None, lang: str) -> list[str]:
    """What came of it and why, before the detail."""
    return [] if opened is None else [" ".join(opening(opened, lang)), ""]


def _in_divisions(told: Explanation, lang: str) -> str:
    """What it would get in each of the three divisions beside the list."""
    words = sentences_in(lang)
    each = [
        f"{words(f'division.{kind.value}').lower()} {words.written(amount)}"
        for kind, amount in told.divisions.items()
    ]
    return words("division.each", amounts=", ".join(each))


def _objection_lines(told: Explanation, words: Texts) -> Iterator[str]:
    """Each objection to the decision with how it ended, and the award as it is since."""
    for one in told.objections:
        ended = one.on is not None
        yield words.told(
            f"explain.objection_{one.outcome if ended else 'open'}",
            name=one.name,
            day=one.on or one.received,
        )
    if told.amount_now is not None:
        yield words.told("explain.amount_now", amount=told.amount_now)


def _standing_lines(told: Explanation, words: Texts) -> Iterator[str]:
    """Where the award stands, with every decision on it since, and its place on the ladder."""
    stands = told.told
    if stands is None:
        return
    yield from _since_lines(stands, words)
    if told.settling is not None:
        yield from _settling_lines(told.settling, words)
    if stands.place is not None and not stands.standing:
        yield words("explain.ladder", place=stands.place)
    if told.progress is not None:
        yield progress_line(told.progress, words.lang)
        for duty in told.progress.duties:
            state = DUTY_STATES[duty.state].text(words.lang)
            yield f"  {state}: {duty_line(duty, words.lang)}"


def _since_lines(stands: AwardTold | None, words: Texts) -> Iterator[str]:
    """Where an award stands, with every decision on it since."""
    if stands is None:
        return
    if stands.standing:
        yield words(
            "explain.standing",
            standing=words(f"standing.{stands.standing}"),
            committed=stands.committed,
            paid=stands.paid,
        )
    if stands.ordered:
        yield words("explain.ordered", amount=stands.ordered)
    for one in stands.since:
        yield words.told(
            f"explain.since_{one.kind.value}", day=one.on, before=one.before, after=one.after,
            article=one.article,
        )  # fmt: skip


def _settling_lines(one: SettlingTold, words: Texts) -> Iterator[str]:
    """What was accounted for, fixed, claimed back and repaid of an award."""
    if one.accounted_to is not None and one.lawful is not None:
        which = "accounted_last" if one.last_account else "accounted"
        lawful = words.written(one.lawful)
        yield words(f"explain.{which}", year=str(one.accounted_to), lawful=lawful)
    if one.settled_at is not None and one.settled_on is not None:
        yield words.told("explain.fixed", day=one.settled_on, amount=one.settled_at)
    if one.announced_on is not None:
        yield words.told("explain.announced", day=one.announced_on)
    if one.claimed:
        yield words.told("explain.claimed", amount=one.claimed, repaid=one.repaid)
    if one.interest or one.interest_received:
        yield words.told("explain.interest", amount=one.interest, received=one.interest_received)
    if one.corrected:
        yield words.told("explain.corrected", amount=one.corrected)
    if one.carried:
        yield words.told("explain.carried", amount=one.carried)
    if one.left and one.pay_by is not None:
        why = one.pay_by_reason
        said = "" if why is None else why.text(words.lang)
        yield words.told("explain.claim_left", amount=one.left, day=one.pay_by, why=said)
    if one.left_of_fund:
        yield words.told("explain.claim_left_of_fund", amount=one.left_of_fund)
    if one.waits is not None:
        yield words("explain.settling_waits", what=words(f"settling.{one.waits.value}"))


def _cited(article: str, lang: str) -> str:
    """What a text rests on, as a letter in the language cites it."""
    return in_language(lang, str, _cited_in_english)(article)


def _cited_in_english(article: str) -> str:
    from ...letters.clauses import cited_in  # late: in Dutch nothing of the letters is loaded

    return cited_in(article, "en")


def _rule_lines(told: Explanation, words: Texts) -> Iterator[str]:
    """What each rule says of the application."""
    if not told.assessments:
        yield f"  {words('explain.not_screened')}"
    for one in told.assessments:
        mark = f" ({words('explain.provisional')})" if one.provisional else ""
        answer, sentence = answer_in(one.answer, words.lang), one.sentence(words.lang)
        article = _cited(one.article, words.lang)
        yield f"  {one.code}  {answer}{mark}. {sentence} ({article})"


def _located_lines(told: Explanation, words: Texts) -> Iterator[str]:
    """Where the homes of a joint application are built, or that nobody stated it."""
    if told.homes_in and not told.located:
        yield words("explain.located_for_body", place=told.homes_in)
        return
    if not told.partners and not told.located:
        return
    if not told.located:
        yield words("explain.located_at_lead")
        return
    known = municipalities()
    each = [f"{known[one.municipality_code].name} {one.homes.total}" for one in told.located]
    yield words("explain.located", places=", ".join(each))


def _answer_lines(told: Explanation, words: Texts) -> Iterator[str]:
    """By whose answer it follows, where the law of the scheme leaves it open."""
    found = told.answers
    if found is None:
        return
    amount, *others = (answer_told(found, point, words.lang) for point in POINTS)
    yield words.told(
        "explain.answered", by=found.basis.by, reference=found.basis.reference,
        dated=found.basis.dated, amount=amount, others="; ".join(others),
    )  # fmt: skip


def _beside_lines(besides: Besides, words: Texts) -> Iterator[str]:
    """The settlement of earlier years and the supplements, one a line."""
    settled = besides.settled
    if settled is not None:
        yield words.told(
            "explain.settled",
            corrections=settled.corrections,
            claim=settled.claim,
            payable=settled.payable,
            left=-settled.carried,
        )
    for one in besides.supplements:
        yield words.told(
            "explain.supplement",
            name=one.which.called.text(words.lang),
            area=one.area,
            amount=one.amount,
            costs=one.costs,
            which=one.which.value,
        )


def _award_lines(told: Explanation, words: Texts) -> Iterator[str]:
    award, lang = told.award, words.lang
    if award is None:
        yield words("explain.not_allocated")
        return
    outcome = outcome_in(award.outcome, lang)
    yield words.told("explain.outcome", outcome=outcome, amount=award.amount, requested=award.asked)
    if award.rank is not None:
        published = told.distribution_rule is DistributionRule.OPTIMISE
        place = "explain.place_published" if published else "explain.place_ranked"
        yield words(place, rank=award.rank, of=told.ranked)
    yield words(
        "explain.rule",
        rule=rule_in(told.distribution_rule, lang),
        basis=_cited(told.basis, lang),
    )
    for reason in award.reasons:
        sentence = reason.text(lang)
        article = _cited(reason.article, lang)
        yield f"{sentence} ({article})" if article else sentence
