"""The letter of a decision on an objection, from the records alone: when it is taken, and anew."""

from __future__ import annotations

from datetime import date

from ...config.office import Office
from ...records.rounds.objections import StoredObjection, StoredObjectionDecision
from ...records.rounds.reader import RoundReader
from ...records.settling.stored import SettlingKind
from ...rounds.after.instalments import day_named, term_after
from ...rounds.completing.asking import life_of
from ...rounds.completing.term import Term
from ...rounds.dossier import corrections_of
from ...rounds.objections.correcting import corrections_told
from ...rounds.objections.fields import TREATED, Corrected
from ...rounds.objections.finding import also_told
from ...rounds.objections.granted import granted, refused
from ...rounds.objections.terms import terms_of
from ...rounds.settling.anew import taken_upon
from ...rounds.settling.claims import acts_of
from ..settling.upon import InItsPlace, in_its_place
from .author import DECISION, ObjectionAuthor, ObjectionMatter, stem_of
from .granting import GrantTold, grant_told, refusal_told
from .matters import decision_letter

Decision = tuple[ObjectionAuthor, ObjectionMatter]


def decision_of(reader: RoundReader, one: StoredObjection, office: Office, lang: str) -> Decision:
    """Who writes the letter of a decision that was taken on an objection, and what it is about."""
    made = one.decision
    assert made is not None
    matter = decision_letter(
        one,
        terms_of(reader, one, office.days_equated_with_holidays, made.on),
        life_of(reader, one.application_id).instrument,
        corrections_in(reader, one),
        lang,
        _grant(reader, one, office, lang, made.on),
        also_told(reader, one, made.on),
        _instead(reader, one, office, lang),
        _pays_by(reader, one, office),
    )
    return ObjectionAuthor(reader.id, office, lang, made.on, example=reader.example), matter


def decisions_of(reader: RoundReader, office: Office, lang: str) -> tuple[Decision, ...]:
    """The letters of all decisions on objections in a round."""
    return tuple(
        decision_of(reader, one, office, lang) for one in reader.objections if one.decision
    )


def corrections_in(reader: RoundReader, one: StoredObjection) -> tuple[Corrected, ...]:
    """What the decision corrected, with what was filed."""
    made = one.decision
    assert made is not None
    return corrections_told(reader, one.application_id, made.corrections)


def _instead(
    reader: RoundReader, one: StoredObjection, office: Office, lang: str
) -> InItsPlace | None:
    """What it says of what takes the place of a decision on a settlement, where it revokes one."""
    act = taken_upon(reader, one) if one.contested.later else None
    if act is None:
        return None
    reference = f"{reader.id}/{stem_of(DECISION, one.name)}"
    return in_its_place(reader, act, office, lang, reference)


def _pays_by(reader: RoundReader, one: StoredObjection, office: Office) -> Term | None:
    """By when what it adds to an award is paid; ``None`` where that was fixed already by then."""
    made = one.decision
    if made is None or made.award is None:
        return None
    fixed = acts_of(reader, one.application_id, SettlingKind.SETTLED)
    if any(act.done_on <= made.on for act in fixed):
        return None
    free, named = office.days_equated_with_holidays, day_named(reader.policy, made.award)
    return term_after(made.on, made.on.year, free, named=named)


def _refused_after_all(made: StoredObjectionDecision) -> bool:
    return made.outcome.revises and TREATED in made.corrections


def _grant(
    reader: RoundReader, one: StoredObjection, office: Office, lang: str, on: date
) -> GrantTold | None:
    """What the letter says of an award, where the decision gives one, or of the refusal of what is
    treated after all."""
    made = one.decision
    if made is None or (made.award is None and not _refused_after_all(made)):
        return None
    if made.award is None:
        return refusal_told(*refused(reader, one), office, lang)
    whole, decided = granted(reader, one, on)
    reference = f"{reader.id}/{stem_of(DECISION, one.name)}"
    return grant_told(whole, decided, office, lang, corrections_of(reader, whole), reference)
