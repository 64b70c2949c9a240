"""The tables of the annexes: the sheet of the calculation, the round in totals, rules, receipt.

The sheet gives every number a letter and says how it is made of those above it, so that a reader
can work it out again. The round stands in totals and averages alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from ...grants import notation
from ...grants.allocation import Decided
from ...grants.money import Euro
from ...grants.policy import DistributionRule
from ...instruments.bereikbaarheid.scheme import BereikbaarheidApplication
from ...instruments.gebiedsbudget.scheme import GebiedsbudgetApplication
from ...instruments.realisatiestimulans.scheme import RealisatiestimulansStatement
from ...instruments.woningbouwimpuls.scheme import WoningbouwimpulsApplication
from ..pages.blocks import Block, Cell, Table, TableColumn
from ..rounds.references import verification_code
from ..wording.proof import Proof, proof_of, solvers_of
from .clauses import filled, library, source_in
from .cuts import cut_of
from .setting import LetterContext, in_a_row, instrument_policy
from .tally import Tally

Value = Euro | int | Fraction | None
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class _Sheet:
    """Rows with a letter each. What is not there has no row, and stands in no formula."""

    def __init__(self, decided: Decided, setting: LetterContext) -> None:
        self._setting = setting
        self._values: list[Value] = []
        self.rows: list[tuple[Cell, ...]] = []
        statement = library().instrument[decided.award.instrument].statement
        self.filed = setting.label("from_statement" if statement else "from_application")

    def add(self, label: str, value: Value, how: str) -> str:
        """A row; its letter, or nothing where there is no value."""
        if value is None:
            return ""
        letter = _LETTERS[len(self.rows)]
        written = self._written(value)
        self.rows.append((Cell(text=letter), Cell(text=label), Cell(text=how), Cell(text=written)))
        return letter

    def given(self, label: str, value: Value, *, even_zero: bool = True) -> str:
        """A row that the municipality stated."""
        return self.add(label, value, self.filed) if value or even_zero else ""

    def per(self, label: str, amount: Euro, letter: str, homes: int, other: str) -> None:
        """An amount for each of a number of homes, rounded down to the cent."""
        if other:
            self.add(self._setting.label(label), amount.per(homes), f"{letter} : {other}")

    def part(self, label: str, some: Euro, letter: str, whole: Euro, other: str) -> None:
        """A part of a whole, as a percentage."""
        if whole and letter and other:
            share = Fraction(some.cents, whole.cents)
            self.add(self._setting.label(label), share, f"{letter} : {other}")

    def _written(self, value: Euro | int | Fraction) -> str:
        if isinstance(value, Euro):
            return self._setting.amount(value)
        if isinstance(value, int):
            return self._setting.number(value)
        return notation.share(value, self._setting.lang)


def worksheet(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """How the grant came about, a letter a line, each with the lines it is made of."""
    sheet, words = _Sheet(decided, setting), setting.words
    application = decided.application
    if isinstance(application, WoningbouwimpulsApplication):
        _woningbouwimpuls(sheet, application, decided, setting)
    elif isinstance(application, GebiedsbudgetApplication):
        _gebiedsbudget(sheet, application, decided, setting)
    elif isinstance(application, RealisatiestimulansStatement):
        _realisatiestimulans(sheet, application, decided, setting)
    elif isinstance(application, BereikbaarheidApplication):
        _bereikbaarheid(sheet, application, decided, setting)
    else:
        _homes(sheet, decided, setting, *_granted(sheet, decided, setting))
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


def _granted(sheet: _Sheet, decided: Decided, setting: LetterContext) -> tuple[Euro, str]:
    """What was asked and granted, and the parts of it; the grant with its letter."""
    award = decided.award
    statement = library().instrument[award.instrument].statement
    if not statement:
        sheet.given(setting.label("requested"), award.asked)
    letter = sheet.add(setting.label("granted"), award.amount, setting.label("from_allocation"))
    if award.next_window:
        later = sheet.add(
            setting.label("from_next_window"), award.next_window, setting.label("from_allocation")
        )
        now = award.amount - award.next_window
        sheet.add(setting.label("from_this_window"), now, f"{letter} - {later}")
    return award.amount, letter


def _homes(
    sheet: _Sheet, decided: Decided, setting: LetterContext, amount: Euro, letter: str
) -> None:
    stated = decided.application.homes_by_segment
    homes = decided.award.homes if decided.award.homes.total else stated
    every = sheet.given(setting.label("homes_total"), homes.total)
    affordable = sheet.given(setting.label("homes_affordable"), homes.affordable)
    sheet.per("grant_per_home", amount, letter, homes.total, every)
    sheet.per("grant_per_affordable_home", amount, letter, homes.affordable, affordable)


def _woningbouwimpuls(
    sheet: _Sheet,
    application: WoningbouwimpulsApplication,
    decided: Decided,
    setting: LetterContext,
) -> None:
    short = sheet.given(setting.label("shortfall"), application.shortfall)
    parts = {
        name: sheet.given(_capital(setting.label(name)), value, even_zero=False)
        for name, value in (
            ("own_contribution", application.own_contribution),
            ("third_party", application.third_party),
            ("public_revenue", application.public_revenue),
        )
    }
    taken = application.own_contribution + application.third_party + application.public_revenue
    how = " - ".join([short, *filter(None, parts.values())])
    sheet.add(setting.label("highest_grant"), application.shortfall - taken, how)
    amount, letter = _granted(sheet, decided, setting)
    own, whole = application.own_contribution, application.shortfall
    sheet.part("own_part", own, parts["own_contribution"], whole, short)
    sheet.part("grant_part", amount, letter, whole, short)
    _homes(sheet, decided, setting, amount, letter)


def _gebiedsbudget(
    sheet: _Sheet, application: GebiedsbudgetApplication, decided: Decided, setting: LetterContext
) -> None:
    costs: dict[str, Euro] = {
        name: getattr(application.costs, name) for name in type(application.costs).model_fields
    }
    letters = [
        sheet.given(setting.label(f"measure_{name}"), cost, even_zero=False)
        for name, cost in costs.items()
    ]
    how = " + ".join(filter(None, letters))
    if how:
        sheet.add(setting.label("costs_total"), Euro.total(costs.values()), how)
    amount, letter = _granted(sheet, decided, setting)
    _vat(sheet, decided, setting, letter)
    whole = application.shortfall
    short = sheet.given(setting.label("remaining_shortfall"), whole, even_zero=False)
    sheet.part("shortfall_share", amount, letter, whole, short)
    _homes(sheet, decided, setting, amount, letter)


def _bereikbaarheid(
    sheet: _Sheet, application: BereikbaarheidApplication, decided: Decided, setting: LetterContext
) -> None:
    cost = sheet.given(setting.label("total_cost"), application.total_cost)
    region = sheet.given(_capital(setting.label("regional_share")), application.regional_share)
    left = application.total_cost - application.regional_share
    sheet.add(setting.label("national_share"), left, f"{cost} - {region}")
    amount, letter = _granted(sheet, decided, setting)
    _vat(sheet, decided, setting, letter)
    sheet.part("region_part", application.regional_share, region, application.total_cost, cost)
    opened = sheet.given(setting.label("homes_opened_up"), application.homes_opened_up)
    sheet.per("grant_per_opened_home", amount, letter, application.homes_opened_up, opened)


def _vat(sheet: _Sheet, decided: Decided, setting: LetterContext, letter: str) -> None:
    award = decided.award
    whole = award.amount == award.asked
    how = sheet.filed if whole else setting.label("from_proportion")
    vat = sheet.add(_capital(setting.label("compensable_vat")), award.compensable_vat, how)
    sheet.add(setting.label("payable"), award.payable, f"{letter} - {vat}")


def _realisatiestimulans(
    sheet: _Sheet,
    application: RealisatiestimulansStatement,
    decided: Decided,
    setting: LetterContext,
) -> None:
    award = decided.award
    correction = setting.corrections.get(award.application_id)
    stated, excluded = application.homes.affordable, application.already_subsidised
    counted = max(stated - excluded, 0)
    homes = sheet.given(setting.label("stated_affordable"), stated)
    if excluded:
        less = sheet.given(_capital(setting.label("excluded_homes")), excluded)
        homes = sheet.add(setting.label("counted_homes"), counted, f"{homes} - {less}")
    a_home = award.asked.per(counted)
    whole = sheet.filed
    if a_home is not None and a_home * counted == award.asked:
        made = setting.label("from_rules")
        cut = cut_of(application, decided, setting)
        if cut is not None:
            what, by_law = cut
            full = sheet.add(setting.label("price_by_law"), by_law, made)
            off = sheet.add(_capital(what), by_law - a_home, made)
            made = f"{full} - {off}"
        price = sheet.add(setting.label("amount_per_home"), a_home, made)
        whole = f"{homes} × {price}"
    claim = sheet.add(setting.label("claim"), award.asked, whole)
    amount, letter = _granted(sheet, decided, setting)
    sheet.part("part_of_claim", amount, letter, award.asked, claim)
    if correction is None:
        return
    terms = [letter]
    for one in correction.years:
        label = filled(setting.label("correction_of"), {"year": str(one.start_year)})
        terms.append(sheet.add(_capital(label), one.amount, setting.label("from_correction")))
    left = correction.settled.carried
    if left:
        label = _capital(setting.label("carried_on"))
        terms.append(sheet.add(label, -left, setting.label("from_correction")))
    sheet.add(setting.label("payable"), correction.settled.payable, " + ".join(terms))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def totals(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The round under this instrument, and the application beside it."""
    policy, award = instrument_policy(decided, setting), decided.award
    tally = setting.tallies.get(award.instrument, Tally())
    label, number, amount = setting.label, setting.number, setting.amount
    statement = library().instrument[award.instrument].statement
    rows = [
        (label("round_filed"), number(tally.filed)),
        (label("round_stated" if statement else "round_requested"), amount(tally.requested)),
        (label("round_granted"), number(tally.granted)),
        (label("round_amount"), amount(tally.granted_amount)),
    ]
    if tally.charged_later:
        rows.append((label("round_later"), amount(tally.charged_later)))
        rows.append((label("round_now"), amount(tally.charged_now)))
    rows += [
        (label("round_refused_rules"), number(tally.refused_on_rules)),
        (label(_refused(setting)), number(tally.refused_for_ceiling)),
    ]
    if tally.to_judge:
        rows.append((label("round_to_judge"), number(tally.to_judge)))
    rows.append((label("round_homes"), number(tally.affordable_homes)))
    if policy.rule is DistributionRule.RANK and award.rank is not None and tally.line is not None:
        rows.append((label("round_line"), number(tally.line)))
        rows.append((label("own_rank"), number(award.rank)))
    rows += _prices(decided, setting, tally)
    return _two_columns(rows, setting, summary, numbers=True)


