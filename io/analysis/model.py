"""A round as an analyst works with it: applications with their own columns, and a policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

import pandas as pd

from ...grants.applications.candidate import Candidate
from ...grants.money import Euro
from ...grants.rounds.constraint import ConstraintPolicy, Group, Measure
from ...grants.rounds.policy import FixedPolicy, Policy, RoundKind
from ...optimiser.problem import FIRST_YEAR, Problem
from ...optimiser.solution import Progress
from ..records.database import in_memory
from ..records.rounds.reader import RoundReader, reading_round
from ..reports.analysts import frontier_frame
from ..rounds.bundle import filled, laws_of, read_bundle
from ..rounds.dividing.case import RoundCase, case_of_round
from .amounts import Amount, cents_of
from .frames import model_parts, with_own
from .result import Result
from .rules import Rule


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Model:
    """Who asks for money, by which policy it is divided, and the columns kept beside it.

    It never changes: every method that gives a model gives another one. ``own`` has a row for each
    application, by its name, with the columns that the optimiser does not look at.
    """

    problem: Problem
    own: pd.DataFrame

    @classmethod
    def of(cls, candidates: Iterable[Candidate], policy: Policy) -> Model:
        """The model of candidates made in code."""
        made = tuple(candidates)
        index = pd.Index([one.application_id for one in made], name="application")
        return cls(Problem(candidates=made, policy=policy), pd.DataFrame(index=index))

    @classmethod
    def from_frame(
        cls, table: pd.DataFrame, policy: Policy, *, first_year: int = FIRST_YEAR
    ) -> Model:
        """The model of a frame with one application a row.

        Columns are those of ``problem_from``, with ``euros`` (``Decimal`` or text) in the place of
        ``cents`` if wanted; all others are kept as the analyst's own.

        Raises:
            ValueError: a column is missing or misspelt, or a value cannot be what it should be.
        """
        return cls(*model_parts(table, policy, first_year))

    @classmethod
    def from_database(cls, url: str, round_id: str) -> Model:
        """A screened round of a database, under its own policy, as it would be divided now.

        Raises:
            WrongUse: there is no such database or round.
        """
        with reading_round(url, round_id) as reader:
            return cls._of_case(case_of_round(reader))

    @classmethod
    def from_bundle(cls, path: Path | str) -> Model:
        """The round in a bundle, by the law and the policy in it.

        Raises:
            Unreadable: the file is damaged, or no bundle.
        """
        bundle = read_bundle(Path(path))
        with in_memory() as session:
            filled(session, bundle, Path(path))
            reader = RoundReader(session, bundle.manifest.round)
            return cls._of_case(case_of_round(reader, laws=laws_of(bundle, Path(path))))

    @classmethod
    def _of_case(cls, case: RoundCase) -> Model:
        places = {one.application.application_id: one.application for one in case.applications}
        stated = [places[one.application_id] for one in case.candidates]
        own = pd.DataFrame(
            {
                "municipality": [one.place.name for one in stated],
                "project": [one.project_name or "" for one in stated],
            },
            index=pd.Index([one.application_id for one in case.candidates], name="application"),
        )
        return cls(Problem(candidates=case.candidates, policy=case.policy), own)

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        return self.problem.candidates

    @property
    def policy(self) -> Policy:
        return self.problem.policy

    def under(self, policy: Policy) -> Model:
        """The same applications under another policy."""
        return replace(self, problem=self.problem.under(policy))

    def with_rules(self, *rules: Rule) -> Model:
        """The same with further rules: of :func:`floor`, :func:`cap`, :func:`share`, :func:`fixed`.

        Raises:
            ValueError: a rule is about nobody here, or has the code of another.
        """
        known = {one.application_id for one in self.candidates}
        own = [one for one in rules if isinstance(one, ConstraintPolicy)]
        put = [one for one in rules if isinstance(one, FixedPolicy)]
        for one in put:
            if one.application not in known:
                raise ValueError(f"there is no application {one.application}")
        for one in own:
            self._check_group(one.group)
            self._check_group(one.of_group)
        codes = Counter(one.code for one in (*self.policy.constraint, *own))
        twice = [code for code, count in codes.items() if count > 1]
        if twice:
            raise ValueError(f"the rule {twice[0]} is there already; leave it out by without()")
        return self._changed(
            constraint=(*self.policy.constraint, *own), fixed=(*self.policy.fixed, *put)
        )

    def without(self, *codes: str) -> Model:
        """The same without the rules of these codes.

        Raises:
            ValueError: there is no rule of that code.
        """
        there = [one.code for one in self.policy.constraint]
        for code in codes:
            if code not in there:
                raise ValueError(f"there is no rule {code}; there are: {', '.join(there) or '-'}")
        rest = tuple(one for one in self.policy.constraint if one.code not in codes)
        return self._changed(constraint=rest)

    def most(self, measure: str) -> Model:
        """The same with another objective than the affordable homes of a round: ``homes``,
        ``social_rent``, ``mid_rent`` or ``affordable_purchase``.

        Its results say so. It can only be a what-if, since a round has the objective of its rules.
        """
        return self._changed(objective=Measure(measure))

    def with_budget(self, total: Amount, *, fund: str | None = None) -> Model:
        """The same with another total of a fund, in euros; by default of the first."""
        key = fund or next(iter(self.policy.funds))
        changed = self.policy.funds[key].model_copy(update={"total": Euro(cents_of(total))})
        return self._changed(funds={**self.policy.funds, key: changed})

    def _changed(self, **update: object) -> Model:
        """Under a policy with other values; a planning stays one, all else becomes a what-if."""
        stated = self.policy.round
        if stated.kind is not RoundKind.PLANNING:
            stated = stated.model_copy(update={"kind": RoundKind.WHAT_IF})
        return self.under(Policy.model_validate({**dict(self.policy), "round": stated, **update}))

    def _check_group(self, group: Group) -> None:
        for name, values in (
            ("province", {one.province for one in self.candidates}),
            ("municipality", {c for one in self.candidates for c in one.municipality_codes}),
            ("instrument", set(self.policy.instruments)),
            ("fund", set(self.policy.funds)),
        ):
            asked = getattr(group, name)
            if asked is not None and asked not in values:
                there = ", ".join(sorted(filter(None, values))) or "-"
                raise ValueError(f"no application has {name} {asked}; there are: {there}")

    def solve(
        self,
        *,
        progress: Callable[[Progress], None] | None = None,
        time_limit_seconds: int | None = None,
    ) -> Result:
        """Divide the money, with its proof. Look at ``status`` before using the list.

        Raises:
            ValueError: a ceiling is a range, which is still to be chosen.
        """
        solution = self.problem.solve(progress=progress, time_limit_seconds=time_limit_seconds)
        return Result(self.problem, self.own, solution)

    def frontier(self, budgets: Sequence[Amount], *, fund: str | None = None) -> pd.DataFrame:
        """The most homes for each budget of a fund in euros; by default of the first."""
        return frontier_frame(self.problem.frontier([cents_of(one) for one in budgets], fund=fund))

    def to_frame(self) -> pd.DataFrame:
        """One application a row: what it asks, its homes, and the own columns."""
        rows = pd.DataFrame(
            {
                "application": [one.application_id for one in self.candidates],
                "instrument": [one.instrument for one in self.candidates],
                "province": [one.province for one in self.candidates],
                "requested": [one.requested.cents for one in self.candidates],
                "affordable": [one.homes.affordable for one in self.candidates],
                "homes": [one.homes.total for one in self.candidates],
            }
        )
        return with_own(rows, self.own)

    def __repr__(self) -> str:
        asked = Euro.total(one.requested for one in self.candidates)
        total = Euro.total(fund.total for fund in self.policy.funds.values())
        return f"<Model: {len(self.candidates)} applications for {asked} of {total}>".replace(
            "\u00a0", " "
        )

    def _repr_html_(self) -> str:
        homes = sum(one.homes.affordable for one in self.candidates)
        rules = "".join(
            f"<li>{escape(one.code)}: {escape(one.sentence('en'))}</li>"
            for one in self.policy.constraint
        )
        about = escape(repr(self).strip("<>"))
        return f"<p>{about}, {homes:,} affordable homes</p><ul>{rules}</ul>"
