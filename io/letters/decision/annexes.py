"""The tables of the annexes: the sheet of the calculation, the round in totals, rules, receipt.

The sheet gives every number a letter and says how it is made of those above it, so that a reader
can work it out again. The round stands in totals and averages alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from ....grants import notation
from ....grants.dossier import Decided
from ....grants.money import Euro
from ....grants.rounds.policy import DistributionRule
from ....instruments.instrument import instruments
from ....instruments.papers import Row, Shown
from ...pages.blocks import Block, Cell, Table, TableColumn
from ...rounds.references import verification_code
from ...wording.proof import Proof, proof_of, solvers_of
from ..clauses import filled, instrument_name
from ..context import LetterContext, instrument_policy, price_decides, refused_in
from ..setting import in_a_row, rules_shown
from ..tally import Tally
from .showing import label_of, paper_of, papers_of, written
from .values import proof_told

Value = Shown
_MADE = ("from_application", "from_statement", "from_allocation", "from_proportion",
         "from_rules", "from_correction", "from_annex", "from_answers")  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class _Sheet:
    """Rows with a letter each. What is not there has no row, and stands in no formula."""

    def __init__(self, decided: Decided, setting: LetterContext) -> None:
        self._decided, self._setting = decided, setting
        self.rows: list[tuple[Cell, ...]] = []
        self._statement = instrument_name(decided.award.instrument).statement
        self._filed = "from_statement" if self._statement else "from_application"

    def _line(self, label: str, value: Value, how: str) -> str:
        """A row; its letter, or nothing where there is no value."""
        if value is None:
            return ""
        letter = _LETTERS[len(self.rows)]
        made = self._setting.label(how) if how in _MADE else how
        text = written(value, self._setting)
        self.rows.append((Cell(text=letter), Cell(text=label), Cell(text=made), Cell(text=text)))
        return letter

    def add(self, row: Row, how: str) -> str:
        """What follows from other lines: ``how`` is a formula in letters or one of ``_MADE``."""
        return self._line(label_of(row, self._setting), row.value, how)

    def given(self, row: Row, *, even_zero: bool = True) -> str:
        """A row that the municipality stated."""
        return self.add(row, self._filed) if row.value or even_zero else ""

    def granted(self) -> str:
        """What was asked and granted, and the parts of it; the letter of the grant."""
        award = self._decided.award
        if not self._statement:
            self.given(Row("requested", award.asked))
        letter = self.add(Row("granted", award.amount), "from_allocation")
        if award.next_window:
            later = self.add(Row("from_next_window", award.next_window), "from_allocation")
            now = award.amount - award.next_window
            self.add(Row("from_this_window", now), f"{letter} - {later}")
        return letter

    def vat(self, letter: str) -> None:
        """The compensable VAT of the grant, and what is paid."""
        award = self._decided.award
        how = self._filed if award.amount == award.asked else "from_proportion"
        vat = self.add(Row("compensable_vat", award.compensable_vat, capital=True), how)
        self.add(Row("payable", award.payable), f"{letter} - {vat}")

    def homes(self, letter: str) -> None:
        """The homes that the grant counts for, and what it is for each of them."""
        award, stated = self._decided.award, self._decided.application.homes_by_segment
        homes = award.homes if award.homes.total else stated
        told = self._setting.dossier.policy.tells_its_grounds
        how = "from_proportion" if told and homes != stated else self._filed
        every = self.add(Row("homes_total", homes.total), how)
        affordable = self.add(Row("homes_affordable", homes.affordable), how)
        self.per("grant_per_home", award.amount, letter, homes.total, every)
        self.per("grant_per_affordable_home", award.amount, letter, homes.affordable, affordable)

    def per(self, label: str, amount: Euro, letter: str, homes: int, other: str) -> None:
        """An amount for each of a number of homes, rounded down to the cent, where that counts."""
        if other and price_decides(self._decided, self._setting):
            self.add(Row(label, amount.per(homes)), f"{letter} : {other}")

    def part(self, label: str, some: Euro, letter: str, whole: Euro, other: str) -> None:
        """A part of a whole, as a percentage."""
        if whole and letter and other:
            self.add(Row(label, Fraction(some.cents, whole.cents)), f"{letter} : {other}")


def worksheet(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """How the grant came about, a letter a line, each with the lines it is made of."""
    sheet, words = _Sheet(decided, setting), setting.words
    papers_of(decided).worksheet(sheet, decided.application, paper_of(decided, setting))
    return Table(
        summary=summary,
        columns=(
            TableColumn(head=words.step, share=2),
            TableColumn(head=words.part, share=9),
            TableColumn(head=words.how, share=6),
            TableColumn(head=words.value, share=5, numbers=True),
        ),
        rows=tuple(sheet.rows),
    )


def totals(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The round under this instrument, and the application beside it."""
    policy, award = instrument_policy(decided, setting), decided.award
    tally = setting.tallies.get(award.instrument, Tally())
    label, number, amount = setting.label, setting.number, setting.amount
    statement = instrument_name(award.instrument).statement

    def named(name: str) -> str:
        return label(setting.of_statement(name, award.instrument))

    rows = [
        (label("round_filed"), number(tally.filed)),
        (label("round_stated" if statement else "round_requested"), amount(tally.requested)),
        (label("round_granted"), number(tally.granted)),
        (named("round_amount"), amount(tally.granted_amount)),
    ]
    if tally.charged_later:
        rows.append((label("round_later"), amount(tally.charged_later)))
        rows.append((label("round_now"), amount(tally.charged_now)))
    rows += [
        (named("round_refused_rules"), number(tally.refused_on_rules)),
    ]
    refused = refused_in(award.instrument, setting)
    told = setting.dossier.policy.tells_its_grounds
    otherwise = tally.tied if told and refused == "refused_ceiling" else 0
    rows.append((named(f"round_{refused}"), number(tally.refused_for_ceiling - otherwise)))
    if otherwise:
        rows.append((named("round_refused_division"), number(otherwise)))
    if tally.counted_elsewhere:
        elsewhere = number(tally.counted_elsewhere)
        rows.append((named("round_counted_elsewhere"), elsewhere))
    if tally.not_treated:
        rows.append((label("round_not_treated"), number(tally.not_treated)))
    aside = tally.set_aside if setting.dossier.policy.tells_its_grounds else 0
    if aside:
        rows.append((label("round_set_aside"), number(aside)))
    if tally.to_judge > aside:
        rows.append((label("round_to_judge"), number(tally.to_judge - aside)))
    if instruments()[award.instrument].for_homes:
        rows.append((label("round_homes"), number(tally.affordable_homes)))
    if policy.rule is DistributionRule.RANK and award.rank is not None and tally.line is not None:
        rows.append((label("round_line"), number(tally.line)))
        rows.append((label("own_rank"), number(award.rank)))
    rows += _prices(decided, setting, tally)
    return _two_columns(rows, setting, summary, numbers=True)


