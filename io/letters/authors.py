"""Who writes which letters: what an author of one kind of letter must be able to say."""

from __future__ import annotations

from typing import Any, Protocol

from ...grants.dossier import Decided
from ...grants.frozen import frozen
from ..pages.blocks import Letter
from ..rounds.references import reference_of, verification_code
from .content import letter_in
from .context import LetterContext, outcome_named
from .verification.faults import letter_faults

DECISION = "besluit"


@frozen
class Entry:
    """What the register says of a letter besides its files; an amount where there is one."""

    application_id: str
    reference: str
    municipality_code: str
    municipality: str
    instrument: str
    outcome: str
    amount_cents: int | None
    amount: str
    sent_on: str  # ISO
    code: str = ""  # by which the office finds the letter back
    partners: tuple[str, ...] = ()  # who apply together with the municipality


class Author(Protocol):
    """Writes letters of one kind, each from its own matter; can be sent to another process."""

    def stem(self, matter: Any) -> str:
        """The name of the letter's files, without what says the format."""
        ...

    def letter(self, matter: Any) -> Letter:
        """The letter itself."""
        ...

    def faults(self, matter: Any, letter: Letter) -> tuple[str, ...]:
        """What is wrong with the letter, as Dutch clauses."""
        ...

    def entry(self, matter: Any) -> Entry:
        """The letter's line in the register."""
        ...


@frozen
class DecisionAuthor:
    """Writes the letter of one decision (*beschikking*)."""

    setting: LetterContext

    def stem(self, matter: Decided) -> str:
        """Application numbers are safe as names on every system; a concept says it is one."""
        return ("concept_" if self.setting.concept else "") + matter.application.application_id

    def letter(self, matter: Decided) -> Letter:
        return letter_in(self.setting, matter)

    def faults(self, matter: Decided, letter: Letter) -> tuple[str, ...]:
        return letter_faults(letter, matter, self.setting)

    def entry(self, matter: Decided) -> Entry:
        award, place, setting = matter.award, matter.application.applicant, self.setting
        return Entry(
            application_id=award.application_id,
            reference=reference_of(matter, setting.dossier),
            municipality_code=place.code,
            municipality=place.name,
            instrument=award.instrument,
            outcome=outcome_told(matter, setting),
            amount_cents=award.amount.cents,
            amount=setting.amount(award.amount),
            sent_on=setting.sent_on.isoformat(),
            code=verification_code(matter, setting.dossier),
            partners=tuple(one.name for one in matter.application.partners),
        )


def outcome_told(matter: Decided, setting: LetterContext) -> str:
    """The outcome as the register has it, with the day of a withdrawal since."""
    told = outcome_named(matter.award, setting)
    since = setting.dossier.since_decided(matter.award.application_id)
    if since is None or since.withdrawn_on is None:
        return told
    return f"{told}; {setting.label('withdrawn_since')} {setting.day(since.withdrawn_on)}"
