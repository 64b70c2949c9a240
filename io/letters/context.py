"""What all letters of a round share: the round, the office, the language, and how values look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from ...grants import notation
from ...grants.decisions.allocation import Award, Outcome
from ...grants.dossier import Decided, Dossier
from ...grants.frozen import frozen
from ...grants.money import Euro
from ...grants.rounds.policy import DistributionRule, InstrumentPolicy
from ...instruments.after.besides import Correction
from ..config.office import Office
from ..wording.outcomes import refused_by_ceiling
from .clauses import Clause, Words, cited_in, instrument_name, label_in, library, source_in
from .tally import Tally, tied


@frozen
class LetterContext:
    """What all letters of a round share, worked out once.

    ``tallies`` has the totals of the round by instrument, and ``corrections`` the earlier years
    that a decision settles, by application number. ``committed`` is what the ledger has committed
    to each, where a ledger is kept. A ``concept`` is no decision yet, and marked so.
    """

    dossier: Dossier
    office: Office
    lang: str
    sent_on: date
    tallies: Mapping[str, Tally]
    concept: bool = False
    corrections: Mapping[str, Correction] = field(default_factory=dict[str, Correction])
    own_clauses: tuple[Clause, ...] = ()
    committed: Mapping[str, Euro] | None = None

    @property
    def decided_on(self) -> date:
        """The day of the decision, from which its terms run; of a concept, the day planned for it.

        In a round of the first edition they run from the day on the letter.
        """
        dossier = self.dossier
        if not dossier.policy.asks:
            return self.sent_on
        if dossier.approval is not None:
            return dossier.approval.on
        return dossier.policy.round.decision_date or self.sent_on

    @property
    def mark(self) -> str:
        """What is printed across a letter that is no decision; empty on a real one."""
        if self.concept:
            return (
                self.words.mark_concept_example if self.dossier.example else self.words.mark_concept
            )
        return self.words.mark if self.dossier.example else ""

    @property
    def words(self) -> Words:
        words = library().words[self.lang]
        if self.dossier.policy.asks:
            return words
        marks = ("mark", "mark_concept", "mark_concept_example")
        return words.model_copy(update={k: getattr(library().words["nl"], k) for k in marks})

    def source(self, article: str) -> str:
        """What a text rests on, in the language of the letter.

        Letters of a round of the first edition keep the words of the law in Dutch, and its mark.
        """
        cite = cited_in if self.dossier.policy.asks else source_in
        return cite(article, self.lang)

    def clauses_of(self, instrument: str) -> tuple[Clause, ...]:
        """The clauses of the program for a scheme, and behind them those of the office."""
        return (*library(instrument).clause, *self.own_clauses)

    def label(self, name: str) -> str:
        """The label of that name, of all letters or of a scheme of the round."""
        return label_in(name, self.lang, self.dossier.policy.instruments)

    def of_statement(self, name: str, instrument: str) -> str:
        """The name of a label: of a scheme that fixes on a statement nothing is granted or refused.

        Letters of a round that does not tell its grounds keep the words they had.
        """
        fixed = instrument_name(instrument).statement and self.dossier.policy.tells_its_grounds
        return f"{name}_of_statements" if fixed else name

    def amount(self, value: Euro) -> str:
        return notation.amount(value, self.lang)

    def day(self, value: date | None) -> str:
        return self.words.unknown if value is None else notation.unbroken_day(value, self.lang)

    def number(self, value: int) -> str:
        return notation.whole(value, self.lang)

    def yes_no(self, value: bool) -> str:
        return self.words.yes if value else self.words.no


def instrument_policy(decided: Decided, setting: LetterContext) -> InstrumentPolicy:
    return setting.dossier.policy.instruments[decided.award.instrument]


def price_decides(decided: Decided, setting: LetterContext) -> bool:
    """Whether what a home costs bears on who gets money.

    A place, a list, a proportion and a lot are not found by it, and a round that tells its grounds
    says nothing of it there.
    """
    told, rule = setting.dossier.policy.tells_its_grounds, instrument_policy(decided, setting).rule
    return not told or rule is DistributionRule.OPTIMISE


def refused_in(instrument: str, setting: LetterContext) -> str:
    """What a refusal in the division is called: one for the ceiling only where that decided it."""
    by_ceiling = refused_by_ceiling(instrument, setting.dossier.policy)
    return "refused_ceiling" if by_ceiling else "refused_division"


def outcome_named(award: Award, setting: LetterContext) -> str:
    """The outcome of an application in a word or two, as a list of letters has it.

    Upon a statement a grant is fixed, and none is granted or refused; rounds of the first edition
    have one word for both.
    """
    tells = setting.dossier.policy.tells_its_grounds
    refused = award.outcome is Outcome.REFUSED_CEILING
    name = refused_in(award.instrument, setting) if refused else award.outcome.value
    if refused and tied(award) and tells:
        name = "refused_division"
    fixed = tells and instrument_name(award.instrument).statement
    return setting.label(f"{'fixed' if fixed else 'outcome'}_{name}")