def _prices(decided: Decided, setting: LetterContext, tally: Tally) -> list[tuple[str, str]]:
    """The average for an affordable home beside the own price, where there are both."""
    if not price_decides(decided, setting):
        return []
    homes, own_price = decided.application.homes_by_segment.affordable, "own_price"
    if setting.dossier.policy.tells_its_grounds:
        homes = papers_of(decided).counted(decided.application)
        if instrument_name(decided.award.instrument).statement:
            own_price = "own_price_stated"
    own, average = decided.award.asked.per(homes), tally.per_affordable_home
    if own is None or average is None:
        return []
    price = setting.of_statement("round_price", decided.award.instrument)
    return [
        (setting.label(price), setting.amount(average)),
        (setting.label(own_price), setting.amount(own)),
    ]


def versions(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The version of each rule that was applied: its article, and from when that is.

    That it ended is told where it had by the day of the decision: no letter knows later law. Rounds
    of the first edition tell each last day.
    """
    words, told = setting.words, setting.dossier.policy.tells_its_grounds
    rules = [
        (rule, None if told and (rule.valid_to or date.max) > setting.decided_on else rule.valid_to)
        for rule in rules_shown(decided, setting)
    ]
    return Table(
        summary=summary,
        columns=(
            TableColumn(head=words.code, share=3),
            TableColumn(head=words.article, share=14),
            TableColumn(head=words.version if told else words.in_force, share=6),
        ),
        rows=tuple(
            (
                Cell(text=rule.code),
                Cell(text=setting.source(rule.article)),
                Cell(text=_in_force(rule.valid_from, last, setting)),
            )
            for rule, last in rules
        ),
    )


def _whole(day: date | None, setting: LetterContext) -> str:
    """A date that stays on one line of its narrow column; nothing where there is none."""
    if day is None:
        return ""
    return notation.short_day(day, setting.lang).replace(" ", "\u00a0")


def _in_force(first: date | None, last: date | None, setting: LetterContext) -> str:
    words: Mapping[str, str] = {
        "first": _whole(first, setting),
        "last": _whole(last, setting),
    }
    if first is None and last is None:
        return setting.words.in_force_window
    if last is None:
        return filled(setting.words.in_force_from, words)
    if first is None:
        return filled(setting.words.in_force_until, words)
    return filled(setting.words.in_force_between, words)


def receipt(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The round's identity: what this decision can be traced and checked by."""
    dossier, label = setting.dossier, setting.label
    allocation, certificate = dossier.allocation, dossier.allocation.certificate
    rows = [
        (label("round"), f"{dossier.policy.round.title} ({allocation.round})"),
        (label("applications"), setting.number(allocation.totals.applications)),
        (label("status"), _proof(decided, setting)),
    ]
    if dossier.approval is not None:
        rows.append((label("approved_on"), setting.day(dossier.approval.on)))
    rows.append((label("policy_hash"), dossier.policy_hash))
    if certificate is not None:
        rows.append((label("digest"), certificate.digest))
    rows.append((label("code"), verification_code(decided, dossier)))
    return _two_columns(rows, setting, summary)


def _proof(decided: Decided, setting: LetterContext) -> str:
    allocation, grounds = setting.dossier.allocation, setting.dossier.policy.tells_its_grounds
    # A letter of the first edition tells the proof of the round, of whatever scheme it is.
    proof = proof_told(decided, setting) if grounds else proof_of(allocation)
    follows = proof is Proof.ARITHMETIC and grounds
    told = setting.label("proof_follows" if follows else f"proof_{proof.value}")
    return filled(told, {"solvers": in_a_row(solvers_of(allocation), setting)})


def _two_columns(
    rows: list[tuple[str, str]], setting: LetterContext, summary: str, *, numbers: bool = False
) -> Table:
    words = setting.words
    return Table(
        summary=summary,
        columns=(
            TableColumn(head=words.fact, share=2),
            TableColumn(head=words.value, share=3 - numbers, numbers=numbers),
        ),
        rows=tuple((Cell(text=name), Cell(text=value)) for name, value in rows),
    )


BUILDERS: dict[str, Callable[[Decided, LetterContext, str], Block]] = {
    "worksheet": worksheet,
    "totals": totals,
    "versions": versions,
    "receipt": receipt,
}
