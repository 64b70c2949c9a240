"""What an instrument is to the rest of the program, and where instruments come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Annotated, Any

from ..grants.applications.application import ApplicationId
from ..grants.applications.assessment import Assessment
from ..grants.applications.candidate import Candidate
from ..grants.applications.finding import Finding
from ..grants.bilingual import said
from ..grants.columns import Column, ColumnSpec, columns_of
from ..grants.decisions.allocation import Award
from ..grants.frozen import frozen
from ..grants.money import ZERO, Euro
from ..grants.record import Record
from ..grants.rounds.basis import BasisKind
from ..grants.rounds.policy import DistributionRule, InstrumentPolicy
from .after.besides import Besides
from .after.obligations import Obligations
from .after.schedule import Lapse, Schedule
from .after.settling import GENERAL, Settling
from .answers import LeftOpen
from .doubt import Doubt
from .law.catalogue import Catalogue, Parameter, RuleVersion
from .law.parameters import Confidence
from .law.rule import Measured, Rule, measure, screen
from .law.setting import RuleContext
from .listed import Listed, Remark
from .papers import Papers
from .screening.every_application import screen_every

__all__ = [
    "Instrument",
    "RuleContext",
    "SheetBeside",
    "VatSplit",
    "about_homes",
    "instruments",
    "no_vat",
    "stated_vat",
]


COMPENSABLE_VAT = Column(
    "Compensabele btw",
    "Deel dat via het BTW-compensatiefonds gaat; 0 als er geen is. Leeg: wordt gevraagd.",
)
"""The column of the schemes whose amounts include VAT."""


@frozen
class VatSplit:
    """An amount charged to the ceiling, in the part for the BTW-compensatiefonds and the rest."""

    compensable: Euro
    payable: Euro


def no_vat(application: Any, amount: Euro) -> VatSplit:
    """The split of a scheme whose amounts hold no compensable VAT."""
    return VatSplit(compensable=ZERO, payable=amount)


def stated_vat(application: Any, amount: Euro) -> VatSplit:
    """The split by the compensable VAT that the application states, in proportion to the award.

    Rounded down to the cent, so that the municipality is never paid too little for the rounding.
    Unknown VAT is nought only in rounds of the first edition; later ones ask it before anything is
    divided.
    """
    stated: Euro = ZERO if application.compensable_vat is None else application.compensable_vat
    asked, vat = application.requested, min(stated, application.requested)
    compensable = amount.fraction(Fraction(vat.cents, asked.cents)) if asked else ZERO
    return VatSplit(compensable=compensable, payable=amount - compensable)


class ApplicationNumber(Record):
    """The first column of a sheet beside: the application that a row belongs to."""

    application_id: Annotated[
        ApplicationId, Column("Aanvraagnummer", "Het nummer van de regel op het blad ernaast.")
    ]


@frozen
class SheetBeside:
    """A further sheet of an instrument's workbook: rows that belong to an application by number.

    ``model`` has the columns. The rows go ``into`` that field of their application, a tuple of the
    model; without a field the sheet lists things one by one, ``listed``, and the model has the
    column of the number itself. ``example`` is a row for its template, by field. ``held`` tells what
    of the rows does not agree with their application; of an error they keep it out.
    """

    name: str
    model: type[Any]
    into: str = ""
    example: Mapping[str, object] = field(default_factory=dict[str, object], hash=False)
    listed: Listed | None = field(default=None, hash=False)
    held: Callable[[Any, Sequence[Any]], Iterable[Remark]] | None = field(default=None, hash=False)

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        """The columns of the sheet, the application number first."""
        own = columns_of(self.model)
        return (*columns_of(ApplicationNumber), *own) if self.into else own


@frozen
class RenamedColumn:
    """A header that templates had up to and including a version, and the field it stood for."""

    until: int
    label: str
    field: str


@frozen
class Applicants:
    """Who can apply, by which article in Dutch; ``other_bodies`` where its text knows public bodies
    that are no municipality, or does not say."""

    article: str
    other_bodies: bool = False


@frozen
class Funder:
    """Who pays a grant, as open data name it."""

    id: str
    name: str


STATE = Funder("360G-verdeelsleutel-rijk", "Rijk")
HOUSING = Funder(
    "360G-verdeelsleutel-vro", "Ministerie van Volkshuisvesting en Ruimtelijke Ordening"
)
INFRASTRUCTURE = Funder("360G-verdeelsleutel-ienw", "Ministerie van Infrastructuur en Waterstaat")


@frozen
class Submission:
    """What a municipality sends in, in the law's own word, singular and plural."""

    nl: str
    nl_plural: str
    en: str
    en_plural: str

    def one(self, lang: str) -> str:
        """The word for one, in ``nl`` or ``en``."""
        return said(lang, self.nl, self.en)

    def many(self, lang: str) -> str:
        """The word for several, in ``nl`` or ``en``."""
        return said(lang, self.nl_plural, self.en_plural)


