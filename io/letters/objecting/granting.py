"""What the letter of a decision on an objection says of an award: all that any award letter says.

The regulations ask the same of an award on objection as of any other (RWbi 4(6), GB 4(2), RS 2.4).
So its sections are those of the ordinary letter, by the same clauses, facts and tables.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....grants.applications.assessment import Answer
from ....grants.decisions.allocation import Outcome
from ....grants.dossier import Decided, Dossier
from ....grants.record import Record
from ....instruments.after.besides import Correction
from ...config.office import Office
from ...pages.blocks import Block
from ..clauses import Clause, library
from ..content import section_blocks
from ..context import LetterContext
from ..decision.conditions import chosen, facts_of
from ..decision.fields import fields_of
from ..look import clauses_of
from ..setting import setting_of

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
    told = _Told(decided, setting, lang, {})
    return GrantTold(
        sections={key: told.blocks(key) if key in _REFUSING else () for key in SECTIONS},
        annex=told.annex(), annexes=len(told.annexes),
        reasons=tuple(one.text(lang) for one in decided.award.reasons),
    )  # fmt: skip


class _Told:
    """The sections and annexes of a decision by their key, as its ordinary letter has them."""

    def __init__(
        self, decided: Decided, setting: LetterContext, lang: str, fields: Mapping[str, str]
    ) -> None:
        self._decided, self._setting, self._lang = decided, setting, lang
        # A decision on an objection has a term of its own (Awb 7:10), not the day of the scheme.
        self._facts = {**facts_of(decided, setting), "decided_late": False}
        self._sections = {one.key: one for one in library().section}
        self.annexes = [key for key in _ANNEXES if self._chosen(key)]
        word = setting.words.annex.lower()
        self._fields = {**fields_of(decided, setting), **fields} | {
            f"annex_{key}": f"{word}\u00a0{place}"
            for place, key in enumerate(self.annexes, start=1)
        }

    def _chosen(self, key: str) -> list[Clause]:
        return chosen(self._sections[key], self._decided, self._setting, self._facts)

    def blocks(self, key: str, before: str = "") -> tuple[Block, ...]:
        """What a section says, with ``before`` at the head of its heading."""
        heading = before + self._sections[key].text(self._lang)
        return tuple(
            section_blocks(heading, self._chosen(key), self._decided, self._setting, self._fields)
        )

    def annex(self) -> tuple[Block, ...]:
        """What its annexes say, in their order."""
        word = self._setting.words.annex
        return tuple(
            block
            for place, key in enumerate(self.annexes, start=1)
            for block in self.blocks(key, f"{word} {place}: ")
        )


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
    told = _Told(decided, setting, lang, {"reference": reference})
    unmet = any(one.answer is Answer.NOT_MET for one in decided.assessments)
    return GrantTold(
        sections={
            key: () if key == "assessment" and unmet else told.blocks(key) for key in SECTIONS
        },
        annex=told.annex(), annexes=len(told.annexes),
    )  # fmt: skip
