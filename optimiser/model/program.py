"""The case as an integer program: variables, rows and objectives, still without a solver.

Its variables and rows are those of ``linear``; here is how homes are counted over them, and
``formulation`` writes a case down.

Homes of a project count once: claims of the same part are split into layers with the same
claimants, and a layer counts when one of them is awarded (``z <= sum x`` and ``z >= x``).

Rows may be looser than the truth by less than a few cents, where a payment is rounded down, and
are never tighter. Whatever a solver answers is checked in the ledger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from ...grants.applications.candidate import Candidate, Form
from ...grants.rounds.constraint import Measure
from .ladder import Counts, Ladder, counts, cumulative, homes_at, homes_in
from .limits import SEGMENTS_OF, Cash, Term
from .linear import Linear, LinearProgram
from .supported import Part

Where = Mapping[int, tuple[str, ...]]
_PartKey = tuple[tuple[int, ...], int, int, tuple[tuple[int, tuple[str, ...]], ...]]

_LEVELS_READ = 50_000  # beyond it, reading every level would cost more than it gains


@dataclass(slots=True)
class Program(LinearProgram):
    """Variables and rows of a case, and the homes that they count.

    ``cash_rows`` has the cash year of a row, and ``carried`` of a variable that of which it is the
    part that moves on. ``affordable`` and ``money`` are the objectives of stages 2 and 3. They are
    stated with the program, before a solver loads it, because counting homes once may add
    variables.
    """

    shortfall: dict[str, int] = field(default_factory=dict[str, int])
    cash_rows: dict[int, tuple[Cash, int]] = field(default_factory=dict[int, tuple[Cash, int]])
    carried: dict[int, tuple[Cash, int]] = field(default_factory=dict[int, tuple[Cash, int]])
    affordable: Linear = field(default_factory=Linear)
    money: Linear = field(default_factory=Linear)
    _alone: list[tuple[Part, int]] = field(default_factory=list[tuple[Part, int]])
    _most: dict[int, Counts] = field(default_factory=dict[int, Counts])
    _layers: dict[frozenset[int], int] = field(default_factory=dict[frozenset[int], int])
    _stairs: dict[tuple[int, int, int], int] = field(
        default_factory=dict[tuple[int, int, int], int]
    )
    _maxima: list[tuple[int, list[tuple[int, int, Linear]]]] = field(
        default_factory=list[tuple[int, list[tuple[int, int, Linear]]]]
    )
    _parts: dict[_PartKey, tuple[Linear, int]] = field(
        default_factory=dict[_PartKey, tuple[Linear, int]]
    )

    def copy(self) -> Program:
        """The same program, to which variables and rows can be added that this one has not."""
        return replace(
            self,
            variables=list(self.variables),
            rows=list(self.rows),
            cash_rows=dict(self.cash_rows),
            carried=dict(self.carried),
            shortfall=dict(self.shortfall),
            _layers=dict(self._layers),
            _stairs=dict(self._stairs),
            _maxima=list(self._maxima),
            _parts=dict(self._parts),
        )

    def term(self, term: Term) -> Linear:
        """A measure over a group, times its factor."""
        found = Linear()
        if term.measure is Measure.MONEY:
            for i in term.members:
                self._add_cents(found, i, term.times)
        elif term.measure is Measure.NUMBER:
            for i in term.members:
                found.add(self.number(i), term.times)
        else:
            for segment in SEGMENTS_OF[term.measure]:
                found.add(self.homes(term.members, segment, dict(term.where)), term.times)
        return found

    def homes(
        self, members: Iterable[int], segment: int, where: Where = MappingProxyType({})
    ) -> Linear:
        """The homes of a segment that a group supports, each project's homes once.

        Of the items in ``where`` those in these municipalities.
        """
        within = frozenset(members)
        group = frozenset(
            i for i in self._shared() if i in within and self._counts(i, segment, where)
        )
        found = Linear()
        for part, alone in self._listed():
            if alone < 0:
                found.add(self._part(part, group, segment, where)[0])
            elif alone in within and (homes := self._most_in(alone, where)[segment]):
                x = self.places[alone].x
                found.terms[x] = found.terms.get(x, 0) + homes
        return found

    def _listed(self) -> list[tuple[Part, int]]:
        """Every part, with its item where nobody else claims it and its homes are all or none."""
        if not self._alone:
            for part in (part for parts in self.case.projects for part in parts):
                i = part.claimants[0] if part.claimants else -1
                shared = len(part.claimants) != 1 or part.within
                simple = not shared and i in self.places and not self._varies(i)
                if simple and not self.case.items[i].enabling:
                    continue
                self._alone.append((part, i if simple else -1))
        return self._alone

    def _shared(self) -> Iterable[int]:
        """The items of all other parts."""
        return (i for part, alone in self._listed() if alone < 0 for i in part.everyone())

    def _full(self, i: int) -> Counts:
        """The homes at the highest level."""
        found = self._most.get(i)
        if found is None:
            item = self.case.items[i]
            found = self._most[i] = homes_at(item.candidate, item.ladder.cents(item.ladder.top))
        return found

    def _most_in(self, i: int, where: Where) -> Counts:
        """The homes at the highest level, or of a constant, that count in a group."""
        item = self.case.items[i]
        full = self._full(i) if item.constant is None else item.constant.homes
        if i not in where:
            return full
        cents = item.ladder.cents(item.ladder.top)
        cents = cents if item.constant is None else item.constant.cents
        return homes_in(item.candidate, full, cents, where[i])

    def _counts(self, i: int, segment: int, where: Where) -> bool:
        item = self.case.items[i]
        if not item.enabling or (i in where and not self._most_in(i, where)[segment]):
            return False
        if item.constant is not None:
            return item.constant.cents > 0 and item.constant.homes[segment] > 0
        return i in self.places and counts(item.candidate.homes)[segment] > 0

    def _part(
        self, part: Part, group: frozenset[int], segment: int, where: Where
    ) -> tuple[Linear, int]:
        """The homes of a part, and the most that they can be."""
        mine = tuple(i for i in part.everyone() if i in group)
        if not mine:
            return Linear(), 0
        key = (mine, segment, id(part), tuple((i, where[i]) for i in mine if i in where))
        if key not in self._parts:
            self._parts[key] = self._state_part(part, group, segment, where)
        return self._parts[key]

    def _state_part(
        self, part: Part, group: frozenset[int], segment: int, where: Where
    ) -> tuple[Linear, int]:
        own = [i for i in part.claimants if i in group]
        inner = Linear()
        inner_most = 0
        for within in part.within:
            expression, most = self._part(within, group, segment, where)
            inner.add(expression)
            inner_most += most
        choices: list[tuple[Linear, int]] = []
        flat = [i for i in own if not self._varies(i)]
        if flat:
            choices.append(self._layered(flat, segment, where))
        choices.extend(self._stair(i, segment, where) for i in own if self._varies(i))
        if inner_most:
            choices.append((inner, inner_most))
        if len(choices) == 1:
            return choices[0]
        return self._maximum(choices)

    def _varies(self, i: int) -> bool:
        """Whether the homes of an item depend on its level, not only on being awarded."""
        item = self.case.items[i]
        return (
            item.constant is None
            and item.ladder.top > 1
            and not item.candidate.all_homes_at_minimum
        )

    def _layered(self, flat: list[int], segment: int, where: Where) -> tuple[Linear, int]:
        stated = {i: self._most_in(i, where)[segment] for i in flat}
        base = max((n for i, n in stated.items() if self._constant(i)), default=0)
        found = Linear({}, base)
        below = base
        for edge in sorted({n for n in stated.values() if n > base}):
            claimants = frozenset(i for i, n in stated.items() if n >= edge)
            variable = self._layer(claimants)
            found.terms[variable] = found.terms.get(variable, 0) + edge - below
            below = edge
        return found, below

    def _constant(self, i: int) -> bool:
        return self.case.items[i].constant is not None

    def _layer(self, claimants: frozenset[int]) -> int:
        """The variable that says whether one of these is awarded."""
        if len(claimants) == 1:
            return self.places[min(claimants)].x
        if claimants not in self._layers:
            z = self.variable(f"z_{len(self._layers)}", 1, whole=False, implied=True)
            self._layers[claimants] = z
            each = sorted(self.places[i].x for i in claimants)
            for x in each:
                self.at_most(Linear({x: 1, z: -1}), 0)
            self.at_most(Linear({z: 1, **dict.fromkeys(each, -1)}), 0)
        return self._layers[claimants]

    def _stair(self, i: int, segment: int, where: Where) -> tuple[Linear, int]:
        """The homes of an application that can be cut: a whole number, rounded down."""
        item = self.case.items[i]
        top = self._most_in(i, where)[segment]
        if i in where:
            return self._located(i, segment, where[i]), top
        if item.candidate.form is not Form.PER_HOME:
            return self._rounded(i, segment), top
        found = Linear()
        found.add(self._rounded(i, segment))
        if segment:
            found.add(self._rounded(i, segment - 1), -1)
        return found, top

    def _located(self, i: int, segment: int, codes: Collection[str]) -> Linear:
        """Those in these municipalities: of each what it adds to the ones before it, rounded."""
        found, upto = Linear(), 0
        for place in self.case.items[i].candidate.places:
            own = counts(place.homes)[segment]
            if own and place.municipality_code in codes:
                found.add(self._rounded(i, segment, upto + own))
                found.add(self._rounded(i, segment, upto), -1)
            upto += own
        return found

    def _rounded(self, i: int, segment: int, of: int | None = None) -> Linear:
        """``asked x award / requested`` rounded down; of a price for each home cumulatively.

        ``of`` is another number of homes than all that were asked.
        """
        item = self.case.items[i]
        asked = stated(item.candidate)[segment] if of is None else of
        requested = item.candidate.requested.cents
        exact = Linear()
        exact.add(self.cents(i), Fraction(asked, requested))
        if all(Fraction(c).denominator == 1 for c in exact.terms.values()):
            return Linear({v: int(c) for v, c in exact.terms.items() if c})
        if (i, segment, asked) not in self._stairs:
            own = "" if of is None or of == stated(item.candidate)[segment] else f"_{of}"
            h = self.variable(
                f"h_{i}_{segment}{own}", asked * item.ladder.cents(item.ladder.top) // requested
            )
            self._stairs[i, segment, asked] = h
            over = Linear({h: 1})
            over.add(exact, -1)
            margin = _margin(asked, item.ladder, requested)
            self.at_most(over, margin)
            self.at_least(over, margin - 1)
        return Linear({self._stairs[i, segment, asked]: 1})

    def stairs(self) -> Mapping[tuple[int, int, int], int]:
        """The variables of homes that are rounded, by item, segment and how many were asked."""
        return self._stairs

    def layers(self) -> Mapping[frozenset[int], int]:
        """The variables that say whether one of several items is awarded."""
        return self._layers

    def maxima(self) -> Sequence[tuple[int, Sequence[tuple[int, int, Linear]]]]:
        """The variables that are a maximum, each with the pick, the part and the value of every
        choice; one that is a choice of another comes before it."""
        return self._maxima

    def _maximum(self, choices: list[tuple[Linear, int]]) -> tuple[Linear, int]:
        """The largest of the choices, none of which is below zero.

        Each choice has a part ``w`` of at most its value, and above zero only where it is picked;
        the parts together are at least the maximum. Without whole numbers this says far more than
        a maximum that is within a large constant of every choice that is not picked.
        """
        most = max(bound for _, bound in choices)
        z = self.variable(f"m_{len(self.variables)}", most, whole=False, implied=True)
        chosen = Linear()
        reached = Linear({z: 1})
        parts: list[tuple[int, int, Linear]] = []
        self._maxima.append((z, parts))
        for expression, bound in choices:
            pick = self.variable(f"d_{len(self.variables)}", 1)
            chosen.terms[pick] = 1
            part = self.variable(f"w_{len(self.variables)}", bound, whole=False, implied=True)
            reached.terms[part] = -1
            parts.append((pick, part, expression))
            above = Linear({z: -1})
            above.add(expression)
            self.at_most(above, 0)
            within = Linear({part: 1})
            within.add(expression, -1)
            self.at_most(within, 0)
            self.at_most(Linear({part: 1, pick: -bound}), 0)
        self.at_most(reached, 0)
        self.at_most(chosen, 1)
        return Linear({z: 1}), most


@lru_cache(maxsize=65_536)  # a case is stated anew for its search, its proof and its certificate
def _margin(asked: int, ladder: Ladder, requested: int) -> Fraction:
    """Half of the least by which ``asked x award / requested`` stays below the next whole number.

    Rounding down is ``exact - 1 < homes <= exact``. At every level of this ladder both sides have
    room: moved up by this margin they say the same, and none is met so exactly that a solver's
    tolerance of a millionth decides whether a home counts.

    >>> rungs = Ladder(base=10, step=4, whole=3, rest=1)  # 10, 14, 18, 22 and 23 cents
    >>> [3 * rungs.cents(level) % 23 for level in range(1, rungs.top + 1)]
    [7, 19, 8, 20, 0]
    >>> _margin(3, rungs, 23)
    Fraction(3, 46)
    """
    if ladder.top > _LEVELS_READ:
        return Fraction(1, 2 * requested)
    first, step = asked * ladder.cents(1), asked * ladder.step
    whole = range(first, first + step * ladder.whole + 1, step or 1)
    last = asked * ladder.cents(ladder.top) % requested
    most = max(last, max(map(requested.__rmod__, whole)))  # no step of Python for each level
    return Fraction(requested - most, 2 * requested)


def stated(candidate: Candidate) -> Counts:
    """The numbers of homes that are rounded down with the award, by segment."""
    asked = counts(candidate.homes)
    return cumulative(asked) if candidate.form is Form.PER_HOME else asked
