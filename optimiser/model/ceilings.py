"""Ceilings that are still to be chosen, stated in one program with everything else.

An instrument of an order has a binary for each outcome above its lowest: whether the ceiling is at
least that of the outcome. An application is awarded where the outcome holds it. An instrument that
the optimiser divides has a whole number of steps. What a fund has to have is the ceilings that are
chosen, and the awards of the instruments whose ceiling is not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...grants.decisions.allocation import Unit
from ...grants.rounds.fund import CeilingRange
from ...grants.rounds.policy import Policy
from .case import Case, Grant
from .choices import Choice
from .formulation import program_of
from .linear import Linear, Row
from .objectives import Objective
from .program import Program
from .recount import charged_cents
from .shares import payments_of


@dataclass(frozen=True, slots=True)
class Ranged:
    """A ceiling to be chosen: the outcomes of its order, or none where the optimiser divides."""

    key: str
    within: CeilingRange
    choices: tuple[Choice, ...]


class Ceilings:
    """The program of a case with its ceilings, and what a list means for them, in whole numbers.

    ``case`` has the ranged instruments as the optimiser would divide them, without a ceiling, and
    ``kept`` is what a fund has to have for ceilings that are chosen already, by instrument.
    ``barred`` are combinations of outcomes that may not be chosen.
    """

    def __init__(
        self,
        case: Case,
        policy: Policy,
        ranged: Sequence[Ranged],
        kept: Mapping[str, int],
        barred: Sequence[Mapping[str, int]] = (),
    ) -> None:
        self.case, self.policy, self.ranged, self.kept = case, policy, tuple(ranged), kept
        self.program: Program = program_of(case)
        self._members = {
            one.key: [i for i, it in enumerate(case.items) if it.candidate.instrument == one.key]
            for one in ranged
        }
        self._by_award = {
            one.key: {choice.awarded: place for place, choice in enumerate(one.choices)}
            for one in ranged
        }
        self._at_least: dict[str, list[int]] = {}
        self._ceiling: dict[str, Linear] = {}
        for one in ranged:
            if one.choices:
                self._state_order(one)
            else:
                self._state_steps(one)
        for fund in policy.funds:
            self._state_fund(fund)
        for combination in barred:
            self._bar(combination)

    def _state_order(self, one: Ranged) -> None:
        """A binary for each outcome above the lowest, and each application by its outcomes."""
        program, many = self.program, len(one.choices)
        steps = [program.variable(f"p_{one.key}_{k}", 1) for k in range(1, many)]
        self._at_least[one.key] = steps
        for lower, higher in pairwise(steps):
            program.at_most(Linear({higher: 1, lower: -1}), 0)
        self._ceiling[one.key] = self._stepped(one, [choice.ceiling for choice in one.choices])
        awarded = [choice.awarded for choice in one.choices]
        for i in self._members[one.key]:
            if i in program.places:
                name = self.case.items[i].candidate.application_id
                held = self._stepped(one, [int(name in names) for names in awarded])
                held.add(program.number(i), -1)
                program.at_most(held, 0)
                program.at_least(held, 0)
        self._pay_later(one)

    def _stepped(self, one: Ranged, values: Sequence[int]) -> Linear:
        """A number for each outcome, as the sum of its jumps."""
        found = Linear({}, values[0])
        for k, step in enumerate(self._at_least[one.key], start=1):
            if values[k] != values[k - 1]:
                found.terms[step] = values[k] - values[k - 1]
        return found

    def _pay_later(self, one: Ranged) -> None:
        """What a marginal application is paid of the next window moves to other cash years."""
        program = self.program
        for place, (cash, year) in program.cash_rows.items():
            moved = [0] * len(one.choices)
            for i in set(cash.members).intersection(self._members[one.key]):
                for k, choice in enumerate(one.choices):
                    paid = self._later(i, choice)
                    if paid is not None:
                        own = dict(_payments(self.case, i))
                        moved[k] += dict(paid).get(year, 0) - own.get(year, 0)
            if any(moved):
                extra, row = self._stepped(one, moved), program.rows[place]
                terms = dict(row.terms)
                for v, cents in extra.terms.items():
                    terms[v] = terms.get(v, 0) + cents
                limit = row.limit - extra.constant
                program.rows[place] = Row(row.code, tuple(terms.items()), limit)

    def _later(self, i: int, choice: Choice) -> tuple[tuple[int, int], ...] | None:
        candidate = self.case.items[i].candidate
        share = choice.outcome.shares.get(candidate.application_id)
        return payments_of(candidate, share) if share and share.next_window else None

    def _state_steps(self, one: Ranged) -> None:
        """A whole number of steps, and the last one, which may be shorter."""
        program, least = self.program, one.within.at_least.cents
        whole, rest = divmod(one.within.at_most.cents - least, one.within.step.cents)
        n = program.variable(f"n_{one.key}", whole)
        ceiling = Linear({n: one.within.step.cents}, least)
        if rest:
            last = program.variable(f"l_{one.key}", 1)
            ceiling.terms[last] = rest
            program.at_most(Linear({last: whole, n: -1}), 0)
        self._ceiling[one.key] = ceiling
        over = self._awards(one.key)
        over.add(ceiling, -1)
        program.at_most(over, 0, f"CEILING-{one.key}")

    def _awards(self, key: str) -> Linear:
        found = Linear()
        for i, item in enumerate(self.case.items):
            if item.candidate.instrument == key:
                found.add(self.program.cents(i))
        return found

    def _state_fund(self, fund: str) -> None:
        left = Linear()
        for key, rules in self.policy.instruments.items():
            if rules.fund == fund:
                left.add(self._takes(key))
        self.program.at_most(left, self._free(fund), f"FUND-{fund}")

    def _takes(self, key: str) -> Linear:
        one = next((one for one in self.ranged if one.key == key), None)
        if one is None:
            return Linear({}, self.kept[key]) if key in self.kept else self._awards(key)
        if one.choices:
            return self._stepped(one, [choice.takes for choice in one.choices])
        return self._ceiling[key]

    def _free(self, fund: str) -> int:
        about = self.policy.funds[fund]
        return about.total.cents - about.objection_reserve.cents

    def _bar(self, combination: Mapping[str, int]) -> None:
        held = Linear()
        for key, k in combination.items():
            steps = self._at_least[key]
            held.add(Linear({steps[k - 1]: 1}) if k else Linear({}, 1))
            if k < len(steps):
                held.terms[steps[k]] = held.terms.get(steps[k], 0) - 1
        self.program.at_most(held, len(combination) - 1)

    def outcomes(self, grants: Sequence[Grant]) -> dict[str, int] | None:
        """The place of the outcome of each order; ``None`` where the awards are those of none."""
        found: dict[str, int] = {}
        for one in self.ranged:
            if one.choices:
                place = self._by_award[one.key].get(self._awarded(one.key, grants))
                if place is None:
                    return None
                found[one.key] = place
        return found

    def _awarded(self, key: str, grants: Sequence[Grant]) -> frozenset[str]:
        items = self.case.items
        return frozenset(
            items[i].candidate.application_id for i in self._members[key] if grants[i].cents
        )

    def chosen(self, grants: Sequence[Grant]) -> dict[str, int] | None:
        """The lowest ceiling of each under which a list can be; ``None`` where there is none."""
        outcomes = self.outcomes(grants)
        if outcomes is None:
            return None
        found: dict[str, int] = {}
        for one in self.ranged:
            if one.choices:
                found[one.key] = one.choices[outcomes[one.key]].ceiling
                continue
            ceiling = one.within.step_from(charged_cents(grants[i] for i in self._members[one.key]))
            if ceiling is None:
                return None
            found[one.key] = ceiling
        return found

    def payable(self, grants: Sequence[Grant]) -> bool:
        """Whether ceilings can be chosen for a list, and every fund has what they take."""
        return self.chosen(grants) is not None and all(
            self.left(grants, fund) >= 0 for fund in self.policy.funds
        )

    def left(self, grants: Sequence[Grant], fund: str) -> int:
        """What a fund has left beside the ceilings that a list needs and the other awards."""
        taken = 0
        chosen, outcomes = self.chosen(grants) or {}, self.outcomes(grants) or {}
        for one in self.ranged:
            if self.policy.instruments[one.key].fund == fund:
                place = outcomes.get(one.key)
                taken += chosen[one.key] if place is None else one.choices[place].takes
        for item, grant in zip(self.case.items, grants, strict=True):
            key = item.candidate.instrument
            if item.fund == fund and key not in chosen and key not in self.kept:
                taken += grant.charged
        kept = (c for k, c in self.kept.items() if self.policy.instruments[k].fund == fund)
        return self._free(fund) - taken - sum(kept)

    def paid(self, grants: Sequence[Grant]) -> Sequence[Grant]:
        """The awards as they are paid: a marginal one in two parts."""
        outcomes, made = self.outcomes(grants), list(grants)
        for one in self.ranged:
            if one.choices and outcomes is not None:
                for i in self._members[one.key]:
                    later = self._later(i, one.choices[outcomes[one.key]])
                    if later is not None:
                        made[i] = replace(made[i], payments=later)
        return made

    def smallest(self, key: str) -> Objective:
        """The ceiling of one instrument, as small as can be."""
        return Objective(
            f"ceiling {key}",
            Unit.CENTS,
            self._ceiling[key],
            False,
            lambda grants: (self.chosen(grants) or {}).get(key, 0),
        )


def _payments(case: Case, i: int) -> list[tuple[int, int]]:
    paid: dict[int, int] = {}
    for payment in case.items[i].candidate.payments:
        paid[payment.year] = paid.get(payment.year, 0) + payment.amount.cents
    return list(paid.items())
