"""The policy of a round: what is decided before the window opens, and sealed.

A policy names the window, the funds and ceilings, the cash that may leave in a year, the
distribution rule of each instrument with the article or decision that allows it, the constraints
and goals with their order, and the published order that settles ties. Amounts are written as text
in euros (``"€ 160 mln"``), shares as fractions (``"2/3"``): nothing in it is a float.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Literal, Self, cast

from pydantic import Field, model_validator

from ..money import Euro
from ..record import Record
from .answers import Answers
from .constraint import NO_HOMES_COUNTED, ConstraintPolicy, Measure
from .disagreement import Disagreement, refuse
from .fund import CeilingRange, FundPolicy, Holds, is_of_the_round
from .window import Window, is_certain
from .written import Basis, PolicyEuro, Share, Year

EDITION = 2
"""The newest edition of how a round is read; a round keeps the one that it was opened with."""

UNKNOWN_IS_ASKED = 2
"""From this edition on nothing that is unknown is taken for a value: it is asked, and waits."""

ALL_ARE_TOLD = 2
"""From this edition on a row that could not be read is an application that is incomplete."""

BASIS_IS_HELD_AGAINST_LAW = 2
"""From this edition on a real round opens only with a basis that the law knows as sufficient."""

CEILINGS_ARE_STEPS = 2
"""From this edition on a ceiling is planned in steps, and never where there is none to choose."""

DAYS_TO_COMPLETE = 14
"""How long an applicant has to complete an application, where the policy says nothing else."""


def _is_none(value: object) -> bool:
    return value is None


def _is_empty(value: object) -> bool:
    return value == ""


class RoundKind(StrEnum):
    """What a round may lead to."""

    REAL = "real"  # decisions
    EXAMPLE = "example"  # letters marked VOORBEELD - GEEN BESLUIT
    WHAT_IF = "what_if"  # computed and compared, never approved
    PLANNING = "planning"  # the optimiser proposes ceilings; never approved


class DistributionRule(StrEnum):
    """How an instrument's money is given out (*verdeelregel*)."""

    OPTIMISE = "optimise"
    RANK = "rank"
    PRO_RATA = "pro_rata"
    CLOSED_LIST = "closed_list"
    FIRST_COME = "first_come"
    LOTTERY = "lottery"


