"""What was decided: awards, the whole allocation, and the proof that goes with it."""

from datetime import date, datetime
from enum import StrEnum
from operator import not_
from typing import Annotated

from pydantic import Field

from ..applications.application import Payment
from ..applications.finding import Finding
from ..applications.located_homes import LocatedHomes, together
from ..applications.public_body import PublicBody, body_in
from ..bilingual import said
from ..homes import NO_HOMES, Homes
from ..money import ZERO, Euro
from ..municipality import Municipality, municipalities
from ..record import Record
from .divisions import Comparison as Comparison
from .divisions import Division, DivisionKind
from .stages import ORDER, Basis, Stage, Unit
from .stages import PROOFS as PROOFS

FEWEST_IN_AVERAGE = 3  # grants; an average of fewer tells what one municipality asked


def _is_none(value: object) -> bool:
    return value is None


class Outcome(StrEnum):
    """What became of an application."""

    GRANTED = "granted"
    PARTLY_GRANTED = "partly_granted"
    REFUSED_RULE = "refused_rule"
    REFUSED_CEILING = "refused_ceiling"
    REFUSED_LATE = "refused_late"
    REFUSED_EARLY = "refused_early"
    COUNTED_ELSEWHERE = "counted_elsewhere"  # its homes count through another grant already
    NEEDS_JUDGEMENT = "needs_judgement"
    INCOMPLETE = "incomplete"
    NOT_TREATED = "not_treated"
    SET_ASIDE = "set_aside"
    WITHDRAWN = "withdrawn"

    @property
    def undecided(self) -> bool:
        """Whether it is no decision yet."""
        return self in (Outcome.NEEDS_JUDGEMENT, Outcome.INCOMPLETE, Outcome.SET_ASIDE)

    @property
    def outside_window(self) -> bool:
        """Whether it was refused for the moment at which it came in."""
        return self in (Outcome.REFUSED_LATE, Outcome.REFUSED_EARLY)

    @property
    def on_a_rule(self) -> bool:
        """Whether it was refused on what it is or when it came, not for want of money."""
        return self is Outcome.REFUSED_RULE or self.outside_window


class Reason(Record):
    """Why, in a sentence that could stand in a decision, with the article it rests on."""

    code: str
    article: str
    nl: str
    en: str

    def text(self, lang: str) -> str:
        """The sentence in ``nl`` or ``en``."""
        return said(lang, self.nl, self.en)


def _is_nothing(amount: Euro) -> bool:
    return not amount


class Award(Record):
    """The outcome of one application (*toekenning* where money is granted).

    ``requested`` is ``None``, and ``municipality_code`` empty, where it could not be read.
    ``amount`` is charged to the ceiling. Of it ``compensable_vat`` goes to the
    BTW-compensatiefonds and ``payable`` to the municipality. ``next_window`` is the part of it that
    is charged to the ceiling of the next window (a marginal application, RWbi art. 6(3)). ``rank``
    is its place in the statutory ranking, or in the published order where the optimiser chooses.
    ``binding`` are, for a refusal in the division, the codes of every limit that the list together
    with it at its least amount would break or worsen, in the policy's order; for a part that the
    division gave, those that ``bound_at`` in its place would, which is the next amount that its
    form allows or the whole. ``None`` elsewhere, and in rounds of the first edition.
    ``reserved`` is what is kept for one that is set aside; written down only then. ``located`` are
    its homes by municipality, of a joint application that states them; else they count for the one
    that leads.
    """

    application_id: str
    instrument: str
    project_id: str
    municipality_code: str
    outcome: Outcome
    requested: Euro | None
    amount: Euro = ZERO
    compensable_vat: Euro = ZERO
    payable: Euro = ZERO
    next_window: Euro = ZERO
    homes: Homes = NO_HOMES
    rank: int | None = None
    payments: tuple[Payment, ...] = ()
    reasons: tuple[Reason, ...] = ()
    binding: Annotated[tuple[str, ...] | None, Field(exclude_if=_is_none)] = None
    bound_at: Annotated[Euro | None, Field(exclude_if=_is_none)] = None
    reserved: Annotated[Euro, Field(exclude_if=_is_nothing)] = ZERO
    located: Annotated[tuple[LocatedHomes, ...], Field(exclude_if=not_)] = ()

    @property
    def homes_by_place(self) -> tuple[tuple[str, Homes], ...]:
        """Where its homes count: the code of each municipality with those that are there."""
        if not self.located or together(self.located) != self.homes:
            return ((self.municipality_code, self.homes),)
        return tuple((one.municipality_code, one.homes) for one in self.located)

    @property
    def affordable_homes(self) -> int:
        return self.homes.affordable

    @property
    def asked(self) -> Euro:
        """What was asked, for a sum: nothing where it could not be read."""
        return ZERO if self.requested is None else self.requested


class Status(StrEnum):
    """How an allocation stands."""

    PROVEN = "proven"
    NOT_PROVED = "not_proved"
    INFEASIBLE = "infeasible"


