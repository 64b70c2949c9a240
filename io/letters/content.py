"""From a decision to a structured letter: which clauses, in which order, filled with what."""

from __future__ import annotations

from collections.abc import Iterator

from ...grants.dossier import Decided, Dossier
from ..config.office import Office
from ..pages.blocks import Block, Bullets, Heading, Letter, Paragraph, Run
from ..rounds.references import reference_of
from .clauses import LETTER_OUTCOMES, Clause, filled, library, runs
from .context import LetterContext
from .decision.conditions import chosen, facts_of
from .decision.fields import fields_of
from .decision.tables import BUILDERS, cited
from .letterhead import Letterhead
from .setting import setting_of, signing


def letter_of(decided: Decided, dossier: Dossier, office: Office, lang: str = "nl") -> Letter:
    """The letter of one decision. The same arguments give the same letter.

    Raises:
        ValueError: the application's outcome gives no letter, the round has no sending date, or
            the language is neither ``nl`` nor ``en``.
        KeyError: the office or the policy does not know the application's instrument.
    """
    return letter_in(setting_of(dossier, office, lang), decided)


def letter_in(setting: LetterContext, decided: Decided) -> Letter:
    """The letter of one decision, in a setting that all letters of the round share."""
    if decided.award.outcome not in LETTER_OUTCOMES:
        raise ValueError(f"{decided.award.outcome.value} gives no letter")
    facts, fields = facts_of(decided, setting), fields_of(decided, setting)
    blocks: list[Block] = []
    annex: list[Block] = []
    number = 0
    for section in library().section:
        clauses = chosen(section, decided, setting, facts)
        heading = section.text(setting.lang)
        if section.annex and clauses:
            number += 1
            heading = f"{setting.words.annex} {number}: {heading}"
        (annex if section.annex else blocks).extend(
            section_blocks(heading, clauses, decided, setting, fields)
        )
    return _framed(decided, setting, facts, fields, tuple(blocks), tuple(annex))


def section_blocks(
    heading: str,
    clauses: list[Clause],
    decided: Decided,
    setting: LetterContext,
    fields: dict[str, str],
) -> Iterator[Block]:
    """A section: its heading where anything stands in it, and its clauses filled in."""
    if clauses and heading:
        yield Heading(text=heading)
    points: list[tuple[Run, ...]] = []
    for clause in clauses:
        text = clause.text(setting.lang)
        if clause.kind == "item":
            article = setting.source(clause.article)
            points.append(runs(cited(text, article) if clause.cite else text, fields))
            continue
        if points:
            yield Bullets(items=tuple(points))
            points = []
        if clause.kind == "table":
            yield BUILDERS[clause.table](decided, setting, filled(text, fields))
        else:
            yield Paragraph(text=runs(text, fields))
    if points:
        yield Bullets(items=tuple(points))


def _framed(
    decided: Decided,
    setting: LetterContext,
    facts: dict[str, bool],
    fields: dict[str, str],
    blocks: tuple[Block, ...],
    annex: tuple[Block, ...],
) -> Letter:
    award = decided.award
    window = setting.dossier.policy.round.window_opens
    subject = next(
        filled(scope.text(setting.lang), fields)
        for scope in library(award.instrument).subject
        if scope.fits(award.instrument, award.outcome, facts, window)
    )
    annexes = sum(isinstance(block, Heading) for block in annex)
    return Letterhead(
        number=decided.application.application_id,
        reference=reference_of(decided, setting.dossier),
        subject=subject,
        lang=setting.lang,
        sent_on=setting.sent_on,
        office=signing(decided, setting),
        to=decided.application.applicant,
        addressee=setting.office.addressee(decided.application.applicant, setting.lang),
        mark=setting.mark,
        decides=True,
        project=decided.application.project_id or "",
        annexes=str(annexes) if annexes else "",
    ).around(blocks, annex)