class RoundPolicy(Record):
    """The round (*ronde*) and its application window (*aanvraagtijdvak*).

    Both days of the window are part of it, in Dutch local time: without ``window_closes_at`` it is
    open until 24:00 of its last day. With it, what came in at that moment is still in time.
    ``completion_days`` is how long an applicant has to complete an application, in days.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
    title: str
    kind: RoundKind
    window_opens: date
    window_closes: date
    window_closes_at: Annotated[time | None, Field(exclude_if=_is_none)] = None
    decision_date: date | None = None
    completion_days: Annotated[
        int, Field(ge=7, le=84, exclude_if=lambda days: days == DAYS_TO_COMPLETE)
    ] = DAYS_TO_COMPLETE

    @property
    def explores(self) -> bool:
        """Whether nothing may be decided on it: a what-if or a planning round (*verkenning*)."""
        return self.kind in (RoundKind.WHAT_IF, RoundKind.PLANNING)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.window_closes < self.window_opens:
            raise ValueError("het aanvraagtijdvak sluit voordat het opent")
        hour = self.window_closes_at
        if hour is not None and (hour.tzinfo is not None or hour.microsecond):
            raise ValueError("schrijf het uur van sluiting in Nederlandse tijd, zoals 17:00:00")
        if hour is not None and not is_certain(datetime.combine(self.window_closes, hour)):
            raise ValueError(
                "op de dag van sluiting gaat de klok om en bestaat dat uur niet of twee keer; kies "
                "een ander uur"
            )
        return self


class InstrumentPolicy(Record):
    """How one instrument takes part in a round.

    ``basis`` is what allows a rule other than the regulation's own, with two names under it. Only a
    :class:`LegalBasis` carries a real round (see :mod:`verdeelsleutel.instruments.gate`); rounds of
    the first edition, and those in which nothing real is decided, may describe it in a text.
    Without a ``ceiling`` only the fund's total limits the instrument; ``ceiling_source`` is where
    one above the ceiling that is known was published. ``enables_homes``: whether an award makes its
    project's homes possible, so that they count in the objective and the goals.
    ``parameters`` sets provisional parameters of the instrument's rules, by rule and name
    (``"BER-04.regional_share" = "50%"``). ``last_day`` is the last day on which what is sent in for
    this scheme comes in time, where it was announced apart from the window of the round.
    ``ceiling_holds`` says for how long the ceiling is, as ``holds`` of a fund. ``reserve`` is the
    article or published rule that lets money which comes free after the decisions go to whoever was
    refused for want of it, ``reserve_until`` the last day on which it does; without the first
    nobody gets it. A window only for projects that an earlier one refused (*herkansing*) names that
    round in ``retake_of``, the day on which its window closed, and the projects, each as
    ``GM0344:P-1``: the municipality and its own code. ``answers`` are those to what the law of the
    scheme leaves open, where it does.
    """

    fund: str
    rule: DistributionRule
    ceiling: PolicyEuro | CeilingRange | None = None
    when_it_does_not_fit: Literal["stop", "skip"] = "stop"
    marginal_application: bool = False
    basis: Basis = ""
    authorised_by: tuple[str, ...] = ()
    step: PolicyEuro = Euro(100_000)
    enables_homes: bool = True
    cash: dict[Year, PolicyEuro] = {}
    max_per_municipality: Annotated[int, Field(ge=1)] | None = None
    cut_for: tuple[str, ...] = ()
    cut: Share = Fraction(0)
    parameters: dict[str, str] = {}
    vat_note: str = ""
    last_day: Annotated[date | None, Field(exclude_if=_is_none)] = None
    ceiling_source: Annotated[str, Field(exclude_if=_is_empty)] = ""
    ceiling_holds: Annotated[Holds, Field(exclude_if=is_of_the_round)] = Holds.ROUND
    reserve: Annotated[Basis, Field(exclude_if=_is_empty)] = ""
    reserve_until: Annotated[date | None, Field(exclude_if=_is_none)] = None
    retake_of: Annotated[str, Field(exclude_if=_is_empty)] = ""
    retake_closed: Annotated[date | None, Field(exclude_if=_is_none)] = None
    retake_projects: Annotated[tuple[str, ...], Field(exclude_if=lambda listed: not listed)] = ()
    answers: Annotated[Answers | None, Field(exclude_if=_is_none)] = None

    @property
    def reserve_text(self) -> str:
        """What lets freed money go to who is next, as a text cites it; empty where nothing does."""
        return self.reserve if isinstance(self.reserve, str) else self.reserve.cited

    @property
    def basis_text(self) -> str:
        """The basis as a text cites it, in Dutch; empty where the policy names none."""
        return self.basis if isinstance(self.basis, str) else self.basis.cited

    def basis_in_sentence(self, lang: str) -> str:
        """The basis within a sentence, with *de* or *het*; a free text as it was written."""
        return self.basis if isinstance(self.basis, str) else self.basis.in_sentence(lang)

    def basis_named(self, lang: str) -> str:
        """The text within a sentence, without the article of it that allows the rule."""
        return self.basis if isinstance(self.basis, str) else self.basis.named(lang)

    @model_validator(mode="after")
    def _holds_a_ceiling(self) -> Self:
        if self.ceiling_holds is not Holds.ROUND and not isinstance(self.ceiling, Euro):
            raise ValueError("ceiling_holds hoort bij een ceiling met een vast bedrag")
        if self.reserve_until is not None and not self.reserve:
            raise ValueError("reserve_until hoort bij reserve, het artikel dat toekennen toestaat")
        retake = (bool(self.retake_of), self.retake_closed is not None, bool(self.retake_projects))
        if any(retake) and not all(retake):
            raise ValueError(
                "een herkansing noemt retake_of, retake_closed en retake_projects, alle drie"
            )
        return self


class OrderKey(StrEnum):
    """A key of the published order. Every key prefers the first, highest or earliest."""

    INSTRUMENT = "instrument"  # in the order of [order].instruments
    SCORE = "score"  # the scheme's own score, highest first; without one, last
    RECEIVED_AT = "received_at"  # the moment of the complete application
    LOT = "lot"  # the lot drawn; without one, last


class OrderPolicy(Record):
    """The published order, which settles what homes and money leave open."""

    keys: tuple[OrderKey, ...] = (
        OrderKey.INSTRUMENT,
        OrderKey.SCORE,
        OrderKey.RECEIVED_AT,
        OrderKey.LOT,
    )
    instruments: tuple[str, ...] = ()


class FixedPolicy(Record):
    """An application that a decision puts in or out, with its reason and two names."""

    application: str
    decision: Literal["in", "out"]
    amount: PolicyEuro | None = None
    reason: Annotated[str, Field(min_length=10)]
    article: str
    authorised_by: Annotated[tuple[str, ...], Field(min_length=2)]


class MarginalDecision(Record):
    """A decision after the window that grants the application which crosses the ceiling in full.

    What lies above the ceiling is charged to the next window (RWbi art. 6(3)). It names one
    ``application``: where another comes to cross the ceiling, that one gets nothing by it. The two
    names stand under the amendment by which it came.
    """

    instrument: str
    application: str
    reason: Annotated[str, Field(min_length=10)]
    article: str


class SolverPolicy(Record):
    """How long the solver may search, on the clock. What it finds is certified without it.

    ``unproven_may_be_approved``: whether two people other than its maker may approve a list of
    which it was not proven in that time that none is better. Where it is not allowed it is left out
    of what is sealed, so that a round from before it existed keeps its seal.
    """

    time_limit_seconds: Annotated[int, Field(ge=1, le=86_400)] = 600
    unproven_may_be_approved: Annotated[bool, Field(exclude_if=lambda allowed: not allowed)] = False


class Policy(Record):
    """Everything that decides a round, besides the applications and the law.

    ``objective`` is what the optimiser makes as large as can be after the goals; another than the
    affordable homes is for a what-if only. ``edition`` says by which edition of the rules the round
    is read. No policy file names it: a round gets the newest when it is opened and keeps that,
    whatever is amended; one that was sealed before there were editions is of the first (see
    :meth:`sealed`). Nor does any name ``marginal``: what was decided after the window closed.
    """

    round: RoundPolicy
    funds: dict[str, FundPolicy]
    instruments: dict[str, InstrumentPolicy]
    constraint: tuple[ConstraintPolicy, ...] = ()
    fixed: tuple[FixedPolicy, ...] = ()
    order: OrderPolicy = OrderPolicy()
    solver: SolverPolicy = SolverPolicy()
    objective: Annotated[Measure, Field(exclude_if=lambda one: one is Measure.AFFORDABLE_HOMES)] = (
        Measure.AFFORDABLE_HOMES
    )
    edition: Annotated[int, Field(ge=1, le=EDITION, exclude_if=lambda edition: edition == 1)] = (
        EDITION
    )
    marginal: Annotated[tuple[MarginalDecision, ...], Field(exclude_if=lambda made: not made)] = ()

    @classmethod
    def sealed(cls, kept: str) -> Self:
        """A policy as a database keeps it; without an edition it is of the first.

        Raises:
            pydantic.ValidationError: it is no policy, or of an edition this program does not know.
        """
        return cast("Self", _sealed(cls, kept))

    def window_of(self, instrument: str) -> Window:
        """The window of a scheme: that of the round, unless its own last day was announced."""
        round_, own = self.round, self.instruments[instrument].last_day
        if own is not None:
            return Window(opens=round_.window_opens, closes=own)
        return Window(
            opens=round_.window_opens,
            closes=round_.window_closes,
            closes_at=round_.window_closes_at,
        )

    def decided_on(self, day: date) -> Self:
        """The policy with the day on which the decision is taken."""
        if self.round.decision_date == day:
            return self
        dated = self.round.model_copy(update={"decision_date": day})
        return self.model_copy(update={"round": dated})

    @property
    def tells_all(self) -> bool:
        """Whether every application that came in has a row in each list, in whatever state."""
        return self.edition >= ALL_ARE_TOLD

    @property
    def asks(self) -> bool:
        """Whether what is unknown is asked in this round, and never taken for a value."""
        return self.edition >= UNKNOWN_IS_ASKED

    @property
    def held_against_law(self) -> bool:
        """Whether what it rests on has to suffice: a real round, of an edition that asks it."""
        return self.round.kind is RoundKind.REAL and self.tells_its_grounds

    @property
    def tells_its_grounds(self) -> bool:
        """Whether every paper of this round tells what its division rests on."""
        return self.edition >= BASIS_IS_HELD_AGAINST_LAW

    @property
    def tags(self) -> frozenset[str]:
        """The tags by which a constraint of this policy counts."""
        groups = [g for one in self.constraint for g in (one.group, one.of_group)]
        return frozenset(t for g in groups for t in (g.tag, g.without_tag) if t is not None)

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        refuse(type(self).__name__, self._disagreements())
        return self

    def _disagreements(self) -> Iterator[Disagreement]:
        """What is right by itself and not together, each with its place in the policy."""
        for key, instrument in self.instruments.items():
            if instrument.fund not in self.funds:
                yield Disagreement(
                    ("instruments", key, "fund"),
                    f"{instrument.fund!r} staat niet onder [funds]; daar staan: "
                    f"{', '.join(self.funds)}",
                )
            if (
                isinstance(instrument.ceiling, CeilingRange)
                and self.round.kind is not RoundKind.PLANNING
            ):
                yield Disagreement(
                    ("instruments", key, "ceiling"),
                    f"het plafond van {key} is een bereik; dat mag alleen in een planningsronde",
                )
            if (
                isinstance(instrument.ceiling, CeilingRange)
                and instrument.rule is DistributionRule.CLOSED_LIST
                and self.edition >= CEILINGS_ARE_STEPS
            ):
                yield Disagreement(
                    ("instruments", key, "ceiling"),
                    f"het plafond van {key} is een bereik, maar een gesloten lijst legt vast wat "
                    "ieder krijgt en laat geen plafond te kiezen; schrijf één bedrag",
                )
        for name in self.order.instruments:
            if name not in self.instruments:
                yield Disagreement(
                    ("order", "instruments"),
                    f"[order] noemt regeling {name}, die niet meedoet",
                )
        if self.objective is not Measure.AFFORDABLE_HOMES and (
            self.round.kind is not RoundKind.WHAT_IF or self.objective in NO_HOMES_COUNTED
        ):
            yield Disagreement(
                ("objective",),
                f"objective {self.objective.value}: een ander doel dan betaalbare woningen kan "
                "alleen in een doorrekening, en moet woningen tellen",
            )
        codes = [constraint.code for constraint in self.constraint]
        for at, code in enumerate(codes):
            if code in codes[:at]:
                yield Disagreement(
                    ("constraint", at, "code"), f"twee voorwaarden hebben de code {code}"
                )


@lru_cache(maxsize=16)
def _sealed(model: type[Policy], kept: str) -> Policy:
    """A sealed policy never changes, and one command reads it more than once."""
    return model.model_validate({"edition": 1, **json.loads(kept)})
