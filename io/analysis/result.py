"""What a model came to: the list, what it rests on, and frames of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from ...grants.decisions.allocation import Certificate, Status
from ...grants.money import Euro
from ...grants.rounds.constraint import Measure
from ...optimiser.problem import Problem
from ...optimiser.questions.application.facts import Explanation
from ...optimiser.solution import Solution
from ..reports.analysts import (
    awards_frame,
    checks_frame,
    forced_frame,
    payments_frame,
    stages_frame,
)
from .amounts import euros_of
from .frames import with_own

_SHOWN = 10
_MONEY = ("requested", "awarded")


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Result:
    """A list with the problem that it answers; every question is about both."""

    problem: Problem
    own: pd.DataFrame
    solution: Solution

    @property
    def status(self) -> Status:
        return self.solution.status

    @property
    def granted(self) -> tuple[str, ...]:
        """Who gets money, by name."""
        return tuple(one.application_id for one in self.solution.given if one.cents)

    @property
    def amount(self) -> Euro:
        """All awards together."""
        return Euro(sum(one.cents for one in self.solution.given))

    @property
    def objective(self) -> str:
        """What was made as large as can be."""
        return self.problem.policy.objective.value.replace("_", " ")

    def to_frame(self, *, unit: str = "cents") -> pd.DataFrame:
        """One application a row: asked, awarded, homes, why, and the own columns.

        ``unit`` is ``cents`` (whole numbers) or ``euros`` (exact ``Decimal``).

        Raises:
            ValueError: the unit is neither.
        """
        if unit not in ("cents", "euros"):
            raise ValueError(f"{unit} is neither cents nor euros")
        table = awards_frame(self.problem, self.solution)
        if unit == "euros":
            for column in _MONEY:
                exact = [euros_of(int(cents)) for cents in table[column]]
                table[column] = pd.Series(exact, dtype="object", index=table.index)
        return with_own(table, self.own)

    def payments(self) -> pd.DataFrame:
        """One payment a row: application, calendar year and cents."""
        return payments_frame(self.solution)

    def stages(self) -> pd.DataFrame:
        """One stage a row: its value, and what it rests on that none is better."""
        table = stages_frame(self.solution)
        table["basis"] = pd.Series([s.basis.value for s in self.solution.stages], dtype="str")
        return table

    def certify(self) -> Certificate:
        """The list added up again, and its proof checked, in whole numbers and without a solver."""
        return self.problem.certify(self.solution)

    def checks(self) -> pd.DataFrame:
        """One constraint a row, as the certificate added it up, with what is left of it."""
        return checks_frame(self.certify())

    def explain(self, application: str, *, resolve: bool = True) -> Explanation:
        """Why an application got what it got, and with ``resolve`` what else it would have taken.

        Raises:
            KeyError: it takes no part.
        """
        return self.problem.explain(self.solution, application, resolve=resolve)

    def forced_in(self, applications: Sequence[str] | None = None) -> pd.DataFrame:
        """What each would cost in homes if it were in; by default everyone who got nothing."""
        return forced_frame(self.problem.forced_in(self.solution, applications))

    def beside(self, other: Result) -> pd.DataFrame:
        """Who gets another amount in another result: cents in both, and the difference."""
        both = pd.DataFrame(
            {
                "here": {one.application_id: one.cents for one in self.solution.given},
                "there": {one.application_id: one.cents for one in other.solution.given},
            },
            dtype="Int64",
        ).fillna(0)
        both["difference"] = both["there"] - both["here"]
        return both[both["difference"] != 0].rename_axis("application").reset_index()

    def __repr__(self) -> str:
        given = self.solution.given
        if self.status is Status.INFEASIBLE:
            codes = ", ".join(one.code for one in self.solution.conflict)
            return f"<Result: infeasible, cannot hold together: {codes}>"
        most = self._most()
        said = (
            f"<Result: {self.status.value}, {len(self.granted)} of {len(given)} granted, "
            f"{self.amount}, {most}>"
        )
        return said.replace("\u00a0", " ")

    def _most(self) -> str:
        homes = f"{self.solution.homes.affordable:,} affordable homes"
        if self.problem.policy.objective is Measure.AFFORDABLE_HOMES:
            return homes
        value = next(s.value for s in self.solution.stages[-3:] if s.name == self._stage())
        return f"{value:,} {self.objective} as the objective, {homes}"

    def _stage(self) -> str:
        return self.solution.stages[-3].name

    def _repr_html_(self) -> str:
        stages = self.stages()[["stage", "value", "basis", "proven"]].to_html(index=False)
        shown = self.to_frame(unit="euros").query("awarded != 0").head(_SHOWN)
        rest = len(self.granted) - len(shown)
        more = f"<p>and {rest} more: to_frame()</p>" if rest > 0 else ""
        listed = shown.to_html(index=False)
        return f"<p>{escape(repr(self).strip('<>'))}</p>{stages}{listed}{more}"