APPLICATION = Submission("aanvraag", "aanvragen", "application", "applications")
STATEMENT = Submission("opgave", "opgaven", "statement", "statements")


Doubts = Callable[
    [Mapping[str, Any], Mapping[str, tuple[Assessment, ...]], Sequence[Award], RuleContext],
    Iterable[Doubt],
]


@frozen
class Instrument:
    """A scheme (*regeling*): its sheet, its model, its rules and its own distribution rule.

    ``catalogue`` is its law, by date; its ``law_on`` also tells whether a policy's parameters can
    be set. ``rules`` are what its rules measure, by code. ``candidate`` makes the candidate of an
    application whose rules are all met. ``split_vat`` divides an award. ``checks`` finds what does
    not agree within one application, such as sums that do not add up.
    ``ceiling_parameter`` is the key of the ceiling that the law sets, where it does.
    ``letter_texts`` is TOML in the form of the program's clauses, for a scheme from elsewhere: its
    ``instrument`` name, and its own ``subject``, ``clause`` and ``term`` entries. ``sheets`` are
    further sheets of its workbook. ``beside`` tells what a decision settles and grants beside an
    award in cents, where the scheme has such things. ``renamed`` are headers of older templates.
    ``own_rule_public``: whether a public regulation holds the scheme's own distribution rule.
    ``marginal_article``: what lets the application that crosses the ceiling be granted, at the cost
    of the next window; empty where nothing does.
    ``level`` is that of the text which holds the rule, so the least that can depart from it.
    ``ceiling_over_years``: whether the law's ceiling is for all rounds together, not for each.
    ``papers`` is what its letters show of an application.
    ``ceiling_article`` is the article by which a window needs a ceiling; empty where none does.
    ``reads_if_empty`` are the fields with a stated default that its rules and amounts read, so that
    a letter says so where nothing was filled in; ``reads_since`` has the first window of those that
    an earlier text did not read.
    ``window_rule`` is the code of the rule about its window; empty where it has none.
    ``funder`` is who pays it. ``entitlement``: whether whoever meets its conditions gets the amount,
    or a part of it in proportion, and never nothing for want of money.
    ``withheld`` are the fields that are not published, since they may be a business secret or a
    position in negotiations (Woo art. 5.1); of them only the claim that follows is.
    ``schedule`` is how its law pays, ``settling`` how it ends what was given. ``retake_rule`` is
    the rule by which refused projects get a window of their own, so that money that comes free
    goes to nobody of the list. ``lapse`` says how the regulation ends, where its text does.
    ``obligations`` are what its law asks of a municipality after the award. ``applicants`` says who
    can apply, where its text does. ``for_homes``: whether its grants are for homes, so that papers tell
    of them. ``leaves_open`` says that a policy has to answer what its law does not.
    ``doubts`` tells, of its applications by number with what the rules say of them and of its awards,
    who is decided on by a value that is not known to be right.
    """

    key: str
    prefix: str
    sheet: str
    name_nl: str
    name_en: str
    regulation: str
    model: type[Any]
    own_rule: DistributionRule
    own_rule_article: str
    catalogue: Catalogue
    rules: Mapping[str, Rule] = field(hash=False)
    candidate: Callable[[Any, RuleContext], Candidate]
    split_vat: Callable[[Any, Euro], VatSplit]
    checks: Callable[[Any], Iterable[Finding]]
    ceiling_parameter: str = ""
    submission: Submission = APPLICATION
    letter_texts: str = ""
    sheets: tuple[SheetBeside, ...] = ()
    applicants: Applicants | None = None
    beside: Callable[[Any, RuleContext, Euro], Besides] | None = None
    renamed: tuple[RenamedColumn, ...] = ()
    own_rule_public: bool = True
    marginal_article: str = ""
    level: BasisKind = BasisKind.MINISTERIAL_REGULATION
    papers: Papers = field(default_factory=Papers, hash=False)
    ceiling_article: str = ""
    ceiling_over_years: bool = False
    reads_if_empty: tuple[str, ...] = ()
    reads_since: Mapping[str, date] = field(default_factory=dict[str, date], hash=False)
    window_rule: str = ""
    funder: Funder = STATE
    entitlement: bool = False
    withheld: tuple[str, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    settling: Settling = GENERAL
    retake_rule: str = ""
    lapse: Lapse | None = None
    for_homes: bool = True
    leaves_open: LeftOpen | None = None
    obligations: Obligations = field(default_factory=Obligations, hash=False)
    doubts: Doubts | None = field(default=None, hash=False)

    @property
    def columns(self) -> tuple[ColumnSpec, ...]:
        return columns_of(self.model)

    def name(self, lang: str) -> str:
        """What it is called, in ``nl`` or ``en``."""
        return said(lang, self.name_nl, self.name_en)

    def rests_on(self, chosen: InstrumentPolicy) -> str:
        """What the chosen distribution rule rests on: the regulation where it is its own rule.

        Where no public regulation has a rule, what the policy names comes first.
        """
        if chosen.rule is not self.own_rule:
            return chosen.basis_text
        if self.own_rule_public:
            return self.own_rule_article
        return chosen.basis_text or self.own_rule_article

    def screen(self, application: Any, setting: RuleContext) -> tuple[Assessment, ...]:
        """Every rule of the law of the window, put to one application, in the catalogue's order.

        After those of the scheme come the rules for every application.
        """
        own = screen(self.catalogue, self.rules, application, setting)
        return (*own, *screen_every(application, setting))

    def measure(
        self, application: Any, setting: RuleContext
    ) -> tuple[tuple[RuleVersion, Measured], ...]:
        """What each rule finds as values, for questions about amounts near a limit."""
        return measure(self.catalogue, self.rules, application, setting)

    def ceiling_on(self, day: date, *, carry: bool = False) -> Euro | None:
        """The ceiling (*uitkeringsplafond*) that the law is known to set; a provisional one is none.

        ``carry`` takes that of the nearest day the law is known for, in a what-if.
        """
        known = self.known_ceiling(day, carry=carry)
        return None if known is None or known.provisional else _as_euro(known)

    def ceiling_is_law(self, day: date) -> bool:
        """Whether the text of the regulation sets the ceiling, as it was read; else it is known
        from elsewhere, as the one that is announced for a window."""
        known = self.known_ceiling(day, carry=True)
        return known is not None and known.confidence is Confidence.PRIMARY

    def known_ceiling(self, day: date, *, carry: bool = False) -> Parameter | None:
        """What is known of the ceiling on a day, with its source and how sure that is."""
        return self.catalogue.law_on(day, carry=carry).values.get(self.ceiling_parameter)


def _as_euro(parameter: Parameter) -> Euro:
    if not isinstance(parameter.value, Euro):
        raise TypeError(f"{parameter.key} is no amount")
    return parameter.value


class _Installed(Mapping[str, Instrument]):
    """Instruments by key, of which each is loaded when something of it is first asked."""

    def __init__(self, points: Iterable[EntryPoint]) -> None:
        self._points = {point.name: point for point in points}
        self._loaded: dict[str, Instrument] = {}

    def __getitem__(self, key: str) -> Instrument:
        if key not in self._loaded:
            instrument: Instrument = self._points[key].load()
            if instrument.key != key:
                raise LookupError(f"the entry point {key} is of the instrument {instrument.key}")
            self._loaded[key] = instrument
        return self._loaded[key]

    def __contains__(self, key: object) -> bool:
        return key in self._points

    def __iter__(self) -> Iterator[str]:
        return iter(self._points)

    def __len__(self) -> int:
        return len(self._points)


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every installed instrument by key, this project's own and those of other distributions.

    The entry point of an instrument has the name of its key.
    """
    found = entry_points(group="verdeelsleutel.instruments")
    return _Installed(sorted(found, key=lambda point: point.name))


def about_homes(schemes: Iterable[str]) -> bool:
    """Whether any of these schemes gives its grants for homes.

    What is told of a round of others, such as of supplements alone, says nothing of homes.
    """
    return any(instruments()[key].for_homes for key in schemes)
