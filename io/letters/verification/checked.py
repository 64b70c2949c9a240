"""A letter with what it was made from, taken apart by section for the checks of the lint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ....grants.dossier import Decided
from ....grants.money import Euro
from ....grants.notation import as_dutch
from ...pages.blocks import Block, Heading, Letter, Table
from ..clauses import library
from ..context import LetterContext
from .reading import block_texts


@dataclass(frozen=True)
class Checked:
    """A letter with what it was made from, and its texts by section."""

    letter: Letter
    decided: Decided
    setting: LetterContext

    @cached_property
    def sections(self) -> Mapping[str, tuple[Block, ...]]:
        """The blocks by the key of their section; what stands before the first heading opens."""
        keys = {section.text(self.letter.lang): section.key for section in library().section}
        number = re.compile(rf"^{self.setting.words.annex} \d+: ")
        found: dict[str, list[Block]] = {"opening": []}
        here = "opening"
        for block in (*self.letter.blocks, *self.letter.annex):
            if isinstance(block, Heading):
                told = number.sub("", block.text)
                here = keys.get(told, block.text)
                found.setdefault(here, [])
            else:
                found[here].append(block)
        return {key: tuple(blocks) for key, blocks in found.items()}

    def text(self, section: str) -> str:
        """The text of a section, a line each."""
        return "\n".join(part for b in self.sections.get(section, ()) for part in block_texts(b))

    @cached_property
    def whole(self) -> str:
        blocks = (*self.letter.blocks, *self.letter.annex)
        parts = [part for block in blocks for part in block_texts(block)]
        return "\n".join((self.letter.subject, *parts))

    @cached_property
    def own_words(self) -> str:
        """The text without what a municipality or the policy wrote, which is not the office's."""
        return self.without_foreign(self.whole)

    def without_foreign(self, text: str) -> str:
        """A text without names and reasons that come from elsewhere."""
        application, policy = self.decided.application, self.setting.dossier.policy
        own = policy.instruments[self.decided.award.instrument]
        foreign = [application.project_name, application.project_id, own.basis_text.rstrip(".")]
        foreign += [own.vat_note, getattr(application, "area", None), policy.round.title]
        foreign += [text for r in self.decided.award.reasons for text in (r.nl, r.en, r.article)]
        foreign += [text for r in self.decided.award.reasons for text in (r.nl[:-1], r.en[:-1])]
        foreign += [r.article for r in self.decided.assessments]
        for part in sorted(filter(None, foreign), key=len, reverse=True):
            text = text.replace(part, "")
        return text

    def table(self, section: str, head: str) -> Table | None:
        for block in self.sections.get(section, ()):
            if isinstance(block, Table) and block.columns[0].head == head:
                return block
        return None

    def cents(self, written: str) -> int | None:
        """An amount as written in a cell, in cents; ``None`` where it is none."""
        return read_amount(written, self.letter.lang)


def read_amount(written: str, lang: str) -> int | None:
    """An amount in a letter's notation, in cents. ``None`` if the text is no amount."""
    if "€" not in written:
        return None
    dutch = as_dutch(written, lang)
    try:
        return Euro.parse(dutch).cents
    except ValueError:
        return None