def _refused(setting: LetterContext) -> str:
    """A refusal in the division is not always one for a ceiling."""
    told = setting.dossier.policy.tells_its_grounds
    return "round_refused_division" if told else "round_refused_ceiling"


def _prices(decided: Decided, setting: LetterContext, tally: Tally) -> list[tuple[str, str]]:
    """The average for an affordable home beside the own price, where there are both."""
    homes = decided.application.homes_by_segment.affordable
    own, average = decided.award.asked.per(homes), tally.per_affordable_home
    if own is None or average is None:
        return []
    return [
        (setting.label("round_price"), setting.amount(average)),
        (setting.label("own_price"), setting.amount(own)),
    ]


def versions(decided: Decided, setting: LetterContext, summary: str) -> Block:
    """The version of each rule that was applied: its article and the days it is in force."""
    words = setting.words
    return Table(
        summary=summary,
        columns=(
            TableColumn(head=words.code, share=3),
            TableColumn(head=words.article, share=14),
            TableColumn(head=words.in_force, share=6),
        ),
        rows=tuple(
            (
                Cell(text=rule.code),
                Cell(text=source_in(rule.article, setting.lang)),
                Cell(text=_in_force(rule.valid_from, rule.valid_to, setting)),
            )
            for rule in decided.assessments
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
        (label("status"), _proof(setting)),
    ]
    if dossier.approval is not None:
        rows.append((label("approved_on"), setting.day(dossier.approval.on)))
    rows.append((label("policy_hash"), dossier.policy_hash))
    if certificate is not None:
        rows.append((label("digest"), certificate.digest))
    rows.append((label("code"), verification_code(decided, dossier)))
    return _two_columns(rows, setting, summary)


def _proof(setting: LetterContext) -> str:
    allocation = setting.dossier.allocation
    proof = proof_of(allocation)
    follows = proof is Proof.ARITHMETIC and setting.dossier.policy.tells_its_grounds
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
