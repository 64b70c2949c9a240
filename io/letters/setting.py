"""The setting of a round's letters, and what several kinds of them say alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...grants.applications.assessment import Answer, Assessment
from ...grants.applications.public_body import PublicBody
from ...grants.bilingual import in_language
from ...grants.dossier import Decided, Dossier
from ...grants.money import Euro
from ...grants.municipality import Municipality
from ...instruments.after.besides import Correction
from ...instruments.instrument import instruments
from ..config.office import InstrumentOffice, Office
from .clauses import Clause, library
from .context import LetterContext
from .tally import tallies


def setting_of(
    dossier: Dossier,
    office: Office,
    lang: str,
    *,
    concept: bool = False,
    corrections: Mapping[str, Correction] | None = None,
    own_clauses: tuple[Clause, ...] = (),
    committed: Mapping[str, Euro] | None = None,
) -> LetterContext:
    """The setting of a round's letters. ``ValueError`` without a sending date or a known language.

    The sending date is an input: it is the date of the letter, and objection terms run from it.
    """
    if dossier.sent_on is None:
        raise ValueError("a letter needs the date on which it is sent")
    if lang not in library().words:
        raise ValueError(f"letters are in nl or en, not in {lang}")
    return LetterContext(
        dossier=dossier,
        office=office,
        lang=lang,
        sent_on=dossier.sent_on,
        tallies=tallies(dossier.allocation.awards),
        concept=concept,
        corrections=corrections or {},
        own_clauses=own_clauses,
        committed=committed,
    )


def only_window(decided: Decided, setting: LetterContext) -> bool:
    """Whether an application is refused for when it came in, and judged on nothing else.

    Rounds of the first edition tell what every other rule found as well.
    """
    told = setting.dossier.policy.tells_its_grounds
    return told and decided.award.outcome.outside_window


def rules_shown(decided: Decided, setting: LetterContext) -> tuple[Assessment, ...]:
    """The rules that a letter tells: all that were put, or that of the window alone."""
    window = instruments()[decided.award.instrument].window_rule
    alone = tuple(rule for rule in decided.assessments if rule.code == window)
    return alone if alone and only_window(decided, setting) else decided.assessments


def unmet_shown(decided: Decided, setting: LetterContext) -> tuple[Assessment, ...]:
    """The rules that a letter names as not met."""
    return tuple(a for a in rules_shown(decided, setting) if a.answer is Answer.NOT_MET)


def signing(decided: Decided, setting: LetterContext) -> InstrumentOffice:
    return setting.office.instruments[decided.award.instrument]


def in_a_row(names: Sequence[str], setting: LetterContext) -> str:
    """Names in a sentence."""
    *most, last = names or ("",)
    return f" {setting.words.and_word} ".join(part for part in (", ".join(most), last) if part)


def to_pay(decided: Decided, setting: LetterContext) -> Euro:
    """What the municipality is paid of the award, with earlier years settled."""
    correction = setting.corrections.get(decided.award.application_id)
    return decided.award.payable if correction is None else correction.settled.payable


def recipient_of(to: Municipality | PublicBody, lang: str) -> str:
    """Who gets the money, within a sentence."""
    if isinstance(to, PublicBody):
        return in_language(lang, to.named_nl, to.name)
    return in_language(lang, f"de gemeente {to.name}", f"the municipality of {to.name}")
