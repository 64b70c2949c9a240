"""The tables and lists in the body of a letter: facts, assessment, calculation, payments.

Each builder takes a decision and the setting of the letters, and returns one block. The amounts in
a calculation add up line by line; what is taken off stands with a minus.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ....grants import notation
from ....grants.applications.assessment import Answer, Assessment
from ....grants.bilingual import in_language
from ....grants.dossier import Decided
from ....grants.money import Euro, in_proportion
from ....instruments.papers import Row
from ...pages.blocks import Block, Bullets, Cell, Run, Table, TableColumn, Text
from ...wording.grounds import ProvisionalMark, provisional_mark
from ..clauses import filled
from ..context import LetterContext
from ..setting import rules_shown, unmet_shown
from . import annexes, limits, paying
from .facts import FactRow, compared, home_rows, money_rows, plan_rows, score_rows
from .paying import amounts_table
from .showing import label_of, paper_of, papers_of, written

_LONG_THRESHOLD = 40  # characters; a threshold that is a sentence needs a column to read it in
Line = tuple[str, Euro | str]  # a label and an amount, or a value already written


def _fact_table(head: str, value: str, rows: Sequence[FactRow], summary: str) -> Table:
    return Table(
        summary=summary,
        columns=(TableColumn(head=head, share=3), TableColumn(head=value, share=2, numbers=True)),
        rows=tuple((Cell(text=label), Cell(text=written)) for label, written in rows),
    )


def facts_plan(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The project, its works and its dates, as stated."""
    words = setting.words
    return _fact_table(words.plan, words.value, plan_rows(decided, setting), summary)


