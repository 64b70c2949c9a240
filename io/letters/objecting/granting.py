"""What the letter of a decision on an objection says of an award: all that any award letter says.

The regulations ask the same of an award on objection as of any other (RWbi 4(6), GB 4(2), RS 2.4).
So its sections are those of the ordinary letter, by the same clauses, facts and tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....grants.allocation import Decided, Dossier, Outcome
from ....grants.assessment import Answer
from ....grants.record import Record
from ....instruments.besides import Correction
from ...config.office import Office
from ...pages.blocks import Block
from ..clauses import Section, library
from ..content import section_blocks
from ..look import clauses_of
from ..setting import chosen, facts_of, fields_of, setting_of

SECTIONS = (
    "decision", "basis", "facts", "assessment", "calculation", "payment", "obligations",
    "accountability", "reporting", "reclaim",
)  # fmt: skip
_NEEDED = (
    "decision", "basis", "facts", "calculation", "payment", "obligations", "accountability",
)  # fmt: skip
_REFUSING = ("basis", "facts", "assessment")
_ANNEXES = ("worksheet", "advice", "versions")
_GIVING = (Outcome.GRANTED, Outcome.PARTLY_GRANTED)


class GrantTold(Record):
    """The sections of an award by their key, and its annexes in their order; of a refusal also its
    ``reasons``."""

    sections: dict[str, tuple[Block, ...]]
    annex: tuple[Block, ...]
    annexes: int
    reasons: tuple[str, ...] = ()

    def lacking(self) -> tuple[str, ...]:
        """The sections without which an award says too little."""
        return tuple(key for key in _NEEDED if not self.sections[key])


def refusal_told(whole: Dossier, decided: Decided, office: Office, lang: str) -> GrantTold:
    """What an ordinary refusal says of the application: what it rests on, the facts, the rules."""
    setting = setting_of(whole, office, lang, own_clauses=clauses_of(office.house_style))
    facts, fields = facts_of(decided, setting), fields_of(decided, setting)
    sections = {one.key: one for one in library().section}
    told = {
        key: tuple(
            section_blocks(
                sections[key].text(lang), chosen(sections[key], decided, setting, facts), decided,
                setting, fields,
            )
        )
        for key in _REFUSING
    }  # fmt: skip
    return GrantTold(
        sections={key: told.get(key, ()) for key in SECTIONS}, annex=(), annexes=0,
        reasons=tuple(one.text(lang) for one in decided.award.reasons),
    )  # fmt: skip


def grant_told(
    whole: Dossier, decided: Decided, office: Office, lang: str,
    corrections: Mapping[str, Correction], reference: str,
) -> GrantTold:  # fmt: skip
    """What an award letter says, but for how the money was divided and how to object.

    ``reference`` is that of the letter on the objection, by which the award goes from then on.

    Rules that are told to be not met stand against an award: where the decision sets one aside, its
    own reasons say why, and the table of the rules is left out.

    Raises:
        ValueError: it gives nothing.
    """
    if decided.award.outcome not in _GIVING:
        raise ValueError(f"{decided.award.outcome.value} gives nothing")
    setting = setting_of(
        whole, office, lang, corrections=corrections, own_clauses=clauses_of(office.house_style)
    )
    facts = facts_of(decided, setting)
    sections = {one.key: one for one in library().section}
    annexes = [sections[key] for key in _ANNEXES if chosen(sections[key], decided, setting, facts)]
    word = setting.words.annex
    fields = (
        fields_of(decided, setting)
        | {"reference": reference}
        | {
            f"annex_{one.key}": f"{word.lower()}\u00a0{place}"
            for place, one in enumerate(annexes, start=1)
        }
    )
    unmet = any(one.answer is Answer.NOT_MET for one in decided.assessments)

    def blocks(section: Section, heading: str) -> tuple[Block, ...]:
        clauses = chosen(section, decided, setting, facts)
        return tuple(section_blocks(heading, clauses, decided, setting, fields))

    return GrantTold(
        sections={
            key: () if key == "assessment" and unmet
            else blocks(sections[key], sections[key].text(lang))
            for key in SECTIONS
        },
        annex=tuple(
            block
            for place, one in enumerate(annexes, start=1)
            for block in blocks(one, f"{word} {place}: {one.text(lang)}")
        ),
        annexes=len(annexes),
    )  # fmt: skip