class CheckedConstraint(Record):
    """A constraint, re-added without a solver. ``slack`` is what is left, negative if broken."""

    code: str
    sentence_nl: str
    sentence_en: str
    source: str
    hard: bool
    unit: Unit
    value: int
    relation: str  # "<=", ">=" or "="
    limit: int
    slack: int
    shortfall: int = 0

    @property
    def holds(self) -> bool:
        return self.slack >= 0

    def sentence(self, lang: str) -> str:
        """What it says, in ``nl`` or ``en``."""
        return said(lang, self.sentence_nl, self.sentence_en)


class Certificate(Record):
    """A proof of the allocation in exact integers, made by code that imports no solver.

    ``valid`` only if nothing is wrong; ``faults`` names what is. ``digest`` is a SHA-256 over the
    awards in the order of their application numbers, ``proof`` one over the text of the trees; it
    is empty where there are none, as in what was made before there were.
    """

    valid: bool
    digest: str
    checks: tuple[CheckedConstraint, ...]
    stages: tuple[Stage, ...]
    rests_on: str
    faults: tuple[str, ...] = ()
    proof: str = Field(default="", exclude_if=not_)

    @property
    def basis(self) -> Basis:
        """The weakest of what the stages rest on.

        Before there were trees the published order rested on one solver, and on the digest that a
        re-solve is held against; that is left out.
        """
        order = list(Basis)
        told = [
            stage.basis
            for stage in self.stages
            if stage.name != ORDER or self.proof or stage.basis is Basis.CHECKED_TREE
        ]
        return max(told, key=order.index, default=Basis.NOTHING)

    @property
    def most_homes(self) -> int | None:
        """The most affordable homes that any list could support; ``None`` where no bound is known.

        A stage without a list of its own has only its own value to show, which is no bound.
        """
        for stage in self.stages:
            if stage.name == "affordable homes" and (stage.proven or stage.bound != stage.value):
                return stage.bound
        return None

    @property
    def solvers(self) -> tuple[str, ...]:
        """The solvers that found or confirmed a stage, by name."""
        told = {name for stage in self.stages for name in stage.solver.split(" and ")}
        return tuple(sorted(told - {"", "none"}))


class Totals(Record):
    """The round in a few numbers. Homes of a project count once."""

    applications: int
    granted: int
    requested: Euro
    amount: Euro
    homes: Homes
    affordable_homes: int


def _is_nothing_listed(listed: tuple[object, ...]) -> bool:
    return not listed


class Allocation(Record):
    """An allocation of a round: one award for every application, also the refused.

    ``divisions`` are the three that stand beside each other, and ``counterpart`` is that of them
    which this list is held against; in rounds of the first edition it was computed by itself.
    """

    round: str
    policy_hash: str
    status: Status
    totals: Totals
    certificate: Certificate | None
    inputs: tuple[tuple[str, str], ...]  # file name and SHA-256
    awards: tuple[Award, ...]
    counterpart: Comparison | None = None
    divisions: Annotated[tuple[Division, ...], Field(exclude_if=_is_nothing_listed)] = ()
    remarks: tuple[str, ...] = ()

    def division(self, kind: DivisionKind) -> Division | None:
        """One of the three that stand beside each other; ``None`` in rounds without them."""
        return next((one for one in self.divisions if one.kind is kind), None)

    def award_of(self, application_id: str) -> Award:
        for award in self.awards:
            if award.application_id == application_id:
                return award
        raise KeyError(application_id)


class IncompleteApplication(Record):
    """An application that came in and could not be taken in whole (*onvolledig*, Awb art. 4:5).

    ``application_id`` is the one of its row, or one made of its place where that has none.
    ``values`` is what its cells say, by header, without contact persons; the fields are those
    of them that can be read, and ``None`` otherwise, never nought. ``findings`` are its faults.
    ``untreated_on`` is the day on which it was decided not to treat it.
    """

    application_id: str
    instrument: str
    file: str
    sheet: str
    row: int
    cells: dict[str, str]
    values: dict[str, str]
    project_id: str | None
    project_name: str | None
    municipality_code: str | None
    received_at: datetime | None
    requested: Euro | None
    withdrawn_on: date | None
    findings: tuple[Finding, ...]
    untreated_on: Annotated[date | None, Field(exclude_if=_is_none)] = None
    municipality_codes: Annotated[tuple[str, ...], Field(exclude_if=not_)] = ()

    @property
    def partners(self) -> tuple[Municipality, ...]:
        """The municipalities that apply together with the one that leads, as far as can be read."""
        codes = [one for one in self.municipality_codes if one != self.municipality_code]
        return tuple(municipalities()[code] for code in dict.fromkeys(codes))

    @property
    def body(self) -> PublicBody | None:
        """The public body that applies, or stands in the place of the municipality that does.

        It is known by its own cell, by what the faulty cell says, or the name beside it.
        """
        return body_in(self.findings, self.values)

    @property
    def open(self) -> bool:
        """Whether it still waits: it was not withdrawn, and it is not left untreated."""
        return self.withdrawn_on is None and self.untreated_on is None


class Approval(Record):
    """Who approved (*vastgesteld*), when, and over which list.

    ``first`` is who put a name under it before, where the list is not proven and two have to.
    """

    maker: str
    approver: str
    on: date
    digest: str
    first: str = ""

    @property
    def approvers(self) -> tuple[str, ...]:
        """Everybody who approved, in that order."""
        return (self.first, self.approver) if self.first else (self.approver,)
