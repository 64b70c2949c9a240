"""From a decision to a structured letter: which clauses, in which order, filled with what."""

from __future__ import annotations

from collections.abc import Iterator

from ...grants.allocation import Decided, Dossier
from ..config.office import Office
from ..pages.blocks import Block, Bullets, Heading, Labelled, Letter, Paragraph, Run
from ..rounds.references import reference_of
from .clauses import LETTER_OUTCOMES, Clause, filled, library, runs
from .letterhead import salutation, sender, signature
from .setting import LetterContext, chosen, facts_of, fields_of, setting_of, signing
from .tables import BUILDERS, cited


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
    award, words = decided.award, setting.words
    office, reference = signing(decided, setting), reference_of(decided, setting.dossier)
    window = setting.dossier.policy.round.window_opens
    subject = next(
        filled(scope.text(setting.lang), fields)
        for scope in library().subject
        if scope.fits(award.instrument, award.outcome, facts, window)
    )
    mark = setting.mark
    title = f"{words.title} {reference}: {subject}"
    return Letter(
        application_id=decided.application.application_id,
        reference=reference,
        lang=setting.lang,
        title=f"{mark}: {title}" if mark else title,
        subject=subject,
        sent_on=setting.sent_on,
        sender=sender(office, setting.lang),
        sender_address=office.sender_address,
        addressee=setting.office.addressee(decided.application.applicant, setting.lang),
        details=_details(decided, setting, annex),
        salutation=salutation(decided.application.applicant, words, setting.lang),
        blocks=blocks,
        signature=signature(office, words, setting.lang),
        annex=annex,
        mark=mark,
        page_words=(words.page, words.page_of),
    )


def _details(
    decided: Decided, setting: LetterContext, annex: tuple[Block, ...]
) -> tuple[Labelled, ...]:
    words, office = setting.words, signing(decided, setting)
    details = [
        Labelled(label=words.date, value=setting.day(setting.sent_on)),
        Labelled(label=words.reference, value=reference_of(decided, setting.dossier)),
    ]
    if decided.application.project_id:
        details.append(Labelled(label=words.your_reference, value=decided.application.project_id))
    if office.contact:
        details.append(Labelled(label=words.contact, value="\n".join(office.contact)))
    annexes = sum(isinstance(block, Heading) for block in annex)
    if annexes:
        details.append(Labelled(label=words.annexes, value=str(annexes)))
    return tuple(details)
