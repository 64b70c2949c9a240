"""What the optimiser answers: who gets what, in plain values, before it is proven."""

import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from ..grants.applications.application import Payment
from ..grants.bilingual import said
from ..grants.decisions.allocation import Basis, Stage, Status
from ..grants.homes import NO_HOMES, Homes
from ..grants.record import Record

__all__ = ["LevelShown", "Named", "Progress", "ProposedAward", "Solution", "Why", "digest_of"]

# Every name that a stage can bear of who found it; whoever writes another is no solver.
NAMES_OF_SOLVERS = frozenset(
    (
        "CP-SAT", "HiGHS", "SCIP", "CBC", "Gurobi", "CPLEX", "COPT",
        "highs", "scip", "cbc", "gurobi", "cplex", "copt", "none", "",
    )
)  # fmt: skip
OURS = "highs"  # the name of our own choice of solvers: CP-SAT, SCIP and HiGHS, by the round


class Why(StrEnum):
    """Why an application gets what it gets, for the letter to put into words."""

    FITS = "fits"  # granted
    PRO_RATA = "pro_rata"  # granted, cut in the same proportion as all others
    FEWER_STEPS = "fewer_steps"  # granted in part: the optimum holds fewer steps
    FIXED_IN = "fixed_in"  # granted by a decision with two names
    MARGINAL = "marginal"  # granted: it crosses the ceiling, the rest is of the next window
    CEILING = "ceiling"  # does not fit under the ceiling
    BELOW_THE_LINE = "below_the_line"  # the ranking stopped before it
    NOT_CHOSEN = "not_chosen"  # the optimum does not hold it
    EXCLUDED = "excluded"  # an application that it excludes was granted
    REQUIRES = "requires"  # an application that it requires was not granted
    FIXED_OUT = "fixed_out"  # refused by a decision with two names
    LOTS_NEEDED = "lots_needed"  # nobody can say before lots are drawn
    NOTHING_ASKED = "nothing_asked"  # the request is zero
    WAITS = "waits"  # the ranking is not divided while a key of it is unknown
    BELOW_MINIMUM = "below_minimum"  # its part is less than it can go on with: that is asked


UNDECIDED = (Why.LOTS_NEEDED, Why.WAITS, Why.BELOW_MINIMUM)
"""The reasons that decide nothing: what is missing is asked first."""


class ProposedAward(Record):
    """What one application gets, in cents.

    ``steps`` is the level of the award: 0 is nothing, 1 the lowest award that the form allows, and
    each further level one step more; pro rata it is 1. ``homes`` are those it claims with this
    award; what counts for the round is in :class:`Solution`, where homes of a project count once.
    ``next_window`` is the part of ``cents`` that is charged to the ceiling of the next window
    (the marginal application, RWbi art. 6(3)).
    """

    application_id: str
    cents: int
    steps: int = 0
    homes: Homes = NO_HOMES
    payments: tuple[Payment, ...] = ()
    rank: int | None = None
    reason: Why
    next_window: int = 0

    @property
    def charged(self) -> int:
        """What is charged to the ceiling of this round, in cents."""
        return self.cents - self.next_window


class Named(Record):
    """A constraint by its name, for a conflict or a binding limit."""

    code: str
    sentence_nl: str
    sentence_en: str
    source: str = ""

    def sentence(self, lang: str) -> str:
        """What it says, in ``nl`` or ``en``."""
        return said(lang, self.sentence_nl, self.sentence_en)


class Progress(Record):
    """How far a computation is: ``done`` of ``total`` parts of a stage, with what it has."""

    stage: str
    done: int
    total: int
    value: int | None = None
    bound: int | None = None


def _is_empty(text: str) -> bool:
    return not text


def _rests_on_nothing(basis: Basis) -> bool:
    return basis is Basis.NOTHING


class Solution(Record):
    """An allocation as the optimiser proposes it.

    ``given`` has every candidate in the order of application numbers. ``homes`` are supported by
    instruments that enable homes, each project's homes once; ``entitled_homes`` are those of other
    instruments, which have been started already. ``ties`` names the applications whose fate a
    draft's tie rule decided: no list can be approved before lots have settled them. ``conflict``
    names, where no allocation can hold, a smallest set of constraints that cannot hold together,
    and ``conflict_basis`` what that rests on: arithmetic (an exact bound), a tree, or the word of a
    solver, which is no proof. Is it a tree, then ``proof`` is of that (``proof.no_list``). Else
    ``proof`` holds the trees that show that no list is better, compressed, in base 64; the digest
    is of the list alone, since another version of a solver grows other trees that show the same.
    """

    status: Status
    given: tuple[ProposedAward, ...]
    homes: Homes
    entitled_homes: Homes = NO_HOMES
    stages: tuple[Stage, ...] = ()
    ties: tuple[str, ...] = ()
    conflict: tuple[Named, ...] = ()
    conflict_basis: Basis = Field(default=Basis.NOTHING, exclude_if=_rests_on_nothing)
    remarks: tuple[str, ...] = ()
    digest: str
    proof: str = Field(default="", exclude_if=_is_empty)

    @property
    def cents(self) -> int:
        """What is charged to the ceilings of this round together, in cents."""
        return sum(given.charged for given in self.given)

    def of(self, application_id: str) -> ProposedAward:
        for given in self.given:
            if given.application_id == application_id:
                return given
        raise KeyError(application_id)


def digest_of(given: Iterable[ProposedAward]) -> str:
    """SHA-256 over the list of awards in the order of their application numbers."""
    rows = [
        [
            g.application_id,
            g.cents,
            g.next_window,
            list(g.homes.by_segment().values()),
            [[p.year, p.amount.cents] for p in g.payments],
        ]
        for g in sorted(given, key=lambda g: g.application_id)
    ]
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()


class LevelShown(Record):
    """A list by the levels of all that the optimiser decides, and what shows one of them, which
    ``proof.level`` checks.

    ``proofs`` has a text for each box of other levels, empty for that of the lists without the
    application where ``then`` is said to show it: the proven list of the case before.
    """

    levels: tuple[tuple[str, int], ...]
    proofs: tuple[str, ...] = ()
    then: bool = False

    def level_of(self, application_id: str) -> int:
        """The level that is shown."""
        return dict(self.levels)[application_id]
