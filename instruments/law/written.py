"""A catalogue as its file in ``data/`` has it, before anything is read into it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from ...grants.record import Record
from .parameters import Confidence, Unit

Text = Annotated[str, Field(min_length=1)]


def _is_none(value: object) -> bool:
    return value is None


def _is_first(edition: int) -> bool:
    return edition == 1


def _is_empty(value: Mapping[str, object] | Sequence[object]) -> bool:
    return not value


class Sentence(Record):
    """A sentence in both languages, with ``{names}`` where values are filled in."""

    nl: Text
    en: Text


class WrittenParameter(Record):
    """A parameter as the file has it. What it leaves out it takes from its version.

    ``en`` is a text in English, for one that stands in a letter.
    """

    value: Text
    en: Text | None = Field(default=None, exclude_if=_is_none)
    unit: Unit
    article: Text | None = None
    source: Text | None = None
    confidence: Confidence | None = None
    provisional: bool | None = None


class WrittenVersion(Record):
    """A version of a rule: the article, where its text was read, and when it is in force.

    ``source`` is a key of the file's ``[sources]``. ``valid_to`` is the last day; absent while the
    version has no end. ``sentences`` replace those of the rule where a version reads otherwise.
    ``edition`` is the first edition of rounds that reads it, in place of one of an earlier edition
    (see :class:`verdeelsleutel.grants.rounds.policy.Policy`).
    """

    article: Text
    source: Text
    confidence: Confidence
    valid_from: date
    valid_to: date | None = None
    provisional: bool = False
    edition: Annotated[int, Field(ge=1, exclude_if=_is_first)] = 1
    parameters: dict[str, WrittenParameter] = {}
    sentences: dict[str, Sentence] = {}


class WrittenRule(Record):
    """A rule of the catalogue. ``sentences`` are those of its answers, by name.

    ``later_sentences`` are those of answers that only rounds of a later edition than the first get,
    and ``later_question`` is how versions of a later edition ask.
    ``replaced_by`` is the rule that took over when this one ended; a rule that merely has no known
    text after its last day has none.
    """

    code: Annotated[str, Field(pattern=r"^[A-Z]{2,5}-[0-9]{2}$")]
    replaced_by: str | None = None
    question: Sentence
    later_question: Annotated[Sentence | None, Field(exclude_if=_is_none)] = None
    sentences: dict[str, Sentence] = {}
    later_sentences: Annotated[dict[str, Sentence], Field(exclude_if=_is_empty)] = {}
    version: Annotated[tuple[WrittenVersion, ...], Field(min_length=1)]


class UnreadLaw(Record):
    """Days whose text of law was not read (*niet geraadpleegd*), and what is known of it."""

    first: date
    last: date
    why: Text


class UnreadAnnex(UnreadLaw):
    """An annex that was not read, and what stands ``instead`` of it, as a part of a sentence."""

    instead: Sentence


class WrittenCatalogue(Record):
    """A file of the catalogue, as it stands on disk.

    ``provisional`` is added to the sentence of a provisional answer, in a round of a later edition
    than the first ``later_provisional`` where there is one; ``set_by_policy`` instead of
    it where the policy of the round gave the value that decided. ``carried_on`` is added where a
    text was carried past its last day, or before its first, which only a what-if may do. So is the
    text of the days that are ``unread``, which rounds of the first edition took for law. Of days with
    an ``unread_annex`` the text was read, and the amounts are those of another source.
    """

    instrument: Text
    known_from: date
    known_to: date | None = None
    unread: Annotated[tuple[UnreadLaw, ...], Field(exclude_if=_is_empty)] = ()
    unread_annex: Annotated[tuple[UnreadAnnex, ...], Field(exclude_if=_is_empty)] = ()
    provisional: Sentence
    later_provisional: Annotated[Sentence | None, Field(exclude_if=_is_none)] = None
    set_by_policy: Sentence | None = None
    carried_on: Sentence = Sentence(
        nl="De tekst van deze regel geldt niet op deze datum en is doorgetrokken: dit is een verkenning.",
        en="The text of this rule is not in force on this date and was carried on: this is a what-if.",
    )
    sources: dict[str, Text]
    rule: tuple[WrittenRule, ...]

    def in_edition(self, edition: int) -> "WrittenCatalogue":
        """What a round of this edition reads: nothing of later ones, nor their sources."""
        kept = tuple(
            rule.model_copy(
                update={
                    "version": versions,
                    "later_sentences": {} if edition == 1 else rule.later_sentences,
                    "later_question": None if edition == 1 else rule.later_question,
                }
            )
            for rule in self.rule
            if (versions := tuple(one for one in rule.version if one.edition <= edition))
        )
        named, still = _sources_of(self.rule), _sources_of(kept)
        sources = {k: text for k, text in self.sources.items() if k in still or k not in named}
        unread = self.unread if edition > 1 else ()
        annexes = self.unread_annex if edition > 1 else ()
        later = None if edition == 1 else self.later_provisional
        return self.model_copy(
            update={
                "rule": kept, "sources": sources, "unread": unread, "later_provisional": later,
                "unread_annex": annexes,
            }
        )  # fmt: skip

    def unread_on(self, day: date) -> UnreadLaw | None:
        """What is known of the text of a day that was not read; ``None`` where it was."""
        return next((one for one in self.unread if one.first <= day <= one.last), None)

    def unread_annex_on(self, day: date) -> UnreadAnnex | None:
        """The annex of a day where it was not read; ``None`` where it was, or there is none."""
        return next((one for one in self.unread_annex if one.first <= day <= one.last), None)


def _sources_of(rules: Sequence[WrittenRule]) -> frozenset[str]:
    versions = [version for rule in rules for version in rule.version]
    own = {one.source for version in versions for one in version.parameters.values()}
    return frozenset(name for name in {*own, *(v.source for v in versions)} if name)