def facts_homes(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The homes by kind, as stated."""
    words = setting.words
    return _fact_table(words.homes, words.number, home_rows(decided, setting), summary)


def facts_money(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The amounts, as stated."""
    words = setting.words
    return _fact_table(words.money, words.amount, money_rows(decided, setting), summary)


def facts_scores(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The scores of an application."""
    words = setting.words
    return _fact_table(words.scores, words.score, score_rows(decided, setting), summary)


def assessment(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """Every rule put to the application: what it asks, what was measured, met or not."""
    words = setting.words
    answers = {
        Answer.MET: words.met,
        Answer.NOT_MET: words.not_met,
        Answer.NEEDS_JUDGEMENT: words.needs_judgement,
    }
    told = setting.dossier.policy.tells_its_grounds
    shown = rules_shown(decided, setting)
    values = [
        compared(rule, decided.award.instrument, setting.lang, by_ground=told) for rule in shown
    ]
    short = in_language(setting.lang, 10, 11)  # an English date has the month in letters
    wide = 16 if any(len(required) > _LONG_THRESHOLD for required, _ in values) else short
    return Table(
        summary=summary,
        columns=(
            TableColumn(head=words.rule, share=50 - wide - short),
            TableColumn(head=words.required, share=wide),
            TableColumn(head=words.measured, share=short),
            TableColumn(head=words.result, share=8),
        ),
        rows=tuple(
            (
                Cell(text=sentence, note=_source(rule, setting)),
                Cell(text=required),
                Cell(text=measured),
                Cell(text=answers[rule.answer], strong=rule.answer is not Answer.MET),
            )
            for rule, sentence, (required, measured) in zip(
                shown, _sentences(decided, setting), values, strict=True
            )
        ),
    )


def _sentences(decided: Decided, setting: LetterContext) -> Iterator[str]:
    """What each rule found. Why rules are provisional is said once; the mark stands at each."""
    said: set[str] = set()
    for rule in rules_shown(decided, setting):
        sentence = rule.sentence(setting.lang)
        found, _, why = sentence.rpartition(". ")
        yield f"{found}." if rule.provisional and why in said else sentence
        if rule.provisional:
            said.add(why)


def _source(rule: Assessment, setting: LetterContext) -> str:
    mark = f" - {_mark(rule, setting)}" if rule.provisional else ""
    return f"{rule.code}: {setting.source(rule.article)}{mark}"


def _mark(rule: Assessment, setting: LetterContext) -> str:
    """What is provisional: in rounds that tell their grounds a public rule is never called so."""
    told = setting.dossier.policy.tells_its_grounds
    if told and provisional_mark(rule) is ProvisionalMark.VALUE:
        return setting.words.provisional_value
    return setting.words.provisional


def unmet_rules(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The rules that are not met, in sentences with their article."""
    return Bullets(
        items=tuple(
            _cited(rule.sentence(setting.lang), setting.source(rule.article))
            for rule in unmet_shown(decided, setting)
        )
    )


def reasons(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The reasons of the award that do not repeat a rule that is not met."""
    told = {rule.code for rule in unmet_shown(decided, setting)}
    return Bullets(
        items=tuple(
            _cited(
                reason.text(setting.lang),
                setting.source(reason.article),
            )
            for reason in decided.award.reasons
            if reason.code not in told
        )
    )


def _cited(sentence: str, article: str) -> Text:
    """A sentence with its article behind it, unless it names the article itself."""
    return (Run(text=sentence if article in sentence else cited(sentence, article)),)


def cited(sentence: str, article: str) -> str:
    """The article in brackets, before the full stop of the sentence."""
    stop = "." if sentence.endswith(".") else ""
    return f"{sentence.removesuffix('.')} ({article}){stop}"


def calculation(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """From what was stated to what is granted (and for VAT, paid), step by step."""
    papers, paper = papers_of(decided), paper_of(decided, setting)
    lines = [
        *_lines(papers.calculation(decided.application, paper), setting),
        *_cut_to_award(decided, setting, papers.asked_label),
        *_lines(papers.settled(decided.application, paper), setting),
    ]
    if papers.with_vat:
        lines += _vat(decided, setting)
    return _sum_table(lines, setting, summary)


def _lines(rows: Iterable[Row], setting: LetterContext) -> Iterator[Line]:
    """Rows as lines of a sum: an amount stays one, so that all show cents or none does."""
    for row in rows:
        if isinstance(row.value, Euro) and not row.alone:
            yield label_of(row, setting), row.value
        else:
            yield label_of(row, setting), written(row.value, setting)


def _sum_table(lines: Sequence[Line], setting: LetterContext, summary: str) -> Table:
    words = setting.words
    cents = notation.show_cents(value for _, value in lines if isinstance(value, Euro))

    sums = [setting.label(name) for name in ("highest_grant", "national_share", "granted")]

    def written(value: Euro | str) -> str:
        if isinstance(value, str):
            return value
        return notation.amount(value, setting.lang, cents=cents)

    return Table(
        summary=summary,
        columns=(
            TableColumn(head=words.part, share=3),
            TableColumn(head=words.amount, share=2, numbers=True),
        ),
        rows=tuple(
            (
                Cell(text=label, strong=label in sums),
                Cell(text=written(value), strong=label in sums),
            )
            for label, value in lines
        ),
        total=lines[-1][0] in (*sums, setting.label("payable")),
    )


def _less(name: str, setting: LetterContext) -> str:
    return filled(setting.words.less, {"what": setting.label(name)})


def _cut_to_award(decided: Decided, setting: LetterContext, asked_for: str) -> list[Line]:
    award = decided.award
    lines: list[Line] = [(setting.label(asked_for), award.asked)]
    if award.amount != award.asked:
        short = setting.of_statement("not_granted", award.instrument)
        lines.append((_less(short, setting), award.amount - award.asked))
    lines.append((setting.label("granted"), award.amount))
    if award.next_window:
        lines.append((setting.label("from_this_window"), award.amount - award.next_window))
        lines.append((setting.label("from_next_window"), award.next_window))
    return lines


def _vat(decided: Decided, setting: LetterContext) -> list[Line]:
    award = decided.award
    return [
        (_less("compensable_vat", setting), -award.compensable_vat),
        (setting.label("payable"), award.payable),
    ]


def measures(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The award by measure, including VAT."""
    award, costs_of = decided.award, papers_of(decided).measures
    if costs_of is None:
        raise TypeError(f"{award.instrument} has no measures")
    costs = [(setting.label(name), cost) for name, cost in costs_of(decided.application).items()]
    stated = [(label, cost) for label, cost in costs if cost]
    parts = in_proportion(award.amount, [cost for _, cost in stated])
    rows = [(label, cost, part) for (label, cost), part in zip(stated, parts, strict=True)]
    total = Euro.total(cost for _, cost in stated)
    rows.append((setting.words.total, total, Euro.total(parts)))
    return amounts_table(
        (setting.words.measure, setting.words.costs_gross, setting.words.granted_gross),
        [(label, [cost, part]) for label, cost, part in rows],
        setting,
        summary,
    )


BUILDERS: dict[str, Callable[[Decided, LetterContext, str], Block]] = {
    "facts_plan": facts_plan,
    "facts_homes": facts_homes,
    "facts_money": facts_money,
    "facts_scores": facts_scores,
    "assessment": assessment,
    "unmet": unmet_rules,
    "reasons": reasons,
    "calculation": calculation,
    "measures": measures,
    **paying.BUILDERS,
    **annexes.BUILDERS,
    **limits.BUILDERS,
}
